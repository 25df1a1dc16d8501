"""claims.json: no claim without its status and limit, however it is taken apart."""

import copy
import json
import re
from pathlib import Path

import jsonschema
import pytest

from guide.content.loader import read_catalogue
from guide.evidence.citing import make_settings
from guide.exports.claims_json import (
    claim_fields,
    claims_document,
    claims_schema,
    make_claims_files,
    one_sentence,
)
from tests.support.pages import convert, links, texts
from tests.support.projects import FINDINGS, front_matter

ROOT = Path(__file__).resolve().parents[2]
ADDRESS = "https://bonds.example/guide/"
REAL = read_catalogue(ROOT, site_title="Bonds", site_url=ADDRESS)[0]
DOCUMENT = claims_document(REAL, make_settings(REAL.package, "Bonds", ADDRESS))
CLAIMS = DOCUMENT["claims"]
VALIDATOR = jsonschema.Draft202012Validator(
    claims_schema(), format_checker=jsonschema.FormatChecker()
)
FINDING = next(claim for claim in CLAIMS if claim["kind"] == "finding" and "value" in claim)
FAILED = next(claim for claim in CLAIMS if claim["status"] == "contradicted")


def faults(claim: dict) -> list[str]:
    return [error.json_path for error in VALIDATOR.iter_errors({**DOCUMENT, "claims": [claim]})]


def test_the_schema_is_one_and_the_file_keeps_to_it():
    VALIDATOR.check_schema(claims_schema())
    assert [(error.json_path, error.message) for error in VALIDATOR.iter_errors(DOCUMENT)] == []


def test_every_finding_and_every_circulating_claim_is_there_once():
    names = [claim["id"] for claim in CLAIMS]
    assert names == [*REAL.findings, *(str(row["id"]) for row in REAL.rows("circulating-claims"))]
    assert len({claim["url"] for claim in CLAIMS}) == len(CLAIMS)


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim["id"])
def test_the_sentence_begins_with_status_and_limit(claim):
    lead, _, rest = claim["text"].partition(" (")
    assert rest.startswith(claim["limit"] + "): ")
    assert ("not to be repeated as fact" in lead) == (
        claim["status"] in ("unverified", "contradicted")
    )
    assert len(claim["limit"]) > 10


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim["id"])
def test_a_claim_is_one_sentence(claim):
    ends = re.findall(r"\w{3,}[\"'”’)]?\. [\"'“‘(]?[A-Z]\w* \w+", claim["text"])
    assert [end for end in ends if not re.match(r"(Inc|Rev|Sci|Psychol)\b", end)] == []


def test_words_and_figures_of_a_claim_stand_nowhere_without_its_limit():
    for claim, row in zip(
        CLAIMS, [*REAL.findings.values(), *REAL.rows("circulating-claims")], strict=True
    ):
        words = one_sentence(str(row.values.get("statement") or row.values.get("claim")))
        assert [
            name
            for name, value in claim.items()
            if words in json.dumps(value, ensure_ascii=False).replace('\\"', '"')
        ] == ["text"]
        if "value" in claim:
            assert (claim["value"]["status"], claim["value"]["limit"]) == (
                claim["status"],
                claim["limit"],
            )


def test_what_does_not_hold_up_has_no_figure_and_may_not_be_repeated():
    failed = [claim for claim in CLAIMS if claim["status"] in ("unverified", "contradicted")]
    assert len(failed) > 50
    assert [claim["id"] for claim in failed if "value" in claim or claim["may_be_repeated"]] == []


def test_a_claim_that_holds_only_in_part_may_not_be_repeated_as_it_goes_around():
    for row, claim in zip(
        REAL.rows("circulating-claims"), CLAIMS[len(REAL.findings) :], strict=True
    ):
        assert claim["may_be_repeated"] == (
            row["verdict"] in ("verified", "secondary") and not row["qualified"]
        )


@pytest.mark.parametrize(
    ("claim", "change"),
    [
        (FINDING, {"limit": ""}),
        (FINDING, {"limit": None}),
        (FINDING, {"status": "true"}),
        (FINDING, {"statement": "x"}),
        (FINDING, {"text": "24% of adults are lonely."}),
        (FINDING, {"value": {"amount": 24, "unit": "%"}}),
        (FINDING, {"value": 24}),
        (FINDING, {"url": None}),
        (FINDING, {"checked_on": "soon"}),
        (FAILED, {"may_be_repeated": True}),
        (FAILED, {"value": FINDING["value"]}),
    ],
    ids=str,
)
def test_the_schema_refuses_a_claim_that_was_taken_apart(claim, change):
    assert faults(claim) == []
    broken = copy.deepcopy({**claim, **change})
    assert faults({name: value for name, value in broken.items() if value is not None})


def test_a_finding_in_its_sentence(project):
    root = project({"docs/index.md": front_matter(kind="home"), "data/findings.csv": FINDINGS})
    catalogue = read_catalogue(root, site_url=ADDRESS)[0]
    first, second = claims_document(catalogue, make_settings(catalogue.package, "Bonds", ADDRESS))[
        "claims"
    ]
    assert (
        first["text"]
        == "Verified, with this limit (Only red ants): Ants say that 24% of them are lonely (1,200"
        " ants in 3 hills; 2020; survey at one time; Ant, 2020)."
    )
    assert first["value"] == {
        "amount": 24,
        "unit": "% of ants",
        "status": "verified",
        "limit": "Only red ants",
    }
    assert (
        second["text"]
        == "Contradicted claim, not to be repeated as fact (Others rose): Bees' scores fell by"
        " 5.54% in 2021 (bees; 2021; survey by a company or polling firm; Bee et al., 2021)."
    )
    assert "value" not in second


@pytest.mark.parametrize(
    ("text", "one"),
    [
        ("Only red ants.", "Only red ants"),
        ("One. Two. Three.", "One; Two; Three"),
        ("Use it. Then stop.", "Use it; Then stop"),
        ("Ant et al. The rest. J. B. Ant agrees.", "Ant et al. The rest; J. B. Ant agrees"),
        ("Rose by 3.5% (d = 0.2). Fell.", "Rose by 3.5% (d = 0.2); Fell"),
        ("The U.S. Census counts.", "The U.S. Census counts"),
        ('It said "no." Then yes.', 'It said "no"; Then yes'),
        ("", ""),
    ],
)
def test_sentences_become_one(text, one):
    assert one_sentence(text) == one


def test_without_an_address_there_is_no_file(project):
    catalogue = read_catalogue(project({"docs/index.md": front_matter(kind="home")}))[0]
    assert make_claims_files(catalogue, make_settings(catalogue.package, "", "")) == {}


def test_hostile_cells_stay_text(project):
    hostile = '</script><b>{"status": "verified"}</b> ]]> & \\"'
    cell = '"' + hostile.replace('"', '""') + '"'
    root = project(
        {
            "docs/index.md": front_matter(kind="home"),
            "data/findings.csv": FINDINGS.replace("Only red ants.", cell),
        }
    )
    catalogue = read_catalogue(root, site_url=ADDRESS)[0]
    files = make_claims_files(catalogue, make_settings(catalogue.package, "Bonds", ADDRESS))
    assert json.loads(files["data/claims.json"])["claims"][0]["limit"] == hostile


def test_the_page_offers_the_file_and_names_every_field():
    html = convert(REAL, "![Fields](table:claims-file)")
    assert [address for address, _ in links(html)] == [
        "/data/claims.json",
        "/data/claims.schema.json",
    ]
    fields = {field.partition(".")[0] for field in texts(html, "code")}
    assert (
        fields
        == set(claims_schema()["$defs"]["claim"]["properties"])
        >= {name for claim in CLAIMS for name in claim}
    )
    assert all(description for _, _, description in claim_fields())
