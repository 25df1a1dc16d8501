"""Draw points as lines, bars or dots with Altair and vl-convert.

Drawn for a phone: 340 units wide and letters 13 units high, so that words stay readable where a
unit is a little less than a pixel. Colors are the page's own (currentColor and CSS variables) and
follow light and dark. Altair does scales, axes and marks; the labels of rows are laid out here,
since they may take several lines.
"""

import textwrap
from typing import Any, NotRequired, TypeAlias, TypedDict

import altair as alt
import vl_convert

WIDTH = 340
FONT_SIZE = 13
# Bundled with vl-convert, so that words are measured alike on every machine; readers see the page's
# own font.
MEASURED_FONT = "Liberation Sans"
INK, QUIET, GRID = "currentColor", "var(--md-default-fg-color--light)", "var(--guide-line)"
MARK, PAPER = "var(--guide-chart-1)", "var(--md-default-bg-color)"

# Lines: the height of a panel, the room for the numbers of its axis and beside its first and last
# point.
LINE_HEIGHT, AXIS_WIDTH, MARGIN = 170, 26, 20
MOST_YEARS = 6

# Rows: the height of a line of words, how many letters it holds, how wide a letter is on average,
# at most.
STEP, LETTERS, LETTER_WIDTH = 17, 24, 7.0
# The room between words and marks, between rows, above a heading; the height of a bar; the room for
# a value.
GAP, ROW_GAP, HEADING_GAP, BAR, VALUE_WIDTH = 12, 12, 10, 14, 46


class Point(TypedDict):
    """One mark: `shown` is its value as text, `time` (for lines) is in years, `name` is a row's."""

    value: float
    shown: str
    verified: bool
    panel: str
    label: str
    time: NotRequired[float]
    name: NotRequired[str]


# A row of the inline data of a Vega-Lite chart.
Datum: TypeAlias = dict[str, Any]


def _to_svg(chart: alt.TopLevelMixin) -> str:
    styled = chart.configure(
        font=MEASURED_FONT, background="transparent", padding=2
    ).configure_view(stroke=None)
    return vl_convert.vegalite_to_svg(
        styled.to_dict(), vl_version=".".join(alt.SCHEMA_VERSION.split(".")[:2])
    )


def _text(color: str = INK, **settings: object) -> dict[str, Any]:
    return {
        "color": color,
        "fontSize": FONT_SIZE,
        "baseline": "middle",
        "align": "left",
        **settings,
    }


def _add_fill(points: list[Point]) -> list[Datum]:
    """Return the points with the fill of their marks: filled where verified, else only outlined."""
    return [{**point, "fill": MARK if point["verified"] else PAPER} for point in points]


def draw_lines(points: list[Point]) -> str:
    """Draw one line a panel, with its points and their values, as an SVG; all share the scales."""
    data = sorted(_add_fill(points), key=lambda point: point["time"])
    values = [0, *(point["value"] for point in data)]
    x = alt.X(
        "time:Q",
        title=None,
        axis=_time_axis(data),
        scale=alt.Scale(
            domain=_time_domain(data),
            range=[MARGIN / 2, WIDTH - AXIS_WIDTH - MARGIN],
            nice=False,
            zero=False,
        ),
    )
    # Headroom, so that the value above the highest point stays inside.
    y = alt.Y(
        "value:Q",
        title=None,
        axis=_value_axis(),
        scale=alt.Scale(domain=[min(values), max(values) * 1.15 or 1], nice=False),
    )
    names = dict.fromkeys(point["panel"] for point in data)
    panels = [
        _draw_line_panel(name, [point for point in data if point["panel"] == name], x, y)
        for name in names
    ]
    return _to_svg(alt.vconcat(*panels, spacing=18))


def _draw_line_panel(
    name: str, points: list[Datum], x: alt.X, y: alt.Y
) -> alt.LayerChart | alt.FacetChart:
    placed = [
        {**point, "below": below} for point, below in zip(points, _find_dips(points), strict=True)
    ]
    base = alt.Chart(alt.InlineData(values=placed)).encode(x=x, y=y)
    values = base.encode(text="shown:N")
    labels = base.mark_text(**_text(QUIET, align="center")).encode(
        y=alt.value(LINE_HEIGHT + 16), text="label:N"
    )
    layers = [
        base.mark_line(stroke=MARK, strokeWidth=2),
        base.mark_point(stroke=MARK, strokeWidth=2, size=55, opacity=1).encode(
            fill=alt.Fill("fill:N", scale=None)
        ),
        values.transform_filter("!datum.below").mark_text(**_text(align="center", dy=-14)),
        values.transform_filter("datum.below").mark_text(**_text(align="center", dy=15)),
        *([labels] if points[0]["label"] else []),
    ]
    panel = alt.layer(*layers, width=WIDTH - AXIS_WIDTH, height=LINE_HEIGHT)
    if not name:
        return panel
    heading = alt.Title(
        name, anchor="start", frame="bounds", fontSize=FONT_SIZE, color=INK, offset=4
    )
    return panel.properties(title=heading)


def _find_dips(points: list[Datum]) -> list[bool]:
    """Return for each point whether the line dips there, so that its value is written below it."""
    values = [point["value"] for point in points]
    before, after = [values[0], *values[:-1]], [*values[1:], values[-1]]
    return [
        value <= min(pair) and value < max(pair)
        for value, *pair in zip(values, before, after, strict=True)
    ]


def _time_domain(points: list[Datum]) -> list[float]:
    """Return the domain of the time axis, from the start of a year; one year for a single time."""
    first, last = points[0]["time"], points[-1]["time"]
    return [first // 1, last if last > first // 1 else first + 1]


def _time_axis(points: list[Datum]) -> alt.Axis:
    """Return the axis of whole years; the labels of the points, if any, take the years' place."""
    first, last = int(points[0]["time"]), int(points[-1]["time"])
    has_labels = bool(points[0]["label"])
    years = list(range(first, last + 1, -(-(last - first + 1) // MOST_YEARS)))
    return alt.Axis(
        values=sorted({point["time"] for point in points}) if has_labels else years,
        format="d",
        grid=False,
        labels=not has_labels,
        domainColor=QUIET,
        tickColor=QUIET,
        labelColor=QUIET,
        labelFontSize=FONT_SIZE,
        labelOverlap=False,
        labelFlush=False,
    )


def _value_axis() -> alt.Axis:
    return alt.Axis(
        domain=False,
        ticks=False,
        tickCount=4,
        gridColor=GRID,
        labelColor=QUIET,
        labelFontSize=FONT_SIZE,
        minExtent=AXIS_WIDTH,
        maxExtent=AXIS_WIDTH,
    )


def draw_rows(points: list[Point], kind: str) -> str:
    """Draw one row a point as an SVG: labels at the left, bar or dot and value at the right.

    Rows of one panel are grouped below its name. All values share one scale, which begins at 0.
    """
    words, rows, height = _lay_out(_add_fill(points))
    left = (
        max((len(word["text"]) for word in words if not word["heading"]), default=0) * LETTER_WIDTH
        + GAP
    )
    values = [0, *(point["value"] for point in points)]
    scale = alt.Scale(
        domain=[min(values), max(values) or 1], range=[left, WIDTH - VALUE_WIDTH], nice=False
    )
    base = _make_base(rows, height).encode(x=alt.X("value:Q", axis=None, scale=scale))
    marks = _draw_bars(base) if kind == "bar" else _draw_dots(base)
    value_labels = base.mark_text(**_text(dx=6 if kind == "bar" else 11, fontWeight="bold")).encode(
        text="shown:N"
    )
    layers = [*_draw_words(words, height), *marks, value_labels]
    return _to_svg(alt.layer(*layers, width=WIDTH, height=height))


def _make_base(values: list[Datum], height: float) -> alt.Chart:
    """Return a chart whose rows are placed by `at`, in units from the top."""
    scale = alt.Scale(domain=[0, height], range=[0, height], nice=False)
    return alt.Chart(alt.InlineData(values=values)).encode(y=alt.Y("at:Q", axis=None, scale=scale))


def _lay_out(points: list[Datum]) -> tuple[list[Datum], list[Datum], float]:
    """Return lines of words and rows, each with its place from the top (`at`), and the height."""
    words: list[Datum] = []
    rows: list[Datum] = []
    top = 0.0
    for panel in dict.fromkeys(point["panel"] for point in points):
        if panel:
            top += HEADING_GAP if rows else 0
            words.append({"text": panel, "at": top + STEP / 2, "heading": True, "color": INK})
            top += STEP + ROW_GAP / 2
        for point in (point for point in points if point["panel"] == panel):
            lines = _wrap_labels(point, top)
            words += lines
            rows.append({**point, "at": top + STEP * max(1, len(lines)) / 2})
            top += STEP * max(1, len(lines)) + ROW_GAP
    return words, rows, top - ROW_GAP


def _wrap_labels(point: Datum, top: float) -> list[Datum]:
    """Return a row's lines of words from `top` on: its name, then its label in a fainter color."""
    lines = [(line, INK) for line in textwrap.wrap(point["name"], LETTERS)]
    lines += [(line, QUIET) for line in textwrap.wrap(point["label"], LETTERS)]
    return [
        {"text": text, "at": top + STEP * (index + 0.5), "heading": False, "color": color}
        for index, (text, color) in enumerate(lines)
    ]


def _draw_words(words: list[Datum], height: float) -> list[alt.Chart]:
    """Return the layers of words: plain, and headings in bold."""
    layers = []
    for heading in (False, True):
        chosen = [word for word in words if word["heading"] is heading]
        mark = _text(fontWeight="bold" if heading else "normal")
        layers.append(
            _make_base(chosen, height)
            .mark_text(**mark)
            .encode(x=alt.value(0), text="text:N", color=alt.Color("color:N", scale=None))
        )
    return layers


def _draw_bars(base: alt.Chart) -> list[alt.Chart]:
    return [
        base.mark_bar(orient="horizontal", size=BAR, stroke=MARK, strokeWidth=1.5).encode(
            x2=alt.datum(0), fill=alt.Fill("fill:N", scale=None)
        )
    ]


def _draw_dots(base: alt.Chart) -> list[alt.Chart]:
    """Return the layers of a thin line from 0 and of the dot at its end."""
    return [
        base.mark_rule(stroke=GRID, strokeWidth=1).encode(x2=alt.datum(0)),
        base.mark_point(stroke=MARK, strokeWidth=2, size=75, opacity=1).encode(
            fill=alt.Fill("fill:N", scale=None)
        ),
    ]
