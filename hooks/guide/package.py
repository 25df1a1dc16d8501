"""Read the data package's descriptor, data/datapackage.yaml. Imports problem, yaml_file.

The words are those of Frictionless Data Package and Table Schema (https://specs.frictionlessdata.io). The
guide adds its own properties, which other tools pass over: on a field `unit`, `markup`, `list_separator`,
`references`, `mend`, `missing`; on a resource `status`, `status_label`, `status_note`, `notes`; on the package `tables`, which says
how a resource is shown to readers.
"""

from dataclasses import dataclass, field
from pathlib import Path

from guide.problem import Problem, quote, suggest
from guide.yaml_file import Document, parse_yaml

TYPES = ("string", "integer", "number", "year", "date", "boolean")
TEMPLATES = ("table", "bibliography", "claims", "corrections", "definitions", "findings", "helplines")
# How a cell is shown whose column is a key into one of these resources.
_KEY_MARKUP = {"sources": "source", "findings": "finding"}
# These show pages and need no resource.
PAGE_TEMPLATES = ("sections", "topics")


@dataclass(frozen=True)
class Field:
    """One column: its Table Schema type and constraints, and how readers are shown it.

    `markup` is "text" (the default), "inline" (Markdown links and citations), "status", "source" or
    "finding"; the last two follow from the foreign keys. `list_separator` makes the cell a list, whose items
    may be keys of another resource: `references` {resource, field}.
    """

    name: str
    type: str = "string"
    title: str = ""
    description: str = ""
    unit: str = ""
    markup: str = "text"
    missing: str = "not reported"
    mend: str = ""
    list_separator: str = ""
    references: dict = field(default_factory=dict)
    constraints: dict = field(default_factory=dict)

    @property
    def is_number(self) -> bool:
        return self.type in ("integer", "number")


@dataclass(frozen=True)
class Resource:
    """One CSV of the package with its schema."""

    name: str
    path: str
    title: str
    description: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...] = ()
    foreign_keys: tuple[dict, ...] = ()
    notes: tuple[str, ...] = ()
    status: str = ""
    status_label: str = ""
    status_note: str = ""

    def field(self, name: str) -> Field:
        """Return the field called `name`, which must be there."""
        return next(item for item in self.fields if item.name == name)

    @property
    def field_names(self) -> list[str]:
        return [item.name for item in self.fields]


@dataclass(frozen=True)
class TableSpec:
    """How one resource is shown to readers, under a name that `table:` uses.

    columns: field names in order; titles and units: headers other than the schema's, by field; row_header: the
    column that names each row; where: field to value;
    sort: field names; pivot: {rows, columns, cell: [{field, label}]}; computed: columns made by pandas
    ({name, title, of, op, unit}); summary: rows below the table ({label, op, unit}).
    """

    name: str
    resource: str
    caption: str
    template: str = "table"
    columns: tuple[str, ...] = ()
    row_header: str = ""
    titles: dict = field(default_factory=dict)
    units: dict = field(default_factory=dict)
    where: dict = field(default_factory=dict)
    sort: tuple[str, ...] = ()
    pivot: dict = field(default_factory=dict)
    computed: tuple[dict, ...] = ()
    summary: tuple[dict, ...] = ()
    notes: tuple[str, ...] = ()
    source_line: str = ""
    status: str = ""
    status_label: str = ""
    status_note: str = ""


@dataclass(frozen=True)
class Package:
    """The descriptor: resources and tables by name, and the package's own title and licence."""

    path: str
    title: str
    description: str
    version: str
    resources: dict[str, Resource]
    tables: dict[str, TableSpec]
    document: Document


def read_package(path: Path, shown_path: str) -> tuple[Package, list[Problem]]:
    """Read the descriptor. Problems: it is missing, not YAML, or says something that cannot be followed."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError:
        problem = Problem(shown_path, 1, 1, "no-such-file", "the data package's descriptor is missing", "Put it back")
        return _make_package({}, shown_path, Document({})), [problem]
    document, problems = parse_yaml(text, shown_path)
    data = document.data if isinstance(document.data, dict) else {}
    problems += list(_check_descriptor(data, document, shown_path))
    if problems:
        data = _drop_broken(data)
    package = _make_package(data, shown_path, document)
    return package, problems + list(_check_tables(package))


def _drop_broken(data: dict) -> dict:
    """Keep what can be used, so that one mistake does not hide the problems after it."""
    resources = [item for item in _items(data, "resources") if isinstance(item.get("schema"), dict)]
    known = [item for item in resources if item.get("name") and item.get("path")]
    return {**data, "resources": known, "tables": [t for t in _items(data, "tables") if t.get("name")]}


def _items(data: dict, key: str) -> list[dict]:
    value = data.get(key)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _make_package(data: dict, path: str, document: Document) -> Package:
    resources = [_make_resource(item) for item in _items(data, "resources")]
    tables = [_make_table(item) for item in _items(data, "tables")]
    return Package(
        path, str(data.get("title", "")), str(data.get("description", "")), str(data.get("version", "")),
        {item.name: item for item in resources}, {item.name: item for item in tables}, document,
    )


def _make_resource(item: dict) -> Resource:
    schema = item["schema"]
    key = schema.get("primaryKey") or ()
    markup = {first_name(key["fields"]): _KEY_MARKUP.get(key["reference"]["resource"]) for key in _items(schema, "foreignKeys")}
    return Resource(
        name=item["name"], path=item["path"], title=item.get("title", ""), description=item.get("description", ""),
        fields=tuple(_make_field(entry, markup.get(entry.get("name"))) for entry in _items(schema, "fields")),
        primary_key=(key,) if isinstance(key, str) else tuple(key),
        foreign_keys=tuple(_items(schema, "foreignKeys")), notes=tuple(item.get("notes") or ()),
        status=item.get("status", ""), status_label=item.get("status_label", ""),
        status_note=item.get("status_note", ""),
    )


def _make_field(entry: dict, markup: str | None) -> Field:
    known = {key: entry[key] for key in Field.__dataclass_fields__ if entry.get(key) is not None}
    if entry.get("name") in ("status", "verdict"):
        markup = "status"
    return Field(**{"name": "", **({"markup": markup} if markup else {}), **known})


def first_name(names: str | list[str]) -> str:
    """Return the one field of a key, which Table Schema writes as a name or as a list."""
    return names if isinstance(names, str) else names[0]


def _make_table(entry: dict) -> TableSpec:
    known = {key: entry[key] for key in TableSpec.__dataclass_fields__ if entry.get(key) is not None}
    for key in ("columns", "sort", "computed", "summary", "notes"):
        known[key] = tuple(known.get(key, ()))
    return TableSpec(**{"resource": entry["name"], "caption": "", **known})


def _check_descriptor(data: dict, document: Document, path: str):
    for index, item in enumerate(_items(data, "resources")):
        place = document.place("resources", index)
        for key in ("name", "path", "title", "schema"):
            if not item.get(key):
                yield Problem(path, *place, "resource-incomplete", f"a resource has no {key}", f"Add its {key}")
        if not isinstance(item.get("schema"), dict):
            continue
        for number, entry in enumerate(_items(item["schema"], "fields")):
            kind = entry.get("type", "string")
            if kind not in TYPES:
                where = document.place("resources", index, "schema", "fields", number, "type")
                yield Problem(path, *where, "unknown-type", f"the type {quote(kind)} is not one that the guide reads",
                              suggest(str(kind), TYPES, "types"))


def _check_tables(package: Package):
    for index, spec in enumerate(package.tables.values()):
        place = package.document.place("tables", index)
        if spec.template not in TEMPLATES + PAGE_TEMPLATES:
            yield Problem(package.path, *place, "unknown-template",
                          f"the table {quote(spec.name)} wants the template {quote(spec.template)}, which is not there",
                          suggest(spec.template, TEMPLATES + PAGE_TEMPLATES, "templates"))
        if spec.template in PAGE_TEMPLATES:
            continue
        if spec.resource not in package.resources:
            yield Problem(package.path, *place, "unknown-resource",
                          f"the table {quote(spec.name)} shows the resource {quote(spec.resource)}, which is not there",
                          suggest(spec.resource, package.resources, "resources"))
            continue
        fields = package.resources[spec.resource].field_names
        for name in _named_fields(spec):
            if name not in fields:
                yield Problem(package.path, *place, "unknown-column",
                              f"the table {quote(spec.name)} names the column {quote(name)}, "
                              f"which {spec.resource} does not have", suggest(name, fields, "columns"))


def _named_fields(spec: TableSpec) -> list[str]:
    """Return every name in a table's description that must be a column of its resource."""
    made = {entry["name"] for entry in spec.computed}
    cells = [part["field"] for part in spec.pivot.get("cell", [])]
    pivot = [spec.pivot[key] for key in ("rows", "columns") if spec.pivot]
    names = [*spec.columns, *spec.titles, *spec.units, *spec.where, *spec.sort, *pivot, *cells, *(entry["of"] for entry in spec.computed)]
    return [name for name in [*names, *([spec.row_header] if spec.row_header else [])] if name not in made]
