"""The report on the sources: an editor's words, and nothing of others that acts."""

import csv
import io
import re
from datetime import date

import pytest

from guide.content.loader import read_catalogue
from guide.data.records import Record
from guide.editing.register_answers import Notice, Work
from guide.editing.source_checks import check_source
from guide.editing.source_report import (
    SourcesReport,
    render_report,
    render_retractions,
    render_sheet,
)
from tests.support.hostile import HOSTILE
from tests.support.registers import with_checks

DAY = date(2026, 12, 1)
SOURCES = (
    "key,authors,year,title,container,doi,url\n"
    'ant2020,"Ant, A. A.",2020,On ants,Journal of Ants,10.1234/ants,\n'
    'bee2021,"Bee, B.; Cow, C.",2021,On bees,Bee Letters,10.1234/bees,\n'
)
NOTICES = (Notice("retracted", "10.1234/notice"),)


@pytest.fixture
def catalogue(project):
    """Return a function that reads a package with some rows of source_checks.csv."""

    def read(*rows: str):
        return read_catalogue(project(with_checks(*rows) | {"data/sources.csv": SOURCES}))[0]

    return read


def work(**facts) -> Work:
    usual = {"register": "Crossref", "titles": ("On ants",), "authors": ("Ant, A.",)}
    return Work(**(usual | {"years": (2020,), "journals": ("Journal of Ants",)} | facts))


def check(guide, *works: Work, key: str = "ant2020"):
    return check_source(guide.sources[key], {item.register: item for item in works}, DAY)


def report(guide, *checks, **more) -> str:
    return render_report(guide, SourcesReport(DAY, checks, **more))


def test_where_all_is_well_the_report_is_one_line(catalogue):
    guide = catalogue()
    assert report(guide, check(guide, work())) == (
        "The registers were asked on December 1, 2026 about 1 source. 1 row agrees with them.\n"
    )


def test_a_retraction_names_the_notice_and_the_findings(catalogue):
    guide = catalogue()
    text = report(guide, check(guide, work(notices=NOTICES)))
    assert text.split("\n")[2:] == [
        "## Retracted",
        "",
        "Read the notice. A finding that rests on the work needs another source, or goes; what"
        " readers were told goes into `data/corrections.csv`.",
        "",
        "- [ ] **On ants** (`ant2020`), says Crossref; notice: <https://doi.org/10.1234/notice>."
        " Findings that rest on it: `ants-lonely`",
        "",
    ]


def test_each_difference_is_said_with_both_sides(catalogue):
    guide = catalogue()
    text = report(guide, check(guide, work(titles=("On wasps",), authors=("Wasp, W.",))))
    assert text.split("\n")[-2] == (
        "- [ ] **On ants** (`ant2020`): the title is “On ants” here and “On wasps” in Crossref; the"
        " first author is “Ant, A. A.” here and “Wasp, W.” in Crossref. The DOI may be that of"
        " another work"
    )


def test_the_other_parts_have_their_headings(catalogue):
    guide = catalogue()
    later = check(guide, work(newer=("10.1234/later",)))
    unknown = check_source(guide.sources["bee2021"], {"Crossref": None, "DataCite": None}, DAY)
    review = work(titles=("Ants: A review",), doi="10.1234/review")
    text = report(
        guide,
        later,
        unknown,
        dois={"cow2022": "10.1234/cows"},
        reviews={"ant2020": [review], "bee2021": []},
        failures={"OpenAlex": (3, "it answered with the error 429")},
    )
    for line in (
        "## Later versions\n",
        "- [ ] **On ants** (`ant2020`): <https://doi.org/10.1234/later>\n",
        "## DOIs for sources without one\n",
        "- [ ] `cow2022`: <https://doi.org/10.1234/cows>\n",
        "## DOIs that no register knows\n",
        "- [ ] **On bees** (`bee2021`): `10.1234/bees`, says Crossref and DataCite\n",
        "## Newer reviews of the same question, to read\n",
        "- [ ] `ant2020`: Ants: A review (2020) <https://doi.org/10.1234/review>\n",
        "## Not answered\n",
        "- OpenAlex did not answer 3 questions: it answered with the error 429\n",
    ):
        assert line in text


def test_what_the_data_has_already_is_only_counted(catalogue):
    guide = catalogue("ant2020,2026-11-01,Crossref,retracted,,10.1234/notice")
    found = check(guide, work(notices=NOTICES))
    assert report(guide, found) == (
        "The registers were asked on December 1, 2026 about 1 source. 0 rows agree with them. Of 1"
        " other, the data already says what they say.\n"
    )
    assert "## Retracted" in report(guide, found, is_full=True)


def test_the_issue_on_retractions_is_empty_without_one(catalogue):
    guide = catalogue()
    assert render_retractions(guide, []) == ""
    text = render_retractions(guide, [check(guide, work(notices=NOTICES))])
    assert text.startswith("## Retracted, and not yet merged\n\nRead the notice.")
    assert "`ants-lonely`" in text


def test_the_sheet_has_the_registers_words_for_rows_that_differ(catalogue):
    guide = catalogue()
    wasps = work(titles=("RETRACTED: On wasps",), authors=("Wasp, W.", "Bee, B."), years=(2019,))
    checks = [
        check(guide, wasps),
        check(
            guide,
            work(titles=("On bees",), authors=("Bee, B.",), years=(2021,), journals=()),
            key="bee2021",
        ),
    ]
    assert render_sheet(checks) == (
        'key,authors,year,title\nant2020,"Wasp, W.; Bee, B.",2019,On wasps\n'
    )
    assert render_sheet(checks[1:]) == ""


def test_a_journal_that_differs_changes_no_row_of_the_sheet(catalogue):
    guide = catalogue()
    assert render_sheet([check(guide, work(journals=("Bees",)))]) == ""


ACTS = ["=cmd()", "+1", "-1", "@SUM(A1)", "a;=cmd()", "\t=1"]


@pytest.mark.parametrize("evil", ACTS)
def test_no_formula_gets_into_the_sheet(catalogue, evil):
    guide = catalogue()
    checks = [check(guide, work(titles=(evil,), authors=(evil,)))]
    rows = list(csv.reader(io.StringIO(render_sheet(checks))))
    assert all(not cell.startswith(("=", "+", "-", "@", "\t")) for row in rows for cell in row)
    assert all(";=" not in cell for row in rows for cell in row)


MARKUP = [
    HOSTILE,
    "[a](https://evil.example) ![b](//evil.example/p)",
    "@someone #12 GH-1 www.evil.example https://evil.example",
    "# Heading\n- [x] done | `code` **bold** <!-- comment -->",
    "\x1b[2J\u202e",
]


@pytest.mark.parametrize("evil", MARKUP)
def test_no_text_of_a_register_acts_in_the_report(catalogue, evil):
    guide = catalogue()
    theirs = work(titles=(evil,), authors=(evil,), journals=(evil,), kind=evil)
    review = Work("OpenAlex", titles=(evil,), years=(2024,))
    text = report(
        guide,
        check(guide, theirs),
        reviews={"ant2020": [review]},
        failures={"Crossref": (1, evil)},
    )
    for mark in ("<script", "<img", "<!--", "@someone", "#12", "\x1b", "\u202e", "| `"):
        assert mark not in text
    assert re.search(r"(?<!\\)\]\(", text) is None
    assert "https://evil" not in text and "www.evil" not in text
    assert [line for line in text.split("\n") if line.startswith(("# ", "- [x]", "Heading"))] == []


def test_a_row_of_an_editor_is_escaped_too(project):
    title = "On [ants](x) *and* @bees"
    sources = SOURCES.replace("On ants", title)
    guide = read_catalogue(project(with_checks() | {"data/sources.csv": sources}))[0]
    found = check(guide, work(titles=("On wasps",)))
    assert isinstance(found.source, Record)
    assert "**On \\[ants\\](x) \\*and\\* @\u200bbees**" in report(guide, found)
