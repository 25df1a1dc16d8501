"""Render the `table:` directive: each table by the template that its description names."""

from collections import Counter
from collections.abc import Callable, Mapping
from itertools import groupby
from pathlib import PurePosixPath

from guide.content.catalogue import Catalogue, find_table, in_letters
from guide.content.pages import ENGLISH
from guide.core.latin_letters import latin_letters
from guide.core.templates import render
from guide.core.wording import make_anchor, normalize_phrase
from guide.data.frames import select_rows
from guide.data.package import PAGE_TEMPLATES, TableSpec
from guide.data.published_paths import FEED_NAME
from guide.data.records import Record
from guide.data.self_reflection import make_reflection
from guide.evidence.change_log import make_entries
from guide.evidence.citing import cite_finding, find_last_check, make_settings
from guide.evidence.views import make_finding, make_source
from guide.exports.claims_json import render_claims_file
from guide.exports.data_dictionary import render_datasets
from guide.exports.site_metadata import render_build
from guide.rendering.deck_view import render_deck, render_phrasebook
from guide.rendering.diagrams import render_diagram
from guide.rendering.evidence_checks import render_evidence_checks
from guide.rendering.findings_by_topic import render_findings_by_topic
from guide.rendering.helplines import render_helplines
from guide.rendering.indexes import render_a_to_z, render_findings_index
from guide.rendering.practices import render_practices
from guide.rendering.tables import make_table
from guide.rendering.topics_by_need import render_topics_by_need

# The topic groups, in the order in which they are shown.
GROUPS = ("Talk", "Understand", "Trust", "Grow", "Lasting", "Date", "Get help")


def render_figure(
    catalogue: Catalogue, target: str, ids: Counter[str], language: str = ENGLISH
) -> str | None:
    """Render the table that `name?column=value` asks for as XHTML, or None when it cannot be.

    `ids` counts the names used on the page so far: a table that is shown twice gets an id of its
    own. `language` is that of the page; helplines have their words in it, all else is in English.
    """
    spec, where = find_table(catalogue, target)
    if spec is None:
        return None
    is_of_pages = spec.template in PAGE_TEMPLATES
    if not is_of_pages and spec.resource not in catalogue.records:
        return None
    extra = {"letters"} if spec.template == "bibliography" else set()
    if not is_of_pages and set(where) - extra - set(
        catalogue.package.resources[spec.resource].field_names
    ):
        return None
    ids[spec.name] += 1
    identifier = f"table-{make_anchor(spec.name)}" + (
        f"-{ids[spec.name]}" if ids[spec.name] > 1 else ""
    )
    problems = "".join(
        render_problem(str(problem)) for problem in catalogue.problems_of(spec.resource)
    )
    if spec.template == "table":
        table = make_table(catalogue, spec, where)
        if table is None:
            return None
        edit = make_edit_url(catalogue, spec.resource)
        return problems + render("rendering/table.html", id=identifier, table=table, edit=edit)
    letters = where.pop("letters", "") if spec.template == "bibliography" else ""
    rows = [] if is_of_pages else _select_rows(catalogue, spec, where)
    if spec.template == "bibliography":
        # A row without a key is reported, and cannot be cited.
        rows = [row for row in rows if row["key"] is not None]
    if letters:
        rows = [row for row in rows if in_letters(catalogue.source_label(row["key"]), letters)]
    html = problems + (
        render_helplines(catalogue, spec, rows, identifier, language)
        if spec.template == "helplines"
        else _RENDERERS[spec.template](catalogue, spec, rows, identifier)
    )
    edit = "" if is_of_pages else make_edit_url(catalogue, spec.resource)
    return html + (render("rendering/edit_data.html", edit=edit) if edit else "")


def make_edit_url(catalogue: Catalogue, resource: str) -> str:
    """Return the URL at which the file of a resource is edited; empty without a repository."""
    if catalogue.repository is None:
        return ""
    folder = PurePosixPath(catalogue.package.path).parent
    return catalogue.repository.edit(f"{folder}/{catalogue.package.resources[resource].path}")


def _select_rows(catalogue: Catalogue, spec: TableSpec, where: dict[str, str]) -> list[Record]:
    records = catalogue.rows(spec.resource)
    frame = select_rows(records, catalogue.package.resources[spec.resource], spec, where)
    return [records[index] for index in frame.index]


def render_problem(text: str) -> str:
    """Render the box that replaces a broken figure until an editor has fixed it."""
    return render("rendering/problem.html", text=text)


def _render_bibliography(
    catalogue: Catalogue, spec: TableSpec, rows: list[Record], identifier: str
) -> str:
    views = [make_source(catalogue, row) for row in rows]
    views.sort(key=lambda view: (latin_letters(view.authors), view.year, view.title))
    return render("rendering/bibliography.html", id=identifier, sources=views)


def _render_findings(
    catalogue: Catalogue, spec: TableSpec, rows: list[Record], identifier: str
) -> str:
    # Of two findings with one id, only the first has an entry.
    unique = [row for row in rows if catalogue.findings.get(str(row["id"])) is row]
    views = [make_finding(catalogue, row) for row in unique]
    settings = make_settings(catalogue.package, catalogue.site_title, catalogue.site_url)
    cites = (
        {
            view.id: cite_finding(view, settings, find_last_check(row)).text
            for view, row in zip(views, unique, strict=True)
        }
        if catalogue.site_url
        else {}
    )
    return render(
        "rendering/findings.html",
        id=identifier,
        findings=views,
        moved=_find_moved(catalogue, unique),
        cites=cites,
        repository=catalogue.repository,
    )


def _find_moved(catalogue: Catalogue, shown: list[Record]) -> list[tuple[str, str, str]]:
    """Return (old id, link, statement) of findings that are now filed in another section.

    Of the sections shown, each keeps the anchors that were published on its page.
    """
    sections = {row["section"] for row in shown}
    return [
        (old, catalogue.finding_link(new), str(catalogue.findings[new]["statement"]).rstrip("."))
        for old, row in catalogue.finding_redirects.items()
        if row["section"] in sections
        and catalogue.findings[new := str(row["new"])]["section"] != row["section"]
    ]


def _render_claims(
    catalogue: Catalogue, spec: TableSpec, rows: list[Record], identifier: str
) -> str:
    sections = {page.slug: page for page in catalogue.sections}
    positions = {slug: position for position, slug in enumerate(sections)}

    def order(row: Record) -> tuple[int, str]:
        section = str(row["section"])
        return positions.get(section, len(positions)), section

    groups = [
        (sections.get(name), name, list(group))
        for name, group in groupby(sorted(rows, key=order), key=lambda row: str(row["section"]))
    ]
    counts = Counter(str(row["verdict"]) for row in rows)
    return render(
        "rendering/claims.html",
        id=identifier,
        groups=groups,
        counts=[(catalogue.label("verdicts", word), count) for word, count in counts.most_common()],
        total=len(rows),
        catalogue=catalogue,
    )


def _render_definitions(
    catalogue: Catalogue, spec: TableSpec, rows: list[Record], identifier: str
) -> str:
    ordered = sorted(
        (row for row in rows if row["term"]),
        key=lambda row: latin_letters(normalize_phrase(str(row["term"]))),
    )
    return render(
        "rendering/definitions.html", id=identifier, terms=ordered, topics=catalogue.topics
    )


def _render_topics(
    catalogue: Catalogue, spec: TableSpec, rows: list[Record], identifier: str
) -> str:
    groups = [
        (name, [page for page in catalogue.topics.values() if page.meta.get("group") == name])
        for name in GROUPS
    ]
    return render(
        "rendering/topics.html",
        id=identifier,
        groups=[(name, pages) for name, pages in groups if pages],
    )


def _render_sections(
    catalogue: Catalogue, spec: TableSpec, rows: list[Record], identifier: str
) -> str:
    return render("rendering/sections.html", id=identifier, pages=catalogue.sections)


def _render_truths(
    catalogue: Catalogue, spec: TableSpec, rows: list[Record], identifier: str
) -> str:
    return render(
        "rendering/truths.html",
        id=identifier,
        pages=[page for page in catalogue.sections if page.meta.get("truth")],
    )


def _render_reflection(
    catalogue: Catalogue, spec: TableSpec, rows: list[Record], identifier: str
) -> str:
    return render(
        "rendering/reflection.html",
        id=identifier,
        caption=spec.caption,
        reflection=make_reflection(catalogue.records),
        topics=catalogue.topics,
    )


def _render_corrections(
    catalogue: Catalogue, spec: TableSpec, rows: list[Record], identifier: str
) -> str:
    ordered = sorted(rows, key=lambda row: str(row["date"]), reverse=True)
    return render("rendering/corrections.html", id=identifier, rows=ordered, pages=catalogue.pages)


def _render_changes(
    catalogue: Catalogue, spec: TableSpec, rows: list[Record], identifier: str
) -> str:
    days = [
        (day, list(entries))
        for day, entries in groupby(make_entries(catalogue), key=lambda entry: entry.day)
    ]
    return render("rendering/changes.html", id=identifier, days=days, feed=FEED_NAME)


_RENDERERS: Mapping[str, Callable[[Catalogue, TableSpec, list[Record], str], str]] = {
    "bibliography": _render_bibliography,
    "findings": _render_findings,
    "claims": _render_claims,
    "claim-card": lambda catalogue, spec, rows, identifier: render(
        "rendering/claim_card.html", rows=rows, catalogue=catalogue
    ),
    "definitions": _render_definitions,
    "deck": lambda catalogue, spec, rows, identifier: render_deck(catalogue, rows, identifier),
    "phrasebook": lambda catalogue, spec, rows, identifier: render_phrasebook(
        catalogue, rows, identifier
    ),
    "diagram": lambda catalogue, spec, rows, identifier: render_diagram(spec, rows, identifier),
    "datasets": lambda catalogue, spec, rows, identifier: render_datasets(catalogue, identifier),
    "evidence-checks": lambda catalogue, spec, rows, identifier: render_evidence_checks(
        catalogue, identifier
    ),
    "findings-by-topic": lambda catalogue, spec, rows, identifier: render_findings_by_topic(
        catalogue, identifier
    ),
    "findings-index": lambda catalogue, spec, rows, identifier: render_findings_index(
        catalogue, identifier
    ),
    "a-to-z": lambda catalogue, spec, rows, identifier: render_a_to_z(catalogue, identifier),
    "practices": lambda catalogue, spec, rows, identifier: render_practices(catalogue, identifier),
    "sections": _render_sections,
    "topics": _render_topics,
    "truths": _render_truths,
    "reflection": _render_reflection,
    "topics-by-need": lambda catalogue, spec, rows, identifier: render_topics_by_need(
        catalogue, identifier
    ),
    "corrections": _render_corrections,
    "changes": _render_changes,
    "build": lambda catalogue, spec, rows, identifier: render_build(catalogue, identifier),
    "claims-file": lambda catalogue, spec, rows, identifier: render_claims_file(identifier),
}
