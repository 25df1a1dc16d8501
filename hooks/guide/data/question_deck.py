"""Check what a Table Schema cannot say of the deck of check-in questions. Imports problem, records."""

from collections.abc import Iterable, Iterator

from guide.core.problems import Problem
from guide.data.records import Record


def check_deck(rows: Iterable[Record]) -> Iterator[Problem]:
    """Yield a problem for a deep question without a line on when not to use it, and for a theme in several parts."""
    ordered = sorted(rows, key=lambda row: int(row["position"] or 0))
    begun: list[str] = []
    for row in ordered:
        if row["depth"] == "deep" and not row["not_when"]:
            yield row.problem(
                "not_when",
                "deep-without-limit",
                "this deep question does not say when not to use it",
                'Write the end of a sentence that begins with "Not when"',
            )
        theme = str(row["theme"] or "")
        if theme in begun[:-1]:
            yield row.problem(
                "position",
                "theme-in-parts",
                f'the questions on "{theme}" do not stand together',
                "Number the questions of one theme one after another",
            )
        elif theme not in begun:
            begun.append(theme)
