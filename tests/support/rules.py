"""The rules that the engine reports, read from its source, and those whose message a test shows."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml

import guide
from guide.data.descriptor_schema import descriptor_schema

FOLDER = Path(guide.__file__).parent
TESTS = Path(__file__).resolve().parents[1]
ROOT = TESTS.parent
# What makes a problem: its class, the methods and the local functions that fill in its place.
MAKERS = {"Problem", "Fault", "problem", "_problem", "wrong", "cell_error", "_at"}
MESSAGE = re.compile(r"\[([a-zA-Z0-9-]+)\] (?:\{\}|\S+:(?:\d+|\{\}):(?:\d+|\{\}):) ")
# A file without such a string shows no message; only the others are parsed.
STRING = re.compile(r"[\"'](?:\\\n)?\[[a-zA-Z0-9-]+\] ")
NAME = re.compile(r"[a-z]+(?:-[a-z0-9]+)+")
NAME_OR_WORD = re.compile(f"{NAME.pattern}|[a-z]+")


@cache
def _nodes() -> tuple[ast.AST, ...]:
    """Return what may report a rule in the engine's source: calls, tuples and returns."""
    return tuple(
        node
        for path in sorted(FOLDER.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call | ast.Tuple | ast.Return)
    )


@cache
def written_rules() -> frozenset[str]:
    """Return the first word with hyphens among the parts of each problem that the source makes.

    A problem is made by a call of one of the makers, or later from a tuple of (place, rule, what,
    mend) or of (rule, what, mend).
    """
    rules = set()
    for node in _nodes():
        words = [word for word in _words(_parts(node)) if NAME.fullmatch(word)]
        rules |= _returned_rule(node) | set(words[:1])
    return frozenset(rules)


@cache
def reported_rules() -> frozenset[str]:
    """Return every rule that the engine can report, those of one word included, such as "form".

    A rule stands third from the end in what makes a problem, or is the first word with hyphens in
    it.
    """
    rules = set()
    for node in _nodes():
        parts = _parts(node)
        pattern = NAME_OR_WORD if _is_maker(node) and len(parts) > 3 else NAME
        words = [word for word in _words([*parts[-3:-2], *parts]) if pattern.fullmatch(word)]
        rules |= _returned_rule(node) | set(words[:1])
    return frozenset(rules) | composed_rules() | _foreign_key_rules()


def _parts(node: ast.AST) -> list[ast.expr]:
    """Return the parts of what makes a problem, among which its rule is."""
    if _is_maker(node):
        return node.args
    return node.elts[1:2] if isinstance(node, ast.Tuple) and len(node.elts) == 4 else []


def _words(parts: list[ast.expr]) -> list[str]:
    return [
        part.value
        for part in parts
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    ]


def _is_maker(node: ast.AST) -> bool:
    """Say whether a node calls one of the makers, at once or by functools.partial."""
    if not isinstance(node, ast.Call):
        return False
    is_partial = isinstance(node.func, ast.Name) and node.func.id == "partial" and node.args
    return _last_name(node.args[0] if is_partial else node.func) in MAKERS


def _last_name(node: ast.expr) -> str:
    """Return the name behind the last dot."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _returned_rule(node: ast.AST) -> set[str]:
    """Return the rule of an answer (rule, what, mend), from which a problem is made elsewhere."""
    value = node.value if isinstance(node, ast.Return) else None
    first = value.elts[0] if isinstance(value, ast.Tuple) and len(value.elts) == 3 else None
    word = first.value if isinstance(first, ast.Constant) else ""
    return {word} if isinstance(word, str) and NAME.fullmatch(word) else set()


def _schema_rules(schema: object) -> Iterator[str]:
    """Yield the rules that a schema names: `errorMessage: {type: {rule: not-a-number}}`."""
    if isinstance(schema, dict) and isinstance(schema.get("rule"), str):
        yield schema["rule"]
    children = schema.values() if isinstance(schema, dict) else schema
    for item in children if isinstance(schema, dict | list) else ():
        yield from _schema_rules(item)


@cache
def composed_rules() -> frozenset[str]:
    """Return the rules whose names no string of the source holds.

    They are put together of types, constraints, keys and the front matter's schema, or are data, in
    data/prose/rules.yaml.
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
    prose = yaml.safe_load((ROOT / "data/prose/rules.yaml").read_text(encoding="utf-8"))["rules"]
    types = descriptor_schema()["$defs"]["field"]["properties"]["type"]["enum"]
    return frozenset(
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
        | set(_schema_rules(descriptor_schema()))
        | {
            f"front-matter-{re.sub('[A-Z]', lambda match: '-' + match[0].lower(), word)}"
            for word in used
        }
    )


def _foreign_key_rules() -> set[str]:
    """Return the rules that are named after a table into which another table's column leads."""
    names = set()
    for resource in yaml.safe_load((ROOT / "data/datapackage.yaml").read_text(encoding="utf-8"))[
        "resources"
    ]:
        schema = resource["schema"]
        names |= {
            key["reference"].get("resource") or resource["name"]
            for key in schema.get("foreignKeys", [])
        }
        names |= {
            item["references"]["resource"] for item in schema["fields"] if "references" in item
        }
    return {f"unknown-{name}" for name in names}


@cache
def shown_rules() -> frozenset[str]:
    """Return the rules whose messages the tests show in full."""
    sources = (path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py"))
    matches = [
        MESSAGE.match(text)
        for source in sources
        if STRING.search(source)
        for text in _strings(ast.parse(source))
    ]
    return frozenset(match[1] for match in matches if match)


def _strings(tree: ast.AST) -> Iterator[str]:
    """Yield every string of a program, with "{}" for each value that is put into it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
