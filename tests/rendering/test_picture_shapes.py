"""Pictures that count or place statements."""

from xml.etree import ElementTree

import pytest

from guide.rendering.chart_drawing import WIDTHS
from guide.rendering.picture_shapes import Part, draw_picture, draw_sign
from guide.rendering.sheet import Sheet
from tests.support.drawings import faults_of

STATUSES = ("verified", "partly", "unverified", "contradicted")
PARTS = {
    "grid": [Part("Friends", "Oxytocin", "High", status=status) for status in STATUSES],
    "promises": [Part("", f"It works {n}", panel="Apps", status=s) for n, s in enumerate(STATUSES)],
    "timeline": [
        Part("", "Something happened", panel=f"lane {n % 3}", year=1950 + n) for n in range(9)
    ],
    "squares": [Part(status, "", status=status) for status in STATUSES for _ in range(40)],
    "strength": [Part("rct", "", status=tier) for tier in ("firm", "fair", "fair", "thin")],
}


def draw(kind: str, parts: list[Part], size: str) -> ElementTree.Element:
    sheet = draw_picture(kind, parts, lambda word: word, WIDTHS[size])
    return ElementTree.fromstring(sheet.to_svg())


@pytest.mark.parametrize("size", WIDTHS)
@pytest.mark.parametrize("kind", PARTS)
def test_words_neither_touch_nor_leave_a_picture(kind, size):
    svg = draw(kind, PARTS[kind], size)
    assert faults_of(svg) == []
    assert len(list(svg.iter("text"))) > 2


@pytest.mark.parametrize("size", WIDTHS)
@pytest.mark.parametrize("kind", PARTS)
def test_a_picture_of_nothing_and_of_gaps_can_be_drawn(kind, size):
    assert draw(kind, [], size).tag == "svg"
    assert draw(kind, [Part("", "")], size).tag == "svg"


@pytest.mark.parametrize("size", WIDTHS)
@pytest.mark.parametrize("kind", PARTS)
def test_long_words_stay_in_the_picture(kind, size):
    parts = [part._replace(y="w" * 90, label="w" * 50, text="word " * 20) for part in PARTS[kind]]
    assert [fault for fault in faults_of(draw(kind, parts, size)) if "outside" in fault] == []


def test_each_verdict_has_a_sign_of_its_own_shape():
    signs = set()
    for status in STATUSES:
        sheet = Sheet(40)
        draw_sign(sheet, 20, 20, status)
        svg = ElementTree.fromstring(sheet.to_svg())
        signs.add(tuple(
            (shape.tag, shape.get("stroke-dasharray"), shape.get("fill") == "none") for shape in svg
        ))  # fmt: skip
    assert len(signs) == len(STATUSES)


def test_what_is_contradicted_is_struck_out_on_a_timeline():
    parts = [
        Part("", "Duty", panel="told", year=1950, status="contradicted"),
        Part("", "Choice", panel="told", year=1970, status="partly"),
    ]
    svg = draw("timeline", parts, "wide")
    assert [text.text for text in svg.iter("text") if text.get("text-decoration")] == ["Duty"]


def test_squares_are_counted_and_drawn_by_verdict():
    svg = draw("squares", PARTS["squares"], "wide")
    assert [text.text for text in svg.iter("text")][:2] == ["40 ", "verified"]
    assert "h799" not in ElementTree.tostring(svg, encoding="unicode")


def test_a_tier_is_as_wide_as_its_number():
    svg = draw(
        "strength", [Part("rct", "", status=s) for s in ["fair"] * 10 + ["thin"] * 5], "wide"
    )
    widths = [float(rect.get("width")) for rect in svg.iter("rect")]
    assert widths == [260, 130]
