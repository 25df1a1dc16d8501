"""The guide's own reader of sections finds what the search plugin's finds."""

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from material.plugins.search.plugin import Parser

from incremental.search_sections import read_sections

TEXTS = {
    "nothing": "",
    "text alone": "a <b>b</b>",
    "a preface": "<p>x</p><h2 id='a'>A</h2><p>y</p>",
    "a title": '<h1 id="t">T</h1>\n<p>x</p>\n',
    "no id": "<h2>A</h2><p>x</p>",
    "an empty id": '<h2 id="">A</h2>',
    "an id in other words": '<h2 data-id="x">A</h2>x',
    "permalink": '<h2 id="a">A<a class="headerlink" href="#a" title="x">#</a></h2>',
    "a link in a heading": '<h2 id="a"><a class="b" href="x">A</a> b</h2>',
    "another class": '<h2 id="a">A<a class="headerlink x" href="#a">#</a></h2>',
    "left out": "<p>x</p><div data-search-exclude><p>y</p><ul><li>z</li></ul></div><p>w</p>",
    "heading left out": '<h2 id="a" data-search-exclude>A</h2><p>x</p>',
    "headings inside what is left out": (
        '<div data-search-exclude=""><h2 id="a">A</h2><p>x</p></div><p>y</p>'
    ),
    "in a title": '<p title="data-search-exclude">x</p>',
    "line numbers": '<div class="linenodiv"><pre>1</pre></div><pre>a\n  b</pre>',
    "a script": "<p>x</p><script>if (a < b) '<p>'</script><p>y</p>",
    "an object": "<object><p>x</p></object><p>y</p>",
    "spaces": "<p>a\n b</p>\n\n<p> </p>\n<span> </span> <i>\n</i>c",
    "empty": "<ul><li></li></ul><p></p><p>x</p><p></p>",
    "empty again": "<ul>\n<li>x</li>\n<li> </li></ul>",
    "nested": '<section><div><h2 id="a">A</h2><p>x</p></div></section><p>y</p><h3 id="b">B</h3>z',
    "nested twice": (
        '<h2 id="o">O</h2><section><section><h3 id="a">A</h3></section>x</section><p>y</p>'
    ),
    "code in a title": '<h2 id="a"><code>A</code> <sup>1</sup><em>b</em></h2>',
    "entities": '<p>&lt;b&gt; &amp;amp; &#8217; "q"</p>',
    "void": '<p>a<br>b<img src="x" alt="y"><wbr/>c</p>',
    "svg": '<p>a<svg><path d="M0"/><p/></svg>b</p>',
    "upper": '<P>x</P><H2 ID="a">A</H2>',
    "unclosed": "<p>a<ul><li>b</ul><p>c</p>",
    "stray": "</p>a</div><p>b</i></p>",
    "a paragraph in a heading": '<h2 id="a"><p>x</p></h2>',
}


def by_the_plugin(text: str) -> list[tuple]:
    parser = Parser()
    parser.feed(text)
    parser.close()
    return [
        (
            section.el.tag,
            section.depth,
            section.id,
            section.is_excluded(),
            section.title,
            section.text,
        )
        for section in parser.data
    ]


def by_the_guide(text: str) -> list[tuple] | None:
    sections = read_sections(text)
    return sections and [
        (section.tag, section.depth, section.id, section.is_excluded(), section.title, section.text)
        for section in sections
    ]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_sections_are_those_of_the_plugin(text: str) -> None:
    assert by_the_guide(text) == by_the_plugin(text)


@pytest.mark.parametrize("text", ["<p>a < b</p>", "<p>x <!-- y --></p>", "<p>x</p><script>y"])
def test_what_is_not_well_formed_is_left_to_the_plugin(text: str) -> None:
    assert read_sections(text) is None


def test_what_is_left_out_may_have_one_like_it_inside() -> None:
    assert by_the_guide(
        "<ul data-search-exclude><li>a<ul><li>b</li></ul>c</li></ul><ul><li>d</li></ul>"
    ) == [("hx", 0, None, False, [], ["<ul>", "<li>", "d", "</li>", "</ul>"])]


NAMES = (
    "div",
    "p",
    "ul",
    "li",
    "h1",
    "h2",
    "h3",
    "a",
    "pre",
    "code",
    "section",
    "sup",
    "object",
    "span",
)
ATTRIBUTES = ("", "", "", ' id="x"', ' id="y"', ' class="headerlink" href="#x"')
# Names that stand nowhere else, since the plugin tells what it skips by its name.
SKIPPED = ("aside data-search-exclude", 'dl data-search-exclude=""', 'table class="linenodiv"')


def element(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda name, attributes, text: f"<{name}{attributes}>{text}</{name}>",
        st.sampled_from(NAMES),
        st.sampled_from(ATTRIBUTES),
        inside,
    )


def skipped(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda start, text: f"<{start}>{text}</{start.split()[0]}>",
        st.sampled_from(SKIPPED),
        inside,
    )


HTML = st.recursive(
    st.sampled_from(("a", " ", "\n", "b\nc", "&amp;", "<br>", "<hr />", "&lt;")),
    lambda inside: element(inside) | skipped(inside) | st.lists(inside, max_size=4).map("".join),
    max_leaves=25,
)


@settings(max_examples=400, deadline=None)
@given(HTML)
def test_sections_of_any_elements_are_those_of_the_plugin(text: str) -> None:
    assume(
        not any(
            re.search(rf"<{name} .*<{name} ", text, re.DOTALL) for name in ("aside", "dl", "table")
        )
    )
    assert by_the_guide(text) == by_the_plugin(text)
