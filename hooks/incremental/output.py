"""Put a page's file back into the site folder where the same text would be written again.

MkDocs empties the folder and writes every page; to write is slow, to move is not. Here its two
functions that do so are replaced while a build runs: the pages of the last build are moved aside,
each whose text comes out the same is moved back, and the rest is deleted.
"""

import os
import shutil
from pathlib import Path

from mkdocs import utils

from guide.core.memo import digest

_CLEAN_DIRECTORY, _WRITE_FILE = utils.clean_directory, utils.write_file
# Below the folder of the site, where MkDocs leaves names with a dot alone.
_ASIDE = ".last-build"
_UNCHANGED_BYTES = b"unchanged"


class _Unchanged(str):
    """A text that is not written, since its file is there."""

    def encode(self, *_: object, **__: object) -> bytes:
        return _UNCHANGED_BYTES


# Sentinel in the place of a page's HTML when its file was moved back.
UNCHANGED = _Unchanged("unchanged")


class OutputFolder:
    """The folder of the site, while one build writes to it."""

    def __init__(self, site_dir: str) -> None:
        self._folder = Path(site_dir)
        self._pages: dict[str, Path] = {}
        utils.clean_directory, utils.write_file = self._clean_directory, _write_file

    def finish(self) -> None:
        """Restore MkDocs' own functions, and delete the pages that were not moved back."""
        utils.clean_directory, utils.write_file = _CLEAN_DIRECTORY, _WRITE_FILE
        shutil.rmtree(self._folder / _ASIDE, ignore_errors=True)

    def move_back(self, path: str, etag: str) -> bool:
        """Move a page of the last build back if its text has this etag; return whether it has."""
        try:
            aside = self._pages.pop(path)
            if digest(aside.read_bytes().decode("utf-8")) != etag:
                return False
            os.makedirs(os.path.dirname(path), exist_ok=True)
            aside.rename(path)
        except (KeyError, OSError, UnicodeError):
            return False
        return True

    def _clean_directory(self, directory: str) -> None:
        if Path(directory) == self._folder and self._folder.is_dir():
            shutil.rmtree(self._folder / _ASIDE, ignore_errors=True)
            pages = [path for path in self._folder.rglob("*.html") if not path.is_symlink()]
            (self._folder / _ASIDE).mkdir()
            for number, path in enumerate(filter(Path.is_file, pages)):
                self._pages[str(path)] = path.rename(self._folder / _ASIDE / str(number))
        _CLEAN_DIRECTORY(directory)


def _write_file(content: bytes, output_path: str) -> None:
    if content is not _UNCHANGED_BYTES:
        _WRITE_FILE(content, output_path)
