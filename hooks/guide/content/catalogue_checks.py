"""Check the references between data and pages: phrases, topics, findings, tables, links."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from html import unescape
from pathlib import PurePosixPath

from guide.content.catalogue import LETTERS, Catalogue, find_table, resolve_link, without_repeats
from guide.content.pages import Page
from guide.content.redirects import check_redirects, page_address
from guide.content.references import Reference, find_in_text, plain_text, split_citation
from guide.core.html_policy import fetched_fault
from guide.core.problems import Problem, quote, suggest
from guide.core.size_limits import SHOWN_ROWS
from guide.core.urls import check_address, figure_fault, not_a_figure_fault
from guide.core.wording import normalize_phrase
from guide.data import published_paths
from guide.data.chart_specs import ChartSpec, check_charts
from guide.data.claim_verdicts import check_verdicts
from guide.data.finding_figures import check_finding_figures
from guide.data.helplines import check_helplines
from guide.data.number_agreement import check_agreement
from guide.data.package import PAGE_TEMPLATES, Resource, TableSpec
from guide.data.question_deck import check_deck
from guide.data.self_reflection import check_reflection
from guide.data.translations import check_translations

# Makes a problem at the place of a reference from its rule, what is wrong, and how to fix it.
MakeProblem = Callable[[str, str, str], Problem]


def check_catalogue(catalogue: Catalogue) -> Iterator[Problem]:
    """Check redirects, phrases, topics, and the references of every page and cell."""
    yield from check_redirects(catalogue.rows("redirects"), catalogue.pages)
    yield from check_reflection(catalogue.records, catalogue.topics)
    yield from check_deck(catalogue.rows("checkin-questions"))
    yield from check_helplines(catalogue.rows("helplines"))
    yield from check_translations(catalogue.package, catalogue.records)
    yield from _check_filters(catalogue)
    yield from check_charts(catalogue.package, catalogue.records)
    yield from check_finding_figures(catalogue.rows("findings"))
    yield from check_verdicts(catalogue.records)
    yield from _check_finding_redirects(catalogue)
    yield from _check_phrases(catalogue)
    yield from _check_unique_pages(catalogue)
    yield from _check_unique_addresses(catalogue)
    yield from _check_topics(catalogue)
    for page in catalogue.pages.values():
        yield from _check_page_text(catalogue, page)
    yield from _check_bibliographies(catalogue)
    yield from _check_markup_in_data(catalogue)
    yield from _check_copies(catalogue)
    yield from _check_page_names(catalogue)
    yield from _check_translated_pages(catalogue)


def _check_page_text(catalogue: Catalogue, page: Page) -> Iterator[Problem]:
    """Yield the problems of a page's references, and those of its text alone."""
    place = Place(page.path, page.uri)
    reported = [
        problem
        for reference in catalogue.references[page.uri]
        for problem in check_reference(catalogue, place, reference)
    ]
    yield from reported
    # An address that is wrong as a reference is not reported as HTML too.
    yield from without_repeats(catalogue.texts[page.uri].problems, reported)


@dataclass(frozen=True)
class Place:
    """Locate a text: its file, and the page that its links are relative to.

    `uri` is "" for data, whose links start at /.
    """

    path: str
    uri: str = ""


def _check_bibliographies(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a problem where sources are shown by letters and no page shows some of the letters."""
    missing = sorted(
        {catalogue.citations[key] for key in catalogue.sources if key not in catalogue.source_links}
    )
    if missing and catalogue.bibliographies:
        _, page, reference = catalogue.bibliographies[-1]
        yield Problem(
            page.path,
            reference.line,
            reference.column,
            "letters-missing",
            f"no page shows the sources of {quote(missing[0])}"
            + (f" and {len(missing) - 1} more" if missing[1:] else ""),
            "Let the letters of the pages with sources reach from a to z",
        )


def _check_finding_redirects(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each old id that a finding has again, so that it leads to two."""
    for row in catalogue.rows("finding-redirects"):
        if str(row["old"]) in catalogue.findings:
            yield row.problem(
                "old",
                "redirect-hides-finding",
                f"there is a finding {quote(row['old'])}, and a redirect from it too",
                "Delete the row of finding_redirects.csv, or give the finding another id",
            )


def _check_markup_in_data(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield the problems of links and citations in cells and in the descriptor's notes."""
    for path, reference in data_references(catalogue):
        yield from check_reference(catalogue, Place(path), reference)


def data_references(catalogue: Catalogue) -> Iterator[tuple[str, Reference]]:
    """Yield (path, reference) for every reference in cells and in the descriptor's notes."""
    for resource in catalogue.package.resources.values():
        for column in resource.fields:
            if column.markup == "inline":
                for record in catalogue.rows(resource.name):
                    cell = record.cells[column.name]
                    for reference in find_in_text(
                        cell.text, cell.line, cell.column + cell.quoted, has_code=False
                    ):
                        yield record.path, reference
    groups: tuple[tuple[str, Mapping[str, Resource | TableSpec | ChartSpec]], ...] = (
        ("resources", catalogue.package.resources),
        ("tables", catalogue.package.tables),
        ("charts", catalogue.charts),
    )
    for kind, items in groups:
        for item in items.values():
            texts: list[tuple[tuple[str | int, ...], object]] = [
                (("notes", number), note) for number, note in enumerate(item.notes)
            ]
            keys_with_text: tuple[str, ...] = ("status_note", "source_line")
            if kind == "charts":
                keys_with_text += ("description",)
            texts += [((key,), getattr(item, key, "")) for key in keys_with_text]
            for keys, text in texts:
                line, column_number = catalogue.package.place(kind, item.name, *keys)
                for reference in find_in_text(str(text), has_code=False):
                    yield (
                        catalogue.package.path,
                        replace(reference, line=line, column=column_number),
                    )


def _check_copies(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each archived copy whose address is that of the source itself."""
    for record in catalogue.rows("sources"):
        copy = str(record.values.get("archive_url") or "")
        if copy and copy.rstrip("/") == str(record["url"] or "").rstrip("/"):
            yield record.problem(
                "archive_url",
                "copy-is-original",
                f"{quote(copy)} is the address of the source itself",
                "Write the address of the archived copy, or leave the cell empty",
            )


def _check_page_names(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each cell that names a topic or a page that does not exist."""
    for record in [*catalogue.rows("changes"), *catalogue.rows("corrections")]:
        if record["page"] not in catalogue.pages:
            yield record.problem(
                "page",
                "unknown-page",
                f"no page is at {quote(record['page'])}",
                suggest(str(record["page"]), catalogue.pages, "pages"),
            )
    for resource, field in (("findings", "topics"), ("glossary", "see_also")):
        for record in catalogue.rows(resource):
            for slug in record.items(field) if field in record.values else ():
                if slug not in catalogue.topics:
                    yield record.problem(
                        field,
                        "unknown-topic",
                        f"no topic is called {quote(slug)}",
                        suggest(slug, catalogue.topics, "topics"),
                    )


def _check_translated_pages(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each translation of a page that does not name that page as its own."""
    for page in catalogue.pages.values():
        translations = page.meta.get("translations")
        for language, uri in translations.items() if isinstance(translations, dict) else ():
            other = catalogue.pages.get(uri) if isinstance(uri, str) else None
            keys = ("translations", language)
            if other is None:
                yield page.problem(
                    keys,
                    "unknown-page",
                    f"no page is at {quote(uri)}",
                    suggest(str(uri), catalogue.pages, "pages"),
                )
                continue
            back = other.meta.get("translations")
            back = back.get(page.language) if isinstance(back, dict) else None
            if other.language != language or back != page.uri:
                what = (
                    f"{other.path} has {quote(other.language)} as its language"
                    if other.language != language
                    else f"{other.path} does not name this page under {quote(page.language)}"
                )
                yield page.problem(
                    keys,
                    "translation-one-way",
                    what,
                    "Name each of the two pages in the other, under its language",
                )


def _check_phrases(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each link phrase that an earlier topic or glossary term has."""
    taken: dict[str, Callable[[], Problem]] = {}
    for phrase, _, make_problem in catalogue.phrase_claims:
        if phrase in taken:
            first, second = taken[phrase](), make_problem()
            yield Problem(
                second.path,
                second.line,
                second.column,
                second.rule,
                f"the phrase {quote(phrase)} is taken already, in {first.path} line {first.line}",
                "Give each topic and each glossary term phrases of its own",
            )
        taken.setdefault(phrase, make_problem)


def _check_unique_addresses(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each file that would be written over another file of the site."""
    taken: dict[str, Page] = {}
    for page in catalogue.pages.values():
        address = page_address(page.uri)
        if address in taken:
            yield Problem(
                page.path,
                1,
                1,
                "address-twice",
                f"this page has the address {quote(address)}, as {taken[address].path} has",
                "Rename one of the two, or put them together",
            )
        taken.setdefault(address, page)
    own = {*published_paths.generated_uris(catalogue.package), published_paths.SEARCH_NAME}
    files = own | catalogue.assets
    for page in catalogue.pages.values():
        path = f"{page_address(page.uri)}index.html".strip("/")
        if over := next((part for part in (path, *_folders(path)) if part in files), None):
            yield Problem(
                page.path,
                1,
                1,
                "address-twice",
                f"this page would be written to {quote(path)}, where {quote(over)} is",
                "Rename the page",
            )
    own -= {published_paths.ROBOTS_NAME}
    for uri in sorted(own & catalogue.assets):
        yield Problem(
            f"docs/{uri}",
            1,
            1,
            "generated-file",
            f"the build makes {quote(uri)} itself, and this file is left out",
            "Rename it, or delete it",
        )


def _folders(path: str) -> list[str]:
    """Return the folders in which a file is, the innermost first."""
    return [parent.as_posix() for parent in PurePosixPath(path).parents][:-1]


def _check_unique_pages(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each page with the text, title or description of an earlier one."""
    bodies: dict[str, Page] = {}
    for page in catalogue.pages.values():
        body = page.body.strip()
        if body and body in bodies:
            yield Problem(
                page.path,
                page.body_line,
                1,
                "page-twice",
                f"{bodies[body].path} has the same text",
                "Keep one of the two pages",
            )
        bodies.setdefault(body, page)
    for key, rule in (("title", "title-twice"), ("description", "description-twice")):
        taken: dict[str, Page] = {}
        for page in catalogue.pages.values():
            value = page.meta.get(key)
            if not isinstance(value, str):
                continue
            if value in taken:
                yield page.problem(
                    (key,),
                    rule,
                    f"{taken[value].path} has the same {key}",
                    f"Give each page a {key} of its own",
                )
            elif value:
                taken[value] = page


def _check_topics(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield the problems of related topics, and one for each topic with fewer than two mentions."""
    for page in catalogue.topics.values():
        seen: set[str] = set()
        related = page.meta.get("related")
        for index, entry in enumerate(related if isinstance(related, list) else []):
            slug = entry.get("topic") if isinstance(entry, dict) else None
            if not isinstance(slug, str):
                continue  # reported by the schema of the front matter
            keys = ("related", index, "topic")
            if slug == page.slug or slug in seen:
                yield page.problem(
                    keys,
                    "related-twice",
                    f"the related topic {quote(slug)} is this page or named twice",
                    "Name another topic",
                )
            elif slug not in catalogue.topics:
                yield page.problem(
                    keys,
                    "unknown-topic",
                    f"no topic is called {quote(slug)}",
                    suggest(slug, catalogue.topics, "topics"),
                )
            seen.add(slug)
        places = len(catalogue.mentions[page.link])
        if places < 2:
            yield page.problem(
                ("phrase",),
                "orphan-topic",
                f"{'only one' if places else 'no'} other page links to this topic",
                f"Use [{page.meta.get('phrase') or 'its phrase'}] in the text of two other pages at"
                " least",
            )


def check_reference(catalogue: Catalogue, place: Place, reference: Reference) -> Iterator[Problem]:
    """Yield the problems of a reference: its target is missing or disagrees with the link text."""

    def problem(rule: str, what: str, mend: str) -> Problem:
        return Problem(place.path, reference.line, reference.column, rule, what, mend)

    target = reference.target
    if reference.is_image and reference.kind in ("finding", "number", "citation", "phrase"):
        yield problem(*not_a_figure_fault(reference.text))
    if reference.kind in ("table", "chart") and not place.uri and place.path:
        rule, what, _ = figure_fault(reference.kind, reference.target)
        yield problem(
            rule,
            what,
            f"Write it on a page instead, as ![words]({reference.kind}:{target}) alone on its line",
        )
    if reference.is_image and reference.kind == "link":
        yield problem(*fetched_fault(target))
    if reference.kind == "finding":
        yield from _check_finding(catalogue, reference, problem, is_on_page=bool(place.uri))
    elif reference.kind == "table":
        yield from _check_table(catalogue, reference, problem)
    elif reference.kind == "chart":
        if target not in catalogue.charts and target not in catalogue.package.broken:
            yield problem(
                "unknown-chart",
                f"no chart is called {quote(target)}",
                suggest(target, catalogue.charts, "charts"),
            )
    elif reference.kind == "citation" and "sources" in catalogue.records:
        for key, _ in split_citation(target):
            if key not in catalogue.sources:
                yield problem(
                    "unknown-source",
                    f"no source has the key {quote(key)}",
                    suggest(key, catalogue.sources, "sources"),
                )
    elif reference.kind == "phrase":
        # Without the rows of the glossary, the phrases are not known.
        if (
            target.lower() not in catalogue.phrases
            and "glossary" not in catalogue.unreadable_resources
        ):
            yield problem(
                "unknown-phrase",
                f"{quote(target)} is neither the phrase of a topic nor a glossary term",
                f"{suggest(normalize_phrase(target), catalogue.phrases, 'phrases').rstrip('.')} "
                "(plain square brackets are written \\[ and \\])",
            )
    elif reference.kind == "link" and not reference.is_image:
        if fault := check_address(target):
            yield problem(*fault)
    elif reference.kind == "page":
        yield from _check_page_link(catalogue, place, target, problem)


def _check_finding(
    catalogue: Catalogue, reference: Reference, problem: MakeProblem, *, is_on_page: bool
) -> Iterator[Problem]:
    if "findings" not in catalogue.records:
        return  # the table is unreadable, which is reported elsewhere
    name = catalogue.resolve_finding(reference.target)
    finding = catalogue.findings.get(name)
    if name != reference.target:
        yield problem(
            "finding-replaced",
            f"the finding {quote(reference.target)} is now a part of {quote(name)}",
            f"Write finding:{name}",
        )
    if finding is None:
        yield problem(
            "unknown-finding",
            f"no finding is called {quote(reference.target)}",
            suggest(reference.target, catalogue.findings, "findings"),
        )
        return
    # Those of pages are judged as they are rendered (guide.checks.number_claims).
    if not is_on_page:
        for what, mend in check_agreement(plain_text(unescape(reference.text), {}), finding):
            yield problem("number-disagrees", what, mend)


def _check_table(
    catalogue: Catalogue, reference: Reference, problem: MakeProblem
) -> Iterator[Problem]:
    spec, where = find_table(catalogue, reference.target)
    if spec is None:
        name = reference.target.partition("?")[0]
        if name in catalogue.package.broken:
            return  # its description is wrong, which is reported elsewhere
        yield problem(
            "unknown-table",
            f"no table is called {quote(name)}",
            suggest(name, catalogue.package.tables, "tables"),
        )
        return
    resource = catalogue.package.resources.get(spec.resource)
    letters = where.pop("letters", None) if spec.template == "bibliography" else None
    if letters is not None and not LETTERS.fullmatch(letters):
        yield problem(
            "not-letters",
            f"the letters of {quote(reference.target)} are not two with a hyphen",
            "Write letters=a-k",
        )
    if resource is None:
        return
    unknown = [name for name in where if name not in resource.field_names]
    for name in unknown:
        yield problem(
            "unknown-column",
            f"the table {quote(spec.name)} has no column {quote(name)}",
            suggest(name, resource.field_names, "columns"),
        )
    is_empty_at_all = bool(spec.where) and _is_empty(catalogue, spec, {})  # reported there
    if not unknown and not is_empty_at_all and _is_empty(catalogue, spec, where):
        yield problem(
            "empty-table",
            f"the table {quote(reference.target)} would be empty",
            "Check what it asks for",
        )
    count = 0 if unknown or spec.pivot else _count_rows(catalogue, spec, where) or 0
    if count > SHOWN_ROWS and spec.template not in PAGE_TEMPLATES:
        yield problem(
            "long-table",
            f"the table {quote(reference.target)} would show {count:,} rows",
            f"Show fewer than {SHOWN_ROWS:,}, which a phone can open, and link to the data",
        )


def _check_filters(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each table whose `where` no row of its resource fits."""
    for spec in catalogue.package.tables.values():
        if spec.where and _is_empty(catalogue, spec, {}):
            yield Problem(
                catalogue.package.path,
                *catalogue.package.place("tables", spec.name, "where"),
                "empty-table",
                f"the table {quote(spec.name)} would be empty",
                "Check what it asks for",
            )


def _is_empty(catalogue: Catalogue, spec: TableSpec, where: Mapping[str, str]) -> bool:
    """Say whether a table would be shown without a row.

    The lists of changes and of corrections then say that there are none yet.
    """
    says_so = spec.template in (*PAGE_TEMPLATES, "changes", "corrections")
    return not says_so and _count_rows(catalogue, spec, where) == 0


def _count_rows(catalogue: Catalogue, spec: TableSpec, where: Mapping[str, str]) -> int | None:
    """Count the rows that a table shows; None where they could not be read."""
    wanted = {**spec.where, **where}
    rows = catalogue.records.get(spec.resource)
    if rows is None:
        return None
    return sum(
        all(row.cells[key].text == str(value) for key, value in wanted.items()) for row in rows
    )


def _check_page_link(
    catalogue: Catalogue, place: Place, target: str, problem: MakeProblem
) -> Iterator[Problem]:
    if not place.uri and not target.startswith("/"):
        yield problem(
            "link-in-data",
            f"the link to {quote(target)} stands in data, which has no page to start from",
            "Begin the address with a slash, such as /topics/build-trust.md",
        )
        return
    uri, _ = resolve_link(place.uri, target)
    if (
        uri in catalogue.pages
        or uri in catalogue.assets
        or uri in published_paths.generated_uris(catalogue.package)
    ):
        return
    names = [f"/{name}" for name in catalogue.pages]
    yield problem(
        "broken-link",
        f"the link to {quote(target)} leads to no page or file",
        suggest(f"/{uri}", names, "pages"),
    )


def problem_messages(catalogue: Catalogue, page: Page | None) -> Iterator[str]:
    """Yield the messages about the references in a page's text, and about the data it may show."""
    problems = [*catalogue.problems, *_check_markup_in_data(catalogue)]
    if page is not None:
        problems += catalogue.texts[page.uri].problems
        for reference in catalogue.references[page.uri]:
            problems += check_reference(catalogue, Place(page.path, page.uri), reference)
    yield from (problem.what for problem in problems)
