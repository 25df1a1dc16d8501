"""The phrasebook (docs/assets/library.js and share.js) in a real browser: filter, copy, print, and without scripts."""

import csv

import pytest

from guide.rendering.deck_view import WHO
from tests.support.browsing import listen
from tests.support.real import ROOT

PAGE = "words/"
with (ROOT / "data/phrases.csv").open(encoding="utf-8", newline="") as file:
    # With the apostrophes that readers see.
    ROWS = [
        {name: cell.replace("'", "’") for name, cell in row.items()} for row in csv.DictReader(file)
    ]
TOTAL = len(ROWS)


@pytest.fixture
def book(page, address):
    """The page with the phrasebook, with what went wrong on it as `page.heard`."""
    page.heard = listen(page, address)
    page.goto(PAGE)
    yield page
    assert page.heard == []


def shown(page) -> list[str]:
    return page.evaluate(
        "[...document.querySelectorAll('.phrases .deck__card')]"
        ".filter(card => card.getClientRects().length).map(card => card.id)"
    )


def ids(condition=lambda row: True) -> list[str]:
    return [row["id"] for row in ROWS if condition(row)]


def count(page) -> str:
    return page.locator(".library-form__count").inner_text()


def test_at_first_every_entry_is_shown_and_counted(book) -> None:
    assert shown(book) == ids()
    assert count(book) == f"{TOTAL} of {TOTAL} phrases"
    assert book.get_by_role("form", name="Filter the phrases").is_visible()


def test_controls_are_large_enough_to_touch_on_a_phone(book) -> None:
    book.set_viewport_size({"width": 360, "height": 740})
    for control in book.locator(".library-form :is(input, select, button)").all():
        assert min(control.evaluate("control => [control.offsetWidth, control.offsetHeight]")) >= 44
    assert book.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_whom_it_is_said_to_includes_what_suits_anyone(book) -> None:
    select = book.get_by_label("Said to", exact=True)
    words = {word: key for key, word in WHO.items() if key != "anyone"}
    assert set(select.locator("option").all_inner_texts()) == {"Any", *words}
    for word, key in words.items():
        select.select_option(word)
        assert shown(book) == ids(lambda row, key=key: row["who"] in (key, "anyone"))


def test_a_moment_and_a_word_select_and_empty_moments_are_hidden(book) -> None:
    select = book.get_by_label("Moment", exact=True)
    moments = list(dict.fromkeys(row["moment"] for row in ROWS))
    assert select.locator("option").all_inner_texts() == ["Any", *moments]
    select.select_option("Grief")
    assert shown(book) == ids(lambda row: row["moment"] == "Grief")
    assert book.locator(".phrases h2:visible").count() == 1
    book.get_by_label("Search words").fill("MILK")
    assert shown(book) == ["grief-groceries"]
    book.get_by_role("button", name="Clear").click()
    book.wait_for_function(
        "number => document.querySelectorAll('.deck__card:not([hidden])').length === number",
        arg=TOTAL,
    )
    assert book.locator(".phrases h2:visible").count() == len(moments)


def test_an_address_opens_an_entry_that_the_filter_leaves_out(book) -> None:
    book.get_by_label("Moment", exact=True).select_option("Grief")
    book.evaluate("location.hash = 'money-lent'")
    book.wait_for_function("document.querySelector('#money-lent').getClientRects().length")
    assert "money-lent" in shown(book)
    assert count(book).endswith(", and the one that you opened")


def test_a_button_copies_the_words_and_says_so(book) -> None:
    book.evaluate("navigator.clipboard.writeText = async text => { window.copied = text }")
    row = ROWS[3]
    book.locator(f"[id='{row['id']}']").get_by_role("button").click()
    book.get_by_text("Words copied").wait_for()
    assert book.evaluate("window.copied") == row["you_say"]
    names = book.evaluate(
        "[...document.querySelectorAll('.phrases .share-copy')].map(one => one.ariaLabel)"
    )
    assert names == [f"Copy: {row['you_say']}" for row in ROWS]


def test_the_button_prints_the_wanted_cards_and_nothing_around_them(book) -> None:
    book.get_by_label("Moment", exact=True).select_option("Money")
    book.emulate_media(media="print")
    book.evaluate(
        """window.print = () => { window.printed = [...document.querySelectorAll(".md-content__inner > *")]
        .filter(element => getComputedStyle(element).display !== "none").map(element => element.id) }"""
    )
    book.evaluate(
        "[...document.querySelectorAll('.library-form button')]"
        ".find(one => one.textContent === 'Print these').click()"
    )
    assert book.evaluate("window.printed") == ["table-phrasebook"]
    assert shown(book) == ids(lambda row: row["moment"] == "Money")
    book.evaluate("dispatchEvent(new Event('afterprint'))")
    assert book.locator(".md-content h1").is_visible()


def test_without_javascript_it_is_a_plain_list_with_every_part(browser, address) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto(PAGE)
    assert page.locator(".phrases .deck__card:visible").count() == TOTAL
    assert page.locator(".phrases q:visible").count() == 4 * TOTAL
    assert page.locator(".phrases .deck__limit:visible").count() == sum(
        bool(row["not_if"]) for row in ROWS
    )
    assert page.locator(".library-form, .share-copy").count() == 0
    context.close()
