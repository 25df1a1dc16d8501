"""Rows as pandas frames: narrowed, sorted, computed, spread."""

import subprocess
import sys

import pandas as pd
import pytest

from guide.content.loader import read_catalogue
from guide.data.csv_reader import parse_csv
from guide.data.frames import is_missing, make_frame, pivot, select_frame, select_rows, summarize
from guide.data.package import Field, Resource, TableSpec
from guide.data.records import make_records
from tests.support.projects import front_matter

FIELDS = (
    Field("year", "year"),
    Field("who"),
    Field("share", "number"),
    Field("count", "integer"),
    Field("ok", "boolean"),
    Field("day", "date"),
)
RESOURCE = Resource("r", "r.csv", "R", "", FIELDS)
ROWS = """\
year,who,share,count,ok,day
2020,ants,20,3,true,2020-01-02
2010,ants,24.5,,false,
2015,bees,,5,,2015-01-02
"""


@pytest.fixture
def records():
    rows, problems = make_records(parse_csv(ROWS, "r.csv")[0], RESOURCE, "r.csv")
    assert problems == []
    return rows


def spec(**settings) -> TableSpec:
    return TableSpec("t", "r", "T", **settings)


def test_columns_have_the_declared_types_and_missing_stays_missing(records):
    frame = make_frame(records, RESOURCE)
    assert [str(kind) for kind in frame.dtypes] == [
        "Int64",
        "string",
        "Float64",
        "Int64",
        "boolean",
        "object",
    ]
    assert [is_missing(value) for value in frame["share"]] == [False, False, True]
    assert frame["count"].sum() == 8


def test_no_rows_are_a_frame_too():
    frame = select_frame([], RESOURCE, spec(sort=("year",)), {})
    assert (len(frame), list(frame.columns)) == (0, RESOURCE.field_names)


@pytest.mark.parametrize(
    ("where", "narrowed", "expected"),
    [
        ({}, {}, [0, 1, 2]),
        ({"who": "ants"}, {}, [0, 1]),
        ({}, {"who": "ants", "year": "2010"}, [1]),
        ({"who": "ants"}, {"year": "2015"}, []),
        ({"year": 2015}, {}, [2]),
        ({}, {"share": "20"}, [0]),
        ({}, {"share": ""}, [2]),
        ({}, {"ok": "true"}, [0]),
        ({}, {"day": "2015-01-02"}, [2]),
    ],
    ids=[
        "all",
        "own",
        "both-asked",
        "own-and-asked",
        "number-in-yaml",
        "number-as-written",
        "empty",
        "boolean",
        "date",
    ],
)
def test_rows_are_narrowed_by_the_text_of_their_cells(records, where, narrowed, expected):
    assert list(select_frame(records, RESOURCE, spec(where=where), narrowed).index) == expected


def test_rows_are_sorted_and_lead_back_to_their_records(records):
    frame = select_frame(records, RESOURCE, spec(sort=("who", "year")), {})
    assert [records[index]["year"] for index in frame.index] == [2010, 2020, 2015]


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        ("change-from-first", [0, -4.5, None]),
        ("change-from-previous", [None, -4.5, None]),
    ],
)
def test_changes_are_computed_in_the_order_shown(records, operation, expected):
    computed = ({"name": "change", "title": "Change", "of": "share", "op": operation},)
    values = select_frame(records, RESOURCE, spec(sort=("who", "year"), computed=computed), {})[
        "change"
    ]
    assert [None if is_missing(value) else value for value in values] == expected


def test_changes_of_no_rows_are_none(records):
    computed = ({"name": "change", "title": "Change", "of": "share", "op": "change-from-first"},)
    assert len(select_frame(records, RESOURCE, spec(computed=computed), {"who": "wasps"})) == 0


def test_a_summary_goes_from_the_first_value_to_the_last(records):
    frame = select_frame(records, RESOURCE, spec(sort=("year",)), {})
    assert summarize(frame, ["share", "count"]) == {"share": -4.5, "count": -2.0}


def test_a_summary_of_one_value_is_none(records):
    frame = select_frame(records, RESOURCE, spec(where={"year": "2010"}), {})
    assert summarize(frame, ["share", "count"]) == {"share": None, "count": None}


def test_a_long_frame_is_spread_in_the_order_of_appearance(records):
    labels, spread = pivot(make_frame(records, RESOURCE), "who", "year")
    assert labels == ["2020", "2010", "2015"]
    assert spread == {
        "ants": {"2020": [0], "2010": [1], "2015": []},
        "bees": {"2020": [], "2010": [], "2015": [2]},
    }


def test_rows_of_one_pair_stay_together(records):
    _, spread = pivot(make_frame([*records, *records], RESOURCE), "who", "year")
    assert spread["ants"]["2020"] == [0, 3]


@pytest.mark.parametrize(
    ("value", "expected"),
    [(pd.NA, True), (None, True), (float("nan"), True), (0, False), ("", False)],
)
def test_missing(value, expected):
    assert is_missing(value) is expected


def test_a_table_without_sums_is_the_same_without_pandas(project):
    root = project({"docs/page.md": front_matter() + "![Mood](table:mood)\n"})
    catalogue = read_catalogue(root)[0]
    spec, records = catalogue.package.tables["mood"], catalogue.rows("mood")
    resource = catalogue.package.resources["mood"]
    for where in ({}, {"year": "2020"}, {"year": "1900"}):
        plain, frame = (
            select_rows(records, resource, spec, where),
            select_frame(records, resource, spec, where),
        )
        assert list(plain.index) == list(frame.index)
    code = (
        "import sys; from pathlib import Path; from guide.content.loader import read_catalogue;"
        " from guide.rendering.figures import render_figure; from collections import Counter;"
        f" print(len(render_figure(read_catalogue(Path({str(root)!r}))[0], 'mood', Counter())) >"
        " 99, 'pandas' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "False"]
