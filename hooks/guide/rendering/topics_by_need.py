"""Render the topics grouped by what a reader needs."""

from dataclasses import dataclass

from guide.content.catalogue import Catalogue
from guide.content.pages import Page
from guide.core.templates import render


@dataclass(frozen=True)
class Need:
    """What brings a reader here. `key` is the word in front matter, `words` are the reader's own.

    `note`, in inline Markdown, precedes the topics; it sends readers in danger to the help page.
    `first` puts the help page first, before the topics.
    """

    key: str
    words: str
    note: str = ""
    first: bool = False


# The keys are those of the front matter's schema; the most urgent need comes first.
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
    Need("nobody-yet", "I have nobody right now"),
    Need("growing-together", "We want to grow together"),
    Need(
        "finding-help",
        "I am looking for help",
        "If you are in danger or thinking about ending your life, [the help page](/help.md) lists"
        " people to reach now.",
    ),
)


def topics_by_need(catalogue: Catalogue) -> list[tuple[Need, list[Page]]]:
    """Group the topics by need; topics that name the need earlier come first, then by title."""
    groups = []
    for need in NEEDS:
        ranked = sorted(
            (list_needs(page).index(need.key), page.title.lower(), number, page)
            for number, page in enumerate(catalogue.topics.values())
            if need.key in list_needs(page)
        )
        if ranked:
            groups.append((need, [page for *_, page in ranked]))
    return groups


def list_needs(page: Page) -> list[object]:
    """Return the needs of a page's front matter; empty where it has no list of them."""
    needs = page.meta.get("needs")
    return needs if isinstance(needs, list) else []


def render_topics_by_need(catalogue: Catalogue, identifier: str) -> str:
    """Render the topics under each need, in the reader's words; for safety the help page first."""
    return render(
        "rendering/topics_by_need.html",
        id=identifier,
        needs=topics_by_need(catalogue),
        help=catalogue.pages.get("help.md"),
    )
