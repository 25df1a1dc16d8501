"""The links, anchors, ids and titles of a built site, with and without its Markdown."""

import pytest

from guide.checks.site_links import check_site, find_faults
from guide.content.loader import read_catalogue
from guide.publish.inline_css import inline_styles
from guide.publish.pipeline import check_markup
from tests.support.pages import format_problems
from tests.support.projects import PACKAGE, front_matter


@pytest.fixture
def site(tmp_path):
    """Return a function that writes a built site and says what is wrong with it."""

    def check(pages: dict[str, str], catalogue=None) -> list[str]:
        for name, text in pages.items():
            path = tmp_path / "site" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return format_problems(check_site(tmp_path / "site", catalogue))

    return check


def html(body: str, title: str = "A page") -> str:
    return f"<!doctype html><html><head><title>{title}</title></head><body>{body}</body></html>"


OTHERS = {
    "help/index.html": html('<h1 id="now">Help</h1>'),
    "assets/a.css": "",
    "data/mood.csv": "",
}
GOOD = {
    "folder": '<a href="help/">x</a>',
    "file": '<a href="help/index.html">x</a>',
    "anchor": '<a href="help/#now">x</a>',
    "anchor-with-escapes": '<h2 id="é">x</h2><a href="#%C3%A9">x</a>',
    "old-anchor": '<a name="b"></a><a href="#b">x</a>',
    "top": '<a href="#">x</a>',
    "here": '<a href=".">x</a>',
    "from-the-root": '<a href="/help/#now">x</a>',
    "download": '<a href="data/mood.csv">x</a>',
    "with-a-query": '<link rel="stylesheet" href="assets/a.css?v=2">',
    "elsewhere": (
        '<a href="https://a.example/#b">x</a><link rel="canonical" href="https://a.example/">'
    ),
    "mail": '<a href="mailto:a@b.example">x</a><a href="tel:123">x</a>',
    "data-address": '<img src="data:image/png;base64,AA==">',
    "no-address": "<a>x</a>",
    "svg-title": "<svg><title>A drawing</title></svg>",
    "in-a-comment": '<!-- <a href="nope/">x</a> -->',
}


@pytest.mark.parametrize("body", GOOD.values(), ids=GOOD)
def test_a_sound_page_has_no_problem(site, body):
    assert site(OTHERS | {"index.html": html(body)}) == []


NO_ID = "leads to no heading or id of that page."
USE_LINK = "Use the # link beside the heading that you mean."
NO_PAGE = "leads to no page or file. Correct the address, or link to the page's .md file."
BAD = {
    "broken-link": (
        '<a href="nope/">x</a>',
        [f'[broken-link] index.html:1:1: the link to "nope/" {NO_PAGE}'],
    ),
    "broken-link-twice-said-once": (
        '<a href="nope/">x</a><a href="nope/">y</a>',
        [f'[broken-link] index.html:1:1: the link to "nope/" {NO_PAGE}'],
    ),
    "broken-link-from-the-root": (
        '<a href="/nope">x</a>',
        [f'[broken-link] index.html:1:1: the link to "/nope" {NO_PAGE}'],
    ),
    "folder-without-page": (
        '<a href="assets/">x</a>',
        [f'[broken-link] index.html:1:1: the link to "assets/" {NO_PAGE}'],
    ),
    "picture": (
        '<img src="a.png">',
        [f'[broken-link] index.html:1:1: the link to "a.png" {NO_PAGE}'],
    ),
    "script": (
        '<script src="a.js"></script>',
        [f'[broken-link] index.html:1:1: the link to "a.js" {NO_PAGE}'],
    ),
    "style": (
        '<link rel="stylesheet" href="b.css">',
        [f'[broken-link] index.html:1:1: the link to "b.css" {NO_PAGE}'],
    ),
    "broken-anchor": (
        '<a href="help/#nwo">x</a>',
        [f'[broken-anchor] index.html:1:1: the link to "help/#nwo" {NO_ID} Did you mean "#now"?'],
    ),
    "broken-anchor-here": (
        '<h2 id="one">x</h2><a href="#zzz">x</a>',
        [f'[broken-anchor] index.html:1:1: the link to "#zzz" {NO_ID} {USE_LINK}'],
    ),
    "not-an-address": (
        '<a href="http://[">x</a>',
        [
            '[address-form] index.html:1:1: "http://[" is not an address of the web. Write it as'
            " https://, the name of the site and the page, such as https://www.who.int/."
        ],
    ),
    "id-twice": (
        '<p id="a">x</p><p id="a">y</p>',
        [
            '[id-twice] index.html:1:1: the id "a" stands 2 times on the page. Give each heading'
            " words of its own."
        ],
    ),
}


@pytest.mark.parametrize(("body", "expected"), BAD.values(), ids=BAD)
def test_what_is_wrong_is_said_at_the_html_file(site, body, expected):
    assert site(OTHERS | {"index.html": html(body)}) == expected


@pytest.mark.parametrize(
    "page", [html("x", title=""), html("x", title=" "), "<p>x</p>"], ids=["empty", "blank", "none"]
)
def test_a_page_without_a_title_is_said(site, page):
    assert site({"index.html": page}) == [
        "[no-title] index.html:1:1: the page has no title. Give it a title in its front matter."
    ]


def test_links_are_followed_from_the_page_they_stand_on(site):
    assert site(
        OTHERS | {"a/b/index.html": html('<a href="../../help/">x</a><a href="../help/">y</a>')}
    ) == [f'[broken-link] a/b/index.html:1:1: the link to "../help/" {NO_PAGE}']


PAGE = (
    front_matter()
    + """\
Text.

## The same

Then <a href="nope/">raw</a> and <a href="#nowhere">raw</a>.

## The same
"""
)


@pytest.mark.parametrize(
    ("source", "built"),
    [
        ("docs/index.md", "index.html"),
        ("docs/topics/a.md", "topics/a/index.html"),
        ("docs/topics/index.md", "topics/index.html"),
        ("docs/a.md", "a.html"),
    ],
)
def test_with_a_catalogue_problems_stand_in_the_markdown(project, site, source, built):
    catalogue, _ = read_catalogue(project({source: PAGE}))
    heading = '<h2 id="the-same">The same</h2>'
    body = f'{heading}<a href="nope/">raw</a><a href="#nowhere">raw</a>{heading}'
    assert site({built: html(body)}, catalogue) == [
        (
            f'[id-twice] {source}:1:1: the id "the-same" stands 2 times on the page. Give each'
            " heading words of its own."
        ),
        f'[broken-link] {source}:12:15: the link to "nope/" {NO_PAGE}',
        f'[broken-anchor] {source}:12:43: the link to "#nowhere" {NO_ID} {USE_LINK}',
    ]


def test_a_broken_anchor_is_reported_everywhere_as_it_was_written(project, site):
    """An anchor may be on one page and not on the other; the same link may stand twice."""
    text = (
        "See [a](help.md#now) and [b](about.md#now).\n\n> Or [c](/about.md#now).\n\nThen [d](#now)"
        " too.\n"
    )
    catalogue, _ = read_catalogue(
        project(
            {
                "docs/a.md": front_matter(title="A") + text,
                "docs/help.md": front_matter(title="Help"),
                "docs/about.md": front_matter(title="About"),
            }
        )
    )
    built = {
        "a/index.html": html(
            '<a href="../help/#now">a</a><a href="../about/#now">b</a><a'
            ' href="../about/#now">c</a><a href="#now">d</a>'
        ),
        "help/index.html": OTHERS["help/index.html"],
        "about/index.html": html("x"),
    }
    assert [line for line in site(built, catalogue) if "anchor" in line] == [
        f'[broken-anchor] docs/a.md:8:26: the link to "about.md#now" {NO_ID} {USE_LINK}',
        f'[broken-anchor] docs/a.md:10:6: the link to "/about.md#now" {NO_ID} {USE_LINK}',
        f'[broken-anchor] docs/a.md:12:6: the link to "#now" {NO_ID} {USE_LINK}',
    ]


def test_a_broken_anchor_in_a_cell_or_note_is_reported_at_its_line(project, site):
    mood = (
        'year,lonely_pct,note,source\n2010,21,,ant2020\n2020,34,"one,\ntwo'
        ' [x](/help.md#nwo)",bee2021\n'
    )
    package = PACKAGE.replace("A note with [@ant2020].", "See [y](/help.md#nwo).")
    catalogue, _ = read_catalogue(
        project(
            {
                "docs/a.md": front_matter() + "![Mood](table:mood)\n",
                "docs/help.md": front_matter(title="Help"),
                "data/mood.csv": mood,
                "data/datapackage.yaml": package,
            }
        )
    )
    note = next(number for number, line in enumerate(package.split("\n"), 1) if "#nwo" in line)
    column = package.split("\n")[note - 1].index('"See') + 1
    built = {
        "a/index.html": html('<a href="../help/#nwo">x</a><a href="../help/#nwo">y</a>'),
        "help/index.html": OTHERS["help/index.html"],
    }
    assert site(built, catalogue) == [
        (
            f'[broken-anchor] data/datapackage.yaml:{note}:{column}: the link to "/help.md#nwo"'
            f' {NO_ID} Did you mean "#now"?'
        ),
        (
            f'[broken-anchor] data/mood.csv:4:5: the link to "/help.md#nwo" {NO_ID} Did you mean'
            ' "#now"?'
        ),
    ]


def test_links_of_a_site_below_a_folder_begin_with_the_folder(project, site):
    root = project({"docs/index.md": front_matter()})
    body = (
        '<a href="/bonds/help/#now">x</a><a href="/bonds/">y</a><a href="/bonds">z</a><a'
        ' href="/bonds/data/mood.csv">d</a><a href="help/">w</a>'
    )
    built = OTHERS | {"index.html": html("x"), "404.html": html(body)}
    assert site(built, read_catalogue(root, site_url="https://somebody.example/bonds/")[0]) == []
    body = '<a href="/help/">x</a><a href="/bondsmen/help/">y</a><a href="/bonds/nope/">z</a>'
    assert site(
        built | {"404.html": html(body)},
        read_catalogue(root, site_url="https://somebody.example/bonds")[0],
    ) == [
        f'[broken-link] 404.html:1:1: the link to "/bonds/nope/" {NO_PAGE}',
        f'[broken-link] 404.html:1:1: the link to "/bondsmen/help/" {NO_PAGE}',
        f'[broken-link] 404.html:1:1: the link to "/help/" {NO_PAGE}',
    ]


def test_a_page_without_a_markdown_page_is_named_by_its_html(project, site):
    catalogue, _ = read_catalogue(project({"docs/index.md": PAGE}))
    assert site({"404.html": html('<a href="nope/">x</a>')}, catalogue) == [
        f'[broken-link] 404.html:1:1: the link to "nope/" {NO_PAGE}'
    ]


FORM = (
    "HTML on this page is not closed: an element, a quotation mark or a comment is open at its "
    "end. "
    'Close each tag, each quotation mark and each comment, and write a bare "<" as &lt;.'
)
FOREIGN = (
    "would be fetched from elsewhere, and another site would learn who reads. Put the file into"
    " docs/assets/ and name it from there, or write a link."
)
ELEMENT = (
    "is not one that a page may hold. Delete it. What a page needs can be written in Markdown."
)
ATTRIBUTE = (
    "which it may not have in a page. Delete it. For its looks give it a class, as in { .name }."
)


def test_a_page_that_is_not_html_is_refused_without_stopping_the_check(site):
    assert site(
        OTHERS
        | {
            "index.html": html("<a href='help/'>x<b <i </a"),
            "b.html": html("<p id=a><p id='b"),
        }
    ) == [f"[html-form] b.html:1:1: {FORM}", f"[html-form] index.html:1:1: {FORM}"]


UNSAFE = {
    "refresh": (
        '<meta http-equiv="refresh" content="0;url=//a.example">',
        (
            '[html-attribute] index.html:1:1: the element <meta> has the attribute "http-equiv",'
            f" {ATTRIBUTE}"
        ),
    ),
    "slashes-for-spaces": (
        '<meta/http-equiv="refresh"/content="0">',
        (
            '[html-attribute] index.html:1:1: the element <meta> has the attribute "http-equiv",'
            f" {ATTRIBUTE}"
        ),
    ),
    "frame": (
        '<iframe src="help/"></iframe>',
        f"[html-element] index.html:1:1: the element <iframe> {ELEMENT}",
    ),
    "base": ('<base href="help/">', f"[html-element] index.html:1:1: the element <base> {ELEMENT}"),
    "noscript": (
        '<noscript><p title="</noscript><img src=x>"></p></noscript>',
        f"[html-element] index.html:1:1: the element <noscript> {ELEMENT}",
    ),
    "script": (
        '<script src="//cdn.example/assets/a.js"></script>',
        f'[foreign-file] index.html:1:1: "//cdn.example/assets/a.js" {FOREIGN}',
    ),
    "sheet": (
        '<link rel="stylesheet" href="https://cdn.example/a.css">',
        f'[foreign-file] index.html:1:1: "https://cdn.example/a.css" {FOREIGN}',
    ),
    "other-sheet": (
        '<link rel="alternate stylesheet" href="//cdn.example/a.css">',
        f'[foreign-file] index.html:1:1: "//cdn.example/a.css" {FOREIGN}',
    ),
    "picture": (
        '<img src="https://a.example/p.gif">',
        f'[foreign-file] index.html:1:1: "https://a.example/p.gif" {FOREIGN}',
    ),
    "picture-set": (
        '<img srcset="data/mood.csv 1x, //a.example/p.gif 2x">',
        f'[foreign-file] index.html:1:1: "//a.example/p.gif" {FOREIGN}',
    ),
    "background": (
        '<table background="//a.example/p.gif"></table>',
        f'[foreign-file] index.html:1:1: "//a.example/p.gif" {FOREIGN}',
    ),
    "drawing": (
        '<svg><use href="//a.example/a.svg#b"/></svg>',
        f'[foreign-file] index.html:1:1: "//a.example/a.svg#b" {FOREIGN}',
    ),
    "form": (
        '<form action="https://a.example"></form>',
        f'[foreign-file] index.html:1:1: "https://a.example" {FOREIGN}',
    ),
    "event": (
        '<b onclick="a()">x</b>',
        (
            '[html-attribute] index.html:1:1: the element <b> has the attribute "onclick",'
            f" {ATTRIBUTE}"
        ),
    ),
    "style": (
        '<b style="background: u/**/rl(a)">x</b>',
        f'[html-attribute] index.html:1:1: the element <b> has the attribute "style", {ATTRIBUTE}',
    ),
    "script-address": (
        '<a href="java&#10;script:a">x</a>',
        (
            '[unknown-scheme] index.html:1:1: the address "java\\nscript:a" begins with'
            ' "javascript:", which the guide does not use. Link with https:, mailto:, tel: or sms:,'
            " to a page, or with finding:, table: or chart:."
        ),
    ),
    "no-scheme": (
        '<a href="//a.example">x</a>',
        (
            '[address-form] index.html:1:1: the address "//a.example" has no scheme '
            "before its //. Write it with https: before it."
        ),
    ),
    "comment-that-ends-early": (
        "<!--> <b onclick=a>x</b> -->",
        f'[html-attribute] index.html:1:1: the element <b> has the attribute "onclick", '
        f"{ATTRIBUTE}",
    ),
    "section-that-ends-early": (
        "<![CDATA[><img src=//a.example/p.gif>]]>",
        f'[foreign-file] index.html:1:1: "//a.example/p.gif" {FOREIGN}',
    ),
    "open-element": ("<div>x", f"[html-form] index.html:1:1: {FORM}"),
    "open-quotation-mark": ('<p title="x>y</p>', f"[html-form] index.html:1:1: {FORM}"),
    "open-comment": ("<p>x</p><!-- y", f"[html-form] index.html:1:1: {FORM}"),
}


@pytest.mark.parametrize(("body", "expected"), UNSAFE.values(), ids=UNSAFE)
def test_markup_that_runs_fetches_or_leads_away_is_refused(site, body, expected):
    assert site(OTHERS | {"index.html": html(body)}) == [expected]


@pytest.mark.parametrize("body", [body for body, _ in UNSAFE.values()], ids=UNSAFE)
def test_finishing_refuses_it_too(body):
    assert check_markup({"index.html": html(body).encode()}, find_faults)[1]


def test_finishing_refuses_a_style_that_fetches():
    assert format_problems(
        check_markup(
            {"index.html": html("<style>a{background:url(//a.example/p.gif)}</style>").encode()},
            find_faults,
        )[1]
    ) == [f'[foreign-file] index.html:1:86: "//a.example/p.gif" {FOREIGN}']
    assert format_problems(
        inline_styles(
            {
                "a.html": b'<head><link rel="stylesheet" href="a.css"></head>',
                "a.css": b"a { background: image-set('https://a.example/p.gif' 1x) }",
            }
        )[1]
    ) == [f'[foreign-file] a.css:1:1: "https://a.example/p.gif" {FOREIGN}']


def test_markup_is_refused_where_it_stands_in_the_page(project, site):
    catalogue, _ = read_catalogue(
        project(
            {
                "docs/index.md": (
                    front_matter() + "`<iframe>`\n\n<IFRAME></IFRAME> <iframe></iframe>\n"
                )
            }
        )
    )
    assert site({"index.html": html("<iframe></iframe><iframe></iframe>")}, catalogue) == [
        f"[html-element] docs/index.md:10:1: the element <iframe> {ELEMENT}",
        f"[html-element] docs/index.md:10:19: the element <iframe> {ELEMENT}",
    ]
