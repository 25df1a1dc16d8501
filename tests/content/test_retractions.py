"""Findings that rest on a work which a register has as retracted."""

import pytest

from guide.content.loader import read_catalogue
from guide.content.retractions import check_retractions, is_retracted
from tests.support.commands import run_script
from tests.support.pages import format_problems, problems_of
from tests.support.projects import FINDINGS
from tests.support.registers import with_checks

RETRACTED = "ant2020,2026-11-24,Crossref,retracted,,10.1/notice"


def retractions_of(root) -> list[str]:
    return format_problems(check_retractions(read_catalogue(root)[0]))


def test_a_finding_that_rests_on_a_retracted_work_is_named(project):
    assert retractions_of(project(with_checks(RETRACTED))) == [
        '[retracted-source] data/findings.csv:2:101: warning: "ants-lonely" rests on "ant2020",'
        " which was retracted. Rest it on another source, give it the status contradicted, or"
        " delete it, and tell readers in data/corrections.csv."
    ]


def test_a_contradicted_finding_may_rest_on_a_retracted_work(project):
    findings = FINDINGS.replace("cross-sectional,verified", "cross-sectional,contradicted")
    assert retractions_of(project(with_checks(RETRACTED) | {"data/findings.csv": findings})) == []


@pytest.mark.parametrize("outcome", ["agrees", "differs", "corrected", "concern", "not-found"])
def test_any_other_answer_of_a_register_is_no_retraction(project, outcome):
    root = project(with_checks(f"ant2020,2026-11-24,Crossref,{outcome},,"))
    assert retractions_of(root) == []
    assert not is_retracted(read_catalogue(root)[0], "ant2020")


def test_a_package_without_the_table_has_no_retraction(project):
    assert not is_retracted(read_catalogue(project({}))[0], "ant2020")


def test_a_retraction_stops_no_build_and_no_merge(project):
    root = project(with_checks(RETRACTED))
    assert problems_of(root) == []  # what a build stops at, were it only a warning
    (root / "data/prose").mkdir()
    (root / "data/prose/rules.yaml").write_text("rules: []\n", encoding="utf-8")
    (root / "data/prose/words.txt").write_text("", encoding="utf-8")
    done = run_script("check", "--root", str(root))
    assert done.returncode == 0, done.stdout
    assert 'warning: "ants-lonely" rests on "ant2020", which was retracted.' in done.stdout
