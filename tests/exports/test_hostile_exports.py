"""Every file for programs keeps its form, whatever the texts of data, pages and settings are."""

import json
import re
from collections.abc import Callable
from datetime import date
from xml.etree import ElementTree

import html5lib
import pytest

from guide.content.catalogue import Catalogue
from guide.content.loader import read_catalogue
from guide.exports.generated_files import generate_files
from guide.exports.json_ld import render_json_ld
from tests.support.saved_guide import DATA, PAGES

HOSTILE = (
    """xq"'></script><script>a()</script>]]>--></title><meta http-equiv=x>&lt;{{7}}\\}{$&#x; %0A"""
    "\r\nER  - \r\nTY  - JOUR\r\n@misc{evil,\n}\nSitemap: //evil.invalid\x1b[2J\u2028\u2029\x85"
)
PLAIN = "xqplainword"
# What names another row or a known value has to stay to be found.
KEYS = ("id", "key", "source", "status", "section", "page", "old", "new", "kind", "finding")
RESOURCE = """\
  - name: {name}
    path: {name}.csv
    title: More
    schema: {{fields: [{fields}]}}
"""
MORE = {
    "redirects": {"old": "/before/", "new": "/topics/trust/", "date": "2026-11-01"},
    "changes": {
        "id": "x1",
        "date": "2026-11-02",
        "page": "topics/trust.md",
        "kind": "added",
        "summary": "A new page",
    },
}
FIELDS = {
    name: ", ".join(
        f"{{name: {field}, type: {'date' if field == 'date' else 'string'}}}" for field in row
    )
    for name, row in MORE.items()
}
RESOURCES = "".join(RESOURCE.format(name=name, fields=fields) for name, fields in FIELDS.items())
PACKAGE = DATA["data/datapackage.yaml"].replace("tables:\n", f"{RESOURCES}tables:\n", 1)
FILES = {**DATA, **PAGES, "data/datapackage.yaml": PACKAGE} | {
    f"data/{name}.csv": f"{','.join(row)}\n{','.join(row.values())}\n" for name, row in MORE.items()
}


@pytest.fixture
def catalogue(project) -> Callable[[str], Catalogue]:
    """Return a function that reads a small guide and puts words behind every text of it."""

    def read(words: str) -> Catalogue:
        found, _ = read_catalogue(
            project(FILES),
            today=date(2026, 11, 24),
            site_title=f"Bonds{words}",
            site_url="https://guide.example/",
        )
        for row in (row for rows in found.records.values() for row in rows):
            for name, value in row.values.items():
                if isinstance(value, str) and name not in KEYS:
                    row.values[name] = value + words
        for page in found.pages.values():
            for name, value in page.meta.items():
                if isinstance(value, str) and name not in ("kind", "reviewed", "review_by"):
                    page.meta[name] = value + words
        return found

    return read


def elements(element: ElementTree.Element) -> list:
    return [element.tag, sorted(element.attrib), [elements(child) for child in element]]


def shape(value: object) -> object:
    if isinstance(value, dict):
        return {name: shape(item) for name, item in value.items()}
    return [shape(item) for item in value] if isinstance(value, list) else type(value).__name__


def bibtex(text: str) -> list[str]:
    depth = 0
    for mark in re.findall(r"\\.|[{}]", text):
        depth += {"{": 1, "}": -1}.get(mark, 0)
        assert depth >= 0
    assert depth == 0
    return [line.partition("=")[0] for line in text.split("\n")]


def ris(text: str) -> list[str]:
    assert len(text.splitlines()) == text.count("\r\n") == text.count("\n")
    return [line[:6] for line in text.split("\r\n")]


def html(text: str) -> list:
    tree = html5lib.parse(text, namespaceHTMLElements=False)
    return [(item.tag, sorted(item.attrib)) for item in tree.iter() if isinstance(item.tag, str)]


# How the form of a file is read, by the end of its name.
FORMS = {
    ".xml": lambda text: elements(ElementTree.fromstring(text)),
    ".json": lambda text: shape(json.loads(text)),
    ".bib": bibtex,
    ".ris": ris,
    ".html": html,
    ".txt": lambda text: [line.partition(":")[0] for line in text.splitlines()],
}


def forms(catalogue: Catalogue) -> dict[str, object]:
    files = generate_files(catalogue, lambda name: None)
    return {
        name: FORMS[suffix](content.decode() if isinstance(content, bytes) else content)
        for name, content in files.items()
        if (suffix := "." + name.rpartition(".")[2]) in FORMS
    }


def test_hostile_texts_change_the_form_of_no_file(catalogue):
    plain, hostile = forms(catalogue(PLAIN)), forms(catalogue(HOSTILE))
    assert {"." + name.rpartition(".")[2] for name in plain} == set(FORMS)
    assert plain.keys() == hostile.keys()
    assert {name for name in plain if plain[name] != hostile[name]} == set()


def test_hostile_texts_end_no_json_ld(catalogue):
    found = catalogue(HOSTILE)
    scripts = [text for page in found.pages.values() if (text := render_json_ld(found, page))]
    assert len(scripts) == len(PAGES)
    for script in scripts:
        content = re.fullmatch(r'<script type="application/ld\+json">([^<]*)</script>', script)
        assert content and "xq" in json.dumps(json.loads(content[1]))
