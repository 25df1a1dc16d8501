"""Templates: autoescape, strict names, and text that stays text in a Markdown tree."""

from xml.etree import ElementTree

import jinja2
import markdown
import pytest

from guide.core.templates import environment, render, to_elements
from tests.support.pages import EXTENSIONS, find, skeleton, texts


def through_markdown(html: str) -> str:
    """Return what Markdown, with the site's extensions, makes of elements in its tree."""

    class Insert(markdown.extensions.Extension):
        def extendMarkdown(self, md):  # noqa: N802 - the name of Python-Markdown
            class Processor(markdown.blockprocessors.BlockProcessor):
                def test(self, parent, block):
                    return True

                def run(self, parent, blocks):
                    blocks.clear()
                    parent.extend(to_elements(html))

            md.parser.blockprocessors.register(Processor(md.parser), "insert", 1000)

    others = [name for name in EXTENSIONS if name != "guide.extension"]
    return markdown.Markdown(extensions=[*others, Insert()]).convert("x")


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "&lt;b&gt; & &amp; &copy;",
    "a { onclick=alert(1) }",
    "{: #id .class }",
    '"><b x="',
    "*a* _b_ **c** `d` [e](f) ![g](h) <https://a.example>",
    r"\*a\* \[b\]",
    "# a",
    "{{ 7 * 7 }} {% raw %}",
    "]]> <!-- a -->",
    "a -- b ... 'c' \"d\"",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("tag", ["p", "td", "dt", "li", "caption", "h2"])
def test_text_comes_out_as_it_went_in(tag, text):
    inside = f"<{tag}>{{{{ text }}}}</{tag}>"
    html = through_markdown(
        render_text(f"<table>{inside}</table>" if tag in ("td", "caption") else inside, text=text)
    )
    assert texts(html, tag) == [" ".join(text.split())]
    assert "<script" not in html and "<img" not in html and 'onclick="' not in html


def render_text(template: str, **context) -> str:
    return environment().from_string(template).render(**context)


@pytest.mark.parametrize("text", HOSTILE)
def test_text_after_an_element_comes_out_as_it_went_in(text):
    html = through_markdown(render_text("<p><b>x</b> {{ text }}</p>", text=text))
    assert texts(html, "p") == ["x " + " ".join(text.split())]


@pytest.mark.parametrize("text", HOSTILE)
def test_attributes_come_out_as_they_went_in(text):
    html = through_markdown(render_text('<p title="{{ text }}">x</p>', text=text))
    assert skeleton(html) == skeleton('<p title="x">x</p>')
    assert find(html, "p")[0].get("title") == text


OPEN = {
    "emphasis": ("*a*", "<span><em>a</em></span>"),
    "link": ("[a](b?c=1&d=2)", '<span><a href="b?c=1&amp;d=2">a</a></span>'),
    "html": ("<b>a</b> & &lt;", "<span>&lt;b&gt;a&lt;/b&gt; &amp; &amp;lt;</span>"),
    "script": ("<script>alert(1)</script>", "<span>&lt;script&gt;alert(1)&lt;/script&gt;</span>"),
    "code": ("`<b> & {c}`", "<span>`&lt;b&gt; &amp; {c}`</span>"),
    "attribute-list": ("*a*{: onclick=alert(1) }", "<span><em>a</em>{: onclick=alert(1) }</span>"),
    "attribute-list-of-a-link": ("[a](b){ .c }", '<span><a href="b">a</a>{ .c }</span>'),
    "address-in-angle-brackets": ("<https://a.example>", "<span>&lt;https://a.example&gt;</span>"),
    "code-that-is-none": (
        r"\`<script>alert(1)</script>\`",
        r"<span>\`&lt;script&gt;alert(1)&lt;/script&gt;\`</span>",
    ),
    "code-closed-otherwise": (
        "`<script>alert(1)</script>``x",
        "<span>`&lt;script&gt;alert(1)&lt;/script&gt;``x</span>",
    ),
}


@pytest.mark.parametrize(("text", "expected"), OPEN.values(), ids=OPEN)
def test_inline_markdown_works_where_it_may_and_html_does_not(text, expected):
    html = through_markdown(
        render_text('<p><span data-md="inline">{{ text }}</span></p>', text=text)
    )
    assert (skeleton(html), texts(html, "span")) == (
        skeleton(f"<p>{expected}</p>"),
        texts(expected, "span"),
    )


def test_the_mark_of_openness_does_not_come_out():
    assert "data-md" not in through_markdown('<p><span data-md="inline">a</span></p>')


def test_a_character_that_xml_cannot_hold_is_replaced():
    assert render("rendering/problem.html", text="a\x00b\ud800c").count("\ufffd") == 2


def test_a_name_that_is_not_there_is_an_error():
    with pytest.raises(jinja2.UndefinedError):
        render("rendering/problem.html")


@pytest.mark.parametrize("name", environment().list_templates())
def test_every_template_is_jinja(name):
    assert environment().get_template(name).name == name


def test_elements_come_in_their_order():
    assert [
        ElementTree.tostring(element, encoding="unicode")
        for element in to_elements("<p>a</p>\n<p>b</p>")
    ] == ["<p>a</p>\n", "<p>b</p>"]
