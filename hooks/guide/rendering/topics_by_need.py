"""Render the topics by what a reader needs. Imports catalogue, page, render."""

from dataclasses import dataclass

from guide.content.catalogue import Catalogue
from guide.content.pages import Page
from guide.core.templates import render


@dataclass(frozen=True)
class Need:
    """What brings a reader here. `key` is the word in a topic's front matter, `words` are the reader's own.

    `note`, in inline Markdown, stands before the topics; it sends whoever is in danger to the page
    of help. `first` says that the page of help comes first, and the topics after it.
    """

    key: str
    words: str
    note: str = ""
    first: bool = False


# The words of the front matter's schema, the most urgent first.
NEEDS = (
    Need(
        "is-this-abuse",
        "Is this abuse?",
        "It lists people you can talk to, and you do not have to be sure.",
        first=True,
    ),
    Need(
        "keep-fighting",
        "We keep fighting",
        "If you are afraid of how a fight may end, go to [the help page](/help.md) instead.",
    ),
    Need(
        "alone-beside-them",
        "I feel alone beside them",
        "If you keep quiet because you fear them, start with [help](/help.md).",
    ),
    Need(
        "rebuilding-trust",
        "We are rebuilding trust",
        "If rebuilding is being demanded of you, or you are frightened, [help](/help.md) comes"
        " first.",
    ),
    Need("dating-again", "I am dating again"),
    Need("growing-together", "We want to grow together"),
    Need(
        "finding-help",
        "I am looking for help",
        "If you are in danger or thinking about ending your life, [the help page](/help.md) lists"
        " people to reach now.",
    ),
)


def topics_by_need(catalogue: Catalogue) -> list[tuple[Need, list[Page]]]:
    """Return the needs that topics serve, each with its topics: those that name it first, then by title."""
    served = [
        (need, [page for page in catalogue.topics.values() if need.key in _needs(page)])
        for need in NEEDS
    ]
    return [
        (
            need,
            sorted(
                pages,
                key=lambda page, need=need: (_needs(page).index(need.key), page.title.lower()),
            ),
        )
        for need, pages in served
        if pages
    ]


def _needs(page: Page) -> list[object]:
    """Return the needs of a topic's front matter, or none where it has no list of them."""
    needs = page.meta.get("needs")
    return needs if isinstance(needs, list) else []


def render_topics_by_need(catalogue: Catalogue, identifier: str) -> str:
    """Return the topics under each need, in the reader's words; where the need is safety, the page of help first."""
    return render(
        "rendering/topics_by_need.html",
        id=identifier,
        needs=topics_by_need(catalogue),
        help=catalogue.pages.get("help.md"),
    )
