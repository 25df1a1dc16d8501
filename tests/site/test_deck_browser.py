"""The deck of check-in questions (docs/assets/deck.js) in a real browser: draw, choose, show all, print."""

import csv

import pytest

from tests.support.browsing import listen
from tests.support.real import ROOT

PAGE = "topics/check-in-questions/"
with (ROOT / "data/checkin_questions.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))
TOTAL = len(ROWS)


@pytest.fixture
def deck(page, address):
    """The page with the deck, with what went wrong on it as `page.heard`."""
    page.heard = listen(page, address)
    page.goto(PAGE)
    yield page
    assert page.heard == []


def shown(page) -> list[str]:
    return page.locator(".deck__list .deck__question:visible").all_inner_texts()


def questions(condition=lambda row: True) -> list[str]:
    return [row["question"] for row in ROWS if condition(row)]


def count(page) -> str:
    return page.locator(".deck-form__count").inner_text()


def drawn(page) -> str:
    return page.locator(".deck__card--drawn .deck__question").inner_text()


def button(page, name: str):
    return page.get_by_role("form", name="Draw and choose questions").get_by_role(
        "button", name=name
    )


def choose(page, **words: str) -> None:
    for name, word in words.items():
        page.get_by_label(name, exact=True).select_option(word)


def test_at_first_every_question_is_shown_and_counted(deck) -> None:
    assert shown(deck) == questions()
    assert count(deck) == f"{TOTAL} of {TOTAL} questions"
    assert not deck.locator(".deck__card--drawn").is_visible()


def test_the_controls_have_names_and_are_large_enough_to_touch(deck) -> None:
    deck.set_viewport_size({"width": 360, "height": 740})
    form = deck.get_by_role("form", name="Draw and choose questions")
    for name in ("theme", "depth", "suits"):
        assert form.get_by_role("combobox", name=name, exact=True).input_value() == ""
    for control in form.locator("select, button").all():
        size = control.bounding_box()
        assert size["height"] >= 44 and size["width"] >= 44
    assert deck.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_no_question_comes_twice_until_the_deck_is_through(deck) -> None:
    choose(deck, depth="deep", suits="friends")
    wanted = questions(lambda row: row["depth"] == "deep" and row["suits"] in ("friends", "anyone"))
    number = len(wanted)
    rounds = []
    for _ in range(2):
        rounds.append([])
        for place in range(1, number + 1):
            button(deck, "Draw a question").click()
            last = ". That was the last; the next draw starts over" if place == number else ""
            assert count(deck) == f"Question {place} of {number}{last}"
            rounds[-1].append(drawn(deck))
    assert sorted(rounds[0]) == sorted(rounds[1]) == sorted(wanted)
    assert rounds[0][-1] != rounds[1][0]


@pytest.mark.everyday
def test_a_drawn_card_is_complete_stands_alone_and_is_said_aloud(deck) -> None:
    choose(deck, theme="Thanks", depth="deep", suits="friends")
    button(deck, "Draw a question").click()
    row = next(row for row in ROWS if row["question"] == drawn(deck))
    words = " ".join(deck.locator(".deck__card--drawn").inner_text().split())
    assert (
        words.startswith(row["question"])
        and f"Not when {row['not_when']}." in words
        and "Thanks deep for" in words
    )
    assert shown(deck) == []
    status = deck.locator(".deck [role='status']")
    assert row["question"] in status.inner_text() and count(deck) in status.inner_text()
    assert button(deck, "Draw a question").evaluate("button => button === document.activeElement")


def test_a_drawn_card_is_in_sight_on_a_phone_and_so_is_the_button(deck) -> None:
    deck.set_viewport_size({"width": 360, "height": 740})
    draw = button(deck, "Draw a question")
    choose(deck, theme="Money and chores", depth="deep")  # the longest cards
    in_sight = """parts => parts.every(part => {
      const box = part.getBoundingClientRect();
      const header = document.querySelector(".md-header").getBoundingClientRect();
      return box.top >= header.bottom && box.bottom < 741;  // places are rounded to whole pixels
    })"""
    for _ in range(12):  # four times through these, since the order is left to chance
        draw.click()
        parts = deck.evaluate_handle(
            "() => [document.querySelector('.deck-form button'),"
            " document.querySelector('.deck__card--drawn')]"
        )
        deck.wait_for_function(in_sight, arg=parts)


@pytest.mark.parametrize(
    ("name", "words"),
    [("theme", sorted({row["theme"] for row in ROWS})), ("depth", ["light", "middle", "deep"])],
)
def test_a_choice_shows_the_questions_that_have_it(deck, name: str, words: list[str]) -> None:
    assert sorted(
        deck.get_by_label(name, exact=True).locator("option").all_inner_texts()
    ) == sorted(["any", *words])
    for word in words:
        choose(deck, **{name: word})
        wanted = questions(lambda row, word=word: row[name] == word)
        assert shown(deck) == wanted
        assert count(deck) == f"{len(wanted)} of {TOTAL} questions"


@pytest.mark.parametrize("word", ["partners", "friends", "family"])
def test_whom_a_question_suits_includes_what_suits_anyone(deck, word: str) -> None:
    assert (
        "anyone" not in deck.get_by_label("suits", exact=True).locator("option").all_inner_texts()
    )
    choose(deck, suits=word)
    assert shown(deck) == questions(lambda row: row["suits"] in (word, "anyone"))


def test_empty_themes_are_hidden_and_an_empty_choice_draws_nothing(deck) -> None:
    choose(deck, theme="Us")
    assert deck.locator(".deck__theme:visible h3").count() == 1
    choose(deck, theme="Body and touch", depth="deep", suits="friends")
    wanted = questions(
        lambda row: (
            (row["theme"], row["depth"]) == ("Body and touch", "deep")
            and row["suits"] in ("friends", "anyone")
        )
    )
    assert (count(deck), button(deck, "Draw a question").is_disabled()) == (
        f"{len(wanted)} of {TOTAL} questions",
        not wanted,
    )


def test_show_all_lifts_the_choices_and_puts_the_card_back(deck) -> None:
    choose(deck, depth="light")
    button(deck, "Draw a question").click()
    button(deck, "Show all").click()
    deck.wait_for_function("document.querySelector('.deck__card--drawn').hidden")
    assert shown(deck) == questions()
    assert deck.get_by_label("depth", exact=True).input_value() == ""


def test_a_new_choice_puts_the_drawn_card_back(deck) -> None:
    button(deck, "Draw a question").click()
    choose(deck, depth="middle")
    assert not deck.locator(".deck__card--drawn").is_visible()
    assert shown(deck) == questions(lambda row: row["depth"] == "middle")


def test_printing_has_every_card_and_no_control_though_one_is_drawn(deck) -> None:
    button(deck, "Draw a question").click()
    deck.emulate_media(media="print")
    assert shown(deck) == questions()
    assert (
        not deck.locator(".deck-form").is_visible()
        and not deck.locator(".deck__card--drawn").is_visible()
    )
    assert deck.locator(".md-content h1").is_visible()


def test_the_button_prints_the_wanted_cards_and_nothing_around_them(deck) -> None:
    assert button(deck, "Print").inner_text() == f"Print all {TOTAL}"
    choose(deck, depth="light")
    wanted = questions(lambda row: row["depth"] == "light")
    assert button(deck, "Print").inner_text() == f"Print these {len(wanted)}"
    deck.emulate_media(media="print")
    deck.evaluate(
        """window.print = () => { window.printed = [...document.querySelectorAll(".md-content__inner > *")]
        .filter(element => getComputedStyle(element).display !== "none").map(element => element.className) }"""
    )
    deck.evaluate("[...document.querySelectorAll('.deck-form button')].at(-1).click()")
    assert deck.evaluate("window.printed") == ["deck"]
    assert shown(deck) == wanted
    deck.evaluate("dispatchEvent(new Event('afterprint'))")
    assert deck.locator(".md-content h1").is_visible()


def test_nothing_is_kept_or_put_in_the_address(deck) -> None:
    state = (
        "JSON.stringify([location.href, history.length, {...localStorage}, {...sessionStorage}])"
    )
    before = deck.evaluate(state)
    choose(deck, suits="family")
    button(deck, "Draw a question").click()
    assert deck.evaluate(state) == before
    deck.reload()
    assert deck.get_by_label("suits", exact=True).input_value() == ""


def test_without_javascript_the_list_is_complete_and_has_no_controls(browser, address) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto(PAGE)
    assert shown(page) == questions()
    assert page.locator(".deck__limit:visible").count() == sum(
        bool(row["not_when"]) for row in ROWS
    )
    assert page.locator(".deck__theme:visible").count() == len({row["theme"] for row in ROWS})
    assert page.locator(".deck-form").count() == 0
    context.close()


def test_only_the_page_with_the_deck_has_its_script(page) -> None:
    for address, number in ((PAGE, 1), ("topics/build-trust/", 0)):
        page.goto(address)
        assert (
            page.evaluate(
                "[...document.scripts].filter((script) => script.text.includes('deck-form')).length"
            )
            == number
        )
