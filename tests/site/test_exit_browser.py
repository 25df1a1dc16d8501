"""The place of "Exit this page" (docs/assets/exit.css): it lies over nothing, and nothing lies over it. What it does is
judged in test_safety_browser.py.
"""

import itertools

import pytest

from tests.site.test_safety_browser import EXIT, SAFETY, address_of
from tests.support.slow import slow_but

TOPIC = "topics/toxic-connection-behaviors/"
REFLECTION = "self-assessment/"
SIZES = {
    "320": (320, 568),
    "360": (360, 640),
    "landscape": (640, 360),
    "768": (768, 1024),
    "960": (960, 700),
    "1280": (1280, 800),
}
PHONES = ("320", "360")
# `make test` looks at these pages, and at one or two sizes; `make test-all` at all of them.
SOME = ["help.md", "guide/checklist.md"]

# The exit stands on ground of its own: the bar or the header, whichever is below its middle.
# Whatever else lies below the exit is behind that ground. What lies between the two, or above the
# exit, and has words or takes a click, is covered or covers.
FOUND = """() => {
  const exit = document.querySelector('.exit-bar .exit');
  const rect = exit.getBoundingClientRect();
  const isOpaque = (element) => /^rgb\\(/.test(getComputedStyle(element).backgroundColor);
  const holds = (element) => {
    const box = element.getBoundingClientRect();
    return box.left <= rect.left && box.right >= rect.right && box.top <= rect.top + 1 && box.bottom >= rect.bottom - 1;
  };
  const isGround = (element) => element.matches('.md-header, .exit-bar, .exit-bar__inner') && isOpaque(element) && holds(element);
  const hasWordsAt = (element, x, y) => [...element.childNodes].some((node) => {
    if (node.nodeType !== Node.TEXT_NODE || !node.data.trim()) return false;
    const range = document.createRange();
    range.selectNode(node);
    return [...range.getClientRects()].some((box) => box.left <= x && box.right >= x && box.top <= y && box.bottom >= y);
  });
  const found = new Set();
  const round = parseFloat(getComputedStyle(exit).borderTopLeftRadius); // beside a rounded corner is not on it
  for (let x = rect.left + round; x <= rect.right - round; x += 6)
    for (let y = rect.top + round; y <= rect.bottom - round; y += 4) {
      const stack = document.elementsFromPoint(x, y);
      if (!exit.contains(stack[0])) found.add(`above: ${stack[0]?.outerHTML.slice(0, 80)}`);
      for (const element of stack) {
        if (exit.contains(element)) continue;
        if (isGround(element)) break;
        if (element.matches('a, button, input, select, summary, img, svg, [role=dialog]:popover-open') || hasWordsAt(element, x, y))
          found.add(`below: ${element.outerHTML.slice(0, 80)}`);
      }
    }
  const { clientWidth } = document.documentElement;
  if (rect.left < 0 || rect.right > clientWidth || rect.top < 0 || rect.bottom > innerHeight) found.add('out of sight');
  if (rect.height < 43.9) found.add(`only ${rect.height} pixels high`);
  return [...found];
}"""
# What stays where it is while the page scrolls.
FIXED = """[...document.querySelectorAll('.md-header, .exit-bar, .exit-bar .exit')].map((one) => one.getBoundingClientRect())
  .filter(({ width }) => width)"""
# Whether what has the focus is wholly in sight, unless it is higher than the room there is; it may
# itself be what is fixed.
HIDDEN = f"""() => {{
  const element = document.activeElement;
  if (element === document.body || element.closest('.md-header, .exit-bar, .md-skip, .exit-skip, .md-sidebar')) return false;
  const fixed = {FIXED};
  return [...element.getClientRects()].some(({{ left, right, top, bottom, height }}) => height < innerHeight / 2
    && fixed.some((box) => left < box.right && right > box.left && top < box.bottom - 1 && bottom > box.top + 1))
    && element.outerHTML.slice(0, 90);
}}"""


@pytest.fixture
def still(page):
    """A page on which nothing moves by itself."""
    page.emulate_media(reduced_motion="reduce")
    return page


def set_size(page, size: str) -> None:
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})


@pytest.mark.parametrize("uri", slow_but(SOME, SAFETY))
def test_at_no_place_of_a_page_does_the_exit_lie_over_anything(still, uri) -> None:
    still.goto(address_of(uri))
    wrong = {}
    for size in SIZES:
        set_size(still, size)
        for place in range(11):
            still.evaluate(f"scrollTo(0, document.documentElement.scrollHeight * {place / 10})")
            if found := still.evaluate(FOUND):
                wrong[size, place] = found
    assert wrong == {}


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_exit_lies_over_nothing_with_other_text_and_colors(browser, address, scheme) -> None:
    context = browser.new_context(
        base_url=address, forced_colors="active", color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto("help/")
    for text in (
        "html { font-size: 40px }",
        (
            "* { letter-spacing: .12em !important; word-spacing: .16em !important; line-height: 1.5"
            " !important }"
        ),
    ):
        page.evaluate(
            "text => { const sheet = new CSSStyleSheet(); sheet.replaceSync(text);"
            " document.adoptedStyleSheets = [sheet]; }",
            text,
        )
        for size in PHONES if "40px" in text else SIZES:
            set_size(page, size)
            page.evaluate("scrollTo(0, 1000)")
            assert page.evaluate(FOUND) == []
            assert page.locator(EXIT).evaluate(
                "exit => exit.scrollWidth <= exit.offsetWidth && exit.scrollHeight <="
                " exit.offsetHeight"
            )
    assert page.locator(EXIT).evaluate(
        "exit => getComputedStyle(exit).borderTopColor !== getComputedStyle(exit).backgroundColor"
    )
    context.close()


@pytest.mark.parametrize(
    ("where", "size"),
    slow_but(
        [("help/", "320"), (TOPIC, "landscape")],
        itertools.product(["help/", TOPIC, REFLECTION], SIZES),
    ),
)
def test_the_first_and_the_last_words_of_a_page_can_be_read(still, size, where) -> None:
    set_size(still, size)
    still.goto(where)
    edges = (
        f"(() => {{ const boxes = {FIXED}; return [Math.max(...boxes.filter(box => box.top <"
        " 9).map(box => box.bottom)), Math.min(innerHeight, ...boxes.filter(box => box.top >"
        " 99).map(box => box.top))] })()"
    )
    assert still.locator(".md-path__link").first.bounding_box()["y"] >= still.evaluate(edges)[0]
    still.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    last = still.locator(".md-copyright a").last.bounding_box()
    assert last["y"] + last["height"] <= still.evaluate(edges)[1]


@pytest.mark.parametrize(
    ("uri", "size"),
    slow_but(
        [("help.md", "320"), ("topics/toxic-connection-behaviors.md", "landscape")],
        itertools.product(SAFETY, ["320", "landscape", "1280"]),
    ),
)
def test_what_takes_the_focus_is_never_behind_the_exit(still, uri, size) -> None:
    """WCAG 2.4.11. From one end of the page to the other and back, so that each comes from below and from above."""
    set_size(still, size)
    still.goto(address_of(uri))
    hidden = still.evaluate(f"""() => {{
      const all = [...document.querySelectorAll('.md-main :is(a[href], button, input, select, summary), .md-footer a')]
        .filter((element) => element.checkVisibility({{ visibilityProperty: true }}) && !element.closest('.md-sidebar'));
      return [...all, ...all.reverse()].map((element) => {{
        element.focus();
        return ({HIDDEN})();
      }}).filter(Boolean);
    }}""")
    assert hidden == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("where", "size"),
    list(itertools.product(["help/", REFLECTION], ["360", "landscape"])),
)
def test_nothing_that_the_tab_key_reaches_is_behind_the_exit(still, where, size) -> None:
    set_size(still, size)
    still.goto(where)
    met = []
    for key in ("Tab", "Shift+Tab"):
        for _ in range(150):
            still.keyboard.press(key)
            hidden, name = still.evaluate(f"[({HIDDEN})(), document.activeElement.className]")
            assert not hidden
            met.append(name)
            if met[-1] == "" and still.evaluate("document.activeElement === document.body"):
                break
    assert "exit" in met and "exit-skip" in met and len(met) > 50


@pytest.mark.parametrize("size", slow_but(["360"], SIZES))
def test_a_part_that_is_brought_into_view_is_not_behind_the_exit(still, size) -> None:
    set_size(still, size)
    still.goto(REFLECTION)
    names = ["See where your answers point", "Clear my answers"]
    for block in ("start", "end", "nearest"):
        for name in names:
            button = still.get_by_role("button", name=name)
            button.evaluate("(button, block) => button.scrollIntoView({ block })", block)
            box = button.bounding_box()
            assert all(
                box["y"] + box["height"] <= fixed["y"]
                or fixed["y"] + fixed["height"] <= box["y"]
                or box["x"] + box["width"] <= fixed["x"]
                for fixed in still.evaluate(FIXED)
            )


@pytest.mark.parametrize("size", slow_but(["360", "1280"], SIZES))
def test_the_open_search_leaves_the_exit_alone(still, size) -> None:
    """Its field, its results from the first to the last, and the button that empties it."""
    set_size(still, size)
    still.goto(TOPIC)
    still.evaluate("document.getElementById('__search').click()")
    still.locator(".md-search__input").fill("trust")
    still.locator(".md-search-result__link").first.wait_for()
    still.wait_for_function("(found => () => !found().length)(" + FOUND + ")()")
    for place in (0, 300, 100_000):
        still.locator(".md-search__scrollwrap").evaluate(
            "(frame, place) => { frame.scrollTop = place }", place
        )
        assert still.evaluate(FOUND) == []
    field, output = (
        still.locator(".md-search__form").bounding_box(),
        still.locator(".md-search__output").bounding_box(),
    )
    exit = still.locator(EXIT).bounding_box()
    assert output["y"] + output["height"] <= SIZES[size][1] + 1
    if size in PHONES:  # a keyboard on the screen would cover the foot
        assert (
            field["y"] + field["height"] <= exit["y"]
            and exit["y"] + exit["height"] <= output["y"]
            and exit["y"] < 60
        )


@pytest.mark.parametrize("size", slow_but(["360"], ["320", "360", "landscape", "768", "960"]))
def test_the_open_menu_leaves_the_exit_alone(still, size) -> None:
    set_size(still, size)
    still.goto(TOPIC)
    still.get_by_role("button", name="Menu", exact=True).click()
    still.wait_for_function(
        "document.querySelector('.md-sidebar--primary').getBoundingClientRect().left >= 0"
    )
    assert still.evaluate(FOUND) == []
    still.keyboard.press("Enter")  # to the first level
    assert still.evaluate(FOUND) == []
    last = still.locator(".md-sidebar--primary .md-nav__link:visible").last
    last.scroll_into_view_if_needed()
    assert last.bounding_box()["y"] + last.bounding_box()["height"] <= SIZES[size][1] - (
        44 if size in PHONES else 0
    )
    still.locator(EXIT).click(trial=True)


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
def test_an_open_claim_leaves_the_exit_alone_however_the_page_is_scrolled(still, size) -> None:
    set_size(still, size)
    still.goto(TOPIC)
    shown = 0
    for number in range(0, 8, 2):
        claim = still.locator("article a.finding:visible").nth(number)
        for block in ("start", "end"):
            claim.evaluate("(claim, block) => claim.scrollIntoView({ block })", block)
            claim.click()
            still.locator(".claim-box:popover-open").wait_for()
            still.locator(".exit-bar__inner:popover-open").wait_for()
            box = still.locator(".claim-box").bounding_box()
            assert still.evaluate(FOUND) == [] and box["height"] > 100
            shown += 1
            for _ in range(6):
                still.mouse.move(3, SIZES[size][1] // 3)
                still.evaluate(
                    "new Promise((done) => { scrollBy(0, innerHeight / 6); requestAnimationFrame(()"
                    " => requestAnimationFrame(done)); })"
                )
                assert still.evaluate(FOUND) == []
            still.keyboard.press("Escape")
            still.wait_for_function("!document.querySelector(':popover-open')")
    assert shown == 8


@pytest.mark.slow
@pytest.mark.parametrize("size", ["360", "1280"])
def test_nothing_moves_when_the_exit_comes_and_when_a_claim_is_opened(fresh_page, size) -> None:
    set_size(fresh_page, size)
    fresh_page.add_init_script("""addEventListener('DOMContentLoaded', () => { window.moved = 0; });
      new PerformanceObserver((list) => list.getEntries().forEach((entry) => { window.moved += entry.value; }))
        .observe({ type: 'layout-shift', buffered: true });""")
    fresh_page.goto(TOPIC, wait_until="networkidle")
    before = fresh_page.locator(EXIT).bounding_box()
    fresh_page.locator("article a.finding").first.evaluate("link => link.click()")
    fresh_page.locator(".exit-bar__inner:popover-open").wait_for()
    assert fresh_page.locator(EXIT).bounding_box() == before
    fresh_page.evaluate(
        "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )
    assert fresh_page.evaluate("window.moved") < 0.002


def test_the_way_to_the_top_and_what_is_said_stand_above_the_exit(browser, address) -> None:
    context = browser.new_context(
        base_url=address,
        reduced_motion="reduce",
        permissions=["clipboard-write"],
        viewport={"width": 360, "height": 640},
    )
    page = context.new_page()
    page.goto(TOPIC)
    page.mouse.move(100, 300)
    page.mouse.wheel(0, 3000)
    page.wait_for_function("scrollY > 2000")
    page.mouse.wheel(0, -600)
    page.locator(".md-top:not([hidden])").wait_for()
    top, bar = page.locator(".md-top").bounding_box(), page.locator(".exit-bar").bounding_box()
    assert top["y"] + top["height"] <= bar["y"]
    page.locator("h2 .headerlink").first.click()
    page.get_by_text("Link copied").wait_for()
    said = page.locator(".share-said").bounding_box()
    assert said["y"] + said["height"] <= bar["y"]
    context.close()


@pytest.mark.slow
def test_the_dots_stand_clear_of_the_words(still) -> None:
    for size in SIZES:
        set_size(still, size)
        still.goto("help/")
        still.keyboard.press("Shift")
        still.locator(".exit[data-presses='1']").wait_for()
        words, dots = still.evaluate("""() => {
          const range = document.createRange();
          range.selectNode(document.querySelector('.exit-bar .exit').firstChild);
          return [range.getBoundingClientRect(), document.querySelector('.exit__dots i').getBoundingClientRect()];
        }""")
        exit = still.locator(EXIT).bounding_box()
        assert words["bottom"] < dots["top"] and dots["bottom"] <= exit["y"] + exit["height"]


@pytest.mark.parametrize("uri", slow_but(SOME, SAFETY))
def test_a_keyboard_on_the_screen_does_not_cover_the_exit(still, uri) -> None:
    """No keyboard comes up here; browsers that heed this setting then lay the page out anew above theirs."""
    still.goto(address_of(uri))
    assert "interactive-widget=resizes-content" in still.locator(
        "meta[name=viewport]"
    ).get_attribute("content")
    set_size(still, "360")
    still.set_viewport_size({"width": 360, "height": 300})  # what is left then
    assert still.evaluate(FOUND) == []


# How far a ring stands out from what is around it: the ratio of WCAG between two colors that CSS
# has computed.
CONTRAST = """([ring, ground]) => {
  const light = (color) => {
    const parts = color.match(/[\\d.]+/g).slice(0, 3).map((part) => part / 255).map((part) => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4);
    return .2126 * parts[0] + .7152 * parts[1] + .0722 * parts[2] + .05;
  };
  const [one, other] = [light(ring), light(ground)];
  return Math.max(one, other) / Math.min(one, other);
}"""


@pytest.mark.parametrize(
    ("size", "scheme"),
    slow_but(
        [("360", "light"), ("1280", "dark")],
        itertools.product(["360", "1280"], ["light", "dark"]),
    ),
)
def test_the_ring_of_focus_is_seen_on_its_ground(browser, address, size, scheme) -> None:
    context = browser.new_context(base_url=address, color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    set_size(page, size)
    page.goto("help/")
    grounds = {".md-skip": ".md-header", ".exit-skip": ".md-header", EXIT: EXIT}
    for part, ground in grounds.items():
        while not page.evaluate("part => document.activeElement.matches(part)", part):
            page.keyboard.press("Tab")
        colors = page.evaluate(
            "([part, ground]) => [getComputedStyle(document.querySelector(part)).outlineColor,"
            " getComputedStyle(document.querySelector(ground)).backgroundColor]",
            [part, ground],
        )
        assert page.evaluate(CONTRAST, colors) >= 3, (part, colors)
        page.wait_for_timeout(300)  # the theme's own link moves in
        room, ring = page.locator(ground).first.bounding_box(), page.locator(part).bounding_box()
        reach = page.locator(part).evaluate(
            "one => parseFloat(getComputedStyle(one).outlineWidth) +"
            " parseFloat(getComputedStyle(one).outlineOffset)"
        )
        assert (
            room["y"] - 0.5 <= ring["y"] - reach
            and ring["y"] + ring["height"] + reach <= room["y"] + room["height"] + 0.5
        ), part
    context.close()


def test_on_paper_there_is_no_exit_and_no_room_for_it(still) -> None:
    set_size(still, "360")
    still.goto("help/")
    still.emulate_media(media="print")
    assert still.locator(".exit-bar").is_hidden()
    assert (
        still.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--exit-foot')")
        == "0px"
    )


@pytest.mark.everyday
@pytest.mark.parametrize("size", slow_but(["360", "landscape"], SIZES))
def test_without_scripts_the_exit_has_the_same_place(browser, address, size) -> None:
    width, height = SIZES[size]
    places = []
    for scripts in (True, False):
        context = browser.new_context(
            base_url=address,
            java_script_enabled=scripts,
            viewport={"width": width, "height": height},
        )
        page = context.new_page()
        page.goto("help/")
        places.append(page.locator(EXIT).bounding_box())
        context.close()
    assert places[0] == places[1]
