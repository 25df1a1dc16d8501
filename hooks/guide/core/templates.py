"""Render the guide's Jinja2 templates, and bring the result into a Markdown tree. Imports addresses, text.

Autoescape is on and an unknown name is an error. Templates are well-formed XML, so that the tree
gets elements and not text; an element marked data-md="inline" keeps its text open to inline
Markdown, with < and & made harmless, so that links and citations work in cells and HTML does not.
"""

import re
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import jinja2
from markdown.util import AtomicString

from guide.core.urls import dial
from guide.core.wording import (
    count_of,
    format_change,
    format_date,
    format_number,
    join_words,
    make_anchor,
)

# What XML 1.0 cannot hold. Checks refuse such cells; this keeps a preview up while they stand.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """Return text that XML can hold: characters that it cannot are replaced by one that says so."""
    return _NOT_XML.sub("\ufffd", text)


def _finalize(value: object) -> object:
    return xml_text(value) if type(value) is str else value


@cache
def environment() -> jinja2.Environment:
    """Return the environment of the guide's templates. Cached: templates are part of the program."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parents[1] / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "number": format_number,
        "change": format_change,
        "date": format_date,
        "words": join_words,
        "dial": dial,
        "anchor": make_anchor,
    }
    made.globals["count_of"] = count_of
    return made


def render(template: str, **context: object) -> str:
    """Render one template to well-formed XHTML."""
    return environment().get_template(template).render(**context)


def to_elements(html: str) -> list[ElementTree.Element]:
    """Return the elements of a piece of well-formed XHTML, ready to stand in a Markdown tree.

    Text is closed to Markdown, except in elements marked data-md="inline".
    """
    root = ElementTree.fromstring(f"<div>{html}</div>")
    _close(root)
    return list(root)


def _close(element: ElementTree.Element) -> None:
    """Make all text below an element literal: Markdown's serializer would leave "&lt;" as it stands."""
    is_open = element.attrib.pop("data-md", None) == "inline"
    if element.text:
        element.text = escape_inline(element.text) if is_open else literal(element.text)
    for name, value in element.attrib.items():
        if "&" in value:
            element.set(name, value.replace("&", "&amp;"))
    for child in element:
        _close(child)
        if child.tail:
            child.tail = literal(child.tail)


def literal(text: str) -> AtomicString:
    """Return text for a Markdown tree that comes out as it is, entities and braces included."""
    return AtomicString(_harmless(text))


def escape_inline(text: str) -> str:
    """Return text in which links, emphasis and citations work, and all else is only text.

    HTML and attribute lists ({: onclick=…}) are text, and so is code: what stands between backticks
    would be escaped twice.
    """
    return _harmless(text).replace("<", "&lt;").replace("`", "&#96;")


def _harmless(text: str) -> str:
    # "{" opens an attribute list for the attr_list extension, which reads the finished tree too.
    return text.replace("&", "&amp;").replace("{", "&#123;")
