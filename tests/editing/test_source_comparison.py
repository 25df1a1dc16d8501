"""A row of sources.csv and a register: what is the same, and what differs."""

import html
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from guide.data.records import Record
from guide.editing.register_answers import Work, parse_crossref, parse_openalex
from guide.editing.source_comparison import (
    compare_source,
    is_same_author,
    is_same_journal,
    is_same_title,
    split_words,
)
from tests.support.catalogues import real_catalogue
from tests.support.registers import answer

TITLES = {
    "capitals": ("Bids and trust", "BIDS AND TRUST", True),
    "quotation-marks": (
        "“I’m so excited for you!” How it helps",
        '"I\'m so excited for you!" How it helps',
        True,
    ),
    "dashes": ("Bids–trust–bonds at home", "Bids-trust-bonds at home", True),
    "hyphen-left-out": ("A meta-analysis of trust", "A metaanalysis of trust", True),
    "accents": ("Études of trust in Łódź", "Etudes of trust in Lodz", True),
    "ampersand": ("Love & trust at home", "Love and trust at home", True),
    "without-subtitle": ("Bids and trust: A review", "Bids and trust", True),
    "subtitle-after-a-question": ("Is trust a bid? A review", "Is trust a bid", True),
    "retracted": ("Bids and trust", "RETRACTED ARTICLE: Bids and trust", True),
    "short-without-subtitle": ("Trust: A review of bids", "Trust", False),
    "another-subtitle": ("Bids and trust: Study 1", "Bids and trust: Study 2", False),
    "one-word-more": ("Bids and trust in couples", "Bids and trust in", False),
    "another-word": ("Bids and trust in couples", "Bids and trust in friends", False),
    "negation": ("Trust is a bid for love", "Trust is not a bid for love", False),
    "other-scripts": ("信頼と絆の研究", "信頼と愛の研究", False),
}


@pytest.mark.parametrize(("first", "second", "expected"), TITLES.values(), ids=TITLES)
def test_two_titles(first, second, expected):
    assert is_same_title(first, second) is is_same_title(second, first) is expected


AUTHORS = {
    "initials": ("Gottman, J. M.", "Gottman, J.", True),
    "as-printed": ("Gottman, J. M.", "John M. Gottman", True),
    "particle": ("van IJzendoorn, M. H.", "IJzendoorn, Marinus H. van", True),
    "capitals": ("van IJzendoorn, M. H.", "VAN IJZENDOORN, M. H.", True),
    "two-particles": ("Van den Noortgate, W.", "Wim Van den Noortgate", True),
    "accent": ("Jaaskelainen, I. P.", "Jääskeläinen, Iiro P.", True),
    "stroke": ("Løvschall, C.", "Lovschall, C.", True),
    "double-name-as-printed": ("Barelds-Dijkstra, P.", "Pieternel Barelds-Dijkstra", True),
    "double-name": ("Barelds-Dijkstra, P.", "Barelds, D. P. H.", False),
    "organization": ("World Health Organization", "World Health Organization", True),
    "journal-in-place-of-names": ("Journal of Social Relationships", "Jakubiak, B.", False),
    "given-name-is-no-family-name": ("John, A.", "John Gottman", False),
    "another": ("Joel, S.", "Eastwick, P. W.", False),
    "only-particles": ("de la, A.", "van, B.", False),
}


@pytest.mark.parametrize(("first", "second", "expected"), AUTHORS.values(), ids=AUTHORS)
def test_two_names(first, second, expected):
    assert is_same_author(first, second) is is_same_author(second, first) is expected


JOURNALS = {
    "volume-and-pages": ("NeuroImage 138, 242-247", "NeuroImage", True),
    "article-number": ("JMIR mHealth and uHealth, e55433", "JMIR mHealth and uHealth", True),
    "note": ("Personality Bulletin (April 2018)", "Personality Bulletin", True),
    "the": ("The Gerontologist 59", "Gerontologist", True),
    "ampersand": (
        "Clinical Psychology and Psychotherapy 14(3)",
        "Clinical Psychology & Psychotherapy",
        True,
    ),
    "place-of-the-journal": ("Science 377", "Science (New York, N.Y.)", True),
    "subtitle-of-the-journal": ("Cyberpsychology 3", "Cyberpsychology: Journal of Research", True),
    "year-in-the-name": (
        "Proceedings of the 2025 ACM Conference",
        "Proceedings of the 2025 ACM Conference",
        True,
    ),
    "preprint": ("arXiv preprint 2508.19258", "arXiv", True),
    "begins-alike": ("Emotion Review 5", "Emotion", False),
    "another": ("Emotion 5", "Emotion Review", False),
    "abbreviated": ("Journal of Marriage and Family", "J Marriage Fam", False),
    "nothing": ("Emotion 5", "", False),
}


@pytest.mark.parametrize(("container", "journal", "expected"), JOURNALS.values(), ids=JOURNALS)
def test_a_cell_and_a_journal(container, journal, expected):
    assert is_same_journal(container, journal) is expected


def test_works_of_the_registers_agree_with_the_rows_of_the_guide():
    sources = real_catalogue().sources
    works = {
        "joel2020": [
            parse_crossref(answer("crossref_joel2020")),
            parse_openalex(answer("openalex_joel2020")),
        ],
        "gottman1998": [parse_crossref(answer("crossref_gottman1998"))],
    }
    assert {key: compare_source(sources[key], found) for key, found in works.items()} == {
        "joel2020": [],
        "gottman1998": [],
    }


def source(**cells) -> Record:
    usual = {"title": "Bids and trust", "authors": "Ant, A.; Bee, B.", "year": 2020}
    return Record("a.csv", usual | {"container": "Ants 1", "doi": "10.1234/A"} | cells, {})


def work(register="Crossref", **facts) -> Work:
    usual = {"titles": ("Bids and trust",), "authors": ("Ant, A.",), "years": (2020,)}
    return Work(register, **(usual | {"journals": ("Ants",), "doi": "10.1234/a"} | facts))


DIFFERENCES = {
    "none": ({}, [work()], []),
    "title": ({"title": "Bids"}, [work()], ["title"]),
    "first-author": ({"authors": "Bee, B.; Ant, A."}, [work()], ["authors"]),
    "year": ({"year": 2021}, [work()], ["year"]),
    "year-in-print": ({"year": 2021}, [work(years=(2020, 2021))], []),
    "journal": ({"container": "Bees 1"}, [work()], ["container"]),
    "doi-of-another": ({"doi": "10.1234/b"}, [work()], ["doi"]),
    "doi-of-a-version": ({"doi": "10.1234/b"}, [work("OpenAlex")], []),
    "one-register-agrees": ({}, [work(titles=("Typo",)), work("OpenAlex")], []),
    "none-agrees": ({}, [work(titles=("Typo",)), work("OpenAlex", titles=("Tpyo",))], ["title"]),
    "row-is-empty": ({"year": None, "container": "", "authors": ""}, [work()], []),
    "register-is-empty": ({}, [Work("Crossref")], []),
    "all": ({"title": "a", "authors": "b", "year": 1, "container": "c", "doi": "d"}, [work()],
            ["title", "authors", "year", "container", "doi"]),
}  # fmt: skip


@pytest.mark.parametrize(("cells", "works", "parts"), DIFFERENCES.values(), ids=DIFFERENCES)
def test_only_what_no_register_has_differs(cells, works, parts):
    assert [item.part for item in compare_source(source(**cells), works)] == parts


def test_a_difference_says_what_each_has():
    (item,) = compare_source(source(year=2021), [work()])
    assert (item.part, item.row, item.theirs, item.register) == ("year", "2021", "2020", "Crossref")


WORD = st.text(st.characters(categories=["Ll"], max_codepoint=0x24F), min_size=1, max_size=9)
PHRASE = st.lists(WORD, min_size=4, max_size=9)


@given(st.text(), st.text())
def test_comparing_is_symmetric_and_takes_any_text(first, second):
    assert is_same_title(first, second) == is_same_title(second, first)
    assert is_same_author(first, second) == is_same_author(second, first)
    assert isinstance(is_same_journal(first, second), bool)


@given(st.text())
def test_a_text_is_the_same_as_itself(text):
    assert is_same_title(text, text) and is_same_author(text, text)


@given(PHRASE, st.sampled_from([str.upper, str.title, html.unescape]), st.sampled_from("-–— ,"))
def test_a_title_may_be_spelled_in_many_ways(words, change, mark):
    title = " ".join(words)
    assume(split_words(title) == split_words(change(title)))  # ß has no capital of its own
    assert is_same_title(title, change(mark.join(words)))
    assert is_same_title(unicodedata.normalize("NFD", title), title)


@given(PHRASE, WORD)
def test_a_word_more_is_another_title(words, more):
    assume(split_words(more))
    assert not is_same_title(" ".join(words), " ".join([*words, more]))
    assert not is_same_title(" ".join(words), " ".join([more, *words]))


NAME = st.text(st.characters(min_codepoint=0x61, max_codepoint=0x7A), min_size=5, max_size=9)


@given(NAME, NAME, st.sampled_from(["", "van ", "de la ", "von der ", "Di "]))
def test_a_name_is_the_same_in_both_forms(family, given_name, particle):
    cell = f"{particle}{family.title()}, {given_name[0].upper()}."
    assert is_same_author(cell, f"{given_name.title()} {particle}{family.title()}")
    assert is_same_author(cell, f"{family.upper()}, {given_name}")


@given(NAME, NAME)
def test_two_families_are_two(first, second):
    assume(first != second)
    assert not is_same_author(f"{first}, A.", f"{second}, A.")
