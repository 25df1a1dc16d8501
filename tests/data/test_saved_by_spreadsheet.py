"""What spreadsheets do to a table.

It is read right where that is safe, refused with the program's habit where it is not, and never
changed without a word. The cases of csv-spectrum (https://github.com/max-mapper/csv-spectrum) are
read right too.
"""

import pytest

from guide.checks.autofix import check_form
from guide.content.loader import read_catalogue
from guide.data.csv_reader import parse_csv
from tests.support.pages import SOURCES_PAGE, convert, find, format_problems, problems_of, text_of
from tests.support.projects import FINDINGS, MOOD, PACKAGE, front_matter

DATA = "[{}] data/mood.csv:"
UTF_8 = 'Save it again as "CSV UTF-8 (comma delimited)".'
FORM = (
    "[form] data/mood.csv:{}: from here on, the file is not in the form of the project (line ends,"
    " spaces, quotes, order). Run make fix, which mends it."
)


def damaged(project, raw: bytes, name: str = "mood") -> list[str]:
    """Return what `make check` says of a project in which one file has these bytes."""
    root = project(SOURCES_PAGE)
    (root / f"data/{name}.csv").write_bytes(raw)
    catalogue, problems = read_catalogue(root)
    return format_problems([*problems, *check_form(root, catalogue.package)])


def shown(project, raw: bytes) -> list[list[str]]:
    """Return the cells of the table that readers see."""
    root = project(SOURCES_PAGE)
    (root / "data/mood.csv").write_bytes(raw)
    html = convert(read_catalogue(root)[0], "![Mood](table:mood)")
    return [
        [text_of(cell) for cell in row if cell.tag in ("td", "th")]
        for body in find(html, "tbody")
        for row in body
    ]


CELLS = [
    ["2010", "21", "not reported", "Ant, 2020"],
    ["2020", "34", "a (Bee et al., 2021) note", "Bee et al., 2021"],
]
SAFE = {
    "byte-order-mark": (b"\xef\xbb\xbf" + MOOD.encode(), FORM.format("1:1")),
    "crlf": (MOOD.replace("\n", "\r\n").encode(), FORM.format("1:28")),
    "cr": (MOOD.replace("\n", "\r").encode(), FORM.format("1:28")),
    "every-cell-quoted": (
        (
            b'"year","lonely_pct","note","source"\n"2010","21","","ant2020"\n'
            b'"2020","34","a [@bee2021] note","bee2021"\n'
        ),
        FORM.format("1:1"),
    ),
    "blank-first-line": (b"\n" + MOOD.encode(), FORM.format("1:1")),
    "blank-line-between": (MOOD.replace("\n2020", "\n\n\n2020").encode(), FORM.format("3:1")),
    "no-last-line-end": (MOOD.rstrip("\n").encode(), FORM.format("3:34")),
    "decimal-place-in-a-column-of-numbers": (MOOD.replace(",21,", ",21.0,").encode(), None),
}


@pytest.mark.parametrize(("raw", "told_of"), SAFE.values(), ids=SAFE)
def test_what_is_safe_is_read_right_and_still_said(project, raw, told_of):
    assert shown(project, raw) == CELLS
    assert damaged(project, raw) == ([told_of] if told_of else [])


REFUSED = {
    "utf-16": (
        MOOD.encode("utf-16"),
        [
            "[not-utf-8] data/mood.csv:1:1: this file is not saved as UTF-8, but as UTF-16, which"
            f" a spreadsheet calls Unicode Text. {UTF_8}"
        ],
    ),
    "utf-16-without-a-mark": (
        MOOD.encode("utf-16-le"),
        [
            "[not-utf-8] data/mood.csv:1:1: this file is not saved as UTF-8, but as "
            f"UTF-16, which a spreadsheet calls Unicode Text. {UTF_8}"
        ],
    ),
    "cp1252": (
        MOOD.replace("a [@", "“a” [@").encode("cp1252"),
        [
            "[not-utf-8] data/mood.csv:3:1: this file is not saved as UTF-8, but in an older"
            f" encoding, as with a spreadsheet's plain CSV. {UTF_8}"
        ],
    ),
    "semicolons": (
        MOOD.replace(",", ";").encode(),
        [
            "[wrong-separator] data/mood.csv:1:5: this file is separated by semicolons, as "
            f"some spreadsheet settings do. {UTF_8}"
        ],
    ),
    "tabs": (
        MOOD.replace(",", "\t").encode(),
        [
            "[wrong-separator] data/mood.csv:1:5: this file is separated by tabs, as some "
            f"spreadsheet settings do. {UTF_8}"
        ],
    ),
    "semicolons-below-a-blank-line": (
        b"\r\n" + MOOD.replace(",", ";").encode(),
        [
            "[wrong-separator] data/mood.csv:2:5: this file is separated by semicolons, as some"
            f" spreadsheet settings do. {UTF_8}"
        ],
    ),
    "hint-for-itself": (
        b"sep=,\n" + MOOD.encode(),
        [
            '[wrong-separator] data/mood.csv:1:1: this line, "sep=,", is a hint that a spreadsheet'
            " writes for itself. Delete the line, and see that commas part the cells."
        ],
    ),
    "emptied-first-row": (
        b",,,\n" + MOOD.encode(),
        [
            "[empty-row] data/mood.csv:1:1: this row has commas and nothing else, as a spreadsheet"
            " keeps a row that was emptied. Delete the row itself."
        ],
    ),
    "emptied-row": (
        (MOOD + ",,,\n").encode(),
        [
            "[empty-row] data/mood.csv:4:1: this row has commas and nothing else, as a spreadsheet"
            " keeps a row that was emptied. Delete the row itself."
        ],
    ),
    "emptied-column": (
        MOOD.replace("\n", ",\n").encode(),
        [
            "[empty-heading] data/mood.csv:1:29: the header row has a cell without a name, as a"
            " spreadsheet keeps a column that was emptied. Delete the whole column."
        ],
    ),
    "short-row": (
        (MOOD + "2021,40\n").encode(),
        [
            "[missing-cell] data/mood.csv:4:1: this row has 2 cells and the header has 4. Add what"
            " is missing; an empty cell still needs its comma."
        ],
    ),
    "long-row": (
        (MOOD + "2021,40,a,ant2020,b\n").encode(),
        [
            "[extra-cell] data/mood.csv:4:19: this row has 5 cells and the header has 4. Put a cell"
            " that holds a comma in quotation marks, or delete the extra cell."
        ],
    ),
    "5-jan-for-1-5": (
        (MOOD + "2021,40,5-Jan,ant2020\n").encode(),
        [
            '[sheet-date] data/mood.csv:4:9: note is "5-Jan", which looks like a date that a'
            " spreadsheet made of something else, such as 1-5 or Mar 2021. Give the column the"
            " format Text and write it again."
        ],
    ),
    "1.0-for-1": (
        (MOOD + "2021.0,40,,ant2020\n").encode(),
        [
            '[sheet-decimal] data/mood.csv:4:1: year is "2021.0", a whole number to which a program'
            ' has added a decimal place. Write "2021".'
        ],
    ),
    "e-plus": (
        (MOOD + "2021,40,1.23457E+11,ant2020\n").encode(),
        [
            '[sheet-e-number] data/mood.csv:4:9: note is "1.23457E+11", which a spreadsheet has'
            " shortened to a number with E; digits are lost. Give the column the format Text and"
            " write it again."
        ],
    ),
    "na-in-a-column-of-numbers": (
        (MOOD + "2021,NA,,ant2020\n").encode(),
        [
            '[missing-word] data/mood.csv:4:6: lonely_pct is "NA", a word for a missing value,'
            " which some programs write. Leave the cell empty."
        ],
    ),
    "none-in-a-column-of-years": (
        (MOOD + "None,40,,ant2020\n").encode(),
        [
            '[missing-word] data/mood.csv:4:1: year is "None", a word for a missing value, which'
            " some programs write. Leave the cell empty."
        ],
    ),
    "error-of-the-spreadsheet": (
        (MOOD + "2021,#REF!,,ant2020\n").encode(),
        [
            '[sheet-error] data/mood.csv:4:6: lonely_pct is "#REF!", an error of the spreadsheet.'
            " Write what belongs there, or leave the cell empty."
        ],
    ),
    "formula": (
        (MOOD + '2021,40,"=HYPERLINK(""x"")",ant2020\n').encode(),
        [
            '[formula-cell] data/mood.csv:4:9: note is "=HYPERLINK("x")", which a spreadsheet would'
            " run as a formula. Begin it with a letter or a digit, and write no = + - or @ right"
            " after a semicolon."
        ],
    ),
    "wrong-encoding-once": (
        (MOOD + "2021,40,theyâ€™re,ant2020\n").encode(),
        [
            '[sheet-garbled] data/mood.csv:4:9: note is "theyâ€™re", in which letters were spoiled'
            " when the file was opened in the wrong encoding. Open the file as UTF-8, write it"
            ' again and save it as "CSV UTF-8".'
        ],
    ),
    "decimal-comma": (
        (MOOD + '2021,"40,5",,ant2020\n').encode(),
        [
            '[not-number] data/mood.csv:4:6: lonely_pct is "40,5", which is not a number. Write'
            " digits, such as 34."
        ],
    ),
}


@pytest.mark.parametrize(("raw", "expected"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_safe_is_refused_with_the_habit_of_the_program(project, raw, expected):
    assert damaged(project, raw) == expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (
            "x–y,science,S,1,u,p,t,ant2020,d,verified,c",
            (
                '[typographic-mark] data/findings.csv:4:1: id is "x–y", in which a program has made'
                ' a hyphen, quotation mark or space typographic. Write "x-y".'
            ),
        ),
        (
            "x,science,S,1,u,p,t,ant–2020,d,verified,c",
            (
                '[typographic-mark] data/findings.csv:4:21: source is "ant–2020", in which a'
                ' program has made a hyphen, quotation mark or space typographic. Write "ant-2020".'
            ),
        ),
    ],
    ids=["own-key", "key-of-another-table"],
)
def test_a_typographic_mark_in_a_key_is_named(project, row, expected):
    sources = (
        "key,authors,year,title,container,doi,url\n"
        "ant2020,A,2020,T,J,,\nbee2021,A,2020,T,J,,\nant-2020,A,2020,T,J,,\n"
    )
    assert problems_of(
        project(
            {
                "data/sources.csv": sources,
                "data/findings.csv": FINDINGS + row + "\n",
                **SOURCES_PAGE,
            }
        )
    ) == [expected]


@pytest.mark.parametrize(
    "word",
    [
        "NA",
        "N/A",
        "None",
        "null",
        "NaN",
        "TRUE",
        "007",
        "1-5",
        "May",
        "3/4",
        "1e",
        "E+",
        "Mars 2021",
        "“so”",
        "it’s – so",
    ],
)
def test_a_word_in_a_column_of_text_stays_as_it_is(project, word):
    raw = (MOOD + f"2021,40,{word},ant2020\n").encode()
    assert damaged(project, raw) == []
    assert shown(project, raw)[2][2] == word


def test_a_hidden_character_is_shown_and_its_line_is_the_one_in_the_file(project):
    rows = '2021,40,"two\nlines",ant2020\n2022,41,"three\n\nlin\u202ees",ant2020\n2023,x,,ant2020\n'
    assert damaged(project, (MOOD + rows).encode()) == [
        (
            '[control-character] data/mood.csv:6:9: note is "three\\n\\nlin\\u202ees", which holds'
            ' a character that cannot be seen. Delete "\\u202e"; such characters come in with text'
            " that is pasted."
        ),
        (
            '[not-number] data/mood.csv:9:6: lonely_pct is "x", which is not a number. Write'
            " digits, such as 34."
        ),
    ]


# After the cases of csv-spectrum, written anew: text, and the rows that it holds.
SPECTRUM = {
    "comma-in-quotes": ('a,b\nx,"one, two"\n', [["a", "b"], ["x", "one, two"]]),
    "empty": ("a,b,c\n1,,\n", [["a", "b", "c"], ["1", "", ""]]),
    "empty-quoted": ('a,b,c\n1,"",""\n', [["a", "b", "c"], ["1", "", ""]]),
    "empty-crlf": ('a,b,c\r\n1,"",""\r\n', [["a", "b", "c"], ["1", "", ""]]),
    "escaped-quotes": ('a,b\n1,"ha ""ha"" ha"\n', [["a", "b"], ["1", 'ha "ha" ha']]),
    "json": (
        'key,val\n1,"{""type"": ""Point"", ""at"": [1.0, -2]}"\n',
        [["key", "val"], ["1", '{"type": "Point", "at": [1.0, -2]}']],
    ),
    "newlines": ('a,b\n"Once upon\na time",5\n', [["a", "b"], ["Once upon\na time", "5"]]),
    "newlines-crlf": (
        'a,b\r\n"Once upon\r\na time",5\r\n',
        [["a", "b"], ["Once upon\na time", "5"]],
    ),
    "quotes-and-newlines": ('a,b\n1,"ha\n""ha""\nha"\n', [["a", "b"], ["1", 'ha\n"ha"\nha']]),
    "simple": ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
    "simple-crlf": ("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
    "utf8": ("a,b\n1,ʤ\n", [["a", "b"], ["1", "ʤ"]]),
    "quote-at-the-end": ('a,b\n1,"2"""\n', [["a", "b"], ["1", '2"']]),
    "only-quotes": ('a,b\n"""",""""""\n', [["a", "b"], ['"', '""']]),
    "quote-inside-a-bare-cell": ('a,b\n5" tall,2\n', [["a", "b"], ['5" tall', "2"]]),
    "no-last-line-end": ("a,b\n1,2", [["a", "b"], ["1", "2"]]),
    "one-column": ("a\n1\n\n2\n", [["a"], ["1"], ["2"]]),
    "spaces-around": ("a,b\n 1 , 2\n", [["a", "b"], [" 1 ", " 2"]]),
}


@pytest.mark.parametrize(("text", "rows"), SPECTRUM.values(), ids=SPECTRUM)
def test_a_csv_is_read_as_others_read_it(text, rows):
    table, problems = parse_csv(text, "a.csv")
    assert (problems, [[cell.text for cell in row] for row in (table.header, *table.rows)]) == (
        [],
        rows,
    )


@pytest.mark.parametrize(
    ("path", "shown_as"),
    [
        ("../secret.csv", "../secret.csv"),
        ("/etc/passwd", "/etc/passwd"),
        ("https://a.example/x.csv", "https://a.example/x.csv"),
        ("moods/../../x.csv", "moods/../../x.csv"),
    ],
)
def test_a_path_that_leads_elsewhere_is_refused(project, path, shown_as):
    problems = problems_of(
        project(
            {
                "data/datapackage.yaml": PACKAGE.replace("path: mood.csv", f"path: {path}"),
                **SOURCES_PAGE,
            }
        )
    )
    assert problems == [
        f'[resource-path] data/datapackage.yaml:53:5: the path of "mood" is "{shown_as}", which is'
        " not a CSV in this folder. Write the name of a CSV in this folder, such as findings.csv."
    ]


@pytest.mark.parametrize("text", ["a\u202eb", "a\x07b", "a\u200bb"])
def test_a_hidden_character_on_a_page_is_refused(project, text):
    shown_as = text[1].encode("unicode_escape").decode()
    assert problems_of(
        project({**SOURCES_PAGE, "docs/page.md": front_matter() + f"So {text}.\n"})
    ) == [
        "[control-character] docs/page.md:8:5: this line holds a character that cannot be seen,"
        f' "{shown_as}". Delete it; such characters come in with text that is pasted.'
    ]


def test_a_hidden_character_in_front_matter_or_descriptor_is_refused(project):
    files = {
        **SOURCES_PAGE,
        "docs/page.md": front_matter(title='"A \u202epage"') + "So.\n",
        "data/datapackage.yaml": PACKAGE.replace("title: Mood", "title: Mo\u2066od"),
    }
    assert [line.partition(": ")[0] for line in problems_of(project(files))] == [
        "[control-character] data/datapackage.yaml:54:5",
        "[control-character] docs/page.md:2:1",
    ]
