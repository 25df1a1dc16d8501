"""The grades of advice, held against the strength of their findings."""

from types import SimpleNamespace

import pytest

from guide.checks.advice_grades import check_advice_grades
from guide.content.loader import read_catalogue
from guide.content.pages import parse_page
from guide.content.references import find_references
from guide.evidence.strength import STRENGTHS, grade_finding
from tests.support.pages import format_problems
from tests.support.projects import front_matter
from tests.support.real import real_catalogue

LINE = "> **How sure are we?**\n>\n> - **{grade}:** ask, because [ants are lonely](finding:{id}).\n"


def strongest(strength: str) -> str:
    """Return the id of a finding of the guide that has this strength."""
    catalogue = real_catalogue()
    return next(
        id for id, row in catalogue.findings.items() if grade_finding(catalogue, row) == strength
    )


@pytest.mark.parametrize("strength", ["firm", "fair", "thin", ""])
def test_a_grade_may_be_lower_than_its_finding_and_never_higher(tmp_path, strength):
    catalogue = real_catalogue()
    ladder = [*STRENGTHS, ""]
    for grade in STRENGTHS:
        page = front_matter(title="A page") + LINE.format(
            grade=grade.capitalize(), id=strongest(strength)
        )
        found = graded(catalogue, page)
        too_strong = ladder.index(grade) < ladder.index(strength)
        assert [line.split("]")[0][1:] for line in found] == ["how-sure-too-strong"] * too_strong


def graded(catalogue, text: str) -> list[str]:
    """Return the problems of the grades of one page beside the guide's data."""
    page = parse_page(text, "page.md", "docs/page.md")[0]
    one_page = SimpleNamespace(
        pages={page.uri: page},
        references={page.uri: find_references(page)},
        findings=catalogue.findings,
        words=catalogue.words,
    )
    return format_problems(check_advice_grades(one_page))


def test_the_strongest_of_two_findings_counts():
    page = (
        front_matter(title="A page")
        + LINE.format(grade="Fair", id=strongest("thin")).rstrip(".\n")
        + f", and [more](finding:{strongest('fair')}).\n"
    )
    assert graded(real_catalogue(), page) == []


def test_the_message_names_the_grade_that_is_allowed():
    page = front_matter(title="A page") + LINE.format(grade="Firm", id=strongest("thin"))
    assert graded(real_catalogue(), page) == [
        '[how-sure-too-strong] docs/page.md:10:3: the grade "firm" is above what its findings'
        " allow. Write **Thin:**, or link a stronger finding."
    ]


def test_a_finding_without_strength_backs_nothing_but_an_idea():
    page = front_matter(title="A page") + LINE.format(grade="Thin", id=strongest(""))
    assert [line.partition(": ")[2] for line in graded(real_catalogue(), page)] == [
        'the grade "thin" is above what its findings allow. Write **Our idea:**, or link a stronger'
        " finding."
    ]


def test_no_page_of_the_guide_is_graded_too_high():
    assert format_problems(check_advice_grades(real_catalogue())) == []


def test_a_page_of_a_project_without_the_tables_is_not_graded(project):
    root = project(
        {"docs/page.md": front_matter(title="A page") + LINE.format(grade="Thin", id="x")}
    )
    assert format_problems(check_advice_grades(read_catalogue(root)[0])) == []


def test_advice_that_leads_to_help_has_no_grade():
    line = "> **How sure are we?**\n>\n> - **Our idea:** call [a helpline](help.md).\n"
    assert graded(real_catalogue(), front_matter(title="A page") + line) == [
        "[how-sure-safety] docs/page.md:10:3: this line grades advice that leads to the page of"
        " help. Give it where it is needed on the page, without a grade."
    ]
