"""Render the guide's Jinja2 templates, and parse the result into a Markdown tree.

Autoescape is on and an undefined name is an error. Templates are well-formed XML, so that the tree
gets elements and not text. In an element marked data-md="inline", inline Markdown is interpreted:
its < and & are escaped, so that links and citations work in cells and HTML does not. One marked
data-md="block" holds a part of a page, which is interpreted as it is there (parse_blocks).
"""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import jinja2
from markdown.blockparser import BlockParser
from markdown.util import AtomicString

from guide.core.urls import tel_uri
from guide.core.wording import (
    format_change,
    format_count,
    format_date,
    format_number,
    join_words,
    make_anchor,
)

# What XML 1.0 cannot hold. Checks refuse such cells; until they are fixed, a preview still shows.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def replace_non_xml(text: str) -> str:
    """Replace the characters that XML 1.0 cannot hold by U+FFFD, the replacement character."""
    return _NOT_XML.sub("\ufffd", text)


def _finalize(value: object) -> object:
    return replace_non_xml(value) if type(value) is str else value


@cache
def environment() -> jinja2.Environment:
    """Return the guide's Jinja2 environment. Cached: templates are part of the program."""
    jinja = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parents[1] / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    jinja.filters |= {
        "number": format_number,
        "change": format_change,
        "date": format_date,
        "words": join_words,
        "tel_uri": tel_uri,
        "anchor": make_anchor,
    }
    jinja.globals["format_count"] = format_count
    return jinja


def render(template: str, **context: object) -> str:
    """Render one template to well-formed XHTML."""
    return environment().get_template(template).render(**context)


def to_elements(html: str) -> list[ElementTree.Element]:
    """Parse a fragment of well-formed XHTML to elements for a Markdown tree.

    Markdown is not interpreted in their text, except in elements marked data-md="inline".
    """
    # The XML is made by the guide's own templates, with autoescape, and has no document type.
    root = ElementTree.fromstring(f"<div>{html}</div>")  # noqa: S314
    _escape_tree(root)
    return list(root)


def parse_blocks(elements: Iterable[ElementTree.Element], parser: BlockParser) -> None:
    """Replace the text of each element marked data-md="block" by what Markdown makes of it."""
    for root in elements:
        for element in list(root.iter()):
            if element.attrib.pop("data-md", None) == "block":
                text, element.text = element.text or "", None
                parser.parseChunk(element, text)


def _escape_tree(element: ElementTree.Element) -> None:
    """Escape all text below an element: Markdown's serializer would leave "&lt;" as it is."""
    if element.get("data-md") == "block":
        return
    is_open = element.attrib.pop("data-md", None) == "inline"
    if element.text:
        element.text = escape_inline(element.text) if is_open else atomic_text(element.text)
    for name, value in element.attrib.items():
        if "&" in value:
            element.set(name, value.replace("&", "&amp;"))
    for child in element:
        _escape_tree(child)
        if child.tail:
            child.tail = atomic_text(child.tail)


def atomic_text(text: str) -> AtomicString:
    """Return text that a Markdown tree shows unchanged, entities and braces included."""
    return AtomicString(_escape(text))


def escape_inline(text: str) -> str:
    """Escape text in which links, emphasis and citations work, and all else is only text.

    HTML and attribute lists ({: onclick=…}) are text, and so is code: what is between backticks
    would be escaped twice.
    """
    return _escape(text).replace("<", "&lt;").replace("`", "&#96;")


def _escape(text: str) -> str:
    # "{" opens an attribute list for the attr_list extension, which reads the finished tree too.
    return text.replace("&", "&amp;").replace("{", "&#123;")
