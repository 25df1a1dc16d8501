"""Render the data dictionary: every data set of the package with its fields, in words.

All of it comes from the descriptor, so that the page agrees with the data. Constraints are those of
Table Schema (https://specs.frictionlessdata.io/table-schema/#constraints).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

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
    """One rule of a field. `target`: the data set its values are keys of; `pattern`: their form."""

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
    """One data set on the data page. `licenses`: (text, URL); `updated` is None without a day."""

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
    """Render the list of the data page as XHTML: data sets with files and fields, the package."""
    return render(
        "exports/data_page.html",
        id=identifier,
        datasets=make_datasets(catalogue),
        descriptor=f"{FOLDER}/{DESCRIPTOR_NAME}",
        archive=f"{FOLDER}/{ZIP_NAME}",
    )


def make_datasets(catalogue: Catalogue) -> list[DatasetView]:
    """Build the view of every data set, in the order of the package."""
    return [_make_dataset(catalogue, resource) for resource in catalogue.package.resources.values()]


def make_dataset_id(name: str) -> str:
    """Return the anchor of a data set on the data page."""
    return f"dataset-{make_anchor(name)}"


def _make_dataset(catalogue: Catalogue, resource: Resource) -> DatasetView:
    descriptor = find_resource_descriptor(catalogue.package, resource.name)
    return DatasetView(
        make_dataset_id(resource.name),
        resource.name,
        resource.title,
        resource.description,
        resource.status,
        resource.status_label or resource.status,
        resource.status_note,
        resource.notes,
        catalogue.count(resource.name),
        _list_licenses(descriptor.get("licenses") or _data(catalogue.package).get("licenses")),
        parse_day(descriptor.get("updated")),
        csv_uri(resource),
        json_uri(resource),
        [make_field(item, resource, catalogue.package) for item in resource.fields],
    )


def find_resource_descriptor(package: Package, name: str) -> dict[str, Any]:
    """Find the entry of one resource in the descriptor; empty where there is none."""
    entries = (
        item
        for item in _data(package).get("resources") or []
        if isinstance(item, dict) and item.get("name") == name
    )
    return next(entries, {})


def make_field(item: Field, resource: Resource, package: Package) -> FieldView:
    """Build a field's entry in the dictionary; a field without a title is shown by its name."""
    rules = [
        *_make_key_rules(item, resource),
        *_make_constraint_rules(item),
        *_make_target_rules(item, resource, package),
    ]
    return FieldView(
        item.name, item.title or item.name, _type_text(item), item.unit, rules, item.description
    )


def _type_text(item: Field) -> str:
    words = TYPE_WORDS.get(item.type, item.type)
    if item.list_separator:
        separator = _SEPARATORS.get(item.list_separator) or f'"{item.list_separator}"'
        return f"list, parted by {separator}"
    return f"{words} with links in Markdown" if item.markup == "inline" else words


def _make_key_rules(item: Field, resource: Resource) -> list[Rule]:
    if item.name not in resource.primary_key:
        return []
    others = [name for name in resource.primary_key if name != item.name]
    return [
        Rule(f"Names the row, together with {join_words(others)}" if others else "Names the row")
    ]


def _make_constraint_rules(item: Field) -> list[Rule]:
    """Return the rules of a field's constraints; the first is whether it may be empty."""
    constraints = item.constraints
    rules = [Rule("Always filled in" if constraints.get("required") else "May be empty")]
    if constraints.get("unique"):
        rules.append(Rule("No value stands twice"))
    if constraints.get("enum"):
        rules.append(Rule(f"One of: {', '.join(str(word) for word in constraints['enum'])}"))
    rules += [
        Rule(words)
        for words in (
            _bounds_text(constraints, "minimum", "maximum", ""),
            _bounds_text(constraints, "minLength", "maxLength", " characters"),
        )
        if words
    ]
    if constraints.get("pattern"):
        rules.append(Rule("Has the form", pattern=str(constraints["pattern"])))
    return rules


def _bounds_text(constraints: Mapping[str, Any], low: str, high: str, what: str) -> str:
    """Return the text of a lower bound, an upper bound, or both.

    >>> _bounds_text({"minimum": 0, "maximum": 100}, "minimum", "maximum", "")
    'From 0 to 100'
    """
    least, most = constraints.get(low), constraints.get(high)
    if least is not None and most is not None:
        return f"From {least} to {most}{what}"
    if least is not None:
        return f"{least}{what} or more"
    return "" if most is None else f"{most}{what} or less"


def _make_target_rules(item: Field, resource: Resource, package: Package) -> list[Rule]:
    """Return the data sets whose keys a field holds: by `foreignKeys` and by `references`."""
    keys = [
        key["reference"] for key in resource.foreign_keys if first_name(key["fields"]) == item.name
    ]
    keys += (
        [{"resource": item.references["resource"], "fields": item.references["field"]}]
        if item.references
        else []
    )
    names = [(key.get("resource") or resource.name, first_name(key["fields"])) for key in keys]
    return [Rule(f"{field} in", target=name) for name, field in names if name in package.resources]


def _list_licenses(licenses: object) -> list[tuple[str, str]]:
    """Return (text, URL) of each license; text: "Creative Commons Attribution 4.0 (CC-BY-4.0)"."""
    pairs = []
    for item in licenses if isinstance(licenses, list) else []:
        if isinstance(item, dict):
            name, title = str(item.get("name") or ""), str(item.get("title") or "")
            text = f"{title} ({name})" if title and name else title or name
            pairs.append((text, str(item.get("path") or "")))
    return pairs


def _data(package: Package) -> dict[str, Any]:
    return package.document.data if isinstance(package.document.data, dict) else {}
