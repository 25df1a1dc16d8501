"""Leave a page's file in the site folder when the same text would be written again.

MkDocs empties the folder of the site and writes every page. Here its two functions that do so are
replaced while a build runs. For each page that was written, this stores the etag of its text and
what stat says of the file: size, times and inode, as version control does to recognize a file that
nobody has touched. Such files stay, and at the end of a build those that it did not use are
deleted. All other files are deleted and written as usual.
"""

import os
from pathlib import Path
from typing import TypeAlias

from mkdocs import utils

from incremental.store import BuildCache

# The etag of the text that a file was made from, then its `_stat_signature`: a list, as in JSON.
_FileEntry: TypeAlias = list[str | int]
_CLEAN_DIRECTORY, _WRITE_FILE = utils.clean_directory, utils.write_file
_UNCHANGED_BYTES = b"unchanged"


class _Unchanged(str):
    """A text that is not written, since its file is unchanged."""

    def encode(self, *_: object, **__: object) -> bytes:
        return _UNCHANGED_BYTES


# Sentinel in the place of a page's HTML when its file is unchanged.
UNCHANGED = _Unchanged("unchanged")


def unpatch() -> None:
    """Restore MkDocs' own functions, however the build has ended."""
    utils.clean_directory, utils.write_file = _CLEAN_DIRECTORY, _WRITE_FILE


class OutputFolder:
    """The folder of the site, while one build writes to it. Paths are absolute."""

    def __init__(self, site_dir: str, cache: BuildCache) -> None:
        self._folder, self._cache = Path(os.path.abspath(site_dir)), cache
        cached = cache.get("folder", str(self._folder), "")
        self._previous: dict[str, _FileEntry] = cached.value if cached else {}
        # The unchanged files that this build has not used yet, and the files that it has.
        self._stale: dict[str, _FileEntry] = {}
        self._current: dict[str, _FileEntry] = {}
        self._pending = ("", "")
        utils.clean_directory, utils.write_file = self._clean_directory, self._write_file

    def finish(self) -> None:
        """Delete the pages that this build does not have, and store what is in the folder."""
        unpatch()
        for path, entry in self._stale.items():
            if _stat_signature(path) == entry[1:]:  # else it has been overwritten since
                os.unlink(path)
                folder = Path(path).parent
                while folder != self._folder and not os.listdir(folder):
                    folder.rmdir()
                    folder = folder.parent
        if self._current != self._previous:
            self._cache.put("folder", str(self._folder), "", (), self._current)

    def reuse(self, path: str, etag: str) -> bool:
        """Return whether an unchanged file was made from the text of this etag; it then stays."""
        if self._stale.get(path) != [etag, *_stat_signature(path)]:
            return False
        self._current[path] = self._stale.pop(path)
        return True

    def register_pending_write(self, path: str, etag: str) -> None:
        """Announce that the next write to this path will be the text of this etag."""
        self._pending = (path, etag)

    def _clean_directory(self, directory: str) -> None:
        if Path(os.path.abspath(directory)) != self._folder:
            _CLEAN_DIRECTORY(directory)
        elif self._folder.is_dir():
            for entry in list(os.scandir(self._folder)):
                if not entry.name.startswith("."):  # MkDocs leaves these alone
                    self._clear(entry)

    def _clear(self, entry: os.DirEntry[str]) -> None:
        """Delete a file, or a folder with what is in it, except for unchanged files."""
        if entry.is_dir(follow_symlinks=False):
            for inner in list(os.scandir(entry.path)):
                self._clear(inner)
            if not os.listdir(entry.path):
                os.rmdir(entry.path)
        elif (known := self._previous.get(entry.path)) and (
            known[1:] == _stat_signature(entry.path)
        ):
            self._stale[entry.path] = known
        else:
            os.unlink(entry.path)

    def _write_file(self, content: bytes, output_path: str) -> None:
        if content is _UNCHANGED_BYTES:
            return
        _WRITE_FILE(content, output_path)
        path, etag = self._pending
        if output_path == path:
            self._stale.pop(path, None)
            self._current[path] = [etag, *_stat_signature(path)]
            self._pending = ("", "")


def _stat_signature(path: str) -> list[int]:
    """Return a file's size, times of content and inode, and inode number; [] without a file."""
    try:
        result = os.stat(path, follow_symlinks=False)
    except OSError:
        return []
    return [result.st_size, result.st_mtime_ns, result.st_ctime_ns, result.st_ino]
