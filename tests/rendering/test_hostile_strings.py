"""Hostile strings in every place for text.

Each is refused by a rule, or comes out as the same text with the page's elements as they were. The
same for tables that hypothesis makes.
"""

import csv
import io
from collections.abc import Collection
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guide.content.catalogue import Catalogue
from guide.content.catalogue_checks import check_catalogue
from guide.content.loader import read_catalogue
from guide.data.csv_reader import parse_csv
from guide.data.records import make_records
from tests.rendering.test_hostile_cells import (
    BENIGN,
    CLOSED,
    CLOSED_NOTE,
    OPEN,
    PAGES,
    plain,
    topic,
)
from tests.support.pages import convert, find, parse, skeleton, text_of
from tests.support.projects import MOOD

STRINGS = {
    # markup
    "svg": "<svg/onload=alert(1)>",
    "open-tag": "<b",
    "closing-tag": "</p></td></table>",
    "half-comment": "<!--",
    "php": "<?php x ?>",
    "doctype": "<!DOCTYPE html>",
    "textarea": "</textarea><script>x</script>",
    "style": "<style>*{display:none}</style>",
    "entity": "&#x3C;script&#x3E;",
    "no-semicolon": "&lt b &amp",
    "attribute": '" onmouseover="alert(1)',
    "single": "' onfocus='x",
    "backtick": "`onerror=x`",
    "attribute-list": "x{: onclick=alert(1) style=color:red }",
    "template": "{{ config }}{% include 'x' %}",
    "jinja-comment": "{# x #}",
    "placeholder": "\u0002wzxhzdk:0\u0003",
    "klzz": "klzzwxh:0001",
    "cdata": "]]><b>",
    # direction of writing, and what cannot be seen
    "override": "a\u202eb",
    "isolate": "a\u2066b\u2069",
    "letter-mark": "a\u061cb",
    "zero-width": "a\u200bb",
    "joiner": "a\u200db",
    "soft-hyphen": "a\u00adb",
    "mark": "\ufeffab",
    "tag": "a\U000e0041b",
    "right-to-left": "שלום abc",
    "combining": "Z\u0351\u036b\u0343a",
    "line-separator": "a\u2028b",
    "private": "a\ue000b",
    "noncharacter": "a\ufffeb",
    "emoji": "👩\u200d👩\u200d👧 🏳️",
    "astral": "𝕋𝕖𝕩𝕥",
    # control
    "bell": "a\x07b",
    "escape": "a\x1b[31mb",
    "null": "a\x00b",
    "vertical": "a\x0bb",
    "delete": "a\x7fb",
    "next-line": "a\x85b",
    "tab": "a\tb",
    "return": "a\rb",
    # paths
    "parent": "../../../etc/passwd",
    "windows": "C:\\Windows\\x",
    "share": "\\\\host\\share",
    "file": "file:///etc/passwd",
    "null-byte": "a%00b",
    "home": "~/.ssh/id_rsa",
    # schemes
    "javascript": "javascript:alert(1)",
    "spaced": "java\nscript:alert(1)",
    "data": "data:text/html,<script>x</script>",
    "vbscript": "vbscript:x",
    "encoded": "&#106;avascript:x",
    "protocol-relative": "//evil.example/x",
    "autolink": "<javascript:x>",
    "link": "[x](javascript:alert(1))",
    "image": "![x](data:text/html,x)",
    "reference": "[x]: javascript:x",
    # spreadsheets and programs
    "formula": "=1+1",
    "dde": "=cmd|' /C calc'!A0",
    "at": "@SUM(1)",
    "plus": "+1",
    "sql": "'; DROP TABLE x; --",
    "format": "%s%n",
    "shell": "$(touch x) `id`",
    "log4j": "${jndi:ldap://x}",
    "yaml": "!!python/object:x",
    "long": "x" * 3000,
    "finding": "finding:nope",
    "word": "NULL",
    "one-quote": '"',
    "percent": "100%",
}


# The places that the slow tests try with every string. The others share their way to the page, and
# are tried with one string of each kind, as all places are in a fast run.
EVERY = {"cell", "inline-cell", "title"}
ONE_OF_EACH = (
    "svg",
    "attribute",
    "attribute-list",
    "placeholder",
    "override",
    "tag",
    "escape",
    "parent",
    "javascript",
    "link",
    "formula",
    "emoji",
    "right-to-left",
    "one-quote",
)


# What inline Markdown reads as its own where it is open: a backslash before a sign stands for the
# sign.
MARKDOWN = {"share"}


def strings(place: str, names: Collection[str] = ONE_OF_EACH) -> list[tuple[str, str]]:
    return [(name, STRINGS[name]) for name in names if not (place in OPEN and name in MARKDOWN)]


def read(files: dict, project) -> tuple[Catalogue, list]:
    catalogue, problems = read_catalogue(project(files))
    return catalogue, [problem for problem in problems if problem.path in files]


def is_same_text(html: str, benign: str, payload: str) -> bool:
    expected = plain(text_of(parse(benign)).replace(BENIGN, payload))
    return skeleton(html) == skeleton(benign) and plain(text_of(parse(html))) == plain(expected)


def is_harmless(html: str) -> bool:
    """Say whether nothing in a piece of HTML runs, loads or looks other than it should."""
    elements = find(html)
    names = {name for element in elements for name in element.attrib}
    targets = [element.get(name, "") for element in elements for name in ("href", "src")]
    return not (
        {element.tag for element in elements}
        & {"script", "style", "svg", "iframe", "object", "textarea"}
        or any(element.get("src") for element in elements if element.tag == "img")
        or any(name.startswith("on") or name == "style" for name in names)
        or any(
            target.strip().lower().startswith(("javascript:", "data:", "vbscript:", "file:"))
            for target in targets
        )
    )


@pytest.mark.parametrize("place", [*CLOSED, *OPEN])
def test_a_hostile_string_in_a_cell_or_the_descriptor_is_refused_or_text(project, place):
    check_place(project, place, strings(place))


@pytest.mark.slow
@pytest.mark.parametrize("place", sorted({*CLOSED, *OPEN} & EVERY))
def test_every_hostile_string_in_a_cell_is_refused_or_text(project, place):
    check_place(project, place, strings(place, STRINGS))


def check_place(project, place, payloads):
    make, text = {**CLOSED, **OPEN}[place]
    usual = {str(problem) for problem in read(make(BENIGN), project)[1]}
    benign = convert(read(make(BENIGN), project)[0], text)
    assert BENIGN in benign
    for name, payload in payloads:
        catalogue, problems = read(make(payload), project)
        html = convert(catalogue, text)
        refused = [problem for problem in problems if str(problem) not in usual]
        assert refused or is_same_text(html, benign, payload), (name, html)
        assert is_harmless(html), (name, html)


@pytest.mark.parametrize("place", PAGES)
def test_a_hostile_string_in_front_matter_is_refused_or_text(project, place):
    check_page(project, place, strings(place))


@pytest.mark.slow
@pytest.mark.parametrize("place", sorted(PAGES.keys() & EVERY))
def test_every_hostile_string_in_front_matter_is_refused_or_text(project, place):
    check_page(project, place, strings(place, STRINGS))


def check_page(project, place, payloads):
    key, uri = PAGES[place]

    def make(text: str) -> tuple[str, set[str]]:
        catalogue, problems = read(topic(key, text), project)
        return convert(catalogue, catalogue.pages[uri].body), {problem.rule for problem in problems}

    benign, usual = make(BENIGN)
    for name, payload in payloads:
        html, rules = make(payload)
        # Too long or too short for its place is not what the string is refused for here.
        refused = {rule for rule in rules - usual if not rule.startswith("front-matter-m")}
        assert refused or is_same_text(html, benign, payload), (name, html)
        assert is_harmless(html), (name, html)


@pytest.mark.parametrize(
    "name",
    [
        "override",
        "isolate",
        "letter-mark",
        "zero-width",
        "soft-hyphen",
        "tag",
        "line-separator",
        "private",
        "noncharacter",
        "bell",
        "escape",
        "null",
        "vertical",
        "delete",
        "formula",
        "dde",
        "at",
        "plus",
    ],
)
def test_these_are_refused(project, name):
    make, _ = CLOSED["cell"]
    assert {problem.rule for problem in read(make(STRINGS[name]), project)[1]} <= {
        "control-character",
        "formula-cell",
        "not-utf-8",
    }
    assert read(make(STRINGS[name]), project)[1]


TEXT = st.one_of(
    st.text(max_size=40),
    st.sampled_from(sorted(STRINGS.values())),
    st.lists(
        st.sampled_from(
            [
                "<",
                ">",
                "&",
                '"',
                "'",
                "`",
                "*",
                "_",
                "[",
                "]",
                "(",
                ")",
                "{",
                "}",
                ":",
                "|",
                "\\",
                "!",
                "#",
                "\n",
                " ",
                "=",
                "@",
                ";",
                ",",
                "a",
                "9",
                "é",
                "finding:",
                "javascript:",
                "http://a.example",
                "table:mood",
            ]
        ),
        max_size=20,
    ).map("".join),
)
ROWS = st.lists(
    st.tuples(st.one_of(st.integers(0, 100).map(str), TEXT), TEXT), min_size=1, max_size=4
)


@pytest.fixture(scope="module")
def bases(tmp_path_factory) -> dict[str, Catalogue]:
    """Return a catalogue whose notes are closed to Markdown, and one whose notes are open."""
    catalogues = {}
    for name, files in (("closed", CLOSED_NOTE), ("open", {})):
        root = tmp_path_factory.mktemp(name)
        _write(root, {**_usual(), **files})
        catalogues[name] = read_catalogue(root)[0]
    return catalogues


def _usual() -> dict[str, str]:
    from tests.support.projects import FINDINGS, GLOSSARY, PACKAGE, SOURCES

    return {
        "data/datapackage.yaml": PACKAGE,
        "data/sources.csv": SOURCES,
        "data/findings.csv": FINDINGS,
        "data/glossary.csv": GLOSSARY,
        "data/mood.csv": MOOD,
    }


def _write(root, files: dict[str, str]) -> None:
    (root / "data").mkdir()
    (root / "docs").mkdir()
    for name, text in files.items():
        (root / name).write_text(text, encoding="utf-8")


def table_of(rows: list[tuple[str, str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(
        [
            ["year", "lonely_pct", "note", "source"],
            *([str(2000 + number), *row, "ant2020"] for number, row in enumerate(rows)),
        ]
    )
    return out.getvalue()


def with_table(base: Catalogue, text: str) -> tuple[Catalogue, list]:
    """Return the catalogue with this table in it, and what is wrong with the table."""
    table, unreadable = parse_csv(text, "data/mood.csv")
    records, problems = (
        make_records(table, base.package.resources["mood"], "data/mood.csv") if table else ([], [])
    )
    catalogue = replace(base, records={**base.records, "mood": records})
    return catalogue, [
        *unreadable,
        *problems,
        *(problem for problem in check_catalogue(catalogue) if problem.path == "data/mood.csv"),
    ]


@settings(max_examples=25, derandomize=True, database=None)
@given(rows=ROWS)
def test_a_generated_table_is_refused_or_shown_as_it_is(bases, rows):
    check_closed_table(bases["closed"], rows)


@pytest.mark.slow
@settings(max_examples=500, derandomize=True, database=None)
@given(rows=ROWS)
def test_many_generated_tables_are_refused_or_shown_as_they_are(bases, rows):
    check_closed_table(bases["closed"], rows)


def check_closed_table(closed, rows):
    catalogue, problems = with_table(closed, table_of(rows))
    html = convert(catalogue, "![Mood](table:mood)")
    assert is_harmless(html)
    if problems:
        assert all(
            str(problem).startswith("data/mood.csv:") and problem.mend for problem in problems
        )
        return
    # What is empty is shown as "not reported", in an element of its own.
    benign, _ = with_table(
        closed, table_of([(number and "7", note and BENIGN) for number, note in rows])
    )
    assert skeleton(html) == skeleton(convert(benign, "![Mood](table:mood)"))
    notes = [text_of(row[2]) for body in find(html, "tbody") for row in body]
    assert notes == [" ".join(note.split()) or "not reported" for _, note in rows]
    numbers = [text_of(row[1]) for body in find(html, "tbody") for row in body]
    assert [number.replace(",", "").replace("−", "-") for number in numbers] == [
        _number(text) for text, _ in rows
    ]


def _number(text: str) -> str:
    return (
        format(float(text), ".8f").rstrip("0").rstrip(".").replace("-0", "0")
        if text
        else "not reported"
    )


@settings(max_examples=25, derandomize=True, database=None)
@given(rows=ROWS)
def test_markdown_in_a_generated_table_makes_only_inline_elements(bases, rows):
    check_open_table(bases["open"], rows)


@pytest.mark.slow
@settings(max_examples=500, derandomize=True, database=None)
@given(rows=ROWS)
def test_markdown_in_many_generated_tables_makes_only_inline_elements(bases, rows):
    check_open_table(bases["open"], rows)


def check_open_table(base, rows):
    catalogue, _ = with_table(base, table_of(rows))
    html = convert(catalogue, "![Mood](table:mood)")
    tags = {
        element.tag
        for body in find(html, "tbody")
        for row in body
        for cell in row
        for element in list(cell.iter())[1:]
    }
    assert tags <= {"a", "em", "strong", "span", "abbr"}
    assert is_harmless(html)
