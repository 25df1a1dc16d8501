"""A server on this machine that answers as a register does, or fails as one may."""

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

Behavior = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers by the behaviors of its server; a path without one is absent."""

    def do_GET(self) -> None:
        server: Any = self.server
        server.asked.append(self)
        path = unquote(urlsplit(self.path).path)
        behaviors = server.behaviors.get(path) or server.behaviors.get("*") or [status(404)]
        # The last behavior of a path goes on.
        behavior = behaviors.pop(0) if len(behaviors) > 1 else behaviors[0]
        with contextlib.suppress(OSError):  # the client has gone
            behavior(self)

    def send(self, code: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(code)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words: object) -> None:
        """Say nothing."""


def sends(body: bytes, code: int = 200, **headers: str) -> Behavior:
    """Return the behavior of a server that sends some bytes, as JSON unless `headers` differ."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler: handler.send(code, body, {"Content-Type": "application/json", **sent})


def says(value: object) -> Behavior:
    """Return the behavior of a server that answers with a value as JSON."""
    return sends(json.dumps(value).encode())


def status(code: int, **headers: str) -> Behavior:
    """Return the behavior of a server that answers with a status and no JSON."""
    return sends(b"no", code, Content_Type="text/plain", **headers)


@contextlib.contextmanager
def register_server(behaviors: dict[str, list[Behavior]]) -> Iterator[ThreadingHTTPServer]:
    """Serve some behaviors by path, one after the other; `asked` lists the requests."""
    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.behaviors, server.asked = behaviors, []
    server.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
