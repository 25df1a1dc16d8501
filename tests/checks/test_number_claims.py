"""No number without a row: which words of a page make a claim, and which do not."""

import pytest

from guide.checks.number_claims import check_numbers
from guide.content.pages import parse_page
from guide.content.references import find_references
from tests.support.pages import format_problems
from tests.support.projects import front_matter


def find(text: str) -> list[str]:
    page, problems = parse_page(front_matter() + text, "a.md", "docs/a.md")
    assert problems == []
    return format_problems(check_numbers(page, find_references(page)))


def expected(line: int, column: int, words: str, kind: str) -> str:
    return (
        f'[number-without-row] docs/a.md:{line}:{column}: "{words}" is {kind} with no finding'
        " behind it. Put it into the words of a finding: link, or, if it claims nothing, write"
        " [it](number:example)."
    )


CLAIMS = {
    "percent-sign": ("Of them 24% agreed.", 9, "24%", "a percentage"),
    "percent-word": ("Of them 24 percent agreed.", 9, "24 percent", "a percentage"),
    "percent-in-words": ("Of them twenty per cent agreed.", 9, "twenty per cent", "a percentage"),
    "percentage-points": ("It fell 3 percentage points.", 9, "3 percentage points", "a percentage"),
    "decimal-percent": ("By 5.54 % so.", 4, "5.54 %", "a percentage"),
    "one-in-four": ("About one in four agreed.", 7, "one in four", "a ratio"),
    "digits-out-of": ("It was 7 out of 10 then.", 8, "7 out of 10", "a ratio"),
    "of-every": ("It was 3 of every 10 then.", 8, "3 of every 10", "a ratio"),
    "half-of-people": ("We saw half of the couples leave.", 8, "half of the couples", "a ratio"),
    "two-thirds": ("We saw two-thirds of adults leave.", 8, "two-thirds of adults", "a ratio"),
    "twice-as-likely": ("They were twice as likely to go.", 11, "twice as likely", "a ratio"),
    "effect-size": ("The effect was d = 0.45 here.", 16, "d = 0.45", "an effect size"),
    "odds-ratio": ("With an odds ratio of more.", 9, "odds ratio of", "an effect size"),
    "people": (
        "It asked 1,200 adults at home.",
        10,
        "1,200 adults",
        "a count of people or studies",
    ),
    "studies": (
        "It pooled 39 long studies.",
        11,
        "39 long studies",
        "a count of people or studies",
    ),
    "thousands": (
        "It asked thousands of couples.",
        10,
        "thousands of couples",
        "a count of people or studies",
    ),
    "fell-by": ("Scores fell sharply by 5 then.", 8, "fell sharply by 5", "a change over time"),
    "doubled": ("The share doubled.", 11, "doubled", "a change over time"),
}


@pytest.mark.parametrize(("text", "column", "words", "kind"), CLAIMS.values(), ids=CLAIMS)
def test_a_number_that_claims_something_needs_a_finding(text, column, words, kind):
    assert find(text) == [expected(8, column, words, kind)]


FREE = {
    "finding": "[24% of ants](finding:ants) agreed.",
    "marked": "[one in four](number:example) evenings.",
    "citation": "As they say [@ant2020, 24%].",
    "code": "Write `24%` here.",
    "table": "![24%](table:mood)",
    "steps": "Take 3 breaths, then wait 10 minutes.",
    "list": "1. One.\n2. Two.",
    "year": "In 2024 it went on.",
    "one-in-time": "Once in 3 weeks, one in two weeks.",
    "phone": "Call 988 or text 741741.",
    "half-of-it": "Half of the work is listening.",
    "in-an-address": "[a page](https://a.example/24%25-of-adults)",
}


@pytest.mark.parametrize("text", FREE.values(), ids=FREE)
def test_what_claims_nothing_or_has_its_row_is_free(text):
    assert find(text) == []


def test_the_words_of_a_page_link_are_read():
    assert find("See [why 24% agreed](help.md).") == [expected(8, 10, "24%", "a percentage")]


def test_each_number_is_said_once_at_its_line():
    assert find("Of them 24% agreed,\nand 17%\ndid not.\n") == [
        expected(8, 9, "24%", "a percentage"),
        expected(9, 5, "17%", "a percentage"),
    ]
