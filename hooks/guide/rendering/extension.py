"""Extend Python-Markdown: tables, findings, citations, phrases, components, header and footer.

It needs no generator: given a catalogue (a hook passes one) or a `root` to read one from, any
program that takes Python-Markdown extensions can run it:

    markdown_extensions:
      - guide.extension

    [build trust in relationships]          a topic or glossary phrase: a link to its page
    [fell by 5.54%](finding:six-seconds)    a claim, marked, linked to its entry below the text
    [@impett2024]                           "Impett et al., 2024", linked to the source
    ![Loneliness](table:loneliness-trends)  on a line of its own: the table

The links it writes are /path/page.md#anchor, from the root of the docs; with `relative_links`,
relative to the page.
"""

import html
import logging
import posixpath
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE, AtomicString

from guide.content.catalogue import FIGURE, Catalogue
from guide.content.catalogue_checks import problem_messages
from guide.content.docs_files import find_files
from guide.content.languages import make_translate
from guide.content.loader import read_catalogue
from guide.content.pages import ENGLISH, Page
from guide.content.references import split_citation
from guide.content.repository import parse_repository
from guide.core.days import parse_day
from guide.core.problems import Problem, quote, report
from guide.core.templates import atomic_text, parse_blocks, render, to_elements
from guide.core.urls import Fault, leftover_fault, no_address_fault, site_url_fault
from guide.core.wording import make_anchor
from guide.evidence.strength import grade_finding
from guide.evidence.views import frequency_in_words
from guide.exports.json_ld import render_json_ld
from guide.rendering.chart_figures import render_chart_by_name
from guide.rendering.component_tree import render_components
from guide.rendering.fast_inline import enable_inline_prefilter
from guide.rendering.figure_problems import render_broken_figure
from guide.rendering.figures import render_figure
from guide.rendering.page_frame import render_closing, render_opening

# A child of MkDocs' logger, so that its strict mode counts the warnings. MkDocs is not needed.
LOGGER = logging.getLogger("mkdocs.guide")

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_REQUIRED_ATTRIBUTES = {"a": "href", "img": "src"}
# The name, time of change in nanoseconds and size in bytes of each file.
Fingerprint = tuple[tuple[str, int, int], ...]
CITATION = r"\[(?P<keys>@[\w:.-]+(?:,[^;\[\]]+)?(?:;\s*@[\w:.-]+(?:,[^;\[\]]+)?)*)\]"


class GuideExtension(Extension):
    """Register the guide's processors with Python-Markdown."""

    def __init__(self, **settings: Any) -> None:
        self.config = {
            "catalogue": [
                "",
                "A guide.content.catalogue.Catalogue; without one, it is read from `root`",
            ],
            "page": [
                "",
                (
                    "The path of the page below docs/, where a hook says which it is; else it is"
                    " known by its text"
                ),
            ],
            "root": [".", "The project's folder, with data/ and docs/ in it"],
            "repository": [
                "",
                (
                    "The web address of the repository, for the links that edit and report; none"
                    " without it"
                ),
            ],
            "branch": ["main", "The branch of the repository that is published"],
            "today": [
                "",
                "The day for which the site is built, as 2026-11-23; it decides what is overdue",
            ],
            "site_title": ["", "What the guide is called where it is cited"],
            "site_url": [
                "",
                "The address of the published site; without one nothing says how to cite a page",
            ],
            "relative_links": [
                False,
                "Write links relative to the page, for a generator that knows no others",
            ],
            "report": ["", "What is called with each problem of a page; else it is logged"],
            "draws_charts": [True, "Draw charts; else only their texts and tables are there"],
        }
        super().__init__(**settings)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (named by Python-Markdown)
        """Register the processors of one page."""
        # The catalogue is read at the first page and not here: generators also make the extension
        # only to see whether it can be made.
        catalogue, relative, uri, log, draws_charts, *source = (
            self.getConfig(name)
            for name in (
                "catalogue",
                "relative_links",
                "page",
                "report",
                "draws_charts",
                "root",
                "today",
                "site_title",
                "site_url",
                "repository",
                "branch",
            )
        )
        state = PageState(
            lambda: catalogue or _read(*source),
            relative,
            uri,
            is_generator=not catalogue,
            report=log or _log,
            draws_charts=draws_charts,
        )
        md.preprocessors.register(PageProcessor(md, state), "guide_page", 100)
        md.parser.blockprocessors.register(FigureProcessor(md.parser, state), "guide_figure", 75)
        md.inlinePatterns.register(CitationProcessor(CITATION, md, state), "guide_citation", 171)
        # After "inline" (20), which makes the links; before "toc" (5), which lists the headings.
        md.treeprocessors.register(PageTreeprocessor(md, state), "guide_tree", 15)
        # After "attr_list" (8), which can add an address to any element.
        md.treeprocessors.register(AddressTreeprocessor(md, state), "guide_addresses", 7)
        # After "toc" (5), which gives the headings their ids.
        md.treeprocessors.register(FormerAnchorTreeprocessor(md, state), "guide_anchors", 1)


def _read(root: str, *settings: str) -> Catalogue:
    """Read a catalogue where no hook has, and log its problems; cached until a file changes.

    A generator without hooks makes a new extension for each page.
    """
    return _read_cached(_fingerprint(Path(root)), root, *settings)


def _fingerprint(root: Path) -> Fingerprint:
    """Return the names, times and sizes of all files that a catalogue is read from."""
    stats = []
    for path in (
        root / name / uri for name in ("data", "docs") for uri in find_files(root / name).files
    ):
        with suppress(OSError):  # it was deleted in the meantime
            stats.append((str(path), (stat := path.stat()).st_mtime_ns, stat.st_size))
    return tuple(stats)


# The key holds all that a catalogue is made from, so that one in the cache is never out of date.
@lru_cache(maxsize=1)
def _read_cached(
    _fingerprint: Fingerprint,
    root: str,
    today: str,
    site_title: str,
    site_url: str,
    url: str,
    branch: str,
) -> Catalogue:
    try:
        repository = parse_repository(url, branch)
    except ValueError as error:
        LOGGER.warning(str(error))
        repository = None
    day = parse_day(today)
    if today and day is None:
        LOGGER.warning(
            f"today is {quote(today)}, which is not a day. Write year, month and day, such as"
            " 2026-11-23."
        )
    if site_url and (fault := site_url_fault(site_url)):
        LOGGER.warning(fault)
        site_url = ""
    catalogue, problems = read_catalogue(
        Path(root), today=day, site_title=site_title, site_url=site_url, repository=repository
    )
    for line in report(problems, site_url):
        LOGGER.warning(line)
    return catalogue


def _log(problem: Problem) -> None:
    LOGGER.warning(str(problem))


class PageState:
    """What the processors of one page share: the catalogue, the page, the ids of its figures.

    `uri` is the page that a hook names. `is_generator` is set where there is no hook, so that every
    text is that of a page. `report` is called with each problem.
    """

    def __init__(
        self,
        read: Callable[[], Catalogue],
        relative_links: bool,
        uri: str,
        *,
        is_generator: bool,
        report: Callable[[Problem], None] = _log,
        draws_charts: bool = True,
    ) -> None:
        self._read, self.report, self.draws_charts = read, report, draws_charts
        self.relative_links, self.uri, self.is_generator = relative_links, uri, is_generator
        self.page: Page | None = None
        self.figures: Counter[str] = Counter()

    @cached_property
    def catalogue(self) -> Catalogue:
        """The catalogue, read at its first use."""
        return self._read()

    def find_page(self, text: str) -> Page | None:
        """Find the page that a hook names, else the one with this text; log where there is none."""
        catalogue = self.catalogue
        page = catalogue.pages.get(self.uri) if self.uri else catalogue.page_by_body.get(text)
        if page is None and (self.uri or (self.is_generator and text)):
            name = self.uri or f"The text that begins {quote(text.partition(chr(10))[0])}"
            LOGGER.warning(
                f"{name} is not the text of a page in docs/, so it is shown without help strip,"
                " evidence and day of review. Write it as a page in docs/, or leave the page's"
                " text to the guide."
            )
        return page


class PageProcessor(Preprocessor):
    """Find the page, and add the phrases to the parser's link references."""

    def __init__(self, md: Markdown, state: PageState) -> None:
        super().__init__(md)
        self.state = state

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines as they are."""
        self.state.page = self.state.find_page("\n".join(lines).strip())
        self.state.figures = Counter()
        enable_inline_prefilter(self.md)
        self.md.references = PhraseReferences(self.md.references, self.state.catalogue.phrases)
        return lines


class PhraseReferences(dict[str, tuple[str, str]]):
    """The link references of a page, with the phrases as a fallback that is not copied."""

    def __init__(
        self, references: Mapping[str, tuple[str, str]], phrases: Mapping[str, str]
    ) -> None:
        super().__init__(references)
        self.phrases = phrases

    def __contains__(self, phrase: object) -> bool:
        return super().__contains__(phrase) or phrase in self.phrases

    def __missing__(self, phrase: str) -> tuple[str, str]:
        return self.phrases[phrase], ""  # a link without a title


class FigureProcessor(BlockProcessor):
    """Replace `![…](table:name)` or `(chart:name)` on a line of its own by the figure."""

    def __init__(self, parser: BlockParser, state: PageState) -> None:
        super().__init__(parser)
        self.state = state

    def test(self, parent: ElementTree.Element, block: str) -> bool:
        """Return whether a block has a figure in it."""
        return bool(FIGURE.search(block))

    def run(self, parent: ElementTree.Element, blocks: list[str]) -> None:
        """Render the first figure of a block; the text before and after it is parsed as usual."""
        block = blocks.pop(0)
        match = FIGURE.search(block)
        assert match, "test() has found a figure in this block"
        before, after = block[: match.start()].rstrip("\n"), block[match.end() :].lstrip("\n")
        if before.strip():
            self.parser.parseBlocks(parent, [before])
        parent.extend(self.render(match["kind"], match["target"]))
        if after.strip():
            blocks.insert(0, after)

    def render(self, kind: str, target: str) -> list[ElementTree.Element]:
        """Render a table or a chart as elements."""
        catalogue, ids = self.state.catalogue, self.state.figures
        language = self.state.page.language if self.state.page else ENGLISH
        figure = (
            render_figure(catalogue, target, ids, language)
            if kind == "table"
            else render_chart_by_name(catalogue, target, ids, is_drawn=self.state.draws_charts)
        )
        elements = to_elements(figure or render_broken_figure(catalogue, kind, target))
        parse_blocks(elements, self.parser)
        return elements


class CitationProcessor(InlineProcessor):
    """Render `[@key]` and `[@one; @two, p. 3]` as author-date citations."""

    def __init__(self, pattern: str, md: Markdown, state: PageState) -> None:
        super().__init__(pattern, md)
        self.state = state

    def handleMatch(  # type: ignore[override] # as InlineProcessor's, which overrides Pattern's  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[ElementTree.Element | None, int | None, int | None]:
        """Return the element and the span it replaces, or None where a key is unknown."""
        group = ElementTree.Element("span", {"class": "citations"})
        group.text = atomic_text("(")
        pairs = split_citation(m["keys"])
        for number, (key, locator) in enumerate(pairs):
            is_last = number == len(pairs) - 1
            label = self.find_label(key)
            if label is None:
                return None, None, None
            link = ElementTree.SubElement(
                group, "a", {"class": "citation", "href": self.find_link(key)}
            )
            link.text = atomic_text(label + (f", {locator}" if locator else ""))
            link.tail = atomic_text(")" if is_last else "; ")
        return group, m.start(0), m.end(0)

    def find_label(self, key: str) -> str | None:
        """Return the short citation of a source, or None where there is no such source."""
        return self.state.catalogue.citations.get(key)

    def find_link(self, key: str) -> str:
        """Return the address of a source in the bibliography."""
        return self.state.catalogue.source_link(key)


class PageTreeprocessor(Treeprocessor):
    """Render components and claims, and add the header, the footer and the JSON-LD of a page."""

    def __init__(self, md: Markdown, state: PageState) -> None:
        super().__init__(md)
        self.state = state

    def run(self, root: ElementTree.Element) -> None:
        """Change the tree of a page in place."""
        catalogue, page = self.state.catalogue, self.state.page
        render_components(root)
        if page is not None:
            self._insert_header(root, page)
        uses = mark_findings(root, catalogue, page.language if page else ENGLISH)
        unwrap_number_links(root)
        if page is None:
            return
        root.extend(to_elements(render_closing(catalogue, page, uses)))
        if data := render_json_ld(catalogue, page):
            # Stored like raw HTML, so that no later processor changes it.
            ElementTree.SubElement(root, "p").text = AtomicString(self.md.htmlStash.store(data))
        if self.state.relative_links:
            make_links_relative(root, page.uri)

    def _insert_header(self, root: ElementTree.Element, page: Page) -> None:
        """Insert the header of a page above its text."""
        opening = ElementTree.Element("div")
        opening.extend(to_elements(render_opening(self.state.catalogue, page)))
        self.md.treeprocessors["inline"].run(opening)  # it has run over the page already
        for position, element in enumerate(opening):
            root.insert(position, element)


def mark_findings(
    root: ElementTree.Element, catalogue: Catalogue, language: str = ENGLISH
) -> dict[str, list[str]]:
    """Turn every link to `finding:id` into a marked claim; return the claims' ids by finding."""
    translate = make_translate(catalogue, language)
    uses: dict[str, list[str]] = {}
    in_headings = {
        link for heading in root.iter() if heading.tag in HEADINGS for link in heading.iter("a")
    }
    for link in root.iter("a"):
        scheme, _, key = link.get("href", "").partition(":")
        if scheme != "finding":
            continue
        key = catalogue.resolve_finding(key)
        if key not in catalogue.findings:
            link.attrib = {"class": "guide-problem"}
            link.tag = "span"
            link.set("title", f"There is no finding called {key}.")
            continue
        places = uses.setdefault(key, [])
        places.append(f"use-{make_anchor(key)}-{len(places) + 1}")
        finding = catalogue.findings[key]
        status = str(finding["status"] or "unverified")
        frequency = frequency_in_words("".join(link.itertext()), finding)
        link.attrib = {
            "class": f"finding finding--{status}",
            "href": f"#evidence-{make_anchor(key)}",
            "id": places[-1],
        }
        if link not in in_headings:  # a heading's words become its id and its entry in the contents
            marks = to_elements(
                render(
                    "rendering/mark.html",
                    status=status,
                    strength=grade_finding(catalogue, finding),
                    label=translate(catalogue.label("statuses", status)),
                    frequency=frequency if language == ENGLISH else "",
                    t=translate,
                )
            )
            if marks and marks[-1].get("class", "").startswith("mark"):
                # A space, so that screen readers do not join the mark with the claim's last word.
                marks[-1].text = atomic_text("\u00a0")
            link.extend(marks)
    return uses


def unwrap_number_links(root: ElementTree.Element) -> None:
    """Turn links to `number:…`, which mark a number that is not a claim, into plain text."""
    for link in root.iter("a"):
        if link.get("href", "").startswith("number:"):
            link.tag, link.attrib = "span", {}


class AddressTreeprocessor(Treeprocessor):
    """Replace links and images with a faulty or unsafe address by their text, and log the fault."""

    def __init__(self, md: Markdown, state: PageState) -> None:
        super().__init__(md)
        self.state = state

    def run(self, root: ElementTree.Element) -> None:
        """Change the tree in place; log the faults that the catalogue's checks do not report."""
        faults = replace_faulty_addresses(root, self.md.htmlStash.rawHtmlBlocks)
        if not faults:
            return
        page = self.state.page
        messages = set(problem_messages(self.state.catalogue, page))
        for address, (rule, what, mend) in faults:
            # The rest Markdown has made from something that the checks do not read as a link.
            if what not in messages and not any(quote(address) in item for item in messages):
                path, line = (page.path, page.body_line) if page else ("a page", 1)
                self.state.report(Problem(path, line, 1, rule, what, mend))


class FormerAnchorTreeprocessor(Treeprocessor):
    """Keep published anchors: put each former id of a page where its content is now."""

    def __init__(self, md: Markdown, state: PageState) -> None:
        super().__init__(md)
        self.state = state

    def run(self, root: ElementTree.Element) -> None:
        """Add an empty element for each former id; at the top where its new place is missing."""
        page = self.state.page
        if page is None:
            return
        places = {element.get("id"): element for element in root.iter() if element.get("id")}
        for row in self.state.catalogue.rows("former-anchors"):
            if row["page"] == page.uri and row["anchor"] not in places:
                _insert_anchor(places.get(str(row["now"]), root), str(row["anchor"]))


def _insert_anchor(place: ElementTree.Element, identifier: str) -> None:
    """Put an anchor first in an element; in its summary where the element is folded."""
    if place.tag == "details" and len(place):
        place = place[0]
    anchor = ElementTree.Element("span", {"id": identifier})
    anchor.tail, place.text = place.text, None
    place.insert(0, anchor)


def replace_faulty_addresses(
    root: ElementTree.Element, stash: Sequence[object] = ()
) -> list[tuple[str, Fault]]:
    """Replace elements with a faulty address by their text, marked; return (address, fault) pairs.

    MkDocs requires that a link has an address and an image a source. `stash` holds what Markdown
    has replaced by placeholders until the end, such as entities.
    """
    faults = []
    for element in root.iter():
        words = element.get("alt") or ""
        for name in ("href", "src"):
            if name not in element.attrib and name != _REQUIRED_ATTRIBUTES.get(element.tag):
                continue
            # Entities decoded, as the checks and browsers read an address.
            address = html.unescape(
                HTML_PLACEHOLDER_RE.sub(
                    lambda match: str(stash[int(match[1])]), element.get(name) or ""
                )
            )
            fault = (
                leftover_fault(address, words)
                if element.get(name) is not None
                else no_address_fault(words or "".join(element.itertext()))
            )
            if fault:
                faults.append((address, fault))
                if element.tag == "img":
                    element.text = atomic_text(html.unescape(words))
                message = Problem("", 1, 1, *fault).message
                title = message[:1].upper() + message[1:]
                element.tag, element.attrib = "span", {"class": "guide-problem", "title": title}
    return faults


def make_links_relative(root: ElementTree.Element, uri: str) -> None:
    """Rewrite addresses from the root of docs/ relative to the page at `uri`, as ../help.md."""
    for element in root.iter():
        for name in ("href", "src"):
            target = element.get(name, "")
            if target.startswith("/") and not target.startswith("//"):
                path, mark, anchor = target.partition("#")
                slash = "/" if path.endswith("/") else ""
                element.set(
                    name,
                    posixpath.relpath(path, f"/{posixpath.dirname(uri)}") + slash + mark + anchor,
                )


def makeExtension(**settings: Any) -> GuideExtension:  # noqa: N802 (named by Python-Markdown)
    """Return the extension; Python-Markdown calls this by its name."""
    return GuideExtension(**settings)
