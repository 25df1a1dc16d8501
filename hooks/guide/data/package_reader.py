"""Read and validate the descriptor of the data package, data/datapackage.yaml."""

import re
from collections.abc import Iterator
from pathlib import Path

from guide.core.problems import Problem, quote, suggest
from guide.core.yaml_reader import Document, check_hidden, parse_yaml
from guide.data.package import (
    PAGE_TEMPLATES,
    Field,
    Package,
    Resource,
    TableSpec,
    _items,
    as_tuple,
    first_name,
)

TYPES = ("string", "integer", "number", "year", "date", "boolean")


TEMPLATES = (
    "table",
    "bibliography",
    "changes",
    "claims",
    "corrections",
    "deck",
    "definitions",
    "findings",
    "helplines",
    "reflection",
)


# The columns without which a template cannot be filled.
TEMPLATE_COLUMNS = {
    "bibliography": ("key", "authors", "year", "title", "container", "doi", "url"),
    "changes": ("id", "date", "page", "kind", "summary"),
    "claims": (
        "id",
        "claim",
        "credited_to",
        "verdict",
        "qualified",
        "why",
        "instead",
        "section",
        "findings",
        "sources",
    ),
    "corrections": ("id", "date", "page", "what_was_wrong", "what_it_says_now", "reason"),
    "definitions": ("id", "term", "definition", "finding", "see_also"),
    "findings": (
        "id",
        "section",
        "statement",
        "value",
        "unit",
        "population",
        "period",
        "source",
        "design",
        "status",
        "caveat",
    ),
    "helplines": (
        "country",
        "service",
        "for_whom",
        "phone",
        "text_or_chat",
        "url",
        "hours",
        "languages",
        "checked_on",
    ),
}


# What a computed column may be; frames has the sums.
OPERATIONS = ("change-from-first", "change-from-previous")


# How a cell is shown whose column is a key into one of these resources.
_KEY_MARKUP = {"sources": "source", "findings": "finding"}


def read_package(path: Path, shown_path: str) -> tuple[Package, list[Problem]]:
    """Read the descriptor. Problems: it is missing, not YAML, or says something that cannot be followed."""
    try:
        if not path.is_file():
            raise FileNotFoundError(path)
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        problem = Problem(
            shown_path,
            1,
            1,
            "no-such-file",
            "the data package's descriptor is missing",
            "Put it back",
        )
        return _empty(shown_path), [problem]
    except UnicodeDecodeError:
        problem = Problem(
            shown_path,
            1,
            1,
            "not-utf-8",
            "this file is not saved as UTF-8",
            "Save it again as UTF-8",
        )
        return _empty(shown_path), [problem]
    document, problems = parse_yaml(text, shown_path)
    if not problems and not _items(document.data, "resources"):
        problems = [
            Problem(
                shown_path,
                1,
                1,
                "no-resources",
                "the data package lists no resources",
                "Describe each CSV under resources:, with its name, path, title and schema",
            )
        ]
    if problems:
        return _empty(shown_path), problems
    package, problems = make_package(document, shown_path)
    return package, [*check_hidden(document, shown_path), *problems]


def _empty(path: str) -> Package:
    return Package(path, "", "", "", {}, {}, Document({}))


def make_package(document: Document, path: str) -> tuple[Package, list[Problem]]:
    """Return the package that a descriptor describes, and what is wrong in it.

    A resource or a table with a problem is left out, so that one mistake does not hide the others.
    """
    data = document.data
    problems: list[Problem] = []
    resources: dict[str, Resource] = {}
    tables: dict[str, TableSpec] = {}
    broken = set()
    for kind, items, check in (
        ("resources", resources, _check_resource),
        ("tables", tables, _check_table),
    ):
        for index, entry in enumerate(data.get(kind) or []):

            def at(
                *keys: str | int, _kind: str = kind, _index: int = index
            ) -> tuple[str, int, int]:
                return (path, *document.place(_kind, _index, *keys))

            found = list(_check_name(entry, kind, items, at)) or list(
                check(entry, resources, at, broken)
            )
            name = entry.get("name") if isinstance(entry, dict) else None
            problems += found
            if found:
                broken |= {str(name)} if name not in items else set()
            else:
                items[name] = _make_resource(entry) if kind == "resources" else _make_table(entry)
    package = Package(
        path,
        str(data.get("title", "")),
        str(data.get("description", "")),
        str(data.get("version", "")),
        resources,
        tables,
        document,
        frozenset(broken),
    )
    return package, problems + list(_check_keys(package))


def _make_resource(item: dict) -> Resource:
    schema = item["schema"]
    markup = {
        first_name(key["fields"]): _KEY_MARKUP.get(key["reference"].get("resource"))
        for key in _items(schema, "foreignKeys")
    }
    return Resource(
        name=item["name"],
        path=item["path"],
        title=item.get("title", ""),
        description=item.get("description", ""),
        fields=tuple(
            _make_field(entry, markup.get(entry.get("name"))) for entry in _items(schema, "fields")
        ),
        primary_key=as_tuple(schema.get("primaryKey")),
        foreign_keys=tuple(_items(schema, "foreignKeys")),
        notes=as_tuple(item.get("notes")),
        status=item.get("status", ""),
        status_label=item.get("status_label", ""),
        status_note=item.get("status_note", ""),
        sorted_by=item.get("sorted_by", ""),
    )


def _make_field(entry: dict, markup: str | None) -> Field:
    known = {key: entry[key] for key in Field.__dataclass_fields__ if entry.get(key) is not None}
    if entry.get("name") in ("status", "verdict"):
        markup = "status"
    return Field(**{"name": "", **({"markup": markup} if markup else {}), **known})


def _make_table(entry: dict) -> TableSpec:
    known = {
        key: entry[key] for key in TableSpec.__dataclass_fields__ if entry.get(key) is not None
    }
    for key in ("columns", "sort", "computed", "summary", "notes"):
        known[key] = as_tuple(known.get(key))
    return TableSpec(**{"resource": entry["name"], "caption": "", **known})


def _check_name(entry: object, kind: str, taken: dict, at) -> Iterator[Problem]:
    what = kind.removesuffix("s")
    if not isinstance(entry, dict) or not isinstance(entry.get("name"), str):
        yield Problem(*at(), f"{what}-incomplete", f"a {what} has no name", "Add its name")
    elif entry["name"] in taken:
        yield Problem(
            *at("name"),
            "duplicate-key",
            f"two {kind} are called {quote(entry['name'])}",
            f"Give each {what} a name of its own",
        )


def _check_resource(entry: dict, resources: dict, at, broken: set) -> Iterator[Problem]:
    for key, kind in (("path", str), ("title", str), ("schema", dict)):
        if not isinstance(entry.get(key), kind):
            yield Problem(
                *at(),
                "resource-incomplete",
                f"the resource {quote(entry['name'])} has no {key}",
                f"Add its {key}",
            )
            return
    if not re.fullmatch(r"(?:[\w-]+/)*[\w-]+\.csv", entry["path"]):
        yield Problem(
            *at("path"),
            "resource-path",
            f"the path of {quote(entry['name'])} is {quote(entry['path'])}, "
            "which is not a CSV in this folder",
            "Write the name of a CSV in this folder, such as findings.csv",
        )
        return
    schema = entry["schema"]
    names = [str(item.get("name")) for item in _items(schema, "fields")]
    for number, item in enumerate(_items(schema, "fields")):
        yield from _check_field(item, lambda *keys, _n=number: at("schema", "fields", _n, *keys))
    wanted = [("primaryKey", name) for name in as_tuple(schema.get("primaryKey"))]
    for number, key in enumerate(_items(schema, "foreignKeys")):
        if (
            not key.get("fields")
            or not isinstance(key.get("reference"), dict)
            or not key["reference"].get("fields")
        ):
            yield Problem(
                *at("schema", "foreignKeys", number),
                "key-incomplete",
                "a foreign key lacks its fields or its reference",
                "Write fields: NAME and reference: {resource: NAME, fields: NAME}",
            )
        else:
            wanted.append(("foreignKeys", first_name(key["fields"])))
    for kind, name in wanted:
        if name not in names:
            yield Problem(
                *at("schema", kind),
                "unknown-column",
                f"{kind} names the column {quote(name)}, which is not there",
                suggest(str(name), names, "columns"),
            )


def _check_field(item: dict, at) -> Iterator[Problem]:
    kind = item.get("type", "string")
    if kind not in TYPES:
        yield Problem(
            *at("type"),
            "unknown-type",
            f"the type {quote(kind)} is not one that the guide reads",
            suggest(str(kind), TYPES, "types"),
        )
    constraints = item.get("constraints") or {}
    try:
        re.compile(str(constraints.get("pattern", "")))
    except re.error:
        yield Problem(
            *at("constraints", "pattern"),
            "not-a-pattern",
            f"the pattern {quote(constraints['pattern'])} is not a regular expression",
            "Check its brackets",
        )
    for bound in ("minimum", "maximum", "maxLength"):
        if bound in constraints and not isinstance(constraints[bound], int | float):
            yield Problem(
                *at("constraints", bound),
                "not-a-number",
                f"{bound} is {quote(constraints[bound])}, which is not a number",
                "Write digits, such as 34",
            )


def _check_keys(package: Package) -> Iterator[Problem]:
    """Yield a problem for each key into a resource that is there, but not the column."""
    resources = package.resources
    for resource in resources.values():
        keys = [
            (
                key["reference"].get("resource") or resource.name,
                first_name(key["reference"]["fields"]),
            )
            for key in resource.foreign_keys
        ]
        keys += [
            (item.references.get("resource"), item.references.get("field"))
            for item in resource.fields
            if item.references
        ]
        for target, name in keys:
            if target in resources and name not in resources[target].field_names:
                yield Problem(
                    package.path,
                    *package.place("resources", resource.name, "schema"),
                    "unknown-column",
                    f"a key of {resource.name} leads to the column {quote(name)} of {target}, which"
                    " is not there",
                    suggest(str(name), resources[target].field_names, "columns"),
                )


def _check_table(entry: dict, resources: dict[str, Resource], at, broken: set) -> Iterator[Problem]:
    name, template = quote(entry["name"]), entry.get("template", "table")
    if template not in TEMPLATES + PAGE_TEMPLATES:
        yield Problem(
            *at("template"),
            "unknown-template",
            f"the table {name} wants the template {quote(template)}, which is not there",
            suggest(str(template), TEMPLATES + PAGE_TEMPLATES, "templates"),
        )
    if template in PAGE_TEMPLATES:
        return
    resource = entry.get("resource", entry["name"])
    if resource not in resources:
        if resource not in broken:
            yield Problem(
                *at("resource"),
                "unknown-resource",
                f"the table {name} shows the resource {quote(resource)}, which is not there",
                suggest(str(resource), resources, "resources"),
            )
        return
    for column in TEMPLATE_COLUMNS.get(template, ()):
        if column not in resources[resource].field_names:
            yield Problem(
                *at("template"),
                "template-column",
                f"the template {quote(template)} needs the column {quote(column)}, "
                f"which {resource} does not have",
                "Add the column, or choose another template",
            )
    yield from _check_table_columns(entry, resources[resource], at)


def _check_table_columns(entry: dict, resource: Resource, at) -> Iterator[Problem]:
    incomplete = [
        part
        for key, wanted in (
            ("computed", ("name", "of", "op")),
            ("pivot", ("rows", "columns", "cell")),
        )
        for part in as_tuple(entry.get(key))
        if not (isinstance(part, dict) and set(wanted) <= set(part))
    ]
    if incomplete:
        yield Problem(
            *at("computed" if "computed" in entry else "pivot"),
            "table-incomplete",
            f"the table {quote(entry['name'])} has a computed column or a pivot that lacks a part",
            "A computed column has name, of and op; a pivot has rows, columns and cell",
        )
        return
    spec = _make_table(entry)
    for made in spec.computed:
        if made["op"] not in OPERATIONS:
            yield Problem(
                *at("computed"),
                "unknown-operation",
                f"the operation {quote(made['op'])} is not there",
                suggest(str(made["op"]), OPERATIONS, "operations"),
            )
        elif made["of"] in resource.field_names and not resource.field(made["of"]).is_number:
            yield Problem(
                *at("computed"),
                "not-a-number",
                f"{made['of']} holds no numbers to compute with",
                "Name a column of numbers",
            )
    for name in _named_fields(spec):
        if name not in resource.field_names:
            yield Problem(
                *at(),
                "unknown-column",
                f"the table {quote(spec.name)} names the column {quote(name)}, "
                f"which {spec.resource} does not have",
                suggest(str(name), resource.field_names, "columns"),
            )


def _named_fields(spec: TableSpec) -> list[str]:
    """Return every name in a table's description that must be a column of its resource."""
    made = {entry["name"] for entry in spec.computed}
    cells = [part["field"] for part in spec.pivot.get("cell", [])]
    pivot = [spec.pivot[key] for key in ("rows", "columns") if spec.pivot]
    names = [
        *spec.columns,
        *spec.titles,
        *spec.units,
        *spec.where,
        *spec.sort,
        *pivot,
        *cells,
        *(entry["of"] for entry in spec.computed),
    ]
    return [
        name
        for name in [*names, *([spec.row_header] if spec.row_header else [])]
        if name not in made
    ]
