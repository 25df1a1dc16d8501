"""Make claims.json: every claim with its status and its limit in one sentence, for programs that quote.

Imports yaml_file, download_names, records, references, catalogue, evidence, render, dictionary,
cite.

What is taken from a table by a program is often one cell, and a figure without its limit says more
than its study did. So a claim's words stand only inside `text`, after its status and limit, where a
quotation that is cut off keeps them; a figure carries its status and limit with it; and a claim
that does not hold up has no figure to take. schemas/claims.yaml says what the file holds, and is
published beside it.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from guide.content.catalogue import Catalogue
from guide.content.references import plain_text
from guide.core.templates import render
from guide.core.wording import make_anchor
from guide.core.yaml_reader import parse_yaml
from guide.data.published_paths import CLAIMS_NAME, CLAIMS_SCHEMA_NAME, FOLDER
from guide.data.records import Record
from guide.evidence.citing import CiteSettings, last_check, site_address
from guide.evidence.views import DESIGNS, make_source
from guide.exports.data_dictionary import TYPE_WORDS

_SCHEMA_PATH = Path(__file__).parents[1] / "schemas" / "claims.yaml"
LICENSE = "https://creativecommons.org/licenses/by/4.0/"
HOW_TO_QUOTE = (
    "Quote `text` whole: it holds the status and the limit of the claim. Where `may_be_repeated` is"
    " false, do not pass the claim on as a result. Name the guide and link to `url`. Cite the study"
    " itself only after reading it."
)
# How the sentence on a finding begins. Of a row that is about a claim which fails, the statement
# says so as well.
_LEADS = {
    "verified": "Verified, with this limit",
    "secondary": "Reported secondhand and not read at the source, with this limit",
    "unverified": "Unverified claim, not to be repeated as fact",
    "contradicted": "Contradicted claim, not to be repeated as fact",
}
_HOLDS = ("verified", "secondary")
# A full stop that ends a sentence: not one after an initial or a usual short form.
_STOP = re.compile(r"(?<!\b\w)(?<!\b(?:al|vs|Dr|Mr|Ms|St))\.([\"'”’)]?)\s+(?=[\"'“‘(]?[A-Z0-9])")
Claim = dict[str, object]


def make_claims_files(catalogue: Catalogue, settings: CiteSettings) -> dict[str, bytes]:
    """Return claims.json and its description by their addresses; none without an address of the site to quote."""
    if not catalogue.site_url:
        return {}
    schema = {
        "$schema": claims_schema()["$schema"],
        "$id": _address(settings, CLAIMS_SCHEMA_NAME),
        **claims_schema(),
    }
    made = {CLAIMS_NAME: claims_document(catalogue, settings), CLAIMS_SCHEMA_NAME: schema}
    return {
        f"{FOLDER}/{name}": (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
        for name, data in made.items()
    }


@cache
def claims_schema() -> dict:
    """Return the JSON Schema of the file. Cached: it is a part of the program."""
    document, problems = parse_yaml(_SCHEMA_PATH.read_text(encoding="utf-8"), str(_SCHEMA_PATH))
    assert not problems, problems
    return document.data


def claims_document(catalogue: Catalogue, settings: CiteSettings) -> dict[str, object]:
    """Return what claims.json holds."""
    claims = [_finding(catalogue, row, settings) for row in catalogue.findings.values()]
    return {
        "$schema": _address(settings, CLAIMS_SCHEMA_NAME),
        "title": settings.title,
        "url": settings.url,
        "license": LICENSE,
        "version": settings.version,
        "updated": settings.day.isoformat() if settings.day else None,
        "how_to_quote": HOW_TO_QUOTE,
        "claims": claims + list(_circulating_claims(catalogue, settings)),
    }


def _address(settings: CiteSettings, name: str) -> str:
    return f"{settings.url}{FOLDER}/{name}"


def _finding(catalogue: Catalogue, row: Record, settings: CiteSettings) -> Claim:
    status, limit = (
        str(row["status"] or "unverified"),
        one_sentence(str(row["caveat"] or "none is recorded")),
    )
    day = last_check(row)
    return _filled(
        {
            "id": str(row["id"]),
            "kind": "finding",
            "url": site_address(catalogue.finding_link(str(row["id"])), settings),
            "text": _say_finding(catalogue, row, status, limit),
            "status": status,
            "limit": limit,
            "may_be_repeated": status in _HOLDS,
            "value": _value(row, status, limit) if status in _HOLDS else None,
            "population": row["population"],
            "period": row["period"],
            "design": row["design"],
            "checked_on": day.isoformat() if day else None,
            "sources": _sources(catalogue, [str(row["source"])]),
        }
    )


def _say_finding(catalogue: Catalogue, row: Record, status: str, limit: str) -> str:
    design = DESIGNS.get(str(row["design"]), str(row["design"] or "")).partition(":")[0].lower()
    source = catalogue.source_label(row["source"])
    place = "; ".join(
        str(part) for part in (row["population"], row["period"], design, source) if part
    )
    return f"{_LEADS[status]} ({limit}): {one_sentence(str(row['statement'] or ''))} ({place})."


def _value(row: Record, status: str, limit: str) -> Claim | None:
    """Return a finding's figure with its status and limit, or None where it has none."""
    amount, low, high = (
        _number(row.values.get(name)) for name in ("value", "value_low", "value_high")
    )
    if amount is None and (low is None or high is None):
        return None
    figures = {"amount": amount, "low": low, "high": high}
    return {
        **{name: figure for name, figure in figures.items() if figure is not None},
        "unit": str(row["unit"] or ""),
        "status": status,
        "limit": limit,
    }


def _number(value: object) -> int | float | None:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _circulating_claims(catalogue: Catalogue, settings: CiteSettings) -> Iterator[Claim]:
    page = catalogue.shown_on.get("claims")
    for row in catalogue.rows("circulating-claims") if page else ():
        status, limit = (
            str(row["verdict"] or "unverified"),
            one_sentence(plain_text(str(row["why"] or ""), catalogue.citations)),
        )
        yield _filled(
            {
                "id": str(row["id"]),
                "kind": "circulating",
                "url": site_address(f"{page.link}#{make_anchor(row['id'])}", settings),
                "text": _say_circulating(catalogue, row, status, limit),
                "status": status,
                "limit": limit,
                "may_be_repeated": status in _HOLDS and not row["qualified"],
                "credited_to": row["credited_to"],
                "findings": row.items("findings"),
                "sources": _sources(catalogue, row.items("sources")),
            }
        )


def _say_circulating(catalogue: Catalogue, row: Record, status: str, limit: str) -> str:
    lead = _LEADS[status]
    if status in _HOLDS:
        lead = f"{'Confirmed' if status == 'verified' else 'Reported secondhand'}{' only in part' if row['qualified'] else ''}"
    instead = one_sentence(plain_text(str(row["instead"] or ""), catalogue.citations))
    said = f"what can be said: {instead}" if instead else "nothing else can be said"
    return (
        f"{lead} ({limit}): “{one_sentence(str(row['claim'] or ''))}” (credited to"
        f" {row['credited_to'] or 'no source'}); {said}."
    )


def _sources(catalogue: Catalogue, keys: list[str]) -> list[Claim]:
    views = [
        make_source(catalogue, catalogue.sources[key]) for key in keys if key in catalogue.sources
    ]
    return [{"citation": view.label, "url": view.link} for view in views]


def one_sentence(text: str) -> str:
    """Return sentences as one, without its last full stop, so that nothing is cut off where a sentence ends.

    >>> one_sentence("Only red ants. Others rose by 3.5% (d = 0.2).")
    'Only red ants; Others rose by 3.5% (d = 0.2)'
    """
    return _STOP.sub(r"\1; ", " ".join(text.split())).removesuffix(".")


def _filled(claim: Claim) -> Claim:
    """Return a claim without the parts that are not known; the list of sources stays, even when it is empty."""
    return {
        name: value
        for name, value in claim.items()
        if value not in (None, "") and (value != [] or name == "sources")
    }


def claim_fields() -> list[tuple[str, str, str]]:
    """Return the fields of one claim for the data dictionary: name, type in words, what it holds.

    A field of a field is named with a full stop between, as in value.amount.
    """
    return list(_fields(claims_schema()["$defs"]["claim"], ""))


def _fields(schema: dict, above: str) -> Iterator[tuple[str, str, str]]:
    for name, given in schema["properties"].items():
        told = _resolve(given)
        inner = _resolve(told.get("items", {})) if told.get("type") == "array" else told
        yield (
            f"{above}{name}",
            _type(told, inner),
            " ".join(str(told.get("description", "")).split()),
        )
        if inner.get("type") == "object":
            yield from _fields(inner, f"{above}{name}.")


def _resolve(schema: dict) -> dict:
    return (
        claims_schema()["$defs"][schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    )


def _type(told: dict, inner: dict) -> str:
    """Return a type in words, as the dictionary of the tables has them."""
    if "enum" in told:
        return f"one of: {', '.join(told['enum'])}"
    if told["type"] == "array":
        return "list of groups of fields" if inner["type"] == "object" else "list of texts"
    if told.get("format") == "date":
        return TYPE_WORDS["date"]
    return {"object": "group of fields"}.get(told["type"]) or TYPE_WORDS[told["type"]]


def render_claims_file(identifier: str) -> str:
    """Return the XHTML that offers the file and says what each field of a claim holds."""
    return render(
        "exports/claims_file.html",
        id=identifier,
        fields=claim_fields(),
        file=f"{FOLDER}/{CLAIMS_NAME}",
        schema=f"{FOLDER}/{CLAIMS_SCHEMA_NAME}",
        required=claims_schema()["$defs"]["claim"]["required"],
    )
