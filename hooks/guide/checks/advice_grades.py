"""Check the grades of advice: none is above what its strongest row allows.

Editors type the grade of each piece of advice in "How sure are we?". The rule that gives a finding
its strength is in guide.evidence.strength; a lower grade is always allowed.
"""

from collections.abc import Iterator

from guide.content.catalogue import Catalogue, resolve_link
from guide.content.components import GRADES, Advice, find_advice
from guide.content.pages import Page
from guide.core.problems import Problem
from guide.evidence.strength import STRENGTHS, grade_finding


def check_advice_grades(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each grade that is above the strongest finding of its line.

    Advice for somebody in danger has no grade, so a line that leads to help is a problem too. A
    project without the table of designs grades nothing.
    """
    if not catalogue.words("designs"):
        return
    for page in catalogue.pages.values():
        for advice in find_advice(page):
            if advice.grade in STRENGTHS:
                yield from _check_grade(catalogue, page, advice)
            if _leads_to_help(catalogue, page, advice):
                yield Problem(
                    page.path,
                    advice.place.number,
                    advice.place.column,
                    "how-sure-safety",
                    "this line grades advice that leads to the page of help",
                    "Give it where it is needed on the page, without a grade",
                )


def _leads_to_help(catalogue: Catalogue, page: Page, advice: Advice) -> bool:
    return any(
        reference.kind == "page"
        and advice.place.number <= reference.line <= advice.last
        and resolve_link(page.uri, reference.target)[0] == "help.md"
        for reference in catalogue.references[page.uri]
    )


def _check_grade(catalogue: Catalogue, page: Page, advice: Advice) -> Iterator[Problem]:
    ids = [
        reference.target
        for reference in catalogue.references[page.uri]
        if reference.kind == "finding" and advice.place.number <= reference.line <= advice.last
    ]
    rows = [catalogue.findings[one] for one in ids if one in catalogue.findings]
    if not rows:
        return
    strengths = [grade_finding(catalogue, row) for row in rows]
    best = min((GRADES.index(one) for one in strengths if one), default=len(GRADES) - 1)
    if GRADES.index(advice.grade) < best:
        allowed = GRADES[best]
        yield Problem(
            page.path,
            advice.place.number,
            advice.place.column,
            "how-sure-too-strong",
            f'the grade "{advice.grade}" is above what its findings allow',
            f"Write **{allowed.capitalize()}:**, or link a stronger finding",
        )
