"""Cut a page's HTML into the sections that the search finds, as the theme's search plugin does. Imports html_tokens.

The plugin makes an object of each element and reads every attribute, through html.parser; on a page
of the guide most of that is for nothing. Here the tags are taken as they stand in the text, and
what comes out is the same; a test holds both against each other. Only where an element that is left
out has one of its own name inside does the plugin lose its way: it tells elements by their names,
so that the rest would be searched, or the build would fail. HTML that is not well-formed is left to
the plugin.
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
# A tag whose attributes hold none of these is like one without attributes.
_EXCLUDED, _LINE_NUMBERS, _PERMALINK = "data-search-exclude", "linenodiv", "headerlink"


@dataclass(slots=True)
class SearchSection:
    """What stands below one heading, or before the first. `tag` is the heading's, "hx" where there is none."""

    tag: str
    depth: float = 0
    is_left_out: bool = False
    id: str | None = None
    title: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)

    def is_excluded(self) -> bool:
        """Say whether the heading itself is marked to be left out."""
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
            reader.open(name, attributes)
            if is_empty:
                reader.close(name)
    return reader.sections


class _Reader:
    """Where in the page the reading is.

    Elements that are open stand in `_open`, and in `_links` whether each is a permalink.
    `_hidden_at` is the depth of the element that is being skipped, 0 outside of such.
    """

    def __init__(self) -> None:
        self.sections: list[SearchSection] = []
        self._hidden_at = 0
        self._now: SearchSection | None = None
        self._open: list[str] = []
        self._links: list[bool] = []

    @property
    def is_hidden(self) -> bool:
        """Say whether what stands here is not searched."""
        return self._hidden_at > 0

    def open(self, name: str, attributes: str) -> None:
        """Take in a start tag."""
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
        if self._now is None:
            self._begin(SearchSection("hx"))
        if self._hidden_at:
            return
        if name in _NEVER_SHOWN or attributes and _is_to_be_skipped(attributes):
            self._hidden_at = len(self._open)
        elif name in _KEPT:
            self._target().append(f"<{name}>")

    def close(self, name: str) -> None:
        """Take in an end tag."""
        if not self._open or self._open[-1] != name:
            return
        if self._now.depth > len(self._open):
            self._leave_section()
        depth = len(self._open)
        self._open.pop()
        self._links.pop()
        if self._hidden_at == depth:
            self._hidden_at = 0
        elif name in _KEPT and not self._hidden_at:
            _close_kept(self._target(), name)

    def read_text(self, text: str) -> None:
        """Take in the text between two tags, where it is not hidden."""
        is_code = "pre" in self._open
        if not is_code:
            text = " " if text.isspace() else text.replace("\n", " ")
        if self._now is None:
            self._begin(SearchSection("hx"))
        if self._now.tag in self._open:
            if not any(self._links):
                self._now.title.append(escape(text, quote=False))
            return
        found = self._now.text
        if not text.isspace():
            found.append(escape(text, quote=False))
        elif is_code or not found or not found[-1].isspace():
            found.append(text)

    def _open_heading(self, name: str, given: dict[str, str | None]) -> None:
        if "id" not in given:
            return
        if name != "h1" and not self.sections:
            self._begin(SearchSection("hx", len(self._open)))
        self._begin(
            SearchSection(
                name, len(self._open), _EXCLUDED in given, given["id"] if self.sections else None
            )
        )

    def _begin(self, section: SearchSection) -> None:
        self._now = section
        self.sections.append(section)

    def _leave_section(self) -> None:
        """Go back from a section whose heading stood deeper to the last that did not."""
        for section in reversed(self.sections):
            if section.depth <= len(self._open):
                self._now.depth = float("inf")  # it is not come back to
                self._now = section
                return

    def _target(self) -> list[str]:
        return self._now.title if self._now.tag in self._open else self._now.text


def _is_to_be_skipped(attributes: str) -> bool:
    if _EXCLUDED not in attributes and _LINE_NUMBERS not in attributes:
        return False
    given = dict(read_attributes(attributes))
    return _EXCLUDED in given or given.get("class") == _LINE_NUMBERS


def _close_kept(found: list[str], name: str) -> None:
    """Close a tag, or take the first of its name back if nothing has followed."""
    if f"<{name}>" not in found:
        return  # it was opened on the other side of a heading
    first = found.index(f"<{name}>")
    if all(part.isspace() for part in islice(found, first + 1, None)):
        del found[first:]
    else:
        found.append(f"</{name}>")
