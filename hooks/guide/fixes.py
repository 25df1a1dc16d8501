"""Mend the form of a file without touching what it says: line ends, spaces, quoting, order.

Imports problem, csv_file, package, page. `fix_x` is pure and returns the mended text; the text of a file that needs
nothing comes back as it is.
"""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from guide.csv_file import parse_csv
from guide.package import Package, Resource
from guide.page import key_order
from guide.problem import Problem

_KEY = re.compile(r"^([A-Za-z_][\w-]*):", re.MULTILINE)
_MEND = "Run make fix, which mends it"


def fix_text(text: str) -> str:
    """Return text with LF line ends, no byte-order mark, no space at the end of a line, and one line end at the end."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).rstrip("\n") + "\n"


def fix_page(text: str) -> str:
    """Return a page with its text mended and the keys of its front matter in the order of the schema."""
    text = fix_text(text)
    match = re.match(r"---\n(.*?\n)---(?:\n|\Z)", text, re.DOTALL)
    if match is None:
        return text
    return "---\n" + _order_keys(match[1]) + text[match.end(1) :]


def _order_keys(header: str) -> str:
    starts = [match.start() for match in _KEY.finditer(header)]
    if not starts:
        return header
    blocks = [header[start:end] for start, end in zip(starts, [*starts[1:], len(header)], strict=True)]
    names = [block.split(":", 1)[0] for block in blocks]
    order = key_order()
    places = {name: order.index(name) if name in order else len(order) for name in names}
    ordered = sorted(range(len(blocks)), key=lambda index: (places[names[index]], index))
    return header[: starts[0]] + "".join(blocks[index] for index in ordered)


def fix_csv(text: str, resource: Resource) -> str:
    """Return a CSV with LF line ends and quotes only where they are needed, in the order that its resource wants.

    A file that cannot be read is returned as it is: `parse_csv` says what is wrong with it.
    """
    table, problems = parse_csv(text.removeprefix("\ufeff"), "")
    if table is None or problems:
        return text
    header = [cell.text for cell in table.header]
    rows = [[cell.text for cell in row] for row in table.rows]
    if resource.sorted_by and resource.sorted_by in header and all(len(row) == len(header) for row in rows):
        rows.sort(key=lambda row: row[header.index(resource.sorted_by)])
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *rows])
    return out.getvalue()


def find_fixes(root: Path, package: Package, data: str = "data", docs: str = "docs") -> Iterator[tuple[Path, str, str]]:
    """Yield (path, text as it is, mended text) for each file below `root` whose form can be mended."""
    fixes = [(root / data / resource.path, lambda text, resource=resource: fix_csv(text, resource))
             for resource in package.resources.values()]
    fixes += [(path, fix_page) for path in sorted((root / docs).rglob("*.md"))]
    for path, fix in fixes:
        try:
            text = path.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError):
            continue  # reported where the file is read
        if "\0" in text:
            continue  # UTF-16, which is reported too
        mended = fix(text)
        if mended != text:
            yield path, text, mended


def check_form(root: Path, package: Package, data: str = "data", docs: str = "docs") -> Iterator[Problem]:
    """Yield a problem at the first place of each file whose form `make fix` would mend."""
    for path, text, mended in find_fixes(root, package, data, docs):
        line, column = first_difference(text, mended)
        yield Problem(path.relative_to(root).as_posix(), line, column, "form",
                      "from here on, the file is not in the form of the project (line ends, spaces, quotes, order)", _MEND)


def first_difference(one: str, other: str) -> tuple[int, int]:
    """Return the line and column, from 1, at which two texts first differ.

    >>> first_difference("a\\nbc", "a\\nbd")
    (2, 2)
    """
    same = next((index for index, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), min(len(one), len(other)))
    before = one[:same]
    return before.count("\n") + 1, same - before.rfind("\n")
