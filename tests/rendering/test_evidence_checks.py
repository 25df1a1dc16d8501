"""How good the evidence is, in numbers from the data."""

from guide.content.loader import read_catalogue
from guide.rendering.evidence_checks import OUTCOMES, render_evidence_checks
from tests.support.catalogues import real_catalogue
from tests.support.pages import texts
from tests.support.projects import FINDINGS, PACKAGE, words_of

COLUMNS = (
    "        - {name: recheck_outcome, type: string}\n        - {name: checked_how, type: string}\n"
)
WITH_CHECKS = PACKAGE.replace(
    "        - {name: caveat, type: string}\n",
    f"        - {{name: caveat, type: string}}\n{COLUMNS}",
    1,
)


def shown(project, *rows: str) -> list[str]:
    header = FINDINGS.partition("\n")[0] + ",recheck_outcome,checked_how\n"
    findings = header + "".join(
        f"f{number},science,Ants say that they are well.,,,ants,2020,ant2020,{row}\n"
        for number, row in enumerate(rows)
    )
    files = {**words_of(WITH_CHECKS), "data/findings.csv": findings}
    return texts(render_evidence_checks(read_catalogue(project(files))[0], "x"), "li")


def test_each_count_comes_from_the_rows(project):
    assert shown(
        project,
        "meta-analysis,verified,Few.,agrees,abstract read",
        "meta-analysis,secondary,Few.,corrected,",
        "cross-sectional,verified,Few.,agrees-in-part,page read",
        "cross-sectional,unverified,Few.,not-found,",
        "cross-sectional,verified,Few.,,abstract read",
    ) == [
        "How they were read: 3 read at source, 1 second-hand, 1 no source found. Of 2, only the"
        " abstract was read.",
        "How strong they are: 1 firm, 1 fair, 2 thin.",
        "Traced a second time, against public sources: 4. Of these, 1 agreed; 1 agreed in part, and"
        " the wording was changed; 1 had a number or a fact wrong, and were corrected; 1 could not"
        " be traced, because nothing public was found. So 2 of the 3 that could be traced needed"
        " fixing (67%).",
        "Not known: 1 finding was read once. The ones that were traced twice were not drawn by"
        " chance, so their share of errors is no measure for the rest, and some of the rest will"
        " need fixing too.",
    ]


def test_nothing_is_said_of_checks_that_were_not_made(project):
    assert shown(project, "cross-sectional,verified,Few.,,") == [
        "How they were read: 1 read at source.",
        "How strong they are: 1 thin.",
        "Not known: 1 finding was read once.",
    ]


def test_every_outcome_of_the_guide_has_words():
    field = real_catalogue().package.resources["findings"].field("recheck_outcome")
    assert set(field.constraints["enum"]) == set(OUTCOMES)
