"""New topics: what is asked, what is made, and that it passes."""

from datetime import date
from pathlib import Path

import pytest

from guide.content.pages import check_front_matter, parse_page
from guide.core.problems import UserError
from guide.editing.edits import dry_run, make_edits, read_texts
from guide.editing.new_topics import (
    add_to_nav,
    front_matter_message,
    page_uri,
    render_topic_page,
    topic_questions,
    yaml_scalar,
)
from tests.support.answers import TODAY, TOPIC, edits_of_a_topic, fault
from tests.support.catalogues import real_catalogue

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_a_new_topic_alone_passes_every_check_of_the_real_guide():
    texts = read_texts(ROOT)
    assert dry_run(ROOT, make_edits(texts, edits_of_a_topic(texts)), TODAY) == []


@pytest.mark.parametrize(
    "need", ["is-this-abuse", "keep-fighting", "rebuilding-trust", "finding-help"]
)
def test_a_new_topic_for_readers_in_danger_always_has_the_help_strip(need):
    text = render_topic_page(TOPIC | {"needs": f"growing-together, {need}", "safety": "no"}, TODAY)
    page, problems = parse_page(text, "topics/ask-for-help.md", "docs/topics/ask-for-help.md")
    assert problems == [] and page.meta["safety"] is True


def test_front_matter_of_a_new_topic_quotes_what_yaml_would_misread():
    page, problems = parse_page(
        render_topic_page(TOPIC, TODAY), "topics/ask-for-help.md", "docs/topics/ask-for-help.md"
    )
    assert problems == [] and list(check_front_matter(page)) == []
    for name in ("title", "phrase", "group", "description", "summary", "serves"):
        assert page.meta[name] == TOPIC[name]
    assert page.meta["synonyms"] == ["favor", "yes", "12", "a: b"] and page.meta["needs"] == [
        "growing-together",
        "alone-beside-them",
    ]
    assert page.meta["related"][1] == {
        "topic": "resolve-conflicts",
        "reason": "if asking ends in a quarrel",
    }
    assert (page.meta["reviewed"], page.meta["review_by"], page.meta["safety"]) == (
        "2026-11-23",
        "2027-11-23",
        False,
    )


def test_a_topic_made_on_a_leap_day_is_due_on_a_day_that_exists():
    assert "review_by: 2029-02-28" in render_topic_page(TOPIC, date(2028, 2, 29))


@pytest.mark.parametrize(
    ("text", "in_list", "expected"),
    [
        ("plain words", False, "plain words"),
        ("a: b", False, '"a: b"'),
        ("12", False, '"12"'),
        ("true", False, '"true"'),
        ("a # b", False, '"a # b"'),
        ("a, b", True, '"a, b"'),
        ("[x]", False, '"[x]"'),
        ('say "hi"', False, 'say "hi"'),
        ('"hi" she said', False, '"\\"hi\\" she said"'),
        ("é", False, "é"),
        ("- a", False, '"- a"'),
        ("!tag", False, '"!tag"'),
        ("*a", True, '"*a"'),
        ("a\nb", False, '"a\\nb"'),
    ],
)
def test_words_are_quoted_in_yaml_where_they_must_be(text, in_list, expected):
    assert yaml_scalar(text, in_list) == expected


NAV = (
    "nav:\n  - Topics:\n      - Grow:\n          - topics/a.md\n          - B: topics/b.md\n      -"
    " Lasting:\n      - Get help:\n          - topics/c.md\n  - help.md\n"
)


@pytest.mark.parametrize(
    ("group", "line", "number"),
    [("Grow", "          - topics/x.md", 5), ("Get help", "          - topics/x.md", 8)],
)
def test_a_topic_comes_at_the_end_of_its_group(group, line, number):
    lines = add_to_nav(NAV, "topics/x.md", group).split("\n")
    assert lines[number] == line and len(lines) == NAV.count("\n") + 2


def test_a_topic_comes_into_an_empty_group():
    assert "      - Lasting:\n          - topics/x.md\n      - Get help:\n" in add_to_nav(
        NAV, "topics/x.md", "Lasting"
    )


def test_a_group_that_is_not_in_the_navigation_is_named():
    with pytest.raises(UserError, match=r'mkdocs\.yml has no group "Date" in its navigation'):
        add_to_nav(NAV, "topics/x.md", "Date")


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("title", "Build trust", "docs/topics/build-trust.md has the same title"),
        ("title", "x", 'title is "x", which is too short'),
        ("slug", "build-trust", "there is a page docs/topics/build-trust.md already"),
        ("slug", "Build Trust", "use lower-case letters"),
        (
            "phrase",
            "Build  trust in relationships",
            "the phrase leads to /topics/build-trust.md already",
        ),
        ("phrase", "a [b]", "leave out brackets"),
        (
            "group",
            "Tralk",
            'group is "Tralk", which is not one of the allowed words. Did you mean "Talk"?',
        ),
        (
            "description",
            "short",
            (
                'description is "short", which is too short (5 characters). Write at least 60'
                " characters."
            ),
        ),
        ("related_1", "bild-trust", 'no topic is called "bild-trust". Did you mean "build-trust"?'),
        (
            "reason_1",
            "short",
            (
                'the reason is "short", which is too short (5 characters). Write at least 15'
                " characters."
            ),
        ),
        ("needs", "love", 'entry 1 of needs is "love"'),
        ("safety", "maybe", "write yes or no"),
        (
            "linked_from_1",
            "guide/strategie.md",
            'no page is called "guide/strategie.md". Did you mean "guide/strategies.md"?',
        ),
        ("linked_from_1", "/guide/strategies/", ""),
        ("needs", "rebuilding-trust, dating-again", ""),
        ("slug", "ask-for-help", ""),
        ("safety", "yes", ""),
    ],
)
def test_an_answer_for_a_topic_is_checked_at_once(name, text, words):
    message = fault(topic_questions(real_catalogue()), name, text)
    assert message.startswith(words) and bool(message) == bool(words)


def test_two_pages_and_two_topics_are_wanted():
    questions = topic_questions(real_catalogue())
    assert (
        fault(questions, "related_2", "build-trust", related_1="build-trust")
        == "name two topics, and not one twice"
    )
    assert (
        fault(questions, "linked_from_2", "docs/help.md", linked_from_1="help.md")
        == "name two pages, and not one twice"
    )


def test_front_matter_of_other_keys_is_not_asked_for_with_each_answer():
    assert front_matter_message("title", "Two words") == ""


@pytest.mark.parametrize(
    "text",
    [
        "docs/guide/strategies.md",
        "guide/strategies.md",
        "/guide/strategies/",
        "guide/strategies",
        " ./guide/strategies.md",
    ],
)
def test_a_page_is_understood_however_it_is_written(text):
    assert page_uri(text) == "guide/strategies.md"
