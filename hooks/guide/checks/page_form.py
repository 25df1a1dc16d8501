"""Mend the form of a page: line ends, spaces at the end of lines, the order of its keys.

Imports page, yaml_file. It changes nothing that a reader or YAML sees. Each change is tried: the
body is converted before and after, the front matter is parsed before and after, and where the two
differ, the line stays as it is.
"""

import re
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser

import yaml
from markdown import Markdown
from markdown.extensions.fenced_code import FencedBlockPreprocessor

from guide.content.pages import HEADER, key_order
from guide.core.yaml_reader import parse_yaml

# Those of mkdocs.yml and of MkDocs itself. In the guide's own, spaces at the end of a line decide
# nothing.
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

_BREAK = "  "  # what Markdown calls a hard line break, before another line of the paragraph
_EXACT = ("pre", "code")  # in which every space shows, or is copied
# Markup that html.parser and browsers may not read alike, or in which a style says what a space is.
_STRANGE = re.compile(
    r"white-space|<(?:textarea|script|style|xmp|listing|plaintext|!(?!--)|\?)", re.IGNORECASE
)
# A space right before one of these tags does not show.
_EDGES = {
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
# As MkDocs: Python's own refuses a tab that libyaml lets pass.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# What is left of the line in which a value ends, and the blank lines below.
_REST = re.compile(r"(?:(?<!\n)[^\n]*\n)?\n*")
_INDENTED = re.compile(r"^[ \t]+#", re.MULTILINE)
_MOST = 1_000_000  # characters that may be converted to find out which spaces of a page count

_Aims = Callable[[list[str]], dict[int, str]]


def fix_page(text: str) -> str:
    """Return a page in the form of the project, or as it is where its front matter cannot be read."""
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    match = HEADER.match(plain)
    keys = _read_keys(match[1]) if match else []
    if match is None or not keys:
        return text
    return f"---\n{_fix_header(match[1], keys)}---\n{_fix_body(plain[match.end() :])}"


def _read_keys(header: str) -> list[str]:
    """Return the keys of front matter as they stand; none where it cannot be read."""
    document, problems = parse_yaml(header, "")
    if problems or not isinstance(document.data, dict):
        return []
    # At "..." YAML and MkDocs end the front matter, and the guide does not.
    return [] if re.search(r"^\.\.\.\s", header, re.MULTILINE) else list(document.data)


def _mend_lines(lines: list[str], find_aims: _Aims, is_same: Callable[[str], bool]) -> list[str]:
    """Return the lines, each as `find_aims` wants it where the whole then still `is_same`.

    Delta debugging: all at once, else one half and then the other, until nothing is left that can
    go.
    """
    before: list[str] = []
    while before != lines:
        before, aims = lines, find_aims(lines)
        groups = [list(aims)] if aims else []
        while groups:
            group = groups.pop()
            tried = lines.copy()
            for number in group:
                tried[number] = aims[number]
            if is_same("\n".join(tried)):
                lines = tried
            elif len(group) > 1:
                groups += [group[len(group) // 2 :], group[: len(group) // 2]]
    return lines


def _strip(line: str) -> str:
    # Not a no-break space or another sign that `str.rstrip` takes for a space: those show.
    return line.rstrip(" \t")


def _fix_body(body: str) -> str:
    """Return the text of a page without spaces that no reader sees, and with one line end at its end."""
    trimmed = body.rstrip(" \t\n")
    trimmed += "\n" if trimmed else ""
    lines = trimmed.split("\n")
    if trimmed == body and not _body_aims(lines):
        return body
    try:
        looks_same = _Looks(body)
        mended = "\n".join(_mend_lines(lines, _body_aims, looks_same))
        return mended if looks_same(mended) else body
    except Exception:
        return body  # The converter fails at it, or it is too large to try.


def _body_aims(lines: list[str]) -> dict[int, str]:
    """Return the form of each line that is not in it, by its number. Code between fences stays."""
    code = _fenced(lines) if any(line != _strip(line) for line in lines) else set()
    aims = {}
    for number, line in enumerate(lines):
        aim = _strip(line)
        spaces = len(line.expandtabs(4)) - len(aim.expandtabs(4))
        after = lines[number + 1] if number + 1 < len(lines) else ""
        if spaces >= len(_BREAK) and not _is_blank(aim) and not _is_blank(after):
            aim += _BREAK
        if aim != line and number not in code:
            aims[number] = aim
    return aims


def _is_blank(line: str) -> bool:
    return not line.strip(" \t>")  # in a quotation, too


def _fenced(lines: list[str]) -> set[int]:
    text = "\n".join(lines)
    found: set[int] = set()
    for match in FencedBlockPreprocessor.FENCED_BLOCK_RE.finditer(text):
        first = text.count("\n", 0, match.start("code"))
        found.update(range(first, first + match["code"].count("\n")))
    return found


class _Looks:
    """Say of a Markdown text whether readers see the same in it as in the first one."""

    def __init__(self, body: str) -> None:
        self._converter = Markdown(extensions=list(EXTENSIONS))
        self._left = max(_MOST, 4 * len(body))
        self._seen = self._see(body)

    def __call__(self, body: str) -> bool:
        return self._see(body) == self._seen

    def _see(self, body: str) -> list[str]:
        self._left -= len(body)
        if self._left < 0:
            raise ValueError("it takes too long to find out which spaces of this page count")
        html = self._converter.reset().convert(body)
        if _STRANGE.search(html):
            return [html]
        reader = _SeenText()
        reader.feed(html)
        reader.close()
        return [*reader.parts, reader.text, reader.rawdata]  # the last is what it could not read


class _SeenText(HTMLParser):
    """The tags of HTML as they are, and the text between them with white space as a browser shows it."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.text = ""
        self._open: Counter = Counter()

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self._end_text(tag in _EDGES)
        self.parts.append(self.get_starttag_text() or "")
        self._open[tag] += 1

    def handle_endtag(self, tag: str) -> None:
        self._end_text(tag in _EDGES)
        self.parts.append(f"</{tag}>")
        self._open[tag] = max(self._open[tag] - 1, 0)

    def handle_comment(self, data: str) -> None:
        self._end_text(False)
        self.parts.append(f"<!--{data}-->")

    def _end_text(self, at_edge: bool) -> None:
        if not any(self._open[tag] for tag in _EXACT):
            self.text = re.sub(r"[ \t\n\r\f]+", " ", self.text)
            self.text = self.text.removesuffix(" ") if at_edge else self.text
        self.parts.append(self.text)
        self.text = ""


def _fix_header(header: str, keys: list[str]) -> str:
    """Return front matter without spaces at the end of lines, its keys in the order of the schema."""
    lines = header.split("\n")
    if _header_aims(lines):
        events = _events(header)
        header = "\n".join(_mend_lines(lines, _header_aims, lambda text: _events(text) == events))
    order = key_order()
    names = sorted(keys, key=lambda name: order.index(name) if name in order else len(order))
    ordered = header if names == keys else _order_keys(header, names)
    return ordered if ordered == header or _values(ordered) == _values(header) else header


def _header_aims(lines: list[str]) -> dict[int, str]:
    return {number: _strip(line) for number, line in enumerate(lines) if line != _strip(line)}


def _events(header: str) -> list[tuple] | None:
    """Return all that YAML reads in a text; None where it is no YAML."""
    facts = ("value", "tag", "implicit", "anchor")
    try:
        return [
            (type(event), *(getattr(event, name, None) for name in facts))
            for event in yaml.parse(header, Loader=_Loader)
        ]
    except yaml.YAMLError:
        return None


def _values(header: str) -> tuple[object, object]:
    return parse_yaml(header, "")[0].data, yaml.load(header, Loader=yaml.BaseLoader)


def _order_keys(header: str, names: list[str]) -> str:
    """Return front matter with its keys in this order, each with the comments above it and beside it.

    Where it is not plain what a comment belongs to, or where a key ends, the keys stay as they are.
    """
    parts = _take_apart(header)
    if parts is None:
        return header
    top, blocks, tail = parts
    # A comment right above the first key may speak of the key or of the whole.
    is_plain = not top.strip() or top.endswith("\n\n") or names[0] == next(iter(blocks))
    return "".join([top, *(blocks[name] for name in names), tail]) if is_plain else header


def _take_apart(header: str) -> tuple[str, dict[str, str], str] | None:
    """Return what is above the first key, each key's lines with the comments above them, and what is below the last.

    None where the keys do not begin a line each, where an anchor ties one to another, or where a
    comment between two is indented: it may belong to either.
    """
    if any(anchor for *_, anchor in _events(header) or ()):
        return None
    root = yaml.compose(header, Loader=_Loader)
    top, blocks, end = "", {}, 0
    for key, value in root.value:
        start = key.start_mark.index
        between = header[end:start]
        begins_line = not between or between.endswith("\n")
        if root.flow_style or not begins_line or _INDENTED.search(between):
            return None
        top, begin = (top, end) if blocks else (between, start)
        end = _REST.match(header, _end_of(value)).end()
        blocks[key.value] = header[begin:end]
    return None if _INDENTED.search(header[end:]) else (top, blocks, header[end:])


def _end_of(node: yaml.Node) -> int:
    """Return where the text of a value ends. YAML's own mark of a block is where the next thing begins."""
    if isinstance(node, yaml.ScalarNode) or node.flow_style or not node.value:
        return node.end_mark.index
    last = node.value[-1]
    return _end_of(last[1] if isinstance(last, tuple) else last)
