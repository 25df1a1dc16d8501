"""Make a page's article fit to stand in a book. Imports book_tree.

What is there to be pressed is taken out, what is folded is opened, forms become lists to write on,
and marks that are drawn on the site become words, since a reader of books may show no styles at
all.
"""

from collections.abc import Iterator
from itertools import takewhile
from urllib.parse import urlsplit

from lxml import etree

from guide.book.html_tree import SVG, classes, drop, elements, make, text_of, unwrap

# For the screen only: controls, the site's own way through, and what the book says once for all
# pages.
_SCREEN_TAGS = {
    "button",
    "dialog",
    "link",
    "meta",
    "noscript",
    "script",
    "select",
    "style",
    "template",
    "textarea",
}
_SCREEN_CLASSES = {
    "cite",
    "edit-link",
    "exit",
    "exit-note",
    "finding-entry__cite",
    "headerlink",
    "help-lines",
    "library-form",
    "mark__shape",
    "path",
    "print-head",
    "reading-time",
    "reflection__buttons",
    "reflection__error",
    "reflection__errors",
    "reflection__hint",
    "reflection__leave",
    "reflection__none",
    "reflection__status",
    "report",
    "status__shape",
}
_OPENED = {
    "details": "div",
    "summary": "p",
    "form": "div",
    "fieldset": "div",
    "legend": "p",
    "label": "span",
    "nav": "div",
    "section": "div",
    "time": "span",
}
_ATTRIBUTES = {
    "alt",
    "aria-describedby",
    "aria-hidden",
    "aria-label",
    "aria-labelledby",
    "class",
    "colspan",
    "data-title",
    "href",
    "id",
    "lang",
    "role",
    "rowspan",
    "scope",
    "start",
}
# Roles that the book's elements have by themselves, or that promise something to press.
_ROLES = {"group", "img", "note"}
# A table says its roles itself, since it is no table to its reader where a phone shows it as cards.
_TABLE_ROLES = {
    "table": "table",
    "thead": "rowgroup",
    "tbody": "rowgroup",
    "tfoot": "rowgroup",
    "tr": "row",
    "td": "cell",
}
_HEADER_ROLES = {"row": "rowheader", "col": "columnheader"}
# The inks of the drawings: dark enough on white, light enough on black (3:1 and more on both).
_INKS = {
    "var(--md-default-fg-color--light)": "currentColor",
    "var(--guide-chart-1)": "#3d8580",
    "var(--guide-line)": "#8a8378",
    "var(--md-default-bg-color)": "none",
}
# A heading with this class, { .on-screen } in Markdown, and what stands below it, is about the site
# and not in the book.
_ON_SCREEN = "on-screen"
_HEADINGS = ("h1", "h2", "h3", "h4")
BOX = "\u25a1"
EVIDENCE = "evidence-on-this-page"


def take_evidence(article: etree._Element) -> dict[str, str]:
    """Take "Evidence on this page" out, and return where its entries stand in the library, by their id.

    The book has each entry once, in its part on evidence, and not again below every page that uses
    it.
    """
    homes = {}
    for entry in article.iter("li"):
        if "finding-entry" in classes(entry):
            links = [
                link.get("href", "")
                for link in entry.iterfind(".//p[@class='finding-entry__links']/a")
            ]
            # The last one within the site is the permanent address; one to the repository may
            # follow.
            homes[entry.get("id", "")] = next(
                link for link in reversed(links) if not urlsplit(link).scheme
            )
    for heading in article.findall(f".//h2[@id='{EVIDENCE}']"):
        for element in [heading, *_until_list(heading)]:
            drop(element)
    return homes


def _until_list(heading: etree._Element) -> Iterator[etree._Element]:
    for element in heading.itersiblings():
        if element.tag not in ("p", "ol"):
            return
        yield element
        if element.tag == "ol":
            return


def clean_article(article: etree._Element) -> etree._Element:
    """Change an article into what the book prints, and return it."""
    _take_screen_parts(article)
    for element in elements(article):
        if element.tag == "input":
            _draw_box(element)
        elif "mark" in classes(element) or _is_loose_status(element):
            _write_mark(element)
        elif "finding-entry" in classes(element) and element.get("id"):
            _name_entry(element)
        elif "helpline__area" in classes(element):
            element.text = f" ({text_of(element)})"
    _open_all(article)
    for drawing in article.iter(f"{{{SVG}}}svg"):
        _title_drawing(drawing, article)
    for element in elements(article):
        _keep_attributes(element)
    for table in article.iter("table"):
        _label_cells(table)
    return article


def _take_screen_parts(article: etree._Element) -> None:
    for heading in article.xpath(".//h2|.//h3|.//h4"):
        if _ON_SCREEN in classes(heading):
            for element in [heading, *_below(heading)]:
                drop(element)
    for element in elements(article):
        if element is article or element.getparent() is None:
            continue
        if (
            element.tag in _SCREEN_TAGS
            or classes(element) & _SCREEN_CLASSES
            or "hidden" in element.attrib
            or "popover" in element.attrib
        ):
            drop(element)
    for strip in article.findall(".//aside"):
        if not text_of(strip):
            drop(strip)


def _below(heading: etree._Element) -> Iterator[etree._Element]:
    """Yield what stands below a heading, up to the next one that is as high."""
    higher = _HEADINGS[: _HEADINGS.index(heading.tag) + 1]
    return takewhile(lambda element: element.tag not in higher, heading.itersiblings())


def _is_loose_status(element: etree._Element) -> bool:
    """Say whether a status stands before words of its own line, and not alone in a cell."""
    if "status" not in classes(element):
        return False
    parent = element.getparent()
    return parent.tag in ("p", "li") and "chart__status" not in classes(parent)


def _write_mark(element: etree._Element) -> None:
    """Write a status as a word in brackets, which is apart from the sentence even where no style is shown."""
    word = text_of(element)
    before = (
        " "
        if element.text is None or element.text.startswith(" ") or "mark" in classes(element)
        else ""
    )
    for child in list(element):
        element.remove(child)
    element.text = f"{before}[{word}]"


def _draw_box(element: etree._Element) -> None:
    box = make("span", BOX, class_="box", aria_hidden="true")
    box.attrib["aria-hidden"] = box.attrib.pop("aria_hidden")
    box.tail = f" {element.tail or ''}"
    element.getparent().replace(element, box)


def _name_entry(entry: etree._Element) -> None:
    """Write the permanent name of a finding where the site has the link to it."""
    for links in entry.iterfind("p[@class='finding-entry__links']"):
        first = links.find("a")
        if first is not None and first.get("href") == f"#{entry.get('id')}":
            name = make("span", f"Finding {entry.get('id')}", class_="finding-entry__id")
            name.tail = first.tail
            links.replace(first, name)


def _open_all(article: etree._Element) -> None:
    for element in elements(article):
        if element.tag in _OPENED:
            element.set("class", f"{element.get('class', '')} {element.tag}".strip())
            element.tag = _OPENED[element.tag]
        elif element.tag == "p" and element.get("aria-level"):
            element.tag = f"h{element.get('aria-level')}"
        elif element.tag == "span" and not element.attrib:
            unwrap(element)


def _keep_attributes(element: etree._Element) -> None:
    if element.tag.startswith(f"{{{SVG}}}"):
        _draw_in_ink(element)
        return
    for name in set(element.attrib) - _ATTRIBUTES:
        del element.attrib[name]
    if element.get("role") not in _ROLES:
        element.attrib.pop("role", None)
        if element.tag in ("div", "span", "p", "aside"):
            for name in ("aria-label", "aria-labelledby", "aria-describedby"):
                element.attrib.pop(name, None)


def _label_cells(table: etree._Element) -> None:
    """Write above each cell, for phones, what its column is called, and give the parts of the table their roles."""
    heads = [text_of(head) for head in table.iterfind("thead/tr/th")]
    for element in table.iter():
        role = _TABLE_ROLES.get(element.tag) or _HEADER_ROLES.get(element.get("scope", ""))
        if role:
            element.set("role", role)
    for row in [*table.iterfind("tbody/tr"), *table.iterfind("tfoot/tr")]:
        if len(row) == len(heads):
            for head, cell in zip(heads, row, strict=True):
                if cell.tag == "td":
                    cell.set("data-title", head)


def _title_drawing(drawing: etree._Element, article: etree._Element) -> None:
    """Write what names and describes a drawing into it: that is where makers of PDFs look for it."""
    names = f"{drawing.get('aria-labelledby', '')} {drawing.get('aria-describedby', '')}".split()
    words = [
        text_of(named)
        for name in names
        if (named := article.find(f".//*[@id='{name}']")) is not None
    ]
    if words:
        title = etree.Element(f"{{{SVG}}}title")
        title.text = ". ".join(word.rstrip(".") for word in words) + "."
        drawing.insert(0, title)


def _draw_in_ink(element: etree._Element) -> None:
    element.attrib.pop("focusable", None)
    if "chart__drawing" in classes(element):
        element.set(
            "font-family", "Inter, sans-serif"
        )  # a drawing has none of the page's styles, in some readers
    for name, value in element.attrib.items():
        if value in _INKS:
            element.set(name, _INKS[value])
