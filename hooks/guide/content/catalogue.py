"""Hold all that the pages may speak of: data, pages, phrases, and who points at what.

Imports problem, addresses, text, memory, docs_files, csv_file, package, download_names, records,
reflection, page, redirects, repository, references, html_policy, markup, numbers, components,
deck_rules, agreement, citation, charts. Made anew for each build and never changed.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from urllib.parse import parse_qsl, unquote

from guide.content.components import check_components
from guide.content.markup import check_markup
from guide.content.pages import Page
from guide.content.references import Reference, find_references, mask_code, split_citation
from guide.content.repository import Repository
from guide.core.memo import Recall, digest, make_anew
from guide.core.problems import Problem
from guide.core.urls import figure_fault, html_faults
from guide.core.wording import make_anchor, normalize_phrase
from guide.data.chart_specs import ChartSpec, make_charts
from guide.data.citation_labels import short_citations
from guide.data.package import Package, TableSpec
from guide.data.records import Record

# How a table or a chart is written: alone on its line, without a title.
FIGURE = re.compile(
    r"^[ ]{0,3}!\[(?P<alt>[^\]\n]*)\]\((?P<kind>table|chart):(?P<target>[^)\s]+)\)[ ]*$",
    re.MULTILINE,
)
# What may stand before a figure on its line: the marks of quotations and list items that it is in.
_CONTAINER = re.compile(r"^[ \t]*(?:(?:>|[-*+]|\d+\.)[ \t]+|>)*[ \t]*")
# A range of letters, as in table:sources?letters=a-k.
LETTERS = re.compile("[a-z]-[a-z]")
# The statuses of a finding, as evidence is graded in the data; the words readers see are in
# templates.
STATUSES = ("verified", "secondary", "unverified", "contradicted")


# What is said of an address alike where it is a reference and where it stands in HTML.
ADDRESS_RULES = ("unknown-scheme", "address-form", "foreign-file")


@dataclass(frozen=True)
class Catalogue:
    """Everything of one build.

    `assets` holds the addresses of the files of docs/ that are not pages; `today` is the day for
    which the site is built, which decides what is overdue (nothing is, without it); `problems` is
    what is wrong in the data's files, shown where they are while an editor mends them. `site_title`
    and `site_url` are for citations of the guide; `repository` is where readers may edit and
    report, if anywhere; `recall` gives back what was found in a page's text in the last build;
    `hidden` names the files of docs/ that were passed over.
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
        return sorted(
            item for item in self.problems if known and item.path.endswith(f"/{known.path}")
        )

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
        return sorted(
            found,
            key=lambda page: (
                number if isinstance(number := page.meta.get("number"), int) else 0,
                page.uri,
            ),
        )

    @cached_property
    def phrases(self) -> dict[str, str]:
        """The address that each link phrase, in its normal form, leads to."""
        return {
            phrase: link for phrase, link, _ in reversed(self.phrase_claims)
        }  # of two claims, the first

    @cached_property
    def phrase_claims(self) -> list[tuple[str, str, Callable[[], Problem]]]:
        """Every (phrase, address, what makes the problem to report if it is taken already), topics first."""
        claims = []
        for page in self.topics.values():
            words = page.meta.get("phrase")
            if isinstance(words, str) and words.strip():
                claims.append(
                    (
                        normalize_phrase(words),
                        page.link,
                        lambda page=page: page.problem(("phrase",), "phrase-twice", "", ""),
                    )
                )
        for row in self.rows("glossary"):
            link = f"/glossary.md#{make_anchor(row['id'])}"
            for name in ("term", "phrases"):
                claims += [
                    (
                        normalize_phrase(word),
                        link,
                        lambda row=row, name=name: row.problem(name, "phrase-twice", "", ""),
                    )
                    for word in row.items(name, "|")
                ]
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
        return list(
            dict.fromkeys([*first, *self.sections, *self.topics.values(), *self.pages.values()])
        )

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
            targets = (
                reference.target
                for reference in self.references[page.uri]
                if reference.kind == kind
            )
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
        return {
            key: f"{page.link}#{make_anchor(key)}"
            for letters, page, _ in reversed(self.bibliographies)
            for key in self.sources
            if in_letters(self.citations[key], letters)
        }

    @cached_property
    def bibliographies(self) -> list[tuple[str, Page, Reference]]:
        """Every place that shows sources: the letters, the page, the reference."""
        found = []
        for page in self.pages.values():
            for reference in self.references[page.uri]:
                spec, where = (
                    find_table(self, reference.target) if reference.kind == "table" else (None, {})
                )
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
        return self.source_links.get(
            key, f"/sources.md#{make_anchor(key)}" if key in self.sources else "/sources.md"
        )

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


@dataclass(frozen=True)
class PageText:
    """What a page's text points at, and what is wrong in it whatever else there is."""

    references: list[Reference]
    problems: list[Problem]


def _recall_text(page: Page, recall: Recall) -> PageText:
    def make() -> list:
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
        return [[[*vars(item).values()] for item in found] for found in (references, problems)]

    references, problems = recall(
        "prose", page.path, digest(page.path, str(page.body_line), str(page.kind), page.body), make
    )
    return PageText(
        [Reference(*reference) for reference in references],
        [Problem(*problem) for problem in problems],
    )


def _check_figure_line(page: Page, reference: Reference) -> Iterator[Problem]:
    """Yield a problem for a table or chart that does not stand on a line of its own, which would not be shown."""
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
    """Yield what is wrong with a page's HTML: in the source, where only that shows it, and in what Markdown makes of it."""
    in_source = []
    if "<" in page.body or "{" in page.body:
        in_source = [
            Problem(page.path, page.body_line + line - 1, column, *fault)
            for line, column, fault in html_faults(mask_code(page.body))
        ]
    yield from in_source
    yield from without_repeats(check_markup(page), in_source)


def without_repeats(problems: Iterable[Problem], reported: Iterable[Problem]) -> Iterator[Problem]:
    """Yield the problems, less those of an address on a line where something is reported already."""
    lines = {problem.line for problem in reported}
    return (
        problem
        for problem in problems
        if problem.rule not in ADDRESS_RULES or problem.line not in lines
    )


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
    plain = (
        unicodedata.normalize("NFKD", label.replace("Ø", "O"))
        .encode("ascii", "ignore")
        .decode()
        .lower()
    )
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
