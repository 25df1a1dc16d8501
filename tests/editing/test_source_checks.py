"""What the registers answer becomes an outcome and a row."""

from datetime import date

import pytest

from guide.content.loader import read_catalogue
from guide.data.csv_reader import parse_csv
from guide.editing.register_answers import Notice, Work, parse_crossref
from guide.editing.source_checks import (
    check_source,
    is_recorded,
    new_retractions,
    render_rows,
    render_sources,
)
from tests.support.catalogues import ROOT, real_catalogue
from tests.support.projects import SOURCES
from tests.support.registers import HEADER, answer, with_checks

DAY = date(2026, 12, 1)


@pytest.fixture
def catalogue(project):
    """Return a function that reads a package with some rows of source_checks.csv."""

    def read(*rows: str):
        sources = SOURCES.replace("10.1/ant", "10.1234/Ants")
        return read_catalogue(project(with_checks(*rows) | {"data/sources.csv": sources}))[0]

    return read


def work(register="Crossref", **facts) -> Work:
    usual = {"doi": "10.1234/ants", "titles": ("On ants",), "authors": ("Ant, A.",)}
    return Work(register, **(usual | {"years": (2020,)} | facts))


def check(catalogue, **answers):
    return check_source(catalogue.sources["ant2020"], answers, DAY)


BAD, WORSE, WORST = (
    (Notice("corrected", "10.1234/c"),),
    (Notice("concern", "10.1234/e"),),
    (Notice("retracted", "10.1234/r"),),
)
OUTCOMES = {
    "agrees": ({"Crossref": work()}, "Crossref,agrees,,"),
    "differs": ({"Crossref": work(years=(2019,))}, "Crossref,differs,year,"),
    "not-known": ({"Crossref": None, "DataCite": None}, "Crossref DataCite,not-found,,"),
    "known-to-one": ({"Crossref": None, "DataCite": work()}, "Crossref DataCite,agrees,,"),
    "corrected": ({"Crossref": work(notices=BAD)}, "Crossref,corrected,,10.1234/c"),
    "corrected-and-differs": (
        {"Crossref": work(notices=BAD, years=(2019,))},
        "Crossref,corrected,year,10.1234/c",
    ),
    "the-worst-counts": (
        {"Crossref": work(notices=BAD + WORSE), "OpenAlex": work("OpenAlex", notices=WORST)},
        "Crossref OpenAlex,retracted,,10.1234/r",
    ),
    "without-a-notice-of-its-own": (
        {"Crossref": work(notices=(Notice("retracted"),))},
        "Crossref,retracted,,",
    ),
}


@pytest.mark.parametrize(("answers", "row"), OUTCOMES.values(), ids=OUTCOMES)
def test_the_outcome_of_some_answers(catalogue, answers, row):
    registers, _, rest = row.partition(",")
    expected = f"ant2020,2026-12-01,{registers},{rest}"
    assert ",".join(check(catalogue(), **answers).row) == expected


def test_no_answer_is_no_outcome(catalogue):
    assert check(catalogue()) is None


def test_the_own_doi_is_no_later_version(catalogue):
    found = check(catalogue(), Crossref=work(newer=("10.1234/ants", "10.1234/later")))
    assert found.newer == ("10.1234/later",)


OLD = "bee2021,2026-11-01,Crossref,corrected,,10.1234/c"


def test_rows_of_sources_that_were_not_asked_stay(catalogue):
    guide = catalogue(OLD, "ant2020,2026-11-01,Crossref,differs,year,")
    text = render_rows([check(guide, Crossref=work())], guide.rows("source-checks"), guide.sources)
    assert text == f"{HEADER}ant2020,2026-12-01,Crossref,agrees,,\n{OLD}\n"


def test_rows_of_sources_that_are_gone_go(catalogue):
    guide = catalogue(OLD)
    assert render_rows([], guide.rows("source-checks"), ["ant2020"]) == HEADER


RETRACTED = "ant2020,2026-11-01,Crossref OpenAlex,retracted,,10.1234/r"


@pytest.mark.parametrize(
    ("answers", "stays"),
    [
        ({"Crossref": work()}, True),  # OpenAlex, which may have had it, did not answer
        ({"Crossref": work(), "OpenAlex": None}, False),
        ({"Crossref": work(notices=BAD)}, False),
    ],
)
def test_a_notice_stays_while_a_register_that_had_it_is_silent(catalogue, answers, stays):
    guide = catalogue(RETRACTED)
    checks = [check(guide, **answers)]
    text = render_rows(checks, guide.rows("source-checks"), guide.sources)
    assert (RETRACTED in text) is stays


def test_a_retraction_is_new_until_the_data_has_it(catalogue):
    found = check(catalogue(), Crossref=work(notices=WORST))
    other = check(catalogue(), Crossref=work(notices=BAD))
    assert new_retractions([found, other], []) == [found]
    assert new_retractions([found], catalogue(RETRACTED).rows("source-checks")) == []
    old = "ant2020,2026-11-01,Crossref,agrees,,"
    assert new_retractions([found], catalogue(old).rows("source-checks")) == [found]


def test_a_check_is_recorded_when_only_its_day_is_new(catalogue):
    found = check(catalogue(), Crossref=work(notices=WORST))
    assert is_recorded(found, catalogue(RETRACTED).source_checks)
    assert not is_recorded(found, catalogue(RETRACTED.replace("/r", "/x")).source_checks)
    assert not is_recorded(found, {})


def test_a_doi_is_filled_in_and_all_else_stays(catalogue):
    guide = catalogue()
    columns = guide.package.resources["sources"].field_names
    text = render_sources(guide.rows("sources"), columns, {"bee2021": "10.1234/bees"})
    before = SOURCES.replace("10.1/ant", "10.1234/Ants")
    assert text == before.replace("Bee Letters,,", "Bee Letters,10.1234/bees,")


def test_the_real_table_is_written_as_it_is():
    guide = real_catalogue()
    columns = guide.package.resources["sources"].field_names
    path = ROOT / "data/sources.csv"
    assert render_sources(guide.rows("sources"), columns, {}) == path.read_text(encoding="utf-8")


def test_no_text_of_a_register_gets_into_a_row(catalogue):
    facts = answer("crossref_retracted")["message"]
    evil = '=HYPERLINK("//evil.example")'
    facts |= {
        "title": [evil],
        "container-title": [evil],
        "author": [{"family": evil}],
        "type": evil,
    }
    facts["updated-by"] = [{"type": "retraction", "DOI": evil}, {"type": evil, "DOI": evil}]
    guide = catalogue()
    checks = [check(guide, Crossref=parse_crossref({"message": facts}))]
    text = render_rows(checks, [], guide.sources)
    assert parse_csv(text, "a.csv")[1] == []
    parts = "title authors container"
    assert text == f"{HEADER}ant2020,2026-12-01,Crossref,retracted,{parts},\n"
