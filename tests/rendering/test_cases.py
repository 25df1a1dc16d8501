"""Each folder of tests/cases is a test: pages and data in, HTML and problems out (README.md)."""

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


def write_expected(folder: Path, texts_by_file: dict[str, str]) -> None:
    """Make the files of a folder what came out, and no others."""
    for name in set(read_files(folder)) - set(texts_by_file):
        (folder / name).unlink()
    for name, text in texts_by_file.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_case(project, name):
    files = {
        path: text
        for path, text in read_files(CASES / name).items()
        if path.startswith(("docs/", "data/"))
    }
    results = build(project(files))
    if os.environ.get("UPDATE_CASES") == "1":
        write_expected(CASES / name / "expected", results)
    expected = read_files(CASES / name / "expected")
    assert sorted(results) == sorted(expected)
    for path in sorted(results):
        assert results[path] == expected[path], f"{name}/expected/{path}"


@pytest.mark.parametrize("name", NAMES)
def test_a_case_holds_only_what_is_used(name):
    assert {path.partition("/")[0] for path in read_files(CASES / name)} <= {
        "docs",
        "data",
        "expected",
    }
