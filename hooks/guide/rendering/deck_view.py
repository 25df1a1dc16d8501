"""Render the deck of check-in questions."""

from itertools import groupby

from guide.content.catalogue import Catalogue
from guide.core.templates import render
from guide.core.wording import slugify
from guide.data.records import Record

# The text of a card on whom it suits, by the value of the column.
SUITS = {
    "partners": "for partners",
    "friends": "for friends",
    "family": "for relatives",
    "anyone": "for anyone",
}


def render_deck(catalogue: Catalogue, rows: list[Record], identifier: str) -> str:
    """Render the deck as a list by theme, in the order of the rows' positions.

    Columns: theme, depth, suits, question and not_when, which may be empty. A script of the page
    adds the buttons that draw a card.
    """
    ordered = sorted(rows, key=_position)
    groups = groupby(ordered, key=lambda row: str(row["theme"] or ""))
    path = catalogue.package.resources["checkin-questions"].path
    themes = [(theme, slugify(theme), list(group)) for theme, group in groups]
    return render("rendering/deck.html", id=identifier, themes=themes, suits=SUITS, path=path)


def _position(row: Record) -> int:
    position = row["position"]
    return int(position) if isinstance(position, int | float) else 0
