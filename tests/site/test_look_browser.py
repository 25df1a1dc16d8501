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
