"""nginx and Caddy really run here, with the settings of scripts/hosting/: each file arrives whole, small, and with its headers."""

import contextlib
import gzip
import http.client
import itertools
import os
import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import brotli
import pytest

from guide.content.docs_files import KINDS
from guide.publish.compression import compress
from guide.publish.pipeline import read_files, site_policy, write_files
from guide.publish.server_config import render_server_config
from scripts.bench.find_server import find_server
from scripts.bench.host_site import HOSTING, copy_settings, hosted
from tests.support.hosts import headers_for, read_rules

OPENERS = {"br": brotli.decompress, "gzip": gzip.decompress, "identity": bytes}
# Compressing all takes ten seconds, so these files have compressed forms and the others none.
SMALL = (
    "index.html",
    "404.html",
    "guide/index.html",
    "help/index.html",
    "data/findings.csv",
    "robots.txt",
    "assets/favicon.svg",
)
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
    ".zip": "application/zip",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".js": "text/javascript; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
}


@pytest.fixture(scope="session")
def ready(site: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The folder of the finished site with compressed forms, and that of what the settings include."""
    folder = tmp_path_factory.mktemp("hosting")
    files = read_files(site)
    write_files(folder / "site", {}, {**files, **compress({name: files[name] for name in SMALL})})
    write_files(
        folder / "parts",
        {},
        {
            name: text.encode()
            for name, text in render_server_config(files, site_policy(files)).items()
        },
    )
    return folder / "site", folder / "parts"


def need_server(name: str) -> str:
    """Return the path of a server. Where it is missing, skip the test, but fail in CI."""
    if path := find_server(name):
        return path
    message = f"{name} is not on this machine, so its settings were not tried (make servers)"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


@pytest.mark.parametrize("name", ["nginx", "caddy"])
def test_a_missing_server_skips_a_test_but_fails_it_in_ci(monkeypatch, name) -> None:
    monkeypatch.setattr(f"{__name__}.find_server", lambda _: None)
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match=f"{name} is not on this machine"):
        need_server(name)
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match=f"{name} is not on this machine"):
        need_server(name)


@pytest.fixture(scope="session", params=["nginx", "caddy"])
def host(request, ready, tmp_path_factory: pytest.TempPathFactory):
    """A running server: its name, its host and port, the folder of the site."""
    name = request.param
    need_server(name)
    with hosted(name, *ready, tmp_path_factory.mktemp(name)) as address:
        yield name, urlsplit(address).netloc, ready[0]


def ask(netloc: str, path: str, form: str = "identity") -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection(netloc, timeout=30)
    connection.request("GET", path, headers={"Accept-Encoding": form})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    names = [name for name, _ in answer.getheaders()]
    assert len(set(names)) == len(names), names  # no header twice
    return answer.status, dict(answer.getheaders()), body


@pytest.mark.slow
@pytest.mark.parametrize("form", OPENERS)
@pytest.mark.parametrize("name", SMALL)
def test_a_file_arrives_whole_in_the_form_asked_for(host, name, form) -> None:
    _, netloc, site = host
    content = (site / name).read_bytes()
    status, headers, body = ask(netloc, "/" + name.removesuffix("index.html"), form)
    is_small = form != "identity" and (site / f"{name}.{'br' if form == 'br' else 'gz'}").is_file()
    assert status == 200
    assert headers.get("Content-Encoding") == (form if is_small else None)
    assert (OPENERS[form](body) if is_small else body) == content
    assert not is_small or (len(body) < len(content) and headers["Vary"] == "Accept-Encoding")


@pytest.mark.slow
def test_every_file_has_the_headers_of_the_headers_file(host) -> None:
    _, netloc, site = host
    rules = read_rules((site / "_headers").read_text(encoding="utf-8"))
    kinds = {}
    for path in sorted(
        path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()
    ):
        if path == "_headers" or path.endswith((".br", ".gz")):
            continue
        address = "/" + path.removesuffix("index.html")
        status, headers, body = ask(netloc, address)
        wanted = headers_for(address, rules)
        assert status == 200 and body == (site / path).read_bytes(), path
        assert {name: headers.get(name) for name in wanted} == wanted, path
        assert (
            "Access-Control-Allow-Origin" in wanted or "Access-Control-Allow-Origin" not in headers
        ), path
        kinds[Path(path).suffix] = headers.get("Content-Type", "")
    assert {
        kind: kinds[kind].partition(";")[0] if ";" not in TYPES[kind] else kinds[kind]
        for kind in TYPES
    } == TYPES


@pytest.mark.slow
def test_a_lost_address_gets_its_page_with_all_headers(
    host,
) -> None:
    _, netloc, site = host
    for address in ("/no/such/page/", "/_headers", "/.git/config"):
        status, headers, body = ask(netloc, address)
        assert (status, body) == (404, (site / "404.html").read_bytes()), address
        assert (
            "default-src 'none'" in headers["Content-Security-Policy"]
            and headers["X-Frame-Options"] == "DENY"
        )


@pytest.mark.slow
def test_a_folder_without_its_slash_leads_there_on_the_same_host_and_port(host) -> None:
    _, netloc, _ = host
    status, headers, _ = ask(netloc, "/guide")
    assert status in (301, 308) and headers["Location"] in (
        "/guide/",
        "guide/",
        f"http://{netloc}/guide/",
    )


METHODS = ("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "PURGE")
NOBODY = {"User-Agent": "a reader's browser", "Referer": "https://secret.example/"}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["nginx", "caddy"])
def test_no_request_is_logged_and_only_reading_is_allowed(name, ready, tmp_path) -> None:
    need_server(name)
    paths = (
        "/",
        "/data/findings.csv",
        "/data/",
        "/assets/",
        "/nowhere",
        "/a" * 3000,
        "/%00",
        "/..",
    )
    with hosted(name, *ready, tmp_path) as address:
        netloc = urlsplit(address).netloc
        before = (tmp_path / "log").read_text(encoding="utf-8")
        answers = {}
        for method, path in itertools.product(("GET", "HEAD", *METHODS), paths):
            connection = http.client.HTTPConnection(netloc, timeout=30)
            connection.request(method, path, headers=NOBODY)
            with contextlib.suppress(http.client.HTTPException):
                answer = connection.getresponse()
                answers[method, path] = answer.status
                assert name == "nginx" or answer.status != 405 or answer.getheader("Allow")
            connection.close()
    log = (tmp_path / "log").read_text(encoding="utf-8").removeprefix(before)
    assert not re.search(r"127\.0\.0\.1|secret\.example|reader's|findings|nowhere", log), log
    assert {answers[method, path] for method in METHODS for path in paths[:2]} == {405}
    assert [answers["GET", path] for path in paths[:5]] == [200, 200, 404, 404, 404]
    written = [path for path in tmp_path.rglob("*") if path.is_file() and path.suffix == ".log"]
    assert written == []


def test_nginx_knows_the_type_of_each_kind_of_file_that_may_be_published() -> None:
    """Without one it is sent as a stream of bytes, which browsers show no picture of."""
    types = re.search(r"types \{(.*?)\}", (HOSTING / "nginx.conf").read_text("utf-8"), re.DOTALL)[1]
    endings = {f".{ending}" for line in types.split(";") for ending in line.split()[1:]}
    assert KINDS - {".md"} - endings == set()


def test_the_settings_of_a_small_site_are_whole() -> None:
    caddy = render_server_config(["index.html"], "default-src 'none'")["headers.caddy"]
    assert "not path\n" not in caddy and "Cache-Control" in caddy


@pytest.mark.slow
def test_nothing_tells_which_version_serves(host) -> None:
    assert ask(host[1], "/")[1]["Server"] in ("nginx", "Caddy")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["nginx", "caddy"])
def test_the_server_itself_finds_no_fault_in_its_settings(name, ready, tmp_path) -> None:
    program = need_server(name)
    settings = copy_settings(name, *ready, tmp_path, 8081)
    check = {
        "nginx": ["-t", "-c", str(settings)],
        "caddy": ["validate", "--adapter", "caddyfile", "--config", str(settings)],
    }
    done = subprocess.run([program, *check[name]], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "[warn]" not in done.stderr, done.stderr


def test_the_container_serves_what_is_tested_here() -> None:
    text = (HOSTING / "Containerfile").read_text(encoding="utf-8")
    stages = [line.split() for line in text.splitlines() if line.startswith("FROM ")]
    assert [words[1] for words in stages] == ["debian:bookworm-slim"] * 2
    assert (
        "nginx-light libnginx-mod-http-brotli-static" in text and "make site-precompressed" in text
    )
    assert (
        "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in text
    )  # `make site-precompressed` makes the PDF too
    assert (
        "/srv/guide/hosting/nginx.conf" in text
        and "EXPOSE 8080" in text
        and "USER www-data" in text
    )
    copied = [
        part.split("/srv/guide/")[1]
        for part in text.split()
        if part.startswith("/srv/guide/") and "--from" not in part
    ]
    assert {"site", "hosting"} <= {part.rstrip("/") for part in copied}
    assert shutil.which("make")
