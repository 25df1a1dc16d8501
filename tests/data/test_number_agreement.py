"""The numbers in a link's words against the finding's row."""

import pytest

from guide.data.csv_reader import Cell
from guide.data.number_agreement import find_disagreements, find_number_words, find_numbers
from guide.data.records import Record


def row(**texts: str) -> Record:
    return Record("a.csv", dict(texts), {name: Cell(text, 2, 1) for name, text in texts.items()})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("none", []),
        ("24%", ["24"]),
        ("5.54% of 28,000 people", ["5.54", "28000"]),
        ("2021–2024", ["2021", "2024"]),
        ("1 in 4.", ["1", "4"]),
        ("v1.2", []),
        ("£1,234,567.50", ["1234567.50"]),
        ("(24)", ["24"]),
        ("24,25", ["24", "25"]),
    ],
)
def test_numbers_in_a_text(text, expected):
    assert find_numbers(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two of twelve", ["two", "twelve"]),
        ("half as many", ["half"]),
        ("one at a time", []),
        ("someone often", []),
        ("twice", ["twice"]),
    ],
)
def test_number_words_in_a_text(text, expected):
    assert find_number_words(text) == expected


AGREE = {
    "no-number": ("many ants", {"value": "24"}),
    "value": ("24% of ants", {"value": "24"}),
    "idle-zero": ("24%", {"value": "24.0"}),
    "in-the-statement": ("in 2021", {"statement": "Scores fell in 2021."}),
    "in-the-population": ("1200 ants", {"population": "1,200 ants"}),
    "in-the-period": ("2010 to 2019", {"period": "2010–2019"}),
    "end-of-a-range": ("up to 31", {"value_low": "10", "value_high": "31"}),
    "word-as-word": ("two thirds", {"statement": "Two thirds did."}),
    "word-for-a-digit": ("five couples", {"value": "5"}),
    "one-is-no-number": ("one ant", {"value": "24"}),
}


@pytest.mark.parametrize(("text", "cells"), AGREE.values(), ids=AGREE)
def test_words_that_agree_with_the_row(text, cells):
    assert find_disagreements(text, row(**cells)) == []


DISAGREE = {
    "other-value": ("25% of ants", {"value": "24"}, ["25"]),
    "part-of-a-number": ("4%", {"value": "24"}, ["4"]),
    "rounded": ("6%", {"value": "5.54"}, ["6"]),
    "two": ("24% in 2019 and 2020", {"value": "24", "period": "2020"}, ["2019"]),
    "word": ("six couples", {"value": "5"}, ["six"]),
    "fraction": ("half of them", {"value": "48"}, ["half"]),
    "number-of-another-column": ("12 ants", {"value": "24", "confirmed_by": "page 12"}, ["12"]),
}


@pytest.mark.parametrize(("text", "cells", "expected"), DISAGREE.values(), ids=DISAGREE)
def test_words_that_say_another_number_than_the_row(text, cells, expected):
    assert find_disagreements(text, row(**cells)) == expected
