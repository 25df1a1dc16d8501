"""Render the diagrams of the text: SVG templates whose words come from diagrams.csv."""

import textwrap
from dataclasses import dataclass

from guide.core.problems import quote
from guide.core.templates import render
from guide.core.wording import join_words
from guide.data.package import TableSpec
from guide.data.records import Record


@dataclass(frozen=True)
class _Drawing:
    """The parts that a drawing needs, its height in units, and how many letters fit on a line."""

    parts: tuple[str, ...]
    height: int
    width: int


_DRAWINGS = {
    "contact-and-closeness": _Drawing(
        ("x", "y", "little-little", "much-little", "little-much", "much-much"), 272, 20
    ),
    "chase-and-withdraw": _Drawing(("chase", "chase-turn", "hide", "hide-turn", "middle"), 276, 19),
    "four-scenes": _Drawing(("before", "opening", "heat", "after"), 256, 40),
}
# These parts have room for longer lines than the others of their drawing.
_WIDE = {"middle": 44, "chase-turn": 44, "hide-turn": 44}


@dataclass(frozen=True)
class Part:
    """One label of a diagram, its text, and the text in lines that fit."""

    label: str
    text: str
    lines: tuple[str, ...]


def render_diagram(spec: TableSpec, rows: list[Record], identifier: str) -> str:
    """Render a diagram as a figure, with its words as a list; a box names what is missing."""
    drawing = _DRAWINGS.get(spec.name)
    parts = {str(row["key"]): row for row in rows}
    missing = [key for key in drawing.parts if key not in parts] if drawing else ["drawing"]
    if drawing is None or missing:
        text = (
            f"The diagram {quote(spec.name)} has no {join_words(missing)}. Add the row to its data."
        )
        return render("rendering/problem.html", text=text)
    return render(
        "rendering/diagrams/diagram.html",
        id=identifier,
        title=spec.caption,
        height=drawing.height,
        drawing=f"rendering/diagrams/{spec.name}.svg",
        parts={key: _make_part(key, parts[key], drawing.width) for key in drawing.parts},
    )


def _make_part(key: str, row: Record, width: int) -> Part:
    text = str(row["text"])
    return Part(str(row["label"]), text, tuple(textwrap.wrap(text, _WIDE.get(key, width))))
