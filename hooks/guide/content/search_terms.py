"""Let the search find a page by the everyday words in its front matter. Imports nothing of the guide."""

import html
from collections.abc import Iterable, Mapping

# What stands before the words where they are a part of a page's text.
FOUND_BY = "Also found by:"

# Pages that list everything, and so hold every word: what explains a word is found before them.
_LISTS = ("sources", "evidence/")
_LIST_WEIGHT = 0.2


def weigh_lists(entries: Iterable[dict]) -> None:
    """Let the bibliography and the evidence tables stand after the other pages among the results."""
    for entry in entries:
        if str(entry.get("location", "")).startswith(_LISTS):
            entry["boost"] = _LIST_WEIGHT


def search_words(meta: Mapping[str, object]) -> list[str]:
    """Return the `synonyms` of a page's front matter as the search shows them: single spaces, none twice, escaped.

    The theme's search writes them into the list of results as HTML, so that <, > and & must be
    harmless.

    >>> search_words({"synonyms": ["red  flags", "Red flags", "<b>", 7, None]})
    ['red flags', '&lt;b&gt;', '7']
    """
    given = meta.get("synonyms")
    found: dict[str, str] = {}
    for word in given if isinstance(given, list) else []:
        shown = " ".join(str(word).split())
        if word is not None and shown:
            found.setdefault(shown.lower(), html.escape(shown, quote=False))
    return list(found.values())


def add_search_words(entries: Iterable[dict], location: str, words: list[str]) -> None:
    """Give the words to the one entry of a search index that stands for the page at `location`.

    The entries of its headings do not get them: each would be a result for each word.
    """
    for entry in entries:
        if words and entry.get("location") == location:
            entry["tags"] = words
