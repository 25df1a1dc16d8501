"""Report what a change does for readers: figures, statuses, pages, links, helplines.

Compares two catalogues, before and after. Returns Markdown for a pull request.
"""

from collections.abc import Callable, Iterator
from dataclasses import fields

from guide.content.catalogue import Catalogue
from guide.content.pages import Page
from guide.core.github_markdown import Entry, diff_excerpt, table
from guide.core.wording import format_count, join_words
from guide.data.package import Field, Resource
from guide.data.row_diff import Row, RowChange, compare_rows
from guide.editing.page_diff import link_entries, page_entries

_COLUMNS = {
    "Figures": ("Where", "What", "Was", "Is now", "Shown on"),
    "Statuses": ("Where", "What", "Was", "Is now", "Shown on"),
    "Pages": ("Page", "What changes"),
    "Links": ("Page", "Link", "Words", "Leads to"),
    "Helplines": ("Service", "What", "Was", "Is now"),
}
# A comment on GitHub holds 65,536 characters. The first of these numbers of rows under each heading
# that fits is taken.
_ROW_LIMITS, _MAX_LENGTH = (60, 30, 15, 5), 60_000
# Tables whose rows have headings of their own: "Helplines" and "Pages".
_OTHER_HEADINGS = ("helplines", "redirects")
# The properties of a table, a chart or a data set whose text readers see.
_TEXT_PROPERTIES = (
    "title",
    "caption",
    "description",
    "status",
    "status_label",
    "status_note",
    "notes",
    "source_line",
    "titles",
    "units",
)
# The columns that say what a row is about. The first that has text is taken.
_SUBJECT_COLUMNS = (
    "statement",
    "claim",
    "title",
    "definition",
    "checked",
    "finding_note",
    "question",
    "text",
    "what_it_says_now",
)


def report_changes(before: Catalogue, after: Catalogue) -> str:
    """Return the differences that readers see, as Markdown with a heading for each kind."""
    sections = {
        "Figures": list(_figure_entries(before, after)),
        "Statuses": list(_status_entries(before, after)),
        "Pages": list(page_entries(before, after)),
        "Links": list(link_entries(before, after)),
        "Helplines": list(_helpline_entries(before, after)),
    }
    texts = (_format_report(sections, rows) for rows in _ROW_LIMITS)
    return next(
        (text for text in texts if len(text) < _MAX_LENGTH),
        _format_report(sections, _ROW_LIMITS[-1]),
    )


def _format_report(sections: dict[str, list[Entry]], rows: int) -> str:
    total = sum(len(entries) for entries in sections.values())
    counts = join_words(
        [f"{len(entries)} under {name}" for name, entries in sections.items() if entries]
    )
    summary = (
        f"{format_count(total, 'change')} that readers can see: {counts}."
        if total
        else "Nothing changes for readers."
    )
    parts = [
        f"### {name}\n\n{table(_COLUMNS[name], entries, rows)}"
        for name, entries in sections.items()
        if entries
    ]
    unchanged = join_words([name.lower() for name, entries in sections.items() if not entries])
    rest = [f"The {unchanged} stay as they are."] if total and unchanged else []
    return "\n\n".join(["## What this change does for readers", summary, *rest, *parts]) + "\n"


def _changed_rows(before: Catalogue, after: Catalogue, name: str) -> list[RowChange]:
    """Return the changed rows of a table; none where one of the two sides could not be read."""
    if name not in before.records or name not in after.records:
        return []
    resource = after.package.resources[name]
    return compare_rows(_rows(before, name), _rows(after, name), resource.primary_key)


def _rows(catalogue: Catalogue, name: str) -> list[Row]:
    return [
        {field: cell.text for field, cell in record.cells.items()}
        for record in catalogue.rows(name)
    ]


def _resources(before: Catalogue, after: Catalogue) -> dict[str, Resource]:
    return {**before.package.resources, **after.package.resources}


def _figure_entries(before: Catalogue, after: Catalogue) -> Iterator[Entry]:
    """Yield each changed cell that is no status, each new or removed row, and each changed text.

    The texts are those about tables, charts and data sets.
    """
    for name, resource in _resources(before, after).items():
        if name in _OTHER_HEADINGS:
            continue
        hidden = _internal_columns(before, name) | _internal_columns(after, name)
        for change in _changed_rows(before, after, name):
            place = f"{resource.title}: {change.name}"
            shown = _page_titles(before, after, name, change)
            if change.before is None or change.after is None:
                words = _row_summary(change.after or change.before or {}, resource, hidden)
                yield (
                    place,
                    "the row",
                    words if change.before else "",
                    words if change.after else "",
                    shown,
                )
                continue
            for field, was, now in change.cells:
                if field not in hidden and not _is_status(resource, field):
                    yield (place, _column_title(resource, field), *_text_diff(was, now), shown)
    yield from _descriptor_entries(before, after, lambda name: "status" not in name)


def _status_entries(before: Catalogue, after: Catalogue) -> Iterator[Entry]:
    """Yield each changed status: of a row, of a table, a chart or a data set."""
    for name, resource in _resources(before, after).items():
        for change in _changed_rows(before, after, name):
            for field, was, now in change.cells if change.before and change.after else ():
                if _is_status(resource, field):
                    place, shown = (
                        f"{resource.title}: {change.name}",
                        _page_titles(before, after, name, change),
                    )
                    yield place, _column_title(resource, field), *_text_diff(was, now), shown
    yield from _descriptor_entries(before, after, lambda name: "status" in name)


def _internal_columns(catalogue: Catalogue, name: str) -> set[str]:
    """Return the columns that readers are not shown."""
    resource = catalogue.package.resources.get(name)
    return {item.name for item in resource.fields if item.internal} if resource else set()


def _field(resource: Resource, name: str) -> Field | None:
    return next((item for item in resource.fields if item.name == name), None)


def _is_status(resource: Resource, name: str) -> bool:
    item = _field(resource, name)
    return bool(item and item.markup == "status")


def _column_title(resource: Resource, name: str) -> str:
    item = _field(resource, name)
    return item.title or name if item else name


def _row_summary(row: Row, resource: Resource, hidden: set[str]) -> str:
    """Return a short text for a row: its subject and value, or else every cell that readers see."""
    main = next((row[name] for name in _SUBJECT_COLUMNS if row.get(name)), "")
    value = " ".join(row[name] for name in ("value", "unit") if row.get(name))
    rest = [
        text
        for name, text in row.items()
        if text and name not in hidden and name not in resource.primary_key
    ]
    return (f"{main} ({value})" if value else main) if main else ", ".join(rest)


def _page_titles(before: Catalogue, after: Catalogue, name: str, change: RowChange) -> str:
    """Return the titles of the pages that show a row, at most four of them by name."""
    for catalogue in (after, before):
        if name == "findings":
            pages = catalogue.finding_pages.get(change.key[0], [])
        elif name == "sources":
            pages = catalogue.source_pages.get(change.key[0], [])
        else:
            pages = _pages_with(catalogue, name)
        if pages:
            return join_words(
                [page.title for page in pages[:4]]
                + ([f"{len(pages) - 4} more"] if pages[4:] else [])
            )
    return "no page"


def _pages_with(catalogue: Catalogue, resource: str) -> list[Page]:
    """Return the pages that show a table or a chart of a resource."""
    tables = {name for name, spec in catalogue.package.tables.items() if spec.resource == resource}
    shown = {("table", name) for name in tables} | {
        ("chart", name)
        for name, spec in catalogue.charts.items()
        if resource in (spec.resource, spec.against.get("resource")) or tables & {*spec.tables}
    }
    return [
        page
        for page in catalogue.reading_order
        if any(
            (item.kind, item.target.partition("?")[0]) in shown
            for item in catalogue.references[page.uri]
        )
    ]


def _descriptor_entries(
    before: Catalogue, after: Catalogue, is_included: Callable[[str], bool]
) -> Iterator[Entry]:
    """Yield each changed text about a table, a chart or a data set, and each new or removed one."""
    for kind, old, new in (
        ("table", before.package.tables, after.package.tables),
        ("chart", before.charts, after.charts),
        ("data set", before.package.resources, after.package.resources),
    ):
        for name in dict.fromkeys([*old, *new]):
            if name not in old or name not in new:
                if is_included("title"):
                    there = ["there" if name in side else "not there" for side in (old, new)]
                    yield f"{kind} {name}", f"the whole {kind}", *there, ""
                continue
            for part in fields(old[name]):
                was, now = (
                    _plain_text(getattr(item, part.name)) for item in (old[name], new[name])
                )
                if part.name in _TEXT_PROPERTIES and is_included(part.name) and was != now:
                    yield f"{kind} {name}", part.name.replace("_", " "), *_text_diff(was, now), ""


def _text_diff(was: str, now: str) -> tuple[str, str]:
    """Return (old text, new text), cut to where they differ; "empty" for an empty one."""
    return diff_excerpt(was, now) if was and now else (was or "empty", now or "empty")


def _plain_text(value: object) -> str:
    """Return the text of a value of the descriptor: of a text, a list or a mapping."""
    if isinstance(value, dict):
        return "; ".join(f"{key}: {item}" for key, item in value.items())
    return (
        " / ".join(str(item) for item in value)
        if isinstance(value, tuple | list)
        else " ".join(str(value).split())
    )


def _helpline_entries(before: Catalogue, after: Catalogue) -> Iterator[Entry]:
    """Yield each changed cell of a helpline, and each new or removed service."""
    if "helplines" not in _resources(before, after):
        return
    resource = _resources(before, after)["helplines"]
    for change in _changed_rows(before, after, "helplines"):
        row = change.after or change.before or {}
        name = f"{row.get('country', '')}: {row.get('service', change.name)}"
        if change.before is None or change.after is None:
            words = ", ".join(
                row[field] for field in ("phone", "text_or_chat", "url") if row.get(field)
            )
            yield (
                name,
                "the service",
                words if change.before else "",
                words if change.after else "TAKEN OUT",
            )
            continue
        for field, was, now in change.cells:
            yield name, _column_title(resource, field), *_text_diff(was, now)
