"""Model the content of one build: data, pages, link phrases, and which page refers to what.

A catalogue is built once for each build and is never changed afterwards.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from typing import Any
from urllib.parse import parse_qsl, unquote

from guide.content.components import check_components
from guide.content.markup import check_markup
from guide.content.pages import Page
from guide.content.practices import Practice, find_practices
from guide.content.references import Reference, find_references, mask_code, split_citation
from guide.content.repository import Repository
from guide.core.latin_letters import latin_letters
from guide.core.memo import Memoize, digest, no_cache
from guide.core.problems import Problem
from guide.core.urls import figure_fault, html_faults
from guide.core.wording import make_anchor, normalize_phrase
from guide.data.chart_specs import ChartSpec, make_charts
from guide.data.citation_labels import format_citations
from guide.data.package import Package, TableSpec
from guide.data.records import Record

# The notation of a table or a chart: alone on its line, without a title.
FIGURE = re.compile(
    r"^[ ]{0,3}!\[(?P<alt>[^\]\n]*)\]\((?P<kind>table|chart):(?P<target>[^)\s]+)\)[ ]*$",
    re.MULTILINE,
)
# What may come before a figure on its line: the markers of the quotations and list items around it.
_CONTAINER = re.compile(r"^[ \t]*(?:(?:>|[-*+]|\d+\.)[ \t]+|>)*[ \t]*")
# A range of letters, as in table:sources?letters=a-k.
LETTERS = re.compile("[a-z]-[a-z]")
# Rules that are reported alike for an address in a reference and for an address in HTML.
ADDRESS_RULES = ("unknown-scheme", "address-form", "foreign-file")


# A link phrase in its normal form, the address that it links to, and what makes the problem to
# report if another page or term has the phrase already.
PhraseClaim = tuple[str, str, Callable[[], Problem]]


@dataclass(frozen=True)
class Catalogue:
    """Hold the checked content of one build.

    package: the data package's descriptor.
    records: the checked rows of each resource, by its name; no entry where a file is unreadable.
    pages: the Markdown pages by uri (the path below docs/).
    assets: the uris of the files of docs/ that are not pages.
    today: the build day, which decides what is overdue. Without it, nothing is.
    problems: the problems of the data files. A preview shows them where the data is shown.
    site_title, site_url: for citations of the guide.
    repository: where readers may edit and report, or None.
    recall: returns results about a page's text from the last build, or computes them.
    skipped: the files that were passed over: hidden ones, leftovers of programs, and files of data/
        that the package does not list.
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
    recall: Memoize = no_cache
    skipped: tuple[str, ...] = ()

    @cached_property
    def unreadable_resources(self) -> set[str]:
        """Name the resources that the descriptor has, but whose rows could not be read."""
        return (set(self.package.resources) | self.package.broken) - set(self.records)

    def problems_of(self, resource: str) -> list[Problem]:
        """Return the problems in the file of one resource, by place."""
        spec = self.package.resources.get(resource)
        return sorted(
            problem for problem in self.problems if spec and problem.path.endswith(f"/{spec.path}")
        )

    def rows(self, resource: str) -> list[Record]:
        """Return the records of a resource; an empty list where there is no such resource."""
        return self.records.get(resource, [])

    def count(self, resource: str) -> int:
        """Count the records of a resource."""
        return len(self.rows(resource))

    @cached_property
    def charts(self) -> dict[str, ChartSpec]:
        """Index the charts of the descriptor by name."""
        return make_charts(self.package.document.data)

    @cached_property
    def findings(self) -> dict[str, Record]:
        """Index the findings by id."""
        return _index_by(self.rows("findings"), "id")

    @cached_property
    def finding_redirects(self) -> dict[str, Record]:
        """Index the findings whose id was replaced by another by their old id."""
        return {
            old: row
            for old, row in _index_by(self.rows("finding-redirects"), "old").items()
            if old not in self.findings and str(row["new"]) in self.findings
        }

    def resolve_finding(self, finding: str) -> str:
        """Return the id that a finding has now."""
        row = self.finding_redirects.get(finding)
        return str(row["new"]) if row else finding

    def words(self, resource: str) -> dict[str, Record]:
        """Index the rows of a table that says what words mean: designs, statuses or verdicts."""
        return _index_by(self.rows(resource), "id")

    def label(self, resource: str, word: object) -> str:
        """Return the words that readers see for a word of the data; the word where it has none."""
        row = self.words(resource).get(str(word))
        return str(row["label"] or word) if row else str(word)

    @cached_property
    def sources(self) -> dict[str, Record]:
        """Index the sources by key."""
        return _index_by(self.rows("sources"), "key")

    @cached_property
    def source_checks(self) -> dict[str, Record]:
        """Index what the registers of works had on each source by the key of the source."""
        return _index_by(self.rows("source-checks"), "source")

    @cached_property
    def citations(self) -> dict[str, str]:
        """Map the key of each source to its short citation."""
        return format_citations(self.sources.values())

    @cached_property
    def topics(self) -> dict[str, Page]:
        """Index the topic pages by slug, in the order of their addresses."""
        return {page.slug: page for page in self.pages.values() if page.kind == "topic"}

    @cached_property
    def sections(self) -> list[Page]:
        """List the section pages in the order of their numbers."""
        return sorted(
            (page for page in self.pages.values() if page.kind == "section"),
            key=lambda page: (
                number if isinstance(number := page.meta.get("number"), int) else 0,
                page.uri,
            ),
        )

    @cached_property
    def phrases(self) -> dict[str, str]:
        """Map each link phrase, in its normal form, to the address that it links to."""
        # Of two claims to one phrase, the first counts.
        return {phrase: link for phrase, link, _ in reversed(self.phrase_claims)}

    @cached_property
    def phrase_claims(self) -> list[PhraseClaim]:
        """List every (phrase, address, problem factory), those of topics first.

        The factory makes the problem to report if the phrase is taken already.
        """
        claims: list[PhraseClaim] = []
        for page in self.topics.values():
            phrase = page.meta.get("phrase")
            if isinstance(phrase, str) and phrase.strip():
                problem = partial(page.problem, ("phrase",), "phrase-twice", "", "")
                claims.append((normalize_phrase(phrase), page.link, problem))
        for row in self.rows("glossary"):
            link = f"/glossary.md#{make_anchor(row['id'])}"
            for name in ("term", "phrases"):
                problem = partial(row.problem, name, "phrase-twice", "", "")
                claims += [
                    (normalize_phrase(phrase), link, problem) for phrase in row.items(name, "|")
                ]
        return claims

    @cached_property
    def texts(self) -> dict[str, "PageText"]:
        """Map the uri of each page to the references in its text and the problems of it alone."""
        return {uri: _recall_text(page, self.recall) for uri, page in self.pages.items()}

    @cached_property
    def references(self) -> dict[str, list[Reference]]:
        """Map the uri of each page to the references in its text."""
        return {uri: text.references for uri, text in self.texts.items()}

    @cached_property
    def practices(self) -> list[Practice]:
        """List the practice cards of all pages, in reading order."""
        return list(find_practices(self.reading_order, self.references))

    @cached_property
    def page_by_body(self) -> dict[str, Page]:
        """Index the pages by their text, by which the Markdown extension recognizes a page."""
        return {page.body.strip(): page for page in self.pages.values()}

    @cached_property
    def mentions(self) -> dict[str, list[Page]]:
        """Map the address of each page to the other pages that link to it, in reading order."""
        mentions = defaultdict(list)
        for page in self.reading_order:
            for target in dict.fromkeys(self._targets(page)):
                if target != page.link:
                    mentions[target].append(page)
        return mentions

    def _targets(self, page: Page) -> Iterator[str]:
        for reference in self.references[page.uri]:
            if reference.kind == "phrase":
                yield self.phrases.get(reference.target.lower(), "").split("#")[0]
            elif reference.kind == "page":
                yield "/" + resolve_link(page.uri, reference.target)[0]

    @cached_property
    def reading_order(self) -> list[Page]:
        """List the pages in reading order: home, sections, topics, the rest."""
        home = [page for page in self.pages.values() if page.kind == "home"]
        return list(
            dict.fromkeys([*home, *self.sections, *self.topics.values(), *self.pages.values()])
        )

    @cached_property
    def finding_pages(self) -> dict[str, list[Page]]:
        """Map the id of each finding to the pages that link to it, in reading order."""
        return self._pages_by("finding", lambda target: [self.resolve_finding(target)])

    @cached_property
    def source_pages(self) -> dict[str, list[Page]]:
        """Map the key of each source to the pages that cite it, by its key or through a finding."""
        by_key = self._pages_by("citation", lambda text: [key for key, _ in split_citation(text)])
        for finding, pages in self.finding_pages.items():
            if finding in self.findings:
                by_key[str(self.findings[finding]["source"])] += pages
        position = {page: number for number, page in enumerate(self.reading_order)}
        return {key: sorted(set(pages), key=position.__getitem__) for key, pages in by_key.items()}

    def _pages_by(
        self, kind: str, split: Callable[[str], list[str]]
    ) -> defaultdict[str, list[Page]]:
        """Map each name in the targets of one kind of reference to the pages that have it.

        `split` returns the names in the target of a reference.
        """
        pages_by_name = defaultdict(list)
        for page in self.reading_order:
            targets = (
                reference.target
                for reference in self.references[page.uri]
                if reference.kind == kind
            )
            for name in dict.fromkeys(name for target in targets for name in split(target)):
                pages_by_name[name].append(page)
        return pages_by_name

    @cached_property
    def corrections(self) -> dict[str, list[Record]]:
        """Map the uri of each page to its corrections, the newest first."""
        return _newest_by_page(self.rows("corrections"))

    @cached_property
    def changes(self) -> dict[str, list[Record]]:
        """Map the uri of each page to its recorded changes, the newest first."""
        return _newest_by_page(self.rows("changes"))

    @cached_property
    def source_links(self) -> dict[str, str]:
        """Map the key of each source to its address, on the page whose bibliography lists it.

        A bibliography such as `table:sources?letters=a-k` lists the sources of a range of letters.
        """
        return {
            key: f"{page.link}#{make_anchor(key)}"
            for letters, page, _ in reversed(self.bibliographies)
            for key in self.sources
            if in_letters(self.citations[key], letters)
        }

    @cached_property
    def bibliographies(self) -> list[tuple[str, Page, Reference]]:
        """List every place that shows sources: the letters, the page, the reference."""
        bibliographies = []
        for page in self.pages.values():
            for reference in self.references[page.uri]:
                spec, where = (
                    find_table(self, reference.target) if reference.kind == "table" else (None, {})
                )
                if spec is not None and spec.template == "bibliography":
                    bibliographies.append((where.get("letters", "a-z"), page, reference))
        return bibliographies

    @cached_property
    def page_by_template(self) -> dict[str, Page]:
        """Map each template of tables to the first page that shows one."""
        first_pages: dict[str, Page] = {}
        for page in self.pages.values():
            for reference in self.references[page.uri]:
                if reference.kind == "table" and (spec := find_table(self, reference.target)[0]):
                    first_pages.setdefault(spec.template, page)
        return first_pages

    def source_label(self, key: object) -> str:
        """Return the short citation of a source, or the key as it is if there is no such source."""
        return self.citations.get(str(key), "no source" if key is None else str(key))

    def source_link(self, key: str) -> str:
        """Return the address of a source in the bibliography.

        Without such a source, it is the address of the bibliography's first page.
        """
        return self.source_links.get(
            key, f"/sources.md#{make_anchor(key)}" if key in self.sources else "/sources.md"
        )

    def finding_link(self, finding: str) -> str:
        """Return the permanent address of a finding in the evidence library."""
        return f"/evidence/{self.findings[finding]['section']}.md#{make_anchor(finding)}"


def _newest_by_page(records: list[Record]) -> dict[str, list[Record]]:
    """Group records by their column `page`, the newest first by their column `date`."""
    by_page = defaultdict(list)
    for row in sorted(records, key=lambda row: str(row["date"]), reverse=True):
        by_page[str(row["page"])].append(row)
    return by_page


def _index_by(records: list[Record], name: str) -> dict[str, Record]:
    """Index records by one column, in their order; of two with the same value, keep the first."""
    index: dict[str, Record] = {}
    for record in records:
        if record[name] is not None:
            index.setdefault(str(record[name]), record)
    return index


@dataclass(frozen=True)
class PageText:
    """Hold the references in a page's text, and the problems that depend on that text alone."""

    references: list[Reference]
    problems: list[Problem]


def _recall_text(page: Page, recall: Memoize) -> PageText:
    """Return the references and problems of a page's text, from the cache where it is unchanged."""

    def make() -> list[list[list[Any]]]:
        references = find_references(page)
        problems = [
            *(
                problem
                for reference in references
                for problem in _check_figure_line(page, reference)
            ),
            *_check_html(page),
            *check_components(page, references),
        ]
        return [[[*vars(item).values()] for item in items] for items in (references, problems)]

    basis = digest(page.path, str(page.body_line), str(page.kind), page.body)
    stored: Any = recall("prose", page.path, basis, make)
    references, problems = stored
    return PageText(
        [Reference(*reference) for reference in references],
        [Problem(*problem) for problem in problems],
    )


def _check_figure_line(page: Page, reference: Reference) -> Iterator[Problem]:
    """Yield a problem for a table or chart that is not alone on its line: it would not be shown."""
    if reference.kind not in ("table", "chart"):
        return
    line = page.body.split("\n")[reference.line - page.body_line]
    is_alone = _CONTAINER.sub("", line).rstrip() == page.body[reference.start : reference.end]
    if not (is_alone and FIGURE.match(page.body[reference.start : reference.end])):
        yield Problem(
            page.path,
            reference.line,
            reference.column,
            *figure_fault(reference.kind, reference.target),
        )


def _check_html(page: Page) -> Iterator[Problem]:
    """Yield the problems of a page's HTML: in its source, and in what Markdown makes of it.

    Some faults show only in the source.
    """
    in_source: list[Problem] = []
    if "<" in page.body or "{" in page.body:
        in_source = [
            Problem(page.path, page.body_line + line - 1, column, *fault)
            for line, column, fault in html_faults(mask_code(page.body))
        ]
    yield from in_source
    yield from without_repeats(check_markup(page), in_source)


def without_repeats(problems: Iterable[Problem], reported: Iterable[Problem]) -> Iterator[Problem]:
    """Yield the problems, except those of addresses that are reported already.

    One problem repeats one other on its line: one in the same words, or else one in other words,
    since the source and the rendered page may have an address in two spellings.
    """
    rest = [problem for problem in reported if problem.rule in ADDRESS_RULES]
    others = []
    for problem in problems:
        same = [one for one in rest if (one.line, one.what) == (problem.line, problem.what)]
        if problem.rule in ADDRESS_RULES and same:
            rest.remove(same[0])
        else:
            others.append(problem)
    for problem in others:
        near = [one for one in rest if one.line == problem.line]
        if problem.rule in ADDRESS_RULES and near:
            rest.remove(near[0])
        else:
            yield problem


def find_table(catalogue: Catalogue, target: str) -> tuple[TableSpec | None, dict[str, str]]:
    """Parse `name?column=value&…`: return the table, or None, and the values to filter it by."""
    name, _, query = target.partition("?")
    return catalogue.package.tables.get(name), dict(parse_qsl(query, keep_blank_values=True))


def in_letters(label: str, letters: str) -> bool:
    """Test whether a label's first letter is in a range such as "a-k".

    A label without a letter counts as "a", and one that begins with an ideograph as "z".

    >>> in_letters("Łaguna, 2020", "l-z"), in_letters("3M, 2020", "a-k")
    (True, False)
    """
    if not LETTERS.fullmatch(letters):
        return False
    found = (letter for letter in latin_letters(label) if letter.isalpha() or letter == "~")
    return letters[0] <= min(next(found, "a"), "z") <= letters[-1]


def resolve_link(uri: str, target: str) -> tuple[str, str]:
    """Resolve a link on the page at `uri` to the uri below docs/ of its target, and its anchor.

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
