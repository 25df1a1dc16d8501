"""Make the data dictionary: every data set of the package with its fields, in words.

Imports text, download_names, package, catalogue, render. All of it is read from the descriptor, so
the page cannot say one thing and the data another. Constraints are those of Table Schema
(https://specs.frictionlessdata.io/table-schema/#constraints).
"""

from dataclasses import dataclass
from datetime import date

from guide.content.catalogue import Catalogue
from guide.core.days import parse_day
from guide.core.templates import render
from guide.core.wording import join_words, make_anchor
from guide.data.package import Field, Package, Resource, first_name
from guide.data.published_paths import DESCRIPTOR_NAME, FOLDER, ZIP_NAME, csv_uri, json_uri

TYPE_WORDS = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "year": "year",
    "date": "date, such as 2026-11-23",
    "boolean": "true or false",
}
_SEPARATORS = {" ": "a space", "; ": "a semicolon", " | ": "an upright bar"}


@dataclass(frozen=True)
class Rule:
    """One rule of a field. `target` is the data set that its values are keys of, `pattern` the form they have."""

    words: str
    target: str = ""
    pattern: str = ""


@dataclass(frozen=True)
class FieldView:
    """One row of the dictionary."""

    name: str
    title: str
    type: str
    unit: str
    rules: list[Rule]
    description: str


@dataclass(frozen=True)
class DatasetView:
    """One data set as the data page shows it. `licenses` are (words, address); `updated` is None where it is not told."""

    id: str
    name: str
    title: str
    description: str
    status: str
    status_label: str
    status_note: str
    notes: tuple[str, ...]
    rows: int
    licenses: list[tuple[str, str]]
    updated: date | None
    csv: str
    json: str
    fields: list[FieldView]


def render_datasets(catalogue: Catalogue, identifier: str) -> str:
    """Return the XHTML of the data page's list: each data set, its files and its fields, and the whole package."""
    return render(
        "exports/data_page.html",
        id=identifier,
        datasets=make_datasets(catalogue),
        descriptor=f"{FOLDER}/{DESCRIPTOR_NAME}",
        archive=f"{FOLDER}/{ZIP_NAME}",
    )


def make_datasets(catalogue: Catalogue) -> list[DatasetView]:
    """Return the view of every data set, in the order of the package."""
    return [_dataset(catalogue, resource) for resource in catalogue.package.resources.values()]


def dataset_id(name: str) -> str:
    """Return the anchor of a data set on the data page."""
    return f"dataset-{make_anchor(name)}"


def _dataset(catalogue: Catalogue, resource: Resource) -> DatasetView:
    described = find_descriptor(catalogue.package, resource.name)
    return DatasetView(
        dataset_id(resource.name),
        resource.name,
        resource.title,
        resource.description,
        resource.status,
        resource.status_label or resource.status,
        resource.status_note,
        resource.notes,
        catalogue.count(resource.name),
        _licenses(described.get("licenses") or _data(catalogue.package).get("licenses")),
        parse_day(described.get("updated")),
        csv_uri(resource),
        json_uri(resource),
        [make_field(item, resource, catalogue.package) for item in resource.fields],
    )


def find_descriptor(package: Package, name: str) -> dict:
    """Return what the descriptor says of one resource, as it is written there."""
    found = (
        item
        for item in _data(package).get("resources") or []
        if isinstance(item, dict) and item.get("name") == name
    )
    return next(found, {})


def make_field(item: Field, resource: Resource, package: Package) -> FieldView:
    """Return a field's entry in the dictionary; a field without a title goes by its name."""
    rules = [
        *_key_rules(item, resource),
        *_constraint_rules(item),
        *_target_rules(item, resource, package),
    ]
    return FieldView(
        item.name, item.title or item.name, _type(item), item.unit, rules, item.description
    )


def _type(item: Field) -> str:
    words = TYPE_WORDS.get(item.type, item.type)
    if item.list_separator:
        parted = _SEPARATORS.get(item.list_separator) or f'"{item.list_separator}"'
        return f"list, parted by {parted}"
    return f"{words} with links in Markdown" if item.markup == "inline" else words


def _key_rules(item: Field, resource: Resource) -> list[Rule]:
    if item.name not in resource.primary_key:
        return []
    others = [name for name in resource.primary_key if name != item.name]
    return [
        Rule(f"Names the row, together with {join_words(others)}" if others else "Names the row")
    ]


def _constraint_rules(item: Field) -> list[Rule]:
    """Return the constraints of a field in words, first whether it may be empty."""
    given = item.constraints
    rules = [Rule("Always filled in" if given.get("required") else "May be empty")]
    if given.get("unique"):
        rules.append(Rule("No value stands twice"))
    if given.get("enum"):
        rules.append(Rule(f"One of: {', '.join(str(word) for word in given['enum'])}"))
    rules += [
        Rule(words)
        for words in (
            _bounds(given, "minimum", "maximum", ""),
            _bounds(given, "minLength", "maxLength", " characters"),
        )
        if words
    ]
    if given.get("pattern"):
        rules.append(Rule("Has the form", pattern=str(given["pattern"])))
    return rules


def _bounds(given: dict, low: str, high: str, what: str) -> str:
    """Return the words for a lower bound, an upper bound, or both.

    >>> _bounds({"minimum": 0, "maximum": 100}, "minimum", "maximum", "")
    'From 0 to 100'
    """
    least, most = given.get(low), given.get(high)
    if least is not None and most is not None:
        return f"From {least} to {most}{what}"
    if least is not None:
        return f"{least}{what} or more"
    return "" if most is None else f"{most}{what} or less"


def _target_rules(item: Field, resource: Resource, package: Package) -> list[Rule]:
    """Return where the values of a field are keys: by the schema's foreignKeys and the guide's `references`."""
    keys = [
        key["reference"] for key in resource.foreign_keys if first_name(key["fields"]) == item.name
    ]
    keys += (
        [{"resource": item.references["resource"], "fields": item.references["field"]}]
        if item.references
        else []
    )
    names = [(key["resource"] or resource.name, first_name(key["fields"])) for key in keys]
    return [Rule(f"{field} in", target=name) for name, field in names if name in package.resources]


def _licenses(given: object) -> list[tuple[str, str]]:
    """Return (words, address) of each license, as "Creative Commons Attribution 4.0 (CC-BY-4.0)"."""
    items = [item for item in given if isinstance(item, dict)] if isinstance(given, list) else []
    shown = []
    for item in items:
        name, title = str(item.get("name") or ""), str(item.get("title") or "")
        shown.append(
            (f"{title} ({name})" if title and name else title or name, str(item.get("path") or ""))
        )
    return shown


def _data(package: Package) -> dict:
    return package.document.data if isinstance(package.document.data, dict) else {}
