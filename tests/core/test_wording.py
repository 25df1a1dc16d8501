from datetime import date

import pytest

from guide.core.wording import (
    format_change,
    format_count,
    format_date,
    format_number,
    join_words,
    normalize_phrase,
    slugify,
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, "0"),
        (24, "24"),
        (24.0, "24"),
        (5.54, "5.54"),
        (0.1 + 0.2, "0.3"),
        (1200, "1,200"),
        (1234567.5, "1,234,567.5"),
        (-24000.0, "−24,000"),
        (-0.0, "0"),
        (12_300_000_000, "12,300,000,000"),
        (0.0001, "0.0001"),
        (0.00001, "0.00001"),
    ],
)
def test_numbers_as_readers_know_them(value, expected):
    assert format_number(value) == expected


def test_a_year_is_not_grouped():
    assert format_number(2024, grouped=False) == "2024"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (18, "+18"),
        (-20.96, "−21"),
        (0.25, "+0.2"),
        (0, "0"),
        (-0.04, "0"),
        (0.04, "0"),
        (1500, "+1,500"),
    ],
)
def test_changes_have_a_sign(value, expected):
    assert format_change(value) == expected


def test_a_date_has_no_leading_zero():
    assert format_date(date(2026, 1, 3)) == "January 3, 2026"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b, and c"),
    ],
    ids=["none", "one", "two", "three"],
)
def test_words_are_joined(words, expected):
    assert join_words(words) == expected


def test_words_are_joined_with_another_last_word():
    assert join_words(["a", "b", "c"], last="or") == "a, b, or c"


@pytest.mark.parametrize(
    ("number", "nouns", "expected"),
    [
        (1, ("finding",), "1 finding"),
        (0, ("finding",), "0 findings"),
        (3, ("study", "studies"), "3 studies"),
        (1, ("study", "studies"), "1 study"),
        (1200, ("finding",), "1,200 findings"),
    ],
)
def test_counts_have_their_noun(number, nouns, expected):
    assert format_count(number, *nouns) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Why we’re lonely", "why-we-re-lonely"),
        ("  A & B!  ", "a-b"),
        ("", ""),
        ("2010s", "2010s"),
        ("---", ""),
    ],
)
def test_slugs(text, expected):
    assert slugify(text) == expected


@pytest.mark.parametrize("text", ["Build Trust", "build trust", " build\n  trust ", "BUILD\tTRUST"])
def test_a_phrase_has_one_form(text):
    assert normalize_phrase(text) == "build trust"
