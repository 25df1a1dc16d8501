"""The filter of the evidence library (docs/assets/library.js) and its list by topic, in a real browser."""

import re
from collections import Counter

import pytest

from tests.support.browsing import listen
from tests.support.real import real_catalogue

CATALOGUE = real_catalogue()
SECTION = "technology"
PAGE = f"evidence/{SECTION}/"
ROWS = [row for row in CATALOGUE.findings.values() if row["section"] == SECTION]
TOTAL = len(ROWS)


@pytest.fixture
def library(page, address):
    """The page of one section's findings, with what went wrong on it as `page.heard`."""
    page.heard = listen(page, address)
    page.goto(PAGE)
    yield page
    assert page.heard == []


def shown(page) -> set[str]:
    return set(
        page.evaluate(
            "[...document.querySelectorAll('.finding-entry:not([hidden]) .finding-entry__body')].map(body => body.id)"
        )
    )


def ids(condition=lambda row: True) -> set[str]:
    return {str(row["id"]) for row in ROWS if condition(row)}


def count(page) -> str:
    return page.locator(".library-form__count").inner_text()


def test_the_form_is_named_and_so_is_every_control_of_it(library) -> None:
    form = library.get_by_role("form", name="Filter the findings")
    for name in ("Kind of study", "Status", "Topic"):
        assert form.get_by_role("combobox", name=name, exact=True).input_value() == ""
    assert form.get_by_role("searchbox", name="Search words", exact=True).input_value() == ""
    assert form.get_by_role("button", name="Clear").is_visible()
    assert count(library) == f"{TOTAL} of {TOTAL} findings"
    assert shown(library) == ids()


def test_controls_are_large_enough_to_touch(library) -> None:
    library.set_viewport_size({"width": 360, "height": 740})
    for control in library.locator(".library-form :is(input, select, button)").all():
        assert min(control.evaluate("control => [control.offsetWidth, control.offsetHeight]")) >= 44
    assert library.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_status_selects_the_rows_that_have_it(library) -> None:
    select = library.get_by_label("Status", exact=True)
    numbers = Counter(CATALOGUE.label("statuses", row["status"]) for row in ROWS)
    options = [option.inner_text() for option in select.locator("option").all()]
    assert options == ["Any", *sorted(numbers)]
    for status, number in numbers.items():
        select.select_option(status)
        assert count(library) == f"{number} of {TOTAL} findings"
        assert shown(library) == ids(
            lambda row, status=status: CATALOGUE.label("statuses", row["status"]) == status
        )


def test_the_kind_of_study_selects_the_rows_that_have_it(library) -> None:
    library.get_by_label("Kind of study", exact=True).select_option("Meta-analysis")
    assert shown(library) == ids(lambda row: row["design"] == "meta-analysis")


def test_the_topic_selects_the_rows_that_name_it(library) -> None:
    slug, number = Counter(slug for row in ROWS for slug in row.items("topics")).most_common(1)[0]
    library.get_by_label("Topic", exact=True).select_option(CATALOGUE.topics[slug].title)
    assert count(library) == f"{number} of {TOTAL} findings"
    assert shown(library) == ids(lambda row: slug in row.items("topics"))


def test_every_word_must_occur_in_any_order_and_case(library) -> None:
    field = library.get_by_label("Search words")
    field.fill("COUPLE phone")
    both = shown(library)
    entries = [library.locator(f".finding-entry:has([id='{key}'])") for key in both]
    texts = [entry.text_content().lower() for entry in entries]
    assert both and all("couple" in text and "phone" in text for text in texts)
    assert count(library) == f"{len(both)} of {TOTAL} findings"
    field.fill("couple")
    assert both < shown(library)
    field.fill("link to this finding")  # words that stand below every entry, and in none
    assert shown(library) == set()
    assert count(library) == f"0 of {TOTAL} findings"


def test_the_conditions_hold_together_and_clear_lifts_them(library) -> None:
    library.get_by_label("Status", exact=True).select_option("read at source")
    library.get_by_label("Kind of study", exact=True).select_option("Experiment")
    wanted = ids(lambda row: (row["status"], row["design"]) == ("verified", "experiment"))
    assert wanted and shown(library) == wanted
    library.get_by_role("form").get_by_role("button", name="Clear").click()
    library.wait_for_function(
        "number => document.querySelectorAll('.finding-entry:not([hidden])').length === number",
        arg=TOTAL,
    )
    assert count(library) == f"{TOTAL} of {TOTAL} findings"
    assert library.get_by_label("Status", exact=True).input_value() == ""


def test_enter_reloads_nothing_and_nothing_is_kept_or_put_in_the_address(library) -> None:
    before = (
        library.url,
        library.evaluate("history.length"),
        library.evaluate("JSON.stringify([localStorage, sessionStorage])"),
    )
    library.evaluate("window.isSamePage = true")
    library.get_by_label("Search words").fill("phone")
    library.keyboard.press("Enter")
    library.wait_for_timeout(200)
    assert library.evaluate("window.isSamePage")
    after = (
        library.url,
        library.evaluate("history.length"),
        library.evaluate("JSON.stringify([localStorage, sessionStorage])"),
    )
    assert after == before
    library.reload()
    assert library.get_by_label("Search words").input_value() == ""


def test_an_entry_that_was_opened_by_its_address_stays(library) -> None:
    key = str(ROWS[-1]["id"])
    library.goto("about:blank")
    library.goto(f"{PAGE}#{key}")
    library.get_by_label("Search words").fill("no such words anywhere")
    assert shown(library) == {key}
    assert count(library) == f"0 of {TOTAL} findings, and the one that you opened"
    other = str(ROWS[0]["id"])
    library.evaluate("key => { location.hash = key }", other)
    library.wait_for_function("key => !document.getElementById(key).hidden", arg=other)
    assert shown(library) == {other}


def test_the_form_is_not_printed_and_is_only_where_a_list_is(library) -> None:
    library.emulate_media(media="print")
    assert not library.locator(".library-form").is_visible()
    library.goto("evidence/")
    assert library.locator(".library-form").count() == 0


@pytest.mark.everyday
def test_without_javascript_the_page_is_complete_and_has_no_form(browser, address) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto(PAGE)
    assert page.locator(".library-form").count() == 0
    assert page.locator(".finding-entry:visible").count() == TOTAL
    context.close()


def test_the_list_by_topic_has_every_topic_and_every_finding_of_it(page) -> None:
    page.goto("evidence/by-topic/")
    for slug, topic in CATALOGUE.topics.items():
        heading = page.locator(f"h2[id='findings-{slug}']")
        assert re.sub(r"#$", "", heading.inner_text()) == topic.title
        links = heading.locator("xpath=following-sibling::ul[1]//a")
        found = links.evaluate_all("links => links.map(link => link.hash.slice(1))")
        assert found == [
            row["id"] for row in CATALOGUE.findings.values() if slug in row.items("topics")
        ]
