"""Write the book as one HTML page, to be set and printed as a PDF. Imports render, book_order, book_tree, book, book_epub."""

from collections.abc import Iterator

from markupsafe import Markup

from guide.book import Book
from guide.book_epub import render_title
from guide.book_order import Entry
from guide.book_tree import to_html
from guide.render import render


def print_page(book: Book, style: str) -> str:
    """Return the whole book as one HTML page, links and all. `style` is the address of its style sheet."""
    levels = {entry.name: level for entry, level in walk_contents(book.contents)}
    contents = render("book_contents.html", contents=book.contents, address=lambda name: f"#{name}")
    chapters = [(levels[chapter.place.name], Markup(to_html(chapter.article))) for chapter in book.chapters]
    return render("book_print.html", edition=book.edition, style=style, title_page=Markup(render_title(book)),
                  contents=Markup(contents), chapters=chapters)


def walk_contents(entries: list[Entry], level: int = 1) -> Iterator[tuple[Entry, int]]:
    """Yield every entry of the contents with its level, 1 for the highest; groups without a page count as a level."""
    for entry in entries:
        yield entry, level
        yield from walk_contents(entry.children, level + 1)
