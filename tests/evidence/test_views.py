"""Findings and sources as readers see them."""

import pytest

from guide.content.loader import read_catalogue
from guide.data.records import Record
from guide.evidence.views import format_value, frequency_in_words, make_finding, make_source
from tests.support.catalogues import real_catalogue
from tests.support.pages import SOURCES_PAGE, convert_page, links, problems_of
from tests.support.projects import FINDINGS, PACKAGE, SOURCES, front_matter, words_of
from tests.support.registers import with_checks


def row(**values) -> Record:
    usual = {"value": None, "value_low": None, "value_high": None, "unit": None, "measures": None}
    return Record("a.csv", usual | values, {})


VALUES = {
    "percentage": ({"value": 24.0, "unit": "% of ants"}, "24% of ants"),
    "only-the-sign": ({"value": 5.54, "unit": "%"}, "5.54%"),
    "people": (
        {"value": 24.0, "unit": "% of adults", "measures": "percent-of-people"},
        "24% of adults (about 1 in 4)",
    ),
    "range": ({"value_low": 10.0, "value_high": 20.5, "unit": "% of ants"}, "10 to 20.5% of ants"),
    "range-of-people": (
        {
            "value": 15.0,
            "value_low": 10.0,
            "value_high": 20.0,
            "unit": "%",
            "measures": "percent-of-people",
        },
        "10 to 20%",
    ),
    "half-a-range": ({"value": 15.0, "value_low": 10.0, "unit": "hours"}, "15 hours"),
    "nought": ({"value": 0.0, "unit": "deaths"}, "0 deaths"),
    "count": ({"value": 28000.0, "unit": "people"}, "28,000 people"),
    "year": ({"value": 1995.0, "unit": "year"}, "1995 year"),
    "effect-size": (
        {"value": 0.17, "unit": "Hedges g", "measures": "effect-size"},
        "Hedges g: 0.17",
    ),
    "negative-effect": ({"value": -0.17, "unit": "r", "measures": "effect-size"}, "r: −0.17"),
    "ratio-without-name": ({"value": 1.5, "measures": "ratio"}, "1.5"),
    "no-unit": ({"value": 3.0}, "3"),
    "nothing": ({"unit": "% of ants"}, ""),
}


@pytest.mark.parametrize(("values", "expected"), VALUES.values(), ids=VALUES)
def test_a_value_reads_with_its_unit(values, expected):
    assert format_value(row(**values)) == expected


PEOPLE = {"value": 24.0, "measures": "percent-of-people"}


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("24% said so", PEOPLE, "about 1 in 4"),
        ("24.0 % said so", PEOPLE, "about 1 in 4"),
        ("24% in 2020 and 17% in 2023", PEOPLE, "24% is about 1 in 4"),
        ("24%, or about 1 in 4", PEOPLE, ""),
        ("one in four, or 24%", PEOPLE, ""),
        ("17% said so", PEOPLE, ""),
        ("many said so", PEOPLE, ""),
        ("24% of the time", {"value": 24.0, "measures": "percent-change"}, ""),
        ("24%", {"value": None, "measures": "percent-of-people"}, ""),
    ],
    ids=[
        "value",
        "decimals",
        "two-percentages",
        "has-one-in-digits",
        "has-one-in-words",
        "another",
        "none",
        "not-people",
        "no-value",
    ],
)
def test_a_share_of_people_is_said_in_people(text, values, expected):
    assert frequency_in_words(text, row(**values)) == expected


def test_a_finding_in_the_words_of_readers(project):
    page = {"docs/a.md": front_matter() + "[24%](finding:ants-lonely)"}
    catalogue, _ = read_catalogue(project(SOURCES_PAGE | page | words_of(PACKAGE)))
    view = make_finding(catalogue, catalogue.findings["ants-lonely"], uses=["use-1"])
    assert (view.statement, view.value, view.population, view.period, view.caveat) == (
        "Ants say that 24% of them are lonely.",
        "24% of ants",
        "1,200 ants in 3 hills",
        "2020",
        "Only red ants.",
    )
    assert (view.design, view.strength, view.status_label) == (
        "Survey at one time",
        "thin",
        "read at source",
    )
    assert (view.source, view.source_link, view.library_link) == (
        "Ant, 2020",
        "/sources.md#ant2020",
        "/evidence/science.md#ants-lonely",
    )
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
    "doi-before-address": (
        'x,"Ant, A.",2019,T,C,10.1/x,https://x.example/\n',
        ("Ant, A.", "2019", "https://doi.org/10.1/x", "doi.org/10.1/x"),
    ),
    "address": (
        'x,"Ant, A.; Bee, B.",2019,T,C,,https://www.x.example/a/b\n',
        ("Ant, A. & Bee, B.", "2019", "https://www.x.example/a/b", "x.example"),
    ),
    "neither": (
        'x,"Ant, A.; Bee, B.; Cow, C.",,T,C,,\n',
        ("Ant, A., Bee, B. & Cow, C.", "no date", "", ""),
    ),
    "organization": (
        "x,World Health Organization,2019,T,C,,\n",
        ("World Health Organization", "2019", "", ""),
    ),
    "et-al": ('x,"Ant, A.; et al.",2019,T,C,,\n', ("Ant, A., et al.", "2019", "", "")),
    "no-author": ("x,,2019,T,C,,\n", ("", "2019", "", "")),
}


@pytest.mark.parametrize(("line", "expected"), SOURCES_SHOWN.values(), ids=SOURCES_SHOWN)
def test_an_entry_of_the_bibliography(project, line, expected):
    view = source(project, line)
    assert (view.authors, view.year, view.link, view.link_text) == expected


ADDRESSES = PACKAGE.replace(
    "        - {name: url, type: string}\n",
    "        - {name: url, type: string, format: uri}\n"
    "        - {name: archive_url, type: string, format: uri}\n",
)


def with_copy(address: str, copy: str) -> dict[str, str]:
    return {
        "data/datapackage.yaml": ADDRESSES,
        "data/sources.csv": (
            "key,authors,year,title,container,doi,url,archive_url\n"
            f'ant2020,"Ant, A. A.",2020,On ants,Journal of'
            f" Ants,10.1/ant,,https://archive.example/\n"
            f'bee2021,"Bee, B.",2021,On bees,Bee Letters,,{address},{copy}\n'
        ),
    }


def test_a_source_knows_its_archived_copy(project):
    catalogue, problems = read_catalogue(project(with_copy("https://bees.example/", "")))
    assert problems == []
    archives = {
        key: make_source(catalogue, source).archive for key, source in catalogue.sources.items()
    }
    assert archives == {"ant2020": "https://archive.example/", "bee2021": ""}


def test_readers_are_offered_the_archived_copy_beside_the_source(project):
    root = project(
        with_copy("https://bees.example/", "https://archive.example/?a=1&b=bees")
        | {"docs/sources.md": front_matter() + "![Sources](table:sources)\n"}
    )
    assert [link for link in links(convert_page(root, "sources.md")) if "://" in link[0]] == [
        ("https://doi.org/10.1/ant", "doi.org/10.1/ant"),
        ("https://archive.example/", "archived copy"),
        ("https://bees.example/", "bees.example"),
        ("https://archive.example/?a=1&b=bees", "archived copy"),
    ]


@pytest.mark.parametrize(
    ("copy", "expected"),
    [
        (
            "https://bees.example",
            (
                '[copy-is-original] data/sources.csv:3:67: "https://bees.example" is the address of'
                " the source itself. Write the address of the archived copy, or leave the cell"
                " empty."
            ),
        ),
        (
            "archive.example/bees",
            (
                '[not-an-address] data/sources.csv:3:67: archive_url is "archive.example/bees",'
                " which is not the address of a page. Write an address that begins with https://."
            ),
        ),
        (
            "javascript:alert(1)",
            (
                '[not-an-address] data/sources.csv:3:67: archive_url is "javascript:alert(1)",'
                " which is not the address of a page. Write an address that begins with https://."
            ),
        ),
    ],
)
def test_a_copy_that_is_none_is_refused(project, copy, expected):
    assert problems_of(project(with_copy("https://bees.example/", copy))) == [expected]


def test_the_real_table_of_sources_has_a_column_for_copies():
    catalogue = real_catalogue()
    column = next(
        item for item in catalogue.package.resources["sources"].fields if item.name == "archive_url"
    )
    assert (column.format, column.constraints.get("required")) == ("uri", None)


ASKED = {
    "agrees": ("agrees,,", "agrees"),
    "differs": ("differs,title authors year,", "differs in title, first author, and year"),
    "differs-in-nothing-named": ("differs,,", "differs"),
    "corrected": ("corrected,,10.1/erratum", "the work was corrected"),
    "concern": ("concern,year,", "there is a notice of concern about the work"),
    "retracted": ("retracted,,10.1/notice", "retracted"),
    "not-found": ("not-found,,", "the DOI is not known there"),
}


@pytest.mark.parametrize(("row", "words"), ASKED.values(), ids=ASKED)
def test_an_entry_says_what_the_registers_have(project, row, words):
    catalogue, _ = read_catalogue(project(with_checks(f"ant2020,2026-11-24,Crossref,{row}")))
    views = {key: make_source(catalogue, source) for key, source in catalogue.sources.items()}
    assert views["ant2020"].asked == f"Register last asked on November 24, 2026: {words}"
    assert views["ant2020"].is_retracted == row.startswith("retracted")
    assert (views["bee2021"].asked, views["bee2021"].notice) == ("", "")


def test_readers_see_plainly_that_a_source_was_retracted(project):
    pages = {
        "docs/sources.md": front_matter() + "![Sources](table:sources)\n",
        "docs/a.md": front_matter(title="A") + "[24% of ants](finding:ants-lonely).\n",
    }
    root = project(with_checks("ant2020,2026-11-24,Crossref,retracted,,10.1/notice") | pages)
    html = convert_page(root, "sources.md")
    assert html.count("Retracted: this work was withdrawn after it was published.") == 1
    assert ("https://doi.org/10.1/notice", "notice") in links(html)
    assert "It was retracted." in convert_page(root, "a.md")
