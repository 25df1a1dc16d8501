"""Where two builds differ, and what explains it."""

import pytest

from guide.core.problems import UserError
from scripts.portability.built_page import read_built_page
from scripts.portability.comparison import (
    Difference,
    Explanation,
    compare_parts,
    compare_sites,
    read_explanations,
    show_differences,
    split_explained,
)

TABLE = "<table><caption>Ants</caption><tr><th>Year</th></tr><tr><td>2024</td></tr></table>"


def differences(here: str, there: str) -> list[tuple[str, str, str]]:
    """Return (part, sign, line) of what differs between two articles."""
    pages = [
        read_built_page(f"<title>A</title><article>{article}</article>", "/a/")
        for article in (here, there)
    ]
    return [(item.part, item.sign, item.line) for item in compare_parts("/a/", *pages)]


@pytest.mark.parametrize(
    ("here", "there", "expected"),
    [
        ("<p>One\n two</p>", "<p> One <b>two</b></p>", []),
        ('<p class="x">One</p>', "<div>One</div>", []),
        ("<p>One</p><p>two</p>", "<p>One</p>", [("text", "-", "two")]),
        ("<p>One</p>", "<p>Two</p>", [("text", "-", "One"), ("text", "+", "Two")]),
        ('<a href="../b/">B</a>', '<a href="/b/">B</a>', []),
        (
            '<a href="../b/">B</a>',
            '<a href="/b.md">B</a>',
            [("links", "-", "B -> /b/"), ("links", "+", "B -> /b.md")],
        ),
        ('<p id="x">One</p><p id="y">two</p>', '<p id="y">One</p><p>two</p>', [("ids", "-", "x")]),
        ('<p id="x"></p><p id="y"></p>', '<p id="y"></p><p id="x"></p>', []),
        (
            TABLE,
            TABLE.replace("2024", "2025"),
            [
                ("text", "-", "2024"),
                ("text", "+", "2025"),
                ("tables", "-", "row: 2024"),
                ("tables", "+", "row: 2025"),
            ],
        ),
        (
            TABLE,
            TABLE.replace("<th>Year</th>", "<td>Year</td>"),
            [("tables", "-", "header: Year"), ("tables", "+", "row: Year")],
        ),
        (
            TABLE,
            TABLE.replace("<caption>Ants</caption>", ""),
            [
                ("text", "-", "Ants"),
                ("tables", "-", "table: Ants"),
                ("tables", "+", "table: without a caption"),
            ],
        ),
    ],
)
def test_two_builds_of_a_page(here, there, expected):
    assert differences(here, there) == expected


def test_a_page_that_only_one_build_has():
    page = {"text": ("One",)}
    assert compare_sites({"/a/": page, "/b/": page}, {"/b/": page, "/c/": page}) == [
        Difference("/a/", "address", "-", "is there"),
        Difference("/c/", "address", "+", "is there"),
    ]


def test_a_part_that_only_one_build_has():
    assert list(compare_parts("/a/", {"search": ("x",)}, {"text": ("y",)})) == [
        Difference("/a/", "search", "-", "x"),
        Difference("/a/", "text", "+", "y"),
    ]


@pytest.mark.parametrize(
    ("settings", "explains"),
    [
        ({"added": "__skip"}, True),
        ({"added": "*"}, True),
        ({"added": "__*"}, True),
        ({"added": "_"}, False),
        ({"lost": "*"}, False),
        ({"added": "*", "address": "/a/"}, True),
        ({"added": "*", "address": "/b/*"}, False),
        ({"added": "__ski."}, False),
    ],
)
def test_an_explanation_explains_what_it_names(settings, explains):
    explanation = Explanation(part="ids", reason="The theme's", line=1, **settings)
    assert explanation.explains(Difference("/a/", "ids", "+", "__skip")) is explains
    assert not explanation.explains(Difference("/a/", "text", "+", "__skip"))


def test_what_is_explained_and_what_is_stale():
    differences = [Difference("/a/", "ids", "+", "__skip"), Difference("/a/", "text", "-", "One")]
    used, stale = (
        Explanation("ids", "The theme's", 2, added=words) for words in ("__skip", "gone")
    )
    assert split_explained(differences, [used, stale]) == (
        differences[1:],
        {used: differences[:1], stale: []},
    )


def test_explanations_are_read_with_their_lines():
    text = "properdocs: []\nzensical:\n  - part: ids\n    added: __skip\n    reason: The theme's\n"
    assert read_explanations(text, "known.yaml") == {
        "properdocs": [],
        "zensical": [Explanation("ids", "The theme's", 3, added="__skip")],
    }


@pytest.mark.parametrize(
    "entry",
    [
        "just words",
        "{part: ids, reason: r}",
        "{part: ids, added: x}",
        "{part: ids, reason: r, added: x, page: y}",
    ],
)
def test_an_explanation_that_explains_nothing_is_refused(entry):
    with pytest.raises(
        UserError, match=r"known\.yaml:2: an explanation has part, reason, and lost or added"
    ):
        read_explanations(f"zensical:\n  - {entry}\n", "known.yaml")


def test_explanations_that_are_no_yaml_are_refused():
    with pytest.raises(UserError, match=r"known\.yaml:1:"):
        read_explanations("zensical: [", "known.yaml")


def test_differences_are_shown_by_page_and_part():
    differences = [
        Difference("/a/", "ids", "+", "x"),
        *(Difference("/a/", "text", "-", f"line {number}") for number in range(4)),
    ]
    assert show_differences(differences, limit=2) == [
        "/a/ ids",
        "  + x",
        "/a/ text",
        "  - line 0",
        "  - line 1",
        "  … and 2 more",
    ]


def test_a_long_line_is_cut():
    assert show_differences([Difference("/", "text", "-", "x" * 500)])[1] == f"  - {'x' * 160}…"
