"""Each country of the helplines has an emergency number."""

import csv
import io
from pathlib import Path

from guide.data.csv_reader import parse_csv, write_csv
from guide.data.helplines import check_helplines
from guide.data.records import make_records
from tests.support.catalogues import real_catalogue
from tests.support.pages import format_problems

ROOT = Path(__file__).resolve().parents[2]
PATH = "data/helplines.csv"
ROWS = [*csv.DictReader(io.StringIO((ROOT / PATH).read_text(encoding="utf-8")))]


def problems_of(rows):
    resource = real_catalogue().package.resources["helplines"]
    text = write_csv([resource.field_names, *(row.values() for row in rows)])
    records, problems = make_records(parse_csv(text, PATH)[0], resource, PATH)
    return format_problems([*problems, *check_helplines(records)])


def test_a_country_that_loses_its_emergency_number_is_named():
    countries = dict.fromkeys(row["country"] for row in ROWS if row["kind"] == "emergency")
    assert len(countries) > 5
    for country in countries:
        rest = [row for row in ROWS if (row["country"], row["kind"]) != (country, "emergency")]
        line = 2 + next(number for number, row in enumerate(rest) if row["country"] == country)
        column = len(rest[line - 2]["id"]) + 2
        assert problems_of(rest) == [
            f'[no-emergency-number] {PATH}:{line}:{column}: no row of "{country}" has the kind'
            " emergency and a phone. Add the emergency number first, or put its row back."
        ]


def test_an_emergency_row_without_its_phone_is_no_number():
    first = {**ROWS[0], "phone": ""}
    assert [problem.split("]")[0] for problem in problems_of([first, *ROWS[1:]])] == [
        "[no-emergency-number"
    ]


def test_a_list_of_directories_needs_none():
    assert problems_of([row for row in ROWS if row["kind"] == "directory"]) == []


def test_what_cannot_be_dialed_is_no_phone():
    for phone in ("call us", "0", "12a", "1--2", "0800 NUMBER", "see website", "٠٨٠٠", "1" * 40):
        row = {**ROWS[0], "phone": phone}
        assert [problem.split(" ")[0] for problem in problems_of([row])] == ["[pattern]"], phone


def test_the_guide_itself_has_them():
    assert problems_of(ROWS) == []
