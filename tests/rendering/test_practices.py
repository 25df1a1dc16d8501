"""The page of all practices: each card once, as on its page, and what readers choose it by."""

from collections import Counter

from guide.content.components import find_components
from guide.content.loader import read_catalogue
from guide.rendering.figures import render_figure
from guide.rendering.topics_by_need import NEEDS
from tests.support.pages import convert, find, text_of, texts
from tests.support.projects import PACKAGE, front_matter
from tests.support.real import real_catalogue

CARD = """\
> **Practice: {title}**
>
> - **Time:** {time}
> - **Evidence:** Ours, and it [fell by 5.54%](finding:bees-fall) & <b>so</b>.
> - **Not for you if:** you are afraid. See [help](../help.md).
>
> 1. Choose `<one>`.
> 2. Keep *it*.
"""
TABLE = PACKAGE + "  - {name: practices, template: practices}\n"
PAGE = "![Practices](table:practices)"


def catalogue_of(project, *cards: str, needs: str = "[growing-together]"):
    files = {
        f"docs/topics/page-{number}.md": front_matter(title=f"Page {number}", needs=needs) + card
        for number, card in enumerate(cards, start=1)
    }
    help_page = front_matter(title="Help") + "Help.\n"
    return read_catalogue(
        project({"data/datapackage.yaml": TABLE, "docs/help.md": help_page, **files})
    )[0]


def card(title: str = "one", time: str = "one minute") -> str:
    return CARD.format(title=title, time=time)


def test_a_card_is_the_one_of_its_page_with_links_that_lead_there(project) -> None:
    catalogue = catalogue_of(project, card())
    (box,) = find(convert(catalogue, PAGE), "div", class_="component--practice")
    (home,) = find(convert(catalogue, card()), "div", class_="component--practice")
    assert text_of(box) == text_of(home)
    assert [link.get("href") for link in box.iter("a")] == ["#evidence-bees-fall", "/help.md"]
    assert box.get("id") == home.get("id") == "practice-one"


def test_cards_of_one_name_have_anchors_of_their_own(project) -> None:
    html = convert(catalogue_of(project, card(), card()), PAGE)
    ids = [box.get("id") for box in find(html, "div", class_="component--practice")]
    assert ids == ["practice-one", "practice-one-2"]


def test_cards_are_grouped_by_their_time_the_shortest_first(project) -> None:
    times = ("an hour", "a meal", "one minute", "twenty minutes", "15 minutes", "five minutes")
    cards = [card(f"n{number}", time) for number, time in enumerate(times)]
    html = convert(catalogue_of(project, *cards), PAGE)
    assert texts(html, "h2")[:5] == [
        "Five minutes or less",
        "Up to a quarter of an hour",
        "Up to half an hour",
        "Longer",
        "No set time",
    ]
    assert [box.get("id") for box in find(html, "div", class_="component--practice")] == [
        f"practice-n{number}" for number in (2, 5, 4, 3, 0, 1)
    ]


def test_a_card_leads_to_its_page_and_says_for_whom_and_what_it_is(project) -> None:
    catalogue = catalogue_of(project, card(), needs="[is-this-abuse, growing-together]")
    (item,) = find(convert(catalogue, PAGE), "div", class_="practices__card")
    assert item.get("data-with") == "a partner|a relative|a friend|a date"
    # Danger is no need that a practice answers.
    assert item.get("data-need") == "We want to grow together"
    (home,) = find(convert(catalogue, PAGE), "p", class_="practices__home")
    assert text_of(home) == "More on this: Page 1"
    assert [link.get("href") for link in home.iter("a")] == ["/topics/page-1.md"]


def test_the_real_page_has_every_practice_of_the_guide_once() -> None:
    catalogue = real_catalogue()
    expected = Counter(
        component.title
        for page in catalogue.pages.values()
        if page.kind != "home"  # it shows one of them
        for component in find_components(page)
        if component.kind == "practice"
    )
    html = convert(catalogue, catalogue.pages["practices.md"].body)
    shown = [
        "".join(box[0].itertext()).removeprefix("Practice: ")
        for box in find(html, "div", class_="component--practice")
    ]
    assert len(shown) >= 25
    assert Counter(title.replace("’", "'") for title in shown) == expected


def test_each_real_practice_can_be_chosen_by_need_unless_the_need_is_danger() -> None:
    html = render_figure(real_catalogue(), "practices", Counter())
    needs = {need.words for need in NEEDS if not need.first}
    shown = {
        need
        for item in find(html, class_="practices__card")
        for need in item.get("data-need").split("|")
    }
    assert shown == needs
