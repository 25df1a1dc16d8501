import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide.core.problem_formats import format_as
from guide.core.problems import Problem, UserError, quote, report, suggest


def make(
    path="data/a.csv", line=1, column=1, rule="form", what="this is wrong", mend="Mend it"
) -> Problem:
    return Problem(path, line, column, rule, what, mend)


@pytest.mark.parametrize(
    ("what", "mend", "expected"),
    [
        ("this is wrong", "Mend it", "data/a.csv:4:12: this is wrong. Mend it."),
        ("this is wrong", 'Did you mean "b"?', 'data/a.csv:4:12: this is wrong. Did you mean "b"?'),
        ("this is wrong!", "Mend it.", "data/a.csv:4:12: this is wrong! Mend it."),
    ],
    ids=["full-stops-added", "question-kept", "full-stop-kept"],
)
def test_a_problem_reads_as_path_line_column_and_two_sentences(what, mend, expected):
    assert str(make(line=4, column=12, what=what, mend=mend)) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("abc", '"abc"'),
        ("", '""'),
        (34, '"34"'),
        ("a\tb\nc", '"a\\tb\\nc"'),
        ("\x07", '"\\x07"'),
        ("a\u202eb", '"a\\u202eb"'),
        ("é中", '"é中"'),
        ("x" * 60, f'"{"x" * 60}"'),
        ("x" * 61, f'"{"x" * 60}…"'),
    ],
    ids=[
        "word",
        "empty",
        "number",
        "white-space",
        "control",
        "direction-override",
        "letters",
        "at-limit",
        "cut",
    ],
)
def test_a_value_is_quoted_cut_and_its_control_characters_shown(value, expected):
    assert quote(value) == expected


@pytest.mark.parametrize(
    ("word", "names", "expected"),
    [
        ("joel-2021", ["joel-2020", "gallup"], 'Did you mean "joel-2020"?'),
        ("zzz", ["b", "a"], "There are these findings: a, b"),
        ("zzz", [], "There are these findings: none yet"),
        (
            "zzz",
            [f"f{n}" for n in range(13)],
            "Choose one of the 13 findings there are, or add it first",
        ),
        ("f99", (f"f{n}" for n in range(100)), 'Did you mean "f99"?'),
        ("zzz", ["b", None, "a"], "There are these findings: a, b"),
    ],
    ids=["near", "few", "none", "many", "any-iterable", "empty-cell"],
)
def test_an_unknown_name_gets_the_nearest_or_the_list(word, names, expected):
    assert suggest(word, names, "findings") == expected


def test_a_report_has_every_problem_once_by_place_and_a_count():
    problems = [make(line=10), make(line=9, column=2), make(line=9), make(path="b"), make(line=9)]
    assert report(problems) == [
        "b:1:1: this is wrong. Mend it. (see /about/rules/#form)",
        "data/a.csv:9:1: this is wrong. Mend it. (see /about/rules/#form)",
        "data/a.csv:9:2: this is wrong. Mend it. (see /about/rules/#form)",
        "data/a.csv:10:1: this is wrong. Mend it. (see /about/rules/#form)",
        "4 problems found",
    ]


def test_a_line_has_the_address_of_the_rule_on_the_site():
    assert report([make()], "https://bonds.example/guide/")[0] == (
        "data/a.csv:1:1: this is wrong. Mend it. (see https://bonds.example/guide/about/rules/#form)"
    )


def test_a_report_of_one_and_of_none():
    assert report([make()]) == [
        "data/a.csv:1:1: this is wrong. Mend it. (see /about/rules/#form)",
        "1 problem found",
    ]
    assert report([]) == []


def test_a_long_report_is_cut_and_says_how_much_is_left():
    lines = report([make(line=number) for number in range(1, 8)], limit=5)
    assert lines[4:] == [
        "data/a.csv:5:1: this is wrong. Mend it. (see /about/rules/#form)",
        "… and 2 more",
        "7 problems found",
    ]


@given(st.text(), st.text(), st.text())
def test_no_problem_moves_the_cursor_or_begins_a_line(path, what, mend):
    problem = Problem(path, 1, 2, "form", what, mend)
    for text in (str(problem), problem.message, quote(what), *UserError(what).sentence.split("\n")):
        assert text.isprintable()
    annotation, *lines = format_as("github", [problem], "", "").split("\n")
    assert annotation.isprintable() and annotation.startswith("::error file=")
    assert len(lines) == 2
    document = format_as("json", [problem], "", "")
    assert document.isascii() and json.loads(document)["problems"][0]["path"] == path


def test_what_a_terminal_would_act_on_is_shown():
    problem = Problem("docs/\x1b[2Ja.md", 1, 2, "form", "a\r\n::error::b", "Mend \u202ethis")
    assert str(problem) == (r"docs/\x1b[2Ja.md:1:2: a\r\n::error::b. Mend \u202ethis.")
