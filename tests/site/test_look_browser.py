"""The look, where it can be counted: length of the lines, and contrast of what is drawn and not written."""

import re

import pytest

from tests.support.slow import slow_but

LINE = """() => [...document.querySelectorAll(".md-content__inner > p, .md-content__inner > ul > li")]
  .filter(one => one.getClientRects().length && one.innerText.length > 250)
  .map(one => {
    const range = document.createRange();
    range.selectNodeContents(one);
    const tops = new Set([...range.getClientRects()].filter(box => box.height > 12).map(box => Math.round(box.bottom / 12)));
    return one.innerText.length / tops.size;
  })"""

# The color of what is drawn, and of the first ground below it that is not clear.
DRAWN = """selector => [...document.querySelectorAll(selector)].filter(one => one.getClientRects().length).map(one => {
  const style = getComputedStyle(one);
  const ground = start => {
    for (let at = start; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if (!/, 0\\)$|transparent/.test(color)) return color;
    }
    return "rgb(255, 255, 255)";
  };
  const stroke = style.stroke !== "none" && style.stroke;
  return [stroke || (one instanceof SVGElement ? style.fill : style.borderTopColor), ground(one.parentElement)];
})"""


def luminance(color: str) -> float:
    """The relative luminance of "rgb(r, g, b)", as WCAG 2.2 defines it."""
    parts = [int(part) / 255 for part in re.findall(r"[\d.]+", color)[:3]]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_counted_as_the_standard_counts_it() -> None:
    assert contrast("rgb(255, 255, 255)", "rgb(0, 0, 0)") == 21
    assert round(contrast("rgb(119, 119, 119)", "rgb(255, 255, 255)"), 2) == 4.48


@pytest.mark.parametrize(
    "where", slow_but(["guide/distance/"], ["guide/distance/", "topics/build-trust/"])
)
def test_a_full_line_has_60_to_75_characters(page, where) -> None:
    page.goto(where)
    lines = page.evaluate(LINE)
    assert len(lines) > 3
    assert 60 <= sum(lines) / len(lines) <= 75


@pytest.mark.parametrize("palette", slow_but(["light"], ["light", "dark"]))
@pytest.mark.parametrize(
    ("where", "selector"),
    [
        ("", ".truths svg :is(path, circle, line, rect, ellipse)"),
        ("evidence/science/", ".library-form :is(input, select, button)"),
        ("topics/check-in-questions/", ".deck :is(select, button)"),
    ],
)
def test_marks_and_the_edges_of_controls_stand_out(page, palette, where, selector) -> None:
    """WCAG 1.4.11: at least 3:1. (The lines of charts are counted in tests/unit/test_charts.py.)"""
    page.emulate_media(color_scheme=palette)
    page.goto(where)
    pairs = page.evaluate(DRAWN, selector)
    assert pairs
    assert [(pair, contrast(*pair)) for pair in pairs if contrast(*pair) < 3] == []


# What is wrong with the words of the drawings that are shown: too small, outside, or touching. Boxes of text have room
# above and below their letters.
LABELS = """() => [...document.querySelectorAll(".chart__drawing")].filter(one => one.getClientRects().length).flatMap(one => {
  const frame = one.getBoundingClientRect(), scale = frame.width / one.viewBox.baseVal.width;
  const words = [...one.querySelectorAll("text")].map(text =>
    [text.textContent, text.getBoundingClientRect(), parseFloat(getComputedStyle(text).fontSize) * scale]);
  return words.flatMap(([text, box, size], index) => [
    size < 13 && `small: ${text}`,
    (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 3 || box.bottom > frame.bottom + 3)
      && `outside: ${text}`,
    ...words.slice(index + 1).map(([other, its]) =>
      box.left < its.right - .5 && its.left < box.right - .5 && box.top + 2.5 < its.bottom - 2.5
        && its.top + 2.5 < box.bottom - 2.5 && `touching: ${text} | ${other}`),
  ]).filter(Boolean);
})"""
DRAWN_ON = (
    "evidence/charts/",
    "guide/why-bonds-break/",
    "guide/science/",
    "guide/strategies/",
    "guide/technology/",
    "guide/culture-history/",
    "evidence/claims/",
    "about/",
)


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
@pytest.mark.parametrize("where", slow_but(["evidence/charts/"], DRAWN_ON))
def test_words_in_drawings_are_large_and_apart(page, where, width) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(where)
    shown = page.locator(".chart__drawing:visible")
    assert shown.count() == page.locator(".chart__drawings").count() > 0
    assert page.evaluate(LABELS) == []
