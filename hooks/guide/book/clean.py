"""Convert a page's article for a book.

Controls are removed, folded parts are opened, forms become lists to write on, and marks that the
site draws become words, since a reading system may apply no styles at all.
"""

from collections.abc import Iterator
from itertools import takewhile
from urllib.parse import urlsplit

from lxml import etree

from guide.book.html_tree import (
    SVG,
    classes,
    create_element,
    elements,
    parent_of,
    remove_element,
    text_of,
    unwrap,
)

# For the screen only: controls, the site's navigation, and what the book says once for all pages.
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
    "finding-entry__ring",
    "legend",
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
}
_RENAMED_TAGS = {
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
# The roles that stay. The others are implied by the book's elements, or promise a control.
_ROLES = {"group", "img", "note"}
# The colors of drawings: a contrast of 3:1 or more on white and on black.
PRINT_COLORS = {
    "var(--md-default-fg-color--light)": "currentColor",
    "var(--guide-chart-1)": "#3d8580",
    "var(--guide-clay)": "#b0674d",
    "var(--guide-line)": "#8a8378",
    "var(--guide-panel)": "none",
    "var(--md-default-bg-color)": "none",
}
# A heading with this class, { .on-screen } in Markdown, is about the site: its section is not in
# the book.
_ON_SCREEN = "on-screen"
_HEADINGS = ("h1", "h2", "h3", "h4")
BOX = "\u25a1"
EVIDENCE = "evidence-on-this-page"


def extract_evidence(article: etree._Element) -> dict[str, str]:
    """Remove "Evidence on this page"; return the URLs of its entries in the library, by id.

    The book has each entry once, in its part on evidence, and not again below every page that uses
    it.
    """
    library_urls: dict[str, str] = {}
    for entry in article.iter("li"):
        if "finding-entry" in classes(entry):
            (body,) = entry.iterfind(".//div[@class='finding-entry__body']")
            links = [
                link.get("href", "") for link in body.iterfind("p[@class='finding-entry__links']/a")
            ]
            # The last link within the site is the permanent address; one to the repository may
            # follow.
            library_urls[body.get("id", "")] = next(
                link for link in reversed(links) if not urlsplit(link).scheme
            )
    for heading in article.findall(f".//h2[@id='{EVIDENCE}']"):
        for element in [heading, *_until_list(heading)]:
            remove_element(element)
    return library_urls


def _until_list(heading: etree._Element) -> Iterator[etree._Element]:
    """Yield the paragraphs after a heading, what is folded, and the list that follows them."""
    for element in heading.itersiblings():
        if element.tag not in ("p", "details", "ol"):
            return
        yield element
        if element.tag == "ol":
            return


def clean_article(article: etree._Element) -> etree._Element:
    """Convert an article for the book in place, and return it."""
    _remove_screen_parts(article)
    for element in elements(article):
        if element.tag == "input":
            _replace_checkbox(element)
        elif "mark" in classes(element) or _is_inline_status(element):
            _write_mark(element)
        elif "finding-entry__body" in classes(element):
            _write_finding_id(element)
        elif "helpline__area" in classes(element):
            element.text = f" ({text_of(element)})"
    _open_folded_parts(article)
    for drawing in list(article.iter(f"{{{SVG}}}svg")):
        # Of the two drawings of a chart, the one for a phone suits a page of a book.
        if "chart__drawing--wide" in classes(drawing):
            remove_element(drawing)
        else:
            _add_drawing_title(drawing, article)
    for element in elements(article):
        _keep_attributes(element)
    for table in article.iter("table"):
        _label_cells(table)
    return article


def _remove_screen_parts(article: etree._Element) -> None:
    for heading in list(article.iter("h2", "h3", "h4")):
        if _ON_SCREEN in classes(heading):
            for element in [heading, *_below(heading)]:
                remove_element(element)
    for element in elements(article):
        if element is article or element.getparent() is None:
            continue
        if (
            element.tag in _SCREEN_TAGS
            or classes(element) & _SCREEN_CLASSES
            or "hidden" in element.attrib
            or "popover" in element.attrib
        ):
            remove_element(element)
    for strip in article.findall(".//aside"):
        if not text_of(strip):
            remove_element(strip)


def _below(heading: etree._Element) -> Iterator[etree._Element]:
    """Yield the elements of a heading's section, up to the next heading of its level or above."""
    higher = _HEADINGS[: _HEADINGS.index(heading.tag) + 1]
    return takewhile(lambda element: element.tag not in higher, heading.itersiblings())


def _is_inline_status(element: etree._Element) -> bool:
    """Return whether a status is part of a line of text, and not alone in a cell."""
    if "status" not in classes(element):
        return False
    parent = parent_of(element)
    return parent.tag in ("p", "li") and "chart__status" not in classes(parent)


def _write_mark(element: etree._Element) -> None:
    """Replace a mark by its words in brackets, set apart from the sentence without any style.

    They are the strength, which is the name of the ring, and the status where it is an exception.
    """
    strength = [child.get("aria-label", "").split()[:1] for child in element.iter("span")]
    words = [*(word for words in strength for word in words), text_of(element)]
    before = " " if element.text is None or "mark" in classes(element) else ""
    for child in list(element):
        element.remove(child)
    shown = ", ".join(filter(None, words))
    element.text = f"{before}[{shown}]" if shown else ""


def _replace_checkbox(element: etree._Element) -> None:
    box = create_element("span", BOX, class_="box", aria_hidden="true")
    box.attrib["aria-hidden"] = box.attrib.pop("aria_hidden")
    box.tail = f" {element.tail or ''}"
    parent_of(element).replace(element, box)


def _write_finding_id(entry: etree._Element) -> None:
    """Replace the permanent link of a finding by its id."""
    for links in entry.iterfind("p[@class='finding-entry__links']"):
        first = links.find("a")
        if first is not None and first.get("href") == f"#{entry.get('id')}":
            name = create_element("span", f"Finding {entry.get('id')}", class_="finding-entry__id")
            name.tail = first.tail
            links.replace(first, name)


def _open_folded_parts(article: etree._Element) -> None:
    for element in elements(article):
        if element.tag in _RENAMED_TAGS:
            element.set("class", f"{element.get('class', '')} {element.tag}".strip())
            element.tag = _RENAMED_TAGS[element.tag]
        elif element.tag == "p" and element.get("aria-level"):
            element.tag = f"h{element.get('aria-level')}"
        elif element.tag == "span" and not element.attrib:
            unwrap(element)


def _keep_attributes(element: etree._Element) -> None:
    if element.tag.startswith(f"{{{SVG}}}"):
        _inline_colors(element)
        return
    for name in set(element.attrib) - _ATTRIBUTES:
        del element.attrib[name]
    if element.get("role") not in _ROLES:
        _remove_attribute(element, "role")
        if element.tag in ("div", "span", "p", "aside"):
            for name in ("aria-label", "aria-labelledby", "aria-describedby"):
                _remove_attribute(element, name)


def _remove_attribute(element: etree._Element, name: str) -> None:
    if name in element.attrib:
        del element.attrib[name]


def _label_cells(table: etree._Element) -> None:
    """Add each cell's column heading, for phones."""
    heads = [text_of(head) for head in table.iterfind("thead/tr/th")]
    for row in [*table.iterfind("tbody/tr"), *table.iterfind("tfoot/tr")]:
        if len(row) == len(heads):
            for head, cell in zip(heads, row, strict=True):
                if cell.tag == "td":
                    cell.set("data-title", head)


def _add_drawing_title(drawing: etree._Element, article: etree._Element) -> None:
    """Add a title with a drawing's name and description, which PDF writers read as its alt text."""
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


def _inline_colors(element: etree._Element) -> None:
    _remove_attribute(element, "focusable")
    if "chart__drawing" in classes(element):
        # In some reading systems a drawing does not inherit the styles of the page.
        element.set("font-family", "Inter, sans-serif")
    for name, value in element.attrib.items():
        if value in PRINT_COLORS:
            element.set(name, PRINT_COLORS[value])
