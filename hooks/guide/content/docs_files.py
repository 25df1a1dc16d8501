"""List the files of docs/ that MkDocs builds from.

Everything that reads docs/ uses this one walk. So no check reads a file that MkDocs leaves out, and
none opens a file that is unreadable. Editors' lock files (.#page.md, a broken symbolic link) come
and go while a page is written.
"""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from guide.core.problems import Problem, quote
from guide.core.wording import format_count

# MkDocs reserves this folder of docs/ (mkdocs/structure/files.py).
_RESERVED = "templates"
# A message names so many hidden files.
_MOST_NAMES = 3


@dataclass
class DocsFiles:
    """Hold the regular files below a folder, the hidden ones, and the unreadable ones with reasons.

    All paths are relative to the folder, with slashes, in order.
    """

    files: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    unreadable: list[tuple[str, str]] = field(default_factory=list)

    @property
    def pages(self) -> list[str]:
        """List the Markdown files."""
        return [uri for uri in self.files if uri.endswith(".md")]

    @property
    def assets(self) -> list[str]:
        """List the files that are not Markdown."""
        return [uri for uri in self.files if not uri.endswith(".md")]


def find_files(folder: Path) -> DocsFiles:
    """Walk a folder as MkDocs does: follow symbolic links, skip names that begin with a dot."""
    files = DocsFiles()
    if folder.is_dir():
        _walk(folder, "", (_identity(folder.stat()),), files)
    files.files.sort(key=lambda uri: uri.split("/"))
    return files


def _walk(
    folder: Path, prefix: str, parents: tuple[tuple[int, int], ...], files: DocsFiles
) -> None:
    """Add one folder to `files`.

    `prefix` is its path with a slash, "" for the top; `parents` has the identities of it and of the
    folders around it, by which a link to one of them is found.
    """
    try:
        names = sorted(os.listdir(folder))
    except OSError as error:
        files.unreadable.append((_printable(prefix), _error_reason(error)))
        return
    for name in names:
        path, uri = folder / name, _printable(prefix + name)
        if name.startswith(".") or (not prefix and name == _RESERVED and path.is_dir()):
            files.hidden += _files_below(path, uri)
            continue
        try:
            status = path.stat()
        except OSError as error:
            files.unreadable.append((uri, _error_reason(error)))
            continue
        if stat.S_ISDIR(status.st_mode) and _identity(status) not in parents:
            _walk(path, f"{prefix}{name}/", (*parents, _identity(status)), files)
        elif reason := _unreadable_reason(path, status.st_mode, uri == prefix + name):
            files.unreadable.append((uri, reason))
        else:
            files.files.append(uri)


def _identity(status: os.stat_result) -> tuple[int, int]:
    return status.st_dev, status.st_ino


def _files_below(path: Path, uri: str) -> list[str]:
    """Return a hidden file, or the files in a hidden folder."""
    if not path.is_dir() or path.is_symlink():
        return [uri]
    return [
        _printable(f"{uri}/{(Path(inner) / name).relative_to(path).as_posix()}")
        for inner, _, names in os.walk(path)
        for name in names
    ]


def _unreadable_reason(path: Path, mode: int, is_named_in_utf_8: bool) -> str:
    """Return why a file is unreadable, or "" where it is readable."""
    if stat.S_ISDIR(mode):
        return "it is a link to a folder that it lies in"
    if not stat.S_ISREG(mode):
        return "it is no ordinary file"
    if not is_named_in_utf_8:
        return "its name is not in UTF-8"
    return "" if os.access(path, os.R_OK) else "you may not read it"


def _error_reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "it is a link to a file that is not there"
    return (error.strerror or "the system says no").lower()


def _printable(name: str) -> str:
    """Escape the bytes of a name that are not UTF-8."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def check_files(files: DocsFiles, shown_root: str) -> Iterator[Problem]:
    """Yield a problem for each unreadable file of docs/, which is left out of the site."""
    for uri, reason in files.unreadable:
        yield unreadable_file(f"{shown_root}/{uri}", reason)


def unreadable_file(path: str, reason: str) -> Problem:
    """Return the problem of a file that is unreadable."""
    return Problem(
        path,
        1,
        1,
        "unreadable-file",
        f"this file cannot be read: {reason}",
        "Delete it, or put a file in its place that you can open",
    )


def hidden_files_message(hidden: list[str] | tuple[str, ...], shown_root: str) -> str:
    """Return one line on the hidden files that were skipped, or "" where there are none.

    >>> hidden_files_message([".#page.md", "guide/._science.md"], "docs")
    '2 hidden files in docs/ were passed over: .#page.md, guide/._science.md.'
    """
    if not hidden:
        return ""
    names = ", ".join(quote(name)[1:-1] for name in hidden[:_MOST_NAMES])
    more = f" and {len(hidden) - _MOST_NAMES} more" if len(hidden) > _MOST_NAMES else ""
    was = "was" if len(hidden) == 1 else "were"
    count = format_count(len(hidden), "hidden file")
    return f"{count} in {shown_root}/ {was} passed over: {names}{more}."
