"""Patch MkDocs to leave a page's file in place when it would write the same content again.

MkDocs empties the folder of the site and writes every page, which on most systems takes a third of
a build in which little has changed. Here the two functions of `mkdocs.utils` that do so are
replaced while a build runs; incremental.output_dir decides which files are unchanged. All other
files are deleted and written as usual.
"""

import os
from pathlib import Path

from mkdocs import utils
from mkdocs.config.defaults import MkDocsConfig

from guide.core.memo import digest
from incremental.output_dir import OutputDir
from incremental.store import BuildCache

_KIND = "folder"
_CLEAN_DIRECTORY, _WRITE_FILE = utils.clean_directory, utils.write_file

_UNCHANGED_BYTES = b"This file stands as it was written before."


class _Unchanged(str):
    """A text that is not written, since its file is unchanged."""

    def encode(self, *_: object, **__: object) -> bytes:
        return _UNCHANGED_BYTES


# Sentinel in the place of a page's HTML when its file is unchanged.
UNCHANGED = _Unchanged(_UNCHANGED_BYTES, "ascii")


def unpatch_mkdocs_output() -> None:
    """Restore MkDocs' own functions, however the build has ended."""
    utils.clean_directory, utils.write_file = _CLEAN_DIRECTORY, _WRITE_FILE


class OutputFolder:
    """The folder of the site, while one build writes to it."""

    def __init__(self, config: MkDocsConfig, cache: BuildCache) -> None:
        self._name = os.path.abspath(config.site_dir)
        self._cache, self._input_hash = cache, digest(self._name)
        self._previous = cache.get(_KIND, self._name, self._input_hash) or {}
        self._files = OutputDir(Path(self._name), self._previous)
        self._is_patched = False
        self._pending: tuple[str, str, str] = ("", "", "")

    def patch_mkdocs_output(self) -> None:
        """Replace MkDocs' functions, until `unpatch_mkdocs_output`."""
        utils.clean_directory, utils.write_file = self._clean_directory, self._write_file

    def finish(self) -> None:
        """Delete the pages that this build does not have, and store what is in the folder."""
        unpatch_mkdocs_output()
        if self._is_patched:
            self._files.delete_stale_files()
            if self._files.current != self._previous:
                self._cache.put(_KIND, self._name, self._input_hash, set(), self._files.current)

    def has_unchanged(self, name: str, etag: str) -> bool:
        """Return whether a page's file is unchanged and was made from the text of this etag."""
        return self._is_patched and self._files.reuse(name, etag)

    def register_pending_write(self, path: str, name: str, etag: str) -> None:
        """Announce that the next write to this path will be the text of this etag."""
        self._pending = (path, name, etag)

    def _clean_directory(self, directory: str) -> None:
        if os.path.abspath(directory) != self._name:
            _CLEAN_DIRECTORY(directory)
            return
        # MkDocs calls the replacement here, so it will call the one for writing too.
        self._is_patched = True
        self._files.empty()

    def _write_file(self, content: bytes, output_path: str) -> None:
        if content is _UNCHANGED_BYTES:
            return
        _WRITE_FILE(content, output_path)
        path, name, etag = self._pending
        if output_path == path:
            self._files.record_write(name, etag)
            self._pending = ("", "", "")
