"""List what has changed, for the page that tells readers and for the feed. Imports records, references, page,
catalogue.

An entry is a row of changes.csv or of corrections.csv. Nothing is taken from the history of the
files, which would list every comma and no reason.
"""

from dataclasses import dataclass
from datetime import date

from guide.content.catalogue import Catalogue
from guide.content.pages import Page
from guide.content.references import plain_text
from guide.core.wording import make_anchor
from guide.data.records import Record

# The kinds of change in the words that readers see.
KIND_WORDS = {
    "added": "New",
    "revised": "Revised",
    "checked": "Checked again",
    "correction": "Corrected",
}


@dataclass(frozen=True)
class Entry:
    """One change. `name` is permanent and apart for each entry; `link` leads to where it can be read."""

    name: str
    day: date
    kind: str
    page: Page
    summary: str
    link: str

    @property
    def label(self) -> str:
        """The kind in words."""
        return KIND_WORDS.get(self.kind, self.kind)


def make_entries(catalogue: Catalogue) -> list[Entry]:
    """Return every change and correction of a page that is there, the newest first; of one day, the last row first.

    A row without a readable date or kind is left out; the check of the table has said so.
    """
    found = [*_changes(catalogue), *_corrections(catalogue)]
    return sorted(reversed(found), key=lambda entry: entry.day, reverse=True)


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
    where = catalogue.shown_on.get("corrections")
    return [
        Entry(
            f"corrections/{row['id']}",
            row["date"],
            "correction",
            page,
            _say(catalogue, row),
            f"{where.link}#{make_anchor(row['id'])}" if where else page.link,
        )
        for row in catalogue.rows("corrections")
        if (page := catalogue.pages.get(str(row["page"]))) and isinstance(row["date"], date)
    ]


def _say(catalogue: Catalogue, row: Record) -> str:
    said = (
        ("It said:", "what_was_wrong"),
        ("It now says:", "what_it_says_now"),
        ("Why:", "reason"),
    )
    return " ".join(
        f"{words} {plain_text(str(row.values[name]), catalogue.citations)}"
        for words, name in said
        if row.values.get(name)
    )
