"""Leave in a folder the files that the next build would write again as they are. Imports nothing of the guide.

A builder empties its folder and writes every file anew. Of a file that was made from a text (known
by its mark), this notes what the system says of it right after it was written: size, times and
number, as version control does to tell a file that nobody has touched. The next build leaves such
files where they are, takes each that it would write the same, and at its end removes those that it
did not take.
"""

import os
from collections.abc import Mapping
from pathlib import Path

# For each file, by its path below the folder: the mark of the text that it was made from, and what
# `_look` says of it.
Known = Mapping[str, list]


class KeptFiles:
    """The files of a folder that were written before, and of which some may still stand."""

    def __init__(self, folder: Path, known: Known) -> None:
        self._folder, self._known = str(folder), known
        self._standing: dict[str, list] = {}
        self.taken: dict[str, list] = {}

    def empty(self) -> None:
        """Empty the folder, but for hidden files at its top, and for files that nobody has touched since they were written."""
        if not os.path.isdir(self._folder):
            return
        for entry in list(os.scandir(self._folder)):
            if not entry.name.startswith("."):
                self._clear(entry, entry.name)

    def _clear(self, entry: os.DirEntry, name: str) -> bool:
        """Remove a file or folder, and say whether nothing of it is left."""
        if entry.is_dir(follow_symlinks=False):
            left = [
                inner
                for inner in list(os.scandir(entry.path))
                if not self._clear(inner, f"{name}/{inner.name}")
            ]
            if not left:
                os.rmdir(entry.path)
            return not left
        known = self._known.get(name)
        if known is not None and known[1:] == _look(entry.path):
            self._standing[name] = known
            return False
        os.unlink(entry.path)
        return True

    def take(self, name: str, mark: str) -> bool:
        """Say whether a file that was made from this text still stands; it then stays."""
        known = self._standing.get(name)
        if (
            known is None
            or known[0] != mark
            or known[1:] != _look(os.path.join(self._folder, name))
        ):
            return False
        self.taken[name] = self._standing.pop(name)
        return True

    def note(self, name: str, mark: str) -> None:
        """Take in that a file has just been written."""
        self._standing.pop(name, None)
        if seen := _look(os.path.join(self._folder, name)):
            self.taken[name] = [mark, *seen]

    def remove_rest(self) -> None:
        """Remove the files that still stand from before and were not taken, and the folders that this leaves empty."""
        for name, known in self._standing.items():
            path = os.path.join(self._folder, name)
            if _look(path) == known[1:]:  # else something else has been written in its place
                os.unlink(path)
                _remove_empty(os.path.dirname(path), self._folder)
        self._standing = {}


def _look(path: str) -> list[int] | None:
    """Return what tells a file that was touched since: its size, the times of its content and of its entry, its number."""
    try:
        found = os.stat(path, follow_symlinks=False)
    except OSError:
        return None
    return [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino]


def _remove_empty(folder: str, top: str) -> None:
    """Remove a folder that has nothing in it, and those above it, up to the top."""
    while folder != top:
        try:
            os.rmdir(folder)
        except OSError:
            return  # something is in it
        folder = os.path.dirname(folder)
