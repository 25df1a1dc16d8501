"""Every page, opened once in a browser that has never seen the site, with all that can be judged of a page by itself.

One visit judges what a page asks for, keeps, says and moves, its policy, its styles, its landmarks,
its width, and axe's rules, and lists all that is wrong. `make test` opens one page of each kind on a
phone in the light palette, and one on a wide screen in the dark; `make test-all` opens every page in
both palettes on a phone and a wide screen. With GUIDE_AXE=all (`make test-a11y`, nightly) it opens
every page on a tablet too.
"""

import itertools
import os

import pytest

from tests.support.browsing import HEIGHT, KEPT, SCHEME, Tab, Watched, axe_faults
from tests.support.checkers import need_axe
from tests.support.hosts import folder_of
from tests.support.real import address_of, real_catalogue
from tests.support.styles import lost

PAGES = sorted([*real_catalogue().pages, "404.html"])
PHONE, WIDE = ("light", 360), ("dark", 1280)
# The first page of each kind, and pages that are alone in what they hold.
ONE_OF_EACH = [
    "index.md",
    "guide/distance.md",
    "topics/healthy-boundaries.md",
    "evidence/checklist.md",
    "self-assessment.md",
    "404.html",
]
FAST = sorted([*((uri, *PHONE) for uri in ONE_OF_EACH), ("guide/distance.md", *WIDE)])

SHIFTS = """
  window.shifted = 0;
  window.shifts = []; // what moved, for the message of a test that fails
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) {
      window.shifted += entry.value;
      window.shifts.push(entry.value, ...entry.sources.map(({ node, previousRect: { x, y }, currentRect }) =>
        `${node?.nodeName}.${node?.className}: ${x},${y} to ${currentRect.x},${currentRect.y}`));
    }
  }).observe({ type: "layout-shift", buffered: true });
"""
# What can be read of a page that lies still, and what it has to be.
AT_REST = {
    "the palette follows the system": "document.body.dataset.mdColorScheme",
    "nothing moves while it loads": "window.shifted < 0.01 || window.shifts",
    "nothing is kept": f"[...{KEPT}, document.cookie, location.hash].join('')",
    "it has one policy": "document.querySelectorAll('meta[http-equiv=Content-Security-Policy]').length",
    "it is no wider than the window": "document.documentElement.scrollWidth <= innerWidth",
}
STORES = """Promise.all([indexedDB.databases(), caches.keys(), navigator.serviceWorker.getRegistrations()])
  .then(all => all.map(one => one.length))"""
SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
  p { margin-bottom: 2em !important }"""
SPACE_OUT = """text => { const sheet = new CSSStyleSheet(); sheet.replaceSync(text);
  document.adoptedStyleSheets = [sheet]; }"""
WIDTH = "document.documentElement.scrollWidth"


def slow_visits() -> list[tuple[str, str, int]]:
    """Return each page with a palette and a width, but for those of FAST."""
    on_tablets = PAGES if os.environ.get("GUIDE_AXE") == "all" else ()
    visits = set(itertools.product(PAGES, ("light", "dark"), HEIGHT)) - set(FAST)
    return sorted(visit for visit in visits if visit[2] != 768 or visit[0] in on_tablets)


class Window(Tab):
    """A tab that opens one page after another, and notes what each asks for and complains of."""

    def __init__(self, browser, address: str, folder: str) -> None:
        self.address, self.folder = address, folder
        self.asked: list[str] = []
        super().__init__(browser, address)

    def prepare(self) -> None:
        self.page.add_init_script(SHIFTS)
        self.watched = Watched(self.page)
        self.context.on("request", lambda request: self.asked.append(request.url))

    def open(self, where: str, palette: str, width: int) -> None:
        """Forget all, open a page, and look at it to its end."""
        # The window has its size, in the very process that will show the page, before the page
        # comes: on a busy machine it may get it late, and everything would then move with its edge.
        self.reset()
        self.page.set_viewport_size({"width": width, "height": HEIGHT[width]})
        self.page.emulate_media(color_scheme=palette)
        self.page.wait_for_function("width => innerWidth === width", arg=width)
        self.asked.clear()
        self.watched.complaints.clear()
        self.page.goto(where)
        self.page.evaluate(
            "new Promise(seen => requestAnimationFrame(() => requestAnimationFrame(seen)))"
        )  # nobody scrolls what is not shown
        self.page.evaluate("scrollTo(0, document.body.scrollHeight)")
        self.page.wait_for_timeout(60)


@pytest.fixture(scope="module")
def window(browser, site, address):
    one = Window(browser, address, folder_of(site))
    yield one
    one.context.close()


class Visit:
    """One page, and what is wrong with it, each fault with its place and its check."""

    def __init__(self, window: Window, uri: str, palette: str, width: int) -> None:
        self.window, self.page = window, window.page
        self.uri, self.where, self.palette, self.width = uri, address_of(uri), palette, width
        self.faults: list[str] = []
        window.open(self.where, palette, width)

    def expect(self, check: str, value: object, wanted: object) -> None:
        """Note a fault where a value is not the one that is wanted."""
        if value != wanted:
            place = f"{self.uri}, {self.palette}, {self.width} pixels"
            self.faults.append(f"{place}: {check}: {value!r} is not {wanted!r}")

    def judge_at_rest(self) -> None:
        """Judge the page as it lies there."""
        wanted = [SCHEME[self.palette], True, "", 1, True]
        found = self.page.evaluate(f"[{', '.join(AT_REST.values())}]")
        for check, value, right in zip(AT_REST, found, wanted, strict=True):
            self.expect(check, value, right)
        names = self.page.get_by_role("navigation").evaluate_all(
            "all => all.map(one => one.getAttribute('aria-label'))"
        )
        self.expect("landmarks have names", [name for name in names if not name], [])
        self.expect("landmarks have different names", sorted(set(names)), sorted(names))
        self.expect("no rule that could match is left out of its styles", lost(self.page), [])
        # Without motion, so that nothing is judged half way.
        self.page.emulate_media(color_scheme=self.palette, reduced_motion="reduce")
        self.expect("axe finds nothing", axe_faults(self.page), [])

    def judge_narrow(self) -> None:
        """Judge WCAG 1.4.10, and 1.4.12 with its four measures."""
        self.page.set_viewport_size({"width": 320, "height": 640})
        self.page.wait_for_function("innerWidth === 320")
        self.expect("it fits 320 pixels", self.page.evaluate(WIDTH) <= 320, True)
        self.page.evaluate(SPACE_OUT, SPACED)
        self.expect("it fits them with spaced text", self.page.evaluate(WIDTH) <= 320, True)

    def judge_stores(self) -> None:
        """Choose the other palette, and judge what the browser then keeps."""
        self.page.locator(
            ".palette button:visible"
        ).click()  # its name is in the language of the page
        self.expect(
            "a palette is kept", self.page.evaluate(KEPT), [f"{self.window.folder}/.__palette"]
        )
        self.expect("no database, cache or worker", self.page.evaluate(STORES), [0, 0, 0])
        self.expect("no cookie", self.window.context.cookies(), [])

    def judge_requests(self) -> None:
        """Judge what the page asked for, and what it and the browser complained of."""
        self.page.wait_for_timeout(50)  # the console and the issues come a little later
        self.expect(
            "its policy stops nothing and no script fails", self.window.watched.violations(), []
        )
        own = {
            url for url in self.window.asked if not url.endswith(("/favicon.svg", "/robots.txt"))
        }
        elsewhere = sorted(url for url in own if not url.startswith(self.window.address))
        self.expect("it asks for nothing elsewhere", elsewhere, [])
        self.expect("it comes in one piece", sorted(own), [self.window.address + self.where])


def faults_of(window: Window, uri: str, palette: str, width: int) -> list[str]:
    """Open a page once, and return all that is wrong with it."""
    visit = Visit(window, uri, palette, width)
    visit.judge_at_rest()
    visit.judge_narrow()
    visit.judge_stores()
    visit.judge_requests()
    return visit.faults


def test_axe_is_here_to_judge_the_pages() -> None:
    need_axe()


@pytest.mark.everyday
@pytest.mark.parametrize(("uri", "palette", "width"), FAST)
def test_page(window, uri, palette, width) -> None:
    assert faults_of(window, uri, palette, width) == []


@pytest.mark.slow
@pytest.mark.parametrize(("uri", "palette", "width"), slow_visits())
def test_page_at_other_widths_and_palettes(window, uri, palette, width) -> None:
    assert faults_of(window, uri, palette, width) == []
