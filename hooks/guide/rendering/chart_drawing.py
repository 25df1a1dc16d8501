"""Draw a chart to SVG. Imports charts, frames, svg, text; chart_shapes, and with it Altair, only when it draws."""

from guide.core.wording import format_number
from guide.data.chart_specs import STATUS, ChartSpec
from guide.data.frames import is_missing
from guide.rendering.svg import tidy_svg


def draw_chart(frame, spec: ChartSpec, **attributes: str) -> str:
    """Return the rows of a frame as an SVG with the given attributes: the same bytes for the same rows.

    A mark is filled where the row's status is verified, or where there is no status, and outlined
    where it is another. Rows without a value, or a time, are left out. The frame has the columns
    that the spec names, `unit` and `status` perhaps too; values are in the unit of their row.
    """
    # Altair takes a quarter of a second to load: pages without charts do not wait for it.
    from guide.rendering.chart_shapes import FONT_SIZE, draw_lines, draw_rows

    drawn = frame.dropna(subset=[spec.x, spec.value])
    points = [_point(row, spec) for _, row in drawn.iterrows()]
    svg = draw_lines(points) if spec.kind == "line" else draw_rows(points, spec.kind)
    return tidy_svg(svg, class_="chart__drawing", font_size=str(FONT_SIZE), **attributes)


def _point(row, spec: ChartSpec) -> dict:
    """Return what one mark needs: its value in figures and in words, its names, its place in time for a line."""
    value, unit = float(row[spec.value]), str(spec.units.get(spec.value) or _text(row, "unit"))
    point = {
        "value": value,
        "shown": format_number(value),
        "verified": _text(row, STATUS) in ("", "verified"),
        "panel": _words(row, spec, spec.panel),
        "label": _words(row, spec, spec.label),
    }
    if spec.kind == "line":
        return {**point, "time": _time(row, spec)}
    return {
        **point,
        "name": _words(row, spec, spec.y),
        "shown": point["shown"] + ("%" if unit.startswith("%") else ""),
    }


def _text(row, name: str) -> str:
    return "" if name not in row.index or is_missing(row[name]) else str(row[name])


def _words(row, spec: ChartSpec, name: str) -> str:
    text = _text(row, name)
    return str(spec.words.get(text, text))


def _time(row, spec: ChartSpec) -> float:
    """Return the year, with the middle of the month as a part of it."""
    month = _text(row, spec.month)
    return float(row[spec.x]) + ((int(month) - 0.5) / 12 if month else 0)
