"""Render the `chart:` directive: the finding in words, the drawing, its statuses, its figures."""

from collections import Counter
from dataclasses import dataclass

from guide.content.catalogue import Catalogue
from guide.core.templates import render
from guide.core.wording import make_anchor
from guide.data.chart_specs import STATUS, ChartSpec, check_chart, choose
from guide.data.frames import select_frame
from guide.data.records import Record
from guide.rendering.chart_drawing import draw_chart
from guide.rendering.figures import make_edit_url, render_problem
from guide.rendering.tables import TableView, make_table


@dataclass(frozen=True)
class ChartView:
    """The context of the chart template. `statuses`: (status, number of figures), best first."""

    spec: ChartSpec
    unit: str
    svg: str
    statuses: list[tuple[str, str, int]]
    table: TableView


def render_chart_by_name(
    catalogue: Catalogue, name: str, ids: Counter[str], *, is_drawn: bool = True
) -> str | None:
    """Render the chart called `name` as XHTML; None when there is none or it cannot be drawn.

    `ids` counts the names used on the page so far: a chart that is shown twice gets an id of its
    own. The problems of the chart's data are shown above it.
    """
    spec = catalogue.charts.get(name)
    if spec is None:
        return None
    identifier = f"chart-{make_anchor(name)}"
    ids[identifier] += 1
    identifier += f"-{ids[identifier]}" if ids[identifier] > 1 else ""
    html = render_chart(catalogue, spec, identifier, is_drawn=is_drawn)
    problems = "".join(
        render_problem(str(problem)) for problem in catalogue.problems_of(spec.resource)
    )
    return problems + html if html else None


def render_chart(
    catalogue: Catalogue, spec: ChartSpec, identifier: str, *, is_drawn: bool = True
) -> str | None:
    """Render a chart as an XHTML figure; None where its description or its data are broken.

    `identifier` becomes the id of the figure and begins every other id in it. A chart that is not
    drawn has its words and its table only.
    """
    if spec.resource not in catalogue.records or [
        *check_chart(spec, catalogue.package, catalogue.records)
    ]:
        return None
    table = make_table(catalogue, spec.table, {})
    if table is None:
        return None
    svg = _draw(catalogue, spec, identifier) if is_drawn else ""
    rows = choose(catalogue.rows(spec.resource), spec.where)
    view = ChartView(
        spec, _find_unit(catalogue, spec, rows), svg, _count_statuses(catalogue, rows), table
    )
    return render(
        "rendering/chart.html",
        id=identifier,
        chart=view,
        table=view.table,
        edit=make_edit_url(catalogue, spec.resource),
    )


def _draw(catalogue: Catalogue, spec: ChartSpec, identifier: str) -> str:
    frame = select_frame(
        catalogue.rows(spec.resource), catalogue.package.resources[spec.resource], spec.table, {}
    )
    return draw_chart(
        frame.dropna(subset=[spec.x, spec.value]).to_dict("records"),
        spec,
        role="img",
        aria_labelledby=f"{identifier}-title",
        aria_describedby=f"{identifier}-description",
    )


def _find_unit(catalogue: Catalogue, spec: ChartSpec, rows: list[Record]) -> str:
    """Return the unit of the drawing: that of the chart, else of its rows, else of its column."""
    if spec.value in spec.units:
        return str(spec.units[spec.value])
    units = dict.fromkeys(str(row["unit"]) for row in rows if row.values.get("unit"))
    return "; ".join(units) or catalogue.package.resources[spec.resource].field(spec.value).unit


def _count_statuses(catalogue: Catalogue, rows: list[Record]) -> list[tuple[str, str, int]]:
    """Return (status, words, number of rows) for each status, the most frequent first."""
    counts = Counter(str(row[STATUS]) for row in rows if row.values.get(STATUS))
    return [(word, catalogue.label("statuses", word), n) for word, n in counts.most_common()]
