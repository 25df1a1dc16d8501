"""Import a spreadsheet's rows into a table: match them by key, normalize, check, compare.

Pure: texts in, texts out. Rows and columns that the sheet does not have stay as they are, so that
an export of a part can be imported again.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from guide.checks.autofix import fix_csv
from guide.core.problems import Problem, quote, suggest
from guide.data.csv_reader import Cell, CsvTable, parse_csv, write_csv
from guide.data.package import Field, Resource
from guide.data.records import make_records
from guide.data.row_diff import Row, RowChange, compare_rows, row_key
from guide.editing.sheet_normalize import Change, has_decimal_comma, normalize_cell
from guide.editing.sheet_reader import Sheet, SheetCell


@dataclass(frozen=True)
class Import:
    """The result of an import: the new text of the table, and what to report about it.

    `notes` are sentences on the sheet as a whole, `changes` the cells that were normalized, `rows`
    the rows that differ from the table, `absent` the names of the rows that the sheet does not
    have.
    """

    text: str
    notes: tuple[str, ...]
    changes: tuple[Change, ...]
    rows: tuple[RowChange, ...]
    absent: tuple[str, ...]


def plan_import(
    sheet: Sheet, resource: Resource, text: str, path: str, *, take_out: bool = False
) -> tuple[Import | None, list[Problem]]:
    """Plan an import: return the table with the rows of a sheet, or what is wrong with the sheet.

    `text` is the table as it is, `path` the sheet's name for problems; `take_out` deletes rows that
    the sheet lacks. Problems: a column that is unknown, duplicate or needed and missing, an
    ambiguous cell, and those of `make_records`. Their line is the row of the sheet, their column
    the number of the cell.
    """
    columns, notes, problems = _match_columns(sheet, resource, path)
    current = _read_rows(text, resource)
    if current is None:
        problems.append(
            Problem(
                f"data/{resource.path}",
                1,
                1,
                "table-unread",
                "this table cannot be read as it is",
                "Run make check, mend what it names, and import again",
            )
        )
    if current is None or problems:
        return None, problems
    rows, changes, problems = _normalize(sheet, columns, resource, path, current)
    if problems:
        return None, problems
    current_rows = {row_key(row, resource.primary_key): row for row in current}
    full = [
        _complete(row, current_rows.get(row_key(_texts(row), resource.primary_key), {}), resource)
        for row in rows
    ]
    problems = _check(full, resource, path)
    if problems:
        return None, problems
    return (
        _make_import(current, [_texts(row) for row in full], resource, notes, changes, take_out),
        [],
    )


def _match_columns(
    sheet: Sheet, resource: Resource, path: str
) -> tuple[list[str], list[str], list[Problem]]:
    """Match each heading to a column of the table, by its name or by the title that readers see.

    Returns the columns in the order of the sheet, notes, and problems.
    """
    names = {name.casefold(): name for name in resource.field_names}
    titles = {item.title.casefold(): item.name for item in resource.fields if item.title}
    if len(titles) < len([item for item in resource.fields if item.title]):
        titles = {}  # two columns have one title: it says nothing
    columns, notes, problems = [], [], []
    for cell in sheet.header:
        heading = " ".join(cell.text.split())
        name = names.get(heading.casefold()) or titles.get(heading.casefold(), "")
        if not name:
            problems.append(
                Problem(
                    path,
                    cell.line,
                    cell.column,
                    "unknown-heading",
                    f"{quote(heading)} is not a column of {resource.name}",
                    suggest(heading, resource.field_names, "columns"),
                )
            )
        elif name in columns:
            problems.append(
                Problem(
                    path,
                    cell.line,
                    cell.column,
                    "heading-twice",
                    f"{quote(heading)} is the column {name}, which stands here twice",
                    "Delete one of the two",
                )
            )
        elif name != cell.text:
            notes.append(f"the heading {quote(cell.text)} is read as the column {name}")
        columns.append(name)
    missing = [name for name in resource.field_names if name not in columns]
    for name in missing if not problems else ():
        if name in resource.primary_key:
            problems.append(
                Problem(
                    path,
                    sheet.header[0].line,
                    1,
                    "no-key-column",
                    f"the column {name} is missing, by which rows are found",
                    f"Export the table with its column {name}",
                )
            )
    if missing:
        notes.append(
            f"the sheet has no column {', '.join(missing)}: "
            "rows that are there keep what they have, new rows get nothing"
        )
    return columns, [*sheet.notes, *notes], problems


def _read_rows(text: str, resource: Resource) -> list[Row] | None:
    """Return the rows of a table; None where one of them could be lost or mistaken for another.

    That is a table that cannot be read or has other columns, a row with too few or too many cells,
    a key that stands twice, and a table without a key.
    """
    table, problems = parse_csv(text.removeprefix("\ufeff"), resource.path)
    if table is None or problems or [cell.text for cell in table.header] != resource.field_names:
        return None
    if not resource.primary_key or any(len(row) != len(table.header) for row in table.rows):
        return None
    rows = [
        dict(zip(resource.field_names, (cell.text for cell in row), strict=True))
        for row in table.rows
    ]
    keys = {row_key(row, resource.primary_key) for row in rows}
    return rows if len(keys) == len(rows) else None


def _normalize(
    sheet: Sheet, columns: list[str], resource: Resource, path: str, current: list[Row]
) -> tuple[list[dict[str, SheetCell]], list[Change], list[Problem]]:
    """Normalize the sheet's rows: return their cells by column, the changes, and the problems."""
    current_rows = {row_key(row, resource.primary_key): row for row in current}
    numbers = [index for index, name in enumerate(columns) if resource.field(name).is_number]
    commas = any(has_decimal_comma(row[index].text) for row in sheet.rows for index in numbers)
    rows: list[dict[str, SheetCell]] = []
    changes: list[Change] = []
    problems: list[Problem] = []
    for row in sheet.rows:
        by_column = dict(zip(columns, row, strict=True))
        current_row: Row = {}
        cells: dict[str, SheetCell] = {}
        # The key first: it says with which row of the table the other cells are compared.
        for name in sorted(by_column, key=lambda name: name not in resource.primary_key):
            if name not in resource.primary_key and not current_row:
                current_row = current_rows.get(
                    tuple(cells[key].text if key in cells else "" for key in resource.primary_key),
                    {},
                )
            cell, item, old = by_column[name], resource.field(name), current_row.get(name)
            text, cell_changes, cell_problems = normalize_cell(
                cell, item, resource, path, old, commas
            )
            cells[name] = SheetCell(_keep_same_number(text, old, item), cell.line, cell.column)
            changes += cell_changes
            problems += cell_problems
        rows.append(cells)
    return rows, changes, problems


def _keep_same_number(text: str, old: str | None, item: Field) -> str:
    """Return a number as the table writes it when it is the same: 24.0 for 24 is no change."""
    if old and text and item.is_number:
        try:
            return old if float(text) == float(old) else text
        except ValueError:
            return text
    return text


def _texts(row: Mapping[str, Cell]) -> Row:
    return {name: cell.text for name, cell in row.items()}


def _complete(row: dict[str, SheetCell], current_row: Row, resource: Resource) -> dict[str, Cell]:
    """Return a row with every column: what the sheet does not have comes from the table."""
    line = next(iter(row.values())).line
    return {
        name: row.get(name) or SheetCell(current_row.get(name, ""), line, 1)
        for name in resource.field_names
    }


def _check(rows: list[dict[str, Cell]], resource: Resource, path: str) -> list[Problem]:
    header = tuple(Cell(name, 1, index) for index, name in enumerate(resource.field_names, start=1))
    return make_records(
        CsvTable(header, tuple(tuple(row.values()) for row in rows)), resource, path
    )[1]


def _make_import(
    current: list[Row],
    new: list[Row],
    resource: Resource,
    notes: list[str],
    changes: list[Change],
    take_out: bool,
) -> Import:
    key = resource.primary_key
    by_key = {row_key(row, key): row for row in new}
    current_keys = {row_key(row, key) for row in current}
    absent = [
        ", ".join(part for part in row_key(row, key) if part)
        for row in current
        if row_key(row, key) not in by_key
    ]
    merged = [
        by_key.get(row_key(row, key), row)
        for row in current
        if not take_out or row_key(row, key) in by_key
    ]
    merged += [row for row in new if row_key(row, key) not in current_keys]
    text = write_csv([resource.field_names, *(row.values() for row in merged)])
    return Import(
        fix_csv(text, resource),
        tuple(notes),
        tuple(changes),
        tuple(compare_rows(current, merged, key)),
        tuple(absent),
    )
