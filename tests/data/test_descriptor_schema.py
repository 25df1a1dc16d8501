"""The descriptor's JSON Schema: a value of a wrong shape, wherever it stands, is a sentence at
its place, never a crash."""

import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import frictionless
import jsonschema
import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from guide.checks.prose_passages import find_passages
from guide.content.loader import read_catalogue
from guide.core.yaml_reader import parse_yaml
from guide.data.chart_specs import _MEASURED, ChartSpec
from guide.data.descriptor_schema import check_keys, check_shape, descriptor_schema
from guide.data.frames import OPERATIONS
from guide.data.package import Field, Resource, TableSpec
from guide.data.package_reader import read_package
from guide.data.records import _PARSERS
from guide.evidence.citing import make_settings
from guide.exports.data_dictionary import make_datasets
from guide.exports.downloads import render_descriptor_json, render_readme
from guide.rendering.chart_figures import render_chart_by_name
from guide.rendering.figure_problems import render_broken_figure
from guide.rendering.figures import _RENDERERS, render_figure
from tests.support.pages import format_problems
from tests.support.projects import FINDINGS, GLOSSARY, MOOD, PACKAGE, SOURCES

ROOT = Path(__file__).parents[2]
PATH = "data/datapackage.yaml"
# All that the guide reads and the small package lacks.
MORE = """\
  - name: rise
    resource: mood
    columns: [year, lonely_pct, rise]
    row_header: year
    titles: {lonely_pct: Lonely}
    units: {lonely_pct: "% of ants"}
    where: {source: ant2020}
    sort: [year]
    computed: [{name: rise, title: Rise, of: lonely_pct, op: change-from-first, unit: points}]
    summary: [{label: Change, op: change, unit: points}]
    notes: [One., Two.]
    source_line: Ants.
    status: mixed
    status_label: Mixed
    status_note: Look.
  - name: spread
    resource: mood
    layout: stacked
    pivot: {rows: year, columns: source, titles: {ant2020: Ant}, cell: [{field: lonely_pct,
        label: Lonely, skip: ["21"]}, {field: note}]}
charts:
  - {name: moods, kind: dots, title: Moods, description: Two., resource: mood, x: lonely_pct,
      y: year, label: note, panel: source,
     words: {ant2020: Ant}, where: {year: 2010}, sort: [year], columns: [year, lonely_pct],
         row_header: year, titles: {year: Year},
     units: {lonely_pct: "%"}, notes: [One.], source_line: Ants.}
  - {name: line, kind: line, title: Line, description: One., resource: mood, x: year, y: lonely_pct}
"""
SMALL = parse_yaml(
    PACKAGE.replace(
        "licenses:", "version: '1'\nkeywords: [a]\ncreated: 2026-11-23T08:00:00Z\nlicenses:"
    )
    + MORE,
    PATH,
)[0].data
SMALL["resources"][3] |= {
    "notes": ["One."],
    "status": "mixed",
    "updated": "2026-11-23",
    "sorted_by": "year",
    "sources": [{"title": "A"}],
}
SMALL["resources"][2]["schema"]["fields"][4] |= {
    "list_separator": " ",
    "references": {"resource": "findings", "field": "id"},
}
REAL = parse_yaml((ROOT / PATH).read_text(encoding="utf-8"), PATH)[0].data
FILES = {"sources": SOURCES, "findings": FINDINGS, "glossary": GLOSSARY, "mood": MOOD}


def paths(value: object, keys: tuple = ()) -> Iterator[tuple]:
    """Yield the way to each value below a value."""
    for key, item in (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    ):
        yield (*keys, key)
        yield from paths(item, (*keys, key))


def replaced(data: dict, keys: tuple, value: object) -> dict:
    """Return a copy of a descriptor with another value at one place, as JSON, which is YAML."""
    data = json.loads(json.dumps(data))  # what anchors share is no longer shared
    inner = data
    for key in keys[:-1]:
        inner = inner[key]
    inner[keys[-1]] = value
    return data


@cache
def words(name: str) -> list[str]:
    """Return every key and text of a descriptor: what a value may be mistaken for."""
    data = {"SMALL": SMALL, "REAL": REAL}[name]
    found = {key for keys in paths(data) for key in keys if isinstance(key, str)}
    return sorted(found | {text for text in yaml.safe_dump(data).split() if text.isidentifier()})


def values(name: str) -> st.SearchStrategy:
    """Return any JSON value, with a liking for the words of a descriptor."""
    text = st.sampled_from(words(name)) | st.text(
        st.characters(codec="utf-8", exclude_characters="\x85\u2028\u2029"), max_size=8
    )
    plain = (
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | text
    )
    return st.recursive(
        plain,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3),
        max_leaves=6,
    )


def show_all(root: Path, data: dict, charts: bool = True) -> list:
    """Read a project with a descriptor as check and build do, show every table and chart, and
    return the problems."""
    (root / PATH).write_text(json.dumps(data), encoding="utf-8")
    package, problems = read_package(root / PATH, PATH)
    catalogue, more = read_catalogue(root, site_title="Bonds", site_url="https://bonds.example/")
    assert set(format_problems(problems)) <= set(format_problems(more)), (
        "what the descriptor's reader says is lost"
    )
    for name in (*package.tables, *package.broken):
        render_figure(catalogue, name, Counter()) or render_broken_figure(catalogue, "table", name)
    for name in (*catalogue.charts, *package.broken) if charts else ():
        render_chart_by_name(catalogue, name, Counter()) or render_broken_figure(
            catalogue, "chart", name
        )
    make_datasets(catalogue)
    json.loads(render_descriptor_json(package))
    render_readme(package, make_settings(package, "Bonds", "https://bonds.example/"))
    list(find_passages(catalogue, {}))
    return more


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    root = tmp_path_factory.mktemp("small")
    (root / "docs").mkdir()
    (root / "data").mkdir()
    for name, text in FILES.items():
        (root / "data" / f"{name}.csv").write_text(text, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    root = tmp_path_factory.mktemp("real")
    (root / "docs").mkdir()
    shutil.copytree(ROOT / "data", root / "data")
    return root


def test_the_small_package_is_sound(small):
    assert [problem for problem in show_all(small, SMALL) if problem.path == PATH] == []


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(keys=st.sampled_from(sorted(paths(SMALL), key=str)), value=values("SMALL"))
@example(keys=("tables",), value=3)
@example(keys=("resources", 3, "schema", "fields", 1, "constraints"), value=5)
@example(keys=("tables", 5, "where"), value=["year"])
@example(keys=("resources", 3, "schema", "fields", 2, "constraints"), value={"minimum": 3})
@example(
    keys=("resources", 3, "schema", "fields", 2, "constraints"), value={"pattern": "a{99999999999}"}
)
@example(keys=("resources", 3, "schema", "fields", 2, "constraints"), value={"pattern": "[[a]"})
@example(keys=("tables", 5, "sort"), value="rise")
@example(keys=("tables", 5, "computed", 0, "of"), value="rise")
def test_any_value_at_any_place_of_a_small_package_is_no_crash(small, keys, value):
    show_all(small, replaced(SMALL, keys, value), charts=keys[0] == "charts")


@pytest.mark.slow
@settings(
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(keys=st.sampled_from(sorted(paths(SMALL), key=str)), value=values("SMALL"))
def test_many_values_at_any_place_of_a_small_package_are_no_crash(small, keys, value):
    show_all(small, replaced(SMALL, keys, value), charts=keys[0] == "charts")


@pytest.mark.slow
@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(keys=st.sampled_from(sorted(paths(REAL), key=str)), value=values("REAL"))
def test_any_value_at_any_place_of_the_guides_package_is_no_crash(real, keys, value):
    show_all(real, replaced(REAL, keys, value), charts=False)


def field(**values: object) -> dict:
    """Return the small package with other values on the field "note" of the resource "mood"."""
    return {
        **SMALL,
        "resources": [
            *SMALL["resources"][:3],
            replaced(SMALL["resources"][3], ("schema", "fields", 2), {"name": "note", **values}),
        ],
    }


NOTE = 'of the field "note" of the resource "mood"'
DATE = "Write year, month and day, such as 2026-11-23"
QUOTED = "Write text; a number, true and false go in quotation marks"
WRONG = {
    "a number for a list": (
        {**SMALL, "tables": 3},
        [
            (
                "descriptor-type",
                'tables is "3", which is not a list in square brackets',
                "Begin each entry on a line of its own with a hyphen",
            )
        ],
    ),
    "a word for a group": (
        field(constraints="required"),
        [
            (
                "descriptor-type",
                f'constraints {NOTE} is "required", which is not a group of keys',
                "Write a group of keys",
            )
        ],
    ),
    "a list for a group of names": (
        replaced(SMALL, ("tables", 5, "where"), ["year"]),
        [
            (
                "wrong-shape",
                'where of the table "rise" is "["year"]", which does not say for what',
                "Write where: {name: value}",
            )
        ],
    ),
    "a number for text": (
        field(title=2024),
        [("descriptor-type", f'title {NOTE} is "2024", which is not text', QUOTED)],
    ),
    "a number for the version": (
        {**SMALL, "version": 1.1},
        [("descriptor-type", 'version is "1.1", which is not text', QUOTED)],
    ),
    "a word for true": (
        field(constraints={"required": "yes"}),
        [
            (
                "descriptor-type",
                f'required of constraints {NOTE} is "yes", which is not true or false',
                "Write true or false",
            )
        ],
    ),
    "a list for text or a list": (
        {**SMALL, "resources": [replaced(SMALL["resources"][3], ("notes",), {"a": "b"})]},
        [
            (
                "descriptor-type",
                'notes of the resource "mood" is not text or a list in square brackets',
                "Write text or a list in square brackets",
            )
        ],
    ),
    "an unknown markup": (
        field(markup="inlin"),
        [
            (
                "descriptor-value",
                f'markup {NOTE} is "inlin", which is not one of the allowed words',
                'Did you mean "inline"?',
            )
        ],
    ),
    "a length below none": (
        field(constraints={"minLength": -1}),
        [
            (
                "descriptor-value",
                f'minLength of constraints {NOTE} is "-1", which is below 0',
                "Check the number",
            )
        ],
    ),
    "a day that is none": (
        field(type="date", constraints={"minimum": "2026-02-30"}),
        [
            (
                "descriptor-value",
                f'minimum of constraints {NOTE} is "2026-02-30", which is not a date',
                DATE,
            )
        ],
    ),
    "a package made soon": (
        {**SMALL, "created": "soon"},
        [("descriptor-value", 'created is "soon", which is not a date', DATE)],
    ),
    "a number for a day": (
        field(type="date", constraints={"maximum": 2026}),
        [
            (
                "descriptor-type",
                f'maximum of constraints {NOTE} is "2026", which is not a date',
                DATE,
            )
        ],
    ),
    "a minimum of text": (
        field(constraints={"minimum": 3}),
        [
            (
                "unsupported-constraint",
                f"minimum of constraints {NOTE} is set, but a column of this type has no minimum",
                "Delete it, or correct the type",
            )
        ],
    ),
    "a pattern of numbers": (
        field(type="integer", constraints={"pattern": "[0-9]"}),
        [
            (
                "unsupported-constraint",
                f"pattern of constraints {NOTE} is set, but a column of this type has no pattern",
                "Delete it, or correct the type",
            )
        ],
    ),
    "a key of two columns": (
        replaced(SMALL, ("resources", 1, "schema", "foreignKeys", 0, "fields"), ["source", "id"]),
        [
            (
                "descriptor-value",
                (
                    'fields in entry 1 of foreignKeys of schema of the resource "findings" has 2'
                    " entries"
                ),
                "Give at most 1",
            )
        ],
    ),
    "references to nothing": (
        field(references={"resource": "sources"}),
        [
            (
                "key-incomplete",
                f"references {NOTE} lacks its resource or its field",
                "Write references: {resource: NAME, field: NAME}",
            )
        ],
    ),
    "no fields": (
        replaced(SMALL, ("resources", 3, "schema", "fields"), []),
        [
            (
                "descriptor-value",
                'fields of schema of the resource "mood" has 0 entries',
                "Give at least 1",
            )
        ],
    ),
    "a field without a name": (
        replaced(SMALL, ("resources", 3, "schema", "fields", 2), {"type": "string"}),
        [("resource-incomplete", 'a field of the resource "mood" has no name', "Add its name")],
    ),
    "a name that is empty": (
        replaced(SMALL, ("resources", 3, "name"), ""),
        [("resource-incomplete", "a resource has no name", "Add its name")],
    ),
    "braces in a value": (
        field(markup="{name}{x}"),
        [
            (
                "descriptor-value",
                f'markup {NOTE} is "{{name}}{{x}}", which is not one of the allowed words',
                "There are these words: finding, inline, source, status, text",
            )
        ],
    ),
}


@pytest.mark.parametrize(("data", "expected"), WRONG.values(), ids=WRONG)
def test_a_wrong_shape_is_a_sentence(data, expected):
    assert [(fault.rule, fault.what, fault.mend) for fault in check_shape(data)] == expected


SLIPS = {
    "table": (
        "caption: Mood by year",
        "captoin: Mood by year",
        [
            f'[descriptor-unknown-key] {PATH}:63:18: the table "mood" has "captoin", which is not a'
            ' key that the guide reads. Did you mean "caption"?'
        ],
    ),
    "constraints": (
        "{minimum: 0, max",
        "{minimun: 0, max",
        [
            f'[descriptor-unknown-key] {PATH}:59:84: constraints of the field "lonely_pct" of the'
            ' resource "mood" has "minimun", which is not a key that the guide reads. Did you mean'
            ' "minimum"?'
        ],
    ),
    "package": (
        "title: Test",
        "titel: Test",
        [
            f'[descriptor-unknown-key] {PATH}:2:1: the data package has "titel", which is not a key'
            ' that the guide reads. Did you mean "title"?'
        ],
    ),
    "places-changed": (
        "unit:",
        "unti:",
        [
            f'[descriptor-unknown-key] {PATH}:59:59: the field "lonely_pct" of the resource "mood"'
            ' has "unti", which is not a key that the guide reads. Did you mean "unit"?'
        ],
    ),
    "needed": (
        "path: glossary.csv",
        "paht: glossary.csv",
        [
            (
                f'[descriptor-unknown-key] {PATH}:41:5: the resource "glossary" has "paht", which'
                ' is not a key that the guide reads. Did you mean "path"?'
            ),
            (
                f'[resource-incomplete] {PATH}:40:5: the resource "glossary" has no path. Add its'
                " path."
            ),
        ],
    ),
}


def read_text(folder: Path, text: str):
    (folder / "datapackage.yaml").write_text(text, encoding="utf-8")
    return read_package(folder / "datapackage.yaml", PATH)


@pytest.mark.parametrize(("old", "new", "expected"), SLIPS.values(), ids=SLIPS)
def test_a_key_that_is_nearly_one_of_ours_is_a_slip(tmp_path, old, new, expected):
    assert PACKAGE.count(old) == 1
    assert sorted(format_problems(read_text(tmp_path, PACKAGE.replace(old, new))[1])) == sorted(
        expected
    )


@pytest.mark.parametrize(
    "key",
    [
        "x-title",
        "_name",
        "dc:title",
        "rdfType",
        "example",
        "modified",
        "license_url",
        "$schema",
        "temporal",
    ],
)
@pytest.mark.parametrize(
    "keys", [(), ("resources", 3), ("resources", 3, "schema", "fields", 2), ("tables", 5)], ids=str
)
def test_a_key_of_another_tool_is_allowed(keys, key):
    assert [*check_shape(data := replaced(SMALL, (*keys, key), "A")), *check_keys(data)] == []


def test_a_value_of_the_right_type_may_still_be_none_that_the_guide_reads(tmp_path):
    text = PACKAGE.replace(
        "note, type: string", "note, type: string, constraints: {minimum: 3}"
    ).replace("row_header: year,", "layout: stakked,")
    assert format_problems(read_text(tmp_path, text)[1]) == [
        (
            f"[unsupported-constraint] {PATH}:60:52: minimum of constraints {NOTE} is set, but a"
            " column of this type has no minimum. Delete it, or correct the type."
        ),
        (
            f'[descriptor-value] {PATH}:63:41: layout of the table "mood" is "stakked", which is'
            ' not one of the allowed words. Did you mean "stacked"?'
        ),
    ]


def test_what_is_wrong_is_left_out_and_hides_nothing_else(tmp_path):
    text = (
        PACKAGE.replace(
            "- {name: note, type: string,", "- {name: note, type: string, description: 3,"
        )
        .replace("{name: glossary, template", "{name: glossary, notes: 5, columns: {}, template")
        .replace("template: topics", "template: topicz")
    )
    package, problems = read_text(
        tmp_path, text + "charts:\n  - {name: moods, kind: dots}\n  - 5\n"
    )
    assert format_problems(problems) == [
        (
            f'[descriptor-type] {PATH}:60:38: description of the field "note" of the resource'
            f' "mood" is "3", which is not text. {QUOTED}.'
        ),
        (
            f'[descriptor-type] {PATH}:64:32: columns of the table "glossary" is "{{}}", which is'
            " not text or a list in square brackets. Write text or a list in square brackets."
        ),
        (
            f'[unknown-template] {PATH}:67:20: the table "topics" wants the template "topicz",'
            ' which is not there. Did you mean "topics"?'
        ),
        *(
            f'[chart-incomplete] {PATH}:69:5: the chart "moods" has no {key}. Add its {key}.'
            for key in ("description", "resource", "title", "x", "y")
        ),
        (
            f'[descriptor-type] {PATH}:70:5: entry 2 of charts is "5", which is not a group of'
            " keys. Write a group of keys."
        ),
    ]
    assert (list(package.resources), list(package.tables)) == (
        ["sources", "findings", "glossary"],
        ["mood", "sources", "findings"],
    )
    assert package.broken == {"mood", "glossary", "topics", "moods", ""}


def test_one_mistake_to_which_others_refer_is_one_problem(tmp_path):
    text = (
        PACKAGE.replace("licenses: [{name: CC-BY-4.0}]", "licenses: &license [{name: 4.0}]")
        .replace("    title: Mood\n", "    title: Mood\n    licenses: *license\n")
        .replace("    title: Glossary\n", "    title: Glossary\n    licenses: *license\n")
    )
    assert format_problems(read_text(tmp_path, text)[1]) == [
        f'[descriptor-type] {PATH}:3:22: name in entry 1 of licenses is "4.0", which is not text.'
        f" {QUOTED}."
    ]


def test_a_key_with_nothing_after_it_is_not_there(tmp_path):
    package, problems = read_text(
        tmp_path,
        PACKAGE.replace('unit: "%"', "unit:, description:").replace(
            "caption: Mood by year", "caption:"
        ),
    )
    assert format_problems(problems) == []
    assert (package.resources["mood"].field("lonely_pct").unit, package.tables["mood"].caption) == (
        "",
        "",
    )


def test_a_bare_number_or_true_in_a_table_is_taken_as_written(tmp_path):
    package, problems = read_text(
        tmp_path,
        PACKAGE.replace(
            "row_header: year,",
            "where: {year: 2010, note: true}, titles: {year: 1990}, caption: 7,",
        ).replace("caption: Mood by year, ", ""),
    )
    spec = package.tables["mood"]
    assert format_problems(problems) == []
    assert (spec.where, spec.titles, spec.caption) == (
        {"year": "2010", "note": "true"},
        {"year": "1990"},
        "7",
    )


def test_a_key_to_a_resource_that_is_not_there_is_said(tmp_path):
    text = PACKAGE.replace("reference: {resource: sources,", "reference: {resource: source,")
    assert format_problems(read_text(tmp_path, text)[1]) == [
        f'[unknown-resource] {PATH}:21:5: a key of findings leads to the resource "source", which'
        ' is not there. Did you mean "sources"?'
    ]


def test_two_fields_of_one_name_are_said(tmp_path):
    text = PACKAGE.replace("{name: caveat, type", "{name: design, type")
    assert format_problems(read_text(tmp_path, text)[1]) == [
        f'[duplicate-key] {PATH}:39:12: two fields of "findings" are called "design". Give each'
        " field a name of its own."
    ]


@pytest.mark.parametrize("key", ["sort: [rise]", "where: {rise: 1}"])
def test_rows_are_not_chosen_or_sorted_by_what_is_computed_from_them(tmp_path, key):
    text = PACKAGE.replace(
        "row_header: year,",
        "computed: [{name: rise, of: lonely_pct, op: change-from-first}], " + key + ",",
    )
    assert format_problems(read_text(tmp_path, text)[1]) == [
        f'[unknown-column] {PATH}:63:5: the table "mood" names the column "rise", which mood does'
        " not have. There are these columns: lonely_pct, note, source, year."
    ]


def test_the_schema_is_one_and_knows_what_the_program_knows():
    schema = descriptor_schema()
    parts = {name: part.get("properties", {}) for name, part in schema["$defs"].items()}
    made = {
        "Resource": {
            item
            for item in Resource.__dataclass_fields__
            if item not in ("fields", "primary_key", "foreign_keys")
        }
    }
    jsonschema.Draft202012Validator.check_schema(schema)
    assert set(Field.__dataclass_fields__) <= set(parts["field"])
    assert made["Resource"] <= set(parts["resource"])
    assert set(TableSpec.__dataclass_fields__) == set(parts["table"])
    assert set(ChartSpec.__dataclass_fields__) == set(parts["chart"])
    assert set(parts["table"]["template"]["enum"]) == {"table", "helplines", *_RENDERERS}
    assert set(parts["field"]["type"]["enum"]) == set(_PARSERS)
    assert set(parts["computed"]["op"]["enum"]) == set(OPERATIONS)
    assert set(parts["chart"]["kind"]["enum"]) == set(_MEASURED)


LIMITS = [
    ("minimum", 3),
    ("maximum", 3),
    ("minLength", 3),
    ("maxLength", 3),
    ("pattern", "[0-9]+"),
    ("pattern", 3),
    ("enum", ["3"]),
    ("enum", "3"),
    ("required", True),
    ("required", "true"),
    ("unique", False),
    ("unique", 3),
    ("minLength", "3"),
    ("maxLength", 1.5),
]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("kind", ["string", "integer", "number", "year", "boolean", "date"])
def test_limits_are_allowed_and_refused_as_frictionless_has_it(kind):
    """https://specs.frictionlessdata.io/table-schema/#constraints. It does not look at the
    values of minimum and maximum; we do."""
    for name, value in [*LIMITS, {"date": ("minimum", "2026-11-23")}.get(kind, ("minimum", 3))]:
        if kind == "date" and value == 3 and name in ("minimum", "maximum"):
            continue  # allowed there, and no date
        described = {"name": "note", "type": kind, "constraints": {name: value}}
        theirs = frictionless.Field.from_descriptor
        try:
            theirs(described)
            is_allowed = True
        except frictionless.FrictionlessException:
            is_allowed = False
        assert (
            not check_shape(
                field(**{key: item for key, item in described.items() if key != "name"})
            )
        ) == is_allowed, (name, value)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize(
    ("keys", "value"),
    [
        *[
            ((key,), 3)
            for key in (
                "name",
                "title",
                "description",
                "version",
                "keywords",
                "licenses",
                "sources",
                "contributors",
                "homepage",
                "image",
                "created",
            )
        ],
        *[
            (("resources", 3, key), 3)
            for key in (
                "name",
                "path",
                "title",
                "description",
                "format",
                "mediatype",
                "encoding",
                "licenses",
                "sources",
                "dialect",
            )
        ],
        *[
            (("resources", 3, "schema", "fields", 2, key), 3)
            for key in ("name", "type", "title", "description", "constraints")
        ],
        (("keywords",), [3]),
        (("created",), "soon"),
        (("licenses",), [3]),
        (("resources", 3, "schema", "primaryKey"), 3),
        (("resources", 3, "schema", "fields"), 3),
        (("licenses",), [{"name": "A", "own": 3}]),
        (("resources", 3, "path"), "moods.csv"),
        (("resources", 3, "schema", "primaryKey"), "year"),
        (("resources", 3, "description"), "Ants."),
        (("resources", 3, "dialect"), {"delimiter": ","}),
        (("own",), 3),
    ],
    ids=str,
)
def test_a_value_of_the_standard_is_allowed_and_refused_as_frictionless_has_it(keys, value):
    data = replaced(
        {key: item for key, item in SMALL.items() if key not in ("tables", "charts")}, keys, value
    )
    problems = frictionless.Package.validate_descriptor(data).errors

    assert bool(check_shape(data)) == bool(problems), problems


def test_a_descriptor_that_was_checked_before_does_not_wait_for_the_validator(small):
    code = (
        "import sys; from pathlib import Path; from guide.data.package_reader import read_package;"
        f" read_package(Path({str(small / PATH)!r}), 'p', lambda kind, name, basis, make: []);"
        " print('jsonschema' in sys.modules)"
    )
    (small / PATH).write_text(PACKAGE, encoding="utf-8")
    assert (
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout
        == "False\n"
    )


def test_what_was_wrong_is_remembered_with_the_text(small):
    """The memory keeps JSON."""
    kept: dict = {}

    def recall(kind: str, name: str, basis: str, make):
        return json.loads(kept.setdefault((kind, name, basis), json.dumps(make())))

    said = []
    for text in (
        PACKAGE,
        PACKAGE.replace("title: Mood", "title: 5"),
        PACKAGE.replace("title: Mood", "title: 5"),
    ):
        (small / PATH).write_text(text, encoding="utf-8")
        said.append(format_problems(read_package(small / PATH, PATH, recall)[1]))
    assert [len(problems) for problems in said] == [0, 1, 1]
    assert said[1] == said[2] and len(kept) == 2


def test_only_one_module_asks_the_validator():
    """One mechanism explains the descriptor and the front matter."""
    users = [
        path.name
        for path in (ROOT / "hooks").rglob("*.py")
        if re.search(r"import .*jsonschema|from jsonschema", path.read_text(encoding="utf-8"))
    ]
    assert users == ["schema_errors.py"]
