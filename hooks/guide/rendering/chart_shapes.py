"""Draw points over time, as bars, dots, people or effects, with Altair and vl-convert.

Each chart is drawn twice: for a phone and for a wide column. A unit is about a pixel in both, so
that letters are as high as the text around. Colors are the page's own (currentColor and CSS
variables) and follow light and dark. Altair does scales, axes and marks; where words stand is
decided here, since they may take several lines and must not touch.
"""

import itertools
import math
from collections.abc import Iterable
from typing import Any, NotRequired, TypeAlias, TypedDict

import altair as alt
import vl_convert

from guide.rendering.label_places import Box, place_labels
from guide.rendering.svg import CLAY, GRID, INK, MARK, PANEL, PAPER, QUIET
from guide.rendering.text_metrics import FONT_SIZE, LINE, break_lines, measure

# Bundled with vl-convert, so that a drawing is the same on every machine.
_MEASURED_FONT = "Liberation Sans"

# Over time: the height of a plot, the room for the numbers of its axis, at its left, right and top.
_HEIGHT, _AXIS, _LEFT, _RIGHT, _TOP = 170, 28, 22, 26, 26
_MOST_TICKS = 5
# Below this width, the time without readings has no room for its words.
_LEAST_GAP = 90
# Rows: the room between words and marks, between rows, above a heading; the height of a bar.
_GAP, _ROW_GAP, _HEADING_GAP, _BAR = 12, 12, 10, 14
# Names wider than this part of the drawing stand above their marks.
_MOST_OF_NAMES = 0.45
_COLUMN_GAP = 28
# People: how many stand in a row, and how far a dot is from the next at most.
_PEOPLE, _FAR = 50, 11.0
# By a common convention, where small, medium and large effects begin.
_SIZES = ((0.2, "small"), (0.5, "medium"), (0.8, "large"))


class Point(TypedDict):
    """One mark: `shown` is its value as text, `time` (for lines) is in years, `name` is a row's.

    `low` and `high` are the ends of a range; `linked` is true for a link, which is no effect.
    """

    value: float
    shown: str
    verified: bool
    panel: str
    label: str
    time: NotRequired[float]
    name: NotRequired[str]
    low: NotRequired[float]
    high: NotRequired[float]
    linked: NotRequired[bool]


class Rival(TypedDict):
    """What goes around, to be drawn against what was measured, and the words for both."""

    points: list[Point]
    label: str
    measured: str
    gap: str


# A row of the inline data of a Vega-Lite chart.
Datum: TypeAlias = dict[str, Any]


def _to_svg(chart: alt.TopLevelMixin) -> str:
    styled = chart.configure(
        font=_MEASURED_FONT, background="transparent", padding=2
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


def _chart(values: Iterable[Any]) -> alt.Chart:
    return alt.Chart(alt.InlineData(values=[*values]))


def _add_fill(points: Iterable[Point]) -> list[Datum]:
    """Return the points with the fill of their marks: filled where verified, else only outlined."""
    return [{**point, "fill": MARK if point["verified"] else PAPER} for point in points]


def _panels(points: Iterable[Any]) -> dict[str, list[Any]]:
    panels: dict[str, list[Any]] = {}
    for point in points:
        panels.setdefault(point["panel"], []).append(point)
    return panels


# ---------------------------------------------------------------------------------- over time


def nice_ticks(lowest: float, highest: float) -> list[float]:
    """Return round numbers at even steps, the first at most `lowest`, the last at least `highest`.

    >>> nice_ticks(0, 38)
    [0.0, 10.0, 20.0, 30.0, 40.0]
    """
    extent = highest - lowest or 1
    power = 10.0 ** math.floor(math.log10(extent / _MOST_TICKS))
    step = next(power * n for n in (1, 2, 5, 10, 20) if extent / (power * n) <= _MOST_TICKS)
    first, last = math.floor(lowest / step), math.ceil(highest / step - 1e-9)
    return [round(step * n, 6) for n in range(first, max(last, first + 1) + 1)]


class _Plot:
    """A plot of one panel: where times and values are, in units from its left and its top."""

    def __init__(
        self,
        points: list[Datum],
        ticks: list[float],
        times: list[float],
        width: float,
        left: float = _LEFT,
    ) -> None:
        self.points, self.ticks, self.width, self.left = points, ticks, width, left
        # Where words stand already.
        self.taken: list[Box] = []
        self.first, self.last = times
        self.right = width - _RIGHT
        self.x = alt.X(
            "time:Q",
            title=None,
            axis=self._time_axis(),
            scale=alt.Scale(domain=times, range=[left, self.right], nice=False, zero=False),
        )
        self.y = alt.Y(
            "value:Q",
            title=None,
            axis=_value_axis(ticks),
            scale=alt.Scale(domain=[ticks[0], ticks[-1]], range=[_HEIGHT, _TOP], nice=False),
        )

    def place(self, point: Datum) -> tuple[float, float]:
        """Return where a point is drawn."""
        along = (point["time"] - self.first) / (self.last - self.first)
        up = (point["value"] - self.ticks[0]) / (self.ticks[-1] - self.ticks[0])
        return self.left + along * (self.right - self.left), _HEIGHT - up * (_HEIGHT - _TOP)

    def chart(self, points: Iterable[object]) -> alt.Chart:
        """Return the base of a layer that draws points in the plot."""
        return _chart(points).encode(x=self.x, y=self.y)

    def _time_axis(self) -> alt.Axis:
        """Return the axis of whole years; the labels of the points, if any, replace the years."""
        has_labels = any(point["label"] for point in self.points)
        span = self.last - self.first
        fits = max(1, int((self.right - self.left) // (measure("2000") + 16)))
        step = next(n for n in (1, 2, 5, 10, 20, 50, 100, 1000) if span / n <= fits or n == 1000)
        years = range(math.ceil(self.first / step) * step, int(self.last) + 1, step)
        return alt.Axis(
            values=sorted({point["time"] for point in self.points}) if has_labels else [*years],
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

    def value_layers(self, points: list[Datum], lines: list[list[Datum]]) -> list[alt.Chart]:
        """Return the values beside their points: first, last and extremes first, as many as fit."""
        order = _by_importance(points)
        dots = [*self.taken, *(Box.around(*self.place(point), 12, 12) for point in points)]
        segments = [
            (*self.place(one), *self.place(other))
            for line in lines
            for one, other in itertools.pairwise(line)
        ]
        words = [(*self.place(point), point["shown"]) for point in order]
        frame = Box(0, 0, self.width, _HEIGHT)
        return [
            self.chart([point])
            .mark_text(**_text(align="center", dx=dx, dy=dy, fontWeight="bold", color=point["ink"]))
            .encode(text="shown:N")
            for point, offset in zip(order, place_labels(words, dots, segments, frame), strict=True)
            if offset is not None
            for dx, dy in [offset]
        ]

    def write(
        self, words: str, x: float, y: float, color: str = INK, align: str = "left", **more: object
    ) -> alt.Chart:
        """Return a layer with words at a place; no value will stand there."""
        width = measure(words, bold="fontWeight" in more)
        middle = x + width * {"left": 0.5, "center": 0.0, "right": -0.5}[align]
        self.taken.append(Box.around(middle, y, width, LINE))
        layer = _chart([{"words": words}]).mark_text(**_text(color, align=align, **more))
        placed: alt.Chart = layer.encode(x=alt.value(x), y=alt.value(y), text="words:N")
        return placed

    def label_layers(self) -> list[alt.Chart]:
        """Return the labels that stand below the axis in place of years, those that fit."""
        ends = -math.inf
        shown: list[Datum] = []
        for point in sorted(self.points, key=lambda point: float(point["time"])):
            middle, half = self.place(point)[0], measure(point["label"]) / 2
            if point["label"] and middle - half > ends + 4:
                shown.append(point)
                ends = middle + half
        if not shown:
            return []
        layer = self.chart(shown).mark_text(**_text(QUIET, align="center"))
        return [layer.encode(y=alt.value(_HEIGHT + 16), text="label:N")]


def _value_axis(ticks: list[float]) -> alt.Axis:
    return alt.Axis(
        values=ticks,
        domain=False,
        ticks=False,
        gridColor=GRID,
        labelColor=QUIET,
        labelFontSize=FONT_SIZE,
        minExtent=_AXIS,
        maxExtent=_AXIS,
    )


def _by_importance(points: list[Datum]) -> list[Datum]:
    """Return the points, those first whose values matter: the ends, the highest and the lowest."""
    by_time = sorted(points, key=lambda point: float(point["time"]))
    by_value = sorted(points, key=lambda point: float(point["value"]))
    chosen = [by_time[0], by_time[-1], by_value[-1], by_value[0]]
    rest = [point for point in by_time if all(point is not other for other in chosen)]
    unique = {id(point): point for point in [*chosen, *rest]}
    return list(unique.values())


def _times(points: list[Datum]) -> list[float]:
    """Return the domain of the time axis, from the start of a year; one year for a single time."""
    times = [point["time"] for point in points]
    first, last = min(times), max(times)
    return [first // 1, last if last > first // 1 else first + 1]


def draw_over_time(points: list[Point], kind: str, width: int, rival: Rival | None = None) -> str:
    """Draw points over time as an SVG: lines, a slope of dashes, or dots that nothing joins.

    `line` has a plot for each panel, side by side where there is room; the others draw all panels
    in one plot. All plots share the scales. `rival` is drawn too, crossed out.
    """
    data = [{**point, "ink": INK} for point in _add_fill(points)]
    rivals = [{**point, "ink": QUIET} for point in _add_fill(rival["points"])] if rival else []
    values = [0.0, *(point["value"] for point in [*data, *rivals])]
    ticks, times = nice_ticks(min(values), max(values)), _times([*data, *rivals])
    panels = _panels(data)
    plots: list[Any] = []
    is_wide = width > 400
    if kind == "line" and not rival:
        across = len(panels) if is_wide else 1
        each = (width - (across - 1) * _COLUMN_GAP) / across - _AXIS
        for name, part in panels.items():
            plot = _Plot(part, ticks, times, each)
            layers = [*_line_layers(plot, part), *plot.label_layers()]
            layers += plot.value_layers(part, [_in_time(part)])
            plots.append(_finish(layers, plot, name))
        joined = alt.hconcat if across > 1 else alt.vconcat
        return _to_svg(joined(*plots, spacing=_COLUMN_GAP if across > 1 else 18))
    left = 58.0 if kind == "slope" else _LEFT
    plot = _Plot([*data, *rivals], ticks, times, width - _AXIS, left)
    layers = _rival_layers(plot, rival, rivals, data) if rival else []
    lines = [_in_time(part) for part in panels.values()] if kind != "times" else []
    for part in panels.values():
        if kind == "times":
            layers += _stem_layers(plot, part)
        else:
            layers += _line_layers(plot, part, dashed=kind == "slope")
    layers += _series_layers(plot, panels, kind) + (plot.label_layers() if kind != "times" else [])
    layers += plot.value_layers(data, [*lines, *([_in_time(rivals)] if rivals else [])])
    return _to_svg(_finish(layers, plot, ""))


def _in_time(points: list[Datum]) -> list[Datum]:
    return sorted(points, key=lambda point: float(point["time"]))


def _finish(layers: list[alt.Chart], plot: _Plot, name: str) -> alt.TopLevelMixin:
    panel = alt.layer(*layers, width=plot.width, height=_HEIGHT)
    if not name:
        return panel
    heading = alt.Title(
        break_lines(name, plot.width, bold=True),
        anchor="start",
        frame="bounds",
        fontSize=FONT_SIZE,
        color=INK,
        offset=4,
    )
    return panel.properties(title=heading)


def _line_layers(plot: _Plot, points: list[Datum], *, dashed: bool = False) -> list[alt.Chart]:
    base = plot.chart(_in_time(points))
    dash = [5, 4] if dashed else alt.Undefined
    return [
        base.mark_line(stroke=MARK, strokeWidth=2, strokeDash=dash),
        base.mark_point(stroke=MARK, strokeWidth=2, size=55, opacity=1).encode(
            fill=alt.Fill("fill:N", scale=None)
        ),
    ]


# One sign for each series of dots that nothing joins.
_SHAPES = (("circle", "●"), ("diamond", "◆"), ("square", "■"), ("triangle-up", "▲"))


def _stem_layers(plot: _Plot, points: list[Datum]) -> list[alt.Chart]:
    """Return dots on stems, of one shape for each label, such as a pollster's."""
    layers = []
    for index, label in enumerate(dict.fromkeys(point["label"] for point in plot.points)):
        base = plot.chart([point for point in points if point["label"] == label])
        layers += [
            base.mark_rule(stroke=GRID, strokeWidth=2).encode(y2=alt.datum(plot.ticks[0])),
            base.mark_point(
                stroke=MARK, strokeWidth=2, size=70, opacity=1, shape=_shape(index)[0]
            ).encode(fill=alt.Fill("fill:N", scale=None)),
        ]
    return layers


def _shape(index: int) -> tuple[str, str]:
    return _SHAPES[index % len(_SHAPES)]


def _series_layers(plot: _Plot, panels: dict[str, list[Datum]], kind: str) -> list[alt.Chart]:
    """Return the names of the series: beside each line's last point, or as a key above the dots."""
    if kind == "times":
        labels = [label for label in dict.fromkeys(p["label"] for p in plot.points) if label]
        words = "   ".join(f"{_shape(index)[1]} {label}" for index, label in enumerate(labels))
        return [plot.write(words, plot.left, 2)] if words else []
    layers = []
    for name, points in panels.items():
        if name:
            start = _in_time(points)[0]
            x, y = plot.place(start)
            falls = _in_time(points)[-1]["value"] < start["value"]
            lines = [name] if falls else break_lines(name, 76)
            top = y - 4 if falls else y - 2 - LINE * len(lines)
            layers += [
                plot.write(line, x + 44 if falls else x - 4, top + LINE * n)
                for n, line in enumerate(lines)
            ]
    return layers


def _rival_layers(
    plot: _Plot, rival: Rival, points: list[Datum], measured: list[Datum]
) -> list[alt.Chart]:
    """Return what goes around so that it looks wrong: gray dashes, crosses, crossed-out values."""
    base, layers = plot.chart(_in_time(points)), []
    start = min(measured, key=lambda point: float(point["time"]))
    left, right = plot.left, plot.place(start)[0] - 8
    if rival["gap"] and right - left > _LEAST_GAP:
        lines = break_lines(rival["gap"], right - left - 8)
        height = LINE * len(lines) + 10
        layers.append(
            _chart([{}])
            .mark_rect(color=PANEL)
            .encode(
                x=alt.value(left),
                x2=alt.value(right),
                y=alt.value(_HEIGHT - height),
                y2=alt.value(_HEIGHT),
            )
        )
        layers += [
            plot.write(
                line,
                (left + right) / 2,
                _HEIGHT - height + 5 + LINE * (n + 0.5),
                QUIET,
                align="center",
            )
            for n, line in enumerate(lines)
        ]
    layers += [
        base.mark_line(stroke=QUIET, strokeWidth=2, strokeDash=[3, 5]),
        base.mark_point(
            stroke=QUIET, strokeWidth=2, size=90, opacity=1, shape="M-1 -1L1 1M-1 1L1 -1"
        ),
    ]
    for n, line in enumerate(break_lines(rival["label"], plot.width * 0.55, bold=True)):
        layers.append(plot.write(line, plot.left, 6 + LINE * n, CLAY, fontWeight="bold"))
    for point in _in_time(points)[:: max(1, len(points) - 1)]:
        middle = max(plot.place(point)[0], measure(point["shown"]) / 2)
        top = plot.place(point)[1] - 15
        half = measure(point["shown"]) / 2 + 3
        if any(Box.around(middle, top, half * 2, LINE).touches(box) for box in plot.taken):
            continue
        layers.append(plot.write(point["shown"], middle, top, QUIET, align="center"))
        layers.append(
            _chart([{}])
            .mark_rule(stroke=QUIET, strokeWidth=1.5)
            .encode(x=alt.value(middle - half), x2=alt.value(middle + half), y=alt.value(top))
        )
    end = max(measured, key=lambda point: float(point["time"]))
    below = max(plot.place(point)[1] for point in measured) + 30
    right = plot.place(end)[0] + 8
    for n, line in enumerate(
        break_lines(rival["measured"], right - plot.place(start)[0], bold=True)
    ):
        layers.append(
            plot.write(line, right, below + LINE * n, MARK, align="right", fontWeight="bold")
        )
    return layers


# ---------------------------------------------------------------------------------- rows


def draw_rows(points: list[Point], kind: str, width: int) -> str:
    """Draw one row a point as an SVG: its words, then a bar, a dot, people or an effect.

    Rows of one panel are grouped below its name; groups stand side by side where there is room. All
    values share one scale, which begins at 0.
    """
    data = _add_fill(points)
    panels = _panels(data)
    values = [0.0, *(float(point.get("high") or point["value"]) for point in data)]
    domain = [min(0.0, *(point["value"] for point in data)), max(values) or 1]
    is_wide = width > 400
    across = len(panels) if is_wide and kind == "bar" and len(panels) in (2, 3) else 1
    each = (width - (across - 1) * _COLUMN_GAP) / across
    if kind == "people":
        return _to_svg(_draw_people(data, width))
    left = _room_for_names(data, each)
    parts = [data] if across == 1 else panels.values()
    columns: list[Any] = [_draw_column(part, kind, each, domain, left) for part in parts]
    return _to_svg(alt.hconcat(*columns, spacing=_COLUMN_GAP))


def _room_for_names(data: list[Datum], width: float) -> float:
    """Return how much of the width the names beside the marks take; 0 where they stand above."""
    names = max(measure(point["name"]) for point in data)
    labels = max(measure(point["label"]) for point in data)
    most = width * _MOST_OF_NAMES
    if names > most or (labels > most and width < 400):
        return 0
    return max(names, min(labels, most)) + _GAP


def _draw_column(
    data: list[Datum], kind: str, width: float, domain: list[float], left: float
) -> alt.TopLevelMixin:
    values_width = max(measure(point["shown"], bold=True) for point in data) + _GAP
    is_beside = left > 0
    room = left - _GAP if is_beside else width
    words, rows, height = _lay_out(data, width, room, is_beside=is_beside, sized=kind == "effects")
    scale = alt.Scale(domain=domain, range=[left, width - values_width], nice=False)
    x = alt.X("value:Q", axis=None, scale=scale)
    base = _make_base(rows, height).encode(x=x)
    bands = _draw_bands(words, height, x, domain) if kind == "effects" else []
    marks = {"bar": _draw_bars, "dots": _draw_dots, "effects": _draw_effects}[kind](base)
    end = alt.X("high:Q", axis=None, scale=scale) if kind == "effects" else x
    dx = 6 if kind == "bar" else 12
    value_labels = base.encode(x=end).mark_text(**_text(dx=dx, fontWeight="bold"))
    layers = [*bands, *_draw_words(words, height), *marks, value_labels.encode(text="shown:N")]
    return alt.layer(*layers, width=width, height=height)


def _make_base(values: list[Datum], height: float) -> alt.Chart:
    """Return a chart whose rows are placed by `at`, in units from the top."""
    scale = alt.Scale(domain=[0, height], range=[0, height], nice=False)
    return _chart(values).encode(y=alt.Y("at:Q", axis=None, scale=scale))


def _lay_out(
    points: list[Datum], width: float, room: float, *, is_beside: bool, sized: bool
) -> tuple[list[Datum], list[Datum], float]:
    """Return lines of words and rows, each with its place from the top (`at`), and the height.

    Words stand beside the mark of their row or above it. `sized` leaves room below each group for
    the words for sizes.
    """
    words: list[Datum] = []
    rows: list[Datum] = []
    top = 0.0
    for panel, group in _panels(points).items():
        if panel:
            top += _HEADING_GAP if rows else 0
            for line in break_lines(panel, width, bold=True):
                words.append({"text": line, "at": top + LINE / 2, "heading": True, "color": INK})
                top += LINE
            top += _ROW_GAP / 2
        start = top
        for point in group:
            lines = _wrap_labels(point, room, top)
            words += lines
            high = LINE * max(1, len(lines))
            rows.append({**point, "at": top + high / 2 if is_beside else top + high + 9})
            top += high + (_ROW_GAP if is_beside else _ROW_GAP + LINE)
        if sized and not group[0].get("linked"):
            words.append({"text": "", "at": top, "heading": False, "color": QUIET, "from": start})
            top += LINE + _ROW_GAP
    return words, rows, top - _ROW_GAP + 2


def _wrap_labels(point: Datum, room: float, top: float) -> list[Datum]:
    """Return a row's lines of words from `top` on: its name, then its label in a fainter color."""
    lines = [(line, INK) for line in break_lines(point["name"], room)]
    lines += [(line, QUIET) for line in break_lines(point["label"], room)]
    return [
        {"text": text, "at": top + LINE * (index + 0.5), "heading": False, "color": color}
        for index, (text, color) in enumerate(lines)
    ]


def _draw_words(words: list[Datum], height: float, x: float = 0) -> list[alt.Chart]:
    """Return the layers of words: plain, and headings in bold."""
    layers = []
    for heading in (False, True):
        chosen = [word for word in words if word["heading"] is heading and word["text"]]
        if chosen:
            mark = _text(fontWeight="bold" if heading else "normal")
            layers.append(
                _make_base(chosen, height)
                .mark_text(**mark)
                .encode(x=alt.value(x), text="text:N", color=alt.Color("color:N", scale=None))
            )
    return layers


def _draw_bars(base: alt.Chart) -> list[alt.Chart]:
    return [base.mark_bar(orient="horizontal", size=_BAR, fill=MARK).encode(x2=alt.datum(0))]


def _draw_dots(base: alt.Chart) -> list[alt.Chart]:
    """Return the layers of a thin line from 0 and of the dot at its end."""
    return [
        base.mark_rule(stroke=GRID, strokeWidth=1).encode(x2=alt.datum(0)),
        base.mark_point(stroke=MARK, strokeWidth=2, size=75, opacity=1).encode(
            fill=alt.Fill("fill:N", scale=None)
        ),
    ]


def _draw_effects(base: alt.Chart) -> list[alt.Chart]:
    """Return the layers of a line from 0, of the range, and of the dot: a diamond for a link."""
    is_range = base.transform_filter("datum.low != datum.high")
    dot = base.mark_point(stroke=MARK, strokeWidth=2, size=75, opacity=1)
    fill = alt.Fill("fill:N", scale=None)
    return [
        base.mark_rule(stroke=MARK, strokeWidth=1.5).encode(x2=alt.datum(0)),
        is_range.mark_rule(stroke=MARK, strokeWidth=6, strokeOpacity=0.4).encode(
            x=alt.X("low:Q", axis=None), x2="high:Q"
        ),
        dot.transform_filter("!datum.linked").encode(fill=fill),
        dot.transform_filter("datum.linked").encode(fill=fill, shape=alt.value("diamond")),
    ]


def _draw_bands(
    words: list[Datum], height: float, x: alt.X, domain: list[float]
) -> list[alt.Chart]:
    """Return the bands of small and large effects behind each group, with their words below."""
    layers: list[alt.Chart] = []
    steps = [*_SIZES, (max(domain[1], 1.0), "")]
    for place in (word for word in words if "from" in word):
        ends = [
            {"value": start, "end": end, "at": place["from"], "to": place["at"]}
            for (start, _), (end, _) in itertools.pairwise(steps)
            if start < domain[1]
        ][::2]
        layers.append(
            _make_base(ends, height).mark_rect(color=PANEL).encode(x=x, x2="end:Q", y2="to:Q")
        )
        names = [
            {"value": start, "at": place["at"] + LINE / 2, "text": name}
            for start, name in _SIZES
            if start < domain[1]
        ]
        layers.append(
            _make_base(names, height).mark_text(**_text(QUIET)).encode(x=x, text="text:N")
        )
    return layers


# ---------------------------------------------------------------------------------- people


def _draw_people(data: list[Datum], width: float) -> alt.TopLevelMixin:
    """Draw each share as a hundred dots, those counted filled; a single one as a square of dots."""
    if len(data) == 1:
        return _draw_hundred(data[0], width)
    left = max(measure(point["shown"], bold=True) for point in data) + 8
    far = min(_FAR, math.floor((width - left - 4) / (_PEOPLE - 1) * 10) / 10)
    words: list[Datum] = []
    dots: list[Datum] = []
    shown: list[Datum] = []
    top = 0.0
    for panel, group in _panels(data).items():
        if panel:
            top += _HEADING_GAP if dots else 0
            for line in break_lines(panel, width, bold=True):
                words.append({"text": line, "at": top + LINE / 2, "heading": True, "color": INK})
                top += LINE
            top += _ROW_GAP / 2
        for point in group:
            text = ", ".join(filter(None, (point["label"], point["name"])))
            lines = break_lines(text, width - left)
            for line in lines:
                words.append({"text": line, "at": top + LINE / 2, "heading": False, "color": INK})
                top += LINE
            full = min(100, max(0, round(point["value"])))
            shown.append({**point, "at": top + far / 2 + 4})
            for row, count in enumerate((-(-full // 2), full // 2)):
                dots += _dot_rows(left + far / 2, top + 4 + far * row, far, count, _PEOPLE)
            top += far * 2 + _ROW_GAP
    height = top
    texts = [word for word in words if not word["heading"]]
    layers = _draw_words([word for word in words if word["heading"]], height)
    layers += _draw_words(texts, height, left)
    layers += _draw_dot_rows(dots, height, far)
    layers.append(
        _make_base(shown, height)
        .mark_text(**_text(align="right", fontWeight="bold"))
        .encode(x=alt.value(left - 8), text="shown:N")
    )
    return alt.layer(*layers, width=width, height=height)


def _dot_rows(x: float, y: float, far: float, full: int, total: int) -> list[Datum]:
    """Return one row of dots as two dotted lines: those counted, and the others."""
    rows = []
    for start, count, color in ((0, full, MARK), (full, total - full, GRID)):
        if count:
            first = x + start * far
            rows.append(
                {"x": first, "end": first + (count - 1) * far + 0.5, "at": y, "color": color}
            )
    return rows


def _draw_dot_rows(dots: list[Datum], height: float, far: float) -> list[alt.Chart]:
    scale = alt.Scale(domain=[0, 1000], range=[0, 1000], nice=False)
    return [
        _make_base([dot for dot in dots if dot["color"] == color], height)
        .mark_rule(
            stroke=color,
            strokeWidth=round(far * (0.78 if color == MARK else 0.6), 1),
            strokeCap="round",
            strokeDash=[0, far],
        )
        .encode(x=alt.X("x:Q", axis=None, scale=scale), x2="end:Q")
        for color in (GRID, MARK)
        if any(dot["color"] == color for dot in dots)
    ]


def _draw_hundred(point: Datum, width: float) -> alt.TopLevelMixin:
    far, full = 16.0, min(100, max(0, round(point["value"])))
    dots: list[Datum] = []
    for row in range(10):
        count = min(10, max(0, full - 10 * row))
        dots += _dot_rows(far / 2, far / 2 + far * row, far, count, 10)
    left = far * 10 + _GAP
    text = ", ".join(filter(None, (point["name"], point["label"])))
    lines = [point["shown"], *break_lines(text, width - left)]
    words = [
        {"text": line, "at": LINE * (n + 0.5), "heading": n == 0, "color": INK}
        for n, line in enumerate(lines)
    ]
    height = max(far * 10, LINE * len(lines))
    layers = [*_draw_dot_rows(dots, height, far), *_draw_words(words, height, left)]
    return alt.layer(*layers, width=width, height=height)
