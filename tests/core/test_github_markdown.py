"""Text of others in Markdown for GitHub: it stays text, and long texts are cut alike."""

import re

import pytest

from guide.core.github_markdown import autolink, code, diff_excerpt, escape


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        ("short", "other", ("short", "other")),
        ("a " * 90, "a " * 90 + "b", ("… " + "a " * 29 + "a ", "… " + "a " * 29 + "a b")),
        ("b " + "a " * 90, "a " * 90, None),
        ("x" * 300, "x" * 299 + "y", ("x" * 300, "x" * 299 + "y")),
        ("a " * 90, "a " * 91, None),
    ],
)
def test_two_texts_are_cut_alike_and_never_to_the_same(was, now, expected):
    excerpts = diff_excerpt(was, now)
    assert excerpts[0] != excerpts[1] and (expected is None or excerpts == expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain words, 24% (of 3).", "plain words, 24% (of 3)."),
        ("![x](https://evil.example/x.png)", "!\\[x\\](https\u200b://evil.example/x.png)"),
        ("<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)&gt;"),
        ("a | b\n\nc", "a \\| b c"),
        ("@all fixes #12", "@\u200ball fixes #\u200b12"),
        (
            "`code` **bold** _it_ ~~x~~ $x$",
            "\\`code\\` \\*\\*bold\\*\\* \\_it\\_ \\~\\~x\\~\\~ \\$x\\$",
        ),
        ("a\\b", "a\\\\b"),
        ("&lt;b&gt;", "&amp;lt;b&amp;gt;"),
        ("www.evil.example GH-12", "www\u200b.evil.example GH\u200b-12"),
        ("x" * 300, "x" * 240 + "…"),
        ("a\u202eb\x00c", "a b c"),
    ],
)
def test_what_a_change_says_is_only_text_in_the_report(text, expected):
    assert escape(text) == expected


def test_names_and_addresses_are_only_that():
    assert code("a`b\n\x1b[2Jc\u202e") == "`a b [2Jc`"
    for end in ("> [x](https://evil.example)", " x", "<img>", "\n\n# x", "`", "\\>", "|"):
        shown = autolink(f"https://a.example/{end}")
        assert re.fullmatch(r"<https://a\.example/[\w%()/.:#-]+>", shown), shown
