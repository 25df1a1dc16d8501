"""Markup in data, front matter and descriptor comes out as text, wherever readers see it."""

import json

import pytest

from guide.content.loader import read_catalogue
from tests.support.pages import convert, find, parse, skeleton, text_of
from tests.support.projects import PACKAGE, SOURCES, front_matter

PAYLOADS = {
    "script": "<script>alert(1)</script>",
    "image": "<img src=x onerror=alert(1)>",
    "closing-tags": "</td></table></div><h1>x</h1>",
    "comment": "<!-- x",
    "entities": "&lt;b&gt; & &amp; &copy; &#60;",
    "quotation-marks": "\"><b x=\"' onclick='y",
    "template": "{{ 7 * 7 }}{% raw %}",
    "cdata": "<![CDATA[ x ]]>",
    "placeholder": "klzzwxh:0000 wzxhzdk:0",
    "comment-end": "x -->",
}
# One text with all of them is enough for each place; an attribute list matters at the start and at
# the end.
HTML = f"{{: onclick=alert(1) }} {' '.join(PAYLOADS.values())} {{: onclick=alert(1) }}"
# Where Markdown is closed, this is text as well.
MARKDOWN = (
    "*a* [b](javascript:alert(1)) ![c](d) `e` <https://a.example> [@ant2020] [phubbing]"
    " https://b.example"
)
BENIGN = "plainword"


def topic(key: str, text: str) -> dict[str, str]:
    """Return two related topic pages; the first has the text under a key of its front matter."""
    values = {
        "title": "Topic a",
        "kind": "topic",
        "phrase": "do a",
        "group": "Talk",
        "summary": "A summary.",
        "serves": "Everybody.",
        "safety": "true",
        "related": "[{topic: b, reason: because}]",
    }
    if key == "reason":
        values["related"] = f"[{{topic: b, reason: {json.dumps(text)}}}]"
    else:
        values[key] = json.dumps(text)
    return {
        "docs/topics/a.md": front_matter(**values) + "Text of a.\n",
        "docs/topics/b.md": (
            front_matter(
                title="Topic b",
                kind="topic",
                phrase="do b",
                group="Talk",
                summary="B.",
                serves="B.",
                safety="false",
                related="[{topic: a, reason: because}]",
            )
            + "See [do a].\n"
        ),
    }


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def finding(**values: str) -> dict[str, str]:
    usual = {
        "id": "x",
        "section": "science",
        "statement": "s",
        "value": "1",
        "unit": "u",
        "population": "p",
        "period": "t",
        "source": "ant2020",
        "design": "d",
        "status": "verified",
        "caveat": "c",
    } | values
    return {
        "data/findings.csv": ",".join(usual) + "\n" + ",".join(map(quoted, usual.values())) + "\n"
    }


def mood(**values: str) -> dict[str, str]:
    usual = {"year": "2010", "lonely_pct": "21", "note": "", "source": "ant2020"} | values
    return {"data/mood.csv": ",".join(usual) + "\n" + ",".join(map(quoted, usual.values())) + "\n"}


def package(old: str, new: str) -> dict[str, str]:
    assert old in PACKAGE, old
    return {"data/datapackage.yaml": PACKAGE.replace(old, new)}


CLOSED_NOTE = package("title: Note, markup: inline", "title: Note")
NOTE_AS_HEADER = {
    name: text.replace("row_header: year", "row_header: note") for name, text in CLOSED_NOTE.items()
}
TERMS = "id,term,phrases,definition,finding,see_also"
# Each place: the files with a text in it, and the Markdown that shows it.
CLOSED = {
    "cell": (lambda text: CLOSED_NOTE | mood(note=text), "![x](table:mood)"),
    "row-header": (lambda text: NOTE_AS_HEADER | mood(note=text), "![x](table:mood)"),
    "caption": (
        lambda text: package("caption: Mood by year", f"caption: {json.dumps(text)}"),
        "![x](table:mood)",
    ),
    "column-title": (
        lambda text: package("title: Lonely", f"title: {json.dumps(text)}"),
        "![x](table:mood)",
    ),
    "unit": (lambda text: package('unit: "%"', f"unit: {json.dumps(text)}"), "![x](table:mood)"),
    "missing-value": (
        lambda text: package("title: Note,", f"title: Note, missing: {json.dumps(text)},"),
        "![x](table:mood)",
    ),
    "status-label": (
        lambda text: package(
            "row_header: year,",
            f"row_header: year, status: mixed, status_label: {json.dumps(text)},",
        ),
        "![x](table:mood)",
    ),
    "statement": (lambda text: finding(statement=text), "![x](table:findings)"),
    "population": (lambda text: finding(population=text), "![x](table:findings)"),
    "limit": (lambda text: finding(caveat=text), "![x](table:findings)"),
    "kind-of-study": (lambda text: finding(design=text), "![x](table:findings)"),
    "source-title": (
        lambda text: {"data/sources.csv": SOURCES + f"z,A,2020,{quoted(text)},C,,\n"},
        "![x](table:sources)",
    ),
    "source-journal": (
        lambda text: {"data/sources.csv": SOURCES + f"z,A,2020,T,{quoted(text)},,\n"},
        "![x](table:sources)",
    ),
    "citation": (
        lambda text: {"data/sources.csv": SOURCES + f"z,,2020,{quoted(text)},C,,\n"},
        "[@z]",
    ),
    "term": (
        lambda text: {"data/glossary.csv": f"{TERMS}\nx,{quoted(text)},,d,,\n"},
        "![x](table:glossary)",
    ),
    "topic-title": (lambda text: topic("title", text), "![x](table:topics)"),
    "topic-summary": (lambda text: topic("summary", text), "![x](table:topics)"),
}
OPEN = {
    "inline-cell": (lambda text: mood(note=text), "![x](table:mood)"),
    "note": (
        lambda text: package('["A note with [@ant2020]."]', f"[{json.dumps(text)}]"),
        "![x](table:mood)",
    ),
    "status-note": (
        lambda text: package(
            "row_header: year,",
            f"row_header: year, status: mixed, status_note: {json.dumps(text)},",
        ),
        "![x](table:mood)",
    ),
    "source-line": (
        lambda text: package(
            "row_header: year,", f"row_header: year, source_line: {json.dumps(text)},"
        ),
        "![x](table:mood)",
    ),
    "definition": (
        lambda text: {"data/glossary.csv": f"{TERMS}\nx,t,,{quoted(text)},,\n"},
        "![x](table:glossary)",
    ),
}
PAGES = {
    "title-of-a-related-topic": ("title", "topics/b.md"),
    "summary": ("summary", "topics/a.md"),
    "serves": ("serves", "topics/a.md"),
    "reason": ("reason", "topics/a.md"),
    "title": ("title", "topics/a.md"),
}


def plain(text: str) -> str:
    """Return a text with straight quotation marks and hyphens, which smarty changes in Markdown."""
    for smart, straight in (
        ("“", '"'),
        ("”", '"'),
        ("‘", "'"),
        ("’", "'"),
        ("–", "--"),
        ("…", "..."),
    ):
        text = text.replace(smart, straight)
    return " ".join(text.split())


def check(html: str, benign: str, payload: str) -> None:
    assert skeleton(html) == skeleton(benign)
    assert plain(text_of(parse(html))) == plain(text_of(parse(benign)).replace(BENIGN, payload))
    assert (find(html, "script"), find(html, "img")) == ([], [])
    assert not any(name.startswith("on") for element in find(html) for name in element.attrib)
    assert not any(element.get("href", "").startswith("javascript:") for element in find(html))


@pytest.mark.parametrize("payload", [HTML, MARKDOWN], ids=["html", "markdown"])
@pytest.mark.parametrize(("files", "text"), CLOSED.values(), ids=CLOSED)
def test_markup_in_a_place_for_text_is_text(project, files, text, payload):
    benign = convert(read_catalogue(project(files(BENIGN)))[0], text)
    assert BENIGN in benign
    check(convert(read_catalogue(project(files(payload)))[0], text), benign, payload)


@pytest.mark.parametrize(("files", "text"), OPEN.values(), ids=OPEN)
def test_html_in_a_place_for_inline_markdown_is_text(project, files, text):
    benign = convert(read_catalogue(project(files(BENIGN)))[0], text)
    assert BENIGN in benign
    check(convert(read_catalogue(project(files(HTML)))[0], text), benign, HTML)


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_each_kind_of_html_in_an_inline_cell_is_text(project, payload):
    text = "![x](table:mood)"
    benign = convert(read_catalogue(project(mood(note=BENIGN)))[0], text)
    check(convert(read_catalogue(project(mood(note=payload)))[0], text), benign, payload)


@pytest.mark.parametrize("payload", [HTML, MARKDOWN], ids=["html", "markdown"])
@pytest.mark.parametrize(("key", "uri"), PAGES.values(), ids=PAGES)
def test_markup_in_front_matter_is_text(project, key, uri, payload):
    htmls = []
    for text in (BENIGN, payload):
        catalogue, _ = read_catalogue(project(topic(key, text)))
        htmls.append(convert(catalogue, catalogue.pages[uri].body))
    check(htmls[1], htmls[0], payload)


@pytest.mark.parametrize("column", ["id", "section", "source", "status", "unit", "period"])
def test_markup_in_a_key_breaks_no_element(project, column):
    html = convert(read_catalogue(project(finding(**{column: HTML})))[0], "![x](table:findings)")
    assert (find(html, "script"), find(html, "img"), find(html, "h1")) == ([], [], [])
    assert not any(name.startswith("on") for element in find(html) for name in element.attrib)


def test_a_source_address_that_runs_code_is_refused_and_never_linked(project):
    files = package("{name: url, type: string}", "{name: url, type: string, format: uri}")
    catalogue, problems = read_catalogue(
        project(files | {"data/sources.csv": SOURCES + "z,A,2020,T,C,,javascript:alert(1)\n"})
    )
    assert [(problem.path, problem.line) for problem in problems] == [("data/sources.csv", 4)]
    assert [
        element.get("href")
        for element in find(convert(catalogue, "![x](table:sources?key=z)"), "a")
    ] == []


@pytest.mark.parametrize(
    "payload",
    [
        "[x](javascript:alert(1))",
        "[x](JavaScript:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "[x](vbscript:x)",
        "![x](javascript:alert(1))",
    ],
    ids=["javascript", "other-case", "data", "vbscript", "image"],
)
@pytest.mark.parametrize("place", ["cell", "page"])
def test_an_address_that_runs_something_is_refused(project, place, payload):
    files = mood(note=payload) if place == "cell" else {"docs/page.md": front_matter() + payload}
    assert [problem.rule for problem in read_catalogue(project(files))[1]] == ["unknown-scheme"]
