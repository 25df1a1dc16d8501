"""What shows otherwise than it is meant: what editors are told, and what is left alone."""

# ruff: noqa: E501 (whole messages)

import pytest

from guide.checks.markdown_form import check_page_markdown
from guide.content.pages import parse_page
from tests.support.pages import format_problems
from tests.support.projects import front_matter
from tests.support.real import real_catalogue
from tests.support.rows import failures


def find(text: str) -> list[str]:
    page, _ = parse_page(front_matter() + text, "a.md", "docs/a.md")
    return format_problems(check_page_markdown(page))


# A page's text, which begins in line 8, and what is said of it.
SAID = {
    "Text <!-- open\n\nmore\n": [
        '[markdown-as-text] docs/a.md:8:6: "<!-- open" shows as text, and not as a comment. Begin a comment with <!-- and end it with -->, or delete it; a < that is to be seen is &lt;.',
    ],
    "<? open\n": [
        '[markdown-as-text] docs/a.md:8:1: "<? open" shows as text, and not as a comment. Begin a comment with <!-- and end it with -->, or delete it; a < that is to be seen is &lt;.',
    ],
    "Text --> more\n": [
        '[markdown-as-text] docs/a.md:8:6: "-->" shows as text, and not as a comment. Begin a comment with <!-- and end it with -->, or delete it; a < that is to be seen is &lt;.',
    ],
    "<-- note -->\n": [
        '[markdown-as-text] docs/a.md:8:1: "<-- note -->" shows as text, and not as a comment. Begin a comment with <!-- and end it with -->, or delete it; a < that is to be seen is &lt;.',
    ],
    "a&nbsp b\n": [
        '[markdown-as-text] docs/a.md:8:2: "&nbsp" shows as text: it has no semicolon at its end. Add the semicolon, or type the character itself.',
    ],
    "%%hidden%%\n": [
        '[markdown-as-text] docs/a.md:8:1: "%%hidden%%" shows as text, and not as a comment. Delete it.',
    ],
    "– a\n– b\n": [
        '[list-form] docs/a.md:8:1: "– a" shows as text, and not as a list. Begin each item with "- ", a hyphen and a space.',
    ],
    "-item\n": [
        '[list-form] docs/a.md:8:1: "-item" shows as text, and not as a list. Begin each item with "- ", a hyphen and a space.',
    ],
    "1986. A year\n": [
        '[list-form] docs/a.md:8:1: "1986. A year" shows as an item of a list, since it begins with a number and a full stop. Write 1986\\. with a backslash, or begin with a word.',
    ],
    "Heading\n===\n": [
        '[heading-form] docs/a.md:8:1: the heading "Heading" is of level 1, which is that of the title. Write it as ## Text.',
    ],
    "Three things:\n- a\n- b\n": [
        '[list-form] docs/a.md:9:1: "- a" shows as a part of the paragraph above it, and not as a list. Leave a blank line above the list.',
        '[list-form] docs/a.md:10:1: "- b" shows as a part of the paragraph above it, and not as a list. Leave a blank line above the list.',
    ],
    "Steps:\n1. a\n2. b\n": [
        '[list-form] docs/a.md:9:1: "1. a" shows as a part of the paragraph above it, and not as a list. Leave a blank line above the list.'
    ],
    "1) a\n2) b\n": [
        '[list-form] docs/a.md:8:1: "1) a" shows as text, and not as a numbered list. Number with a full stop, 1. and so on, below a blank line.'
    ],
    "• a\n• b\n": [
        '[list-form] docs/a.md:8:1: "• a" shows as text, and not as a list. Begin each item with "- ", and leave a blank line above the first.',
        '[list-form] docs/a.md:9:1: "• b" shows as text, and not as a list. Begin each item with "- ", and leave a blank line above the first.',
    ],
    "- a\n  - b\n    - c\n": [
        '[list-form] docs/a.md:9:3: the item "- b" does not show within the one above it. Indent it by 4 spaces.'
    ],
    "1. a\n   - b\n": [
        '[list-form] docs/a.md:9:4: the item "- b" does not show within the one above it. Indent it by 4 spaces.'
    ],
    "- a\n\n  more of a\n": [
        '[list-form] docs/a.md:10:3: "more of a" shows below the list, and not in its item. Indent it by 4 spaces.'
    ],
    "1. a\n3. b\n": [
        '[list-form] docs/a.md:9:1: the item "3. b" shows as number 2. Number the items one after the other.'
    ],
    "- [ ] open\n- [x] done\n": [
        '[markdown-as-text] docs/a.md:8:3: "[ ] open" shows as text: there are no boxes to tick. Write a plain list, "- ", without the brackets.',
        '[markdown-as-text] docs/a.md:9:3: "[x] done" shows as text: there are no boxes to tick. Write a plain list, "- ", without the brackets.',
    ],
    "| a | b |\n|---|---|\n| 1 | 2 | 3 |\n| 1 |\n| `x|y` | 2 |\n": [
        '[table-form] docs/a.md:10:1: the row "| 1 | 2 | 3 |" has 3 cells, and the head 2: its last cells do not show. Give every row as many cells as the head; a | within a cell is \\|.',
        '[table-form] docs/a.md:11:1: the row "| 1 |" has 1 cell, and the head 2: the rest show empty. Give every row as many cells as the head; a | within a cell is \\|.',
    ],
    "| a | b |\n| 1 | 2 |\n": [
        '[table-form] docs/a.md:8:1: "| a | b | | 1 | 2 |" shows as text, and not as a table. Leave a blank line above the table, and below its head write a line such as |---|---|, with as many cells as the head.'
    ],
    "Words\n| a | b |\n|---|---|\n| 1 | 2 |\n": [
        '[table-form] docs/a.md:9:1: "| a | b | |---|---|" shows as text, and not as a table. Leave a blank line above the table, and below its head write a line such as |---|---|, with as many cells as the head.'
    ],
    "##Title\n": [
        '[heading-form] docs/a.md:8:1: "##Title" shows as a heading, because the line begins with #. Write a space after ##, or \\# to show the sign.'
    ],
    "## C#\n": [
        '[heading-form] docs/a.md:8:1: the heading "## C#" shows without the # at its end. Write \\# to show the sign.'
    ],
    "Title\n---\n": [
        '[heading-form] docs/a.md:8:1: "Title" shows as a heading, because of the line "---" below it. Write a heading as ## Text; for a line across the page, leave a blank line above it.'
    ],
    "####### Seven\n": [
        '[heading-form] docs/a.md:8:7: "# Seven" shows its signs as text. Begin a heading at the start of a line, with one to six signs and a space: ## Text.'
    ],
    "##\n": ["[shows-nothing] docs/a.md:8:1: a heading has no words. Write them, or delete it."],
    "## A\n\n#### B\n": [
        '[heading-form] docs/a.md:10:1: the heading "#### B" is of level 4, below one of level 2. Write it with ###: no level is left out.'
    ],
    " ## A\n": [
        '[heading-form] docs/a.md:8:2: "## A" shows its signs as text. Begin a heading at the start of a line, with one to six signs and a space: ## Text.'
    ],
    '!!! note "x"\n    words\n': [
        '[markdown-as-text] docs/a.md:8:1: "!!! note "x"" shows as text: there are no boxes of this kind. Use a component, such as "> **Practice: name**", or a plain paragraph.'
    ],
    ":::tip\nwords\n:::\n": [
        '[markdown-as-text] docs/a.md:8:1: ":::tip" shows as text: there are no boxes of this kind. Use a component, such as "> **Practice: name**", or a plain paragraph.',
        '[markdown-as-text] docs/a.md:10:1: ":::" shows as text: there are no boxes of this kind. Use a component, such as "> **Practice: name**", or a plain paragraph.',
    ],
    "> [!NOTE]\n> words\n": [
        '[markdown-as-text] docs/a.md:8:3: "[!NOTE]" shows as text: there are no alerts. Use a component, such as "> **Content note**", or a plain quotation.'
    ],
    "Words[^1] here.\n\n[^1]: A note.\n": [
        '[footnote] docs/a.md:8:6: "[^1]" is a footnote, and there are none. Say it in the sentence or in brackets; a source is cited as [@id].',
        '[footnote] docs/a.md:10:1: "[^1]" is a footnote, and there are none. Say it in the sentence or in brackets; a source is cited as [@id].',
        '[markdown-as-text] docs/a.md:10:1: "[^1]: A note." shows as text, and defines nothing. Write it as [name]: https://example.org, on a line of its own at the margin.',
    ],
    "See https://example.org/a_b. Or www.example.org, or me@example.org; [https://x.example](https://x.example) <https://y.example>.\n": [
        '[bare-address] docs/a.md:8:5: the address "https://example.org/a_b" shows as text, and not as a link. Write [words that say where it leads](https://example.org/a_b).',
        '[bare-address] docs/a.md:8:33: the address "www.example.org" shows as text, and not as a link. Write [words that say where it leads](https://www.example.org).',
        '[bare-address] docs/a.md:8:53: the address "me@example.org" shows as text, and not as a link. Write [words that say where it leads](mailto:me@example.org).',
    ],
    "**bold and *more\n": [
        '[markdown-as-text] docs/a.md:8:1: "**bold and *more" shows its star as text: the emphasis is not closed, or begins with a space. Close it, with no space inside the stars and as many at each end; a star that is to be seen is \\*.'
    ],
    "a snake__case__word and _open\n": [
        '[markdown-as-text] docs/a.md:8:8: "__case__word" shows its underscore as text. Within a word write **stars** for emphasis, and close what is open; an underscore that is to be seen is \\_.',
        '[markdown-as-text] docs/a.md:8:25: "_open" shows its underscore as text. Within a word write **stars** for emphasis, and close what is open; an underscore that is to be seen is \\_.',
    ],
    "[words] (https://example.org) and [words](my page.md)\n": [
        '[markdown-as-text] docs/a.md:8:1: "[words] (https://example.org) and words" shows as text, and not as a link. Write no space between the words and the address: [words](address).'
    ],
    "[words](https://example.org/a\n": [
        '[markdown-as-text] docs/a.md:8:1: "[words](https://example.org/a" shows as text, and not as a link. Close its brackets, write the address without spaces, and use no Markdown within raw HTML.'
    ],
    "a line\\\nanother\n": [
        "[markdown-as-text] docs/a.md:8:7: a line ends with a backslash, which shows as text. To break a line, end it with two spaces."
    ],
    "~~no~~ and ==yes== and x^2^ and H~2~O and ++in++\n": [
        '[markdown-as-text] docs/a.md:8:1: "~~no~~ and ==yes== and x^2" shows as text: there is no crossed-out text. Delete the signs.',
        '[markdown-as-text] docs/a.md:8:34: "~2~" shows as text. Write <sup>2</sup> or <sub>2</sub>.',
        '[markdown-as-text] docs/a.md:8:43: "++in++" shows as text: there is no marker pen. Write **bold**, or delete the signs.',
    ],
    "[[Help]] and :smile: and $x^2$ and $$a$$ but $5 and $10 at 10:30:00.\n": [
        '[markdown-as-text] docs/a.md:8:1: "[[Help" shows its brackets: there are no wiki links. Write [words](page.md), or [phrase] for the phrase of a topic.',
        '[markdown-as-text] docs/a.md:8:14: ":smile:" shows as text: there are no names for pictures. Delete it, or say it in words.',
        '[markdown-as-text] docs/a.md:8:26: "$x^2$" shows as text: there are no formulas. Say it in words.',
        '[markdown-as-text] docs/a.md:8:36: "$$a$$ but $5 and $10 at 10" shows as text: there are no formulas. Say it in words.',
    ],
    "&nbps; and &amp; and &copy; &#42; \\* \\_ \\$5\n": [
        '[markdown-as-text] docs/a.md:8:1: "&nbps;" shows as text: no character has this name. Check its spelling, or type the character itself.',
        '[markdown-as-text] docs/a.md:8:41: "\\$5" shows its backslash as text: this sign needs none. Delete the backslash.',
    ],
    "Words {: .x } and {.y} and {{ page.title }}\n": [
        '[markdown-as-text] docs/a.md:8:7: "{: .x }" shows as text. Write { .class } at the end of a heading, or {: .class } on the line below a paragraph; there are no other braces.',
        '[markdown-as-text] docs/a.md:8:19: "{.y}" shows as text. Write { .class } at the end of a heading, or {: .class } on the line below a paragraph; there are no other braces.',
        '[markdown-as-text] docs/a.md:8:28: "{{ page.title }}" shows as text. Write { .class } at the end of a heading, or {: .class } on the line below a paragraph; there are no other braces.',
    ],
    "A `code that is open\n": [
        '[markdown-as-text] docs/a.md:8:3: "`code that is open" shows as text: the code is not closed. Close it with as many signs; to show the sign itself, write a backslash before it.'
    ],
    "```\nopen fence\n": [
        '[markdown-as-text] docs/a.md:8:1: "```" shows as text: the code is not closed. Close it with as many signs; to show the sign itself, write a backslash before it.'
    ],
    "    indented by accident\n": [
        '[indented-code] docs/a.md:8:5: "indented by accident" is indented by four spaces, and shows as code. Take the spaces away; code stands between two lines of ```.'
    ],
    "<div>\n**bold** [x](help.md)\n</div>\n": [
        '[markdown-as-text] docs/a.md:9:10: "[x](help.md)" shows as text, and not as a link. Close its brackets, write the address without spaces, and use no Markdown within raw HTML.'
    ],
    "[](help.md)\n": [
        "[shows-nothing] docs/a.md:8:1: a link has no words. Write them, or delete it."
    ],
    ": definition\n": [
        '[markdown-as-text] docs/a.md:8:1: ": definition" shows as text, and not as a definition. Write the term on the line above it, below a blank line.'
    ],
    "---\ntitle: second\n---\nwords\n": [
        '[heading-form] docs/a.md:9:1: "title: second" shows as a heading, because of the line "---" below it. Write a heading as ## Text; for a line across the page, leave a blank line above it.'
    ],
    "\n": [
        "[shows-nothing] docs/a.md:8:1: below its front matter this page is empty. Write its text."
    ],
    "> - a\n>   - b\n": [
        '[list-form] docs/a.md:9:5: the item "- b" does not show within the one above it. Indent it by 4 spaces.'
    ],
    "a word*\n": [
        '[markdown-as-text] docs/a.md:8:7: "*" shows its star as text: the emphasis is not closed, or begins with a space. Close it, with no space inside the stars and as many at each end; a star that is to be seen is \\*.'
    ],
    "*a word\n": [
        '[markdown-as-text] docs/a.md:8:1: "*a word" shows its star as text: the emphasis is not closed, or begins with a space. Close it, with no space inside the stars and as many at each end; a star that is to be seen is \\*.'
    ],
    "** spaced **\n": [
        '[markdown-as-text] docs/a.md:8:1: "** spaced **" shows its star as text: the emphasis is not closed, or begins with a space. Close it, with no space inside the stars and as many at each end; a star that is to be seen is \\*.'
    ],
}

GOOD = {
    "3. a\n4. b\n",
    "## C\\#\n",
    "## Title ##\n",
    "One\ntwo\n---\nthree\n",
    "I feel ____ when 5 * 3 = 15, a_b and 4*5.\n",
    "<div>\nopen\n",
    "- a\n\n    para\n\n    - nested\n    - nested\n\n- b\n",
    "1. one\n2. two\n    - x\n3. three\n",
    "- [x](help.md)\n- `a` and **b**\n",
    "Term\n:   Definition *here*, with __bold__ and **bold**.\n",
    "- a\n\n    ```\n    code\n    ```\n",
    "1. one\n\n    more\n\n2. two\n",
    "2019 was a year.\n2020. Then another.\n",
    "A dash - here\nand 3 * 4, 10:30, A:B, $5 to $6, a@b, C#, #1, R&D; AT&T;\n",
    "[words][help] and [@a][@b]\n",
    "Cats | dogs, and a_b_c.\n",
    "```\n- [ ] **x\n```\n\nAnd `**` here.\n",
    "> **Practice: x**\n>\n> 1. a\n>\n> 2. b\n",
    "<p>raw</p>\n\n* * *\n\nText  \nbroken.\n",
    "Term\n:   - a\n    - b\n",
    "## Heading { .on-screen }\n\n### Next\n\n## Back\n",
}


def check_said(text: str) -> None:
    assert find(text) == SAID[text]


def check_good(text: str) -> None:
    assert find(text) == []


def test_each_is_said_with_its_place_and_how_to_fix_it() -> None:
    assert failures(check_said, {text: text for text in SAID}) == []


def test_what_shows_as_it_is_meant_is_left_alone() -> None:
    assert failures(check_good, {text: text for text in GOOD}) == []


def test_the_pages_of_the_guide_have_none() -> None:
    pages = real_catalogue().pages
    assert failures(check_none, dict(pages)) == []


def check_none(page) -> None:
    assert format_problems(check_page_markdown(page)) == []


# Every sign that Markdown may leave in the text, as a sign that is to be seen.
@pytest.mark.parametrize("sign", list("\\`*_{}[]()#+-.!|"))
def test_an_escaped_sign_is_meant(sign: str) -> None:
    text = "".join(
        f"word \\{sign}{words} \\{sign}\\{sign} end.\n\n" for words in ("word", " w", "")
    )
    assert find(text) == []


@pytest.mark.parametrize("text", ["[" * 200, "[a](" * 200])
def test_brackets_without_end_are_said_once(text: str) -> None:
    assert find(text) == [
        "[markdown-as-text] docs/a.md:8:1: 200 brackets are not closed. Close them, or write \\[ to"
        " show the sign."
    ]


def test_an_empty_page_is_told() -> None:
    assert find("\n") == [
        "[shows-nothing] docs/a.md:8:1: below its front matter this page is empty. Write its text."
    ]
