"""Turn checked records into pandas frames and do the sums. Imports package, records. The one user of pandas.

pandas takes a quarter of a second to load: a build that makes no table anew does not wait for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING

from guide.data.package import Resource, TableSpec
from guide.data.records import Record

if TYPE_CHECKING:
    import pandas as pd

_DTYPES = {
    "integer": "Int64",
    "year": "Int64",
    "number": "Float64",
    "boolean": "boolean",
    "string": "string",
}


@cache
def _pandas() -> ModuleType:
    import pandas

    return pandas


def make_frame(records: list[Record], resource: Resource) -> pd.DataFrame:
    """Return the records as a frame: one column a field, of the declared type, missing values as NA.

    The index counts the records, so that a row of the frame leads back to its record.
    """
    columns = {
        item.name: (
            _pandas().Series(
                [record[item.name] for record in records], dtype=_DTYPES.get(item.type, "object")
            )
        )
        for item in resource.fields
    }
    return _pandas().DataFrame(columns)


def arrange(
    records: list[Record], resource: Resource, spec: TableSpec, where: dict
) -> pd.DataFrame:
    """Return the rows that a table shows as a frame, narrowed and sorted, with its computed columns.

    `where` narrows by the text of the cells. The index leads back to the records.
    """
    frame = make_frame(records, resource).loc[_chosen(records, spec, where)]
    if spec.sort:
        frame = frame.sort_values(list(spec.sort), kind="stable")
    for entry in spec.computed:
        frame = frame.assign(**{entry["name"]: OPERATIONS[entry["op"]](frame[entry["of"]])})
    return frame


@dataclass(frozen=True)
class PlainRows:
    """Rows of a table that asks for no sums and no order: what of a frame such a table is made from."""

    index: list[int]
    rows: list[dict]

    def iterrows(self) -> Iterator[tuple[int, dict]]:
        """As of a frame."""
        return zip(self.index, self.rows, strict=True)


def arrange_rows(
    records: list[Record], resource: Resource, spec: TableSpec, where: dict
) -> pd.DataFrame | PlainRows:
    """Return what `arrange` does, without pandas where there is nothing for it to do."""
    if spec.sort or spec.computed or spec.summary or spec.pivot:
        return arrange(records, resource, spec, where)
    chosen = _chosen(records, spec, where)
    return PlainRows(chosen, [records[index].values for index in chosen])


def _chosen(records: list[Record], spec: TableSpec, where: dict) -> list[int]:
    wanted = {**spec.where, **where}
    return [
        index
        for index, record in enumerate(records)
        if all(record.cells[name].text == str(value) for name, value in wanted.items())
    ]


def change_from_first(values: pd.Series) -> pd.Series:
    """Return how far each value is from the first, in the unit of the values."""
    return values - values.iloc[0] if len(values) else values


def change_from_previous(values: pd.Series) -> pd.Series:
    """Return how far each value is from the one before, in the unit of the values; the first is missing."""
    return values.diff()


# What a table's description may ask for under `computed: op`.
OPERATIONS = {"change-from-first": change_from_first, "change-from-previous": change_from_previous}


def summarize(frame: pd.DataFrame, columns: list[str]) -> dict[str, float | None]:
    """Return the change from the first row to the last of each column, in that column's unit."""
    return {name: _change(frame[name].dropna()) for name in columns}


def _change(values: pd.Series) -> float | None:
    return float(values.iloc[-1] - values.iloc[0]) if len(values) > 1 else None


def pivot(
    frame: pd.DataFrame, rows: str, columns: str
) -> tuple[list[str], dict[str, dict[str, list[int]]]]:
    """Spread a long frame: return the column labels, and for each row label and column label the index of its records.

    Labels stand in the order of their first appearance; a pair that does not occur has an empty
    list.
    """
    labels = [str(label) for label in frame[columns].dropna().unique()]
    spread = {str(label): {name: [] for name in labels} for label in frame[rows].dropna().unique()}
    for (row, column), group in frame.groupby([rows, columns], sort=False, dropna=True):
        spread[str(row)][str(column)] = list(group.index)
    return labels, spread


def is_missing(value: object) -> bool:
    """Say whether a value of a frame is missing."""
    if isinstance(value, str | int | float | date):
        return value != value  # as only a number can be that is none
    return value is None or bool(_pandas().isna(value))
