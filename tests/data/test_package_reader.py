"""The descriptor: what it says reaches the package; a fault is a problem, never a crash."""

from datetime import date

import pytest

from guide.data.package_reader import read_package
from tests.support.pages import format_problems
from tests.support.projects import PACKAGE

PATH = "data/datapackage.yaml"


@pytest.fixture
def read(tmp_path):
    """Return a function that reads a descriptor's text as the package and its problems."""

    def read_text(text: str):
        (tmp_path / "datapackage.yaml").write_text(text, encoding="utf-8")
        return read_package(tmp_path / "datapackage.yaml", PATH)

    return read_text


def test_what_the_descriptor_says_is_in_the_package(read):
    package, problems = read(PACKAGE)
    mood = package.resources["mood"]
    assert format_problems(problems) == []
    assert (package.title, list(package.resources)) == (
        "Test",
        ["sources", "findings", "glossary", "mood"],
    )
    assert (mood.path, mood.title, mood.primary_key, mood.field_names) == (
        "mood.csv",
        "Mood",
        ("year",),
        ["year", "lonely_pct", "note", "source"],
    )
    lonely = mood.field("lonely_pct")
    assert (lonely.title, lonely.unit, lonely.is_number, lonely.constraints) == (
        "Lonely",
        "%",
        True,
        {"minimum": 0, "maximum": 100},
    )
    spec = package.tables["mood"]
    assert (spec.resource, spec.caption, spec.template, spec.row_header) == (
        "mood",
        "Mood by year",
        "table",
        "year",
    )
    assert package.tables["glossary"].template == "definitions"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("notes: [One., Two.]", ("One.", "Two.")),
        ("notes: One.", ("One.",)),
    ],
    ids=["list", "single-text"],
)
def test_notes_are_a_list_or_one_text(read, written, expected):
    package, _ = read(PACKAGE.replace('notes: ["A note with [@ant2020]."]', written))
    assert package.tables["mood"].notes == expected


def test_a_bound_of_dates_is_a_date_and_allowed_words_are_text(read):
    package, problems = read(
        changed(
            "{name: caveat, type: string}",
            "{name: caveat, type: date, constraints: {minimum: 2026-01-01, enum: [1, true]}}",
        )
    )
    assert (
        format_problems(problems),
        package.resources["findings"].field("caveat").constraints,
    ) == (
        [],
        {"minimum": date(2026, 1, 1), "enum": ["1", "true"]},
    )


def test_keys_to_sources_and_findings_need_no_markup_of_their_own(read):
    package, _ = read(
        PACKAGE.replace(", markup: source, constraints", ", constraints").replace(
            "          markup: status\n", ""
        )
    )
    findings = package.resources["findings"]
    assert [findings.field(name).markup for name in ("source", "status", "statement")] == [
        "source",
        "status",
        "text",
    ]


def changed(old: str, new: str) -> str:
    assert PACKAGE.count(old) == 1, old
    return PACKAGE.replace(old, new)


MOOD_TABLE = "  - {name: mood, caption: Mood by year, row_header: year,"
WRONG = {
    "not-yaml": (
        "resources: [",
        [
            f"[not-yaml] {PATH}:1:13: this is not valid YAML: expected the node content, but found"
            " '<stream end>'. Put text that holds a colon, a # or a quotation mark in double"
            " quotes, and check the indent."
        ],
    ),
    "empty": (
        "",
        [
            f"[no-resources] {PATH}:1:1: the data package lists no resources. "
            "Describe each CSV under resources:, with its name, path, title and schema."
        ],
    ),
    "a-list": (
        "- a\n- b\n",
        [
            f"[no-resources] {PATH}:1:1: the data package lists no resources. "
            "Describe each CSV under resources:, with its name, path, title and schema."
        ],
    ),
    "resource-without-name": (
        changed("  - name: glossary\n    path", "  - path").replace(
            "  - {name: glossary, template: definitions}\n", ""
        ),
        [f"[resource-incomplete] {PATH}:40:5: a resource has no name. Add its name."],
    ),
    "resource-without-path": (
        changed("    path: glossary.csv\n", ""),
        [f'[resource-incomplete] {PATH}:40:5: the resource "glossary" has no path. Add its path.'],
    ),
    "resource-without-title": (
        changed("    title: Glossary\n", ""),
        [
            f'[resource-incomplete] {PATH}:40:5: the resource "glossary" has no title. Add its'
            " title."
        ],
    ),
    "two-resources-of-one-name": (
        changed("- name: glossary\n", "- name: sources\n").replace(
            "  - {name: glossary, template: definitions}\n", ""
        ),
        [
            f'[duplicate-key] {PATH}:40:5: two resources are called "sources". Give each resource a'
            " name of its own."
        ],
    ),
    "unknown-type": (
        changed("type: number, title: Lonely", "type: numbr, title: Lonely"),
        [
            f'[unknown-type] {PATH}:59:30: the type "numbr" is not one that the guide reads. Did'
            ' you mean "number"?'
        ],
    ),
    "pattern-that-is-none": (
        changed('"[a-z0-9-]+"', '"[a-z0-9-"'),
        [
            f'[not-a-pattern] {PATH}:26:66: the pattern "[a-z0-9-" is not a regular expression.'
            " Check its brackets."
        ],
    ),
    "bound-that-is-no-number": (
        changed("minimum: 0,", "minimum: zero,"),
        [
            f'[not-a-number] {PATH}:59:84: minimum is "zero", which is not a number. Write digits,'
            " such as 34."
        ],
    ),
    "primary-key-without-column": (
        changed("primaryKey: year", "primaryKey: yer"),
        [
            f'[unknown-column] {PATH}:56:7: primaryKey names the column "yer", which is not there.'
            ' Did you mean "year"?'
        ],
    ),
    "foreign-key-without-column": (
        changed("{fields: source, ref", "{fields: sorce, ref"),
        [
            f'[unknown-column] {PATH}:23:7: foreignKeys names the column "sorce", which is not'
            ' there. Did you mean "source"?'
        ],
    ),
    "foreign-key-without-reference": (
        changed(
            "{fields: source, reference: {resource: sources, fields: key}}", "{fields: source}"
        ),
        [
            f"[key-incomplete] {PATH}:24:11: a foreign key lacks its fields or its reference. "
            "Write fields: NAME and reference: {resource: NAME, fields: NAME}."
        ],
    ),
    "foreign-key-to-no-column": (
        changed("fields: key}}", "fields: kay}}"),
        [
            f'[unknown-column] {PATH}:21:5: a key of findings leads to the column "kay" of sources,'
            ' which is not there. Did you mean "key"?'
        ],
    ),
    "table-without-name": (
        changed("{name: glossary, template", "{template"),
        [f"[table-incomplete] {PATH}:64:5: a table has no name. Add its name."],
    ),
    "two-tables-of-one-name": (
        changed("{name: topics, template", "{name: sources, template"),
        [
            f'[duplicate-key] {PATH}:67:6: two tables are called "sources". Give each table a name'
            " of its own."
        ],
    ),
    "unknown-template": (
        changed("template: definitions", "template: definition"),
        [
            f'[unknown-template] {PATH}:64:22: the table "glossary" wants the template'
            ' "definition", which is not there. Did you mean "definitions"?'
        ],
    ),
    "template-without-its-columns": (
        changed(MOOD_TABLE, "  - {name: mood, template: definitions,"),
        [
            f'[template-column] {PATH}:63:18: the template "definitions" needs the column'
            f' "{column}", which mood does not have. Add the column, or choose another template.'
            for column in ("definition", "finding", "id", "see_also", "term")
        ],
    ),
    "unknown-resource": (
        changed(MOOD_TABLE, MOOD_TABLE + " resource: mod,"),
        [
            f'[unknown-resource] {PATH}:63:59: the table "mood" shows the resource "mod", which is'
            ' not there. Did you mean "mood"?'
        ],
    ),
    "unknown-column": (
        changed("row_header: year,", "row_header: yer, sort: [yeer],"),
        [
            (
                f'[unknown-column] {PATH}:63:5: the table "mood" names the column "yeer", which'
                ' mood does not have. Did you mean "year"?'
            ),
            (
                f'[unknown-column] {PATH}:63:5: the table "mood" names the column "yer", which mood'
                ' does not have. Did you mean "year"?'
            ),
        ],
    ),
    "computed-without-of": (
        changed(MOOD_TABLE, MOOD_TABLE + " computed: [{name: rise, title: Rise}],"),
        [
            f'[table-incomplete] {PATH}:63:70: the table "mood" has a computed column or a pivot'
            " that lacks a part. A computed column has name, of and op; a pivot has rows, columns"
            " and cell."
        ],
    ),
    "computed-of-words": (
        changed(
            MOOD_TABLE,
            MOOD_TABLE + " computed: [{name: rise, title: Rise, of: note, op: change-from-first}],",
        ),
        [
            f"[not-a-number] {PATH}:63:70: note holds no numbers to compute with. Name a column of"
            " numbers."
        ],
    ),
    "unknown-operation": (
        changed(
            MOOD_TABLE,
            MOOD_TABLE + " computed: [{name: rise, title: Rise, of: lonely_pct, op: change}],",
        ),
        [
            f'[unknown-operation] {PATH}:63:112: the operation "change" is not there. '
            "There are these operations: change-from-first, change-from-previous."
        ],
    ),
    "pivot-without-rows": (
        changed(MOOD_TABLE, MOOD_TABLE + " pivot: {columns: note, cell: [{field: note}]},"),
        [
            f'[table-incomplete] {PATH}:63:59: the table "mood" has a computed column or a pivot'
            " that lacks a part. A computed column has name, of and op; a pivot has rows, columns"
            " and cell."
        ],
    ),
}


@pytest.mark.parametrize(("text", "expected"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said_at_its_place(read, text, expected):
    assert format_problems(read(text)[1]) == expected


def test_a_table_after_a_broken_one_has_its_own_place(read):
    text = changed(MOOD_TABLE, MOOD_TABLE.replace("name: mood, ", "")).replace(
        "template: topics", "template: topicz"
    )
    assert (
        f'[unknown-template] {PATH}:67:20: the table "topics" wants the template "topicz", which is'
        ' not there. Did you mean "topics"?' in format_problems(read(text)[1])
    )


def test_a_broken_resource_does_not_take_the_others_with_it(read):
    package, _ = read(changed("    path: glossary.csv\n", ""))
    assert list(package.resources) == ["sources", "findings", "mood"]
    assert {"mood", "sources", "findings", "topics"} <= set(package.tables)


def test_a_missing_descriptor_is_said(tmp_path):
    package, problems = read_package(tmp_path / "datapackage.yaml", PATH)
    assert (package.resources, format_problems(problems)) == (
        {},
        [f"[no-such-file] {PATH}:1:1: the data package's descriptor is missing. Put it back."],
    )


def test_a_descriptor_in_another_encoding_is_said(tmp_path):
    (tmp_path / "datapackage.yaml").write_bytes("title: T\xe9st\n".encode("latin-1"))
    _, problems = read_package(tmp_path / "datapackage.yaml", PATH)
    assert format_problems(problems) == [
        f"[not-utf-8] {PATH}:1:1: this file is not saved as UTF-8. Save it again as UTF-8."
    ]
