"""Parse a built page into what its readers get: text, tables, links and the parts around them.

It works for any generator: the theme of each puts the text into one article element, and what it
adds around that is compared by meaning (a title, an address, a script of ours), not by markup.
html5lib builds the tree that a browser would.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import TypeAlias
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib

Parts: TypeAlias = Mapping[str, tuple[str, ...]]

_BLOCK_NAMES = """
address article aside blockquote caption dd details div dl dt fieldset figcaption figure footer
form h1 h2 h3 h4 h5 h6 header hr legend li main nav ol p pre section summary table tbody td tfoot
th thead tr ul br
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_UNSEEN = frozenset(("script", "style", "template"))
# Files of the themes, whose names differ from release to release.
_THEME_FILES = ("/assets/javascripts/", "/assets/stylesheets/")


def read_built_page(html: str, address: str) -> Parts:
    """Return the parts of a built page, each as lines to compare, with links resolved on `address`.

    Parts: title, head (meta and link elements), data (JSON-LD), text, tables, links and ids of the
    article; exit, breadcrumbs, menu and footer around it; scripts (our own). A page without an
    article has no lines in the parts of one.
    """
    root = html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False)
    article = next(root.iter("article"), Element("article"))
    return {
        "title": tuple(
            _words(element) for element in root.iter("title") if "svg" not in element.tag
        )[:1],
        "head": tuple(sorted(_head_lines(root, address))),
        "data": tuple(_data_lines(root)),
        "text": tuple(_text_lines(article)),
        "tables": tuple(line for table in article.iter("table") for line in _table_lines(table)),
        "links": tuple(_link_lines(article, address)),
        "ids": tuple(element.get("id", "") for element in article.iter() if element.get("id")),
        "exit": _region(root, address, ("exit-bar", "exit-skip")),
        "breadcrumbs": _region(root, address, ("md-path",)),
        "menu": _region(root, address, ("md-nav--primary",)),
        "footer": _region(root, address, ("md-footer",)),
        "scripts": tuple(sorted(_script_lines(root, address))),
    }


def _words(element: Element) -> str:
    r"""Return all text in an element, white space as single spaces.

    >>> _words(html5lib.parseFragment("<p>a <b>b</b>\n c</p>"))
    'a b c'
    """
    return " ".join("".join(element.itertext()).split())


def _text_lines(element: Element, without: frozenset[str] = _UNSEEN) -> Iterator[str]:
    """Yield the text of an element, a line for each block, without elements of some tags."""
    for line in "".join(_flow(element, without)).split("\n"):
        if words := " ".join(line.replace("\v", " ").split()):
            yield words


def _flow(element: Element, without: frozenset[str]) -> Iterator[str]:
    """Yield the text of an element, with line ends only where a block begins or ends."""
    edge = "\n" if element.tag in _BLOCKS else ""
    yield edge
    if element.tag not in without and isinstance(element.tag, str):
        yield (element.text or "").replace("\n", "\v")
        for child in element:
            yield from _flow(child, without)
            yield (child.tail or "").replace("\n", "\v")
    yield edge


def _table_lines(table: Element) -> Iterator[str]:
    """Yield a table's caption, its rows of headers and its rows of data."""
    yield (
        "table:"
        f" {' '.join(_words(caption) for caption in table.iter('caption')) or 'without a caption'}"
    )
    for row in table.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        kind = "header" if all(cell.tag == "th" for cell in cells) else "row"
        yield f"{kind}: {' | '.join(map(_words, cells))}"


def _link_lines(element: Element, address: str) -> Iterator[str]:
    """Yield where each link and picture of an element leads, with its words."""
    for item in element.iter():
        if item.tag == "a" and item.get("href") is not None:
            yield f"{_words(item)} -> {resolve(address, item.get('href', ''))}"
        elif item.tag in ("img", "source", "iframe") and item.get("src") is not None:
            yield f"{item.tag} {item.get('alt', '')} -> {resolve(address, item.get('src', ''))}"


def resolve(address: str, link: str) -> str:
    """Resolve a link on the page at `address`: a path from the site's root, or a URL elsewhere.

    >>> resolve("/guide/science/", "../distance/#far"), resolve("/guide/", "#top")
    ('/guide/distance/#far', '/guide/#top')
    >>> resolve("/", "https://example.org/")
    'https://example.org/'
    """
    try:
        target = urljoin(address, link)
    except ValueError:
        return link
    path, mark, anchor = target.partition("#")
    return re.sub(r"(^|/)index\.html$", r"\1", path) + mark + anchor


def _region(root: Element, address: str, classes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the links of the elements with one of the classes, then their text that is no link."""
    regions = [
        element for element in root.iter() if set(element.get("class", "").split()) & set(classes)
    ]
    return tuple(
        line
        for element in regions
        for line in (*_link_lines(element, address), *_text_lines(element, _UNSEEN | {"a"}))
    )


def _head_lines(root: Element, address: str) -> Iterator[str]:
    head = root.find("head")
    for element in head if head is not None else []:
        if element.tag == "meta" and (
            name := element.get("name") or element.get("property") or element.get("http-equiv")
        ):
            yield f"meta {name}: {element.get('content', '')}"
        elif element.tag == "link" and not _is_theme_file(
            target := resolve(address, element.get("href", ""))
        ):
            yield f"link {element.get('rel', '')}: {target}"


def _data_lines(root: Element) -> Iterator[str]:
    """Yield each JSON-LD block with its keys in order; unchanged where it is not JSON."""
    for element in root.iter("script"):
        if element.get("type") == "application/ld+json":
            try:
                yield json.dumps(json.loads(element.text or ""), sort_keys=True, ensure_ascii=False)
            except ValueError:
                yield f"not JSON: {element.text}"


def _script_lines(root: Element, address: str) -> Iterator[str]:
    for element in root.iter("script"):
        if (source := element.get("src")) and not _is_theme_file(
            target := resolve(address, source)
        ):
            modes = [name for name in ("async", "defer") if element.get(name) is not None]
            yield " ".join([target, *modes])


def _is_theme_file(target: str) -> bool:
    return urlsplit(target).path.startswith(_THEME_FILES)
