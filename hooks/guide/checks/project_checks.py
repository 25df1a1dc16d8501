"""Run the checks of the content that need no build: data, front matter, references, claims."""

from pathlib import Path
from typing import Any

from guide.checks.advice_grades import check_advice_grades
from guide.checks.markdown_form import check_markdown
from guide.checks.number_claims import check_number_claims
from guide.content.catalogue import Catalogue
from guide.content.loader import read_catalogue
from guide.content.navigation import check_navigation
from guide.core.problems import Problem


def read_and_check(root: Path, **settings: Any) -> tuple[Catalogue, list[Problem]]:
    """Read the catalogue of the project below `root`, and return it with every problem.

    `settings` are the keyword arguments of `guide.content.loader.read_catalogue`. Formatting and
    prose are checked separately (`guide.checks.autofix`, `guide.checks.prose`).
    """
    catalogue, problems = read_catalogue(root, **settings)
    return catalogue, [
        *problems,
        *check_navigation(root, settings.get("docs", "docs"), catalogue.pages),
        *check_number_claims(catalogue),
        *check_advice_grades(catalogue),
        *check_markdown(catalogue),
    ]
