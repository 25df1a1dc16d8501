"""What a text points at, and where: each kind of reference, and what is none."""

import pytest

from guide.content.references import find_in_text, mask_code, split_citation

KINDS = {
    "finding": ("[24%](finding:ants)", [("finding", "ants", "24%")]),
    "finding-over-a-line-break": (
        "[fell\nby 5%](finding:bees)",
        [("finding", "bees", "fell\nby 5%")],
    ),
    "table": ("![Mood](table:mood)", [("table", "mood", "Mood")]),
    "table-narrowed": ("![Mood](table:mood?year=2010)", [("table", "mood?year=2010", "Mood")]),
    "chart": ("![Mood](chart:mood)", [("chart", "mood", "Mood")]),
    "number": ("[two in three](number:example)", [("number", "example", "two in three")]),
    "citation": ("[@ant2020]", [("citation", "@ant2020", "@ant2020")]),
    "citation-of-two": (
        "[@ant2020; @bee2021, p. 3]",
        [("citation", "@ant2020; @bee2021, p. 3", "@ant2020; @bee2021, p. 3")],
    ),
    "citations-side-by-side": ("[@a][@b]", [("citation", "@a", "@a"), ("citation", "@b", "@b")]),
    "phrase": ("[build trust]", [("phrase", "build trust", "build trust")]),
    "phrase-over-a-line-break": ("[build\n  trust]", [("phrase", "build trust", "build\n  trust")]),
    "phrase-with-other-words": (
        "[other words][build trust]",
        [("phrase", "build trust", "other words")],
    ),
    "phrase-with-empty-brackets": ("[build trust][]", [("phrase", "build trust", "build trust")]),
    "phrase-before-a-colon": (
        "Now [build trust]: first",
        [("phrase", "build trust", "build trust")],
    ),
    "finding-before-a-colon": ("[24%](finding:ants): so many", [("finding", "ants", "24%")]),
    "page": ("[help](../help.md#now)", [("page", "../help.md#now", "help")]),
    "page-with-title": ('[help](help.md "Find help")', [("page", "help.md", "help")]),
    "page-with-title-in-single-quotes": (
        "[help](help.md 'Find help')",
        [("page", "help.md", "help")],
    ),
    "page-in-angle-brackets": ("[help](<my help.md>)", [("page", "my help.md", "help")]),
    "page-with-parentheses": ("[x](a_(b).md)", [("page", "a_(b).md", "x")]),
    "image-file": ("![A drawing](assets/a.svg)", [("page", "assets/a.svg", "A drawing")]),
    "link": ("[WHO](https://who.int/a_(b))", [("link", "https://who.int/a_(b)", "WHO")]),
    "mail": ("[write](mailto:a@b.example)", [("link", "mailto:a@b.example", "write")]),
    "script": ("[x](javascript://alert(1))", [("link", "javascript://alert(1)", "x")]),
    "inside-the-words": (
        "[see [@ant2020] and [build trust]](finding:ants)",
        [
            ("finding", "ants", "see [@ant2020] and [build trust]"),
            ("citation", "@ant2020", "@ant2020"),
            ("phrase", "build trust", "build trust"),
        ],
    ),
    "in-emphasis": ("**[build trust]**", [("phrase", "build trust", "build trust")]),
    "in-a-quotation": ("> [build trust]", [("phrase", "build trust", "build trust")]),
    "in-a-table": ("| a |\n|---|\n| [build trust] |", [("phrase", "build trust", "build trust")]),
    "in-an-indented-list-item": (
        "- one\n\n    [build trust]",
        [("phrase", "build trust", "build trust")],
    ),
    "after-a-lone-backtick": (
        "a ` b\n\n[build trust]\n\nc ` d",
        [("phrase", "build trust", "build trust")],
    ),
    "empty-brackets": ("- [ ] to do", []),
    "brackets-escaped": (r"\[build trust\]", []),
    "inline-code": ("`[build trust]` and ``a ` [b]``", []),
    "code-over-a-line-break": ("`[build\ntrust]`", []),
    "fence": ("```\n[build trust]\n```\n", []),
    "fence-not-closed": ("~~~ text\n[build trust]\n", []),
    "indented-code": ("Text.\n\n    [build trust]\n", []),
    "comment": ("<!-- [build trust] -->", []),
    "own-reference": (
        "[a word] here\n\n[a word]: https://a.example/\n",
        [("link", "https://a.example/", "")],
    ),
    "own-reference-to-a-finding": ("[24%][x]\n\n[x]: finding:ants\n", [("finding", "ants", "")]),
    "own-reference-with-title-on-the-next-line": (
        '[x]: <a.md>\n  "Title"\n',
        [("page", "a.md", "")],
    ),
    "own-reference-over-a-line-break": ("[x]:\n  a.md\n", [("page", "a.md", "")]),
    "a-phrase-at-the-start-of-a-line-and-a-colon": (
        "[build trust]: it takes time",
        [("phrase", "build trust", "build trust")],
    ),
    "text-message": ("[text](sms:741741)", [("link", "sms:741741", "text")]),
    "without-a-scheme": ("[x](//a.example/)", [("link", "//a.example/", "x")]),
}


@pytest.mark.parametrize(("text", "expected"), KINDS.values(), ids=KINDS)
def test_what_a_text_points_at(text, expected):
    assert [
        (reference.kind, reference.target, reference.text) for reference in find_in_text(text)
    ] == expected


def test_each_reference_has_its_place_in_the_file():
    text = "é [a b] x\n- y [c](finding:d): [@e]\n`[no]` [f](g.md)"
    references = find_in_text(text, line=10)
    assert [(item.text, item.line, item.column) for item in references] == [
        ("a b", 10, 3),
        ("c", 11, 5),
        ("@e", 11, 21),
        ("f", 12, 8),
    ]
    assert [text[item.start : item.end] for item in references] == [
        "[a b]",
        "[c](finding:d)",
        "[@e]",
        "[f](g.md)",
    ]


def test_only_the_first_line_of_a_cell_begins_at_its_column():
    assert [(item.line, item.column) for item in find_in_text("[a]\n[b]", line=3, column=20)] == [
        (3, 20),
        (4, 1),
    ]


@pytest.mark.parametrize(
    ("text", "expected"), [("![a](b.svg)", True), ("[a](b.svg)", False)], ids=["image", "link"]
)
def test_an_image_is_told_from_a_link(text, expected):
    assert [item.is_image for item in find_in_text(text)] == [expected]


MASKED = {
    "nothing": "plain *text* [a](b.md)",
    "code": "a `b` c",
    "fence": "a\n\n```py\nb\n```\n\nc",
    "escape": r"a \[c\] d",
    "comment": "a <!-- b\nb --> c",
    "indented": "a\n\n    b\n    b\n\nc",
}


@pytest.mark.parametrize("text", MASKED.values(), ids=MASKED)
def test_masking_moves_nothing_and_hides_only_code(text):
    masked = mask_code(text)
    assert (len(masked), masked.count("\n")) == (len(text), text.count("\n"))
    kept = [(old, new) for old, new in zip(text, masked, strict=True) if new not in " \n"]
    assert all(old == new for old, new in kept)
    assert ("[" in masked or "b" in masked) == (text == MASKED["nothing"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@a", [("a", "")]),
        ("@a, p. 3", [("a", "p. 3")]),
        ("@a; @b", [("a", ""), ("b", "")]),
        ("@a , pp. 3, 5 ;@b", [("a", "pp. 3, 5"), ("b", "")]),
        ("@a p. 3", [("a p. 3", "")]),
    ],
)
def test_a_citation_has_keys_and_locators(text, expected):
    assert split_citation(text) == expected
