"""Add the search synonyms of a page's front matter to the search index."""

import html
from collections.abc import Iterable, Mapping
from typing import Any

from guide.data.translations import LANGUAGES

# The label of the synonyms where they are part of a page's text.
SYNONYMS_LABEL = "Also found by:"

# Pages that list everything and so contain every word. Pages that explain a word rank above them.
_INDEX_PAGES = ("sources", "evidence/")
_INDEX_BOOST = 0.2
# Words of two languages can begin alike: for English ones, the page in English comes first.
_OTHER_LANGUAGES = tuple(f"{language}/" for language in LANGUAGES)
_LANGUAGE_BOOST = 0.5


def lower_boost_of_indexes(entries: Iterable[dict[str, Any]]) -> None:
    """Lower the boost of bibliography, evidence tables and other languages in a search index."""
    for entry in entries:
        if str(entry.get("location", "")).startswith(_INDEX_PAGES):
            entry["boost"] = _INDEX_BOOST
        elif str(entry.get("location", "")).startswith(_OTHER_LANGUAGES):
            entry["boost"] = _LANGUAGE_BOOST


def search_synonyms(meta: Mapping[str, object]) -> list[str]:
    """Return the `synonyms` of a page's front matter: whitespace collapsed, unique, HTML-escaped.

    Escaped, since the theme's search writes them into the list of results as HTML.

    >>> search_synonyms({"synonyms": ["red  flags", "Red flags", "<b>", 7, None]})
    ['red flags', '&lt;b&gt;', '7']
    """
    values = meta.get("synonyms")
    synonyms: dict[str, str] = {}
    for value in values if isinstance(values, list) else []:
        text = " ".join(str(value).split())
        if value is not None and text:
            synonyms.setdefault(text.lower(), html.escape(text, quote=False))
    return list(synonyms.values())


def add_search_synonyms(entries: Iterable[dict[str, Any]], location: str, words: list[str]) -> None:
    """Add synonyms to the search index entry of the page at `location`.

    The entries of its headings do not get them: each would be a result for each synonym.
    """
    for entry in entries:
        if words and entry.get("location") == location:
            entry["tags"] = words
