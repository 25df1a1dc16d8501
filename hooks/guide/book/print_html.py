"""Write the book as one HTML page, to be set and printed as a PDF. Imports render, book_order, book_tree, book, book_epub."""

from collections.abc import Iterator
from copy import deepcopy

from lxml import etree
from markupsafe import Markup

from guide.book.book import Book
from guide.book.epub import render_title
from guide.book.html_tree import SVG, drop, to_html
from guide.book.order import Entry
from guide.core.templates import render


def print_page(book: Book, style: str) -> str:
    """Return the whole book as one HTML page, links and all. `style` is the address of its style sheet."""
    levels = {entry.name: level for entry, level in walk_contents(book.contents)}
    contents = render(
        "book/book_contents.html", contents=book.contents, address=lambda name: f"#{name}"
    )
    chapters = [
        (levels[chapter.place.name], Markup(to_html(_for_print(chapter.article))))
        for chapter in book.chapters
    ]
    return render(
        "book/book_print.html",
        edition=book.edition,
        style=style,
        title_page=Markup(render_title(book)),
        contents=Markup(contents),
        chapters=chapters,
    )


def _for_print(article: etree._Element) -> etree._Element:
    """Return an article without drawings that are only ornaments: a tagged PDF would announce each as a figure."""
    printed = deepcopy(article)
    for drawing in list(printed.iter(f"{{{SVG}}}svg")):
        if drawing.get("aria-hidden") == "true":
            drop(drawing)
    return printed


def walk_contents(entries: list[Entry], level: int = 1) -> Iterator[tuple[Entry, int]]:
    """Yield every entry of the contents with its level, 1 for the highest; groups without a page count as a level."""
    for entry in entries:
        yield entry, level
        yield from walk_contents(entry.children, level + 1)
