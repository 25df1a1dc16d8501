"""Words that the dictionary knows, and what is nearest to those it does not."""

import pytest

from guide.checks.spelling import nearest_word, unknown_words


@pytest.mark.parametrize(
    "text",
    [
        "Relationships don’t mend themselves.",
        "the partner's and the partners' words",
        "OECD, WHO and AIs",
        "a 6th of 24h",
        "",
        "café",
        "I",
    ],
)
def test_words_that_are_right(text):
    assert list(unknown_words(text, ())) == []


@pytest.mark.parametrize(
    "word",
    ["recieve", "definately", "relationshp", "loneleness", "seperate", "attachement", "Emotionaly"],
)
def test_words_that_are_wrong(word):
    assert list(unknown_words(f"so {word}, then", ())) == [(3, word)]


def test_a_project_word_is_known_in_any_case_and_as_somebody_s():
    assert list(unknown_words("Phubbing and the phubbing's end", {"phubbing"})) == []


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("recieve", "receive"),
        ("Seperate", "separate"),
        ("phubing", "phubbing"),
        ("xqzzgrumpf", ""),
    ],
)
def test_the_nearest_word_is_one_slip_away(word, near):
    assert nearest_word(word, {"phubbing"}) == near
