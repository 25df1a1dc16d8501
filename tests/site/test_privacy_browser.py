"""Privacy and lightness: what each page asks for, keeps and moves, in a browser that has never seen the site."""

import gzip
import re
from pathlib import Path

import pytest

from guide.content.loader import read_catalogue
from guide.publish.inline_code import scripts_of
from tests.support.hosts import folder_of

ROOT = Path(__file__).resolve().parents[2]
ADDRESSES = sorted(
    uri.removesuffix(".md").removesuffix("index").strip("/")
    for uri in read_catalogue(ROOT)[0].pages
)
SHIFTS = """
  window.shifted = 0;
  window.shifts = []; // what moved, to be format_problems when a test fails
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) {
      window.shifted += entry.value;
      window.shifts.push(entry.value, ...entry.sources.map(({ node, previousRect: { x, y }, currentRect }) =>
        `${node?.nodeName}.${node?.className}: ${x},${y} to ${currentRect.x},${currentRect.y}`));
    }
  }).observe({ type: "layout-shift", buffered: true });
"""
KEPT = "[...Object.keys(localStorage), ...Object.keys(sessionStorage)]"


@pytest.fixture
def visitor(browser, address):
    """A page in a fresh browser; all that it asks for stands in `asked`, and what moves by itself in window.shifted."""
    context = browser.new_context(base_url=address)
    page = context.new_page()
    page.asked = []
    context.on("request", lambda request: page.asked.append(request.url))
    page.add_init_script(SHIFTS)
    yield page
    assert [asked for asked in page.asked if not asked.startswith(address)] == []
    assert context.cookies() == []
    context.close()


def visit(page, where: str, width: int) -> None:
    """Open an address at a width, and look at it to its end."""
    # The window has its size, in the very process that will show the page, before the page comes:
    # on a busy machine it may get it late, and everything would then move with its edge.
    page.goto("robots.txt")
    page.set_viewport_size({"width": width, "height": 740})
    page.wait_for_function("width => innerWidth === width && innerHeight === 740", arg=width)
    page.goto(where)
    page.evaluate(
        "new Promise(seen => requestAnimationFrame(() => requestAnimationFrame(seen)))"
    )  # nobody scrolls what is not shown
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_timeout(150)


@pytest.mark.parametrize("where", [*ADDRESSES, "404.html"])
def test_a_page_asks_only_its_own_site_keeps_only_a_chosen_palette_and_lies_still(
    visitor, site, where
) -> None:
    for width in (360, 1280):
        visit(visitor, where, width)
        assert visitor.evaluate("window.shifted") < 0.01, (width, visitor.evaluate("window.shifts"))
    assert visitor.evaluate(KEPT) == []
    visitor.get_by_role("button", name="Switch to").click()
    assert visitor.evaluate(KEPT) == [f"{folder_of(site)}/.__palette"]
    assert visitor.evaluate("indexedDB.databases().then(all => all.length)") == 0
    assert visitor.evaluate("caches.keys().then(all => all.length)") == 0
    assert (
        visitor.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0
    )


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


@pytest.mark.parametrize(
    "where",
    [
        "",
        "guide/science/",
        "topics/enhance-communication/",
        "topics/resolve-conflicts/",
        "evidence/distance/",
        "help/",
    ],
)
@pytest.mark.parametrize(("width", "is_phone"), [(360, True), (360, False), (1280, False)])
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


def test_a_search_stays_on_the_site_and_is_not_kept(visitor) -> None:
    visit(visitor, "", 1280)
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


def test_on_no_page_do_the_scripts_weigh_ten_thousand_bytes_the_search_included(
    site, own_scripts
) -> None:
    weigh = lambda content: len(gzip.compress(content, 9, mtime=0))  # noqa: E731
    (search,) = (
        weigh(path.read_bytes()) for path in (site / "assets").glob("*.js")
    )  # the rest stands in the pages
    own = {script: weigh(script.encode()) for script in own_scripts.values()}
    heaviest = 0
    for path in site.rglob("*.html"):
        scripts = scripts_of({"": path.read_bytes()})
        heaviest = max(heaviest, search + sum(own.get(script, 0) for script in scripts))
    assert 5_000 < heaviest < 10_000


@pytest.mark.parametrize(
    "where",
    [
        "",
        "guide/distance/",
        "topics/build-trust/",
        "evidence/distance/",
        "topics/check-in-questions/",
        "self-assessment/",
    ],
)
def test_a_page_comes_in_one_piece_with_its_styles_and_scripts(visitor, address, where) -> None:
    visit(visitor, where, 360)
    assert {
        asked for asked in visitor.asked if not asked.endswith(("/favicon.svg", "/robots.txt"))
    } == {address + where}


def test_the_words_to_search_are_loaded_when_the_search_is_used(visitor) -> None:
    visit(visitor, "guide/distance/", 360)
    assert [asked for asked in visitor.asked if "search_index" in asked] == []
    visitor.get_by_role("button", name="Search", exact=True).click()
    visitor.keyboard.type("phubbing")
    visitor.locator(".md-search-result__link").first.click()
    visitor.wait_for_url("**/guide/technology/*")
