"""A drawing of words and shapes."""

from xml.etree import ElementTree

from guide.rendering.sheet import Sheet


def test_a_sheet_is_as_high_as_what_is_written_on_it():
    sheet = Sheet(320)
    assert sheet.paragraph(0, 20, "one two three", 60) == 54
    svg = ElementTree.fromstring(sheet.to_svg(role="img"))
    assert svg.get("viewBox") == "0 0 320 44"
    assert [text.text for text in svg.iter("text")] == ["one two", "three"]


def test_words_and_attributes_are_escaped():
    sheet = Sheet(320)
    sheet.text(0, 20, '<script>alert("1")</script>&')
    sheet.shape("rect", x=1, class_='"><script>')
    svg = ElementTree.fromstring(sheet.to_svg(aria_label='"<'))
    assert [element.tag for element in svg.iter()] == ["svg", "rect", "text"]
    assert svg.get("aria-label") == '"<'


def test_places_have_one_decimal_at_most():
    sheet = Sheet(320)
    sheet.shape("circle", cx=1.23456, cy=2.0, r=3)
    assert '<circle cx="1.2" cy="2" r="3"/>' in sheet.to_svg()


def test_struck_and_bold_words_are_marked():
    sheet = Sheet(320)
    sheet.text(0, 20, "High", struck=True, bold=True, anchor="end")
    text = ElementTree.fromstring(sheet.to_svg()).find("text")
    assert text.attrib == {
        "x": "0", "y": "20", "text-anchor": "end", "font-weight": "bold",
        "text-decoration": "line-through",
    }  # fmt: skip
