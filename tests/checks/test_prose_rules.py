"""The rules for prose, which are data: what is read, and what an editor of the rules is told."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from guide.checks.prose import _check_rule
from guide.checks.prose_passages import Passage
from guide.checks.prose_rules import (
    check_columns,
    parse_prose_rules,
    parse_words,
    read_prose_rules,
)
from guide.core.rules import rules_by_id
from guide.core.yaml_reader import parse_yaml
from guide.data.package_reader import make_package
from tests.support.catalogues import real_catalogue
from tests.support.pages import format_problems
from tests.support.projects import PACKAGE

ROOT = Path(__file__).resolve().parents[2]
RULE = "rules:\n  - name: a-rule\n    what: '{found} is wrong'\n    mend: Write {swap}\n"
LEVEL = "    level: error\n"


def test_the_project_s_own_rules_have_no_problem():
    rules, problems = read_prose_rules(ROOT)
    assert format_problems(problems) == []
    assert {rule.id for rule in rules.rules} <= set(rules_by_id())
    assert {rule.severity for rule in rules.rules} == {""}  # that of the registry


def test_a_rule_that_only_the_project_has_is_a_warning_unless_it_says_otherwise():
    entry = "    tokens: [soulmates?]\n"
    rules = [parse_prose_rules(RULE + entry + more, "")[0].rules[0] for more in ("", LEVEL)]
    assert [(rule.id, rule.severity) for rule in rules] == [
        ("house-style", ""),
        ("house-style", "error"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "rules:\n  - name: a-rule\n",
            (
                "[prose-rule-incomplete] data/prose/rules.yaml:2:5: this rule lacks a part. A rule"
                " has name, what, mend, and tokens or swap."
            ),
        ),
        (
            RULE + "    tokens: [a]\n    levle: error\n",
            (
                '[prose-rule-key] data/prose/rules.yaml:6:5: "levle" is not a part of a rule. Did'
                ' you mean "level"?'
            ),
        ),
        (
            RULE + "    tokens: [a]\n    reads: link\n",
            (
                '[prose-rule-key] data/prose/rules.yaml:6:5: reads is "link", which the guide does'
                ' not know. Did you mean "links"?'
            ),
        ),
        (
            RULE + "    tokens: [a]\n    level: eror\n",
            (
                '[prose-rule-key] data/prose/rules.yaml:6:5: level is "eror", which the guide does'
                ' not know. Did you mean "error"?'
            ),
        ),
        (
            RULE + "    tokens: [a]\n    unless: sauce\n",
            (
                '[prose-rule-key] data/prose/rules.yaml:6:5: unless is "sauce", which the guide'
                ' does not know. Did you mean "source"?'
            ),
        ),
        (
            RULE.replace("{swap}", "{swop}") + "    tokens: [a]\n",
            (
                '[prose-rule-key] data/prose/rules.yaml:4:5: mend has "swop" in curly brackets,'
                ' which stands for nothing. Did you mean "swap"?'
            ),
        ),
        (
            RULE + "    tokens: ['a(']\n",
            (
                '[not-a-pattern] data/prose/rules.yaml:5:14: the pattern "a(" is not a regular'
                " expression. Check its brackets."
            ),
        ),
        (
            RULE + "    swap: {'a[': b}\n",
            (
                '[not-a-pattern] data/prose/rules.yaml:5:12: the pattern "a[" is not a regular'
                " expression. Check its brackets."
            ),
        ),
    ],
    ids=[
        "part-missing",
        "unknown-part",
        "unknown-text",
        "unknown-level",
        "unknown-excuse",
        "unknown-value",
        "token",
        "swap",
    ],
)
def test_a_rule_that_cannot_be_followed_is_named_and_left_out(text, expected):
    rules, problems = parse_prose_rules(text, "")
    assert (format_problems(problems), rules.rules) == ([expected], ())


def test_rules_that_are_missing_or_not_utf_8_are_named(tmp_path):
    (tmp_path / "data/prose").mkdir(parents=True)
    (tmp_path / "data/prose/words.txt").write_bytes(b"caf\xe9")
    assert format_problems(read_prose_rules(tmp_path)[1]) == [
        (
            "[no-such-file] data/prose/rules.yaml:1:1: this file is missing, and the prose cannot"
            " be checked without it. Put it back."
        ),
        (
            "[not-utf-8] data/prose/words.txt:1:1: this file is not saved as UTF-8. Save it again"
            " as UTF-8."
        ),
    ]


def test_a_list_of_words_may_have_remarks_and_empty_lines():
    assert parse_words("# remark\n\nPhubbing\nVAWnet \n") == {"phubbing", "vawnet"}


SLIPS = [
    ("rules: 3\n", '1:1 rules is "3", which is not a list in square brackets'),
    ("- a\n", "1:1 the file is not a group of keys"),
    ("colums: {}\n", '1:1 the file has "colums", which is not one of its keys'),
    ("columns: [a]\n", "1:1 columns is not a group of keys"),
    ("columns: {mood: note}\n", '1:11 mood of columns is "note", which is not a list in'),
    ("negations: [{}]\n", "1:13 entry 1 of negations is not text"),
    ("negations: ['(']\n", '1:13 the pattern "(" is not a regular expression'),
    (RULE + "    tokens: a\n", '5:5 tokens in entry 1 of rules is "a", which is not a list in'),
    (RULE + "    tokens: []\n", "5:5 tokens in entry 1 of rules has 0 entries"),
    (RULE + "    tokens: [[a]]\n", "5:14 entry 1 of tokens in entry 1 of rules is not text"),
    (RULE + "    swap: [a]\n", "5:5 swap in entry 1 of rules is not a group of keys"),
    (RULE + "    swap: {}\n", "5:5 swap in entry 1 of rules is empty"),
    (RULE + "    tokens: [a]\n    weak: [b]\n", "6:5 weak in entry 1 of rules is not a group"),
    (RULE.replace("Write {swap}", "[a]") + "    tokens: [a]\n", "4:5 mend in entry 1 of rules is"),
    (
        RULE.replace("a-rule", "{}") + "    tokens: [a]\n",
        "2:5 name in entry 1 of rules is",
    ),
]


def test_what_is_of_the_wrong_kind_is_named_at_its_place():
    for text, expected in SLIPS:
        rules, problems = parse_prose_rules(text, "")
        found = [f"{problem.line}:{problem.column} {problem.what}" for problem in problems]
        assert len(found) == 1 and found[0].startswith(expected), text
        assert rules.rules == ()


VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.sampled_from(["", "a", "(", "{x}", "{"])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2), st.dictionaries(st.sampled_from("abc"), inner, max_size=2)
    ),
    max_leaves=3,
)
KEYS = ("name", "level", "what", "mend", "reads", "tokens", "swap", "weak", "unless", "other")


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(["columns", "negations", "rules", "rule", "other"]),
    st.sampled_from(KEYS),
    VALUES,
)
def test_any_slip_in_the_rules_is_a_problem_and_no_fault(top, key, value):
    data = yaml.safe_load((ROOT / "data/prose/rules.yaml").read_text(encoding="utf-8"))
    if top == "rule":
        data["rules"][0] = {**data["rules"][0], key: value}
    else:
        data[top] = value
    rules, problems = parse_prose_rules(yaml.safe_dump(data), "")
    catalogue = real_catalogue()
    problems += check_columns(rules, catalogue.package)
    for page in list(catalogue.pages.values())[:1]:
        passage = Passage(page.path, f"{page.body}\n\nA revolutionary way.", 1, 1, "text")
        for rule in rules.rules:
            list(_check_rule(passage, rule, rules.negations, catalogue))
    assert all(str(problem) for problem in problems)


def test_a_misspelled_table_or_column_is_named():
    text = "columns:\n  moods: [note]\n  mood: [note, nots]\n" + RULE
    rule = "    tokens: [a]\n    weak: {statos: [secondary]}\n"
    rules, problems = parse_prose_rules(text + rule, "")
    package = make_package(parse_yaml(PACKAGE, "p")[0], "p", [])[0]
    assert format_problems(problems) == []
    assert format_problems(check_columns(rules, package)) == [
        '[unknown-column] data/prose/rules.yaml:1:1: the rules name the column "statos", which'
        ' findings does not have. Did you mean "status"?',
        '[unknown-resource] data/prose/rules.yaml:2:3: the rules name the table "moods", which is'
        ' not there. Did you mean "mood"?',
        '[unknown-column] data/prose/rules.yaml:3:16: the rules name the column "nots", which mood'
        ' does not have. Did you mean "note"?',
    ]
