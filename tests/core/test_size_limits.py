"""What is too large is named with its limit, and nothing runs for minutes."""

import time
from datetime import date

import pytest

from guide.checks.project_checks import read_and_check
from guide.checks.prose_rules import read_prose_rules
from guide.content.loader import read_catalogue
from guide.core import size_limits
from guide.core.size_limits import check_page_size, too_large
from guide.core.yaml_reader import parse_yaml
from guide.data import csv_reader
from guide.editing.edits import dry_run
from tests.support.catalogues import real_catalogue
from tests.support.pages import format_problems
from tests.support.projects import PACKAGE, front_matter

PAGES = {
    "characters": (
        "word\n\n" * 20_000,
        "1:1: this page has 120,000 characters in 40,000 lines. Split it into pages of at most"
        " 100,000 in 5,000.",
    ),
    "lines": (
        "a\n" * 5_001,
        "1:1: this page has 10,002 characters in 5,001 lines. Split it into pages of at most"
        " 100,000 in 5,000.",
    ),
    "block": (
        "One.\n\n" + "a " * 4_001,
        "3:1: from here on, 8,002 characters stand without a blank line. Part them with blank"
        " lines, at most 8,000 characters apart; a long table belongs into data/.",
    ),
    "brackets": (
        "One.\n\n" + "[" * 401,
        '3:1: from here on, 401 "[" stand without a blank line. Part them with blank lines, at most'
        " 400.",
    ),
    "tags": (
        "One.\n\n" + "<!--" * 101,
        '3:1: from here on, 101 tags or comments are not closed. Close each "<" with ">", or write'
        " &lt; for the sign.",
    ),
}


@pytest.mark.parametrize(("text", "expected"), PAGES.values(), ids=PAGES)
def test_a_page_that_is_too_large_is_named(project, text, expected):
    assert format_problems(check_page_size(text, "a.md")) == [f"[too-large] a.md:{expected}"]
    root = project({"docs/a.md": text, "docs/b.md": front_matter() + "Text.\n"})
    begin = time.process_time()
    catalogue, problems = read_and_check(root)
    assert time.process_time() - begin < 5
    assert [problem.rule for problem in problems] == ["too-large"]
    assert list(catalogue.pages) == ["b.md"]
    assert dry_run(root, [], date(2026, 11, 23)) == []  # the form of the page is left alone


@pytest.mark.parametrize(
    "text", ["word\n\n" * 2_400, "a " * 4_000, "[" * 400, "<!--" * 100, "<b>x</b> " * 400, ""]
)
def test_a_page_within_the_limits_has_none(text):
    assert check_page_size(text, "a.md") == []


def test_a_file_of_too_many_bytes_is_not_read(project, monkeypatch):
    root = project({"docs/b.md": front_matter() + "Text.\n"})
    (root / "data/prose").mkdir()
    for name in ("rules.yaml", "words.txt"):
        (root / "data/prose" / name).write_bytes(b"#" * 1_000_001)
    assert format_problems(read_prose_rules(root)[1]) == [
        f"[too-large] data/prose/{name}:1:1: this file has 1,000,001 bytes. Shorten or split it: at"
        " most 1,000,000 bytes."
        for name in ("rules.yaml", "words.txt")
    ]
    (root / "docs/b.md").write_bytes(b"a" * 1_000_001)
    (root / "data/mood.csv").write_bytes(b"a" * 20_000_001)
    assert format_problems(read_catalogue(root)[1]) == [
        "[too-large] data/mood.csv:1:1: this file has 20,000,001 bytes. Shorten or split it: at"
        " most 20,000,000 bytes.",
        "[too-large] docs/b.md:1:1: this file has 1,000,001 bytes. Shorten or split it: at most"
        " 1,000,000 bytes.",
    ]
    (root / "data/datapackage.yaml").write_bytes(b"#" * 1_000_001)
    assert (
        "[too-large] data/datapackage.yaml:1:1: this file has 1,000,001 bytes. Shorten or"
        in (format_problems(read_catalogue(root)[1])[0])
    )


def test_a_table_of_too_many_rows_or_a_cell_too_long_is_named(project, monkeypatch):
    monkeypatch.setattr(csv_reader, "TABLE_ROWS", 3)
    head = "year,lonely_pct,note,source\n"
    root = project({"data/mood.csv": head + "2010,21,,ant2020\n" * 4})
    assert format_problems(read_catalogue(root)[1]) == [
        "[too-large] data/mood.csv:1:1: this table has 5 lines. Keep what readers are shown: at"
        " most 3 lines."
    ]
    (root / "data/mood.csv").write_bytes(
        (head + "2010,21,,ant2020\n" * 4).replace("\n", "\r").encode()
    )
    assert "this table has 5 lines" in format_problems(read_catalogue(root)[1])[0]
    (root / "data/mood.csv").write_text(head + f"2010,21,{'a' * 8_001},ant2020\n")
    assert format_problems(read_catalogue(root)[1]) == [
        f'[too-large] data/mood.csv:2:9: note is "{"a" * 60}…", which has 8,001 characters. Shorten'
        " it to 8,000."
    ]


def test_a_table_of_too_many_cells_is_named_before_they_are_read(project, monkeypatch):
    monkeypatch.setattr(csv_reader, "TABLE_CELLS", 10)
    monkeypatch.setattr(csv_reader, "parse_csv", None)
    assert csv_reader.read_csv(project({"data/mood.csv": "," * 11}) / "data/mood.csv", "m.csv") == (
        None,
        [
            too_large(
                "m.csv",
                1,
                "this table has 11 commas",
                "Delete the empty cells, or split the table: at most 10",
            )
        ],
    )


def test_a_table_of_too_many_columns_is_named(project):
    root = project({"data/mood.csv": "," * 20_000 + "\n"})
    assert format_problems(read_catalogue(root)[1]) == [
        "[too-large] data/mood.csv:1:1: this table has 20,001 columns. Delete the empty ones: at"
        " most 200."
    ]


def test_a_table_that_is_too_long_to_show_is_named(project):
    rows = "".join(f"{year},21,,ant2020\n" for year in range(1000, 2001))
    head = "year,lonely_pct,note,source\n"
    page = "![M](table:mood)\n\n![M](table:mood?year=1999)\n"
    files = {"data/mood.csv": head + rows, "docs/a.md": front_matter() + page}
    problems = read_catalogue(project(files))[1]
    assert format_problems(problem for problem in problems if problem.rule == "long-table") == [
        '[long-table] docs/a.md:8:1: warning: the table "mood" would show 1,001 rows. Show fewer'
        " than 1,000, which a phone can open, and link to the data."
    ]


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n"
    for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
YAML = {
    "bomb": (
        BOMB,
        "1:11: with what *name stands for, these are more than 50,000 values. Write the value out"
        " instead of *name.",
    ),
    "brackets": (
        "[" * 100_000,
        "1:31: this is a value in more than 30 others. Check the indents, brackets and hyphens"
        " before it.",
    ),
    "hyphens": (
        "- " * 50_000,
        "1:61: this is a value in more than 30 others. Check the indents, brackets and hyphens"
        " before it.",
    ),
    "indents": (
        "".join(f"{' ' * number}a:\n" for number in range(500)),
        "31:31: this is a value in more than 30 others. Check the indents, brackets and hyphens"
        " before it.",
    ),
    "values": ("- a\n" * 60_000, "49998:3: these are more than 50,000 values. Shorten it."),
}


@pytest.mark.parametrize(("text", "expected"), YAML.values(), ids=YAML)
def test_yaml_that_stands_for_too_much_is_named_at_once(text, expected):
    begin = time.process_time()
    document, problems = parse_yaml(text, "a.yaml")
    assert time.process_time() - begin < 5
    assert (document.data, format_problems(problems)) == ({}, [f"[not-yaml] a.yaml:{expected}"])


def test_front_matter_has_no_aliases_and_the_descriptor_may(project):
    text = front_matter().replace("title: A page", "title: &a A page\nsynonyms: [*a]")
    root = project({"docs/a.md": text + "Text.\n"})
    assert format_problems(read_catalogue(root)[1]) == [
        "[not-yaml] docs/a.md:3:12: this refers to another value. Write the value out instead of"
        " *name."
    ]
    package = PACKAGE.replace("title: Test", "title: &t Test\ndescription: *t", 1)
    files = {"data/datapackage.yaml": package, "docs/a.md": front_matter() + "Text.\n"}
    assert read_catalogue(project(files))[1] == []


def test_each_limit_is_far_from_the_guide():
    pages = [page.body for page in real_catalogue().pages.values()]
    assert max(len(text) for text in pages) < size_limits.PAGE_CHARACTERS / 2
    assert max(len(block) for text in pages for block in text.split("\n\n")) < (
        size_limits.BLOCK_CHARACTERS / 2
    )
