"""The diagrams of the text: words from data in drawings of the engine."""

import re

from guide.rendering.diagrams import _DRAWINGS, render_diagram
from tests.support.pages import parse
from tests.support.real import real_catalogue


def drawn() -> dict[str, str]:
    """Return each diagram of the guide as it is rendered."""
    catalogue = real_catalogue()
    rows = catalogue.rows("diagrams")
    return {
        name: render_diagram(
            catalogue.package.tables[name], [row for row in rows if row["diagram"] == name], name
        )
        for name in _DRAWINGS
    }


def test_each_diagram_shows_every_word_of_its_rows():
    rows = real_catalogue().rows("diagrams")
    shown = {name: " ".join(parse(html)[0].itertext()) for name, html in drawn().items()}
    assert [row["key"] for row in rows if str(row["label"]) not in shown[str(row["diagram"])]] == []
    assert len(rows) == sum(len(drawing.parts) for drawing in _DRAWINGS.values())


def test_no_line_of_a_drawing_is_longer_than_its_room():
    # A letter of 13.6 units is about 7 wide; the narrowest box of each drawing in units.
    room = {"contact-and-closeness": 150, "chase-and-withdraw": 290, "four-scenes": 290}
    for name, html in drawn().items():
        lines = re.findall(r'class="diagram__text">([^<]*)<', html)
        assert lines and max(len(line) for line in lines[:6]) * 7 <= room[name] + 16, name


def test_words_from_data_stay_words(project):
    rows = [dict(row.values) for row in real_catalogue().rows("diagrams")]
    rows = [
        row | {"text": '<script>&amp;"', "label": "<b>x"}
        for row in rows
        if row["diagram"] == "four-scenes"
    ]
    spec = real_catalogue().package.tables["four-scenes"]
    html = render_diagram(spec, rows, "d")
    assert "<script" not in html and "<b>" not in html


def test_a_diagram_that_lacks_parts_says_so():
    spec = real_catalogue().package.tables["four-scenes"]
    assert "This figure is broken." in render_diagram(spec, [], "d")
