"""The page of all practices (docs/assets/library.js) in a real browser: choose, print one, and without scripts."""

import pytest

from tests.support.real import real_catalogue

PAGE = "practices/"
PRACTICES = real_catalogue().practices
SHOWN = """[...document.querySelectorAll('.practices__card')]
  .filter(card => card.getClientRects().length).map(card => card.querySelector('.component').id)"""


@pytest.fixture
def practices(page):
    """The page with the practices, with what went wrong on it as `page.heard`."""
    page.heard = []
    page.on("pageerror", lambda error: page.heard.append(str(error)))
    page.goto(PAGE)
    yield page
    assert page.heard == []


def count(page) -> str:
    return page.locator(".library-form__count").inner_text()


def test_every_practice_is_shown_and_counted_and_fits_a_phone(practices) -> None:
    practices.set_viewport_size({"width": 360, "height": 740})
    assert len(set(practices.evaluate(SHOWN))) == len(PRACTICES)
    assert count(practices) == f"{len(PRACTICES)} of {len(PRACTICES)} practices"
    assert practices.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for control in practices.locator(".library-form :is(input, select, button)").all():
        assert min(control.evaluate("control => [control.offsetWidth, control.offsetHeight]")) >= 44


def test_time_and_company_select_the_cards_that_have_both(practices) -> None:
    practices.get_by_label("Time", exact=True).select_option("Up to half an hour")
    practices.get_by_label("With", exact=True).select_option("nobody, on your own")
    wanted = [one for one in PRACTICES if 15 < (one.minutes or 0) <= 30 and "alone" in one.company]
    assert wanted and len(practices.evaluate(SHOWN)) == len(wanted)
    assert practices.locator(".practices h2:visible").all_inner_texts() == ["Up to half an hour#"]


def test_no_need_in_the_filter_is_that_of_danger(practices) -> None:
    options = practices.get_by_label("Need", exact=True).locator("option").all_inner_texts()
    assert "We keep fighting" in options and "Is this abuse?" not in options


def test_one_sheet_is_printed_alone_with_lines_to_write_on(practices) -> None:
    card = practices.locator(".practices__card").nth(3)
    name = card.locator(".component").get_attribute("id")
    practices.emulate_media(media="print")
    practices.evaluate(f"window.print = () => {{ window.printed = {SHOWN} }}")
    card.get_by_role("button", name="Print this one", include_hidden=True).evaluate(
        "button => button.click()"
    )
    assert practices.evaluate("window.printed") == [name]
    assert card.locator(".practices__sheet").is_visible()
    assert not practices.locator(".md-content h1").is_visible()
    practices.evaluate("dispatchEvent(new Event('afterprint'))")
    assert len(practices.evaluate(SHOWN)) == len(PRACTICES)


def test_without_javascript_it_is_a_plain_list(browser, address) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto(PAGE)
    assert page.locator(".practices__card:visible").count() == len(PRACTICES)
    assert page.locator(".practices__home a:visible").count() == len(PRACTICES)
    assert page.locator(".library-form, .practices button, .practices__sheet:visible").count() == 0
    context.close()
