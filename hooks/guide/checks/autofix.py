"""Mend the form of a file without touching what it says: line ends, spaces, quoting, order.

Imports problem, docs_files, csv_file, package, page_form. `fix_x` is pure and returns the mended
text; the text of a file that needs nothing comes back as it is.
"""

from collections.abc import Iterator
from pathlib import Path

from guide.checks.page_form import fix_page
from guide.content.docs_files import find_files
from guide.core.problems import Problem
from guide.data.csv_reader import parse_csv, write_csv
from guide.data.package import Package, Resource

_MEND = "Run make fix, which mends it"


def fix_csv(text: str, resource: Resource) -> str:
    """Return a CSV with LF line ends and quotes only where they are needed, in the order that its resource wants.

    A file that cannot be read, or that has a row with too few or too many cells, is returned as it
    is: the checks say what is wrong with it.
    """
    header, *rows = _read_rows(text) or [[]]
    if any(len(row) != len(header) for row in rows):
        return text
    if resource.sorted_by and resource.sorted_by in header:
        rows.sort(key=lambda row: row[header.index(resource.sorted_by)])
    mended = write_csv([header, *rows])
    return mended if _read_rows(mended) == [header, *rows] else text


def _read_rows(text: str) -> list[list[str]]:
    """Return the cells of a CSV, the header's first; none where it cannot be read."""
    table, problems = parse_csv(text.removeprefix("\ufeff"), "")
    return (
        []
        if table is None or problems
        else [[cell.text for cell in row] for row in (table.header, *table.rows)]
    )


def find_fixes(
    root: Path, package: Package, data: str = "data", docs: str = "docs"
) -> Iterator[tuple[Path, str, str]]:
    """Yield (path, text as it is, mended text) for each file below `root` whose form can be mended."""
    fixes = [
        (root / data / resource.path, lambda text, resource=resource: fix_csv(text, resource))
        for resource in package.resources.values()
    ]
    fixes += [(root / docs / uri, fix_page) for uri in find_files(root / docs).pages]
    for path, fix in fixes:
        if not path.is_file():
            continue
        try:
            text = path.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError):
            continue  # reported where the file is read
        if "\0" in text:
            continue  # UTF-16, which is reported too
        mended = fix(text)
        if mended != text:
            yield path, text, mended


def check_form(
    root: Path, package: Package, data: str = "data", docs: str = "docs"
) -> Iterator[Problem]:
    """Yield a problem at the first place of each file whose form `make fix` would mend."""
    for path, text, mended in find_fixes(root, package, data, docs):
        line, column = first_difference(text, mended)
        yield Problem(
            path.relative_to(root).as_posix(),
            line,
            column,
            "form",
            "from here on, the file is not in the form of the project (line ends, spaces, quotes,"
            " order)",
            _MEND,
        )


def first_difference(one: str, other: str) -> tuple[int, int]:
    """Return the line and column, from 1, at which two texts first differ.

    >>> first_difference("a\\nbc", "a\\nbd")
    (2, 2)
    """
    same = next(
        (index for index, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]),
        min(len(one), len(other)),
    )
    before = one[:same]
    return before.count("\n") + 1, same - before.rfind("\n")
