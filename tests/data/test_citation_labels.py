import pytest

from guide.data.citation_labels import format_citation, format_citations, parse_family_names
from guide.data.records import Record


def source(
    key="k", authors: str | None = "Ant, A.", year: int | None = 2020, title: str | None = "On ants"
) -> Record:
    return Record("a.csv", {"key": key, "authors": authors, "year": year, "title": title}, {})


@pytest.mark.parametrize(
    ("authors", "expected"),
    [
        ("Aron, A.; Norman, C. C.", ["Aron", "Norman"]),
        ("World Health Organization", ["World Health Organization"]),
        ("de Waal, F. B. M.;", ["de Waal"]),
        ("", []),
    ],
    ids=["two", "organization", "particle", "none"],
)
def test_family_names(authors, expected):
    assert parse_family_names(authors) == expected


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, "Ant, 2020"),
        ({"authors": "Ant, A.; Bee, B."}, "Ant & Bee, 2020"),
        ({"authors": "Ant, A.; Bee, B.; Cow, C."}, "Ant et al., 2020"),
        ({"authors": "Ant, A.; et al."}, "Ant et al., 2020"),
        ({"authors": "Office for National Statistics"}, "Office for National Statistics, 2020"),
        ({"year": None}, "Ant, no date"),
        ({"authors": None, "title": "Ants, bees; and wasps"}, "Ants, bees; and wasps, 2020"),
    ],
    ids=["one", "two", "three", "written-et-al", "organization", "no-year", "no-author"],
)
def test_the_short_form(settings, expected):
    assert format_citation(source(**settings)) == expected


def test_authors_that_name_nobody_do_not_stop_the_build():
    assert "2020" in format_citation(source(authors="et al."))


def test_sources_that_would_read_alike_get_letters_by_key():
    sources = [
        source("z"),
        source("a"),
        source("other", year=2021),
        source("m", authors="Ant, B. B."),
    ]
    assert format_citations(sources) == {
        "z": "Ant, 2020c",
        "a": "Ant, 2020a",
        "m": "Ant, 2020b",
        "other": "Ant, 2021",
    }


def test_letters_after_no_date_have_a_hyphen():
    assert format_citations([source("a", year=None), source("b", year=None)]) == {
        "a": "Ant, no date-a",
        "b": "Ant, no date-b",
    }


def test_every_source_keeps_a_label_of_its_own_after_the_letter_z():
    labels = format_citations([source(f"k{number:02}") for number in range(30)])
    assert (labels["k25"], len(set(labels.values()))) == ("Ant, 2020z", 30)
