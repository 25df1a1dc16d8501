"""Read the registry of rules, `guide/rules/*.yaml`: what each problem means, and how to fix it.

A file holds a group of rules; `guide/schemas/rules.yaml` is its JSON Schema, against which the
tests validate it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

# The page that lists all rules, below the site. exports.rules_page writes it.
RULES_PAGE = "about/rules/"
_FOLDER = Path(__file__).parents[1] / "rules"
# The order in which readers meet them.
_FILES = (
    "data-files",
    "descriptor",
    "front-matter",
    "text",
    "markdown",
    "components",
    "charts",
    "self-reflection",
    "built-site",
    "addresses",
    "navigation",
    "prose",
    "finished-site",
    "spreadsheets",
    "form",
)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Rule:
    """Hold one rule. The texts are Markdown without HTML; the examples are as they are written.

    id: its name in kebab case, which a Problem names, and the anchor of its text on the site.
    severity: "error", which fails the check, or "warning", which does not.
    place: where the tests put the examples; the bad one is answered with `message`, and breaks the
        rules in `also` too.
    tested_by: the test of a rule whose examples cannot be put anywhere as text, `because` of what.
    """

    id: str
    title: str
    why: str
    bad: str
    good: str
    fix: str
    severity: str = "error"
    place: str = ""
    message: str = ""
    also: tuple[str, ...] = ()
    tested_by: str = ""
    because: str = ""


@dataclass(frozen=True)
class RuleGroup:
    """Hold the rules of one file, in its order."""

    title: str
    about: str
    rules: tuple[Rule, ...]


@cache
def rule_groups() -> tuple[RuleGroup, ...]:
    """Return all rules. Cached: the files are part of the program and never change in a run."""
    return tuple(
        RuleGroup(data["group"], data["about"], tuple(_read_rules(data["rules"])))
        for data in map(read_group, _FILES)
    )


def _read_rules(entries: dict[str, dict[str, Any]]) -> Iterator[Rule]:
    for name, entry in entries.items():
        yield Rule(name, **{**entry, "also": tuple(entry.get("also", ()))})


def read_group(name: str) -> dict[str, Any]:
    """Parse one file of the registry."""
    text = (_FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.load(text, _LOADER)  # noqa: S506  (a safe loader)
    return data


@cache
def rules_by_id() -> dict[str, Rule]:
    """Return all rules by their ids."""
    return {rule.id: rule for group in rule_groups() for rule in group.rules}


def rule_url(name: str, site_url: str = "") -> str:
    """Return the address of a rule's text; a path where the site has no address.

    >>> rule_url("form"), rule_url("form", "https://bonds.example/guide/")
    ('/about/rules/#form', 'https://bonds.example/guide/about/rules/#form')
    """
    return f"{site_url.rstrip('/')}/{RULES_PAGE}#{name}"


def find_rule(name: str) -> Rule:
    """Return the rule with an id; a ValueError where the registry has none."""
    rule = rules_by_id().get(name)
    if rule is None:
        raise ValueError(f"the registry of rules, guide/rules/, has no rule {name!r}")
    return rule
