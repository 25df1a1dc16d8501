"""The numbers in a link's words against the finding's row."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide.data.csv_reader import Cell
from guide.data.number_agreement import (
    check_agreement,
    find_disagreements,
    find_numbers,
    find_quantities,
)
from guide.data.records import Record
from guide.evidence.natural_frequency import natural_frequency


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
        ("Twenty percent", [(20, "percent", 0, "")]),
        ("5.54\u202f%", [(5.54, "percent", 0, "")]),
        ("24\u201330%", [(24, "percent", 0, ""), (30, "percent", 0, "")]),
        ("3 percentage points", [(3, "points", 0, "")]),
        ("\u22125.54", [(5.54, "", -1, "")]),
        ("minus five years", [(5, "year", -1, "")]),
        ("+5", [(5, "", 1, "")]),
        ("24-29 March", [(24, "", 0, ""), (29, "", 0, "")]),
        ("nearly one in four", [(0.25, "share", 0, "under")]),
        ("3 out of 10", [(0.3, "share", 0, "")]),
        ("one person in six", [(1 / 6, "share", 0, "")]),
        ("one in two weeks", [(1, "", 0, ""), (2, "week", 0, "")]),
        ("17 in 2023", [(17, "", 0, ""), (2023, "", 0, "")]),
        ("over half", [(0.5, "share", 0, "over")]),
        ("two thirds", [(2 / 3, "share", 0, "")]),
        ("about a quarter", [(0.25, "share", 0, "about")]),
        ("a third of us", [(1 / 3, "share", 0, "")]),
        ("the third time", []),
        ("half a million", [(500000, "", 0, "")]),
        ("1.2 million", [(1200000, "", 0, "")]),
        ("twice", [(2, "times", 0, "")]),
        ("doubled", [(2, "times", 0, "")]),
        ("threefold", [(3, "times", 0, "")]),
        ("4 times", [(4, "times", 0, "")]),
        ("20,000+ adults", [(20000, "", 0, "over")]),
        ("someone often", []),
        ("at 7:30", []),
    ],
)
def test_quantities_in_a_text(text, expected):
    assert [
        (item.value, item.unit, item.sign, item.hedge) for item in find_quantities(text)
    ] == expected


AGREE = {
    "no-number": ("many ants", {"value": "24"}),
    "value": ("24% of ants", {"value": "24", "unit": "% of ants"}),
    "idle-zero": ("24%", {"value": "24.0", "unit": "%"}),
    "in-words": ("twenty-four percent", {"value": "24", "unit": "%"}),
    "in-the-statement": ("in 2021", {"statement": "Scores fell in 2021."}),
    "in-the-population": ("1200 ants", {"population": "1,200 ants"}),
    "in-the-period": ("2010 to 2019", {"period": "2010\u20132019"}),
    "end-of-a-range": ("up to 31", {"value_low": "10", "value_high": "31"}),
    "word-as-word": ("two thirds", {"statement": "Two thirds did."}),
    "word-for-a-digit": ("five couples", {"value": "5"}),
    "one-is-no-number": ("one ant", {"value": "24"}),
    "years": ("twenty years", {"value": "20", "unit": "years at most"}),
    "years-at-most": ("at most twenty years", {"value": "20", "unit": "years at most"}),
    "points": ("4 points", {"value": "4", "unit": "percentage points"}),
    "negative": ("\u22125.54%", {"value": "-5.54", "unit": "% change"}),
    "fall-told-as-one": ("fell by 5.54%", {"value": "-5.54", "unit": "% change"}),
    "scale-in-the-unit": ("7.8 million dollars", {"value": "7.8", "unit": "million dollars"}),
    "during": ("over four weeks", {"statement": "It took four weeks."}),
    "about-rounded": ("about 6%", {"value": "5.54", "unit": "%"}),
    "about-hundreds": ("about 1,200 ants", {"value": "1,187", "population": "1,187 ants"}),
    "over": ("over 5,000 ants", {"population": "5,426 ants"}),
    "over-as-the-row": ("over 40%", {"statement": "It was over 40%."}),
    "at-least": ("at least 40%", {"value": "40", "unit": "%"}),
    "nearly": ("nearly 50%", {"value": "47.3", "unit": "%"}),
    "one-in-four-is-24": ("one in four", {"value": "24", "unit": "%"}),
    "one-in-four-is-25": ("1 in 4", {"value": "25", "unit": "%"}),
    "one-person-in-six": ("one person in six", {"value": "16", "unit": "%"}),
    "a-third": ("about a third", {"value": "33.4", "unit": "%"}),
    "over-half": ("over half", {"value": "57", "unit": "%"}),
    "nearly-half": ("nearly half", {"value": "47.3", "unit": "%"}),
    "share-in-other-words": ("half", {"statement": "Five of ten did."}),
    "parts-of-a-ratio": ("119 of 467", {"population": "467 ants", "caveat": "Only 119 stayed."}),
    "twice": ("twice as many", {"value": "2", "unit": "times"}),
    "doubled": ("doubled", {"statement": "It was twice as high."}),
    "ratio": ("twice the risk", {"value": "2.0", "measures": "ratio"}),
    "not-a-word": ("24%", {"value": "a lot", "statement": "It was 24%."}),
    "rise-told-as-one": ("rose to 24%", {"value": "24", "unit": "%", "statement": "It rose."}),
}


def test_words_that_agree_with_the_row():
    wrong = {name: find_disagreements(text, row(**cells)) for name, (text, cells) in AGREE.items()}
    assert {name: words for name, words in wrong.items() if words} == {}


DISAGREE = {
    "other-value": ("25% of ants", {"value": "24", "unit": "%"}, ["25"]),
    "other-value-in-words": ("Twenty percent", {"value": "24", "unit": "%"}, ["twenty"]),
    "part-of-a-number": ("4%", {"value": "24", "unit": "%"}, ["4"]),
    "rounded": ("6%", {"value": "5.54", "unit": "%"}, ["6"]),
    "two": ("24 in 2019 and 2020", {"value": "24", "period": "2020"}, ["2019"]),
    "word": ("six couples", {"value": "5"}, ["six"]),
    "teen": ("fifteen couples", {"value": "50"}, ["fifteen"]),
    "fraction": ("half of them", {"value": "44", "unit": "%"}, ["half"]),
    "third": ("a third of them", {"value": "24", "unit": "%"}, ["a third"]),
    "number-of-another-column": ("12 ants", {"value": "24", "confirmed_by": "page 12"}, ["12"]),
    "years-for-percent": ("24 years", {"value": "24", "unit": "%"}, ["24 years"]),
    "percent-for-countries": ("24%", {"population": "24 countries"}, ["24%"]),
    "points-for-percent": (
        "5 percentage points",
        {"value": "5", "unit": "%"},
        ["5 percentage points"],
    ),
    "percent-for-points": ("5%", {"value": "5", "unit": "percentage points"}, ["5%"]),
    "no-unit-for-percent": ("24 of them", {"value": "24", "unit": "%"}, ["24"]),
    "lost-minus": ("5.54%", {"value": "-5.54", "unit": "%"}, ["5.54%"]),
    "added-minus": ("\u22125.54%", {"value": "5.54", "unit": "%"}, ["\u22125.54%"]),
    "minus-in-words": ("minus five", {"value": "5"}, ["minus five"]),
    "rise-for-a-fall": (
        "rose by 5%",
        {"value": "5", "unit": "%", "statement": "It fell 5%."},
        ["rose"],
    ),
    "rise-for-a-negative": ("grew", {"value": "-5", "unit": "%"}, ["grew"]),
    "fall-for-a-rise": (
        "fell by 5%",
        {"value": "5", "unit": "%", "statement": "It rose 5%."},
        ["fell"],
    ),
    "about-too-far": ("about 20%", {"value": "24", "unit": "%"}, ["about 20"]),
    "about-thousand": ("about 1,000", {"value": "1400"}, ["about 1,000"]),
    "over-too-far": ("over 40%", {"value": "57", "unit": "%"}, ["over 40"]),
    "over-itself": ("over 24%", {"value": "24", "unit": "%"}, ["over 24%"]),
    "over-what-is-less": ("over half", {"value": "48", "unit": "%"}, ["over half"]),
    "nearly-what-is-more": ("nearly half", {"value": "51", "unit": "%"}, ["nearly half"]),
    "nearly-itself": ("nearly 24%", {"value": "24", "unit": "%"}, ["nearly 24%"]),
    "nearly-too-far": ("nearly half", {"value": "30", "unit": "%"}, ["nearly half"]),
    "one-in-four-is-not-20": ("one in four", {"value": "20", "unit": "%"}, ["one in four"]),
    "one-in-ten-is-not-8": ("one in ten", {"value": "8", "unit": "%"}, ["one in ten"]),
    "twice": ("twice as many", {"value": "3", "unit": "times"}, ["twice"]),
    "twice-is-not-two-people": ("twice", {"population": "2 ants"}, ["twice"]),
}


def test_words_that_say_another_number_than_the_row():
    assert {
        name: find_disagreements(text, row(**cells)) for name, (text, cells, _) in DISAGREE.items()
    } == {name: expected for name, (_, _, expected) in DISAGREE.items()}


def test_the_message_has_the_numbers_of_the_row():
    ants = row(id="ants", value="24", unit="% of ants", statement="In 2020 it was 24%.")
    assert list(check_agreement("25%", ants)) == [
        (
            'the link says "25", but not so the finding "ants", which has 24, 2020',
            "Write the figure as the row has it, or correct the row",
        )
    ]
    assert [
        what for what, _ in check_agreement("2%", row(id="ants", value="", statement="No."))
    ] == ['the link says "2", but not so the finding "ants", whose row has no number']


@given(st.integers(1, 99), st.integers(1, 99))
def test_a_percentage_agrees_with_itself_alone(said, value):
    wrong = find_disagreements(f"{said}%", row(value=str(value), unit="%"))
    assert wrong == ([] if said == value else [str(said)])


@given(st.floats(1, 99))
def test_the_words_that_the_guide_writes_for_a_percentage_agree(percent):
    assert find_disagreements(natural_frequency(percent), row(value=str(percent), unit="%")) == []
