"""Read the data package's descriptor, data/datapackage.yaml.

The words are those of Frictionless Data Package and Table Schema
(https://specs.frictionlessdata.io). The guide adds its own properties, which other tools pass over:
on a field `unit`, `markup`, `list_separator`, `references`, `mend`, `missing`, `internal`,
`may_be_future`; on a resource `status`, `status_label`, `status_note`, `notes`, `sorted_by`,
`copies`, `updated`, `findings`; on the package `tables` and `charts`, which say how a resource is
shown to readers. The shape of each stands in schemas/datapackage.yaml.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from guide.core.days import first_day
from guide.core.yaml_reader import Document

# These show pages and need no resource.
PAGE_TEMPLATES = (
    "a-to-z",
    "build",
    "claims-file",
    "datasets",
    "evidence-checks",
    "findings-by-topic",
    "findings-index",
    "practices",
    "sections",
    "topics",
    "topics-by-need",
    "truths",
)


@dataclass(frozen=True)
class Field:
    """One column: its Table Schema type and constraints, and how readers are shown it.

    `markup` is "text" (the default), "inline" (Markdown links and citations), "status", "source" or
    "finding"; the last two follow from the foreign keys. `list_separator` makes the cell a list,
    whose items may be keys of another resource: `references` {resource, field}. `internal` keeps it
    out of the pages, `may_be_future` allows days to come. A bound of dates is a date.
    """

    name: str
    type: str = "string"
    format: str = ""
    title: str = ""
    description: str = ""
    unit: str = ""
    markup: str = "text"
    missing: str = "not reported"
    mend: str = ""
    internal: bool = False
    may_be_future: bool = False
    list_separator: str = ""
    references: dict[str, Any] = field(default_factory=dict)
    constraints: dict[str, Any] = field(default_factory=dict)

    @property
    def is_number(self) -> bool:
        """Whether its cells hold numbers."""
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
    foreign_keys: tuple[dict[str, Any], ...] = ()
    notes: tuple[str, ...] = ()
    status: str = ""
    status_label: str = ""
    status_note: str = ""
    sorted_by: str = ""
    copies: dict[str, Any] = field(default_factory=dict)

    def field(self, name: str) -> Field:
        """Return the field called `name`, which must be there."""
        return next(item for item in self.fields if item.name == name)

    @property
    def field_names(self) -> list[str]:
        """The names of its columns in order."""
        return [item.name for item in self.fields]


@dataclass(frozen=True)
class TableSpec:
    """How one resource is shown to readers, under a name that `table:` uses.

    columns: field names in order; titles and units: headers other than the schema's, by field;
    row_header: the column that names each row; where: field to value; sort: field names; pivot:
    {rows, columns, cell: [{field, label, skip}]}; layout: "stacked" puts the last column of a pivot
    below the others; computed: columns made by pandas ({name, title, of, op, unit}); summary: rows
    below the table ({label, op, unit}).
    """

    name: str
    resource: str
    caption: str
    template: str = "table"
    columns: tuple[str, ...] = ()
    row_header: str = ""
    titles: dict[str, Any] = field(default_factory=dict)
    units: dict[str, Any] = field(default_factory=dict)
    where: dict[str, Any] = field(default_factory=dict)
    sort: tuple[str, ...] = ()
    pivot: dict[str, Any] = field(default_factory=dict)
    layout: str = ""
    computed: tuple[dict[str, Any], ...] = ()
    summary: tuple[dict[str, Any], ...] = ()
    notes: tuple[str, ...] = ()
    source_line: str = ""
    status: str = ""
    status_label: str = ""
    status_note: str = ""


@dataclass(frozen=True)
class Package:
    """The descriptor: resources and tables by name, and the package's own title and version.

    What has a problem of its own is left out of both, and named in `broken`; in `document`, None
    stands in its place.
    """

    path: str
    title: str
    description: str
    version: str
    resources: dict[str, Resource]
    tables: dict[str, TableSpec]
    document: Document
    broken: frozenset[str] = frozenset()

    @cached_property
    def day(self) -> date | None:
        """The day of this version: `created`, or else the last `updated` of the resources."""
        data = self.document.data if isinstance(self.document.data, dict) else {}
        updates = [
            day
            for day in (first_day(item.get("updated")) for item in _items(data, "resources"))
            if day
        ]
        return first_day(data.get("created")) or max(updates, default=None)

    def updated(self, name: str) -> object:
        """Return the day on which a resource was last changed, as it is written."""
        data = self.document.data if isinstance(self.document.data, dict) else {}
        entries = (item for item in _items(data, "resources") if item and item.get("name") == name)
        return next((item.get("updated") for item in entries), None)

    def place(self, kind: str, name: str, *keys: str | int) -> tuple[int, int]:
        """Return the (line, column) of a key of an entry; `kind` is resources or tables."""
        items = self.document.data.get(kind, []) if isinstance(self.document.data, dict) else []
        index = next(
            (
                i
                for i, item in enumerate(items)
                if isinstance(item, dict) and item.get("name") == name
            ),
            None,
        )
        return self.document.place() if index is None else self.document.place(kind, index, *keys)


def _items(data: object, key: str) -> list[dict[str, Any]]:
    value = data.get(key) if isinstance(data, dict) else None
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def first_name(names: str | list[str]) -> str:
    """Return the one field of a key, which Table Schema writes as a name or as a list."""
    return names if isinstance(names, str) else names[0]


def as_text(value: object) -> Any:
    """Return a value with every number and boolean in it as text, as a cell has them.

    YAML reads a bare 1990 as a number.

    >>> as_text({"year": 1990, "sort": [True, "a"]})
    {'year': '1990', 'sort': ['true', 'a']}
    """
    if isinstance(value, dict):
        return {key: as_text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_text(item) for item in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


def as_tuple(value: object) -> tuple[Any, ...]:
    """Return a list as a tuple, and one thing as a tuple of one."""
    if value is None:
        return ()
    return tuple(value) if isinstance(value, list | tuple) else (value,)
