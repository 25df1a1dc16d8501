"""Compile the change log, for the page of changes and for the feed.

An entry is a row of changes.csv or of corrections.csv. The history of the files is not used: it
would list every comma and no reason.
"""

from dataclasses import dataclass
from datetime import date

from guide.content.catalogue import Catalogue
from guide.content.pages import Page
from guide.content.references import plain_text
from guide.core.wording import make_anchor
from guide.data.records import Record

# The kinds of change as readers see them.
_KIND_LABELS = {
    "added": "New",
    "revised": "Revised",
    "checked": "Checked again",
    "correction": "Corrected",
}


@dataclass(frozen=True)
class Entry:
    """One change. `name` is a permanent and unique id; `link` is the address of what changed."""

    name: str
    day: date
    kind: str
    page: Page
    summary: str
    link: str

    @property
    def label(self) -> str:
        """The kind as readers see it."""
        return _KIND_LABELS.get(self.kind, self.kind)


def make_entries(catalogue: Catalogue) -> list[Entry]:
    """List the changes and corrections of pages that exist, the newest first.

    Of one day, corrections come before changes, and the last row of a table first. A row without a
    valid date or kind is left out; the check of the table reports it.
    """
    entries = [*_changes(catalogue), *_corrections(catalogue)]
    return sorted(entries, key=lambda entry: entry.day)[::-1]


def _changes(catalogue: Catalogue) -> list[Entry]:
    return [
        Entry(
            f"changes/{row['id']}",
            row["date"],
            str(row["kind"]),
            page,
            str(row["summary"] or ""),
            page.link,
        )
        for row in catalogue.rows("changes")
        if (page := catalogue.pages.get(str(row["page"])))
        and isinstance(row["date"], date)
        and row["kind"]
    ]


def _corrections(catalogue: Catalogue) -> list[Entry]:
    where = catalogue.page_by_template.get("corrections")
    return [
        Entry(
            f"corrections/{row['id']}",
            row["date"],
            "correction",
            page,
            _summary_text(catalogue, row),
            f"{where.link}#{make_anchor(row['id'])}" if where else page.link,
        )
        for row in catalogue.rows("corrections")
        if (page := catalogue.pages.get(str(row["page"]))) and isinstance(row["date"], date)
    ]


def _summary_text(catalogue: Catalogue, row: Record) -> str:
    parts = (
        ("It said:", "what_was_wrong"),
        ("It now says:", "what_it_says_now"),
        ("Why:", "reason"),
    )
    return " ".join(
        f"{words} {plain_text(str(row.values[name]), catalogue.citations)}"
        for words, name in parts
        if row.values.get(name)
    )
