"""Check that Markdown shows as it is meant: nothing of its notation is left in what readers see.

A page is converted as the site does it, and what is left of the notation in the text is reported:
most of it is a habit from other programs (GitHub, CommonMark, Obsidian, Pandoc). What leaves no
trace, such as a list that is nested by too little or a cell beyond the last column, is found where
Python-Markdown takes the blocks apart, or in the source. The guide's own extension is not used:
what it adds comes from templates. https://python-markdown.github.io/#differences
"""

import html
import re
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice
from typing import Any

from markdown import Markdown
from markdown.blockprocessors import CodeBlockProcessor, SetextHeaderProcessor
from markdown.extensions.tables import TableProcessor
from markdown.inlinepatterns import ENTITY_RE, ESCAPE_RE, InlineProcessor

from guide.content.catalogue import Catalogue
from guide.content.pages import Page
from guide.content.references import mask_code
from guide.core.html_elements import walk_fragment
from guide.core.memo import digest
from guide.core.problems import Problem, quote
from guide.core.wording import format_count
from guide.rendering.fast_inline import enable_inline_prefilter

# The extensions of mkdocs.yml and of MkDocs that make elements. smarty would change characters.
_EXTENSIONS = ("abbr", "attr_list", "def_list", "fenced_code", "sane_lists", "tables")
# An editor who has fixed this many sees the next ones.
_MOST_FAULTS = 50
_MOST_OPEN = 100
# Stands in the text for what is written on purpose, such as \* or &#42;, and for code and images.
_MEANT = "\ue000"
_HIDDEN = {"code", "pre", "script", "style", "svg"}
_SHOWN = {"code", "img", "input", "svg"}
_INLINE = {"a", "abbr", "b", "bdi", "cite", "dfn", "em", "i", "kbd", "mark", "q", "s", "small"}
_INLINE |= {"span", "strong", "sub", "sup", "time", "u", "var"}


@dataclass(frozen=True)
class Fault:
    """One thing that shows otherwise than meant; `written` is where to find it in the source."""

    rule: str
    written: str
    what: str
    mend: str


def check_markdown(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each place of a page that shows otherwise than meant.

    Pages whose text has not changed since the last build come from the cache.
    """
    for page in catalogue.pages.values():

        def search(page: Page = page) -> list[list[Any]]:
            return [[*vars(problem).values()] for problem in check_page_markdown(page)]

        basis = digest(page.path, str(page.body_line), page.body)
        stored: Any = catalogue.recall("markdown", page.path, basis, search)
        for values in stored:
            yield Problem(*values)


def check_page_markdown(page: Page) -> Iterator[Problem]:
    """Yield the problems of one page, in no order.

    Problems: Markdown that shows as text, lists and tables and headings that show otherwise than
    they are written, footnotes, addresses that are no links, and what shows nothing.
    """
    if page.body_line == 1:
        return  # It has no front matter, or one that is not closed and would be taken for text.
    if not page.body.strip():
        what = "below its front matter this page is empty"
        yield Problem(page.path, page.body_line, 1, "shows-nothing", what, "Write its text")
        return
    masked = mask_code(page.body)
    counts: Counter[str] = Counter()
    lines = masked.split("\n")
    found = chain(_find_in_lines(lines), _find_in_rendered(page.body))
    seen: set[tuple[str, int]] = set()
    for fault in islice(found, _MOST_FAULTS):
        place = _locate(lines, fault.written, counts)
        if not place:  # it is in code, or an entity hides it
            place = _locate(page.body.split("\n"), fault.written, counts) or (0, 0)
        line, column = page.body_line + place[0], place[1] + 1
        if fault.rule != _LIST or (_LIST, line) not in seen:
            yield Problem(page.path, line, column, fault.rule, fault.what, fault.mend)
        seen.add((fault.rule, line))


def _locate(lines: Sequence[str], written: str, counts: Counter[str]) -> tuple[int, int] | None:
    """Locate a text as (line, column) from 0: its next occurrence, or that of its beginning."""
    words = re.split(f"[{_MEANT}\n]", written, maxsplit=1)[0].strip()
    while words:
        places = [
            (number, line.index(words))
            for number, line in enumerate(lines)
            if line.strip() == words
        ] or [
            (number, match.start())
            for number, line in enumerate(lines)
            for match in re.finditer(re.escape(words), line)
        ]
        if places:
            counts[words] += 1
            return places[min(counts[words], len(places)) - 1]
        words = words[: len(words) * 2 // 3].strip() if len(words) > 2 else ""
    return None


# What is left in the text of a block: the rule, the pattern, what it is, and how to fix it.
_TEXT = "markdown-as-text"
_LIST = "list-form"
_CLOSE = "Close it with as many signs; to show the sign itself, write a backslash before it"
_LEFTOVERS: tuple[tuple[str, re.Pattern[str], str, str], ...] = tuple(
    (rule, re.compile(pattern, re.MULTILINE), what, mend)
    for rule, pattern, what, mend in (
        (
            _LIST,
            r"(?<=\n)[ ]*(?:[-*+]|1\.)[ ]+\S.{0,24}",
            "{} shows as a part of the paragraph above it, and not as a list",
            "Leave a blank line above the list",
        ),
        (
            _LIST,
            r"^[ ]*1\)[ ]+\S.{0,24}",
            "{} shows as text, and not as a numbered list",
            "Number with a full stop, 1. and so on, below a blank line",
        ),
        (
            _LIST,
            r"^[ ]*[•‣▪◦●·][ \t]*\S.{0,24}",
            "{} shows as text, and not as a list",
            'Begin each item with "- ", and leave a blank line above the first',
        ),
        (
            _LIST,
            r"^[ ]*[–—][ ]+\S[^\n]{0,24}(?=[^\n]*\n[ ]*[–—][ ])|^[-+](?=[^\W\d_])[^\n]{0,24}",
            "{} shows as text, and not as a list",
            'Begin each item with "- ", a hyphen and a space',
        ),
        (
            _TEXT,
            r"<(?:!|\?|--).{0,24}|-->",
            "{} shows as text, and not as a comment",
            "Begin a comment with <!-- and end it with -->, or delete it; a < that is to be seen is"
            " &lt;",
        ),
        (
            _TEXT,
            r"&(?:nbsp|amp|lt|gt|quot|shy|[mn]dash|hellip|copy)\b(?!;)",
            "{} shows as text: it has no semicolon at its end",
            "Add the semicolon, or type the character itself",
        ),
        (_TEXT, r"%%.{0,24}", "{} shows as text, and not as a comment", "Delete it"),
        (
            _TEXT,
            r"^\[[ xX]\][ ].{0,24}",
            "{} shows as text: there are no boxes to tick",
            'Write a plain list, "- ", without the brackets',
        ),
        (
            "table-form",
            r"^[^\n|]*\|[^\n]*\n[^\n|]*\|.*",
            "{} shows as text, and not as a table",
            "Leave a blank line above the table, and below its head write a line such as |---|---|,"
            " with as many cells as the head",
        ),
        (
            "heading-form",
            r"^[ ]*#{1,6}[ ].{0,24}|^#{1,6}",
            "{} shows its signs as text",
            "Begin a heading at the start of a line, with one to six signs and a space: ## Text",
        ),
        (
            _TEXT,
            r"^[ ]*(?:!{3}|\?{3}\+?|:{3,})[ ]*\w.{0,24}|^:{3,}$",
            "{} shows as text: there are no boxes of this kind",
            'Use a component, such as "> **Practice: name**", or a plain paragraph',
        ),
        (
            _TEXT,
            r"^\[!\w+\].{0,24}",
            "{} shows as text: there are no alerts",
            'Use a component, such as "> **Content note**", or a plain quotation',
        ),
        (
            _TEXT,
            r"^(?!={7}$)[ ]*(?:-{2,}|={2,}|\*{3,}|_{3,})[ ]*$",
            "{} shows as text, and not as a line or a heading",
            "Leave a blank line above and below it, or delete it",
        ),
        (
            _TEXT,
            r"^:[ ]+\S.{0,24}",
            "{} shows as text, and not as a definition",
            "Write the term on the line above it, below a blank line",
        ),
        (
            _TEXT,
            r"^[*]?\[[^\]\n]+\]:.{0,40}",
            "{} shows as text, and defines nothing",
            "Write it as [name]: https://example.org, on a line of its own at the margin",
        ),
        (
            _TEXT,
            r"!?\[?[^\[\]\n]{0,24}\]\(.{0,24}",
            "{} shows as text, and not as a link",
            "Close its brackets, write the address without spaces, and use no Markdown within raw"
            " HTML",
        ),
        (
            _TEXT,
            r"\[?[^\[\]\n]{0,24}\][ ]+\((?:https?:|mailto:|tel:|/|\.\.?/|[\w./-]+\.md).{0,24}",
            "{} shows as text, and not as a link",
            "Write no space between the words and the address: [words](address)",
        ),
        (
            _TEXT,
            r"\[\[[^\[\]\n]{0,40}",
            "{} shows its brackets: there are no wiki links",
            "Write [words](page.md), or [phrase] for the phrase of a topic",
        ),
        (
            _TEXT,
            r"\{:?[ ]*[.#][\w-]+[^{}\n]*\}?|\{:[^{}\n]*\}?|\{\{.{0,24}|\{%.{0,24}",
            "{} shows as text",
            "Write { .class } at the end of a heading, or {: .class } on the line below a"
            " paragraph; there are no other braces",
        ),
        (_TEXT, r"~~.{0,24}", "{} shows as text: there is no crossed-out text", "Delete the signs"),
        (
            _TEXT,
            r"==(?=[^\s=]).{0,24}?[^\s=]==|\+\+(?=[^\s+]).{0,24}?[^\s+]\+\+",
            "{} shows as text: there is no marker pen",
            "Write **bold**, or delete the signs",
        ),
        (
            _TEXT,
            r"(?<=\w)[\^~]\w{1,9}[\^~]",
            "{} shows as text",
            "Write <sup>2</sup> or <sub>2</sub>",
        ),
        (_TEXT, r"`.{0,24}", "{} shows as text: the code is not closed", _CLOSE),
        (
            _TEXT,
            r"\*{2,}[^\n]{0,24}|(?<![\w*])\*(?=[^\s*])[^\n]{0,24}|(?<=[^\s*])\*(?![\w*])",
            "{} shows its star as text: the emphasis is not closed, or begins with a space",
            "Close it, with no space inside the stars and as many at each end; a star that is to"
            " be seen is \\*",
        ),
        (
            _TEXT,
            r"(?<=[^\W_])__(?=[^\W_])\w{0,24}|(?<![\w_])__?(?=[^\W_]).{0,24}|(?<=[^\W_])__?(?![\w_])",
            "{} shows its underscore as text",
            "Within a word write **stars** for emphasis, and close what is open; an underscore that"
            " is to be seen is \\_",
        ),
        (
            _TEXT,
            r"(?<![\w:/]):[a-z][a-z0-9_+-]+:(?![\w:])",
            "{} shows as text: there are no names for pictures",
            "Delete it, or say it in words",
        ),
        (
            _TEXT,
            r"\$\$.{0,24}|\$[A-Za-z\\](?:[^$\n]*[^\s$])?\$(?!\w)",
            "{} shows as text: there are no formulas",
            "Say it in words",
        ),
        (
            _TEXT,
            r"\\$",
            "a line ends with a backslash, which shows as text",
            "To break a line, end it with two spaces",
        ),
        (
            _TEXT,
            r"\\[!-/:-@\[-`{-~].{0,12}",
            "{} shows its backslash as text: this sign needs none",
            "Delete the backslash",
        ),
        (
            _TEXT,
            r"&(?:\w{2,30}|#\w{1,8});",
            "{} shows as text: no character has this name",
            "Check its spelling, or type the character itself",
        ),
    )
)
_BARE = re.compile(
    r"(?:https?://|www\.)[^\s<>()\"“”]*[\w/]|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    re.IGNORECASE,
)


def _find_in_rendered(text: str) -> Iterator[Fault]:
    """Yield what is left of the notation in the text that readers see, and what shows nothing."""
    open_count = max(
        text.count("[") - text.count("]"),
        text.count("](") - text.count(")"),
    )
    if open_count > _MOST_OPEN:  # each would be looked for up to the end of its paragraph
        what = f"{format_count(open_count, 'bracket')} are not closed"
        yield Fault(_TEXT, "[", what, "Close them, or write \\[ to show the sign")
        return
    converter = _converter()
    blocks, empty = _read_blocks(converter.reset().convert(text))
    yield from converter.faults
    for block in blocks:
        taken: list[tuple[int, int]] = []
        for rule, pattern, what, mend in _LEFTOVERS:
            for match in _not_in(taken, pattern.finditer(block.text)):
                taken.append(match.span())
                shown = " ".join(match[0].replace(_MEANT, "…").split())
                written = block.text[match.start() : match.start() + 40].lstrip()
                yield Fault(rule, written, what.format(quote(shown, 40)), mend)
        for match in _not_in(taken, _BARE.finditer(block.unlinked)):
            what = f"the address {quote(match[0])} shows as text, and not as a link"
            scheme = "mailto:" if "@" in match[0] else "" if ":" in match[0] else "https://"
            mend = f"Write [words that say where it leads]({scheme}{match[0]})"
            yield Fault("bare-address", match[0], what, mend)
    for tag in empty:
        name, written = ("a link", "[](") if tag == "a" else ("a heading", "#")
        yield Fault("shows-nothing", written, f"{name} has no words", "Write them, or delete it")


def _not_in(
    taken: list[tuple[int, int]], matches: Iterator[re.Match[str]]
) -> Iterator[re.Match[str]]:
    """Yield the matches that overlap none of the spans that are taken."""
    for match in matches:
        if all(match.end() <= start or end <= match.start() for start, end in taken):
            yield match


@dataclass
class _Block:
    """The text of a block; `unlinked` is the same without the words of links."""

    text: str = ""
    unlinked: str = ""


def _read_blocks(rendered: str) -> tuple[list[_Block], list[str]]:
    """Return the text that readers see, block by block, and the tags of links without words."""
    blocks, empty, words = [_Block()], [], ""
    opened: Counter[str] = Counter()
    for event, name, attributes in walk_fragment(rendered):
        text = ""
        if event == "text":
            text = "" if any(opened[tag] for tag in _HIDDEN) else name
        elif event == "start":
            opened[name] += 1
            text = "\n" if name == "br" else _MEANT if name in _SHOWN else ""
            if _needs_words(name):
                words = "" if name != "a" or "href" in dict(attributes) else _MEANT
        else:
            opened[name] -= 1
            if _needs_words(name) and not words.strip():
                empty.append(name)
        if event != "text" and name not in _INLINE | _SHOWN | {"br"}:
            blocks.append(_Block())
        words += text
        blocks[-1].text += text
        blocks[-1].unlinked += _MEANT * len(text) if opened["a"] else text
    return [block for block in blocks if block.text.strip()], empty


def _needs_words(tag: str) -> bool:
    return tag == "a" or bool(re.fullmatch("h[1-6]", tag))


class _Converter(Markdown):
    """Python-Markdown, which notes what it takes for something else than was meant."""

    faults: list[Fault]

    def __init__(self) -> None:
        self.faults = []
        super().__init__(extensions=list(_EXTENSIONS))
        self.inlinePatterns.register(_Escape(ESCAPE_RE, self), "escape", 180)
        self.inlinePatterns.register(_Entity(ENTITY_RE, self), "entity", 80)
        for name, processor, priority in (
            ("code", _Code(self.parser), 80),
            ("setextheader", _Setext(self.parser), 60),
            ("table", _Table(self.parser, {"use_align_attribute": True}), 75),
        ):
            self.parser.blockprocessors.register(processor, name, priority)
        enable_inline_prefilter(self)

    def reset(self) -> "_Converter":
        self.faults = []
        super().reset()
        return self


@cache
def _converter() -> _Converter:
    """Return the converter. Cached: creating one takes longer than converting a page."""
    return _Converter()


class _Escape(InlineProcessor):
    r"""Take \* for what it is: a sign that is to be seen."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str | None, int | None, int | None]:  # type: ignore[override]  # noqa: N802
        is_escape = m[1] in self.md.ESCAPED_CHARS
        return (_MEANT, m.start(0), m.end(0)) if is_escape else (None, None, None)


class _Entity(InlineProcessor):
    """Take an entity for its character, and one that is not there for text."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # noqa: N802
        character = html.unescape(m[0])
        shown = " " if character.isspace() else m[0] if character == m[0] else _MEANT
        return shown, m.start(0), m.end(0)


class _Code(CodeBlockProcessor):
    """Note each block that is code only because it is indented."""

    def run(self, parent: ElementTree.Element, blocks: list[str]) -> None:
        first = blocks[0].split("\n")[0].strip()
        self.parser.md.faults.append(  # type: ignore[attr-defined]
            Fault(
                "indented-code",
                first,
                f"{quote(first, 40)} is indented by four spaces, and shows as code",
                "Take the spaces away; code stands between two lines of ```",
            )
        )
        super().run(parent, blocks)


class _Setext(SetextHeaderProcessor):
    """Note each heading that is one by the line below it."""

    def run(self, parent: ElementTree.Element, blocks: list[str]) -> None:
        first, line = blocks[0].split("\n")[:2]
        shown = quote(first.strip(), 40)
        what = f"{shown} shows as a heading, because of the line {quote(line.strip(), 10)} below it"
        mend = "Write a heading as ## Text; for a line across the page, leave a blank line above it"
        if line.startswith("="):  # nobody writes it for something else
            what = f"the heading {shown} is of level 1, which is that of the title"
            mend = "Write it as ## Text"
        self.parser.md.faults.append(  # type: ignore[attr-defined]
            Fault("heading-form", first.strip(), what, mend)
        )
        super().run(parent, blocks)


class _Table(TableProcessor):
    """Note each row whose cells are more or fewer than those of the head."""

    def _build_row(
        self, row: str, parent: ElementTree.Element, align: Sequence[str | None]
    ) -> None:
        count = len(self._split_row(row))  # type: ignore[attr-defined]
        if count != len(align):
            what = "its last cells do not show" if count > len(align) else "the rest show empty"
            self.parser.md.faults.append(  # type: ignore[attr-defined]
                Fault(
                    "table-form",
                    row,
                    f"the row {quote(row, 40)} has {format_count(count, 'cell')}, and the head"
                    f" {len(align)}: {what}",
                    "Give every row as many cells as the head; a | within a cell is \\|",
                )
            )
        super()._build_row(row, parent, align)  # type: ignore[misc]


_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]")
_HEADING = re.compile(r"(#{1,6})(?!#)(.*)")
_QUOTED = re.compile(r"(?:[ ]{0,3}>[ ]?)+")
_ITEM = re.compile(r"([ ]*)([-*+]|\d{1,9}\.)([ ]+)\S")
_YEAR = re.compile(r"[ >]*(\d{3,})\.[ ]")
_RULE = re.compile(r"[ ]*(?:(?:\*[ ]*){3,}|(?:-[ ]*){3,}|(?:_[ ]*){3,})$")


def _find_in_lines(lines: Sequence[str]) -> Iterator[Fault]:
    """Yield what leaves no trace in the text; in `lines`, code is masked."""
    level, before = 1, ""
    for line in lines:
        if not before.strip(" >") and (year := _YEAR.match(line)):
            yield Fault(
                _LIST,
                year[0].strip(" >"),
                f"{quote(line.strip(), 40)} shows as an item of a list, since it begins with a"
                " number and a full stop",
                f"Write {year[1]}\\. with a backslash, or begin with a word",
            )
        before = line
        for match in _FOOTNOTE.finditer(line):
            yield Fault(
                "footnote",
                match[0],
                f"{quote(match[0])} is a footnote, and there are none",
                "Say it in the sentence or in brackets; a source is cited as [@id]",
            )
        if heading := _HEADING.match(line):
            yield from _check_heading(line.rstrip(), heading, level)
            level = len(heading[1])
    yield from _check_lists(lines)


def _check_heading(line: str, heading: re.Match[str], level: int) -> Iterator[Fault]:
    signs, words = heading[1], heading[2].rstrip()
    rule = "heading-form"
    if words and not words.startswith((" ", "\t")):
        what = f"{quote(line, 40)} shows as a heading, because the line begins with #"
        yield Fault(rule, line, what, f"Write a space after {signs}, or \\# to show the sign")
    elif re.search(r"[^\s#]#+$", words):
        what = f"the heading {quote(line, 40)} shows without the # at its end"
        yield Fault(rule, line, what, "Write \\# to show the sign")
    elif words and len(signs) == 1:
        what = f"the heading {quote(line, 40)} is of level 1, which is that of the title"
        yield Fault(
            rule, line, what, "Delete it, or write it with ##; the title is above it anyway"
        )
    elif len(signs) > level + 1:
        what = f"the heading {quote(line, 40)} is of level {len(signs)}, below one of level {level}"
        yield Fault(rule, line, what, f"Write it with {'#' * (level + 1)}: no level is left out")


def _check_lists(lines: Sequence[str]) -> Iterator[Fault]:
    """Yield the items that Python-Markdown nests or numbers otherwise than they are written.

    It nests by four spaces, where CommonMark nests by the width of the mark.
    """
    open_items: list[_Item] = []
    is_reported = is_below_blank = False
    for text in lines:
        line = _QUOTED.sub("", text.expandtabs(4), count=1)
        if not line.strip():
            is_below_blank = True
            continue
        indent = len(line) - len(line.lstrip())
        match = _ITEM.match(line)
        if match and not _RULE.match(line):
            item = _Item(indent, match.end(3), match[2])
            while open_items and indent < open_items[-1].text_column:
                last = open_items.pop()
                if last.indent <= indent:
                    yield from _check_number(last, item, text)
            is_reported = is_reported and bool(open_items)
            if len(open_items) > indent // 4 and not is_reported:
                is_reported = True
                yield Fault(
                    _LIST,
                    line.strip(),
                    f"the item {quote(line.strip(), 40)} does not show within the one above it",
                    f"Indent it by {4 * len(open_items)} spaces",
                )
            open_items.append(item)
        elif is_below_blank and open_items:
            if 0 < indent < 4 and indent >= open_items[0].text_column:
                yield Fault(
                    _LIST,
                    line.strip(),
                    f"{quote(line.strip(), 40)} shows below the list, and not in its item",
                    "Indent it by 4 spaces",
                )
            if indent < 4:
                open_items, is_reported = [], False
        is_below_blank = False


@dataclass(frozen=True)
class _Item:
    indent: int
    text_column: int
    mark: str


def _check_number(last: _Item, item: _Item, line: str) -> Iterator[Fault]:
    """Yield a fault where the number of an item is neither the next one nor that of all items."""
    if not (last.mark[0].isdigit() and item.mark[0].isdigit()):
        return
    before, number = int(last.mark[:-1]), int(item.mark[:-1])
    if number not in (before, before + 1):
        yield Fault(
            _LIST,
            line.strip(),
            f"the item {quote(line.strip(), 40)} shows as number {before + 1}",
            "Number the items one after the other",
        )
