"""Explain what a JSON Schema has against a value, in an editor's words.

A schema can word an error itself: `errorMessage` beside a keyword has {keyword: {rule, what, mend,
words}}, each of which may be left out. In braces may stand: name (the way to the value in words),
key (the last of the way), value, missing (the key that is not there), unknown (the key that is
there and should not be), and whatever else `describe` knows. `words` is what the values of an enum
are called.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from guide.core.days import first_day, parse_day
from guide.core.problems import quote, suggest
from guide.core.regexes import is_linear_pattern, is_pattern
from guide.core.wording import format_count, join_words

Keys = tuple[str | int, ...]
# What a value is called in a sentence, by its way: at least its `name`.
Describe = Callable[[Keys], dict[str, str]]


@dataclass(frozen=True)
class Fault:
    """What is wrong with the value to which the keys lead, and how to mend it."""

    keys: Keys
    rule: str
    what: str
    mend: str


def find_faults(
    schema: dict[str, Any], value: object, make_rule: Callable[[str], str], describe: Describe
) -> Iterator[Fault]:
    """Yield what the schema has against the value.

    `make_rule` names the rule of a keyword whose `errorMessage` names none.
    """
    # Slow to import, and not wanted where all was checked before.
    from jsonschema import Draft202012Validator

    for error in Draft202012Validator(schema, format_checker=_formats()).iter_errors(value):
        keys = tuple(error.absolute_path)
        own = error.schema.get("errorMessage", {}).get(error.validator, {})
        rule, context = own.get("rule") or make_rule(error.validator), describe(keys)
        context |= {"key": str(keys[-1]) if keys else "", "value": _quote_plain(error.instance)}
        for at, added, what, mend in _explain(error, context["name"], own.get("words", "words")):
            what, mend = own.get("what") or _escape(what), own.get("mend") or _escape(mend)
            yield Fault(
                keys + at, rule, what.format(**context, **added), mend.format(**context, **added)
            )


def _explain_other(_bound: Any, _value: Any) -> tuple[str, str]:
    return "is not allowed here", "Compare it with another one"


def _escape(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _explain(error: Any, name: str, words: str) -> Iterator[tuple[Keys, dict[str, str], str, str]]:
    """Yield (further keys, what may stand in braces, what, mend) for one error of the validator."""
    if error.validator == "required":
        # The validator reports one missing key at a time, in quotes.
        key = error.message.split("'")[1]
        yield (), {"missing": key}, f"{name} has no {key}", f'Add a line "{key}: …"'
    elif error.validator == "additionalProperties":
        properties = error.schema["properties"]
        for key in sorted(set(error.instance) - set(properties)):
            yield (
                (key,),
                {"unknown": quote(key)},
                f"{name} has {quote(key)}, which is not one of its keys",
                suggest(key, properties, "keys"),
            )
    elif error.validator == "enum":
        shown = show_value(error.instance)
        yield (
            (),
            {},
            f"{name} is{shown}{', which is' if shown else ''} not one of the allowed words",
            suggest(str(error.instance), [str(word) for word in error.validator_value], words),
        )
    else:
        explain = _WORDS.get(error.validator, _explain_other)
        what, mend = explain(error.validator_value, error.instance)
        shown = show_value(error.instance)
        yield (), {}, f"{name} is{shown}, which {what}" if shown else f"{name} {what}", mend


def join_path(words: list[str]) -> str:
    """Return the way to a value in words, from its words, the outermost first.

    >>> join_path(["related", "entry 2", "topic"])
    'topic in entry 2 of related'
    """
    way = ""
    for word in words:
        way = word + (" in " if way.startswith("entry ") else " of ") + way if way else word
    return way


def name_keys(keys: Keys) -> list[str]:
    """Return the words of keys: an entry of a list is called by its number, from 1."""
    return [f"entry {key + 1}" if isinstance(key, int) else str(key) for key in keys]


def _quote_plain(value: object) -> str:
    """Return a value in quotation marks, as JSON has it, but text as it is."""
    return quote(
        value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    )


def show_value(value: object) -> str:
    """Return a value as it stands in YAML, quoted, or nothing for a list or a group of keys."""
    if isinstance(value, bool):
        return f" {quote(str(value).lower())}"
    return f" {quote(value)}" if isinstance(value, (str, int, float)) else ""


@cache
def _formats() -> Any:
    """Return the forms of text that a schema may ask for.

    date is a day, date-time a day with or without its time, regex a regular expression of Python.
    """
    from jsonschema import FormatChecker

    checker = FormatChecker(formats=())
    forms = {
        "date": parse_day,
        "date-time": first_day,
        "regex": is_pattern,
        "linear-regex": is_linear_pattern,
    }
    for name, read in forms.items():
        checker.checks(name)(
            lambda value, _read=read: not isinstance(value, str) or bool(_read(value))
        )
    return checker


_TYPE_WORDS = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "array": "a list in square brackets",
    "object": "a group of keys",
    "boolean": "true or false",
}


def _name_types(bound: str | list[str]) -> str:
    return join_words(
        [_TYPE_WORDS[name] for name in ([bound] if isinstance(bound, str) else bound)], "or"
    )


# For each keyword of JSON Schema: (bound, value) to what is wrong, and how to fix it.
_WORDS: dict[str, Callable[[Any, Any], tuple[str, str]]] = {
    "type": lambda bound, value: (f"is not {_name_types(bound)}", f"Write {_name_types(bound)}"),
    "minLength": lambda bound, value: (
        f"is too short ({format_count(len(value), 'character')})",
        f"Write at least {format_count(bound, 'character')}",
    ),
    "maxLength": lambda bound, value: (
        f"is too long ({format_count(len(value), 'character')})",
        f"Write at most {format_count(bound, 'character')}",
    ),
    "minItems": lambda bound, value: (
        f"has {format_count(len(value), 'entry', 'entries')}",
        f"Give at least {bound}",
    ),
    "maxItems": lambda bound, value: (
        f"has {format_count(len(value), 'entry', 'entries')}",
        f"Give at most {bound}",
    ),
    "minimum": lambda bound, value: (f"is below {bound}", "Check the number"),
    "maximum": lambda bound, value: (f"is above {bound}", "Check the number"),
    "pattern": lambda bound, value: (
        ("is not a date", "Write year, month and day, such as 2026-11-23")
        if "\\d{4}" in bound
        else ("does not have the right form", "Use lower-case letters, digits and hyphens")
    ),
}
