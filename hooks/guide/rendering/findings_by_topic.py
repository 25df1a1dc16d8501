"""Render the evidence library's list of findings by topic. Imports records, catalogue, evidence, render."""

import textwrap
from collections import defaultdict

from guide.content.catalogue import Catalogue
from guide.core.templates import render
from guide.data.records import Record
from guide.evidence.views import find_topics

# How much of a statement a list of links shows; the entry behind the link has all of it, and its
# limit.
_WIDTH = 90


def render_findings_by_topic(catalogue: Catalogue, identifier: str) -> str:
    """Return the findings of each topic page, by title: their first words, linked to their entries."""
    rows = findings_by_topic(catalogue)
    topics = sorted(catalogue.topics.values(), key=lambda page: page.title.lower())
    filed = {row["id"] for found in rows.values() for row in found}
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
                        first_words(str(row["statement"])),
                        row["status"],
                    )
                    for row in rows[page.slug]
                ],
            )
            for page in topics
            if page.slug in rows
        ],
    )


def findings_by_topic(catalogue: Catalogue) -> dict[str, list[Record]]:
    """Return the rows of the findings that name each topic, by the topic's slug, in the order of the data."""
    found = defaultdict(list)
    for row in catalogue.findings.values():
        for page in find_topics(catalogue, row):
            found[page.slug].append(row)
    return found


def first_words(text: str, width: int = _WIDTH) -> str:
    """Return the whole words at the start of a text, with an ellipsis where it goes on.

    >>> first_words("Closeness rose, and then it fell.", 16)
    'Closeness rose…'
    """
    shown = textwrap.shorten(text, width, placeholder="…")
    return shown.removesuffix("…").rstrip(" ,;:–-(") + "…" if shown.endswith("…") else shown
