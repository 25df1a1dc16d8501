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
    """Give every Jinja environment of a theme a bytecode cache and a loader without hidden folders.

    `cache_dir` is where Jinja keeps the bytecode between builds, or None for no cache. `key` is a
    digest of all code that takes part in compiling: each key has a folder of its own, since Jinja
    itself only compares the template's text and the versions of Jinja and Python. As with
    __pycache__, what is read there is run.
    """
    original, bytecode_cache = theme.get_env, _open_cache(cache_dir, key)

    def get_env() -> jinja2.Environment:
        env = original()
        if isinstance(env.loader, jinja2.FileSystemLoader):
            env.loader = _NonHiddenLoader(env.loader.searchpath)
        env.bytecode_cache = bytecode_cache
        # Each build makes an environment, and no template changes while it runs.
        env.auto_reload = False
        return env

    theme.get_env = get_env  # type: ignore[method-assign]  # MkDocs offers no other way in


def _open_cache(cache_dir: Path | None, key: str) -> jinja2.BytecodeCache | None:
    """Open Jinja's cache in the folder of this key, and delete those of other keys.

    Returns None without a `cache_dir`, or where the folder cannot be made.
    """
    if cache_dir is None:
        return None
    folder = cache_dir / key
    try:
        for entry in cache_dir.iterdir() if cache_dir.is_dir() else ():
            if entry.name != key:
                shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return TemplateBytecodeCache(str(folder))


class TemplateBytecodeCache(jinja2.FileSystemBytecodeCache):
    """Jinja's bytecode cache, except that a damaged file does not end the build."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load the bytecode of a template; reset the bucket where its file cannot be read."""
        try:
            super().load_bytecode(bucket)
        except Exception:  # unpickling a damaged file can raise anything
            bucket.reset()


class _NonHiddenLoader(jinja2.FileSystemLoader):
    """A loader whose list has no files of hidden folders, which MkDocs would filter out."""

    def list_templates(self) -> list[str]:
        """Return the visible files, sorted."""
        return sorted(
            {name for folder in self.searchpath for name in _visible_files(os.fspath(folder), "")}
        )


def _visible_files(folder: str, prefix: str) -> Iterator[str]:
    try:
        entries = list(os.scandir(folder))
    except FileNotFoundError:
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from _visible_files(entry.path, f"{prefix}{entry.name}/")
        else:
            yield prefix + entry.name
