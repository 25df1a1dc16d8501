"""From sheet to CSV: what is read, normalized and refused, and what comes of it."""

import csv
import io
import sys
from datetime import date, datetime, time
from pathlib import Path

import pytest

from guide.data.csv_reader import parse_csv
from guide.data.package import Field, Resource
from guide.data.row_diff import compare_rows, describe_rows
from guide.editing import sheet_reader
from guide.editing.sheet_import import plan_import
from guide.editing.sheet_normalize import has_decimal_comma, is_key, normalize_cell
from guide.editing.sheet_reader import SheetCell, parse_sheet, read_sheet
from tests.support.catalogues import real_catalogue
from tests.support.pages import format_problems
from tests.support.rows import failures

ROOT = Path(__file__).resolve().parents[2]
FIELDS = (
    Field("id", constraints={"required": True, "pattern": "[a-z0-9-]+"}, title="Id"),
    Field("share", "number", title="Share of ants"),
    Field("count", "integer"),
    Field("year", "year"),
    Field("day", "date"),
    Field("done", "boolean"),
    Field("status", markup="status", constraints={"enum": ["verified", "secondary"]}),
    Field("note"),
)
ANTS = Resource("ants", "ants.csv", "Ants", "", FIELDS, ("id",))
HEADER = "id,share,count,year,day,done,status,note"
TABLE = (
    f"{HEADER}\nred,24,3,2020,2026-01-02,true,verified,“Red”"
    " ants\nblack,5.5,10,2021,,false,secondary,007\n"
)


def texts(sheet) -> list[list[str]]:
    return [[cell.text for cell in row] for row in (sheet.header, *sheet.rows)]


@pytest.mark.parametrize(
    ("raw", "notes"),
    [
        ("a,b\né,1\n".encode(), ()),
        ("\ufeffa,b\r\né,1\r\n".encode(), ()),
        ("a;b\né;1\n".encode(), ("read as separated by semicolons",)),
        ("sep=;\na;b\né;1\n".encode(), ("read as separated by semicolons",)),
        (
            "a\tb\r\né\t1\r\n".encode("utf-16"),
            (
                "read as UTF-16; look at accents, dashes and quotation marks",
                "read as separated by tabs",
            ),
        ),
        (
            "a,b\né,1\n".encode("utf-16-be"),
            ("read as UTF-16; look at accents, dashes and quotation marks",),
        ),
        ("a,b,\n\n,,\né,1,\n".encode(), ("empty rows left out: 1",)),
        ("\n\na,b\né,1".encode(), ()),
        ('"a","b"\r"é","1"\r'.encode(), ()),
    ],
    ids=[
        "utf-8",
        "mark",
        "semicolons",
        "hint",
        "excel-unicode",
        "no-mark",
        "empty",
        "above",
        "old-mac",
    ],
)
def test_a_csv_is_read_however_a_spreadsheet_wrote_it(raw, notes):
    sheet, problems = parse_sheet(raw, "s.csv", ["a", "b"])
    assert problems == [] and texts(sheet) == [["a", "b"], ["é", "1"]]
    assert sheet.notes == notes


def test_known_columns_decide_between_two_separators():
    assert texts(parse_sheet(b"a;b, c, d\n1;2\n", "s.csv", ["a"])[0])[0] == ["a", "b, c, d"]
    assert texts(parse_sheet(b"a;b,c,d\n1,2,3\n", "s.csv", ["c"])[0])[0] == ["a;b", "c", "d"]


def test_cells_know_their_row_in_the_sheet():
    sheet = parse_sheet(b'a,b\n"x\ny",1\nz\n', "s.csv")[0]
    assert [(cell.text, cell.line, cell.column) for row in sheet.rows for cell in row] == [
        ("x\ny", 2, 1),
        ("1", 2, 2),
        ("z", 4, 1),
        ("", 4, 2),
    ]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"", "[sheet-empty] s.csv:1:1: there is nothing in this sheet. Export the table again."),
        (
            b" , \n",
            "[sheet-empty] s.csv:1:1: there is nothing in this sheet. Export the table again.",
        ),
        (
            b"a,b\r\nx,caf\x8e\r\n",
            (
                '[sheet-encoding] s.csv:2:1: "x,caf?" is saved in an older encoding, and which'
                " letter ? is cannot be known. Save it as UTF-8. In Excel: Save As,"
                ' "CSV UTF-8 (comma delimited)". In LibreOffice: Save As, "Edit filter settings",'
                ' "Unicode (UTF-8)". In Numbers: Export To, CSV, Advanced Options,'
                ' "Unicode (UTF-8)".'
            ),
        ),
        (
            b'a\n1\n"x',
            (
                '[sheet-quote] s.csv:3:1: a quotation mark (") is not closed, or has text after it.'
                " Export the table again."
            ),
        ),
        (
            b"a,\n1,2\n",
            (
                '[sheet-beyond] s.csv:2:2: "2" stands in a column without a heading. Delete it, or'
                " write the column's name in the first row."
            ),
        ),
    ],
)
def test_a_csv_that_cannot_be_read_is_named(raw, expected):
    assert format_problems(parse_sheet(raw, "s.csv")[1]) == [expected]


def test_a_file_that_is_no_sheet_is_named(tmp_path, monkeypatch):
    (tmp_path / "old.csv").write_bytes(b"\xd0\xcf\x11\xe0 old workbook")
    (tmp_path / "bad.xlsx").write_bytes(b"PK\x03\x04 no zip")
    (tmp_path / "big.csv").write_bytes(b"a,b\n1,2\n")
    assert format_problems(read_sheet(tmp_path / "none.csv", "none.csv")[1]) == [
        "[no-such-file] none.csv:1:1: this file is missing. Check its name and folder."
    ]
    assert format_problems(read_sheet(tmp_path / "old.csv", "old.csv")[1]) == [
        "[sheet-kind] old.csv:1:1: this is a workbook of a kind that cannot be read here. Save it"
        " as .xlsx, or as CSV UTF-8."
    ]
    pytest.importorskip("openpyxl")
    assert format_problems(read_sheet(tmp_path / "bad.xlsx", "bad.xlsx")[1]) == [
        "[sheet-broken] bad.xlsx:1:1: this workbook cannot be read: it is damaged, or has a"
        " password. Open it, and save it again as .xlsx or as CSV UTF-8."
    ]
    monkeypatch.setattr(sheet_reader, "_MAX_BYTES", 3)
    assert format_problems(read_sheet(tmp_path / "big.csv", "big.csv")[1]) == [
        "[sheet-too-large] big.csv:1:1: this file is larger than 20 megabytes. Export only the"
        " table."
    ]


def test_without_its_reader_a_workbook_is_refused_with_the_way_out(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04")
    assert format_problems(read_sheet(tmp_path / "a.xlsx", "a.xlsx")[1]) == [
        "[sheet-reader] a.xlsx:1:1: reading .xlsx needs openpyxl, which is not installed. "
        "Run .venv/bin/python -m pip install openpyxl, or save the sheet as CSV UTF-8."
    ]


def workbook(tmp_path, change=lambda book: None, rows=()):
    """Write a workbook and return its path."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    change(book)
    out = io.BytesIO()
    book.save(out)
    (tmp_path / "a.xlsx").write_bytes(out.getvalue())
    return tmp_path / "a.xlsx"


def test_a_workbook_is_read_as_text_with_the_kind_of_each_cell(tmp_path):
    rows = [
        ["id", "share"],
        ["a", 24.0],
        [7, 0.1 + 0.2],
        [True, date(2026, 1, 2)],
        [datetime(2026, 1, 2, 3, 4), time(1, 30)],
        ["=1+1", 0.24],
        [None, None],
    ]

    def change(book):
        book.active["B6"].number_format = "0%"

    sheet, problems = read_sheet(workbook(tmp_path, change, rows), "a.xlsx")
    assert problems == []
    assert [[(cell.text, cell.kind) for cell in row] for row in sheet.rows] == [
        [("a", "text"), ("24", "number")],
        [("7", "number"), ("0.3", "number")],
        [("TRUE", "text"), ("2026-01-02", "date")],
        [("2026-01-02T03:04:00", "date"), ("01:30:00", "time")],
        [("=1+1", "formula"), ("0.24", "percent")],
    ]
    assert (sheet.rows[4][1].line, sheet.rows[4][1].column) == (6, 2)


def test_of_two_sheets_one_is_named(tmp_path):
    def change(book):
        book.create_sheet("Two").append(["id"])
        book.create_sheet("Empty")

    path = workbook(tmp_path, change, [["id"], ["a"]])
    assert format_problems(read_sheet(path, "a.xlsx")[1]) == [
        "[which-sheet] a.xlsx:1:1: one sheet is needed, and those with something in them are:"
        ' "Sheet", "Two". Name it: --sheet NAME.'
    ]
    assert texts(read_sheet(path, "a.xlsx", name="Two")[0]) == [["id"]]


def test_merged_cells_are_named(tmp_path):
    path = workbook(
        tmp_path, lambda book: book.active.merge_cells("A2:A3"), [["id"], ["a"], [None], ["b"]]
    )
    assert format_problems(read_sheet(path, "a.xlsx")[1]) == [
        "[merged-cells] a.xlsx:2:1: the cells A2:A3 are merged, so that all but the first are"
        " empty. Unmerge them, and fill in each."
    ]


def normalized(
    text: str, name: str, kind: str = "text", current: str | None = None, commas: bool = False
):
    return normalize_cell(
        SheetCell(text, 4, 2, kind=kind), ANTS.field(name), ANTS, "s.csv", current, commas
    )


@pytest.mark.parametrize(
    ("name", "text", "expected", "why"),
    [
        ("note", " a b\u00a0", "a b", "space at its start or end"),
        ("note", "a\r\nb", "a\nb", "line breaks in the project's form"),
        ("id", "bids–86", "bids-86", "plain quotation marks, hyphens and spaces in a name"),
        ("count", "1.0", "1", "whole number"),
        ("count", "12,0", "12", "whole number"),
        ("count", "−3", "-3", "plain minus sign"),
        ("year", "2024.0", "2024", "whole number"),
        ("share", "5,54", "5.54", "decimal point, no separator of thousands"),
        ("share", "0,125", "0.125", "decimal point, no separator of thousands"),
        ("share", "1.234,5", "1234.5", "decimal point, no separator of thousands"),
        ("share", "1,234.5", "1234.5", "decimal point, no separator of thousands"),
        ("share", "1,234,567", "1234567", "decimal point, no separator of thousands"),
        ("share", "12345,678", "12345.678", "decimal point, no separator of thousands"),
        ("share", "−5,5", "-5.5", "decimal point, no separator of thousands"),
        ("done", "TRUE", "true", "lower case"),
        ("day", "2026-01-02 00:00:00", "2026-01-02", "year, month and day"),
        ("day", "2026/1/2", "2026-01-02", "year, month and day"),
        ("day", "2.1.2026", "2026-01-02", "year, month and day"),
        ("day", "23/11/2026", "2026-11-23", "year, month and day"),
        ("day", "11/23/2026", "2026-11-23", "year, month and day"),
        ("day", "04/04/2026", "2026-04-04", "year, month and day"),
        ("day", "23 Nov 2026", "2026-11-23", "year, month and day"),
        ("day", "November 23, 2026", "2026-11-23", "year, month and day"),
        ("day", "23-Nov-2026", "2026-11-23", "year, month and day"),
        ("day", "Sept. 3, 2026", "2026-09-03", "year, month and day"),
    ],
)
def test_what_is_certain_is_brought_into_form_and_told(name, text, expected, why):
    value, changes, problems = normalized(text, name)
    assert (value, problems) == (expected, [])
    assert changes[-1].why == why and str(changes[-1]).startswith(f"row 4, {name}: ")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("note", "it’s – “fine”"),
        ("note", "5,54"),
        ("note", "03/04/2026"),
        ("note", "1-5"),
        ("note", "Mar 2021"),
        ("note", "decide-24"),
        ("note", "TRUE"),
        ("share", "1.234"),
        ("share", "24.0"),
        ("share", "-5.54"),
        ("day", "2026-02-30"),
        ("day", "31.02.2026"),
        ("share", "about 5"),
        ("note", "1-decide"),
        ("note", "x = y"),
        ("note", "Ã la carte"),
        ("id", ""),
        ("note", "May"),
        ("day", "13/13/2026"),
    ],
)
def test_all_else_is_left_as_it_is(name, text):
    assert normalized(text, name) == (text, [], [])


def test_each_change_of_one_cell_is_told():
    assert [str(change) for change in normalized(" −5,5", "share")[1]] == [
        'row 4, share: " −5,5" → "−5,5" (space at its start or end)',
        'row 4, share: "−5,5" → "-5,5" (plain minus sign)',
        'row 4, share: "-5,5" → "-5.5" (decimal point, no separator of thousands)',
    ]


@pytest.mark.parametrize(
    ("name", "text", "kind", "current", "expected"),
    [
        (
            "share",
            "1,234",
            "text",
            None,
            (
                '[two-numbers] s.csv:4:2: share is "1,234", which can be 1234 or 1.234. '
                "Write digits without a separator of thousands and, for decimals, a point."
            ),
        ),
        (
            "count",
            "1.000",
            "text",
            None,
            (
                '[two-numbers] s.csv:4:2: count is "1.000", which can be 1000 or 1.000. '
                "Write digits without a separator of thousands and, for decimals, a point."
            ),
        ),
        (
            "day",
            "03/04/2026",
            "text",
            None,
            (
                '[two-dates] s.csv:4:2: day is "03/04/2026", which can be 2026-03-04 or 2026-04-03.'
                " Write year, month and day, such as 2026-11-23."
            ),
        ),
        (
            "day",
            "46349",
            "number",
            None,
            (
                '[sheet-day-number] s.csv:4:2: day is "46349", the number by which spreadsheets'
                " count days. Give the column the format 2026-11-23 and export again."
            ),
        ),
        (
            "note",
            "5-Jan",
            "text",
            None,
            (
                '[sheet-date] s.csv:4:2: note is "5-Jan", which looks like a date that a'
                " spreadsheet made of something else, such as 1-5 or Mar 2021. Give the column the"
                " format Text and write it again."
            ),
        ),
        (
            "note",
            "Mar-21",
            "text",
            None,
            (
                '[sheet-date] s.csv:4:2: note is "Mar-21", which looks like a date that a'
                " spreadsheet made of something else, such as 1-5 or Mar 2021. Give the column the"
                " format Text and write it again."
            ),
        ),
        (
            "note",
            "2026-01-05",
            "date",
            None,
            (
                '[sheet-date] s.csv:4:2: note is "2026-01-05", which the spreadsheet has turned'
                " into a date. Give the column the format Text and write it again."
            ),
        ),
        (
            "note",
            "01:30:00",
            "time",
            None,
            (
                '[sheet-time] s.csv:4:2: note is "01:30:00", which the spreadsheet has turned into'
                " a time of day. Give the column the format Text and write it again."
            ),
        ),
        (
            "id",
            "1.23E+15",
            "text",
            None,
            (
                '[sheet-e-number] s.csv:4:2: id is "1.23E+15", which a spreadsheet has shortened to'
                " a number with E; digits are lost. Give the column the format Text and write it"
                " again."
            ),
        ),
        (
            "share",
            "=A1",
            "formula",
            None,
            (
                '[sheet-formula] s.csv:4:2: share is "=A1", a formula of the spreadsheet. '
                "Copy the column and paste it as values only, then export again."
            ),
        ),
        (
            "note",
            "=A1",
            "text",
            None,
            (
                '[sheet-formula] s.csv:4:2: note is "=A1", which a spreadsheet would run as a'
                " formula. Begin the cell with a letter or a digit."
            ),
        ),
        (
            "share",
            "0.24",
            "percent",
            None,
            (
                '[sheet-percent] s.csv:4:2: share is "0.24", a number that the spreadsheet shows as'
                " a percentage, a hundred times larger. Give the column the format Number and write"
                " 24 for 24%."
            ),
        ),
        (
            "share",
            "#DIV/0!",
            "text",
            None,
            (
                '[sheet-error] s.csv:4:2: share is "#DIV/0!", an error of the spreadsheet. '
                "Write what belongs there, or leave the cell empty."
            ),
        ),
        (
            "note",
            "donâ€™t",
            "text",
            None,
            (
                '[sheet-garbled] s.csv:4:2: note is "donâ€™t", in which letters were spoiled when'
                " the file was opened in the wrong encoding. Open the file as UTF-8, write it again"
                ' and save it as "CSV UTF-8".'
            ),
        ),
        (
            "note",
            "don?t",
            "text",
            "don’t",
            (
                '[sheet-garbled] s.csv:4:2: note is "don?t", and was "don’t": letters were lost'
                ' when the file was saved. Save it as "CSV UTF-8".'
            ),
        ),
        (
            "note",
            "7",
            "text",
            "007",
            (
                '[sheet-zeros] s.csv:4:2: note is "7", and was "007": a spreadsheet has dropped the'
                " zeros at its start. Give the column the format Text and write it again."
            ),
        ),
    ],
)
def test_what_a_program_has_spoiled_is_named_with_its_habit(name, text, kind, current, expected):
    _, changes, problems = normalized(text, name, kind, current)
    assert format_problems(problems) == [expected] and changes == []


def test_a_point_is_in_doubt_where_the_sheet_writes_commas():
    assert [problem.rule for problem in normalized("1.234", "share", commas=True)[2]] == [
        "two-numbers"
    ]
    assert normalized("1.5", "share", commas=True)[0] == "1.5"


@pytest.mark.parametrize(
    ("text", "name"), [("5-Jan", "note"), ("=A1", "note"), ("1,234", "share"), ("donâ€™t", "note")]
)
def test_what_the_table_says_already_is_left_alone(text, name):
    assert normalized(text, name, current=text) == (text, [], [])


def test_names_are_told_from_words():
    assert [item.name for item in FIELDS if is_key(item, ANTS)] == ["id", "done", "status"]
    assert [
        has_decimal_comma(text) for text in ("5,54", "1,234", "a", "1.234,5", "1,234.5", "5")
    ] == [True, False, False, True, False, False]


def planned(text: str, **options):
    sheet, problems = parse_sheet(text.encode(), "s.csv", ANTS.field_names)
    assert problems == []
    return plan_import(sheet, ANTS, TABLE, "s.csv", **options)


def test_a_part_of_the_columns_and_rows_is_brought_back():
    plan, problems = planned("Share of ants;ID\n25,5;red\n1,5;white\n")
    assert problems == []
    assert (
        plan.text == f"{HEADER}\nred,25.5,3,2020,2026-01-02,true,verified,“Red”"
        " ants\nblack,5.5,10,2021,,false,secondary,007\nwhite,1.5,,,,,,\n"
    )
    assert plan.notes == (
        "read as separated by semicolons",
        'the heading "Share of ants" is read as the column share',
        'the heading "ID" is read as the column id',
        (
            "the sheet has no column count, year, day, done, status, note: rows that are there keep"
            " what they have, new rows get nothing"
        ),
    )
    assert [str(change) for change in plan.changes] == [
        'row 2, share: "25,5" → "25.5" (decimal point, no separator of thousands)',
        'row 3, share: "1,5" → "1.5" (decimal point, no separator of thousands)',
    ]
    assert describe_rows(plan.rows) == [
        "changed: red",
        "    share: 24 → 25.5",
        "new row: white",
        "    id: white",
        "    share: 1.5",
    ]
    assert plan.absent == ("black",)


def test_the_same_table_in_another_order_and_form_is_no_change():
    plan, problems = planned(
        "note,id,share,count,year,day,done,status\n007,black,5.50,10.0,2021,,FALSE,secondary\n“Red”"
        " ants,red,24.0,3,2020.0,2.1.2026,TRUE,verified\n"
    )
    assert (problems, plan.text, plan.rows, plan.absent) == ([], TABLE, (), ())


def test_rows_are_taken_out_only_when_that_is_asked():
    text = f"{HEADER}\nblack,5.5,10,2021,,false,secondary,007\n"
    assert planned(text)[0].text == TABLE
    plan = planned(text, take_out=True)[0]
    assert plan.text == text and describe_rows(plan.rows) == ["row taken out: red"]


def test_a_cell_is_emptied_when_the_sheet_has_it_empty():
    assert describe_rows(planned("id,note\nblack,\n")[0].rows) == [
        "changed: black",
        "    note: 007 → (empty)",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "id,shore\nred,1\n",
            ['[unknown-heading] s.csv:1:2: "shore" is not a column of ants. Did you mean "share"?'],
        ),
        (
            "id,Id\nred,1\n",
            [
                '[heading-twice] s.csv:1:2: "Id" is the column id, which stands here twice. Delete'
                " one of the two."
            ],
        ),
        (
            "share,note\n1,a\n",
            [
                "[no-key-column] s.csv:1:1: the column id is missing, by which rows are found."
                " Export the table with its column id."
            ],
        ),
        (
            "id,share\nred,about 5\nblue,1e5\n",
            [
                '[sheet-e-number] s.csv:3:2: share is "1e5", which a spreadsheet has shortened to a'
                " number with E; digits are lost. Give the column the format Text and write it"
                " again."
            ],
        ),
        (
            "id,share\nred,about 5\n",
            [
                '[not-number] s.csv:2:2: share is "about 5", which is not a number. Write digits,'
                " such as 34."
            ],
        ),
        (
            "id,status\nred,verifed\n,verified\n",
            [
                (
                    '[enum] s.csv:2:2: status is "verifed", which is not one of the allowed words.'
                    ' Did you mean "verified"?'
                ),
                (
                    "[empty-cell] s.csv:3:1: id is empty. Fill it in; this column has a value in"
                    " every row."
                ),
            ],
        ),
        (
            "id,note\nred,a\nred,b\n",
            [
                '[duplicate-key] s.csv:3:1: id is "red", as in line 2 already. Give each row its'
                " own id."
            ],
        ),
    ],
)
def test_what_is_wrong_with_a_sheet_stands_at_its_row_and_cell(text, expected):
    plan, problems = planned(text)
    assert plan is None and format_problems(problems) == expected


def test_a_table_that_cannot_be_read_takes_no_rows():
    sheet = parse_sheet(b"id\nred\n", "s.csv")[0]
    assert format_problems(plan_import(sheet, ANTS, "id,share\n", "s.csv")[1]) == [
        "[table-unread] data/ants.csv:1:1: this table cannot be read as it is. Run make check, mend"
        " what it names, and import again."
    ]


def test_a_sorted_table_stays_in_order():
    resource = Resource("s", "s.csv", "S", "", (Field("key"),), ("key",), sorted_by="key")
    plan, _ = plan_import(parse_sheet(b"key\nb\na\n", "s.csv")[0], resource, "key\nc\n", "s.csv")
    assert plan.text == "key\na\nb\nc\n"


def test_rows_are_compared_by_their_key_and_not_by_their_place():
    before, after = (
        [dict(zip("ab", row, strict=True)) for row in rows]
        for rows in (["x1", "y2", "z3"], ["z3", "x4", "w5"])
    )
    assert describe_rows(compare_rows(before, after, ["a"])) == [
        "changed: x",
        "    b: 1 → 4",
        "row taken out: y",
        "new row: w",
        "    a: w",
        "    b: 5",
    ]


def test_the_data_of_the_guide_goes_to_a_spreadsheet_and_back_unchanged():
    assert failures(check_round_trip, real_catalogue().package.resources) == []


def check_round_trip(resource):
    text = (ROOT / "data" / resource.path).read_text(encoding="utf-8")
    table = parse_csv(text, "")[0]
    out = io.StringIO()
    csv.writer(out, delimiter="\t").writerows(
        [cell.text for cell in row] for row in (table.header, *table.rows)
    )
    sheet, problems = parse_sheet(out.getvalue().encode("utf-16"), "s.csv", resource.field_names)
    assert problems == []
    plan, problems = plan_import(sheet, resource, text, "s.csv")
    assert format_problems(problems) == [] and (plan.rows, plan.changes, plan.text) == (
        (),
        (),
        text,
    )
