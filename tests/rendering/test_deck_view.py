"""The deck of check-in questions: how it is rendered, what is wrong with one, and the real one."""

import csv
import difflib
import re
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest

from guide.content.loader import read_catalogue
from guide.data.question_deck import check_deck
from guide.rendering.deck_view import render_deck
from tests.support.pages import find, format_problems, text_of, texts
from tests.support.projects import PACKAGE

ROOT = Path(__file__).resolve().parents[2]
DECK = """\
  - name: checkin-questions
    path: checkin_questions.csv
    title: Questions
    schema:
      primaryKey: id
      fields:
        - {name: id, type: string}
        - {name: position, type: integer}
        - {name: theme, type: string}
        - {name: depth, type: string}
        - {name: suits, type: string}
        - {name: question, type: string}
        - {name: not_when, type: string}
tables:
"""
HEADER = "id,position,theme,depth,suits,question,not_when\n"
ROWS = (
    HEADER
    + """\
b,2,The week,deep,partners,"What <b>hurt</b> & why?",one of you is *tired*
c,3,Us & them,light,family,How are you?,
a,1,The week,light,anyone,"So, {: .x } how?",
"""
)


@pytest.fixture
def deck(project):
    """Return a function that makes a catalogue with a deck of its own; it returns both."""

    def make(rows: str):
        catalogue, _ = read_catalogue(
            project(
                {
                    "data/datapackage.yaml": PACKAGE.replace("tables:\n", DECK),
                    "data/checkin_questions.csv": rows,
                }
            )
        )
        return catalogue, catalogue.rows("checkin-questions")

    return make


def test_cards_stand_below_their_themes_in_the_order_of_their_positions(deck):
    html = render_deck(*deck(ROWS), "table-deck")
    assert texts(html, "h3") == ["The week", "Us & them"]
    assert texts(html, class_="deck__question") == [
        "So, {: .x } how?",
        "What <b>hurt</b> & why?",
        "How are you?",
    ]
    assert [
        len(find_cards)
        for find_cards in (
            find(html, "li", **{"data-theme": name}) for name in ("The week", "Us & them")
        )
    ] == [2, 1]
    assert texts(html, "a") == ["Download checkin_questions.csv"]


def test_a_heading_has_an_id_that_links_can_use(deck):
    html = render_deck(*deck(ROWS), "table-deck")
    assert [item.get("id") for item in find(html, "h3")] == [
        "table-deck-the-week",
        "table-deck-us-them",
    ]


def test_a_card_has_its_theme_depth_readers_and_when_not_to_use_it(deck):
    html = render_deck(*deck(ROWS), "table-deck")
    assert [text_of(card) for card in find(html, "li")] == [
        "So, {: .x } how? The week light for anyone",
        "What <b>hurt</b> & why? Not when one of you is *tired*. The week deep for partners",
        "How are you? Us & them light for relatives",
    ]
    card = find(html, "li")[1]
    assert [card.get(f"data-{name}") for name in ("theme", "depth", "suits")] == [
        "The week",
        "deep",
        "partners",
    ]


def test_a_deck_without_questions_is_empty(deck):
    assert find(render_deck(*deck(HEADER), "table-deck"), "li") == []


PATH = "data/checkin_questions.csv"
WRONG = {
    "deep-without-limit": (
        "a,1,Us,deep,anyone,How?,\n",
        [
            f"[deep-without-limit] {PATH}:2:25: this deep question does not say when not to use it."
            ' Write the end of a sentence that begins with "Not when".'
        ],
    ),
    "theme-in-parts": (
        "a,1,Us,light,anyone,How?,\nb,2,Thanks,light,anyone,What?,\nc,3,Us,light,anyone,When?,\n",
        [
            f'[theme-in-parts] {PATH}:4:3: the questions on "Us" do not stand together. Number the'
            " questions of one theme one after another."
        ],
    ),
    "nothing": (ROWS.removeprefix(HEADER), []),
}


@pytest.mark.parametrize(("rows", "expected"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_with_a_deck_is_said_at_its_place(deck, rows, expected):
    assert format_problems(check_deck(deck(HEADER + rows)[1])) == expected


# The real deck.
with (ROOT / PATH).open(encoding="utf-8", newline="") as file:
    REAL = list(csv.DictReader(file))
PAGE = (ROOT / "docs/topics/check-in-questions.md").read_text(encoding="utf-8")
TWELVE = re.findall(
    r"^\d+\. (.*\?)", PAGE.split("\n## Twelve questions")[1].split("\n## ")[0], re.MULTILINE
)
COMMON_WORDS = """
a about again all an and any are as at be but by can did do does done for from get had has have how
i if in is it like me more most of on one or our say so still that the this to us was we were what
when which who with would you your
"""
COMMON = set(COMMON_WORDS.split())


def _alike(first: str, second: str) -> float:
    """Return how alike two questions are, 0 to 1: in words other than common ones, or letters."""
    sets = [set(re.findall("[a-z']+", text.lower())) - COMMON for text in (first, second)]
    words = len(sets[0] & sets[1]) / len(sets[0] | sets[1])
    return max(words, difflib.SequenceMatcher(None, first.lower(), second.lower()).ratio() - 0.15)


def test_the_real_deck_has_enough_questions_of_each_theme_and_depth():
    assert len(REAL) >= 66
    assert [int(row["position"]) for row in REAL] == list(range(1, len(REAL) + 1))
    for field, least in (("theme", 8), ("depth", 20), ("suits", 7)):
        assert min(Counter(row[field] for row in REAL).values()) >= least
    assert len({(row["theme"], row["depth"]) for row in REAL}) == 8 * 3


def test_no_two_questions_are_nearly_the_same_and_none_repeats_the_twelve():
    assert len(TWELVE) == 12
    questions = [*(row["question"] for row in REAL), *TWELVE]
    assert [pair for pair in combinations(questions, 2) if _alike(*pair) > 0.55] == []


def test_each_question_asks_in_one_sentence_and_each_limit_ends_one():
    for row in REAL:
        assert re.fullmatch(r"[A-Z][^?!]*\?", row["question"]), row["id"]
        assert not row["not_when"] or re.fullmatch(r"[a-z\"].*[a-z\"]", row["not_when"]), row["id"]
        assert row["not_when"] or row["depth"] == "light", row["id"]
