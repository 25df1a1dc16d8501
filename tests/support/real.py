"""The guide's real content as the built site has it, and the addresses of its pages."""

import os

from guide.content.catalogue import Catalogue
from guide.content.redirects import page_address
from guide.core.problems import Problem
from tests.support import catalogues

ROOT = catalogues.ROOT


def read_real() -> tuple[Catalogue, list[Problem]]:
    """Return the catalogue of the guide and its problems, with the address that the build has."""
    return catalogues.read_real(site_url=os.environ.get("SITE_URL", ""))


def real_catalogue() -> Catalogue:
    """Return the catalogue of the guide. It is shared: a test must not change it."""
    return read_real()[0]


def address_of(uri: str) -> str:
    """Return the address of a page, below that of the site."""
    return page_address(uri).lstrip("/") if uri != "404.html" else uri
