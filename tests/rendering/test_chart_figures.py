"""Charts: what is drawn, how it stands in a page, and what the checks refuse."""

import csv
import gzip
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from guide.content.loader import read_catalogue
from guide.core.templates import to_elements
from guide.data.chart_specs import check_chart, check_charts, make_charts
from guide.rendering.chart_figures import render_chart, render_chart_by_name
from tests.support.catalogues import real_catalogue
from tests.support.drawings import drawings_of, faults_of, text_boxes
from tests.support.pages import find, format_problems, links, parse, text_of, texts

ROOT = Path(__file__).resolve().parents[2]

# The charts come first, so that their lines are known: the entry of each test begins in line 2.
RESOURCES = """\
title: Test
resources:
  - name: sources
    path: sources.csv
    title: Sources
    schema:
      primaryKey: key
      fields: [{name: key}, {name: authors}, {name: year, type: year}, {name: title}]
  - name: polls
    path: polls.csv
    title: Polls
    schema:
      foreignKeys: [{fields: source, reference: {resource: sources, fields: key}}]
      fields:
        - {name: series_id}
        - {name: group, title: Group}
        - {name: year, type: year, title: Year}
        - {name: month, type: integer}
        - {name: value, type: number, title: Value}
        - {name: unit}
        - {name: question_wording}
        - {name: status}
        - {name: source}
"""
SOURCES = "key,authors,year,title\nant2020,Ant,2020,On ants\n"
POLLS = """\
series_id,group,year,month,value,unit,question_wording,status,source
ants,red,2019,1,40,%,Lonely?,verified,ant2020
ants,red,2020,7,30.5,%,Lonely?,secondary,ant2020
ants,red,2022,,35,%,Lonely?,verified,ant2020
ants,black,2019,1,20,%,Lonely?,verified,ant2020
ants,black,2022,,25,%,Lonely?,verified,ant2020
bees,,2020,,12,minutes,How long alone?,verified,ant2020
"""
WORDS = "title: Red ants went from 40% to 35%, description: Three polls., resource: polls"
RED = (
    f"{{name: red, kind: line, {WORDS}, x: year, month: month, y: value, where: {{series_id: ants,"
    " group: red}, columns: [year, value, status, source]}"
)
BOTH = (
    f"{{name: both, kind: line, {WORDS}, x: year, month: month, y: value, panel: group, where:"
    " {series_id: ants}}"
)
BARS = f"{{name: bars, kind: bar, {WORDS}, x: value, y: year, where: {{group: red}}}}"
DOTS = (
    f"{{name: dots, kind: dots, {WORDS}, x: value, y: group, label: question_wording, where:"
    " {series_id: ants}}"
)


@pytest.fixture
def read_both(project):
    """Return a function that reads a project with the given charts as its catalogue and the
    problems of its descriptor."""

    def read_project(*charts: str, polls: str = POLLS):
        text = "charts:\n" + "".join(f"  - {chart}\n" for chart in charts) + RESOURCES
        root = project(
            {"data/datapackage.yaml": text, "data/sources.csv": SOURCES, "data/polls.csv": polls}
        )
        catalogue, problems = read_catalogue(root)
        return catalogue, format_problems(
            problem for problem in problems if problem.path == catalogue.package.path
        )

    return read_project


@pytest.fixture
def read(read_both):
    return lambda *charts, **more: read_both(*charts, **more)[0]


@pytest.fixture
def problems(read_both):
    return lambda *charts: read_both(*charts)[1]


def draw(catalogue, name: str) -> str:
    return render_chart(
        catalogue, make_charts(catalogue.package.document.data)[name], f"chart-{name}"
    )


def svg_of(html: str) -> ElementTree.Element:
    return ElementTree.fromstring(html[html.index("<svg") : html.index("</svg>") + 6])


def marks(html: str) -> list[str]:
    """Return the fill of each dot, in their order."""
    return [path.get("fill") for path in svg_of(html).iter("path") if path.get("d").count("A") > 1]


def lines(html: str) -> list[str]:
    """Return the shape of each line that joins points."""
    return [
        path.get("d")
        for path in svg_of(html).iter("path")
        if path.get("fill") is None and "L" in path.get("d")
    ]


def words(html: str) -> list[str]:
    return [text.text for text in svg_of(html).iter("text")]


@pytest.mark.parametrize("chart", [RED, BOTH, BARS, DOTS], ids=["line", "panels", "bar", "dots"])
def test_a_drawing_carries_nothing_that_a_strict_policy_forbids(read, chart):
    svg = svg_of(draw(read(chart), chart[7:].split(",")[0]))
    assert not [
        element.tag
        for element in svg.iter()
        if element.tag not in ("svg", "g", "path", "line", "rect", "text")
    ]
    names = {name for element in svg.iter() for name in element.attrib}
    assert not names & {"style", "id", "font-family", "width", "height", "onclick", "href"}
    assert [element.get("class") for element in svg.iter() if element.get("class")] == [
        "chart__drawing chart__drawing--narrow"
    ]


@pytest.mark.parametrize("chart", [RED, BARS, DOTS], ids=["line", "bar", "dots"])
def test_colors_are_the_pages_own(read, chart):
    svg = svg_of(draw(read(chart), chart[7:].split(",")[0]))
    colors = {element.get(key) for element in svg.iter() for key in ("fill", "stroke")} - {
        None,
        "none",
    }
    assert colors <= {
        "currentColor",
        "var(--guide-chart-1)",
        "var(--md-default-bg-color)",
        "var(--guide-line)",
        "var(--md-default-fg-color--light)",
    }
    assert {"currentColor", "var(--guide-chart-1)"} <= colors


def test_the_drawing_is_named_and_described(read):
    html = draw(read(RED), "red")
    svg = svg_of(html)
    assert (svg.get("role"), svg.get("aria-labelledby"), svg.get("aria-describedby")) == (
        "img",
        "chart-red-title",
        "chart-red-description",
    )
    assert texts(html, "p", id="chart-red-title") == ["Red ants went from 40% to 35%"]
    assert texts(html, "p", id="chart-red-description") == ["Three polls."]
    assert re.fullmatch(r"0 0 3\d\d \d+", svg.get("viewBox"))


def test_the_figure_says_unit_status_source_and_gives_its_figures(read):
    html = draw(read(RED), "red")
    assert texts(html, "p", class_="chart__unit") == ["%"]
    assert texts(html, "p", class_="chart__status") == ["verified 2 figures; secondary 1 figure."]
    assert texts(html, "p", class_="chart__source") == ["Source: Ant, 2020. † Read second-hand."]
    assert ("/data/polls.csv", "Download polls.csv") in links(html)
    assert texts(html, "summary") == ["The figures"]
    rows = [[text_of(cell) for cell in row] for row in find(html, "tr")]
    assert rows[1:] == [
        ["2019", "40", "verified", "Ant, 2020"],
        ["2020", "30.5", "secondary", "Ant, 2020"],
        ["2022", "35", "verified", "Ant, 2020"],
    ]


def test_the_figure_enters_a_markdown_tree_whole(read):
    html = draw(read(RED), "red")
    (figure,) = to_elements(html)
    shown = ElementTree.tostring(figure, encoding="unicode")
    assert "viewBox=" in shown and "ns0:" not in shown and "xmlns" not in shown
    # A browser's parser needs no xmlns: it puts the drawing into SVG's namespace by itself.
    drawn = list(parse(shown).iter("{http://www.w3.org/2000/svg}path"))
    both = [*svg_of(html).iter("path"), *svg_of(html[html.index("</svg>") + 6 :]).iter("path")]
    assert len(drawn) == len(both) > 0


def test_the_same_rows_give_the_same_bytes(read):
    catalogue = read(RED)
    assert draw(catalogue, "red") == draw(catalogue, "red") == draw(read(RED), "red")


def test_each_value_is_written_at_its_point(read):
    assert {"40%", "30.5%†", "35%"} <= set(words(draw(read(RED), "red")))
    assert words(draw(read(BARS), "bars")) == ["2019", "2020", "2022", "40%", "30.5%†", "35%"]


def test_a_mark_is_filled_where_the_row_is_verified(read):
    filled, outlined = "var(--guide-chart-1)", "var(--md-default-bg-color)"
    assert marks(draw(read(RED), "red")) == [filled, outlined, filled]


def test_each_group_gets_a_line_and_a_heading_of_its_own(read):
    html = draw(read(BOTH), "both")
    assert [shape.count("L") for shape in lines(html)] == [2, 1]
    assert [text for text in words(html) if text in ("red", "black")] == ["red", "black"]


SLOPE = BOTH.replace("name: both, kind: line", "name: slope, kind: slope")
TIMES = RED.replace("name: red, kind: line", "name: times, kind: times")
PEOPLE = BARS.replace("name: bars, kind: bar", "name: people, kind: people")
AGAINST = RED.replace("name: red, kind: line", "name: against, kind: against").replace(
    "{series_id: ants, group: red}",
    "{series_id: ants, group: red}, against: {resource: polls, x: year, y: value, label: No survey,"
    " measured: Measured, gap: Nothing was asked before}",
)


@pytest.mark.parametrize("chart", [RED, BOTH, BARS, DOTS, SLOPE, TIMES, PEOPLE, AGAINST])
def test_a_chart_is_drawn_for_a_phone_and_for_a_column(read, chart):
    drawings = drawings_of(draw(read(chart), chart[7:].split(",")[0]))
    assert [round(float(svg.get("viewBox").split()[2])) // 100 for svg in drawings] == [3, 6]
    assert [faults_of(svg) for svg in drawings] == [[], []]


def test_a_slope_is_dashed_and_joins_each_group_in_one_plot(read):
    svg = svg_of(draw(read(SLOPE), "slope"))
    dashed = [path for path in svg.iter("path") if path.get("stroke-dasharray")]
    assert [path.get("d").count("L") for path in dashed] == [2, 1]


def test_dots_at_their_times_are_not_joined(read):
    html = draw(read(TIMES), "times")
    assert lines(html) == [] and len(marks(html)) == 3


def test_people_are_as_many_dots_as_the_share_is(read):
    svg = svg_of(draw(read(PEOPLE), "people"))
    (counted,) = [
        path
        for path in svg.iter("path")
        if path.get("stroke-linecap") and path.get("stroke") == "var(--guide-chart-1)"
    ]
    far = float(counted.get("stroke-dasharray").split(",")[1])
    # 40, 30.5 and 35 of a hundred, in two rows each: a dot a step, and one more at the end.
    lengths = re.findall(r"l(-?[\d.]+)", counted.get("d"))
    rows = [round(abs(float(length)) / far) + 1 for length in lengths]
    assert rows == [20, 20, 15, 15, 18, 17]


def test_what_goes_around_is_crossed_out_and_has_other_colors(read):
    svg = svg_of(draw(read(AGAINST), "against"))
    shown = [text.text for text in svg.iter("text")]
    assert {"No survey", "Measured"} <= set(shown)
    rival = [path for path in svg.iter("path") if path.get("stroke-dasharray")]
    assert [path.get("stroke") for path in rival] == ["var(--md-default-fg-color--light)"]


def test_tables_of_the_package_can_stand_in_place_of_its_own():
    html = draw(real_catalogue(), "intimacy-timeline")
    assert [figure.get("id") for figure in find(html, "figure")] == [
        "chart-intimacy-timeline",
        "table-historical-timeline",
    ]


def test_effects_have_the_figures_of_their_findings():
    catalogue = real_catalogue()
    html = draw(catalogue, "what-helps")
    value = float(catalogue.findings["ourrelationship-rct"]["value"])
    assert f"{value:.2f}" in words(html)
    assert f"d = {value:g}" in texts(html, "table")[0]


@pytest.mark.parametrize("name", make_charts(real_catalogue().package.document.data))
def test_the_words_of_a_chart_neither_touch_nor_leave_it(name):
    drawings = drawings_of(draw(real_catalogue(), name))
    assert [faults_of(svg) for svg in drawings] == [[], []]
    assert all(len([*text_boxes(svg)]) > 1 for svg in drawings)


@pytest.mark.parametrize(
    ("chart", "expected"),
    [
        (
            BARS.replace("kind: bar", "kind: bar, tables: [moods]"),
            'no table is called "moods". There are these tables: none yet.',
        ),
        (
            RED.replace("kind: line", "kind: against"),
            'the chart "red" does not say what it crosses out. Add against: {resource: …, x: …, y:'
            " …}, with a resource and two of its columns.",
        ),
        (
            SLOPE.replace(", panel: group", ""),
            'the chart "slope" has more than one value for 2019 in one line. Narrow where to one'
            " value for each time, or split them with panel.",
        ),
    ],
    ids=["table", "against", "slope"],
)
def test_what_a_new_kind_lacks_is_said(problems, chart, expected):
    (problem,) = problems(chart)
    assert expected in problem


def test_words_are_held_to_the_finding_that_their_row_names():
    catalogue = real_catalogue()
    chart = make_charts(catalogue.package.document.data)["intimacy-timeline"]
    label = "9.9 divorces per 1,000 married women"
    rows = [
        replace(row, values=row.values | {"label": label})
        for row in catalogue.rows("diagrams")
        if row["key"] == "divorces-before"
    ]
    records = {**catalogue.records, "diagrams": rows}
    faults = [what for _, _, what, _ in check_chart(chart, catalogue.package, records)]
    assert [what for what in faults if '"9.9", which their finding does not have' in what]


def test_where_takes_one_of_several_values(read):
    chart = BARS.replace("{group: red}", "{series_id: ants, group: [red, black]}")
    assert len(words(draw(read(chart), "bars"))) == 10


def test_bars_and_dots_join_nothing(read):
    catalogue = read(BARS, DOTS)
    assert lines(draw(catalogue, "bars")) == lines(draw(catalogue, "dots")) == []
    assert words(draw(catalogue, "dots"))[:4] == ["red", "Lonely?", "red", "Lonely?"]


def test_other_words_are_for_the_drawing_and_not_for_the_table(read):
    html = draw(read(BARS.replace("y: year", 'y: year, words: {"2019": "2019, before"}')), "bars")
    assert words(html)[0] == "2019, before"
    assert "2019, before" not in texts(html, "table")[0]


def test_labels_can_stand_in_place_of_years(read):
    html = draw(
        read(RED.replace("columns:", 'label: unit, words: {"%": long ago}, columns:')), "red"
    )
    assert words(html).count("long ago") == 3
    assert "2021" not in words(html)


def test_an_axis_begins_at_nothing(read):
    assert "0" in words(draw(read(RED), "red"))


def test_a_chart_that_stands_twice_on_a_page_has_ids_of_its_own(read):
    catalogue, ids = read(RED), Counter()
    pair = [render_chart_by_name(catalogue, "red", ids) for _ in range(2)]
    assert [find(html, "figure")[0].get("id") for html in pair] == ["chart-red", "chart-red-2"]
    named = [
        element.get("id") for html in pair for element in parse(html).iter() if element.get("id")
    ]
    assert len(named) == len(set(named))


def test_a_chart_that_is_not_there_or_is_wrong_is_not_drawn(read):
    catalogue = read(RED.replace("y: value", "y: valu"))
    assert render_chart_by_name(catalogue, "blue", Counter()) is None
    assert render_chart_by_name(catalogue, "red", Counter()) is None


def test_a_wrong_cell_is_said_above_the_chart_and_left_out_of_it(read):
    html = render_chart_by_name(read(RED, polls=POLLS.replace("30.5", "abc")), "red", Counter())
    assert texts(html, "div", class_="guide-problem") == [
        'This figure is broken. data/polls.csv:3:17: value is "abc", which is not a number. Write'
        " digits, such as 34."
    ]
    assert [shape.count("L") for shape in lines(html)] == [1]


@pytest.mark.parametrize(
    ("chart", "expected"),
    [
        (RED, []),
        (BOTH, []),
        (BARS, []),
        (DOTS, []),
        (
            "{name: red, kind: bar, title: T, description: D, x: value}",
            [
                (
                    '[chart-incomplete] data/datapackage.yaml:2:5: the chart "red" has no resource.'
                    " Add its resource."
                ),
                (
                    '[chart-incomplete] data/datapackage.yaml:2:5: the chart "red" has no y. Add'
                    " its y."
                ),
            ],
        ),
        (
            "{kind: bar}",
            [
                f"[chart-incomplete] data/datapackage.yaml:2:5: a chart has no {key}. Add its"
                f" {key}."
                for key in ("description", "name", "resource", "title", "x", "y")
            ],
        ),
        (
            BARS.replace("x: value", 'x: ""'),
            [
                '[chart-incomplete] data/datapackage.yaml:2:111: the chart "bars" has no x. Add'
                " its x."
            ],
        ),
        (
            "a word",
            [
                '[descriptor-type] data/datapackage.yaml:2:5: entry 1 of charts is "a word", which'
                " is not a group of keys. Write a group of keys."
            ],
        ),
        (
            BARS.replace("kind: bar", "kind: bars"),
            [
                '[unknown-kind] data/datapackage.yaml:2:18: the chart "bars" is of the kind "bars",'
                ' which the guide does not draw. Did you mean "bar"?'
            ],
        ),
        (
            BARS.replace("resource: polls", "resource: poll"),
            [
                '[unknown-resource] data/datapackage.yaml:2:94: the chart "bars" shows the resource'
                ' "poll", which is not there. Did you mean "polls"?'
            ],
        ),
        (
            BARS.replace("y: year", "y: yaer"),
            [
                '[unknown-column] data/datapackage.yaml:2:121: the chart "bars" names the column'
                ' "yaer", which polls does not have. Did you mean "year"?'
            ],
        ),
        (
            BARS.replace("group: red", "grop: red"),
            [
                '[unknown-column] data/datapackage.yaml:2:138: the chart "bars" names the column'
                ' "grop", which polls does not have. Did you mean "group"?'
            ],
        ),
        (
            BARS.replace("x: value", "x: unit"),
            [
                '[not-a-number] data/datapackage.yaml:2:111: the chart "bars" measures "unit" as x,'
                " which holds no numbers for that. Name a column of the type integer or number."
            ],
        ),
        (
            BARS.replace("{group: red}", "red"),
            [
                '[wrong-shape] data/datapackage.yaml:2:130: where of the chart "bars" is "red",'
                " which does not say for what. Write where: {name: value}."
            ],
        ),
        (
            BARS.replace(", where: {group: red}", ""),
            [
                '[mixed-units] data/datapackage.yaml:2:5: the chart "bars" measures in different'
                ' units on one scale: "%", "minutes". Narrow where to rows of one unit.'
            ],
        ),
        (
            BARS.replace("group: red", "group: blue"),
            [
                '[empty-chart] data/datapackage.yaml:2:130: the chart "bars" would be empty. Check'
                " what it asks for."
            ],
        ),
        (
            BARS.replace("to 35%", "to 36%"),
            [
                '[title-disagrees] data/datapackage.yaml:2:29: the title of the chart "bars" says'
                ' "36", which none of its rows has. Write the figure as a row has it.'
            ],
        ),
        (
            RED.replace("{series_id: ants, group: red}", "{year: 2020}"),
            [
                (
                    '[title-disagrees] data/datapackage.yaml:2:29: the title of the chart "red"'
                    ' says "35", which none of its rows has. Write the figure as a row has it.'
                ),
                (
                    '[title-disagrees] data/datapackage.yaml:2:29: the title of the chart "red"'
                    ' says "40", which none of its rows has. Write the figure as a row has it.'
                ),
                (
                    '[mixed-questions] data/datapackage.yaml:2:144: the chart "red" joins different'
                    ' questions in one line: series_id is "ants", "bees". Narrow where to one of'
                    " them, split them with panel, or show them as dots."
                ),
            ],
        ),
        (
            RED.replace(", group: red", ""),
            [
                '[time-twice] data/datapackage.yaml:2:144: the chart "red" has more than one value'
                " for 2019 in one line. Narrow where to one value for each time, or split them with"
                " panel."
            ],
        ),
    ],
    ids=[
        "line",
        "panels",
        "bar",
        "dots",
        "incomplete",
        "no-name",
        "empty-name",
        "no-chart",
        "kind",
        "resource",
        "column",
        "where-column",
        "numbers",
        "shape",
        "units",
        "empty",
        "title",
        "questions",
        "time",
    ],
)
def test_what_is_wrong_with_a_chart_is_said(problems, chart, expected):
    assert problems(chart) == expected


def test_two_charts_of_one_name_are_told_apart(problems):
    assert problems(RED, RED) == [
        '[duplicate-key] data/datapackage.yaml:3:6: two charts are called "red". Give each chart a'
        " name of its own."
    ]


def test_pages_without_charts_do_not_wait_for_altair():
    code = (
        "import sys, guide.extension, guide.rendering.chart_figures; print('altair' in sys.modules"
        " or 'vl_convert' in sys.modules)"
    )
    assert (
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout
        == "False\n"
    )


def luminance(color: str) -> float:
    """Return the relative luminance of #rrggbb; https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    parts = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("scheme", "page"), [("default", "#fdfaf5"), ("slate", "#1c1b19")])
def test_marks_stand_out_from_the_page(scheme, page):
    css = (ROOT / "docs/assets/charts.css").read_text(encoding="utf-8")
    color = re.search(rf'="{scheme}"\] {{ --guide-chart-1: (#[0-9a-f]{{6}})', css)[1]
    dark, light = sorted((luminance(color), luminance(page)))
    assert (light + 0.05) / (dark + 0.05) >= 3


def test_the_shares_by_question_are_those_of_the_series():
    def rows(name: str) -> list[dict]:
        return list(csv.DictReader((ROOT / "data" / name).read_text(encoding="utf-8").splitlines()))

    shares = {
        (row["value"], row["population"], row["period_label"], row["source"], row["status"])
        for row in rows("series.csv")
    }
    ours = [
        tuple(row[key] for key in ("value", "population", "period", "source", "status"))
        for row in rows("loneliness_by_question.csv")
    ]
    assert [row for row in ours if row not in shares] == []
    assert len(ours) == 11


def test_the_guides_own_charts_are_sound_and_small():
    catalogue = real_catalogue()
    charts = make_charts(catalogue.package.document.data)
    assert format_problems(check_charts(catalogue.package, catalogue.records)) == []
    for name in charts:
        drawings = re.findall("<svg.*?</svg>", draw(catalogue, name), re.DOTALL)
        assert len(drawings) == 2, name
        assert max(len(gzip.compress(drawing.encode())) for drawing in drawings) < 2_000, name
        assert "style" not in "".join(drawings), name
