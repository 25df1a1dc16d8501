"""Finishing a site: steps in order, nothing written after an error, the same bytes each time."""

import gzip
import re
from pathlib import Path

import brotli

from guide.core.problems import Problem
from guide.publish.compression import compress
from guide.publish.pipeline import (
    HEADERS,
    check_file_names,
    compress_texts,
    postprocess,
    read_files,
    steps,
    validation_error,
    write_files,
)
from guide.publish.server_config import render_server_config

PROBLEM = Problem("a.html", 1, 1, "form", "wrong", "mend")


def test_steps_run_in_order_and_each_sees_what_the_one_before_made():
    first = lambda files: ({**files, "log": b"1"}, [])  # noqa: E731
    second = lambda files: ({**files, "log": files["log"] + b"2"}, [])  # noqa: E731
    assert postprocess({"a": b""}, [first, second]) == ({"a": b"", "log": b"12"}, [])


def test_the_first_problem_ends_the_steps():
    def never(files):
        raise AssertionError("this step comes after a problem")

    assert postprocess({}, [lambda files: (files, [PROBLEM]), never])[1] == [PROBLEM]


def test_a_folder_without_pages_and_a_finished_site_are_refused():
    assert (
        validation_error({"a.css": b""})
        == "The folder holds no page. Build the site first: mkdocs build --strict"
    )
    assert (
        validation_error({"a.html": b"", HEADERS: b""})
        == "The site is finished already. Build it anew: make site"
    )
    assert validation_error({"a.html": b""}) == ""


def test_what_changed_is_written_and_what_is_gone_is_deleted(tmp_path: Path):
    before = {"a.html": b"old", "b/c.css": b"same", "gone.js": b"x"}
    write_files(tmp_path, {}, before)
    write_files(
        tmp_path, before, after := {"a.html": b"new", "b/c.css": b"same", "d/e.txt": b"added"}
    )
    assert read_files(tmp_path) == after


def test_compressed_forms_hold_the_file_and_are_the_same_each_time():
    page = b"<p>The same words again.</p>" * 100
    compressed = compress_texts({"a.html": page, "a.png": page})[0]
    assert list(compressed) == ["a.html", "a.png", "a.html.br", "a.html.gz"]
    assert (
        brotli.decompress(compressed["a.html.br"])
        == gzip.decompress(compressed["a.html.gz"])
        == page
    )
    assert compressed == compress_texts({"a.html": page, "a.png": page})[0]


def test_a_form_that_saves_nothing_is_left_out():
    assert compress({"a.txt": b"x"}) == {}


ODD_NAMES = (
    'a"; } server { listen 81; } "b.html',
    "a\nb.html",
    "a b.html",
    "a{b}.html",
    "a/*.html",
    "$uri.html",
    "a\\b.html",
    "a'b.html",
    "\u00e9.html",
    "a%0ab.html",
    "a?b.html",
    "a#b.html",
    "a:b.html",
    "a//b.html",
    "@a.html",
    "(a).html",
)


def test_a_name_that_hosts_could_read_as_a_setting_is_refused():
    good = {"index.html": b"", "assets/a-b_c.0a1b.min.js": b"", "data/A.csv": b""}
    assert check_file_names(good) == (good, [])
    problems = check_file_names(dict.fromkeys(ODD_NAMES, b""))[1]
    assert {problem.path for problem in problems} == set(ODD_NAMES)
    assert problems[2].message == (
        'The name "a b.html" has more in it than letters, digits, dots, hyphens and underscores.'
        " Rename the file that it is made from, or leave out the plugin that adds it."
    ).replace("The", "the", 1)
    assert check_file_names in steps([], lambda html: [], is_compressed=False)


def test_the_settings_of_hosts_keep_every_name_within_its_quotation():
    names = ['a"; } server { listen 81; } "b.csv', "index.html"]
    parts = render_server_config(names, "default-src 'none'")
    assert all("listen" in parts[name] for name in ("nginx-maps.conf", "headers.caddy"))
    for text in parts.values():
        assert "listen" not in re.sub(r'"(?:\\.|[^"\\])*"', '""', text, flags=re.DOTALL)
