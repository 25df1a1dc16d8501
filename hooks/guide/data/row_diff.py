"""Diff two states of a table row by row, by primary key and not by line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

# The text of each cell, by column.
Row: TypeAlias = dict[str, str]


@dataclass(frozen=True)
class RowChange:
    """One added, removed or changed row: its key, and the row before and after (None: no row)."""

    key: tuple[str, ...]
    before: Row | None
    after: Row | None

    @property
    def cells(self) -> list[tuple[str, str, str]]:
        """Each changed cell as (column, text before, text after), in the order of the columns."""
        before, after = self.before or {}, self.after or {}
        names = [*before, *(name for name in after if name not in before)]
        cells = [(name, before.get(name, ""), after.get(name, "")) for name in names]
        return [cell for cell in cells if cell[1] != cell[2]]

    @property
    def name(self) -> str:
        """The key as text."""
        return ", ".join(part for part in self.key if part)


def row_key(row: Row, key: Sequence[str]) -> tuple[str, ...]:
    """Return the values of a row's key; without a key, those of the whole row."""
    return tuple(row.get(name, "") for name in key or row)


def compare_rows(
    before: Iterable[Row], after: Iterable[Row], key: Sequence[str]
) -> list[RowChange]:
    """Diff two states of a table: removed and changed rows in the old order, then added rows.

    >>> changes = compare_rows([{"a": "1", "b": "2"}], [{"a": "1", "b": "3"}], ["a"])
    >>> [change.cells for change in changes]
    [[('b', '2', '3')]]
    """
    old = {row_key(row, key): row for row in before}
    new = {row_key(row, key): row for row in after}
    changes = [RowChange(name, row, new.get(name)) for name, row in old.items()]
    changes += [RowChange(name, None, row) for name, row in new.items() if name not in old]
    return [change for change in changes if change.cells or None in (change.before, change.after)]


def describe_rows(changes: Iterable[RowChange]) -> list[str]:
    """Format changes as lines for a terminal: the row, then each cell before and after."""
    lines = []
    for change in changes:
        kind = (
            "new row"
            if change.before is None
            else "row taken out"
            if change.after is None
            else "changed"
        )
        lines.append(f"{kind}: {change.name}")
        for name, was, now in change.cells if change.after is not None else ():
            before = "" if change.before is None else f"{was or '(empty)'} → "
            lines.append(f"    {name}: {before}{now or '(empty)'}")
    return lines
