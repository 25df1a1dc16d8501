"""Gather the built pages into one book.

The input is the built site, so that the book has the same tables, charts, marks and dates.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from lxml import etree

from guide.book.clean import clean_article, extract_evidence
from guide.book.html_tree import elements, find_article, text_of
from guide.book.links import link_article
from guide.book.order import Entry, Place, make_contents
from guide.content.pages import ENGLISH
from guide.content.redirects import page_address
from guide.core.templates import replace_non_xml

RIGHTS = "Creative Commons Attribution 4.0 (CC BY 4.0)"
RIGHTS_URL = "https://creativecommons.org/licenses/by/4.0/"


@dataclass(frozen=True)
class Edition:
    """The metadata of the book. `site_url` is empty where the site has no public address."""

    title: str
    description: str
    creator: str
    version: str
    day: date
    site_url: str = ""
    language: str = ENGLISH


@dataclass(frozen=True)
class Chapter:
    """One page of the guide, converted for the book.

    Ids in it, and links to it, begin with the name of its place.
    """

    place: Place
    article: etree._Element


@dataclass(frozen=True)
class Book:
    """The whole book: its metadata, and its chapters in order."""

    edition: Edition
    chapters: list[Chapter]

    @property
    def contents(self) -> list[Entry]:
        """The table of contents as a tree."""
        return make_contents([chapter.place for chapter in self.chapters])


def gather_book(
    places: list[Place], read: Callable[[str], bytes | None], edition: Edition
) -> tuple[Book, list[str]]:
    """Gather every page into the book. `read` returns a built page by its path, or None.

    Problems, as texts: a page that is not in the built site, a broken link within the book.
    """
    articles: dict[Place, etree._Element] = {}
    problems: list[str] = []
    for place in places:
        path = f"{page_address(place.uri)}index.html".lstrip("/")
        article = find_article(html) if (html := read(path)) is not None else None
        if article is None:
            problems.append(f"{path}: the built site has no such page. Build it first: make site.")
        else:
            articles[place] = article
    names = {place.uri: place.name for place in articles}
    chapters = [
        Chapter(place, _convert(place, article, names, edition.site_url))
        for place, article in articles.items()
    ]
    return Book(edition, chapters), problems + find_dead_links(chapters)


def _convert(
    place: Place, article: etree._Element, names: dict[str, str], site_url: str
) -> etree._Element:
    library_urls = extract_evidence(article)
    clean_article(article)
    link_article(article, place.uri, names, library_urls, site_url)
    if place.language != ENGLISH:
        article.set("lang", place.language)
    for heading in article.iterfind("h1"):
        for child in list(heading):
            heading.remove(child)
        heading.text = replace_non_xml(place.title)
        heading.set("id", place.name)
    return article


def find_dead_links(chapters: list[Chapter]) -> list[str]:
    """Return a message for each link within the book whose target is no id."""
    ids = {element.get("id") for chapter in chapters for element in elements(chapter.article)}
    return [
        f'{chapter.place.uri}: the link "{text_of(link)}" leads to "{href}", which is'
        " not in the book."
        for chapter in chapters
        for link in chapter.article.iter("a")
        if (href := link.get("href", "")).startswith("#") and href[1:] not in ids
    ]
