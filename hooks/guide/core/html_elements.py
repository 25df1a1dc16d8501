"""Parse HTML as browsers do (https://html.spec.whatwg.org/#parsing), and list its elements."""

from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

Attributes = list[tuple[str, str | None]]

# Appended to the text. Where all before it is closed, it is the last element of the body.
_END = '<hr data-end="">'


@dataclass(frozen=True)
class HtmlElements:
    """The elements of a document in order: (name, attributes), in lower case, entities decoded.

    `title` is the text of its title; `is_closed` is false where an element, a comment or a
    quotation mark is still open at the end of the text, and so has swallowed or moved what comes
    after it.
    """

    elements: list[tuple[str, Attributes]]
    title: str
    is_closed: bool


def read_document(html: str) -> HtmlElements:
    """Return the elements of a whole document."""
    tree = LexborHTMLParser(html + _END)
    root, body = tree.root, tree.body
    nodes = list(root.traverse()) if root else []
    elements = [
        (node.tag.lower(), [(name.lower(), value) for name, value in node.attributes.items()])
        for node in nodes
        if node.tag and not node.tag.startswith("-")
    ]
    last = body.last_child if body else None
    is_closed = last is not None and "data-end" in last.attributes
    title = tree.css_first("title")
    of_the_text = [
        (name, attributes) for name, attributes in elements if ("data-end", "") not in attributes
    ]
    return HtmlElements(of_the_text, title.text() if title else "", is_closed)


def read_fragment(html: str) -> HtmlElements:
    """Return the elements of HTML that stands in the body of a page.

    An <html>, <head> or <body> of its own counts only with attributes, which browsers move to
    those of the page.
    """
    document = read_document(f"<!doctype html><body>{html}")
    shell: list[tuple[str, Attributes]] = [("html", []), ("head", []), ("body", [])]
    elements = [element for element in document.elements if element not in shell]
    return HtmlElements(elements, document.title, document.is_closed)
