"""The headers of the built site: what Mozilla's Observatory would say of them, and which file has which."""

import re
from pathlib import Path

import pytest

from guide.publish.csp import normalize_script, parse_reviewed_scripts
from guide.publish.inline_code import check_attributes, pages_by_script
from tests.support.hosts import folder_of, headers_for, read_rules
from tests.support.real import ROOT

PAGES = ("index.html", "guide/science/index.html", "self-assessment/index.html", "404.html")
# What GitHub Pages sends with a page: it sets no header of ours. On a domain of one's own it sends
# no HSTS.
GITHUB_PAGES = {"Access-Control-Allow-Origin": "*"}


@pytest.fixture(scope="session")
def rules(site: Path):
    return read_rules((site / "_headers").read_text(encoding="utf-8"))


def address_of(path: str) -> str:
    return f"/{path.removesuffix('index.html')}"


# What Mozilla's Observatory asks of a page; its own scanner asks the published host, once a week.
ASKED = {
    "Strict-Transport-Security": r"max-age=(\d{8,})\b.*",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": r"default-src 'none';(?!.*unsafe-)(?!.*https?:).*frame-ancestors 'none'.*",
}


def test_a_page_has_every_header_that_the_observatory_asks_for(rules) -> None:
    failures = []
    for path in PAGES:
        headers = headers_for(address_of(path), rules)
        failures += [
            (path, name, headers.get(name))
            for name, pattern in ASKED.items()
            if not re.fullmatch(pattern, headers.get(name, ""))
        ]
    assert failures == []


def test_a_page_holds_a_policy_for_hosts_that_send_none(site: Path) -> None:
    pattern = r'http-equiv="Content-Security-Policy" content="(default-src \'none\';[^"]*)"'
    policies = {path: re.search(pattern, (site / path).read_text("utf-8")) for path in PAGES}
    assert [path for path, match in policies.items() if not match or "unsafe" in match[1]] == []


def test_each_address_has_one_value_of_each_header(site: Path, rules) -> None:
    for path in sorted(
        path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()
    ):
        headers = headers_for(address_of(path), rules)
        assert len(headers) in (10, 11) or path == "_headers" or path.endswith((".br", ".gz")), path
        assert ", " not in headers.get("Cache-Control", "").replace("public, max-age", "").replace(
            ", must", ""
        ).replace(", immutable", "")
        assert headers.get("Cross-Origin-Resource-Policy") in ("same-origin", "cross-origin", None)


def test_downloads_are_for_everybody_and_what_a_page_loads_is_for_the_site(
    site: Path, rules
) -> None:
    for path in site.glob("data/**/*.*"):
        assert (
            headers_for(f"/{path.relative_to(site).as_posix()}", rules)[
                "Access-Control-Allow-Origin"
            ]
            == "*"
        )
    for name in ("search/search_index.json", "assets/favicon.svg", "index.html"):
        assert headers_for(address_of(name), rules)["Cross-Origin-Resource-Policy"] == "same-origin"


def test_the_file_is_within_what_cloudflare_pages_reads(site: Path, rules) -> None:
    assert len(rules) <= 100
    assert max(map(len, (site / "_headers").read_text(encoding="utf-8").splitlines())) <= 2000


def test_all_scripts_and_styles_that_a_page_names_are_kept_for_good(site: Path, rules) -> None:
    below = folder_of(site)
    for path in site.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        names = re.findall(
            r'(?:<script\b[^>]*\bsrc|rel="stylesheet" href|data-search)="([^"]+)"', html
        )
        names = [
            name.removeprefix(f"{below}/") for name in names
        ]  # so the page for lost addresses names them
        kept = [
            headers_for(f"/{name.lstrip('./')}", rules)["Cache-Control"]
            for name in names
            if "//" not in name
        ]
        assert all("immutable" in value for value in kept), path


def test_no_page_has_a_style_attribute_or_a_script_in_an_attribute(site: Path) -> None:
    pages = {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*.html")}
    assert len(pages) > 50
    assert [
        problem for path, html in pages.items() for problem in check_attributes(path, html)
    ] == []
    assert not any(re.search(rb"<svg\b[^>]*\sstyle=|\sstyle=\"", html) for html in pages.values())


def test_the_list_of_reviewed_scripts_is_what_the_site_has(site: Path, own_scripts) -> None:
    pages = {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*.html")}
    reviewed, _ = parse_reviewed_scripts(
        (ROOT / "hooks/guide/publish/reviewed_scripts.yaml").read_text(encoding="utf-8")
    )
    own, found = set(own_scripts.values()), set(map(normalize_script, pages_by_script(pages)))
    assert found - own == set(reviewed) and own - found == {own_scripts["search.js"]}
