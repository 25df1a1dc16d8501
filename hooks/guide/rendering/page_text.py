"""Render the text of a page as readers see it, where each character knows what it belongs to.

It is what the extension makes of a page, less what comes from data: the header, the closing part,
and the figures. Raw HTML is read as browsers read it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from xml.etree import ElementTree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from selectolax.lexbor import LexborHTMLParser, LexborNode

from guide.content.catalogue import Catalogue
from guide.core.urls import OWN_SCHEMES, scheme_of
from guide.rendering.component_tree import render_components
from guide.rendering.extension import (
    CITATION,
    CitationProcessor,
    FigureProcessor,
    PageState,
    PhraseReferences,
)
from guide.rendering.fast_inline import enable_inline_prefilter

# The extensions in mkdocs.yml that change the text, and fenced_code, which MkDocs adds.
EXTENSIONS = ("abbr", "attr_list", "def_list", "fenced_code", "sane_lists", "smarty", "tables")
# The attributes whose text a browser shows or reads out.
_TEXT_ATTRIBUTES = ("alt", "title", "aria-label", "aria-description", "placeholder", "abbr")
_INLINE_NAMES = """
    a abbr b bdi bdo br cite code del dfn em i img ins kbd mark q s samp small span strong sub sup
    time u var wbr font tt big strike nobr label text tspan
"""
_INLINE = frozenset(_INLINE_NAMES.split())
# Mark the links that the extension makes of finding: and number:, and the turns of a dialogue.
# The check of HTML lets no editor write them.
_LINK, _TURN = "data-own-link", "data-own-turn"
NO_PHRASES: Mapping[str, str] = MappingProxyType({})


@dataclass
class Link:
    """A link to a finding, or one that marks a number which claims nothing.

    `scheme` is finding or number; `start` and `end` are its place in the text of its block.
    """

    scheme: str
    target: str
    start: int
    end: int = 0


@dataclass
class Block:
    """A run of text that no block element divides, with its links and its kind.

    `is_dialogue`: a turn of a dialogue, which is made up and says so. `labels`: for a cell of a
    table or a list of definitions, what its row, column, table or term is called.
    """

    text: str = ""
    links: list[Link] = field(default_factory=list)
    is_dialogue: bool = False
    labels: tuple[str, ...] = ()


class PageTextExtension(Extension):
    """Register those processors of the guide that change the text of a page."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (named by Python-Markdown)
        """Register the processors."""
        state = PageState(_no_catalogue, relative_links=False, uri="", is_generator=False)
        md.preprocessors.register(_Phrases(md), "page_text_phrases", 100)
        md.parser.blockprocessors.register(_NoFigures(md.parser, state), "guide_figure", 75)
        md.inlinePatterns.register(_Citations(CITATION, md, state), "guide_citation", 171)
        md.treeprocessors.register(_Components(md), "page_text_components", 15)


def _no_catalogue() -> Catalogue:
    raise AssertionError("the text of a page is read without a catalogue")


class _Phrases(Preprocessor):
    """Add the phrases to the parser's link references."""

    phrases = NO_PHRASES

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines as they are."""
        assert self.md
        enable_inline_prefilter(self.md)
        self.md.references = PhraseReferences(self.md.references, self.phrases)
        return lines


class _NoFigures(FigureProcessor):
    """Leave out the figures: their numbers are rows."""

    def render(self, kind: str, target: str) -> list[ElementTree.Element]:
        """Return no elements."""
        return []


class _Citations(CitationProcessor):
    """Render a citation as its locators, which is all of it that a page writes."""

    def find_label(self, key: str) -> str | None:
        """Return an empty label for each key."""
        return ""

    def find_link(self, key: str) -> str:
        """Return an address."""
        return "source"


class _Components(Treeprocessor):
    def run(self, root: ElementTree.Element) -> None:
        """Render the components, and mark the guide's own links."""
        render_components(root)
        for link in root.iter("a"):
            if link.get("href", "").startswith(("finding:", "number:")):
                link.attrib = {_LINK: link.get("href", "")}
        for turn in root.iter("p"):
            if turn.get("class", "").split(" ")[0] == "turn":
                turn.set(_TURN, "")


@cache
def _converter() -> Markdown:
    """Return the converter. Cached: creating one takes longer than converting a page."""
    return Markdown(
        extensions=[*EXTENSIONS, PageTextExtension()],
        extension_configs={"tables": {"use_align_attribute": True}},
    )


def read_page_text(body: str, phrases: Mapping[str, str] = NO_PHRASES) -> list[Block]:
    r"""Return the text of a page's body in blocks, and each attribute that readers see as one.

    `phrases` are those of the catalogue, by which words in brackets are a link.

    >>> [block.text for block in read_page_text("A **24**%\n\n- b&nbsp;c")]
    ['A 24%', 'b\xa0c']
    """
    converter = _converter().reset()
    processor = converter.preprocessors["page_text_phrases"]
    assert isinstance(processor, _Phrases)
    processor.phrases = phrases
    html = converter.convert(body)
    root = LexborHTMLParser(f"<!doctype html><body>{html}").body
    return list(_read_blocks(root)) if root is not None else []


class _Labels:
    """What the cells of a table are called, and the definitions of a list."""

    def __init__(self) -> None:
        self.cell = self.caption = self.row = self.term = ""
        self.columns: dict[int, str] = {}
        self.column, self.is_first_row = 0, True

    def enter(self, tag: str) -> None:
        """Note that an element begins."""
        if tag == "table":
            self.caption, self.columns, self.is_first_row = "", {}, True
        elif tag == "tr":
            self.row, self.column = "", -1
        elif tag in ("th", "td"):
            self.column += 1
        if tag in ("th", "td", "dt", "dd", "caption"):
            self.cell = tag

    def leave(self, tag: str) -> None:
        """Note that an element ends."""
        if tag == "tr":
            self.is_first_row = False
        if tag == self.cell:
            self.cell = ""

    def label(self, text: str) -> tuple[str, ...]:
        """Return the labels of a text in the present element, and note it as a label of others."""
        if self.cell == "dd":
            return (self.term,)
        if self.cell == "td" and self.column:
            return (self.columns.get(self.column, ""), self.row, self.caption)
        if self.cell == "dt":
            self.term = text
        elif self.cell == "caption":
            self.caption = text
        elif self.cell == "th" and self.is_first_row:
            self.columns[self.column] = text
        elif self.cell:
            self.row = text
        return (self.columns.get(0, ""), self.caption) if self.cell == "td" else ()


def _read_blocks(root: LexborNode) -> Iterator[Block]:
    """Yield the blocks below an element. Iterative, since HTML may be nested without bound."""
    block, dialogue, labels = Block(), 0, _Labels()
    pieces: list[str] = []
    length = 0
    attributes: dict[str, Block] = {}
    # Each entry is an element to enter, or with True one to leave.
    stack: list[tuple[LexborNode, bool]] = [(root, False)]
    links: list[Link] = []
    while stack:
        node, is_end = stack.pop()
        tag = node.tag or ""
        if tag == "-text":
            pieces.append(node.text_content or "")
            length += len(pieces[-1])
            continue
        if tag.startswith("-") or tag in ("script", "style", "template"):
            continue
        given = node.attributes
        is_turn = _TURN in given
        own = given.get(_LINK)
        if tag not in _INLINE:
            # A link around blocks covers each of them.
            for link in links:
                link.end = length
            block.text = "".join(pieces)
            if block.text.strip():
                block.labels = labels.label(block.text)
                yield block
            pieces, length = [], 0
            block = Block(is_dialogue=bool(dialogue + (is_turn and not is_end)))
            links = [Link(link.scheme, link.target, 0) for link in links]
            block.links += links
        if is_end:
            labels.leave(tag)
            dialogue -= is_turn
            if own is not None and links:
                links.pop().end = length
            continue
        labels.enter(tag)
        dialogue += is_turn
        if tag == "br":
            pieces.append("\n")
            length += 1
        if own is not None:
            scheme, _, target = own.partition(":")
            links.append(Link(scheme, target, length))
            block.links.append(links[-1])
        # A picture that is a finding or a table is reported as such.
        if scheme_of(given.get("src") or "") not in OWN_SCHEMES:
            for name in _TEXT_ATTRIBUTES:
                if (text := given.get(name) or "").strip():
                    attributes.setdefault(text, Block(text))
        stack.append((node, True))
        children = []
        child = node.child
        while child is not None:
            children.append(child)
            child = child.next
        stack += [(child, False) for child in reversed(children)]
    yield from attributes.values()
