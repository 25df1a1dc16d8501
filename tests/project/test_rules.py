"""Every rule that the engine can report has a test that shows its whole message.

The rules are read from the source; the tests show a message as "[rule] path:line:column: what.
Mend." (tests.support.pages.format_problems).
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import yaml

import guide
from guide.data.descriptor_schema import descriptor_schema

FOLDER = Path(guide.__file__).parent
HERE = Path(__file__).parent
ROOT = HERE.parents[1]
# What makes a problem: its class, the methods and the local functions that fill in its place.
MAKERS = {"Problem", "Fault", "problem", "_problem", "wrong", "_at"}
MESSAGE = re.compile(r"\[([a-zA-Z0-9-]+)\] (?:\{\}|\S+:(?:\d+|\{\}):(?:\d+|\{\}):) ")
NAME = re.compile(r"[a-z]+(?:-[a-z0-9]+)+")


def written_rules() -> set[str]:
    """Return the rules in the source: the first word with hyphens among the parts of what makes a problem.

    That is a call of one of the makers, or a tuple of (place, rule, what, mend), from which one is
    made later.
    """
    rules = set()
    for path in FOLDER.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            rules |= returned_rule(node)
            is_call = is_maker(node)
            is_tuple = isinstance(node, ast.Tuple) and len(node.elts) == 4
            parts = node.args if is_call else node.elts[1:2] if is_tuple else []
            words = [
                part.value
                for part in parts
                if isinstance(part, ast.Constant) and isinstance(part.value, str)
            ]
            rules |= set([word for word in words if NAME.fullmatch(word)][:1])
    return rules


def is_maker(node: ast.AST) -> bool:
    """Say whether a node calls one of the makers, at once or by functools.partial."""
    if not isinstance(node, ast.Call):
        return False
    called = node.args[0] if ast.unparse(node.func) == "partial" and node.args else node.func
    return ast.unparse(called).split(".")[-1] in MAKERS


def returned_rule(node: ast.AST) -> set[str]:
    """Return the rule of a function's answer (rule, what, mend), from which a problem is made elsewhere."""
    value = node.value if isinstance(node, ast.Return) else None
    first = value.elts[0] if isinstance(value, ast.Tuple) and len(value.elts) == 3 else None
    word = first.value if isinstance(first, ast.Constant) else ""
    return {word} if isinstance(word, str) and NAME.fullmatch(word) else set()


def made_rules() -> set[str]:
    """Return the rules whose names are put together: of types, constraints, keys and the front matter's schema; and those
    that are data, in data/prose/rules.yaml and the descriptor's schema.
    """
    schema = yaml.safe_load((FOLDER / "schemas" / "front_matter.yaml").read_text(encoding="utf-8"))
    words = {
        "type",
        "minLength",
        "maxLength",
        "enum",
        "minItems",
        "maxItems",
        "minimum",
        "maximum",
        "pattern",
        "required",
        "additionalProperties",
    }
    used = words & set(re.findall(r"\w+", str(schema))) | {"additionalProperties"}
    prose = yaml.safe_load((ROOT / "data/prose" / "rules.yaml").read_text(encoding="utf-8"))[
        "rules"
    ]
    types = descriptor_schema()["$defs"]["field"]["properties"]["type"]["enum"]
    return (
        {rule["name"] for rule in prose}
        | {f"not-{kind}" for kind in types if kind != "string"}
        | {"enum", "pattern", "minimum", "maximum", "minLength", "maxLength"}
        | {
            "title-twice",
            "description-twice",
            "unknown-sources",
            "unknown-findings",
            "descriptor-type",
            "descriptor-value",
        }
        | set(schema_rules(descriptor_schema()))
        | {
            f"front-matter-{re.sub('[A-Z]', lambda match: '-' + match[0].lower(), word)}"
            for word in used
        }
    )


def schema_rules(schema: object) -> Iterator[str]:
    """Yield the rules that a schema names: `errorMessage: {type: {rule: not-a-number}}`."""
    if isinstance(schema, dict) and isinstance(schema.get("rule"), str):
        yield schema["rule"]
    for item in (
        schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
    ):
        yield from schema_rules(item)


def shown_rules() -> set[str]:
    """Return the rules whose messages the tests show in full."""
    found = [
        MESSAGE.match(text)
        for path in HERE.parent.rglob("test_*.py")
        for text in _strings(ast.parse(path.read_text(encoding="utf-8")))
    ]
    return {match[1] for match in found if match}


def _strings(tree: ast.AST) -> Iterator[str]:
    """Yield every string of a program, with "{}" for each value that is put into it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_the_rules_are_found_in_the_source():
    assert {
        "unknown-finding",
        "number-disagrees",
        "quote-not-closed",
        "broken-anchor",
        "no-front-matter",
        "empty-cell",
    } <= written_rules()


def test_every_rule_has_a_test_with_its_message():
    assert sorted((written_rules() | made_rules()) - shown_rules()) == []


def test_every_message_that_the_tests_show_has_a_rule_in_the_source():
    assert sorted(rule for rule in shown_rules() - made_rules() - written_rules()) == []
