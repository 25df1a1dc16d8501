"""What a view of the catalogue notes, what it hides, and what questions can be answered."""

import pytest

from guide.content.loader import read_catalogue
from incremental.tracking import (
    UNCACHEABLE,
    canonical_text,
    catalogue_fingerprint,
    track_catalogue,
)
from tests.support.pages import SOURCES_PAGE
from tests.support.projects import MOOD, front_matter

PAGES = {
    **SOURCES_PAGE,
    "docs/index.md": front_matter(title="Home") + "[lonely](finding:ants-lonely)\n",
}


@pytest.fixture
def asked(project):
    """Return a function that reads of a view, and returns what it got, and the dependencies with
    their fingerprints now."""
    catalogue, _ = read_catalogue(project(PAGES))
    recorded: set[str] = set()
    view = track_catalogue(catalogue, recorded.add)

    def ask(read) -> tuple[object, dict[str, str | None]]:
        recorded.clear()
        found = read(view)
        return found, {name: catalogue_fingerprint(catalogue, name) for name in recorded}

    return ask


@pytest.mark.parametrize(
    ("read", "dependencies"),
    [
        (lambda view: view.findings["ants-lonely"]["statement"], {"findings/ants-lonely"}),
        (lambda view: "ants-lonely" in view.findings, {"findings/ants-lonely"}),
        (lambda view: view.findings.get("nobody"), {"findings/nobody"}),
        (lambda view: list(view.findings), {"findings"}),
        (
            lambda view: list(view.findings.items()),
            {"findings", "findings/ants-lonely", "findings/bees-fall"},
        ),
        (lambda view: view.pages["index.md"].title, {"pages/index.md"}),
        (lambda view: view.pages["index.md"].meta.get("title"), {"pages/index.md"}),
        (lambda view: view.pages["index.md"].body, {"pages/index.md", "body/index.md"}),
        (
            lambda view: view.finding_pages["ants-lonely"][0].link,
            {"finding_pages/ants-lonely", "pages/index.md"},
        ),
        (lambda view: view.finding_pages["nobody"], {"finding_pages/nobody"}),
        (lambda view: view.package.tables["mood"].caption, {"package.tables/mood"}),
        (lambda view: view.package.version, {"package.version"}),
        (lambda view: view.rows("mood"), {"rows/mood"}),
        (lambda view: view.source_link("ant2020"), {"source_link/ant2020"}),
        (lambda view: view.source_label(None), {"source_label/"}),
        (lambda view: view.today, {"today"}),
        (lambda view: None in view.topics, set()),
    ],
)
def test_each_look_up_is_a_dependency_with_a_fingerprint(asked, read, dependencies):
    found = asked(read)[1]
    assert {name.replace("\x1f", "/") for name in found} == dependencies
    assert None not in found.values()


def test_a_view_of_a_dictionary_is_like_the_dictionary(project):
    catalogue, _ = read_catalogue(project(PAGES))
    view = track_catalogue(catalogue, lambda name: None)
    assert list(view.findings) == list(catalogue.findings) and len(view.findings) == 2
    assert view.finding_pages.get("nobody") is None and view.finding_pages["nobody"] == []
    with pytest.raises(KeyError):
        view.findings["nobody"]


def test_rows_have_no_lines_and_stay_one_object(asked):
    rows, _ = asked(lambda view: view.rows("findings"))
    assert {(cell.line, cell.column) for row in rows for cell in row.cells.values()} == {(0, 0)}
    assert asked(lambda view: view.findings["ants-lonely"] is view.rows("findings")[0])[0]


def test_pages_stay_one_object(asked):
    assert asked(lambda view: view.pages["index.md"] is view.finding_pages["ants-lonely"][0])[0]


def test_a_row_above_changes_no_fingerprint_but_that_of_all_rows(project):
    names = ("rows\x1ffindings", "citations\x1fant2020", "rows\x1fmood")
    before = read_catalogue(project(PAGES))[0]
    after = read_catalogue(
        project({**PAGES, "data/mood.csv": MOOD.replace("2010,21", "2009,20,,ant2020\n2010,21")})
    )[0]
    same = [
        catalogue_fingerprint(before, name) == catalogue_fingerprint(after, name) for name in names
    ]
    assert same == [True, True, False]


@pytest.mark.parametrize(
    "name",
    [
        UNCACHEABLE,
        "",
        "x",
        "\x1f",
        "nothing",
        "__class__",
        "pages.__init__",
        "package.__class__",
        "pages.index.md",
        "_targets\x1fx",
        "today\x1fx",
        "today.year",
        "finding_link\x1fnobody",
        "recall\x1fx",
    ],
)
def test_a_dependency_reaches_nothing_but_what_a_view_shows(project, name):
    assert catalogue_fingerprint(read_catalogue(project(PAGES))[0], name) is None


@pytest.mark.parametrize("key", [7, "word " * 100, "a\x1fb"])
def test_an_odd_key_is_never_cached(asked, key):
    assert asked(lambda view: view.findings.get(key))[1] == {UNCACHEABLE: None}


def test_values_that_differ_are_told_apart():
    values = [
        None,
        "",
        "None",
        1,
        1.0,
        True,
        "1",
        [],
        {},
        ["1"],
        {"a": 1},
        {"a": "1"},
        [[1], 2],
        [1, [2]],
    ]
    assert len({canonical_text(value) for value in values}) == len(values)
    with pytest.raises(TypeError):
        canonical_text(object())
