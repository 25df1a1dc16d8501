"""The entry that opens beside a claim (docs/assets/claims.js), in a real browser."""

import re

import pytest

from tests.support.slow import slow_but

PAGE = "guide/why-bonds-break/"
BOX = ".claim-box:popover-open"
FOCUS_IS_IN_BOX = "document.querySelector('.claim-box').contains(document.activeElement)"
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def heard(page, address):
    """What went wrong on the page: errors of scripts, and requests to anywhere but the site."""
    found = []
    page.on(
        "console",
        lambda message: (
            found.append(message.text) if message.type in ("error", "warning") else None
        ),
    )
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on(
        "request",
        lambda request: None if request.url.startswith(address) else found.append(request.url),
    )
    return found


@pytest.fixture
def claim(page, heard):
    """The second claim of a page, which stands in a running text."""
    page.goto(PAGE)
    return page.locator("a.finding").nth(1)


def focused(page) -> str:
    return page.evaluate("document.activeElement.id")


def words(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def entry_of(page, claim):
    name = claim.get_attribute("href").removeprefix("#")
    return page.locator(f".finding-entry:has([id='{name}'])")


def test_a_claim_says_that_it_opens_a_dialog(page, claim) -> None:
    assert claim.get_attribute("aria-haspopup") == "dialog"
    assert claim.get_attribute("aria-expanded") == "false"
    assert page.locator(".claim-box").count() == 0


@pytest.mark.everyday
@pytest.mark.parametrize("how", ["click", "Enter"])
def test_the_entry_opens_by_click_and_by_enter_and_esc_returns(page, claim, heard, how) -> None:
    before = (page.url, page.evaluate("history.length"), page.evaluate("scrollY"))
    if how == "click":
        claim.scroll_into_view_if_needed()
        before = (*before[:2], page.evaluate("scrollY"))
        claim.click()
    else:
        claim.focus()
        before = (*before[:2], page.evaluate("scrollY"))
        page.keyboard.press("Enter")
    box = page.locator(BOX)
    box.wait_for()
    assert claim.get_attribute("aria-expanded") == "true"
    assert page.evaluate(FOCUS_IS_IN_BOX)
    page.keyboard.press("Escape")
    box.wait_for(state="detached")
    assert focused(page) == claim.get_attribute("id")
    page.wait_for_function("!document.querySelector('.finding[aria-expanded=true]')")
    assert (page.url, page.evaluate("history.length"), page.evaluate("scrollY")) == before
    assert heard == []


def test_the_box_has_the_name_of_the_claim_and_the_content_of_the_entry(page, claim) -> None:
    claim.click()
    text = words(
        claim.evaluate(
            "link => { const copy = link.cloneNode(true); copy.querySelector('.mark').remove();"
            " return copy.textContent }"
        )
    )
    box = page.get_by_role("dialog", name=f"Evidence: {text}", exact=True)
    entry = entry_of(page, claim)
    for part in (".finding-entry__statement", ".finding-entry__facts"):
        assert words(box.locator(part).text_content()) == words(entry.locator(part).text_content())
    assert box.locator(".citation").get_attribute("href") == entry.locator(
        ".citation"
    ).get_attribute("href")
    links = box.locator(".claim-box__links a")
    assert links.all_inner_texts() == ["See it in the list of evidence", "Permanent link"]
    assert links.first.get_attribute("href") == claim.get_attribute("href")
    assert "/evidence/" in links.last.get_attribute("href")
    assert "Back to" not in box.inner_text()


def test_no_id_stands_twice_while_a_box_is_open(page, claim) -> None:
    claim.click()
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(element => element.id)")
    assert page.locator(f"{BOX} [id]").count() == 0
    assert len(set(ids)) == len(ids)


def test_the_close_button_is_large_and_returns_the_focus(page, claim) -> None:
    claim.click()
    button = page.get_by_role("dialog").get_by_role("button", name="Close")
    assert min(button.evaluate("button => [button.offsetWidth, button.offsetHeight]")) >= 44
    button.click()
    page.locator(BOX).wait_for(state="detached")
    assert focused(page) == claim.get_attribute("id")


def test_a_click_elsewhere_closes_and_a_second_click_on_the_claim_too(page, claim) -> None:
    for place in ("article h1", None):
        claim.click()
        page.locator(BOX).wait_for()
        if place:
            page.locator(place).click()
        else:
            first = claim.evaluate(
                "link => { const { x, y } = link.getClientRects()[0]; return [x + 5, y + 5] }"
            )
            page.mouse.click(*first)
        page.locator(BOX).wait_for(state="detached")
        page.wait_for_function("!document.querySelector('.finding[aria-expanded=true]')")


def test_another_claim_takes_the_box_over(page, claim) -> None:
    claim.click()
    other = page.locator("a.finding").nth(0)
    other.evaluate("link => link.click()")
    assert page.locator(BOX).count() == 1
    assert [claim.get_attribute("aria-expanded"), other.get_attribute("aria-expanded")] == [
        "false",
        "true",
    ]
    page.keyboard.press("Escape")
    page.locator(BOX).wait_for(state="detached")
    assert focused(page) == other.get_attribute("id")


def test_tab_goes_through_the_box_and_on_from_the_claim(page, claim) -> None:
    following = claim.evaluate_handle(
        "link => { const all = [...document.querySelectorAll('article :is(a[href], summary)')];"
        " return all[all.indexOf(link) + 1]; }"
    )
    claim.focus()
    page.keyboard.press("Enter")
    for _ in range(4):  # Close, the source, the list, the permanent link
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUS_IS_IN_BOX)
    page.keyboard.press("Tab")
    page.locator(BOX).wait_for(state="detached")
    assert page.evaluate("following => document.activeElement === following", following)
    assert claim.get_attribute("aria-expanded") == "false"


def test_the_list_of_evidence_is_one_click_away(page, claim) -> None:
    claim.click()
    page.get_by_role("link", name="See it in the list of evidence").click()
    page.locator(BOX).wait_for(state="detached")
    assert page.url.endswith(claim.get_attribute("href"))
    page.wait_for_function(
        "id => { const box = document.getElementById(id).getBoundingClientRect(); return box.top >="
        " 0 && box.top < innerHeight }",
        arg=claim.get_attribute("href").removeprefix("#"),
    )
    assert focused(page) != claim.get_attribute("id")


@pytest.mark.parametrize("key", ["Control", "Shift"])
def test_a_click_with_a_key_keeps_the_browsers_meaning(page, claim, key) -> None:
    with page.context.expect_page():
        claim.click(modifiers=[key])
    assert page.locator(BOX).count() == 0


def test_nothing_opens_by_pointing(page, claim) -> None:
    claim.hover()
    page.wait_for_timeout(300)
    assert page.locator(".claim-box").count() == 0


@pytest.mark.slow
@pytest.mark.parametrize("width", [700, 1280])
def test_the_box_stands_beside_the_claim_within_the_window(page, claim, width) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.emulate_media(reduced_motion="reduce")
    for number in range(page.locator("a.finding").count()):
        link = page.locator("a.finding").nth(number)
        if link.locator("xpath=ancestor::details[not(@open)]").count():
            continue
        link.scroll_into_view_if_needed()
        link.evaluate("link => link.click()")
        box = page.locator(BOX).bounding_box()
        lines = link.evaluate(
            "link => [...link.getClientRects()].map(({ top, bottom }) => [top, bottom])"
        )
        assert box["x"] >= 0 and box["y"] >= 0
        assert box["x"] + box["width"] <= width and box["y"] + box["height"] <= 700
        assert box["y"] >= lines[-1][1] or box["y"] + box["height"] <= lines[0][0]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(
    "size",
    slow_but([PHONE], [PHONE, {"width": 320, "height": 480}, {"width": 740, "height": 360}]),
)
def test_on_a_phone_it_is_a_sheet_at_the_foot(page, claim, size) -> None:
    page.set_viewport_size(size)
    page.emulate_media(reduced_motion="reduce")
    claim.click()
    box = page.locator(BOX).bounding_box()
    assert (box["x"], box["width"]) == (0, size["width"])
    assert box["y"] >= 0.25 * size["height"]
    assert box["y"] + box["height"] == pytest.approx(size["height"], abs=1)
    assert page.locator(BOX).evaluate("box => getComputedStyle(box).animationName") == "none"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_opening_moves_nothing_on_the_page(page, claim) -> None:
    where = "[...document.querySelectorAll('article > *')].map(element => element.offsetTop)"
    before = page.evaluate(where)
    claim.click()
    assert page.evaluate(where) == before


def test_the_box_is_not_printed(page, claim) -> None:
    claim.click()
    page.emulate_media(media="print")
    assert page.locator(".claim-box").evaluate("box => getComputedStyle(box).display") == "none"


@pytest.mark.everyday
def test_without_javascript_the_claim_leads_to_its_entry(browser, address) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto(PAGE)
    claim = page.locator("a.finding").nth(1)
    assert claim.get_attribute("aria-haspopup") is None
    claim.click()
    assert page.url.endswith(claim.get_attribute("href"))
    assert entry_of(page, claim).is_visible()
    context.close()


def test_without_popovers_the_claim_leads_to_its_entry(fresh_page) -> None:
    fresh_page.add_init_script("delete HTMLElement.prototype.showPopover")
    fresh_page.goto(PAGE)
    claim = fresh_page.locator("a.finding").nth(1)
    claim.click()
    assert fresh_page.url.endswith(claim.get_attribute("href"))
    assert claim.get_attribute("aria-haspopup") is None
