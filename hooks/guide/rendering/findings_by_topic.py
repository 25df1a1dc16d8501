"""Render the evidence library's list of findings by topic."""

import textwrap
from collections import defaultdict

from guide.content.catalogue import Catalogue
from guide.core.latin_letters import latin_letters
from guide.core.templates import render
from guide.data.records import Record
from guide.evidence.views import find_topics

# How much of a statement a list of links shows; the entry behind the link has all of it, and its
# limit.
_WIDTH = 90


def render_findings_by_topic(catalogue: Catalogue, identifier: str) -> str:
    """Render the findings of each topic page, by title: first words, linked to their entries."""
    rows = group_findings_by_topic(catalogue)
    topics = sorted(catalogue.topics.values(), key=lambda page: latin_letters(page.title))
    filed = {row["id"] for group in rows.values() for row in group}
    return render(
        "rendering/findings_by_topic.html",
        id=identifier,
        filed=len(filed),
        total=len(catalogue.findings),
        topics=[
            (
                page,
                [
                    (
                        catalogue.finding_link(str(row["id"])),
                        shorten_statement(str(row["statement"])),
                        row["status"],
                        catalogue.label("statuses", row["status"]),
                    )
                    for row in rows[page.slug]
                ],
            )
            for page in topics
            if page.slug in rows
        ],
    )


def group_findings_by_topic(catalogue: Catalogue) -> dict[str, list[Record]]:
    """Group the rows of findings by the slug of each topic they name, in the order of the data."""
    groups = defaultdict(list)
    for row in catalogue.findings.values():
        for page in find_topics(catalogue, row):
            groups[page.slug].append(row)
    return groups


def shorten_statement(text: str, width: int = _WIDTH) -> str:
    """Shorten a text to the whole words that fit, with an ellipsis where it goes on.

    >>> shorten_statement("Closeness rose, and then it fell.", 16)
    'Closeness rose…'
    """
    short = textwrap.shorten(text, width, placeholder="…")
    return short.removesuffix("…").rstrip(" ,;:–-(") + "…" if short.endswith("…") else short
