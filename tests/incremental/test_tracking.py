"""What a view of the catalogue notes, what it hides, and what questions can be answered."""

import pytest

from guide.content.loader import read_catalogue
from incremental.tracking import (
    UNCACHEABLE,
    Answers,
    DependencyTracker,
    NotFingerprintableError,
    canonical_repr,
    tracking_view,
)
from tests.support.pages import SOURCES_PAGE
from tests.support.projects import MOOD, front_matter

PAGES = {
    **SOURCES_PAGE,
    "docs/index.md": front_matter(title="Home") + "[lonely](finding:ants-lonely)\n",
}


@pytest.fixture
def asked(project):
    """Return a function that reads of a view, and returns what it got and the questions with
    their answers now."""
    catalogue, _ = read_catalogue(project(PAGES))
    tracker = DependencyTracker()
    view = tracking_view(catalogue, tracker)

    def ask(read) -> tuple[object, dict[str, str]]:
        with tracker.recording() as questions:
            found = read(view)
        return found, {question: Answers(catalogue)(question) for question in questions}

    return ask


def dotted(questions) -> set[str]:
    return {question.replace("\x1f", "/") for question in questions}


@pytest.mark.parametrize(
    ("read", "questions"),
    [
        (lambda view: view.findings["ants-lonely"]["statement"], {"/.findings/[ants-lonely"}),
        (lambda view: "ants-lonely" in view.findings, {"/.findings/?ants-lonely"}),
        (lambda view: view.findings.get("nobody"), {"/.findings/[nobody"}),
        (lambda view: list(view.findings), {"/.findings/#"}),
        (
            lambda view: len(view.findings.items()),
            {"/.findings/#", "/.findings/[ants-lonely", "/.findings/[bees-fall"},
        ),
        (
            lambda view: view.pages["index.md"].title,
            {"/.pages/[index.md", "/.pages/[index.md/.title"},
        ),
        (
            lambda view: view.pages["index.md"].meta.get("title"),
            {"/.pages/[index.md", "/.pages/[index.md/.meta/[title"},
        ),
        (
            lambda view: view.finding_pages["ants-lonely"][0].link,
            {"/.finding_pages/[ants-lonely", "/.pages/[index.md/.link"},
        ),
        (lambda view: view.package.tables["mood"].caption, {"/.package/.tables/[mood"}),
        (lambda view: view.rows("mood"), {"/.rows/(mood"}),
        (lambda view: view.source_link("ant2020"), {"/.source_link/(ant2020"}),
        (lambda view: view.today, {"/.today"}),
        (lambda view: None in view.topics, {"/.topics/?\x1e"}),
    ],
)
def test_each_look_up_is_a_question_with_an_answer(asked, read, questions):
    found = asked(read)[1]
    assert dotted(found) == questions
    assert None not in found.values()


def test_a_long_key_stands_in_its_question_by_a_digest(project):
    words = "word " * 100
    catalogue, _ = read_catalogue(project({"docs/index.md": front_matter() + words}))
    tracker = DependencyTracker()
    with tracker.recording() as questions:
        assert tracking_view(catalogue, tracker).page_by_body.get(words.strip()).uri == "index.md"
    assert all(len(question) < 100 and Answers(catalogue)(question) for question in questions)


def test_rows_have_no_lines_and_stay_one_object(asked):
    rows, _ = asked(lambda view: view.rows("findings"))
    assert {(cell.line, cell.column) for row in rows for cell in row.cells.values()} == {(0, 0)}
    assert asked(lambda view: view.findings["ants-lonely"] is view.rows("findings")[0])[0]


def test_pages_stay_one_object(asked):
    assert asked(lambda view: view.pages["index.md"] is view.finding_pages["ants-lonely"][0])[0]


def test_a_row_above_changes_no_answer(project):
    questions = ("\x1f.rows\x1f(findings", "\x1f.citations\x1f[ant2020")
    before = read_catalogue(project(PAGES))[0]
    after = read_catalogue(
        project({**PAGES, "data/mood.csv": MOOD.replace("2010,21", "2009,20,,ant2020\n2010,21")})
    )[0]
    assert [Answers(before)(question) for question in questions] == [
        Answers(after)(question) for question in questions
    ]
    assert Answers(before)("\x1f.rows\x1f(mood") != Answers(after)("\x1f.rows\x1f(mood")


@pytest.mark.parametrize(
    "question",
    [
        UNCACHEABLE,
        "",
        "x",
        "\x1f",
        "\x1f.nothing",
        "\x1f.__class__",
        "\x1f.pages\x1f.__init__",
        "\x1f._targets\x1f(x",
        "\x1f.rows\x1f[x",
        "\x1f.findings\x1f[ants-lonely\x1f.values",
        "\x1f.today\x1f(x",
        "\x1f.finding_link\x1f(nobody",
    ],
)
def test_a_question_reaches_nothing_but_what_a_view_shows(project, question):
    assert Answers(read_catalogue(project(PAGES))[0])(question) is None


def test_a_key_that_is_no_word_is_never_remembered(asked):
    _, found = asked(lambda view: view.findings.get(7))
    assert found == {UNCACHEABLE: None}


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
        (1,),
        ["1"],
        {"a": 1},
        {"a": "1"},
        [[1], 2],
        [1, [2]],
    ]
    assert len({canonical_repr(value) for value in values}) == len(values)
    with pytest.raises(NotFingerprintableError):
        canonical_repr(object())
