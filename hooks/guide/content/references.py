"""Parse the references in Markdown text: links to findings, tables, sources, phrases and pages.

It parses the source text, so that every reference has its line and column. Code and escaped
characters are skipped, as Markdown does.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from guide.content.pages import Page
from guide.core.urls import OWN_SCHEMES, check_address, scheme_of

_CODE = re.compile(
    r"^(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^(?P=fence)[^\n]*$|\Z)"
    r"|(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=ticks)(?!`)|<!--.*?-->|\\.",
    re.DOTALL | re.MULTILINE,
)
# Lines indented by four after a blank line that follows plain text: code. After a list they belong
# to the list.
_INDENTED = re.compile(
    r"(?:\A|^(?![ \t]|[-*+>:]|\d+\.)[^\n]+\n)(?:[ \t]*\n)+((?:(?: {4}|\t)[^\n]*\n?|[ \t]*\n)+)",
    re.MULTILINE,
)
_LABEL = r"\[(?P<text>(?:[^\[\]]|\[[^\[\]]*\])*)\]"
_REFERENCE = re.compile(
    rf"(?P<image>!)?{_LABEL}(?:\((?P<inner>(?:[^()\n]|\n(?![ \t>]*\n)|\([^()\n]*\))*)\)"
    r"|\[(?!@)(?P<ref>[^\[\]]*)\])?"
)
# As in Markdown: a target, then nothing or a title. With other words after it, the line is text.
_DEFINITION = re.compile(
    r"^ {0,3}\[(?P<label>[^\[\]]+)\]:[ ]*(?:\n[ ]*)?(?P<target>\S+)[ ]*"
    r"(?:(?:\n[ ]*)?(?:\"[^\n]*\"|'[^\n]*'|\([^\n]*\))[ ]*)?$",
    re.MULTILINE,
)
_CITATION = re.compile(r"^@[^\[\]]+$")
_TITLE = re.compile(r"\s+(?:\"[^\"]*\"|'[^']*')\s*$")
_EMPHASIS = re.compile(r"(?<![\w*\\])(\*{1,3}|_{1,3})(?=\S)(.+?)(?<=\S)\1(?![\w*])", re.DOTALL)
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!-])")


@dataclass(frozen=True)
class Reference:
    """Hold one reference of a text.

    kind: finding, table, chart, number, citation, phrase, page or link.
    target: the id, key or phrase, or the address without its scheme.
    text: the link text; "" for a definition, `[label]: address`.
    line, column: its place in the file, from 1.
    start, end: its place in the text, from 0.
    """

    kind: str
    target: str
    text: str
    line: int
    column: int
    start: int
    end: int
    is_image: bool = False
    is_definition: bool = False


def mask_code(text: str) -> str:
    """Mask code, comments and escaped characters with spaces; all other characters stay in place.

    >>> mask_code("a `[b]` c")
    'a       c'
    """
    # Most pages have none of these strings, and searching for them is faster than matching.
    if "\n    " in text or "\t" in text:
        text = _INDENTED.sub(
            lambda match: match[0][: match.start(1) - match.start()] + _mask(match[1]), text
        )
    if any(sign in text for sign in ("`", "~~~", "<!--", "\\")):
        text = _CODE.sub(lambda match: _mask(match[0]), text)
    return text


def _mask(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def find_references(page: Page) -> list[Reference]:
    """Return every reference of a page's body, in the order of the text."""
    return find_in_text(page.body, page.body_line)


def find_in_text(
    text: str, line: int = 1, column: int = 1, *, has_code: bool = True
) -> list[Reference]:
    """Return every reference of a text that begins at a line and column of its file.

    Cells and notes have no code: there, backticks are plain text.
    """
    masked = mask_code(text) if has_code else text
    definitions = list(_DEFINITION.finditer(masked)) if has_code and "]:" in masked else []
    for match in definitions:
        masked = masked[: match.start()] + _mask(match[0]) + masked[match.end() :]
    labels = {match["label"].lower() for match in definitions}
    references = list(_find_links(text, masked, 0, len(masked), labels, (line, column)))
    references += [_parse_definition(text, match, (line, column)) for match in definitions]
    return sorted(references, key=lambda item: item.start) if definitions else references


def _parse_definition(text: str, match: re.Match[str], origin: tuple[int, int]) -> Reference:
    kind, target = _classify_target(match["target"].removeprefix("<").removesuffix(">"))
    start = match.start() + match[0].index("[")
    line, column = line_and_column(text, start, origin)
    return Reference(kind, target, "", line, column, start, match.end(), is_definition=True)


def line_and_column(text: str, index: int, origin: tuple[int, int] = (1, 1)) -> tuple[int, int]:
    r"""Return the line and column in the file of an index in a text that begins at `origin`.

    >>> line_and_column("a\nbc", 3), line_and_column("abc", 1, (7, 5))
    ((2, 2), (7, 6))
    """
    line, column = origin
    newlines = text.count("\n", 0, index)
    offset = index - text.rfind("\n", 0, index)
    return line + newlines, offset if newlines else offset + column - 1


def _find_links(
    text: str, masked: str, start: int, end: int, labels: set[str], origin: tuple[int, int]
) -> Iterator[Reference]:
    """Yield the references between two indexes, and those in their link texts.

    `labels` are those of the definitions `[label]: address`, which are not phrases.
    """
    for match in _REFERENCE.finditer(masked, start, end):
        kind, target = _classify(match, text)
        if kind == "phrase" and (target.lower() in labels or not target.strip()):
            continue
        link_text = text[match.start("text") : match.end("text")]
        yield Reference(
            kind,
            target,
            link_text,
            *line_and_column(masked, match.start(), origin),
            match.start(),
            match.end(),
            bool(match["image"]),
        )
        if kind != "phrase" and "[" in match["text"]:
            yield from _find_links(
                text, masked, match.start("text"), match.end("text"), labels, origin
            )


def _classify(match: re.Match[str], text: str) -> tuple[str, str]:
    """Return the kind and the target of a reference."""
    if match["inner"] is not None:
        source = text[match.start("inner") : match.end("inner")]
        inner = _ESCAPED.sub(r"\1", source) if "\\" in source else match["inner"]
        return _classify_target(_TITLE.sub("", inner).strip().removeprefix("<").removesuffix(">"))
    if match["ref"] is None and _CITATION.match(match["text"]):
        return "citation", match["text"]
    return "phrase", re.sub(r"\s+", " ", match["ref"] or match["text"])


def _classify_target(target: str) -> tuple[str, str]:
    scheme, _, rest = target.partition(":")
    if scheme in OWN_SCHEMES:
        return scheme, rest
    return ("link" if scheme_of(target) or check_address(target) else "page"), target


def plain_text(text: str, citations: Mapping[str, str]) -> str:
    """Convert inline Markdown to plain text: the link texts, and the citations in brackets.

    `citations` has the short citation of each source by key.

    >>> citations = {"ant2020": "Ant, 2020"}
    >>> plain_text("It **fell** by [5%](finding:fall) [@ant2020], as [trust] did.", citations)
    'It fell by 5% (Ant, 2020), as trust did.'
    """
    parts: list[str] = []
    end = 0
    for reference in find_in_text(text, has_code=False):
        if reference.start >= end:  # else it is in the link text of the one before
            parts += [text[end : reference.start], _plain_reference(reference, citations)]
            end = reference.end
    plain = _EMPHASIS.sub(r"\2", "".join([*parts, text[end:]]))
    return _ESCAPED.sub(r"\1", plain)


def _plain_reference(reference: Reference, citations: Mapping[str, str]) -> str:
    if reference.kind == "phrase":
        return reference.text
    if reference.kind != "citation":
        return plain_text(reference.text, citations)
    parts = [
        ", ".join(filter(None, (citations.get(key, key), locator)))
        for key, locator in split_citation(reference.target)
    ]
    return f"({'; '.join(parts)})"


def split_citation(text: str) -> list[tuple[str, str]]:
    """Split a pandoc-style citation into (key, locator) pairs.

    https://pandoc.org/MANUAL.html#citation-syntax (the part with square brackets).

    >>> split_citation("@impett2024, p. 3; @bunt2017")
    [('impett2024', 'p. 3'), ('bunt2017', '')]
    """
    pairs = []
    for part in text.split(";"):
        key, _, locator = part.strip().removeprefix("@").partition(",")
        pairs.append((key.strip(), locator.strip()))
    return pairs
