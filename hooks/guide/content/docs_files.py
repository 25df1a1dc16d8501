"""List the files of docs/ that the site is built from.

Everything that reads docs/ uses this one walk, and the hooks keep MkDocs to it. So only what is
meant is published: no lock or backup file of an editor, no symbolic link, no unknown kind of file,
and no name that would need quoting in a URL or in the configuration of a host.
"""

import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from guide.core.html_policy import find_active_svg
from guide.core.problems import Problem, quote
from guide.core.urls import Fault
from guide.core.wording import format_count

# MkDocs reserves this folder of docs/ (mkdocs/structure/files.py).
_RESERVED = "templates"
# A message names so many files.
_MOST_NAMES = 3
# What programs leave behind by themselves: backups, autosaves, locks, files of a save that is under
# way, downloads that did not end, packages of npm, and the folder settings of Windows and macOS.
_LEFTOVER = re.compile(
    r".*~|#.*#|~.*|.*\.(?:bak|backup|sw[a-p]|tmp|temp|part|crdownload)"
    r"|.*___jb_(?:tmp|old)___|.*\.sb-[0-9a-f]{8}-[a-z0-9]{6}|node_modules"
    r"|(?:eh)?thumbs\.db|desktop\.ini|icon\r|__macosx|__pycache__|\$recycle\.bin",
    re.IGNORECASE | re.DOTALL,
)
# Letters are small since some file systems take "Help.md" for "help.md" and others do not.
_NAME = re.compile(r"[a-z0-9_-][a-z0-9._-]*")
# Names of devices, which Windows makes no file of, whatever their ending.
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?|.*\.")
# Everything else would be copied to the site as it is, MkDocs' other page suffixes included.
KINDS = frozenset(
    (
        *(".md", ".css", ".js", ".json", ".csv", ".txt", ".xml", ".pdf", ".woff2"),
        *(".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".ico"),
    )
)


@dataclass
class DocsFiles:
    """Hold the regular files below a folder, and those that are left out.

    `hidden` and `leftovers` are passed over; `unreadable` has reasons, `refused` the (rule, what,
    mend) of its problem. All paths are relative to the folder, with slashes, in order.
    """

    files: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    leftovers: list[str] = field(default_factory=list)
    unreadable: list[tuple[str, str]] = field(default_factory=list)
    refused: list[tuple[str, Fault]] = field(default_factory=list)

    @property
    def pages(self) -> list[str]:
        """List the Markdown files."""
        return [uri for uri in self.files if uri.endswith(".md")]

    @property
    def assets(self) -> list[str]:
        """List the files that are not Markdown."""
        return [uri for uri in self.files if not uri.endswith(".md")]


def find_docs(folder: Path, kinds: frozenset[str] = KINDS) -> DocsFiles:
    """Walk docs/ as `find_files` does, and refuse file names and kinds that are not published.

    `kinds` are the endings that are.
    """
    found = find_files(folder)
    faults = {uri: _name_fault(uri) or _kind_fault(uri, kinds) for uri in found.files}
    found.refused += [(uri, fault) for uri, fault in faults.items() if fault]
    found.files = [uri for uri in found.files if not faults[uri]]
    return found


def find_files(folder: Path) -> DocsFiles:
    """Walk a folder: skip hidden files and leftovers, refuse symbolic links below it."""
    files = DocsFiles()
    if folder.is_dir():
        _walk(folder, "", files)
    files.files.sort(key=lambda uri: uri.split("/"))
    return files


def is_linked(folder: Path, uri: str) -> bool:
    """Say whether a path below a folder is a symbolic link, or leads through one."""
    path = folder / uri
    return any(part.is_symlink() for part in (path, *path.parents) if folder in part.parents)


def _walk(folder: Path, prefix: str, files: DocsFiles) -> None:
    """Add one folder to `files`; `prefix` is its path with a slash, "" for the top."""
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
        if _LEFTOVER.fullmatch(name):
            files.leftovers += _files_below(path, uri)
            continue
        try:
            status = path.stat()
        except OSError as error:
            files.unreadable.append((uri, _error_reason(error)))
            continue
        if path.is_symlink():
            files.refused.append((uri, _link_fault()))
        elif stat.S_ISDIR(status.st_mode):
            _walk(path, f"{prefix}{name}/", files)
        elif reason := _unreadable_reason(path, status.st_mode, uri == prefix + name):
            files.unreadable.append((uri, reason))
        else:
            files.files.append(uri)


def _files_below(path: Path, uri: str) -> list[str]:
    """Return a file that is passed over, or the files in such a folder."""
    if not path.is_dir() or path.is_symlink():
        return [uri]
    return [
        _printable(f"{uri}/{(Path(inner) / name).relative_to(path).as_posix()}")
        for inner, _, names in os.walk(path)
        for name in names
    ]


def _unreadable_reason(path: Path, mode: int, is_named_in_utf_8: bool) -> str:
    """Return why a file is unreadable, or "" where it is readable."""
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


def _name_fault(uri: str) -> Fault | None:
    parts = uri.split("/")
    if all(map(_NAME.fullmatch, parts)):
        device = next(filter(_DEVICE.fullmatch, parts), "")
        if not device:
            return None
        return (
            "file-name",
            f"Windows makes no file or folder called {quote(device)}, so the file is left out of"
            " the site",
            "Rename it",
        )
    better = "/".join(re.sub(r"[^a-z0-9._]+", "-", part.lower()) for part in uri.split("/"))
    better = re.sub(r"-*(\.\w+)$", r"\1", better).strip("-")
    return (
        "file-name",
        f"the name {quote(uri)} has more in it than small letters, digits, dots, hyphens and"
        " underscores, so the file is left out of the site",
        f"Rename it, such as {quote(better)}, or delete it where it is a copy",
    )


def _kind_fault(uri: str, kinds: frozenset[str]) -> Fault | None:
    suffix = os.path.splitext(uri)[1]
    if suffix in kinds:
        return None
    kind = f"a {quote(suffix)} file" if suffix else "without an ending such as .png"
    return (
        "file-kind",
        f"this file is {kind}, which the guide does not publish",
        "Delete it, or move it out of docs/. A page is written in a .md file"
        if ".md" in kinds
        else "Delete it, or move it out of this folder",
    )


def _link_fault() -> Fault:
    return (
        "linked-file",
        "this is a symbolic link, which may lead out of the project, so it is left out of the site",
        "Put a copy of the file or folder in its place",
    )


def check_files(files: DocsFiles, shown_root: str) -> Iterator[Problem]:
    """Yield a problem for each file of docs/ that is left out of the site and not passed over."""
    for uri, reason in files.unreadable:
        yield unreadable_file(f"{shown_root}/{uri}", reason)
    for uri, fault in files.refused:
        yield Problem(f"{shown_root}/{uri}", 1, 1, *fault)


def check_pictures(folder: Path, uris: Iterable[str], shown_root: str) -> Iterator[Problem]:
    """Yield a problem for each SVG file that could run code or fetch another file."""
    for uri in uris:
        if not uri.endswith(".svg"):
            continue
        try:
            found = find_active_svg((folder / uri).read_bytes().decode("utf-8-sig"))
        except OSError:
            continue  # it was deleted in the meantime
        except UnicodeDecodeError:
            found = "another encoding than UTF-8"
        if found:
            yield Problem(
                f"{shown_root}/{uri}",
                1,
                1,
                "active-picture",
                f"this picture has {quote(found)} in it, which may run code or fetch another file",
                "Save it as a plain SVG, or as a .png",
            )


def linked_file(path: str) -> Problem:
    """Return the problem of a file that is a symbolic link."""
    return Problem(path, 1, 1, *_link_fault())


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


def skipped_files_message(skipped: list[str] | tuple[str, ...]) -> str:
    """Return one line on the files that are passed over, or "" where there are none.

    >>> skipped_files_message(["docs/.#page.md", "data/findings (1).csv"])
    '2 files were passed over: docs/.#page.md, data/findings (1).csv.'
    """
    if not skipped:
        return ""
    names = ", ".join(quote(name)[1:-1] for name in skipped[:_MOST_NAMES])
    more = f" and {len(skipped) - _MOST_NAMES} more" if len(skipped) > _MOST_NAMES else ""
    was = "was" if len(skipped) == 1 else "were"
    return f"{format_count(len(skipped), 'file')} {was} passed over: {names}{more}."
