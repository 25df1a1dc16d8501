"""Generate the downloads: CSV, JSON, datapackage.json, a zip of the package, and citations.

Pure: bytes in, bytes out. Every column is published unchanged, those marked `internal` too:
`confirmed_by` records how a row was checked, and whoever uses the data should be able to follow
that. Pages leave it out only to save space.
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
    find_last_check,
    join_bibtex,
    join_ris,
)
from guide.evidence.views import make_finding

# The properties of the descriptor that only the guide's build reads.
PRIVATE_PROPERTIES = ("tables", "charts")


def make_downloads(
    catalogue: Catalogue, read_bytes: Callable[[str], bytes | None], settings: CiteSettings
) -> dict[str, bytes]:
    """Return every file to publish, as bytes by path below the site, as `download_uris` lists them.

    `read_bytes` gives the bytes of a file of data/ by its name there, or None when it is missing;
    such a CSV is left out until an editor has restored it.
    """
    resources = catalogue.package.resources.values()
    tables = {
        csv_uri(resource): content
        for resource in resources
        if (content := read_bytes(resource.path)) is not None
    }
    records = {
        json_uri(resource): render_records_json(catalogue.rows(resource.name), resource).encode()
        for resource in resources
    }
    return (
        tables
        | records
        | _make_package_files(catalogue.package, tables, settings)
        | _make_citation_files(catalogue, settings)
    )


def _make_package_files(
    package: Package, tables: dict[str, bytes], settings: CiteSettings
) -> dict[str, bytes]:
    descriptor = render_descriptor_json(package).encode()
    packed = {uri.removeprefix(f"{FOLDER}/"): content for uri, content in tables.items()}
    packed |= {DESCRIPTOR_NAME: descriptor, README_NAME: render_readme(package, settings).encode()}
    return {f"{FOLDER}/{DESCRIPTOR_NAME}": descriptor, f"{FOLDER}/{ZIP_NAME}": make_zip(packed)}


def _make_citation_files(catalogue: Catalogue, settings: CiteSettings) -> dict[str, bytes]:
    guide, findings = [cite_guide(settings)], cite_findings(catalogue, settings)
    texts = (join_bibtex(guide), join_ris(guide), join_bibtex(findings), join_ris(findings))
    return {f"{FOLDER}/{name}": text.encode() for name, text in zip(CITE_NAMES, texts, strict=True)}


def cite_findings(catalogue: Catalogue, settings: CiteSettings) -> list[Citation]:
    """Return the citation of every finding, in the order of the data."""
    return [
        cite_finding(make_finding(catalogue, row), settings, find_last_check(row))
        for row in catalogue.findings.values()
    ]


def render_descriptor_json(package: Package) -> str:
    """Render the descriptor as datapackage.json, without what only the guide's build reads.

    The paths of files are unchanged: the CSVs are beside it, on the site as in the zip.
    """
    data = package.document.data if isinstance(package.document.data, dict) else {}
    public = {key: value for key, value in data.items() if key not in PRIVATE_PROPERTIES}
    if "resources" in public:
        public["resources"] = [
            item for item in public["resources"] if item is not None
        ]  # None: left out as wrong
    return _to_json(public)


def render_records_json(records: Iterable[Record], resource: Resource) -> str:
    """Render rows as a JSON list of objects in the order of the CSV.

    Values are typed; a missing one is null, a day is a text such as 2026-11-23.
    """
    return _to_json(
        [
            {name: _to_json_value(record[name]) for name in resource.field_names}
            for record in records
        ]
    )


def _to_json_value(value: Value) -> str | int | float | bool | None:
    """Convert a value for JSON; a whole number loses the ".0" that the CSV does not have."""
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _to_json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def render_readme(package: Package, settings: CiteSettings) -> str:
    """Render the README of the zip: its files, the license, how to cite it."""
    files = "\n".join(
        f"  {resource.path}: {resource.title}" for resource in package.resources.values()
    )
    data = package.document.data if isinstance(package.document.data, dict) else {}
    licenses = [item for item in data.get("licenses") or [] if isinstance(item, dict)]
    license_text = "\n".join(
        f"{item.get('title') or item.get('name', '')} {item.get('path', '')}".strip()
        for item in licenses
    )
    return _README.format(
        title=package.title,
        version=package.version,
        updated=settings.day.isoformat() if settings.day else "not told",
        files=files,
        terms=license_text or "not told",
        citation=cite_guide(settings).text,
    )


_README = """\
{title}
Version {version}. Last change: {updated}.

Files (UTF-8, separated by commas)
{files}
  datapackage.json: what every column holds, as a Frictionless Data Package

A value and its limit belong together. When you pass a figure on, \
pass on who was studied, its status and its
caveat too: they stand in the same row. Rows marked contradicted or unverified are kept \
so that readers can
recognize them. They are not results.

License
{terms}

Cite
{citation}
"""
