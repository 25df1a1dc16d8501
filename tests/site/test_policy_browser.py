"""Every script of the guide under the headers that it is published with: nothing is stopped by them.

Each page at rest is judged in test_pages_browser.py.
"""

import os
import subprocess
import sys

import pytest

from tests.support.browsing import Watched
from tests.support.hosts import served
from tests.support.real import ROOT


@pytest.fixture
def watched(fresh_page):
    return Watched(fresh_page)


@pytest.fixture
def clean(watched):
    """The same, for a test that must end without a violation."""
    yield watched
    watched.page.wait_for_timeout(200)  # the console and the issues come a little later
    assert watched.violations() == []


@pytest.mark.slow
def test_the_page_for_lost_addresses_breaks_none(watched) -> None:
    watched.visit("no/such/page/")
    assert watched.page.locator("h1").count() == 1
    assert [line for line in watched.violations() if "404" not in line] == []


@pytest.mark.everyday
def test_the_search_the_palette_and_the_contents_work(clean) -> None:
    clean.visit("")
    page = clean.page
    page.get_by_role("button", name="Switch to dark").click()
    page.locator(".md-search__input").click()
    page.keyboard.type("phubbing")
    page.locator(".md-search-result__link").first.click()
    page.wait_for_url("**/guide/technology/*")
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"


def test_a_search_sent_with_enter_is_no_form_sent(clean) -> None:
    clean.visit("help/")
    clean.page.locator(".md-search__input").click()
    clean.page.keyboard.type("zzzzqqq")
    clean.page.keyboard.press("Enter")


def test_the_evidence_opens_beside_a_claim_and_the_library_is_filtered(clean) -> None:
    clean.visit("guide/science/")
    clean.page.locator("article a.finding").first.click()
    assert clean.page.locator(".claim-box:popover-open").bounding_box()["y"] > 0
    clean.page.keyboard.press("Escape")
    clean.visit("evidence/science/")
    clean.page.locator(".library-form select, .library-form input").first.wait_for()
    clean.page.locator(".library-form [type=search], .library-form [type=text]").first.fill(
        "attachment"
    )
    assert clean.page.locator(".finding-entry[hidden]").count() > 0


@pytest.mark.slow
def test_a_card_is_drawn_and_the_reflection_answers(clean) -> None:
    clean.visit("topics/check-in-questions/")
    clean.page.get_by_role("button", name="Draw a question").first.click()
    clean.visit("self-assessment/")
    page = clean.page
    for group in page.locator("form.reflection fieldset").all():
        group.locator("input[type=radio]").first.check(force=True)
    page.locator("form.reflection [type=submit]").click()
    page.locator("form.reflection[data-result]").wait_for()
    assert page.locator("form.reflection").get_attribute("data-result")
    page.get_by_role("button", name="Clear my answers").click()


@pytest.mark.everyday
@pytest.mark.parametrize("how", ["click", "keys"])
def test_the_exit_leaves(clean, how) -> None:
    page = clean.page
    page.context.route(
        lambda url: "bbc.com" in url,
        lambda route: route.fulfill(content_type="text/html", body="Sun."),
    )
    clean.visit("guide/strategies/")
    if how == "click":
        page.locator(".exit-bar .exit").click()
    else:
        for _ in range(3):
            page.keyboard.press("Shift")
    page.wait_for_url("**bbc.com/**")


def test_a_script_slipped_into_a_page_does_not_run_and_is_seen_here(watched, address) -> None:
    page = watched.page

    def slip_in(route) -> None:
        answer = route.fetch()
        body = answer.text().replace(
            "</body>", '<script>window.slipped = 1</script><p style="color: red">x</p></body>'
        )
        route.fulfill(response=answer, body=body)

    page.route(f"{address}help/", slip_in)
    page.goto("help/")
    page.wait_for_timeout(200)
    assert page.evaluate("window.slipped") is None
    directives = {line.split()[0] for line in page.evaluate("stopped")}
    assert directives == {"script-src-elem", "style-src-attr"}
    assert any("ContentSecurityPolicy" in line for line in watched.complaints)


@pytest.mark.slow
def test_the_guide_works_below_a_folder_of_its_host(browser, tmp_path) -> None:
    folder = tmp_path / "site"
    environment = {
        **os.environ,
        "NO_MKDOCS_2_WARNING": "true",
        "SITE_URL": "https://user.example/repo/",
    }
    for command in (
        ["-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        ["scripts/finish.py", str(folder)],
    ):
        done = subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            env=environment,
        )
        assert done.returncode == 0, done.stdout + done.stderr
    with served(folder, below="/repo") as address:
        context = browser.new_context(base_url=address)
        watched = Watched(context.new_page())
        watched.visit("topics/build-trust/")
        watched.page.get_by_role("button", name="Switch to dark").click()
        assert watched.page.evaluate("Object.keys(localStorage)") == ["/repo/.__palette"]
        watched.visit("")
        assert watched.page.locator("body").get_attribute("data-md-color-scheme") == "slate"
        assert watched.violations() == []
        context.close()
