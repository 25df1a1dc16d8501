"""Make the files that readers take away: CSV, JSON, datapackage.json, a zip of all, and citations.

Imports download_names, package, records, catalogue, evidence, cite, zip_file. Pure: bytes in, bytes
out.

Every column is published as it stands, those marked `internal` too: `confirmed_by` is the trail of
a check, and whoever takes the data away should be able to follow it. Pages leave it out only
because it would be in the way there.
"""

import json
from collections.abc import Callable, Iterable
from datetime import date

from guide.content.catalogue import Catalogue
from guide.core.reproducible_zip import make_zip
from guide.data.package import Package, Resource
from guide.data.published_paths import (
    CITE_NAMES,
    DESCRIPTOR_NAME,
    FOLDER,
    README_NAME,
    ZIP_NAME,
    csv_uri,
    json_uri,
)
from guide.data.records import Record, Value
from guide.evidence.citing import (
    Citation,
    CiteSettings,
    cite_finding,
    cite_guide,
    join_bibtex,
    join_ris,
    last_check,
)
from guide.evidence.views import make_finding

# What the descriptor says to the guide's own build and to nobody else.
PRIVATE_PROPERTIES = ("tables", "charts")


def make_downloads(
    catalogue: Catalogue, read_bytes: Callable[[str], bytes | None], settings: CiteSettings
) -> dict[str, bytes]:
    """Return every file to publish, by its address below the site: those that `download_uris` names.

    `read_bytes` gives the bytes of a file of data/ by its name there, or None when it is missing;
    such a CSV is left out, while an editor puts it back.
    """
    resources = catalogue.package.resources.values()
    tables = {
        csv_uri(resource): content
        for resource in resources
        if (content := read_bytes(resource.path)) is not None
    }
    records = {
        json_uri(resource): resource_json(catalogue.rows(resource.name), resource).encode()
        for resource in resources
    }
    return (
        tables
        | records
        | _package_files(catalogue.package, tables, settings)
        | _cite_files(catalogue, settings)
    )


def _package_files(
    package: Package, tables: dict[str, bytes], settings: CiteSettings
) -> dict[str, bytes]:
    descriptor = descriptor_json(package).encode()
    packed = {uri.removeprefix(f"{FOLDER}/"): content for uri, content in tables.items()}
    packed |= {DESCRIPTOR_NAME: descriptor, README_NAME: readme_text(package, settings).encode()}
    return {f"{FOLDER}/{DESCRIPTOR_NAME}": descriptor, f"{FOLDER}/{ZIP_NAME}": make_zip(packed)}


def _cite_files(catalogue: Catalogue, settings: CiteSettings) -> dict[str, bytes]:
    guide, findings = [cite_guide(settings)], cite_findings(catalogue, settings)
    texts = (join_bibtex(guide), join_ris(guide), join_bibtex(findings), join_ris(findings))
    return {f"{FOLDER}/{name}": text.encode() for name, text in zip(CITE_NAMES, texts, strict=True)}


def cite_findings(catalogue: Catalogue, settings: CiteSettings) -> list[Citation]:
    """Return the citation of every finding, in the order of the data."""
    return [
        cite_finding(make_finding(catalogue, row), settings, last_check(row))
        for row in catalogue.findings.values()
    ]


def descriptor_json(package: Package) -> str:
    """Return the package's descriptor as datapackage.json, with all it says except what only the guide's build reads.

    The names of files stay as they are: the CSVs lie beside it, on the site as in the zip.
    """
    data = package.document.data if isinstance(package.document.data, dict) else {}
    return _to_json({key: value for key, value in data.items() if key not in PRIVATE_PROPERTIES})


def resource_json(records: Iterable[Record], resource: Resource) -> str:
    """Return rows as a list of objects, in the order of the CSV: typed values, null for missing ones, days as 2026-11-23."""
    return _to_json(
        [{name: _plain(record[name]) for name in resource.field_names} for record in records]
    )


def _plain(value: Value) -> str | int | float | bool | None:
    """Return a value as JSON has it; a whole number loses the ".0" that it does not have in the CSV."""
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _to_json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def readme_text(package: Package, settings: CiteSettings) -> str:
    """Return the text that lies in the zip: what is in it, what may be done with it, how to cite it."""
    files = "\n".join(
        f"  {resource.path}: {resource.title}" for resource in package.resources.values()
    )
    data = package.document.data if isinstance(package.document.data, dict) else {}
    licenses = [item for item in data.get("licenses") or [] if isinstance(item, dict)]
    terms = "\n".join(
        f"{item.get('title') or item.get('name', '')} {item.get('path', '')}".strip()
        for item in licenses
    )
    return _README.format(
        title=package.title,
        version=package.version,
        updated=settings.day.isoformat() if settings.day else "not told",
        files=files,
        terms=terms or "not told",
        citation=cite_guide(settings).text,
    )


_README = """\
{title}
Version {version}. Last change: {updated}.

Files (UTF-8, separated by commas)
{files}
  datapackage.json: what every column holds, as a Frictionless Data Package

A value and its limit belong together. When you pass a figure on, pass on who was studied, its status and its
caveat too: they stand in the same row. Rows marked contradicted or unverified are kept so that readers can
recognize them. They are not results.

License
{terms}

Cite
{citation}
"""
