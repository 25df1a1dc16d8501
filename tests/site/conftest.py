"""The real site, built once in strict mode and served to a real browser."""

import contextlib
import os
import subprocess
import sys
import time
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest
import rjsmin

from tests.support.browsing import Tab
from tests.support.hosts import folder_of, served
from tests.support.real import ROOT, address_of, real_catalogue

# Chromium looks up its maker's hosts when it starts; the tests want only the site. The last switch
# counts, so what Playwright itself turns off is named again. The first feature is a page of the
# browser's own frame, made for each tab, which costs a quarter of a test's time and is never seen.
FEATURES = (
    "PreloadTopChromeWebUI",
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(FEATURES)}",
)


FOLDER = Path(__file__).resolve().parent


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of the built site, and as slow what opens a browser but is not for every day.

    The hook is given the tests of all folders.
    """
    for item in items:
        if FOLDER in item.path.parents:
            item.add_marker(pytest.mark.site)
        if "browser" in getattr(item, "fixturenames", ()) and not item.get_closest_marker(
            "everyday"
        ):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the strict build of the real content, finished as it is published.

    `make test` has built it already and names it in GUIDE_SITE.
    """
    if built := os.environ.get("GUIDE_SITE"):
        return ROOT / built
    folder = tmp_path_factory.mktemp("built") / "site"
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
            env={**os.environ, "NO_MKDOCS_2_WARNING": "true"},
        )
        assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="session")
def trees(site: Path) -> dict[str, Element]:
    """Return the tree of every page by its path below docs/, as a browser makes it. Change none."""
    return {
        uri: html5lib.parse(
            (site / address_of(uri) / "index.html").read_text(encoding="utf-8"),
            namespaceHTMLElements=False,
        )
        for uri in sorted(real_catalogue().pages)
    }


@pytest.fixture(scope="session")
def own_scripts() -> dict[str, str]:
    """The guide's own scripts by the names of their files, as they stand in pages."""
    return {
        path.name: rjsmin.jsmin(path.read_text(encoding="utf-8"))
        for path in (ROOT / "docs/assets").glob("*.js")
    }


@pytest.fixture(scope="session")
def address(site: Path):
    """The address at which the built site is served: below the folder it was built for, with the headers of a host."""
    with served(site, below=folder_of(site)) as address:
        yield address


def wait_for(page, expression: str, *, arg: object = None, timeout: float = 30_000) -> None:
    """Wait until an expression, or a function of `arg`, holds. In place of Playwright's own: that one has the page itself
    evaluate a text again and again, which the site's policy forbids; this one asks from outside.
    """
    from playwright.sync_api import Error, TimeoutError

    end = time.monotonic() + timeout / 1000
    while time.monotonic() < end:
        with contextlib.suppress(Error):  # the page is on its way to another address
            if page.evaluate(expression, arg):
                return
        page.wait_for_timeout(30)
    raise TimeoutError(f"never true within {timeout} ms: {expression}")


@pytest.fixture(scope="session")
def browser():
    """A Chromium or Chrome that is already here (`make browser` sees to that)."""
    from playwright.sync_api import Page, sync_playwright

    Page.wait_for_function = wait_for

    from scripts.find_browser import find_browser

    path = find_browser(install=False)
    assert path, "no browser was found: make browser installs one"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield started
        started.close()


@pytest.fixture
def fresh_page(browser, address):
    """A page in a context of its own, for a test that leaves something behind, such as a clock."""
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def tab(browser, address):
    """The tab that most tests of a process use."""
    one = Tab(browser, address)
    yield one
    one.context.close()


@pytest.fixture
def page(tab):
    """A page that has never seen the site; relative addresses are the site's."""
    tab.reset()
    return tab.page


@pytest.fixture
def asked(page) -> list[str]:
    """The addresses that the page asks for, as they come, but for its icon: a browser fetches that by itself, at any moment
    after the page is there, and on a busy machine in the middle of a test.
    """
    found: list[str] = []
    page.on(
        "request", lambda request: None if "/favicon." in request.url else found.append(request.url)
    )
    return found
