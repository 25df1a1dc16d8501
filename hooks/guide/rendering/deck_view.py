"""Render cards by theme: the deck of check-in questions, and the phrasebook."""

from collections.abc import Iterable

from guide.content.catalogue import Catalogue
from guide.core.templates import render
from guide.core.wording import slugify
from guide.data.records import Record
from guide.rendering.tables import open_columns

# The text of a card on whom it suits, by the value of the column.
SUITS = {
    "partners": "for partners",
    "friends": "for friends",
    "family": "for relatives",
    "anyone": "for anyone",
}
# To whom a phrase is said, as its card and the filter have it.
WHO = {
    "partner": "a partner",
    "relative": "a relative",
    "friend": "a friend",
    "date": "a date",
    "anyone": "anyone",
}


def render_deck(catalogue: Catalogue, rows: list[Record], identifier: str) -> str:
    """Render the deck as a list by theme, in the order of the rows' positions.

    Columns: theme, depth, suits, question and not_when, which may be empty. A script of the page
    adds the buttons that draw a card.
    """
    path = catalogue.package.resources["checkin-questions"].path
    themes = _group_by("theme", sorted(rows, key=_position))
    return render("rendering/deck.html", id=identifier, themes=themes, suits=SUITS, path=path)


def render_phrasebook(catalogue: Catalogue, rows: list[Record], identifier: str) -> str:
    """Render the phrases as a list by moment, in the order of the rows.

    Columns: id, which is the anchor, moment, who, you_say, they_say, you_answer, try_that_fails and
    not_if, which may be empty. Scripts of the page add the filter and the buttons that copy.
    """
    return render(
        "rendering/phrasebook.html",
        id=identifier,
        moments=_group_by("moment", rows),
        who=WHO,
        path=catalogue.package.resources["phrases"].path,
        open_columns=open_columns(catalogue, "phrases"),
    )


def _group_by(column: str, rows: Iterable[Record]) -> list[tuple[str, str, list[Record]]]:
    """Group rows by a column: its value, the value as part of an id, and the rows."""
    groups: dict[str, list[Record]] = {}
    for row in rows:
        groups.setdefault(str(row[column] or ""), []).append(row)
    return [(value, slugify(value), group) for value, group in groups.items()]


def _position(row: Record) -> int:
    position = row["position"]
    return int(position) if isinstance(position, int | float) else 0
