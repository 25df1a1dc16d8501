"""Check the cells of a table against its schema and give them their types.

Rules are those of Table Schema (https://specs.frictionlessdata.io/table-schema/): types, required,
unique, enum, pattern, minimum, maximum, minLength, maxLength, primaryKey and foreignKeys. Cells are
read as text first, so nothing is guessed: "NA" is a word, "007" keeps its zeros, and a missing
value is an empty cell.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from guide.core.days import parse_day
from guide.core.hidden_characters import find_hidden_character
from guide.core.problems import Problem, quote, suggest
from guide.core.size_limits import CELL_CHARACTERS, TABLE_COLUMNS, too_large
from guide.core.wording import format_count
from guide.data.csv_reader import Cell, CsvTable
from guide.data.package import Field, Package, Resource, first_name
from guide.data.spreadsheet_damage import find_damage, is_formula, replace_typography

# The addresses that readers may be sent to: no javascript:, no data:, no spaces.
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")

Value = str | int | float | bool | date | None


@dataclass(frozen=True, eq=False)
class Record:
    """One row: the typed value and the cell of each column, and the path of the file."""

    path: str
    values: dict[str, Value]
    cells: dict[str, Cell]

    def __getitem__(self, name: str) -> Value:
        return self.values[name]

    def items(self, name: str, separator: str = " ") -> list[str]:
        """Return the parts of a cell that holds a list."""
        return [
            part.strip() for part in str(self.values[name] or "").split(separator) if part.strip()
        ]

    def without_place(self) -> "Record":
        """Return the same row without the lines and columns of its cells."""
        return Record(
            self.path,
            self.values,
            {name: Cell(cell.text, 0, 0) for name, cell in self.cells.items()},
        )

    def problem(self, name: str, rule: str, what: str, mend: str) -> Problem:
        """Return a problem at the cell of one column."""
        cell = self.cells[name]
        return Problem(self.path, cell.line, cell.column, rule, what, mend)


def make_records(
    table: CsvTable, resource: Resource, path: str
) -> tuple[list[Record], list[Problem]]:
    """Check a CSV against its schema and return typed records.

    Problems: a header that differs, a row with missing or extra cells, a value of the wrong type or
    outside its constraints, a key that stands twice. A row with the wrong number of cells gives no
    record.
    """
    problems = list(_check_header(table.header, resource, path))
    if problems:
        return [], problems
    records = []
    for row in table.rows:
        if not any(cell.text for cell in row):
            problems.append(_empty_row_problem(row, path))
        elif len(row) != len(table.header):
            problems.append(_row_length_problem(row, len(table.header), path))
        else:
            record, row_problems = _make_record(row, resource, path)
            records.append(record)
            problems += row_problems
    return records, problems + list(_check_unique(records, resource))


def _make_record(
    row: tuple[Cell, ...], resource: Resource, path: str
) -> tuple[Record, list[Problem]]:
    cells = {item.name: cell for item, cell in zip(resource.fields, row, strict=True)}
    values, problems = {}, []
    for item in resource.fields:
        values[item.name], cell_problems = parse_cell(cells[item.name], item, path)
        problems += cell_problems
    return Record(path, values, cells), problems


def _check_header(header: tuple[Cell, ...], resource: Resource, path: str) -> Iterator[Problem]:
    if len(header) > TABLE_COLUMNS:
        what = f"this table has {len(header):,} columns"
        mend = f"Delete the empty ones: at most {TABLE_COLUMNS}"
        yield too_large(path, header[0].line, what, mend)
        return
    names, headings = resource.field_names, [cell.text for cell in header]
    if not any(headings):
        yield _empty_row_problem(header, path)
        return
    for cell in header:
        if not cell.text.strip():
            yield Problem(
                path,
                cell.line,
                cell.column,
                "empty-heading",
                "the header row has a cell without a name, as a spreadsheet keeps a column that was"
                " emptied",
                "Delete the whole column",
            )
        elif cell.text not in names:
            yield Problem(
                path,
                cell.line,
                cell.column,
                "unknown-column",
                f"{quote(cell.text)} is not a column of this table",
                suggest(
                    cell.text, [name for name in names if name not in headings] or names, "columns"
                ),
            )
    for name in names:
        if name not in headings:
            yield Problem(
                path,
                1,
                1,
                "missing-column",
                f"the column {quote(name)} is missing",
                f"The header row reads: {','.join(names)}",
            )
    if sorted(headings) == sorted(names) and headings != names:
        yield Problem(
            path,
            1,
            1,
            "column-order",
            "the columns stand in another order than in the data package",
            f"The header row reads: {','.join(names)}",
        )
    for index, cell in enumerate(header):
        if cell.text.strip() and cell.text in headings[:index]:
            yield Problem(
                path,
                cell.line,
                cell.column,
                "column-twice",
                f"the column {quote(cell.text)} stands twice",
                "Delete one of the two",
            )


def _empty_row_problem(row: tuple[Cell, ...], path: str) -> Problem:
    return Problem(
        path,
        row[0].line,
        row[0].column,
        "empty-row",
        "this row has commas and nothing else, as a spreadsheet keeps a row that was emptied",
        "Delete the row itself",
    )


def _row_length_problem(row: tuple[Cell, ...], expected: int, path: str) -> Problem:
    what = (
        f"this row has {len(row)} cell{'s' if len(row) != 1 else ''} and the header has {expected}"
    )
    if len(row) < expected:
        return Problem(
            path,
            row[0].line,
            row[0].column,
            "missing-cell",
            what,
            "Add what is missing; an empty cell still needs its comma",
        )
    extra = row[expected]
    return Problem(
        path,
        extra.line,
        extra.column,
        "extra-cell",
        what,
        "Put a cell that holds a comma in quotation marks, or delete the extra cell",
    )


def parse_cell(cell: Cell, item: Field, path: str) -> tuple[Value, list[Problem]]:
    """Return the typed value of a cell, None when it is empty or wrong, and its problems."""

    def wrong(rule: str, what: str, mend: str) -> tuple[None, list[Problem]]:
        return None, [
            Problem(path, cell.line, cell.column, rule, f"{item.name} is {what}", item.mend or mend)
        ]

    if len(cell.text) > CELL_CHARACTERS:
        return wrong(
            "too-large",
            f"{quote(cell.text)}, which has {len(cell.text):,} characters",
            f"Shorten it to {CELL_CHARACTERS:,}",
        )
    strange = re.search("\t", cell.text) or find_hidden_character(cell.text)
    if strange:
        return wrong(
            "control-character",
            f"{quote(cell.text)}, which holds a character that cannot be seen",
            f"Delete {quote(strange[0])}; such characters come in with text that is pasted",
        )
    if is_formula(cell.text, item.is_number):
        return wrong(
            "formula-cell",
            f"{quote(cell.text)}, which a spreadsheet would run as a formula",
            (
                "Write digits only, such as 34 or -5.54"
                if item.is_number
                else (
                    "Begin it with a letter or a digit, and write no = + - or @ right after a"
                    " semicolon"
                )
            ),
        )
    if cell.text == "":
        if item.constraints.get("required"):
            return wrong("empty-cell", "empty", "Fill it in; this column has a value in every row")
        return None, []
    if cell.text != cell.text.strip():
        return wrong(
            "stray-space",
            f"{quote(cell.text)}, with a space at its start or end",
            "Delete the space",
        )
    if damage := find_damage(cell.text, item.type):
        rule, what, mend = damage
        return None, [
            Problem(
                path,
                cell.line,
                cell.column,
                rule,
                f"{item.name} is {quote(cell.text)}, {what}",
                mend,
            )
        ]
    parse, rule, kind, example = _PARSERS[item.type]
    try:
        value = parse(cell.text)
    except ValueError:
        return wrong(rule, f"{quote(cell.text)}, which is not {kind}", f"Write {example}")
    if item.format == "uri" and not _ADDRESS.fullmatch(cell.text):
        return wrong(
            "not-an-address",
            f"{quote(cell.text)}, which is not the address of a page",
            "Write an address that begins with https://",
        )
    for test, rule, is_broken, describe, suggest_fix in _CONSTRAINTS:
        bound = item.constraints.get(test)
        if bound is not None and is_broken(value, cell.text, bound):
            plain = replace_typography(cell.text)
            is_text = test in ("enum", "pattern")
            if is_text and plain != cell.text and not is_broken(plain, plain, bound):
                return wrong(*_typographic(cell.text))
            return wrong(
                rule, f"{quote(cell.text)}, {describe(bound)}", suggest_fix(cell.text, bound)
            )
    return value, []


def _typographic(text: str) -> tuple[str, str, str]:
    return (
        "typographic-mark",
        f"{quote(text)}, in which a program has made a hyphen, quotation mark or space typographic",
        f"Write {quote(replace_typography(text))}",
    )


# Digits are 0 to 9: those of other scripts, which \\d has too, would be published as typed.
# A zero before others is the rest of a longer number, or of a code, which is text.
_WHOLE = "-?(?:0|[1-9][0-9]*)"
_NUMBERS = {"integer": re.compile(_WHOLE), "number": re.compile(rf"{_WHOLE}(?:\.[0-9]+)?")}
_MOST_EXACT = 2**53  # from here on, a program in JavaScript reads another whole number


def _parse_integer(text: str) -> int:
    return int(_check_number(text, "integer"))


def _parse_number(text: str) -> float:
    return float(_check_number(text, "number"))


def _check_number(text: str, kind: str) -> str:
    if not _NUMBERS[kind].fullmatch(text) or abs(float(text)) >= _MOST_EXACT:
        raise ValueError
    return text


def _parse_date(text: str) -> date:
    day = parse_day(text)
    if day is None:
        raise ValueError
    return day


def _parse_year(text: str) -> int:
    if not re.fullmatch("[0-9]{4}", text):
        raise ValueError
    return int(text)


def _parse_boolean(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError
    return text == "true"


# Each type of Table Schema: how to parse it; the rule, what a value is not, and an example, for one
# that cannot be parsed.
_PARSERS: dict[str, tuple[Callable[[str], Value], str, str, str]] = {
    "string": (str, "", "text", "text"),
    "integer": (_parse_integer, "not-integer", "a whole number", "digits, such as 34"),
    "number": (_parse_number, "not-number", "a number", "digits, such as 34"),
    "year": (_parse_year, "not-year", "a year", "four digits, such as 2024"),
    "date": (_parse_date, "not-date", "a date", "year, month and day, such as 2026-11-23"),
    "boolean": (_parse_boolean, "not-boolean", "yes or no in the data's words", "true or false"),
}

# The name of a constraint of Table Schema; its rule; whether (value, text, bound) breaks it; what
# is wrong; how to fix it.
_CONSTRAINTS: tuple[
    tuple[
        str,
        str,
        Callable[[Any, str, Any], bool],
        Callable[[Any], str],
        Callable[[str, Any], str],
    ],
    ...,
] = (
    (
        "enum",
        "enum",
        lambda value, text, bound: text not in [str(word) for word in bound],
        lambda bound: "which is not one of the allowed words",
        lambda text, bound: suggest(text, [str(word) for word in bound], "words"),
    ),
    (
        "pattern",
        "pattern",
        lambda value, text, bound: not re.fullmatch(bound, text),
        lambda bound: "which does not have the form of this column",
        lambda text, bound: f"Follow the pattern {bound}",
    ),
    (
        "minimum",
        "minimum",
        lambda value, text, bound: bool(value < bound),
        lambda bound: f"which is below the lowest value allowed, {bound}",
        lambda text, bound: "Check the number",
    ),
    (
        "maximum",
        "maximum",
        lambda value, text, bound: bool(value > bound),
        lambda bound: f"which is above the highest value allowed, {bound}",
        lambda text, bound: "Check the number",
    ),
    (
        "minLength",
        "min-length",
        lambda value, text, bound: bool(len(text) < bound),
        lambda bound: f"which is shorter than {format_count(bound, 'character')}",
        lambda text, bound: "Write it out",
    ),
    (
        "maxLength",
        "max-length",
        lambda value, text, bound: bool(len(text) > bound),
        lambda bound: f"which is longer than {bound} characters",
        lambda text, bound: "Shorten it",
    ),
)


def _check_unique(records: list[Record], resource: Resource) -> Iterator[Problem]:
    keys = [resource.primary_key] if resource.primary_key else []
    keys += [
        (item.name,)
        for item in resource.fields
        if item.constraints.get("unique") and (item.name,) != resource.primary_key
    ]
    for key in keys:
        seen: dict[tuple[Any, ...], Record] = {}
        for record in records:
            value = tuple(record[name] for name in key)
            if all(part is None for part in value):
                if key == resource.primary_key and not any(record.cells[name].text for name in key):
                    yield from _empty_key_problem(record, resource)
                continue  # else reported already: it is not to be read
            if value in seen:
                shown = quote(", ".join("" if part is None else str(part) for part in value))
                line = seen[value].cells[key[0]].line
                yield record.problem(
                    key[0],
                    "duplicate-key",
                    f"{' and '.join(key)} {'is' if len(key) == 1 else 'are'} {shown}, "
                    f"as in line {line} already",
                    f"Give each row its own {' and '.join(key)}",
                )
            seen.setdefault(value, record)


def _empty_key_problem(record: Record, resource: Resource) -> Iterator[Problem]:
    """Yield a problem for a row without a primary key, where no column of it is required."""
    key = resource.primary_key
    if not any(resource.field(name).constraints.get("required") for name in key):
        yield record.problem(
            key[0],
            "empty-cell",
            f"{' and '.join(key)} {'is' if len(key) == 1 else 'are'} empty, so nothing can name"
            " this row",
            f"Give each row its own {' and '.join(key)}",
        )


def check_foreign_keys(package: Package, records: dict[str, list[Record]]) -> Iterator[Problem]:
    """Yield a problem for each cell that names a row which is not there.

    Covers the schema's foreignKeys and the guide's `references` property (a cell that holds a list
    of keys). Keys into resources that are not in `records` are passed over.
    """
    for resource in package.resources.values():
        for key in resource.foreign_keys:
            yield from _check_links(
                resource,
                records,
                first_name(key["fields"]),
                key["reference"].get("resource") or resource.name,
                first_name(key["reference"]["fields"]),
                None,
            )
        for item in resource.fields:
            if item.references:
                yield from _check_links(
                    resource,
                    records,
                    item.name,
                    item.references["resource"],
                    item.references["field"],
                    item.list_separator or None,
                )


def _check_links(
    resource: Resource,
    records: dict[str, list[Record]],
    name: str,
    target: str,
    target_field: str,
    separator: str | None,
) -> Iterator[Problem]:
    rows = records.get(target)
    if rows is None or (rows and target_field not in rows[0].values):
        return  # the other table could not be read, or the key is wrong: both are reported
    target_keys = {str(record[target_field]) for record in rows}
    for record in records.get(resource.name, []):
        values: Iterable[Value] = record.items(name, separator) if separator else [record[name]]
        for value in values:
            if value is None or str(value) in target_keys:
                continue
            if replace_typography(str(value)) in target_keys:
                rule, what, mend = _typographic(str(value))
                yield record.problem(name, rule, f"{name} is {what}", mend)
            else:
                yield record.problem(
                    name,
                    "unknown-row",
                    f"{name} is {quote(value)}, which no row of {target} has as its {target_field}",
                    suggest(str(value), target_keys, target),
                )
