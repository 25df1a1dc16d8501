"""The lists of everything: all findings as lines, and the index from A to Z."""

import html5lib
import pytest

from guide.core.wording import make_anchor
from guide.rendering.indexes import _letter, render_a_to_z, render_findings_index


def parse(html: str):
    return html5lib.parse(html, namespaceHTMLElements=False)


def test_every_finding_is_one_line_that_leads_to_its_entry(catalogue) -> None:
    root = parse(render_findings_index(catalogue, "all"))
    links = [link.get("href") for line in root.iter("li") for link in line.iter("a")]
    wanted = {catalogue.finding_link(key) for key in catalogue.findings}
    assert wanted <= set(links)


def test_a_line_says_its_strength_and_its_kind_of_study(catalogue) -> None:
    root = parse(render_findings_index(catalogue, "all"))
    lines = [line for line in root.iter("li") if line.get("data-strength") is not None]
    assert len(lines) == len(catalogue.findings)
    assert {line.get("data-strength") for line in lines} == {"Firm", "Fair", "Thin", ""}
    assert all(line.get("data-design") for line in lines)


def test_the_index_has_pages_words_practices_and_sayings(catalogue) -> None:
    root = parse(render_a_to_z(catalogue, "index"))
    links = {link.get("href") for link in root.iter("a")}
    assert {page.link for page in catalogue.topics.values()} <= links
    assert {f"/glossary.md#{make_anchor(row['id'])}" for row in catalogue.rows("glossary")} <= links
    assert {
        f"/evidence/claims.md#{make_anchor(row['id'])}"
        for row in catalogue.rows("circulating-claims")
    } <= links
    assert sum("#practice-" in str(link) for link in links) == len(catalogue.practices)


def test_the_letters_are_in_order(catalogue) -> None:
    root = parse(render_a_to_z(catalogue, "index"))
    letters = ["".join(heading.itertext()) for heading in root.iter("h2")]
    assert letters == sorted(set(letters), key=lambda letter: (letter != "0–9", letter))


@pytest.mark.parametrize(
    ("words", "letter"),
    [("Ärger", "A"), ("“Just talk”", "J"), ("69% of conflicts", "0–9"), ("張", "0–9"), ("", "0–9")],
)
def test_words_are_filed_under_their_first_letter(words: str, letter: str) -> None:
    assert _letter(words) == letter
