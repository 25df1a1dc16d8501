"""Check that the numbers in a link's text are those of the finding's row."""

import re

from guide.data.records import Record

_NUMBER = re.compile(r"(?<![\w.])\d+(?:,\d{3})*(?:\.\d+)?")
_CARDINALS = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_FRACTION_WORDS = (
    "half",
    "third",
    "thirds",
    "quarter",
    "quarters",
    "fifth",
    "fifths",
    "tenth",
    "dozen",
    "twice",
    "double",
)
_NUMBER_WORDS = re.compile(
    rf"\b(?:{'|'.join((*_CARDINALS[2:], *_FRACTION_WORDS))})\b", re.IGNORECASE
)
ROW_FIELDS = (
    "statement",
    "value",
    "value_low",
    "value_high",
    "unit",
    "population",
    "period",
    "caveat",
)


def find_numbers(text: str) -> list[str]:
    """Extract the numbers of a text as digits without separators, in their order.

    >>> find_numbers("5.54% of 28,000 people")
    ['5.54', '28000']
    """
    return [match.replace(",", "") for match in _NUMBER.findall(text)]


def find_number_words(text: str) -> list[str]:
    """Extract the number words of a text, in lower case: two to twelve and common fractions."""
    return [match.lower() for match in _NUMBER_WORDS.findall(text)]


def find_disagreements(text: str, finding: Record) -> list[str]:
    """List the numbers of a link's text, digits or words, that the finding's row does not have."""
    row = " ".join(finding.cells[name].text for name in ROW_FIELDS if name in finding.cells)
    digits, words = {float(number) for number in find_numbers(row)}, set(find_number_words(row))
    wrong = [number for number in find_numbers(text) if float(number) not in digits]
    return wrong + [
        word for word in find_number_words(text) if word not in words and _value(word) not in digits
    ]


def _value(word: str) -> float | None:
    return float(_CARDINALS.index(word)) if word in _CARDINALS else None
