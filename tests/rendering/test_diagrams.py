"""The diagrams of the text: words from data in drawings of the engine."""

import pytest

from guide.rendering.diagrams import _DRAWINGS, render_diagram
from tests.support.drawings import drawings_of, faults_of
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
    rows = [row for row in real_catalogue().rows("diagrams") if row["diagram"] in _DRAWINGS]
    shown = {name: " ".join(parse(html)[0].itertext()) for name, html in drawn().items()}
    assert [row["key"] for row in rows if str(row["label"]) not in shown[str(row["diagram"])]] == []
    assert len(rows) == sum(len(drawing.parts) for drawing in _DRAWINGS.values())


def test_each_row_is_drawn_by_a_diagram_or_a_chart():
    catalogue = real_catalogue()
    drawn_by_charts = {spec.where.get("diagram") for spec in catalogue.charts.values()}
    rows = {row["diagram"] for row in catalogue.rows("diagrams")}
    assert rows - drawn_by_charts == set(_DRAWINGS)


@pytest.mark.parametrize("name", _DRAWINGS)
def test_the_words_of_a_diagram_neither_touch_nor_leave_it(name):
    drawings = drawings_of(drawn()[name])
    assert [faults_of(drawing) for drawing in drawings] == [[], []]
    assert all(len(list(drawing)) > 5 for drawing in drawings)


@pytest.mark.parametrize("name", _DRAWINGS)
def test_long_words_neither_touch_nor_leave_a_diagram(name):
    catalogue = real_catalogue()
    rows = [
        dict(row.values)
        | {"label": "w" * 40 + " and then", "text": "A longer sentence than any. " * 3}
        for row in catalogue.rows("diagrams")
        if row["diagram"] == name
    ]
    html = render_diagram(catalogue.package.tables[name], rows, name)
    faults = [fault for drawing in drawings_of(html) for fault in faults_of(drawing)]
    # What is written along an axis has one line, for which the data sets the length.
    assert [fault for fault in faults if "and then" not in fault and "www" not in fault] == []


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
