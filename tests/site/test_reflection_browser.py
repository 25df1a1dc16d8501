"""The self-reflection (docs/assets/reflection.js) in a real browser: what it shows, and that it leaves nothing behind."""

import random
import re

import pytest

from guide.data.self_reflection import evaluate_answers, group_rules, make_rules
from tests.support.browsing import axe_faults
from tests.support.real import real_catalogue

CATALOGUE = real_catalogue()
RULES = make_rules(CATALOGUE.rows("reflection-rules"))
QUESTIONS = [(row["id"], row["kind"]) for row in CATALOGUE.rows("reflection-questions")]
SAFETY = [question for question, kind in QUESTIONS if kind == "safety"]
PAGE = "self-assessment/"
ID = "table-self-reflection"
FORM = "form.reflection"
SAFE = dict.fromkeys(SAFETY, "no")
SEEN = """[...document.querySelectorAll('form.reflection [data-rule]')]
          .filter(item => item.checkVisibility()).map(item => item.dataset.rule)"""
FOCUS = "document.activeElement.id || document.activeElement.classList[0]"


def answers_to(question: str) -> list[str]:
    return [
        row["answer"] for row in CATALOGUE.rows("reflection-answers") if row["question"] == question
    ]


def sample(count: int) -> list[dict[str, str]]:
    """Return sets of answers: some by hand, and some drawn with a fixed seed, of which half have no danger in them."""
    draw = random.Random(4)
    sets = [
        SAFE,
        {"afraid": "yes"},
        {"blame": "often"},
        {**SAFE, "repair": "rarely", "blame": "often"},
        dict.fromkeys(SAFETY, "prefer-not-to-say"),
        {**SAFE, "old-hurt": "prefer-not-to-say"},
        {**SAFE, "hurt": "unsure", "you-thank": "rarely"},
    ]
    for number in range(count):
        chosen = {
            question: draw.choice(answers_to(question))
            for question, _ in QUESTIONS
            if draw.random() < 0.7
        }
        quiet = {
            question: draw.choice(["no", "prefer-not-to-say"])
            for question in SAFETY
            if question in chosen
        }
        sets.append({**chosen, **(quiet if number % 2 else {})} or SAFE)
    return sets


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
def form(page, heard):
    page.goto(PAGE)
    return page.locator(FORM)


def choose(page, answers: dict[str, str]) -> None:
    for question, answer in answers.items():
        page.locator(f"[id='{ID}-{question}-{answer}']").check(force=True)


def press(page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def is_in_sight(page, selector: str) -> bool:
    """Say whether the first element of a selector stands below the header, where the exit is, and above the lower end."""
    edge = page.evaluate("document.querySelector('.md-header').getBoundingClientRect().bottom")
    return edge - 1 <= page.locator(selector).first.bounding_box()["y"] < 850


def submit(page) -> None:
    press(page, "See where your answers point")


def test_the_page_is_a_form_with_named_groups_and_one_name_for_each_choice(page, form) -> None:
    groups = page.locator(FORM).get_by_role("group")
    assert groups.count() >= len(QUESTIONS)
    afraid = page.get_by_role("group", name="1. Are you ever afraid of them?")
    assert afraid.get_by_role("radio").count() == 4
    assert afraid.get_by_role("radio", name="Prefer not to say").is_visible()
    assert page.evaluate(SEEN) == []


@pytest.mark.parametrize("count", [5, pytest.param(40, marks=pytest.mark.nightly)])
def test_the_browser_decides_as_the_engine_does(page, form, count) -> None:
    for answers in sample(count):
        press(page, "Clear my answers")
        choose(page, answers)
        submit(page)
        assert page.evaluate(SEEN) == evaluate_answers(answers, RULES).rule_ids, answers
        shown = page.locator(".reflection__outcome:visible")
        groups = shown.evaluate_all("all => all.map(one => one.dataset.group || 'none')")
        assert groups == ["help"] or (groups and "help" not in groups)


def danger_faults(page, question: str, answer: str) -> list[object]:
    """Answer with one danger among things that go well, and return what is shown beside help."""
    press(page, "Clear my answers")
    choose(
        page,
        {**SAFE, "blame": "often", "repair": "rarely", "you-thank": "mostly", question: answer},
    )
    submit(page)
    result = page.locator(".reflection__result")
    links = result.locator("a:visible:not(.headerlink)").evaluate_all(
        "all => all.map((link) => [link.textContent, link.getAttribute('href')])"
    )
    names = [name for name, _ in links]
    text = result.inner_text()
    return [
        *([] if names == ["Go to help and helplines", "Exit this page"] else names),
        *([] if links and links[0][1] == "../help/" else links[:1]),
        *(word for word in ADVICE if word in text),
        *(["print"] if page.get_by_role("button", name="Print this sheet").is_visible() else []),
    ]


ADVICE = ("talk to them", "tell them", "together", "Resolve", "build on")


@pytest.mark.everyday
def test_danger_leads_to_help_and_to_nothing_else(page, form) -> None:
    dangers = [
        (question, answer)
        for question in SAFETY
        for answer in answers_to(question)
        if answer not in ("no", "prefer-not-to-say")
    ]
    assert len(dangers) > 5
    faults = {danger: danger_faults(page, *danger) for danger in dangers}
    assert {danger: found for danger, found in faults.items() if found} == {}
    page.locator(".reflection__result a:visible:not(.headerlink)").first.click()
    page.wait_for_url("**/help/")


@pytest.mark.slow
def test_with_the_keyboard_alone(page, form, heard) -> None:
    page.locator(f"[id='{ID}-afraid-yes']").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.locator(f"[id='{ID}-afraid-no']").is_checked()
    page.keyboard.press("Tab")  # why we ask the second question
    page.keyboard.press("Enter")
    assert page.locator(f"[id='{ID}-controlled'] details").get_attribute("open") is not None
    for _ in range(200):
        if page.evaluate("document.activeElement.textContent") == "See where your answers point":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate(FOCUS) == "reflection__result"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.reflection__result') !== null")
    assert heard == []


def test_enter_on_an_answer_submits(page, form) -> None:
    page.locator(f"[id='{ID}-blame-often']").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    assert page.evaluate(FOCUS) == "reflection__result"


def test_nothing_answered_gives_a_summary_that_links_to_the_first_one(page, form) -> None:
    before = page.url
    submit(page)
    summary = page.get_by_role("alert")
    assert "Nothing is answered yet" in summary.inner_text()
    assert page.evaluate(FOCUS) == "reflection__errors"
    first = page.locator("fieldset").first
    assert (
        first.get_attribute("aria-describedby") == f"{ID}-error"
        and page.locator(f"[id='{ID}-error']").is_visible()
    )
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate(FOCUS) == f"{ID}-{QUESTIONS[0][0]}-{answers_to(QUESTIONS[0][0])[0]}"
    assert page.url == before
    assert is_in_sight(page, "legend")
    page.keyboard.press("Space")
    assert not summary.is_visible() and not page.locator(f"[id='{ID}-error']").is_visible()
    assert first.get_attribute("aria-describedby") is None
    assert page.evaluate(SEEN) == []


def test_the_result_gets_the_focus_and_is_announced(page, form) -> None:
    status = page.locator(".reflection__status")
    assert status.get_attribute("role") == "status" and status.inner_text() == ""
    choose(page, {**SAFE, "blame": "often", "you-thank": "mostly"})
    submit(page)
    assert page.evaluate(FOCUS) == "reflection__result"
    assert page.get_by_role("region", name="Where your answers point").is_visible()
    assert status.text_content() == "Pages that fit: start with one. What you can build on."
    choose(page, {"forced": "unsure"})
    assert (
        status.text_content() == "" and page.evaluate(SEEN) == []
    )  # what was shown no longer fits
    submit(page)
    assert status.text_content() == "Help comes first."
    assert is_in_sight(page, ".reflection__result h2")


def test_answers_that_lead_nowhere_get_a_word_too(page, form) -> None:
    choose(page, SAFE)
    submit(page)
    assert page.evaluate(SEEN) == []
    assert page.locator(".reflection__none").is_visible()


def test_the_clear_button_clears_all_of_it(page, form) -> None:
    choose(page, {**SAFE, "blame": "often"})
    submit(page)
    press(page, "Clear my answers")
    assert page.locator(f"{FORM} input:checked").count() == 0
    assert page.evaluate(SEEN) == [] and not page.locator(".reflection__outcome:visible").count()
    assert page.locator(".reflection__status").inner_text() == "Your answers are cleared."
    assert page.evaluate("document.activeElement.textContent") == "Clear my answers"


def test_nothing_is_stored_sent_or_put_in_the_address(page, form, heard, asked) -> None:
    # The theme keeps the palette; what it keeps is there before the first answer.
    kept = """JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, document.title,
              history.length, history.state, location.href])"""
    before = page.evaluate(kept)
    asked.clear()
    submit(page)
    page.get_by_role("link", name="Choose an answer").click()
    choose(page, {"afraid": "yes", "blame": "often"})
    submit(page)
    press(page, "Clear my answers")
    choose(page, {**SAFE, "blame": "often"})
    submit(page)
    assert page.evaluate(kept) == before
    assert asked == [] and heard == [] and page.context.cookies() == []
    assert page.evaluate("indexedDB.databases().then(all => all.length)") == 0


@pytest.mark.parametrize("way", ["reload", "back"])
def test_the_answers_are_gone_after_leaving(page, form, way) -> None:
    choose(page, {"afraid": "yes"})
    submit(page)
    if way == "reload":
        page.reload()
    else:
        page.goto("help/")
        page.go_back()
    page.locator(FORM).wait_for()
    assert page.locator(f"{FORM} input:checked").count() == 0
    assert page.evaluate(SEEN) == []


def test_leaving_empties_the_form_before_the_browser_can_keep_it(page, form) -> None:
    choose(page, {"afraid": "yes"})
    submit(page)
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    assert page.locator(f"{FORM} input:checked").count() == 0
    assert page.evaluate(SEEN) == []


@pytest.mark.everyday
def test_without_javascript_it_is_a_paper_checklist(browser, address) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto(PAGE)
    text = page.locator(".reflection__result").inner_text()
    assert (
        "If question 1 is “Yes” or “Sometimes, or it depends on the day”: Fear is reason enough"
        in text
    )
    assert "If question 10 is “Often” or “Sometimes”:" in text
    assert text.index("Help comes first") < text.index("Pages that fit")
    for slug, _ in evaluate_answers({**SAFE, "blame": "often", "old-hurt": "yes"}, RULES).topics:
        assert page.locator(f".reflection__result a[href='../topics/{slug}/']").is_visible()
    radio = page.locator(f"[id='{ID}-blame-often']")
    radio.focus()
    page.keyboard.press("Space")
    page.keyboard.press(
        "Enter"
    )  # would send a form without a button, and put the answers in the address
    assert radio.is_checked() and page.url == f"{address}{PAGE}"
    assert not page.get_by_role("button", name="See where").is_visible()
    page.get_by_role("button", name="Clear my answers").click()
    assert not radio.is_checked()
    context.close()


def test_print_gives_the_sheet(page, form) -> None:
    page.emulate_media(media="print")
    seen = page.evaluate(SEEN)
    assert seen == [
        rule for rule in group_rules(RULES, RULES).rule_ids if not rule.endswith("-good")
    ]
    assert (
        page.locator("legend").first.is_visible()
        and page.locator(".reflection__sheet").is_visible()
    )
    for part in ("button", "details", ".exit"):
        assert not page.locator(f"{FORM} {part}:visible").count()
    assert (
        page.locator("article h1").is_visible()
        and not page.locator("article h2:has-text('Evidence')").is_visible()
    )
    page.emulate_media(media="screen")
    choose(page, {"afraid": "yes", "blame": "often"})
    submit(page)
    page.emulate_media(media="print")
    assert page.evaluate(SEEN) == ["afraid-help"]  # on paper, too, help is all there is


def test_the_print_button_prints(fresh_page) -> None:
    fresh_page.add_init_script("window.print = () => { window.printed = true }")
    fresh_page.goto(PAGE)
    press(fresh_page, "Print this sheet")
    assert fresh_page.evaluate("window.printed") is True


@pytest.mark.parametrize("width", [320, 1280])
def test_choices_are_large_enough_and_the_page_does_not_scroll_sideways(page, form, width) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    heights = page.locator(".reflection__answer label, .reflection__button:visible").evaluate_all(
        "all => all.map(one => one.offsetHeight)"
    )
    assert min(heights) >= 44
    targets = page.locator(".reflection__why summary").evaluate_all(
        "all => all.map(one => one.offsetHeight)"
    )
    assert min(targets) >= 24
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser, address, scheme) -> None:
    context = browser.new_context(base_url=address, color_scheme=scheme)
    page = context.new_page()
    page.goto(PAGE)
    for answers in (
        {},
        {**SAFE, "blame": "often", "you-thank": "mostly", "hurt": "prefer-not-to-say"},
        {"afraid": "yes"},
    ):
        choose(page, answers)
        submit(page)
        assert axe_faults(page, within=FORM) == []
    context.close()


TAKEAWAY = f"{FORM} .reflection__takeaway"


def test_the_sheet_to_take_away_comes_with_the_pages_and_not_with_danger(page, form) -> None:
    assert not page.locator(TAKEAWAY).is_visible()
    choose(page, {"blame": "often"})
    submit(page)
    assert page.locator(TAKEAWAY).is_visible()
    choose(page, {"afraid": "yes"})
    submit(page)
    assert not page.locator(TAKEAWAY).is_visible()


def test_what_is_written_on_the_sheet_is_no_answer_and_goes_with_the_page(page, form) -> None:
    choose(page, {"blame": "often"})
    submit(page)
    shown = page.evaluate(SEEN)
    line = page.get_by_label("One thing I will try")
    line.fill("Walk with my brother")
    line.press("Tab")
    assert page.evaluate(SEEN) == shown and page.locator(TAKEAWAY).is_visible()
    page.reload()
    assert line.input_value() == ""


def test_the_sheet_is_printed_alone(fresh_page) -> None:
    fresh_page.add_init_script("window.print = () => { window.printed = true }")
    fresh_page.goto(PAGE)
    choose(fresh_page, {"blame": "often"})
    submit(fresh_page)
    fresh_page.get_by_role("button", name="Print my sheet").click()
    assert fresh_page.evaluate("window.printed")
    fresh_page.emulate_media(media="print")
    assert fresh_page.locator(f"{TAKEAWAY} input:visible").count() == 5
    others = fresh_page.locator(
        f"{FORM} .reflection__theme:visible, {FORM} .reflection__outcome:visible, h1:visible"
    )
    assert others.count() == 0


def test_the_sheet_names_no_fear_no_help_and_no_other_person(page, form) -> None:
    words = page.locator(TAKEAWAY).evaluate("sheet => sheet.textContent")
    assert not re.search(r"\b(fear|afraid|help|abuse|unsafe|partner|they|them)\b", words, re.I)
