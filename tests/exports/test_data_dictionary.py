"""The data dictionary: every data set and every field, in words."""

from functools import cache

from guide.content.loader import read_catalogue
from guide.core.templates import to_elements
from guide.core.yaml_reader import Document
from guide.data.package import Field, Package, Resource
from guide.exports.data_dictionary import make_datasets, make_field, render_datasets
from tests.support.catalogues import real_catalogue
from tests.support.pages import find, links, text_of, texts
from tests.support.projects import PACKAGE
from tests.support.rows import failures


@cache
def real_html() -> str:
    return render_datasets(real_catalogue(), "table-datasets")


def test_every_field_of_every_data_set_is_explained():
    tables = {text_of(table.find("caption")): table for table in find(real_html(), "table")}
    rows = {
        name: (resource, tables[f"Fields of {name}"])
        for name, resource in real_catalogue().package.resources.items()
    }
    assert failures(check_fields, rows) == []


def check_fields(resource, table):
    rows = [[text_of(cell) for cell in row] for row in table.findall("tbody/tr")]
    assert [(row[0], row[1], row[4]) for row in rows] == [
        (item.name, item.title, " ".join(item.description.split())) for item in resource.fields
    ]
    assert all(row[2] and row[3] for row in rows)
    units = [item.unit for item in resource.fields]
    assert [
        row[2].endswith(f"({unit})") for row, unit in zip(rows, units, strict=True) if unit
    ] == [True for unit in units if unit]
    assert [cell.get("scope") for cell in table.iter("th")] == ["col"] * 5 + ["row"] * len(rows)


def test_every_data_set_has_its_heading():
    headings = {heading.get("id"): text_of(heading) for heading in find(real_html(), "h3")}
    resources = real_catalogue().package.resources.values()
    expected = {f"dataset-{resource.name}": resource.title for resource in resources}
    assert {name: headings.get(name) for name in expected} == expected


def test_every_data_set_has_its_files():
    stems = [
        resource.path.removesuffix(".csv")
        for resource in real_catalogue().package.resources.values()
    ]
    expected = {
        (f"/data/{stem}.{form}", form.upper()) for stem in stems for form in ("csv", "json")
    }
    assert sorted(expected - set(links(real_html()))) == []


def test_every_data_set_has_its_rows_and_its_license():
    facts = texts(real_html(), "p", class_="datasets__facts")
    resources = real_catalogue().package.resources
    counts = {name: len(real_catalogue().rows(name)) for name in resources}
    rows = {name: (counts[name], text) for name, text in zip(resources, facts, strict=True)}
    assert failures(check_facts, rows) == []


def check_facts(count, facts):
    assert facts.startswith(f"{count} row{'s' if count != 1 else ''}. Last change: ")
    assert facts.endswith("License: Creative Commons Attribution 4.0 (CC-BY-4.0).")


def test_the_whole_is_well_formed_and_its_ids_are_unique():
    html = real_html()
    assert to_elements(html)
    ids = [element.get("id") for element in find(html) if element.get("id")]
    assert len(ids) == len(set(ids)) and "table-datasets" in ids
    named = {
        element.get("aria-labelledby") for element in find(html) if element.get("aria-labelledby")
    }
    assert named <= set(ids)
    assert {href.removeprefix("#") for href, _ in links(html) if href.startswith("#")} <= set(ids)


def test_the_package_itself_is_offered():
    assert links(real_html())[:2] == [
        ("/data/strengthening-emotional-bonds-data.zip", "strengthening-emotional-bonds-data.zip"),
        ("/data/datapackage.json", "datapackage.json"),
    ]


def test_a_data_set_tells_its_license_its_status_and_its_last_change(project):
    text = PACKAGE.replace(
        "    path: mood.csv\n",
        """\
    path: mood.csv
    description: Moods & <more>.
    status: mixed
    status_label: Look at each row
    updated: "2026-11-03"
    licenses: [{name: ODbL-1.0, title: Open Database License, path: "https://odbl.example/"}]
""",
    )
    catalogue = read_catalogue(project({"data/datapackage.yaml": text}))[0]
    html = render_datasets(catalogue, "data")
    facts = texts(html, "p", class_="datasets__facts")
    assert (
        facts[-1]
        == "2 rows. Last change: November 3, 2026. License: Open Database License (ODbL-1.0)."
    )
    assert facts[0] == "2 rows. License: CC-BY-4.0."
    assert find(html, "time", datetime="2026-11-03") and (
        "https://odbl.example/",
        "Open Database License (ODbL-1.0)",
    ) in links(html)
    assert texts(html, "p", class_="datasets__status") == ["mixed Look at each row."]
    assert "Moods & <more>." in texts(html, "p")


def test_a_package_that_says_little_can_still_be_shown(project):
    catalogue = read_catalogue(
        project({"data/datapackage.yaml": PACKAGE.replace("licenses: [{name: CC-BY-4.0}]\n", "")})
    )[0]
    assert texts(render_datasets(catalogue, "data"), "p", class_="datasets__facts")[0] == "2 rows."
    assert make_datasets(read_catalogue(project({"data/datapackage.yaml": "- a\n"}))[0]) == []


PLACE = Resource(
    "bees",
    "bees.csv",
    "Bees",
    "",
    (),
    ("hive", "year"),
    ({"fields": ["hive"], "reference": {"resource": "hives", "fields": ["key"]}},),
)
PACKAGE_OF_BEES = Package("p", "", "", "", {"hives": PLACE}, {}, Document({}))
WORDS = {
    "plain": (Field("note"), "text", ["May be empty"]),
    "required": (
        Field("note", constraints={"required": True, "unique": True}),
        "text",
        ["Always filled in", "No value stands twice"],
    ),
    "choice": (
        Field("mood", constraints={"enum": ["calm", "angry"]}),
        "text",
        ["May be empty", "One of: calm, angry"],
    ),
    "range": (
        Field("share", "number", constraints={"minimum": 0, "maximum": 100}),
        "number",
        ["May be empty", "From 0 to 100"],
    ),
    "least": (
        Field("count", "integer", constraints={"minimum": 1}),
        "whole number",
        ["May be empty", "1 or more"],
    ),
    "most": (
        Field("count", "integer", constraints={"maximum": 9}),
        "whole number",
        ["May be empty", "9 or less"],
    ),
    "length": (
        Field("note", constraints={"minLength": 20}),
        "text",
        ["May be empty", "20 characters or more"],
    ),
    "form": (
        Field("id", constraints={"pattern": "[a-z]+"}),
        "text",
        ["May be empty", "Has the form [a-z]+"],
    ),
    "inline": (Field("note", markup="inline"), "text with links in Markdown", ["May be empty"]),
    "date": (Field("seen", "date"), "date, such as 2026-11-23", ["May be empty"]),
    "boolean": (Field("alive", "boolean"), "true or false", ["May be empty"]),
    "list": (
        Field("hives", list_separator=" ", references={"resource": "hives", "field": "key"}),
        "list, parted by a space",
        ["May be empty", "key in hives"],
    ),
    "other-list": (Field("names", list_separator="/"), 'list, parted by "/"', ["May be empty"]),
    "key": (
        Field("hive"),
        "text",
        ["Names the row, together with year", "May be empty", "key in hives"],
    ),
    "lost-key": (
        Field("ants", references={"resource": "ants", "field": "key"}),
        "text",
        ["May be empty"],
    ),
}


def test_types_and_constraints_in_words():
    assert failures(check_words, WORDS) == []


def check_words(item, kind, rules):
    field = make_field(item, PLACE, PACKAGE_OF_BEES)
    assert field.type == kind
    assert [
        " ".join(filter(None, (rule.words, rule.target, rule.pattern))) for rule in field.rules
    ] == rules
