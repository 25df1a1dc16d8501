"""The Markdown extension: tables, findings, citations, phrases, components, and what is added to a page.

Imports all the above, and Python-Markdown. It needs no generator: given a catalogue (a hook passes
one) or a `root` to read one from, any program that takes Python-Markdown extensions can run it:

    markdown_extensions:
      - guide.extension

    [build trust in relationships]          a topic or glossary phrase: a link to its page
    [fell by 5.54%](finding:six-seconds)    a claim, marked, linked to its entry below the text
    [@impett2024]                           "Impett et al., 2024", linked to the source
    ![Loneliness](table:loneliness-trends)  on a line of its own: the table

Links leave it as /path/page.md#anchor, from the root of the docs; with `relative_links`, relative
to the page.
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
from xml.etree import ElementTree

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE, AtomicString

from guide.content.catalogue import FIGURE, Catalogue
from guide.content.catalogue_checks import find_faults
from guide.content.docs_files import find_files
from guide.content.loader import read_catalogue
from guide.content.pages import Page
from guide.content.references import split_citation
from guide.content.repository import parse_repository
from guide.core.days import parse_day
from guide.core.problems import Problem, quote, report
from guide.core.templates import literal, render, to_elements
from guide.core.urls import Fault, leftover_fault, no_address
from guide.core.wording import make_anchor
from guide.evidence.views import frequency_in_words
from guide.exports.json_ld import render_linked_data
from guide.rendering.chart_figures import render_chart_named
from guide.rendering.component_tree import shape_components
from guide.rendering.fast_inline import quicken
from guide.rendering.figure_problems import render_broken_figure
from guide.rendering.figures import render_figure
from guide.rendering.page_frame import render_closing, render_opening

# A child of MkDocs' logger, so that its strict mode counts what is said; it needs nothing of
# MkDocs.
LOGGER = logging.getLogger("mkdocs.guide")

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_NEEDED = {"a": "href", "img": "src"}
CITATION = r"\[(?P<keys>@[\w:.-]+(?:,[^;\[\]]+)?(?:;\s*@[\w:.-]+(?:,[^;\[\]]+)?)*)\]"


class GuideExtension(Extension):
    """Python-Markdown's door to the guide."""

    def __init__(self, **settings: object) -> None:
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
        }
        super().__init__(**settings)

    def extendMarkdown(self, md: Markdown) -> None:
        # Read at the first page and not here: generators also make the extension just to see
        # whether it can be.
        given, relative, uri, *where = (
            self.getConfig(name)
            for name in (
                "catalogue",
                "relative_links",
                "page",
                "root",
                "today",
                "site_title",
                "site_url",
                "repository",
                "branch",
            )
        )
        state = PageState(lambda: given or _read(*where), relative, uri, is_generator=not given)
        md.preprocessors.register(PageProcessor(md, state), "guide_page", 100)
        md.parser.blockprocessors.register(FigureProcessor(md.parser, state), "guide_figure", 75)
        md.inlinePatterns.register(CitationProcessor(CITATION, md, state), "guide_citation", 171)
        # After "inline" (20), which makes the links; before "toc" (5), which lists the headings.
        md.treeprocessors.register(PageTreeprocessor(md, state), "guide_tree", 15)
        # After "attr_list" (8), which can give any element an address.
        md.treeprocessors.register(AddressTreeprocessor(md, state), "guide_addresses", 7)


def _read(root: str, *settings: str) -> Catalogue:
    """Read a catalogue where no hook has, and log what is wrong with it; again only when a file has changed.

    A generator that knows no hooks makes the extension anew for each page.
    """
    return _read_once(_stamp(Path(root)), root, *settings)


def _stamp(root: Path) -> tuple[tuple[str, int, int], ...]:
    """Return the names, times and sizes of all files that a catalogue is read from."""
    stamps = []
    for path in (
        root / name / uri for name in ("data", "docs") for uri in find_files(root / name).files
    ):
        with suppress(OSError):  # it has gone in the meantime
            stamps.append((str(path), (facts := path.stat()).st_mtime_ns, facts.st_size))
    return tuple(stamps)


# One is kept: its key holds all that it was made from, so it can never be old, only made again.
@lru_cache(maxsize=1)
def _read_once(
    _stamp: tuple, root: str, today: str, site_title: str, site_url: str, url: str, branch: str
) -> Catalogue:
    try:
        repository = parse_repository(url, branch)
    except ValueError as wrong:
        LOGGER.warning(str(wrong))
        repository = None
    day = parse_day(today)
    if today and day is None:
        LOGGER.warning(
            f"today is {quote(today)}, which is not a day. Write year, month and day, such as"
            " 2026-11-23."
        )
    catalogue, problems = read_catalogue(
        Path(root), today=day, site_title=site_title, site_url=site_url, repository=repository
    )
    for line in report(problems):
        LOGGER.warning(line)
    return catalogue


class PageState:
    """What the processors of one page share: the catalogue, the page, the ids its figures have taken.

    `uri` is the page that a hook names. `is_generator` says that no hook has a part in this, and
    each text is a page's.
    """

    def __init__(
        self, read: Callable[[], Catalogue], relative_links: bool, uri: str, *, is_generator: bool
    ) -> None:
        self._read = read
        self.relative_links, self.uri, self.is_generator = relative_links, uri, is_generator
        self.page: Page | None = None
        self.figures: Counter = Counter()

    @cached_property
    def catalogue(self) -> Catalogue:
        return self._read()

    def find_page(self, text: str) -> Page | None:
        """Return the page that a hook names or, where no hook does, the one that has this text; say so where there is none."""
        catalogue = self.catalogue
        page = catalogue.pages.get(self.uri) if self.uri else catalogue.page_by_body.get(text)
        if page is None and (self.uri or self.is_generator and text):
            name = self.uri or f"The text that begins {quote(text.partition(chr(10))[0])}"
            LOGGER.warning(
                f"{name} is not the text of a page in docs/, so it is shown without help strip,"
                " evidence and day of review. Write it as a page in docs/, or leave the page's"
                " text to the guide."
            )
        return page


class PageProcessor(Preprocessor):
    """Find the page, and give the parser the phrases as link references."""

    def __init__(self, md: Markdown, state: PageState) -> None:
        super().__init__(md)
        self.state = state

    def run(self, lines: list[str]) -> list[str]:
        self.state.page = self.state.find_page("\n".join(lines).strip())
        self.state.figures = Counter()
        quicken(self.md)
        self.md.references = PhraseReferences(self.md.references, self.state.catalogue.phrases)
        return lines


class PhraseReferences(dict):
    """The link references of a page, and after them the phrases, each looked up only where the page has it."""

    def __init__(self, own: Mapping, phrases: Mapping[str, str]) -> None:
        super().__init__(own)
        self.phrases = phrases

    def __contains__(self, phrase: object) -> bool:
        return super().__contains__(phrase) or phrase in self.phrases

    def __missing__(self, phrase: str) -> tuple[str, None]:
        return self.phrases[phrase], None


class FigureProcessor(BlockProcessor):
    """Put the table in the place of `![…](table:name)` where it stands on a line of its own."""

    def __init__(self, parser, state: PageState) -> None:
        super().__init__(parser)
        self.state = state

    def test(self, parent: ElementTree.Element, block: str) -> bool:
        return bool(FIGURE.search(block))

    def run(self, parent: ElementTree.Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        match = FIGURE.search(block)
        before, after = block[: match.start()].rstrip("\n"), block[match.end() :].lstrip("\n")
        if before.strip():
            self.parser.parseBlocks(parent, [before])
        make = {"table": render_figure, "chart": render_chart_named}[match["kind"]]
        made = make(self.state.catalogue, match["target"], self.state.figures)
        parent.extend(
            to_elements(
                made or render_broken_figure(self.state.catalogue, match["kind"], match["target"])
            )
        )
        if after.strip():
            blocks.insert(0, after)


class CitationProcessor(InlineProcessor):
    """Make the author-date citations of `[@key]` and `[@one; @two, p. 3]`."""

    def __init__(self, pattern: str, md: Markdown, state: PageState) -> None:
        super().__init__(pattern, md)
        self.state = state

    def handleMatch(
        self, match: re.Match, data: str
    ) -> tuple[ElementTree.Element | None, int | None, int | None]:
        catalogue = self.state.catalogue
        group = ElementTree.Element("span", {"class": "citations"})
        group.text = literal("(")
        pairs = split_citation(match["keys"])
        for number, (key, locator) in enumerate(pairs):
            last = number == len(pairs) - 1
            words = catalogue.citations.get(key)
            if words is None:
                return None, None, None
            link = ElementTree.SubElement(
                group, "a", {"class": "citation", "href": catalogue.source_link(key)}
            )
            link.text = literal(words + (f", {locator}" if locator else ""))
            link.tail = literal(")" if last else "; ")
        return group, match.start(0), match.end(0)


class PageTreeprocessor(Treeprocessor):
    """Mark the claims, shape the components, and add what stands above and below the text."""

    def __init__(self, md: Markdown, state: PageState) -> None:
        super().__init__(md)
        self.state = state

    def run(self, root: ElementTree.Element) -> None:
        catalogue, page = self.state.catalogue, self.state.page
        shape_components(root)
        if page is not None:
            self._open(root, page)
        uses = mark_findings(root, catalogue)
        drop_number_marks(root)
        if page is None:
            return
        root.extend(to_elements(render_closing(catalogue, page, uses)))
        if data := render_linked_data(catalogue, page):
            # Put away as raw HTML is, so that nothing of the tree touches it.
            ElementTree.SubElement(root, "p").text = AtomicString(self.md.htmlStash.store(data))
        if self.state.relative_links:
            make_links_relative(root, page.uri)

    def _open(self, root: ElementTree.Element, page: Page) -> None:
        """Put what opens a page above its text."""
        opening = ElementTree.Element("div")
        opening.extend(to_elements(render_opening(self.state.catalogue, page)))
        self.md.treeprocessors["inline"].run(opening)  # which has passed over the page by now
        for position, element in enumerate(opening):
            root.insert(position, element)


def mark_findings(root: ElementTree.Element, catalogue: Catalogue) -> dict[str, list[str]]:
    """Turn every link to `finding:id` into a marked claim; return the ids of the places by finding."""
    uses: dict[str, list[str]] = {}
    in_headings = {
        link for heading in root.iter() if heading.tag in HEADINGS for link in heading.iter("a")
    }
    for link in root.iter("a"):
        scheme, _, key = link.get("href", "").partition(":")
        if scheme != "finding":
            continue
        if key not in catalogue.findings:
            link.attrib = {"class": "guide-problem"}
            link.tag = "span"
            link.set("title", f"There is no finding called {key}.")
            continue
        places = uses.setdefault(key, [])
        places.append(f"use-{make_anchor(key)}-{len(places) + 1}")
        finding = catalogue.findings[key]
        status, frequency = (
            str(finding["status"] or "unverified"),
            frequency_in_words("".join(link.itertext()), finding),
        )
        link.attrib = {
            "class": f"finding finding--{status}",
            "href": f"#evidence-{make_anchor(key)}",
            "id": places[-1],
        }
        if link not in in_headings:  # a heading's words become its id and its entry in the contents
            marks = to_elements(render("rendering/mark.html", status=status, frequency=frequency))
            marks[-1].text = literal(
                "\u00a0"
            )  # so that the mark's word is not read as a part of the claim's
            link.extend(marks)
    return uses


def drop_number_marks(root: ElementTree.Element) -> None:
    """Turn links to `number:…`, which mark a number that claims nothing, into plain text."""
    for link in root.iter("a"):
        if link.get("href", "").startswith("number:"):
            link.tag, link.attrib = "span", {}


class AddressTreeprocessor(Treeprocessor):
    """Make words of each link and image that leads nowhere, or would run something, and see that it is reported."""

    def __init__(self, md: Markdown, state: PageState) -> None:
        super().__init__(md)
        self.state = state

    def run(self, root: ElementTree.Element) -> None:
        found = drop_addresses(root, self.md.htmlStash.rawHtmlBlocks)
        if not found:
            return
        page = self.state.page
        known = set(find_faults(self.state.catalogue, page))
        for address, (rule, what, mend) in found:
            # Else Markdown has made it of something that the checks do not read as a link.
            if what not in known and not any(quote(address) in told for told in known):
                LOGGER.warning(
                    str(
                        Problem(
                            page.path if page else "a page",
                            page.body_line if page else 1,
                            1,
                            rule,
                            what,
                            mend,
                        )
                    )
                )


def drop_addresses(
    root: ElementTree.Element, stash: Sequence[object] = ()
) -> list[tuple[str, Fault]]:
    """Turn what leads nowhere into its words, marked as a problem, and return each address with what is wrong.

    MkDocs takes it for granted that a link has an address and an image a source. `stash` is what
    Markdown has put away: entities, which it puts back at the end.
    """
    faults = []
    for element in root.iter():
        words = element.get("alt") or ""
        for name in ("href", "src"):
            if name not in element.attrib and name != _NEEDED.get(element.tag):
                continue
            address = HTML_PLACEHOLDER_RE.sub(
                lambda match: str(stash[int(match[1])]), element.get(name) or ""
            )
            fault = (
                leftover_fault(address, words)
                if element.get(name) is not None
                else no_address(words or "".join(element.itertext()))
            )
            if fault:
                faults.append((address, fault))
                if element.tag == "img":
                    element.text = literal(html.unescape(words))
                told = Problem("", 1, 1, *fault).message
                element.tag, element.attrib = (
                    "span",
                    {
                        "class": "guide-problem",
                        "title": told[:1].upper() + told[1:],
                    },
                )
    return faults


def make_links_relative(root: ElementTree.Element, uri: str) -> None:
    """Write each address from the root of docs/ as it is seen from the page at `uri`: /help.md as ../help.md."""
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


def makeExtension(**settings: object) -> GuideExtension:
    """Return the extension, as Python-Markdown asks for it by name."""
    return GuideExtension(**settings)
