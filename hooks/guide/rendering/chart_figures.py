"""Render what `chart:` stands for: the finding in words, the drawing, how far to trust it, and its figures.

Imports render, tables, catalogue, frames, figures, charts, drawing.
"""

from collections import Counter
from dataclasses import dataclass

from guide.content.catalogue import STATUSES, Catalogue
from guide.core.templates import render
from guide.core.wording import make_anchor
from guide.data.chart_specs import STATUS, ChartSpec, check_chart, choose
from guide.data.frames import arrange
from guide.data.records import Record
from guide.rendering.chart_drawing import draw_chart
from guide.rendering.figures import edit_data, render_problem
from guide.rendering.tables import TableView, make_table


@dataclass(frozen=True)
class ChartView:
    """All that the chart template needs. `statuses`: (status, number of figures), best first."""

    spec: ChartSpec
    unit: str
    svg: str
    statuses: list[tuple[str, int]]
    table: TableView


def render_chart_named(catalogue: Catalogue, name: str, ids: Counter) -> str | None:
    """Return the XHTML of the chart called `name`, or None when there is none or it cannot be made.

    `ids` counts the names used on the page so far: a chart that stands twice gets an id of its own.
    What is wrong in the chart's data stands above it.
    """
    spec = catalogue.charts.get(name)
    if spec is None:
        return None
    identifier = f"chart-{make_anchor(name)}"
    ids[identifier] += 1
    html = render_chart(
        catalogue, spec, identifier + (f"-{ids[identifier]}" if ids[identifier] > 1 else "")
    )
    box = "".join(render_problem(str(problem)) for problem in catalogue.problems_of(spec.resource))
    return box + html if html else None


def render_chart(catalogue: Catalogue, spec: ChartSpec, identifier: str) -> str | None:
    """Return the XHTML figure of a chart, or None where its description or its data are broken.

    `identifier` becomes the id of the figure and begins every other id in it.
    """
    if spec.resource not in catalogue.records or [
        *check_chart(spec, catalogue.package, catalogue.records)
    ]:
        return None
    frame = arrange(
        catalogue.rows(spec.resource), catalogue.package.resources[spec.resource], spec.table, {}
    )
    svg = draw_chart(
        frame,
        spec,
        role="img",
        aria_labelledby=f"{identifier}-title",
        aria_describedby=f"{identifier}-description",
    )
    rows = choose(catalogue.rows(spec.resource), spec.where)
    view = ChartView(
        spec,
        _unit(catalogue, spec, rows),
        svg,
        _statuses(rows),
        make_table(catalogue, spec.table, {}),
    )
    return render(
        "rendering/chart.html",
        id=identifier,
        chart=view,
        table=view.table,
        edit=edit_data(catalogue, spec.resource),
    )


def _unit(catalogue: Catalogue, spec: ChartSpec, rows: list[Record]) -> str:
    """Return the unit of the drawing: the chart's own words, else the rows', else the column's."""
    if spec.value in spec.units:
        return str(spec.units[spec.value])
    units = dict.fromkeys(str(row["unit"]) for row in rows if row.values.get("unit"))
    return "; ".join(units) or catalogue.package.resources[spec.resource].field(spec.value).unit


def _statuses(rows: list[Record]) -> list[tuple[str, int]]:
    counts = Counter(row.values.get(STATUS) for row in rows)
    return [(word, counts[word]) for word in STATUSES if counts[word]]
