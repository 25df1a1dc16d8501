"""Let MkDocs leave a page's file where it is when it would write the same again. Used by site_memory.py.

MkDocs empties the folder of the site and writes every page, which on most systems is a third of a
build in which little has changed. Here the two functions that do so are stood in for while a build
lasts; incremental.output_dir tells which files still are as they were written. All other files are
removed and written as ever.
"""

import os
from pathlib import Path

from mkdocs import utils
from mkdocs.config.defaults import MkDocsConfig

from guide.core.memo import digest
from incremental.output_dir import KeptFiles
from incremental.store import Memory

_KIND = "folder"
_CLEAN, _WRITE = utils.clean_directory, utils.write_file


_NOTHING = b"This file stands as it was written before."


class _Standing(str):
    """A text that is not written, since it has been."""

    def encode(self, *_: object, **__: object) -> bytes:
        return _NOTHING


# Stands for the HTML of a page whose file stands.
STANDING = _Standing(_NOTHING, "ascii")


def release() -> None:
    """Let MkDocs have its own functions again, however the build has ended."""
    utils.clean_directory, utils.write_file = _CLEAN, _WRITE


class SiteFolder:
    """The folder of the site, while one build writes to it."""

    def __init__(self, config: MkDocsConfig, memory: Memory) -> None:
        self._name = os.path.abspath(config.site_dir)
        self._memory, self._basis = memory, digest(self._name)
        self._known = memory.recall(_KIND, self._name, self._basis) or {}
        self._files = KeptFiles(Path(self._name), self._known)
        self._is_minded = False
        self._expected: tuple[str, str, str] = ("", "", "")

    def mind(self) -> None:
        """Stand in for MkDocs' functions, until `release`."""
        utils.clean_directory, utils.write_file = self._clean, self._write

    def end(self) -> None:
        """Remove the pages that are no more, and remember what stands."""
        release()
        if self._is_minded:
            self._files.remove_rest()
            if self._files.taken != self._known:
                self._memory.keep(_KIND, self._name, self._basis, set(), self._files.taken)

    def has(self, name: str, mark: str) -> bool:
        """Say whether a page's file stands in the folder, made from the text that has this mark."""
        return self._is_minded and self._files.take(name, mark)

    def expect(self, path: str, name: str, mark: str) -> None:
        """Take in that what is written to this path next will be the text that has this mark."""
        self._expected = (path, name, mark)

    def _clean(self, directory: str) -> None:
        if os.path.abspath(directory) != self._name:
            return _CLEAN(directory)
        # MkDocs does ask us: what it hands over to be written comes by us too.
        self._is_minded = True
        return self._files.empty()

    def _write(self, content: bytes, output_path: str) -> None:
        if content is _NOTHING:
            return
        _WRITE(content, output_path)
        path, name, mark = self._expected
        if output_path == path:
            self._files.note(name, mark)
            self._expected = ("", "", "")
