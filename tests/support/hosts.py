"""Read a _headers file as Cloudflare Pages does, and serve a site with it.

https://developers.cloudflare.com/pages/configuration/headers/
"""

import contextlib
import functools
import http.server
import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

Rules = list[tuple[str, list[tuple[str, str]]]]


def read_rules(text: str) -> Rules:
    """Return each address pattern with its headers, in order."""
    rules: Rules = []
    for line in text.splitlines():
        if line.startswith("/"):
            rules.append((line, []))
        elif line.strip():
            name, colon, value = line.strip().partition(": ")
            assert colon and rules, line
            rules[-1][1].append((name, value))
    return rules


def headers_for(address: str, rules: Rules) -> dict[str, str]:
    """Return the headers of all patterns that match; values of a header set twice are joined."""
    sent: dict[str, str] = {}
    for pattern, headers in rules:
        if re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), address):
            for name, value in headers:
                sent[name] = f"{sent[name]}, {value}" if name in sent else value
    return sent


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves a folder with the headers of its _headers file, and the page for lost addresses."""

    def __init__(self, *args: object, rules: Rules, below: str = "", **kwargs: object) -> None:
        self.rules, self.below = rules, below
        super().__init__(*args, **kwargs)

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix(self.below))

    def end_headers(self) -> None:
        path = self.path.partition("?")[0].removeprefix(self.below)
        for name, value in headers_for(path, self.rules).items():
            self.send_header(name, value)
        super().end_headers()

    def send_error(self, code: int, *args: object, **kwargs: object) -> None:
        lost = Path(self.directory) / "404.html"
        if code != 404 or not lost.is_file():
            super().send_error(code, *args, **kwargs)
            return
        body = lost.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Say nothing: a test's output is for the test."""

    def handle(self) -> None:
        with contextlib.suppress(
            ConnectionResetError, BrokenPipeError
        ):  # a closed page asks for nothing more
            super().handle()


def folder_of(site: Path) -> str:
    """Return the folder of its host that a site was built for, such as /repo, or nothing."""
    return urlsplit(
        json.loads((site / "build.json").read_text(encoding="utf-8"))["url"]
    ).path.rstrip("/")


@contextlib.contextmanager
def served(site: Path, below: str = "") -> Iterator[str]:
    """Serve a finished site on this machine, below a folder or not, and yield its address."""
    rules = read_rules((site / "_headers").read_text(encoding="utf-8"))
    handler = functools.partial(Handler, directory=str(site), rules=rules, below=below)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}{below}/"
        server.shutdown()
