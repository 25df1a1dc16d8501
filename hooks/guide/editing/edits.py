"""Hold what a command would write: show it, try it on a copy, write it. Imports problem, docs_files, catalogue, fixes.

A command that changes files makes a list of edits first. An editor sees them as a difference, and
they are written only when the checks find nothing in the result that they did not find before.
"""

import difflib
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from guide.checks.autofix import check_form
from guide.checks.project_checks import read_and_check
from guide.content.docs_files import find_files
from guide.core.problems import Problem

# What a check reads. Of all other files only the name counts, which links lead to.
_READ = (".md", ".csv", ".yaml", ".yml")


@dataclass(frozen=True)
class Edit:
    """One file: its path in the project, its text as it is (None: not there) and as it is to be (None: deleted)."""

    path: str
    before: str | None
    after: str | None


def read_texts(root: Path, data: str = "data", docs: str = "docs") -> dict[str, str]:
    """Return every text that speaks of pages, by its path: pages, tables, the descriptor and the navigation.

    Line ends come out as LF and without a byte-order mark. A file that is not UTF-8 is left out:
    the checks name it.
    """
    tables = (
        uri for uri in find_files(root / data).files if uri.endswith(".csv") and "/" not in uri
    )
    paths = [
        *(root / docs / uri for uri in find_files(root / docs).pages),
        *(root / data / uri for uri in tables),
        root / data / "datapackage.yaml",
        root / "mkdocs.yml",
    ]
    texts = {}
    for path in paths:
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except (OSError, UnicodeDecodeError):
            continue
        texts[path.relative_to(root).as_posix()] = text.replace("\r\n", "\n")
    return texts


def make_edits(before: dict[str, str], after: dict[str, str | None]) -> list[Edit]:
    """Return an edit for each file of `after` whose text differs from `before`."""
    return [
        Edit(path, before.get(path), text)
        for path, text in sorted(after.items())
        if before.get(path) != text
    ]


def show_edits(edits: Iterable[Edit]) -> str:
    """Return the edits as a difference: what goes has a minus before it, what comes has a plus."""
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
    return [title, *(visible(line) for line in lines if not line.startswith("@@"))]


def visible(text: str) -> str:
    """Return text for a terminal: what would control it is written out.

    >>> visible("a\\x1b[2J")
    'a\\\\x1b[2J'
    """
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode()
        for letter in text
    )


def try_edits(
    root: Path, edits: Iterable[Edit], data: str = "data", docs: str = "docs"
) -> list[Problem]:
    """Return what would be wrong in the project after the edits, and is not wrong now."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in (data, docs):
            for uri in find_files(root / name).files:
                (copy / name / uri).parent.mkdir(parents=True, exist_ok=True)
                _copy_what_is_read(root / name / uri, copy / name / uri)
        now = _check(copy, data, docs)
        write_edits(copy, edits)
        then = _check(copy, data, docs)
    known = Counter((problem.rule, problem.what) for problem in now)
    return [problem for problem in then if not _take(known, (problem.rule, problem.what))]


def _check(root: Path, data: str, docs: str) -> list[Problem]:
    catalogue, problems = read_and_check(root, data=data, docs=docs)
    return sorted(set(problems) | set(check_form(root, catalogue.package, data, docs)))


def _take(known: Counter, key: tuple[str, str]) -> bool:
    known[key] -= 1
    return known[key] >= 0


def _copy_what_is_read(source: Path, target: Path) -> None:
    if source.suffix in _READ:
        shutil.copyfile(source, target)
    else:
        target.touch()


def write_edits(root: Path, edits: Iterable[Edit]) -> None:
    """Write the edits below `root`: all new texts first, so that nothing is lost if the disk is full."""
    ordered = sorted(edits, key=lambda edit: edit.after is None)
    for edit in ordered:
        path = root / edit.path
        if edit.after is None:
            path.unlink(missing_ok=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(edit.after, encoding="utf-8", newline="")
