"""The files that readers take away."""

import csv
import io
import json
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest

from guide.content.loader import read_catalogue
from guide.core.reproducible_zip import make_zip
from guide.core.yaml_reader import parse_yaml
from guide.data.csv_reader import Cell
from guide.data.package import Field, Resource
from guide.data.published_paths import CITE_NAMES, download_uris
from guide.data.records import Record
from guide.evidence.citing import CiteSettings, make_settings
from guide.exports.downloads import (
    cite_findings,
    make_downloads,
    render_descriptor_json,
    render_readme,
    render_records_json,
)
from tests.support.catalogues import real_catalogue
from tests.support.projects import PACKAGE
from tests.support.rows import failures

ROOT = Path(__file__).resolve().parents[2]
ZIP = "data/strengthening-emotional-bonds-data.zip"


def settings() -> CiteSettings:
    return make_settings(real_catalogue().package, "Bonds", "https://bonds.example/")


def read_real(name: str) -> bytes:
    return (ROOT / "data" / name).read_bytes()


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return make_downloads(real_catalogue(), read_real, settings())


def test_what_is_made_is_what_is_named(files):
    assert sorted(files) == sorted(download_uris(real_catalogue().package))
    assert len(files) == 2 * len(real_catalogue().package.resources) + 2 + len(CITE_NAMES)


def test_a_table_is_the_same_as_csv_and_as_json(files):
    resources = real_catalogue().package.resources
    rows = {name: (files, resource) for name, resource in resources.items()}
    assert failures(check_both_forms, rows) == []


def check_both_forms(files, resource):
    assert files[f"data/{resource.path}"] == read_real(resource.path)
    rows = list(
        csv.DictReader(io.StringIO(read_real(resource.path).decode("utf-8-sig"), newline=""))
    )
    objects = json.loads(files[f"data/{resource.path.removesuffix('.csv')}.json"])
    assert [list(entry) for entry in objects] == [resource.field_names] * len(rows)
    for row, entry in zip(rows, objects, strict=True):
        for item in resource.fields:
            assert same(row[item.name], entry[item.name], item), (row, item.name)


def same(text: str, value: object, item: Field) -> bool:
    """Say whether a cell and a value of JSON hold the same, the value in the type of its column."""
    if text == "":
        return value is None
    if item.type in ("integer", "number", "year"):
        return type(value) in (int, float) and float(text) == value
    if item.type == "boolean":
        return value is (text == "true")
    return value == text


def test_json_has_types_and_nulls_and_letters_as_they_are():
    fields = tuple(
        Field(name, kind)
        for name, kind in (
            ("text", "string"),
            ("share", "number"),
            ("whole", "number"),
            ("count", "integer"),
            ("day", "date"),
            ("so", "boolean"),
            ("none", "string"),
        )
    )
    resource = Resource("ants", "ants.csv", "Ants", "", fields)
    values = {
        "text": "Muñoz <b>",
        "share": -5.54,
        "whole": 24.0,
        "count": 3,
        "day": date(2026, 11, 3),
        "so": True,
        "none": None,
    }
    record = Record("ants.csv", values, {name: Cell("", 1, 1) for name in values})
    text = render_records_json([record], resource)
    assert json.loads(text) == [
        {
            "text": "Muñoz <b>",
            "share": -5.54,
            "whole": 24,
            "count": 3,
            "day": "2026-11-03",
            "so": True,
            "none": None,
        }
    ]
    assert "Muñoz" in text and '"whole": 24,' in text and text.endswith("]\n")
    assert render_records_json([], resource) == "[]\n"


def test_the_descriptor_says_what_the_yaml_says_without_what_is_private():
    descriptor = json.loads(render_descriptor_json(real_catalogue().package))
    written = parse_yaml((ROOT / "data" / "datapackage.yaml").read_text(encoding="utf-8"), "p")[
        0
    ].data
    assert descriptor == {
        key: value for key, value in written.items() if key not in ("tables", "charts")
    }
    assert {"tables", "charts"} & set(written)
    assert [item["path"] for item in descriptor["resources"]] == [
        resource.path for resource in real_catalogue().package.resources.values()
    ]
    assert all(
        item["schema"]["fields"] and item["licenses"] and item["updated"]
        for item in descriptor["resources"]
    )


def test_nothing_is_hidden_from_those_who_take_the_data(files):
    assert "confirmed_by" in json.loads(files["data/sources.json"])[0]
    assert b"confirmed_by" in files["data/sources.csv"].split(b"\n")[0]


def test_the_zip_is_the_same_twice_and_in_any_order(files):
    again = make_downloads(real_catalogue(), read_real, settings())
    assert again == files
    parts = {"b.csv": b"b\n", "a.csv": b"a\n" * 1000, "datapackage.json": b"{}\n"}
    assert make_zip(parts) == make_zip(dict(reversed(parts.items())))
    assert len(make_zip(parts)) < 1000


def test_the_zip_tells_nothing_of_when_and_where_it_was_made(files):
    with zipfile.ZipFile(io.BytesIO(files[ZIP])) as archive:
        assert archive.testzip() is None
        entries = archive.infolist()
    assert [entry.filename for entry in entries] == sorted(
        [
            "README.txt",
            "datapackage.json",
            *(item.path for item in real_catalogue().package.resources.values()),
        ]
    )
    assert {
        (entry.date_time, entry.external_attr >> 16, entry.create_system, entry.compress_type)
        for entry in entries
    } == {((1980, 1, 1, 0, 0, 0), 0o100644, 3, zipfile.ZIP_DEFLATED)}


def test_frictionless_finds_the_unpacked_zip_valid(files, tmp_path):
    with zipfile.ZipFile(io.BytesIO(files[ZIP])) as archive:
        archive.extractall(tmp_path)
    command = [sys.executable, "-m", "frictionless", "validate", "datapackage.json", "--json"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    report = json.loads(done.stdout)
    assert report["valid"] and {
        task["name"]: task["stats"].get("rows", 0) for task in report["tasks"]
    } == {
        resource.name: len(real_catalogue().rows(resource.name))
        for resource in real_catalogue().package.resources.values()
    }


def test_the_readme_says_what_may_be_done_and_what_must_go_along(files):
    text = render_readme(real_catalogue().package, settings())
    for part in (
        *(item.path for item in real_catalogue().package.resources.values()),
        "Creative Commons Attribution 4.0",
        "its status and its\ncaveat",
        f"Version {real_catalogue().package.version}",
        "https://bonds.example/",
    ):
        assert part in text
    with zipfile.ZipFile(io.BytesIO(files[ZIP])) as archive:
        assert archive.read("README.txt").decode() == text


def test_every_finding_can_be_cited(files):
    bibtex, ris = (files[f"data/cite/findings.{form}"].decode() for form in ("bib", "ris"))
    assert (
        bibtex.count("@misc{bonds-finding-")
        == ris.count("TY  - ELEC\r\n")
        == ris.count("ER  - \r\n")
        == len(real_catalogue().findings)
    )
    citations = cite_findings(real_catalogue(), settings())
    assert len({citation.key for citation in citations}) == len(citations)
    assert all(f"@misc{{bonds-finding-{key},\n" in bibtex for key in real_catalogue().findings)
    assert files["data/cite/guide.bib"].decode().startswith("@misc{bonds,\n")
    assert files["data/cite/guide.ris"].decode().startswith("TY  - ELEC\r\n")


def test_a_missing_csv_is_left_out_until_it_is_back(project):
    catalogue = read_catalogue(project({"data/mood.csv": None}))[0]
    folder = project({"data/mood.csv": None}) / "data"
    downloads = make_downloads(
        catalogue,
        lambda name: (folder / name).read_bytes() if (folder / name).is_file() else None,
        CiteSettings("B", "/", "", None),
    )
    assert "data/mood.csv" not in downloads and downloads["data/mood.json"] == b"[]\n"
    with zipfile.ZipFile(io.BytesIO(downloads[ZIP])) as archive:
        assert archive.namelist() == [
            "README.txt",
            "datapackage.json",
            "findings.csv",
            "glossary.csv",
            "sources.csv",
        ]


def test_a_descriptor_that_is_a_list_makes_no_trouble(project):
    catalogue = read_catalogue(project({"data/datapackage.yaml": "- a\n"}))[0]
    assert render_descriptor_json(catalogue.package) == "{}\n"
    assert "License\nnot told\n" in render_readme(
        catalogue.package, CiteSettings("B", "/", "", None)
    )


def test_names_in_a_folder_keep_it(project):
    catalogue = read_catalogue(
        project(
            {
                "data/datapackage.yaml": PACKAGE.replace("path: mood.csv", "path: moods/mood.csv"),
                "data/moods/mood.csv": "year\n",
            }
        )
    )[0]
    assert {"data/moods/mood.csv", "data/moods/mood.json"} <= set(download_uris(catalogue.package))
