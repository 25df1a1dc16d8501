"""Read the article of a built page into a tree, and write trees as XHTML. Imports nothing of the guide.

tinyhtml5 reads HTML as browsers do, the SVG of the charts with its capitals included; lxml then
gives trees that know their parents. Elements of HTML have no namespace in here: it is named once,
at the top of a file.
"""

from collections.abc import Iterable
from xml.etree.ElementTree import Element as PlainElement

import tinyhtml5
from lxml import etree

SVG = "http://www.w3.org/2000/svg"
XHTML = "http://www.w3.org/1999/xhtml"


def parse_html(html: bytes | str) -> etree._Element:
    """Return the tree that a browser would make of a whole HTML page."""
    return _copy(tinyhtml5.parse(html, namespace_html_elements=False))


def find_article(html: bytes | str) -> etree._Element | None:
    """Return a built page's article, or None where it has none."""
    return parse_html(html).find(".//article")


def _copy(plain: PlainElement) -> etree._Element:
    """Return the same element in lxml, without comments and with SVG as its own default namespace."""
    made = etree.Element(
        plain.tag, dict(plain.attrib), {None: SVG} if plain.tag.startswith(f"{{{SVG}}}") else None
    )
    made.text, last = plain.text, None
    for child in plain:
        if isinstance(child.tag, str):
            last = _copy(child)
            last.tail = child.tail
            made.append(last)
        elif child.tail and last is None:
            made.text = (made.text or "") + child.tail
        elif child.tail:
            last.tail = (last.tail or "") + child.tail
    return made


def classes(element: etree._Element) -> set[str]:
    """Return the classes of an element."""
    return set(element.get("class", "").split())


def elements(tree: etree._Element) -> list[etree._Element]:
    """Return a tree's elements in reading order, in a list, so that the tree may be changed on the way."""
    return [element for element in tree.iter() if isinstance(element.tag, str)]


def drop(element: etree._Element) -> None:
    """Take an element and all in it out of its tree; the text after it stays."""
    _hand_on(element, element.tail)
    element.getparent().remove(element)


def unwrap(element: etree._Element) -> None:
    """Take an element out of its tree, and leave what is in it."""
    parent, place = element.getparent(), element.getparent().index(element)
    children = list(element)
    text, tail = element.text, element.tail
    element.tail = None
    parent.remove(element)
    for number, child in enumerate(children):
        parent.insert(place + number, child)
    if children:
        children[-1].tail = (children[-1].tail or "") + (tail or "")
    _add_text(parent, place, (text or "") + ("" if children else tail or ""))


def _hand_on(element: etree._Element, text: str | None) -> None:
    """Give the text after an element to what stands before it."""
    _add_text(element.getparent(), element.getparent().index(element), text)
    element.tail = None


def _add_text(parent: etree._Element, place: int, text: str | None) -> None:
    """Put text before the child at a place, behind what is there."""
    if not text:
        return
    if place:
        parent[place - 1].tail = (parent[place - 1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def text_of(element: etree._Element) -> str:
    """Return the words of an element, with single spaces."""
    return " ".join("".join(element.itertext()).split())


def make(
    tag: str, text: str = "", children: Iterable[etree._Element] = (), **attributes: str
) -> etree._Element:
    """Return a new element; `class_` gives the class."""
    made = etree.Element(tag, {name.rstrip("_"): value for name, value in attributes.items()})
    made.text = text or None
    made.extend(children)
    return made


def to_xhtml(element: etree._Element) -> str:
    """Return an element as XHTML, to stand in a file that names the namespace of XHTML."""
    return etree.tostring(element, encoding="unicode", with_tail=False)


def to_html(element: etree._Element) -> str:
    """Return an element as HTML."""
    return etree.tostring(element, encoding="unicode", method="html", with_tail=False)
