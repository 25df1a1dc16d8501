"""The tab that tests share: none of them meets what the one before was doing."""

import functools
import http.server
import threading
import time

import pytest

from tests.support.browsing import Tab


class Slow(http.server.SimpleHTTPRequestHandler):
    """Keeps a page waiting that is asked for on leaving another."""

    def do_GET(self) -> None:
        time.sleep(0.3 if "next" in self.path else 0)
        super().do_GET()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def tab(browser, tmp_path):
    for name in ("robots.txt", "page.html", "next.html"):
        (tmp_path / name).write_text("A", encoding="utf-8")
    handler = functools.partial(Slow, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        one = Tab(browser, f"http://127.0.0.1:{server.server_port}/")
        yield one
        one.context.close()
        server.shutdown()


@pytest.mark.parametrize("after", [0, 5, 20])
def test_a_tab_is_reset_while_its_page_is_on_the_way_to_another(tab, after):
    tab.page.goto("page.html")
    tab.page.evaluate("after => setTimeout(() => { location.href = 'next.html' }, after)", after)
    tab.reset()
    assert tab.page.url.endswith("/robots.txt")
