"""The topics by what a reader needs."""

from pathlib import Path

import pytest
import yaml

from guide.content import pages
from guide.content.loader import read_catalogue
from guide.core.templates import to_elements
from guide.rendering.topics_by_need import NEEDS, render_topics_by_need, topics_by_need
from tests.support.pages import find, links, text_of, texts
from tests.support.projects import front_matter

HELP = {
    "docs/help.md": (
        front_matter(
            title="Help and helplines",
            description="A description of the page of help that is long enough to be useful.",
        )
        + "Help.\n"
    )
}


def topic(name: str, needs: str | None) -> dict[str, str]:
    values = {
        "title": f"Topic {name}",
        "description": f"A description of topic {name} that is long enough to be useful to people.",
        "kind": "topic",
        "phrase": f"do {name}",
        "group": "Talk",
        "summary": "A summary that is long enough.",
        "serves": f"Whoever wants {name}.",
        "related": "[]",
        "safety": "false",
        "needs": needs,
    }
    return {f"docs/topics/{name}.md": front_matter(**values) + f"Text of {name}.\n"}


@pytest.fixture
def show(project):
    def make(files: dict[str, str]) -> str:
        html = render_topics_by_need(read_catalogue(project(files))[0], "table-needs")
        to_elements(html)  # it is well-formed
        return html

    return make


def test_the_needs_are_those_of_the_schema():
    schema = yaml.safe_load(
        (Path(pages.__file__).parents[1] / "schemas" / "front_matter.yaml").read_text(
            encoding="utf-8"
        )
    )
    assert {need.key for need in NEEDS} == set(schema["every"]["needs"]["items"]["enum"])


def test_topics_that_name_a_need_first_come_first_and_then_by_title(project):
    files = (
        topic("c", "[keep-fighting]")
        | topic("a", "[dating-again, keep-fighting]")
        | topic("b", "[keep-fighting, dating-again]")
    )
    needs = topics_by_need(read_catalogue(project(files))[0])
    assert [(need.key, [item.slug for item in pages]) for need, pages in needs] == [
        ("keep-fighting", ["b", "c", "a"]),
        ("dating-again", ["a", "b"]),
    ]


def test_a_need_stands_in_the_readers_words(show):
    html = show(topic("a", "[dating-again]"))
    assert texts(html, "h3") == ["I am dating again"]
    assert find(html, "h3")[0].get("id") == "need-dating-again"
    assert links(html) == [("/topics/a.md", "Topic a")]


def test_the_question_of_abuse_leads_to_help_first(show):
    html = show(topic("a", "[dating-again, is-this-abuse]") | HELP)
    assert texts(html, "h3") == ["Is this abuse?", "I am dating again"]
    assert links(html) == [
        ("/help.md", "Start with help and helplines"),
        ("/topics/a.md", "Topic a"),
        ("/topics/a.md", "Topic a"),
    ]
    assert "need--first" in find(html, "section")[0].get("class")


def test_where_fighting_may_mean_danger_the_note_leads_to_help(show):
    html = show(topic("a", "[keep-fighting]") | HELP)
    assert "[the help page](/help.md)" in text_of(
        find(html, "p")[0]
    )  # the Markdown tree makes it a link


@pytest.mark.parametrize(
    "needs", [None, "often", "[]", "[unknown, 7]"], ids=["none", "text", "empty", "unknown"]
)
def test_a_topic_without_a_known_need_is_left_out(show, needs):
    assert links(show(topic("a", needs))) == []
