"""The faster reader of HTML tells what html.parser tells, or leaves the text to it."""

from html import unescape
from html.parser import HTMLParser

import pytest

from incremental.html_scanner import read_attributes, read_tokens


class Calls(HTMLParser):
    """Lists the calls that are made, with texts that touch joined: html.parser may part them."""

    def __init__(self) -> None:
        super().__init__()
        self.made: list[tuple] = []

    def handle_starttag(self, tag, attrs):
        self.made.append(("start", tag, attrs))

    def handle_endtag(self, tag):
        self.made.append(("end", tag))

    def handle_data(self, data):
        if self.made and self.made[-1][0] == "data":
            data = self.made.pop()[1] + data
        self.made.append(("data", data))


def calls(text: str) -> list[tuple]:
    parser = Calls()
    parser.feed(text)
    parser.close()
    return parser.made


TEXTS = {
    "plain": "a",
    "empty": "",
    "tags": '<p class="a">x <b>y</b></p>\n',
    "void": '<br><br /><img src="a" alt="">',
    "quotes": "<a title='\"x\"' b=c d>e</a>",
    "entities": '<p title="a &amp; b">&lt;x&gt; &amp;amp; &#8217; &copy b &</p>',
    "svg": '<svg viewBox="0 0 1 1"><path d="M0"/></svg>',
    "less-than": "<p>a < b</p>",
    "greater-than": "<p>a > b</p>",
    "in-quotes": '<p title="a > b < c">x</p>',
    "comment": "<p><!-- <b> -->x</p>",
    "script": "<p>x</p><script>if (a < b) { '</p>' }</script>",
    "scripts": '<p>a</p><script type="x">{"<b>": "&amp;"}</script><p>b</p><STYLE>p > a {}</STYLE>c',
    "script-open": "<p>a</p><script>b",
    "script-closed": "<script/>a<b>c</b>",
    "unclosed": '<p>x <a href="y',
    "upper": "<P ID=x>y</P>",
    "stray-end": "x</p >y",
    "slash": "<a href=/x/>y</a>",
    "no-space": '<a href="x"title="y">z</a>',
    "lines": '<a\n href="x"\n>z</a>',
    "doctype": "<!doctype html><p>x</p>",
    "tags-on-lines": '<ul>\n  <li id="a">x</li>\n\n  <li>y</li>\n</ul>',
    "cut-in-a-tag": "<p title='a>\n<b href='>x</p>",
    "comment-on-lines": '<p>\n<!-- <i>\n<b id="x"> -->\n</p>',
    "script-on-lines": "<p>\n<script>\nif (a<b>c)\n<d>\n</script>\n</p>",
    "title": "<title>a <b> c</title>",
    "numbers": "<3 x 4>",
    "custom": "<my-tag a:b='c'>x</my-tag>",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_tokens_are_what_the_parser_finds_or_none(text):
    tokens = read_tokens(text)
    assert tokens is None or events(tokens) == without_scripts(calls(text))


def events(tokens) -> list[tuple]:
    """Return tokens as the calls that they stand for."""
    events: list[tuple] = []
    for before, closed, opened, attributes, is_empty in tokens:
        events += [("data", unescape(before))] if before else []
        events += [("end", closed.lower())] if closed else []
        events += [("start", opened.lower(), read_attributes(attributes))] if opened else []
        events += [("end", opened.lower())] if is_empty else []
    return events


def without_scripts(events: list[tuple]) -> list[tuple]:
    """Leave out what stands in scripts and styles."""
    return [
        call
        for before, call in zip([None, *events], events, strict=False)
        if not (
            call[0] == "data" and before and before[:2] in (("start", "script"), ("start", "style"))
        )
    ]


def test_only_what_is_not_well_formed_is_left_to_the_parser():
    assert sorted(name for name, text in TEXTS.items() if read_tokens(text) is None) == [
        "comment",
        "comment-on-lines",
        "doctype",
        "less-than",
        "no-space",
        "numbers",
        "script-closed",
        "script-open",
        "slash",
        "title",
        "unclosed",
    ]
