"""Let MkDocs read its theme faster. Used by site_hooks.py.

Two things that every build does again and again: it looks for files among the theme's ten thousand icons, to leave them
all out, and it compiles the same templates for each environment it makes, under `serve` for each save. The second was a
quarter of the time of a small build in which one cell had changed.
"""

import marshal
import os
from contextlib import suppress
from pathlib import Path
from collections.abc import Iterator
from typing import ClassVar

import jinja2
from guide.memory import digest
from jinja2.bccache import Bucket
from mkdocs.theme import Theme


def speed_up(theme: Theme, folder: Path | None, versions: str) -> None:
    """Let every environment of a theme pass hidden folders over, and compile a template once.

    `folder` is where compiled templates are kept from one build to the next; `versions` tells all code that has a part in
    compiling them.
    """
    real, compiled = theme.get_env, _Compiled(folder, versions)

    def get_env() -> jinja2.Environment:
        env = real()
        env.loader = _VisibleFiles(env.loader.searchpath)
        env.bytecode_cache = compiled
        env.auto_reload = False  # each build makes an environment, and no template changes while it runs
        return env

    theme.get_env = get_env


class _VisibleFiles(jinja2.FileSystemLoader):
    """Finds templates as its parent does; its list has no files of hidden folders, which MkDocs would filter out."""

    def list_templates(self) -> list[str]:
        """Return the visible files, sorted."""
        return sorted({name for folder in self.searchpath for name in _visible(os.fspath(folder), "")})


def _visible(folder: str, below: str) -> Iterator[str]:
    try:
        entries = list(os.scandir(folder))
    except FileNotFoundError:
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from _visible(entry.path, f"{below}{entry.name}/")
        else:
            yield below + entry.name


class _Compiled(jinja2.BytecodeCache):
    """Keeps the code of templates: in the process, by name and the digest of the text, and in a folder that may be lost.

    As with Python's own __pycache__, what is read there is run. A file begins with a digest of itself, of the template's
    text and of all versions; with another digest it is not looked at.
    """

    codes: ClassVar[dict] = {}

    def __init__(self, folder: Path | None, versions: str) -> None:
        self._folder, self._versions = folder, versions

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the code of a template that is known."""
        key = bucket.key, bucket.checksum
        if key not in self.codes and self._folder:
            with suppress(OSError, ValueError, EOFError, TypeError):
                kept, _, code = (self._folder / bucket.key).read_bytes().partition(b"\n")
                if kept.decode() == self._digest(bucket, code):
                    self.codes[key] = marshal.loads(code)
        if key in self.codes:
            bucket.code = self.codes[key]

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template. Where that fails, it is compiled again."""
        self.codes[bucket.key, bucket.checksum] = bucket.code
        if self._folder is None:
            return
        code = marshal.dumps(bucket.code)
        path = self._folder / bucket.key
        fresh = path.with_name(f"{bucket.key}-{os.getpid()}")  # so that nobody reads half a file
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(self._digest(bucket, code).encode() + b"\n" + code)
            fresh.replace(path)

    def _digest(self, bucket: Bucket, code: bytes) -> str:
        return digest(self._versions, bucket.checksum, code.hex())
