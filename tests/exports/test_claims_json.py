"""claims.json: no claim without its status and limit, however it is taken apart."""

import copy
import json
import re
from functools import cache

import jsonschema

from guide.content.catalogue import Catalogue
from guide.content.loader import read_catalogue
from guide.evidence.citing import make_settings
from guide.exports.claims_json import (
    join_sentences,
    list_claim_fields,
    make_claims_document,
    make_claims_files,
    read_claims_schema,
)
from tests.support.catalogues import real_catalogue
from tests.support.pages import convert, links, texts
from tests.support.projects import FINDINGS, front_matter
from tests.support.rows import failures

ADDRESS = "https://bonds.example/guide/"


def real() -> Catalogue:
    return real_catalogue(site_title="Bonds", site_url=ADDRESS)


@cache
def document() -> dict:
    return make_claims_document(real(), make_settings(real().package, "Bonds", ADDRESS))


def claims() -> list[dict]:
    return document()["claims"]


def claims_by_id() -> dict[str, dict]:
    return {claim["id"]: claim for claim in claims()}


def a_finding() -> dict:
    return next(claim for claim in claims() if claim["kind"] == "finding" and "value" in claim)


def a_failed_claim() -> dict:
    return next(claim for claim in claims() if claim["status"] == "contradicted")


@cache
def validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(
        read_claims_schema(), format_checker=jsonschema.FormatChecker()
    )


def faults(claim: dict) -> list[str]:
    return [error.json_path for error in validator().iter_errors({**document(), "claims": [claim]})]


def test_the_schema_is_one_and_the_file_keeps_to_it():
    validator().check_schema(read_claims_schema())
    assert [(error.json_path, error.message) for error in validator().iter_errors(document())] == []


def test_every_finding_and_every_circulating_claim_is_there_once():
    names = [claim["id"] for claim in claims()]
    assert names == [
        *real().findings,
        *(str(row["id"]) for row in real().rows("circulating-claims")),
    ]
    assert len({claim["url"] for claim in claims()}) == len(claims())


def test_the_sentence_begins_with_status_and_limit():
    assert failures(check_lead, claims_by_id()) == []


def check_lead(claim):
    lead, _, rest = claim["text"].partition(" (")
    assert rest.startswith(claim["limit"] + "): ")
    assert ("not to be repeated as fact" in lead) == (
        claim["status"] in ("unverified", "contradicted")
    )
    assert len(claim["limit"]) > 10


def test_a_claim_is_one_sentence():
    ends = {
        claim["id"]: re.findall(r"\w{3,}[\"'”’)]?\. [\"'“‘(]?[A-Z]\w* \w+", claim["text"])
        for claim in claims()
    }
    assert [
        (name, end)
        for name, all_ends in ends.items()
        for end in all_ends
        if not re.match(r"(Inc|Rev|Sci|Psychol)\b", end)
    ] == []


def test_words_and_figures_of_a_claim_stand_nowhere_without_its_limit():
    rows = [*real().findings.values(), *real().rows("circulating-claims")]
    pairs = {claim["id"]: (claim, row.values) for claim, row in zip(claims(), rows, strict=True)}
    assert failures(check_words_and_figure, pairs) == []


def check_words_and_figure(claim, values):
    words = join_sentences(str(values.get("statement") or values.get("claim")))
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
    failed = [claim for claim in claims() if claim["status"] in ("unverified", "contradicted")]
    assert len(failed) > 50
    assert [claim["id"] for claim in failed if "value" in claim or claim["may_be_repeated"]] == []


def test_a_claim_that_holds_only_in_part_may_not_be_repeated():
    rows = real().rows("circulating-claims")
    assert [
        claim["id"]
        for row, claim in zip(rows, claims()[len(real().findings) :], strict=True)
        if claim["may_be_repeated"] != (row["verdict"] in ("verified", "secondary"))
    ] == []


PARTED = [
    {"limit": ""},
    {"limit": None},
    {"status": "true"},
    {"statement": "x"},
    {"text": "24% of adults are lonely."},
    {"value": {"amount": 24, "unit": "%"}},
    {"value": 24},
    {"url": None},
    {"checked_on": "soon"},
]


def changed(claim: dict, change: dict) -> dict:
    """Return a copy of the claim with other values; None takes a field out."""
    broken = copy.deepcopy({**claim, **change})
    return {name: value for name, value in broken.items() if value is not None}


def test_the_schema_refuses_a_claim_that_was_taken_apart():
    assert faults(a_finding()) == []
    assert [change for change in PARTED if not faults(changed(a_finding(), change))] == []


def test_the_schema_refuses_to_repeat_or_measure_a_failed_claim():
    changes = [{"may_be_repeated": True}, {"value": a_finding()["value"]}]
    assert faults(a_failed_claim()) == []
    assert [change for change in changes if not faults(changed(a_failed_claim(), change))] == []


def test_a_finding_in_its_sentence(project):
    root = project({"docs/index.md": front_matter(kind="home"), "data/findings.csv": FINDINGS})
    catalogue = read_catalogue(root, site_url=ADDRESS)[0]
    first, second = make_claims_document(
        catalogue, make_settings(catalogue.package, "Bonds", ADDRESS)
    )["claims"]
    assert (
        first["text"]
        == "Read at source, with this limit (Only red ants): Ants say that 24% of them are lonely"
        " (1,200 ants in 3 hills; 2020; cross-sectional; Ant, 2020)."
    )
    assert first["value"] == {
        "amount": 24,
        "unit": "% of ants",
        "status": "verified",
        "limit": "Only red ants",
    }
    assert (
        second["text"]
        == "Contradicted, not to be repeated as fact (Others rose): Bees' scores fell by"
        " 5.54% in 2021 (bees; 2021; commercial-survey; Bee et al., 2021)."
    )
    assert "value" not in second


SENTENCES = {
    "Only red ants.": "Only red ants",
    "One. Two. Three.": "One; Two; Three",
    "Use it. Then stop.": "Use it; Then stop",
    "Ant et al. The rest. J. B. Ant agrees.": "Ant et al. The rest; J. B. Ant agrees",
    "Rose by 3.5% (d = 0.2). Fell.": "Rose by 3.5% (d = 0.2); Fell",
    "The U.S. Census counts.": "The U.S. Census counts",
    'It said "no." Then yes.': 'It said "no"; Then yes',
    "": "",
}


def test_sentences_become_one():
    assert {text: join_sentences(text) for text in SENTENCES} == SENTENCES


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
    html = convert(real(), "![Fields](table:claims-file)")
    assert [address for address, _ in links(html)] == [
        "/data/claims.json",
        "/data/claims.schema.json",
    ]
    fields = {field.partition(".")[0] for field in texts(html, "code")}
    assert (
        fields
        == set(read_claims_schema()["$defs"]["claim"]["properties"])
        >= {name for claim in claims() for name in claim}
    )
    assert all(description for _, _, description in list_claim_fields())
