"""Findings and sources as readers see them."""

import pytest
from guide.catalogue import read_catalogue
from guide.evidence import format_value, frequency_in_words, make_finding, make_source
from guide.records import Record
from samples import FINDINGS, PACKAGE, SOURCES, front_matter
from unit_helpers import SOURCES_PAGE


def row(**values) -> Record:
    usual = {"value": None, "value_low": None, "value_high": None, "unit": None, "measures": None}
    return Record("a.csv", usual | values, {})


VALUES = {
    "percentage": ({"value": 24.0, "unit": "% of ants"}, "24% of ants"),
    "only-the-sign": ({"value": 5.54, "unit": "%"}, "5.54%"),
    "people": ({"value": 24.0, "unit": "% of adults", "measures": "percent-of-people"}, "24% of adults (about 1 in 4)"),
    "range": ({"value_low": 10.0, "value_high": 20.5, "unit": "% of ants"}, "10 to 20.5% of ants"),
    "range-of-people": ({"value": 15.0, "value_low": 10.0, "value_high": 20.0, "unit": "%",
                         "measures": "percent-of-people"}, "10 to 20%"),
    "half-a-range": ({"value": 15.0, "value_low": 10.0, "unit": "hours"}, "15 hours"),
    "nought": ({"value": 0.0, "unit": "deaths"}, "0 deaths"),
    "count": ({"value": 28000.0, "unit": "people"}, "28,000 people"),
    "year": ({"value": 1995.0, "unit": "year"}, "1995 year"),
    "effect-size": ({"value": 0.17, "unit": "Hedges g", "measures": "effect-size"}, "Hedges g: 0.17"),
    "negative-effect": ({"value": -0.17, "unit": "r", "measures": "effect-size"}, "r: −0.17"),
    "ratio-without-name": ({"value": 1.5, "measures": "ratio"}, "1.5"),
    "no-unit": ({"value": 3.0}, "3"),
    "nothing": ({"unit": "% of ants"}, ""),
}


@pytest.mark.parametrize(("values", "expected"), VALUES.values(), ids=VALUES)
def test_a_value_reads_with_its_unit(values, expected):
    assert format_value(row(**values)) == expected


PEOPLE = {"value": 24.0, "measures": "percent-of-people"}


@pytest.mark.parametrize(("text", "values", "expected"), [
    ("24% said so", PEOPLE, "about 1 in 4"),
    ("24.0 % said so", PEOPLE, "about 1 in 4"),
    ("24% in 2020 and 17% in 2023", PEOPLE, "24% is about 1 in 4"),
    ("24%, or about 1 in 4", PEOPLE, ""),
    ("one in four, or 24%", PEOPLE, ""),
    ("17% said so", PEOPLE, ""),
    ("many said so", PEOPLE, ""),
    ("24% of the time", {"value": 24.0, "measures": "percent-change"}, ""),
    ("24%", {"value": None, "measures": "percent-of-people"}, ""),
], ids=["value", "decimals", "two-percentages", "has-one-in-digits", "has-one-in-words", "another", "none",
        "not-people", "no-value"])
def test_a_share_of_people_is_said_in_people(text, values, expected):
    assert frequency_in_words(text, row(**values)) == expected


def test_a_finding_in_the_words_of_readers(project):
    catalogue, _ = read_catalogue(project(SOURCES_PAGE | {"docs/a.md": front_matter() + "[24%](finding:ants-lonely)"}))
    view = make_finding(catalogue, catalogue.findings["ants-lonely"], uses=["use-1"])
    assert (view.statement, view.value, view.population, view.period, view.caveat) == (
        "Ants say that 24% of them are lonely.", "24% of ants", "1,200 ants in 3 hills", "2020", "Only red ants.")
    assert (view.design, view.status, view.status_words) == (
        "Survey at one time: shows what goes together, not what causes what", "verified",
        "We read the abstract, the report, or the publisher's own page, and it says so.")
    assert (view.source, view.source_link,
            view.library_link) == ("Ant, 2020", "/sources.md#ant2020", "/evidence/science.md#ants-lonely")
    assert ([page.uri for page in view.pages], view.uses) == (["a.md"], ["use-1"])


def test_a_finding_whose_source_is_not_there_can_still_be_shown(project):
    findings = FINDINGS.replace(",ant2020,", ",wasp1999,")
    catalogue, _ = read_catalogue(project({"data/findings.csv": findings}))
    view = make_finding(catalogue, catalogue.findings["ants-lonely"])
    assert (view.source, view.source_link) == ("wasp1999", "/sources.md")


def source(project, line: str):
    catalogue, _ = read_catalogue(project({"data/sources.csv": SOURCES + line}))
    return make_source(catalogue, catalogue.sources["x"])


SOURCES_SHOWN = {
    "doi-before-address": ('x,"Ant, A.",2019,T,C,10.1/x,https://x.example/\n',
                           ("Ant, A.", "2019", "https://doi.org/10.1/x", "doi.org/10.1/x")),
    "address": ('x,"Ant, A.; Bee, B.",2019,T,C,,https://www.x.example/a/b\n',
                ("Ant, A. & Bee, B.", "2019", "https://www.x.example/a/b", "x.example")),
    "neither": ('x,"Ant, A.; Bee, B.; Cow, C.",,T,C,,\n', ("Ant, A., Bee, B. & Cow, C.", "no date", "", "")),
    "organization": ("x,World Health Organization,2019,T,C,,\n", ("World Health Organization", "2019", "", "")),
    "et-al": ('x,"Ant, A.; et al.",2019,T,C,,\n', ("Ant, A., et al.", "2019", "", "")),
    "no-author": ("x,,2019,T,C,,\n", ("", "2019", "", "")),
}


@pytest.mark.parametrize(("line", "expected"), SOURCES_SHOWN.values(), ids=SOURCES_SHOWN)
def test_an_entry_of_the_bibliography(project, line, expected):
    view = source(project, line)
    assert (view.authors, view.year, view.link, view.link_text) == expected


def test_a_source_knows_its_archived_copy(project):
    package = PACKAGE.replace("        - {name: url, type: string}\n",
                              "        - {name: url, type: string}\n        - {name: archive_url, type: string}\n")
    lines = SOURCES.splitlines()
    sources = "\n".join([lines[0] + ",archive_url", lines[1] + ",https://archive.example/", lines[2] + ","]) + "\n"
    catalogue, problems = read_catalogue(project({"data/datapackage.yaml": package, "data/sources.csv": sources}))
    assert problems == []
    archives = {key: make_source(catalogue, found).archive for key, found in catalogue.sources.items()}
    assert archives == {"ant2020": "https://archive.example/", "bee2021": ""}
