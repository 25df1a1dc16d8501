"""Read and validate the descriptor of the data package, data/datapackage.yaml."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from guide.core.days import parse_day
from guide.core.memo import Memoize, digest, no_cache
from guide.core.problems import Problem, quote, suggest
from guide.core.schema_errors import Fault
from guide.core.size_limits import TEXT_BYTES, check_file_size
from guide.core.yaml_reader import Document, check_cut_values, check_document_characters, parse_yaml
from guide.data.descriptor_schema import LISTS, check_keys, check_shape, keep_sound, without_empty
from guide.data.package import (
    PAGE_TEMPLATES,
    Field,
    Package,
    Resource,
    TableSpec,
    _items,
    as_text,
    as_tuple,
    first_name,
)

# Gives the (path, line, column) of a key of one entry.
At = Callable[..., tuple[str, int, int]]

# The columns without which a template cannot be filled.
TEMPLATE_COLUMNS = {
    "bibliography": ("key", "authors", "year", "title", "container", "doi", "url"),
    "changes": ("id", "date", "page", "kind", "summary"),
    "claims": (
        "id",
        "claim",
        "credited_to",
        "verdict",
        "why",
        "instead",
        "section",
        "findings",
        "sources",
    ),
    "corrections": ("id", "date", "page", "what_was_wrong", "what_it_says_now", "reason"),
    "definitions": ("id", "term", "definition", "finding", "see_also"),
    "phrasebook": (
        "id",
        "moment",
        "who",
        "you_say",
        "they_say",
        "you_answer",
        "try_that_fails",
        "not_if",
    ),
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


# How a cell is shown whose column is a key into one of these resources.
_KEY_MARKUP = {"sources": "source", "findings": "finding"}


def read_package(
    path: Path, shown_path: str, recall: Memoize = no_cache
) -> tuple[Package, list[Problem]]:
    """Read the descriptor.

    Problems: it is missing, not YAML, or says something that cannot be followed.
    """
    if large := check_file_size(path, shown_path, TEXT_BYTES):
        return _empty(shown_path), large
    try:
        if not path.is_file():
            raise FileNotFoundError(path)
        text = path.read_text(encoding="utf-8-sig")
    except OSError:
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
    described = Document(without_empty(document.data), document.places)
    # The validator is slow to import, and a text that is as it was need not be checked again.
    faults = recall(
        "descriptor",
        shown_path,
        digest(shown_path, text),
        lambda: [
            [list(fault.keys), fault.rule, fault.what, fault.mend]
            for fault in check_shape(described.data)
        ],
    )
    package, problems = make_package(
        described, shown_path, [Fault(tuple(keys), *words) for keys, *words in faults]
    )
    cut = check_cut_values(text, shown_path)
    return package, [*check_document_characters(document, shown_path), *cut, *problems]


def _empty(path: str) -> Package:
    return Package(path, "", "", "", {}, {}, Document({}))


def make_package(
    document: Document, path: str, faults: Iterable[Fault]
) -> tuple[Package, list[Problem]]:
    """Return the package that a descriptor describes, and its problems.

    `faults` are those of its shape.

    A resource, table or chart with a problem is left out, so that one mistake does not hide the
    others.
    """
    problems = _say(document, path, [*faults, *check_keys(document.data)])
    sound = Document(keep_sound(document.data, faults), document.places)
    items: dict[str, dict[str, Any]] = {kind: {} for kind in LISTS}
    broken: set[str] = set()
    for kind, (check, make) in _READERS.items():
        for index, entry in enumerate(sound.data.get(kind, [])):

            def at(
                *keys: str | int, _kind: str = kind, _index: int = index
            ) -> tuple[str, int, int]:
                return (path, *document.place(_kind, _index, *keys))

            wrong = [] if entry is None else list(check(entry, items, at, broken))
            problems += wrong
            if entry is None or wrong:
                described = document.data[kind][index]
                broken |= {
                    str(described.get("name", "")) if isinstance(described, dict) else ""
                } - set(items[kind])
            else:
                items[kind].setdefault(as_text(entry["name"]), make(entry))
    data = sound.data
    package = Package(
        path,
        data.get("title", ""),
        data.get("description", ""),
        data.get("version", ""),
        items["resources"],
        items["tables"],
        sound,
        frozenset(broken),
    )
    return package, problems + list(_check_keys(package))


def _say(document: Document, path: str, faults: Iterable[Fault]) -> list[Problem]:
    """Return faults as problems, one for each place: an anchor such as `*license` is one place."""
    problems: dict[tuple[Any, ...], Problem] = {}
    for fault in faults:
        problem = Problem(path, *document.place(*fault.keys), fault.rule, fault.what, fault.mend)
        problems.setdefault((problem.line, problem.column, problem.rule, problem.mend), problem)
    return list(problems.values())


def _make_resource(item: dict[str, Any]) -> Resource:
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
        fields=tuple(_make_field(entry, markup.get(entry["name"])) for entry in schema["fields"]),
        primary_key=as_tuple(schema.get("primaryKey")),
        foreign_keys=tuple(_items(schema, "foreignKeys")),
        notes=as_tuple(item.get("notes")),
        status=item.get("status", ""),
        status_label=item.get("status_label", ""),
        status_note=item.get("status_note", ""),
        sorted_by=item.get("sorted_by", ""),
        copies=item.get("copies", {}),
    )


def _make_field(entry: dict[str, Any], markup: str | None) -> Field:
    values = {key: entry[key] for key in Field.__dataclass_fields__ if key in entry}
    constraints = dict(values.get("constraints", {}))
    constraints |= {"enum": as_text(constraints["enum"])} if "enum" in constraints else {}
    if values.get("type") == "date":
        constraints |= {
            key: parse_day(constraints[key]) for key in ("minimum", "maximum") if key in constraints
        }
    if entry["name"] in ("status", "verdict"):
        markup = "status"
    return Field(**{**({"markup": markup} if markup else {}), **values, "constraints": constraints})


def _make_table(entry: dict[str, Any]) -> TableSpec:
    values = {key: as_text(entry[key]) for key in TableSpec.__dataclass_fields__ if key in entry}
    for key in ("columns", "sort", "computed", "summary", "notes"):
        values[key] = as_tuple(values.get(key))
    return TableSpec(**{"resource": values["name"], "caption": "", **values})


def _check_resource(
    entry: dict[str, Any], items: dict[str, Any], at: At, broken: set[str]
) -> Iterator[Problem]:
    if entry["name"] in items["resources"]:
        yield _name_twice("resources", entry, at)
        return
    schema = entry["schema"]
    names = [item["name"] for item in schema["fields"]]
    for number, name in enumerate(names):
        if name in names[:number]:
            yield Problem(
                *at("schema", "fields", number, "name"),
                "duplicate-key",
                f"two fields of {quote(entry['name'])} are called {quote(name)}",
                "Give each field a name of its own",
            )
    wanted = [("primaryKey", name) for name in as_tuple(schema.get("primaryKey"))]
    wanted += [("foreignKeys", first_name(key["fields"])) for key in _items(schema, "foreignKeys")]
    wanted += [("copies", name) for name in entry.get("copies", {}).get("fields", ())]
    for kind, name in wanted:
        if name not in names:
            yield Problem(
                *(at(kind) if kind == "copies" else at("schema", kind)),
                "unknown-column",
                f"{kind} names the column {quote(name)}, which is not there",
                suggest(name, names, "columns"),
            )


def _name_twice(kind: str, entry: dict[str, Any], at: At) -> Problem:
    return Problem(
        *at("name"),
        "duplicate-key",
        f"two {kind} are called {quote(entry['name'])}",
        f"Give each {kind.removesuffix('s')} a name of its own",
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
            (item.references["resource"], item.references["field"])
            for item in resource.fields
            if item.references
        ]
        copied = resource.copies.get("fields", {}).values()
        keys += [(resource.copies["resource"], name) for name in copied]
        for number, (target, name) in enumerate(keys):
            is_copy = number >= len(keys) - len(copied)
            place = package.place("resources", resource.name, "copies" if is_copy else "schema")
            if target not in resources and target not in package.broken:
                yield Problem(
                    package.path,
                    *place,
                    "unknown-resource",
                    f"a key of {resource.name} leads to the resource {quote(target)}, "
                    "which is not there",
                    suggest(target, resources, "resources"),
                )
            elif target in resources and name not in resources[target].field_names:
                yield Problem(
                    package.path,
                    *place,
                    "unknown-column",
                    f"a key of {resource.name} leads to the column {quote(name)} of {target}, which"
                    " is not there",
                    suggest(name, resources[target].field_names, "columns"),
                )


def _check_table(
    entry: dict[str, Any], items: dict[str, Any], at: At, broken: set[str]
) -> Iterator[Problem]:
    spec, resources = _make_table(entry), items["resources"]
    if spec.name in items["tables"]:
        yield _name_twice("tables", entry, at)
        return
    if spec.template in PAGE_TEMPLATES:
        return
    if spec.resource not in resources:
        if spec.resource not in broken:
            yield Problem(
                *at("resource"),
                "unknown-resource",
                f"the table {quote(spec.name)} shows the resource {quote(spec.resource)}, "
                "which is not there",
                suggest(spec.resource, resources, "resources"),
            )
        return
    for column in TEMPLATE_COLUMNS.get(spec.template, ()):
        if column not in resources[spec.resource].field_names:
            yield Problem(
                *at("template"),
                "template-column",
                f"the template {quote(spec.template)} needs the column {quote(column)}, "
                f"which {spec.resource} does not have",
                "Add the column, or choose another template",
            )
    yield from _check_table_columns(spec, resources[spec.resource], at)


def _check_table_columns(spec: TableSpec, resource: Resource, at: At) -> Iterator[Problem]:
    for number, column in enumerate(spec.computed):
        if column["of"] in resource.field_names and not resource.field(column["of"]).is_number:
            yield Problem(
                *at("computed", number),
                "not-a-number",
                f"{column['of']} holds no numbers to compute with",
                "Name a column of numbers",
            )
    for name in _named_fields(spec):
        if name not in resource.field_names:
            yield Problem(
                *at(),
                "unknown-column",
                f"the table {quote(spec.name)} names the column {quote(name)}, "
                f"which {spec.resource} does not have",
                suggest(name, resource.field_names, "columns"),
            )


def _named_fields(spec: TableSpec) -> list[str]:
    """Return every name in a table's description that must be a column of its resource.

    A computed column can be shown, but rows are chosen, sorted, spread and computed by what stands
    in the data.
    """
    computed = {entry["name"] for entry in spec.computed}
    shown = [
        *spec.columns,
        *spec.titles,
        *spec.units,
        *([spec.row_header] if spec.row_header else []),
    ]
    cells = [part["field"] for part in spec.pivot.get("cell", [])]
    pivot = [spec.pivot[key] for key in ("rows", "columns") if spec.pivot]
    return [
        *(name for name in shown if name not in computed),
        *spec.where,
        *spec.sort,
        *pivot,
        *cells,
        *(entry["of"] for entry in spec.computed),
    ]


# How the entries of each list are checked and made. Charts are checked with their rows, in
# chart_specs.
_READERS: dict[str, tuple[Callable[..., Iterable[Problem]], Callable[[dict[str, Any]], object]]] = {
    "resources": (_check_resource, _make_resource),
    "tables": (_check_table, _make_table),
    "charts": (lambda *_: (), dict),
}
