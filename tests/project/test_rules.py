"""The registry of rules, hooks/guide/rules/: its form, and that problems are made of its rules."""

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

FOLDER = Path(guide.__file__).parent
FILES = sorted((FOLDER / "rules").glob("*.yaml"))
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


def test_a_rule_has_two_examples():
    assert [rule.id for rule in rules_by_id().values() if rule.bad == rule.good] == []


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
