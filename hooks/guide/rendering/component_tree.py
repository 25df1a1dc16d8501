"""Render the components of a page (callouts): roles, classes, lists of facts, turns of a dialogue.

Works on the element tree of Python-Markdown. guide.content.components holds what a component is
and how it is written.
"""

import re
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

from guide.content.components import COMPONENTS, GRADES
from guide.core.wording import slugify

# Readers are told that nobody said these words.
_DIALOGUE_NOTE = "Made up for this guide"
# Markdown replaces some characters until it writes the page, by text between these two marks.
_PLACEHOLDER = re.compile("\x02[^\x03]*\x03")


def render_components(root: Element) -> None:
    """Turn each blockquote that opens with a component's label into the component's elements.

    Markdown joins blockquotes that follow each other into one; so each is split first, at every
    label.
    """
    taken: set[str] = set()
    for parent in list(root.iter()):
        for quote in [child for child in parent if child.tag == "blockquote"]:
            for part in _split_at_labels(parent, quote):
                kind, title = _read_label(part[0]) if len(part) else ("", "")
                if kind:
                    part.set("class", f"component component--{kind}")
                    _RENDERERS[kind](part, _make_unique_id(kind, title, taken))


def _split_at_labels(parent: Element, quote: Element) -> list[Element]:
    """Split a blockquote before each label but the first; return the parts that replace it."""
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
    """Return kind and title of the component that a paragraph opens, or two empty strings."""
    strong = _find_opening_bold(element)
    if strong is None:
        return "", ""
    label, _, title = " ".join("".join(strong.itertext()).split()).partition(":")
    return COMPONENTS.get(label.strip().lower(), ""), title.strip()


def _find_opening_bold(element: Element) -> Element | None:
    """Return the bold words that an element begins with, or None."""
    if not len(element) or (element.text or "").strip() or element[0].tag != "strong":
        return None
    return element[0] if element.tag in ("p", "li") else None


def _make_unique_id(kind: str, title: str, taken: set[str]) -> str:
    """Return an id that no component of the page has yet, such as "practice-one-promise"."""
    base = slugify(f"{kind} {_PLACEHOLDER.sub('', title)}")
    identifier, number = base, 1
    while identifier in taken:
        number += 1
        identifier = f"{base}-{number}"
    taken.add(identifier)
    return identifier


def _render_group(box: Element, identifier: str) -> None:
    """Turn a component into an ARIA group that its label names."""
    box.tag = "div"
    label = box[0]
    label.set("class", "component__label")
    label.set("id", f"{identifier}-label")
    box.set("role", "group")
    box.set("aria-labelledby", f"{identifier}-label")


def _render_note(box: Element, identifier: str) -> None:
    box.tag = "div"
    box.set("role", "note")
    box[0].set("class", "component__label")


def _render_practice(box: Element, identifier: str) -> None:
    box.set("id", identifier)
    _render_group(box, identifier)
    for child in list(box):
        if child.tag == "ul" and all(
            _find_opening_bold(_find_words(item)) is not None for item in child
        ):
            _render_facts(child)
        elif child.tag == "ol":
            child.set("class", "practice__steps")


def _find_words(item: Element) -> Element:
    """Return the element that holds a list item's words: its first paragraph, or the item."""
    return item[0] if len(item) and item[0].tag == "p" and not (item.text or "").strip() else item


def _render_facts(facts: Element) -> None:
    """Turn a list whose items begin with a bold name and a colon into a description list."""
    items = list(facts)
    facts.tag = "dl"
    facts.set("class", "practice__facts")
    for item in items:
        words = _find_words(item)
        rest = list(item)[1:] if words is not item else []
        name = words[0]
        term, text = Element("dt"), Element("dd")
        term.text = AtomicString("".join(name.itertext()).strip().rstrip(":"))
        text.text = (name.tail or "").lstrip(" \n:")
        text.extend([*list(words)[1:], *rest])
        item.clear()
        item.tag = "div"
        item.set(
            "class", f"practice__fact practice__fact--{slugify(_PLACEHOLDER.sub('', term.text))}"
        )
        item.extend([term, text])
        item.tail = "\n"


def _render_dialogue(box: Element, identifier: str) -> None:
    box.set("id", identifier)
    _render_group(box, identifier)
    for child in list(box)[1:]:
        speaker = _find_opening_bold(child) if child.tag == "p" else None
        if speaker is None:
            continue
        words = "".join(speaker.itertext()).strip()
        if words.endswith(":"):
            child.set("class", "turn turn--you" if words.lower() == "you:" else "turn")
            speaker.set("class", "turn__speaker")
    note = Element("p", {"class": "component__note"})
    note.text, note.tail = AtomicString(_DIALOGUE_NOTE), "\n"
    box.insert(1, note)


def _render_myth_fact(box: Element, identifier: str) -> None:
    """Split the myth from the fact, each into an element of its own."""
    children = list(box)
    box.tag = "div"
    for child in children:
        box.remove(child)
    part = SubElement(box, "div", {"class": "myth-fact__fact"})
    for child in children:
        bold = _find_opening_bold(child)
        if bold is not None and "".join(bold.itertext()).strip().lower() == "myth:":
            part = SubElement(box, "div", {"class": "myth-fact__myth"})
        part.append(child)


def _render_pull_quote(box: Element, identifier: str) -> None:
    """Turn a pull quote into a figure whose caption, below the words, is the component's label."""
    children = list(box)
    box.tag = "figure"
    for child in children:
        box.remove(child)
    SubElement(box, "blockquote").extend(children[1:])
    children[0].tag = "figcaption"
    children[0].set("class", "component__label")
    box.append(children[0])


def _render_how_sure(box: Element, identifier: str) -> None:
    """Fold the graded advice below its label, and give each line the class of its grade."""
    box.tag = "details"
    box.set("id", identifier)
    box[0].tag = "summary"
    box[0].set("class", "component__label")
    for item in box.iter("li"):
        bold = _find_opening_bold(_find_words(item))
        grade = "".join(bold.itertext()).strip().rstrip(":").lower() if bold is not None else ""
        if bold is not None and grade in GRADES:
            bold.set("class", f"grade grade--{slugify(grade)}")


_RENDERERS = {
    "minute": _render_group,
    "how-sure": _render_how_sure,
    "practice": _render_practice,
    "dialogue": _render_dialogue,
    "myth-fact": _render_myth_fact,
    "pull-quote": _render_pull_quote,
    "content-note": _render_note,
}
