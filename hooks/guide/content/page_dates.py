"""Tell the days of a page: when it was added, changed and reviewed. Imports records, page, catalogue.

All of them come from the data and the front matter, never from the clock or a file's time: a page
that nobody has touched keeps its dates, and the same text makes the same site.
"""

from collections.abc import Iterable
from datetime import date

from guide.content.catalogue import Catalogue
from guide.content.pages import Page
from guide.core.days import parse_day
from guide.data.records import Record


def reviewed_on(page: Page) -> date | None:
    """Return the day on which a page was last read against its evidence, or None where its front matter has no such day."""
    return parse_day(page.meta.get("reviewed"))


def added_on(catalogue: Catalogue, page: Page) -> date | None:
    """Return the day on which a page was added, or None where no row tells."""
    return min(
        _days(
            row for row in catalogue.changes.get(page.uri, []) if row.values.get("kind") == "added"
        ),
        default=None,
    )


def changed_on(catalogue: Catalogue, page: Page) -> date | None:
    """Return the day of a page's last recorded change; where none is recorded, that of its review."""
    rows = [*catalogue.changes.get(page.uri, []), *catalogue.corrections.get(page.uri, [])]
    return max(_days(rows), default=reviewed_on(page))


def touched_on(catalogue: Catalogue, page: Page) -> date | None:
    """Return the later of a page's last change and its last review: since then it has said what it says now."""
    return max(filter(None, (changed_on(catalogue, page), reviewed_on(page))), default=None)


def _days(rows: Iterable[Record]) -> list[date]:
    return [row["date"] for row in rows if isinstance(row["date"], date)]
