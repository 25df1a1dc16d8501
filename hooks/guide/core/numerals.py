"""Read the numbers of a text: digits of any script, number words, fractions of Unicode.

`normalize_text` brings a text into one form: full-width, superscript and other scripts' digits
become ASCII digits, every space is a plain one, and what nobody sees is dropped (soft hyphens,
zero-width characters). `find_numerals` then finds the numbers, each with its value.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

UNITS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
TEENS = [
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
SCALES = {
    "dozen": 12.0,
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
}
_VALUES = {
    **{word: float(value) for value, word in enumerate(UNITS, start=1)},
    **{word: float(value) for value, word in enumerate(TEENS, start=10)},
    **{word: 10.0 * value for value, word in enumerate(TENS, start=2)},
    "half": 0.5,
}

_SMALL = rf"(?:(?:{'|'.join(TENS)})(?:[ -]?(?:{'|'.join(UNITS)}))?|{'|'.join(TEENS + UNITS)})"
_SCALE = rf"(?:{'|'.join(SCALES)})"
_DIGITS = r"(?:\d{1,3}(?:[, ']\d{3})+(?!\d)|\d+)(?:\.\d+)?|(?<![\d.])\.\d+"
_NUMERAL = re.compile(
    r"(?P<clock>(?<![\w:])\d{1,2}:\d{2}(?![\d:])|(?<![\w.])\d{1,2}\.\d{2}(?= ?[ap]\.?m\b))"
    rf"|(?P<digits>(?<![^\W\d_])(?:{_DIGITS}))(?: (?P<scale>{_SCALE})\b)?"
    rf"|(?P<words>\b(?:{_SMALL}(?:[ -]{_SCALE}\b)+|half an? {_SCALE}\b|an? {_SCALE}\b"
    rf"(?: {_SCALE}\b)*|{_SCALE}\b)(?:(?: and)? {_SMALL}\b(?:[ -]{_SCALE}\b)*){{0,3}}"
    rf"|\b{_SMALL}\b)"
)
_WORD = re.compile(r"[a-z]+")
_TENS_AND_UNIT = re.compile(rf"({'|'.join(TENS)})({'|'.join(UNITS)})")

_REPLACED = {
    # Signs of Markdown that are left, as in raw HTML, do not hide a number.
    **dict.fromkeys("*`\\[]", ""),
    **dict.fromkeys("\u2010\u2011\u2043", "-"),
    **dict.fromkeys("\u2012\u2013\u2015", "\u2013"),
    **dict.fromkeys("\u2018\u2019\u02bc", "'"),
    "\u066a": "%",
    "\u066b": ".",
    "\u066c": ",",
}

_TO_SPACE = {ord("\n"): " ", ord("\t"): " "}
# What is not one lower-case letter, sign or space for each character.
_SPECIAL = re.compile(r"[^\x20-\x7e\n\t]|[*`\\\[\]]|\s\s")


@dataclass(frozen=True)
class NormalText:
    """A text in its normal form; `places[i]` is the index in the original of its character `i`."""

    text: str
    places: list[int]


@dataclass(frozen=True)
class Numeral:
    """A number in a normalized text, from `start` to `end`.

    `is_word`: in words; `is_clock`: a time of day such as 7:30; `is_grouped`: with commas between
    thousands; `has_point`: with a decimal point.
    """

    start: int
    end: int
    value: float
    is_word: bool = False
    is_clock: bool = False
    is_grouped: bool = False
    has_point: bool = False


def normalize_text(text: str) -> NormalText:
    r"""Bring a text into its normal form, in lower case.

    >>> normalize_text("２４\u202f% ½").text
    '24 % 1/2'
    """
    if not _SPECIAL.search(text):  # as most texts, and much faster
        return NormalText(text.lower().translate(_TO_SPACE), list(range(len(text))))
    characters: list[str] = []
    places: list[int] = []
    for place, original in enumerate(text):
        for character in _normalize_character(original):
            if character == " " and characters and characters[-1] == " ":
                continue
            # "1½" has two numbers.
            if (
                original in "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞⅐⅑⅒"
                and characters
                and (places[-1] != place and characters[-1].isdigit())
            ):
                characters.append(" ")
                places.append(place)
            characters.append(character)
            places.append(place)
    return NormalText("".join(characters), places)


@cache
def _normalize_character(character: str) -> str:
    if character in _REPLACED:
        return _REPLACED[character]
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    category = unicodedata.category(character)
    if category in ("Cf", "Me") or "\ufe00" <= character <= "\ufe0f" or character == "\u034f":
        return ""
    if category in ("Zs", "Zl", "Zp", "Cc"):
        return " "
    if category in ("Co", "Cn"):
        return "\u25a0"
    plain = unicodedata.normalize("NFKC", character).casefold().replace("\u2044", "/")
    return "".join(_REPLACED.get(one, " " if one.isspace() else one) for one in plain)


def find_numerals(text: str) -> list[Numeral]:
    """Find the numbers of a normalized text, in its order.

    >>> [item.value for item in find_numerals("5.54% of 28,000; twenty-four in a hundred")]
    [5.54, 28000.0, 24.0, 100.0]
    """
    return [_read_numeral(match) for match in _NUMERAL.finditer(text)]


def _read_numeral(match: re.Match[str]) -> Numeral:
    start, end = match.span()
    if match["clock"]:
        return Numeral(start, end, 0.0, is_clock=True)
    if digits := match["digits"]:
        value = float(re.sub("[, ']", "", digits)) * SCALES.get(match["scale"] or "", 1.0)
        is_grouped = "," in digits
        return Numeral(start, end, value, is_grouped=is_grouped, has_point="." in digits)
    return Numeral(start, end, _read_words(match["words"]), is_word=True)


def _read_words(words: str) -> float:
    """Return the value of number words.

    >>> _read_words("two hundred and five thousand"), _read_words("twentyfour")
    (205000.0, 24.0)
    """
    total, group = 0.0, 0.0
    for word in _WORD.findall(_TENS_AND_UNIT.sub(r"\1 \2", words)):
        if word in _VALUES:
            group += _VALUES[word]
        elif word in SCALES:
            group = (group or 1.0) * SCALES[word]
            if SCALES[word] >= 1e3:
                total, group = total + group, 0.0
    return total + group
