"""The path through the sections."""

import pytest

from guide.content.loader import read_catalogue
from guide.core.templates import to_elements
from guide.rendering.section_path import count_truths, make_path, make_path_label, render_path
from tests.support.pages import find, links, texts
from tests.support.projects import front_matter

TRUTHS = {"b": (1, "The first truth of all."), "a": (2, "A second & better truth."), "c": (3, None)}


def pages(**more: str) -> dict[str, str]:
    files = {}
    for name, (number, truth) in TRUTHS.items():
        values = {
            "title": f"Section {name}",
            "kind": "section",
            "number": number,
            "truth": truth and f'"{truth}"',
            "safety": "false",
            "summary": "A summary that is long enough.",
            "description": f"A description of section {name} that is long enough to be useful.",
        }
        files[f"docs/guide/{name}.md"] = front_matter(**values) + f"Text of {name}.\n"
    return files | {"docs/other.md": front_matter() + "Other text.\n"} | more


TOPICS = {
    "docs/topics/index.md": (
        front_matter(
            title="Topics",
            description="A description of all topics that is long enough to be useful.",
        )
        + "All.\n"
    )
}


@pytest.fixture
def catalogue(project):
    return read_catalogue(project(pages() | TOPICS))[0]


def test_the_path_goes_by_number_and_counts_the_truths_only(catalogue):
    assert [
        (step.page.slug, step.place, step.label, step.words) for step in make_path(catalogue)
    ] == [
        ("b", 1, "Truth 1", "The first truth of all."),
        ("a", 2, "Truth 2", "A second & better truth."),
        ("c", None, "", "Section c"),
    ]
    assert count_truths(catalogue) == 2
    assert [
        make_path_label(catalogue, page)
        for page in [*catalogue.sections, catalogue.pages["other.md"]]
    ] == ["Truth 1 of 2", "Truth 2 of 2", "", ""]


def show(catalogue, uri: str) -> str:
    html = render_path(catalogue, catalogue.pages[uri])
    to_elements(html)  # it is well-formed
    return html


def test_a_truth_says_its_place_and_leads_on_and_back(catalogue):
    html = show(catalogue, "guide/a.md")
    assert texts(html, class_="path__place") == ["Truth 2 of 2"]
    assert links(html) == [
        ("/guide/b.md", "1"),
        ("/guide/a.md", "2"),
        ("/guide/b.md", "Previous: truth 1 The first truth of all."),
        ("/guide/c.md", "Next Section c"),
    ]
    assert [item.get("href") for item in find(html, "a") if item.get("aria-current") == "page"] == [
        "/guide/a.md"
    ]
    assert [item.get("aria-label") for item in find(html, "a", class_="path__step")] == [
        "Truth 1: The first truth of all.",
        "Truth 2: A second & better truth.",
    ]
    assert [item.get("rel") for item in find(html, "a", class_="path__way")] == ["prev", "next"]


def test_the_first_has_none_before_it_and_the_last_leads_to_the_topics(catalogue):
    assert texts(show(catalogue, "guide/b.md"), "a", class_="path__way") == [
        "Next: truth 2 A second & better truth."
    ]
    last = show(catalogue, "guide/c.md")
    assert texts(last, class_="path__place") == ["After the 2 truths"]
    assert links(last)[-2:] == [
        ("/guide/a.md", "Previous: truth 2 A second & better truth."),
        ("/topics/index.md", "Next Topics"),
    ]


def test_without_a_page_of_topics_the_path_ends(project):
    catalogue, _ = read_catalogue(project(pages()))
    assert links(show(catalogue, "guide/c.md"))[-1][0] == "/guide/a.md"


def test_other_pages_are_not_on_the_path(catalogue):
    assert render_path(catalogue, catalogue.pages["other.md"]) == ""
    assert render_path(catalogue, catalogue.pages["topics/index.md"]) == ""


def test_the_path_is_no_part_of_what_the_search_finds(catalogue):
    assert find(show(catalogue, "guide/a.md"), "nav")[0].get("data-search-exclude") == ""


def test_broken_front_matter_does_not_stop_a_preview(project):
    broken = (
        front_matter(kind="section", number='"one"', truth="[1, 2]", summary="x", safety="false")
        + "Text.\n"
    )
    catalogue, _ = read_catalogue(project({"docs/guide/a.md": broken}))
    assert texts(show(catalogue, "guide/a.md"), class_="path__place") == ["Truth 1 of 1"]
