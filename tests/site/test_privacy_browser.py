"""Privacy and lightness: room for what scripts add, the palette before a choice, and when the search is loaded.

What each page asks for, keeps and moves is judged in test_pages_browser.py.
"""

import gzip
import re

import pytest

from guide.publish.inline_code import pages_by_script
from tests.support.browsing import KEPT
from tests.support.slow import slow_but


@pytest.fixture
def visitor(browser, address):
    """A page in a fresh browser; all that it asks for stands in `asked`."""
    context = browser.new_context(base_url=address)
    page = context.new_page()
    page.asked = []
    context.on("request", lambda request: page.asked.append(request.url))
    yield page
    assert [asked for asked in page.asked if not asked.startswith(address)] == []
    assert context.cookies() == []
    context.close()


PLACES = """Object.fromEntries([...document.querySelectorAll("article :is(h1, h2, h3, p, li, dt, table, figure), footer")].map(
  one => [`${one.tagName} ${one.className}: ${one.textContent.trim().slice(0, 60)}`, one.getBoundingClientRect().top + scrollY]))"""


def without_scripts(route) -> None:
    """Answer with a page that has its first script alone, which tells the styles that there are scripts."""
    answer = route.fetch()
    pieces = re.split("(<script[^>]*>.*?</script>)", answer.text(), flags=re.DOTALL)
    route.fulfill(
        response=answer,
        body="".join(
            piece for piece in pieces if not piece.startswith("<script") or '"no-js"' in piece
        ),
    )


PLACES_ADDED_TO = [
    "",
    "guide/science/",
    "topics/enhance-communication/",
    "topics/resolve-conflicts/",
    "evidence/distance/",
    "help/",
]
SOME = [("guide/science/", 360, True), ("evidence/distance/", 360, True), ("help/", 1280, False)]
EVERYWHERE = [
    (where, *how) for where in PLACES_ADDED_TO for how in ((360, True), (360, False), (1280, False))
]


@pytest.mark.parametrize(
    ("where", "width", "is_phone"),
    slow_but(SOME, EVERYWHERE),
)
def test_what_scripts_put_into_a_page_has_its_room_before(
    browser, address, where, width, is_phone
) -> None:
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": 740},
        has_touch=is_phone,
        is_mobile=is_phone,
    )
    page = context.new_page()
    page.goto(where)
    after = page.evaluate(PLACES)
    page.route(address + where, without_scripts)
    page.goto(where)
    before = page.evaluate(PLACES)
    context.close()
    assert len(before) > 15 and len(before.keys() & after.keys()) > 0.9 * len(before)
    assert {
        name: (top, after[name])
        for name, top in before.items()
        if name in after and abs(top - after[name]) > 0.5
    } == {}


@pytest.mark.everyday
def test_a_search_stays_on_the_site_and_is_not_kept(visitor) -> None:
    visitor.goto("")
    visitor.locator(".md-search__input").click()
    visitor.keyboard.type("trust")
    visitor.locator(".md-search-result__item").first.wait_for()
    assert visitor.evaluate(KEPT) == []
    assert "trust" not in visitor.url


@pytest.mark.parametrize("palette", ["light", "dark"])
def test_the_first_page_follows_the_system_before_the_reader_chooses(
    browser, address, palette
) -> None:
    context = browser.new_context(base_url=address, color_scheme=palette)
    page = context.new_page()
    # Even before more than the header has come, and so before any script of the guide.
    page.route(
        address,
        lambda route: route.fulfill(
            response=(answer := route.fetch()), body=answer.text().partition("</header>")[0]
        ),
    )
    page.goto("")
    assert page.locator("main").count() == 0
    assert (
        page.locator("body").get_attribute("data-md-color-scheme")
        == {"light": "default", "dark": "slate"}[palette]
    )
    context.close()


def test_a_chosen_palette_is_there_on_the_next_page(page) -> None:
    page.goto("")
    page.get_by_role("button", name="Switch to dark").click()
    page.goto("help/")
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"


def test_no_page_has_eleven_thousand_bytes_of_scripts_with_the_search(site, own_scripts) -> None:
    weigh = lambda content: len(gzip.compress(content, 9, mtime=0))  # noqa: E731
    (search,) = (
        weigh(path.read_bytes()) for path in (site / "assets").glob("*.js")
    )  # the rest stands in the pages
    own = {script: weigh(script.encode()) for script in own_scripts.values()}
    heaviest = 0
    for path in site.rglob("*.html"):
        scripts = pages_by_script({"": path.read_bytes()})
        heaviest = max(heaviest, search + sum(own.get(script, 0) for script in scripts))
    assert 5_000 < heaviest < 11_000


def test_the_words_to_search_are_loaded_when_the_search_is_used(visitor) -> None:
    visitor.set_viewport_size({"width": 360, "height": 740})
    visitor.goto("guide/distance/")
    assert [asked for asked in visitor.asked if "search_index" in asked] == []
    visitor.get_by_role("button", name="Search", exact=True).click()
    visitor.keyboard.type("phubbing")
    visitor.locator(".md-search-result__link").first.click()
    visitor.wait_for_url("**/guide/technology/*")
