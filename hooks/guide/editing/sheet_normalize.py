"""Normalize a spreadsheet's cells to the form of the data, and report damage that a program did.

Every change is reported. Nothing is guessed: a cell that can be read in two ways (1,234 or
3/4/2026) is a problem.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import NoReturn

from guide.core.problems import Problem, quote
from guide.data.package import Field, Resource, first_name
from guide.data.spreadsheet_damage import (
    AS_TEXT,
    MONTH,
    find_damage,
    is_formula,
    replace_typography,
)
from guide.editing.sheet_reader import SheetCell

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_THOUSANDS = re.compile(r"-?[1-9]\d{0,2}(?:[.,]\d{3})")
_DATES = (
    re.compile(r"(?P<year>\d{4})-(?P<number>\d{1,2})-(?P<day>\d{1,2})(?:[T ]00:00(?::00)?)?"),
    re.compile(r"(?P<year>\d{4})/(?P<number>\d{1,2})/(?P<day>\d{1,2})"),
    re.compile(r"(?P<day>\d{1,2})\.(?P<number>\d{1,2})\.(?P<year>\d{4})"),
    re.compile(rf"(?P<day>\d{{1,2}})[ -]{MONTH}[ -](?P<year>\d{{4}})", re.IGNORECASE),
    re.compile(rf"{MONTH} (?P<day>\d{{1,2}}),? (?P<year>\d{{4}})", re.IGNORECASE),
)
_SLASHES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


@dataclass(frozen=True)
class Change:
    """One normalized cell: row in the sheet, column, old text, new text, and the reason."""

    row: int
    column: str
    before: str
    after: str
    why: str

    def __str__(self) -> str:
        return (
            f"row {self.row}, {self.column}: {quote(self.before)} → {quote(self.after)}"
            f" ({self.why})"
        )


class _CellError(Exception):
    """A cell that cannot be normalized: the rule, what its text is, and how to mend it."""


def cell_error(rule: str, what: str, mend: str) -> _CellError:
    """Return the error to raise for a cell that cannot be normalized.

    `what` completes the message 'column is "text", …'.
    """
    return _CellError(rule, what, mend)


def normalize_cell(
    cell: SheetCell,
    item: Field,
    resource: Resource,
    path: str,
    old_text: str | None = None,
    has_decimal_commas: bool = False,
) -> tuple[str, list[Change], list[Problem]]:
    """Normalize a cell: return its text in the form of the data, the changes, and the problems.

    `old_text` is what the table has in this place now: a cell with the same text is left alone.
    `has_decimal_commas` says that the sheet writes 5,54 elsewhere, so that 1.234 may mean a
    thousand and more.
    """
    text, changes = cell.text, []
    if text == old_text:
        return text, [], []
    try:
        _check_cell(cell, item)
        for step, why in _normalization_steps(item, resource, has_decimal_commas):
            new = step(text)
            if new != text:
                changes.append(Change(cell.line, item.name, text, new, why))
                text = new
        _check_text(text, item, old_text)
    except _CellError as error:
        rule, what, mend = error.args
        what = f"{item.name} is {quote(cell.text)}, {what}"
        return text, [], [Problem(path, cell.line, cell.column, rule, what, mend)]
    return text, changes, []


def is_key(item: Field, resource: Resource) -> bool:
    """Return whether a column holds names, in which typographic quotes and dashes are slips."""
    foreign = {first_name(key["fields"]) for key in resource.foreign_keys}
    is_narrow = bool({"pattern", "enum"} & set(item.constraints))
    return is_narrow or bool(item.references) or item.name in foreign or item.type == "boolean"


def has_decimal_comma(text: str) -> bool:
    """Return whether a text can only be a number with a decimal comma.

    >>> has_decimal_comma("5,54"), has_decimal_comma("1,234"), has_decimal_comma("0,125")
    (True, False, True)
    """
    number = text.strip()
    return bool(
        re.fullmatch(r"-?\d+,\d+|-?\d{1,3}(?:\.\d{3})+,\d+", number)
        and not _THOUSANDS.fullmatch(number)
    )


def _normalization_steps(
    item: Field, resource: Resource, has_decimal_commas: bool
) -> list[tuple[Callable[[str], str], str]]:
    """Return the normalization steps of a column, each with the reason to report."""
    steps = [
        (
            lambda text: text.replace("\r\n", "\n").replace("\r", "\n"),
            "line breaks in the project's form",
        ),
        (lambda text: text.strip(" \t\n\u00a0\u202f\ufeff"), "space at its start or end"),
    ]
    if is_key(item, resource):
        steps.append(
            (
                lambda text: text if _is_valid_name(text, item) else replace_typography(text),
                "plain quotation marks, hyphens and spaces in a name",
            )
        )
    if item.type == "boolean":
        steps.append(
            (lambda text: text.lower() if text.lower() in ("true", "false") else text, "lower case")
        )
    if item.is_number:
        steps.append((lambda text: re.sub(r"^−(?=\d)", "-", text), "plain minus sign"))
    if item.type == "number":
        steps.append(
            (
                lambda text: _to_number(text, has_decimal_commas),
                "decimal point, no separator of thousands",
            )
        )
    if item.type in ("integer", "year"):
        steps.append((_to_whole, "whole number"))
    if item.type == "date":
        steps.append((_to_date, "year, month and day"))
    return steps


def _is_valid_name(text: str, item: Field) -> bool:
    """Return whether a name matches its column's enum or pattern already."""
    words, pattern = item.constraints.get("enum") or (), item.constraints.get("pattern")
    return text in [str(word) for word in words] or bool(
        pattern and re.fullmatch(str(pattern), text)
    )


def _raise_two_numbers(text: str) -> NoReturn:
    raise cell_error(
        "two-numbers",
        f"which can be {re.sub('[.,]', '', text)} or {text.replace(',', '.')}",
        "Write digits without a separator of thousands and, for decimals, a point",
    )


def _to_whole(text: str) -> str:
    if _THOUSANDS.fullmatch(text):
        _raise_two_numbers(text)
    return re.sub(r"^(-?\d+)[.,]0{1,2}$", r"\1", text)


def _to_number(text: str, has_decimal_commas: bool) -> str:
    if _THOUSANDS.fullmatch(text) and (has_decimal_commas or "," in text):
        _raise_two_numbers(text)
    if re.fullmatch(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?", text) and (
        text.count(",") > 1 or "." in text
    ):
        return text.replace(",", "")
    if has_decimal_comma(text):
        return text.replace(".", "").replace(",", ".")
    return text


def _to_date(text: str) -> str:
    slashes = _SLASHES.fullmatch(text)
    if slashes:
        first, second, year = (int(part) for part in slashes.groups())
        days = {_day(year, second, first), _day(year, first, second)} - {""}
        if len(days) > 1:
            raise cell_error(
                "two-dates",
                f"which can be {' or '.join(sorted(days))}",
                "Write year, month and day, such as 2026-11-23",
            )
        return days.pop() if days else text
    for pattern in _DATES:
        match = pattern.fullmatch(text)
        if match:
            parts = match.groupdict()
            month = (
                int(parts["number"])
                if "number" in parts
                else _MONTHS.index(parts["month"].lower()[:3]) + 1
            )
            return _day(int(parts["year"]), month, int(parts["day"])) or text
    return text


def _day(year: int, month: int, day: int) -> str:
    """Return a day in ISO form, or "" where there is no such day."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _check_cell(cell: SheetCell, item: Field) -> None:
    """Raise an error for a cell that a spreadsheet changed in a way that cannot be undone."""
    if cell.kind == "formula":
        raise cell_error(
            "sheet-formula",
            "a formula of the spreadsheet",
            "Copy the column and paste it as values only, then export again",
        )
    if cell.kind == "percent":
        raise cell_error(
            "sheet-percent",
            "a number that the spreadsheet shows as a percentage, a hundred times larger",
            "Give the column the format Number and write 24 for 24%",
        )
    if cell.kind == "time":
        raise cell_error(
            "sheet-time", "which the spreadsheet has turned into a time of day", AS_TEXT
        )
    if cell.kind == "date" and item.type != "date":
        raise cell_error("sheet-date", "which the spreadsheet has turned into a date", AS_TEXT)


def _check_text(text: str, item: Field, old_text: str | None) -> None:
    """Raise an error for a damaged text: a date, lost digits, lost zeros or lost letters."""
    if damage := find_damage(text.strip(), item.type):
        raise cell_error(*damage)
    if is_formula(text, item.is_number):
        raise cell_error(
            "sheet-formula",
            "which a spreadsheet would run as a formula",
            "Begin the cell with a letter or a digit",
        )
    if old_text and old_text != text and item.type == "string":
        _check_loss(text, old_text)


def _check_loss(text: str, old_text: str) -> None:
    if re.fullmatch(r"0\d+", old_text) and old_text.lstrip("0") == text:
        raise cell_error(
            "sheet-zeros",
            f"and was {quote(old_text)}: a spreadsheet has dropped the zeros at its start",
            AS_TEXT,
        )
    if re.sub(r"[^\x00-\x7f]", "?", old_text) == text:
        raise cell_error(
            "sheet-garbled",
            f"and was {quote(old_text)}: letters were lost when the file was saved",
            'Save it as "CSV UTF-8"',
        )
