"""What was done was done on a day that has been."""

from datetime import date

import pytest

from guide.content.day_checks import check_days
from guide.content.loader import read_catalogue
from tests.support.pages import format_problems
from tests.support.projects import PACKAGE, front_matter

TODAY = date(2026, 11, 23)
TYPED = PACKAGE.replace("{name: note, type: string", "{name: note, type: date").replace(
    "title: Mood\n", 'title: Mood\n    updated: "2026-11-23"\n', 1
)


def problems_of(project, package=TYPED, mood="2020,34,2026-11-23,\n", **matter):
    files = {
        "data/datapackage.yaml": package,
        "data/mood.csv": f"year,lonely_pct,note,source\n{mood}",
        "docs/a.md": front_matter(**matter) + "Text.\n",
    }
    return format_problems(check_days(read_catalogue(project(files))[0], TODAY))


@pytest.mark.parametrize("day", ["1999-01-01", "2026-11-23", "2026-11-24"])
def test_a_day_that_has_been_or_is_tomorrow_elsewhere_is_good(project, day):
    assert problems_of(project, mood=f"2027,34,{day},\n", reviewed=day) == []


def test_a_day_in_the_future_is_named_wherever_it_stands(project):
    package = TYPED.replace('updated: "2026-11-23"', 'updated: "2027-11-23"')
    assert problems_of(
        project, package, "2062,34,2062-11-23,\n", reviewed="2026-11-25", review_by="2062-01-01"
    ) == [
        '[future-day] data/datapackage.yaml:55:5: updated is "2027-11-23", which is in the future.'
        " Write the day on which it was done.",
        '[future-day] data/mood.csv:2:1: year is "2062", which is in the future. Write the day on'
        " which it was done.",
        '[future-day] data/mood.csv:2:9: note is "2062-11-23", which is in the future. Write the'
        " day on which it was done.",
        '[future-day] docs/a.md:5:1: reviewed is "2026-11-25", which is in the future. Write the'
        " day on which it was done.",
    ]


def test_a_column_may_say_that_it_looks_ahead(project):
    package = TYPED.replace(
        "{name: note, type: date", "{name: note, may_be_future: true, type: date"
    )
    assert problems_of(project, package, "2020,34,2062-11-23,\n") == []
