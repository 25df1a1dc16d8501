"""Draw a chart of the data package as an SVG."""

from collections.abc import Hashable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from guide.core.wording import format_number
from guide.data.chart_specs import STATUS, ChartSpec
from guide.data.frames import is_missing
from guide.rendering.svg import optimize_svg

if TYPE_CHECKING:
    from guide.rendering.chart_shapes import Point

# A row of a frame: the value of each column by its name.
FrameRow: TypeAlias = Mapping[Hashable, Any]


def draw_chart(rows: Iterable[FrameRow], spec: ChartSpec, **attributes: str) -> str:
    """Draw rows as an SVG whose root has the given attributes: same rows, same bytes.

    A mark is filled where the row's status is verified, or where there is no status, and outlined
    where it is another. The rows have the columns that the spec names, none of them without a
    value or a time, and perhaps `unit` and `status`; values are in the unit of their row.
    """
    # Altair takes a quarter of a second to load: pages without charts do not wait for it.
    from guide.rendering.chart_shapes import FONT_SIZE, draw_lines, draw_rows

    points = [_make_point(row, spec) for row in rows]
    svg = draw_lines(points) if spec.kind == "line" else draw_rows(points, spec.kind)
    return optimize_svg(svg, class_="chart__drawing", font_size=str(FONT_SIZE), **attributes)


def _make_point(row: FrameRow, spec: ChartSpec) -> "Point":
    """Return what one mark needs: its value as number and text, its labels, the time for a line."""
    value, unit = float(row[spec.value]), str(spec.units.get(spec.value) or _cell_text(row, "unit"))
    point: Point = {
        "value": value,
        "shown": format_number(value),
        "verified": _cell_text(row, STATUS) in ("", "verified"),
        "panel": _label_text(row, spec, spec.panel),
        "label": _label_text(row, spec, spec.label),
    }
    if spec.kind == "line":
        point["time"] = _time_in_years(row, spec)
    else:
        point["name"] = _label_text(row, spec, spec.y)
        point["shown"] += "%" if unit.startswith("%") else ""
    return point


def _cell_text(row: FrameRow, name: str) -> str:
    return "" if is_missing(row.get(name)) else str(row[name])


def _label_text(row: FrameRow, spec: ChartSpec, name: str) -> str:
    text = _cell_text(row, name)
    return str(spec.words.get(text, text))


def _time_in_years(row: FrameRow, spec: ChartSpec) -> float:
    """Return the year, with the middle of the month as a part of it."""
    month = _cell_text(row, spec.month)
    return float(row[spec.x]) + ((int(month) - 0.5) / 12 if month else 0)
