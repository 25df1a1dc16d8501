"""Render every practice card of the guide on one page."""

from guide.content.catalogue import Catalogue
from guide.content.practices import Practice
from guide.core.templates import render
from guide.core.wording import slugify
from guide.rendering.topics_by_need import NEEDS, list_needs

# The groups by the longest sitting: its most minutes, and what readers call it.
_TIMES = (
    (5, "Five minutes or less"),
    (15, "Up to a quarter of an hour"),
    (30, "Up to half an hour"),
    (float("inf"), "Longer"),
)
_NO_TIME = "No set time"
# With whom a practice is done, as the filter has it.
_COMPANY = {
    "alone": "nobody, on your own",
    "partner": "a partner",
    "relative": "a relative",
    "friend": "a friend",
    "date": "a date",
}


def render_practices(catalogue: Catalogue, identifier: str) -> str:
    """Render the practice cards by the time they take, each with a link to its page.

    What is in a card is left to Markdown, as on its page. A script of the page adds the filter.
    """
    times = [*(name for _, name in _TIMES), _NO_TIME]
    groups: dict[str, list[tuple[Practice, str, list[str]]]] = {name: [] for name in times}
    for practice in catalogue.practices:
        company = "|".join(_COMPANY[word] for word in practice.company)
        groups[_name_time(practice.minutes)].append(
            (practice, company, _name_needs(catalogue, practice))
        )
    return render(
        "rendering/practices.html",
        id=identifier,
        groups=[(name, slugify(name), cards) for name, cards in groups.items() if cards],
        pages=catalogue.pages,
    )


def _name_time(minutes: float | None) -> str:
    """Return the group of a practice whose longest sitting takes so many minutes."""
    if minutes is None:
        return _NO_TIME
    return next(name for most, name in _TIMES if minutes <= most)


def _name_needs(catalogue: Catalogue, practice: Practice) -> list[str]:
    """Return the needs of the practice's page in readers' words, without that of danger.

    Nobody who asks whether something is abuse is handed a practice for an answer.
    """
    keys = list_needs(catalogue.pages[practice.uri])
    return [need.words for need in NEEDS if need.key in keys and not need.first]
