"""The registry of rules, hooks/guide/rules/: its form, its examples, and problems of its rules."""

from collections import Counter
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

import guide
from guide.content.pages import KEYWORD_RULES
from guide.core.problems import Problem
from guide.core.rules import rule_groups, rules_by_id
from guide.core.yaml_reader import parse_yaml
from guide.data.descriptor_schema import descriptor_schema
from tests.support.pages import format_problems
from tests.support.real import ROOT
from tests.support.rule_examples import Examples, check_form_of, check_prose_of

FOLDER = Path(guide.__file__).parent
FILES = sorted((FOLDER / "rules").glob("*.yaml"))
EXAMPLES = [rule for rule in rules_by_id().values() if not rule.tested_by]
SCHEMA = yaml.safe_load((FOLDER / "schemas/rules.yaml").read_text(encoding="utf-8"))


def read(path):
    document, problems = parse_yaml(path.read_text(encoding="utf-8"), path.name)
    assert format_problems(problems) == []  # a rule that is twice in one file
    return document.data


def test_each_file_is_valid():
    Draft202012Validator.check_schema(SCHEMA)
    validator = Draft202012Validator(SCHEMA)
    assert [
        f"{path.name}: {error.json_path}: {error.message}"
        for path in FILES
        for error in validator.iter_errors(read(path))
    ] == []


def test_every_file_is_read_and_no_rule_is_in_two():
    assert len(rule_groups()) == len(FILES)
    names = [rule.id for group in rule_groups() for rule in group.rules]
    assert [name for name, count in Counter(names).items() if count > 1] == []


def test_every_title_and_every_example_is_its_own():
    rules = rules_by_id().values()
    titles = Counter(rule.title for rule in rules)
    assert [title for title, count in titles.items() if count > 1] == []
    assert [rule.id for rule in rules if rule.bad == rule.good] == []


def test_the_project_of_the_examples_is_sound(tmp_path):
    examples = Examples(tmp_path)
    assert format_problems(check_prose_of(examples.root)) == []
    assert format_problems(check_form_of(examples.root)) == []


def test_each_bad_example_is_answered_with_its_message(tmp_path):
    found = Examples(tmp_path).try_all({rule.id: (rule.place, rule.bad) for rule in EXAMPLES})
    said = {
        rule.id: "\n".join(
            str(problem) for problem in sorted(set(found[rule.id])) if problem.rule == rule.id
        )
        for rule in EXAMPLES
    }
    assert {name: text for name, text in said.items() if text != rules_by_id()[name].message} == {}
    rules = {name: {problem.rule for problem in problems} for name, problems in found.items()}
    assert rules == {rule.id: {rule.id, *rule.also} for rule in EXAMPLES}


def test_each_good_example_is_silent(tmp_path):
    found = Examples(tmp_path).try_all({rule.id: (rule.place, rule.good) for rule in EXAMPLES})
    assert {name: format_problems(problems) for name, problems in found.items() if problems} == {}


def test_a_rule_without_such_examples_has_a_test_that_shows_its_message():
    others = [rule for rule in rules_by_id().values() if rule.tested_by]
    assert [rule.id for rule in others if not is_shown(rule)] == []
    assert len(others) < len(EXAMPLES) / 6  # they are the exception


def is_shown(rule):
    name, _, test = rule.tested_by.partition("::")
    text = (ROOT / name).read_text(encoding="utf-8")
    return f"\ndef {test}(" in text and f"[{rule.id}] " in text


def test_a_problem_of_a_rule_that_is_not_there_cannot_be_made():
    with pytest.raises(ValueError, match="has no rule 'no-such-rule'"):
        Problem("a.csv", 1, 1, "no-such-rule", "this is wrong", "Fix it")


def test_a_problem_has_the_severity_of_its_rule_or_its_own():
    made = [Problem("a.md", 1, 1, *rest) for rest in (("form", "", ""), ("unknown-word", "", ""))]
    assert [problem.severity for problem in made] == ["error", "warning"]
    assert Problem("a.md", 1, 1, "form", "", "", "warning").severity == "warning"


def named_rules(schema):
    """Yield the rules that a schema names: `errorMessage: {type: {rule: not-a-number}}`."""
    if isinstance(schema, dict) and isinstance(schema.get("rule"), str):
        yield schema["rule"]
    for item in schema.values() if isinstance(schema, dict) else schema:
        if isinstance(item, dict | list):
            yield from named_rules(item)


def test_the_schemas_name_rules_that_are_there():
    names = {*named_rules(descriptor_schema()), *KEYWORD_RULES.values()}
    assert len(names) > 20
    assert sorted(names - set(rules_by_id())) == []
