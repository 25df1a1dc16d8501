"""Access: a walk by keyboard, axe on what opens, and the faults of the theme that access.js and access.css mend.

What axe finds on a page by itself is judged in test_pages_browser.py.
"""

import itertools

import pytest

from tests.support.browsing import HEIGHT, axe_faults
from tests.support.slow import slow_but


@pytest.fixture
def still(page):
    """A page without motion, so that nothing is judged half way."""
    page.emulate_media(reduced_motion="reduce")
    return page


@pytest.mark.parametrize(
    ("opened", "palette"),
    slow_but(
        [("menu", "light"), ("search", "dark")],
        itertools.product(["menu", "search"], ["light", "dark"]),
    ),
)
def test_axe_finds_nothing_in_the_open_menu_and_the_open_search(still, opened, palette) -> None:
    still.set_viewport_size({"width": 360, "height": 740})
    still.emulate_media(color_scheme=palette)
    still.goto("guide/distance/")
    still.get_by_role("button", name="Menu" if opened == "menu" else "Search", exact=True).click()
    if opened == "search":
        still.keyboard.type("trust")
        still.locator(".md-search-result__item").first.wait_for()
        still.keyboard.press("Shift")  # at any key the results enter the order of Tab
    # The theme makes a landmark of the words by which a result was found. No rule of WCAG forbids
    # that.
    assert axe_faults(still, but=("landmark-unique",)) == []


PARTS = {"table", "caption", "row", "columnheader", "rowheader", "cell"}


def table_roles(page, width: int) -> list[str]:
    """Return the roles of a page's tables and their parts in the browser's accessibility tree."""
    page.set_viewport_size({"width": width, "height": 740})
    page.wait_for_function("width => innerWidth === width", arg=width)
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    by_id = {node["nodeId"]: node for node in nodes}
    found, waiting = [], [nodes[0]]
    while waiting:  # in the order of the document
        node = waiting.pop()
        found.append("" if node["ignored"] else node["role"]["value"].lower())
        waiting += [by_id[child] for child in reversed(node["childIds"]) if child in by_id]
    return [role for role in found if role in PARTS]


def test_tables_laid_out_as_cards_are_tables_with_their_headers(page) -> None:
    # On a phone all three are cards; on a wide screen the second has its last column below.
    for address in ("guide/science/", "guide/technology/", "guide/culture-history/"):
        page.goto(address)
        written = page.locator("article :is(table, caption, tr, th, td):visible").evaluate_all(
            """all => all.map(({ localName, scope }) =>
              ({ table: "table", caption: "caption", tr: "row", td: "cell" })[localName]
              ?? { col: "columnheader", row: "rowheader" }[scope])"""
        )
        assert set(written) == PARTS
        assert (address, table_roles(page, 1280)) == (address, written)
        assert (address, table_roles(page, 360)) == (address, written)


# The walk.

FOCUSED = """async () => {
  const element = document.activeElement;
  if (element === document.body) return null;
  const boxes = [...element.getClientRects()].filter(box => box.width && box.height);
  const inside = box => ({ left: Math.max(box.left, 0), right: Math.min(box.right, innerWidth),
                           top: Math.max(box.top, 0), bottom: Math.min(box.bottom, innerHeight) });
  const shown = boxes.map(inside).filter(box => box.right - box.left > 1 && box.bottom - box.top > 1);
  const hit = box => document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
  const isFree = box => element.contains(hit(box)) || hit(box)?.contains(element);
  // The theme sets the height of its sidebars a frame after a jump to the foot of the page.
  if (!shown.some(isFree)) await new Promise(resolve => setTimeout(resolve, 100));
  const labels = (element.getAttribute("aria-labelledby") || "").split(" ").map(id => document.getElementById(id));
  const name = element.ariaLabel || labels.map(label => label?.textContent).join("")
    || element.labels?.[0]?.textContent || element.textContent || element.title;
  const outline = getComputedStyle(element.closest(".truths > li") ?? element);
  const last = window.walked;
  window.walked = element;
  window.start ??= element;
  return {
    what: `${element.outerHTML.slice(0, 90)} under ${shown.map(box => hit(box)?.className)}`,
    name: name.trim(), isFirst: !last, isSeen: shown.length > 0,
    isFree: shown.some(isFree), isMarked: outline.outlineStyle !== "none" && parseFloat(outline.outlineWidth) >= 2,
    isAfter: !last || Boolean(last.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING),
    isOver: last && (element === last || element === window.start), opacity: getComputedStyle(element).opacity,
  };
}"""


def walk(page, key: str) -> list[dict]:
    """Press the key until the focus leaves the page, or begins again; return each place of focus."""
    page.evaluate("window.walked = window.start = undefined")
    places = []
    for _ in range(1000):
        page.keyboard.press(key)
        place = page.evaluate(FOCUSED)
        if place is None or place["isOver"]:
            return places
        places.append(place)
    raise AssertionError("the focus never left the page")


def wrong(places: list[dict], *, forward: bool) -> list[tuple[str, str]]:
    """The places of focus that break a rule, with the name of the rule."""
    rules = {
        "no name": lambda place: place["name"],
        "outside the window": lambda place: place["isSeen"],
        "covered": lambda place: place["isFree"],
        "focus not marked": lambda place: place["isMarked"],
        "transparent": lambda place: float(place["opacity"]) > 0.9,
        "out of order": lambda place: place["isFirst"] or place["isAfter"] == forward,
    }
    return [
        (rule, place["what"])
        for place in places
        for rule, holds in rules.items()
        if not holds(place)
    ]


@pytest.mark.parametrize(
    ("where", "width"),
    slow_but(
        [("", 1280), ("help/", 360)],
        itertools.product(["", "guide/distance/", "help/"], [360, 1280]),
    ),
)
def test_the_walk_by_keyboard_shows_each_place_and_keeps_the_order(still, where, width) -> None:
    still.set_viewport_size({"width": width, "height": HEIGHT[width]})
    still.emulate_media(color_scheme="light")
    still.goto(where)
    there = walk(still, "Tab")
    assert len(there) > 20
    assert there[0]["name"] == "Skip to content"
    assert wrong(there, forward=True) == []
    still.evaluate("document.activeElement.blur()")
    still.evaluate("scrollTo(0, document.body.scrollHeight)")
    back = walk(still, "Shift+Tab")
    assert wrong(back, forward=False) == []


# The menu.


@pytest.fixture
def phone(page):
    """A page of the guide on a narrow screen."""
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("guide/distance/")
    return page


def focused(page) -> str:
    """The name of what has the focus."""
    return page.evaluate(
        "document.activeElement.ariaLabel || document.activeElement.textContent.trim()"
    )


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_the_menu_opens_by_key_and_esc_closes_it_and_returns(phone, key) -> None:
    menu = phone.get_by_role("button", name="Menu", exact=True)
    phone.keyboard.press("Tab")
    while focused(phone) != "Menu":
        phone.keyboard.press("Tab")
    assert menu.get_attribute("aria-expanded") == "false"
    assert phone.locator(f"[id='{menu.get_attribute('aria-controls')}']").count() == 1
    phone.keyboard.press(key)
    assert phone.locator("[aria-label=Menu]").get_attribute("aria-expanded") == "true"
    assert focused(phone) == "Close: The guide"
    phone.keyboard.press("Escape")
    assert focused(phone) == "Menu"
    assert menu.get_attribute("aria-expanded") == "false"
    assert phone.locator("#__drawer").is_checked() is False


def test_the_menu_is_a_large_target(phone) -> None:
    size = phone.get_by_role("button", name="Menu", exact=True).bounding_box()
    assert size["width"] >= 40 and size["height"] >= 40


def test_the_closed_menu_takes_no_focus_and_the_open_one_hides_the_rest(phone) -> None:
    inside = phone.locator(".md-sidebar--primary :is(a, button)")
    assert inside.count() > 10 and not any(link.is_visible() for link in inside.all())
    phone.get_by_role("button", name="Menu", exact=True).click()
    places = walk(phone, "Tab")
    assert len(places) > 5 and all(
        "md-nav" in place["what"] or "cover" in place["what"] for place in places
    )
    phone.keyboard.press("Escape")
    assert phone.locator("[inert]").count() == 0


def test_levels_of_the_menu_open_and_close_by_key(phone) -> None:
    phone.get_by_role("button", name="Menu", exact=True).click()
    phone.keyboard.press("Enter")  # on "Close: The guide": to the first level
    assert focused(phone) == "The guide"
    assert phone.evaluate("document.activeElement.ariaExpanded") == "false"
    assert phone.get_by_role("link", name="Help", exact=False).first.is_visible()
    phone.keyboard.press("Enter")
    assert focused(phone) == "Close: The guide"
    phone.keyboard.press("Shift+Tab")  # what the open level covers takes no focus
    assert phone.evaluate("document.activeElement.closest('.md-sidebar--primary')") is None


def test_the_menu_gives_the_page_back_when_the_window_grows(phone) -> None:
    phone.get_by_role("button", name="Menu", exact=True).click()
    assert phone.locator("[inert]").count() > 0
    phone.set_viewport_size({"width": 1280, "height": 900})
    phone.wait_for_function("!document.querySelector('[inert]')")


def test_the_way_out_stays_open_beside_the_menu(page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("help/")
    page.get_by_role("button", name="Menu", exact=True).click()
    assert page.locator(".exit-bar").evaluate("bar => !bar.closest('[inert]')")


def test_without_scripts_the_label_opens_the_menu(browser, address) -> None:
    context = browser.new_context(
        base_url=address, viewport={"width": 360, "height": 740}, java_script_enabled=False
    )
    page = context.new_page()
    page.goto("guide/distance/")
    page.locator(".md-header label[for=__drawer]").click()
    link = page.locator(".md-sidebar--primary").get_by_role("link", name="Real-world strategies")
    link.click()
    page.wait_for_url("**/guide/strategies/")
    assert page.locator(".cover").count() == 0
    context.close()


# The search.


@pytest.mark.everyday
def test_the_search_is_a_named_dialog_and_says_what_it_found(page) -> None:
    page.goto("guide/distance/")
    dialog = page.get_by_role("dialog", name="Search", exact=True)
    dialog.get_by_role("textbox", name="Search").click()
    page.keyboard.type("trust")
    page.get_by_role("dialog").get_by_role("status").filter(
        has_text="matching documents"
    ).wait_for()


def test_on_a_narrow_screen_the_search_opens_by_key_and_esc_returns(phone) -> None:
    assert phone.locator(".md-search__input").is_visible() is False
    phone.get_by_role("button", name="Search", exact=True).focus()
    phone.keyboard.press("Enter")
    assert phone.evaluate("document.activeElement.className") == "md-search__input"
    phone.keyboard.press("Escape")
    assert focused(phone) == "Search"
    assert phone.locator("#__search").is_checked() is False


def test_tab_goes_through_the_results_and_closes_the_search_behind_them(page) -> None:
    page.goto("guide/distance/")
    page.locator(".md-search__input").click()
    page.keyboard.type("phubbing")
    page.locator(".md-search-result__item").first.wait_for()
    page.keyboard.press("Tab")
    assert focused(page) == "Clear"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.md-search-result__link')")
    page.keyboard.press("Escape")  # back to the field
    assert page.evaluate("document.activeElement.className") == "md-search__input"
    page.wait_for_timeout(50)
    page.keyboard.press("Escape")  # closes, and the field stays in the header with the focus
    assert page.evaluate("document.activeElement.className") == "md-search__input"
    page.wait_for_timeout(50)
    assert page.locator("#__search").is_checked() is False
    page.keyboard.type(" at dinner")  # and typing opens it again
    assert page.locator("#__search").is_checked()
    page.keyboard.press("Shift+Tab")
    assert page.locator("#__search").is_checked() is False


# Keys, palette, motion, anchors, narrow windows.


@pytest.mark.parametrize("focus", slow_but([".md-content a"], [None, ".md-content a"]))
def test_no_single_letter_does_anything(page, focus) -> None:
    page.goto("guide/distance/")
    before = page.url
    if focus:
        page.locator(focus).first.focus()
    for key in "fs/p,n.":
        page.keyboard.press(key)
    page.wait_for_timeout(200)
    assert page.url == before
    assert page.locator("#__search").is_checked() is False


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_the_palette_is_a_named_button_that_works_by_key(page, key) -> None:
    page.emulate_media(color_scheme="light")
    page.goto("guide/distance/")
    page.get_by_role("button", name="Switch to dark").focus()
    page.keyboard.press(key)
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
    assert focused(page) == "Switch to light"
    page.keyboard.press(key)
    assert page.locator("body").get_attribute("data-md-color-scheme") == "default"


def test_without_scripts_nothing_is_shown_that_needs_them(browser, address) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("guide/distance/")
    assert page.locator(".md-header").get_by_role("button").count() == 0
    assert page.locator(".md-header").get_by_role("radio").count() == 0
    assert page.locator(".md-top").is_visible() is False
    context.close()


def test_a_browser_that_forbids_storage_still_gets_search_and_palette(fresh_page) -> None:
    forbid = "{ get() { throw new DOMException('no', 'SecurityError') } }"
    fresh_page.add_init_script(f"Object.defineProperty(window, 'localStorage', {forbid})")
    errors = []
    fresh_page.on("pageerror", lambda error: errors.append(str(error)))
    fresh_page.goto("guide/distance/")
    fresh_page.get_by_role("button", name="Switch to dark").click()
    assert fresh_page.locator("body").get_attribute("data-md-color-scheme") == "slate"
    assert errors == []


def test_less_motion_means_none(browser, address) -> None:
    context = browser.new_context(base_url=address, reduced_motion="reduce")
    page = context.new_page()
    page.goto("guide/distance/")
    moving = page.evaluate("""() => [...document.querySelectorAll("*")].filter(element => {
      const style = getComputedStyle(element);
      return parseFloat(style.animationDuration) > .01 || style.scrollBehavior === "smooth"
        || style.transitionProperty !== "none" && style.transitionDuration.split(",").some(time => parseFloat(time) > 0);
    }).map(element => element.className)""")
    assert moving == []
    context.close()


@pytest.mark.parametrize(
    ("where", "width"),
    slow_but(
        [("guide/distance/", 1280), ("help/", 360)],
        itertools.product(["guide/distance/", "help/"], [360, 1280]),
    ),
)
def test_a_heading_that_a_link_leads_to_is_in_plain_sight(page, where, width) -> None:
    page.set_viewport_size({"width": width, "height": HEIGHT[width]})
    page.goto(where)
    anchors = page.locator("article h2[id]").evaluate_all("all => all.map(one => one.id)")
    for anchor in anchors[:3]:
        page.evaluate("anchor => { location.hash = anchor }", anchor)
        near = "anchor => document.getElementById(anchor).getBoundingClientRect().top < 250"
        page.wait_for_function(near, arg=anchor)
        header = page.locator(".md-header").bounding_box()["height"]
        assert header <= page.locator(f"[id='{anchor}']").bounding_box()["y"] + 8


def test_the_menu_says_which_page_is_open(page) -> None:
    page.goto("guide/distance/")
    current = page.locator(".md-sidebar--primary [aria-current=page]")
    assert current.count() == 1
    assert current.inner_text() == "The overlooked power of emotional distance"
