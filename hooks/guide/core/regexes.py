"""Check the regular expressions that editors write: that they can be read, and end in time."""

import re
import warnings
from collections.abc import Callable
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

# What is tried in place of every sign.
_SIGNS = [*map(chr, range(128)), "é", "–", "€"]
_REPEATS = (_constants.MAX_REPEAT, _constants.MIN_REPEAT)
_CATEGORIES: dict[Any, Callable[[str], bool]] = {
    _constants.CATEGORY_DIGIT: str.isdigit,
    _constants.CATEGORY_SPACE: str.isspace,
    _constants.CATEGORY_WORD: lambda sign: sign.isalnum() or sign == "_",
    _constants.CATEGORY_NOT_DIGIT: lambda sign: not sign.isdigit(),
    _constants.CATEGORY_NOT_SPACE: lambda sign: not sign.isspace(),
    _constants.CATEGORY_NOT_WORD: lambda sign: not (sign.isalnum() or sign == "_"),
}


def is_pattern(text: str) -> bool:
    """Say whether a text is a regular expression that Python reads without a warning.

    >>> is_pattern("[a-z]+"), is_pattern("[a-z"), is_pattern("a{99999999999}")
    (True, False, False)
    """
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            re.compile(text)
        except (re.error, OverflowError, RecursionError, Warning):
            return False
    return True


def is_linear_pattern(text: str) -> bool:
    """Say whether a regular expression is free of repetition that fits one text in many ways.

    A part that repeats, and may be of several lengths, such as a+ in (a+)+, is tried in so many
    ways that a test of a long text may never end. It is fine where each turn begins or ends with a
    sign that nothing else in it matches, as in [a-z]+(-[a-z]+)*. The rule is strict: it refuses
    some patterns that would end. What is no regular expression is left to `is_pattern`.

    >>> is_linear_pattern("[a-z]+(-[a-z]+)*"), is_linear_pattern("(a+)+$")
    (True, False)
    """
    return not is_pattern(text) or _is_linear(_parser.parse(text))


def _is_linear(items: Any) -> bool:
    for name, value in items:
        if name in _REPEATS and value[1] > 1:
            body = _unwrap(value[2])
            if _varies(body) and not _is_marked(body):
                return False
        if not all(_is_linear(part) for part in _parts_of(value)):
            return False
    return True


def _varies(items: Any) -> bool:
    """Say whether a part may end in several places: something in it repeats or may be left out."""
    for name, value in items:
        if name in _REPEATS and value[0] != value[1]:
            return True
        parts = _parts_of(value)
        if name is _constants.BRANCH and any(not list(part) for part in parts):
            return True  # Python reads a|aa as a(?:|a)
        if any(_varies(part) for part in parts):
            return True
    return False


def _is_marked(items: list[Any]) -> bool:
    """Say whether each turn of a part begins or ends where nothing else in it can.

    Its first or last item must be there, and match no sign that the others do. Where that item may
    itself be long, as in a+, the others must be there as well.
    """
    for end, others in ((items[:1], items[1:]), (items[-1:], items[:-1])):
        is_one_sign = end[0][0] in (_constants.LITERAL, _constants.IN)
        is_there = is_one_sign or (end[0][0] in _REPEATS and end[0][1][0] > 0)
        if (
            is_there
            and (is_one_sign or any(_must_be_there(item) for item in others))
            and not any(_matches(end, sign) and _matches(others, sign) for sign in _SIGNS)
        ):
            return True
    return False


def _must_be_there(item: tuple[Any, Any]) -> bool:
    name, value = item
    if name in _REPEATS:
        return bool(value[0] > 0)
    return name in (_constants.LITERAL, _constants.NOT_LITERAL, _constants.IN, _constants.ANY)


def _matches(items: Any, sign: str) -> bool:
    """Say whether anything in a part may match a sign."""
    for name, value in items:
        if name is _constants.IN:
            is_inside = any(
                (one not in _CATEGORIES or _CATEGORIES[one](sign))
                if kind is _constants.CATEGORY
                else one[0] <= ord(sign) <= one[1]
                if kind is _constants.RANGE
                else one == ord(sign)
                for kind, one in value
                if kind is not _constants.NEGATE
            )
            if is_inside != (value[0][0] is _constants.NEGATE):
                return True
        elif (
            name is _constants.ANY
            or (name is _constants.LITERAL and value == ord(sign))
            or (name is _constants.NOT_LITERAL and value != ord(sign))
            or any(_matches(part, sign) for part in _parts_of(value))
        ):
            return True
    return False


def _unwrap(items: Any) -> list[Any]:
    """Return the items of a part without the group around them."""
    while len(items) == 1 and items[0][0] is _constants.SUBPATTERN:
        items = items[0][1][-1]
    return list(items)


def _parts_of(value: Any) -> list[Any]:
    """Return the parts in a value of a parsed expression: of a group, a choice, a repetition."""
    if isinstance(value, _parser.SubPattern):
        return [value]
    if isinstance(value, (tuple, list)):
        return [part for item in value for part in _parts_of(item)]
    return []
