"""Find the files of docs/ that MkDocs builds from. Imports problem, text.

One walk for all that reads docs/: a file that MkDocs leaves out is read by no check, and one that
cannot be read is opened by none of them. An editor's lock file (.#page.md, a symbolic link to
nothing) comes and goes while a page is written.
"""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from guide.core.problems import Problem, quote
from guide.core.wording import count_of

# MkDocs keeps this folder of docs/ for itself (mkdocs/structure/files.py).
_KEPT = "templates"
_NAMED = 3


@dataclass
class DocsFiles:
    """The ordinary files below a folder by their paths, the hidden ones, and why others cannot be read.

    All paths are relative to the folder, with slashes, in order.
    """

    files: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    unreadable: list[tuple[str, str]] = field(default_factory=list)

    @property
    def pages(self) -> list[str]:
        return [uri for uri in self.files if uri.endswith(".md")]

    @property
    def assets(self) -> list[str]:
        return [uri for uri in self.files if not uri.endswith(".md")]


def find_files(folder: Path) -> DocsFiles:
    """Walk a folder as MkDocs does: symbolic links are followed, names that begin with a dot are passed over."""
    found = DocsFiles()
    if folder.is_dir():
        _walk(folder, "", (_identity(folder.stat()),), found)
    found.files.sort(key=lambda uri: uri.split("/"))
    return found


def _walk(folder: Path, below: str, above: tuple[tuple[int, int], ...], found: DocsFiles) -> None:
    """Take in one folder; `above` has the identities of it and of the folders that it lies in."""
    try:
        names = sorted(os.listdir(folder))
    except OSError as error:
        found.unreadable.append((shown(below), _say(error)))
        return
    for name in names:
        path, uri = folder / name, shown(below + name)
        if name.startswith(".") or (not below and name == _KEPT and path.is_dir()):
            found.hidden += _files_below(path, uri)
            continue
        try:
            facts = path.stat()
        except OSError as error:
            found.unreadable.append((uri, _say(error)))
            continue
        if stat.S_ISDIR(facts.st_mode) and _identity(facts) not in above:
            _walk(path, f"{below}{name}/", (*above, _identity(facts)), found)
        elif reason := _why_not(path, facts.st_mode, uri == below + name):
            found.unreadable.append((uri, reason))
        else:
            found.files.append(uri)


def _identity(facts: os.stat_result) -> tuple[int, int]:
    return facts.st_dev, facts.st_ino


def _files_below(path: Path, uri: str) -> list[str]:
    """Return a hidden file, or the files in a hidden folder."""
    if not path.is_dir() or path.is_symlink():
        return [uri]
    return [
        shown(f"{uri}/{(Path(inner) / name).relative_to(path).as_posix()}")
        for inner, _, names in os.walk(path)
        for name in names
    ]


def _why_not(path: Path, mode: int, is_named_in_utf_8: bool) -> str:
    """Return why a file cannot be read, or nothing where it can."""
    if stat.S_ISDIR(mode):
        return "it is a link to a folder that it lies in"
    if not stat.S_ISREG(mode):
        return "it is no ordinary file"
    if not is_named_in_utf_8:
        return "its name is not in UTF-8"
    return "" if os.access(path, os.R_OK) else "you may not read it"


def _say(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "it is a link to a file that is not there"
    return (error.strerror or "the system says no").lower()


def shown(name: str) -> str:
    """Return a name that can be printed: bytes that are not UTF-8 are written out."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def check_files(found: DocsFiles, shown_root: str) -> Iterator[Problem]:
    """Yield a problem for each file of docs/ that cannot be read. It is left out of the site."""
    for uri, reason in found.unreadable:
        yield unreadable(f"{shown_root}/{uri}", reason)


def unreadable(path: str, reason: str) -> Problem:
    """Return the problem of a file that cannot be read."""
    return Problem(
        path,
        1,
        1,
        "unreadable-file",
        f"this file cannot be read: {reason}",
        "Delete it, or put a file in its place that you can open",
    )


def say_hidden(hidden: list[str] | tuple[str, ...], shown_root: str) -> str:
    """Return one line on the files that were passed over, or nothing where there are none.

    >>> say_hidden([".#page.md", "guide/._science.md"], "docs")
    '2 hidden files in docs/ were passed over: .#page.md, guide/._science.md.'
    """
    if not hidden:
        return ""
    names = ", ".join(quote(name)[1:-1] for name in hidden[:_NAMED])
    more = f" and {len(hidden) - _NAMED} more" if len(hidden) > _NAMED else ""
    was = "was" if len(hidden) == 1 else "were"
    return (
        f"{count_of(len(hidden), 'hidden file')} in {shown_root}/ {was} passed over: {names}{more}."
    )
