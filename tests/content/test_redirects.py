"""Addresses that have moved, and the list of all that were published."""

from pathlib import Path

import pytest

from guide.checks.site_links import check_site, find_faults
from guide.content.pages import parse_page
from guide.content.redirects import (
    add_addresses,
    check_addresses,
    check_redirects,
    page_address,
    read_addresses,
    redirect_pages,
)
from guide.core.problems import report
from guide.data.csv_reader import parse_csv
from guide.data.package import Field, Resource
from guide.data.records import make_records
from guide.publish.pipeline import postprocess, steps, write_files
from tests.support.catalogues import real_catalogue
from tests.support.pages import format_problems
from tests.support.projects import front_matter

ROOT = Path(__file__).resolve().parents[2]
RESOURCE = Resource(
    "redirects",
    "redirects.csv",
    "Redirects",
    "",
    (Field("old"), Field("new"), Field("date", "date")),
    ("old",),
)
URIS = ["index.md", "help.md", "topics/index.md", "topics/new.md"]


def rows(*lines: str):
    text = "\n".join(["old,new,date", *lines]) + "\n"
    return make_records(parse_csv(text, "data/redirects.csv")[0], RESOURCE, "data/redirects.csv")[0]


def pages(**titles: str):
    all_titles = {uri: titles.get(uri, uri) for uri in URIS} | titles
    return {
        uri: parse_page(front_matter(title=f'"{title}"') + "Text.\n", uri, f"docs/{uri}")[0]
        for uri, title in all_titles.items()
    }


@pytest.mark.parametrize(
    ("uri", "address"),
    [
        ("index.md", "/"),
        ("help.md", "/help/"),
        ("topics/index.md", "/topics/"),
        ("topics/my-index.md", "/topics/my-index/"),
        ("a/b/c.md", "/a/b/c/"),
    ],
)
def test_a_page_has_one_address(uri, address):
    assert page_address(uri) == address


def test_a_redirect_leads_from_an_old_address_to_a_page():
    assert (
        format_problems(
            check_redirects(
                rows(
                    "/topics/old/,/topics/new/,2026-11-23",
                    "/start/,/,2026-11-23",
                    "/me/,/help/#now,2026-11-23",
                ),
                URIS,
            )
        )
        == []
    )


def test_a_redirect_from_a_page_or_to_nowhere_is_a_problem():
    assert format_problems(
        check_redirects(
            rows("/help/,/topics/new/,2026-11-23", "/topics/old/,/topics/nwe/,2026-11-23"), URIS
        )
    ) == [
        (
            '[redirect-hides-page] data/redirects.csv:2:1: there is a page at "/help/", and a'
            " redirect too. Delete the row; the page is enough."
        ),
        (
            '[redirect-to-nowhere] data/redirects.csv:3:14: the redirect from "/topics/old/" leads'
            ' to "/topics/nwe/", where there is no page. Did you mean "/topics/new/"?'
        ),
    ]


def test_a_stub_sends_on_at_once_and_by_a_link_and_says_where():
    stubs = redirect_pages(
        rows("/topics/old/,/topics/new/#part,2026-11-23"), pages(), "https://bonds.example/guide/"
    )
    assert list(stubs) == ["topics/old/index.html"]
    html = stubs["topics/old/index.html"]
    assert '<meta http-equiv="refresh" content="0; url=../new/#part">' in html
    assert '<link rel="canonical" href="https://bonds.example/guide/topics/new/">' in html
    assert '<meta name="robots" content="noindex">' in html and '<html lang="en">' in html
    assert (
        '<a href="../new/#part">topics/new.md</a>' in html
        and "<title>Moved: topics/new.md</title>" in html
    )
    assert not any(word in html for word in ("<script", "<style", "style=", "onload"))


@pytest.mark.parametrize(
    ("old", "new", "address"),
    [
        ("/old/", "/", "../"),
        ("/a/b/old/", "/help/", "../../../help/"),
        ("/help/deep/", "/help/", "../"),
        ("/old/", "/topics/new/", "../topics/new/"),
    ],
)
def test_the_link_of_a_stub_is_relative(old, new, address):
    html = redirect_pages(rows(f"{old},{new},2026-11-23"), pages())[f"{old[1:]}index.html"]
    assert f'<a href="{address}">' in html and f'<link rel="canonical" href="{address}">' in html


def test_a_title_is_only_text_in_a_stub():
    html = redirect_pages(
        rows("/old/,/help/,2026-11-23"),
        pages(**{"help.md": "<img src=x onerror=alert(1)> & more {title}"}),
    )["old/index.html"]
    assert "<img" not in html and "&lt;img src=x onerror=alert(1)&gt; &amp; more {title}" in html


@pytest.mark.parametrize(
    "line",
    [
        "/help/,/topics/new/,2026-11-23",
        "/,/help/,2026-11-23",
        "/old/,/nowhere/,2026-11-23",
        "/../../etc/,/help/,2026-11-23",
        "old,/help/,2026-11-23",
        "/a//b/,/help/,2026-11-23",
        "/old/,https://evil.example/,2026-11-23",
        '"/a"" onclick=""x/",/help/,2026-11-23',
    ],
)
def test_a_stub_is_never_written_over_a_page_or_out_of_the_site(line):
    assert redirect_pages(rows(line), pages()) == {}


def test_stubs_pass_the_check_of_the_built_site(tmp_path):
    for path, html in {
        "help/index.html": "<title>Help</title><h1 id=now>x</h1>",
        **redirect_pages(rows("/a/old/,/help/#now,2026-11-23"), pages()),
    }.items():
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_text(html, encoding="utf-8")
    assert report(check_site(tmp_path)) == []


def test_finished_stubs_pass_the_check_of_the_built_site(tmp_path):
    site = {
        "help/index.html": "<!doctype html><title>Help</title><h1 id=now>x</h1>",
        **redirect_pages(rows("/a/old/,/help/#now,2026-11-23"), pages()),
    }
    after, problems = postprocess(
        {path: html.encode() for path, html in site.items()},
        steps([], find_faults, is_compressed=False),
    )
    write_files(tmp_path, {}, after)
    assert (report(problems), report(check_site(tmp_path))) == ([], [])
    assert b"Content-Security-Policy" in after["a/old/index.html"]


def test_a_published_address_that_vanished_is_a_problem():
    text = "# Published addresses\n/\n/help/\n\n/topics/old/\n/topics/gone/\n"
    assert format_problems(
        check_addresses(text, rows("/topics/old/,/topics/new/,2026-11-23"), URIS)
    ) == [
        (
            '[address-gone] data/addresses.txt:6:1: the published address "/topics/gone/" leads'
            " nowhere now. Move pages with scripts/move.py, or add a row to data/redirects.csv:"
            " /topics/gone/,/the/new/address/,2026-11-23."
        ),
    ]


def test_addresses_are_added_in_order_and_never_taken_off():
    text = add_addresses("# Published addresses\n/zoo/\n", URIS)
    assert text == "# Published addresses\n/\n/help/\n/topics/\n/topics/new/\n/zoo/\n"
    assert add_addresses(text, []) == text
    assert add_addresses("", ["index.md"]) == "/\n"


def test_no_address_that_the_guide_published_has_vanished():
    catalogue = real_catalogue()
    text = (ROOT / "data" / "addresses.txt").read_text(encoding="utf-8")
    assert report(check_addresses(text, catalogue.rows("redirects"), catalogue.pages)) == []
    assert len(read_addresses(text)) > 40 and text == add_addresses(text, [])


def test_the_redirects_of_the_guide_lead_to_pages():
    catalogue = real_catalogue()
    assert report(check_redirects(catalogue.rows("redirects"), catalogue.pages)) == []
