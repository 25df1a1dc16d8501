"""The guide's real content, read once in each process."""

import functools
import os
from pathlib import Path

from guide.content.catalogue import Catalogue
from guide.content.loader import read_catalogue
from guide.core.problems import Problem

ROOT = Path(__file__).resolve().parents[2]


@functools.cache
def read_real() -> tuple[Catalogue, list[Problem]]:
    """Return the catalogue of the guide and its problems, with the address that the build has."""
    return read_catalogue(ROOT, site_url=os.environ.get("SITE_URL", ""))


def real_catalogue() -> Catalogue:
    """Return the catalogue of the guide. It is shared: a test must not change it."""
    return read_real()[0]


def address_of(uri: str) -> str:
    """Return the address of a page, below that of the site."""
    stem = uri.removesuffix(".md").removesuffix("index").strip("/")
    return f"{stem}/" if stem and stem != "404.html" else stem
