"""Read a spreadsheet's export: CSV with any usual encoding and separator, or .xlsx.

Cells are texts with their position: the row of the sheet and the number of the cell, both from 1.
`kind` keeps what the program holds a cell as (a formula, a date, a percentage), so that a problem
can name it.
"""

import csv
import io
import warnings
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from guide.core.problems import Problem, quote
from guide.data.csv_reader import Cell

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as WorkbookCell
    from openpyxl.cell.cell import MergedCell

_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}
_MAX_BYTES = 20_000_000  # bytes; a table of the guide has some hundred thousand


@dataclass(frozen=True)
class SheetCell(Cell):
    """A cell with its type in the spreadsheet: text, number, date, time, formula or percent."""

    kind: str = "text"


@dataclass(frozen=True)
class Sheet:
    """A header row, the rows below it, and notes on how the file was read."""

    header: tuple[SheetCell, ...]
    rows: tuple[tuple[SheetCell, ...], ...]
    notes: tuple[str, ...] = field(default=())


def read_sheet(
    path: Path, shown_path: str, columns: Iterable[str] = (), name: str = ""
) -> tuple[Sheet | None, list[Problem]]:
    """Read a spreadsheet's export.

    `columns` are the names to expect, `name` is the sheet of a workbook. Problems: no such file,
    another kind of file, too large, or what `parse_sheet` and the workbook's reader report.
    """
    if not path.is_file():
        return None, [
            _problem(
                shown_path, "no-such-file", "this file is missing", "Check its name and folder"
            )
        ]
    if path.stat().st_size > _MAX_BYTES:
        return None, [
            _problem(
                shown_path,
                "sheet-too-large",
                "this file is larger than 20 megabytes",
                "Export only the table",
            )
        ]
    raw = path.read_bytes()
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        return _read_workbook(raw, shown_path, name)
    if raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) or path.suffix.lower() in (
        ".xls",
        ".ods",
        ".numbers",
    ):
        return None, [
            _problem(
                shown_path,
                "sheet-kind",
                "this is a workbook of a kind that cannot be read here",
                "Save it as .xlsx, or as CSV UTF-8",
            )
        ]
    return parse_sheet(raw, shown_path, columns)


def parse_sheet(
    raw: bytes, path: str, columns: Iterable[str] = ()
) -> tuple[Sheet | None, list[Problem]]:
    """Parse the bytes of a CSV.

    The encoding may be UTF-8, UTF-16 or Windows-1252, the separator a comma, semicolon or tab.
    Problems: another encoding, a quotation mark that is not closed, an empty sheet, a cell beyond
    the header.
    """
    text, encoding = _decode(raw)
    if text is None:
        return None, [
            _problem(
                path,
                "sheet-encoding",
                "this file is in no encoding that spreadsheets use",
                'Save it as "CSV UTF-8"',
            )
        ]
    notes = (
        [f"read as {encoding}; look at accents, dashes and quotation marks"]
        if encoding != "UTF-8"
        else []
    )
    text = _drop_separator_hint(text)
    separator = _find_separator(text, set(columns))
    notes += [f"read as separated by {_SEPARATORS[separator]}"] if separator != "," else []
    rows, problems = _split_rows(text, separator, path)
    return _trim_sheet(rows, notes, path, problems)


def _problem(path: str, rule: str, what: str, mend: str, row: int = 1, column: int = 1) -> Problem:
    return Problem(path, row, column, rule, what, mend)


def _decode(raw: bytes) -> tuple[str | None, str]:
    """Return (text, encoding): by the byte-order mark, else UTF-8, else Windows-1252."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        tries = [("utf-16", "UTF-16")]
    elif raw[:200].count(0) > len(raw[:200]) // 4:
        tries = [("utf-16-le" if raw[1:2] == b"\0" else "utf-16-be", "UTF-16")]
    else:
        tries = [("utf-8-sig", "UTF-8"), ("cp1252", "Windows-1252")]
    for codec, name in tries:
        try:
            return raw.decode(codec), name
        except UnicodeDecodeError:
            continue
    return None, ""


def _drop_separator_hint(text: str) -> str:
    """Replace the line "sep=;" that Excel writes for itself by an empty one."""
    first, _, rest = text.partition("\n")
    return f"\n{rest}" if first.strip().lower() in ("sep=;", "sep=,", "sep=\t", "sep=") else text


def _find_separator(text: str, columns: set[str]) -> str:
    """Detect the separator: the one that gives the header the most expected columns, then cells."""
    line = next((line for line in text.splitlines() if line.strip()), "")

    def fit(separator: str) -> tuple[int, int]:
        cells = next(csv.reader([line], delimiter=separator), [])
        return sum(cell.strip() in columns for cell in cells), len(cells)

    return max(_SEPARATORS, key=fit)


def _split_rows(
    text: str, separator: str, path: str
) -> tuple[list[tuple[SheetCell, ...]], list[Problem]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[tuple[SheetCell, ...]] = []
    line = 1
    try:
        for cells in reader:
            rows.append(
                tuple(SheetCell(cell, line, index) for index, cell in enumerate(cells, start=1))
            )
            line = reader.line_num + 1
    except csv.Error:
        return [], [
            _problem(
                path,
                "sheet-quote",
                'a quotation mark (") is not closed, or has text after it',
                "Export the table again",
                line,
            )
        ]
    return rows, []


def _trim_sheet(
    rows: list[tuple[SheetCell, ...]], notes: list[str], path: str, problems: list[Problem]
) -> tuple[Sheet | None, list[Problem]]:
    """Drop the empty rows of a sheet and the empty cells beyond its header."""
    filled = [row for row in rows if any(cell.text.strip() for cell in row)]
    if problems or not filled:
        return None, problems or [
            _problem(
                path, "sheet-empty", "there is nothing in this sheet", "Export the table again"
            )
        ]
    width = max(index for index, cell in enumerate(filled[0], start=1) if cell.text.strip())
    trimmed, first = [], filled[0][0].line
    for row in filled[1:]:
        beyond = next((cell for cell in row[width:] if cell.text.strip()), None)
        if beyond:
            problems.append(
                _problem(
                    path,
                    "sheet-beyond",
                    f"{quote(beyond.text)} stands in a column without a heading",
                    "Delete it, or write the column's name in the first row",
                    beyond.line,
                    beyond.column,
                )
            )
        trimmed.append(
            row[:width]
            + tuple(SheetCell("", row[0].line, index) for index in range(len(row) + 1, width + 1))
        )
    empty = sum(1 for row in rows if row and row[0].line > first) - len(trimmed)
    notes = [*notes, f"empty rows left out: {empty}"] if empty else notes
    return Sheet(filled[0][:width], tuple(trimmed), tuple(notes)), problems


def _read_workbook(raw: bytes, path: str, name: str) -> tuple[Sheet | None, list[Problem]]:
    try:
        import openpyxl  # only editors need it: the site is built without it
    except ImportError:
        return None, [
            _problem(
                path,
                "sheet-reader",
                "reading .xlsx needs openpyxl, which is not installed",
                "Run .venv/bin/python -m pip install openpyxl, or save the sheet as CSV UTF-8",
            )
        ]
    try:
        with warnings.catch_warnings():
            # openpyxl warns about parts that are not read here, such as styles.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(raw))
    except Exception:  # openpyxl raises errors of many kinds
        return None, [
            _problem(
                path,
                "sheet-broken",
                "this workbook cannot be read: it is damaged, or has a password",
                "Open it, and save it again as .xlsx or as CSV UTF-8",
            )
        ]
    filled = [
        sheet
        for sheet in book.worksheets
        if any(any(row) for row in sheet.iter_rows(values_only=True))
    ]
    chosen = [sheet for sheet in filled if sheet.title == name] if name else filled
    if len(chosen) != 1:
        names = ", ".join(quote(sheet.title) for sheet in filled) or "none"
        return None, [
            _problem(
                path,
                "which-sheet",
                f"one sheet is needed, and those with something in them are: {names}",
                "Name it: --sheet NAME",
            )
        ]
    problems = [
        _problem(
            path,
            "merged-cells",
            f"the cells {area.coord} are merged, so that all but the first are empty",
            "Unmerge them, and fill in each",
            area.min_row,
            area.min_col,
        )
        for area in chosen[0].merged_cells.ranges
    ]
    rows = [tuple(_workbook_cell(cell) for cell in row) for row in chosen[0].iter_rows()]
    return _trim_sheet(rows, [], path, problems)


def _workbook_cell(cell: "WorkbookCell | MergedCell") -> SheetCell:
    """Convert a cell of a workbook to text and its type."""
    value = cell.value
    assert cell.row is not None  # iter_rows sets the position of every cell
    assert cell.column is not None
    text, kind = _workbook_text(value)
    if cell.data_type == "f":
        kind = "formula"
    elif kind == "number" and "%" in (cell.number_format or ""):
        kind = "percent"
    return SheetCell(text, cell.row, cell.column, kind=kind)


def _workbook_text(value: object) -> tuple[str, str]:
    """Return (text, kind) of a value of a workbook. Numbers have 15 digits, as Excel keeps them.

    >>> _workbook_text(0.1 + 0.2), _workbook_text(24.0)
    (('0.3', 'number'), ('24', 'number'))
    """
    if value is None:
        return "", "text"
    if isinstance(value, bool):
        return str(value).upper(), "text"
    if isinstance(value, int | float):
        return format(value, ".15g"), "number"
    if isinstance(value, datetime | date):
        day = value.date() if isinstance(value, datetime) and value.time() == time() else value
        return day.isoformat(), "date"
    if isinstance(value, time | timedelta):
        return str(value), "time"
    return (
        (value, "text")
        if isinstance(value, str)
        else (str(getattr(value, "text", value)), "formula")
    )
