"""Write the book as an EPUB 3.3.

https://www.w3.org/TR/epub-33/ and, for the accessibility metadata,
https://www.w3.org/TR/epub-a11y-11/. pandoc was tried: it turned charts into pictures without
alternative text, and lost the ids of captions and list items that links refer to. An EPUB is a zip
of XHTML files with a list of them, which is all that this module writes.
"""

import re
import uuid

from guide.book.book import RIGHTS, RIGHTS_URL, Book, Chapter
from guide.book.html_tree import SVG, as_markup, to_xhtml
from guide.content.pages import ENGLISH
from guide.core.reproducible_zip import make_zip
from guide.core.templates import render

MIMETYPE = b"application/epub+zip"
FEATURES = (
    "alternativeText",
    "displayTransformability",
    "longDescription",
    "readingOrder",
    "structuralNavigation",
    "tableOfContents",
)
SUMMARY = (
    "Headings, lists, tables and the reading order are marked as such. Tables have captions and"
    " headers. Each chart has a text that says what it shows, and its figures stand in a table"
    " below it. The strength and the status of a finding are written as words and never shown by"
    " color alone. The text can be resized and recolored. Conformance to a level of WCAG has not"
    " been evaluated for this file, and none is claimed."
)
_CONTAINER = b"""<?xml version="1.0" encoding="UTF-8"?>
<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
<rootfiles><rootfile full-path="EPUB/package.opf" \
media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
TITLE_PAGE = "title-page"
_INNER_LINK = re.compile(r'href="#([a-z0-9-]+?)(--[^"]*)?"')


def make_epub(book: Book, style: str) -> bytes:
    """Return the bytes of the EPUB, the same for the same book. `style` is its style sheet."""
    texts = {TITLE_PAGE: _render_file(book, book.edition.title, render_title(book))}
    texts |= {
        chapter.place.name: _render_file(book, chapter.place.title, chapter_xhtml(chapter))
        for chapter in book.chapters
    }
    files = {f"EPUB/text/{name}.xhtml": text for name, text in texts.items()}
    files["EPUB/nav.xhtml"] = _render_navigation(book)
    files["EPUB/book.css"] = style
    files["EPUB/package.opf"] = _render_package(book, texts)
    packed = {name: text.encode() for name, text in files.items()}
    return make_zip(
        packed | {"mimetype": MIMETYPE, "META-INF/container.xml": _CONTAINER}, first="mimetype"
    )


def render_title(book: Book) -> str:
    """Render the title page, with the rights and a key to the marks, as XHTML.

    Its links are those of chapters: #name.
    """
    names = {chapter.place.uri: chapter.place.name for chapter in book.chapters}
    return render(
        "book/book_title.html",
        edition=book.edition,
        rights=RIGHTS,
        rights_url=RIGHTS_URL,
        help=names.get("help.md", TITLE_PAGE),
        safety=names.get("browsing-safely.md", TITLE_PAGE),
    )


def chapter_xhtml(chapter: Chapter) -> str:
    """Return a chapter as XHTML, without the article element of the site."""
    inner = to_xhtml(chapter.article).partition(">")[2].rpartition("</")[0].strip()
    language = chapter.place.language
    lang = f' lang="{language}" xml:lang="{language}"' if language != ENGLISH else ""
    return f'<section class="chapter"{lang}>\n{inner}\n</section>'


def _render_file(book: Book, title: str, body: str, style: str = "../book.css") -> str:
    """Render one file of the EPUB; links within the book become links between files."""
    linked = _INNER_LINK.sub(
        lambda link: f'href="{link[1]}.xhtml{f"#{link[1]}{link[2]}" if link[2] else ""}"', body
    )
    return render(
        "book/epub_page.xhtml",
        edition=book.edition,
        title=title,
        body=as_markup(linked),
        style=style,
    )


def _render_navigation(book: Book) -> str:
    def address(name: str) -> str:
        return f"text/{name}.xhtml"

    contents = render("book/book_contents.html", contents=book.contents, address=address)
    landmarks = render(
        "book/epub_landmarks.html",
        begin=book.chapters[0].place.name if book.chapters else TITLE_PAGE,
    )
    body = (
        '<nav epub:type="toc" role="doc-toc" id="toc"'
        f' aria-labelledby="contents">\n{contents}\n</nav>\n{landmarks}'
    )
    return render(
        "book/epub_page.xhtml",
        edition=book.edition,
        title="Contents",
        body=as_markup(body),
        style="book.css",
    )


def _render_package(book: Book, texts: dict[str, str]) -> str:
    content = "\n".join([book.edition.day.isoformat(), book.edition.site_url, *texts.values()])
    return render(
        "book/epub_package.xml",
        edition=book.edition,
        languages=dict.fromkeys(
            [book.edition.language, *(chapter.place.language for chapter in book.chapters)]
        ),
        rights=RIGHTS,
        rights_url=RIGHTS_URL,
        features=FEATURES,
        summary=SUMMARY,
        identifier=uuid.uuid5(uuid.NAMESPACE_URL, content),
        pages=[(name, f'xmlns="{SVG}"' in text) for name, text in texts.items()],
    )
