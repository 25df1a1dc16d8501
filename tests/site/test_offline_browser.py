"""The guide as a folder: unpacked from its zip and opened from there, without a server."""

import os
import subprocess
import sys
import zipfile

import pytest

from guide.checks.site_links import check_site
from guide.content.redirects import is_redirect_page
from guide.publish.offline_zip import FOLDER, README, pack_offline
from guide.publish.pipeline import read_files
from tests.support.checkers import w3c_errors
from tests.support.real import ROOT

pytestmark = pytest.mark.slow

QUIET = {**os.environ, "NO_MKDOCS_2_WARNING": "true"}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("offline") / "built"
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "mkdocs",
            "build",
            "--strict",
            "--config-file",
            "mkdocs-offline.yml",
            "--site-dir",
            str(folder),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env=QUIET,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def folder(built, tmp_path_factory):
    """The folder that a reader has after unpacking."""
    packed = pack_offline(read_files(built), "November 25, 2026")
    target = tmp_path_factory.mktemp("unpacked")
    (target / "guide.zip").write_bytes(packed)
    with zipfile.ZipFile(target / "guide.zip") as archive:
        archive.extractall(target)
    return target / FOLDER


@pytest.fixture
def visit(browser, folder):
    """A page, and what it asked for and complained of."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, offline=True, color_scheme="light"
    )
    page = context.new_page()
    page.asked, page.complaints = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on(
        "console",
        lambda message: (
            page.complaints.append(message.text) if message.type in ("error", "warning") else None
        ),
    )
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    assert [url for url in page.asked if not url.startswith(f"{folder.as_uri()}/")] == []
    assert page.complaints == []
    context.close()


def address(folder, name):
    return (folder / name).as_uri()


def test_the_w3c_finds_no_error_in_the_folder(folder):
    assert w3c_errors(folder) == []


def test_every_link_leads_to_a_file(folder):
    assert check_site(folder) == []


def test_it_has_the_pages_of_the_site(folder, site):
    flat = {
        path.relative_to(site).as_posix().removesuffix("/index.html")
        for path in site.rglob("index.html")
        if not is_redirect_page(path.read_text(encoding="utf-8"))  # nothing leads to it in a folder
    }
    names = {
        path.relative_to(folder).as_posix().removesuffix("/index.html").removesuffix(".html")
        for path in folder.rglob("*.html")
    }
    assert {"index" if name == "index.html" else name for name in flat} == names and len(names) > 50


def test_what_only_a_server_needs_is_not_in_it_and_how_to_open_it_is(folder):
    assert not any(
        (folder / name).exists()
        for name in ("404.html", "robots.txt", "sitemap.xml", "search/search_index.json")
    )
    assert "index.html" in (folder / README).read_text(encoding="utf-8")


def test_the_same_files_make_the_same_zip(built):
    files = read_files(built)
    assert pack_offline(files, "today") == pack_offline(dict(reversed(files.items())), "today")


def test_search_finds_an_everyday_word_and_leads_to_its_page(visit, folder):
    visit.goto(address(folder, "index.html"))
    visit.locator(".md-search__input").click()
    visit.keyboard.type("gaslighting")
    visit.locator(".md-search-result__link").first.click()
    visit.wait_for_url("**/toxic-connection-behaviors.html*")


def test_the_palette_is_kept_from_page_to_page(visit, folder):
    visit.goto(address(folder, "index.html"))
    visit.get_by_role("button", name="Switch to dark").click()
    visit.goto(address(folder, "guide/science.html"))
    assert visit.locator("body").get_attribute("data-md-color-scheme") == "slate"


def test_a_claim_opens_its_entry_and_the_deck_draws(visit, folder):
    visit.goto(address(folder, "guide/science.html"))
    visit.locator("a.finding").first.click()
    assert visit.locator("[popover]:popover-open").is_visible()
    visit.goto(address(folder, "topics/check-in-questions.html"))
    visit.locator(".deck button").first.wait_for()


def test_the_self_reflection_answers(visit, folder):
    visit.goto(address(folder, "self-assessment.html"))
    visit.get_by_label("Yes", exact=True).first.check()
    visit.get_by_role("button", name="See where your answers point").click()
    assert visit.locator(".reflection__outcome--help").is_visible()


def test_the_way_out_still_leads_out(visit, folder):
    visit.goto(address(folder, "help.html"))
    assert visit.locator("a.exit").first.get_attribute("href").startswith("https://")
