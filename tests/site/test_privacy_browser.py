"""Privacy and lightness: what each page asks for, keeps and moves, in a browser that has never seen the site."""

import gzip

import pytest

from guide.catalogue import read_catalogue

from test_built_site import ROOT

ADDRESSES = sorted(uri.removesuffix(".md").removesuffix("index").strip("/") for uri in read_catalogue(ROOT)[0].pages)
SHIFTS = """
  window.shifted = 0;
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
"""
KEPT = "[...Object.keys(localStorage), ...Object.keys(sessionStorage)]"
TO_THE_END = "scrollTo(0, document.body.scrollHeight)"


@pytest.fixture
def visit(browser, address):
    """Return a function that opens an address in a fresh browser at a width; what is asked for is in `asked`."""
    contexts = []

    def open_page(where: str, width: int = 360):
        context = browser.new_context(base_url=address, viewport={"width": width, "height": 740})
        contexts.append(context)
        page = context.new_page()
        page.asked = []
        context.on("request", lambda request: page.asked.append(request.url))
        page.add_init_script(SHIFTS)
        page.goto(where)
        page.evaluate(TO_THE_END)
        page.wait_for_timeout(150)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("where", [*ADDRESSES, "404.html"])
def test_a_page_asks_only_its_own_site_and_keeps_only_a_chosen_palette(visit, address, where) -> None:
    page = visit(where)
    assert page.evaluate(KEPT) == []
    page.get_by_role("button", name="Switch to").click()
    assert page.evaluate(KEPT) == ["/.__palette"]
    assert [asked for asked in page.asked if not asked.startswith(address)] == []
    assert page.context.cookies() == []
    assert page.evaluate("indexedDB.databases().then(all => all.length)") == 0
    assert page.evaluate("caches.keys().then(all => all.length)") == 0
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("where", [*ADDRESSES, "404.html"])
def test_nothing_moves_while_a_page_loads(visit, where, width) -> None:
    assert visit(where, width).evaluate("window.shifted") < 0.01


def test_a_search_stays_on_the_site_and_is_not_kept(visit, address) -> None:
    page = visit("", 1280)
    page.locator(".md-search__input").click()
    page.keyboard.type("trust")
    page.locator(".md-search-result__item").first.wait_for()
    assert [asked for asked in page.asked if not asked.startswith(address)] == []
    assert page.evaluate(KEPT) == [] and page.context.cookies() == []
    assert "trust" not in page.url


@pytest.mark.parametrize("palette", ["light", "dark"])
def test_the_first_page_follows_the_system_before_the_reader_chooses(browser, address, palette) -> None:
    context = browser.new_context(base_url=address, color_scheme=palette)
    page = context.new_page()
    page.route("**/bundle.*.js", lambda route: route.abort())  # even before the theme's script
    page.goto("")
    assert page.locator("body").get_attribute("data-md-color-scheme") == {"light": "default", "dark": "slate"}[palette]
    context.close()


def test_a_chosen_palette_is_there_on_the_next_page(visit) -> None:
    page = visit("")
    page.get_by_role("button", name="Switch to dark").click()
    page.goto("help/")
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"


def test_the_guides_own_scripts_are_light() -> None:
    sizes = {path.name: len(gzip.compress(path.read_bytes(), 9, mtime=0)) for path in (ROOT / "docs/assets").glob("*.js")}
    assert sum(sizes.values()) < 10_000, sizes
