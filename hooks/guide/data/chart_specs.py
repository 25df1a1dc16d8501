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
from guide.data.frames import is_chosen
from guide.data.number_agreement import find_numbers
from guide.data.package import Package, Resource, TableSpec, as_text, as_tuple
from guide.data.records import Record, Value

# What must be the same in all rows of one line, where the resource has such columns.
QUESTION = ("series_id", "question_wording", "unit")
STATUS = "status"
# The types of column that each kind of chart can measure.
_NUMBERS = ("integer", "number")
_OVER_TIME = {"x": ("year", *_NUMBERS), "y": _NUMBERS, "month": ("integer",)}
_MEASURED: dict[str, dict[str, tuple[str, ...]]] = {
    "line": _OVER_TIME,
    "slope": _OVER_TIME,
    "against": _OVER_TIME,
    "times": _OVER_TIME,
    "bar": {"x": _NUMBERS},
    "dots": {"x": _NUMBERS},
    "people": {"x": _NUMBERS},
    "effects": {},
    "grid": {},
    "promises": {},
    "timeline": {"x": ("year", *_NUMBERS)},
    "squares": {},
    "strength": {},
}
_JOINED = ("line", "slope", "against")

# What is wrong with a chart: the path below its entry, the rule, what is wrong, how to mend it.
Fault = tuple[tuple[str, ...], str, str, str]


@dataclass(frozen=True)
class ChartSpec:
    """How rows of one resource are drawn, under a name that `chart:` uses.

    kind: see the comment above `charts:` in datapackage.yaml. x, y, month, label and panel name
    columns; words: other words for the values of `y`, `label` and `panel`, for the drawing only.
    against: what a line of the kind `against` crosses out, as `resource`, `x` and `y`, and the
    words `label`, `measured` and `gap`. tables: tables of the package that stand folded below the
    drawing, in place of its own. The rest is as in TableSpec and shapes that table.
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
    against: dict[str, Any] = field(default_factory=dict)
    tables: tuple[str, ...] = ()
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
        return self.y if self.is_over_time else self.x

    @property
    def is_over_time(self) -> bool:
        """Whether the values are drawn over a time axis, along x."""
        return _MEASURED.get(self.kind) is _OVER_TIME

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
        **values
        | {key: as_tuple(values.get(key)) for key in ("sort", "columns", "notes", "tables")}
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
        rows = choose(records[chart.resource], chart.where)
        faults = [
            *_check_rows(chart, resource, rows),
            *_check_findings(chart, resource, rows, records),
        ]
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
    for name in chart.tables:
        if name not in package.tables and name not in package.broken:
            yield (
                ("tables",),
                "unknown-table",
                f"no table is called {quote(name)}",
                suggest(name, package.tables, "tables"),
            )
    rival = chart.against
    resource = package.resources.get(str(rival.get("resource")))
    if chart.kind == "against" and not (
        resource and {str(rival.get(key)) for key in ("x", "y")} <= set(resource.field_names)
    ):
        yield (
            ("against",),
            "chart-incomplete",
            f"the chart {quote(chart.name)} does not say what it crosses out",
            "Add against: {resource: …, x: …, y: …}, with a resource and two of its columns",
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
        if all(is_chosen(row.cells[name].text, value) for name, value in where.items())
    ]


def finding_column(resource: Resource) -> str:
    """Return the column of a resource that names a finding; "" where it has none."""
    return next((item.name for item in resource.fields if item.markup == "finding"), "")


def figure_of(row: Record, finding: Record) -> Value:
    """Return the figure of a finding that a row asks for in its column `figure`, else its value."""
    name = str(row.values.get("figure") or "value")
    return finding.values.get("value" if name == "range" else name)


def _check_findings(
    chart: ChartSpec, resource: Resource, rows: list[Record], records: dict[str, list[Record]]
) -> Iterator[Fault]:
    """Hold the words and figures of rows that name a finding to that finding."""
    column = finding_column(resource)
    if not column or column not in (chart.x, chart.label, "finding"):
        return
    findings = {str(row.values.get("id")): row for row in records.get("findings", ())}
    for row in rows:
        finding = findings.get(str(row[column]))
        if chart.kind == "effects" and not isinstance(
            finding and figure_of(row, finding), int | float
        ):
            yield (
                ("where",),
                "not-a-number",
                f"the chart {quote(chart.name)} draws {quote(row[column])}, which has no number",
                "Name a finding with a value",
            )
        if "year" not in resource.field_names:
            continue
        shown = f"{row[chart.y]} {row.values.get('text') or ''}"
        borne = " ".join(cell.text for cell in finding.cells.values()) if finding else ""
        for number in find_numbers(shown):
            if number not in set(find_numbers(borne)):
                yield (
                    ("where",),
                    "title-disagrees",
                    (
                        f"the words {quote(row[chart.y])} of the chart {quote(chart.name)} say "
                        f"{quote(number)}, which their finding does not have"
                    ),
                    "Write the figure as the finding has it, or name another finding",
                )


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
    if not _MEASURED[chart.kind].keys() & {"x"} or chart.kind == "timeline":
        return
    if chart.kind not in _JOINED:
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
