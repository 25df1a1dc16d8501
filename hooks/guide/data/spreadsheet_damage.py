"""Detect CSV injection, and cells that a spreadsheet has corrupted.

OWASP, CSV Injection (https://owasp.org/www-community/attacks/CSV_Injection): a spreadsheet takes a
cell that begins with = + - @, a tab, a carriage return or a line feed for a formula, and a formula
can send the reader's other cells away or start a program. Separators count too: where semicolons
separate the cells, as in much of Europe, "a;=1+1" is two cells, and the second is a formula.
"""

import re
from decimal import Context, Decimal

from guide.core.problems import quote

_FORMULA_START = re.compile(r"[=+\-@\t\r\n]")
_AFTER_SEPARATOR = re.compile(r"[;\t][=+\-@]")
# A number in digits, negative or not, runs nothing; "-2+3" would.
_PLAIN_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


def is_formula(text: str, is_number: bool) -> bool:
    """Say whether a spreadsheet would run a cell, or what follows a semicolon in it, as a formula.

    `is_number` says that the column holds numbers: a plain negative number is allowed there only.

    >>> is_formula("=1+1", False), is_formula("-5.54", True), is_formula("-5.54", False)
    (True, False, True)
    """
    if is_number and _PLAIN_NUMBER.fullmatch(text):
        return False
    return bool(_FORMULA_START.match(text) or _AFTER_SEPARATOR.search(text))


MONTH = (
    "(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
# What Excel and other spreadsheets make of "1-5", "3/4" or "Mar 2021".
_DAY_MONTH = rf"\d{{1,2}}-{MONTH}(?:-\d{{2,4}})?"
_MONTH_YEAR = rf"{MONTH.replace('month', 'alone')}-\d{{2,4}}"
_CORRUPTED_DATE = re.compile(f"{_DAY_MONTH}|{_MONTH_YEAR}", re.IGNORECASE)
_DAY_NUMBER = re.compile(r"\d{5}(?:\.\d+)?")
_SCIENTIFIC = re.compile(r"[-+]?\d+(?:[.,]\d+)?E[-+]?\d+", re.IGNORECASE)
_ERROR = re.compile(r"#(?:REF!|N/A|NAME\?|VALUE!|DIV/0!|NUM!|NULL!|SPILL!|CALC!|ERROR!|#+)")
_WHOLE_PART = re.compile(r"-?\d+(?=[.,]0+$)")
_MISSING_WORDS = {
    "na",
    "n/a",
    "n.a.",
    "nan",
    "none",
    "null",
    "nil",
    "missing",
    "unknown",
    "not reported",
    "–",
    "—",
    ".",
    "?",
}
# Noise has more digits than these beyond the number that was meant.
_FEWEST_NOISE_DIGITS = 2
_LONGEST_NUMBER = 40  # characters; a binary fraction is never written with more
_TYPOGRAPHIC = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "\u00a0": " ", "−": "-"}
)
AS_TEXT = "Give the column the format Text and write it again"


def replace_typography(text: str) -> str:
    """Replace typographic hyphens, quotation marks and spaces by those of ASCII.

    >>> replace_typography("ant–2020")
    'ant-2020'
    """
    return text.translate(_TYPOGRAPHIC)


def find_damage(text: str, kind: str) -> tuple[str, str, str] | None:
    """Detect what a spreadsheet has corrupted; return (rule, what is wrong, how to fix it) or None.

    `kind` is the column's type. Only what is certain from the text alone is reported: a value that
    may be meant is never taken for damage, so "NA" in a column of text stays a word.
    """
    if _ERROR.fullmatch(text):
        return (
            "sheet-error",
            "an error of the spreadsheet",
            "Write what belongs there, or leave the cell empty",
        )
    if kind != "date" and _CORRUPTED_DATE.fullmatch(text):
        return (
            "sheet-date",
            (
                "which looks like a date that a spreadsheet made of something else, such as 1-5 or"
                " Mar 2021"
            ),
            AS_TEXT,
        )
    if kind == "date" and _DAY_NUMBER.fullmatch(text):
        return (
            "sheet-day-number",
            "the number by which spreadsheets count days",
            "Give the column the format 2026-11-23 and export again",
        )
    if _SCIENTIFIC.fullmatch(text):
        return (
            "sheet-e-number",
            "which a spreadsheet has shortened to a number with E; digits are lost",
            AS_TEXT,
        )
    if kind in ("integer", "year") and (whole := _WHOLE_PART.match(text)):
        return (
            "sheet-decimal",
            "a whole number to which a program has added a decimal place",
            f"Write {quote(whole[0])}",
        )
    if kind == "number" and (number := _without_noise(text)):
        return (
            "float-noise",
            "a decimal number to which a program has added the noise of its binary fractions",
            f"Write {quote(number)}",
        )
    if kind != "string" and text.lower() in _MISSING_WORDS:
        return (
            "missing-word",
            "a word for a missing value, which some programs write",
            "Leave the cell empty",
        )
    if _is_mojibake(text):
        return (
            "sheet-garbled",
            "in which letters were spoiled when the file was opened in the wrong encoding",
            'Open the file as UTF-8, write it again and save it as "CSV UTF-8"',
        )
    return None


def _without_noise(text: str) -> str:
    """Return the number that was meant where a binary fraction was written out; else "".

    A number of single precision (IEEE 754 binary32) is exact to 7 digits, one of double precision
    to 15. Where far more digits differ from a short number by less than that, they are noise.

    >>> _without_noise("11.10000038"), _without_noise("0.30000000000000004"), _without_noise("3.14")
    ('11.1', '0.3', '')
    """
    if not _PLAIN_NUMBER.fullmatch(text) or "." not in text or len(text) > _LONGEST_NUMBER:
        return ""
    value = Decimal(text)
    for digits, precision in ((6, Decimal(2) ** -24), (14, Decimal(2) ** -52)):
        short = value.normalize(Context(prec=digits))
        error = abs(value - short)
        saved = len(value.as_tuple().digits) - len(short.as_tuple().digits)
        if saved > _FEWEST_NOISE_DIGITS and 0 < error <= abs(value) * precision:
            return f"{short:f}"
    return ""


def _is_mojibake(text: str) -> bool:
    """Say whether a text was decoded wrongly, such as UTF-8 as Windows-1252: â€™ for an ’."""
    if text.isascii():
        return False
    if "\ufffd" in text:  # what a program writes for a letter that it could not read
        return True
    try:
        return text.encode("cp1252").decode("utf-8") != text
    except (UnicodeEncodeError, UnicodeDecodeError):
        return any(mark in text for mark in ("â€", "Ã©", "Ã¨", "Ã¼", "Ã¶", "Ã¤"))
