"""The search: what it fetches, what is typed before it has come, what it finds, and the keys that lead through it."""

import itertools
from urllib.parse import urlsplit

import pytest

from tests.support.slow import slow_but

SECTION = "guide/distance/"
SAFETY = "topics/toxic-connection-behaviors/"
FIELD = ".md-search__input"
LINKS = ".md-search-result__link"


def paths(asked: list[str]) -> list[str]:
    return [urlsplit(url).path for url in asked]


@pytest.fixture
def slow(page):
    """A page whose words to search wait until `release()` is called."""
    waiting = []
    page.route("**/search/search_index.json", lambda route: waiting.append(route))
    page.waiting = waiting
    page.release = lambda: [route.continue_() for route in waiting]
    return page


def results(page) -> list[str]:
    page.locator(".md-search-result__meta", has_text="matching document").wait_for()
    return page.locator(LINKS).evaluate_all(
        "links => links.map(link => new URL(link.href).pathname.slice(new URL('../..',"
        " location).pathname.length))"
    )


def find(page, words: str) -> list[str]:
    page.locator(FIELD).fill(words)
    return results(page)


@pytest.mark.slow
def test_each_part_is_fetched_once_and_both_before_either_has_come(page, asked) -> None:
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(SECTION)
    asked.clear()
    page.locator(FIELD).click()
    page.keyboard.type("trust")
    page.locator(LINKS).first.wait_for()
    page.keyboard.press("Escape")
    page.locator(FIELD).click()
    page.wait_for_timeout(3500)  # the browser complains of an unused preload after three seconds
    found = paths(asked)
    assert (
        len(found) == 2
        and found[0].endswith("/search/search_index.json")
        and "/assets/search." in found[1]
    ), found
    assert said == []


def test_the_script_does_not_wait_for_the_words(slow) -> None:
    slow.goto(SECTION)
    with slow.expect_response("**/assets/search.*"):
        slow.locator(FIELD).click()
    assert len(slow.waiting) == 1


def test_what_is_typed_while_the_search_is_loading_is_searched(slow) -> None:
    slow.goto(SECTION)
    slow.locator(FIELD).click()
    slow.keyboard.type("phubbing")
    slow.wait_for_timeout(200)
    assert slow.locator(FIELD).input_value() == "phubbing" and slow.locator(LINKS).count() == 0
    slow.release()
    assert "guide/technology/" in results(slow)
    assert slow.locator(FIELD).input_value() == "phubbing"


def test_an_early_enter_opens_the_first_result_once_there_is_one(slow, address) -> None:
    slow.goto(SECTION)
    slow.locator(FIELD).click()
    slow.keyboard.type("gaslighting")
    slow.keyboard.press("Enter")
    slow.wait_for_timeout(200)
    assert slow.url == address + SECTION and slow.locator(FIELD).input_value() == "gaslighting"
    slow.release()
    slow.wait_for_url("**/topics/toxic-connection-behaviors/")


def test_an_early_enter_opens_nothing_when_more_was_typed_after_it(slow, address) -> None:
    slow.goto(SECTION)
    slow.locator(FIELD).click()
    slow.keyboard.type("gas")
    slow.keyboard.press("Enter")
    slow.keyboard.type("lighting")
    slow.release()
    assert results(slow)[0] == "topics/toxic-connection-behaviors/"
    slow.wait_for_timeout(200)
    assert slow.url == address + SECTION


def test_after_a_failure_the_next_touch_tries_again(page) -> None:
    page.route("**/search/search_index.json", lambda route: route.abort(), times=1)
    page.goto(SECTION)
    page.locator(FIELD).click()
    page.keyboard.type("trust")
    page.wait_for_timeout(300)
    assert page.locator(LINKS).count() == 0
    page.keyboard.press("Escape")
    page.locator(FIELD).click()
    assert "topics/build-trust/" in results(page)


@pytest.mark.everyday
def test_enter_opens_the_first_result(page) -> None:
    page.goto(SECTION)
    page.locator(FIELD).click()
    first = find(page, "silent treatment")[0]
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{first}")


def test_the_keys_go_from_result_to_result_and_letters_go_to_the_field(page) -> None:
    page.goto(SECTION)
    page.locator(FIELD).click()
    assert len(find(page, "trust")) > 3
    page.keyboard.press("ArrowDown")
    assert page.evaluate(
        "document.activeElement === document.querySelector('.md-search-result__link')"
    )
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.className") == "md-search__input"
    page.keyboard.press(
        "ArrowUp"
    )  # round to the last that was shown; more come as it is scrolled to
    assert (
        page.evaluate(
            "[...document.querySelectorAll('.md-search-result__item')].indexOf(document.activeElement.closest('li'))"
        )
        == 9
    )
    page.keyboard.type("ed")
    assert page.locator(FIELD).input_value() == "trusted"


@pytest.mark.slow
def test_all_results_come_as_the_list_is_scrolled(page) -> None:
    page.goto(SECTION)
    page.locator(FIELD).click()
    find(page, "trust")
    number = int(page.locator(".md-search-result__meta").inner_text().split()[0])
    assert number > 14 and page.locator(".md-search-result__item").count() == 10
    for _ in range(number):
        page.locator(".md-search__scrollwrap").evaluate(
            "frame => { frame.scrollTop = frame.scrollHeight }"
        )
        page.wait_for_timeout(30)
    assert page.locator(".md-search-result__item").count() == number


def test_quotes_plus_and_minus_narrow_what_is_found(page) -> None:
    page.goto(SECTION)
    page.locator(FIELD).click()
    loose = set(find(page, "love bombing"))
    assert set(find(page, '"love bombing"')) < loose
    assert "topics/dating-challenges/" in find(page, "+bombing love")
    texts = page.locator(".md-search-result__item").count()
    assert 0 < texts < len(loose)
    assert "topics/dating-challenges/" not in find(page, "love -bombing")


# What is asked for, a page that has it in another form, and how the marked words begin.
FORMS = {
    "arguing": ("topics/resolve-conflicts/", "argu"),
    "cheated": ("topics/build-trust/", "chea"),
    "apologies": ("topics/resolve-conflicts/", "apol"),
    "lonelier": ("guide/why-bonds-break/", "lone"),
}


def form_faults(page, words: str, uri: str, start: str) -> list[str]:
    """Search for words, and return what is wrong with what is found and marked."""
    pages = find(page, words)
    marked = page.locator(".md-search-result mark").all_text_contents()
    return [
        *([] if uri in pages else [f"not among {pages}"]),
        *(
            f"marked: {word}"
            for word in marked or ["nothing"]
            if not word.lower().startswith(start)
        ),
        *page.locator(".md-search-result__terms").all_text_contents(),
    ]


def test_a_word_is_found_in_its_other_forms(page) -> None:
    page.goto(SECTION)
    page.locator(FIELD).click()
    faults = {words: form_faults(page, words, *wanted) for words, wanted in FORMS.items()}
    assert {words: found for words, found in faults.items() if found} == {}


def test_the_form_that_was_asked_for_counts_most(page) -> None:
    page.goto(SECTION)
    page.locator(FIELD).click()
    assert (
        find(page, "healthy boundaries")[0]
        == find(page, "healthy boundary")[0]
        == "topics/healthy-boundaries/"
    )
    assert find(page, "jealousy")[0] == find(page, "jealous")[0]


def test_of_a_long_text_the_place_is_shown_that_was_found(page) -> None:
    page.goto(SECTION)
    page.locator(FIELD).click()
    assert "glossary/" in find(page, "silent treatment")
    shown = (
        page.locator(".md-search-result__item", has=page.locator("a[href*='/glossary/']"))
        .locator("article")
        .first
    )
    assert shown.locator("mark").count() > 0
    assert shown.inner_text().strip().endswith("…") and len(shown.inner_text()) < 600


def test_accents_case_and_apostrophes_do_not_matter(page) -> None:
    page.goto(SECTION)
    page.locator(FIELD).click()
    assert find(page, "PARTNER’S phone") == find(page, "pártner's phone")


@pytest.mark.everyday
def test_words_of_the_reader_are_never_read_as_html(page) -> None:
    page.goto(SECTION)
    page.locator(FIELD).click()
    find(page, 'trust "<img src=x>"')
    assert page.locator(".md-search-result img").count() == 0
    find(page, "trust zzz<img")
    assert (
        page.locator(".md-search-result__terms del").first.inner_text() == "zzz"
        and page.locator(".md-search-result img").count() == 0
    )


def test_a_click_into_the_field_opens_a_search_that_esc_has_closed(page) -> None:
    page.goto(SECTION)
    page.locator(FIELD).click()
    page.keyboard.press("Escape")
    assert not page.locator("#__search").is_checked()
    page.locator(FIELD).click()
    assert page.locator("#__search").is_checked()


def test_on_a_phone_the_open_search_is_as_wide_as_the_screen(browser, address) -> None:
    context = browser.new_context(
        base_url=address, viewport={"width": 360, "height": 740}, is_mobile=True, has_touch=True
    )
    page = context.new_page()
    page.goto(SECTION)
    page.get_by_role("button", name="Search", exact=True).click()
    find(page, "silent treatment")
    page.wait_for_timeout(500)  # until its circle has grown
    assert page.evaluate(
        "[innerWidth, document.querySelector('.md-search__inner').offsetWidth]"
    ) == [360, 360]
    context.close()


@pytest.mark.slow
def test_on_a_phone_the_page_behind_the_search_does_not_scroll(browser, address) -> None:
    context = browser.new_context(base_url=address, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(SECTION)
    page.evaluate("scrollTo({ top: 500, behavior: 'instant' })")
    page.get_by_role("button", name="Search", exact=True).click()
    before = page.evaluate("scrollY")
    page.mouse.move(180, 700)
    page.mouse.wheel(0, 800)
    page.wait_for_timeout(200)
    assert page.evaluate("scrollY") == before
    page.keyboard.press("Escape")
    page.mouse.wheel(0, 300)
    page.wait_for_function("before => scrollY > before", arg=before)
    context.close()


# What is searched for is nobody's business on a shared device: it is in no address, no history, and
# no store.

KEPT = """async () => JSON.stringify([
  location.href, document.title, document.referrer, window.name, history.state, { ...localStorage }, { ...sessionStorage }, document.cookie,
  await indexedDB.databases(), await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url))),
  performance.getEntries().map(({ name }) => name), window.navigation?.entries().map((entry) => [entry.url, entry.getState()]),
])"""


def history_of(page) -> list[str]:
    """Return each address of the tab, as the browser itself has it, and the title that stands beside it in its list."""
    entries = page.context.new_cdp_session(page).send("Page.getNavigationHistory")["entries"]
    return [
        text for entry in entries for text in (entry["url"], entry["userTypedURL"], entry["title"])
    ]


def opened_by(page, way: str):
    """Open the first result, and return the page on which it is."""
    link = page.locator(LINKS).first
    if way == "middle click":
        with page.context.expect_page() as new:
            link.click(button="middle")
        new.value.wait_for_load_state()
        return new.value
    with page.expect_navigation():
        if way == "click":
            link.click()
        else:
            page.keyboard.press("ArrowDown") if way == "a key" else None
            page.keyboard.press("Enter")
    return page


@pytest.mark.parametrize(
    ("where", "way"),
    slow_but(
        [(SECTION, "click"), (SECTION, "middle click"), ("404.html", "Enter"), (SAFETY, "a key")],
        itertools.product(
            [SECTION, "404.html", SAFETY], ["click", "Enter", "a key", "middle click"]
        ),
    ),
)
def test_the_words_searched_for_are_kept_nowhere(page, asked, where, way) -> None:
    page.goto(where)
    page.locator(FIELD).click()
    page.keyboard.type("silently punished xyzzy")
    page.locator(LINKS).first.wait_for()
    hrefs = page.locator(LINKS).evaluate_all("links => links.map((link) => link.href)")
    there = opened_by(page, way)
    assert there.url == hrefs[0] and not [href for href in hrefs if "?" in href]
    kept = [
        there.evaluate(KEPT),
        page.evaluate(KEPT),
        *history_of(there),
        *history_of(page),
        *asked,
    ]
    assert [
        text for text in kept for word in ("silently", "punish", "xyzzy") if word in text.lower()
    ] == []
    assert there.locator("article mark").count() == 0


def test_back_does_not_bring_the_words_back(page) -> None:
    page.goto(SECTION)
    page.locator(FIELD).click()
    find(page, "trust")
    page.evaluate(
        "dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))"
    )  # as before a page that is kept whole
    assert page.locator(FIELD).input_value() == "" and page.locator(LINKS).count() == 0
    page.locator(FIELD).fill("trust")
    page.keyboard.press("Enter")
    page.wait_for_url("**/topics/build-trust/")
    page.go_back()
    assert page.locator(FIELD).input_value() == ""


def test_an_address_with_words_searches_nothing_and_marks_nothing(page) -> None:
    page.goto(f"{SECTION}?h=space+time&q=space")
    page.locator(FIELD).wait_for()
    assert (
        page.locator("mark").count() == 0
        and page.locator(FIELD).input_value() == ""
        and not page.locator("#__search").is_checked()
    )


@pytest.mark.parametrize(
    "has_policy", [True, False], ids=["with the policy", "without it, as in a folder"]
)
def test_enter_sends_no_words_before_the_end_of_a_slow_page_has_come(
    browser, address, has_policy
) -> None:
    context = browser.new_context(base_url=address, bypass_csp=not has_policy)
    page = context.new_page()
    page.route(
        "**/guide/distance/",
        lambda route: route.fulfill(
            body=(html := route.fetch().text())[: html.index('<script id="__config"')],
            content_type="text/html",
        ),
    )
    asked = []
    page.goto(SECTION)
    page.on("request", lambda request: asked.append(request.url))
    page.locator(FIELD).fill("gaslighting")
    page.locator(FIELD).press("Enter")
    page.wait_for_timeout(300)
    assert (page.url, [url for url in asked if "gas" in url]) == (address + SECTION, [])
    assert page.locator(FIELD).input_value() == "gaslighting"  # it was not lost, either
    context.close()
