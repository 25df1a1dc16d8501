"""Cells against their schema: good values get their type, each wrong one its own message."""

from datetime import date

import pytest

from guide.data.csv_reader import parse_csv
from guide.data.package import Field, Resource
from guide.data.records import make_records
from tests.support.pages import format_problems, problems_of
from tests.support.projects import FINDINGS, GLOSSARY, MOOD, PACKAGE


def read(text: str, *fields: Field, **settings):
    """Return the records of a CSV with these fields, and its problems."""
    resource = Resource("r", "a.csv", "R", "", fields, **settings)
    table, problems = parse_csv(text, "data/a.csv")
    assert problems == []
    return make_records(table, resource, "data/a.csv")


GOOD = [
    ("string", "NA", "NA"),
    ("string", "007", "007"),
    ("string", "null", "null"),
    ("string", "", None),
    ("string", '"two\nlines"', "two\nlines"),
    ("integer", "-12", -12),
    ("integer", "0", 0),
    ("number", "5.54", 5.54),
    ("number", "21", 21.0),
    ("number", "-0.5", -0.5),
    ("number", "", None),
    ("year", "2024", 2024),
    ("year", "0850", 850),
    ("date", "2024-02-29", date(2024, 2, 29)),
    ("boolean", "true", True),
    ("boolean", "false", False),
    ("boolean", "", None),
]


@pytest.mark.parametrize(
    ("kind", "written", "expected"), GOOD, ids=[f"{kind}-{value!r}" for kind, value, _ in GOOD]
)
def test_a_cell_gets_the_type_of_its_column_and_nothing_is_guessed(kind, written, expected):
    records, problems = read(f"a,b\n{written},x\n", Field("a", kind), Field("b"))
    value = records[0]["a"]
    assert (format_problems(problems), value, type(value)) == ([], expected, type(expected))


A = "data/a.csv:2:1: a is"
BAD = {
    "integer": (
        Field("a", "integer"),
        "5.5",
        f'[not-integer] {A} "5.5", which is not a whole number. Write digits, such as 34.',
    ),
    "integer-word": (
        Field("a", "integer"),
        "five",
        f'[not-integer] {A} "five", which is not a whole number. Write digits, such as 34.',
    ),
    "number-word": (
        Field("a", "number"),
        "abc",
        f'[not-number] {A} "abc", which is not a number. Write digits, such as 34.',
    ),
    "number-grouped": (
        Field("a", "number"),
        '"1,200"',
        f'[not-number] {A} "1,200", which is not a number. Write digits, such as 34.',
    ),
    "number-of-a-code": (
        Field("a", "number"),
        "0034",
        f'[not-number] {A} "0034", which is not a number. Write digits, such as 34.',
    ),
    "number-percent": (
        Field("a", "number"),
        "34%",
        f'[not-number] {A} "34%", which is not a number. Write digits, such as 34.',
    ),
    "number-in-other-digits": (
        Field("a", "number"),
        "٣٤",
        f'[not-number] {A} "٣٤", which is not a number. Write digits, such as 34.',
    ),
    "number-too-large": (
        Field("a", "integer"),
        "9" * 400,
        f'[not-integer] {A} "{"9" * 60}…", which is not a whole number. Write digits, such as 34.',
    ),
    "number-with-noise": (
        Field("a", "number"),
        "11.10000038",
        f'[float-noise] {A} "11.10000038", a decimal number to which a program has added the noise'
        ' of its binary fractions. Write "11.1".',
    ),
    "number-infinite": (
        Field("a", "number"),
        "inf",
        f'[not-number] {A} "inf", which is not a number. Write digits, such as 34.',
    ),
    "number-scientific": (
        Field("a", "number"),
        "1e3",
        (
            f'[sheet-e-number] {A} "1e3", which a spreadsheet has shortened to a '
            "number with E; digits are lost. Give the column the format Text and write it again."
        ),
    ),
    "year": (
        Field("a", "year"),
        "24",
        f'[not-year] {A} "24", which is not a year. Write four digits, such as 2024.',
    ),
    "date-of-a-spreadsheet": (
        Field("a", "date"),
        "23/11/2026",
        (
            f'[not-date] {A} "23/11/2026", which is not a date. Write year, month and day, such as '
            "2026-11-23."
        ),
    ),
    "no-such-day": (
        Field("a", "date"),
        "2026-02-30",
        (
            f'[not-date] {A} "2026-02-30", which is not a date. '
            "Write year, month and day, such as 2026-11-23."
        ),
    ),
    "boolean": (
        Field("a", "boolean"),
        "TRUE",
        (
            f'[not-boolean] {A} "TRUE", which is not yes or no in the data\'s words. Write true or'
            " false."
        ),
    ),
    "empty": (
        Field("a", constraints={"required": True}),
        "",
        f"[empty-cell] {A} empty. Fill it in; this column has a value in every row.",
    ),
    "space-after": (
        Field("a"),
        "x ",
        f'[stray-space] {A} "x ", with a space at its start or end. Delete the space.',
    ),
    "space-before-a-number": (
        Field("a", "number"),
        " 5",
        f'[stray-space] {A} " 5", with a space at its start or end. Delete the space.',
    ),
    "control-character": (
        Field("a"),
        "x\x07y",
        (
            f'[control-character] {A} "x\\x07y", which holds a character that '
            "cannot be seen. "
            'Delete "\\x07"; such characters come in with text that is pasted.'
        ),
    ),
    "direction-override": (
        Field("a"),
        "x\u202ey",
        (
            f'[control-character] {A} "x\\u202ey", which holds a character that '
            "cannot be seen. "
            'Delete "\\u202e"; such characters come in with text that is pasted.'
        ),
    ),
    "not-an-address": (
        Field("a", format="uri"),
        "javascript:alert(1)",
        (
            f'[not-an-address] {A} "javascript:alert(1)", which is not the address of a page. Write'
            " an address that begins with https://."
        ),
    ),
    "address-without-scheme": (
        Field("a", format="uri"),
        "www.a.example",
        (
            f'[not-an-address] {A} "www.a.example", which is not the address of a page. Write an '
            "address that begins with https://."
        ),
    ),
    "formula": (
        Field("a"),
        "=1+2",
        (
            f'[formula-cell] {A} "=1+2", which a spreadsheet would run as a formula. '
            "Begin it with a letter or a digit, and write no = + - or @ right after a semicolon."
        ),
    ),
    "enum": (
        Field("a", constraints={"enum": ["verified", "secondary"]}),
        "verifed",
        f'[enum] {A} "verifed", which is not one of the allowed words. Did you mean "verified"?',
    ),
    "enum-of-numbers": (
        Field("a", "integer", constraints={"enum": [1, 2]}),
        "3",
        f'[enum] {A} "3", which is not one of the allowed words. There are these words: 1, 2.',
    ),
    "pattern": (
        Field("a", constraints={"pattern": "[a-z]+"}),
        "a1",
        (
            f'[pattern] {A} "a1", which does not have the form of this column. Follow the pattern'
            " [a-z]+."
        ),
    ),
    "minimum": (
        Field("a", "number", constraints={"minimum": 0}),
        "-0.1",
        f'[minimum] {A} "-0.1", which is below the lowest value allowed, 0. Check the number.',
    ),
    "maximum": (
        Field("a", "year", constraints={"maximum": 2100}),
        "2101",
        f'[maximum] {A} "2101", which is above the highest value allowed, 2100. Check the number.',
    ),
    "too-short": (
        Field("a", constraints={"minLength": 3}),
        "ab",
        f'[min-length] {A} "ab", which is shorter than 3 characters. Write it out.',
    ),
    "too-early": (
        Field("a", "date", constraints={"minimum": date(2026, 1, 1)}),
        "2025-12-31",
        (
            f'[minimum] {A} "2025-12-31", which is below the lowest value allowed, 2026-01-01.'
            " Check the number."
        ),
    ),
    "too-late": (
        Field("a", "date", constraints={"maximum": date(2026, 1, 1)}),
        "2026-01-02",
        (
            f'[maximum] {A} "2026-01-02", which is above the highest value allowed, 2026-01-01.'
            " Check the number."
        ),
    ),
    "too-long": (
        Field("a", constraints={"maxLength": 3}),
        "abcd",
        f'[max-length] {A} "abcd", which is longer than 3 characters. Shorten it.',
    ),
    "own-way-to-mend": (
        Field("a", "number", mend="Write the share of people"),
        "x",
        f'[not-number] {A} "x", which is not a number. Write the share of people.',
    ),
}


@pytest.mark.parametrize(("field", "written", "expected"), BAD.values(), ids=BAD)
def test_a_wrong_value_is_quoted_with_how_to_mend_it(field, written, expected):
    records, problems = read(f"a,b\n{written},x\n", field, Field("b"))
    assert (format_problems(problems), records[0]["a"], records[0]["b"]) == ([expected], None, "x")


@pytest.mark.parametrize(
    ("written", "constraints"),
    [
        ("0", {"minimum": 0}),
        ("100", {"maximum": 100}),
        ("5", {"enum": [5]}),
        ("12", {"pattern": "[0-9]+"}),
        ("12", {"maxLength": 2}),
        ("12", {"minLength": 2}),
    ],
)
def test_a_value_at_its_bound_is_good(written, constraints):
    assert read(f"a\n{written}\n", Field("a", "integer", constraints=constraints))[1] == []


@pytest.mark.parametrize(
    "written", ["https://a.example/b?c=1#d", "http://a.example", "https://a.example/caf%C3%A9_(b)"]
)
def test_an_address_of_a_page_is_good(written):
    assert format_problems(read(f"a\n{written}\n", Field("a", format="uri"))[1]) == []


def test_a_list_in_a_cell_has_parts():
    records, _ = read("a,b\nx  y ,\n".replace(" ,", ","), Field("a"), Field("b"))
    assert (records[0].items("a"), records[0].items("b"), records[0].items("a", "|")) == (
        ["x", "y"],
        [],
        ["x  y"],
    )


HEADERS = {
    "unknown-and-missing": (
        "a,bb,c\n",
        [
            (
                '[missing-column] data/a.csv:1:1: the column "b" is missing. The header row reads:'
                " a,b,c."
            ),
            (
                '[unknown-column] data/a.csv:1:3: "bb" is not a column of this table. Did you mean'
                ' "b"?'
            ),
        ],
    ),
    "missing": (
        "a,b\n",
        [
            '[missing-column] data/a.csv:1:1: the column "c" is missing. The header row reads:'
            " a,b,c."
        ],
    ),
    "other-order": (
        "a,c,b\n",
        [
            "[column-order] data/a.csv:1:1: the columns stand in another order than in the data"
            " package. The header row reads: a,b,c."
        ],
    ),
    "twice": (
        "a,b,b,c\n",
        ['[column-twice] data/a.csv:1:5: the column "b" stands twice. Delete one of the two.'],
    ),
    "with-a-space": (
        "a, b,c\n",
        [
            (
                '[missing-column] data/a.csv:1:1: the column "b" is missing. The header row reads:'
                " a,b,c."
            ),
            (
                '[unknown-column] data/a.csv:1:3: " b" is not a column of this table. Did you mean'
                ' "b"?'
            ),
        ],
    ),
}


@pytest.mark.parametrize(("header", "expected"), HEADERS.values(), ids=HEADERS)
def test_a_header_that_differs_is_said_and_no_row_is_guessed(header, expected):
    records, problems = read(header + "1,2,3\n", Field("a"), Field("b"), Field("c"))
    assert (records, format_problems(problems)) == ([], expected)


ROWS = {
    "missing-cell": (
        "1,2,3\n4,5\n",
        (
            "[missing-cell] data/a.csv:3:1: this row has 2 cells and the header has 3. "
            "Add what is missing; an empty cell still needs its comma."
        ),
    ),
    "one-cell": (
        "1,2,3\nx\n",
        (
            "[missing-cell] data/a.csv:3:1: this row has 1 cell and the header has 3. "
            "Add what is missing; an empty cell still needs its comma."
        ),
    ),
    "extra-cell": (
        "1,2,3\n4,5,six, seven\n",
        (
            "[extra-cell] data/a.csv:3:9: this row has 4 cells and the header has 3. "
            "Put a cell that holds a comma in quotation marks, or delete the extra "
            "cell."
        ),
    ),
}


@pytest.mark.parametrize(("rows", "expected"), ROWS.values(), ids=ROWS)
def test_a_row_of_another_length_is_said_and_left_out(rows, expected):
    records, problems = read("a,b,c\n" + rows, Field("a"), Field("b"), Field("c"))
    assert ([record["a"] for record in records], format_problems(problems)) == (["1"], [expected])


KEYS = {
    "one-column": (
        ("a",),
        (),
        "1,x\n2,y\n1,z\n",
        [
            '[duplicate-key] data/a.csv:4:1: a is "1", as in line 2 already. Give each row its'
            " own a."
        ],
    ),
    "two-columns": (
        ("a", "b"),
        (),
        "1,x\n1,y\n1,x\n",
        [
            '[duplicate-key] data/a.csv:4:1: a and b are "1, x", as in line 2 already. Give each'
            " row its own a and b."
        ],
    ),
    "three-times": (
        ("a",),
        (),
        "1,x\n1,y\n1,z\n",
        [
            (
                '[duplicate-key] data/a.csv:3:1: a is "1", as in line 2 already. Give each row its'
                " own a."
            ),
            (
                '[duplicate-key] data/a.csv:4:1: a is "1", as in line 2 already. Give each row its'
                " own a."
            ),
        ],
    ),
    "unique-column": (
        (),
        ("b",),
        "1,x\n2,x\n",
        [
            '[duplicate-key] data/a.csv:3:3: b is "x", as in line 2 already. Give each row its'
            " own b."
        ],
    ),
}


@pytest.mark.parametrize(("key", "unique", "rows", "expected"), KEYS.values(), ids=KEYS)
def test_a_key_stands_once(key, unique, rows, expected):
    fields = [
        Field(name, constraints={"unique": True} if name in unique else {}) for name in ("a", "b")
    ]
    assert format_problems(read("a,b\n" + rows, *fields, primary_key=key)[1]) == expected


@pytest.mark.parametrize(
    ("key", "rows", "expected"),
    [
        (("a",), ",x", "a is empty, so nothing can name this row. Give each row its own a."),
        (
            ("a", "b"),
            ",,x",
            "a and b are empty, so nothing can name this row. Give each row its own a and b.",
        ),
    ],
)
def test_a_row_without_its_key_is_refused(key, rows, expected):
    fields = [Field(name) for name in "abc"[: rows.count(",") + 1]]
    header = ",".join(field.name for field in fields)
    problems = read(f"{header}\n{rows}\n", *fields, primary_key=key)[1]
    assert format_problems(problems) == [f"[empty-cell] data/a.csv:2:1: {expected}"]


def test_a_key_of_two_columns_may_be_empty_in_one():
    assert read("a,b\n,x\n", Field("a"), Field("b"), primary_key=("a", "b"))[1] == []


def test_a_required_key_that_is_empty_is_reported_once():
    field = Field("a", constraints={"required": True})
    assert [item.rule for item in read("a,b\n,x\n", field, Field("b"), primary_key=("a",))[1]] == [
        "empty-cell"
    ]


def test_two_keys_that_cannot_be_read_are_not_called_the_same():
    assert format_problems(read("a\nabc\nxyz\n", Field("a", "year"), primary_key=("a",))[1]) == [
        (
            '[not-year] data/a.csv:2:1: a is "abc", which is not a year. Write four digits, such as'
            " 2024."
        ),
        (
            '[not-year] data/a.csv:3:1: a is "xyz", which is not a year. Write four digits, such as'
            " 2024."
        ),
    ]


def test_problems_after_a_cell_with_newlines_have_their_own_line():
    assert format_problems(read('a,b\n"x\ny",abc\n', Field("a"), Field("b", "number"))[1]) == [
        '[not-number] data/a.csv:3:4: b is "abc", which is not a number. Write digits, such as 34.'
    ]


LINKED = {
    "foreign-key": (
        {"data/findings.csv": FINDINGS.replace(",ant2020,", ",ant2021,")},
        [
            '[unknown-row] data/findings.csv:2:101: source is "ant2021", which no row of'
            ' sources has as its key. Did you mean "ant2020"?'
        ],
    ),
    "empty-foreign-key": (
        {
            "data/datapackage.yaml": PACKAGE.replace(
                "markup: source, constraints: {required: true}", "markup: source"
            ),
            "data/findings.csv": FINDINGS.replace(",ant2020,", ",,"),
        },
        [],
    ),
    "key-in-a-list": (
        {
            "data/datapackage.yaml": PACKAGE.replace(
                "- {name: finding, type: string}",
                '- {name: finding, type: string, list_separator: " ", references: {resource:'
                " findings, field: id}}",
            ),
            "data/glossary.csv": GLOSSARY.replace("ants-lonely,", "ants-lonely bees-fal,"),
        },
        [
            '[unknown-row] data/glossary.csv:2:87: finding is "bees-fal", which no row of'
            ' findings has as its id. Did you mean "bees-fall"?'
        ],
    ),
    "target-empty": (
        {
            "data/datapackage.yaml": PACKAGE.replace(
                "- {name: term, type: string}",
                "- {name: term, type: string, references: {resource: mood, field: note}}",
            ),
            "data/mood.csv": "year,lonely_pct,note,source\n",
        },
        [
            '[unknown-row] data/glossary.csv:2:10: term is "Phubbing", which no row of mood has'
            " as its note. There are these mood: none yet.",
        ],
    ),
    "target-not-read": (
        {"data/sources.csv": "key;authors\na;b\n"},
        [
            "[wrong-separator] data/sources.csv:1:4: this file is separated by semicolons, as some"
            ' spreadsheet settings do. Save it again as "CSV UTF-8 (comma delimited)".'
        ],
    ),
    "several-tables-at-once": (
        {
            "data/mood.csv": MOOD.replace("2010,21", "2010,x"),
            "data/glossary.csv": GLOSSARY.replace("id,", "key,"),
        },
        [
            (
                '[missing-column] data/glossary.csv:1:1: the column "id" is missing. The header row'
                " reads: id,term,phrases,definition,finding,see_also."
            ),
            (
                '[unknown-column] data/glossary.csv:1:1: "key" is not a column of this table. There'
                " are these columns: id."
            ),
            (
                '[not-number] data/mood.csv:2:6: lonely_pct is "x", which is not a number. Write'
                " digits, such as 34."
            ),
        ],
    ),
}


@pytest.mark.parametrize(("files", "expected"), LINKED.values(), ids=LINKED)
def test_rows_that_name_rows_of_other_tables(project, files, expected):
    assert problems_of(project(files)) == expected
