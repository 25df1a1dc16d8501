"""Find what a page's Markdown points at: findings, tables, sources, phrases, pages. Imports page, text.

Works on the source text, so every reference keeps its line and column; code, and text after a backslash,
is passed over, as Markdown does.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from guide.page import Page

_CODE = re.compile(
    r"^(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^(?P=fence)[^\n]*$|\Z)|(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)|<!--.*?-->|\\.",
    re.DOTALL | re.MULTILINE,
)
_LABEL = r"\[(?P<text>(?:[^\[\]]|\[[^\[\]]*\])*)\]"
_REFERENCE = re.compile(
    rf"(?P<image>!)?{_LABEL}(?:\((?P<target>[^()\s]*(?:\([^()\s]*\))?)(?:\s+\"[^\"]*\")?\)|\[(?P<ref>[^\[\]]*)\]|(?!:\s))",
)
_DEFINITION = re.compile(r"^ {0,3}\[([^\[\]]+)\]:\s", re.MULTILINE)
_CITATION = re.compile(r"^@[^\[\]]+$")


@dataclass(frozen=True)
class Reference:
    """One reference in a page. `kind`: finding, table, chart, number, citation, phrase, page or link.

    `target` is the id, the key, the phrase or the address without its scheme; `text` the words shown.
    """

    kind: str
    target: str
    text: str
    line: int
    column: int
    start: int
    end: int


def mask_code(text: str) -> str:
    """Return the text with code, comments and escaped characters blanked, every other place unmoved.

    >>> mask_code("a `[b]` c")
    'a       c'
    """
    return _CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def find_references(page: Page) -> list[Reference]:
    """Return every reference of a page's body, in the order of the text."""
    masked = mask_code(page.body)
    defined = {name.lower() for name in _DEFINITION.findall(masked)}
    return list(_find(page, masked, masked, 0, defined))


def _find(page: Page, masked: str, part: str, offset: int, defined: set[str]) -> Iterator[Reference]:
    for match in _REFERENCE.finditer(part):
        kind, target = _classify(match)
        start = offset + match.start()
        if kind == "phrase" and (target.lower() in defined or not target.strip()):
            continue
        line = masked.count("\n", 0, start)
        column = start - (masked.rfind("\n", 0, start) + 1) + 1
        text = page.body[offset + match.start("text") : offset + match.end("text")]
        yield Reference(kind, target, text, page.body_line + line, column, start, offset + match.end())
        if kind != "phrase" and "[" in match["text"]:
            yield from _find(page, masked, match["text"], offset + match.start("text"), defined)


def _classify(match: re.Match) -> tuple[str, str]:
    target = match["target"]
    if target is not None:
        scheme, _, rest = target.partition(":")
        if scheme in ("finding", "table", "chart", "number"):
            return scheme, rest
        return ("link" if "://" in target or scheme in ("mailto", "tel") else "page"), target
    if match["ref"] is None and _CITATION.match(match["text"]):
        return "citation", match["text"]
    return "phrase", " ".join((match["ref"] or match["text"]).split())


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
