"""Characters that nobody sees are found, as themselves and as character references of HTML."""

from guide.core.hidden_characters import check_hidden_characters
from tests.support.pages import format_problems

HIDDEN = (
    "\x1b",
    "\u202e",
    "&#27;",
    "&#x1B;",
    "&#X202e;",
    "&#8238;",
    "&rlm;",
    "&ZeroWidthSpace;",
    "&#xfffe;",
    "&#0;",
    "&#128;",
    "&#99999999999;",
    "&#xd800;",
)
SEEN = (
    "&amp;",
    "&nbsp;",
    "&shy;",
    "&zwj;",
    "&#8212;",
    "&#x1F600;",
    "&nothing;",
    "&",
    "AT&T;",
    "&#;",
)


def test_each_hidden_character_is_found_where_it_is_written():
    for text in HIDDEN:
        problems = list(check_hidden_characters(f"seen\nab {text} c", "docs/page.md"))
        assert [(problem.line, problem.column) for problem in problems] == [(2, 4)], text
    assert format_problems(check_hidden_characters("a &#x202e; b", "docs/page.md")) == [
        "[control-character] docs/page.md:1:3: this line holds a character that cannot be seen,"
        ' "&#x202e;". Delete it; such characters come in with text that is pasted.'
    ]


def test_characters_that_are_seen_pass():
    assert [text for text in SEEN if list(check_hidden_characters(text, "docs/page.md"))] == []
