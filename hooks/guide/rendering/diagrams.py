"""Render the diagrams of the text: drawings of the engine whose words come from diagrams.csv."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from guide.core.problems import quote
from guide.core.templates import render
from guide.core.wording import join_words
from guide.data.package import TableSpec
from guide.data.records import Record
from guide.rendering.chart_drawing import WIDTHS
from guide.rendering.label_places import Box
from guide.rendering.sheet import Sheet
from guide.rendering.svg import CLAY, INK, MARK, PANEL, QUIET
from guide.rendering.text_metrics import LINE, break_lines, measure


@dataclass(frozen=True)
class Part:
    """One place of a diagram: the words in bold, and the sentence below them."""

    label: str
    text: str


Parts = Mapping[str, Part]


def render_diagram(spec: TableSpec, rows: list[Record], identifier: str) -> str:
    """Render a diagram as a figure, with its words as a list; a box names what is missing."""
    drawing = _DRAWINGS.get(spec.name)
    parts = {str(row["key"]): Part(str(row["label"]), str(row["text"] or "")) for row in rows}
    missing = [key for key in drawing.parts if key not in parts] if drawing else ["drawing"]
    if drawing is None or missing:
        text = (
            f"The diagram {quote(spec.name)} has no {join_words(missing)}. Add the row to its data."
        )
        return render("rendering/problem.html", text=text)
    used = {key: parts[key] for key in drawing.parts}
    return render(
        "rendering/diagrams/diagram.html",
        id=identifier,
        title=spec.caption,
        drawings=[
            drawing.draw(Sheet(width), used).to_svg(
                class_=f"chart__drawing chart__drawing--{size}",
                role="img",
                aria_labelledby=f"{identifier}-title",
                focusable="false",
            )
            for size, width in WIDTHS.items()
        ],
        parts=used,
        notes=spec.notes,
    )


def _write(
    sheet: Sheet, part: Part, x: float, y: float, width: float, anchor: str = "middle"
) -> float:
    """Write the words of a part below each other from a baseline on; return the next baseline."""
    more = {"anchor": anchor} if anchor != "start" else {}
    for line in break_lines(part.label, width, bold=True):
        sheet.text(x, y, line, INK, bold=True, **more)
        y += LINE
    for line in break_lines(part.text, width):
        sheet.text(x, y, line, INK, **more)
        y += LINE
    return y


def _lines(part: Part, width: float) -> int:
    return len(break_lines(part.label, width, bold=True)) + len(break_lines(part.text, width))


_CORNERS = (("little-much", "much-much"), ("little-little", "much-little"))


def _draw_plane(sheet: Sheet, parts: Parts, *, dots: bool = False) -> Sheet:
    """Draw two scales as a plane, with words in its four corners; `dots` fills it with people."""
    left, gap = 32.0, 8.0
    width = min(sheet.width, 520.0)
    each = (width - left - gap) / 2
    room = each - 20
    y = 2.0
    for upper in (True, False):
        row = [parts[key] for key in _CORNERS[0 if upper else 1]]
        height = max(92.0, LINE * max(_lines(part, room) for part in row) + 28)
        for n, part in enumerate(row):
            x = left + n * (each + gap)
            sheet.shape("rect", x=x, y=y, width=each, height=height, rx=4, fill=PANEL)
            top = y + (height - LINE * _lines(part, room)) / 2 + 13
            if dots:
                _draw_people(sheet, part, Box(x, y, x + each, y + height), room)
            _write(sheet, part, x + each / 2, top, room)
        y += height + gap
    end = y - gap
    sheet.line(f"M{left:g} {end + 12:g}H{width - 2:g}m-7-4 7 4-7 4", stroke_width=1.5)
    sheet.line(f"M22 {end:g}V4m-4 7 4-7 4 7", stroke_width=1.5)
    down = sheet.paragraph(
        left, end + 32, f"{parts['x'].label}: {parts['x'].text}", width - left, QUIET
    )
    sheet.paragraph(left, down, f"{parts['y'].label}: {parts['y'].text}", width - left, QUIET)
    sheet.text(
        0, 0, parts["y"].label, QUIET, anchor="middle",
        transform=f"translate(14 {end / 2:g}) rotate(-90)",
    )  # fmt: skip
    return sheet


def _draw_people(sheet: Sheet, part: Part, box: Box, room: float) -> None:
    """Draw rows of small dots around the words, since people stand everywhere on the plane."""
    lines = [
        *(measure(line, bold=True) for line in break_lines(part.label, room, bold=True)),
        *(measure(line) for line in break_lines(part.text, room)),
    ]
    middle_x, middle_y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    words = Box.around(middle_x, middle_y, max(lines) + 16, LINE * len(lines) + 10)
    y, far = box.top + 9, 13.0
    while y < box.bottom - 5:
        start = box.left + (4 if int(y) % 2 else 9)
        ends = [(start, box.right - 5)]
        if words.top < y < words.bottom:
            ends = [(start, words.left), (words.right, box.right - 5)]
        for left, right in ends:
            if right > left:
                sheet.line(
                    f"M{left:g} {y:g}H{right:g}", MARK, stroke_width=3.4, stroke_opacity=0.6,
                    stroke_dasharray=f"0 {far:g}", stroke_linecap="round",
                )  # fmt: skip
        y += far


def _draw_loop(sheet: Sheet, parts: Parts) -> Sheet:
    """Draw two boxes that drive each other, with what each hears between them."""
    is_wide = sheet.is_wide
    width = min(sheet.width, 560.0)
    each = 190.0 if is_wide else (width - 36) / 2
    room = each - 16
    keys = ("chase", "hide")
    height = max(_lines(parts[key], room) for key in keys) * LINE + 24
    turn = width - 20
    above = break_lines(parts["chase-turn"].text, turn)
    top = LINE * len(above) + 44
    for n, line in enumerate(above):
        sheet.text(width / 2, 14 + LINE * n, line, anchor="middle")
    for n, key in enumerate(keys):
        x = n * (width - each)
        color = CLAY if n == 0 else MARK
        sheet.shape(
            "rect", x=x + 1, y=top, width=each - 2, height=height, rx=6, fill=PANEL, stroke=color,
            stroke_width=2,
        )  # fmt: skip
        _write(sheet, parts[key], x + each / 2, top + 24, room)
    left, right = each * 0.6, width - each * 0.6
    arch = (
        f"M{left:g} {top - 6:g}C{left + 30:g} {top - 34:g} {right - 30:g} {top - 34:g} "
        f"{right:g} {top - 6:g}m-9-5 9 5-1-10"
    )
    sheet.line(arch, CLAY, stroke_width=2)
    base = top + height + 6
    back = (
        f"M{right:g} {base:g}C{right - 30:g} {base + 28:g} {left + 30:g} {base + 28:g} "
        f"{left:g} {base:g}m9 5-9-5 1 10"
    )
    sheet.line(back, MARK, stroke_width=2)
    y = base + 44
    for line in break_lines(parts["hide-turn"].text, turn):
        sheet.text(width / 2, y, line, anchor="middle")
        y += LINE
    _write(sheet, parts["middle"], width / 2, y + 14, turn)
    return sheet


def _draw_steps(sheet: Sheet, parts: Parts) -> Sheet:
    """Draw steps along a thread: to the right where there is room, else downward."""
    count = len(parts)
    if not sheet.is_wide:
        y = 20.0
        ends = []
        for part in parts.values():
            ends.append(y)
            y = _write(sheet, part, 48, y, sheet.width - 50, "start") + 14
        for n, end in enumerate(ends):
            if n:
                sheet.line(f"M20 {ends[n - 1] + 8:g}V{end - 18:g}", stroke_width=2)
            _draw_station(sheet, 20, end - 5, n)
        return sheet
    each = sheet.width / count
    for n, part in enumerate(parts.values()):
        if n:
            sheet.line(f"M{each * (n - 0.5) + 13:g} 18H{each * (n + 0.5) - 13:g}", stroke_width=2)
        _draw_station(sheet, each * (n + 0.5), 18, n)
        _write(sheet, part, each * (n + 0.5), 54, each - 16)
    return sheet


def _draw_station(sheet: Sheet, x: float, y: float, index: int) -> None:
    sheet.shape("circle", cx=x, cy=y, r=13, fill="none", stroke=MARK, stroke_width=3)
    sheet.text(x, y + 5, str(index + 1), anchor="middle", bold=True)


def _draw_ladder(sheet: Sheet, parts: Parts) -> Sheet:
    """Draw an exchange as rungs that two people climb in turn, read from the bottom up."""
    width = min(sheet.width, 520.0)
    rungs = list(parts.values())
    room = width * 0.66
    high = [LINE * _lines(part, room - 24) + 20 for part in rungs]
    y = 0.0
    for n in reversed(range(len(rungs))):
        x = 2 if n % 2 == 0 else width - room - 2
        color = CLAY if n % 2 == 0 else MARK
        is_last = n == len(rungs) - 1
        if is_last:
            x = (width - room) / 2
        sheet.shape(
            "rect", x=x, y=y + 2, width=room, height=high[n], rx=10, fill=PANEL,
            stroke=INK if is_last else color, stroke_width=2,
        )  # fmt: skip
        _write(sheet, rungs[n], x + 12, y + 22, room - 24, "start")
        y += high[n] + 24
        if n:
            sheet.line(f"M{width / 2:g} {y - 4:g}v-14m-5 6 5-6 5 6", stroke_width=2)
    sheet.grow(y - 20)
    return sheet


def _draw_fork(sheet: Sheet, parts: Parts) -> Sheet:
    """Draw one question with two answers, and under each what then helps."""
    width = sheet.width
    gap = 16.0
    each = (width - gap) / 2 if sheet.is_wide else width
    room = width - 24
    question = parts["question"]
    high = LINE * _lines(question, room) + 22
    sheet.shape("rect", x=1, y=1, width=width - 2, height=high, rx=8, fill=PANEL, stroke=QUIET)
    _write(sheet, question, width / 2, 22, room)
    y = high + 8
    bottoms: list[float] = []
    for n, side in enumerate(("yes", "no")):
        keys = [key for key in parts if key.startswith(f"{side}-")]
        color = MARK if side == "yes" else CLAY
        x = n * (each + gap) if sheet.is_wide else 0
        top = y if sheet.is_wide or n == 0 else bottoms[-1] + 14
        sheet.line(f"M{x + each / 2:g} {top - 4:g}v16m-5-6 5 6 5-6", color, stroke_width=2)
        down = top + 36
        start = top + 16
        for key in keys:
            if key == keys[0]:
                for line in break_lines(parts[key].label, each - 28, bold=True):
                    sheet.text(x + 14, down, line, color, bold=True)
                    down += LINE
                down = sheet.paragraph(x + 14, down, parts[key].text, each - 28) + 8
            else:
                down = _write(sheet, parts[key], x + 14, down, each - 28, "start") + 8
        sheet.shape(
            "rect", x=x + 1, y=start, width=each - 2, height=down - start - 8, rx=8, fill="none",
            stroke=color, stroke_width=2, **({"stroke_dasharray": "7 4"} if side == "no" else {}),
        )  # fmt: skip
        bottoms.append(down - 8)
    sheet.grow(max(bottoms) + 2)
    return sheet


@dataclass(frozen=True)
class _Drawing:
    """The parts that a drawing needs, in the order in which they are read, and how it is drawn."""

    parts: tuple[str, ...]
    draw: Callable[[Sheet, Parts], Sheet]


_PLANE = ("x", "y", "little-little", "much-little", "little-much", "much-much")
_DRAWINGS = {
    "contact-and-closeness": _Drawing(_PLANE, _draw_plane),
    "two-dials": _Drawing(_PLANE, lambda sheet, parts: _draw_plane(sheet, parts, dots=True)),
    "chase-and-withdraw": _Drawing(
        ("chase", "chase-turn", "hide", "hide-turn", "middle"), _draw_loop
    ),
    "four-scenes": _Drawing(("before", "opening", "heat", "after"), _draw_steps),
    "exchange-ladder": _Drawing(("say", "listen", "answer", "tell", "closer"), _draw_ladder),
    "unhappy-or-unsafe": _Drawing(
        ("question", "yes-means", "yes-try", "yes-ask", "no-means", "no-skip", "no-go"), _draw_fork
    ),
}
