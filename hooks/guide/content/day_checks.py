"""Check that days on which something was done are not in the future.

This needs to know which day it is, and so is no part of a build, which may be for an earlier one.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from guide.content.catalogue import Catalogue
from guide.core.days import parse_day
from guide.core.problems import Problem, quote
from guide.data.package import Field
from guide.data.records import Value


def check_days(catalogue: Catalogue, today: date) -> Iterator[Problem]:
    """Yield a problem for each day after `today` in the data and the front matter.

    Columns of dates and years are of what was done or measured; one with the property
    `may_be_future` is not checked. A day more is allowed, since it is tomorrow already in the east
    of the world, and a year more, since a journal may date an issue ahead.
    """
    latest = today + timedelta(days=1)
    for resource in catalogue.package.resources.values():
        columns = [
            item
            for item in resource.fields
            if item.type in ("date", "year") and not item.may_be_future
        ]
        for row in catalogue.rows(resource.name):
            for item in columns:
                if _is_future(row[item.name], item, latest):
                    yield row.problem(item.name, *_future_day(item.name, row.cells[item.name].text))
        updated = catalogue.package.updated(resource.name)
        if (day := parse_day(updated)) and day > latest:
            yield Problem(
                catalogue.package.path,
                *catalogue.package.place("resources", resource.name, "updated"),
                *_future_day("updated", updated),
            )
    for page in catalogue.pages.values():
        reviewed = page.meta.get("reviewed")
        if (day := parse_day(reviewed)) and day > latest:
            yield page.problem(("reviewed",), *_future_day("reviewed", reviewed))


def _is_future(value: Value, item: Field, latest: date) -> bool:
    if item.type == "year":
        return isinstance(value, int) and value > latest.year + 1
    return isinstance(value, date) and value > latest


def _future_day(name: str, text: object) -> tuple[str, str, str]:
    return (
        "future-day",
        f"{name} is {quote(text)}, which is in the future",
        "Write the day on which it was done",
    )
