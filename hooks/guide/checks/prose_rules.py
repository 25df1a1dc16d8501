"""Parse the rules of the prose linter: `data/prose/rules.yaml` and `data/prose/words.txt`."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any

from guide.core.problems import Problem, quote, suggest
from guide.core.regexes import is_linear_pattern, is_pattern
from guide.core.rules import rules_by_id
from guide.core.schema_errors import Fault, Keys, find_faults, join_path, name_keys
from guide.core.size_limits import TEXT_BYTES, check_file_size
from guide.core.yaml_reader import Document, parse_yaml
from guide.data.package import Package

RULES, WORDS = "data/prose/rules.yaml", "data/prose/words.txt"
_SCHEMA_PATH = Path(__file__).parents[1] / "schemas" / "prose_rules.yaml"
_KEYS = ("name", "level", "what", "mend", "reads", "tokens", "swap", "weak", "unless")
_CHOICES = {
    "reads": ("prose", "quotations", "links"),
    "level": ("error", "warning"),
    "unless": ("source", "negated", "help"),
}
# The rule in the registry for one that only a project has.
_OWN_RULE = "house-style"
# The names in curly brackets that a message may have.
_PLACEHOLDERS = ("found", "swap", "finding", "weak")


@dataclass(frozen=True)
class ProseRule:
    """Hold one rule: the pattern it searches for, in which text, and its message.

    id: the rule in the registry: that of its name, or "house-style" for a project's own rule.
    severity: "error", "warning", or "" for the severity of the registry.
    what, mend: the message, with placeholders in curly brackets.
    reads: "prose", "quotations" (prose and quotations) or "links" (whole link texts).
    swaps: (pattern, replacement) pairs.
    weak: limits the rule to sentences with a finding whose row has one of the values of each
        column.
    unless: what excuses a match: "source", a citation or finding in the sentence; "negated", a
        negation before it; "help", a link to the page of help in the paragraph or list item.
    """

    id: str
    severity: str
    what: str
    mend: str
    reads: str
    pattern: re.Pattern[str]
    swaps: tuple[tuple[re.Pattern[str], str], ...] = ()
    weak: dict[str, list[str]] = field(default_factory=dict)
    unless: str = ""


@dataclass(frozen=True)
class ProseRules:
    """Hold all rules and their settings.

    columns: the names of the columns with prose, by resource.
    negations: the words that negate a claim.
    words: the project's words that are not in the dictionary, in lower case.
    document: the file with the place of every key.
    """

    rules: tuple[ProseRule, ...] = ()
    columns: dict[str, list[str]] = field(default_factory=dict)
    negations: re.Pattern[str] = re.compile(r"(?!)")
    words: frozenset[str] = frozenset()
    document: Document = field(default_factory=lambda: Document({}))


def read_prose_rules(root: Path) -> tuple[ProseRules, list[Problem]]:
    """Read the rules of the project below `root`.

    Problems: a file that is missing or not UTF-8, and those of `parse_prose_rules`.
    """
    texts: list[str] = []
    problems: list[Problem] = []
    for name in (RULES, WORDS):
        if large := check_file_size(root / name, name, TEXT_BYTES):
            problems += large
            continue
        try:
            if not (root / name).is_file():
                raise FileNotFoundError(name)
            texts.append((root / name).read_text(encoding="utf-8-sig"))
        except OSError:
            problems.append(
                Problem(
                    name,
                    1,
                    1,
                    "no-such-file",
                    "this file is missing, and the prose cannot be checked without it",
                    "Put it back",
                )
            )
        except UnicodeDecodeError:
            problems.append(
                Problem(
                    name,
                    1,
                    1,
                    "not-utf-8",
                    "this file is not saved as UTF-8",
                    "Save it again as UTF-8",
                )
            )
    return (ProseRules(), problems) if problems else parse_prose_rules(*texts)


def parse_prose_rules(rules: str, words: str) -> tuple[ProseRules, list[Problem]]:
    """Parse the texts of the two files.

    Problems: not YAML; a value of the wrong type; a rule with a missing or unknown key, choice or
    placeholder; a pattern that is not a regular expression.
    """
    document, problems = parse_yaml(rules, RULES)
    faults = [] if problems else list(find_faults(_schema(), document.data, _rule, _describe))
    problems += [Problem(RULES, *document.place(*item.keys), *_words(item)) for item in faults]
    broken = {fault.keys[:1] for fault in faults if fault.keys[:1] != ("rules",)}
    broken |= {fault.keys[:2] for fault in faults}
    data = document.data if isinstance(document.data, dict) and () not in broken else {}
    entries = [] if ("rules",) in broken else data.get("rules", [])
    prose_rules = []
    for index, entry in enumerate(entries):
        if ("rules", index) in broken:
            continue
        rule_problems = list(_check_rule(entry, partial(document.place, "rules", index)))
        problems += rule_problems
        prose_rules += [] if rule_problems else [_make_rule(entry)]
    negations = [] if ("negations",) in broken else data.get("negations", [])
    return (
        ProseRules(
            tuple(prose_rules),
            {} if ("columns",) in broken else data.get("columns", {}),
            re.compile(rf"\b(?:{'|'.join(negations or ['(?!)'])})\b|n['’]t\b", re.IGNORECASE),
            parse_words(words),
            document,
        ),
        problems,
    )


@cache
def _schema() -> dict[str, Any]:
    """Return the schema. Cached: the file is part of the program and never changes in a run."""
    document, problems = parse_yaml(_SCHEMA_PATH.read_text(encoding="utf-8"), str(_SCHEMA_PATH))
    assert not problems, problems
    schema: dict[str, Any] = document.data
    return schema


def _rule(_keyword: str) -> str:
    return "prose-rule-key"


def _describe(keys: Keys) -> dict[str, str]:
    return {"name": join_path(name_keys(keys)) or "the file"}


def _words(fault: Fault) -> tuple[str, str, str]:
    return fault.rule, fault.what, fault.mend


def check_columns(rules: ProseRules, package: Package) -> Iterator[Problem]:
    """Yield a problem for each table or column that the rules name and the package lacks.

    A misspelled one would leave its prose unread without a word.
    """
    findings = {"findings": [*dict.fromkeys(name for rule in rules.rules for name in rule.weak)]}
    for table, names in [*rules.columns.items(), *findings.items()]:
        if table not in package.resources:
            if names and table not in package.broken:
                yield Problem(
                    RULES,
                    *rules.document.place("columns", table),
                    "unknown-resource",
                    f"the rules name the table {quote(table)}, which is not there",
                    suggest(table, package.resources, "tables"),
                )
            continue
        known = package.resources[table].field_names
        for index, name in enumerate(names):
            if name not in known:
                yield Problem(
                    RULES,
                    *rules.document.place("columns", table, index),
                    "unknown-column",
                    f"the rules name the column {quote(name)}, which {table} does not have",
                    suggest(name, known, "columns"),
                )


def parse_words(text: str) -> frozenset[str]:
    """Parse a list of words, one a line, into lower case; lines that begin with # are comments."""
    return frozenset(
        line.strip().lower()
        for line in text.split("\n")
        if line.strip() and not line.startswith("#")
    )


def _check_rule(entry: object, place: Callable[..., tuple[int, int]]) -> Iterator[Problem]:
    """Yield the problems of one rule; `place` returns the line and column of one of its keys."""
    if (
        not isinstance(entry, dict)
        or not {"name", "what", "mend"} <= set(entry)
        or not {"tokens", "swap"} & set(entry)
    ):
        yield Problem(
            RULES,
            *place(),
            "prose-rule-incomplete",
            "this rule lacks a part",
            "A rule has name, what, mend, and tokens or swap",
        )
        return
    for key in sorted(set(entry) - set(_KEYS)):
        yield Problem(
            RULES,
            *place(key),
            "prose-rule-key",
            f'"{key}" is not a part of a rule',
            suggest(key, _KEYS, "parts"),
        )
    for key, choices in _CHOICES.items():
        if key in entry and entry[key] not in choices:
            yield Problem(
                RULES,
                *place(key),
                "prose-rule-key",
                f'{key} is "{entry[key]}", which the guide does not know',
                suggest(str(entry[key]), choices, "kinds"),
            )
    for key in ("what", "mend"):
        for name in set(re.findall(r"{(.*?)}", str(entry[key]))) - set(_PLACEHOLDERS):
            yield Problem(
                RULES,
                *place(key),
                "prose-rule-key",
                f'{key} has "{name}" in curly brackets, which stands for nothing',
                suggest(name, _PLACEHOLDERS, "values"),
            )
    tokens = _tokens(entry)
    wrong = [number for number, token in enumerate(tokens) if not is_pattern(token)]
    if not wrong and not is_pattern("|".join(f"(?:{token})" for token in tokens)):
        wrong = [len(tokens) - 1]  # as with a group of one name in two patterns
    for number in wrong:
        keys = ("swap", [*entry["swap"]][number]) if "tokens" not in entry else ("tokens", number)
        yield Problem(
            RULES,
            *place(*keys),
            "not-a-pattern",
            f"the pattern {quote(tokens[number])} is not a regular expression",
            "Check its brackets",
        )
    for number, token in enumerate(tokens):
        if not is_linear_pattern(token):
            keys = (
                ("swap", [*entry["swap"]][number]) if "tokens" not in entry else ("tokens", number)
            )
            yield Problem(
                RULES,
                *place(*keys),
                "slow-pattern",
                f"the pattern {quote(token)} repeats what repeats by itself, and a check could"
                " take for ever",
                "Put a sign of its own at the start of the inner part, as in [a-z]+(-[a-z]+)*",
            )


def _tokens(entry: dict[str, Any]) -> list[str]:
    """Return the patterns of a rule. A space matches any white space, since text may be wrapped."""
    return [
        str(token).replace(" ", r"\s+") for token in entry.get("tokens") or entry.get("swap") or []
    ]


def _compile(pattern: str, reads: str) -> re.Pattern[str]:
    # Patterns of quotations are case-sensitive: a name begins with a capital.
    edges = (
        r"(?<!\w)(?:{})(?!\w)"
        if reads == "prose"
        else "{}"
        if reads == "quotations"
        else r"\s*(?:{})[\s.!:…→»]*\Z"
    )
    return re.compile(edges.format(pattern), re.NOFLAG if reads == "quotations" else re.IGNORECASE)


def _make_rule(entry: dict[str, Any]) -> ProseRule:
    reads = entry.get("reads", "prose")
    tokens = _tokens(entry)
    swaps = tuple(
        (_compile(token, reads), str(word))
        for token, word in zip(tokens, (entry.get("swap") or {}).values(), strict=False)
    )
    return ProseRule(
        entry["name"] if entry["name"] in rules_by_id() else _OWN_RULE,
        entry.get("level", ""),
        entry["what"],
        entry["mend"],
        reads,
        _compile("|".join(f"(?:{token})" for token in tokens), reads),
        swaps,
        entry.get("weak") or {},
        entry.get("unless", ""),
    )
