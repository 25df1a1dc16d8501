"""Parse CSV files to text cells with their line and column, and write them.

RFC 4180 (https://www.rfc-editor.org/rfc/rfc4180), with what spreadsheets really write: a byte-order
mark and CRLF are accepted; a file that is separated by semicolons or tabs, or is not UTF-8, is
refused with the reason.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from guide.core.problems import Problem, quote
from guide.core.size_limits import TABLE_BYTES, TABLE_CELLS, TABLE_ROWS, check_file_size, too_large

_QUOTED = re.compile(r'"((?:[^"]|"")*)"')
_BARE = re.compile(r"[^,\r\n]*")
_AS_UTF_8 = 'Save it again as "CSV UTF-8 (comma delimited)"'
_NEWLINE = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True)
class Cell:
    """The text of one cell, with the line and column (from 1) at which it begins in the file."""

    text: str
    line: int
    column: int
    quoted: bool = False


@dataclass(frozen=True)
class CsvTable:
    """A header row and the rows below it. Blank lines are left out."""

    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]


def read_csv(path: Path, shown_path: str) -> tuple[CsvTable | None, list[Problem]]:
    """Read a CSV file. The table is None where nothing could be read.

    `shown_path` is the path in problems. Problems: no such file, too large, not UTF-8, or
    what `parse_csv` reports.
    """
    if large := check_file_size(path, shown_path, TABLE_BYTES):
        return None, large
    try:
        raw = path.read_bytes() if path.is_file() else None
    except OSError:
        raw = None
    if raw is None:
        return None, [
            Problem(
                shown_path,
                1,
                1,
                "no-such-file",
                "this file is missing",
                "Put it back, or take it out of data/datapackage.yaml",
            )
        ]
    text, problems = _decode(raw, shown_path)
    lines = max(text.count("\n"), text.count("\r"))  # a file may have either alone
    if lines > TABLE_ROWS and not problems:
        mend = f"Keep what readers are shown: at most {TABLE_ROWS:,} lines"
        problems = [too_large(shown_path, 1, f"this table has {lines:,} lines", mend)]
    if (commas := text.count(",")) > TABLE_CELLS and not problems:
        mend = f"Delete the empty cells, or split the table: at most {TABLE_CELLS:,}"
        problems = [too_large(shown_path, 1, f"this table has {commas:,} commas", mend)]
    return (None, problems) if problems else parse_csv(text, shown_path)


def _decode(raw: bytes, path: str) -> tuple[str, list[Problem]]:
    """Decode UTF-8, with or without a byte-order mark.

    Problems: another encoding, by the name that spreadsheets have for it.
    """
    # Of text in Latin letters, every other byte of UTF-16 is a NUL.
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or raw[:400].count(b"\0") > len(raw[:400]) // 4:
        return "", [
            Problem(
                path,
                1,
                1,
                "not-utf-8",
                "this file is not saved as UTF-8, but as UTF-16, which a spreadsheet calls "
                "Unicode Text",
                _AS_UTF_8,
            )
        ]
    try:
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return "", [
            Problem(
                path,
                line,
                1,
                "not-utf-8",
                "this file is not saved as UTF-8, but in an older encoding, as with a "
                "spreadsheet's plain CSV",
                _AS_UTF_8,
            )
        ]


def parse_csv(text: str, path: str) -> tuple[CsvTable | None, list[Problem]]:
    """Parse CSV text to cells with their positions.

    Problems: an empty file, another separator than a comma, a quotation mark that is not closed or
    has text after it.
    """
    lines = _NEWLINE.split(text)
    number, first_line = next(
        ((number, line) for number, line in enumerate(lines, start=1) if line.strip()), (1, "")
    )
    if not text.strip():
        return None, [
            Problem(
                path,
                1,
                1,
                "empty-file",
                "this file is empty",
                "Put the header row and the data back",
            )
        ]
    if first_line.strip('"').lower().startswith("sep="):
        return None, [
            Problem(
                path,
                number,
                1,
                "wrong-separator",
                f"this line, {quote(first_line)}, is a hint that a spreadsheet writes for itself",
                "Delete the line, and see that commas part the cells",
            )
        ]
    for separator, name in ((";", "semicolons"), ("\t", "tabs")):
        if separator in first_line and "," not in first_line:
            return None, [
                Problem(
                    path,
                    number,
                    first_line.index(separator) + 1,
                    "wrong-separator",
                    f"this file is separated by {name}, as some spreadsheet settings do",
                    _AS_UTF_8,
                )
            ]
    rows, problems = _parse_rows(text, path)
    if not rows:
        return None, problems
    return CsvTable(rows[0], tuple(rows[1:])), problems


def _parse_rows(text: str, path: str) -> tuple[list[tuple[Cell, ...]], list[Problem]]:
    rows: list[tuple[Cell, ...]] = []
    row: list[Cell] = []
    position, line, line_start = 0, 1, 0
    while position <= len(text):
        column = position - line_start + 1
        match = (
            _QUOTED.match(text, position)
            if text[position : position + 1] == '"'
            else _BARE.match(text, position)
        )
        if match is None:
            return rows, [
                Problem(
                    path,
                    line,
                    column,
                    "quote-not-closed",
                    'a cell begins with a quotation mark (") that is never closed',
                    'Add the closing ", or write "" for a quotation mark inside the cell',
                )
            ]
        value = (
            match[1].replace('""', '"').replace("\r\n", "\n") if match.re is _QUOTED else match[0]
        )
        row.append(Cell(value, line, column, match.re is _QUOTED))
        for newline in _NEWLINE.finditer(match[0]):
            line, line_start = line + 1, position + newline.end()
        position = match.end()
        if text[position : position + 1] == ",":
            position += 1
            continue
        row_end = _NEWLINE.match(text, position)
        if row_end is None and position < len(text):
            return rows, [
                Problem(
                    path,
                    line,
                    position - line_start + 1,
                    "text-after-quote",
                    'there is text after the quotation mark (") that closes a cell',
                    'Put the whole cell in quotation marks and write "" for one inside it',
                )
            ]
        if len(row) > 1 or row[0].text:
            rows.append(tuple(row))
        row = []
        if row_end is None:
            break
        position = row_end.end()
        line, line_start = line + 1, position
        if position == len(text):
            break
    return rows, []


def write_csv(rows: Iterable[Iterable[str]]) -> str:
    r"""Serialize rows as CSV: LF line ends, and quotation marks only where they are needed.

    Before 3.13, Python's csv module does not quote a lone carriage return, which then ends the row.

    >>> write_csv([["id", "text"], ["a", "one, two"]]).split("\n")
    ['id,text', 'a,"one, two"', '']
    """
    return "".join(",".join(_write_cell(text) for text in row) + "\n" for row in rows)


def _write_cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if re.search('[",\r\n]', text) else text
