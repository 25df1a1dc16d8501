"""No rule is lost that matches a page in any state or palette: the styles in the pages beside all styles, in a browser.

What the engine left out is not asked of the engine. The browser reads the whole sheets itself,
takes every selector that a page does not have, makes its states always true, and looks whether it
would match. Each page as it comes is judged in test_pages_browser.py.
"""

import pytest

from tests.support.slow import slow_but_named
from tests.support.styles import SAME, SHEETS, lost

SECTION, TOPIC, DECK, REFLECTION = (
    "guide/distance/",
    "topics/build-trust/",
    "topics/check-in-questions/",
    "self-assessment/",
)
LIBRARY = "evidence/distance/"
PHONE, WIDE = {"width": 360, "height": 740}, {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def open_page(browser, address):
    """A page that reads every style, whatever the policy says, and grants the clipboard."""
    context = browser.new_context(
        base_url=address, bypass_csp=True, permissions=["clipboard-write"]
    )
    yield context.new_page()
    context.close()


# States: what scripts make of a page.


def search(page, words: str = "trust") -> None:
    page.locator(".md-search__input").focus()
    page.keyboard.type(words)
    page.locator(
        ".md-search-result__item, .md-search-result__meta:text('No matching')"
    ).first.wait_for()


def search_on_a_phone(page) -> None:
    page.get_by_role("button", name="Search", exact=True).click()
    search(page)


def open_more_results(page) -> None:
    search(page)
    page.evaluate(
        "document.querySelectorAll('.md-search-result__more').forEach(more => { more.open = true })"
    )
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")


def open_the_menu(page) -> None:
    page.get_by_role("button", name="Menu", exact=True).click()
    page.keyboard.press("Enter")


def leave(page) -> None:
    page.evaluate(
        "navigation.addEventListener('navigate', event => event.preventDefault())"
    )  # the cover stays
    page.locator(".exit").first.click()
    page.locator(".exit-cover").wait_for()


def press_shift(page) -> None:
    page.keyboard.press("Shift")
    page.locator(".exit[data-presses='1']").wait_for()


def exit_above_a_claim(page) -> None:
    page.locator("article a.finding").first.click()
    page.locator(".claim-box:popover-open").wait_for()
    page.locator(".exit-bar__inner:popover-open").wait_for()


def choose_the_other_palette(page) -> None:
    page.locator(".palette button:visible").click()


def read_on_and_back(page) -> None:
    page.evaluate("scrollTo(0, 3000)")
    page.wait_for_selector(".md-nav__link--passed", state="attached")
    page.evaluate("scrollTo(0, 2000)")
    page.wait_for_selector(".md-top:not([hidden])")


def copy_a_link(page) -> None:
    page.locator("h2 .headerlink").first.click()
    page.get_by_text("Link copied").wait_for()


def draw_a_card(page) -> None:
    page.evaluate("window.print = () => {}")
    page.get_by_role("button", name="Draw a question").click()
    page.get_by_role("button", name="Print").click()


def answer(page, about: str, choice: str) -> None:
    page.locator(f"input[name='{about}'][value='{choice}']").check()
    page.locator("form.reflection [type=submit]").click()


def answer_nothing(page) -> None:
    page.locator("form.reflection [type=submit]").click()
    page.locator(".reflection__errors:visible").wait_for()


def answer_everything(page) -> None:
    names = page.locator("form.reflection input[type=radio]").evaluate_all(
        "all => [...new Set(all.map(one => one.name))]"
    )
    for place in (0, -1):
        for name in names:
            page.locator(f"form.reflection input[name='{name}']").nth(place).check()
        page.locator("form.reflection [type=submit]").click()
        assert lost(page) == []


def filter_the_library(page) -> None:
    page.locator(".library-form input[type=search]").fill("couples")
    page.locator(".library-form select").first.select_option(index=1)


def print_it(page) -> None:
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")


def go_to_a_finding(page) -> None:
    page.evaluate("location.hash = document.querySelector('.finding-entry__body').id")


STATES = {
    "search": (SECTION, WIDE, search),
    "search on a phone": (SECTION, PHONE, search_on_a_phone),
    "more results": (SECTION, WIDE, open_more_results),
    "nothing found": (SECTION, WIDE, lambda page: search(page, "qqqq")),
    "everyday words": ("", WIDE, lambda page: search(page, "gaslighting")),
    "some words missing": (SECTION, WIDE, lambda page: search(page, "trust zzzz")),
    "menu": (SECTION, PHONE, open_the_menu),
    "exit": ("help/", PHONE, leave),
    "shift": ("help/", WIDE, press_shift),
    "claim": (SECTION, WIDE, exit_above_a_claim),
    "claim on a phone": (SECTION, PHONE, exit_above_a_claim),
    "palette": ("", WIDE, choose_the_other_palette),
    "read": (SECTION, WIDE, read_on_and_back),
    "read on a phone": (SECTION, PHONE, read_on_and_back),
    "copied": (TOPIC, WIDE, copy_a_link),
    "deck": (DECK, WIDE, draw_a_card),
    "no answer": (REFLECTION, WIDE, answer_nothing),
    "answers": (REFLECTION, PHONE, answer_everything),
    "library": (LIBRARY, WIDE, filter_the_library),
    "phrases": ("words/", WIDE, filter_the_library),
    "printed charts": ("evidence/charts/", WIDE, print_it),
    "printed section": (SECTION, WIDE, print_it),
    "finding": (LIBRARY, WIDE, go_to_a_finding),
}


# One state of each script of the guide; the others run in `make test-all`.
FAST = (
    "search",
    "menu",
    "exit",
    "claim on a phone",
    "deck",
    "answers",
    "library",
    "printed charts",
)


@pytest.mark.parametrize(
    ("where", "size", "change"),
    slow_but_named(FAST, STATES),
)
def test_no_rule_that_could_match_a_state_is_left_out(
    browser, address, where, size, change
) -> None:
    context = browser.new_context(
        base_url=address,
        bypass_csp=True,
        viewport=size,
        permissions=["clipboard-write", "clipboard-read"],
    )
    page = context.new_page()
    page.goto(where)
    before = page.evaluate("document.documentElement.outerHTML")
    change(page)
    assert (
        page.evaluate(
            "document.documentElement.outerHTML + document.querySelector(':popover-open') + scrollY"
            " + location"
        )
        != before
    )
    assert lost(page) == []
    context.close()


# Looks: every element, and what stands before and after it, has the same style under all sheets.

LOOKS = [
    ("", "light", 1280, "screen"),
    ("", "dark", 360, "screen"),
    (SECTION, "light", 360, "screen"),
    (SECTION, "dark", 1280, "screen"),
    (SECTION, "light", 1280, "print"),
    (TOPIC, "dark", 768, "screen"),
    (DECK, "light", 1280, "screen"),
    (REFLECTION, "dark", 1280, "screen"),
    ("help/", "light", 360, "screen"),
    ("evidence/charts/", "dark", 1280, "screen"),
    ("404.html", "light", 1280, "screen"),
    ("evidence/distance/", "dark", 1280, "print"),
    ("topics/", "light", 768, "screen"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("where", "palette", "width", "media"), LOOKS)
def test_every_element_looks_as_it_does_under_all_styles(
    browser, address, where, palette, width, media
) -> None:
    context = browser.new_context(
        base_url=address,
        bypass_csp=True,
        viewport={"width": width, "height": 800},
        color_scheme=palette,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(where)
    page.emulate_media(media=media)
    found = page.evaluate(SAME, SHEETS)
    assert found["looked"] > 150 and found["different"] == []
    context.close()


@pytest.mark.everyday
def test_a_lost_rule_is_seen(open_page) -> None:
    add_an_admonition(open_page)
    assert ".md-typeset .admonition" in lost(open_page)


@pytest.mark.slow
def test_the_comparison_sees_a_lost_rule(open_page) -> None:
    add_an_admonition(open_page)
    found = open_page.evaluate(SAME, SHEETS)
    assert any("admonition" in element for element, *_ in found["different"])


def add_an_admonition(page) -> None:
    """Add an element that no page of the guide has, and whose rules are therefore left out."""
    page.set_viewport_size(WIDE)
    page.goto(SECTION)
    page.evaluate(
        "document.querySelector('article').insertAdjacentHTML('beforeend', '<div"
        " class=admonition><p class=admonition-title>')"
    )
