"""Serve folders on this machine as a good host would: brotli, keep-alive, cache headers."""

import contextlib
import functools
import http.server
import threading
import urllib.request
from collections.abc import Iterator
from mimetypes import guess_type
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import brotli

from guide.publish.compression import TEXT_SUFFIXES
from guide.publish.used_names import read_html

HASHED = "max-age=31536000, immutable"


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, *args: Any, folder: Path) -> None:
        self.folder = folder
        super().__init__(*args)

    def do_GET(self) -> None:
        path = self.folder / self.path.partition("?")[0].lstrip("/")
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        body, encoding = _packed(path) if path.suffix in TEXT_SUFFIXES else (path.read_bytes(), "")
        self.send_response(200)
        self.send_header("Content-Type", guess_type(path.name)[0] or "application/octet-stream")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-cache" if path.suffix == ".html" else HASHED)
        if encoding:
            self.send_header("Content-Encoding", encoding)
        self.end_headers()
        self.wfile.write(body)

    def handle(self) -> None:
        with contextlib.suppress(ConnectionError):  # the page has been closed
            super().handle()

    def log_message(self, *args: object) -> None:
        """Log nothing: only the report is to be printed."""


@functools.cache
def _packed(path: Path) -> tuple[bytes, str]:
    return brotli.compress(path.read_bytes(), quality=11), "br"


@contextlib.contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve a folder while the block runs; yield its address."""
    with http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(_Handler, folder=folder)
    ) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def warm(address: str) -> None:
    """Request a page and its scripts and styles, so that all are compressed before measuring."""
    with urllib.request.urlopen(address) as answer:
        page = read_html(brotli.decompress(answer.read()).decode("utf-8"))
    for link in [*page.scripts, *page.styles]:
        urllib.request.urlopen(urljoin(address, link)).close()
