"""Whatever row or table is missing, one sentence says so, and every page is still made."""

import csv
import io
import shutil
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml

from guide.content.catalogue import Catalogue
from guide.content.loader import read_catalogue
from guide.content.pages import key_order
from guide.core.problems import Problem
from guide.core.templates import to_elements
from guide.exports.generated_files import generate_files
from guide.exports.json_ld import render_json_ld
from guide.rendering.chart_figures import render_chart_by_name
from guide.rendering.figure_problems import render_broken_figure
from guide.rendering.figures import render_figure
from guide.rendering.page_frame import render_closing, render_opening
from tests.support.catalogues import recall_in_memory
from tests.support.slow import slow_but, slow_but_named

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


# It has capital letters, so that no key can have it.
WRONG_KEY = "joel2O2O"


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
def change(project) -> Iterator[Callable[[str, str | None], Path]]:
    """Return a function that writes a file of the project, or deletes it, until the test ends."""
    before = {}

    def write_or_delete(name: str, text: str | None) -> Path:
        path = project / name
        before.setdefault(path, path.read_text(encoding="utf-8"))
        if text is None:
            path.unlink()
        else:
            path.write_text(text, encoding="utf-8", newline="")
        return path

    yield write_or_delete
    for path, text in before.items():
        path.write_text(text, encoding="utf-8", newline="")


def csv_name(resource: str) -> str:
    return f"data/{RESOURCES[resource]['path']}"


def rows_of(resource: str) -> list[list[str]]:
    text = (ROOT / csv_name(resource)).read_text(encoding="utf-8")
    return list(csv.reader(io.StringIO(text)))


def as_csv(rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def make_all(root: Path, resources: Collection[str] = ()) -> list[Problem]:
    """Make all that the pages show, and return what is wrong. Charts of other tables stay out."""
    catalogue, problems = read_catalogue(
        root,
        today=date(2026, 11, 30),
        site_title="T",
        site_url="https://guide.example/",
        recall=recall_in_memory,
    )
    for name in catalogue.package.tables:
        to_elements(
            render_figure(catalogue, name, Counter())
            or render_broken_figure(catalogue, "table", name)
        )
    for name, chart in catalogue.charts.items():
        if chart.resource in resources:
            to_elements(
                render_chart_by_name(catalogue, name, Counter())
                or render_broken_figure(catalogue, "chart", name)
            )
    generate_files(
        catalogue,
        lambda name: path.read_bytes() if (path := root / "data" / name).is_file() else None,
    )
    _make_pages(catalogue)
    return problems


def _make_pages(catalogue: Catalogue) -> None:
    """Make what is above and below the text of each page; of one page with every finding."""
    for number, page in enumerate(catalogue.pages.values()):
        uses = catalogue.findings if number == 0 else ()
        to_elements(render_opening(catalogue, page))
        to_elements(render_closing(catalogue, page, {key: [f"use-{key}-1"] for key in uses}))
        render_json_ld(catalogue, page)


def test_as_it_is_nothing_is_wrong(project):
    assert make_all(project) == []


# Each test makes all pages for one fault. Its fast twin makes them for many faults at once.
def with_wrong_keys(rows: list[list[str]], columns: Collection[str]) -> list[list[str]]:
    """Return the rows with a name that no row has in the first filled cell of each column.

    A table that has no such cell yet gets a row with it.
    """
    rows = [list(row) for row in rows]
    for column in columns:
        place = rows[0].index(column)
        filled = next((row for row in rows[1:] if row[place]), None)
        if filled is None:
            rows.append(filled := [""] * len(rows[0]))
        filled[place] = WRONG_KEY
    return rows


def problems_of_wrong_keys(problems: list[Problem]) -> list[str]:
    return sorted(problem.path for problem in problems if WRONG_KEY in problem.what)


def test_keys_that_no_row_has_are_said_once_and_every_page_is_made(project, change):
    columns = defaultdict(list)
    for resource, column in keys():
        columns[resource].append(column)
    for resource, names in columns.items():
        change(csv_name(resource), as_csv(with_wrong_keys(rows_of(resource), names)))
    assert problems_of_wrong_keys(make_all(project, columns)) == sorted(
        csv_name(resource) for resource, _ in keys()
    )


@pytest.mark.slow
@pytest.mark.nightly
@pytest.mark.parametrize(("resource", "column"), list(keys()))
def test_a_key_that_no_row_has_is_said_once_and_every_page_is_made(
    project, change, resource, column
):
    change(csv_name(resource), as_csv(with_wrong_keys(rows_of(resource), [column])))
    problems = make_all(project, [resource])
    assert problems_of_wrong_keys(problems) == [csv_name(resource)]
    assert all(problem.line > 1 for problem in problems if WRONG_KEY in problem.what)


def with_value(rows: list[list[str]], columns: Collection[str], value: str) -> list[list[str]]:
    places = {rows[0].index(column) for column in columns}
    return [
        rows[0],
        *([value if n in places else text for n, text in enumerate(row)] for row in rows[1:]),
    ]


@pytest.mark.parametrize("value", slow_but_named(["unknown"], {"unknown": "zzz", "empty": ""}))
def test_pages_and_topics_that_are_not_there_keep_no_page_from_being_made(project, change, value):
    columns = defaultdict(list)
    for resource, column in NAMES_OF_PAGES:
        columns[resource].append(column)
    for resource, names in columns.items():
        change(csv_name(resource), as_csv(with_value(rows_of(resource), names, value)))
    make_all(project)


@pytest.mark.slow
@pytest.mark.nightly
@pytest.mark.parametrize("value", ["zzz", ""], ids=["unknown", "empty"])
@pytest.mark.parametrize(("resource", "column"), NAMES_OF_PAGES)
def test_a_page_or_topic_that_is_not_there_keeps_no_page_from_being_made(
    project, change, resource, column, value
):
    change(csv_name(resource), as_csv(with_value(rows_of(resource), [column], value)))
    make_all(project)


@pytest.mark.parametrize("half", slow_but([0], [0, 1]))
def test_tables_that_are_gone_keep_no_page_from_being_made(project, change, half):
    gone = list(RESOURCES)[half::2]
    for resource in gone:
        change(csv_name(resource), None)
    paths = {problem.path for problem in make_all(project, gone)}
    assert [resource for resource in gone if csv_name(resource) not in paths] == []


def test_tables_that_are_empty_keep_no_page_from_being_made(project, change):
    for resource in RESOURCES:
        change(csv_name(resource), as_csv(rows_of(resource)[:1]))
    make_all(project, RESOURCES)


@pytest.mark.slow
@pytest.mark.nightly
@pytest.mark.parametrize("resource", RESOURCES)
def test_a_table_that_is_gone_keeps_no_page_from_being_made(project, change, resource):
    change(csv_name(resource), None)
    assert csv_name(resource) in {problem.path for problem in make_all(project, [resource])}


@pytest.mark.slow
@pytest.mark.nightly
@pytest.mark.parametrize("resource", RESOURCES)
def test_a_table_that_is_empty_keeps_no_page_from_being_made(project, change, resource):
    change(csv_name(resource), as_csv(rows_of(resource)[:1]))
    make_all(project, [resource])


def without_every_second_column(rows: list[list[str]]) -> list[list[str]]:
    return [rows[0], *([text if n % 2 else "" for n, text in enumerate(row)] for row in rows[1:])]


def test_columns_without_a_value_keep_no_page_from_being_made(project, change):
    for resource in RESOURCES:
        change(csv_name(resource), as_csv(without_every_second_column(rows_of(resource))))
    make_all(project, RESOURCES)


@pytest.mark.slow
@pytest.mark.nightly
@pytest.mark.parametrize("resource", RESOURCES)
def test_a_column_without_a_value_keeps_no_page_from_being_made(project, change, resource):
    """Every second column at once: a preview is made of what is left."""
    change(csv_name(resource), as_csv(without_every_second_column(rows_of(resource))))
    make_all(project, [resource])


@pytest.mark.slow
def test_a_line_without_any_time_keeps_no_page_from_being_made(project, change):
    change(csv_name("series"), as_csv(with_value(rows_of("series"), ["year"], "")))
    assert "empty-chart" in {problem.rule for problem in make_all(project, ["series"])}


VALUES = ["zzz", "{a: b}", "", "true", "[{topic: zzz}, 5]"]
PAGES = ["index.md", "guide/myths.md", "topics/build-trust.md"]


def with_front_matter(uri: str, value: str) -> str:
    """Return the text of a real page with one value under every key but its kind."""
    text = (ROOT / "docs" / uri).read_text(encoding="utf-8")
    return (
        "---\n"
        + "".join(f"{key}: {value}\n" for key in key_order() if key != "kind")
        + f"kind: {text.partition('kind: ')[2].split()[0]}\n---\n"
        + text.split("---\n", 2)[2]
    )


@pytest.mark.parametrize("first", slow_but([0], [0, 3]))
def test_wrong_values_in_front_matter_keep_no_page_from_being_made(project, change, first):
    """Each page has another value; the two runs together have every value."""
    for number, uri in enumerate(PAGES):
        value = VALUES[(first + number) % len(VALUES)]
        change(f"docs/{uri}", with_front_matter(uri, value))
    paths = {problem.path for problem in make_all(project)}
    assert [uri for uri in PAGES if f"docs/{uri}" not in paths] == []


@pytest.mark.slow
@pytest.mark.nightly
@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("uri", PAGES)
def test_a_wrong_value_in_front_matter_keeps_no_page_from_being_made(project, change, uri, value):
    change(f"docs/{uri}", with_front_matter(uri, value))
    assert make_all(project)
