"""Render the deck of check-in questions. Imports catalogue, records, render, text."""

from itertools import groupby

from guide.content.catalogue import Catalogue
from guide.core.templates import render
from guide.core.wording import slugify
from guide.data.records import Record

# What a card says of the people it suits, by the words of the column.
SUITS = {
    "partners": "for partners",
    "friends": "for friends",
    "family": "for relatives",
    "anyone": "for anyone",
}


def render_deck(catalogue: Catalogue, rows: list[Record], identifier: str) -> str:
    """Return the deck as a list by theme, in the order of the rows' positions; a script adds the ways to draw.

    Columns: theme, depth, suits, question and not_when, which may be empty.
    """
    ordered = sorted(rows, key=lambda row: int(row["position"] or 0))
    groups = groupby(ordered, key=lambda row: str(row["theme"] or ""))
    path = catalogue.package.resources["checkin-questions"].path
    themes = [(theme, slugify(theme), list(group)) for theme, group in groups]
    return render("rendering/deck.html", id=identifier, themes=themes, suits=SUITS, path=path)
