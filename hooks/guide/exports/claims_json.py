"""Make claims.json: every claim with its status and limit in one sentence, for programs that quote.

A program often takes a single cell from a table, and a figure without its limit says more than its
study did. So the words of a claim are only inside `text`, after its status and limit, where a
truncated quotation keeps them; a figure has its status and limit beside it; and a claim that does
not hold up has no figure. The JSON Schema, schemas/claims.yaml, is published beside the file.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from guide.content.catalogue import Catalogue
from guide.content.references import plain_text
from guide.core.templates import render
from guide.core.wording import make_anchor
from guide.core.yaml_reader import parse_yaml
from guide.data.published_paths import CLAIMS_NAME, CLAIMS_SCHEMA_NAME, FOLDER
from guide.data.records import Record, Value
from guide.evidence.citing import CiteSettings, find_last_check, site_address
from guide.evidence.strength import grade_finding
from guide.evidence.views import make_source
from guide.exports.data_dictionary import TYPE_WORDS

_SCHEMA_PATH = Path(__file__).parents[1] / "schemas" / "claims.yaml"
LICENSE = "https://creativecommons.org/licenses/by/4.0/"
HOW_TO_QUOTE = (
    "Quote `text` whole: it holds the status and the limit of the claim. Where `may_be_repeated` is"
    " false, do not pass the claim on as a result. Name the guide and link to `url`. Cite the study"
    " itself only after reading it."
)
# The beginning of the sentence on a claim, by its status. Where a finding is about a claim that
# fails, its statement says so as well.
_LEADS = {
    "verified": "Read at source, with this limit",
    "partly": "Holds only in part, not to be repeated as it stands",
    "secondary": "Second-hand and not read at the source, with this limit",
    "unverified": "No source found, not to be repeated as fact",
    "contradicted": "Contradicted, not to be repeated as fact",
}
# The statuses of claims that may be repeated.
_REPEATABLE = ("verified", "secondary")
# A full stop that ends a sentence: not one after an initial or a common abbreviation.
_SENTENCE_END = re.compile(
    r"(?<!\b\w)(?<!\b(?:al|vs|Dr|Mr|Ms|St))\.([\"'”’)]?)\s+(?=[\"'“‘(]?[A-Z0-9])"
)
Claim: TypeAlias = dict[str, object]
JsonSchema: TypeAlias = Mapping[str, Any]


def make_claims_files(catalogue: Catalogue, settings: CiteSettings) -> dict[str, bytes]:
    """Return claims.json and its schema as bytes by path; empty without a site URL to quote."""
    if not catalogue.site_url:
        return {}
    schema = {
        "$schema": read_claims_schema()["$schema"],
        "$id": _make_url(settings, CLAIMS_SCHEMA_NAME),
        **read_claims_schema(),
    }
    documents = {CLAIMS_NAME: make_claims_document(catalogue, settings), CLAIMS_SCHEMA_NAME: schema}
    return {
        f"{FOLDER}/{name}": (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
        for name, data in documents.items()
    }


@cache
def read_claims_schema() -> JsonSchema:
    """Read the JSON Schema of the file. Cached: it is a part of the program."""
    document, problems = parse_yaml(_SCHEMA_PATH.read_text(encoding="utf-8"), str(_SCHEMA_PATH))
    assert not problems, problems
    assert isinstance(document.data, dict)
    return document.data


def make_claims_document(catalogue: Catalogue, settings: CiteSettings) -> dict[str, object]:
    """Return the content of claims.json: title, license, version and claims."""
    claims = [_make_finding(catalogue, row, settings) for row in catalogue.findings.values()]
    return {
        "$schema": _make_url(settings, CLAIMS_SCHEMA_NAME),
        "title": settings.title,
        "url": settings.url,
        "license": LICENSE,
        "version": settings.version,
        "updated": settings.day.isoformat() if settings.day else None,
        "how_to_quote": HOW_TO_QUOTE,
        "claims": claims + list(_make_circulating_claims(catalogue, settings)),
    }


def _make_url(settings: CiteSettings, name: str) -> str:
    return f"{settings.url}{FOLDER}/{name}"


def _make_finding(catalogue: Catalogue, row: Record, settings: CiteSettings) -> Claim:
    status = str(row["status"] or "unverified")
    limit = join_sentences(str(row["caveat"] or "none is recorded"))
    day = find_last_check(row)
    return _drop_empty(
        {
            "id": str(row["id"]),
            "kind": "finding",
            "url": site_address(catalogue.finding_link(str(row["id"])), settings),
            "text": _finding_text(catalogue, row, status, limit),
            "status": status,
            "limit": limit,
            "may_be_repeated": status in _REPEATABLE,
            "value": _make_value(row, status, limit) if status in _REPEATABLE else None,
            "population": row["population"],
            "period": row["period"],
            "design": row["design"],
            "strength": grade_finding(catalogue, row),
            "checked_on": day.isoformat() if day else None,
            "sources": _make_sources(catalogue, [str(row["source"])]),
        }
    )


def _finding_text(catalogue: Catalogue, row: Record, status: str, limit: str) -> str:
    design = catalogue.label("designs", row["design"] or "").lower()
    source = catalogue.source_label(row["source"])
    place = "; ".join(
        str(part) for part in (row["population"], row["period"], design, source) if part
    )
    return f"{_LEADS[status]} ({limit}): {join_sentences(str(row['statement'] or ''))} ({place})."


def _make_value(row: Record, status: str, limit: str) -> Claim | None:
    """Return a finding's figure with its status and limit; None where it has no figure."""
    amount, low, high = (
        _to_number(row.values.get(name)) for name in ("value", "value_low", "value_high")
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


def _to_number(value: Value) -> int | float | None:
    if not isinstance(value, int | float):
        return None
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _make_circulating_claims(catalogue: Catalogue, settings: CiteSettings) -> Iterator[Claim]:
    page = catalogue.page_by_template.get("claims")
    if page is None:
        return
    for row in catalogue.rows("circulating-claims"):
        status = str(row["verdict"] or "unverified")
        limit = join_sentences(plain_text(str(row["why"] or ""), catalogue.citations))
        yield _drop_empty(
            {
                "id": str(row["id"]),
                "kind": "circulating",
                "url": site_address(f"{page.link}#{make_anchor(row['id'])}", settings),
                "text": _circulating_text(catalogue, row, status, limit),
                "status": status,
                "limit": limit,
                "may_be_repeated": status in _REPEATABLE,
                "credited_to": row["credited_to"],
                "findings": row.items("findings"),
                "sources": _make_sources(catalogue, row.items("sources")),
            }
        )


def _circulating_text(catalogue: Catalogue, row: Record, status: str, limit: str) -> str:
    lead = {"verified": "Confirmed", "secondary": "Second-hand"}.get(status, _LEADS[status])
    instead = join_sentences(plain_text(str(row["instead"] or ""), catalogue.citations))
    correction = f"what can be said: {instead}" if instead else "nothing else can be said"
    return (
        f"{lead} ({limit}): “{join_sentences(str(row['claim'] or ''))}” (credited to"
        f" {row['credited_to'] or 'no source'}); {correction}."
    )


def _make_sources(catalogue: Catalogue, keys: list[str]) -> list[Claim]:
    views = [
        make_source(catalogue, catalogue.sources[key]) for key in keys if key in catalogue.sources
    ]
    return [{"citation": view.label, "url": view.link} for view in views]


def join_sentences(text: str) -> str:
    """Join sentences into one without a final full stop, so that a quotation is not cut inside.

    >>> join_sentences("Only red ants. Others rose by 3.5% (d = 0.2).")
    'Only red ants; Others rose by 3.5% (d = 0.2)'
    """
    return _SENTENCE_END.sub(r"\1; ", " ".join(text.split())).removesuffix(".")


def _drop_empty(claim: Claim) -> Claim:
    """Drop the empty properties of a claim, except for an empty list of sources."""
    return {
        name: value
        for name, value in claim.items()
        if value not in (None, "") and (value != [] or name == "sources")
    }


def list_claim_fields() -> list[tuple[str, str, str]]:
    """List the fields of one claim for the data dictionary: name, type in words, description.

    The names of nested fields have a full stop between, as in value.amount.
    """
    return list(_list_fields(read_claims_schema()["$defs"]["claim"], ""))


def _list_fields(schema: JsonSchema, prefix: str) -> Iterator[tuple[str, str, str]]:
    for name, reference in schema["properties"].items():
        field = _resolve(reference)
        item = _resolve(field.get("items", {})) if field.get("type") == "array" else field
        description = " ".join(str(field.get("description", "")).split())
        yield f"{prefix}{name}", _type_text(field, item), description
        if item.get("type") == "object":
            yield from _list_fields(item, f"{prefix}{name}.")


def _resolve(schema: JsonSchema) -> JsonSchema:
    """Return the definition that a `$ref` names, else the schema itself."""
    if "$ref" not in schema:
        return schema
    definition: JsonSchema = read_claims_schema()["$defs"][schema["$ref"].rpartition("/")[2]]
    return definition


def _type_text(field: JsonSchema, item: JsonSchema) -> str:
    """Return a type in words, as in the data dictionary; `item` is the type of a list's items."""
    if "enum" in field:
        return f"one of: {', '.join(field['enum'])}"
    if field["type"] == "array":
        return "list of groups of fields" if item["type"] == "object" else "list of texts"
    if field.get("format") == "date":
        return TYPE_WORDS["date"]
    return "group of fields" if field["type"] == "object" else TYPE_WORDS[field["type"]]


def render_claims_file(identifier: str) -> str:
    """Render as XHTML the link to the file and the table of a claim's fields."""
    return render(
        "exports/claims_file.html",
        id=identifier,
        fields=list_claim_fields(),
        file=f"{FOLDER}/{CLAIMS_NAME}",
        schema=f"{FOLDER}/{CLAIMS_SCHEMA_NAME}",
        required=read_claims_schema()["$defs"]["claim"]["required"],
    )
