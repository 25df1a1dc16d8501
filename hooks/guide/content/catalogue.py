"""Hold all that the pages may speak of: data, pages, phrases, and who points at what.

Imports problem, addresses, text, memory, docs_files, csv_file, package, download_names, records, reflection, page, redirects, repository, references, html_policy, markup, numbers, components, deck_rules, agreement, citation, charts.
Made anew for each
build and never changed.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from urllib.parse import parse_qsl, unquote

from guide import download_names
from guide.addresses import check_address, figure_fault, html_faults, not_a_figure
from guide.agreement import find_disagreements, find_numbers
from guide.charts import ChartSpec, check_charts, make_charts
from guide.citation import short_citations
from guide.components import check_components
from guide.csv_file import read_csv
from guide.deck_rules import check_deck
from guide.docs_files import check_files, find_files
from guide.html_policy import fetched_fault
from guide.markup import check_markup
from guide.memory import Recall, digest, make_anew
from guide.numbers import check_numbers
from guide.package import PAGE_TEMPLATES, Package, TableSpec, read_package
from guide.page import Page, read_pages
from guide.problem import Problem, quote, suggest
from guide.records import Record, check_foreign_keys, make_records
from guide.redirects import check_redirects
from guide.reflection import check_reflection
from guide.references import Reference, find_in_text, find_references, mask_code, split_citation
from guide.repository import Repository
from guide.text import make_anchor, normalize_phrase

# How a table or a chart is written: alone on its line, without a title.
FIGURE = re.compile(r"^[ ]{0,3}!\[(?P<alt>[^\]\n]*)\]\((?P<kind>table|chart):(?P<target>[^)\s]+)\)[ ]*$", re.MULTILINE)
# What may stand before a figure on its line: the marks of quotations and list items that it is in.
_CONTAINER = re.compile(r"^[ \t]*(?:(?:>|[-*+]|\d+\.)[ \t]+|>)*[ \t]*")
# A range of letters, as in table:sources?letters=a-k.
LETTERS = re.compile("[a-z]-[a-z]")
# The statuses of a finding, as evidence is graded in the data; the words readers see are in templates.
STATUSES = ("verified", "secondary", "unverified", "contradicted")


# What may be wrong only because a page's front matter cannot be read.
_FOLLOWERS = ("unknown-topic", "unknown-phrase", "orphan-topic")
# What is said of an address alike where it is a reference and where it stands in HTML.
ADDRESS_RULES = ("unknown-scheme", "address-form", "foreign-file")


@dataclass(frozen=True)
class Catalogue:
    """Everything of one build.

    `assets` holds the addresses of the files of docs/ that are not pages; `today` is the day for which the site is
    built, which decides what is overdue (nothing is, without it); `problems` is what is wrong in the data's files,
    shown where they are while an editor mends them. `site_title` and `site_url` are for citations of the guide;
    `repository` is where readers may edit and report, if anywhere; `recall` gives back what was found in a page's text in
    the last build; `hidden` names the files of docs/ that were passed over.
    """

    package: Package
    records: dict[str, list[Record]]
    pages: dict[str, Page]
    assets: frozenset[str]
    today: date | None = None
    problems: tuple[Problem, ...] = ()
    site_title: str = ""
    site_url: str = ""
    repository: Repository | None = None
    recall: Recall = make_anew
    hidden: tuple[str, ...] = ()

    @cached_property
    def unread(self) -> set[str]:
        """The names of the resources that are described, but whose rows could not be read."""
        return (set(self.package.resources) | self.package.broken) - set(self.records)

    def problems_of(self, resource: str) -> list[Problem]:
        """Return what is wrong in the file of one resource."""
        known = self.package.resources.get(resource)
        return sorted(item for item in self.problems if known and item.path.endswith(f"/{known.path}"))

    def rows(self, resource: str) -> list[Record]:
        """Return the records of a resource, or none when it is not there."""
        return self.records.get(resource, [])

    def count(self, resource: str) -> int:
        """Return how many records a resource has."""
        return len(self.rows(resource))

    @cached_property
    def charts(self) -> dict[str, ChartSpec]:
        """The charts of the descriptor by name."""
        return make_charts(self.package.document.data)

    @cached_property
    def findings(self) -> dict[str, Record]:
        return _first_by(self.rows("findings"), "id")

    @cached_property
    def sources(self) -> dict[str, Record]:
        return _first_by(self.rows("sources"), "key")

    @cached_property
    def citations(self) -> dict[str, str]:
        """The short citation of each source by key."""
        return short_citations(self.sources.values())

    @cached_property
    def topics(self) -> dict[str, Page]:
        """The topic pages by slug, in the order of their addresses."""
        return {page.slug: page for page in self.pages.values() if page.kind == "topic"}

    @cached_property
    def sections(self) -> list[Page]:
        """The section pages in the order of their numbers."""
        found = [page for page in self.pages.values() if page.kind == "section"]
        return sorted(found, key=lambda page: (number if isinstance(number := page.meta.get("number"), int) else 0, page.uri))

    @cached_property
    def phrases(self) -> dict[str, str]:
        """The address that each link phrase, in its normal form, leads to."""
        return {phrase: link for phrase, link, _ in reversed(self.phrase_claims)}  # of two claims, the first

    @cached_property
    def phrase_claims(self) -> list[tuple[str, str, Callable[[], Problem]]]:
        """Every (phrase, address, what makes the problem to report if it is taken already), topics first."""
        claims = []
        for page in self.topics.values():
            words = page.meta.get("phrase")
            if isinstance(words, str) and words.strip():
                claims.append((normalize_phrase(words), page.link, lambda page=page: page.problem(("phrase",), "phrase-twice", "", "")))
        for row in self.rows("glossary"):
            link = f"/glossary.md#{make_anchor(row['id'])}"
            for name in ("term", "phrases"):
                claims += [(normalize_phrase(word), link, lambda row=row, name=name: row.problem(name, "phrase-twice", "", ""))
                           for word in row.items(name, "|")]
        return claims

    @cached_property
    def texts(self) -> dict[str, "PageText"]:
        """What the text of each page points at, and what is wrong in it by itself, by the page's uri."""
        return {uri: _recall_text(page, self.recall) for uri, page in self.pages.items()}

    @cached_property
    def references(self) -> dict[str, list[Reference]]:
        """The references of each page, by its uri."""
        return {uri: text.references for uri, text in self.texts.items()}

    @cached_property
    def page_by_body(self) -> dict[str, Page]:
        """Each page by its body: how the Markdown extension knows which page it is given."""
        return {page.body.strip(): page for page in self.pages.values()}

    @cached_property
    def mentions(self) -> dict[str, list[Page]]:
        """For each page's address, the other pages whose text links to it, in the order of the guide."""
        found = defaultdict(list)
        for page in self.reading_order:
            for target in dict.fromkeys(self._targets(page)):
                if target != page.link:
                    found[target].append(page)
        return found

    def _targets(self, page: Page) -> Iterator[str]:
        for reference in self.references[page.uri]:
            if reference.kind == "phrase":
                yield self.phrases.get(reference.target.lower(), "").split("#")[0]
            elif reference.kind == "page":
                yield "/" + resolve_link(page.uri, reference.target)[0]

    @cached_property
    def reading_order(self) -> list[Page]:
        """The pages as a reader meets them: home, sections, topics, the rest."""
        first = [page for page in self.pages.values() if page.kind == "home"]
        return list(dict.fromkeys([*first, *self.sections, *self.topics.values(), *self.pages.values()]))

    @cached_property
    def finding_pages(self) -> dict[str, list[Page]]:
        """For each finding, the pages whose prose links to it, in the order of the guide."""
        return self._pages_by("finding", lambda target: [target])

    @cached_property
    def source_pages(self) -> dict[str, list[Page]]:
        """For each source, the pages that cite it: by its key, or through a finding."""
        found = self._pages_by("citation", lambda text: [key for key, _ in split_citation(text)])
        for finding, pages in self.finding_pages.items():
            if finding in self.findings:
                found[str(self.findings[finding]["source"])] += pages
        places = {page: place for place, page in enumerate(self.reading_order)}
        return {key: sorted(set(pages), key=places.__getitem__) for key, pages in found.items()}

    def _pages_by(self, kind: str, names) -> dict[str, list[Page]]:
        found = defaultdict(list)
        for page in self.reading_order:
            targets = (reference.target for reference in self.references[page.uri] if reference.kind == kind)
            for name in dict.fromkeys(name for target in targets for name in names(target)):
                found[name].append(page)
        return found

    @cached_property
    def corrections(self) -> dict[str, list[Record]]:
        """The corrections of each page by its uri, the newest first."""
        return _newest_by_page(self.rows("corrections"))

    @cached_property
    def changes(self) -> dict[str, list[Record]]:
        """The recorded changes of each page by its uri, the newest first."""
        return _newest_by_page(self.rows("changes"))

    @cached_property
    def source_links(self) -> dict[str, str]:
        """The address of each source: on the page whose bibliography has its letter, `table:sources?letters=a-k`."""
        return {key: f"{page.link}#{make_anchor(key)}" for letters, page, _ in reversed(self.bibliographies)
                for key in self.sources if in_letters(self.citations[key], letters)}

    @cached_property
    def bibliographies(self) -> list[tuple[str, Page, Reference]]:
        """Every place that shows sources: the letters, the page, the reference."""
        found = []
        for page in self.pages.values():
            for reference in self.references[page.uri]:
                spec, where = find_table(self, reference.target) if reference.kind == "table" else (None, {})
                if spec is not None and spec.template == "bibliography":
                    found.append((where.get("letters", "a-z"), page, reference))
        return found

    @cached_property
    def shown_on(self) -> dict[str, Page]:
        """The first page that shows a table of each template."""
        found: dict[str, Page] = {}
        for page in self.pages.values():
            for reference in self.references[page.uri]:
                if reference.kind == "table" and (spec := find_table(self, reference.target)[0]):
                    found.setdefault(spec.template, page)
        return found

    def source_label(self, key: object) -> str:
        """Return the short citation of a source; the key as it is written, where there is no such source."""
        return self.citations.get(str(key), "no source" if key is None else str(key))

    def source_link(self, key: str) -> str:
        """Return the address of a source in the bibliography; of its first page, where there is no such source."""
        return self.source_links.get(key, f"/sources.md#{make_anchor(key)}" if key in self.sources else "/sources.md")

    def finding_link(self, finding: str) -> str:
        """Return the permanent address of a finding in the evidence library."""
        return f"/evidence/{self.findings[finding]['section']}.md#{make_anchor(finding)}"


def _newest_by_page(records: list[Record]) -> dict[str, list[Record]]:
    found = defaultdict(list)
    for row in sorted(records, key=lambda row: str(row["date"]), reverse=True):
        found[str(row["page"])].append(row)
    return found


def _first_by(records: list[Record], name: str) -> dict[str, Record]:
    """Return the records by one column, in their order; of two with one value, the first."""
    found: dict[str, Record] = {}
    for record in records:
        if record[name] is not None:
            found.setdefault(str(record[name]), record)
    return found


def read_catalogue(
    root: Path, data: str = "data", docs: str = "docs", today: date | None = None, site_title: str = "",
    site_url: str = "", repository: Repository | None = None, recall: Recall = make_anew,
) -> tuple[Catalogue, list[Problem]]:
    """Read the data package and every page below `root`, and check all of it, for the day `today`.

    Returns the catalogue and every problem: of the descriptor, the tables, the front matter, and of what the
    pages point at.
    """
    package, problems = read_package(root / data / "datapackage.yaml", f"{data}/datapackage.yaml")
    records = {}
    for resource in package.resources.values():
        table, found = read_csv(root / data / resource.path, f"{data}/{resource.path}")
        rows, wrong = make_records(table, resource, f"{data}/{resource.path}") if table else ([], [])
        if table and not (found or wrong and not rows):
            records[resource.name] = rows
        problems += found + wrong
    problems += check_foreign_keys(package, records)
    in_data = tuple(problems)
    pages, found = read_pages(root / docs, docs, recall)
    files = find_files(root / docs)
    problems += [*found, *check_files(files, docs)]
    catalogue = Catalogue(package, records, {page.uri: page for page in pages}, frozenset(files.assets), today, in_data,
                          site_title, site_url, repository, recall, tuple(files.hidden))
    return catalogue, problems + list(_without_followers(catalogue, check_catalogue(catalogue)))


def _without_followers(catalogue: Catalogue, problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield the problems, less those that may only follow from a topic page whose front matter cannot be read.

    Such a page has no kind and no phrase, so all that names its topic or uses its phrase would be reported with it, and
    bury the line that mends it.
    """
    folders = {page.uri.rpartition("/")[0] for page in catalogue.topics.values()} - {""}
    is_unread = any(not page.meta and page.uri.rpartition("/")[0] in folders for page in catalogue.pages.values())
    return (problem for problem in problems if not (is_unread and problem.rule in _FOLLOWERS))


def check_catalogue(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield what is wrong between the parts: phrases, topics, and the references of every page and cell."""
    yield from check_redirects(catalogue.rows("redirects"), catalogue.pages)
    yield from check_reflection(catalogue.records, catalogue.topics)
    yield from check_deck(catalogue.rows("checkin-questions"))
    yield from check_charts(catalogue.package, catalogue.records)
    yield from _check_phrases(catalogue)
    yield from _check_unique_front_matter(catalogue)
    yield from _check_topics(catalogue)
    for page in catalogue.pages.values():
        yield from _check_page_text(catalogue, page)
    yield from _check_bibliographies(catalogue)
    yield from _check_markup_in_data(catalogue)
    yield from _check_copies(catalogue)
    yield from _check_page_names(catalogue)


def _check_page_text(catalogue: Catalogue, page: Page) -> Iterator[Problem]:
    """Yield what is wrong with the references of a page, and with its text by itself."""
    place = Place(page.path, page.uri)
    told = [problem for reference in catalogue.references[page.uri] for problem in check_reference(catalogue, place, reference)]
    yield from told
    # An address that is wrong as a reference is not said to be wrong as HTML too.
    yield from _without_repeats(catalogue.texts[page.uri].problems, told)


@dataclass(frozen=True)
class Place:
    """Where a text stands: its file, and the page its links start from ("" for data, whose links start at /)."""

    path: str
    uri: str = ""


def _check_bibliographies(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a problem when sources are shown by letters, and some letters stand on no page."""
    missing = sorted({catalogue.citations[key] for key in catalogue.sources if key not in catalogue.source_links})
    if missing and catalogue.bibliographies:
        _, page, reference = catalogue.bibliographies[-1]
        yield Problem(page.path, reference.line, reference.column, "letters-missing",
                      f"no page shows the sources of {quote(missing[0])}" + (f" and {len(missing) - 1} more" if missing[1:] else ""),
                      "Let the letters of the pages with sources reach from a to z")


def _check_markup_in_data(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield what is wrong with the links and citations in cells and in the descriptor's notes."""
    for path, reference in data_references(catalogue):
        yield from check_reference(catalogue, Place(path), reference)


def data_references(catalogue: Catalogue) -> Iterator[tuple[str, Reference]]:
    """Yield (path, reference) for all that cells and the descriptor's notes point at."""
    for resource in catalogue.package.resources.values():
        for item in resource.fields:
            if item.markup == "inline":
                for record in catalogue.rows(resource.name):
                    cell = record.cells[item.name]
                    for reference in find_in_text(cell.text, cell.line, cell.column + cell.quoted, has_code=False):
                        yield record.path, reference
    for kind, items in (("resources", catalogue.package.resources), ("tables", catalogue.package.tables),
                        ("charts", catalogue.charts)):
        for item in items.values():
            texts = [(("notes", number), note) for number, note in enumerate(item.notes)]
            shown = ("status_note", "source_line", *(["description"] if kind == "charts" else []))
            texts += [((name,), getattr(item, name, "")) for name in shown]
            for keys, text in texts:
                place = catalogue.package.place(kind, item.name, *keys)
                for reference in find_in_text(str(text), has_code=False):
                    yield catalogue.package.path, replace(reference, line=place[0], column=place[1])


def _check_copies(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each archived copy that is the address itself, and so of no help once that is gone."""
    for record in catalogue.rows("sources"):
        copy = str(record.values.get("archive_url") or "")
        if copy and copy.rstrip("/") == str(record["url"] or "").rstrip("/"):
            yield record.problem("archive_url", "copy-is-original", f"{quote(copy)} is the address of the source itself",
                                 "Write the address of the archived copy, or leave the cell empty")


def _check_page_names(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each cell that names a topic or a page which is not there."""
    for record in [*catalogue.rows("changes"), *catalogue.rows("corrections")]:
        if record["page"] not in catalogue.pages:
            yield record.problem("page", "unknown-page", f"no page is at {quote(record['page'])}",
                                 suggest(str(record["page"]), catalogue.pages, "pages"))
    for resource, field in (("findings", "topics"), ("glossary", "see_also")):
        for record in catalogue.rows(resource):
            for slug in record.items(field) if field in record.values else ():
                if slug not in catalogue.topics:
                    yield record.problem(field, "unknown-topic", f"no topic is called {quote(slug)}",
                                         suggest(slug, catalogue.topics, "topics"))


def _check_phrases(catalogue: Catalogue) -> Iterator[Problem]:
    taken: dict[str, Callable[[], Problem]] = {}
    for phrase, _, claim in catalogue.phrase_claims:
        if phrase in taken:
            first, at = taken[phrase](), claim()
            yield Problem(at.path, at.line, at.column, at.rule,
                          f"the phrase {quote(phrase)} is taken already, in {first.path} line {first.line}",
                          "Give each topic and each glossary term phrases of its own")
        taken.setdefault(phrase, claim)


def _check_unique_front_matter(catalogue: Catalogue) -> Iterator[Problem]:
    bodies: dict[str, Page] = {}
    for page in catalogue.pages.values():
        body = page.body.strip()
        if body and body in bodies:
            yield Problem(page.path, page.body_line, 1, "page-twice", f"{bodies[body].path} has the same text",
                          "Keep one of the two pages")
        bodies.setdefault(body, page)
    for key in ("title", "description"):
        taken: dict[str, Page] = {}
        for page in catalogue.pages.values():
            value = page.meta.get(key)
            if not isinstance(value, str):
                continue
            if value in taken:
                yield page.problem((key,), f"{key}-twice", f"{taken[value].path} has the same {key}",
                                   f"Give each page a {key} of its own")
            elif value:
                taken[value] = page


def _check_topics(catalogue: Catalogue) -> Iterator[Problem]:
    for page in catalogue.topics.values():
        seen = set()
        related = page.meta.get("related")
        for index, entry in enumerate(related if isinstance(related, list) else []):
            slug = entry.get("topic") if isinstance(entry, dict) else None
            if not isinstance(slug, str):
                continue  # the schema has said so
            keys = ("related", index, "topic")
            if slug == page.slug or slug in seen:
                yield page.problem(keys, "related-twice", f"the related topic {quote(slug)} is this page or named twice",
                                   "Name another topic")
            elif slug not in catalogue.topics:
                yield page.problem(keys, "unknown-topic", f"no topic is called {quote(slug)}",
                                   suggest(str(slug), catalogue.topics, "topics"))
            seen.add(slug)
        places = len(catalogue.mentions[page.link])
        if places < 2:
            yield page.problem(("phrase",), "orphan-topic",
                               f"{'only one' if places else 'no'} other page links to this topic",
                               f"Use [{page.meta.get('phrase') or 'its phrase'}] in the text of two other pages at least")


@dataclass(frozen=True)
class PageText:
    """What a page's text points at, and what is wrong in it whatever else there is."""

    references: list[Reference]
    problems: list[Problem]


def _recall_text(page: Page, recall: Recall) -> PageText:
    def make() -> list:
        references = find_references(page)
        problems = [*(problem for reference in references for problem in _check_figure_line(page, reference)),
                    *_check_html(page), *check_numbers(page, references), *check_components(page, references)]
        return [[[*vars(item).values()] for item in found] for found in (references, problems)]

    references, problems = recall("prose", page.path, digest(page.path, str(page.body_line), str(page.kind), page.body), make)
    return PageText([Reference(*reference) for reference in references], [Problem(*problem) for problem in problems])


def _check_figure_line(page: Page, reference: Reference) -> Iterator[Problem]:
    """Yield a problem for a table or chart that does not stand on a line of its own, which would not be shown."""
    if reference.kind not in ("table", "chart"):
        return
    line = page.body.split("\n")[reference.line - page.body_line]
    is_alone = _CONTAINER.sub("", line).rstrip() == page.body[reference.start : reference.end]
    if not (is_alone and FIGURE.match(page.body[reference.start : reference.end])):
        yield Problem(page.path, reference.line, reference.column, *figure_fault(reference.kind, reference.target))


def _check_html(page: Page) -> Iterator[Problem]:
    """Yield what is wrong with a page's HTML: in the source, where only that shows it, and in what Markdown makes of it."""
    in_source = []
    if "<" in page.body or "{" in page.body:
        in_source = [Problem(page.path, page.body_line + line - 1, column, *fault)
                     for line, column, fault in html_faults(mask_code(page.body))]
    yield from in_source
    yield from _without_repeats(check_markup(page), in_source)


def _without_repeats(problems: Iterable[Problem], reported: Iterable[Problem]) -> Iterator[Problem]:
    """Yield the problems, less those of an address on a line where something is reported already."""
    lines = {problem.line for problem in reported}
    return (problem for problem in problems if problem.rule not in ADDRESS_RULES or problem.line not in lines)


def check_reference(catalogue: Catalogue, place: Place, reference: Reference) -> Iterator[Problem]:
    """Yield what is wrong with one reference: what it names is not there, or is not what its words say."""
    def problem(rule: str, what: str, mend: str) -> Problem:
        return Problem(place.path, reference.line, reference.column, rule, what, mend)

    target = reference.target
    if reference.is_image and reference.kind in ("finding", "number", "citation", "phrase"):
        yield problem(*not_a_figure(reference.text))
    if reference.kind in ("table", "chart") and not place.uri and place.path:
        rule, what, _ = figure_fault(reference.kind, reference.target)
        yield problem(rule, what, f"Write it on a page instead, as ![words]({reference.kind}:{target}) alone on its line")
    if reference.is_image and reference.kind == "link":
        yield problem(*fetched_fault(target))
    if reference.kind == "finding":
        yield from _check_finding(catalogue, reference, problem)
    elif reference.kind == "table":
        yield from _check_table(catalogue, reference, problem)
    elif reference.kind == "chart":
        if target not in catalogue.charts and target not in catalogue.package.broken:
            yield problem("unknown-chart", f"no chart is called {quote(target)}", suggest(target, catalogue.charts, "charts"))
    elif reference.kind == "citation" and "sources" in catalogue.records:
        for key, _ in split_citation(target):
            if key not in catalogue.sources:
                yield problem("unknown-source", f"no source has the key {quote(key)}",
                              suggest(key, catalogue.sources, "sources"))
    elif reference.kind == "phrase":
        # Without the glossary's rows, nobody can say which phrases there are.
        if target.lower() not in catalogue.phrases and "glossary" not in catalogue.unread:
            yield problem("unknown-phrase", f"{quote(target)} is neither the phrase of a topic nor a glossary term",
                          f"{suggest(normalize_phrase(target), catalogue.phrases, 'phrases').rstrip('.')} "
                          f"(plain square brackets are written \\[ and \\])")
    elif reference.kind == "link" and not reference.is_image:
        if fault := check_address(target):
            yield problem(*fault)
    elif reference.kind == "page":
        yield from _check_page_link(catalogue, place, target, problem)


def _check_finding(catalogue: Catalogue, reference: Reference, problem) -> Iterator[Problem]:
    finding = catalogue.findings.get(reference.target)
    if "findings" not in catalogue.records:
        return  # the table could not be read, and that is reported
    if finding is None:
        yield problem("unknown-finding", f"no finding is called {quote(reference.target)}",
                      suggest(reference.target, catalogue.findings, "findings"))
        return
    for number in find_disagreements(reference.text, finding):
        row = find_numbers(" ".join(finding.cells[name].text for name in ("value", "statement")))
        has = f"which has {', '.join(dict.fromkeys(row))}" if row else "whose row has no number"
        yield problem("number-disagrees", f"the link says {quote(number)}, but not so the finding {quote(reference.target)}, {has}",
                      "Write the figure as the row has it, or correct the row")


def _check_table(catalogue: Catalogue, reference: Reference, problem) -> Iterator[Problem]:
    spec, where = find_table(catalogue, reference.target)
    if spec is None:
        name = reference.target.partition("?")[0]
        if name in catalogue.package.broken:
            return  # its description is wrong, and that is reported
        yield problem("unknown-table", f"no table is called {quote(name)}", suggest(name, catalogue.package.tables, "tables"))
        return
    resource = catalogue.package.resources.get(spec.resource)
    if spec.template == "bibliography" and "letters" in where:
        if not LETTERS.fullmatch(where.pop("letters")):
            yield problem("not-letters", f"the letters of {quote(reference.target)} are not two with a hyphen", "Write letters=a-k")
    for name in where if resource else ():
        if name not in resource.field_names:
            yield problem("unknown-column", f"the table {quote(spec.name)} has no column {quote(name)}",
                          suggest(name, resource.field_names, "columns"))
    if spec.template in PAGE_TEMPLATES:
        return
    if where and resource and not (set(where) - set(resource.field_names)) and spec.resource in catalogue.records:
        if not any(all(row.cells[key].text == value for key, value in where.items()) for row in catalogue.rows(spec.resource)):
            yield problem("empty-table", f"the table {quote(reference.target)} would be empty", "Check what it asks for")


def find_table(catalogue: Catalogue, target: str) -> tuple[TableSpec | None, dict[str, str]]:
    """Return the table that `name?column=value&…` asks for, or None, and the columns it is narrowed to."""
    name, _, query = target.partition("?")
    return catalogue.package.tables.get(name), dict(parse_qsl(query, keep_blank_values=True))


def in_letters(label: str, letters: str) -> bool:
    """Say whether a label's first letter lies in a range such as "a-k"; a label without a letter counts as "a".

    >>> in_letters("Øland, 2020", "n-z"), in_letters("3M, 2020", "a-k")
    (True, False)
    """
    if not LETTERS.fullmatch(letters):
        return False
    plain = unicodedata.normalize("NFKD", label.replace("Ø", "O")).encode("ascii", "ignore").decode().lower()
    first = next((letter for letter in plain if letter.isalpha()), "a")
    return letters[0] <= first <= letters[-1]


def resolve_link(uri: str, target: str) -> tuple[str, str]:
    """Return the uri below docs/ that a link on the page at `uri` leads to, and its anchor.

    >>> resolve_link("topics/a.md", "../help.md#now")
    ('help.md', 'now')
    """
    path, _, anchor = unquote(target).partition("#")
    if not path:
        return uri, anchor
    base = [] if path.startswith("/") else uri.split("/")[:-1]
    for part in path.strip("/").split("/"):
        if part == ".." and base and base[-1] != "..":
            base.pop()
        elif part not in ("", "."):
            base.append(part)
    return "/".join(base), anchor


def _check_page_link(catalogue: Catalogue, place: Place, target: str, problem) -> Iterator[Problem]:
    if not place.uri and not target.startswith("/"):
        yield problem("link-in-data", f"the link to {quote(target)} stands in data, which has no page to start from",
                      "Begin the address with a slash, such as /topics/build-trust.md")
        return
    uri, _ = resolve_link(place.uri, target)
    if uri in catalogue.pages or uri in catalogue.assets or uri in download_names.made_uris(catalogue.package):
        return
    names = [f"/{name}" for name in catalogue.pages]
    yield problem("broken-link", f"the link to {quote(target)} leads to no page or file",
                  suggest(f"/{uri}", names, "pages"))


def find_faults(catalogue: Catalogue, page: Page | None) -> Iterator[str]:
    """Yield what the checks say of the links in a page's text, and of the data, which it may show."""
    found = [*catalogue.problems, *_check_markup_in_data(catalogue)]
    if page is not None:
        found += catalogue.texts[page.uri].problems
        for reference in catalogue.references[page.uri]:
            found += check_reference(catalogue, Place(page.path, page.uri), reference)
    yield from (problem.what for problem in found)
