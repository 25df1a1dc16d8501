"""Describe the charts of the data package, and check them.

A chart is an entry of the descriptor's `charts` list. The rule that matters: a line never joins
answers to different questions, because the step between them would be a change of question and not
of people (data/series.csv says so of itself; for the same years its questions give anything from 6%
to 61%).
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any

from guide.core.problems import Problem, quote, suggest
from guide.core.wording import join_words
from guide.data.number_agreement import find_numbers
from guide.data.package import Package, Resource, TableSpec, as_text, as_tuple
from guide.data.records import Record, Value

# What must be the same in all rows of one line, where the resource has such columns.
QUESTION = ("series_id", "question_wording", "unit")
STATUS = "status"
# The types of column that each kind of chart can measure.
_NUMBERS = ("integer", "number")
_MEASURED: dict[str, dict[str, tuple[str, ...]]] = {
    "line": {"x": ("year", *_NUMBERS), "y": _NUMBERS, "month": ("integer",)},
    "bar": {"x": _NUMBERS},
    "dots": {"x": _NUMBERS},
}

# What is wrong with a chart: the path below its entry, the rule, what is wrong, how to mend it.
Fault = tuple[tuple[str, ...], str, str, str]


@dataclass(frozen=True)
class ChartSpec:
    """How rows of one resource are drawn, under a name that `chart:` uses.

    kind: `line` (x: the year, `month` beside it where there is one; y: the value), `bar` or `dots`
    (x: the value; y: the column that names each row; label: a second, quieter line below that
    name). For a line, `label` names what stands below the points in place of years. panel: a column
    that splits the chart, each part with a heading; words: other words for the values of `y`,
    `label` and `panel`, for the drawing only. The rest is as in TableSpec and shapes the table
    below the drawing.
    """

    name: str
    kind: str = ""
    title: str = ""
    description: str = ""
    resource: str = ""
    x: str = ""
    y: str = ""
    month: str = ""
    label: str = ""
    panel: str = ""
    words: dict[str, Any] = field(default_factory=dict)
    where: dict[str, Any] = field(default_factory=dict)
    sort: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    row_header: str = ""
    titles: dict[str, Any] = field(default_factory=dict)
    units: dict[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    source_line: str = ""

    @property
    def value(self) -> str:
        """The column that holds the numbers drawn."""
        return self.y if self.kind == "line" else self.x

    @property
    def table(self) -> TableSpec:
        """The table of the figures drawn."""
        shared = {
            item.name: getattr(self, item.name)
            for item in fields(self)
            if item.name in TableSpec.__dataclass_fields__
        }
        return TableSpec(**shared, caption=self.title)


def make_charts(data: object) -> dict[str, ChartSpec]:
    """Return the charts by name from the descriptor's data; of two of one name, the first."""
    charts: dict[str, ChartSpec] = {}
    for _, chart in _charts(data):
        charts.setdefault(chart.name, chart)
    return charts


def _charts(data: object) -> list[tuple[int, ChartSpec]]:
    """Return each chart with its place in the list, less those whose shape is wrong."""
    entries = data.get("charts", []) if isinstance(data, dict) else []
    return [(index, _make_chart(entry)) for index, entry in enumerate(entries) if entry]


def _make_chart(entry: dict[str, Any]) -> ChartSpec:
    values = {
        item.name: as_text(entry[item.name]) for item in fields(ChartSpec) if item.name in entry
    }
    return ChartSpec(
        **values | {key: as_tuple(values.get(key)) for key in ("sort", "columns", "notes")}
    )


def check_charts(package: Package, records: dict[str, list[Record]]) -> Iterator[Problem]:
    """Yield what is wrong with the charts of a package, each at its entry in the descriptor.

    Problems: a chart that stands twice, an unknown resource or column, values that are no numbers,
    no rows, a title that the rows do not bear out, units that differ, and a line that joins
    different questions or two values of one time.
    """
    seen = set()
    for index, chart in _charts(package.document.data):
        faults = list(check_chart(chart, package, records))
        if chart.name in seen:
            faults.append(
                (
                    ("name",),
                    "duplicate-key",
                    f"two charts are called {quote(chart.name)}",
                    "Give each chart a name of its own",
                )
            )
        seen.add(chart.name)
        for keys, rule, what, mend in faults:
            yield Problem(
                package.path, *package.document.place("charts", index, *keys), rule, what, mend
            )


def check_chart(
    chart: ChartSpec, package: Package, records: dict[str, list[Record]]
) -> Iterator[Fault]:
    """Yield (path below the entry, rule, what, mend) for each fault of one chart."""
    faults = list(_check_entry(chart, package))
    resource = package.resources.get(chart.resource)
    if resource and not faults:
        faults = list(_check_columns(chart, resource))
    if resource and not faults and chart.resource in records:
        faults = list(_check_rows(chart, resource, choose(records[chart.resource], chart.where)))
    yield from faults


def _check_entry(chart: ChartSpec, package: Package) -> Iterator[Fault]:
    if chart.resource not in package.resources and chart.resource not in package.broken:
        yield (
            ("resource",),
            "unknown-resource",
            (
                f"the chart {quote(chart.name)} shows the resource "
                f"{quote(chart.resource)}, which is not there"
            ),
            suggest(chart.resource, package.resources, "resources"),
        )


def _check_columns(chart: ChartSpec, resource: Resource) -> Iterator[Fault]:
    for path, name in _named_columns(chart):
        if name not in resource.field_names:
            yield (
                path,
                "unknown-column",
                (
                    f"the chart {quote(chart.name)} names the column {quote(name)}, "
                    f"which {resource.name} does not have"
                ),
                suggest(name, resource.field_names, "columns"),
            )
    for key, types in _MEASURED[chart.kind].items():
        name = getattr(chart, key)
        if name in resource.field_names and resource.field(name).type not in types:
            yield (
                (key,),
                "not-a-number",
                (
                    f"the chart {quote(chart.name)} measures {quote(name)} as {key}, "
                    "which holds no numbers for that"
                ),
                f"Name a column of the type {join_words(types, 'or')}",
            )


def _named_columns(chart: ChartSpec) -> list[tuple[tuple[str, ...], str]]:
    """Return (path below the entry, name) of everything that must be a column of the resource."""
    single = [
        ((key,), name)
        for key in ("x", "y", "month", "label", "panel", "row_header")
        if (name := getattr(chart, key))
    ]
    listed = [((key,), name) for key in ("sort", "columns") for name in getattr(chart, key)]
    keyed = [
        ((key, name), name) for key in ("where", "titles", "units") for name in getattr(chart, key)
    ]
    return [*single, *listed, *keyed]


def choose(rows: list[Record], where: dict[str, Any]) -> list[Record]:
    """Return the rows that a chart draws: those whose cells have the values of `where`."""
    return [
        row
        for row in rows
        if all(row.cells[name].text == str(value) for name, value in where.items())
    ]


def _check_rows(chart: ChartSpec, resource: Resource, rows: list[Record]) -> Iterator[Fault]:
    if not [row for row in rows if row[chart.x] is not None and row[chart.value] is not None]:
        yield (
            ("where",),
            "empty-chart",
            f"the chart {quote(chart.name)} would be empty",
            "Check what it asks for",
        )
        return
    yield from _check_title(chart, rows)
    if chart.kind != "line":
        yield from _check_units(chart, resource, rows)
        return
    lines: dict[object, list[Record]] = {}
    for row in rows:
        lines.setdefault(row[chart.panel] if chart.panel else None, []).append(row)
    for line in lines.values():
        yield from _check_line(chart, resource, line)


def _check_units(chart: ChartSpec, resource: Resource, rows: list[Record]) -> Iterator[Fault]:
    units = _different(rows, "unit") if "unit" in resource.field_names else []
    if len(units) > 1:
        yield (
            ("where",),
            "mixed-units",
            (
                f"the chart {quote(chart.name)} measures in different units on one scale: "
                f"{_list(units)}"
            ),
            "Narrow where to rows of one unit",
        )


def _check_title(chart: ChartSpec, rows: list[Record]) -> Iterator[Fault]:
    """Hold the finding in the title to the rows: no number that they do not have."""
    numbers = set(find_numbers(" ".join(cell.text for row in rows for cell in row.cells.values())))
    for number in find_numbers(chart.title):
        if number not in numbers:
            yield (
                ("title",),
                "title-disagrees",
                (
                    f"the title of the chart {quote(chart.name)} says {quote(number)}, "
                    "which none of its rows has"
                ),
                "Write the figure as a row has it",
            )


def _check_line(chart: ChartSpec, resource: Resource, rows: list[Record]) -> Iterator[Fault]:
    for name in QUESTION:
        values = _different(rows, name) if name in resource.field_names else []
        if len(values) > 1:
            yield (
                ("where",),
                "mixed-questions",
                (
                    f"the chart {quote(chart.name)} joins different questions in one "
                    f"line: {name} is {_list(values)}"
                ),
                "Narrow where to one of them, split them with panel, or show them as dots",
            )
            return
    times = [(row[chart.x], row[chart.month] if chart.month else None) for row in rows]
    twice = next((time for time, count in Counter(times).items() if count > 1), None)
    if twice:
        yield (
            ("where",),
            "time-twice",
            f"the chart {quote(chart.name)} has more than one value for {twice[0]} in one line",
            "Narrow where to one value for each time, or split them with panel",
        )


def _different(rows: list[Record], name: str) -> list[Value]:
    return list(dict.fromkeys(row[name] for row in rows if row[name] is not None))


def _list(values: list[Value]) -> str:
    shown = [quote(value) for value in values[:3]]
    return ", ".join(shown) + (f" and {len(values) - 3} more" if len(values) > 3 else "")
