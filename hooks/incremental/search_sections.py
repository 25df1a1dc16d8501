"""Split a page's HTML into the sections of the search index, as Material's search plugin does.

The plugin makes an object of each element and reads every attribute, through html.parser; on a page
of the guide most of that is for nothing. Here a tokenizer reads the tags, and the sections are the
same; a test compares both. They differ only where an excluded element has one of its own name
inside: the plugin recognizes elements by their names, so it would index the rest, or fail. HTML
that is not well-formed is left to the plugin.
"""

from dataclasses import dataclass, field
from html import escape, unescape
from itertools import islice

from incremental.html_scanner import read_attributes, read_tokens

_VOID = frozenset(
    {
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    }
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_KEPT = frozenset({"p", "code", "pre", "li", "ol", "ul", "sub", "sup"})
_NEVER_SHOWN = frozenset({"object", "script", "style"})
# A tag without any of these in its attributes is like one without attributes.
_EXCLUDED, _LINE_NUMBERS, _PERMALINK = "data-search-exclude", "linenodiv", "headerlink"


@dataclass(slots=True)
class SearchSection:
    """The HTML below one heading, or before the first.

    `tag` is the heading's, "hx" where there is none; `depth` counts the open elements around it.
    """

    tag: str
    depth: float = 0
    is_left_out: bool = False
    id: str | None = None
    title: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)

    def is_excluded(self) -> bool:
        """Return whether the heading itself is marked to be excluded (the plugin's own method)."""
        return self.is_left_out


def read_sections(html: str) -> list[SearchSection] | None:
    """Return the sections of a page, or None where its HTML is not well-formed."""
    tokens = read_tokens(html)
    if tokens is None:
        return None
    reader = _Reader()
    for before, closed, opened, attributes, is_empty in tokens:
        if before and not reader.is_hidden:
            reader.read_text(unescape(before) if "&" in before else before)
        if closed:
            reader.close(closed.lower())
        elif opened:
            name = opened.lower()
            reader.open(name, attributes or "")
            if is_empty:
                reader.close(name)
    return reader.sections


class _Reader:
    """The state of the parser.

    `_open` has the names of the open elements, `_links` whether each is a permalink. `_hidden_at`
    is the depth of the element that is being skipped, 0 outside of such.
    """

    def __init__(self) -> None:
        self.sections: list[SearchSection] = []
        self._hidden_at = 0
        self._current: SearchSection | None = None
        self._open: list[str] = []
        self._links: list[bool] = []

    @property
    def is_hidden(self) -> bool:
        """Whether the parser is inside an element that is not indexed."""
        return self._hidden_at > 0

    def open(self, name: str, attributes: str) -> None:
        """Process a start tag, with its attributes as text."""
        if name in _VOID:
            return
        self._open.append(name)
        self._links.append(
            name == "a"
            and _PERMALINK in attributes
            and dict(read_attributes(attributes)).get("class") == _PERMALINK
        )
        if name in _HEADINGS and attributes:
            self._open_heading(name, dict(read_attributes(attributes)))
        self._section()
        if self._hidden_at:
            return
        if name in _NEVER_SHOWN or (attributes and _is_excluded(attributes)):
            self._hidden_at = len(self._open)
        elif name in _KEPT:
            self._target().append(f"<{name}>")

    def close(self, name: str) -> None:
        """Process an end tag."""
        if not self._open or self._open[-1] != name:
            return
        if self._section().depth > len(self._open):
            self._leave_section()
        depth = len(self._open)
        self._open.pop()
        self._links.pop()
        if self._hidden_at == depth:
            self._hidden_at = 0
        elif name in _KEPT and not self._hidden_at:
            _close_kept(self._target(), name)

    def read_text(self, text: str) -> None:
        """Process the text between two tags, where it is not hidden."""
        is_code = "pre" in self._open
        if not is_code:
            text = " " if text.isspace() else text.replace("\n", " ")
        section = self._section()
        if section.tag in self._open:
            if not any(self._links):
                section.title.append(escape(text, quote=False))
            return
        parts = section.text
        if not text.isspace():
            parts.append(escape(text, quote=False))
        elif is_code or not parts or not parts[-1].isspace():
            parts.append(text)

    def _open_heading(self, name: str, attributes: dict[str, str | None]) -> None:
        if "id" not in attributes:
            return
        if name != "h1" and not self.sections:
            self._begin(SearchSection("hx", len(self._open)))
        self._begin(
            SearchSection(
                name,
                len(self._open),
                _EXCLUDED in attributes,
                attributes["id"] if self.sections else None,
            )
        )

    def _section(self) -> SearchSection:
        """Return the current section; begin one without a heading where there is none yet."""
        if self._current is None:
            self._current = SearchSection("hx")
            self.sections.append(self._current)
        return self._current

    def _begin(self, section: SearchSection) -> None:
        self._current = section
        self.sections.append(section)

    def _leave_section(self) -> None:
        """Return from a section whose heading was nested deeper to the last that was not."""
        for section in reversed(self.sections):
            if section.depth <= len(self._open):
                self._section().depth = float("inf")  # never current again
                self._current = section
                return

    def _target(self) -> list[str]:
        section = self._section()
        return section.title if section.tag in self._open else section.text


def _is_excluded(attributes: str) -> bool:
    if _EXCLUDED not in attributes and _LINE_NUMBERS not in attributes:
        return False
    values = dict(read_attributes(attributes))
    return _EXCLUDED in values or values.get("class") == _LINE_NUMBERS


def _close_kept(parts: list[str], name: str) -> None:
    """Close an element, or delete its start tag where the element is empty."""
    if f"<{name}>" not in parts:
        return  # it was opened on the other side of a heading
    first = parts.index(f"<{name}>")
    if all(part.isspace() for part in islice(parts, first + 1, None)):
        del parts[first:]
    else:
        parts.append(f"</{name}>")
