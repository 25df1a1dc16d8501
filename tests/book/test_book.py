"""The book: its order, what a page becomes in it, where its links lead, and the EPUB."""

import html
import io
import json
import re
import xml.etree.ElementTree as ElementTree
import zipfile
from datetime import date

import html5lib
import pytest

from guide.book.book import Edition, gather_book
from guide.book.clean import BOX, PRINT_COLORS, clean_article, extract_evidence
from guide.book.epub import MIMETYPE, chapter_xhtml, make_epub
from guide.book.html_tree import find_article, remove_element, text_of, to_xhtml, unwrap
from guide.book.links import is_public
from guide.book.order import Entry, make_contents, order_pages, read_navigation
from guide.book.print_html import print_page
from guide.content.pages import parse_page
from guide.content.redirects import page_address
from guide.publish.offered_files import offer_files
from guide.publish.offline_zip import FOLDER, README, pack_offline
from guide.rendering.svg import CLAY, GRID, INK, MARK, PANEL, PAPER, QUIET
from tests.support.projects import front_matter

NAVIGATION = """
site_url: !ENV [SITE_URL, "http://127.0.0.1:8000/"]
nav:
  - Home: index.md
  - Topics:
      - topics/index.md
      - Talk:
          - topics/a.md
          - topics/gone.md
  - help.md
  - About:
      - about/facts.md
"""


def page(uri, title, kind="page"):
    return parse_page(front_matter(title=title, kind=kind) + "Text.\n", uri, f"docs/{uri}")[0]


PAGES = {
    uri: page(uri, title, kind)
    for uri, title, kind in (
        ("index.md", "The whole", "home"),
        ("help.md", "Help", "page"),
        ("topics/index.md", "Topics", "page"),
        ("topics/a.md", "On talking", "page"),
        ("about/facts.md", "Facts", "page"),
    )
}
EDITION = Edition("A & B", "About <both>.", "Us", "1.0", date(2026, 11, 25))


def article(body):
    return find_article(
        f"<!doctype html><html><body><nav>menu</nav><article>{body}</article></body></html>"
    )


def cleaned(body):
    return to_xhtml(clean_article(article(body)))


@pytest.fixture
def places():
    return order_pages(read_navigation(NAVIGATION), PAGES)


def test_help_stands_first_and_the_rest_as_in_the_navigation(places):
    assert [(place.name, place.title, place.part, place.group) for place in places] == [
        ("help", "Help", "", ""),
        ("index", "Where to begin", "", ""),
        ("topics-index", "Topics", "Topics", ""),
        ("topics-a", "On talking", "Topics", "Talk"),
        ("about-facts", "Facts", "About", ""),
    ]


def test_help_in_another_language_follows_help_and_says_its_language():
    text = front_matter(title="Ayuda", lang="es") + "Texto.\n"
    pages = PAGES | {"es/ayuda.md": parse_page(text, "es/ayuda.md", "docs/es/ayuda.md")[0]}
    navigation = read_navigation(NAVIGATION.replace("  - About", "  - es/ayuda.md\n  - About"))
    places = order_pages(navigation, pages)
    assert [place.uri for place in places[:3]] == ["help.md", "es/ayuda.md", "index.md"]
    page_html = b"<!doctype html><html><body><article><h1>Ayuda</h1></article></body></html>"
    book, _ = gather_book(places[1:2], lambda path: page_html, EDITION)
    assert chapter_xhtml(book.chapters[0]).startswith(
        '<section class="chapter" lang="es" xml:lang="es">'
    )
    assert book.chapters[0].article.get("lang") == "es"
    with zipfile.ZipFile(io.BytesIO(make_epub(book, ""))) as epub:
        package = epub.read("EPUB/package.opf").decode()
    assert re.findall("<dc:language>(..)<", package) == ["en", "es"]


def test_contents_have_parts_groups_and_pages(places):
    assert make_contents(places) == [
        Entry("Help", "help"),
        Entry("Where to begin", "index"),
        Entry("Topics", "topics-index", [Entry("Talk", "", [Entry("On talking", "topics-a")])]),
        Entry("About", "", [Entry("Facts", "about-facts")]),
    ]


def test_taking_out_an_element_keeps_the_text_around_it():
    tree = article("a<p>b<i>c</i>d<b>e<u>f</u>g</b>h</p>")
    remove_element(tree.find(".//i"))
    unwrap(tree.find(".//b"))
    assert to_xhtml(tree) == "<article>a<p>bde<u>f</u>gh</p></article>"


def test_the_tree_keeps_the_capitals_of_svg():
    assert '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>' in to_xhtml(
        article('<svg viewBox="0 0 1 1"></svg>')
    )


@pytest.mark.parametrize(
    "screen",
    [
        '<button type="button">press</button>',
        "<p hidden>later</p>",
        '<a class="headerlink" href="#x">#</a>',
        "<script>1</script>",
        '<details class="cite"><summary>Cite</summary></details>',
        "<div popover>card</div>",
        '<a class="exit" href="https://x.example/">Exit</a>',
        '<aside class="help-strip"><p class="exit-note">Leaves fast.</p></aside>',
    ],
)
def test_what_is_for_the_screen_is_not_in_the_book(screen):
    assert text_of(clean_article(article(f"<div>before {screen} after</div>"))) == "before after"


def test_a_part_about_the_site_is_left_out_up_to_the_next_heading():
    out = cleaned(
        '<h2>A</h2><p>a</p><h2 class="on-screen">B</h2><p>b</p><h3>c</h3><p>c</p><h2>D</h2><p>d</p>'
    )
    assert out == "<article><h2>A</h2><p>a</p><h2>D</h2><p>d</p></article>"


def test_folded_text_is_opened_and_boxes_are_drawn():
    out = cleaned(
        '<details><summary>Why</summary><p>Because.</p></details><p><input type="radio"'
        ' id="a"><label for="a">Yes</label></p>'
    )
    assert '<div class="details"><p class="summary">Why</p><p>Because.</p></div>' in out
    assert (
        f'<span class="box" aria-hidden="true">{BOX}</span> <span class="label">Yes</span>' in out
    )


def test_marks_become_words_in_brackets():
    mark = (
        '<a class="finding" href="#evidence-x">half<span class="mark mark--verified"> {}</span></a>'
    )
    ring = '<span class="ring ring--fair" role="img" aria-label="fair evidence"></span>'
    word = '<span class="mark__word">second-hand</span>'
    shown = {
        content: text_of(clean_article(article(f"<p>{mark.format(content)}, they say</p>")))
        for content in (ring, word, ring + word, "")
    }
    assert list(shown.values()) == [
        "half [fair], they say",
        "half [second-hand], they say",
        "half [fair, second-hand], they say",
        "half, they say",
    ]


def test_a_status_in_a_cell_stays_a_word_and_elsewhere_gets_brackets():
    status = '<span class="status status--verified">verified</span>'
    out = text_of(
        clean_article(
            article(f"<p>{status} It is so.</p><table><tr><td>{status}</td></tr></table>")
        )
    )
    assert out == "[verified] It is so.verified"


def test_colors_of_the_site_become_inks():
    out = cleaned('<svg><text fill="var(--md-default-fg-color--light)">x</text></svg>')
    assert "var(" not in out and 'fill="currentColor"' in out


def test_a_drawing_has_its_name_and_description_in_it():
    chart = (
        '<p id="t">Half</p><svg aria-labelledby="t" aria-describedby="d"></svg><p id="d">Of'
        " all.</p>"
    )
    assert "<title>Half. Of all.</title></svg>" in cleaned(chart)


def test_of_two_drawings_the_book_has_the_one_for_a_phone():
    pair = '<svg class="chart__drawing--narrow"></svg><svg class="chart__drawing--wide"></svg>'
    assert cleaned(pair).count("<svg") == 1 and "--wide" not in cleaned(pair)


def test_every_color_of_a_drawing_has_an_ink():
    colors = {INK, QUIET, GRID, MARK, CLAY, PAPER, PANEL}
    assert colors - {"currentColor"} == set(PRINT_COLORS)


def test_cells_know_their_column_for_phones():
    table = (
        '<table><thead><tr><th scope="col">A</th><th scope="col">B'
        " <span>(%)</span></th></tr></thead><tbody><tr><th"
        ' scope="row">x</th><td>1</td></tr></tbody></table>'
    )
    out = cleaned(table)
    assert '<th scope="row">x</th><td data-title="B (%)">1</td>' in out


EVIDENCE = (
    '<p>Text</p><h2 id="evidence-on-this-page">Evidence on this page</h2><p>Each entry says.</p>'
    '<details class="legend"><summary>Signs</summary></details>'
    '<ol class="evidence">\n<li class="finding-entry"><details><summary>Half.</summary>'
    '<div class="finding-entry__body" id="evidence-x">'
    '<p class="finding-entry__links">Back to <a href="#use-x">the text</a>.\n'
    '<a href="../../evidence/e/#x">Permanent link</a>. '
    '<a href="https://git.example/o/r/issues/new">Report</a></p></div></details></li></ol>'
    '<p class="reviewed">Reviewed.</p>'
)


def test_evidence_is_taken_out_and_its_homes_are_kept():
    tree = article(EVIDENCE)
    assert extract_evidence(tree) == {"evidence-x": "../../evidence/e/#x"}
    assert text_of(tree) == "TextReviewed."


SITE = {
    "help/index.html": (
        '<h1>Help</h1><p id="now">Call. <a href="../topics/a/">Talk</a> <a'
        ' href="../data/x.csv">CSV</a></p>'
    ),
    "index.html": '<h1>The whole</h1><p>See <a href="help/#now">help</a>.</p>',
    "topics/index.html": "<h1>Topics</h1>",
    "topics/a/index.html": (
        '<h1>On talking</h1><p><a href="https://x.example/">out</a> <a'
        ' href="#evidence-x">claim</a></p>'
        + EVIDENCE.replace("../../evidence/e/#x", "../../help/#now")
    ),
    "about/facts/index.html": "<h1>Facts</h1>",
}


def gather(places, site=SITE, edition=EDITION):
    return gather_book(
        places,
        lambda path: f"<article>{site[path]}</article>".encode() if path in site else None,
        edition,
    )


def hrefs(book, name):
    return [
        link.get("href")
        for chapter in book.chapters
        if chapter.place.name == name
        for link in chapter.article.iter("a")
    ]


def test_links_lead_into_the_book_or_to_other_sites(places):
    book, problems = gather(places)
    assert problems == []
    assert hrefs(book, "topics-a") == ["https://x.example/", "#help--now"]
    assert hrefs(book, "index") == ["#help--now"]


def test_a_file_of_the_site_is_linked_only_where_the_site_is_public(places):
    assert hrefs(gather(places)[0], "help") == ["#topics-a"]
    public = Edition("A", "B", "Us", "1", date(2026, 1, 1), "https://bonds.example/guide/")
    assert hrefs(gather(places, edition=public)[0], "help") == [
        "#topics-a",
        "https://bonds.example/guide/data/x.csv",
    ]


def test_a_page_that_is_not_built_and_a_dead_link_are_told(places):
    site = {
        path: html.replace("#now", "#then")
        for path, html in SITE.items()
        if path != "about/facts/index.html"
    }
    assert gather(places, site)[1] == [
        "about/facts/index.html: the built site has no such page. Build it first: make site.",
        'index.md: the link "help" leads to "#help--then", which is not in the book.',
        'topics/a.md: the link "claim" leads to "#help--then", which is not in the book.',
    ]


@pytest.mark.parametrize(
    ("address", "answer"),
    [
        ("https://bonds.example/", True),
        ("http://127.0.0.1:8000/", False),
        ("http://localhost/", False),
        ("", False),
    ],
)
def test_which_addresses_readers_can_open(address, answer):
    assert is_public(address) is answer


def test_addresses_of_pages():
    assert [page_address(uri) for uri in ("index.md", "topics/index.md", "topics/a.md")] == [
        "/",
        "/topics/",
        "/topics/a/",
    ]


def test_an_epub_is_a_zip_of_well_formed_files_with_its_type_first(places):
    packed = make_epub(gather(places)[0], "p { margin: 0 }")
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type, archive.read(first)) == (
            "mimetype",
            zipfile.ZIP_STORED,
            MIMETYPE,
        )
        files = {name: archive.read(name) for name in archive.namelist()}
    for name in files:
        if name.endswith((".xhtml", ".opf", ".xml")):
            ElementTree.fromstring(files[name])
    assert b'href="help.xhtml#help--now"' in files["EPUB/text/topics-a.xhtml"]
    assert b"About &lt;both&gt;." in files["EPUB/package.opf"]


def shapes(words):
    """Return the elements of each file of a book with these words in every title and text."""
    pages = {uri: page(uri, json.dumps(found.title + words)) for uri, found in PAGES.items()}
    navigation = NAVIGATION.replace("Talk:", f"{json.dumps('Talk' + words)}:")
    site = {path: text + html.escape(words) for path, text in SITE.items()}
    edition = Edition(f"A{words}", f"B{words}", f"C{words}", f"1{words}", date(2026, 11, 25))
    book = gather(order_pages(read_navigation(navigation), pages), site, edition)[0]
    with zipfile.ZipFile(io.BytesIO(make_epub(book, ""))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    trees = {
        name: ElementTree.fromstring(content)
        for name, content in files.items()
        if name.endswith((".xhtml", ".opf", ".xml"))
    }
    printed = html5lib.parse(print_page(book, ""), namespaceHTMLElements=False)
    return {
        name: [(item.tag, sorted(item.attrib)) for item in tree.iter()]
        for name, tree in {**trees, "print": printed}.items()
    }


def test_hostile_words_become_no_element_of_the_book():
    hostile = """xq"'></title></article><script>a()</script>]]>-->&lt;{{7}}<b onclick='a()'>"""
    plain = shapes("xqplain")
    assert len(plain) > 8 and shapes(hostile) == plain
    shapes("\x0b\x1b[2J\ufffe")  # not XML; the files are, still


def test_the_same_book_makes_the_same_epub_and_another_day_another_name(places):
    book, other = (
        gather(places)[0],
        gather(places, edition=Edition("A & B", "About <both>.", "Us", "1.0", date(2026, 11, 26)))[
            0
        ],
    )
    assert make_epub(book, "") == make_epub(gather(places)[0], "")
    assert make_epub(book, "") != make_epub(other, "")


def test_the_files_are_offered_where_they_are():
    page = '<p>a</p><p id="take-along-files">This copy comes\nwithout them.</p><p>b</p>'
    offered = offer_files(page, {"b.zip": 2_100_000, "a.epub": 400, "other.txt": 1})
    assert (
        'href="a.epub" download="">A book for e-readers and phones (EPUB, 1 kB)' in offered
        and "(zip, 2.1 MB)" in offered
    )
    assert (
        offered.index("a.epub") < offered.index("b.zip")
        and "without" not in offered
        and "other" not in offered
    )
    assert offer_files(page, {}) == page
    with pytest.raises(ValueError, match="0 places"):
        offer_files("<p>a</p>", {"a.epub": 400})


def test_the_folder_has_no_file_for_servers_and_says_how_to_open_it():
    with zipfile.ZipFile(
        io.BytesIO(
            pack_offline({"index.html": b"x", "robots.txt": b"y", "a.js.map": b"z"}, "May 1, 2027")
        )
    ) as archive:
        assert archive.namelist() == [f"{FOLDER}/{README}", f"{FOLDER}/index.html"]
        assert b"those of May 1, 2027" in archive.read(f"{FOLDER}/{README}")
