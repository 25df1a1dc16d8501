"""Whatever row a cell names that is not there, and whatever table is gone: one sentence says so, and every page is still made."""

import csv
import io
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml

from guide.content.catalogue import Catalogue
from guide.content.loader import read_catalogue
from guide.content.pages import key_order
from guide.core.problems import Problem
from guide.core.templates import to_elements
from guide.exports.generated_files import made_files
from guide.exports.json_ld import render_linked_data
from guide.rendering.chart_figures import render_chart_named
from guide.rendering.figure_problems import render_broken_figure
from guide.rendering.figures import render_figure
from guide.rendering.page_frame import render_closing, render_opening

ROOT = Path(__file__).resolve().parents[2]
RESOURCES = {
    item["name"]: item
    for item in yaml.safe_load((ROOT / "data/datapackage.yaml").read_text(encoding="utf-8"))[
        "resources"
    ]
}
# Columns that name a page or a topic, which the descriptor knows nothing of.
NAMES_OF_PAGES = [
    ("findings", "section"),
    ("findings", "topics"),
    ("glossary", "see_also"),
    ("changes", "page"),
    ("corrections", "page"),
    ("circulating-claims", "section"),
    ("reflection-rules", "topic"),
    ("redirects", "new"),
]
_memory: dict = {}


def keys() -> Iterator[tuple[str, str]]:
    """Yield (resource, column) of each column whose cells name a row of a table."""
    for name, item in RESOURCES.items():
        for key in item["schema"].get("foreignKeys", []):
            yield name, key["fields"][0]
        for column in item["schema"]["fields"]:
            if "references" in column:
                yield name, column["name"]


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("guide")
    for name in ("data", "docs"):
        shutil.copytree(ROOT / name, root / name)
    return root


@pytest.fixture
def table(project, request) -> Iterator[tuple[Path, list[list[str]]]]:
    """The file and the rows of a resource; the file is put back afterwards."""
    path = project / "data" / RESOURCES[request.param]["path"]
    text = path.read_text(encoding="utf-8")
    yield path, list(csv.reader(io.StringIO(text)))
    path.write_text(text, encoding="utf-8", newline="")


def write(path: Path, rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8", newline="")


def recall(kind: str, name: str, basis: str, make):
    """Remember what was read of a page from one test to the next, as a build does."""
    if (kind, name, basis) not in _memory:
        _memory[kind, name, basis] = make()
    return _memory[kind, name, basis]


def make_all(root: Path, resource: str = "") -> list[Problem]:
    """Make all that the pages show, whatever is wrong, and return what is. Charts of other tables stay as they are."""
    catalogue, problems = read_catalogue(
        root,
        today=date(2026, 11, 30),
        site_title="T",
        site_url="https://guide.example/",
        recall=recall,
    )
    for name in catalogue.package.tables:
        to_elements(
            render_figure(catalogue, name, Counter())
            or render_broken_figure(catalogue, "table", name)
        )
    for name, chart in catalogue.charts.items():
        if chart.resource == resource:
            to_elements(
                render_chart_named(catalogue, name, Counter())
                or render_broken_figure(catalogue, "chart", name)
            )
    made_files(
        catalogue,
        lambda name: path.read_bytes() if (path := root / "data" / name).is_file() else None,
    )
    _make_pages(catalogue)
    return problems


def _make_pages(catalogue: Catalogue) -> None:
    """Make what stands above and below the text of each page; of one, with every finding there is."""
    for number, page in enumerate(catalogue.pages.values()):
        uses = catalogue.findings if number == 0 else ()
        to_elements(render_opening(catalogue, page))
        to_elements(render_closing(catalogue, page, {key: [f"use-{key}-1"] for key in uses}))
        render_linked_data(catalogue, page)


def test_as_it_is_nothing_is_wrong(project):
    assert make_all(project) == []


@pytest.mark.parametrize(("table", "column"), list(keys()), indirect=["table"])
def test_a_key_that_no_row_has_is_said_once_and_every_page_is_made(project, table, column):
    path, rows = table
    place = rows[0].index(column)
    number, row = next((number, row) for number, row in enumerate(rows) if number and row[place])
    write(
        path, [*rows[:number], [*row[:place], "joel2O2O", *row[place + 1 :]], *rows[number + 1 :]]
    )
    said = [
        problem
        for problem in make_all(project, path.stem.replace("_", "-"))
        if "joel2O2O" in problem.what
    ]
    assert [(problem.path, problem.line > 1) for problem in said] == [(f"data/{path.name}", True)]


@pytest.mark.parametrize("value", ["zzz", ""], ids=["unknown", "empty"])
@pytest.mark.parametrize(("table", "column"), NAMES_OF_PAGES, indirect=["table"])
def test_a_page_or_topic_that_is_not_there_keeps_no_page_from_being_made(
    project, table, column, value
):
    path, rows = table
    place = rows[0].index(column)
    write(path, [rows[0], *([*row[:place], value, *row[place + 1 :]] for row in rows[1:])])
    make_all(project)


@pytest.mark.parametrize("table", RESOURCES, indirect=True)
def test_a_table_that_is_gone_or_empty_keeps_no_page_from_being_made(project, table, request):
    path, rows = table
    name = request.node.callspec.params["table"]
    for text in (None, ",".join(rows[0]) + "\n"):
        if text is None:
            path.unlink()
        else:
            path.write_text(text, encoding="utf-8")
        problems = make_all(project, name)
        assert text or f"data/{path.name}" in {problem.path for problem in problems}


@pytest.mark.parametrize("table", RESOURCES, indirect=True)
def test_a_column_without_a_value_keeps_no_page_from_being_made(project, table, request):
    """Every second column at once: a preview is made of what is left."""
    path, rows = table
    write(
        path,
        [
            rows[0],
            *([text if place % 2 else "" for place, text in enumerate(row)] for row in rows[1:]),
        ],
    )
    make_all(project, request.node.callspec.params["table"])


@pytest.mark.parametrize("table", ["series"], indirect=True)
def test_a_line_without_any_time_keeps_no_page_from_being_made(project, table):
    path, rows = table
    place = rows[0].index("year")
    write(path, [rows[0], *([*row[:place], "", *row[place + 1 :]] for row in rows[1:])])
    assert "empty-chart" in {problem.rule for problem in make_all(project, "series")}


VALUES = ["zzz", "{a: b}", "", "true", "[{topic: zzz}, 5]"]


@pytest.mark.parametrize("uri", ["index.md", "guide/myths.md", "topics/build-trust.md"])
def test_a_wrong_value_in_the_front_matter_keeps_no_page_from_being_made(project, uri):
    path = project / "docs" / uri
    text = path.read_text(encoding="utf-8")
    body = text.split("---\n", 2)[2]
    try:
        for value in VALUES:
            path.write_text(
                "---\n"
                + "".join(f"{key}: {value}\n" for key in key_order() if key != "kind")
                + f"kind: {text.partition('kind: ')[2].split()[0]}\n---\n{body}",
                encoding="utf-8",
            )
            assert make_all(project)
    finally:
        path.write_text(text, encoding="utf-8", newline="")
