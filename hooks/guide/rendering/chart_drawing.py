"""Draw a chart of the data package as an SVG, once for a phone and once for a wide column."""

from collections.abc import Hashable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from guide.core.wording import format_number
from guide.data.chart_specs import STATUS, ChartSpec
from guide.data.frames import is_missing
from guide.rendering.svg import optimize_svg
from guide.rendering.text_metrics import FONT_SIZE

if TYPE_CHECKING:
    from guide.rendering.chart_shapes import Point, Rival

# A row of a frame: the value of each column by its name.
FrameRow: TypeAlias = Mapping[Hashable, Any]

# The widths of the two drawings in units; a style sheet shows the one that fits.
WIDTHS = {"narrow": 300, "wide": 640}
# After a value that was read second-hand.
SECOND_HAND = "†"


def draw_chart(
    rows: Iterable[FrameRow],
    spec: ChartSpec,
    size: str = "narrow",
    rivals: Iterable[FrameRow] = (),
    **attributes: str,
) -> str:
    """Draw rows as an SVG whose root has the given attributes: same rows, same bytes.

    A dot is filled where the row's status is verified, or where there is no status, and outlined
    where it is another; its value has a dagger then. The rows have the columns that the spec names,
    none of them without a value or a time, and perhaps `unit` and `status`; values are in the unit
    of their row. `rivals` are the rows that a chart of the kind `against` crosses out.
    """
    # Altair takes a quarter of a second to load: pages without charts do not wait for it.
    from guide.rendering.chart_shapes import draw_over_time, draw_rows

    points, width = [_make_point(row, spec) for row in rows], WIDTHS[size]
    if spec.is_over_time:
        svg = draw_over_time(points, spec.kind, width, _make_rival(rivals, spec))
    else:
        svg = draw_rows(points, spec.kind, width)
    classes = f"chart__drawing chart__drawing--{size}"
    return optimize_svg(svg, class_=classes, font_size=str(FONT_SIZE), **attributes)


def _make_rival(rows: Iterable[FrameRow], spec: ChartSpec) -> "Rival | None":
    """Return what the chart crosses out, and its words; None where there is nothing of it."""
    x, y = str(spec.against.get("x")), str(spec.against.get("y"))
    points: list[Point] = [
        {
            "value": float(row[y]),
            "shown": f"{format_number(float(row[y]))}%",
            "verified": True,
            "panel": "",
            "label": "",
            "time": float(row[x]),
        }
        for row in rows
    ]
    if not points:
        return None
    label, measured, gap = (
        str(spec.against.get(key) or "") for key in ("label", "measured", "gap")
    )
    return {"points": points, "label": label, "measured": measured, "gap": gap}


def _make_point(row: FrameRow, spec: ChartSpec) -> "Point":
    """Return what one mark needs: its value as number and text, its labels, the time for a line."""
    value, unit = float(row[spec.value]), str(spec.units.get(spec.value) or _cell_text(row, "unit"))
    verified = _cell_text(row, STATUS) in ("", "verified")
    point: Point = {
        "value": value,
        "shown": format_number(value)
        + ("%" if unit.startswith("%") else "")
        + ("" if verified else SECOND_HAND),
        "verified": verified,
        "panel": _label_text(row, spec, spec.panel),
        "label": _label_text(row, spec, spec.label),
    }
    if spec.is_over_time:
        point["time"] = _time_in_years(row, spec)
        return point
    point["name"] = _label_text(row, spec, spec.y)
    if spec.kind == "effects":
        point["shown"] = f"{value:.2f}" + ("" if verified else SECOND_HAND)
        point["low"], point["high"] = float(row["low"]), float(row["high"])
        point["linked"] = row["effect"] in ("r", "beta")
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
