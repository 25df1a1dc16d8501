"""Gather the built pages into one book. Imports book_order, book_tree, book_text, book_links.

What is read is the built site, so that the book says what the site says: the same tables, charts,
marks and dates.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from lxml import etree

from guide.book.clean import clean_article, take_evidence
from guide.book.html_tree import elements, find_article, text_of
from guide.book.links import link_article, page_address
from guide.book.order import Entry, Place, make_contents

RIGHTS = "Creative Commons Attribution 4.0 (CC BY 4.0)"
RIGHTS_URL = "https://creativecommons.org/licenses/by/4.0/"


@dataclass(frozen=True)
class Edition:
    """What the book says of itself. `site_url` is empty where the site has no public address."""

    title: str
    description: str
    creator: str
    version: str
    day: date
    site_url: str = ""
    language: str = "en"


@dataclass(frozen=True)
class Chapter:
    """One page of the guide, made fit for the book. Ids in it begin with the place's name, and so do links to it."""

    place: Place
    article: etree._Element


@dataclass(frozen=True)
class Book:
    """The whole book, in order."""

    edition: Edition
    chapters: list[Chapter]

    @property
    def contents(self) -> list[Entry]:
        return make_contents([chapter.place for chapter in self.chapters])


def gather_book(
    places: list[Place], read: Callable[[str], bytes | None], edition: Edition
) -> tuple[Book, list[str]]:
    """Read every page and make the book of them. `read` returns a built page by its path below the site, or None.

    What is wrong comes back in words: a page that is not in the built site, a link within the book
    that leads nowhere.
    """
    articles, problems = {}, []
    for place in places:
        path = f"{page_address(place.uri)}index.html".lstrip("/")
        article = find_article(html) if (html := read(path)) is not None else None
        if article is None:
            problems.append(f"{path}: the built site has no such page. Build it first: make site.")
        else:
            articles[place] = article
    names = {place.uri: place.name for place in articles}
    chapters = [
        Chapter(place, _prepare(place, article, names, edition.site_url))
        for place, article in articles.items()
    ]
    return Book(edition, chapters), problems + find_dead_links(chapters)


def _prepare(
    place: Place, article: etree._Element, names: dict[str, str], site_url: str
) -> etree._Element:
    homes = take_evidence(article)
    clean_article(article)
    link_article(article, place.uri, names, homes, site_url)
    for heading in article.iterfind("h1"):
        for child in list(heading):
            heading.remove(child)
        heading.text = place.title
        heading.set("id", place.name)
    return article


def find_dead_links(chapters: list[Chapter]) -> list[str]:
    """Return a line for each link within the book that leads to no id."""
    ids = {element.get("id") for chapter in chapters for element in elements(chapter.article)}
    return [
        f'{chapter.place.uri}: the link "{text_of(link)}" leads to "{link.get("href")}", which is'
        " not in the book."
        for chapter in chapters
        for link in chapter.article.iter("a")
        if link.get("href", "").startswith("#") and link.get("href")[1:] not in ids
    ]
