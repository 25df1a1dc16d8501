"""The PDF of the book: some chapters of each kind, or with GUIDE_BOOK=dist the whole one (`make test-book`)."""

import os
import re
from datetime import date

import pikepdf
import pypdfium2
import pytest

from guide.book.book import Edition, gather_book
from guide.book.html_tree import elements, text_of
from guide.book.order import order_pages, read_navigation
from guide.book.pdf import make_pdf
from guide.book.print_html import print_page, walk_contents
from guide.content.loader import read_catalogue
from tests.support.real import ROOT

pytestmark = pytest.mark.slow

SOME = (
    "help.md",
    "index.md",
    "guide/why-bonds-break.md",
    "topics/build-trust.md",
    "self-assessment.md",
    "evidence/safety.md",
)
DAY = date(2026, 9, 21)


def need_pango():
    pytest.importorskip(
        "weasyprint", reason="the PDF needs Pango, which is not on this machine", exc_type=OSError
    )


@pytest.fixture(scope="module")
def book(site):
    pages = read_catalogue(ROOT)[0].pages
    places = order_pages(read_navigation((ROOT / "mkdocs.yml").read_text(encoding="utf-8")), pages)
    if not os.environ.get("GUIDE_BOOK"):
        places = [place for place in places if place.uri in SOME]
    made, problems = gather_book(
        places,
        lambda path: (site / path).read_bytes(),
        Edition("The title", "About it.", "Its makers", "1", DAY),
    )
    assert problems == []
    return made


@pytest.fixture(scope="module")
def printed(book):
    """The bytes of the PDF."""
    if folder := os.environ.get("GUIDE_BOOK"):
        return next((ROOT / folder).glob("*.pdf")).read_bytes()
    need_pango()
    return make_pdf(print_page(book, "print.css"), f"{(ROOT / 'hooks/guide/book/style').as_uri()}/")


@pytest.fixture(scope="module")
def pdf(printed, tmp_path_factory):
    path = tmp_path_factory.mktemp("pdf") / "book.pdf"
    path.write_bytes(printed)
    with pikepdf.open(path) as opened:
        yield opened


@pytest.fixture(scope="module")
def texts(printed):
    """The words of each page."""
    opened = pypdfium2.PdfDocument(printed)
    found = [page.get_textpage().get_text_range() for page in opened]
    opened.close()
    return found


def letters(text):
    """Return only letters and digits: lines are broken and words divided otherwise in print."""
    return re.sub(r"[\W_]+", "", text.replace("\ufffe", ""))


def outline(items):
    for item in items:
        yield item
        yield from outline(item.children)


def page_of(pdf, destination):
    numbers = {page.objgen: number for number, page in enumerate(pdf.pages)}
    return numbers[destination[0].objgen]


def named(pdf):
    return pikepdf.NameTree(pdf.Root.Names.Dests)


def test_it_says_what_it_is_and_is_tagged(pdf):
    assert str(pdf.Root.Lang) == "en" and pdf.Root.MarkInfo.Marked
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"]
    assert pdf.docinfo["/CreationDate"] and "2026" in str(pdf.docinfo["/CreationDate"])


def tags(pdf):
    found, waiting = {}, [pdf.Root.StructTreeRoot]
    while waiting:
        element = waiting.pop()
        if isinstance(element, pikepdf.Array):
            waiting += list(element)
        elif isinstance(element, pikepdf.Dictionary):
            if "/S" in element:
                found.setdefault(str(element.S), []).append(element)
            if "/K" in element:
                waiting.append(element.K)
    return found


def test_headings_lists_tables_links_and_drawings_are_tagged(pdf, book):
    found = tags(pdf)
    assert {
        "/H1",
        "/H2",
        "/H3",
        "/P",
        "/L",
        "/LI",
        "/Table",
        "/TR",
        "/TH",
        "/TD",
        "/Link",
        "/Figure",
    } <= set(found)
    assert len(found["/H1"]) == len(book.chapters) + 2  # the title page, and the contents
    assert [figure for figure in found["/Figure"] if len(str(figure.get("/Alt", ""))) < 40] == []


def test_the_outline_is_the_contents(pdf, book):
    with pdf.open_outline() as opened:
        titles = [item.title for item in outline(opened.root)]
    assert titles[2:] == [entry.title for entry, _ in walk_contents(book.contents) if entry.name]


def test_every_link_within_it_leads_to_a_page(pdf):
    names, links, dead = set(named(pdf)), 0, []
    for number, page in enumerate(pdf.pages, 1):
        for annotation in page.get("/Annots", []):
            if annotation.get("/Subtype") == "/Link" and "/Dest" in annotation:
                links += 1
                if (
                    isinstance(annotation.Dest, pikepdf.String)
                    and str(annotation.Dest) not in names
                ):
                    dead.append((number, str(annotation.Dest)))
    assert dead == [] and links > 60


def test_no_address_of_a_machine_of_its_maker_is_in_it(pdf):
    out = [
        str(annotation.A.URI)
        for page in pdf.pages
        for annotation in page.get("/Annots", [])
        if "/URI" in annotation.get("/A", {})
    ]
    assert len(out) > 10
    assert [
        address
        for address in out
        if not re.match(r"https?://|tel:|sms:|mailto:", address) or "127.0.0.1" in address
    ] == []


def test_the_contents_have_the_right_page_numbers(pdf, book, texts):
    names = named(pdf)
    contents = letters("".join(texts[: page_of(pdf, names[book.chapters[0].place.name])]))
    for chapter in book.chapters:
        number = page_of(pdf, names[chapter.place.name]) + 1
        assert letters(f"{chapter.place.title}{number}") in contents, chapter.place.title


def test_every_paragraph_is_printed(book, texts):
    whole = letters(
        " ".join(
            re.sub(r"^.*\r?\n|\r?\n\d+\s*$", "", text, count=0) if index else text
            for index, text in enumerate(texts)
        )
    )
    missing = []
    for chapter in book.chapters:
        for element in elements(chapter.article):
            if element.tag in ("p", "td", "dd", "h2") and len(element) == 0:
                start = letters(text_of(element))[:60]
                if start and start not in whole:
                    missing.append((chapter.place.name, text_of(element)[:80]))
    # A paragraph that a page ends in has the next page's head in the middle of it.
    assert len(missing) <= len(texts), missing


def test_the_length_is_sane(book, texts):
    assert len(book.chapters) + 2 < len(texts) < 8 * len(book.chapters) + 20
    assert [number for number, text in enumerate(texts, 1) if not text.strip()] == []


def test_no_table_is_wider_than_the_page(printed):
    opened = pypdfium2.PdfDocument(printed)
    over = []
    for number, page in enumerate(opened, 1):
        width = page.get_width()
        for item in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT], max_depth=1):
            left, _, right, _ = item.get_bounds()
            if left < 20 or right > width - 20:
                over.append(number)
    opened.close()
    assert sorted(set(over)) == []


def test_the_same_page_makes_the_same_bytes_and_asks_for_nothing_else():
    need_pango()
    from weasyprint.urls import FatalURLFetchingError

    folder = f"{(ROOT / 'hooks/guide/book/style').as_uri()}/"
    page = (
        '<html lang="en"><title>T</title><link rel="stylesheet" href="print.css"><meta'
        ' name="dcterms.created" content="2026-11-25"><h1>A</h1>'
    )
    assert make_pdf(page, folder) == make_pdf(page, folder)
    with pytest.raises(FatalURLFetchingError, match=r"the book wants https://x\.example/a\.css"):
        make_pdf(page.replace("print.css", "https://x.example/a.css"), folder)
