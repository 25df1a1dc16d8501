"""Format a page: line ends, trailing spaces, the order of the keys of its front matter.

Formatting changes nothing that a reader or a YAML parser sees. Each change is verified: the body is
converted before and after, the front matter is parsed before and after, and where the two differ,
the line stays as it is.
"""

import re
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import yaml
from markdown import Markdown
from markdown.extensions.fenced_code import FencedBlockPreprocessor

from guide.content.pages import key_order, split_front_matter
from guide.core.html_elements import read_fragment
from guide.core.yaml_reader import parse_yaml

# The extensions of mkdocs.yml and of MkDocs itself. To the guide's own, trailing spaces do not
# matter.
EXTENSIONS = (
    "abbr",
    "attr_list",
    "def_list",
    "fenced_code",
    "sane_lists",
    "smarty",
    "tables",
    "toc",
)

_BREAK = "  "  # a hard line break in Markdown, before another line of the paragraph
_PREFORMATTED = ("pre", "code")  # elements in which every space is shown or copied
# Markup that html.parser and browsers may read differently, or whose style decides how spaces are
# shown.
_AMBIGUOUS = re.compile(
    r"white-space|<(?:textarea|script|style|xmp|listing|plaintext|!(?!--)|\?)", re.IGNORECASE
)
# A space right before one of these tags is not shown.
_BLOCK_TAGS = {
    "br",
    "p",
    "li",
    "td",
    "th",
    "dt",
    "dd",
    "div",
    "blockquote",
    *(f"h{level}" for level in range(1, 7)),
}
# As in MkDocs: PyYAML's own loader refuses a tab that libyaml accepts.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# The rest of the line in which a value ends, and the blank lines below.
_REST = re.compile(r"(?:(?<!\n)[^\n]*\n)?\n*")
_INDENTED = re.compile(r"^[ \t]+#", re.MULTILINE)
# Characters converted at most to find out which spaces of a page matter, and how often a large page
# is converted for that: with a fixed number of times, the time grows as the page does.
_MOST_CHARACTERS, _MOST_TIMES = 100_000, 5

# Returns the formatted form of each line that differs from it, by the index of the line.
_FindChanges = Callable[[list[str]], dict[int, str]]


def fix_page(text: str) -> str:
    """Format a page, or return it unchanged where its front matter is unreadable."""
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    header, body = split_front_matter(plain) or ("", "")
    keys = _read_keys(header)
    if not keys:
        return text
    return f"---\n{_fix_header(header, keys)}---\n{_fix_body(body)}"


def _read_keys(header: str) -> list[str]:
    """Return the keys of front matter in their order; none where it is unreadable."""
    document, problems = parse_yaml(header, "")
    if problems or not isinstance(document.data, dict):
        return []
    # At "..." YAML and MkDocs end the front matter, and the guide does not.
    return [] if re.search(r"^\.\.\.\s", header, re.MULTILINE) else list(document.data)


def _change_lines(
    lines: list[str], find_changes: _FindChanges, is_equivalent: Callable[[str], bool]
) -> list[str]:
    """Apply those changes of `find_changes` with which the whole text still `is_equivalent`.

    Delta debugging: all changes at once, else one half and then the other, until no change is left
    that can be applied.
    """
    before: list[str] = []
    while before != lines:
        before, changes = lines, find_changes(lines)
        groups = [list(changes)] if changes else []
        while groups:
            group = groups.pop()
            candidate = lines.copy()
            for number in group:
                candidate[number] = changes[number]
            if is_equivalent("\n".join(candidate)):
                lines = candidate
            elif len(group) > 1:
                groups += [group[len(group) // 2 :], group[: len(group) // 2]]
    return lines


def _strip(line: str) -> str:
    # `str.rstrip` would also strip no-break spaces and the like, which readers see.
    return line.rstrip(" \t")


def _fix_body(body: str) -> str:
    """Remove the trailing spaces that no reader sees, and end the text with one line end."""
    trimmed = body.rstrip(" \t\n")
    trimmed += "\n" if trimmed else ""
    lines = trimmed.split("\n")
    if trimmed == body and not _body_changes(lines):
        return body
    try:
        alike = _RendersAlike(body)
        formatted = "\n".join(_change_lines(lines, _body_changes, alike))
        return formatted if alike.confirm(formatted) else body
    except Exception:
        return body  # The converter fails at it.


def _body_changes(lines: list[str]) -> dict[int, str]:
    """Return the lines without needless trailing spaces, by index. Fenced code is left alone."""
    code = _fenced(lines) if any(line != _strip(line) for line in lines) else set()
    changes = {}
    for number, line in enumerate(lines):
        stripped = _strip(line)
        spaces = len(line.expandtabs(4)) - len(stripped.expandtabs(4))
        after = lines[number + 1] if number + 1 < len(lines) else ""
        if spaces >= len(_BREAK) and not _is_blank(stripped) and not _is_blank(after):
            stripped += _BREAK
        if stripped != line and number not in code:
            changes[number] = stripped
    return changes


def _is_blank(line: str) -> bool:
    return not line.strip(" \t>")  # in a quotation, too


def _fenced(lines: list[str]) -> set[int]:
    """Return the indexes of the lines in fenced code."""
    text = "\n".join(lines)
    numbers: set[int] = set()
    for match in FencedBlockPreprocessor.FENCED_BLOCK_RE.finditer(text):
        first = text.count("\n", 0, match.start("code"))
        numbers.update(range(first, first + match["code"].count("\n")))
    return numbers


class _RendersAlike:
    """Test whether a Markdown text looks the same to readers as the first one.

    After so many characters each text counts as another one: it would take too long to find out.
    """

    def __init__(self, body: str) -> None:
        self._converter = Markdown(extensions=list(EXTENSIONS))
        self._budget = max(_MOST_CHARACTERS, _MOST_TIMES * len(body))
        self._original = self._render(body)

    def __call__(self, body: str) -> bool:
        self._budget -= len(body)
        return self._budget >= 0 and self.confirm(body)

    def confirm(self, body: str) -> bool:
        """Test it however many were tested before."""
        return self._render(body) == self._original

    def _render(self, body: str) -> list[str]:
        html = self._converter.reset().convert(body)
        # What is still open at the end, such as <pre>, decides which spaces are seen.
        if _AMBIGUOUS.search(html) or not read_fragment(html).is_closed:
            return [html]
        parser = _VisibleText()
        parser.feed(html)
        parser.close()
        return [*parser.parts, parser.text, parser.rawdata]  # the last is what it could not parse


class _VisibleText(HTMLParser):
    """Collect the tags of HTML, and the text between them with white space collapsed as shown."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.text = ""
        self._open: Counter[str] = Counter()

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._end_text(is_at_block=tag in _BLOCK_TAGS)
        self.parts.append(self.get_starttag_text() or "")
        self._open[tag] += 1

    def handle_endtag(self, tag: str) -> None:
        self._end_text(is_at_block=tag in _BLOCK_TAGS)
        self.parts.append(f"</{tag}>")
        self._open[tag] = max(self._open[tag] - 1, 0)

    def handle_comment(self, data: str) -> None:
        self._end_text(is_at_block=False)
        self.parts.append(f"<!--{data}-->")

    def _end_text(self, *, is_at_block: bool) -> None:
        """Collapse white space in the text before a tag, as browsers do; add it to the parts."""
        if not any(self._open[tag] for tag in _PREFORMATTED):
            self.text = re.sub(r"[ \t\n\r\f]+", " ", self.text)
            self.text = self.text.removesuffix(" ") if is_at_block else self.text
        self.parts.append(self.text)
        self.text = ""


def _fix_header(header: str, keys: list[str]) -> str:
    """Remove trailing spaces from front matter, and sort its keys in the order of the schema."""
    lines = header.split("\n")
    if _header_changes(lines):
        events = _events(header)
        header = "\n".join(
            _change_lines(lines, _header_changes, lambda text: _events(text) == events)
        )
    order = key_order()
    names = sorted(keys, key=lambda name: order.index(name) if name in order else len(order))
    ordered = header if names == keys else _order_keys(header, names)
    return ordered if ordered == header or _values(ordered) == _values(header) else header


def _header_changes(lines: list[str]) -> dict[int, str]:
    return {number: _strip(line) for number, line in enumerate(lines) if line != _strip(line)}


def _events(header: str) -> list[tuple[Any, ...]] | None:
    """Return the YAML events of a text: (type, value, tag, implicit, anchor); None if no YAML."""
    attributes = ("value", "tag", "implicit", "anchor")
    try:
        return [
            (type(event), *(getattr(event, name, None) for name in attributes))
            for event in yaml.parse(header, Loader=_Loader)
        ]
    except yaml.YAMLError:
        return None


def _values(header: str) -> tuple[object, object]:
    """Return the values of front matter as the guide and as YAML read them."""
    # BaseLoader makes only text, lists and dicts.
    plain = yaml.load(header, Loader=yaml.BaseLoader)  # noqa: S506
    return parse_yaml(header, "")[0].data, plain


def _order_keys(header: str, names: list[str]) -> str:
    """Return front matter with its keys in this order, each with the comments above and beside it.

    Where it is unclear which key a comment belongs to, or where a key ends, nothing changes.
    """
    parts = _split_keys(header)
    if parts is None:
        return header
    top, blocks, tail = parts
    # A comment right above the first key may be about that key or about the whole.
    is_plain = not top.strip() or top.endswith("\n\n") or names[0] == next(iter(blocks))
    return "".join([top, *(blocks[name] for name in names), tail]) if is_plain else header


def _split_keys(header: str) -> tuple[str, dict[str, str], str] | None:
    """Split front matter: the text above the first key, the lines of each key, the text below.

    The lines of a key include the comments above it. None where a key does not begin a line, where
    an anchor ties one key to another, or where a comment between two keys is indented: it may
    belong to either.
    """
    if any(anchor for *_, anchor in _events(header) or ()):
        return None
    root = yaml.compose(header, Loader=_Loader)
    if not isinstance(root, yaml.MappingNode):
        return None
    blocks: dict[str, str] = {}
    top, end = "", 0
    for key, value in root.value:
        start = key.start_mark.index
        between = header[end:start]
        begins_line = not between or between.endswith("\n")
        if root.flow_style or not begins_line or _INDENTED.search(between):
            return None
        top, begin = (top, end) if blocks else (between, start)
        rest = _REST.match(header, _end_of(value))
        assert rest is not None  # the pattern matches the empty text
        end = rest.end()
        blocks[key.value] = header[begin:end]
    return None if _INDENTED.search(header[end:]) else (top, blocks, header[end:])


def _end_of(node: yaml.Node) -> int:
    """Return the index at which the text of a value ends.

    PyYAML's own end mark of a block is at the start of the next node.
    """
    if not isinstance(node, yaml.CollectionNode) or node.flow_style or not node.value:
        end: int = node.end_mark.index
        return end
    last = node.value[-1]
    return _end_of(last[1] if isinstance(last, tuple) else last)
