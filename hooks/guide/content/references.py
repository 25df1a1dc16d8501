"""Find what Markdown text points at: findings, tables, sources, phrases, pages. Imports addresses, page.

Works on the source text, so every reference keeps its line and column; code, and text after a
backslash, is passed over, as Markdown does.
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
    rf"(?P<image>!)?{_LABEL}(?:\((?P<inner>(?:[^()\n]|\n(?!["
    r" \t>]*\n)|\([^()\n]*\))*)\)|\[(?!@)(?P<ref>[^\[\]]*)\])?"
)
# As Markdown has it: a target, then nothing or a title. Other words after the colon make it a line
# of text.
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
    """One reference in a text. `kind`: finding, table, chart, number, citation, phrase, page or link.

    `target` is the id, the key, the phrase or the address without its scheme; `text` the words
    shown; `start` and `end` its place in the text, `line` and `column` its place in the file. A
    definition, `[label]: address`, shows no words of its own.
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
    """Return the text with code, comments and escaped characters blanked, every other place unmoved.

    >>> mask_code("a `[b]` c")
    'a       c'
    """
    # Most pages have none of these; to look for them is quicker than to look for what they may
    # begin.
    if "\n    " in text or "\t" in text:
        text = _INDENTED.sub(
            lambda match: match[0][: match.start(1) - match.start()] + _blank(match[1]), text
        )
    if any(sign in text for sign in ("`", "~~~", "<!--", "\\")):
        text = _CODE.sub(lambda match: _blank(match[0]), text)
    return text


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def find_references(page: Page) -> list[Reference]:
    """Return every reference of a page's body, in the order of the text."""
    return find_in_text(page.body, page.body_line)


def find_in_text(
    text: str, line: int = 1, column: int = 1, *, has_code: bool = True
) -> list[Reference]:
    """Return every reference of a text that begins at a line and column of its file.

    Cells and notes have no code: there, backticks are only text.
    """
    masked = mask_code(text) if has_code else text
    definitions = list(_DEFINITION.finditer(masked)) if has_code and "]:" in masked else []
    for match in definitions:
        masked = masked[: match.start()] + _blank(match[0]) + masked[match.end() :]
    defined = {match["label"].lower() for match in definitions}
    found = list(_find(text, masked, 0, len(masked), defined, (line, column)))
    found += [_define(text, match, (line, column)) for match in definitions]
    return sorted(found, key=lambda item: item.start) if definitions else found


def _define(text: str, match: re.Match, origin: tuple[int, int]) -> Reference:
    kind, target = _classify_target(match["target"].removeprefix("<").removesuffix(">"))
    start = match.start() + match[0].index("[")
    line, column = _place(text, start, origin)
    return Reference(kind, target, "", line, column, start, match.end(), is_definition=True)


def _place(text: str, start: int, origin: tuple[int, int]) -> tuple[int, int]:
    """Return the line and column in the file of a place in a text that begins at `origin`."""
    above = text.count("\n", 0, start)
    return origin[0] + above, start - text.rfind("\n", 0, start) + (
        origin[1] - 1 if above == 0 else 0
    )


def _find(
    text: str, masked: str, start: int, end: int, defined: set[str], origin: tuple[int, int]
) -> Iterator[Reference]:
    for match in _REFERENCE.finditer(masked, start, end):
        kind, target = _classify(match, text)
        if kind == "phrase" and (target.lower() in defined or not target.strip()):
            continue
        words = text[match.start("text") : match.end("text")]
        yield Reference(
            kind,
            target,
            words,
            *_place(masked, match.start(), origin),
            match.start(),
            match.end(),
            bool(match["image"]),
        )
        if kind != "phrase" and "[" in match["text"]:
            yield from _find(text, masked, match.start("text"), match.end("text"), defined, origin)


def _classify(match: re.Match, text: str) -> tuple[str, str]:
    if match["inner"] is not None:
        written = text[match.start("inner") : match.end("inner")]
        inner = _ESCAPED.sub(r"\1", written) if "\\" in written else match["inner"]
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
    """Return inline Markdown as a reader sees it, without its marks: the words of links, citations in brackets.

    `citations` has the short citation of each source by key.

    >>> plain_text("It **fell** by [5%](finding:fall) [@ant2020], as [trust] did.", {"ant2020": "Ant, 2020"})
    'It fell by 5% (Ant, 2020), as trust did.'
    """
    shown, end = [], 0
    for reference in find_in_text(text, has_code=False):
        if reference.start >= end:  # else it stands in the words of the one before
            shown += [text[end : reference.start], _plain_reference(reference, citations)]
            end = reference.end
    plain = _EMPHASIS.sub(r"\2", "".join([*shown, text[end:]]))
    return _ESCAPED.sub(r"\1", plain)


def _plain_reference(reference: Reference, citations: Mapping[str, str]) -> str:
    if reference.kind != "citation":
        return (
            plain_text(reference.text, citations) if reference.kind != "phrase" else reference.text
        )
    parts = [
        ", ".join(filter(None, (citations.get(key, key), place)))
        for key, place in split_citation(reference.target)
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
