"""Where a link may lead: schemes, their forms, and what a page keeps of a link to nowhere."""

import logging
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide.content.loader import read_catalogue
from guide.core.urls import SCHEMES, check_address, scheme_of, site_url_fault, tel_uri
from tests.support.pages import SOURCES_PAGE, convert, find, problems_of, texts
from tests.support.projects import MOOD, front_matter

GOOD = [
    "https://a.example",
    "HTTPS://A.example/b?c=d&amp;e=f#g",
    "http://a.example:80/(x)",
    "https://127.0.0.1/",
    "mailto:a@b.example",
    "mailto:a.b+c@d.e.example?subject=Hello%20you&body=x",
    "mailto:a@b.example,c@d.example",
    "MAILTO:a@b.example",
    "tel:988",
    "tel:17",
    "tel:116016",
    "tel:+1-800-799-7233",
    "tel:+49(0)800.116.016",
    "tel:911;phone-context=+1",
    "TEL:112",
    "sms:741741",
    "sms:88788?body=START",
    "sms:+1-202-555-0143?body=I%20need%20help",
    "sms:911,112",
    "SMS:741741",
    "",
    "#now",
    "help.md",
    "../help.md#now",
    "/topics/a.md",
    "./a:b.md",
    "a/b:c.md",
    "?q=a:b",
]
CALL = "is not a number that a phone can call"
TEXT = "is not a number that a phone can text"
MAIL = "is not an address that a mail can be sent to"
WEB = "is not an address of the web"
BAD = {
    **dict.fromkeys(
        [
            "tel:",
            "tel:1",
            "tel:+",
            "tel:call-us",
            "tel:1-800-799-SAFE",
            "tel:0800 123",
            "tel:1234567890123456",
            "tel://988",
            "tel:988?body=x",
            "tel:+1+2",
            "tel:\u0661\u0661\u0662",
            "tel:911;",
        ],
        CALL,
    ),
    **dict.fromkeys(
        [
            "sms:",
            "sms:START",
            "sms:741741?START",
            "sms:741741?body=",
            "sms:741741?body=two words",
            "sms:741741&body=x",
            "sms://741741",
            "sms:741741?subject=x",
            "sms:741741?body=5%",
            "sms:741741,",
            "sms:1?body=x",
        ],
        TEXT,
    ),
    **dict.fromkeys(
        [
            "mailto:",
            "mailto:nobody",
            "mailto:@b.example",
            "mailto:a@",
            "mailto:a@b",
            "mailto:a b@c.example",
            "mailto:a@b.example?",
            "mailto:a@b.example?subject=two words",
            "mailto:a@b.example,",
            "mailto:a@b@c.example",
        ],
        MAIL,
    ),
    **dict.fromkeys(
        ["https://", "http:", "https:a.example", "http://[x", "https:///path", "https://a b/"], WEB
    ),
    **dict.fromkeys(
        ["//a.example/x", "/\\a.example", "\\\\server\\share", "/&#47;a.example", "/\t/a.example"],
        "has no scheme before its //",
    ),
    **dict.fromkeys(
        ["tel&#58;988", "ht\ntps://a.example", "&#104;ttps://a.example"], "is not written out"
    ),
    **dict.fromkeys(
        [
            "javascript:alert(1)",
            "JavaScript:x",
            "  javascript:x",
            "java\tscript:x",
            "java\nscript:x",
            "\x01javascript:x",
            "javascript&colon;x",
            "&#106;avascript:x",
            "javascript://a.example/%0ax",
            "data:text/html,x",
            "vbscript:x",
            "file:///x",
            "ftp://a.example",
            "findings:y",
            "C:\\x",
            "c:/x.md",
            "a:b.md",
            "blob:https://a.example/x",
            "view-source:x",
            "whatsapp://send",
        ],
        "which the guide does not use",
    ),
}


@pytest.mark.parametrize("address", GOOD)
def test_an_address_of_the_right_form_is_left_alone(address):
    assert check_address(address) is None


@pytest.mark.parametrize(("address", "words"), BAD.items(), ids=map(repr, BAD))
def test_an_address_of_another_form_is_said(address, words):
    assert words in check_address(address)[1]


MENDS = {
    "findings:y": 'Did you mean "finding:"?',
    "tabel:y": 'Did you mean "table:"?',
    "htps://x": 'Did you mean "https:"?',
    "malto:a@b.example": 'Did you mean "mailto:"?',
    "tell:988": 'Did you mean "tel:"?',
    "C:\\x.md": (
        "That is a place on your own computer. Link to a page of the guide, such as /help.md"
    ),
    "javascript:x": (
        "Link with https:, mailto:, tel: or sms:, to a page, or with finding:, table: or chart:"
    ),
}


@pytest.mark.parametrize(("address", "mend"), MENDS.items(), ids=map(repr, MENDS))
def test_an_unknown_scheme_comes_with_the_one_that_was_meant(address, mend):
    assert check_address(address)[2] == mend


PAGE = "docs/page.md"
ON_A_PAGE = {
    "call": (
        "[x](tel:call-us)",
        [
            f'[address-form] {PAGE}:8:1: "tel:call-us" is not a number that a phone can call. Write'
            " 2 to 15 digits, + before a country code and no spaces, such as tel:988 or"
            " tel:+1-202-555-0143."
        ],
    ),
    "definition": (
        "[x][y]\n\n[y]: findings:z",
        [
            f'[unknown-scheme] {PAGE}:10:1: the address "findings:z" begins with "findings:", which'
            ' the guide does not use. Did you mean "finding:"?'
        ],
    ),
    "definition-of-a-finding": (
        "[x][y]\n\n[y]: finding:ants-lonly",
        [
            f'[unknown-finding] {PAGE}:10:1: no finding is called "ants-lonly". Did you mean'
            ' "ants-lonely"?'
        ],
    ),
    "autolink": (
        "é <findings:z>",
        [
            f'[unknown-scheme] {PAGE}:8:3: the address "findings:z" begins with "findings:", which'
            ' the guide does not use. Did you mean "finding:"?'
        ],
    ),
    "number-in-angle-brackets": (
        "<tel:988>",
        [
            f'[address-form] {PAGE}:8:1: "<tel:988>" is read as HTML, and shows nothing. Write it'
            " as [words](tel:988)."
        ],
    ),
    "finding-in-html": (
        '<a href="finding:ants-lonely">x</a>',
        [
            f'[unknown-scheme] {PAGE}:8:1: the address "finding:ants-lonely" stands in HTML, where'
            ' "finding:" is not followed. Write it in Markdown, as [words](finding:ants-lonely).'
        ],
    ),
    "script-in-html": (
        'a\n\n<a class=">" HREF=" java&#115;cript:1">x</a>',
        [
            f'[unknown-scheme] {PAGE}:10:21: the address " javascript:1" begins with "javascript:",'
            " which the guide does not use. Link with https:, mailto:, tel: or sms:, to a page, or"
            " with finding:, table: or chart:."
        ],
    ),
    "attribute-list": (
        '[x](page.md){: href="findings:z" }',
        [
            f'[unknown-scheme] {PAGE}:8:22: the address "findings:z" begins with "findings:", which'
            ' the guide does not use. Did you mean "finding:"?'
        ],
    ),
    "over-a-line-break": (
        "[x](find\nings:z)",
        [
            rf'[unknown-scheme] {PAGE}:8:1: the address "find\nings:z" begins with "findings:",'
            r" which the guide does not use. "
            'Did you mean "finding:"?'
        ],
    ),
    "good-ones": (
        (
            "<https://a.example> <a@b.example> [x](tel:988) [y](sms:88788?body=START)"
            ' [z](<mailto:a@b.example>) <a href="tel:988">a</a>\n[b][c]\n\n[c]: sms:741741\n'
        ),
        [],
    ),
    "nothing-in-code": ("`<findings:z>`\n\n```\n[x](foo:bar) <tel:988> {: href=x:y }\n```\n", []),
}
FIGURE = (
    'the table "mood" does not stand on a line of its own. '
    "Write ![words](table:mood) alone on its line, with a blank line around it."
)
FIGURES = {
    "sentence": ("See ![x](table:mood).", 5),
    "list-item": ("- see ![x](table:mood)", 7),
    "heading": ("## ![x](table:mood)", 4),
    "table-cell": ("| a |\n|---|\n| ![x](table:mood) |", 3),
    "title": ('![x](table:mood "Title")', 1),
    "angle-brackets": ("![x](<table:mood>)", 1),
    "space": ("![x]( table:mood )", 1),
    "link": ("[x](table:mood)", 1),
    "emphasis": ("*![x](table:mood)*", 2),
    "in-a-link": ("[![x](table:mood)](page.md)", 2),
    "two": ("![x](table:mood) ![y](page.md)", 1),
    "attributes": ("![x](table:mood){: .a }", 1),
    "definition": ("![x][y]\n\n[y]: table:mood", 1),
}


@pytest.mark.parametrize(("body", "expected"), ON_A_PAGE.values(), ids=ON_A_PAGE)
def test_the_addresses_of_a_page(project, body, expected):
    root = project({**SOURCES_PAGE, PAGE: front_matter() + f"{body}\n"})
    assert [line.replace("&#115;", "s") for line in problems_of(root)] == expected


@pytest.mark.parametrize(("body", "column"), FIGURES.values(), ids=FIGURES)
def test_a_table_that_stands_elsewhere_is_said_once_and_never_published(
    project, caplog, body, column
):
    root = project({PAGE: front_matter() + f"{body}\n"})
    catalogue, problems = read_catalogue(root)
    line = 8 + body.count("\n")
    assert [str(problem) for problem in problems if "line of its own" in problem.what] == [
        f"{PAGE}:{line}:{column}: {FIGURE}"
    ]
    html = convert(catalogue, catalogue.pages["page.md"].body)
    assert [element for element in find(html, "img") if "table:" in element.get("src", "")] == []
    assert caplog.messages == []  # the check has said so


@pytest.mark.parametrize("cell", ["![x](table:mood)", "a ![x](chart:mood) b", "[x](table:mood)"])
def test_a_figure_in_a_cell_is_said_once_and_never_published(project, caplog, cell):
    root = project(
        {
            **SOURCES_PAGE,
            "data/mood.csv": MOOD + f"2021,33,{cell},ant2020\n",
            PAGE: front_matter() + "![Mood](table:mood)\n",
        }
    )
    catalogue, problems = read_catalogue(root)
    assert [problem.mend for problem in problems if problem.rule == "figure-in-line"] == [
        f"Write it on a page instead, as ![words]({'chart' if 'chart' in cell else 'table'}:mood)"
        " alone on its line"
    ]
    assert {problem.path for problem in problems} == {"data/mood.csv"}
    assert (
        len(
            texts(
                convert(catalogue, catalogue.pages["page.md"].body), "span", class_="guide-problem"
            )
        )
        == 1
    )
    assert caplog.messages == []


PIECES = st.sampled_from(
    [
        "javascript",
        "JaVa",
        "script",
        "data",
        "findings",
        "finding",
        "table",
        "number",
        "sms",
        "tel",
        "mailto",
        "https",
        "http",
        ":",
        "//",
        "/",
        "\\",
        "&colon;",
        "&#58;",
        "&#x6a;",
        "\n",
        " ",
        "\t",
        "%3A",
        "a",
        "ants-lonely",
        "mood",
        "988",
        "?body=x",
        "@",
        ".example",
        "#",
        "[",
        "]",
        "(",
        ")",
        "<",
        ">",
        '"',
        "é",
        "*",
        "_",
        "`",
        "{",
        "}",
        "=",
        "!",
    ]
)
ADDRESSES = st.lists(PIECES, max_size=7).map("".join)
FORMS = st.sampled_from(
    [
        "[x]({})",
        "![x]({})",
        "[x](<{}>)",
        "[x][y]\n\n[y]: {}",
        "![x][y]\n\n[y]: {}",
        "<{}>",
        "[x](page.md){{: href={} }}",
        '![x](page.md){{: src="{}" }}',
        "## [x]({})",
        "- a ![x]({}) b",
        "| a |\n|---|\n| ![x]({}) |",
        "[![x]({})](page.md)",
        "{}",
    ]
)


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory):
    root = tmp_path_factory.mktemp("project")
    for name, text in {**SOURCES_PAGE, "docs/page.md": front_matter() + "Text.\n"}.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return read_catalogue(root)[0]


@given(form=FORMS, address=ADDRESSES)
def test_no_link_that_markdown_makes_surprises_mkdocs_or_runs_anything(catalogue, form, address):
    logging.getLogger("mkdocs.guide").disabled = True
    try:
        html = convert(catalogue, form.format(address))
    finally:
        logging.getLogger("mkdocs.guide").disabled = False
    html = (
        html if form != "<{}>" and "<" not in address else ""
    )  # HTML that is written as HTML is not ours to make
    for tag, name in (("a", "href"), ("img", "src")):
        for element in find(html, tag):
            assert element.get(name) is not None  # MkDocs asserts it
            urlsplit(element.get(name))  # MkDocs does so
            assert scheme_of(element.get(name)) in ("", *SCHEMES)


NUMBERS = {
    "988": "tel:988",
    "1-800-799-7233": "tel:18007997233",
    "+353 1800 341 900": "tel:+3531800341900",
    "(02) 123 456": "tel:02123456",
    "0800\u00a0116\u2011016": "tel:0800116016",
    "0.800.1": "tel:08001",
    "17": "tel:17",
    "": "",
    "5": "",
    "+": "",
    "1-800-799-SAFE": "",
    "988 or 911": "",
    "112, 110": "",
    "call us": "",
    "\u0661\u0661\u0662": "",
    "1+2": "",
    "1234567890123456": "",
    "988;ext=1": "",
}


@pytest.mark.parametrize(("text", "address"), NUMBERS.items(), ids=map(repr, NUMBERS))
def test_a_number_as_people_write_it_can_be_called(text, address):
    assert tel_uri(text) == address
    assert not address or check_address(address) is None


NO_SITE = (
    'https://guide.example/"><script>/',
    "https://x'y/",
    "https://guide.example/a?b",
    "https://guide.example/a#b",
    "https://somebody@guide.example/",
    "https://guide.example/\nSitemap: https://evil.invalid/",
    "https://guide.example/ ",
    "https://guide.example/%zz/",
    "javascript://guide.example/",
    "//guide.example/",
    "https:///",
    "https://guide.example//evil.invalid/",
    "https://guide.example/a;b{c}/",
    "https://guide.example/\u2028/",
    "https://gu\u0131de.example/",
)


def test_only_the_address_of_a_site_is_taken_for_one():
    assert [url for url in NO_SITE if not site_url_fault(url)] == []
    good = (
        "https://guide.example",
        "http://127.0.0.1:8000/",
        "https://somebody.github.io/a-b_c.d/e/",
        "https://guide.example/%C3%A9/",
    )
    assert [site_url_fault(url) for url in good] == [""] * len(good)


def test_an_address_with_a_user_is_refused():
    assert check_address("https://www.who.int@evil.invalid/") == (
        "address-form",
        '"https://www.who.int@evil.invalid/" has a name before its @, which hides where the'
        " address leads",
        "Write the name of the site right after https://",
    )
    assert check_address("https://social.example/@somebody") is None
