"""Bring a spreadsheet's cells into the form of the data, where that is certain, and name what a program has spoiled.
Imports problem, spreadsheet, package, records, sheets.

Every change is told. Where a cell can be read in two ways (1,234 or 3/4/2026), nothing is guessed:
it is a problem.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from guide.core.problems import Problem, quote
from guide.data.package import Field, Resource, first_name
from guide.data.spreadsheet_damage import AS_TEXT, MONTH, find_damage, formula_start, plain_marks
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
    """One cell that was brought into form: its row in the sheet, its column, as it was, as it is, and why."""

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


class _Spoiled(Exception):
    """What is wrong with a cell: its rule, what it is, and how to mend it."""


def wrong(rule: str, what: str, mend: str) -> _Spoiled:
    """Return what to raise for a cell that cannot be brought into form; `what` goes on from "column is "text", "."""
    return _Spoiled(rule, what, mend)


def normalize_cell(
    cell: SheetCell,
    item: Field,
    resource: Resource,
    path: str,
    known: str | None = None,
    has_decimal_commas: bool = False,
) -> tuple[str, list[Change], list[Problem]]:
    """Return a cell's text in the form of the data, what was changed, and what cannot be decided.

    `known` is what the table has in this place now: a cell that says the same is left alone.
    `has_decimal_commas` tells that the sheet writes 5,54 elsewhere, so that 1.234 may mean a
    thousand and more.
    """
    text, changes = cell.text, []
    if text == known:
        return text, [], []
    try:
        _check_cell(cell, item)
        for step, why in _steps(item, resource, has_decimal_commas):
            new = step(text)
            if new != text:
                changes.append(Change(cell.line, item.name, text, new, why))
                text = new
        _check_text(text, item, known)
    except _Spoiled as found:
        rule, what, mend = found.args
        what = f"{item.name} is {quote(cell.text)}, {what}"
        return text, [], [Problem(path, cell.line, cell.column, rule, what, mend)]
    return text, changes, []


def is_key(item: Field, resource: Resource) -> bool:
    """Say whether a cell holds names, in which typographic quotes and dashes are slips."""
    foreign = {first_name(key["fields"]) for key in resource.foreign_keys}
    is_narrow = bool({"pattern", "enum"} & set(item.constraints))
    return is_narrow or bool(item.references) or item.name in foreign or item.type == "boolean"


def has_decimal_comma(text: str) -> bool:
    """Say whether a text can only be a number with a decimal comma.

    >>> has_decimal_comma("5,54"), has_decimal_comma("1,234"), has_decimal_comma("0,125")
    (True, False, True)
    """
    number = text.strip()
    return bool(
        re.fullmatch(r"-?\d+,\d+|-?\d{1,3}(?:\.\d{3})+,\d+", number)
        and not _THOUSANDS.fullmatch(number)
    )


def _steps(
    item: Field, resource: Resource, has_decimal_commas: bool
) -> list[tuple[Callable[[str], str], str]]:
    """Return the steps that fit a column, each with the reason to tell."""
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
                lambda text: text if _fits(text, item) else plain_marks(text),
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


def _fits(text: str, item: Field) -> bool:
    """Say whether a name is as its column wants it already."""
    words, pattern = item.constraints.get("enum") or (), item.constraints.get("pattern")
    return text in [str(word) for word in words] or bool(
        pattern and re.fullmatch(str(pattern), text)
    )


def _refuse_two_numbers(text: str) -> None:
    raise wrong(
        "two-numbers",
        f"which can be {re.sub('[.,]', '', text)} or {text.replace(',', '.')}",
        "Write digits without a separator of thousands and, for decimals, a point",
    )


def _to_whole(text: str) -> str:
    if _THOUSANDS.fullmatch(text):
        _refuse_two_numbers(text)
    return re.sub(r"^(-?\d+)[.,]0{1,2}$", r"\1", text)


def _to_number(text: str, has_decimal_commas: bool) -> str:
    if _THOUSANDS.fullmatch(text) and (has_decimal_commas or "," in text):
        _refuse_two_numbers(text)
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
            raise wrong(
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
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _check_cell(cell: SheetCell, item: Field) -> None:
    """Raise what a spreadsheet has made of a cell, where that cannot be undone."""
    if cell.kind == "formula":
        raise wrong(
            "sheet-formula",
            "a formula of the spreadsheet",
            "Copy the column and paste it as values only, then export again",
        )
    if cell.kind == "percent":
        raise wrong(
            "sheet-percent",
            "a number that the spreadsheet shows as a percentage, a hundred times larger",
            "Give the column the format Number and write 24 for 24%",
        )
    if cell.kind == "time":
        raise wrong("sheet-time", "which the spreadsheet has turned into a time of day", AS_TEXT)
    if cell.kind == "date" and item.type != "date":
        raise wrong("sheet-date", "which the spreadsheet has turned into a date", AS_TEXT)


def _check_text(text: str, item: Field, known: str | None) -> None:
    """Raise what a program's habit has made of a text: dates, lost digits, lost zeros, lost letters."""
    if found := find_damage(text.strip(), item.type):
        raise wrong(*found)
    if formula_start(text, item.is_number):
        raise wrong(
            "sheet-formula",
            "which a spreadsheet would run as a formula",
            "Begin the cell with a letter or a digit",
        )
    if known and known != text and item.type == "string":
        _check_loss(text, known)


def _check_loss(text: str, known: str) -> None:
    if re.fullmatch(r"0\d+", known) and known.lstrip("0") == text:
        raise wrong(
            "sheet-zeros",
            f"and was {quote(known)}: a spreadsheet has dropped the zeros at its start",
            AS_TEXT,
        )
    if re.sub(r"[^\x00-\x7f]", "?", known) == text:
        raise wrong(
            "sheet-garbled",
            f"and was {quote(known)}: letters were lost when the file was saved",
            'Save it as "CSV UTF-8"',
        )
