"""The phrasebook: how it is rendered, and what must hold of the real one."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from guide.content.loader import read_catalogue
from guide.rendering.deck_view import WHO, render_phrasebook
from guide.rendering.figures import render_figure
from tests.support.pages import convert, find, text_of, texts
from tests.support.projects import PACKAGE
from tests.support.real import real_catalogue

ROOT = Path(__file__).resolve().parents[2]
COLUMNS = "id,moment,who,you_say,they_say,you_answer,try_that_fails,not_if"
FIELDS = "\n".join(
    f"        - {{name: {name}, type: string{', markup: inline' * (name == 'not_if')}}}"
    for name in COLUMNS.split(",")
)
BOOK = f"""\
  - name: phrases
    path: phrases.csv
    title: Phrases
    schema:
      primaryKey: id
      fields:
{FIELDS}
tables:
  - {{name: phrasebook, resource: phrases, template: phrasebook, caption: Words}}
"""
ROWS = f"""\
{COLUMNS}
b,Us & them,friend,"Stay <b>here</b> & talk, {{: .x }}",No.,Then later.,You *never* do.,
a,A no,anyone,I can't.,Why?,It doesn't suit me.,Maybe.,you are afraid; then see [help](/help.md)
c,Us & them,partner,How are you?,Fine.,I'm glad.,Well?,
"""


@pytest.fixture
def book(project):
    """A catalogue with a phrasebook of its own."""
    files = {
        "data/datapackage.yaml": PACKAGE.replace("tables:\n", BOOK),
        "data/phrases.csv": ROWS,
        "docs/help.md": "---\ntitle: Help\n---\n\nCall.\n",
    }
    return read_catalogue(project(files))[0]


def test_entries_stand_below_their_moments_in_the_order_of_the_rows(book):
    html = render_phrasebook(book, book.rows("phrases"), "table-phrasebook")
    assert texts(html, "h2") == ["Us & them", "A no"]
    assert [item.get("id") for item in find(html, "li")] == ["b", "c", "a"]
    assert [len(list(group.iter("li"))) for group in find(html, "div", class_="deck__theme")] == [
        2,
        1,
    ]


def test_an_entry_has_all_parts_and_shows_a_cell_as_it_is(book):
    html = render_phrasebook(book, book.rows("phrases"), "table-phrasebook")
    assert [text_of(item) for item in find(html, "li")][::2] == [
        "Stay <b>here</b> & talk, {: .x } # If they say No. you can say Then later."
        " Seldom helps: You *never* do. to a friend",
        "I can’t. # If they say Why? you can say It doesn’t suit me. Seldom helps: Maybe."
        " Not if you are afraid; then see [help](/help.md). to anyone",
    ]


def test_the_limit_of_an_entry_leads_to_help(book):
    html = convert(book, "![Words](table:phrasebook)")
    assert [
        link.get("href")
        for limit in find(html, "p", class_="deck__limit")
        for link in limit.iter("a")
    ] == ["/help.md"]


def test_the_filter_finds_whom_and_when_an_entry_is_for(book):
    html = render_phrasebook(book, book.rows("phrases"), "table-phrasebook")
    assert [item.get("data-who") for item in find(html, "li")] == [
        "a friend",
        "a partner",
        "anyone",
    ]
    assert [group.get("data-moment") for group in find(html, "div", class_="deck__theme")] == [
        "Us & them",
        "A no",
    ]


# The real phrasebook.
with (ROOT / "data/phrases.csv").open(encoding="utf-8", newline="") as file:
    REAL = list(csv.DictReader(file))
# Moments in which a sentence said to the wrong person may be punished.
RISKY = (
    "Too upset to go on",
    "Coming back after a break",
    "One pushes, the other goes quiet",
    "Jealousy",
    "An affair",
    "Ending it",
    "Location, passwords and pictures",
    "When you fear for somebody's safety, or your own",
)
HELP = re.compile(r"\]\((?:/help|/browsing-safely)\.md[)#]")
FEAR = re.compile(
    r"afraid|fear|scare|punish|threat|safe|danger|harm|control|abuse|hurt|dying", re.I
)


def test_the_real_phrasebook_has_enough_for_everybody_and_each_moment():
    assert len(REAL) >= 85
    assert min(Counter(row["moment"] for row in REAL).values()) >= 3
    assert min(Counter(row["who"] for row in REAL).values()) >= 8
    assert {row["who"] for row in REAL} == set(WHO)


def test_each_risky_moment_says_of_nearly_each_entry_when_not_to_say_it():
    limited = Counter(row["moment"] for row in REAL if HELP.search(row["not_if"]))
    assert [moment for moment in RISKY if limited[moment] < 2] == []


def test_a_limit_that_names_fear_leads_to_help_or_tells_what_to_do():
    named = [row for row in REAL if FEAR.search(row["not_if"])]
    without = [
        row["id"] for row in named if not HELP.search(row["not_if"]) and ";" not in row["not_if"]
    ]
    assert len(named) > 40 and without == []


def test_a_limit_is_the_end_of_a_sentence_and_a_phrase_a_whole_one():
    for row in REAL:
        assert re.fullmatch(r"[a-z].*[^.;,]", row["not_if"] or "a-"), row["id"]
        for column in ("you_say", "they_say", "you_answer", "try_that_fails"):
            assert re.fullmatch(r"[A-Z].*[.?!]", row[column]), (row["id"], column)


def test_no_entry_for_danger_speaks_to_the_person_who_is_feared():
    rows = [row for row in REAL if row["moment"].startswith("When you fear")]
    assert len(rows) >= 4 and {row["who"] for row in rows} <= {"friend", "anyone"}


def test_every_id_of_the_page_is_one_of_a_kind():
    catalogue = real_catalogue()
    html = render_figure(catalogue, "phrasebook", Counter())
    ids = [element.get("id") for element in find(html) if element.get("id")]
    assert len(ids) == len(set(ids)) > len(REAL)
