"""How long a page takes to read."""

import pytest

from guide.content.pages import parse_page
from guide.content.reading_time import count_words, reading_minutes, reading_time
from tests.support.projects import front_matter


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("", 0),
        ("One two, three.", 3),
        ("> **If you only have a minute** it is *so*.\n", 9),
        ("# Head\n\n- one\n- two\n", 3),
        ("[five words are all here](finding:not-these-five)", 5),
        ("[build trust] and [other words][not these]", 5),
        ("So [@ant2020; @bee2021, p. 3] they say.", 3),
        ("Before.\n\n![The mood of all](table:mood?year=2020)\n\nAfter.", 2),
        ("A well-known 5.54% of Bo's 1,200", 6),
        ("One <!-- not these\nwords --> two", 2),
        ("One\n\n```\nnot these\n```\n\ntwo", 2),
        ("It’s café", 2),
        ("— … ← ✓", 0),
    ],
)
def test_the_words_that_a_reader_meets_are_counted(markdown, words):
    assert count_words(markdown) == words


@pytest.mark.parametrize(
    ("words", "minutes"), [(0, 1), (1, 1), (229, 1), (230, 1), (231, 2), (1380, 6), (1381, 7)]
)
def test_minutes_are_rounded_up(words, minutes):
    assert reading_minutes(words) == minutes


@pytest.mark.parametrize(
    ("kind", "words", "expected"),
    [
        ("topic", 200, "1 minute to read"),
        ("section", 500, "3 minutes to read"),
        ("page", 500, ""),
        ("home", 500, ""),
    ],
)
def test_sections_and_topics_say_how_long_they_take(kind, words, expected):
    page, _ = parse_page(front_matter(kind=kind) + "word " * words, "a.md", "docs/a.md")
    assert reading_time(page) == expected
