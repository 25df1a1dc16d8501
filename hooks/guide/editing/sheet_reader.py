"""Read a spreadsheet's export: CSV with any usual encoding and separator, or .xlsx.

Cells are texts with their position: the row of the sheet and the number of the cell, both from 1.
`kind` keeps what the program holds a cell as (a formula, a date, a percentage), so that a problem
can name it.
"""

import csv
import io
import re
import warnings
import zipfile
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
    from openpyxl.worksheet.worksheet import Worksheet

# Text in a number format, in which "%" is a sign and does not make the number a percentage.
_QUOTED_FORMAT = re.compile(r'"[^"]*"|\\.')
_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}
_MAX_BYTES = 20_000_000  # bytes; a table of the guide has some hundred thousand
_MAX_UNPACKED_BYTES = 100_000_000  # bytes; a workbook is a zip, and says how large its files are
_MAX_ROWS, _MAX_COLUMNS = 50_000, 200
_AS_UTF_8 = (
    'Save it as UTF-8. In Excel: Save As, "CSV UTF-8 (comma delimited)". In LibreOffice: Save As, '
    '"Edit filter settings", "Unicode (UTF-8)". In Numbers: Export To, CSV, Advanced Options, '
    '"Unicode (UTF-8)"'
)


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

    The encoding may be UTF-8 or UTF-16, the separator a comma, semicolon or tab. Problems: another
    encoding, a quotation mark that is not closed, an empty sheet, a cell beyond the header.
    """
    text, encoding = _decode(raw)
    if text is None:
        return None, [_encoding_problem(raw, path)]
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
    """Return (text, encoding): UTF-16 or UTF-8, which can be told from any other; else None.

    The older encodings cannot be told from each other: what is "é" in Windows-1252 is "È" in Mac
    Roman and "й" in Windows-1251. A guess would write the wrong letters without a word.
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        codec, name = "utf-16", "UTF-16"
    elif raw[:200].count(0) > len(raw[:200]) // 4:
        codec, name = "utf-16-le" if raw[1:2] == b"\0" else "utf-16-be", "UTF-16"
    else:
        codec, name = "utf-8-sig", "UTF-8"
    try:
        return raw.decode(codec), name
    except UnicodeDecodeError:
        return None, ""


def _encoding_problem(raw: bytes, path: str) -> Problem:
    """Return the problem of a file in another encoding, at its first row that shows it."""
    lines = re.split(rb"\r\n|\n|\r", raw)
    number, line = next(
        (number, line)
        for number, line in enumerate(lines, start=1)
        if number == len(lines) or not _is_utf_8(line)
    )
    shown = line.decode("ascii", "replace").replace("\ufffd", "?")
    return _problem(
        path,
        "sheet-encoding",
        f"{quote(shown)} is saved in an older encoding, and which letter ? is cannot be known",
        _AS_UTF_8,
        number,
    )


def _is_utf_8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


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
    if len(trimmed) > _MAX_ROWS or width > _MAX_COLUMNS:
        return None, [_size_problem(path, len(trimmed), width)]
    empty = sum(1 for row in rows if row and row[0].line > first) - len(trimmed)
    notes = [*notes, f"empty rows left out: {empty}"] if empty else notes
    return Sheet(filled[0][:width], tuple(trimmed), tuple(notes)), problems


def _size_problem(path: str, rows: int, columns: int, cell: str = "") -> Problem:
    far = f", since the cell {cell} has something in it" if cell else ""
    return _problem(
        path,
        "sheet-too-large",
        f"this sheet has {rows:,} rows and {columns:,} columns{far}",
        f"Export only the table: at most {_MAX_ROWS:,} rows and {_MAX_COLUMNS} columns",
    )


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
    if _unpacked_size(raw) > _MAX_UNPACKED_BYTES:
        return None, [
            _problem(
                path,
                "sheet-too-large",
                f"unpacked, this workbook is larger than {_MAX_UNPACKED_BYTES // 10**6} megabytes",
                "Export only the table",
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
    filled = [sheet for sheet in book.worksheets if _used_cells(sheet)]
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
    last_row, last_column = (max(numbers) for numbers in zip(*_used_cells(chosen[0]), strict=True))
    if last_row > _MAX_ROWS or last_column > _MAX_COLUMNS:
        row, column = max(_used_cells(chosen[0]))
        name = chosen[0].cell(row, column).coordinate
        return None, [_size_problem(path, last_row, last_column, name)]
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
    area = chosen[0].iter_rows(max_row=last_row, max_col=last_column)
    rows = [tuple(_workbook_cell(cell) for cell in row) for row in area]
    return _trim_sheet(rows, [], path, problems)


def _unpacked_size(raw: bytes) -> int:
    """Return how many bytes the files in a zip have; 0 where it is no zip, which is told later."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return 0


def _used_cells(sheet: "Worksheet") -> list[tuple[int, int]]:
    """Return (row, column) of each cell with a value.

    `iter_rows` goes through the whole area up to the last cell that is formatted: 17 thousand
    million cells where one at the far end is.
    """
    return [place for place, cell in sheet._cells.items() if cell.value not in (None, "")]


def _workbook_cell(cell: "WorkbookCell | MergedCell") -> SheetCell:
    """Convert a cell of a workbook to text and its type."""
    value = cell.value
    assert cell.row is not None  # iter_rows sets the position of every cell
    assert cell.column is not None
    text, kind = _workbook_text(value)
    if cell.data_type == "f":
        kind = "formula"
    elif kind == "number" and "%" in _QUOTED_FORMAT.sub("", cell.number_format or ""):
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
