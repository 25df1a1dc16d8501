import pytest

from guide.core.yaml_reader import check_cut_values, parse_yaml
from tests.support.pages import format_problems


def read(text: str, **settings):
    document, problems = parse_yaml(text, "a.yaml", **settings)
    assert format_problems(problems) == []
    return document


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("True", "True"),
        ("true", True),
        ("false", False),
        ("2026-11-23", "2026-11-23"),
        ("12:30", "12:30"),
        ("2010", 2010),
        ("-3", -3),
        ("007", "007"),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        ("5.54", 5.54),
        ("1e3", "1e3"),
        (".5", ".5"),
        ("", None),
        ("~", None),
        ("null", None),
        ("'007'", "007"),
        ('"true"', "true"),
        ("a word", "a word"),
    ],
)
def test_only_plain_numbers_and_true_and_false_are_more_than_text(text, expected):
    value = read(f"key: {text}").data["key"]
    assert (value, type(value)) == (expected, type(expected))


@pytest.mark.parametrize(
    "text", ["", "\n\n", "# only a comment\n"], ids=["empty", "blank", "comment"]
)
def test_an_empty_text_is_an_empty_mapping(text):
    document = read(text, first_line=3)
    assert (document.data, document.place("title")) == ({}, (3, 1))


def test_every_key_and_item_knows_its_place():
    document = read(
        "title: A\nrelated:\n  - topic: b\n    reason: c\n  - {topic: d}\nlist: [x, y]\n",
        first_line=2,
    )
    assert {
        path: document.place(*path)
        for path in (
            (),
            ("title",),
            ("related",),
            ("related", 0),
            ("related", 0, "reason"),
            ("related", 1, "topic"),
            ("list", 1),
        )
    } == {
        (): (2, 1),
        ("title",): (2, 1),
        ("related",): (3, 1),
        ("related", 0): (4, 5),
        ("related", 0, "reason"): (5, 5),
        ("related", 1, "topic"): (6, 6),
        ("list", 1): (7, 11),
    }


def test_what_is_not_there_has_the_place_of_what_is_around_it():
    document = read("title: A\nrelated:\n  - topic: b\n")
    assert document.place("related", 0, "reason") == (3, 5)
    assert document.place("related", 7) == (2, 1)
    assert document.place("absent") == (1, 1)


WRONG = {
    "key-twice": (
        "title: A\nkind: b\ntitle: C\n",
        [
            '[duplicate-key] a.yaml:3:1: the key "title" stands twice. Keep one of the two and'
            " delete the other."
        ],
    ),
    "key-twice-below": (
        "list:\n  - a: 1\n    a: 2\n",
        [
            '[duplicate-key] a.yaml:3:5: the key "a" stands twice. Keep one of the two and delete'
            " the other."
        ],
    ),
    "same-key-in-two-mappings": ("list:\n  - a: 1\n  - a: 2\n", []),
    "colon-in-text": (
        "title: A: B\n",
        [
            "[not-yaml] a.yaml:1:9: this is not valid YAML: mapping values are not allowed here."
            " Put text that holds a colon, a # or a quotation mark in double quotes, and check the"
            " indent."
        ],
    ),
    "bracket-not-closed": (
        "a: 1\nlist: [x\n",
        [
            "[not-yaml] a.yaml:3:1: this is not valid YAML: expected ',' or ']', but got '<stream"
            " end>'. Put text that holds a colon, a # or a quotation mark in double quotes, and"
            " check the indent."
        ],
    ),
    "unknown-tag": (
        "a: !!python/object:os.system x\n",
        [
            "[not-yaml] a.yaml:1:4: this is not valid YAML: could not determine a constructor for"
            " the tag 'tag:yaml.org,2002:python/object:os.system'. Put text that holds a colon, a #"
            " or a quotation mark in double quotes, and check the indent."
        ],
    ),
}


@pytest.mark.parametrize(("text", "expected"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said_at_its_place(text, expected):
    assert format_problems(parse_yaml(text, "a.yaml")[1]) == expected


# Never seen in a tidy file, and none of them may stop the build with a traceback.
HOSTILE = {
    "list-as-key": ("a: 1\n[x, y]: z\n", 2),
    "mapping-as-key": ("a: 1\n? {x: y}\n: z\n", 2),
    "itself-inside": ("a: &a [*a]\n", 1),
    "control-character": ("a: 1\nb: x\x07y\n", 2),
    "not-the-tagged-type": ("a: !!int abc\n", 1),
    "not-a-timestamp": ("a: !!timestamp abc\n", 1),
}


@pytest.mark.parametrize(("text", "line"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_a_problem_and_not_a_crash(text, line):
    document, problems = parse_yaml(text, "a.yaml")
    assert [(problem.rule, problem.line) for problem in problems] == [("not-yaml", line)]
    assert document.data == {}


def test_lines_count_from_the_first_line_given():
    assert format_problems(parse_yaml("a: 1\na: 2\n", "a.yaml", first_line=10)[1]) == [
        '[duplicate-key] a.yaml:11:1: the key "a" stands twice. Keep one of the two and delete the'
        " other."
    ]


def test_a_value_that_a_comment_cuts_is_told_and_a_comment_is_not():
    text = """title: Rule #1
b: "x #1" #c
list: [a, b] # comment
plain: C# and a#b
cut:
  - x #2 of 3
block: |
  text #1
"""
    words = (
        "ends before its #, at which YAML begins a comment. Put the whole value into quotation"
        " marks; a comment has a space after its #."
    )
    assert format_problems(check_cut_values(text, "a.md", 2)) == [
        f'[value-cut] a.md:2:13: the value "Rule #1" {words}',
        f'[value-cut] a.md:7:7: the value "x #2 of 3" {words}',
    ]


def test_a_tab_is_called_one():
    assert format_problems(parse_yaml("title: A\n\tkind: page\n", "a.md", 2)[1]) == [
        "[not-yaml] a.md:3:1: this is not valid YAML: a tab stands where only spaces may. Put"
        " spaces in its place, as many as the lines beside it have."
    ]
