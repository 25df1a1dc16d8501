"""Validate the deck of check-in questions beyond what its Table Schema can express."""

from collections.abc import Iterable, Iterator

from guide.core.problems import Problem
from guide.data.records import Record


def check_deck(rows: Iterable[Record]) -> Iterator[Problem]:
    """Check the deck's rows, whatever their order.

    Problems: a deep question that does not say when not to use it, and a theme whose questions are
    not consecutive.
    """
    themes: list[str] = []
    for row in sorted(rows, key=_position):
        if row["depth"] == "deep" and not row["not_when"]:
            yield row.problem(
                "not_when",
                "deep-without-limit",
                "this deep question does not say when not to use it",
                'Write the end of a sentence that begins with "Not when"',
            )
        theme = str(row["theme"] or "")
        if theme in themes[:-1]:
            yield row.problem(
                "position",
                "theme-in-parts",
                f'the questions on "{theme}" do not stand together',
                "Number the questions of one theme one after another",
            )
        elif theme not in themes:
            themes.append(theme)


def _position(row: Record) -> float:
    position = row["position"]
    return position if isinstance(position, int | float) else 0
