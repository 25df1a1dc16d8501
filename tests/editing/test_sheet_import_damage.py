"""An import damages nothing: what the table says stays, or comes from the sheet, or is refused."""

import csv
import io
import time
import zipfile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from guide.data.csv_reader import parse_csv, write_csv
from guide.data.package import Field, Resource
from guide.editing import sheet_reader
from guide.editing.sheet_import import plan_import
from guide.editing.sheet_reader import parse_sheet, read_sheet
from tests.support.pages import format_problems

WORDS = Resource(
    "words",
    "words.csv",
    "Words",
    "",
    (Field("id"), Field("text"), Field("number", "number"), Field("note")),
    ("id",),
)
NAMES = WORDS.field_names
# Letters that older encodings write as one byte, each as another one.
LETTERS = "abc é’–€ßłжя日"
CELLS = st.text(alphabet=LETTERS + ',;"\n', max_size=8).map(lambda text: text.strip())
NUMBERS = st.one_of(st.just(""), st.integers(-999, 999).map(str), st.just("0.5"))
KEYS = st.lists(
    st.text(alphabet="abc", min_size=1, max_size=3), min_size=1, max_size=5, unique=True
)


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    return [[key, draw(CELLS), draw(NUMBERS), draw(CELLS)] for key in draw(KEYS)]


def rows_of(text: str) -> dict[str, list[str]]:
    return {row[0].text: [cell.text for cell in row] for row in parse_csv(text, "")[0].rows}


def export(rows: list[list[str]], separator: str, codec: str, line_end: str) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, lineterminator=line_end).writerows(rows)
    return out.getvalue().encode(codec)


FORMS = st.tuples(
    st.sampled_from(",;\t"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from(["\n", "\r\n"]),
)


@settings(max_examples=60)
@given(tables(), st.data(), FORMS)
def test_any_part_of_a_table_comes_back_unchanged(rows, data, form):
    text = write_csv([NAMES, *rows])
    columns = data.draw(
        st.permutations(range(1, 4)).map(lambda order: [0, *order[: len(order) - 1]])
    )
    part = data.draw(st.permutations(rows))[: data.draw(st.integers(1, len(rows)))]
    sheet, problems = parse_sheet(
        export([[row[index] for index in columns] for row in [NAMES, *part]], *form),
        "s.csv",
        NAMES,
    )
    assert problems == []
    plan, problems = plan_import(sheet, WORDS, text, "s.csv")
    if problems:  # refused, as a cell that a spreadsheet would run
        return
    assert (plan.rows, plan.changes, plan.text) == ((), (), text)


@settings(max_examples=60)
@given(tables(), tables())
def test_each_cell_is_that_of_the_sheet_or_of_the_table(rows, new):
    text = write_csv([NAMES, *rows])
    half = export([row[:2] for row in [NAMES, *new]], ",", "utf-8", "\n")
    sheet, problems = parse_sheet(half, "s.csv")
    assert problems == []
    plan, problems = plan_import(sheet, WORDS, text, "s.csv")
    if problems:
        return
    before, after, brought = rows_of(text), rows_of(plan.text), {row[0]: row[1] for row in new}
    assert [*after] == [*before, *(key for key in brought if key not in before)]
    for key, row in after.items():
        old = before.get(key, [key, "", "", ""])
        assert row == [key, brought.get(key, old[1]), *old[2:]]
    changed = {key for key in after if after[key] != before.get(key)}
    assert len(plan.rows) == len(changed)  # and the editor is told of each


# Letters of Europe stand among plain ones; two in a row are, by chance, one letter of UTF-8.
@pytest.mark.parametrize("codec", ["cp1252", "mac-roman", "cp1251", "cp1250", "cp437"])
@given(st.lists(st.sampled_from(["é", "ü", "ß", "ł", "ж", "’", "–", ""]), max_size=4))
@settings(max_examples=25)
@example(["é"])
def test_a_sheet_in_another_encoding_is_refused(codec, letters):
    raw = f"id,text\na,{''.join(f'{letter}e' for letter in letters)}\n".encode(codec, "replace")
    sheet, problems = parse_sheet(raw, "s.csv")
    assert (sheet is not None) == raw.isascii()
    assert [problem.rule for problem in problems] == ["sheet-encoding"] * (not raw.isascii())


@settings(max_examples=100)
@given(st.binary(max_size=80))
def test_any_bytes_are_a_sheet_or_are_refused(raw):
    sheet, problems = parse_sheet(raw, "s.csv", NAMES)
    assert (sheet is None) == bool(problems) or problems


@pytest.mark.parametrize(
    ("text", "resource"),
    [
        ("id,text,number,note\nred,a,1,b\nblue,lost\n", WORDS),
        ("id,text,number,note\nred,a,1,b\nred,c,2,d\n", WORDS),
        ("id,text,number,note\nred,a,1,b\n", Resource("w", "words.csv", "W", "", WORDS.fields)),
    ],
    ids=["short row", "key twice", "no key"],
)
def test_a_table_whose_rows_could_be_lost_takes_none(text, resource):
    sheet = parse_sheet(b"id,text\nred,new\n", "s.csv")[0]
    plan, problems = plan_import(sheet, resource, text, "s.csv")
    assert plan is None and [problem.rule for problem in problems] == ["table-unread"]


def test_a_title_that_two_columns_have_finds_neither():
    fields = (Field("id"), Field("one", title="Share"), Field("two", title="Share"))
    resource = Resource("w", "w.csv", "W", "", fields, ("id",))
    sheet = parse_sheet(b"id,Share\nred,1\n", "s.csv")[0]
    _, problems = plan_import(sheet, resource, "id,one,two\nred,2,3\n", "s.csv")
    assert [problem.rule for problem in problems] == ["unknown-heading"]


def save_workbook(path, change):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in (["id", "text"], ["red", "a"]):
        book.active.append(row)
    change(book.active)
    book.save(path)
    return path


def test_a_cell_that_is_only_formatted_far_away_is_no_cell(tmp_path):
    def change(sheet):
        sheet["XFD1048576"].number_format = "0.00"

    begin = time.process_time()
    sheet, problems = read_sheet(save_workbook(tmp_path / "a.xlsx", change), "a.xlsx")
    assert problems == [] and [[cell.text for cell in row] for row in sheet.rows] == [["red", "a"]]
    assert time.process_time() - begin < 5


def test_a_cell_with_something_in_it_far_away_is_named(tmp_path):
    def change(sheet):
        sheet["XFD1048576"] = "x"

    path = save_workbook(tmp_path / "a.xlsx", change)
    assert format_problems(read_sheet(path, "a.xlsx")[1]) == [
        "[sheet-too-large] a.xlsx:1:1: this sheet has 1,048,576 rows and 16,384 columns, since the"
        " cell XFD1048576 has something in it. Export only the table: at most 50,000 rows and 200"
        " columns."
    ]


def test_a_sheet_of_too_many_rows_is_refused(monkeypatch):
    monkeypatch.setattr(sheet_reader, "_MAX_ROWS", 3)
    assert format_problems(parse_sheet(b"id\n1\n2\n3\n4\n", "s.csv")[1]) == [
        "[sheet-too-large] s.csv:1:1: this sheet has 4 rows and 1 columns. Export only the table:"
        " at most 3 rows and 200 columns."
    ]


def test_a_workbook_that_unpacks_to_too_much_is_not_unpacked(tmp_path):
    path = save_workbook(tmp_path / "a.xlsx", lambda sheet: None)
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet2.xml", "w") as entry,
    ):
        for _ in range(101):
            entry.write(b" " * 1_000_000)
    assert path.stat().st_size < 1_000_000
    assert format_problems(read_sheet(path, "a.xlsx")[1]) == [
        "[sheet-too-large] a.xlsx:1:1: unpacked, this workbook is larger than 100 megabytes. Export"
        " only the table."
    ]


def test_a_percent_sign_that_is_only_shown_is_no_percentage(tmp_path):
    def change(sheet):
        sheet["B2"] = 24
        sheet["B2"].number_format = '0"%"'

    sheet = read_sheet(save_workbook(tmp_path / "a.xlsx", change), "a.xlsx")[0]
    assert [(cell.text, cell.kind) for cell in sheet.rows[0]] == [("red", "text"), ("24", "number")]
