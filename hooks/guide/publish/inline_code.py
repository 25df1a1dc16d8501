"""Find inline scripts, inline styles, style attributes and event-handler attributes.

A strict Content-Security-Policy names the first two by hash and forbids the attributes. Works on
the bytes of post-processed pages. A text that only looks like an inline script, in a comment
perhaps, counts as one: a hash too many does no harm, one too few stops a script.
"""

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser

from guide.core.problems import Problem, quote

_ELEMENT = re.compile(
    rb"""<(script|style)\b((?:"[^"]*"|'[^']*'|[^'">])*)>(.*?)</\1\s*>""", re.IGNORECASE | re.DOTALL
)
_ADDRESS = re.compile(rb"\ssrc\s*=", re.IGNORECASE)
# Data blocks, which no browser runs:
# https://html.spec.whatwg.org/multipage/scripting.html#data-block
_DATA = re.compile(rb"""\stype\s*=\s*["']?application/(?:ld\+)?json\b""", re.IGNORECASE)
_CODE_ATTRIBUTE = re.compile(rb"""[\s"'/](?:style|on[a-z]+)\s*=""", re.IGNORECASE)


@dataclass(frozen=True)
class InlineElement:
    """One inline script or style.

    `kind` is the element's name, `text` its content, `start` its offset in the bytes of the page.
    """

    kind: str
    text: str
    start: int

    @property
    def source(self) -> str:
        """The CSP source expression that allows it.

        >>> InlineElement("script", "", 0).source
        "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
        """
        digest = hashlib.sha256(self.text.encode("utf-8")).digest()
        return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def inline_parts(html: bytes) -> list[InlineElement]:
    """Return the inline scripts and styles of a page in order, with LF line ends as in browsers."""
    return [_inline(match) for match in _ELEMENT.finditer(html) if not _is_file_or_data(match)]


def _is_file_or_data(match: re.Match[bytes]) -> bool:
    """Return whether a script element names a file or is a data block, which no browser runs."""
    is_script = match[1].lower() == b"script"
    return is_script and bool(_ADDRESS.search(match[2]) or _DATA.search(match[2]))


def _inline(match: re.Match[bytes]) -> InlineElement:
    text = match[3].decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    return InlineElement(match[1].decode("ascii").lower(), text, match.start())


def check_attributes(path: str, html: bytes) -> Iterator[Problem]:
    """Yield a problem for each style attribute and each event-handler attribute.

    The policy keeps both from working. Rules: style-attribute, event-attribute.
    """
    if _CODE_ATTRIBUTE.search(html):
        reader = _Reader()
        reader.feed(html.decode("utf-8"))
        for line, column, tag, name in reader.attributes:
            if name == "style":
                yield Problem(
                    path,
                    line,
                    column,
                    "style-attribute",
                    f"the element {quote(tag)} has a style attribute, which the "
                    "Content-Security-Policy switches off",
                    "Give it a class, and say the rest in a style sheet",
                )
            else:
                yield Problem(
                    path,
                    line,
                    column,
                    "event-attribute",
                    f"the element {quote(tag)} has the attribute {quote(name)}, "
                    "whose script the Content-Security-Policy stops",
                    "Listen for the event in a script of docs/assets/",
                )


class _Reader(HTMLParser):
    """Collect (line, column, tag, name) of each style or event-handler attribute."""

    def __init__(self) -> None:
        super().__init__()
        self.attributes: list[tuple[int, int, str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line, column = self.getpos()
        self.attributes += [
            (line, column + 1, tag, name)
            for name, _ in attrs
            if re.fullmatch("style|on[a-z]+", name)
        ]


def line_and_column(html: bytes, start: int) -> tuple[int, int]:
    r"""Return the (line, column) of a byte, counted from 1.

    >>> line_and_column(b"ab\ncd", 4)
    (2, 2)
    """
    before = html[:start]
    return before.count(b"\n") + 1, len(before.rpartition(b"\n")[2].decode("utf-8", "ignore")) + 1


def pages_by_script(pages: Mapping[str, bytes]) -> dict[str, list[str]]:
    """Map the text of each inline script to the paths of the pages that have it."""
    paths: dict[str, list[str]] = {}
    for path, html in pages.items():
        for part in inline_parts(html):
            if part.kind == "script":
                paths.setdefault(part.text, []).append(path)
    return paths
