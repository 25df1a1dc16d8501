"""The practice cards of all pages: their text, the time they take, and with whom they are done."""

import pytest

from guide.content.components import find_company
from guide.content.loader import read_catalogue
from guide.content.practices import Practice, read_minutes
from tests.support.pages import format_problems
from tests.support.projects import front_matter

CARD = """\
> **Practice: one promise**
>
> - **Time:** two minutes, or
>   half an hour
> - **With:** a friend or your partner
> - **Evidence:** Ours, after [a study](finding:bees-fall).
> - **Not for you if:** you are afraid. See [help](../help.md#now), [this](#part) or
>   [more](/index.md).
>
> 1. Choose `[one](../help.md)`.
> 2. Keep it.
"""


@pytest.fixture
def practices(project):
    """Return a function that reads the practices of a project whose page has this text."""

    def read(text: str) -> list[Practice]:
        page = {"docs/topics/trust.md": front_matter(title="Trust") + text}
        return read_catalogue(project(page))[0].practices

    return read


def test_a_card_is_read_with_what_readers_choose_it_by(practices) -> None:
    (card,) = practices(f"Before, [help](../help.md).\n\n{CARD}\nAfter.\n")
    assert (card.uri, card.title, card.minutes, card.company) == (
        "topics/trust.md",
        "one promise",
        30,
        ("partner", "friend"),
    )


def test_its_links_to_pages_are_written_from_the_root_and_code_stays(practices) -> None:
    (card,) = practices(f"Before.\n\n{CARD}\nAfter.\n")
    assert card.text == CARD.rstrip("\n").replace("[help](../", "[help](/").replace(
        "(#part)", "(/topics/trust.md#part)"
    )


def test_a_card_without_company_is_for_anybody_and_other_components_are_none(practices) -> None:
    card = CARD.replace("> - **With:** a friend or your partner\n", "")
    (other,) = practices(f"> **Content note**\n>\n> This.\n\n{card}")
    assert other.company == ("partner", "relative", "friend", "date")


TIMES = {
    "two minutes to say it, ten to look at it the next day": 2,
    "ninety minutes, once this week": 90,
    "two hours apart, five minutes before and ten after": 120,
    "five minutes to set up, half a minute a week": 5,
    "a minute each time, for seven days": 1,
    "A quarter of an hour": 15,
    "an hour a week, for four weeks": 60,
    "20 minutes": 20,
    "forty minutes, in two sittings": 40,
    "one meal a day for a week": None,
    "": None,
}


@pytest.mark.parametrize(("text", "minutes"), TIMES.items())
def test_the_longest_time_that_a_text_names_counts(text: str, minutes: float | None) -> None:
    assert read_minutes(text) == minutes


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("you alone", ("alone",)),
        ("Friends, a partner", ("partner", "friend")),
        ("a befriended person", ()),
    ],
)
def test_company_is_read_from_whole_words(text: str, company: tuple[str, ...]) -> None:
    assert find_company(text) == company


def test_a_card_that_names_nobody_to_choose_by_is_a_problem(project) -> None:
    card = CARD.replace("a friend or your partner", "your nearest")
    problems = read_catalogue(
        project({"docs/topics/trust.md": front_matter(title="Trust") + card})
    )[1]
    assert [line for line in format_problems(problems) if "practice-with" in line] == [
        '[practice-with] docs/topics/trust.md:12:3: "With" names nobody whom readers can choose by:'
        ' "your nearest". Use one of these words or more: alone, partner, relative, friend, date.'
        " Or leave the line out where the practice is for anybody."
    ]
