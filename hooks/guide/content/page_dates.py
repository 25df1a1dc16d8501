"""Determine the dates of a page: added, changed, reviewed.

All of them come from the data and the front matter, never from the clock or a file's timestamps. So
an unchanged page keeps its dates, and builds are reproducible.
"""

from collections.abc import Iterable
from datetime import date

from guide.content.catalogue import Catalogue
from guide.content.pages import Page
from guide.core.days import parse_day
from guide.data.records import Record


def reviewed_on(page: Page) -> date | None:
    """Return the day of a page's last review from its front matter, or None."""
    return parse_day(page.meta.get("reviewed"))


def added_on(catalogue: Catalogue, page: Page) -> date | None:
    """Return the day on which a page was added, or None where no row records it."""
    return min(
        _dates(
            row for row in catalogue.changes.get(page.uri, []) if row.values.get("kind") == "added"
        ),
        default=None,
    )


def changed_on(catalogue: Catalogue, page: Page) -> date | None:
    """Return the day of a page's last recorded change, or else that of its last review."""
    rows = [*catalogue.changes.get(page.uri, []), *catalogue.corrections.get(page.uri, [])]
    return max(_dates(rows), default=reviewed_on(page))


def touched_on(catalogue: Catalogue, page: Page) -> date | None:
    """Return the later of a page's last change and its last review."""
    return max(filter(None, (changed_on(catalogue, page), reviewed_on(page))), default=None)


def _dates(rows: Iterable[Record]) -> list[date]:
    return [row["date"] for row in rows if isinstance(row["date"], date)]
