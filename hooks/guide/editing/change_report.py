"""Say in readers' words what a change does: figures, statuses, pages, links, helplines. Imports text, package, page,
row_changes, catalogue, github_text, page_changes.

Two catalogues in, Markdown for a pull request out.
"""

from collections.abc import Callable, Iterator
from dataclasses import fields

from guide.content.catalogue import Catalogue
from guide.content.pages import Page
from guide.core.github_markdown import Entry, narrow, table
from guide.core.wording import count_of, join_words
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
# A comment on GitHub holds 65,536 characters: so many rows under each heading, the most that fit.
_ROWS, _LIMIT = (60, 30, 15, 5), 60_000
_QUIET = ("helplines", "redirects")
# What a table, a chart or a data set says to readers in words.
_WORDS = (
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
# The column that says what a row is about, the first that there is.
_MAIN = (
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
    """Return what readers will see differently, as Markdown with a heading for each kind of change."""
    found = {
        "Figures": list(_figures(before, after)),
        "Statuses": list(_statuses(before, after)),
        "Pages": list(page_entries(before, after)),
        "Links": list(link_entries(before, after)),
        "Helplines": list(_helplines(before, after)),
    }
    texts = (_report(found, rows) for rows in _ROWS)
    return next((text for text in texts if len(text) < _LIMIT), _report(found, _ROWS[-1]))


def _report(found: dict[str, list[Entry]], rows: int) -> str:
    total = sum(len(entries) for entries in found.values())
    said = join_words(
        [f"{len(entries)} under {name}" for name, entries in found.items() if entries]
    )
    first = (
        f"{count_of(total, 'change')} that readers can see: {said}."
        if total
        else "Nothing changes for readers."
    )
    parts = [
        f"### {name}\n\n{table(_COLUMNS[name], entries, rows)}"
        for name, entries in found.items()
        if entries
    ]
    same = join_words([name.lower() for name, entries in found.items() if not entries])
    last = [f"The {same} stay as they are."] if total and same else []
    return "\n\n".join(["## What this change does for readers", first, *last, *parts]) + "\n"


def _changed_rows(before: Catalogue, after: Catalogue, name: str) -> list[RowChange]:
    """Return what differs in a table that is on both sides; nothing where it could not be read on one of them."""
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


def _figures(before: Catalogue, after: Catalogue) -> Iterator[Entry]:
    """Yield each cell that differs and is no status, each row that came or went, and each text of a table or chart."""
    for name, resource in _resources(before, after).items():
        if name in _QUIET:
            continue
        hidden = _internal(before, name) | _internal(after, name)
        for change in _changed_rows(before, after, name):
            place = f"{resource.title}: {change.name}"
            shown = _shown_on(before, after, name, change)
            if change.before is None or change.after is None:
                words = _words_of(change.after or change.before or {}, resource, hidden)
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
                    yield (place, _title(resource, field), *_both(was, now), shown)
    yield from _descriptor(before, after, lambda name: "status" not in name)


def _statuses(before: Catalogue, after: Catalogue) -> Iterator[Entry]:
    for name, resource in _resources(before, after).items():
        for change in _changed_rows(before, after, name):
            for field, was, now in change.cells if change.before and change.after else ():
                if _is_status(resource, field):
                    place, shown = (
                        f"{resource.title}: {change.name}",
                        _shown_on(before, after, name, change),
                    )
                    yield place, _title(resource, field), *_both(was, now), shown
    yield from _descriptor(before, after, lambda name: "status" in name)


def _internal(catalogue: Catalogue, name: str) -> set[str]:
    """Return the columns that readers are not shown."""
    data = catalogue.package.document.data
    if name not in catalogue.package.resources or not isinstance(data, dict):
        return set()
    entry = next(
        item for item in data["resources"] if isinstance(item, dict) and item.get("name") == name
    )
    items = (item for item in entry["schema"].get("fields") or [] if isinstance(item, dict))
    return {str(item.get("name")) for item in items if item.get("internal")}


def _field(resource: Resource, name: str) -> Field | None:
    return next((item for item in resource.fields if item.name == name), None)


def _is_status(resource: Resource, name: str) -> bool:
    item = _field(resource, name)
    return name == "qualified" or bool(item and item.markup == "status")


def _title(resource: Resource, name: str) -> str:
    item = _field(resource, name)
    return item.title or name if item else name


def _words_of(row: Row, resource: Resource, hidden: set[str]) -> str:
    """Return what a row says, in short: its statement or title and its value, or else all that readers see of it."""
    main = next((row[name] for name in _MAIN if row.get(name)), "")
    value = " ".join(row[name] for name in ("value", "unit") if row.get(name))
    rest = [
        text
        for name, text in row.items()
        if text and name not in hidden and name not in resource.primary_key
    ]
    return (f"{main} ({value})" if value else main) if main else ", ".join(rest)


def _shown_on(before: Catalogue, after: Catalogue, name: str, change: RowChange) -> str:
    """Return the titles of the pages on which readers meet a row."""
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
    shown = {
        ("table", name)
        for name, spec in catalogue.package.tables.items()
        if spec.resource == resource
    }
    shown |= {
        ("chart", name) for name, spec in catalogue.charts.items() if spec.resource == resource
    }
    return [
        page
        for page in catalogue.reading_order
        if any(
            (item.kind, item.target.partition("?")[0]) in shown
            for item in catalogue.references[page.uri]
        )
    ]


def _descriptor(
    before: Catalogue, after: Catalogue, wanted: Callable[[str], bool]
) -> Iterator[Entry]:
    """Yield each text about a table, a chart or a data set that differs, and each of them that came or went."""
    for kind, old, new in (
        ("table", before.package.tables, after.package.tables),
        ("chart", before.charts, after.charts),
        ("data set", before.package.resources, after.package.resources),
    ):
        for name in dict.fromkeys([*old, *new]):
            if name not in old or name not in new:
                if wanted("title"):
                    there = ["there" if name in side else "not there" for side in (old, new)]
                    yield f"{kind} {name}", f"the whole {kind}", *there, ""
                continue
            for part in fields(old[name]):
                was, now = (_plain(getattr(item, part.name)) for item in (old[name], new[name]))
                if part.name in _WORDS and wanted(part.name) and was != now:
                    yield f"{kind} {name}", part.name.replace("_", " "), *_both(was, now), ""


def _both(was: str, now: str) -> tuple[str, str]:
    """Return a text as it was and as it is now, for readers: cut to where they differ, or said to be empty."""
    return narrow(was, now) if was and now else (was or "empty", now or "empty")


def _plain(value: object) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{key}: {item}" for key, item in value.items())
    return (
        " / ".join(str(item) for item in value)
        if isinstance(value, tuple | list)
        else " ".join(str(value).split())
    )


def _helplines(before: Catalogue, after: Catalogue) -> Iterator[Entry]:
    """Yield each cell of a helpline that differs, and each service that came or went."""
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
            yield name, _title(resource, field), *_both(was, now)
