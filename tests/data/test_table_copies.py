"""Tables that are copies of others: each row is there too."""

import pytest

from guide.core.yaml_reader import Document
from guide.data.csv_reader import parse_csv
from guide.data.package import Field, Package, Resource
from guide.data.records import make_records
from guide.data.table_copies import check_copies
from tests.support.pages import format_problems, problems_of
from tests.support.projects import PACKAGE
from tests.support.timing import measure

FIELDS = (
    Field("value", type="number"),
    Field("period"),
    Field("source"),
)
SERIES = Resource(
    "series",
    "series.csv",
    "Series",
    "",
    (Field("label"), Field("number", type="number"), Field("source"), Field("note")),
)
SHARES = Resource(
    "shares",
    "shares.csv",
    "Shares",
    "",
    FIELDS,
    copies={
        "resource": "series",
        "fields": {"value": "number", "period": "label", "source": "source"},
    },
)
PACKAGE_OF_TWO = Package("p", "", "", "", {"shares": SHARES, "series": SERIES}, {}, Document({}))
ORIGINAL = "label,number,source,note\n2020,24,ant,\n2021,17,ant,Low\n2020,24.0,bee,\n"


def check(copy: str, original: str = ORIGINAL) -> list[str]:
    records = {}
    for resource, text in ((SHARES, copy), (SERIES, original)):
        table, problems = parse_csv(text, f"data/{resource.path}")
        records[resource.name], wrong = make_records(table, resource, f"data/{resource.path}")
        assert problems + wrong == []
    return format_problems(check_copies(PACKAGE_OF_TWO, records))


def test_rows_that_are_there_pass_however_a_number_is_written():
    assert check("value,period,source\n24.0,2020,ant\n17,2021,ant\n24,2020,bee\n") == []


def test_a_value_that_differs_is_named_with_that_of_the_other():
    assert check("value,period,source\n24,2020,ant\n71,2021,ant\n") == [
        '[copy-differs] data/shares.csv:3:1: value is "71", but "17" in series.csv, from which'
        " this row is copied. Write the same in both tables."
    ]


def test_any_column_that_is_copied_is_compared():
    assert check("value,period,source\n17,2021,bee\n") == [
        '[copy-differs] data/shares.csv:2:9: source is "bee", but "ant" in series.csv, from which'
        " this row is copied. Write the same in both tables."
    ]


def test_a_row_that_is_like_none_is_named():
    assert check("value,period,source\n1,1999,cat\n") == [
        "[copy-differs] data/shares.csv:2:1: no row of series.csv, from which this one is said to"
        " be copied, has its value, period, and source. Add the row to series.csv, or correct this"
        " one."
    ]


def test_a_row_whose_first_cell_is_empty_copies_none():
    assert check("value,period,source\n,1999,cat\n") == []


COPIES = "    path: mood.csv\n    copies: {resource: findings, fields: {source: source}}\n"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "{resource: findings, fields: {source: source}}",
            "{resource: finding, fields: {source: source}}",
            "[unknown-resource] data/datapackage.yaml:54:5: a key of mood leads to the resource"
            ' "finding", which is not there. Did you mean "findings"?',
        ),
        (
            "{source: source}",
            "{source: sauce}",
            "[unknown-column] data/datapackage.yaml:54:5: a key of mood leads to the column"
            ' "sauce" of findings, which is not there. Did you mean "source"?',
        ),
        (
            "{source: source}",
            "{sauce: source}",
            '[unknown-column] data/datapackage.yaml:54:5: copies names the column "sauce", which'
            ' is not there. Did you mean "source"?',
        ),
        (
            "{resource: findings, fields: {source: source}}",
            "{resource: findings}",
            '[key-incomplete] data/datapackage.yaml:54:5: copies of the resource "mood" lacks its'
            " resource or its fields. Write resource: NAME and fields: {column: column of the"
            " other}.",
        ),
        (
            "{source: source}",
            "{}",
            '[key-incomplete] data/datapackage.yaml:54:34: fields of copies of the resource "mood"'
            " names no columns. Write fields: {column: column of the other}.",
        ),
    ],
)
def test_a_slip_in_the_description_is_named(project, old, new, expected):
    package = PACKAGE.replace("    path: mood.csv\n", COPIES.replace(old, new))
    assert package.count("copies") == 1
    problems = problems_of(project({"data/datapackage.yaml": package}))
    assert expected in problems


def test_the_rows_of_a_project_are_compared(project):
    package = PACKAGE.replace("    path: mood.csv\n", COPIES)
    mood = "year,lonely_pct,note,source\n2020,24,,cat2020\n"
    found = problems_of(project({"data/datapackage.yaml": package, "data/mood.csv": mood}))
    assert [one for one in found if "copy-differs" in one] == [
        "[copy-differs] data/mood.csv:2:10: no row of findings.csv, from which this one is said to"
        " be copied, has its source. Add the row to findings.csv, or correct this one."
    ]


def test_many_wrong_rows_take_linear_time():
    def check_many(count: int) -> float:
        copy = "value,period,source\n" + "".join(f"{n},2020,x{n}\n" for n in range(count))
        original = "label,number,source,note\n" + "".join(f"{n},1,y,\n" for n in range(count))

        def step() -> None:
            assert len(check(copy, original)) == count

        return measure(step, cheap=0)

    assert check_many(4000) < 8 * max(check_many(1000), 0.05)
