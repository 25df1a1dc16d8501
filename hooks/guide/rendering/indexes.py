"""Render the lists of everything: all findings as lines, and the index from A to Z."""

from collections.abc import Iterator
from itertools import groupby

from guide.content.catalogue import Catalogue
from guide.core.latin_letters import latin_letters
from guide.core.templates import render
from guide.core.wording import make_anchor, slugify
from guide.evidence.strength import grade_finding
from guide.rendering.findings_by_topic import shorten_statement

# Shorter than a statement: every finding of the guide is on one page, which has at most 150 kB.
_WIDTH = 125
_CLAIM_WIDTH = 90
_OTHERS = "0–9"


def render_findings_index(catalogue: Catalogue, identifier: str) -> str:
    """Render each finding as a line: its strength, its words, what kind of study it is.

    The line links to the entry. A script of the page adds the filter.
    """
    sections = {page.slug: page.title for page in catalogue.sections}
    groups: dict[str, list[dict[str, str]]] = {title: [] for title in sections.values()}
    for row in catalogue.findings.values():
        section = str(row["section"])
        title = sections.get(section, section.replace("-", " ").capitalize())
        status = str(row["status"] or "unverified")
        groups.setdefault(title, []).append(
            {
                "link": catalogue.finding_link(str(row["id"])),
                "words": shorten_statement(str(row["statement"] or ""), _WIDTH),
                "strength": grade_finding(catalogue, row),
                "design": catalogue.label("designs", str(row["design"] or "")),
                "status": status,
                "label": catalogue.label("statuses", status),
            }
        )
    return render(
        "rendering/findings_index.html",
        id=identifier,
        total=len(catalogue.findings),
        groups=[(title, rows) for title, rows in groups.items() if rows],
    )


def render_a_to_z(catalogue: Catalogue, identifier: str) -> str:
    """Render the pages, terms, practices and checked sayings of the guide in alphabetical order."""
    entries = sorted(
        _list_entries(catalogue), key=lambda entry: (entry[3], latin_letters(entry[0]).lower())
    )
    letters = [
        (letter, list(group)) for letter, group in groupby(entries, key=lambda entry: entry[3])
    ]
    return render("rendering/a_to_z.html", id=identifier, letters=letters)


def _list_entries(catalogue: Catalogue) -> Iterator[tuple[str, str, str, str]]:
    """Yield (words, link, kind, letter) for each thing that the index leads to."""
    for page in catalogue.pages.values():
        if page.kind in ("section", "topic", "page"):
            yield page.title, page.link, "", _letter(page.title)
    for row in catalogue.rows("glossary"):
        term = str(row["term"] or "")
        if term:
            yield term, f"/glossary.md#{make_anchor(row['id'])}", "word", _letter(term)
    for practice in catalogue.practices:
        link = f"{catalogue.pages[practice.uri].link}#{slugify(f'practice {practice.title}')}"
        yield practice.title, link, "practice", _letter(practice.title)
    for row in catalogue.rows("circulating-claims"):
        words = shorten_statement(str(row["claim"] or ""), _CLAIM_WIDTH)
        link = f"/evidence/claims.md#{make_anchor(row['id'])}"
        yield words, link, f"saying, {catalogue.label('verdicts', row['verdict'])}", _letter(words)


def _letter(words: str) -> str:
    """Return the capital letter that words are filed under."""
    first = latin_letters(words).lstrip("\"'“‘").upper()[:1]
    return first if first.isascii() and first.isalpha() else _OTHERS
