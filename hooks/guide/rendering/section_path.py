"""Render the path through the sections: which truth this is, and the previous and next page."""

from dataclasses import dataclass

from guide.content.catalogue import Catalogue
from guide.content.pages import Page
from guide.core.templates import render

# The page after the last section.
_AFTER = "topics/index.md"


@dataclass(frozen=True)
class Step:
    """One page of the path. `place`: its number among the truths, from 1; None without a truth."""

    page: Page
    place: int | None

    @property
    def label(self) -> str:
        """The page's name on the path, such as "Truth 3"; empty without a truth."""
        return f"Truth {self.place}" if self.place else ""

    @property
    def words(self) -> str:
        """The truth of the page, or its title where it has none."""
        return str(self.page.meta.get("truth") or self.page.title)


def make_path(catalogue: Catalogue) -> list[Step]:
    """List the sections in the order of their numbers, each with its place among the truths."""
    truths = [page for page in catalogue.sections if page.meta.get("truth")]
    return [
        Step(page, truths.index(page) + 1 if page in truths else None)
        for page in catalogue.sections
    ]


def count_truths(catalogue: Catalogue) -> int:
    """Count the sections that have a truth."""
    return sum(step.place is not None for step in make_path(catalogue))


def make_path_label(catalogue: Catalogue, page: Page) -> str:
    """Return a section's position on the path, "Truth 3 of 7"; empty for other pages."""
    label = next((step.label for step in make_path(catalogue) if step.page is page), "")
    return f"{label} of {count_truths(catalogue)}" if label else ""


def render_path(catalogue: Catalogue, page: Page) -> str:
    """Render a section's position, all truths, and the steps before and after; else nothing."""
    steps = make_path(catalogue)
    position = next((number for number, step in enumerate(steps) if step.page is page), None)
    if position is None:
        return ""
    after = catalogue.pages.get(_AFTER)
    around = [None, *steps, Step(after, None) if after else None]
    return render(
        "rendering/path.html",
        here=steps[position],
        place=make_path_label(catalogue, page),
        truths=[step for step in steps if step.place],
        before=around[position],
        after=around[position + 2],
    )
