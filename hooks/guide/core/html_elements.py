"""Parse HTML as browsers do (https://html.spec.whatwg.org/#parsing), and list its elements."""

from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

Attributes = list[tuple[str, str | None]]

# Appended to the text. Where all before it is closed, they are the last elements of the body. The
# second is in each element for text, such as <b>, that a paragraph has left open: browsers open it
# again in what comes next.
_END = '<hr data-end=""><span data-end="">'
# The elements that a page's own text stands in, each of which an end tag in it could close.
_AROUND = ("div", "main", "div", "article")
_SHELL = "".join(f'<{name} data-shell="">' for name in _AROUND)


@dataclass(frozen=True)
class HtmlElements:
    """The elements of a document in order: (name, attributes), in lower case, entities decoded.

    `title` is the text of its title; `is_closed` is false where an element, a comment or a
    quotation mark is still open at the end of the text, and so has swallowed or moved what comes
    after it; `is_contained` is false where an end tag closes an element around the text.
    """

    elements: list[tuple[str, Attributes]]
    title: str
    is_closed: bool
    is_contained: bool = True


def read_document(html: str) -> HtmlElements:
    """Return the elements of a whole document."""
    tree = LexborHTMLParser(html + _END)
    endings = _endings(tree)
    is_closed = bool(endings) and all(ending == ["body", "html"] for ending in endings)
    return HtmlElements(_elements(tree), _title(tree), is_closed)


def read_fragment(html: str) -> HtmlElements:
    """Return the elements of HTML that stands in the article of a page.

    An <html>, <head> or <body> of its own counts only with attributes, which browsers move to
    those of the page.
    """
    tree = LexborHTMLParser(f"<!doctype html><body>{_SHELL}{html}{_END}")
    own: list[tuple[str, Attributes]] = [("html", []), ("head", []), ("body", [])]
    own += [(name, [("data-shell", "")]) for name in _AROUND]
    elements = [element for element in _elements(tree) if element not in own]
    outside = [*reversed(_AROUND), "body", "html"]
    endings = _endings(tree)
    return HtmlElements(
        elements,
        _title(tree),
        # Of the elements around the end, there is none but those that the text stands in.
        bool(endings) and all(ending and ending == outside[-len(ending) :] for ending in endings),
        not endings or len(endings[0]) >= len(outside),
    )


def _elements(tree: LexborHTMLParser) -> list[tuple[str, Attributes]]:
    elements = []
    for node in tree.root.traverse() if tree.root else ():
        tag, attributes = node.tag, node.attributes
        if tag and tag[0] != "-" and attributes.get("data-end") != "":
            pairs = [(name.lower(), value) for name, value in attributes.items()]
            elements.append((tag.lower(), pairs))
    return elements


def _title(tree: LexborHTMLParser) -> str:
    title = tree.css_first("title")
    return title.text() if title else ""


def _endings(tree: LexborHTMLParser) -> list[list[str]]:
    """Return the names of the elements around each end, innermost first; none where it is gone."""
    return [_ancestors(node) for node in tree.css("[data-end]")]


def _ancestors(node: LexborNode) -> list[str]:
    names = []
    parent = node.parent
    while parent is not None and parent.tag:
        names.append(parent.tag.lower())
        parent = parent.parent
    return [name for name in names if not name.startswith("-")]


def walk_fragment(html: str) -> Iterator[tuple[str, str, Attributes]]:
    """Yield what stands in the body of a page, in order: (event, name or text, attributes).

    >>> [(event, name) for event, name, _ in walk_fragment("<p>a &amp; b")]
    [('start', 'p'), ('text', 'a & b'), ('end', 'p')]
    """
    body = LexborHTMLParser(f"<!doctype html><body>{html}").body
    waiting = [(child, False) for child in body.iter(include_text=True)] if body else []
    waiting.reverse()
    while waiting:
        node, is_end = waiting.pop()
        name = (node.tag or "").lower()
        if is_end:
            yield "end", name, []
        elif name == "-text":
            yield "text", node.text_content or "", []
        elif not name.startswith("-"):
            yield "start", name, list(node.attributes.items())
            waiting.append((node, True))
            waiting += reversed([(child, False) for child in node.iter(include_text=True)])
