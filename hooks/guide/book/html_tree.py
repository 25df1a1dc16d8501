"""Parse the article of a built page into an lxml tree, and serialize trees as XHTML or HTML.

tinyhtml5 parses HTML as browsers do, with the capital letters in names of SVG; lxml has trees whose
elements know their parents. HTML elements have no namespace in the tree: a file declares it once,
in its root.
"""

from collections.abc import Iterable
from typing import Any
from xml.etree.ElementTree import Element as PlainElement

import tinyhtml5
from lxml import etree
from markupsafe import Markup

from guide.core.templates import replace_non_xml

SVG = "http://www.w3.org/2000/svg"
XHTML = "http://www.w3.org/1999/xhtml"
# None is the default namespace, which the type stubs of lxml do not know.
_SVG_NAMESPACE: Any = {None: SVG}


def parse_html(html: bytes | str) -> etree._Element:
    """Parse a whole HTML page into the tree that a browser would make of it."""
    return _copy(tinyhtml5.parse(html, namespace_html_elements=False))


def find_article(html: bytes | str) -> etree._Element | None:
    """Parse a built page and return its article, or None where it has none."""
    return parse_html(html).find(".//article")


def _copy(plain: PlainElement) -> etree._Element:
    """Copy an element to lxml, without comments and with SVG as its own default namespace.

    HTML may hold characters that XML may not, as by &#27;: they are replaced.
    """
    copied = etree.Element(
        plain.tag,
        {name: replace_non_xml(value) for name, value in plain.attrib.items()},
        _SVG_NAMESPACE if plain.tag.startswith(f"{{{SVG}}}") else None,
    )
    copied.text, last = _xml_text(plain.text), None
    for child in plain:
        tail = _xml_text(child.tail)
        if isinstance(child.tag, str):
            last = _copy(child)
            last.tail = tail
            copied.append(last)
        elif tail and last is None:
            copied.text = (copied.text or "") + tail
        elif tail:
            last.tail = (last.tail or "") + tail
    return copied


def _xml_text(text: str | None) -> str | None:
    return replace_non_xml(text) if text else None


def classes(element: etree._Element) -> set[str]:
    """Return the classes of an element."""
    return set(element.get("class", "").split())


def elements(tree: etree._Element) -> list[etree._Element]:
    """Return a tree's elements in document order, as a list, so that a loop may change the tree."""
    return [element for element in tree.iter() if isinstance(element.tag, str)]


def parent_of(element: etree._Element) -> etree._Element:
    """Return the parent of an element that is not the root of its tree."""
    parent = element.getparent()
    assert parent is not None, "the root of a tree has no parent"
    return parent


def remove_element(element: etree._Element) -> None:
    """Remove an element and its content from its tree; the text after it stays."""
    _preserve_tail(element, element.tail)
    parent_of(element).remove(element)


def unwrap(element: etree._Element) -> None:
    """Remove an element from its tree, and leave its content in its place."""
    parent = parent_of(element)
    index = parent.index(element)
    children = list(element)
    text, tail = element.text, element.tail
    element.tail = None
    parent.remove(element)
    for number, child in enumerate(children):
        parent.insert(index + number, child)
    if children:
        children[-1].tail = (children[-1].tail or "") + (tail or "")
    _insert_text(parent, index, (text or "") + ("" if children else tail or ""))


def _preserve_tail(element: etree._Element, text: str | None) -> None:
    """Move the text after an element to the node before it."""
    parent = parent_of(element)
    _insert_text(parent, parent.index(element), text)
    element.tail = None


def _insert_text(parent: etree._Element, index: int, text: str | None) -> None:
    """Insert text before the child at an index, after the text that is there."""
    if not text:
        return
    if index:
        parent[index - 1].tail = (parent[index - 1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def text_of(element: etree._Element) -> str:
    """Return the words of an element, with single spaces."""
    return " ".join("".join(str(text) for text in element.itertext()).split())


def create_element(
    tag: str, text: str = "", children: Iterable[etree._Element] = (), **attributes: str
) -> etree._Element:
    """Create an element; an attribute's name may end in an underscore, such as `class_`."""
    element = etree.Element(tag, {name.rstrip("_"): value for name, value in attributes.items()})
    element.text = text or None
    element.extend(children)
    return element


def to_xhtml(element: etree._Element) -> str:
    """Serialize an element as XHTML, for a file that declares the namespace of XHTML."""
    return etree.tostring(element, encoding="unicode", with_tail=False)


def to_html(element: etree._Element) -> str:
    """Serialize an element as HTML."""
    return etree.tostring(element, encoding="unicode", method="html", with_tail=False)


def as_markup(html: str) -> Markup:
    """Mark text as HTML, so that a template does not escape it.

    Only for text that lxml or an autoescaping template wrote.
    """
    return Markup(html)  # noqa: S704 (escaped by what wrote it)
