"""frictionless as an oracle: what it refuses, the guide refuses; the rest is written down here."""

import warnings

import frictionless
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guide.data.csv_reader import Cell, CsvTable
from guide.data.descriptor_schema import check_shape
from guide.data.package import Resource
from guide.data.package_reader import _make_field, read_package
from guide.data.records import make_records
from tests.support.pages import format_problems
from tests.support.projects import PACKAGE

# What the guide refuses although Table Schema allows it, and why.
STRICTER = {
    "stray-space": "a space at an end is a slip, and makes another key",
    "control-character": "it cannot be seen",
    "formula-cell": "a spreadsheet would run it",
    "float-noise": "a program wrote a binary fraction out",
    "missing-word": "NA is a word, and an empty cell says that a value is missing",
    "sheet-date": "a spreadsheet has made a date of something else",
    "sheet-day-number": "a spreadsheet counts days",
    "sheet-decimal": "a program has added .0",
    "sheet-e-number": "1e5 has lost digits",
    "sheet-error": "#REF! is no value",
    "sheet-garbled": "the file was opened in the wrong encoding",
    "not-boolean": "true and false alone, not 1, True or TRUE",
    "not-integer": "digits 0 to 9 alone, and no more than a program in JavaScript keeps",
    "not-number": "digits and a point alone, neither INF nor .5",
    "not-year": "four digits of 0 to 9",
    "not-date": "two digits for month and day, of 0 to 9",
    "typographic-mark": "a dash for a hyphen in a name",
    "empty-row": "a row of commas is the rest of a deleted one",
}
TYPES = ("string", "integer", "number", "year", "date", "boolean")
BOUNDS = {
    "integer": st.integers(-5, 40),
    "number": st.sampled_from([-1.5, 0, 2.5, 34]),
    "year": st.integers(1990, 2030),
    "date": st.sampled_from(["2020-01-01", "2026-11-23"]),
}
WORDS = ["a", "ab", "Ab-c", "é", "34", "3.5", "2026", "2026-11-23", "true", "false", ""]
CELLS = st.one_of(
    st.sampled_from([*WORDS, "-7", "007", "1e5", "+5", ".5", "INF", "NaN", "TRUE", "1", "0", " a"]),
    st.sampled_from(["2026-2-3", "2026-02-30", "20260203", "٣٤", "12.", "1,5", "99999", "=1", "–"]),
    st.text(alphabet="ab1 -.", max_size=4),
)


@st.composite
def fields(draw: st.DrawFn, name: str) -> dict:
    kind = draw(st.sampled_from(TYPES))
    constraints = {}
    if draw(st.booleans()):
        constraints["required"] = draw(st.booleans())
    if draw(st.integers(0, 3)) == 0:
        constraints["unique"] = True
    if kind in BOUNDS:
        for key in ("minimum", "maximum"):
            if draw(st.integers(0, 2)) == 0:
                constraints[key] = draw(BOUNDS[kind])
    if kind == "string":
        for key in ("minLength", "maxLength"):
            if draw(st.integers(0, 2)) == 0:
                constraints[key] = draw(st.integers(0, 4))
        if draw(st.integers(0, 3)) == 0:
            constraints["pattern"] = draw(st.sampled_from(["[a-z]+", "[0-9a]{2}", "a|b", r"\w*"]))
        if draw(st.integers(0, 3)) == 0:
            constraints["enum"] = draw(
                st.lists(st.sampled_from(WORDS[:4]), min_size=1, unique=True)
            )
    return {"name": name, "type": kind, "constraints": constraints}


@st.composite
def tables(draw: st.DrawFn) -> tuple[dict, list[list[str]]]:
    count = draw(st.integers(1, 3))
    schema = {"fields": [draw(fields(name)) for name in "abc"[:count]]}
    if draw(st.booleans()):
        schema["primaryKey"] = [*"abc"[: draw(st.integers(1, count))]]
    rows = draw(st.lists(st.lists(CELLS, min_size=count, max_size=count), max_size=4))
    return schema, [row for row in rows if any(row)]


def ours(schema: dict, rows: list[list[str]]) -> list[str]:
    """Return the rules that the rows break."""
    resource = Resource(
        "t",
        "t.csv",
        "T",
        "",
        tuple(_make_field(entry, None) for entry in schema["fields"]),
        tuple(schema.get("primaryKey", ())),
    )
    table = [
        tuple(Cell(text, line, column) for column, text in enumerate(row, 1))
        for line, row in enumerate([resource.field_names, *rows], 1)
    ]
    problems = make_records(CsvTable(table[0], tuple(table[1:])), resource, "t.csv")[1]
    return [problem.rule for problem in problems]


def theirs(schema: dict, rows: list[list[str]]) -> list[str]:
    names = [field["name"] for field in schema["fields"]]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        resource = frictionless.Resource(
            data=[names, *rows], schema=frictionless.Schema.from_descriptor(schema)
        )
        report = frictionless.validate(resource)
    return [error.type for task in report.tasks for error in task.errors] + [
        error.type for error in report.errors
    ]


def check_agreement(schema: dict, rows: list[list[str]]) -> None:
    found, expected = ours(schema, rows), theirs(schema, rows)
    if expected:
        assert found, (expected, schema, rows)
    elif found:
        assert set(found) <= set(STRICTER), (found, schema, rows)


@settings(max_examples=40, deadline=None)
@given(tables())
def test_rows_are_valid_for_both_or_for_neither(table):
    check_agreement(*table)


@pytest.mark.slow
@settings(max_examples=1500, deadline=None)
@given(tables())
def test_many_rows_are_valid_for_both_or_for_neither(table):
    check_agreement(*table)


def test_every_constraint_of_the_standard_is_checked_or_refused():
    """What is published is enforced: frictionless lists the constraints of each type."""
    for kind in TYPES:
        supported = frictionless.Field.from_descriptor({"name": "a", "type": kind})
        for name in supported.supported_constraints:
            value = {
                "required": True,
                "unique": True,
                "enum": ["3"],
                "pattern": "x",
                "minLength": 9,
                "maxLength": 0,
                "minimum": "2026-11-23" if kind == "date" else 9000,
                "maximum": "1990-11-23" if kind == "date" else -9,
                "exclusiveMinimum": 9,
                "exclusiveMaximum": 9,
                "jsonSchema": {},
                "minItems": 1,
                "maxItems": 1,
            }[name]
            entry = {"name": "a", "type": kind, "constraints": {name: value}}
            data = {
                "resources": [
                    {"name": "t", "path": "t.csv", "title": "T", "schema": {"fields": [entry]}}
                ]
            }
            cell = {"date": "2000-01-01", "year": "2000", "boolean": "true"}.get(kind, "34")
            broken = [[""], [cell]] if name == "required" else [[cell], [cell]]
            assert check_shape(data) or ours({"fields": [entry]}, broken), (kind, name)


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (("schema", "uniqueKeys"), [["a"]]),
        (("schema", "missingValues"), ["NA"]),
        (("schema", "fieldsMatch"), "subset"),
        (("schema", "fields", 0, "constraints", "exclusiveMinimum"), 3),
        (("schema", "fields", 0, "constraints", "jsonSchema"), {}),
        (("schema", "fields", 0, "trueValues"), ["yes"]),
        (("schema", "fields", 0, "decimalChar"), ","),
        (("schema", "fields", 0, "groupChar"), ","),
        (("schema", "fields", 0, "bareNumber"), False),
        (("schema", "fields", 0, "missingValues"), ["-"]),
        (("schema", "fields", 0, "categories"), ["a"]),
        (("dialect",), {"delimiter": ";"}),
        (("dialect",), {"header": False}),
        (("encoding",), "latin-1"),
        (("compression",), "gz"),
        (("data",), [["a"], ["1"]]),
    ],
    ids=str,
)
def test_what_the_guide_does_not_follow_is_not_published(keys, value):
    resource = {
        "name": "t",
        "path": "t.csv",
        "title": "T",
        "schema": {"fields": [{"name": "a", "type": "number", "constraints": {}}]},
    }
    part = resource
    for key in keys[:-1]:
        part = part[key]
    part[keys[-1]] = value
    assert [fault.rule for fault in check_shape({"resources": [resource]})] == ["not-followed"]


def test_the_sentence_names_the_key(tmp_path):
    (tmp_path / "p.yaml").write_text(
        PACKAGE.replace("{minimum: 0, maximum: 100}", "{exclusiveMinimum: 0}"), encoding="utf-8"
    )
    assert format_problems(read_package(tmp_path / "p.yaml", "p.yaml")[1]) == [
        '[not-followed] p.yaml:59:84: exclusiveMinimum of constraints of the field "lonely_pct" of'
        ' the resource "mood" is set to what the guide does not follow. Delete it.'
    ]
