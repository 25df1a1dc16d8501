"""Optimize an SVG for inlining into a page.

A strict Content-Security-Policy forbids style attributes and <style>; ids must not clash with other
ids of the page; the font is the page's. Only what is needed to see the drawing is kept.
"""

import re
from itertools import groupby
from xml.etree import ElementTree

# The page's own colors, so that a drawing follows light and dark.
INK, QUIET, GRID = "currentColor", "var(--md-default-fg-color--light)", "var(--guide-line)"
MARK, CLAY = "var(--guide-chart-1)", "var(--guide-clay)"
PAPER, PANEL = "var(--md-default-bg-color)", "var(--guide-panel)"

# The presentation attributes and geometry that a drawing keeps;
# https://www.w3.org/TR/SVG2/propidx.html
_KEPT_ATTRIBUTES = (
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
    "stroke-linecap",
    "stroke-opacity",
    "text-anchor",
    "font-size",
    "font-weight",
)
_SHAPES = ("path", "line", "rect", "circle", "text", "tspan")
# Values that an attribute has anyway, so that writing them changes nothing.
_DEFAULT_ATTRIBUTES = {
    "transform": "translate(0,0)",
    "font-weight": "normal",
    "stroke-width": "1",
    "stroke-linecap": "butt",
    "stroke-opacity": "1",
    "text-anchor": "start",
}
# Where a shape is, and what form it has.
_GEOMETRY = frozenset(
    ["d", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height", "transform"]
)
_MOVE = re.compile(r"translate\((-?[\d.]+)(?:,(-?[\d.]+))?\)")
_NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")


def optimize_svg(svg: str, **attributes: str) -> str:
    """Strip namespaces, styles, ids, classes, fonts and empty groups; round to one decimal.

    The root keeps its viewBox and loses width and height, so that the page decides its size.
    `attributes` are set on the root (an underscore in a name is a hyphen) and left out below it.
    """
    root = ElementTree.fromstring(svg)  # noqa: S314 (it was drawn here, by vl-convert)
    root_attributes = {
        name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()
    }
    view_box = _round_numbers(root.get("viewBox", ""))
    optimized = ElementTree.Element("svg", {"viewBox": view_box, **root_attributes})
    defaults = {**_DEFAULT_ATTRIBUTES, **root_attributes}
    children = [part for child in root for part in _optimize_element(child, defaults)]
    optimized.extend(_join_alike(children))
    return ElementTree.tostring(optimized, encoding="unicode")


def _optimize_element(
    element: ElementTree.Element, defaults: dict[str, str]
) -> list[ElementTree.Element]:
    """Return what is left of an element: itself, its children in its place, or nothing."""
    tag = element.tag.rpartition("}")[2]
    if (
        tag not in ("g", *_SHAPES)
        or element.get("display") == "none"
        or _is_invisible(tag, element)
    ):
        return []
    attributes = _optimize_attributes(element, defaults)
    children = [part for child in element for part in _optimize_element(child, defaults)]
    if tag == "g" and (not children or not attributes):
        return children
    optimized = ElementTree.Element(tag, attributes)
    optimized.text = element.text if tag in ("text", "tspan") else None
    optimized.extend(_join_alike(children) if tag == "g" else children)
    return [_place(optimized)]


def _place(element: ElementTree.Element) -> ElementTree.Element:
    """Write where a line or text has been moved to into its coordinates."""
    moved = _MOVE.fullmatch(element.get("transform", ""))
    if moved and element.tag in ("line", "text") and not len(element):
        names = (("x1", "y1"), ("x2", "y2")) if element.tag == "line" else (("x", "y"),)
        del element.attrib["transform"]
        for pair in names:
            for name, distance in zip(pair, moved.groups(), strict=True):
                place = float(element.get(name, 0)) + float(distance or 0)
                element.set(name, f"{round(place, 1) + 0:g}")
    return element


def _join_alike(elements: list[ElementTree.Element]) -> list[ElementTree.Element]:
    """Join lines that look alike into one path, and put what they share around other shapes."""
    joined: list[ElementTree.Element] = []
    for (tag, look), run in groupby(elements, key=_look):
        alike = list(run)
        if tag == "line":
            path = "".join(map(_line_path, alike))
            joined.append(ElementTree.Element("path", {"d": path, **dict(look)}))
        elif tag in ("path", "text") and len(alike) > 1 and look:
            group = ElementTree.Element("g", dict(look))
            for element in alike:
                for name, _ in look:
                    del element.attrib[name]
            group.extend(alike)
            joined.append(group)
        else:
            joined += alike
    return joined


def _look(element: ElementTree.Element) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return the tag of a shape, and its attributes but those for its place and form."""
    look = [item for item in element.attrib.items() if item[0] not in _GEOMETRY]
    return element.tag, tuple(look)


def _line_path(line: ElementTree.Element) -> str:
    x1, y1, x2, y2 = (float(line.get(name, 0)) for name in ("x1", "y1", "x2", "y2"))
    return f"M{x1:g} {y1:g}l{round(x2 - x1, 1):g} {round(y2 - y1, 1):g}"


def _is_invisible(tag: str, element: ElementTree.Element) -> bool:
    """Return whether a shape draws nothing: empty, or the frame that Vega puts behind a group."""
    is_frame = element.get("class") in ("background", "foreground")
    if tag == "path":
        return is_frame or not element.get("d")
    return tag == "text" and not (element.text or len(element))


def _optimize_attributes(element: ElementTree.Element, defaults: dict[str, str]) -> dict[str, str]:
    """Return the attributes to keep, among them those of `style`, without those of no effect."""
    style = dict(part.split(":", 1) for part in element.get("style", "").split(";") if ":" in part)
    values = {**element.attrib, **{name.strip(): value.strip() for name, value in style.items()}}
    rounded = {
        name: _round_numbers(values[name]).removesuffix("px")
        for name in _KEPT_ATTRIBUTES
        if values.get(name)
    }
    return {name: value for name, value in rounded.items() if defaults.get(name) != value}


def _round_numbers(text: str) -> str:
    """Round each decimal number in a text to one decimal.

    >>> _round_numbers("translate(30.00000000000003,-0.04)")
    'translate(30,0)'
    """
    return _NUMBER.sub(lambda match: f"{round(float(match[0]), 1) + 0:g}", text)
