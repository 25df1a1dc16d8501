"""Cache compiled Jinja templates, and skip hidden folders when the theme's files are listed.

Each build lists the theme's ten thousand icons only to leave them out, and compiles the same
templates for each environment it makes; under `serve` it does so for each save.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket
from mkdocs.theme import Theme


def install_bytecode_cache(theme: Theme, cache_dir: Path | None, key: str) -> None:
    """Let every Jinja environment of a theme skip hidden folders, and load compiled templates from a bytecode cache.

    `cache_dir` is where Jinja keeps the bytecode between builds, or None for no cache. `key` is a
    digest of all code that takes part in compiling: each key has a folder of its own, since Jinja
    itself only compares the template's text and the versions of Jinja and Python. As with
    __pycache__, what is read there is run.
    """
    real, compiled = theme.get_env, _open_cache(cache_dir, key)

    def get_env() -> jinja2.Environment:
        env = real()
        env.loader = _NonHiddenLoader(env.loader.searchpath)
        env.bytecode_cache = compiled
        env.auto_reload = (
            False  # each build makes an environment, and no template changes while it runs
        )
        return env

    theme.get_env = get_env


def _open_cache(cache_dir: Path | None, key: str) -> jinja2.BytecodeCache | None:
    """Return Jinja's own cache in a folder of its own, or None where there is no such folder and none can be made."""
    if cache_dir is None:
        return None
    folder = cache_dir / key
    try:
        for old in cache_dir.iterdir() if cache_dir.is_dir() else ():
            if old.name != key:
                shutil.rmtree(old) if old.is_dir() else old.unlink()
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return _TolerantCache(str(folder))


class _TolerantCache(jinja2.FileSystemBytecodeCache):
    """Jinja's cache of compiled templates; a damaged file is compiled again, where Jinja would end the build."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load the bytecode of a template, or none where its file cannot be read."""
        try:
            super().load_bytecode(bucket)
        except Exception:  # unpickling a damaged file can raise anything
            bucket.reset()


class _NonHiddenLoader(jinja2.FileSystemLoader):
    """Finds templates as its parent does; its list has no files of hidden folders, which MkDocs would filter out."""

    def list_templates(self) -> list[str]:
        """Return the visible files, sorted."""
        return sorted(
            {name for folder in self.searchpath for name in _visible(os.fspath(folder), "")}
        )


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
