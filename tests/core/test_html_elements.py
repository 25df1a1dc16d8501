"""HTML is listed as browsers parse it, and what is left open at its end is noticed."""

import re

import html5lib
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from guide.core.html_elements import read_document, read_fragment

CLOSED = [
    "",
    "text",
    "<p>x",
    "<p>a</p>",
    "a<br>b<img src=x>",
    "<!--> x -->",
    "<details><summary>x</summary></details>",
    "<ul><li>a<li>b</ul>",
    "<b><i>x</b></i>",
    "</p>",
    "</section>",
    "<table></div></table>",
]
OPEN = [
    "<div>x",
    "<b>x",
    "<p><b>x</p>",
    "<p><a href=x>y</p>",
    "<ul><li><em>x</li></ul>",
    '<p title="x',
    "<!-- x",
    "<table><tr><td>x",
    "<ul><li>a",
    "<a href=x>y",
    "<plaintext>",
    "<details><summary>x",
    "<textarea>",
]
PIECES = st.sampled_from([
    "<p>", "</p>", "<div class=a>", "</div>", "<b>", "</b>", "<table>", "</table>", "<td>", "text",
    "<!-- c -->", "<img alt='x' src=y>", "&amp;", "<a href=\"x\" ID=q>", "</a>", "<li>", "<br/>",
    "<svg viewBox='0 0 1 1'>", "</svg>", "<!-->", "\n", "<", ">",
])  # fmt: skip
# Browsers close a picture at such an end tag, and what follows is HTML again; html5lib 1.1 stays in
# the picture. https://html.spec.whatwg.org/#parsing-main-inforeign
IN_PICTURE = re.compile(r"<svg[^>]*>(?:(?!</svg>).)*</(?:p|br)>", re.DOTALL)

LEAVING = [
    "</div>",
    "x</article>y",
    "<p></div></article></main>y",
    "<div></main>",
    "<svg></div>",
    "<b></div>",
]


@pytest.mark.parametrize("html", CLOSED)
def test_closed_html_is_closed(html):
    fragment = read_fragment(html)
    assert fragment.is_closed and fragment.is_contained


@pytest.mark.parametrize("html", LEAVING)
def test_an_end_tag_that_closes_what_is_around_is_noticed(html):
    assert not read_fragment(html).is_contained


@pytest.mark.parametrize("html", OPEN)
def test_html_that_is_open_at_its_end_is_not_closed(html):
    fragment = read_fragment(html)
    assert not fragment.is_closed and fragment.is_contained


def test_names_values_and_the_title_are_read():
    document = read_document("<title>A &amp; b</title><A HREF='&#106;x' hidden>y</A>")
    assert document.title == "A & b"
    assert document.elements[-1] == ("a", [("href", "jx"), ("hidden", None)])


def test_attributes_of_a_second_body_go_to_the_first():
    assert read_fragment("<body onload=x>").elements == [("body", [("onload", "x")])]
    assert read_fragment("<body><html>x").elements == []


@pytest.mark.parametrize("end", ["</p>", "</br>"])
def test_an_end_tag_of_html_ends_a_picture(end):
    fragment = read_fragment(f"<svg><g>{end}<td><b>x</b>")
    assert [name for name, _ in fragment.elements] == ["svg", "g", end[2:-1], "b"]
    assert fragment.is_closed and fragment.is_contained


@given(st.lists(PIECES, max_size=12).map("".join))
def test_the_elements_are_those_that_html5lib_finds(html):
    assume(not IN_PICTURE.search(html))
    fragment = read_fragment(html)
    tree = html5lib.parse(f"<!doctype html><body>{html}", namespaceHTMLElements=False)
    names = [
        node.tag.rpartition("}")[2].lower() for node in tree.iter() if isinstance(node.tag, str)
    ]
    if fragment.is_closed and fragment.is_contained:
        assert ["html", "head", "body", *(name for name, _ in fragment.elements)] == names
