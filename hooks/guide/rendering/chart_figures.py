"""Render the `chart:` directive: the finding in words, two drawings, its source, its figures."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from guide.content.catalogue import Catalogue
from guide.core.templates import render
from guide.core.wording import format_number, make_anchor
from guide.data.chart_specs import (
    STATUS,
    ChartSpec,
    check_chart,
    choose,
    figure_of,
)
from guide.data.frames import select_frame
from guide.data.records import Record
from guide.evidence.strength import grade_finding
from guide.rendering.chart_drawing import SECOND_HAND, WIDTHS, FrameRow, draw_chart
from guide.rendering.figures import make_edit_url, render_figure, render_problem
from guide.rendering.picture_shapes import PICTURES, draw_picture
from guide.rendering.picture_shapes import Part as PicturePart
from guide.rendering.tables import Column, Part, TableCell, TableRow, TableView, make_table


@dataclass(frozen=True)
class ChartView:
    """The context of the chart template.

    `statuses`: (status, words, number of figures), best first; `folded`: the tables that stand in
    place of the chart's own.
    """

    spec: ChartSpec
    unit: str
    drawings: list[str]
    statuses: list[tuple[str, str, int]]
    sources: list[Part]
    folded: list[str]

    @property
    def has_dagger(self) -> bool:
        """Whether a value is marked as read second-hand."""
        return any(f"{SECOND_HAND}</text>" in drawing for drawing in self.drawings)


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
    html = render_chart(catalogue, spec, identifier, ids, is_drawn=is_drawn)
    problems = "".join(
        render_problem(str(problem)) for problem in catalogue.problems_of(spec.resource)
    )
    return problems + html if html else None


def render_chart(
    catalogue: Catalogue,
    spec: ChartSpec,
    identifier: str,
    ids: Counter[str] | None = None,
    *,
    is_drawn: bool = True,
) -> str | None:
    """Render a chart as an XHTML figure; None where its description or its data are broken.

    `identifier` becomes the id of the figure and begins every other id in it, except those of the
    tables of the package that are folded below it, which are counted in `ids`. A chart that is not
    drawn has its words and its table only.
    """
    if spec.resource not in catalogue.records or [
        *check_chart(spec, catalogue.package, catalogue.records)
    ]:
        return None
    rows = choose(catalogue.rows(spec.resource), spec.where)
    table, folded = None, []
    if spec.tables:
        shown = [
            render_figure(catalogue, name, Counter() if ids is None else ids)
            for name in spec.tables
        ]
        folded = [html for html in shown if html]
    elif spec.kind == "effects":
        table = _tabulate_effects(catalogue, spec, rows)
    else:
        table = make_table(catalogue, spec.table, {})
    if table is None and not folded:
        return None
    view = ChartView(
        spec,
        _find_unit(catalogue, spec, rows),
        [*_draw(catalogue, spec, rows, identifier)] if is_drawn else [],
        [] if spec.kind in PICTURES else _count_statuses(catalogue, rows),
        table.sources if table else [],
        folded,
    )
    return render(
        "rendering/chart.html",
        id=identifier,
        chart=view,
        table=table,
        edit=make_edit_url(catalogue, spec.resource),
    )


def _draw(
    catalogue: Catalogue, spec: ChartSpec, rows: list[Record], identifier: str
) -> Iterator[str]:
    """Yield the drawing for a phone and the one for a wide column."""
    names = {
        "role": "img",
        "aria_labelledby": f"{identifier}-title",
        "aria_describedby": f"{identifier}-description",
    }
    if spec.kind in PICTURES:
        parts = [_make_part(catalogue, spec, row) for row in rows]
        for size, width in WIDTHS.items():
            sheet = draw_picture(spec.kind, parts, _Words(catalogue, spec), width)
            yield sheet.to_svg(class_=f"chart__drawing chart__drawing--{size}", **names)
        return
    frame = select_frame(
        catalogue.rows(spec.resource), catalogue.package.resources[spec.resource], spec.table, {}
    )
    drawn: Sequence[FrameRow]
    if spec.kind == "effects":
        drawn = [_join_finding(catalogue, row) for row in rows]
        spec = _drawn_by_value(spec)
    else:
        drawn = frame.dropna(subset=[spec.x, spec.value]).to_dict("records")
    rivals = _find_rivals(catalogue, spec)
    for size in WIDTHS:
        yield draw_chart(drawn, spec, size, rivals, **names)


def _find_rivals(catalogue: Catalogue, spec: ChartSpec) -> list[FrameRow]:
    """Return the rows that a chart crosses out, those with a time and a value."""
    if spec.kind != "against" or str(spec.against["resource"]) not in catalogue.records:
        return []
    keys = [str(spec.against[key]) for key in ("x", "y")]
    return [
        {key: row[key] for key in keys}
        for row in catalogue.rows(str(spec.against["resource"]))
        if all(isinstance(row[key], int | float) for key in keys)
    ]


def _drawn_by_value(spec: ChartSpec) -> ChartSpec:
    """Return the description of a chart whose rows have been joined to their findings."""
    return replace(spec, x="value")


def _join_finding(catalogue: Catalogue, row: Record) -> dict[Any, Any]:
    """Return a row with the figure of its finding, without its sign: as large as the effect is."""
    finding = catalogue.findings[str(row["finding"])]
    value = abs(float(str(figure_of(row, finding))))
    ends = [value, value]
    if row.values.get("figure") == "range":
        ends = sorted(abs(float(str(finding[key]))) for key in ("value_low", "value_high"))
    return {
        **row.values,
        "value": value,
        "low": ends[0],
        "high": ends[1],
        "effect": finding["effect"],
        STATUS: finding[STATUS],
    }


def _tabulate_effects(catalogue: Catalogue, spec: ChartSpec, rows: list[Record]) -> TableView:
    """Make the table of effects: what was done, how large it was, its limit, and its evidence."""
    resource = catalogue.package.resources[spec.resource]
    lines = []
    for row in rows:
        finding = catalogue.findings[str(row["finding"])]
        size = f"{finding['effect']} = {format_number(float(str(figure_of(row, finding))))}"
        cells = [
            Part("text", size, "value"),
            Part("text", str(finding["contrast"] or ""), "contrast"),
            Part("text", str(finding["caveat"] or ""), "caveat"),
            Part("finding", str(row["finding"]), "finding"),
        ]
        lines.append(
            TableRow(
                TableCell([[Part("text", str(row[spec.y]), spec.y)]]),
                [TableCell([[cell]]) for cell in cells],
            )
        )
    titles = ("Size", "What is compared", "Limit", "Evidence")
    return TableView(
        spec.table, resource, Column("What"), [Column(title) for title in titles], lines
    )


class _Words:
    """Give the words for a value: those of the chart, else those of statuses, verdicts, studies."""

    def __init__(self, catalogue: Catalogue, spec: ChartSpec) -> None:
        self._catalogue, self._spec = catalogue, spec
        kinds = {"strength": "designs", "squares": "verdicts", "promises": "verdicts"}
        self._resource = kinds.get(spec.kind, "statuses")

    def __call__(self, word: str) -> str:
        own = self._spec.words.get(word)
        return str(own) if own else self._catalogue.label(self._resource, word)


def _make_part(catalogue: Catalogue, spec: ChartSpec, row: Record) -> PicturePart:
    def text(name: str) -> str:
        value = str(row.values.get(name) or "") if name else ""
        return str(spec.words.get(value, value))

    year = row.values.get(spec.x) if spec.kind == "timeline" else None
    return PicturePart(
        x=str(row.values.get(spec.x) or "") if spec.kind == "strength" else text(spec.x),
        y=text(spec.y),
        label=text(spec.label),
        panel=str(row.values.get(spec.panel) or "") if spec.panel else "",
        status=_find_status(catalogue, spec, row),
        text=str(row.values.get("text") or ""),
        year=year if isinstance(year, int | float) else None,
    )


def _find_status(catalogue: Catalogue, spec: ChartSpec, row: Record) -> str:
    """Return the strength of a finding; else the verdict of a row or of the claim that it names."""
    if spec.kind == "strength":
        return grade_finding(catalogue, row)
    claim = row.values.get("claim")
    if spec.kind in ("promises", "timeline"):
        named = catalogue.words("circulating-claims").get(str(claim)) if claim else None
        return str(named["verdict"]) if named else ""
    return str(row.values.get("verdict") or row.values.get(STATUS) or "")


def _find_unit(catalogue: Catalogue, spec: ChartSpec, rows: list[Record]) -> str:
    """Return the unit of the drawing: that of the chart, else of its rows, else of its column."""
    if spec.units.get(spec.value):
        return str(spec.units[spec.value])
    if spec.kind in PICTURES:
        return ""
    units = dict.fromkeys(str(row["unit"]) for row in rows if row.values.get("unit"))
    return "; ".join(units) or catalogue.package.resources[spec.resource].field(spec.value).unit


def _count_statuses(catalogue: Catalogue, rows: list[Record]) -> list[tuple[str, str, int]]:
    """Return (status, words, number of rows) for each status, the most frequent first."""
    counts = Counter(str(row[STATUS]) for row in rows if row.values.get(STATUS))
    return [(word, catalogue.label("statuses", word), n) for word, n in counts.most_common()]
