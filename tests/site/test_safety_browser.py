"""The help strip and "Exit this page" (docs/assets/exit.js), in a real browser. Nothing here leaves this machine."""

import re
from pathlib import Path

import pytest

from tests.support.real import real_catalogue
from tests.support.slow import slow_but, slow_but_named

CATALOGUE = real_catalogue()
SAFETY = sorted(uri for uri, page in CATALOGUE.pages.items() if page.meta.get("safety"))
OTHERS = sorted(set(CATALOGUE.pages) - set(SAFETY))
PAGE = "guide/strategies/"
NEUTRAL = "https://www.bbc.com/weather"
EXIT = ".exit-bar .exit"
SIZES = {"phone": {"width": 360, "height": 740}, "desktop": {"width": 1280, "height": 900}}
# Whether the link is wholly inside the window, and what a finger on it would touch. What it may lie
# over: test_exit_browser.py.
SEEN = """() => {
  const link = document.querySelector('.exit-bar .exit');
  const { left, right, top, bottom } = link.getBoundingClientRect();
  const touched = [[left + 3, top + 3], [right - 3, bottom - 3], [(left + right) / 2, (top + bottom) / 2]]
    .map(([x, y]) => document.elementFromPoint(x, y));
  return left >= 0 && right <= document.documentElement.clientWidth && top >= 0 && bottom <= innerHeight
    && bottom - top >= 43.9 && touched.every((element) => link.contains(element));
}"""
STORED = (
    "[document.cookie, JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })]"
)


def address_of(uri: str) -> str:
    stem = uri.removesuffix(".md").removesuffix("index").strip("/")
    return f"{stem}/" if stem else "./"


@pytest.fixture
def page(fresh_page):
    """A page of its own for each test, since many of them leave the site."""
    return fresh_page


@pytest.fixture
def held(page):
    """The requests for the neutral page; they wait until a test answers them."""
    routes = []
    page.context.route(lambda url: "bbc.com" in url, lambda route: routes.append(route))
    return routes


@pytest.fixture
def neutral(page):
    """Answer for the neutral page at once."""
    page.context.route(
        lambda url: "bbc.com" in url,
        lambda route: route.fulfill(content_type="text/html", body="<title>Weather</title>Sun."),
    )


def left(page) -> None:
    page.wait_for_url(NEUTRAL)
    assert page.title() == "Weather"


def press(page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_there_are_pages_of_both_kinds() -> None:
    assert {
        "help.md",
        "browsing-safely.md",
        "topics/toxic-connection-behaviors.md",
        "guide/checklist.md",
    } <= set(SAFETY)
    assert {"index.md", "about/index.md", "sources.md"} <= set(OTHERS)


# Pages of each kind; all of them in `make test-all`.
SOME = ["help.md", "guide/checklist.md", "topics/toxic-connection-behaviors.md"]


@pytest.mark.everyday
@pytest.mark.parametrize("uris", slow_but_named(["some"], {"some": SOME, "all": SAFETY}))
def test_pages_of_safety_begin_with_the_strip_and_keep_the_exit_in_sight(page, uris) -> None:
    wrong = []
    for uri in uris:
        page.goto(address_of(uri))
        if (
            page.locator("article h1 + aside.help-strip").count() != 1
            or page.locator(EXIT).count() != 1
        ):
            wrong.append((uri, "no strip under the title, or no exit"))
        for name, size in SIZES.items():
            page.set_viewport_size(size)
            for place in ("0", "document.body.scrollHeight / 2", "document.body.scrollHeight"):
                page.evaluate(f"scrollTo(0, {place})")
                if not page.evaluate(SEEN):
                    wrong.append((uri, name, place))
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                wrong.append((uri, name, "wider than the window"))
    assert wrong == []


def test_no_other_page_has_them(site: Path) -> None:
    built = {
        uri: re.sub(
            "<style>.*?</style>",
            "",
            (site / address_of(uri) / "index.html").read_text(encoding="utf-8"),
            flags=re.DOTALL,
        )
        for uri in OTHERS
    }
    assert [
        (uri, mark)
        for uri, html in built.items()
        for mark in ("bbc.com", "help-strip", "exit-cover", "exit-bar")
        if re.search(mark, html)
    ] == []


def test_every_exit_leads_to_one_place_and_does_not_say_from_where(page) -> None:
    page.goto(PAGE)
    links = page.locator(".exit, .exit-skip").evaluate_all(
        "links => links.map((link) => [link.href, link.rel, link.textContent, link.target])"
    )
    assert len(links) == 2
    assert {tuple(link) for link in links} == {
        (NEUTRAL, "nofollow noreferrer", "Exit this page", "")
    }


@pytest.mark.parametrize("size", slow_but_named(["phone"], SIZES))
@pytest.mark.parametrize("what", ["__search", "__drawer"])
def test_neither_search_nor_menu_covers_the_exit(page, size, what) -> None:
    page.set_viewport_size(size)
    page.goto(PAGE)
    page.evaluate("what => { document.getElementById(what).click() }", what)
    page.wait_for_timeout(600)  # the theme moves both in
    assert page.evaluate(SEEN)


@pytest.mark.parametrize("size", slow_but_named(["phone"], SIZES))
def test_no_box_in_the_top_layer_covers_the_exit(page, neutral, size) -> None:
    page.set_viewport_size(size)
    page.goto(PAGE)
    page.evaluate("""() => {
      const box = document.createElement('div');
      box.popover = 'auto';
      box.id = 'cover';
      box.style.cssText = 'inset: 0; width: auto; height: auto; margin: 0; background: navy';
      document.querySelector('article').append(box);
      box.showPopover();
    }""")
    page.wait_for_function(SEEN)
    page.evaluate("document.getElementById('cover').hidePopover()")
    page.wait_for_function("!document.querySelector('.exit-bar__inner').hasAttribute('popover')")
    assert page.evaluate(SEEN)
    page.evaluate("document.getElementById('cover').showPopover()")
    page.wait_for_function(SEEN)
    page.locator(EXIT).click()
    left(page)


def test_an_open_claim_leaves_the_exit_in_reach(page) -> None:
    page.set_viewport_size(SIZES["phone"])
    page.goto(PAGE)
    top = page.evaluate(
        "[...document.querySelectorAll('article > *')].map((element) => element.offsetTop)"
    )
    page.locator("a.finding").first.click()
    page.locator(".claim-box:popover-open").wait_for()
    page.wait_for_function(SEEN)
    assert (
        page.evaluate(
            "[...document.querySelectorAll('article > *')].map((element) => element.offsetTop)"
        )
        == top
    )


def test_opening_the_parts_of_a_page_does_not_move_the_exit(page) -> None:
    page.goto(PAGE)
    page.locator(".help-lines > summary").click()
    page.wait_for_timeout(100)
    assert page.evaluate("document.querySelector('.exit-bar__inner').popover") is None


@pytest.mark.everyday
@pytest.mark.parametrize("way", slow_but(["exit", "Shift"], ["exit", "exit-skip", "Shift"]))
def test_leaving_takes_the_place_of_the_page_in_the_history(page, neutral, way) -> None:
    page.goto("about/")
    page.goto(PAGE)
    before = page.evaluate("history.length")
    if way == "Shift":
        press(page, "Shift", "Shift", "Shift")
    elif way == "exit-skip":
        page.locator(".exit-skip").focus()
        press(page, "Enter")
    else:
        page.locator(EXIT).click()
    left(page)
    assert page.evaluate("history.length") == before
    page.go_back()
    assert page.url.endswith("/about/")
    page.go_forward()
    assert page.url == NEUTRAL


def test_the_neutral_page_is_not_told_where_the_reader_was(page, held) -> None:
    page.goto(PAGE)
    page.evaluate("document.querySelector('.exit').click()")
    page.wait_for_timeout(200)
    assert [route.request.url for route in held] == [NEUTRAL]
    assert "referer" not in held[0].request.all_headers()


@pytest.mark.everyday
def test_the_page_is_blank_at_once_however_slow_the_next_one_is(page, held) -> None:
    page.goto(PAGE)
    page.locator(".md-search__input").evaluate("field => { field.value = 'afraid' }")
    seen = page.evaluate("""() => {
      const field = document.querySelector('.md-search__input');
      document.querySelector('.exit').click();
      const touched = [[5, 5], [innerWidth / 2, innerHeight / 2], [innerWidth - 5, innerHeight - 5]]
        .map(([x, y]) => document.elementFromPoint(x, y).className);
      for (let press = 0; press < 3; press += 1)
        for (const type of ['keydown', 'keyup']) document.dispatchEvent(new KeyboardEvent(type, { key: 'Shift', bubbles: true }));
      return [touched, document.title, document.body.innerText, document.querySelector('.exit-cover').getAttribute('role'), field.value,
              document.activeElement.tagName];
    }""")  # all in one go: Playwright waits for a page that is being left
    assert seen == [["exit-cover"] * 3, "Loading", "Loading…", "alert", "", "BODY"]
    page.wait_for_timeout(200)
    assert len(held) == 1
    held[0].fulfill(content_type="text/html", body="<title>Weather</title>Sun.")
    left(page)


def test_a_click_with_a_key_leaves_as_well(page, neutral) -> None:
    page.goto(PAGE)
    page.locator(EXIT).click(modifiers=["Control"])
    left(page)
    assert len(page.context.pages) == 1


KEYS = {
    " ".join(keys): keys
    for keys in (
        ["Shift", "Shift"],
        ["Shift", "Shift", "x", "Shift"],
        ["Shift+X", "Shift+X", "Shift+X"],
        ["Control+Shift", "Control+Shift", "Control+Shift"],
        ["Alt+Shift", "Alt+Shift", "Alt+Shift"],
        ["Shift+Tab", "Shift+Tab", "Shift+Tab"],
        ["Escape", "Escape", "Escape"],
        ["Control", "Control", "Control"],
    )
}


@pytest.mark.parametrize(
    "keys", slow_but_named(["Shift Shift x Shift", "Shift+X Shift+X Shift+X"], KEYS)
)
def test_other_keys_do_not_leave(page, held, keys) -> None:
    page.goto(PAGE)
    press(page, *keys)
    page.wait_for_timeout(100)
    assert held == []  # first, since a page that is being left answers no question
    assert page.locator(EXIT).is_visible()


def test_shift_that_is_held_for_a_click_does_not_count(page, held) -> None:
    page.goto(PAGE)
    for _ in range(3):
        page.keyboard.down("Shift")
        page.locator("article h1").click()
        page.keyboard.up("Shift")
    assert held == []


def test_a_page_in_spanish_says_how_to_leave_in_spanish(page, held) -> None:
    page.goto("/es/ayuda/")
    assert page.locator(".exit-bar a").text_content() == "Salir de esta página"
    said = page.locator(".exit-bar [role=status]")
    press(page, "Shift")
    assert said.text_content() == "Mayúsculas (Shift): pulsa 2 veces más para salir."
    press(page, "Shift")
    assert said.text_content() == "Mayúsculas (Shift): pulsa 1 vez más para salir."
    assert held == []


@pytest.mark.slow
def test_each_press_is_shown_and_said_and_forgotten_after_five_seconds(page, held) -> None:
    page.clock.install()
    page.goto(PAGE)
    said, lit = (
        page.locator(".exit-bar [role=status]"),
        (
            "[...document.querySelectorAll('.exit__dots i')].filter((dot) =>"
            " getComputedStyle(dot).backgroundColor !== 'rgba(0, 0, 0, 0)').length"
        ),
    )
    assert page.locator(".exit__dots").is_hidden()
    press(page, "Shift")
    assert (said.text_content(), page.evaluate(lit)) == ("Shift: press 2 more times to exit.", 1)
    assert page.locator(".exit__dots").is_visible()
    page.clock.fast_forward(3000)
    press(page, "Shift")
    assert (said.text_content(), page.evaluate(lit)) == ("Shift: press 1 more time to exit.", 2)
    page.clock.fast_forward(5100)
    assert (said.text_content(), page.evaluate(lit)) == ("Exit by Shift has expired.", 0)
    assert page.locator(".exit__dots").is_hidden()
    press(page, "Shift", "Shift")
    assert page.evaluate(lit) == 2
    press(page, "x")
    assert (said.text_content(), page.evaluate(lit)) == ("", 0)
    assert held == []


def test_the_keyboard_reaches_the_exit_within_two_presses_of_tab(page, neutral) -> None:
    page.goto(PAGE)
    press(page, "Tab", "Tab")
    focused = (
        "document.activeElement.matches('.exit-skip') &&"
        " getComputedStyle(document.activeElement).opacity"
    )
    assert page.evaluate(focused) == "1"
    press(page, "Enter")
    left(page)


@pytest.mark.parametrize("size", slow_but_named(["phone"], SIZES))
def test_without_scripts_the_exit_is_a_plain_link_and_the_strip_works(
    browser, address, size
) -> None:
    context = browser.new_context(base_url=address, viewport=size, java_script_enabled=False)
    context.route(
        lambda url: "bbc.com" in url,
        lambda route: route.fulfill(content_type="text/html", body="<title>Weather</title>Sun."),
    )
    page = context.new_page()
    page.goto(PAGE)
    assert page.locator(".exit-note__keys").is_hidden()
    page.get_by_text("Helplines by country", exact=True).click()
    page.locator(".help-lines").get_by_text("United Kingdom", exact=True).click()
    assert page.locator(".help-lines").get_by_role("link", name="999", exact=True).is_visible()
    page.locator(EXIT).click()
    left(page)
    context.close()


def test_the_reader_chooses_the_country_and_nothing_is_kept_or_asked_for(page, asked) -> None:
    page.goto(PAGE, wait_until="networkidle")
    asked.clear()
    before = (
        page.url,
        page.evaluate("history.length"),
        page.evaluate(STORED),
        page.context.cookies(),
    )
    lines = page.locator(".help-lines")
    assert not lines.get_by_role("link", name="911").first.is_visible()
    page.get_by_text("Helplines by country", exact=True).click()
    for country, number in (("United States", "911"), ("Australia", "000"), ("New Zealand", "111")):
        lines.get_by_text(country, exact=True).click()
        assert lines.get_by_role("link", name=number, exact=True).is_visible()
        assert lines.locator("details[open]").count() == 1
    assert (
        page.url,
        page.evaluate("history.length"),
        page.evaluate(STORED),
        page.context.cookies(),
    ) == before
    assert asked == []
    page.reload()
    assert page.locator(".help-strip details[open]").count() == 0


def test_each_country_of_the_strip_leads_to_its_lines(page) -> None:
    page.goto(PAGE)
    wanted = page.locator(".help-lines > details > p > a").evaluate_all(
        "links => links.map((link) => link.href)"
    )
    assert len(wanted) == len({str(row["country"]) for row in CATALOGUE.rows("helplines")})
    page.goto("help/")
    there = page.locator(".helplines__jump a").evaluate_all(
        "links => links.map((link) => link.href)"
    )
    assert wanted == there


@pytest.mark.parametrize("size", slow_but_named(["phone"], SIZES))
def test_a_country_of_the_page_of_help_is_in_view_below_the_header(page, size) -> None:
    page.set_viewport_size(size)
    page.goto("help/")
    page.locator(".helplines__jump").get_by_role("link", name="Ireland", exact=True).click()
    heading = page.locator("#help-ireland")
    assert heading.bounding_box()["y"] >= page.locator(".md-header").bounding_box()["height"]
    assert (
        page.evaluate(
            "document.elementFromPoint(30 +"
            " document.querySelector('#help-ireland').getBoundingClientRect().left,"
            " document.querySelector('#help-ireland').getBoundingClientRect().top + 10).id"
        )
        == "help-ireland"
    )


def test_numbers_dial_and_targets_are_large(page) -> None:
    page.set_viewport_size(SIZES["phone"])
    page.goto("help/")
    for link in page.locator(".helpline__phone a, .helplines__jump a").all():
        assert link.bounding_box()["height"] >= 43.9
    assert (
        page.locator(".helpline__phone").count()
        == page.locator(".helpline__phone a[href^='tel:']").count()
        > 25
    )


@pytest.mark.parametrize("width", slow_but([320], [320, 360, 1280]))
def test_each_number_stands_in_one_line(page, width) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    page.goto("help/")
    numbers = page.locator("main a[href^='tel:'], main a[href^='sms:']")
    assert numbers.count() > 50
    assert (
        numbers.evaluate_all(
            "links => links.filter((link) => link.getClientRects().length > 1).map((link) =>"
            " link.textContent)"
        )
        == []
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.everyday
def test_the_first_screen_of_help_has_numbers_for_danger_and_suicide(page) -> None:
    page.set_viewport_size(SIZES["phone"])
    page.goto("help/")
    below = page.locator("article a[href='tel:911'], article a[href='tel:988']").evaluate_all(
        "links => links.slice(0, 2).map((link) => [link.textContent,"
        " link.getBoundingClientRect().bottom <= innerHeight])"
    )
    assert below == [["911", True], ["988", True]]
    pills = page.locator(".helplines__jump a").all_text_contents()
    assert (
        pills[-1] == "International"
        and page.locator(".helplines__jump").bounding_box()["y"] < 2.6 * SIZES["phone"]["height"]
    )


def test_the_strip_adds_less_than_seven_kilobytes(site: Path) -> None:
    html = (site / PAGE / "index.html").read_text(encoding="utf-8")
    strip = html[html.index('<aside aria-label="Help now"') :]
    assert len(strip[: strip.index("</aside>")].encode()) < 7000
