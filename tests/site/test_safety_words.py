"""Words that can be misread in danger: help is never named without a link, pages where danger comes up have the strip, and
the self-reflection never answers fear with work on the relationship. Judged on the HTML that
readers get.
"""

import functools
import re
from xml.etree.ElementTree import Element

import pytest

from guide.content.pages import danger_need
from tests.support.pages import convert, parse, text_of
from tests.support.real import real_catalogue

CATALOGUE = real_catalogue()
PAGES = sorted(
    uri
    for uri in CATALOGUE.pages
    if not uri.startswith(("evidence/", "about/changes", "about/corrections"))
)
HELP_NAMED = re.compile(
    r"\b(?:(?:crisis|suicide) lines?|(?:help|hot) ?lines?|emergency"
    r" (?:numbers?|services?)|suicid\w+"
    r"|(?:thinking|thoughts) (?:of|about) (?:dying|ending your life)"
    r"|(?:ask|tell|see|need|deserves?|to) an?"
    r" (?:professional|clinician|therapist|doctor|counselor))\b",
    re.IGNORECASE,
)
DANGER = re.compile(
    r"\b(?:abus\w+|controlling|coerc\w+|threat\w*|violen\w+|afraid"
    r" of|frighten\w*|punish\w*|unsafe|stalk\w+)",
    re.IGNORECASE,
)
ENOUGH = 5  # so many words of danger make it a subject of the page
# What the build adds to the text of a page: the strip itself, findings and cards, whose words are those of
# a table.
ADDED = ("help-strip", "evidence", "related", "deck")
# The smallest parts that a reader takes in at once.
BLOCKS = ("p", "li", "dd", "dt", "td", "th", "h2", "h3", "h4", "summary", "legend", "label")
# Asking a reader to leave a safety question open, or to take it to the person they are asked about.
TO_THE_OTHER = re.compile(
    r"\b(?:leav\w+ (?:\w+ )?(?:open|blank|unanswered)|(?:tell|ask|talk to|talk with|show|confront)"
    r" (?:them|him|her|your partner)"
    r"|talk it (?:over|through)|together|both of you|work on|make"
    r" up|apologi\w+|forgiv\w+|repair)\b",
    re.IGNORECASE,
)


@functools.cache
def html_of(uri: str) -> str:
    return convert(CATALOGUE, CATALOGUE.pages[uri].body)


def own(uri: str) -> Element:
    """Return a page as HTML without what the build adds."""
    tree = parse(html_of(uri))
    for parent in list(tree.iter()):
        for child in list(parent):
            if isinstance(child.tag, str) and set(child.get("class", "").split()) & set(ADDED):
                parent.remove(child)
    return tree


def leads_to_help(element: Element) -> bool:
    return any(
        re.search(r"(?:^|/)(?:help|ayuda)(?:\.md|/)?(?:#|$)", link.get("href", ""))
        for link in element.iter("a")
    )


def unlinked(tree: Element) -> list[str]:
    """Return each block that names help, and does not lead to it: it, the list item around it, or its outcome of a form."""
    around = {child: parent for parent in tree.iter() for child in parent}

    def reaches(block: Element) -> bool:
        while block is not None:
            is_whole = block.tag in ("li", "dd") or "reflection__outcome" in block.get("class", "")
            if (is_whole or block.tag in BLOCKS) and leads_to_help(block):
                return True
            block = around.get(block)
        return False

    return [
        text_of(block)
        for block in tree.iter()
        if block.tag in BLOCKS and HELP_NAMED.search(own_text(block)) and not reaches(block)
    ]


def own_text(block: Element) -> str:
    """Return the text of a block without that of the blocks in it."""
    parts = [block.text or ""]
    for child in block:
        parts += [
            "" if child.tag in (*BLOCKS, "ul", "ol", "dl") else own_text(child),
            child.tail or "",
        ]
    return " ".join("".join(parts).split())


def test_whoever_reads_of_help_has_the_way_to_it_in_the_same_paragraph() -> None:
    blocks = {uri: unlinked(own(uri)) for uri in PAGES if uri not in ("help.md", "es/ayuda.md")}
    assert {uri: texts for uri, texts in blocks.items() if texts} == {}


@pytest.mark.parametrize(
    "text", ["Call a crisis line.", "- **Fear.** Call\n  a helpline.", "Term\n:   See a doctor."]
)
def test_that_test_finds_a_mention_without_a_link(text: str) -> None:
    assert len(unlinked(parse(convert(CATALOGUE, text)))) == 1
    assert unlinked(parse(convert(CATALOGUE, text.replace("a ", "[a](/help.md) ")))) == []


def has_strip(uri: str) -> bool:
    return any(
        "help-strip" in element.get("class", "").split() for element in parse(html_of(uri)).iter()
    )


def needs_strip(uri: str) -> str:
    """Say why a page of advice must begin with the strip, or nothing."""
    meta = CATALOGUE.pages[uri].meta
    count = len(DANGER.findall(" ".join(own(uri).itertext())))
    if count >= ENOUGH or danger_need(meta.get("needs")) or meta.get("group") == "Get help":
        return f"{count} words of danger, needs {meta.get('needs')}, group {meta.get('group')}"
    return ""


def test_a_page_of_advice_on_danger_begins_with_the_strip() -> None:
    advice = [uri for uri in PAGES if CATALOGUE.pages[uri].kind in ("section", "topic")]
    reasons = {uri: needs_strip(uri) for uri in advice}
    assert any(reasons.values())
    assert {uri: why for uri, why in reasons.items() if why and not has_strip(uri)} == {}


def test_an_answer_about_danger_names_nothing_to_do_about_the_other() -> None:
    rows = [
        row for row in CATALOGUE.rows("reflection-rules") if row["outcome"] in ("help", "offer")
    ]
    assert rows
    assert [row["id"] for row in rows if TO_THE_OTHER.search(str(row["reason"]))] == []


def test_the_reflection_says_where_help_is_before_any_page_to_work_with() -> None:
    groups = [
        element
        for element in own("self-assessment.md").iter("div")
        if element.get("data-group") in ("help", "offer", "topic")
    ]
    assert [element.get("data-group") for element in groups] == ["help", "offer", "topic"]
    for group in groups:
        first = next(link for link in group.iter("a"))
        assert first.get("href", "").endswith(("help.md", "help/")), text_of(group)[:80]
