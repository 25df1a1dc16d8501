"""Draw points as lines, bars or dots with Altair and vl-convert. Imports nothing of the guide.

Drawn for a phone: 340 units wide and letters 13 units high, so that words stay readable where a
unit is a little less than a pixel. Colors are the page's own (currentColor and CSS variables) and
follow light and dark. Altair sees to scales, axes and marks; where the words of a row stand is
decided here, since they may take several lines.

A point is a dict: value, shown (the value in words), verified, panel, label; for a line also time,
in years; for bars and dots also name.
"""

import textwrap

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


def _to_svg(chart: alt.TopLevelMixin) -> str:
    styled = chart.configure(
        font=MEASURED_FONT, background="transparent", padding=2
    ).configure_view(stroke=None)
    return vl_convert.vegalite_to_svg(
        styled.to_dict(), vl_version=".".join(alt.SCHEMA_VERSION.split(".")[:2])
    )


def _text(color: str = INK, **settings: object) -> dict:
    return {
        "color": color,
        "fontSize": FONT_SIZE,
        "baseline": "middle",
        "align": "left",
        **settings,
    }


def _marked(points: list[dict]) -> list[dict]:
    """Return the points with the fill of their marks: filled where verified, else only outlined."""
    return [{**point, "fill": MARK if point["verified"] else PAPER} for point in points]


def draw_lines(points: list[dict]) -> str:
    """Return one line a panel, with its points and their values, below each other on the same scales."""
    points = sorted(_marked(points), key=lambda point: point["time"])
    values = [0, *(point["value"] for point in points)]
    x = alt.X(
        "time:Q",
        title=None,
        axis=_time_axis(points),
        scale=alt.Scale(
            domain=_time_domain(points),
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
    names = dict.fromkeys(point["panel"] for point in points)
    panels = [
        _line_panel(name, [point for point in points if point["panel"] == name], x, y)
        for name in names
    ]
    return _to_svg(alt.vconcat(*panels, spacing=18))


def _line_panel(name: str, points: list[dict], x: alt.X, y: alt.Y) -> alt.LayerChart:
    placed = [
        {**point, "below": below}
        for point, below in zip(points, _values_below(points), strict=True)
    ]
    base = alt.Chart(alt.Data(values=placed)).encode(x=x, y=y)
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


def _values_below(points: list[dict]) -> list[bool]:
    """Say for each point of a line whether its value stands below it: where the line has a dip."""
    values = [point["value"] for point in points]
    before, after = [values[0], *values[:-1]], [*values[1:], values[-1]]
    return [
        value <= min(pair) and value < max(pair)
        for value, *pair in zip(values, before, after, strict=True)
    ]


def _time_domain(points: list[dict]) -> list[float]:
    """Return the first and the last time to show, from the start of a year; a year of room for a single time."""
    first, last = points[0]["time"], points[-1]["time"]
    return [first // 1, last if last > first // 1 else first + 1]


def _time_axis(points: list[dict]) -> alt.Axis:
    """Return the axis of whole years; where the points have labels, those stand below it in place of years."""
    first, last = int(points[0]["time"]), int(points[-1]["time"])
    labelled = bool(points[0]["label"])
    years = list(range(first, last + 1, -(-(last - first + 1) // MOST_YEARS)))
    return alt.Axis(
        values=sorted({point["time"] for point in points}) if labelled else years,
        format="d",
        grid=False,
        labels=not labelled,
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


def draw_rows(points: list[dict], kind: str) -> str:
    """Return one row a point: its words at the left, its bar or dot and its value at the right.

    Rows of one panel stand together, below its name. All values share one scale, which begins at 0.
    """
    words, rows, height = _lay_out(_marked(points))
    left = (
        max((len(word["text"]) for word in words if not word["heading"]), default=0) * LETTER_WIDTH
        + GAP
    )
    values = [0, *(point["value"] for point in points)]
    scale = alt.Scale(
        domain=[min(values), max(values) or 1], range=[left, WIDTH - VALUE_WIDTH], nice=False
    )
    base = _base(rows, height).encode(x=alt.X("value:Q", axis=None, scale=scale))
    marks = _bars(base) if kind == "bar" else _dots(base)
    shown = base.mark_text(**_text(dx=6 if kind == "bar" else 11, fontWeight="bold")).encode(
        text="shown:N"
    )
    layers = [*_words(words, height), *marks, shown]
    return _to_svg(alt.layer(*layers, width=WIDTH, height=height))


def _base(values: list[dict], height: float) -> alt.Chart:
    """Return a chart whose rows stand where `at` says, in units from the top."""
    scale = alt.Scale(domain=[0, height], range=[0, height], nice=False)
    return alt.Chart(alt.Data(values=values)).encode(y=alt.Y("at:Q", axis=None, scale=scale))


def _lay_out(points: list[dict]) -> tuple[list[dict], list[dict], float]:
    """Return the lines of words and the rows, each with its height from the top (`at`), and the whole height."""
    words, rows, top = [], [], 0.0
    for panel in dict.fromkeys(point["panel"] for point in points):
        if panel:
            top += HEADING_GAP if rows else 0
            words.append({"text": panel, "at": top + STEP / 2, "heading": True, "color": INK})
            top += STEP + ROW_GAP / 2
        for point in (point for point in points if point["panel"] == panel):
            lines = _lines_of(point, top)
            words += lines
            rows.append({**point, "at": top + STEP * max(1, len(lines)) / 2})
            top += STEP * max(1, len(lines)) + ROW_GAP
    return words, rows, top - ROW_GAP


def _lines_of(point: dict, top: float) -> list[dict]:
    """Return the words of a row, which begin at `top`: its name, and more quietly its label."""
    lines = [(line, INK) for line in textwrap.wrap(point["name"], LETTERS)]
    lines += [(line, QUIET) for line in textwrap.wrap(point["label"], LETTERS)]
    return [
        {"text": text, "at": top + STEP * (index + 0.5), "heading": False, "color": color}
        for index, (text, color) in enumerate(lines)
    ]


def _words(words: list[dict], height: float) -> list[alt.Chart]:
    """Return the layers of words: plain, and headings in bold."""
    layers = []
    for heading in (False, True):
        chosen = [word for word in words if word["heading"] is heading]
        mark = _text(fontWeight="bold" if heading else "normal")
        layers.append(
            _base(chosen, height)
            .mark_text(**mark)
            .encode(x=alt.value(0), text="text:N", color=alt.Color("color:N", scale=None))
        )
    return layers


def _bars(base: alt.Chart) -> list[alt.Chart]:
    return [
        base.mark_bar(orient="horizontal", size=BAR, stroke=MARK, strokeWidth=1.5).encode(
            x2=alt.datum(0), fill=alt.Fill("fill:N", scale=None)
        )
    ]


def _dots(base: alt.Chart) -> list[alt.Chart]:
    """Return a thin line from 0, which leads the eye, and the dot at its end."""
    return [
        base.mark_rule(stroke=GRID, strokeWidth=1).encode(x2=alt.datum(0)),
        base.mark_point(stroke=MARK, strokeWidth=2, size=75, opacity=1).encode(
            fill=alt.Fill("fill:N", scale=None)
        ),
    ]
