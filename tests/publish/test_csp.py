"""The Content-Security-Policy: what it allows, where it stands, and what is refused first."""

import re

import pytest

from guide.checks.site_links import find_faults
from guide.publish.csp import (
    add_policy_meta,
    check_pages,
    format_reviewed_scripts,
    make_policy,
    parse_reviewed_scripts,
)
from guide.publish.inline_code import check_attributes, inline_parts
from guide.publish.pipeline import HEADERS, postprocess, steps
from tests.support.pages import format_problems

PAGE = (
    b'<!doctype html>\n<html lang="en">\n<head>\n<meta'
    b' charset="utf-8">\n<script>a()</script></head><body></body></html>'
)
# echo -n 'a()' | openssl dgst -sha256 -binary | base64
HASH = "'sha256-qVpDBgj7bpq5hMAcGp3AOc79J3Y1Z4HvySTwKrWDoy4='"
MEND = (
    "hooks/guide/publish/reviewed_scripts.yaml does not have it. Read it whole with python"
    " scripts/finish.py site --review, and accept it there if it may run."
)


def directives(policy: str) -> dict[str, list[str]]:
    return {name: sources for name, *sources in (part.split() for part in policy.split(";"))}


PARTS = {
    "script": (b"<script>a()</script>", [("script", "a()")]),
    "style": (b"<STYLE media='print'>b{}</STYLE>", [("style", "b{}")]),
    "module": (b'<script type="module">a()</script>', [("script", "a()")]),
    "import-map": (b'<script type="importmap">{}</script>', [("script", "{}")]),
    "two-lines": (b"<script\n>a()\r\nb()</script >", [("script", "a()\nb()")]),
    "address": (b'<script src="a.js"></script>', []),
    "data": (
        (
            b'<script id="c" type="application/json">{}</script><script'
            b" type=application/ld+json>{}</script>"
        ),
        [],
    ),
    "angle-in-attribute": (b'<script data-a="x > y">a()</script>', [("script", "a()")]),
    "src-in-a-value": (b'<script data-a="no src=x">a()</script>', []),
    "in-a-comment": (b"<!-- <script>a()</script> -->", [("script", "a()")]),
}


@pytest.mark.parametrize(("html", "parts"), PARTS.values(), ids=PARTS)
def test_inline_parts_are_found(html, parts):
    assert [(part.kind, part.text) for part in inline_parts(html)] == parts


def test_everything_is_forbidden_but_what_is_named():
    rules = directives(make_policy(inline_parts(PAGE + b"<style>b{}</style>"), is_header=True))
    assert (
        rules["default-src"]
        == rules["base-uri"]
        == rules["form-action"]
        == rules["frame-ancestors"]
        == ["'none'"]
    )
    assert rules["script-src"] == ["'self'", HASH]
    assert len(rules["style-src"]) == 2 and rules["style-src"][1].startswith("'sha256-")
    assert not re.search(r"unsafe|\*|https?:", make_policy(inline_parts(PAGE), is_header=True))


def test_a_part_that_stands_twice_is_named_once():
    assert make_policy(inline_parts(PAGE * 2), is_header=True) == make_policy(
        inline_parts(PAGE), is_header=True
    )


def test_the_meta_element_comes_before_all_that_can_be_loaded():
    html = add_policy_meta(PAGE).decode()
    meta = re.search(
        r'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy"'
        r' content="([^"]+)">\n<script>',
        html,
    )
    assert directives(meta[1])["script-src"] == ["'self'", HASH]
    assert "frame-ancestors" not in directives(meta[1])


@pytest.mark.parametrize(
    "html",
    [b"<p>Nothing else</p>", b"\n<!DOCTYPE html><title>x</title>", b"<html><head><title>x</title>"],
)
def test_a_page_of_another_form_has_the_policy_first_too(html):
    assert re.match(rb"\s*(<!DOCTYPE html>)?(<html><head>)?<meta http-equiv", add_policy_meta(html))


def test_a_script_that_nobody_reviewed_is_refused_once_with_all_its_pages():
    assert format_problems(check_pages({"a/index.html": PAGE, "b.html": PAGE}, ["b()"])) == [
        '[script-not-reviewed] a/index.html:5:1: the inline script "a()" stands here, and on 1'
        f" more page, and {MEND}"
    ]
    assert format_problems(check_pages({"a/index.html": PAGE}, [])) == [
        f'[script-not-reviewed] a/index.html:5:1: the inline script "a()" stands here, and {MEND}'
    ]


def test_another_place_of_publication_is_no_other_script():
    def scope(path: str) -> dict[str, bytes]:
        return {
            "index.html": f'<script>__md_scope=new URL("{path}",location),b()</script>'.encode()
        }

    reviewed = ['__md_scope=new URL("/",location),b()']
    assert format_problems(check_pages(scope("/guide-of-mine/v1.0/"), reviewed)) == []
    assert [line[:21] for line in format_problems(check_pages(scope('/",x(),"'), reviewed))] == [
        "[script-not-reviewed]"
    ]
    assert [
        line[:21] for line in format_problems(check_pages(scope("//a.example/"), reviewed))
    ] == ["[script-not-reviewed]"]


def test_attributes_that_are_code_are_refused():
    html = b'<p>style="x" onclick= in words</p>\n<p style="color:red">x</p><svg/onload=a()></svg>'
    assert format_problems(check_attributes("a.html", html)) == [
        (
            '[style-attribute] a.html:2:1: the element "p" has a style attribute, which the'
            " Content-Security-Policy switches off. Give it a class, and say the rest in a style"
            " sheet."
        ),
        (
            '[event-attribute] a.html:2:27: the element "svg" has the attribute "onload", whose'
            " script the Content-Security-Policy stops. Listen for the event in a script of"
            " docs/assets/."
        ),
    ]


def test_the_list_of_reviewed_scripts_is_read_as_it_was_written():
    scripts = ["a: 'b' # \"c\"\n  d", "é" * 3, "x" * 5000]
    assert parse_reviewed_scripts(format_reviewed_scripts(reversed(scripts))) == (
        sorted(scripts),
        [],
    )
    assert parse_reviewed_scripts("") == ([], [])


def test_a_list_of_another_form_allows_nothing():
    scripts, problems = parse_reviewed_scripts("first: a()\n")
    assert scripts == []
    assert format_problems(problems) == [
        "[scripts-not-listed] hooks/guide/publish/reviewed_scripts.yaml:1:1: the file is not a list"
        " of texts. Let it be written anew: python scripts/finish.py site --accept."
    ]


def test_a_site_with_a_problem_is_left_as_it_is():
    files = {"index.html": PAGE}
    assert postprocess(files, steps([], find_faults, is_compressed=False))[0] == files
    done, problems = postprocess(files, steps(["a()"], find_faults, is_compressed=False))
    assert problems == [] and HASH in done[HEADERS].decode() and HASH in done["index.html"].decode()


def test_a_script_of_the_guide_needs_no_review_and_is_in_the_policy():
    files = {
        "index.html": PAGE.replace(b"<script>a()", b'<script src="assets/a.js" async>'),
        "assets/a.js": b"a()",
    }
    done, problems = postprocess(files, steps([], find_faults, is_compressed=False))
    assert (
        problems == []
        and b"<script>a()</script>" in done["index.html"]
        and HASH in done["index.html"].decode()
    )
