"""Read the rules for prose, which are data: `data/prose/rules.yaml` and `data/prose/words.txt`. Imports problem, yaml_file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from guide.core.problems import Problem, quote, suggest
from guide.core.yaml_reader import parse_yaml

RULES, WORDS = "data/prose/rules.yaml", "data/prose/words.txt"
_KEYS = ("name", "level", "what", "mend", "reads", "tokens", "swap", "weak", "unless")
_CHOICES = {
    "reads": ("prose", "quotations", "links"),
    "level": ("error", "warning"),
    "unless": ("source", "negated", "help"),
}
_VALUES = ("found", "swap", "finding", "weak")


@dataclass(frozen=True)
class ProseRule:
    """One rule: what it looks for (`pattern`), in what, and what it then says.

    `reads`: "prose", "quotations" (prose with what stands in quotation marks) or "links" (the whole
    words of a link). `swaps` are (pattern, replacement) pairs; `weak` limits the rule to sentences
    with a finding whose row has one of the values of each column; `unless` is "source" where a
    citation or finding in the sentence excuses it, "negated" where a negation before it does,
    "help" where a link to the page of help in the same paragraph or list item does.
    """

    name: str
    level: str
    what: str
    mend: str
    reads: str
    pattern: re.Pattern
    swaps: tuple[tuple[re.Pattern, str], ...] = ()
    weak: dict[str, list[str]] = field(default_factory=dict)
    unless: str = ""


@dataclass(frozen=True)
class ProseRules:
    """All rules, the columns of each table that are prose, the words that take a claim back, and the project's words."""

    rules: tuple[ProseRule, ...] = ()
    columns: dict[str, list[str]] = field(default_factory=dict)
    negations: re.Pattern = re.compile(r"(?!)")
    words: frozenset[str] = frozenset()


def read_prose_rules(root: Path) -> tuple[ProseRules, list[Problem]]:
    """Read the rules below a project's folder. Problems: a file is missing, not UTF-8, or what `parse_prose_rules` finds."""
    texts, problems = [], []
    for name in (RULES, WORDS):
        try:
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
    """Return the rules of the two texts. Problems: not YAML, a rule that lacks a part, a pattern that is none."""
    document, problems = parse_yaml(rules, RULES)
    data = document.data if isinstance(document.data, dict) else {}
    made = []
    for index, entry in enumerate(data.get("rules") or []):
        found = list(
            _check_rule(
                entry, lambda *keys, _index=index: (RULES, *document.place("rules", _index, *keys))
            )
        )
        problems += found
        made += [] if found else [_make_rule(entry)]
    negations = "|".join(data.get("negations") or ["(?!)"])
    return (
        ProseRules(
            tuple(made),
            data.get("columns") or {},
            re.compile(rf"\b(?:{negations})\b|n['’]t\b", re.IGNORECASE),
            parse_words(words),
        ),
        problems,
    )


def parse_words(text: str) -> frozenset[str]:
    """Return the words of a list, one a line, in small letters; a line that begins with # is a remark."""
    return frozenset(
        line.strip().lower()
        for line in text.split("\n")
        if line.strip() and not line.startswith("#")
    )


def _check_rule(entry: object, at) -> Iterator[Problem]:
    if (
        not isinstance(entry, dict)
        or not {"name", "what", "mend"} <= set(entry)
        or not {"tokens", "swap"} & set(entry)
    ):
        yield Problem(
            *at(),
            "prose-rule-incomplete",
            "this rule lacks a part",
            "A rule has name, what, mend, and tokens or swap",
        )
        return
    for key in sorted(set(entry) - set(_KEYS)):
        yield Problem(
            *at(key),
            "prose-rule-key",
            f'"{key}" is not a part of a rule',
            suggest(key, _KEYS, "parts"),
        )
    for key, choices in _CHOICES.items():
        if key in entry and entry[key] not in choices:
            yield Problem(
                *at(key),
                "prose-rule-key",
                f'{key} is "{entry[key]}", which the guide does not know',
                suggest(str(entry[key]), choices, "kinds"),
            )
    for key in ("what", "mend"):
        for name in set(re.findall(r"{(.*?)}", str(entry[key]))) - set(_VALUES):
            yield Problem(
                *at(key),
                "prose-rule-key",
                f'{key} has "{name}" in curly brackets, which stands for nothing',
                suggest(name, _VALUES, "values"),
            )
    for number, token in enumerate(_tokens(entry)):
        try:
            re.compile(token)
        except re.error:
            keys = ("swap", token) if "swap" in entry else ("tokens", number)
            yield Problem(
                *at(*keys),
                "not-a-pattern",
                f"the pattern {quote(token)} is not a regular expression",
                "Check its brackets",
            )


def _tokens(entry: dict) -> list[str]:
    """Return the patterns of a rule. A space stands for any white space: text is wrapped where it happens to be."""
    return [
        str(token).replace(" ", r"\s+") for token in entry.get("tokens") or entry.get("swap") or []
    ]


def _compile(pattern: str, reads: str) -> re.Pattern:
    # Quotations are looked at with their letters' case: a name begins with a capital.
    edges = (
        r"(?<!\w)(?:{})(?!\w)"
        if reads == "prose"
        else "{}"
        if reads == "quotations"
        else r"\s*(?:{})[\s.!:…→»]*\Z"
    )
    return re.compile(edges.format(pattern), re.NOFLAG if reads == "quotations" else re.IGNORECASE)


def _make_rule(entry: dict) -> ProseRule:
    reads = entry.get("reads", "prose")
    tokens = _tokens(entry)
    swaps = tuple(
        (_compile(token, reads), str(word))
        for token, word in zip(tokens, (entry.get("swap") or {}).values(), strict=False)
    )
    return ProseRule(
        entry["name"],
        entry.get("level", "warning"),
        entry["what"],
        entry["mend"],
        reads,
        _compile("|".join(tokens), reads),
        swaps,
        entry.get("weak") or {},
        entry.get("unless", ""),
    )
