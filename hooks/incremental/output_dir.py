"""Reuse the files of an output directory that the next build would write again unchanged.

A builder empties its folder and writes every file anew. For a file that was made from a text (known
by its etag), this stores what stat says of it right after it was written: size, times and inode, as
version control does to recognize a file that nobody has touched. The next build leaves such files
in place, reuses each that it would write the same, and at its end deletes those that it did not.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

# The etag of the text that a file was made from, then its `_stat_signature`: a list, as in JSON.
FileEntry: TypeAlias = list[str | int]
# By the path of the file below the folder.
FileEntries: TypeAlias = Mapping[str, FileEntry]


class OutputDir:
    """The files of a folder that the last build wrote, and those that this build has there."""

    def __init__(self, folder: Path, previous: FileEntries) -> None:
        self._folder, self._previous = str(folder), previous
        self._stale: dict[str, FileEntry] = {}
        self.current: dict[str, FileEntry] = {}

    def empty(self) -> None:
        """Empty the folder, except for hidden files at its top and for unchanged files."""
        if not os.path.isdir(self._folder):
            return
        for entry in list(os.scandir(self._folder)):
            if not entry.name.startswith("."):
                self._clear(entry, entry.name)

    def _clear(self, entry: os.DirEntry[str], name: str) -> bool:
        """Delete a file or folder; return whether nothing of it is left."""
        if entry.is_dir(follow_symlinks=False):
            remaining = [
                inner
                for inner in list(os.scandir(entry.path))
                if not self._clear(inner, f"{name}/{inner.name}")
            ]
            if not remaining:
                os.rmdir(entry.path)
            return not remaining
        previous = self._previous.get(name)
        if previous is not None and previous[1:] == _stat_signature(entry.path):
            self._stale[name] = previous
            return False
        os.unlink(entry.path)
        return True

    def reuse(self, name: str, etag: str) -> bool:
        """Return whether an unchanged file was made from the text of this etag; it then stays."""
        previous = self._stale.get(name)
        if (
            previous is None
            or previous[0] != etag
            or previous[1:] != _stat_signature(os.path.join(self._folder, name))
        ):
            return False
        self.current[name] = self._stale.pop(name)
        return True

    def record_write(self, name: str, etag: str) -> None:
        """Store the stat signature of a file that has just been written."""
        self._stale.pop(name, None)
        if signature := _stat_signature(os.path.join(self._folder, name)):
            self.current[name] = [etag, *signature]

    def delete_stale_files(self) -> None:
        """Delete the files of the last build that were not reused, and folders left empty by it."""
        for name, previous in self._stale.items():
            path = os.path.join(self._folder, name)
            if _stat_signature(path) == previous[1:]:  # else it has been overwritten since
                os.unlink(path)
                _remove_empty(os.path.dirname(path), self._folder)
        self._stale = {}


def _stat_signature(path: str) -> list[str | int] | None:
    """Return a file's size, times of content and inode, and inode number; None without a file."""
    try:
        result = os.stat(path, follow_symlinks=False)
    except OSError:
        return None
    return [result.st_size, result.st_mtime_ns, result.st_ctime_ns, result.st_ino]


def _remove_empty(folder: str, top: str) -> None:
    """Remove an empty folder, and those above it that this leaves empty, up to the top."""
    while folder != top:
        try:
            os.rmdir(folder)
        except OSError:
            return  # it is not empty
        folder = os.path.dirname(folder)
