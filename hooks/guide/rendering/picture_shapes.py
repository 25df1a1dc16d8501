"""Draw the pictures that count or place statements: grids, promises, timelines, squares, tiers."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeAlias

from guide.rendering.label_places import Box
from guide.rendering.sheet import Sheet
from guide.rendering.svg import CLAY, GRID, INK, MARK, PANEL, QUIET
from guide.rendering.text_metrics import LINE, break_lines, measure

# How a status or a verdict is ordered in a picture, the best last.
_VERDICTS = ("contradicted", "unverified", "secondary", "partly", "verified")
_TIERS = ("firm", "fair", "thin")
_GAP = 14


class Part(NamedTuple):
    """One statement of a picture: `x`, `y`, `label` and `panel` are the columns of that name.

    `status` is a status, a verdict or a strength; `text` says a little more; `year` may be missing.
    """

    x: str
    y: str
    label: str = ""
    panel: str = ""
    status: str = ""
    text: str = ""
    year: float | None = None


Words: TypeAlias = Callable[[str], str]


def draw_picture(kind: str, parts: list[Part], words: Words, width: float) -> Sheet:
    """Draw the parts of a picture of one kind; `words` gives what readers see for a value."""
    sheet = Sheet(width)
    _DRAW[kind](sheet, parts, words)
    return sheet


def draw_sign(sheet: Sheet, x: float, y: float, status: str) -> None:
    """Draw the sign of a status or verdict: a shape of its own for each, so that no color counts.

    A full ring holds, a half one holds in part, a dashed one has nothing behind it, a cross is
    contradicted.
    """
    radius = 7
    if status == "contradicted":
        half = radius - 1
        sheet.line(
            f"M{x - half:g} {y - half:g}l{half * 2} {half * 2}m0-{half * 2}l-{half * 2} {half * 2}",
            CLAY, stroke_width=3,
        )  # fmt: skip
    elif status in ("unverified", "circulated", ""):
        sheet.shape(
            "circle", cx=x, cy=y, r=radius, fill="none", stroke=QUIET, stroke_width=2,
            stroke_dasharray="3 2.5",
        )  # fmt: skip
    else:
        fill = MARK if status == "verified" else "none"
        sheet.shape("circle", cx=x, cy=y, r=radius, fill=fill, stroke=MARK, stroke_width=2)
        if status != "verified":
            sheet.shape("path", d=f"M{x:g} {y - radius:g}a7 7 0 0 0 0 14z", fill=MARK)


def _draw_key(sheet: Sheet, statuses: list[str], words: Words) -> None:
    """Draw what each sign means, below all else."""
    y = sheet.height + LINE + 4
    x = 0.0
    for status in statuses:
        text = words(status)
        needed = 22 + measure(text)
        if x and x + needed > sheet.width:
            x, y = 0.0, y + LINE + 5
        draw_sign(sheet, x + 8, y - 5, status)
        lines_end = sheet.paragraph(x + 22, y, text, sheet.width - 22, QUIET)
        y = max(y, lines_end - LINE)
        x += needed + 22
    sheet.grow(y + 6)


def _present(parts: list[Part]) -> list[str]:
    """Return the statuses of the parts, the best first."""
    used = {part.status for part in parts}
    return [status for status in reversed(_VERDICTS) if status in used]


# ---------------------------------------------------------------------------------- grid


def _draw_grid(sheet: Sheet, parts: list[Part], words: Words) -> None:
    """Draw rows against columns: a sign for what was found, beside the word that goes around."""
    if not parts:
        return
    rows = list(dict.fromkeys(part.y for part in parts))
    columns = list(dict.fromkeys(part.x for part in parts))
    names = max(measure(row, bold=True) for row in rows)
    left = min(names, sheet.width / 3) + _GAP if sheet.is_wide else 0
    each = (sheet.width - left) / max(1, len(columns))
    heads = [
        sheet.paragraph(left + each * n, 14, words(column), each - 8, QUIET)
        for n, column in enumerate(columns)
    ]
    y = max(heads) - LINE + 8
    for row in rows:
        sheet.rule(y)
        if not sheet.is_wide:
            y = sheet.paragraph(0, y + 20, row, sheet.width, bold=True) - LINE
        bottom = y + 20
        for n, column in enumerate(columns):
            x, down = left + each * n, y + 22
            for part in (part for part in parts if (part.y, part.x) == (row, column)):
                draw_sign(sheet, x + 8, down - 5, part.status)
                down = sheet.paragraph(
                    x + 20, down, part.label, each - 21, QUIET, struck=bool(part.label)
                )
                bottom = max(bottom, down - LINE + 6)
        if sheet.is_wide:
            end = sheet.paragraph(0, y + 22, row, left - 8, bold=True)
            bottom = max(bottom, end - LINE + 6)
        y = bottom + 8
    sheet.rule(y)
    sheet.grow(y)
    _draw_key(sheet, _present(parts), words)


# ---------------------------------------------------------------------------------- promises


def _draw_promises(sheet: Sheet, parts: list[Part], words: Words) -> None:
    """Draw each promise on a track of verdicts, from contradicted to borne out."""
    shown = [verdict for verdict in _VERDICTS if verdict != "secondary"]
    verdicts = [v for v in _VERDICTS if v in shown or any(part.status == v for part in parts)]
    left, right = (195.0, sheet.width - 170) if sheet.is_wide else (0.0, sheet.width)
    each = (right - left) / len(verdicts)
    middles = {verdict: left + each * (n + 0.5) for n, verdict in enumerate(verdicts)}
    bottom = 0.0
    for verdict, x in middles.items():
        y = 14.0
        for line in break_lines(words(verdict), each - 4):
            sheet.text(x, y, line, QUIET, anchor="middle")
            y += LINE
        bottom = max(bottom, y - LINE + 8)
    y = bottom
    for panel in dict.fromkeys(part.panel for part in parts):
        sheet.rule(y)
        y = sheet.paragraph(0, y + 20, panel, sheet.width, CLAY, bold=True) - LINE + 8
        for part in (part for part in parts if part.panel == panel):
            if sheet.is_wide:
                lines = break_lines(part.y, left - 10)
                more = break_lines(part.text, sheet.width - right - 10)
                top = y + 16
                sheet.paragraph(0, top, part.y, left - 10)
                sheet.paragraph(right + 10, top, part.text, sheet.width - right - 10, QUIET)
                middle, y = top - 5, y + LINE * max(len(lines), len(more), 1) + 9
            else:
                down = sheet.paragraph(0, y + 16, part.y, sheet.width)
                middle = down - 2
                end = sheet.paragraph(0, down + 20, part.text, sheet.width, QUIET)
                y = end - LINE + 12
            track = f"M{left + 6:g} {middle:g}H{right - 6:g}"
            if part.status in middles:
                sign = middles[part.status]
                draw_sign(sheet, sign, middle, part.status)
                track = track.replace("H", f"H{sign - 11:g}M{sign + 11:g} {middle:g}H")
            sheet.line(track, GRID)
        y += 4
    sheet.grow(y)


# ---------------------------------------------------------------------------------- timeline

_LANES = (("circle", "●"), ("rect", "■"), ("diamond", "◆"), ("triangle", "▲"))


def _draw_lane_mark(sheet: Sheet, x: float, y: float, lane: int) -> None:
    shape = _LANES[lane % len(_LANES)][0]
    color = (MARK, CLAY, QUIET, INK)[lane % 4]
    if shape == "circle":
        sheet.shape("circle", cx=x, cy=y, r=5, fill=color)
    elif shape == "rect":
        sheet.shape("rect", x=x - 4.5, y=y - 4.5, width=9, height=9, fill=color)
    elif shape == "diamond":
        sheet.shape("path", d=f"M{x:g} {y - 6:g}l6 6-6 6-6-6z", fill=color)
    else:
        sheet.shape("path", d=f"M{x:g} {y - 6:g}l6 11h-12z", fill=color)


def _year(part: Part) -> float:
    return part.year or 0.0


def _draw_timeline(sheet: Sheet, parts: list[Part], words: Words) -> None:
    dated = sorted((part for part in parts if part.year is not None), key=_year)
    if not dated:
        return
    lanes = list(dict.fromkeys(part.panel for part in parts))
    first, last = _year(dated[0]) // 10 * 10, -(-(_year(dated[-1]) + 1) // 10) * 10
    draw = _draw_lanes if sheet.is_wide else _draw_years_down
    draw(sheet, dated, lanes, (first, last), words)


def _draw_lanes(
    sheet: Sheet, parts: list[Part], lanes: list[str], span: tuple[float, float], words: Words
) -> None:
    """Draw the years to the right and one lane of events below the other."""
    first, last = span
    left, block = 10.0, 165.0

    def place(year: float) -> float:
        return left + (year - first) / (last - first) * (sheet.width - left - 10)

    decades = list(range(int(first), int(last) + 1, 10))
    top = 0.0
    for number, lane in enumerate(lanes):
        sheet.rule(top)
        _draw_lane_mark(sheet, 8, top + 15, number)
        sheet.text(20, top + 20, words(lane), bold=True)
        taken: list[Box] = [Box(0, top, 28 + measure(words(lane), bold=True), top + 26)]
        bottom = top + 26
        for part in (part for part in parts if part.panel == lane):
            x, lines = place(_year(part)), break_lines(part.y, block)
            wide = max(measure(line) for line in lines) if lines else 0
            is_left = x + 12 + wide > sheet.width
            y = top + 16
            while True:
                box = Box(
                    *(
                        (x - 14 - wide, y - 11, x + 6)
                        if is_left
                        else (x - 8, y - 11, x + 16 + wide)
                    ),
                    y + LINE * len(lines) - 3,
                )
                if not any(box.touches(other) for other in taken):
                    break
                y += 4
            taken.append(box)
            _draw_lane_mark(sheet, x, y, number)
            for n, line in enumerate(lines):
                sheet.text(
                    x - 12 if is_left else x + 12, y + 5 + LINE * n, line,
                    QUIET if part.status == "contradicted" else INK,
                    struck=part.status == "contradicted",
                    **({"anchor": "end"} if is_left else {}),
                )  # fmt: skip
            bottom = max(bottom, box.bottom + 6)
        top = bottom
    sheet.line(f"M0 {top:g}H{sheet.width:g}")
    for year in decades:
        x = place(year)
        sheet.line(f"M{x:g} {top:g}v6")
        if (year // 10) % 2 == 0 or len(decades) < 7:
            half = measure(str(year)) / 2
            sheet.text(
                min(max(x, half), sheet.width - half), top + 22, str(year), QUIET, anchor="middle"
            )
    sheet.grow(top + 26)


def _draw_years_down(
    sheet: Sheet, parts: list[Part], lanes: list[str], span: tuple[float, float], words: Words
) -> None:
    """Draw the years downward, and each event beside its year."""
    y = 15.0
    for number, lane in enumerate(lanes):
        _draw_lane_mark(sheet, 8, y - 5, number)
        y = sheet.paragraph(20, y, words(lane), sheet.width - 20, bold=True) + 3
    first, last = span
    top, axis, left, each = y + 4, 52.0, 78.0, 5.2

    def place(year: float) -> float:
        return top + (year - first) * each

    for year in range(int(first), int(last) + 1, 10):
        sheet.line(f"M{axis - 5:g} {place(year):g}h5")
        sheet.text(axis - 10, place(year) + 5, str(year), QUIET, anchor="end")
    bottom = 0.0
    for part in parts:
        here = place(_year(part))
        lines = break_lines(part.y, sheet.width - left)
        y = max(here, bottom + 13)
        sheet.line(f"M{axis + 6:g} {here:g}L{left - 14:g} {y:g}H{left - 6:g}", GRID)
        _draw_lane_mark(sheet, axis, here, lanes.index(part.panel))
        for n, line in enumerate(lines):
            sheet.text(
                left, y + 5 + LINE * n, line,
                QUIET if part.status == "contradicted" else INK,
                struck=part.status == "contradicted",
            )  # fmt: skip
        bottom = y + LINE * len(lines) - 8
    end = max(place(last), bottom + 8)
    sheet.line(f"M{axis:g} {top:g}V{end:g}")
    sheet.grow(end)


# ---------------------------------------------------------------------------------- counts


def _draw_squares(sheet: Sheet, parts: list[Part], words: Words) -> None:
    """Draw one square a statement, grouped by verdict; each verdict has a pattern of its own."""
    counts = Counter(part.status for part in parts)
    far = 20.0
    most = int((sheet.width + 4) // far)
    y = 0.0
    for verdict in [*_present(parts), *sorted(set(counts) - set(_VERDICTS))]:
        number = f"{counts[verdict]} "
        sheet.text(0, y + 15, number, bold=True)
        sheet.text(measure(number, bold=True) + 4, y + 15, words(verdict))
        y += 24
        for start in range(0, counts[verdict], most):
            count = min(most, counts[verdict] - start)
            _draw_square_row(sheet, y, count, far, verdict)
            y += far
        y += 10
    sheet.grow(y - 10)


def _draw_square_row(sheet: Sheet, y: float, count: int, far: float, verdict: str) -> None:
    size = far - 4
    dashes: Mapping[str, Any] = {"stroke_dasharray": f"{size:g} {far - size:g}"}
    path = f"M0 {y + size / 2:g}h{count * far - 1:g}"
    if verdict == "verified":
        sheet.line(path, MARK, stroke_width=size, **dashes)
    elif verdict in ("partly", "secondary"):
        sheet.line(path, GRID, stroke_width=size, **dashes)
        sheet.line(
            f"M0 {y + size * 0.75:g}h{count * far - 1:g}", MARK, stroke_width=size / 2, **dashes
        )
    elif verdict == "contradicted":
        for middle in (0.2, 0.8):
            bar = f"M0 {y + size * middle:g}h{count * far - 1:g}"
            sheet.line(bar, CLAY, stroke_width=size * 0.4, **dashes)
    else:
        square = f"h{size - 2:g}v{size - 2:g}h{2 - size:g}z"
        sheet.line(f"M1 {y + 1:g}" + f"m{far:g} 0".join([square] * count), stroke_width=1.5)


def _draw_strength(sheet: Sheet, parts: list[Part], words: Words) -> None:
    """Draw a tier for each strength, as wide as its number of findings, with its kinds of study."""
    counts = Counter(part.status for part in parts)
    most = max((counts[tier] for tier in _TIERS), default=0) or 1
    half = 130.0 if sheet.is_wide else sheet.width / 2
    y = 0.0
    for tier in (tier for tier in _TIERS if counts[tier]):
        kinds = Counter(part.x for part in parts if part.status == tier)
        listed = ", ".join(words(kind).lower() for kind, _ in kinds.most_common(4))
        width = max(70.0, half * 2 * counts[tier] / most)
        sheet.shape(
            "rect", x=half - width / 2, y=y + 2, width=width, height=44, rx=3, fill=PANEL,
            stroke=MARK, stroke_width=1.5,
        )  # fmt: skip
        sheet.text(half, y + 20, tier.capitalize(), bold=True, anchor="middle")
        sheet.text(half, y + 38, str(counts[tier]), anchor="middle")
        if sheet.is_wide:
            x = half * 2 + 24
            down = sheet.paragraph(x, y + 16, words(tier), sheet.width - x)
            down = sheet.paragraph(x, down, f"Most are: {listed}.", sheet.width - x, QUIET)
        else:
            down = sheet.paragraph(0, y + 66, words(tier), sheet.width)
            down = sheet.paragraph(0, down, f"Most are: {listed}.", sheet.width, QUIET)
        y = max(y + 58, down - LINE + 16)
    sheet.grow(y - 10)


_DRAW: Mapping[str, Callable[[Sheet, list[Part], Words], None]] = {
    "grid": _draw_grid,
    "promises": _draw_promises,
    "timeline": _draw_timeline,
    "squares": _draw_squares,
    "strength": _draw_strength,
}
PICTURES = frozenset(_DRAW)
