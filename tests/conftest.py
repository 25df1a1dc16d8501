"""The guide's own catalogue, and small projects in text for tests that need a data package and
pages."""

import os
import textwrap
from pathlib import Path

import pytest
from hypothesis import settings

from guide.content.catalogue import Catalogue
from tests.support.projects import FINDINGS, GLOSSARY, MOOD, PACKAGE, SOURCES
from tests.support.real import real_catalogue

# A slow machine is no reason to fail: time is measured by the benchmarks.
# CI tries the same examples each time, so that a run can be repeated.
settings.register_profile("guide", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("guide")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """Return the catalogue of the guide's real content, read once in each process."""
    return real_catalogue()


@pytest.fixture
def project(tmp_path: Path):
    """Return a function that writes a small project from texts by path, and returns its folder.

    The data above is there unless a file of the same path is given; None leaves a file out.
    """

    def write(files: dict[str, str | None] | None = None) -> Path:
        usual = {
            "data/datapackage.yaml": PACKAGE,
            "data/sources.csv": SOURCES,
            "data/findings.csv": FINDINGS,
            "data/glossary.csv": GLOSSARY,
            "data/mood.csv": MOOD,
        }
        for name, text in {**usual, **(files or {})}.items():
            if text is not None:
                path = tmp_path / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(
                    textwrap.dedent(text) if name.endswith(".csv") else text,
                    encoding="utf-8",
                    newline="",
                )
        (tmp_path / "docs").mkdir(exist_ok=True)
        return tmp_path

    return write
