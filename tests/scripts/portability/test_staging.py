"""The project as a generator without hooks needs it."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from guide.content.loader import read_catalogue
from scripts.portability.staging import (
    add_words_to_search,
    read_settings,
    stage_settings,
    stage_titles,
)
from tests.support.pages import SOURCES_PAGE
from tests.support.projects import front_matter

STAGE = Path(__file__).resolve().parents[3] / "scripts" / "portability" / "stage.py"
SETTINGS = """\
site_name: Bonds
site_url: !ENV [SITE_URL, "http://127.0.0.1/"]
strict: true
hooks: [hooks/site_hooks.py]
watch: [data]
docs_dir: docs
theme: {name: material, custom_dir: overrides}
extra: {today: !ENV [GUIDE_TODAY, ""], repository: !ENV [REPO_URL, ""]}
markdown_extensions:
  - toc: {permalink: "#"}
  - guide.extension
"""
PLAIN = front_matter(
    title="Plain",
    description="Another description, of yet another page, that is long enough to be useful.",
)
FILES = {
    **SOURCES_PAGE,
    "mkdocs.yml": SETTINGS,
    "overrides/main.html": "{# ours #}",
    "overrides/partials/search.html": "",
    "docs/assets/guide.css": "p {}",
    "docs/page.md": (
        front_matter(
            title="Ants & bees",
            synonyms="[bugs]",
            description="All about ants and bees, at such a length that it is useful.",
        )
        + "One.\n"
    ),
    "docs/plain.md": PLAIN + "Two.\n",
}


@pytest.mark.parametrize(
    ("environment", "value"),
    [
        ({}, "http://127.0.0.1/"),
        ({"SITE_URL": "https://bonds.example/"}, "https://bonds.example/"),
        ({"SITE_URL": ""}, ""),
    ],
)
def test_variables_are_those_of_the_environment(environment, value):
    assert read_settings(SETTINGS, environment)["site_url"] == value


def test_a_variable_without_a_default_is_none():
    assert read_settings("a: !ENV NAME\nb: [!ENV [ONE, TWO, 3]]", {"TWO": "two"}) == {
        "a": None,
        "b": ["two"],
    }


def test_settings_for_zensical_replace_hooks_by_extension_settings():
    staged = yaml.safe_load(
        stage_settings(
            read_settings(SETTINGS, {"REPO_URL": "https://git.example/o/guide"}),
            "/project",
            "2026-11-03",
        )
    )
    assert set(staged) == {
        "site_name",
        "site_url",
        "strict",
        "theme",
        "extra",
        "markdown_extensions",
    }
    assert staged["theme"] == {"name": "material", "custom_dir": "overrides", "variant": "classic"}
    assert staged["extra"]["scope"] == "/"
    assert staged["markdown_extensions"] == [
        {"toc": {"permalink": "#"}},
        {
            "guide.extension": {
                "root": "/project",
                "today": "2026-11-03",
                "site_title": "Bonds",
                "site_url": "http://127.0.0.1/",
                "repository": "https://git.example/o/guide",
                "branch": "",
                "relative_links": True,
            }
        },
    ]


def test_a_title_is_escaped_and_the_body_stays(project):
    catalogue = read_catalogue(project(FILES))[0]
    staged = stage_titles(catalogue)
    assert list(staged) == ["docs/page.md"]
    _, header, body = staged["docs/page.md"].split("---\n")
    assert yaml.safe_load(header)["title"] == "Ants &amp; bees"
    assert yaml.safe_load(header)["reviewed"] == catalogue.pages["page.md"].meta["reviewed"]
    assert body == catalogue.pages["page.md"].body


def test_the_search_gets_the_words_of_each_page_at_the_page_itself(project):
    index = {
        "config": {},
        "items": [
            {"location": "page/", "text": "<p>One.</p>"},
            {"location": "page/#x", "text": ""},
            {"location": "plain/", "text": ""},
        ],
    }
    catalogue = read_catalogue(project(FILES))[0]
    assert json.loads(add_words_to_search(json.dumps(index), catalogue))["items"] == [
        {"location": "page/", "text": "<p>One.</p><p>Also found by: bugs</p>"},
        {"location": "page/#x", "text": ""},
        {"location": "plain/", "text": ""},
    ]


def run(root: Path, *words: str, **environment: str) -> subprocess.CompletedProcess:
    command = [sys.executable, str(STAGE), str(root / "staged"), "--root", str(root), *words]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "GUIDE_TODAY": "", **environment},
    )


def test_the_command_stages_all_that_a_build_without_hooks_needs(project):
    root = project(FILES)
    done = run(root, SOURCE_DATE_EPOCH="1760000000")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{root}/staged is staged.\n", "")
    staged = {
        path.relative_to(root / "staged").as_posix()
        for path in (root / "staged").rglob("*")
        if path.is_file()
    }
    assert staged >= {
        "mkdocs.yml",
        "overrides/main.html",
        "docs/assets/guide.css",
        "docs/data/mood.csv",
        "docs/robots.txt",
    }
    assert "overrides/partials/search.html" not in staged
    assert (root / "staged/docs/plain.md").read_bytes() == (root / "docs/plain.md").read_bytes()
    options = yaml.safe_load((root / "staged/mkdocs.yml").read_text(encoding="utf-8"))[
        "markdown_extensions"
    ][1]["guide.extension"]
    assert (options["root"], options["today"]) == (str(root), "2025-10-09")


def test_staging_again_touches_what_changed_and_deletes_what_is_gone(project):
    root = project(FILES)
    run(root, GUIDE_TODAY="2026-11-03")
    before = {
        path: path.stat().st_mtime_ns for path in (root / "staged").rglob("*") if path.is_file()
    }
    (root / "docs/plain.md").unlink()
    (root / "docs/assets/guide.css").write_text("p { color: red }")
    run(root, GUIDE_TODAY="2026-11-03")
    after = {
        path: path.stat().st_mtime_ns for path in (root / "staged").rglob("*") if path.is_file()
    }
    gone = {path.name for path in before.keys() - after.keys()}
    touched = {path.name for path in after if after[path] != before.get(path)}
    assert gone == {"plain.md"}
    assert "guide.css" in touched
    assert not touched & {"page.md", "mkdocs.yml", "main.html", "mood.csv"}


def test_content_that_is_wrong_is_said_and_ends_badly(project):
    root = project({**FILES, "docs/plain.md": PLAIN + "[Wrong](nowhere.md)\n"})
    done = run(root)
    assert done.returncode == 1
    assert "docs/plain.md:" in done.stdout


def test_the_built_site_gets_the_search_words(project):
    root = project(FILES)
    run(root)
    (root / "staged/site").mkdir()
    index = root / "staged/site/search.json"
    index.write_text(json.dumps({"items": [{"location": "page/", "text": "One"}]}))
    done = run(root, "--built")
    assert (done.returncode, done.stdout) == (0, f"{root}/staged is complete.\n")
    assert json.loads(index.read_text(encoding="utf-8")) == {
        "items": [{"location": "page/", "text": "One<p>Also found by: bugs</p>"}]
    }


def test_a_partial_within_another_imports_the_words_of_the_theme():
    """Zensical passes the imports of base.html to the partials that it includes, and no further."""
    partials = {
        f"partials/{path.name}": path.read_text(encoding="utf-8")
        for path in (STAGE.parents[2] / "overrides" / "partials").glob("*.html")
    }
    inner = {
        name for text in partials.values() for name in re.findall('{% include "([^"]+)" %}', text)
    }

    assert "partials/toc.html" in inner
    assert [
        name
        for name in sorted(inner & set(partials))
        if "lang." in partials[name]
        and '{% import "partials/language.html" as lang' not in partials[name]
    ] == []
