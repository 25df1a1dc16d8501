"""Finding one's way, printing and sharing, in a real browser."""

import re

import pytest

from tests.support.hosts import folder_of
from tests.support.real import real_catalogue
from tests.support.slow import slow_but

CATALOGUE = real_catalogue()
SECTIONS = [page.uri.removesuffix(".md") + "/" for page in CATALOGUE.sections]
TOPIC = "topics/build-trust/"
SECTION = "guide/distance/"
# What people type, and a page that answers it.
SEARCHES = {
    "phubbing": "guide/technology/",
    "partner always on phone": "guide/technology/",
    "doomscrolling": "guide/technology/",
    "gaslighting": "topics/toxic-connection-behaviors/",
    "walking on eggshells": "topics/toxic-connection-behaviors/",
    "narcissist": "topics/toxic-connection-behaviors/",
    "red flags": "topics/toxic-connection-behaviors/",
    "jealous": "topics/toxic-connection-behaviors/",
    "silent treatment": "topics/resolve-conflicts/",
    "fighting all the time": "topics/resolve-conflicts/",
    "how to apologize": "topics/resolve-conflicts/",
    "ghosting": "topics/dating-challenges/",
    "love bombing": "topics/dating-challenges/",
    "situationship": "topics/dating-challenges/",
    "cheating": "topics/build-trust/",
    "affair": "topics/build-trust/",
    "trust issues": "topics/build-trust/",
    "forgive": "topics/build-trust/",
    "shy": "topics/dating-confidence/",
    "after a breakup": "topics/dating-confidence/",
    "roommates": "topics/emotional-intimacy/",
    "lonely": "guide/why-bonds-break/",
    "growing apart": "guide/why-bonds-break/",
    "spark gone": "topics/long-term-couple-advice/",
    "mental load": "guide/myths/",
    "guilt trip": "guide/myths/",
    "need space": "guide/distance/",
    "love language": "guide/science/",
    "people pleasing": "topics/healthy-boundaries/",
    "we never talk": "topics/relationship-communication-strategies/",
    "cheap couples therapy": "topics/cost-effective-coaching/",
    "chatgpt": "topics/ai-relationship-coaching/",
    "is this abuse": "help/",
    "he hits me": "help/",
    "hotline": "help/",
    "suicide": "help/",
    "stalking": "help/",
}


def found_by(page, words: str) -> list[str]:
    """Type words into the search of the home page and return the addresses, below it, of the first three pages found."""
    field = page.get_by_role("textbox", name="Search")
    field.fill("")
    page.keyboard.press("End")
    page.wait_for_function("!document.querySelector('.md-search-result__item')")
    field.fill(words)
    page.keyboard.press("End")
    page.wait_for_function("document.querySelector('.md-search-result__item')")
    return page.evaluate(
        """[...document.querySelectorAll('.md-search-result__item > a')].slice(0, 3)
        .map(link => new URL(link.href).pathname.slice(location.pathname.length))"""
    )


@pytest.mark.everyday
def test_everyday_words_find_a_fitting_page_among_the_first_three(page) -> None:
    page.goto("")
    page.get_by_role("textbox", name="Search").click()
    found = {words: found_by(page, words) for words in SEARCHES}
    assert {words: pages for words, pages in found.items() if SEARCHES[words] not in pages} == {}


def test_a_result_shows_the_everyday_word_that_was_found_and_no_other(page) -> None:
    page.goto("")
    page.get_by_role("textbox", name="Search").click()
    found_by(page, "gaslighting")
    shown = [
        tag.inner_text()
        for tag in page.locator(".md-search-result .md-tag").all()
        if tag.is_visible()
    ]
    assert shown == ["gaslighting"]


@pytest.mark.slow
@pytest.mark.parametrize("javascript", [True, False])
def test_the_path_leads_from_the_first_section_to_the_last_and_back(
    browser, address, javascript
) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=javascript)
    page = context.new_page()
    page.goto(SECTIONS[0])
    assert page.locator(".path__way[rel=prev]").count() == 0
    for number, uri in enumerate(SECTIONS, 1):
        assert page.url == address + uri
        assert page.locator(".path__place").inner_text() == (
            f"Truth {number} of 7" if number <= 7 else "After the 7 truths"
        )
        assert page.locator(".path__step[aria-current=page]").all_inner_texts() == (
            [str(number)] if number <= 7 else []
        )
        page.locator(".path__way[rel=next]").click()
    assert page.url == address + "topics/"
    page.goto(SECTIONS[-1])
    for uri in reversed(SECTIONS[:-1]):
        page.locator(".path__way[rel=prev]").click()
        assert page.url == address + uri
    context.close()


@pytest.mark.parametrize("width", slow_but([320], [320, 360, 1280]))
def test_the_steps_of_the_path_can_be_touched_and_fit(page, width) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(SECTION)
    sizes = [step.bounding_box() for step in page.locator(".path__step").all()]
    assert len(sizes) == 7 and len({size["y"] for size in sizes}) == 1
    assert all(
        size["height"] >= 44 and size["width"] >= (44 if width > 320 else 38) for size in sizes
    )
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_breadcrumbs_name_the_way_and_link_what_is_a_page(page, address) -> None:
    page.goto(TOPIC)
    crumbs = page.get_by_role("navigation", name="Breadcrumbs")
    assert crumbs.get_by_role("listitem").all_inner_texts() == [
        "Home",
        "Topics",
        "Trust",
        "Build trust",
    ]
    assert [link.inner_text() for link in crumbs.get_by_role("link").all()] == ["Home", "Topics"]
    assert crumbs.locator("[aria-current=page]").inner_text() == "Build trust"
    crumbs.get_by_role("link", name="Topics").click()
    assert page.url == address + "topics/"
    assert crumbs.get_by_role("listitem").all_inner_texts() == ["Home", "Topics"]
    page.goto("")
    assert crumbs.count() == 0


@pytest.mark.parametrize("uri", [SECTION, TOPIC])
def test_a_page_says_how_long_it_takes(page, uri) -> None:
    page.goto(uri)
    assert re.fullmatch(r"\d minutes to read", page.locator(".reading-time").inner_text())


def test_the_page_of_help_does_not_say_how_long_it_takes(page) -> None:
    page.goto("help/")
    assert page.locator(".reading-time").count() == 0


def test_topics_stand_by_need_and_abuse_leads_to_help_first(page, address, site) -> None:
    page.goto("topics/")
    first = page.locator(".need").first
    assert re.sub("#.*", "", first.get_by_role("heading").inner_text()).strip() == "Is this abuse?"
    links = [
        link.evaluate("link => link.href") for link in first.locator("a:not(.headerlink)").all()
    ]
    assert links[0] == address + "help/" and address + "topics/toxic-connection-behaviors/" in links
    by_need = page.locator(".need li a").evaluate_all(
        "links => links.map(link => new URL(link.href).pathname)"
    )
    assert set(by_need) == {f"{folder_of(site)}/topics/{slug}/" for slug in CATALOGUE.topics}


@pytest.mark.parametrize("uri", ["/nowhere/", "/topics/build-trst/deep/down"])
def test_an_unknown_address_gets_a_page_that_helps(page, address, site, uri) -> None:
    errors, below = [], folder_of(site)
    host = address.removesuffix(f"{below}/")
    page.on("pageerror", lambda error: errors.append(str(error)))
    answer = page.goto(host + below + uri)
    assert answer.status == 404 and page.title() == "Page not found - Strengthening Emotional Bonds"
    assert page.get_by_role("heading", level=1).inner_text() == "This page is not here"
    article = page.get_by_role("article")
    assert "people you can talk to" in article.get_by_role("link").first.inner_text()
    paths = article.get_by_role("link").evaluate_all(
        "links => links.map(link => new URL(link.href).pathname)"
    )
    assert {
        f"{below}/{name}"
        for name in ("", "help/", "topics/", "guide/", "evidence/", "glossary/", "about/")
    } <= set(paths)
    assert [path for path in paths if page.request.get(host + path).status != 200] == []
    assert page.locator(".lost__search").is_visible()
    assert errors == []


def test_without_javascript_the_404_page_promises_no_search(browser, address) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("nowhere/")
    assert not page.locator(".lost__search").is_visible()
    context.close()


@pytest.fixture
def copying(browser, address):
    """A page that may write to the clipboard."""
    context = browser.new_context(
        base_url=address,
        permissions=["clipboard-read", "clipboard-write"],
        viewport={"width": 1280, "height": 900},
    )
    yield context.new_page()
    context.close()


SAID = ".share-said[role=status]"


def clipboard(page) -> str:
    page.wait_for_function("selector => document.querySelector(selector).textContent", arg=SAID)
    """What a reader would paste: the site's own headers forbid a page to read the clipboard."""
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('textarea'), { id: 'pasted' }))"
    )
    page.locator("#pasted").press("ControlOrMeta+V")
    pasted = page.locator("#pasted").input_value()
    page.evaluate("document.querySelector('#pasted').remove()")
    return pasted


@pytest.mark.slow
def test_the_mark_beside_a_heading_copies_its_address_and_says_so(copying, address) -> None:
    copying.goto(SECTION)
    link = copying.locator("h2 .headerlink").first
    assert (
        link.evaluate("link => getComputedStyle(link).opacity") == "1"
    )  # and not only under a pointer
    assert link.get_attribute("aria-label").startswith("# Copy link: ")
    link.click()
    assert clipboard(copying) == address + SECTION + link.get_attribute("href") == copying.url
    assert copying.locator(SAID).inner_text() == "Link copied"
    copying.wait_for_function(
        "selector => !document.querySelector(selector).textContent", arg=SAID, timeout=8000
    )


ALONE = """() => [...document.querySelectorAll(".headerlink")].filter((link) => {
  const before = document.createRange();
  const text = document.createTreeWalker(link.parentElement, NodeFilter.SHOW_TEXT);
  let last;
  for (let node = text.nextNode(); node && !link.contains(node); node = text.nextNode()) if (node.data.trim()) last = node;
  before.setStart(last, last.data.trimEnd().length - 1);
  before.setEnd(last, last.data.trimEnd().length);
  const [letter, mark] = [before.getBoundingClientRect(), link.getBoundingClientRect()];
  return letter.height && mark.top > letter.bottom - 5 || mark.width && mark.width < 24;
}).map((link) => link.parentElement.textContent)"""


def test_the_mark_beside_a_heading_never_stands_on_a_line_of_its_own(page) -> None:
    headings = 0
    for uri in ("topics/", SECTION, "help/", "guide/science/"):
        page.goto(uri)
        headings += page.locator(".headerlink").count()
        for width in (320, 360, 375, 390, 412):
            page.set_viewport_size({"width": width, "height": 740})
            assert page.evaluate(ALONE) == [], (uri, width)
    assert headings > 40


@pytest.mark.parametrize(
    ("uri", "inside"), [(SECTION, ".evidence"), ("evidence/distance/", ".finding-list")]
)
def test_the_permanent_address_of_a_finding_can_be_copied_by_key(
    copying, address, uri, inside
) -> None:
    copying.goto(uri)
    entry = copying.locator(f"{inside} .finding-entry").first
    key = entry.locator("[id]").first.get_attribute("id").removeprefix("evidence-")
    entry.locator("summary").click()
    entry.get_by_role("button", name="Copy link").focus()
    copying.keyboard.press("Enter")
    assert clipboard(copying) == f"{address}evidence/{CATALOGUE.findings[key]['section']}/#{key}"
    assert copying.url == address + uri


def test_a_clipboard_that_refuses_is_said_and_the_link_still_leads(fresh_page) -> None:
    fresh_page.add_init_script(
        "navigator.clipboard.writeText = () => Promise.reject(new Error('no'))"
    )
    fresh_page.goto(SECTION)
    link = fresh_page.locator("h2 .headerlink").first
    link.click()
    fresh_page.wait_for_function(
        "selector => document.querySelector(selector).textContent === 'The link could not be"
        " copied'",
        arg=SAID,
    )
    assert fresh_page.url.endswith(link.get_attribute("href"))


def test_without_a_clipboard_nothing_is_promised(fresh_page) -> None:
    fresh_page.add_init_script(
        "Object.defineProperty(Navigator.prototype, 'clipboard', { value: undefined })"
    )
    fresh_page.goto(SECTION)
    assert fresh_page.locator(SAID).count() == 0 and fresh_page.locator(".share-copy").count() == 0
    link = fresh_page.locator("h2 .headerlink").first
    assert link.get_attribute("title") == "Link to this part"
    link.click()
    assert fresh_page.url.endswith(link.get_attribute("href"))


def test_a_sheet_of_questions_keeps_its_boxes_on_paper(page) -> None:
    page.goto("self-assessment/")
    page.emulate_media(media="print")
    assert (
        page.locator("form.reflection").is_visible()
        and page.locator("form.reflection input").first.is_visible()
    )
    assert [item for item in page.locator("article button").all() if item.is_visible()] == []


def styles(page, selector: str, name: str) -> set[str]:
    return set(
        page.locator(selector).evaluate_all(
            f"items => items.map(item => getComputedStyle(item).{name})"
        )
    )


@pytest.mark.parametrize(
    "uri",
    slow_but(
        ["help/", "evidence/science/"],
        ["guide/why-bonds-break/", SECTION, "help/", "evidence/science/", "topics/"],
    ),
)
def test_paper_has_no_controls_and_shows_whose_page_it_is(page, uri) -> None:
    page.goto(uri)
    assert not page.locator(".print-head").is_visible()
    page.emulate_media(media="print")
    for selector in (
        ".md-header",
        ".md-sidebar",
        ".md-footer",
        ".md-path",
        ".exit",
        ".exit-bar",
        ".path",
        ".headerlink",
        "article button",
        "article select",
        ".library-form",
        ".share-said",
    ):
        assert [item for item in page.locator(selector).all() if item.is_visible()] == [], selector
    assert page.locator(".print-head").is_visible()
    assert page.locator(".print-head").inner_text().startswith("Strengthening Emotional Bonds")


def test_paper_has_every_disclosure_opened(page) -> None:
    page.goto("evidence/charts/")
    closed = page.locator(
        "article details:not([open]) > :not(summary, .cite *)"
    )  # nobody types BibTeX from paper
    assert closed.count() > 0 and not closed.first.is_visible()
    page.emulate_media(media="print")
    seen = closed.evaluate_all(
        "items => items.map(item => [item.checkVisibility({ contentVisibilityAuto: true }),"
        " item.getBoundingClientRect().height > 0])"
    )
    assert all(visible and tall for visible, tall in seen)


def test_before_printing_a_script_opens_what_is_closed_and_closes_it_again(page) -> None:
    page.goto("evidence/charts/")
    closed = page.locator("article details:not([open])")
    before = closed.count()
    assert before > 0
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert closed.count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert closed.count() == before


def test_paper_shows_where_links_lead(page, site) -> None:
    page.goto("sources/")
    page.emulate_media(media="print")
    outside = page.locator("article a[href^='https:']").first
    after = "link => getComputedStyle(link, '::after').content"
    assert outside.get_attribute("href") in outside.evaluate(
        f"link => {{ const made = {after.split('=> ')[1]}; return made.includes('attr(') ?"
        " link.href : made }"
    )
    page.emulate_media(media="screen")
    page.goto(TOPIC)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert (
        page.locator(".related a")
        .first.get_attribute("data-address")
        .startswith(f"{folder_of(site)}/topics/".lstrip("/"))
    )
    assert page.locator(".related a").first.evaluate(after) not in ("none", "normal")
    assert set(page.locator("a.finding").evaluate_all(f"links => links.map({after})")) <= {
        "none",
        "normal",
    }


@pytest.mark.slow
def test_a_dark_page_is_printed_dark_on_white(browser, address) -> None:
    context = browser.new_context(base_url=address, color_scheme="dark")
    page = context.new_page()
    page.goto(SECTION)
    page.wait_for_function("document.body.dataset.mdColorScheme === 'slate'")
    page.emulate_media(media="print", color_scheme="dark")
    page.wait_for_function("document.body.dataset.mdColorScheme")
    assert styles(page, "html, body", "backgroundColor") == {"rgb(255, 255, 255)"}
    inks = styles(
        page,
        "article p, article li, article h1, article h2, article a, article dt, article .status,"
        " article .mark",
        "color",
    )
    numbers = [tuple(map(int, re.findall(r"\d+", ink)[:3])) for ink in inks]
    assert (
        numbers
        and max(0.2126 * red + 0.7152 * green + 0.0722 * blue for red, green, blue in numbers) < 110
    )
    context.close()


@pytest.mark.parametrize(
    "uri",
    slow_but(
        ["guide/technology/", "evidence/charts/"],
        [
            "guide/why-bonds-break/",
            "guide/technology/",
            "guide/culture-history/",
            "evidence/charts/",
        ],
    ),
)
def test_nothing_is_cut_on_paper(page, uri) -> None:
    page.set_viewport_size({"width": 680, "height": 960})  # the width of A4 between its margins
    page.goto(uri)
    page.emulate_media(media="print")
    wide = page.evaluate(
        """[...document.querySelectorAll('article table, article svg, article .guide-table__scroll, article p')]
        .filter(item => item.checkVisibility() && item.getBoundingClientRect().right > innerWidth + 1).map(item => item.outerHTML.slice(0, 80))"""
    )
    assert wide == []
    assert styles(page, ".evidence > li", "breakInside") <= {"avoid"}
