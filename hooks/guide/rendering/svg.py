"""Make a drawn SVG fit to stand inside a page. Imports nothing of the guide.

A strict Content-Security-Policy forbids style attributes and <style>; ids must not meet other ids
of the page; the font is the page's. Only what is needed to see the drawing is kept.
"""

import re
from xml.etree import ElementTree

# The presentation attributes and geometry that a drawing keeps;
# https://www.w3.org/TR/SVG2/propidx.html
_KEPT = (
    "d",
    "x",
    "y",
    "x1",
    "x2",
    "y1",
    "y2",
    "cx",
    "cy",
    "r",
    "dx",
    "dy",
    "width",
    "height",
    "transform",
    "fill",
    "stroke",
    "stroke-width",
    "stroke-dasharray",
    "text-anchor",
    "font-size",
    "font-weight",
)
_DRAWN = ("path", "line", "rect", "circle", "text", "tspan")
_IDLE = {
    "transform": "translate(0,0)",
    "font-weight": "normal",
    "stroke-width": "1",
    "text-anchor": "start",
}
_NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")


def tidy_svg(svg: str, **attributes: str) -> str:
    """Return an SVG without namespaces, styles, ids, classes, fonts and idle groups, its numbers to one decimal.

    It keeps its viewBox and loses width and height, so that the page decides its size. `attributes`
    are set on the root (an underscore in a name stands for a hyphen), and not said again below it.
    """
    root = ElementTree.fromstring(svg)
    given = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
    made = ElementTree.Element("svg", {"viewBox": _round(root.get("viewBox", "")), **given})
    for child in root:
        made.extend(_tidy(child, {**_IDLE, **given}))
    return ElementTree.tostring(made, encoding="unicode")


def _tidy(element: ElementTree.Element, idle: dict[str, str]) -> list[ElementTree.Element]:
    """Return what is left of an element: itself, its children in its place, or nothing."""
    tag = element.tag.rpartition("}")[2]
    if tag not in ("g", *_DRAWN) or element.get("display") == "none" or _is_unseen(tag, element):
        return []
    kept = _attributes(element, idle)
    children = [part for child in element for part in _tidy(child, idle)]
    if tag == "g" and (not children or not kept):
        return children
    made = ElementTree.Element(tag, kept)
    made.text = element.text if tag in ("text", "tspan") else None
    made.extend(children)
    return [made]


def _is_unseen(tag: str, element: ElementTree.Element) -> bool:
    """Say whether a shape draws nothing: an empty path, or the frame that Vega puts behind each group."""
    is_frame = element.get("class") in ("background", "foreground")
    return (
        tag == "path"
        and (is_frame or not element.get("d"))
        or tag == "text"
        and not (element.text or len(element))
    )


def _attributes(element: ElementTree.Element, idle: dict[str, str]) -> dict[str, str]:
    """Return the attributes to keep, a style's declarations among them, without those that change nothing."""
    style = dict(part.split(":", 1) for part in element.get("style", "").split(";") if ":" in part)
    values = {**element.attrib, **{name.strip(): value.strip() for name, value in style.items()}}
    rounded = {name: _round(values[name]).removesuffix("px") for name in _KEPT if values.get(name)}
    return {name: value for name, value in rounded.items() if idle.get(name) != value}


def _round(text: str) -> str:
    """Return a text with each decimal number in it rounded to one decimal.

    >>> _round("translate(30.00000000000003,-0.04)")
    'translate(30,0)'
    """
    return _NUMBER.sub(lambda match: f"{round(float(match[0]), 1) + 0:g}", text)
