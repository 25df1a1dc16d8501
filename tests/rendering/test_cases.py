"""Each folder of tests/cases is a test: its pages and data in, its HTML and problems out. See tests/README.md."""

import os
from datetime import date
from pathlib import Path

import pytest

from guide.checks.project_checks import read_and_check
from guide.core.problems import report
from tests.support.pages import convert

CASES = Path(__file__).resolve().parent.parent / "cases"
NAMES = sorted(path.name for path in CASES.iterdir() if path.is_dir())
TODAY = date(2026, 11, 23)


def read_files(folder: Path) -> dict[str, str]:
    """Return the text of every file below a folder, by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def build(root: Path) -> dict[str, str]:
    """Return what comes out of a project: the HTML of each page, and the problems."""
    catalogue, problems = read_and_check(root, today=TODAY)
    html = {
        f"{uri.removesuffix('.md')}.html": convert(catalogue, page.body) + "\n"
        for uri, page in catalogue.pages.items()
    }
    return {**html, "problems.txt": "\n".join(report(problems) or ["no problems"]) + "\n"}


def write_expected(folder: Path, made: dict[str, str]) -> None:
    """Make the files of a folder what came out, and no others."""
    for name in set(read_files(folder)) - set(made):
        (folder / name).unlink()
    for name, text in made.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_case(project, name):
    given = {
        path: text
        for path, text in read_files(CASES / name).items()
        if path.startswith(("docs/", "data/"))
    }
    made = build(project(given))
    if os.environ.get("UPDATE_CASES") == "1":
        write_expected(CASES / name / "expected", made)
    expected = read_files(CASES / name / "expected")
    assert sorted(made) == sorted(expected)
    for path in sorted(made):
        assert made[path] == expected[path], f"{name}/expected/{path}"


@pytest.mark.parametrize("name", NAMES)
def test_a_case_holds_only_what_is_used(name):
    assert {path.partition("/")[0] for path in read_files(CASES / name)} <= {
        "docs",
        "data",
        "expected",
    }
