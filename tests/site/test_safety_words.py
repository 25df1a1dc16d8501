"""Words that can be misread in danger: help is never named without a link, pages where danger comes up have the strip, and
the self-reflection never answers fear with work on the relationship. Judged on the HTML that
readers get.
"""

import re
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

from guide.content.loader import read_catalogue
from guide.content.pages import danger_need
from tests.support.pages import convert, parse, text_of

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE, _ = read_catalogue(ROOT)
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


def own(page: str) -> Element:
    """Return a page as HTML without what the build adds."""
    tree = parse(convert(CATALOGUE, CATALOGUE.pages[page].body))
    for parent in list(tree.iter()):
        for child in list(parent):
            if isinstance(child.tag, str) and set(child.get("class", "").split()) & set(ADDED):
                parent.remove(child)
    return tree


def leads_to_help(element: Element) -> bool:
    return any(
        re.search(r"(?:^|/)help(?:\.md|/)?(?:#|$)", link.get("href", ""))
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


@pytest.mark.parametrize("uri", [uri for uri in PAGES if uri != "help.md"])
def test_whoever_reads_of_help_has_the_way_to_it_in_the_same_paragraph(uri: str) -> None:
    assert unlinked(own(uri)) == []


@pytest.mark.parametrize(
    "text", ["Call a crisis line.", "- **Fear.** Call\n  a helpline.", "Term\n:   See a doctor."]
)
def test_that_test_finds_a_mention_without_a_link(text: str) -> None:
    assert len(unlinked(parse(convert(CATALOGUE, text)))) == 1
    assert unlinked(parse(convert(CATALOGUE, text.replace("a ", "[a](/help.md) ")))) == []


def has_strip(uri: str) -> bool:
    tree = parse(convert(CATALOGUE, CATALOGUE.pages[uri].body))
    return any("help-strip" in element.get("class", "").split() for element in tree.iter())


@pytest.mark.parametrize(
    "uri", [uri for uri in PAGES if CATALOGUE.pages[uri].kind in ("section", "topic")]
)
def test_a_page_of_advice_that_has_danger_for_a_subject_begins_with_the_strip(uri: str) -> None:
    page = CATALOGUE.pages[uri]
    count = len(DANGER.findall(" ".join(own(uri).itertext())))
    if (
        count >= ENOUGH
        or danger_need(page.meta.get("needs"))
        or page.meta.get("group") == "Get help"
    ):
        assert has_strip(uri), f"{count} words of danger, needs {page.meta.get('needs')}"


@pytest.mark.parametrize(
    "row",
    [row for row in CATALOGUE.rows("reflection-rules") if row["outcome"] in ("help", "offer")],
    ids=lambda row: str(row["id"]),
)
def test_an_answer_about_danger_is_met_with_help_and_nothing_to_do_about_the_other_person(
    row,
) -> None:
    assert TO_THE_OTHER.search(str(row["reason"])) is None


def test_the_reflection_says_where_help_is_before_it_names_a_page_to_work_with() -> None:
    groups = [
        element
        for element in own("self-assessment.md").iter("div")
        if element.get("data-group") in ("help", "offer", "topic")
    ]
    assert [element.get("data-group") for element in groups] == ["help", "offer", "topic"]
    for group in groups:
        first = next(link for link in group.iter("a"))
        assert first.get("href", "").endswith(("help.md", "help/")), text_of(group)[:80]
