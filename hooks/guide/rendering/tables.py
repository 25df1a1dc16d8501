"""Build the view of a table for the templates."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NotRequired, Protocol, TypedDict

from guide.content.catalogue import Catalogue
from guide.core.wording import format_change, format_number
from guide.data.frames import PlainRows, is_missing, pivot, select_rows, summarize
from guide.data.package import Field, Resource, TableSpec
from guide.data.records import Record

# Above this number, the source line says that the sources are in the cells.
MOST_SOURCES_IN_LINE = 4


@dataclass(frozen=True)
class Column:
    """A column header: title, the unit below it, and whether its cells are numbers."""

    title: str
    unit: str = ""
    is_number: bool = False


@dataclass(frozen=True)
class Part:
    """One value in a cell, after its `label` if any.

    `kind`: text, inline, number, status, source, finding or missing. `key` is a status as it stands
    in the data, where `text` has the words for it.
    """

    kind: str
    text: str
    name: str
    label: str = ""
    link: str = ""
    key: str = ""


@dataclass(frozen=True)
class TableCell:
    """A cell: a list of entries, each a list of parts; nearly always one entry of one part."""

    entries: list[list[Part]]
    is_number: bool = False


@dataclass(frozen=True)
class TableRow:
    """A row: the cell that names it, and the others in the order of the columns."""

    header: TableCell
    cells: list[TableCell]


@dataclass(frozen=True)
class TableView:
    """The context of the table template."""

    spec: TableSpec
    resource: Resource
    corner: Column
    columns: list[Column]
    rows: list[TableRow]
    summary: list[TableRow] = field(default_factory=list)
    sources: list[Part] = field(default_factory=list)
    sources_in_cells: bool = False

    @property
    def notes(self) -> tuple[str, ...]:
        """The table's own notes, else the resource's."""
        return self.spec.notes or self.resource.notes

    @property
    def status(self) -> tuple[str, str, str]:
        """Status, its label and its reason: the table's own, else the resource's."""
        chosen = self.spec if self.spec.status else self.resource
        return chosen.status, chosen.status_label or chosen.status, chosen.status_note


class TableParts(TypedDict):
    """The parts of a view that a plain and a pivoted table make in their own ways."""

    corner: Column
    columns: list[Column]
    rows: list[TableRow]
    summary: NotRequired[list[TableRow]]


class RowValues(Protocol):
    """A row of a frame, or the values of a record: its cells by the name of the column."""

    def __getitem__(self, name: str, /) -> Any: ...


def make_table(catalogue: Catalogue, spec: TableSpec, where: Mapping[str, str]) -> TableView | None:
    """Build the view of a table; None when `where`, a further filter, leaves no rows."""
    resource = catalogue.package.resources[spec.resource]
    records = catalogue.rows(spec.resource)
    frame = select_rows(records, resource, spec, dict(where))
    shown = [records[index] for index in frame.index]
    if where and not shown:
        return None
    if spec.pivot:
        assert not isinstance(frame, PlainRows), "a pivot is made from a frame"
        spread = pivot(frame, spec.pivot["rows"], spec.pivot["columns"])
        parts = _make_pivot_parts(catalogue, spec, resource, records, *spread)
    else:
        fields = _list_fields(spec, resource)
        changes: dict[str, float | None] = {}
        if spec.summary and not isinstance(frame, PlainRows):
            changes = summarize(frame, [item.name for item in fields[1:] if item.is_number])
        rows = [row for _, row in frame.iterrows()]
        parts = _make_plain_parts(catalogue, spec, fields, rows, changes)
    sources = _find_sources(catalogue, resource, shown)
    return TableView(
        spec,
        resource,
        **parts,
        sources=sources if len(sources) <= MOST_SOURCES_IN_LINE else [],
        sources_in_cells=len(sources) > MOST_SOURCES_IN_LINE,
    )


def open_columns(catalogue: Catalogue, resource: str) -> set[str]:
    """Return the names of the columns whose cells may hold inline Markdown."""
    table = catalogue.package.resources.get(resource)
    return {item.name for item in table.fields if item.markup == "inline"} if table else set()


def _list_fields(spec: TableSpec, resource: Resource) -> list[Field]:
    """List the fields of a table's columns, computed ones too; the row header comes first."""
    computed = {
        entry["name"]: Field(
            name=entry["name"],
            type="number",
            title=entry.get("title", ""),
            unit=entry.get("unit", ""),
            missing="–",
        )
        for entry in spec.computed
    }
    fields = [
        computed.get(name) or resource.field(name) for name in spec.columns or resource.field_names
    ]
    head = next((item for item in fields if item.name == spec.row_header), fields[0])
    return [head, *(item for item in fields if item is not head)]


def _make_plain_parts(
    catalogue: Catalogue,
    spec: TableSpec,
    fields: list[Field],
    rows: Iterable[RowValues],
    changes: Mapping[str, float | None],
) -> TableParts:
    """Return the parts of a table that shows its rows as they are."""
    head, *rest = fields
    computed = {entry["name"] for entry in spec.computed}
    return {
        "corner": _make_column(head, spec),
        "columns": [_make_column(item, spec) for item in rest],
        "rows": [
            TableRow(
                _make_cell(catalogue, head, row[head.name]),
                [
                    _make_cell(catalogue, item, row[item.name], is_change=item.name in computed)
                    for item in rest
                ],
            )
            for row in rows
        ],
        "summary": [_make_summary_row(entry, changes, rest) for entry in spec.summary],
    }


def _make_column(item: Field, spec: TableSpec) -> Column:
    title = spec.titles.get(item.name) or item.title or item.name
    return Column(title, spec.units.get(item.name, item.unit), item.is_number)


def _make_summary_row(
    entry: Mapping[str, str], changes: Mapping[str, float | None], fields: list[Field]
) -> TableRow:
    cells = []
    for item in fields:
        change = changes.get(item.name)
        text = "" if change is None else f"{format_change(change)} {entry.get('unit', '')}".strip()
        cells.append(TableCell([[Part("number", text, item.name)]], item.is_number))
    return TableRow(TableCell([[Part("text", entry["label"], "label")]]), cells)


def _make_pivot_parts(
    catalogue: Catalogue,
    spec: TableSpec,
    resource: Resource,
    records: list[Record],
    labels: list[str],
    spread: Mapping[str, Mapping[str, list[int]]],
) -> TableParts:
    """Return the parts of a table whose long rows are spread over columns.

    `labels` are those of the columns; `spread` has the indexes of records by row and column label.
    """
    row_field = resource.field(spec.pivot["rows"])
    column_field = resource.field(spec.pivot["columns"])
    titles = spec.pivot.get("titles", {})

    def make_entry(record: Record) -> list[Part]:
        entry = []
        for item in spec.pivot["cell"]:
            value_field = resource.field(item["field"])
            part = _make_part(
                catalogue, value_field, record[value_field.name], item.get("label", "")
            )
            if part.kind != "missing" and part.text not in item.get("skip", ()):
                entry.append(part)
        return entry

    rows = [
        TableRow(
            TableCell([[Part("text", label, row_field.name)]]),
            [
                TableCell(
                    [make_entry(records[index]) for index in cells[name]]
                    or [[_make_missing_part(column_field)]]
                )
                for name in labels
            ],
        )
        for label, cells in spread.items()
    ]
    return {
        "corner": _make_column(row_field, spec),
        "columns": [Column(titles.get(name, name)) for name in labels],
        "rows": rows,
    }


def _make_cell(
    catalogue: Catalogue, item: Field, value: Any, *, is_change: bool = False
) -> TableCell:
    part = _make_part(catalogue, item, value)
    if is_change and part.kind == "number":
        part = Part("number", format_change(float(value)), item.name)
    return TableCell([[part]], item.is_number)


def _make_missing_part(item: Field) -> Part:
    return Part("missing", item.missing, item.name)


def _make_part(catalogue: Catalogue, item: Field, value: Any, label: str = "") -> Part:
    """Return one value as it is shown: by its markup, else by its type."""
    if value is None or is_missing(value):
        return _make_missing_part(item)
    text = str(value)
    if item.markup == "source":
        return make_source_part(catalogue, text, item.name, label)
    if item.markup == "status":
        words = catalogue.label("verdicts" if item.name == "verdict" else "statuses", text)
        return Part("status", words, item.name, label, key=text)
    if item.markup in ("finding", "inline"):
        return Part(item.markup, text, item.name, label)
    if item.is_number:
        return Part("number", format_number(float(value)), item.name, label)
    if item.type == "boolean":
        text = "yes" if value else "no"
    return Part("text", text, item.name, label)


def make_source_part(catalogue: Catalogue, key: str, name: str = "source", label: str = "") -> Part:
    """Return the short citation of a source, linked to the bibliography."""
    return Part("source", catalogue.source_label(key), name, label, catalogue.source_link(key))


def _find_sources(catalogue: Catalogue, resource: Resource, records: list[Record]) -> list[Part]:
    """Return the sources of the rows shown, once each, in the order of columns and rows."""
    keys: dict[str, None] = {}
    for item in resource.fields:
        for record in records:
            value = record[item.name]
            if value and item.markup == "source":
                keys[str(value)] = None
            elif value and item.markup == "finding" and value in catalogue.findings:
                keys[str(catalogue.findings[str(value)]["source"])] = None
    return [make_source_part(catalogue, key) for key in keys]
