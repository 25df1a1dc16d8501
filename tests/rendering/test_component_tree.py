"""The elements that components become in a page's HTML."""

import markdown
import pytest
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from guide.rendering.component_tree import render_components
from tests.support.pages import find, parse, skeleton, text_of, texts


class _Shape(Treeprocessor):
    def run(self, root):
        render_components(root)


class _ShapeExtension(Extension):
    def extendMarkdown(self, md):  # noqa: N802 - the name of Python-Markdown
        md.treeprocessors.register(_Shape(md), "shape", 15)


def to_html(text: str) -> str:
    return markdown.Markdown(extensions=["sane_lists", "smarty", "toc", _ShapeExtension()]).convert(
        text
    )


PRACTICE = """\
> **Practice: one promise**
>
> - **Time:** ten minutes
> - **Evidence:** Our *suggestion* with a
>   [link](help.md).
> - **Not for you if:** you are afraid
>
> 1. Choose.
> 2. Go.
"""
DIALOGUE = """\
> **Dialogue: the sister's turn**
>
> **You:** So?
>
> **Your sister:** So *what*?
>
> A long silence.
"""

LABELS = {
    "minute": (
        "> **If you only have a minute**\n>\n> - One.",
        "div",
        "component component--minute",
        None,
        "component__label",
    ),
    "other-case": (
        "> **IF YOU ONLY HAVE A MINUTE**\n>\n> One.",
        "div",
        "component component--minute",
        None,
        "component__label",
    ),
    "dialogue": (
        DIALOGUE,
        "div",
        "component component--dialogue",
        "dialogue-the-sister-s-turn",
        "component__label",
    ),
    "practice": (
        PRACTICE,
        "div",
        "component component--practice",
        "practice-one-promise",
        "component__label",
    ),
    "pull-quote": (
        "> **Pull quote (illustrative)**\n>\n> Words.",
        "figure",
        "component component--pull-quote",
        None,
        None,
    ),
    "content-note": (
        "> **Content note:** of harm.",
        "div",
        "component component--content-note",
        None,
        "component__label",
    ),
    "fact": (
        "> **Fact:** it is so.",
        "div",
        "component component--myth-fact",
        None,
        "myth-fact__fact",
    ),
    "plain-quotation": ("> To be.", "blockquote", None, None, None),
    "another-label": ("> **Note** To be.", "blockquote", None, None, None),
    "words-before-the-label": ("> So, **in short** one.", "blockquote", None, None, None),
}


@pytest.mark.parametrize(
    ("text", "tag", "classes", "identifier", "first"), LABELS.values(), ids=LABELS
)
def test_quotations_with_a_known_label_become_components(text, tag, classes, identifier, first):
    element = parse(to_html(text))[0]
    assert (element.tag, element.get("class"), element.get("id"), element[0].get("class")) == (
        tag,
        classes,
        identifier,
        first,
    )


@pytest.mark.parametrize(
    "text",
    [PRACTICE, DIALOGUE, "> **If you only have a minute**\n>\n> - One."],
    ids=["practice", "dialogue", "minute"],
)
def test_a_component_is_a_group_named_by_its_label(text):
    box = parse(to_html(text))[0]
    label = find(to_html(text), "p", class_="component__label")[0]
    assert (box.get("role"), box.get("aria-labelledby")) == ("group", label.get("id"))
    assert [item.tag for item in label] == ["strong"]


def test_the_facts_of_a_practice_are_terms_and_descriptions():
    html = to_html(PRACTICE)
    assert texts(html, "dt") == ["Time", "Evidence", "Not for you if"]
    assert texts(html, "dd") == ["ten minutes", "Our suggestion with a link.", "you are afraid"]
    assert [item.get("class") for item in find(html, class_="practice__fact")] == [
        f"practice__fact practice__fact--{name}" for name in ("time", "evidence", "not-for-you-if")
    ]
    assert [text_of(item) for item in find(html, "ol", class_="practice__steps")] == ["Choose. Go."]
    assert [item.tag for item in find(html, "dd")[1]] == ["em", "a"]


def test_facts_with_lines_between_them_come_out_the_same():
    loose = PRACTICE.replace("> - **Evidence", ">\n> - **Evidence").replace(
        "> - **Not", ">\n>     More.\n>\n> - **Not"
    )
    html = to_html(loose)
    assert texts(html, "dt") == ["Time", "Evidence", "Not for you if"]
    assert texts(html, "dd") == [
        "ten minutes",
        "Our suggestion with a link.More.",
        "you are afraid",
    ]
    assert [item.tag for item in find(html, "dd")[1]] == ["em", "a", "p"]


def test_a_list_that_is_no_list_of_facts_stays_one():
    html = to_html("> **Practice: x**\n>\n> - **Time:** a day\n> - and more\n")
    assert (len(find(html, "dl")), texts(html, "li")) == (0, ["Time: a day", "and more"])


def test_the_turns_of_a_dialogue_say_whose_they_are():
    html = to_html(DIALOGUE)
    turns = [(item.get("class"), text_of(item)) for item in find(html, "p")]
    assert turns == [
        ("component__label", "Dialogue: the sister’s turn"),
        ("component__note", "Made up for this guide"),
        ("turn turn--you", "You: So?"),
        ("turn", "Your sister: So what?"),
        (None, "A long silence."),
    ]
    assert texts(html, "strong", class_="turn__speaker") == ["You:", "Your sister:"]


def test_fact_and_myth_are_parts_of_their_own():
    html = to_html("> **Fact:** So.\n>\n> More.\n>\n> **Myth:** No.")
    assert texts(html, class_="myth-fact__fact") == ["Fact: So. More."]
    assert texts(html, class_="myth-fact__myth") == ["Myth: No."]


def test_a_pull_quote_is_a_figure_with_its_label_below():
    html = to_html("> **Pull quote (illustrative)**\n>\n> Words.")
    assert skeleton(html) == skeleton(
        '<figure class=""><blockquote><p></p></blockquote><figcaption'
        ' class=""><strong></strong></figcaption></figure>'
    )
    assert texts(html, "figcaption") == ["Pull quote (illustrative)"]


def test_quotations_that_follow_each_other_are_components_of_their_own():
    html = to_html(
        "> **Content note**\n>\n> Harm.\n\n> **If you only have a minute**\n>\n> - One.\n\n"
        "> **Fact:** So.\n>\n> **Myth:** No.\n\n> **Fact:** Yes.\n\n"
        "> **Pull quote (illustrative)**\n>\n> Words.\n\nAfter."
    )
    assert [(item.tag, text_of(item)) for item in parse(html)] == [
        ("div", "Content note Harm."),
        ("div", "If you only have a minute One."),
        ("div", "Fact: So. Myth: No."),
        ("div", "Fact: Yes."),
        ("figure", "Words. Pull quote (illustrative)"),
        ("p", "After."),
    ]


def test_two_components_of_one_name_have_two_ids():
    html = to_html(f"{PRACTICE}\nText.\n\n{PRACTICE}")
    ids = [item.get("id") for item in find(html) if item.get("id")]
    assert ids == [
        "practice-one-promise",
        "practice-one-promise-label",
        "practice-one-promise-2",
        "practice-one-promise-2-label",
    ]


def test_a_component_in_a_list_is_shaped_too():
    html = to_html(f"- Item\n\n    {'    '.join(PRACTICE.splitlines(keepends=True))}")
    assert [item.get("class") for item in find(html, "li")[0]] == [
        None,
        "component component--practice",
    ]


def test_the_grades_are_folded_below_their_label():
    html = to_html(
        "> **How sure are we?**\n>\n> - **Fair:** ask.\n> - **Our idea:** wait.\n> - **Bold:** no."
    )
    box = parse(html)[0]
    assert (box.tag, box.get("class"), box.get("id")) == (
        "details",
        "component component--how-sure",
        "how-sure",
    )
    assert (box[0].tag, text_of(box[0])) == ("summary", "How sure are we?")
    assert [item.get("class") for item in box.iter("strong")][1:] == [
        "grade grade--fair",
        "grade grade--our-idea",
        None,
    ]
