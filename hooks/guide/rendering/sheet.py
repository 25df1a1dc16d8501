"""A drawing of words and simple shapes, laid out in units and rendered by an escaping template."""

from typing import Any

from guide.core.templates import render
from guide.rendering.svg import GRID, INK, QUIET
from guide.rendering.text_metrics import FONT_SIZE, LINE, break_lines


class Sheet:
    """A drawing of a width that grows downward as it is written on.

    Places are in units, from the left and the top; words are placed by their baseline. Attributes
    of shapes are written with an underscore for a hyphen, as in stroke_width.
    """

    def __init__(self, width: float) -> None:
        self.width, self.height = width, 0.0
        self._shapes: list[dict[str, Any]] = []
        self._words: list[dict[str, Any]] = []

    @property
    def is_wide(self) -> bool:
        """Whether the drawing is the one for a wide column."""
        return self.width > 400

    def shape(self, tag: str, **attributes: object) -> None:
        """Add a shape, such as a `rect` or a `path`."""
        named = {name.replace("_", "-"): _short(value) for name, value in attributes.items()}
        self._shapes.append({"tag": tag, "attributes": named})

    def line(self, d: str, color: str = QUIET, **attributes: object) -> None:
        """Add a path that is only a line."""
        self.shape("path", d=d, fill="none", stroke=color, **attributes)

    def rule(self, y: float) -> None:
        """Add a hairline across the drawing."""
        self.line(f"M0 {_short(y)}H{_short(self.width)}", GRID)

    def text(self, x: float, y: float, words: str, color: str = INK, **attributes: object) -> None:
        """Add one line of words: anchor is start, middle or end; bold and struck are switches."""
        anchor = {"text-anchor": attributes.pop("anchor")} if "anchor" in attributes else {}
        bold = {"font-weight": "bold"} if attributes.pop("bold", False) else {}
        struck = {"text-decoration": "line-through"} if attributes.pop("struck", False) else {}
        fill = {"fill": color} if color != INK else {}
        named = {"x": _short(x), "y": _short(y), **fill, **anchor, **bold, **struck}
        self._words.append({"words": words, "attributes": named | attributes})
        self.grow(y + 5)

    def paragraph(
        self, x: float, y: float, words: str, width: float, color: str = INK, **attributes: object
    ) -> float:
        """Add words in lines that are no wider than `width`; return the baseline after the last."""
        for line in break_lines(words, width, bold=bool(attributes.get("bold"))):
            self.text(x, y, line, color, **dict(attributes))
            y += LINE
        return y

    def grow(self, height: float) -> None:
        """Make the drawing at least so high."""
        self.height = max(self.height, height)

    def to_svg(self, **attributes: str) -> str:
        """Render the drawing as an SVG whose root has the given attributes."""
        size = f"0 0 {_short(self.width)} {_short(self.height + 2)}"
        named = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return render(
            "rendering/sheet.svg",
            root={"viewBox": size, "font-size": FONT_SIZE, **named},
            shapes=self._shapes,
            words=self._words,
        )


def _short(value: object) -> object:
    """Return a number with at most one decimal; all else as it is."""
    return f"{round(value, 1) + 0:g}" if isinstance(value, int | float) else value
