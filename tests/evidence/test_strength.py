"""The strength of a finding follows from its design and its status."""

import pytest

from guide.content.loader import read_catalogue
from guide.evidence.strength import STRENGTHS, grade_finding
from tests.support.catalogues import real_catalogue
from tests.support.projects import FINDINGS, PACKAGE, words_of

GRADES = {
    "firm": ("meta-analysis", "verified", "firm"),
    "one-step-down": ("meta-analysis", "secondary", "fair"),
    "fair": ("longitudinal", "verified", "fair"),
    "no-lower-than-thin": ("cross-sectional", "secondary", "thin"),
    "no-source": ("meta-analysis", "unverified", ""),
    "contradicted": ("meta-analysis", "contradicted", ""),
    "unknown-design": ("guess", "verified", ""),
    "no-design": ("", "verified", ""),
}


@pytest.mark.parametrize(("design", "status", "expected"), GRADES.values(), ids=GRADES)
def test_strength_follows_from_design_and_status(project, design, status, expected):
    findings = FINDINGS.replace("cross-sectional,verified", f"{design},{status}")
    catalogue, _ = read_catalogue(project({**words_of(PACKAGE), "data/findings.csv": findings}))
    assert grade_finding(catalogue, catalogue.findings["ants-lonely"]) == expected


def test_without_the_tables_nothing_has_a_strength(project):
    catalogue, _ = read_catalogue(project({}))
    assert [grade_finding(catalogue, row) for row in catalogue.findings.values()] == ["", ""]


def test_every_finding_that_may_be_repeated_has_a_strength_and_no_other():
    catalogue = real_catalogue()
    wrong = [
        key
        for key, row in catalogue.findings.items()
        if (grade_finding(catalogue, row) in STRENGTHS)
        != (row["status"] in ("verified", "secondary"))
    ]
    assert wrong == []


def test_every_word_of_the_data_has_its_meaning():
    catalogue = real_catalogue()
    statuses = {
        word
        for resource in catalogue.package.resources.values()
        for field in resource.fields
        if field.name == "status"
        for word in field.constraints["enum"]
    }
    assert statuses - set(catalogue.words("statuses")) == set()
    assert {row["design"] for row in catalogue.findings.values()} <= set(catalogue.words("designs"))
