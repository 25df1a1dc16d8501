"""Make the view of a table that the templates show. Imports text, package, records, catalogue, frames."""

from dataclasses import dataclass, field

from guide.content.catalogue import Catalogue
from guide.core.wording import format_change, format_number
from guide.data.frames import arrange_rows, is_missing, pivot, summarize
from guide.data.package import Field, Resource, TableSpec
from guide.data.records import Record

# Above this many, the source line says that the sources stand in the cells.
MOST_SOURCES_IN_LINE = 4


@dataclass(frozen=True)
class Column:
    """A header: its words, the unit below it, and whether its cells are numbers."""

    title: str
    unit: str = ""
    is_number: bool = False


@dataclass(frozen=True)
class Part:
    """One value in a cell. `kind`: text, inline, number, status, source, finding, missing; `label` may precede it."""

    kind: str
    text: str
    name: str
    label: str = ""
    link: str = ""


@dataclass(frozen=True)
class TableCell:
    """A cell: a list of entries, each a list of parts; nearly always one of one."""

    entries: list[list[Part]]
    is_number: bool = False


@dataclass(frozen=True)
class TableRow:
    header: TableCell
    cells: list[TableCell]


@dataclass(frozen=True)
class TableView:
    """All that the table template needs."""

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
        return self.spec.notes or self.resource.notes

    @property
    def status(self) -> tuple[str, str, str]:
        """Status, its label and its reason: the table's own, else the resource's."""
        chosen = self.spec if self.spec.status else self.resource
        return chosen.status, chosen.status_label or chosen.status, chosen.status_note


def make_table(catalogue: Catalogue, spec: TableSpec, where: dict) -> TableView | None:
    """Return the view of a table, or None when `where`, which narrows it further, leaves nothing to show."""
    resource = catalogue.package.resources[spec.resource]
    records = catalogue.rows(spec.resource)
    frame = arrange_rows(records, resource, spec, where)
    shown = [records[index] for index in frame.index]
    if where and not shown:
        return None
    parts = (
        pivoted(catalogue, spec, resource, records, frame)
        if spec.pivot
        else plain(catalogue, spec, resource, frame)
    )
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
    known = catalogue.package.resources.get(resource)
    return {item.name for item in known.fields if item.markup == "inline"} if known else set()


def plain(catalogue: Catalogue, spec: TableSpec, resource: Resource, frame) -> dict:
    """Return corner, columns, rows and summary of a table that shows its rows as they are."""
    made = {
        entry["name"]: Field(
            name=entry["name"],
            type="number",
            title=entry["title"],
            unit=entry.get("unit", ""),
            missing="–",
        )
        for entry in spec.computed
    }
    fields = [
        made.get(name) or resource.field(name) for name in spec.columns or resource.field_names
    ]
    head = next((item for item in fields if item.name == spec.row_header), fields[0])
    rest = [item for item in fields if item is not head]
    rows = [
        TableRow(
            _cell(catalogue, head, row[head.name]),
            [_cell(catalogue, item, row[item.name], is_change=item.name in made) for item in rest],
        )
        for _, row in frame.iterrows()
    ]
    return {
        "corner": _column(head, spec),
        "columns": [_column(item, spec) for item in rest],
        "rows": rows,
        "summary": [_summary_row(entry, frame, rest) for entry in spec.summary],
    }


def _column(item: Field, spec: TableSpec) -> Column:
    title = spec.titles.get(item.name) or item.title or item.name
    return Column(title, spec.units.get(item.name, item.unit), item.is_number)


def _summary_row(entry: dict, frame, fields: list[Field]) -> TableRow:
    changes = summarize(frame, [item.name for item in fields if item.is_number])
    cells = []
    for item in fields:
        change = changes.get(item.name)
        text = "" if change is None else f"{format_change(change)} {entry.get('unit', '')}".strip()
        cells.append(TableCell([[Part("number", text, item.name)]], item.is_number))
    return TableRow(TableCell([[Part("text", entry["label"], "label")]]), cells)


def pivoted(
    catalogue: Catalogue, spec: TableSpec, resource: Resource, records: list[Record], frame
) -> dict:
    """Return corner, columns and rows of a table whose long rows are spread over columns."""
    titles = {
        "rows": resource.field(spec.pivot["rows"]),
        "columns": resource.field(spec.pivot["columns"]),
    }
    labels, spread = pivot(frame, spec.pivot["rows"], spec.pivot["columns"])
    words = spec.pivot.get("titles", {})

    def entry(index: int) -> list[Part]:
        parts = [(part, resource.field(part["field"])) for part in spec.pivot["cell"]]
        made = [
            _part(catalogue, item, records[index][item.name], part.get("label", ""))
            for part, item in parts
        ]
        hidden = [part.get("skip", ()) for part, _ in parts]
        return [
            part
            for part, skip in zip(made, hidden, strict=True)
            if part.kind != "missing" and part.text not in skip
        ]

    rows = [
        TableRow(
            TableCell([[Part("text", label, titles["rows"].name)]]),
            [
                TableCell(
                    [entry(index) for index in cells[name]] or [[_missing(titles["columns"])]]
                )
                for name in labels
            ],
        )
        for label, cells in spread.items()
    ]
    return {
        "corner": _column(titles["rows"], spec),
        "columns": [Column(words.get(name, name)) for name in labels],
        "rows": rows,
    }


def _cell(
    catalogue: Catalogue, item: Field, value: object, *, is_change: bool = False
) -> TableCell:
    part = _part(catalogue, item, value)
    if is_change and part.kind == "number":
        part = Part("number", format_change(float(value)), item.name)
    return TableCell([[part]], item.is_number)


def _missing(item: Field) -> Part:
    return Part("missing", item.missing, item.name)


def _part(catalogue: Catalogue, item: Field, value: object, label: str = "") -> Part:
    """Return one value as readers see it: by its markup, else by its type."""
    if value is None or is_missing(value):
        return _missing(item)
    text = str(value)
    if item.markup == "source":
        return source_part(catalogue, text, item.name, label)
    if item.markup in ("status", "finding", "inline"):
        return Part(item.markup, text, item.name, label)
    if item.is_number:
        return Part("number", format_number(float(value)), item.name, label)
    if item.type == "boolean":
        text = "yes" if value else "no"
    return Part("text", text, item.name, label)


def source_part(catalogue: Catalogue, key: str, name: str = "source", label: str = "") -> Part:
    """Return the short citation of a source, linked to the bibliography."""
    return Part("source", catalogue.source_label(key), name, label, catalogue.source_link(key))


def _find_sources(catalogue: Catalogue, resource: Resource, records: list[Record]) -> list[Part]:
    """Return the sources that the shown rows rest on, each once, in their order."""
    keys: dict[str, None] = {}
    for item in resource.fields:
        for record in records:
            value = record[item.name]
            if value and item.markup == "source":
                keys[str(value)] = None
            elif value and item.markup == "finding" and value in catalogue.findings:
                keys[str(catalogue.findings[str(value)]["source"])] = None
    return [source_part(catalogue, key) for key in keys]
