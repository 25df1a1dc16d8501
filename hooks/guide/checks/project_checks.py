"""Run every check of the project's content that needs no build: data, front matter, references, claims."""

from pathlib import Path

from guide.checks.number_claims import check_number_claims
from guide.content.catalogue import Catalogue
from guide.content.loader import read_catalogue
from guide.core.problems import Problem


def read_and_check(root: Path, **settings: object) -> tuple[Catalogue, list[Problem]]:
    """Return the catalogue of the project below `root`, and every problem of its data and pages.

    `settings` are those of `guide.content.loader.read_catalogue`. The form of files and the prose
    have checks of their own (`guide.checks.autofix`, `guide.checks.prose`).
    """
    catalogue, problems = read_catalogue(root, **settings)
    return catalogue, [*problems, *check_number_claims(catalogue)]
