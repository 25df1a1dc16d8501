"""The headers of each file, the patterns of a host's file, and names that change with content."""

import fnmatch

import pytest

from guide.publish.asset_hashes import hash_assets
from guide.publish.headers import common_headers, file_headers, header_rules, headers_file

PATHS = [
    "index.html",
    "404.html",
    "guide/index.html",
    "guide/a/index.html",
    "data/a.csv",
    "data/cite/a.bib",
    "claims.json",
    "search/search_index.json",
    "assets/guide.0a1b2c3d.css",
    "assets/favicon.svg",
    "assets/js/bundle.0a1b2c3d.min.js",
    "assets/js/bundle.0a1b2c3d.min.js.map",
]


@pytest.mark.parametrize("path", PATHS)
def test_exactly_one_pattern_matches_a_file_and_sets_its_headers(path):
    matching = [
        headers
        for pattern, headers in header_rules(PATHS).items()
        if fnmatch.fnmatchcase(path, pattern)
    ]
    assert matching == [file_headers(path)]


def test_patterns_of_all_addresses_and_of_one_never_set_the_same_header():
    for headers in header_rules(PATHS).values():
        assert headers.keys() & common_headers("").keys() == set()


def test_only_names_with_a_hash_are_kept_for_good():
    kept = {path for path in PATHS if "immutable" in file_headers(path)["Cache-Control"]}
    assert kept == {
        "assets/guide.0a1b2c3d.css",
        "assets/js/bundle.0a1b2c3d.min.js",
        "assets/js/bundle.0a1b2c3d.min.js.map",
    }
    assert "must-revalidate" in file_headers("index.html")["Cache-Control"]


def test_only_downloads_may_be_used_by_other_sites():
    shared = {
        path
        for path in PATHS
        if file_headers(path)["Cross-Origin-Resource-Policy"] == "cross-origin"
    }
    assert shared == {path for path in PATHS if "Access-Control-Allow-Origin" in file_headers(path)}
    assert shared == {"data/a.csv", "data/cite/a.bib", "claims.json"}


def test_the_headers_file_has_each_address_with_its_headers_below():
    lines = headers_file(PATHS, "default-src 'none'").splitlines()
    assert lines[:2] == ["/*", "  Content-Security-Policy: default-src 'none'"]
    assert all(line.startswith("/") or (line.startswith("  ") and ": " in line) for line in lines)
    assert {"/", "/404.html", "/guide/*", "/data/*", "/claims.json"} <= set(lines)


def test_assets_are_renamed_with_all_that_names_them():
    files = {
        "assets/a.css": b"a{}",
        "assets/b.js": b"b()",
        "assets/js/c.js": b"",
        "assets/d.0a1b2c3d.js": b"",
        "data/a.css": b"",
        "x/index.html": (
            b'<link href="../assets/a.css"><script src="../assets/b.js"'
            b' data-late="../assets/b.js"></script><a href="../data/a.css">assets/a.css</a><script'
            b' src="/repo/assets/d.0a1b2c3d.js"></script>'
        ),
    }
    done = hash_assets(files)
    css, js = (name for name in done if name.startswith(("assets/a.", "assets/b.")))
    assert done[css] == b"a{}" and done[js] == b"b()"
    assert {"assets/js/c.js", "assets/d.0a1b2c3d.js", "data/a.css"} <= done.keys() and len(
        done
    ) == len(files)
    assert (
        done["x/index.html"].decode()
        == f'<link href="../{css}"><script src="../{js}" data-late="../{js}"></script>'
        '<a href="../data/a.css">assets/a.css</a><script src="/repo/assets/d.0a1b2c3d.js"></script>'
    )


def test_another_content_has_another_name():
    assert (
        hash_assets({"assets/a.css": b"a"}).keys().isdisjoint(hash_assets({"assets/a.css": b"b"}))
    )
