"""Format numbers, dates, lists and identifiers in the guide's style."""

import re
from collections.abc import Sequence
from datetime import date


def format_number(value: float | int, *, grouped: bool = True) -> str:
    """Return a number for readers: thousands separated, a real minus sign, no idle ".0".

    >>> format_number(-24000.0)
    '−24,000'
    """
    digits = f"{abs(value):,.8f}".rstrip("0").rstrip(".")
    shown = digits if grouped else digits.replace(",", "")
    return f"−{shown}" if value < 0 else shown


def format_change(value: float) -> str:
    """Return a change with its sign, rounded to one decimal.

    >>> format_change(18), format_change(-20.96)
    ('+18', '−21')
    """
    rounded = round(value, 1)
    return "0" if rounded == 0 else ("+" if rounded > 0 else "") + format_number(rounded)


def format_date(value: date | None) -> str:
    """Return a date as readers know it, or words for none: a preview shows broken data too.

    >>> format_date(date(2026, 11, 3))
    'November 3, 2026'
    """
    return f"{value:%B} {value.day}, {value.year}" if value else "on no known date"


def join_words(words: Sequence[str], last: str = "and") -> str:
    """Join words for a sentence.

    >>> join_words(["a", "b", "c"])
    'a, b, and c'
    """
    if len(words) < 3:
        return f" {last} ".join(words)
    return f"{', '.join(words[:-1])}, {last} {words[-1]}"


def format_count(number: int, singular: str, plural: str | None = None) -> str:
    """Return a count with its noun.

    >>> format_count(1, "finding"), format_count(3, "study", "studies")
    ('1 finding', '3 studies')
    """
    return f"{format_number(number)} {singular if number == 1 else plural or singular + 's'}"


def slugify(text: str) -> str:
    """Return an id made of lower-case letters, digits and hyphens.

    >>> slugify("Why we’re lonely")
    'why-we-re-lonely'
    """
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def make_anchor(text: object) -> str:
    """Return an anchor (an HTML id) from a cell, front matter or a file's name.

    A plain word stays as it is.

    >>> make_anchor("joel-2020"), make_anchor("united kingdom (wales)"), make_anchor('"><meta>')
    ('joel-2020', 'united-kingdom-wales', 'meta')
    """
    return re.sub(r"[^\w.-]+", "-", str(text)).strip("-") or "part"


def collapse_whitespace(text: str) -> str:
    """Return text on one line: each run of white space as one space, none at the ends.

    >>> collapse_whitespace("  one   two ")
    'one two'
    """
    return " ".join(text.split())


def normalize_phrase(text: str) -> str:
    """Return a link phrase as it is looked up: lower case, white space as single spaces."""
    return collapse_whitespace(text).lower()
