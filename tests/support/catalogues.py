"""The guide's own data and pages, read once a worker for each set of settings."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from guide.content.catalogue import Catalogue
from guide.content.loader import read_catalogue
from guide.core.problems import Problem

ROOT = Path(__file__).resolve().parents[2]
_memory: dict[tuple[str, str, str], object] = {}


def recall_in_memory(kind: str, name: str, basis: str, make: Callable[[], object]) -> object:
    """Return what was made of the same text before, or make it: a page is parsed once a worker."""
    if (kind, name, basis) not in _memory:
        _memory[kind, name, basis] = make()
    return _memory[kind, name, basis]


@cache
def read_real(**settings: object) -> tuple[Catalogue, list[Problem]]:
    """Return the real catalogue and its problems, read with the settings. Do not change them."""
    return read_catalogue(ROOT, recall=recall_in_memory, **settings)


def real_catalogue(**settings: object) -> Catalogue:
    """Return the real catalogue, read with the settings: site_title, site_url, today and so on."""
    return read_real(**settings)[0]
