"""Render the path through the sections: which truth this is, and what comes before and after.

Imports catalogue, page, render.
"""

from dataclasses import dataclass

from guide.content.catalogue import Catalogue
from guide.content.pages import Page
from guide.core.templates import render

# Where the path leads on from the last section.
_AFTER = "topics/index.md"


@dataclass(frozen=True)
class Step:
    """One page of the path. `place` is its position among the truths, counted from 1, or None without a truth."""

    page: Page
    place: int | None

    @property
    def label(self) -> str:
        """What the page is called on the path: "Truth 3", or nothing where it has none."""
        return f"Truth {self.place}" if self.place else ""

    @property
    def words(self) -> str:
        """The truth of the page, or its title where it has none."""
        return str(self.page.meta.get("truth") or self.page.title)


def make_path(catalogue: Catalogue) -> list[Step]:
    """Return the sections in the order of their numbers, each with its place among the truths."""
    truths = [page for page in catalogue.sections if page.meta.get("truth")]
    return [
        Step(page, truths.index(page) + 1 if page in truths else None)
        for page in catalogue.sections
    ]


def count_truths(catalogue: Catalogue) -> int:
    """Return how many sections have a truth."""
    return sum(step.place is not None for step in make_path(catalogue))


def path_place(catalogue: Catalogue, page: Page) -> str:
    """Return where on the path a section stands: "Truth 3 of 7"; of a page without a truth, nothing."""
    label = next((step.label for step in make_path(catalogue) if step.page is page), "")
    return f"{label} of {count_truths(catalogue)}" if label else ""


def render_path(catalogue: Catalogue, page: Page) -> str:
    """Return a section's place on the path, all truths, and the steps before and after; of other pages, nothing."""
    steps = make_path(catalogue)
    position = next((number for number, step in enumerate(steps) if step.page is page), None)
    if position is None:
        return ""
    after = catalogue.pages.get(_AFTER)
    around = [None, *steps, Step(after, None) if after else None]
    return render(
        "rendering/path.html",
        here=steps[position],
        place=path_place(catalogue, page),
        truths=[step for step in steps if step.place],
        before=around[position],
        after=around[position + 2],
    )
