"""Choose where the values of points stand, so that no label touches another, a dot or a line."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from guide.rendering.text_metrics import LINE, measure

Segment: TypeAlias = tuple[float, float, float, float]
_STEPS = 12


@dataclass(frozen=True)
class Box:
    """A rectangle in units: its left, top, right and bottom."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, x: float, y: float, width: float, height: float) -> "Box":
        """Return the box of a size around its middle.

        >>> Box.around(10, 10, 4, 2)
        Box(left=8.0, top=9.0, right=12.0, bottom=11.0)
        """
        return cls(x - width / 2, y - height / 2, x + width / 2, y + height / 2)

    def touches(self, other: "Box") -> bool:
        """Say whether two boxes have a place in common."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def is_within(self, other: "Box") -> bool:
        """Say whether a box lies in another."""
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )

    def is_crossed(self, segment: Segment) -> bool:
        """Say whether a line from one point to another goes through the box."""
        x1, y1, x2, y2 = segment
        return any(
            self.left < x1 + (x2 - x1) * n / _STEPS < self.right
            and self.top < y1 + (y2 - y1) * n / _STEPS < self.bottom
            for n in range(_STEPS + 1)
        )


def place_labels(
    words: Sequence[tuple[float, float, str]],
    dots: Sequence[Box],
    segments: Sequence[Segment],
    frame: Box,
) -> list[tuple[float, float] | None]:
    """Return for each (x, y, text) how far from its point it stands; None where it does not fit.

    The first come first. A label stands above its point, below it, or beside it, in bold.
    """
    placed: list[Box] = []
    offsets: list[tuple[float, float] | None] = []
    for x, y, text in words:
        width = measure(text, bold=True)
        side = width / 2 + 10
        choices = ((0.0, -15.0), (0.0, 16.0), (side, 0.0), (-side, 0.0))
        chosen = None
        for dx, dy in choices:
            box = Box.around(x + dx, y + dy, width + 4, LINE)
            if (
                box.is_within(frame)
                and not any(box.touches(other) for other in [*placed, *dots])
                and not any(box.is_crossed(segment) for segment in segments)
            ):
                chosen = (dx, dy)
                placed.append(box)
                break
        offsets.append(chosen)
    return offsets
