"""Turn validated records into pandas frames: filter, sort, compute, pivot and summarize them.

pandas takes a quarter of a second to import, so it is imported on first use: a build whose tables
all come from the cache does not wait for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from guide.data.package import Resource, TableSpec
from guide.data.records import Record, Value

if TYPE_CHECKING:
    import pandas as pd

_DTYPES = {
    "integer": "Int64",
    "year": "Int64",
    "number": "Float64",
    "boolean": "boolean",
    "string": "string",
}


def make_frame(records: list[Record], resource: Resource) -> pd.DataFrame:
    """Make a frame of records: one column a field, of the declared type, missing values as NA.

    The index of a row is the index of its record.
    """
    import pandas as pd

    columns = {
        item.name: pd.Series(
            [record[item.name] for record in records], dtype=_DTYPES.get(item.type, "object")
        )
        for item in resource.fields
    }
    return pd.DataFrame(columns)


def select_frame(
    records: list[Record], resource: Resource, spec: TableSpec, where: Mapping[str, object]
) -> pd.DataFrame:
    """Make the frame that a table shows: filtered and sorted, with its computed columns.

    `where` filters by the text of cells, in addition to the filter of `spec`. The index of a row is
    the index of its record.
    """
    frame = make_frame(records, resource).loc[_filter(records, spec, where)]
    if spec.sort:
        frame = frame.sort_values(list(spec.sort), kind="stable")
    for entry in spec.computed:
        frame = frame.assign(**{entry["name"]: OPERATIONS[entry["op"]](frame[entry["of"]])})
    return frame


@dataclass(frozen=True)
class PlainRows:
    """Rows of a table without sums and sorting: as much of a frame's interface as it needs."""

    index: list[int]
    rows: list[dict[str, Value]]

    def iterrows(self) -> Iterator[tuple[int, dict[str, Value]]]:
        """Iterate over (index, values by column), as `DataFrame.iterrows` does."""
        return zip(self.index, self.rows, strict=True)


def select_rows(
    records: list[Record], resource: Resource, spec: TableSpec, where: Mapping[str, object]
) -> pd.DataFrame | PlainRows:
    """Select the rows that `select_frame` does, without pandas where it has nothing to compute."""
    if spec.sort or spec.computed or spec.summary or spec.pivot:
        return select_frame(records, resource, spec, where)
    indexes = _filter(records, spec, where)
    return PlainRows(indexes, [records[index].values for index in indexes])


def _filter(records: list[Record], spec: TableSpec, where: Mapping[str, object]) -> list[int]:
    wanted = {**spec.where, **where}
    return [
        index
        for index, record in enumerate(records)
        if all(is_chosen(record.cells[name].text, value) for name, value in wanted.items())
    ]


def is_chosen(text: str, wanted: object) -> bool:
    """Say whether the text of a cell is what a filter wants: a value, or one of a list.

    >>> is_chosen("1990", 1990), is_chosen("red", ["blue", "red"]), is_chosen("red", "blue")
    (True, True, False)
    """
    choices = wanted if isinstance(wanted, list | tuple) else [wanted]
    return text in map(str, choices)


def change_from_first(values: pd.Series[Any]) -> pd.Series[Any]:
    """Compute the difference of each value from the first, in the unit of the values."""
    return values - values.iloc[0] if len(values) else values


def change_from_previous(values: pd.Series[Any]) -> pd.Series[Any]:
    """Compute the difference of each value from the previous one, in its unit; the first is NA."""
    return values.diff()


# The operations of computed columns, by their name in the descriptor (`computed: op`).
OPERATIONS = {"change-from-first": change_from_first, "change-from-previous": change_from_previous}


def summarize(frame: pd.DataFrame, columns: list[str]) -> dict[str, float | None]:
    """Compute the change of each column from its first value to its last, in the column's unit."""
    return {name: _change(frame[name].dropna()) for name in columns}


def _change(values: pd.Series[Any]) -> float | None:
    return float(values.iloc[-1] - values.iloc[0]) if len(values) > 1 else None


def pivot(
    frame: pd.DataFrame, rows: str, columns: str
) -> tuple[list[str], dict[str, dict[str, list[int]]]]:
    """Pivot a long frame to column labels, and by row and column label the indexes of its records.

    Labels are in the order of their first appearance; a pair that does not occur has an empty list.
    """
    labels = [str(label) for label in frame[columns].dropna().unique()]
    cells: dict[str, dict[str, list[int]]] = {
        str(label): {name: [] for name in labels} for label in frame[rows].dropna().unique()
    }
    for (row, column), group in frame.groupby([rows, columns], sort=False, dropna=True):
        cells[str(row)][str(column)] = list(group.index)
    return labels, cells


def is_missing(value: Any) -> bool:
    """Say whether a value of a frame is missing."""
    if isinstance(value, str | int | float | date):
        return value != value  # only NaN differs from itself
    if value is None:
        return True
    import pandas as pd

    return bool(pd.isna(value))
