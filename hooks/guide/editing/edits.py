"""Plan edits of files: show them as a diff, do a dry run on a copy, write them.

A command that changes files makes a list of edits first. An editor sees them as a diff. They are
written only when the checks report nothing new about the result.
"""

import difflib
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from guide.checks.autofix import check_form
from guide.checks.project_checks import read_and_check
from guide.content.day_checks import check_days
from guide.content.docs_files import find_docs, find_files
from guide.core.atomic_files import write_files
from guide.core.problems import Problem, UserError

# The files that checks read. Of all others only the name counts, since links may name it.
_CHECKED_SUFFIXES = (".md", ".csv", ".yaml", ".yml")


@dataclass(frozen=True)
class Edit:
    """One file to change.

    `path` is relative to the project. `before` is None for a new file, `after` for a deleted one.
    """

    path: str
    before: str | None
    after: str | None


def read_texts(root: Path, data: str = "data", docs: str = "docs") -> dict[str, str]:
    """Read every file that can name a page: pages, tables, the descriptor and the navigation.

    Returns texts by path, with LF line ends and without a byte-order mark. A file that is not UTF-8
    is left out: the checks report it.
    """
    tables = (
        uri for uri in find_files(root / data).files if uri.endswith(".csv") and "/" not in uri
    )
    paths = [
        *(root / docs / uri for uri in find_docs(root / docs).pages),
        *(root / data / uri for uri in tables),
        root / data / "datapackage.yaml",
        root / "mkdocs.yml",
    ]
    texts = {}
    for path in paths:
        try:
            texts[path.relative_to(root).as_posix()] = _decode(path.read_bytes())
        except (OSError, UnicodeDecodeError):
            continue
    return texts


def make_edits(before: dict[str, str], after: dict[str, str | None]) -> list[Edit]:
    """Return an edit for each file of `after` whose text differs from `before`."""
    return [
        Edit(path, before.get(path), text)
        for path, text in sorted(after.items())
        if before.get(path) != text
    ]


def format_diff(edits: Iterable[Edit]) -> str:
    """Return the edits as a unified diff: removed lines after a minus, new ones after a plus."""
    return "\n".join("\n".join(_show_edit(edit)) for edit in edits)


def _show_edit(edit: Edit) -> list[str]:
    if edit.after is None:
        return [f"--- {edit.path} is deleted"]
    lines = list(
        difflib.unified_diff(
            (edit.before or "").split("\n"), edit.after.split("\n"), n=1, lineterm=""
        )
    )[2:]
    title = f"--- {edit.path}{' is new' if edit.before is None else ''}"
    return [title, *(escape_controls(line) for line in lines if not line.startswith("@@"))]


def escape_controls(text: str) -> str:
    r"""Escape the characters of a text that would control a terminal.

    >>> escape_controls("a\x1b[2J")
    'a\\x1b[2J'
    """
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode()
        for letter in text
    )


def dry_run(
    root: Path, edits: Iterable[Edit], today: date, data: str = "data", docs: str = "docs"
) -> list[Problem]:
    """Do a dry run of the edits on a copy; return the problems that are not there now.

    No day may be after `today`.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in (data, docs):
            for uri in find_files(root / name).files:
                (copy / name / uri).parent.mkdir(parents=True, exist_ok=True)
                _copy_if_checked(root / name / uri, copy / name / uri)
        problems_before = _check(copy, today, data, docs)
        _write(copy, edits)
        problems_after = _check(copy, today, data, docs)
    counts = Counter((problem.rule, problem.what) for problem in problems_before)
    return [
        problem
        for problem in problems_after
        if not _count_down(counts, (problem.rule, problem.what))
    ]


def _check(root: Path, today: date, data: str, docs: str) -> list[Problem]:
    catalogue, problems = read_and_check(root, data=data, docs=docs)
    form = check_form(root, catalogue.package, data, docs)
    return sorted({*problems, *form, *check_days(catalogue, today)})


def _count_down(counts: Counter[tuple[str, str]], key: tuple[str, str]) -> bool:
    """Subtract one of a key; return whether there was one."""
    counts[key] -= 1
    return counts[key] >= 0


def _copy_if_checked(source: Path, target: Path) -> None:
    if source.suffix in _CHECKED_SUFFIXES:
        shutil.copyfile(source, target)
    else:
        target.touch()


def write_edits(root: Path, edits: Iterable[Edit]) -> None:
    """Write the edits below `root`, all of them or none.

    Raises UserError where a file is no longer as it was read: somebody may have saved it while the
    editor was asked.
    """
    edits = list(edits)
    for edit in edits:
        if _read_text(root / edit.path) != edit.before:
            raise UserError(f"{edit.path} was changed meanwhile. Run the command again")
    _write(root, edits)


def _write(root: Path, edits: Iterable[Edit]) -> None:
    contents = {edit.path: edit.after for edit in edits}
    write_files(
        {
            root / path: None if text is None else text.encode("utf-8")
            for path, text in contents.items()
        }
    )


def _read_text(path: Path) -> str | None:
    """Return a file's text as `read_texts` does, None where it is not there."""
    try:
        return _decode(path.read_bytes())
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        return ""  # differs from any text that was read


def _decode(content: bytes) -> str:
    return content.decode("utf-8-sig").replace("\r\n", "\n")
