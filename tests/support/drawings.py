"""Take the words out of a drawing, each with the room that it takes."""

import re
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree

from guide.rendering.label_places import Box
from guide.rendering.text_metrics import FONT_SIZE, measure

# How far letters reach above and below their baseline, in em.
ABOVE, BELOW = 0.74, 0.16
# What words inherit.
LOOK = {"font-size": str(FONT_SIZE), "font-weight": "normal", "text-anchor": "start"}


def drawings_of(html: str) -> list[ElementTree.Element]:
    """Return the drawings of a figure: the one for a phone, and the one for a wide column."""
    found = re.findall(r"<svg.*?</svg>", html, re.DOTALL)
    return [ElementTree.fromstring(drawing) for drawing in found]


def frame_of(svg: ElementTree.Element) -> Box:
    left, top, width, height = map(float, svg.get("viewBox", "").split())
    return Box(left, top, left + width, top + height)


def text_boxes(
    element: ElementTree.Element, x: float = 0, y: float = 0, look: Mapping[str, str] = LOOK
) -> Iterator[tuple[str, Box]]:
    """Yield each line of words below an element, and its box; a turned one has a turned box."""
    look = {name: element.get(name, value) for name, value in look.items()}
    transform = element.get("transform", "")
    if match := re.match(r"translate\(([-\d.]+)[ ,]*([-\d.]*)\)", transform):
        x, y = x + float(match[1]), y + float(match[2] or 0)
    if element.tag.rpartition("}")[2] == "text":
        x, y = x + float(element.get("x", 0)), y + float(element.get("y", 0))
        size, is_bold = float(look["font-size"]), look["font-weight"] == "bold"
        for part in [element, *element]:
            y += float(part.get("dy", 0)) if part is not element else 0
            words = part.text or ""
            width = measure(words, bold=is_bold, size=size)
            start = x - width * {"middle": 0.5, "end": 1.0}.get(look["text-anchor"], 0.0)
            if not words.strip():
                continue
            if "rotate(-90)" in transform:
                yield words, Box(x - size * ABOVE, y - width / 2, x + size * BELOW, y + width / 2)
            else:
                yield words, Box(start, y - size * ABOVE, start + width, y + size * BELOW)
        return
    for child in element:
        yield from text_boxes(child, x, y, look)


def faults_of(svg: ElementTree.Element) -> list[str]:
    """Return what is wrong with the words of a drawing: outside, touching, or too small."""
    frame, boxes = frame_of(svg), [*text_boxes(svg)]
    faults = [f"outside: {words}" for words, box in boxes if not box.is_within(frame)]
    faults += [
        f"touching: {words} | {other}"
        for index, (words, box) in enumerate(boxes)
        for other, its_box in boxes[index + 1 :]
        if box.touches(its_box)
    ]
    return faults + [
        f"too small: {text.text}"
        for text in svg.iter()
        if float(text.get("font-size", FONT_SIZE)) < FONT_SIZE
    ]
