"""Write the book as one HTML page, from which the PDF is rendered."""

from collections.abc import Iterator
from copy import deepcopy

from lxml import etree

from guide.book.book import Book
from guide.book.epub import render_title
from guide.book.html_tree import SVG, as_markup, remove_element, to_html
from guide.book.order import Entry
from guide.core.templates import render


def print_page(book: Book, style: str) -> str:
    """Render the whole book as one HTML page with links. `style` is the URL of its style sheet."""
    levels = {entry.name: level for entry, level in walk_contents(book.contents)}
    contents = render(
        "book/book_contents.html", contents=book.contents, address=lambda name: f"#{name}"
    )
    chapters = [
        (levels[chapter.place.name], as_markup(to_html(_drop_decoration(chapter.article))))
        for chapter in book.chapters
    ]
    return render(
        "book/book_print.html",
        edition=book.edition,
        style=style,
        title_page=as_markup(render_title(book)),
        contents=as_markup(contents),
        chapters=chapters,
    )


def _drop_decoration(article: etree._Element) -> etree._Element:
    """Copy an article without decorative drawings, which a tagged PDF would announce as figures."""
    printed = deepcopy(article)
    for drawing in list(printed.iter(f"{{{SVG}}}svg")):
        if drawing.get("aria-hidden") == "true":
            remove_element(drawing)
    return printed


def walk_contents(entries: list[Entry], level: int = 1) -> Iterator[tuple[Entry, int]]:
    """Yield each entry of the contents with its level, from 1; groups without a page count too."""
    for entry in entries:
        yield entry, level
        yield from walk_contents(entry.children, level + 1)
