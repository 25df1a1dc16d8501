"""Turn checked records into pandas frames and do the sums. Imports package, records. The one user of pandas."""

import pandas as pd

from guide.package import Resource, TableSpec
from guide.records import Record

_DTYPES = {"integer": "Int64", "year": "Int64", "number": "Float64", "boolean": "boolean", "string": "string"}


def make_frame(records: list[Record], resource: Resource) -> pd.DataFrame:
    """Return the records as a frame: one column a field, of the declared type, missing values as NA.

    The index counts the records, so that a row of the frame leads back to its record.
    """
    columns = {
        item.name: pd.Series([record[item.name] for record in records], dtype=_DTYPES.get(item.type, "object"))
        for item in resource.fields
    }
    return pd.DataFrame(columns)


def narrow(frame: pd.DataFrame, where: dict) -> pd.DataFrame:
    """Return the rows in which every named column holds the named value, compared as text."""
    for name, value in where.items():
        frame = frame[frame[name].astype("string").fillna("") == str(value)]
    return frame


def arrange(frame: pd.DataFrame, spec: TableSpec, where: dict) -> pd.DataFrame:
    """Return the rows that a table shows, narrowed and sorted, with its computed columns.

    Computed columns (`op`): change-from-first and change-from-previous, in the unit of the column `of`.
    """
    frame = narrow(frame, {**spec.where, **where})
    if spec.sort:
        frame = frame.sort_values(list(spec.sort), kind="stable")
    for entry in spec.computed:
        values = frame[entry["of"]]
        change = values - values.iloc[0] if entry["op"] == "change-from-first" else values.diff()
        frame = frame.assign(**{entry["name"]: change})
    return frame


def summarize(frame: pd.DataFrame, columns: list[str]) -> dict[str, float | None]:
    """Return the change from the first row to the last of each column, in that column's unit."""
    return {name: _change(frame[name].dropna()) for name in columns}


def _change(values: pd.Series) -> float | None:
    return float(values.iloc[-1] - values.iloc[0]) if len(values) > 1 else None


def pivot(frame: pd.DataFrame, rows: str, columns: str) -> tuple[list[str], dict[str, dict[str, list[int]]]]:
    """Spread a long frame: return the column labels, and for each row label and column label the index of its records.

    Labels stand in the order of their first appearance; a pair that does not occur has an empty list.
    """
    labels = [str(label) for label in frame[columns].dropna().unique()]
    spread = {str(label): {name: [] for name in labels} for label in frame[rows].dropna().unique()}
    for (row, column), group in frame.groupby([rows, columns], sort=False, dropna=True):
        spread[str(row)][str(column)] = list(group.index)
    return labels, spread


def is_missing(value: object) -> bool:
    """Say whether a value of a frame is missing."""
    return bool(pd.isna(value))
