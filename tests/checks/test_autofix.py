"""Mending the form of files: what readers, YAML and programs see stays as it was."""

import re
from collections import Counter
from pathlib import Path

import markdown
import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from guide.checks.autofix import check_form, fix_csv
from guide.checks.page_form import EXTENSIONS, fix_page
from guide.content.pages import key_order, parse_page
from guide.core.yaml_reader import parse_yaml
from guide.data.csv_reader import parse_csv, write_csv
from guide.data.package_reader import make_package
from tests.support.pages import parse
from tests.support.projects import PACKAGE, front_matter

ROOT = Path(__file__).resolve().parents[2]
HEAD = "---\ntitle: A page\n---\n"


def body_of(text: str) -> str:
    return parse_page(text, "page.md", "docs/page.md")[0].body


def fixed(body: str) -> str:
    """Return the text of a page, mended."""
    return body_of(fix_page(HEAD + body))


def seen(body: str) -> tuple:
    """Return what readers get of a text: elements, words, and what shows or copies every space."""
    root = parse(markdown.Markdown(extensions=EXTENSIONS).convert(body))
    exact = [
        list(element.itertext())
        for element in root.iter()
        if element.tag in ("pre", "code", "textarea")
    ]
    return (
        [(element.tag, element.attrib) for element in root.iter() if isinstance(element.tag, str)],
        "".join(root.itertext()).split(),
        exact,
    )


def test_pages_are_converted_with_the_extensions_of_the_site():
    named = re.findall(
        r"^  - ([\w.]+)(?=:?$)",
        (ROOT / "mkdocs.yml")
        .read_text("utf-8")
        .partition("markdown_extensions:\n")[2]
        .partition("\n\n")[0],
        re.MULTILINE,
    )
    assert {*EXTENSIONS, "guide.extension"} == {
        *named,
        "fenced_code",
    }  # which MkDocs adds by itself


@pytest.mark.parametrize(
    "body",
    [
        "One  \ntwo.\n",
        "> One  \n> two.\n",
        "- One  \n  two.\n",
        "1. One  \n    two.\n",
        "> - One  \n>   two.\n",
        "Term\n:   One  \n    two.\n",
        "[One](x.md)  \n**two**  \nthree\n",
        "```\none  \n  \ntwo \t\n```\n",
        "~~~ text\none   \n~~~\n",
        "    one \n    two\n",
        "- One\n\n        code \n        more\n",
        "<pre>\none \ntwo</pre>\n",
        "<div>\n<pre>one \n\ntwo\t\n</pre></div>\n",
        "`one \ntwo`\n",
        '[one](x.md "two \nthree")\n',
        '<p title="one \ntwo">x</p>\n',
        "<textarea>\none \n</textarea>\n",
        "<!-- one \ntwo -->\n",
        "<textarea>\n<script> \nOne\n",
        '<p style="white-space: pre">\none \ntwo</p>\n',
        "One\u00a0\ntwo\u2028\nthree\x0c\nfour\u3000\n",
        "One\\\ntwo\n",
        "| a |\n|---|\n| b |\u00a0\n",
    ],
)
def test_what_a_reader_sees_or_copies_stays(body):
    assert fixed(body) == body


@pytest.mark.parametrize(
    ("body", "mended"),
    [
        ("One \ntwo\t\n", "One\ntwo\n"),
        ("One.  \n\nTwo.\n", "One.\n\nTwo.\n"),
        ("# One  \n\nTwo.  \n", "# One\n\nTwo.\n"),
        ("One   \ntwo     \nthree\n", "One  \ntwo  \nthree\n"),
        ("Four\t\nfive\n", "Four  \nfive\n"),
        ("> One  \n> \n> two\n", "> One\n>\n> two\n"),
        ("- One \n- two  \n\nText\n", "- One\n- two\n\nText\n"),
        ("| a | \n|---|\n| b | \n", "| a |\n|---|\n| b |\n"),
        ("One\n   \n\t\nTwo\n", "One\n\n\nTwo\n"),
        ("One\n\n \n\n", "One\n"),
        ("One", "One\n"),
        ("    code  \n\nOne \n", "    code\n\nOne\n"),
        ("```\none  \n```\nTwo \n", "```\none  \n```\nTwo\n"),
        ("<pre>\none  \n</pre>\n\nTwo \n\nThree \n", "<pre>\none  \n</pre>\n\nTwo\n\nThree\n"),
        ("One \r\ntwo\rthree  \r\nfour", "One\ntwo\nthree  \nfour\n"),
        ("  \n", ""),
    ],
)
def test_spaces_that_nobody_sees_go(body, mended):
    assert seen(mended) == seen(body.replace("\r\n", "\n").replace("\r", "\n"))
    assert fixed(body) == mended


PIECES = st.sampled_from(
    [
        "",
        "One",
        "two words",
        "> quoted",
        ">",
        "> - item",
        "- item",
        "  - nested",
        "1. first",
        "    four",
        "        eight",
        "\ttab",
        "# Title",
        "## T {#t}",
        "===",
        "---",
        "***",
        "```",
        "```text",
        "~~~",
        "> ```",
        "    ```",
        "| a | b |",
        "|---|---|",
        "| c | `d",
        "Term",
        ":   meaning",
        "<pre>",
        "</pre>",
        "<div>",
        "</div>",
        "<p>raw",
        "<textarea>",
        "</textarea>",
        "<code>",
        "</code>",
        "<!-- note",
        "-->",
        "`code",
        "code`",
        "**bold",
        "bold**",
        '[link](a.md "title',
        'title")',
        "[ref]",
        "[ref]: b.md",
        "*[HT]: HyperText",
        "HT",
        "{: .class }",
        "a\\",
        "&nbsp;",
        "\u00a0",
        "\u2028",
        "\x0c",
        "<br>",
        "![x](table:y)",
        "<script>",
        "</script>",
        "<span",
        'title="x',
        '">',
        "- ",
        "1.",
        "a _b",
        "b_ c",
        "“q”...",
        "x -- y",
        "<style>",
        "</style>",
        "<?php",
        "<![CDATA[",
    ]
)
LINES = st.lists(
    st.tuples(
        PIECES, st.sampled_from(["", "", " ", "  ", "   ", "\t", " \t ", "\u00a0", "  \u00a0"])
    ),
    max_size=14,
)
TEXTS = LINES.map(lambda lines: "".join(f"{piece}{end}\n" for piece, end in lines))


@settings(max_examples=25)
@given(TEXTS)
def test_any_page_looks_as_it_did(body):
    check_page(body)


@pytest.mark.slow
@settings(max_examples=500)
@given(TEXTS)
def test_any_of_many_pages_looks_as_it_did(body):
    check_page(body)


def check_page(body):
    mended = fixed(body)
    assert seen(mended) == seen(body)
    assert [line.rstrip(" \t") for line in mended.rstrip(" \t\n").split("\n")] == [
        line.rstrip(" \t") for line in body.rstrip(" \t\n").split("\n")
    ]
    assert fixed(mended) == mended


SIGNS = st.text(alphabet="ab \t\n\r>-#`~|*_[]()<!&;:\\\ufeff\u00a0\u2028\x0c\x00{}", max_size=60)


@settings(max_examples=25)
@given(SIGNS)
def test_any_text_looks_as_it_did(body):
    check_text(body)


@pytest.mark.slow
@settings(max_examples=500)
@given(SIGNS)
def test_any_of_many_texts_looks_as_it_did(body):
    check_text(body)


def check_text(body):
    # A carriage return is a line end to whatever reads a file as text.
    assert seen(fixed(body)) == seen(body.replace("\r\n", "\n").replace("\r", "\n"))
    assert fix_page(fix_page(HEAD + body)) == fix_page(HEAD + body)


def test_a_page_that_takes_too_long_to_try_stays_as_it_is(monkeypatch):
    converted = []
    convert = markdown.Markdown.convert
    monkeypatch.setattr(
        markdown.Markdown,
        "convert",
        lambda self, text: converted.append(len(text)) or convert(self, text),
    )
    body = "".join(f"    line {number} \n" for number in range(2000)) + "Text\n"
    assert fixed(body) == body
    assert sum(converted) <= 1_000_000


def test_a_page_at_which_the_converter_fails_stays_as_it_is(monkeypatch):
    monkeypatch.setattr(markdown.Markdown, "convert", lambda self, text: 1 / 0)
    assert fixed("One \ntwo\n") == "One \ntwo\n"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Text. \r\n",
        "Note: one \n\nText \n",
        "---\ntitle: One \n",
        "---\ntitle: [\n---\nText \n",
        "---\n- title\n---\nText \n",
        "---\ntitle\n---\nText \n",
        "---\n---\nText \n",
        "---\ntitle: One\ntitle: Two\n---\nText \n",
        "---\ntitle: One\n...\nkind: page\n---\nText \n",
        "---\ntitle: One\n... \n---\nText \n",
        "---\n%YAML 1.2\ntitle: One \n---\nText \n",
        "---\na: *b\n---\nText \n",
        "\ufeff\ufeff---\ntitle: One\n---\nText \n",
    ],
    ids=repr,
)
def test_a_page_whose_front_matter_cannot_be_read_stays_as_it_is(text):
    assert fix_page(text) == text


MkDocsLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def header(text: str) -> str:
    return fix_page(f"---\n{text}---\nText\n").removeprefix("---\n").removesuffix("---\nText\n")


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        (
            'reviewed: 2026-11-23\nsummary: "A first line and\ntitle: like this."\ntitle: One\n',
            'title: One\nsummary: "A first line and\ntitle: like this."\nreviewed: 2026-11-23\n',
        ),
        (
            "summary: |\n  kind: one\n\n  # no comment\n# of title\ntitle: One\n",
            "# of title\ntitle: One\nsummary: |\n  kind: one\n\n  # no comment\n",
        ),
        ("summary: >+\n  one\n\n\ntitle: One\n", "title: One\nsummary: >+\n  one\n\n\n"),
        (
            "# of all\n\nkind: page # of kind\n# of title\ntitle: One # two \n# below\n",
            "# of all\n\n# of title\ntitle: One # two\nkind: page # of kind\n# below\n",
        ),
        (
            "related:\n- {topic: a,\n   reason: b}\nsafety:\ntitle: 'One\n\n  two'\n",
            "title: 'One\n\n  two'\nrelated:\n- {topic: a,\n   reason: b}\nsafety:\n",
        ),
        ('"kind" : page\n"title": "Ünö" \t\n', '"title": "Ünö"\n"kind" : page\n'),
        ("odd: 1\nkind: page\n\ntitle: One\n", "title: One\nkind: page\n\nodd: 1\n"),
    ],
)
def test_keys_are_put_in_order_with_their_values_and_comments(text, mended):
    assert header(text) == mended


@pytest.mark.parametrize(
    "text",
    [
        "# of kind, or of all\nkind: page\ntitle: One\n",
        "related:\n  - topic: a\n  # indented\ntitle: One\n",
        "kind: page\ntitle: One\n  # indented\n",
        "kind: &a page\ntitle: *a\n",
        "title: &a One\nkind: *a\n",
        "{kind: page,\n title: One}\n",
        "? kind\n: page\n? title\n: One\n",
        "  kind: page\n  title: One\n",
        "kind: page\u2028title: One\n",
        "!!map\nkind: page\ntitle: One\n",
        "title: |\n  One  \n   \n  two \n",
        "title: |2\n   \n  One\n",
        'title: "One\\  \n  two"\n',
    ],
)
def test_where_order_or_spaces_may_matter_front_matter_stays(text):
    assert header(text) == text


WORDS = st.sampled_from(["one", "two: three", "# four", "title: five", "- six", "ünï", "seven  "])


def block_scalar(sign: str, lines: list[str]) -> str:
    return f"{sign}\n" + "".join(f"  {line}\n" if line.strip() else f"{line}\n" for line in lines)


VALUES = st.one_of(
    st.sampled_from(
        [
            "one\n",
            "2026-11-23\n",
            "\n",
            "'it''s: # no'\n",
            "{a: b, c: [d]}\n",
            "{a: b,\n  title: c}\n",
            "[a,  \n  b] \n",
            "!!str 5\n",
            "~\n",
            "true\t\n",
        ]
    ),
    st.lists(WORDS, min_size=1, max_size=3).map(lambda words: '"' + "  \n  ".join(words) + '"\n'),
    st.lists(WORDS, min_size=1, max_size=3).map(
        lambda words: '"' + "\ntitle: ".join(words) + '"\n'
    ),
    st.lists(WORDS, min_size=1, max_size=3).map(lambda words: "'" + "\n\n  ".join(words) + "'\n"),
    st.lists(st.sampled_from(["one", "two three"]), min_size=1, max_size=3).map(
        lambda words: " \n  ".join(words) + "\n"
    ),
    st.builds(
        block_scalar,
        st.sampled_from(["|", ">", "|-", "|+", ">+", "| # beside"]),
        st.lists(
            st.one_of(WORDS, st.sampled_from(["", " ", "     "])), min_size=1, max_size=4
        ).filter(lambda lines: lines[0].strip()),
    ),
    st.lists(st.sampled_from(["topic: a", "b", '"c\n    d"', ""]), min_size=1, max_size=3).map(
        lambda items: "\n" + "".join(f"  - {item}\n" for item in items)
    ),
)


@st.composite
def headers(draw: st.DrawFn) -> tuple[str, dict[str, list[str]]]:
    """Return front matter, and by each key the comments right above it and beside it."""
    names = draw(
        st.lists(
            st.sampled_from([*key_order(), "odd", "word"]), min_size=1, max_size=6, unique=True
        )
    )
    text, comments = draw(st.sampled_from(["", "", "# top\n\n", "\n"])), {}
    for name in names:
        count = draw(st.integers(0, 2))
        above = [f"# {number} of {name}" for number in range(count)]
        value = draw(VALUES)
        text += (
            "".join(f"{line}{draw(st.sampled_from(['', ' ', chr(9)]))}\n" for line in above)
            + f"{name}: {value}"
        )
        text += draw(st.sampled_from(["", "", "\n", "\n\n"]))
        comments[name] = above
    return text + draw(st.sampled_from(["", "", "# end\n"])), comments


@settings(max_examples=50)
@given(headers())
@example(
    ("kind: one\n# 0 of title\ntitle: |+\n  two  \n\n", {"kind": [], "title": ["# 0 of title"]})
)
def test_any_front_matter_says_what_it_did(front_matter_text):
    check_header(front_matter_text)


@pytest.mark.slow
@settings(max_examples=1000)
@given(headers())
def test_any_of_many_front_matters_says_what_it_did(front_matter_text):
    check_header(front_matter_text)


def check_header(front_matter_text):
    text, comments = front_matter_text
    mended = header(text)
    before, problems = parse_yaml(text, "")
    if problems:
        assert mended == text
        return
    assert parse_yaml(mended, "")[0].data == before.data
    assert yaml.load(mended, MkDocsLoader) == yaml.load(text, MkDocsLoader)
    lines = mended.split("\n")
    for name, above in comments.items():
        assert any(
            lines[number - len(above) : number] == above  # a value may hold such a line too
            for number, line in enumerate(lines)
            if line.startswith(f"{name}:")
        )
    ends = ("# top", "# end")
    assert [line for line in lines if line.startswith(ends)] == [
        line for line in text.split("\n") if line.startswith(ends)
    ]
    assert Counter(line.rstrip() for line in lines) == Counter(
        line.rstrip() for line in text.split("\n")
    )
    assert header(mended) == mended
    first = next(iter(comments))
    if not comments[first]:
        order = [*key_order(), *(name for name in comments if name not in key_order())]
        assert list(before.data) == list(comments)
        assert list(parse_yaml(mended, "")[0].data) == sorted(comments, key=order.index)


TABLE = make_package(
    parse_yaml(PACKAGE.replace("title: Findings\n", "title: Findings\n    sorted_by: id\n"), "")[0],
    "",
    [],
)[0].resources["findings"]


def rows_of(text: str) -> list[tuple[str, ...]] | None:
    table, problems = parse_csv(text.removeprefix("\ufeff"), "")
    return (
        None
        if table is None or problems
        else [tuple(cell.text for cell in row) for row in (table.header, *table.rows)]
    )


CELLS = st.one_of(
    st.sampled_from(
        [
            "",
            " ",
            "a",
            "b ",
            " c",
            "one, two",
            'say "so"',
            '"',
            "a\nb",
            "a\r\nb",
            "a\rb",
            "a\r\r\nb",
            "# no",
            "\u2028",
            "\x0c",
            "\ufeff",
            "sep=",
            ";",
            "=1+1",
        ]
    ),
    st.text(alphabet='ab, "\n\r\t;\u0085', max_size=5),
)


def write_by_hand(rows: list[list[str]], draw: st.DrawFn) -> str:
    def write(cell: str) -> str:
        must = re.search(r'^"|[,\r\n]', cell)
        return '"' + cell.replace('"', '""') + '"' if must or draw(st.booleans()) else cell

    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    text = "".join(
        ",".join(map(write, row)) + end + draw(st.sampled_from(["", "", "", end])) for row in rows
    )
    return draw(st.sampled_from(["", "", "\ufeff", "\ufeff\ufeff"])) + text


@st.composite
def tables(draw: st.DrawFn) -> str:
    width = draw(st.integers(1, 4))
    names = ["id", "text", "note", "id"][:width]
    sizes = st.just(width) if draw(st.booleans()) else st.integers(1, 5)
    rows = [
        draw(st.lists(CELLS, min_size=size, max_size=size))
        for size in draw(st.lists(sizes, max_size=6))
    ]
    return write_by_hand([names, *rows], draw)


@settings(max_examples=50)
@given(tables())
@example('id,text\nb,"1\r2"\na,\n')
@example('id,text\nb,"1\r\r\n2"\na,\n')
@example("id,text\nb,1\na\nc,2,3\n")
def test_any_table_holds_the_same_rows(text):
    check_table(text)


@pytest.mark.slow
@settings(max_examples=1000)
@given(tables())
def test_any_of_many_tables_holds_the_same_rows(text):
    check_table(text)


def check_table(text):
    before, mended = rows_of(text), fix_csv(text, TABLE)
    after = rows_of(mended)
    assert fix_csv(mended, TABLE) == mended
    if before is None or len({len(row) for row in before}) > 1:
        assert mended == text
        return
    assert after[0] == before[0]
    if mended != text and "id" in before[0]:
        assert after[1:] == sorted(before[1:], key=lambda row: row[before[0].index("id")])
    assert Counter(after) == Counter(before)


def test_rows_with_the_same_key_keep_their_order():
    assert fix_csv("id,text\r\nb,2\r\na,9\r\nb,1\r\n", TABLE) == "id,text\na,9\nb,2\nb,1\n"


@given(
    st.lists(
        st.lists(CELLS.filter(lambda text: "\r\n" not in text), min_size=2, max_size=3),
        min_size=1,
        max_size=4,
    )
)
def test_what_is_written_is_read_again(rows):
    rows = [["id", "text"], *rows]
    assert rows_of(write_csv(rows)) == [tuple(row) for row in rows]


def test_the_check_says_nothing_of_what_is_not_mended(project):
    body = "One  \ntwo.\n\n```\ncode  \n```\n\n<pre>\nraw \n</pre>\n"
    root = project({"docs/page.md": front_matter(title='"One\n  two: three"') + body})
    package = make_package(parse_yaml(PACKAGE, "")[0], "", [])[0]
    assert list(check_form(root, package)) == []
    (root / "docs/page.md").write_text(front_matter() + "One  \ntwo.  \n", encoding="utf-8")
    assert [(problem.line, problem.column) for problem in check_form(root, package)] == [(9, 5)]


def test_editors_are_told_to_leave_spaces_at_the_end_of_lines():
    settings_of = (ROOT / ".editorconfig").read_text("utf-8").partition("[*.{md,csv}]\n")[2]
    assert settings_of.startswith("trim_trailing_whitespace = false\n")
    assert "trailing-whitespace" not in (ROOT / ".pre-commit-config.yaml").read_text("utf-8")
