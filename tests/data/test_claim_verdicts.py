"""A verdict rests on findings of the statuses that it needs."""

from guide.data.claim_verdicts import check_verdicts
from guide.data.csv_reader import Cell
from guide.data.records import Record
from tests.support.catalogues import real_catalogue
from tests.support.pages import format_problems


def rows(*items: dict[str, str]) -> list[Record]:
    return [
        Record("a.csv", {**item}, {name: Cell(text, 2, 1) for name, text in item.items()})
        for item in items
    ]


VERDICTS = rows({"id": "verified", "needs": "verified"}, {"id": "unverified", "needs": ""})
FINDINGS = rows({"id": "read", "status": "verified"}, {"id": "heard", "status": "secondary"})


def problems(verdict: str, findings: str) -> list[str]:
    claims = rows({"id": "k", "verdict": verdict, "findings": findings})
    tables = {"verdicts": VERDICTS, "findings": FINDINGS, "circulating-claims": claims}
    return format_problems(check_verdicts(tables))


def test_a_verdict_with_what_it_needs_is_not_named():
    assert [problems(*case) for case in (("verified", "heard read"), ("unverified", ""))] == [
        [],
        [],
    ]


def test_a_verdict_without_its_finding_is_named():
    expected = (
        '[verdict-without-finding] a.csv:2:1: the verdict is "verified", and no finding of the'
        " claim has the status verified. Name the finding that bears on the claim, or choose the"
        " verdict that its findings allow."
    )
    assert problems("verified", "") == problems("verified", "heard gone") == [expected]


def test_every_verdict_of_the_guide_says_what_it_needs():
    resource = real_catalogue().package.resources["circulating-claims"]
    assert set(resource.field("verdict").constraints["enum"]) == set(
        real_catalogue().words("verdicts")
    )
