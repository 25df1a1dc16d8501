"""The everyday words by which the search finds a page."""

import pytest

from guide.content.search_terms import add_search_synonyms, lower_boost_of_indexes, search_synonyms


@pytest.mark.parametrize(
    ("meta", "words"),
    [
        ({}, []),
        ({"synonyms": None}, []),
        ({"synonyms": "phubbing"}, []),
        ({"synonyms": {"a": 1}}, []),
        (
            {"synonyms": ["phubbing", "red\n flags", "Phubbing", "", None, 24]},
            ["phubbing", "red flags", "24"],
        ),
        (
            {"synonyms": ["<img src=x onerror=alert(1)>", "R&B"]},
            ["&lt;img src=x onerror=alert(1)&gt;", "R&amp;B"],
        ),
        ({"synonyms": ["can't say no"]}, ["can't say no"]),
    ],
)
def test_the_words_are_shown_once_each_and_are_no_html(meta, words):
    assert search_synonyms(meta) == words


def test_only_the_entry_of_the_page_itself_gets_the_words():
    entries = [{"location": "a/"}, {"location": "a/#part"}, {"location": "a/b/"}]
    add_search_synonyms(entries, "a/", ["phubbing"])
    assert entries == [
        {"location": "a/", "tags": ["phubbing"]},
        {"location": "a/#part"},
        {"location": "a/b/"},
    ]


def test_a_page_without_words_gets_no_empty_list():
    entries = [{"location": "a/"}]
    add_search_synonyms(entries, "a/", [])
    assert entries == [{"location": "a/"}]


def test_lists_stand_after_the_pages_that_explain():
    entries = [
        {"location": place}
        for place in ("sources/", "sources-l-z/#x", "evidence/science/", "guide/science/", "")
    ]
    lower_boost_of_indexes(entries)
    assert [entry.get("boost") for entry in entries] == [0.2, 0.2, 0.2, None, None]
    spanish = [{"location": "es/ayuda/"}, {"location": "espresso/"}]
    lower_boost_of_indexes(spanish)
    assert [entry.get("boost") for entry in spanish] == [0.5, None]
