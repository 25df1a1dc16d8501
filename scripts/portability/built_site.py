"""Parse a built site into what its readers get, by address: pages, files, search index, sitemap."""

import hashlib
import html
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from guide.content.search_terms import SYNONYMS_LABEL
from scripts.portability.built_page import Parts, read_built_page

# Files that each generator makes in its own way: parsed separately below, or of no use without its
# scripts.
_OWN_FILES = re.compile(
    r"(?:assets/(?:javascripts|stylesheets|images)|search)/.*"
    r"|search\.json|sitemap\.xml(?:\.gz)?|redirect\.json"
)
_SEARCH_NAMES = ("search/search_index.json", "search.json")
_TAG = re.compile(r"<[^>]*>")


def read_built_site(folder: Path) -> dict[str, Parts]:
    """Return the parts of all that a built site has, by address such as /guide/science/.

    A page has those of `read_built_page` and `search`, what the search can find of it; a file has
    `file`, the digest of its bytes; /sitemap.xml has `addresses`.
    """
    site: dict[str, Parts] = {}
    for path in sorted(item for item in folder.rglob("*") if item.is_file()):
        uri = path.relative_to(folder).as_posix()
        if path.suffix == ".html":
            address = (
                f"/{uri.removesuffix('index.html')}" if path.name == "index.html" else f"/{uri}"
            )
            site[address] = read_built_page(path.read_text(encoding="utf-8"), address)
        elif not _OWN_FILES.fullmatch(uri):
            site[f"/{uri}"] = {
                "file": (
                    (
                        f"{path.stat().st_size} bytes, SHA-256"
                        f" {hashlib.sha256(path.read_bytes()).hexdigest()[:16]}"
                    ),
                )
            }
    for address, lines in _read_search(folder).items():
        site[address] = {**site.get(address, {}), "search": lines}
    if (folder / "sitemap.xml").is_file():
        site["/sitemap.xml"] = {
            "addresses": tuple(
                sorted(read_sitemap((folder / "sitemap.xml").read_text(encoding="utf-8")))
            )
        }
    return site


def _read_search(folder: Path) -> dict[str, tuple[str, ...]]:
    paths = [folder / name for name in _SEARCH_NAMES if (folder / name).is_file()]
    return read_search(json.loads(paths[0].read_text(encoding="utf-8"))) if paths else {}


def read_search(index: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return what a search index has of each page, by address: titles, and the text below them.

    The index (JSON) is that of Material for MkDocs (`docs`) or of Zensical (`items`).
    """
    lines: dict[str, list[str]] = defaultdict(list)
    for entry in index.get("docs") or index.get("items") or []:
        location = str(entry.get("location", ""))
        address = f"/{location.partition('#')[0]}"
        lines[address] += _search_lines(entry, location.partition("#")[2])
    return {address: tuple(of_page) for address, of_page in lines.items()}


def _search_lines(entry: dict[str, Any], anchor: str) -> Iterator[str]:
    place = f"#{anchor}" if anchor else "page"
    yield f"{place} title: {_plain(entry.get('title'))}"
    text, _, words = _plain(entry.get("text")).partition(SYNONYMS_LABEL)
    yield f"{place} text: {text.strip()}"
    if words := words.strip() or ", ".join(map(_plain, entry.get("tags") or [])):
        yield f"{place} search words: {words}"


def _plain(text: object) -> str:
    """Return an entry's text without tags, unescaped, with white space as single spaces.

    >>> _plain("<p>More &amp; <em>less</em></p>")
    'More & less'
    """
    return " ".join(html.unescape(_TAG.sub(" ", str(text or ""))).split())


def read_sitemap(text: str) -> list[str]:
    """Return the addresses that a sitemap names, from the root of the site."""
    return [
        urlsplit(html.unescape(address)).path
        for address in re.findall(r"<loc>\s*([^<\s]+)\s*</loc>", text)
    ]
