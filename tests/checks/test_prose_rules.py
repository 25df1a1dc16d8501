"""The rules for prose, which are data: what is read, and what an editor of the rules is told."""

from pathlib import Path

import pytest

from guide.checks.prose_rules import parse_prose_rules, parse_words, read_prose_rules
from guide.core.rules import rules_by_id
from tests.support.pages import format_problems

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
