"""Give the components of a page their elements: classes, lists of facts, turns. Imports components, text.

Works on the tree that Markdown has made. What a component is and how it is written: components.
"""

import re
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

from guide.content.components import COMPONENTS
from guide.core.wording import slugify

# Readers are told that nobody said these words.
_DIALOGUE_NOTE = "Made up for this guide"
# Markdown keeps some characters aside until it writes the page, between these two marks.
_KEPT_ASIDE = re.compile("\x02[^\x03]*\x03")


def shape_components(root: Element) -> None:
    """Turn each blockquote that opens with a component's label into the component's elements.

    Markdown makes one blockquote of two that follow each other; so a blockquote is parted first, at
    each label.
    """
    taken: set[str] = set()
    for parent in list(root.iter()):
        for quote in [child for child in parent if child.tag == "blockquote"]:
            for part in _split(parent, quote):
                kind, title = _read_label(part[0]) if len(part) else ("", "")
                if kind:
                    part.set("class", f"component component--{kind}")
                    _SHAPES[kind](part, _free_id(kind, title, taken))


def _split(parent: Element, quote: Element) -> list[Element]:
    """Part a blockquote before each label but the first; return the parts, which stand in its place."""
    parts = [quote]
    for child in list(quote)[1:]:
        if _read_label(child)[0]:
            parts.append(Element("blockquote"))
        if len(parts) > 1:
            quote.remove(child)
            parts[-1].append(child)
    place = list(parent).index(quote)
    for offset, part in enumerate(parts[1:], start=1):
        parent.insert(place + offset, part)
    if len(parts) > 1:
        parts[-1].tail, quote.tail = quote.tail, "\n"
    return parts


def _read_label(element: Element) -> tuple[str, str]:
    """Return the kind and the title of the component that a paragraph opens, or two empty strings."""
    strong = _opening_bold(element)
    if strong is None:
        return "", ""
    label, _, title = " ".join("".join(strong.itertext()).split()).partition(":")
    return COMPONENTS.get(label.strip().lower(), ""), title.strip()


def _opening_bold(element: Element) -> Element | None:
    """Return the bold words that an element begins with."""
    if not len(element) or (element.text or "").strip() or element[0].tag != "strong":
        return None
    return element[0] if element.tag in ("p", "li") else None


def _free_id(kind: str, title: str, taken: set[str]) -> str:
    """Return an id that no component of the page has yet, such as "practice-one-promise"."""
    wanted = slugify(f"{kind} {_KEPT_ASIDE.sub('', title)}")
    free, number = wanted, 1
    while free in taken:
        number += 1
        free = f"{wanted}-{number}"
    taken.add(free)
    return free


def _shape_box(box: Element, identifier: str) -> None:
    """Make a named group of a component; its label keeps its words and gives the group its name."""
    box.tag = "div"
    label = box[0]
    label.set("class", "component__label")
    label.set("id", f"{identifier}-label")
    box.set("role", "group")
    box.set("aria-labelledby", f"{identifier}-label")


def _shape_note(box: Element, identifier: str) -> None:
    box.tag = "div"
    box.set("role", "note")
    box[0].set("class", "component__label")


def _shape_practice(box: Element, identifier: str) -> None:
    box.set("id", identifier)
    _shape_box(box, identifier)
    for child in list(box):
        if child.tag == "ul" and all(_opening_bold(_words(item)) is not None for item in child):
            _shape_facts(child)
        elif child.tag == "ol":
            child.set("class", "practice__steps")


def _words(item: Element) -> Element:
    """Return what holds the words of a list's item: its first paragraph, or itself."""
    return item[0] if len(item) and item[0].tag == "p" and not (item.text or "").strip() else item


def _shape_facts(facts: Element) -> None:
    """Make terms and descriptions of a list whose items begin with a bold name and a colon."""
    items = list(facts)
    facts.tag = "dl"
    facts.set("class", "practice__facts")
    for item in items:
        words, rest = _words(item), list(item)[1:] if _words(item) is not item else []
        name = words[0]
        term, text = Element("dt"), Element("dd")
        term.text = AtomicString("".join(name.itertext()).strip().rstrip(":"))
        text.text = (name.tail or "").lstrip(" \n:")
        text.extend([*list(words)[1:], *rest])
        item.clear()
        item.tag = "div"
        item.set(
            "class", f"practice__fact practice__fact--{slugify(_KEPT_ASIDE.sub('', term.text))}"
        )
        item.extend([term, text])
        item.tail = "\n"


def _shape_dialogue(box: Element, identifier: str) -> None:
    box.set("id", identifier)
    _shape_box(box, identifier)
    for child in list(box)[1:]:
        speaker = _opening_bold(child) if child.tag == "p" else None
        words = "".join(speaker.itertext()).strip() if speaker is not None else ""
        if words.endswith(":"):
            child.set("class", "turn turn--you" if words.lower() == "you:" else "turn")
            speaker.set("class", "turn__speaker")
    note = Element("p", {"class": "component__note"})
    note.text, note.tail = AtomicString(_DIALOGUE_NOTE), "\n"
    box.insert(1, note)


def _shape_myth_fact(box: Element, identifier: str) -> None:
    """Part what is so from what is said, each in an element of its own."""
    children = list(box)
    box.tag = "div"
    for child in children:
        box.remove(child)
    part = SubElement(box, "div", {"class": "myth-fact__fact"})
    for child in children:
        bold = _opening_bold(child)
        if bold is not None and "".join(bold.itertext()).strip().lower() == "myth:":
            part = SubElement(box, "div", {"class": "myth-fact__myth"})
        part.append(child)


def _shape_pull_quote(box: Element, identifier: str) -> None:
    """Make a figure: the words, and below them that nobody said them."""
    children = list(box)
    box.tag = "figure"
    for child in children:
        box.remove(child)
    SubElement(box, "blockquote").extend(children[1:])
    children[0].tag = "figcaption"
    children[0].set("class", "component__label")
    box.append(children[0])


_SHAPES = {
    "in-short": _shape_box,
    "practice": _shape_practice,
    "dialogue": _shape_dialogue,
    "myth-fact": _shape_myth_fact,
    "pull-quote": _shape_pull_quote,
    "content-note": _shape_note,
}
