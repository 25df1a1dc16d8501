"""The view of a table: headers, cells by markup, sources, summary, and long tables in columns."""

import pytest

from guide.content.loader import read_catalogue
from guide.rendering.tables import make_source_part, make_table
from tests.support.pages import SOURCES_PAGE
from tests.support.projects import PACKAGE

TABLE = "  - {name: mood, caption: Mood by year, row_header: year,"


@pytest.fixture
def view(project):
    """Return a function that makes the view of the table mood, with changes to its description."""

    def make(more: str = "", mood: str | None = None, where: dict | None = None, **replaced: str):
        package = PACKAGE.replace(TABLE, f"{TABLE} {more}")
        for old, new in replaced.values():
            assert old in package, old
            package = package.replace(old, new)
        files = {"data/datapackage.yaml": package} | ({"data/mood.csv": mood} if mood else {})
        catalogue, problems = read_catalogue(project(files))
        assert [str(problem) for problem in problems] == []
        return make_table(catalogue, catalogue.package.tables["mood"], where or {})

    return make


def texts(cells) -> list[list[str]]:
    """Return each cell's parts as "kind text" (with their label, if any)."""
    return [
        [
            f"{part.kind} {part.label and part.label + ': '}{part.text}"
            for entry in cell.entries
            for part in entry
        ]
        for cell in cells
    ]


def rows(table) -> list[list[list[str]]]:
    return [texts([row.header, *row.cells]) for row in table.rows]


def test_headers_have_titles_and_units_and_cells_their_kind(view):
    table = view()
    assert (
        table.corner.title,
        [(column.title, column.unit, column.is_number) for column in table.columns],
    ) == ("Year", [("Lonely", "%", True), ("Note", "", False), ("Source", "", False)])
    assert rows(table) == [
        [["text 2010"], ["number 21"], ["missing not reported"], ["source Ant, 2020"]],
        [["text 2020"], ["number 34"], ["inline a [@bee2021] note"], ["source Bee et al., 2021"]],
    ]
    assert [cell.is_number for cell in table.rows[0].cells] == [True, False, False]


def test_columns_stand_in_the_order_asked_for_with_the_row_header_first(view):
    table = view("columns: [source, lonely_pct, year],")
    assert (table.corner.title, [column.title for column in table.columns]) == (
        "Year",
        ["Source", "Lonely"],
    )


def test_without_a_row_header_the_first_column_names_the_rows(view):
    table = view("columns: [note, year],", header=(" row_header: year,", ""))
    assert table.corner.title == "Note"


def test_titles_and_units_of_a_table_go_before_those_of_the_schema(view):
    table = view("titles: {lonely_pct: Alone}, units: {lonely_pct: percent},")
    assert (table.columns[0].title, table.columns[0].unit) == ("Alone", "percent")


def test_a_column_without_a_title_is_called_by_its_name(view):
    assert view(title=("title: Lonely, ", "")).columns[0].title == "lonely_pct"


def test_a_missing_value_reads_as_the_column_says(view):
    table = view(missing=("title: Note,", "title: Note, missing: not asked,"))
    assert rows(table)[0][2] == ["missing not asked"]


@pytest.mark.parametrize(
    ("kind", "written", "expected"),
    [
        ("number", "1200.50", "number 1,200.5"),
        ("integer", "-1200", "number −1,200"),
        ("year", "2024", "text 2024"),
        ("date", "2024-01-02", "text 2024-01-02"),
        ("boolean", "true", "text yes"),
        ("boolean", "false", "text no"),
        ("string", "007", "text 007"),
    ],
)
def test_a_value_reads_as_its_type(view, kind, written, expected):
    table = view(
        mood=f"year,lonely_pct,note,source\n2010,,{written},ant2020\n",
        kind=(
            "{name: note, type: string, title: Note, markup: inline}",
            f"{{name: note, type: {kind}, title: Note}}",
        ),
    )
    assert rows(table)[0][2] == [expected]


@pytest.mark.parametrize(
    ("markup", "written", "expected"),
    [
        ("status", "verified", "status verified"),
        ("finding", "ants-lonely", "finding ants-lonely"),
        ("text", "*a*", "text *a*"),
        ("source", "bee2021", "source Bee et al., 2021"),
    ],
)
def test_a_value_reads_as_its_markup(view, markup, written, expected):
    table = view(
        mood=f"year,lonely_pct,note,source\n2010,,{written},ant2020\n",
        markup=("title: Note, markup: inline", f"title: Note, markup: {markup}"),
    )
    assert rows(table)[0][2] == [expected]


def test_a_source_leads_to_the_bibliography(project):
    catalogue, _ = read_catalogue(project(SOURCES_PAGE))
    assert (
        make_source_part(catalogue, "ant2020").link,
        make_source_part(catalogue, "unknown").text,
    ) == (
        "/sources.md#ant2020",
        "unknown",
    )


def test_the_sources_of_the_shown_rows_stand_below(view):
    assert [part.text for part in view().sources] == ["Ant, 2020", "Bee et al., 2021"]
    assert [part.text for part in view(where={"year": "2010"}).sources] == ["Ant, 2020"]


def test_a_finding_in_a_cell_brings_its_source(view):
    table = view(
        mood="year,lonely_pct,note,source\n2010,,bees-fall,ant2020\n",
        markup=("title: Note, markup: inline", "title: Note, markup: finding"),
    )
    assert [part.text for part in table.sources] == ["Bee et al., 2021", "Ant, 2020"]


def test_many_sources_are_left_to_the_cells(project):
    lines = "".join(f'k{n},"Ant{n}, A.",2020,T,C,,\n' for n in range(5))
    sources = "key,authors,year,title,container,doi,url\n" + lines
    findings = "id,section,statement,value,unit,population,period,source,design,status,caveat\n"
    mood = "year,lonely_pct,note,source\n" + "".join(f"201{n},1,,k{n}\n" for n in range(5))
    catalogue, problems = read_catalogue(
        project(
            {
                "data/sources.csv": sources,
                "data/findings.csv": findings,
                "data/mood.csv": mood,
                "data/glossary.csv": "id,term,phrases,definition,finding,see_also\n",
                "data/datapackage.yaml": PACKAGE.replace(
                    'notes: ["A note with [@ant2020]."]', "notes: []"
                ),
            }
        )
    )
    assert [str(problem) for problem in problems] == []
    table = make_table(catalogue, catalogue.package.tables["mood"], {})
    assert (table.sources, table.sources_in_cells) == ([], True)


def test_a_computed_column_has_signs(view):
    table = view(
        "columns: [year, lonely_pct, rise], sort: [year], computed: [{name: rise, title: Rise, of:"
        " lonely_pct, op: change-from-previous, unit: points}],"
    )
    assert (table.columns[1].title, table.columns[1].unit, table.columns[1].is_number) == (
        "Rise",
        "points",
        True,
    )
    assert [row[2] for row in rows(table)] == [["missing –"], ["number +13"]]


def test_a_summary_stands_below(view):
    table = view("summary: [{label: Change, op: change, unit: points}],")
    assert [texts([row.header, *row.cells]) for row in table.summary] == [
        [["text Change"], ["number +13 points"], ["number "], ["number "]]
    ]


def test_notes_and_status_are_the_tables_own_or_those_of_its_resource(view):
    assert view().notes == ("A note with [@ant2020].",)
    assert view().status == ("", "", "")
    table = view(
        own_notes=('notes: ["A note with [@ant2020]."]', ""),
        of_the_file=(
            "    title: Mood\n",
            (
                "    title: Mood\n    notes: [From the file.]\n    status: mixed\n    status_label:"
                " Look\n    status_note: Why.\n"
            ),
        ),
    )
    assert (table.notes, table.status) == (("From the file.",), ("mixed", "Look", "Why."))


def test_a_status_without_a_label_reads_as_the_status(view):
    assert view("status: mixed,").status == ("mixed", "mixed", "")
    assert view("status: mixed, status_label: Look, status_note: Why.,").status == (
        "mixed",
        "Look",
        "Why.",
    )


PIVOT = (
    "pivot: {rows: year, columns: source, titles: {ant2020: Ants}, "
    "cell: [{field: lonely_pct, label: Share}, {field: note}]},"
)


def test_a_long_table_is_spread_over_columns(view):
    table = view(
        PIVOT,
        mood=(
            "year,lonely_pct,note,source\n2010,21,,ant2020\n2011,22,b,bee2021\n2012,23,c,ant2020\n"
        ),
    )
    assert (table.corner.title, [column.title for column in table.columns]) == (
        "Year",
        ["Ants", "bee2021"],
    )
    assert rows(table) == [
        [["text 2010"], ["number Share: 21"], ["missing not reported"]],
        [["text 2011"], ["missing not reported"], ["number Share: 22", "inline b"]],
        [["text 2012"], ["number Share: 23", "inline c"], ["missing not reported"]],
    ]


def test_several_rows_of_one_cell_are_several_entries(view):
    table = view(
        "pivot: {rows: source, columns: note, cell: [{field: lonely_pct}, {field: year}]},",
        mood="year,lonely_pct,note,source\n2010,21,x,ant2020\n2011,22,x,ant2020\n",
    )
    assert [[part.text for part in entry] for entry in table.rows[0].cells[0].entries] == [
        ["21", "2010"],
        ["22", "2011"],
    ]


def test_a_word_that_says_nothing_new_is_skipped(view):
    table = view(
        "pivot: {rows: year, columns: source, cell: [{field: lonely_pct}, {field: note, skip:"
        " [same]}]},",
        mood="year,lonely_pct,note,source\n2010,21,same,ant2020\n2011,22,other,ant2020\n",
    )
    assert [texts(row.cells) for row in table.rows] == [
        [["number 21"]],
        [["number 22", "inline other"]],
    ]
