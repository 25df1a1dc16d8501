"""HTML in pages: what may hurt a reader is refused at its line; what Markdown makes is not."""

import html5lib
import markdown
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from guide.content.loader import read_catalogue
from guide.content.markup import _EXTENSIONS, _SETTINGS, find_faults, is_plain
from guide.core.html_policy import check_page_tag, is_same_site
from tests.support.pages import problems_of
from tests.support.projects import MOOD, PACKAGE, front_matter

ELEMENT = (
    "is not one that a page may hold. Delete it. What a page needs can be written in Markdown."
)
ATTRIBUTE = (
    "which it may not have in a page. Delete it. For its looks give it a class, as in { .name }."
)
FOREIGN = (
    "would be fetched from elsewhere, and another site would learn who reads. Put the file into"
    " docs/assets/ and name it from there, or write a link."
)
SCHEME = (
    "which the guide does not use. Link with https:, mailto:, tel: or sms:, to a page, or with"
    " finding:, table: or chart:."
)
TEXTS = {
    "stray-end-tag": (
        "<p>Text.</p>\n</div>",
        "[html-end-tag] docs/page.md:8:9: an end tag on this page closes an element that the page"
        " has not opened. Delete the end tag, or put the start tag before it.",
    ),
    "end-of-the-page": (
        "Text.\n\n</body>",
        f"[html-element] docs/page.md:10:1: the element </body> {ELEMENT}",
    ),
    "refresh": (
        "Text.\n\n<meta http-equiv=refresh content=0>",
        f"[html-element] docs/page.md:10:1: the element <meta> {ELEMENT}",
    ),
    "event": (
        "Text and <b onclick='a()'>b</b>.",
        (
            '[html-attribute] docs/page.md:8:13: the element <b> has the attribute "onclick",'
            f" {ATTRIBUTE}"
        ),
    ),
    "attribute-list": (
        "## Heading { onclick=a }",
        (
            '[html-attribute] docs/page.md:8:14: the element <h2> has the attribute "onclick",'
            f" {ATTRIBUTE}"
        ),
    ),
    "attribute-list-of-a-word": (
        "`style=` and\n*a*{: style=x }",
        (
            '[html-attribute] docs/page.md:9:7: the element <em> has the attribute "style",'
            f" {ATTRIBUTE}"
        ),
    ),
    "id": (
        '## Heading {: #a"b }',
        (
            '[html-id] docs/page.md:8:16: the id "a"b" has more in it than letters, digits, dots,'
            " hyphens and underscores. Write it with hyphens, such as what-helps."
        ),
    ),
    "picture": (
        "![x](https://a.example/p.gif)",
        f'[foreign-file] docs/page.md:8:1: "https://a.example/p.gif" {FOREIGN}',
    ),
    "defined-picture": (
        "![x][y]\n\n[y]: https://a.example/p.gif",
        f'[foreign-file] docs/page.md:10:6: "https://a.example/p.gif" {FOREIGN}',
    ),
    "raw-picture": (
        "a <img src=//a.example/p.gif>",
        f'[foreign-file] docs/page.md:8:12: "//a.example/p.gif" {FOREIGN}',
    ),
    "defined-address": (
        "[x][y]\n\n[y]: javascript:a",
        (
            '[unknown-scheme] docs/page.md:10:1: the address "javascript:a" begins with'
            f' "javascript:", {SCHEME}'
        ),
    ),
    "entities": (
        '<a href="&#106;avascript&colon;a">x</a>',
        (
            '[unknown-scheme] docs/page.md:8:10: the address "javascript:a" begins with'
            f' "javascript:", {SCHEME}'
        ),
    ),
    "no-scheme": (
        "[x](//a.example/b)",
        (
            '[address-form] docs/page.md:8:1: the address "//a.example/b" has no scheme before its'
            " //. Write it with https: before it."
        ),
    ),
    "form": (
        "Text.\n\n<div>Open.\n",
        (
            "[html-form] docs/page.md:10:1: HTML on this page is not closed: an element, a "
            "quotation"
            " mark or a comment is open at its end. Close each tag, each quotation mark and each"
            ' comment, and write a bare "<" as &lt;.'
        ),
    ),
}
FORBIDDEN_TAGS = """
script style iframe object embed base link form input button svg math video audio template noscript
textarea title xmp plaintext marquee applet frameset portal dialog x-own
"""
REFUSED = ["<{}>x</{}>".replace("{}", tag) for tag in FORBIDDEN_TAGS.split()] + [
    "<a href=' java\tscript:a'>x</a>",
    "<a href='\x01javascript:a'>x</a>",
    "<a href=JaVaScRiPt&#58;a>x</a>",
    "<a href='data:text/html,x'>x</a>",
    "<a href='vbscript:x'>x</a>",
    "<a href='/\\a.example'>x</a>",
    "<a href='b.md' ping='//a.example'>x</a>",
    "<a href=b.md target=_blank>x</a>",
    "<img srcset='//a.example/b 2x'>",
    "<img src='\\\\a.example\\b'>",
    "<img src='https:b'>",
    "<img src=a onerror=b>",
    "<div style='a'>x</div>",
    "<div background=//a.example>x</div>",
    "<p data-rule=x>y</p>",
    "[x](<javascript:a>)",
    "[x](&#x6A;avascript:a)",
    "![x](data:image/svg+xml,y)",
    "<p id='__config '>x</p>",
    "<img\nsrc='//a.example' >",
    "<IMG SRC='//a.example'>",
    "<javascript:a>",
    "<![CDATA[><img src=//a>]]>",
    "<?php x ?>",
    "> - <iframe src=x></iframe>",
    "| a |\n|---|\n| <iframe> |",
    "*[a]: b\n\n<iframe title=a>",
    "a\n:   <iframe>",
    "1. x\n\n    <iframe>",
]
ALLOWED = [
    (
        "*a* **b** `c <script>`\n\n```html\n<script>\n```\n\n    <script>\n\n> d\n\n1. e\n\n-"
        " f\n\na\n: b\n\n*[a]: c\n\n---\n\n# g { .on-screen #h }"
    ),
    "| a | b |\n|:-:|--:|\n| c | d |",
    (
        "[a](b.md#c) [d](/e.md) [f](https://g.example/?h=i&j) [k](tel:123) [l](sms:741741)"
        " [m](mailto:a@b.example) <https://n.example>"
    ),
    "![a](table:b)\n\n![c](chart:d)\n\n[e](finding:f) [g](number:h)",
    "![a](../assets/b.png){: width=10 .c }",
    "<!-- a note -->\n\nText &lt;script&gt; a < b > c & d",
    (
        "<details open><summary>a</summary>\n<p class=\"b\" lang='de'"
        ' aria-label="c">d<br/></p></details>'
    ),
    "a^2^ {b} {: .c } {{ d }}",
]


def page_with(text: str) -> dict[str, str]:
    return {
        "docs/page.md": front_matter() + text + "\n",
        "docs/b.md": (
            front_matter(
                title="Bees",
                description="Another description of another page, in words that are long enough.",
            )
            + "B.\n"
        ),
    }


@pytest.mark.parametrize(("text", "expected"), TEXTS.values(), ids=TEXTS)
def test_html_that_a_page_may_not_hold_is_refused_at_its_line(project, text, expected):
    assert problems_of(project(page_with(text)))[0] == expected


@pytest.mark.parametrize("text", REFUSED)
def test_however_it_is_written(project, text):
    assert [
        problem
        for problem in read_catalogue(project(page_with(text)))[1]
        if problem.path == "docs/page.md"
    ]
    assert find_faults(text)


@pytest.mark.parametrize("text", ALLOWED)
def test_what_markdown_makes_is_no_fault(text):
    assert find_faults(text) == []


def test_each_place_of_one_fault_is_told(project):
    problems = problems_of(
        project(page_with("<iframe></iframe>\n\n<!-- <iframe> -->\n\n<iframe></iframe>"))
    )
    assert [line.split(": ")[0] for line in problems] == [
        "[html-element] docs/page.md:8:1",
        "[html-element] docs/page.md:12:1",
    ]


def test_a_picture_of_another_site_in_a_cell_or_a_note_is_refused(project):
    note = PACKAGE.replace("A note with [@ant2020].", "![x](https://a.example/p.gif)")
    assert problems_of(
        project({"data/mood.csv": MOOD + "2021,30,![x](https://a.example/p.gif),ant2020\n"})
    ) == [f'[foreign-file] data/mood.csv:4:9: "https://a.example/p.gif" {FOREIGN}']
    assert problems_of(
        project(
            {
                "data/mood.csv": MOOD + "2021,30,[x](//help.md),ant2020\n",
                "docs/help.md": front_matter() + "Text.\n",
            }
        )
    ) == [
        '[address-form] data/mood.csv:4:9: the address "//help.md" has no scheme before its //. '
        "Write it with https: before it."
    ]
    assert [
        line[:14]
        for line in problems_of(project({"data/mood.csv": MOOD, "data/datapackage.yaml": note}))
    ] == ["[foreign-file]"]


PIECES = st.sampled_from(
    [
        "<",
        ">",
        "</",
        "/>",
        '"',
        "'",
        "=",
        " ",
        "\n",
        "\n\n",
        "/",
        "\\",
        "`",
        "!",
        "[",
        "]",
        "(",
        ")",
        "{",
        "}",
        "{:",
        ":",
        "&",
        "#",
        "&#106;",
        "&colon;",
        "&Tab;",
        "<!--",
        "-->",
        "--!>",
        "<!",
        "<?",
        "<![CDATA[",
        "]]>",
        "a",
        "b",
        "img",
        "svg",
        "script",
        "iframe",
        "p",
        "div",
        "onclick=",
        "src=",
        "href=",
        "style=",
        "srcset=",
        "javascript:",
        "java\tscript:",
        "data:",
        "//a.example",
        "https://a.example",
        "\\\\",
        "b.md",
        "[x](",
        "![x](",
        "[x]: ",
        "<a href=",
        "<img src=",
        "<p title=",
        "    ",
        "\t",
        "> ",
        "- ",
        "# ",
        "| ",
        "|---|",
        "\x0b",
        "\x0c",
        "\x00",
        "\x1f",
        "table:x",
        "![x](table:y)",
        "*",
        "_",
        "```\n",
    ]
)


MARKUP = st.lists(PIECES, max_size=14).map("".join)


@settings(max_examples=150, derandomize=True, database=None)
@given(text=MARKUP)
@example("<p title='</p><img src=//a.example>'>")
@example("<a/href='javascript:a'>x</a>")
def test_what_passes_has_nothing_unsafe_for_a_browser(text):
    check_browser(text)


@pytest.mark.slow
@settings(max_examples=2000, derandomize=True, database=None)
@given(text=MARKUP)
def test_nothing_unsafe_passes_in_many_texts(text):
    check_browser(text)


def check_browser(text):
    """html5lib reads as browsers do; it is the judge of the check, which does not have it."""
    if find_faults(text):
        assert not is_plain(text)
        return
    html = markdown.Markdown(extensions=list(_EXTENSIONS), extension_configs=_SETTINGS).convert(
        text
    )
    # What follows a page's text in its template: nothing of the text may swallow it.
    tree = html5lib.parse(
        f"<body><article>{html}\n</article><main id='after' title=\"x\">'</main>",
        treebuilder="etree",
        namespaceHTMLElements=False,
    )
    elements = [
        element
        for element in tree.iter()
        if isinstance(element.tag, str)
        and element.tag not in ("html", "head", "body", "article", "main")
    ]
    for element in elements:
        assert (
            list(
                check_page_tag(
                    element.tag, [(str(name), value) for name, value in element.attrib.items()]
                )
            )
            == []
        ), (text, html)
        assert (
            element.tag != "img"
            or is_same_site(element.get("src", ""))
            or element.get("src", "").startswith(("table:", "chart:"))
        )
    assert [element.get("id") for element in tree.iter("main")] == ["after"], (text, html)
