"""Format the project's files without changing their content: line ends, spaces, quoting, order.

The functions `fix_…` are pure: from the text of a file they return its formatted text.
"""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from guide.checks.page_form import fix_page
from guide.content.docs_files import find_docs
from guide.content.references import line_and_column
from guide.core.problems import Problem
from guide.core.size_limits import TABLE_BYTES, check_file_size, check_page_size
from guide.data.csv_reader import parse_csv, write_csv
from guide.data.package import Package, Resource

_MEND = "Run make fix, which mends it"


def fix_csv(text: str, resource: Resource) -> str:
    """Format a CSV: LF line ends, quotes only where needed, rows sorted as its resource declares.

    A file that is unreadable, or that has a row with too few or too many cells, is returned
    unchanged: the checks report its problems.
    """
    header, *rows = _read_rows(text) or [[]]
    if any(len(row) != len(header) for row in rows):
        return text
    if resource.sorted_by and resource.sorted_by in header:
        rows.sort(key=lambda row: row[header.index(resource.sorted_by)])
    formatted = write_csv([header, *rows])
    return formatted if _read_rows(formatted) == [header, *rows] else text


def _read_rows(text: str) -> list[list[str]]:
    """Return the cells of a CSV, the header first; none where it is unreadable."""
    table, problems = parse_csv(text.removeprefix("\ufeff"), "")
    return (
        []
        if table is None or problems
        else [[cell.text for cell in row] for row in (table.header, *table.rows)]
    )


def find_fixes(
    root: Path, package: Package, data: str = "data", docs: str = "docs"
) -> Iterator[tuple[Path, str, str]]:
    """Yield (path, text, formatted text) for each file below `root` that formatting changes."""
    fixes: list[tuple[Path, Callable[[str], str]]] = [
        (root / data / resource.path, partial(fix_csv, resource=resource))
        for resource in package.resources.values()
    ]
    fixes += [(root / docs / uri, fix_page) for uri in find_docs(root / docs).pages]
    for path, fix in fixes:
        if not path.is_file() or check_file_size(path, "", TABLE_BYTES):
            continue
        try:
            text = path.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError):
            continue  # reported where the file is read
        if "\0" in text or (path.suffix == ".md" and check_page_size(text, "")):
            continue  # UTF-16, or too large, which is reported too
        formatted = fix(text)
        if formatted != text:
            yield path, text, formatted


def check_form(
    root: Path, package: Package, data: str = "data", docs: str = "docs"
) -> Iterator[Problem]:
    """Yield a problem for each file that formatting changes, at the first difference."""
    for path, text, formatted in find_fixes(root, package, data, docs):
        line, column = _first_difference(text, formatted)
        yield Problem(
            path.relative_to(root).as_posix(),
            line,
            column,
            "form",
            "from here on, the file is not in the form of the project (line ends, spaces, quotes,"
            " order)",
            _MEND,
        )


def _first_difference(one: str, other: str) -> tuple[int, int]:
    r"""Return the line and column, from 1, at which two texts first differ.

    >>> _first_difference("a\nbc", "a\nbd")
    (2, 2)
    """
    same = next(
        (index for index, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]),
        min(len(one), len(other)),
    )
    return line_and_column(one, same)
