import csv
import io

import pytest

from guide.data.csv_reader import parse_csv, read_csv
from tests.support.pages import format_problems

# The cases of csv-spectrum (https://github.com/max-mapper/csv-spectrum) and what spreadsheets do
# besides.
GOOD = {
    "simple": "a,b,c\n1,2,3\n",
    "simple-crlf": "a,b,c\r\n1,2,3\r\n",
    "simple-cr": "a,b,c\r1,2,3\r",
    "no-final-newline": "a,b,c\n1,2,3",
    "comma-in-quotes": 'first,last,address\nJohn,Doe,"120 any st., Anytown, WW"\n',
    "empty-cells": 'a,b,c\n1,"",""\n,,\n2,3,4\n',
    "empty-cells-crlf": 'a,b,c\r\n1,"",""\r\n,,\r\n',
    "ends-with-comma": "a,b\n1,",
    "doubled-quotes": 'a,b\n1,"ha ""ha"" ha"\n3,""""\n',
    "json": 'key,val\n1,"{""type"": ""Point"", ""coordinates"": [102.0, 0.5]}"\n',
    "newlines": 'a,b,c\n1,2,3\n"Once upon \na time",5,6\n7,8,9\n',
    "newlines-crlf": 'a,b\r\n"Once upon \r\na time",5\r\n7,8\r\n',
    "quotes-and-newlines": 'a,b\n1,"ha \n""ha"" \nha"\n3,4\n',
    "quote-inside-bare-cell": 'a,b\n5" disk,2\n',
    "utf-8": "a,b\n1,ʤ\n4,中文😀\né,x\n",
    "spaces-kept": "a,b\n 1 , 2\n",
    "blank-lines": "a,b\n\n1,2\n\n\n3,4\n\n",
    "one-column": "a\n1\n2\n",
    "rows-of-other-lengths": "a,b\n1\n1,2,3\n",
    "semicolon-in-a-cell": "a,b\n1;2,3\n",
    "tab-in-a-cell": "a\tb,c\n1\t2,3\n",
}


@pytest.mark.parametrize("text", GOOD.values(), ids=GOOD)
def test_cells_are_those_that_the_csv_module_reads(text):
    table, problems = parse_csv(text, "a.csv")
    assert format_problems(problems) == []
    rows = [[cell.text for cell in row] for row in (table.header, *table.rows)]
    # A line break inside a cell is one character, however the file was saved.
    expected = [
        [cell.replace("\r\n", "\n") for cell in row]
        for row in csv.reader(io.StringIO(text, newline=""))
        if row
    ]
    assert rows == expected


@pytest.mark.parametrize("text", GOOD.values(), ids=GOOD)
def test_the_place_of_a_cell_is_where_its_text_stands(text):
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    table, _ = parse_csv(text, "a.csv")
    for row in (table.header, *table.rows):
        for cell in row:
            rest = "\n".join([lines[cell.line - 1][cell.column - 1 :], *lines[cell.line :]])
            value = cell.text.replace("\r\n", "\n")
            quoted = '"' + value.replace('"', '""') + '"'
            assert rest.startswith(
                (f"{value},", f"{value}\n", f"{quoted},", f"{quoted}\n")
            ) or rest in (value, quoted)


def test_places_after_cells_that_hold_newlines():
    table, _ = parse_csv('a,b,c\n1,"x\ny\n z",é,\n"q",2,3\n', "a.csv")
    assert [[(cell.text, cell.line, cell.column) for cell in row] for row in table.rows] == [
        [("1", 2, 1), ("x\ny\n z", 2, 3), ("é", 4, 5), ("", 4, 7)],
        [("q", 5, 1), ("2", 5, 5), ("3", 5, 7)],
    ]


WRONG = {
    "empty": (
        "",
        ["[empty-file] a.csv:1:1: this file is empty. Put the header row and the data back."],
    ),
    "only-blank-lines": (
        "\n \n",
        ["[empty-file] a.csv:1:1: this file is empty. Put the header row and the data back."],
    ),
    "semicolons": (
        "a;b\n1;2\n",
        [
            "[wrong-separator] a.csv:1:2: this file is separated by semicolons, as some spreadsheet"
            ' settings do. Save it again as "CSV UTF-8 (comma delimited)".'
        ],
    ),
    "semicolons-and-decimal-commas": (
        "ab;c\n1,5;2,5\n",
        [
            "[wrong-separator] a.csv:1:3: this file is separated by semicolons, as some spreadsheet"
            ' settings do. Save it again as "CSV UTF-8 (comma delimited)".'
        ],
    ),
    "tabs": (
        "abc\td\n1\t2\n",
        [
            "[wrong-separator] a.csv:1:4: this file is separated by tabs, as some spreadsheet"
            ' settings do. Save it again as "CSV UTF-8 (comma delimited)".'
        ],
    ),
    "quote-not-closed": (
        'a,b\n1,"two\n3,4\n',
        [
            '[quote-not-closed] a.csv:2:3: a cell begins with a quotation mark (") that is never'
            ' closed. Add the closing ", or write "" for a quotation mark inside the cell.'
        ],
    ),
    "header-not-closed": (
        '"a,b\n1,2\n',
        [
            '[quote-not-closed] a.csv:1:1: a cell begins with a quotation mark (") that is never'
            ' closed. Add the closing ", or write "" for a quotation mark inside the cell.'
        ],
    ),
    "text-after-quote": (
        'a,b\n1,"two" and\n3,4\n',
        [
            '[text-after-quote] a.csv:2:8: there is text after the quotation mark (") that closes a'
            ' cell. Put the whole cell in quotation marks and write "" for one inside it.'
        ],
    ),
    "quote-not-doubled": (
        'a,b\n1,"x\nsaid "yes" to"\n',
        [
            '[text-after-quote] a.csv:3:7: there is text after the quotation mark (") that closes a'
            ' cell. Put the whole cell in quotation marks and write "" for one inside it.'
        ],
    ),
}


@pytest.mark.parametrize(("text", "expected"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said_at_its_place(text, expected):
    assert format_problems(parse_csv(text, "a.csv")[1]) == expected


def test_the_rows_before_a_mistake_are_kept():
    table, _ = parse_csv('a,b\n1,2\n3,"x\n', "a.csv")
    assert [[cell.text for cell in row] for row in table.rows] == [["1", "2"]]


def test_a_byte_order_mark_is_no_part_of_the_first_cell(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"\xef\xbb\xbfa,b\r\n1,2\r\n")
    table, problems = read_csv(tmp_path / "a.csv", "data/a.csv")
    assert ([(cell.text, cell.column) for cell in table.header], problems) == (
        [("a", 1), ("b", 3)],
        [],
    )


def test_one_nul_makes_no_other_encoding(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"a,b\n1,tw\0o\n")
    table, problems = read_csv(tmp_path / "a.csv", "data/a.csv")
    assert ([[cell.text for cell in row] for row in table.rows], problems) == ([["1", "tw\0o"]], [])


UNREADABLE = {
    "missing": (
        None,
        (
            "[no-such-file] data/a.csv:1:1: this file is missing. "
            "Put it back, or take it out of data/datapackage.yaml."
        ),
    ),
    "latin-1": (
        "a,b\n1,2\n3,caf\xe9\n".encode("latin-1"),
        (
            "[not-utf-8] data/a.csv:3:1: this file is not saved as UTF-8, but in an older encoding,"
            ' as with a spreadsheet\'s plain CSV. Save it again as "CSV UTF-8 (comma delimited)".'
        ),
    ),
    "utf-16": (
        "a,b\n1,2\n".encode("utf-16"),
        (
            "[not-utf-8] data/a.csv:1:1: this file is not saved as UTF-8, but as UTF-16, which a"
            ' spreadsheet calls Unicode Text. Save it again as "CSV UTF-8 (comma delimited)".'
        ),
    ),
}


@pytest.mark.parametrize(("raw", "expected"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_that_cannot_be_read_is_none_and_says_why(tmp_path, raw, expected):
    if raw is not None:
        (tmp_path / "a.csv").write_bytes(raw)
    table, problems = read_csv(tmp_path / "a.csv", "data/a.csv")
    assert (table, format_problems(problems)) == (None, [expected])
