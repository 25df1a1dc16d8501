"""What several browser tests need: axe, and what a page said, asked for and was refused."""

import re
import warnings

from tests.support.checkers import AXE

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
HEIGHT = {360: 740, 768: 1024, 1280: 900}
SCHEME = {"light": "default", "dark": "slate"}
# A violation is an event of the page; one in a worker only reaches the console and the browser's
# own list of issues.
WATCH = """
  window.stopped = [];
  addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sample }) =>
    stopped.push([violatedDirective, blockedURI, sample].join(" ")));
"""
# A page that a test leaves goes to one other address, and that may lead to a third.
MOST_INTERRUPTIONS = 3
INTERRUPTED = re.compile("interrupted by another navigation|net::ERR_ABORTED")
KEPT = "[...Object.keys(localStorage), ...Object.keys(sessionStorage)]"


def axe_faults(page, *, but: tuple[str, ...] = (), within: str = "html") -> list[str]:
    """Return the rule, the place and the reason of each of axe's violations.

    `but` names rules to leave out, `within` the element to judge. Where axe-core is not here, there
    is a warning (test_pages_browser.py has a test which then is skipped, and fails in CI).
    """
    if not AXE.is_file():
        warnings.warn("axe-core is not here, and judged no page", AxeWarning, stacklevel=2)
        return []
    page.evaluate(AXE.read_text(encoding="utf-8"))
    violations = page.evaluate(
        "([within, options]) => axe.run(within, options).then(result => result.violations)",
        [
            within,
            {
                "runOnly": {"type": "tag", "values": TAGS},
                "resultTypes": ["violations"],
                "rules": {rule: {"enabled": False} for rule in but},
            },
        ],
    )
    return [
        f"{rule['id']}: {node['target']}: {node['failureSummary']}"
        for rule in violations
        for node in rule["nodes"]
    ]


class AxeWarning(UserWarning):
    """What a run without axe-core warns of."""


class Tab:
    """A tab that many tests use one after the other, each as if it had never seen the site.

    A tab of one's own costs a test five times as much as a page in a tab that is open.
    """

    def __init__(self, browser, address: str) -> None:
        self.context = browser.new_context(base_url=address)
        self.page = self.context.new_page()
        self.prepare()
        self.session = self.context.new_cdp_session(self.page)
        self.session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        # From now on, what a test adds can be taken away again.
        self._listeners: list[tuple[str, object]] = []
        self._listen = self.page.on
        self.page.on = self._note_listener
        self.page.add_init_script = self._refuse

    def prepare(self) -> None:
        """Add what stays for all tests; a kind of tab may have something."""

    def _note_listener(self, event: str, handler: object) -> None:
        self._listen(event, handler)
        self._listeners.append((event, handler))

    def _refuse(self, *_: object, **__: object) -> None:
        raise AssertionError("a script for every page stays for later tests: use fresh_page")

    def _leave(self) -> None:
        """Open a file without a script, whatever the page of the test before is still doing.

        That page may be on its way to another address, which interrupts this one.
        """
        from playwright.sync_api import Error

        for _ in range(MOST_INTERRUPTIONS):
            try:
                self.page.goto("robots.txt")
            except Error as error:
                if not INTERRUPTED.search(error.message):
                    raise
            else:
                return
        self.page.goto("robots.txt")

    def reset(self) -> None:
        """Forget what was stored, visited, listened to, routed and emulated."""
        while self._listeners:
            self.page.remove_listener(*self._listeners.pop())
        for one in (self.page, self.context):
            one.unroute_all(behavior="ignoreErrors")
        for other in self.context.pages[1:]:
            other.close()
        self._leave()
        everything = {"origin": self.page.evaluate("location.origin"), "storageTypes": "all"}
        self.session.send("Storage.clearDataForOrigin", everything)
        self.context.clear_cookies()
        self.session.send("Page.resetNavigationHistory")
        self.page.emulate_media(
            media="null", color_scheme="light", reduced_motion="null", forced_colors="null"
        )
        self.page.set_viewport_size({"width": 1280, "height": HEIGHT[1280]})
        self.page.mouse.move(0, 0)


class Watched:
    """A page whose violations, console errors and issues are collected over all that it visits."""

    def __init__(self, page) -> None:
        self.page, self.complaints = page, []
        page.add_init_script(WATCH)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        session = page.context.new_cdp_session(page)
        session.send("Audits.enable")
        session.on("Audits.issueAdded", self._note)

    def _hear(self, message) -> None:
        if message.location["url"].endswith("/favicon.ico"):
            return  # which a browser asks for by itself where a file names no icon
        if message.type == "error" or (
            message.type == "warning"
            and re.search("polic|refused|block|origin", message.text, re.IGNORECASE)
        ):
            self.complaints.append(message.text)

    def _note(self, event: dict) -> None:
        if re.search("Policy|Cors|Cookie|Blocked|MixedContent|Permission", event["issue"]["code"]):
            self.complaints.append(str(event["issue"]))

    def visit(self, address: str) -> None:
        """Open an address and look at it to its end."""
        self.page.goto(address)
        self.page.evaluate("scrollTo(0, document.body.scrollHeight)")

    def violations(self) -> list[str]:
        """Return all that was collected, on the page that is open too."""
        return [*self.complaints, *self.page.evaluate("window.stopped ?? []")]


def listen(page, address: str) -> list[str]:
    """Return what goes wrong on a page from now on: errors, warnings, requests to another site."""
    heard: list[str] = []
    page.on(
        "console",
        lambda message: (
            heard.append(message.text) if message.type in ("error", "warning") else None
        ),
    )
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on(
        "request",
        lambda request: None if request.url.startswith(address) else heard.append(request.url),
    )
    return heard
