"""Try the examples of the registry of rules: put each where its `place` says, and check that.

Most of them become a part of a small project, `rule_project/`, of which they change one file.
"""

import csv
import io
import re
import shutil
import tempfile
import textwrap
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from guide.checks.autofix import check_form
from guide.checks.project_checks import read_and_check
from guide.checks.prose import check_prose
from guide.checks.prose_rules import RULES, WORDS, parse_prose_rules, read_prose_rules
from guide.checks.site_links import check_site, find_faults
from guide.content.day_checks import check_days
from guide.content.loader import read_catalogue
from guide.content.redirects import check_addresses
from guide.content.retractions import check_retractions
from guide.core.problems import Problem
from guide.editing.sheet_import import plan_import
from guide.editing.sheet_reader import parse_sheet
from guide.publish.csp import parse_reviewed_scripts
from guide.publish.pipeline import HTML_STEPS, check_inline_code, check_markup, postprocess
from tests.support.catalogues import recall_in_memory
from tests.support.projects import front_matter
from tests.support.real import ROOT

PROJECT = Path(__file__).with_name("rule_project")
PAGE = "docs/guide/example.md"
TOPIC = "docs/topics/build-trust.md"
HEAD = front_matter(title="An example")
SECTION = front_matter(
    title="An example",
    kind="section",
    number="1",
    summary="A summary that is long enough.",
    safety="false",
)
PURPOSE = "A page that shows to the tests what they answer, for the rule called"
DESCRIPTOR = "data/datapackage.yaml"
HTML = "<!doctype html>\n<html><head><title>{}</title></head><body>\n{}\n</body></html>\n"


class Examples:
    """Try examples in a copy of the small project below `folder`."""

    def __init__(self, folder: Path) -> None:
        """Copy the project."""
        self.root = folder / "project"
        shutil.copytree(PROJECT, self.root)

    def try_all(self, examples: dict[str, tuple[str, str]]) -> dict[str, list[Problem]]:
        """Return the problems of each example, which has a place and a text, by its name.

        What is the text of a page goes into one project, since each page stands for itself.
        """
        found = {
            name: self.try_one(place, text)
            for name, (place, text) in examples.items()
            if place not in _PAGES
        }
        for kind in _PAGES:
            texts = {name: text for name, (place, text) in examples.items() if place == kind}
            found |= self._try_pages(kind, texts)
        return found

    def try_one(self, place: str, text: str) -> list[Problem]:
        """Return the problems of an example at its place: a word, and a file where it needs one."""
        kind, _, path = place.partition(" ")
        if kind in _PAGES:
            return self._try_pages(kind, {"example": text})["example"]
        if kind in _CHECKS:
            return _CHECKS[kind](text)
        return self._check(kind, _FILES[kind](text, path))

    def _try_pages(self, kind: str, texts: dict[str, str]) -> dict[str, list[Problem]]:
        paths = {f"docs/guide/{name}.md": name for name in texts}
        files = {
            path: front_matter(title=name, description=f"{PURPOSE} {name}.")
            + f"{texts[name]}\n\nThis is the page {name}.\n"
            for path, name in paths.items()
        }
        found: dict[str, list[Problem]] = {name: [] for name in texts}
        for problem in self._check(kind, files):
            found[paths[problem.path]].append(replace(problem, path=PAGE))
        return found

    def _check(self, kind: str, files: dict[str, str]) -> list[Problem]:
        """Check the project with these files in it."""
        try:
            for name, content in files.items():
                (self.root / name).parent.mkdir(parents=True, exist_ok=True)
                (self.root / name).write_text(content, encoding="utf-8", newline="")
            return _AFTER.get(kind, check_project)(self.root)
        finally:
            for name in files:
                self._restore(name)

    def _restore(self, name: str) -> None:
        if (PROJECT / name).is_file():
            shutil.copyfile(PROJECT / name, self.root / name)
        else:
            (self.root / name).unlink()


def check_project(root: Path) -> list[Problem]:
    return read_and_check(root, recall=recall_in_memory)[1]


@cache
def original(path: str) -> str:
    return (PROJECT / path).read_text(encoding="utf-8")


# ------------------------------------------------- where an example goes: the files that it makes
def replace_head(head: str, text: str) -> str:
    """Replace keys of front matter by those of an example, which come first."""
    keys = set(re.findall(r"^(\w+):", text, re.MULTILINE))
    kept, is_replaced = [], False
    for line in head.split("\n")[1:]:
        if key := re.match(r"\w+(?=:)", line):
            is_replaced = key[0] in keys
        if line == "---":
            is_replaced = False
        kept += [] if is_replaced else [line]
    return "\n".join(["---", text, *kept])


def at_marker(kind: str) -> Callable[[str, str], dict[str, str]]:
    """Return what puts an entry into the descriptor where the project's comment says."""

    def place(text: str, _: str) -> dict[str, str]:
        before = original(DESCRIPTOR)
        marker = rf"^( *)(?:- .*)?# An example of a {kind} goes here\.$"
        line = re.search(marker, before, re.MULTILINE)
        entry = textwrap.indent(text, line[1])
        return {DESCRIPTOR: before[: line.start()] + entry + before[line.end() :]}

    return place


def in_rules(text: str) -> str:
    """Return data/prose/rules.yaml with one entry."""
    return f"rules:\n{textwrap.indent(text, '  ')}\n"


def read_rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def fill_rows(text: str, path: str, *, keep: bool) -> dict[str, str]:
    """Make a table of an example's rows: what they leave out is as in the row of that key.

    keep: whether the table keeps its other rows. A row without a key is the first one.
    """
    rows, examples = read_rows(original(path)), read_rows(text)
    header = original(path).split("\n")[0].split(",")
    by_key = {row[header[0]]: row for row in rows}
    usual = rows[0] if rows else {}
    made = []
    for example in examples:
        key = example.get(header[0])
        row = by_key.get(key, usual) if key else usual
        filled = {**row, **example}
        if keep and filled[header[0]] == row.get(header[0]):
            rows[rows.index(row)] = filled
        else:
            made.append(filled)
    out = io.StringIO()
    writer = csv.DictWriter(out, header, lineterminator="\n")
    writer.writeheader()
    writer.writerows([*(rows if keep else []), *made])
    return {path: out.getvalue()}


# What is the text of a page.
_PAGES = ("page", "prose")
_FILES: dict[str, Callable[[str, str], dict[str, str]]] = {
    "topic-page": lambda text, _: {TOPIC: f"{original(TOPIC)}\n{text}\n"},
    "topic": lambda text, _: {TOPIC: replace_head(original(TOPIC), text)},
    "section": lambda text, _: {PAGE: replace_head(SECTION, text) + "Text.\n"},
    "head": lambda text, _: {PAGE: replace_head(HEAD, text) + "Text.\n"},
    "house-style": lambda text, _: {
        PAGE: HEAD + text.partition("\n\n")[2] + "\n",
        RULES: in_rules(text.partition("\n\n")[0]),
        WORDS: "",
    },
    "days": lambda text, path: fill_rows(text, path, keep=True),
    "retractions": lambda text, path: fill_rows(text, path, keep=False),
    "file": lambda text, path: {path: text + "\n"},
    "path": lambda text, _: {text: front_matter(title="Another") + "Other words.\n"},
    "form": lambda text, path: {path: text + "\n"},
    "rows": lambda text, path: fill_rows(text, path, keep=True),
    "table-of": lambda text, path: fill_rows(text, path, keep=False),
    **{kind: at_marker(kind) for kind in ("resource", "field", "table", "chart")},
}


# ---------------------------------------------------------- checks other than that of the project
def check_prose_of(root: Path) -> list[Problem]:
    catalogue = read_catalogue(root, recall=recall_in_memory)[0]
    return [*check_project(root), *check_prose(catalogue, prose_rules())]


@cache
def prose_rules():
    return read_prose_rules(ROOT)[0]


def check_form_of(root: Path) -> list[Problem]:
    return list(check_form(root, read_catalogue(root, recall=recall_in_memory)[0].package))


def check_house_style(root: Path) -> list[Problem]:
    rules, problems = read_prose_rules(root)
    assert problems == []
    return list(check_prose(read_catalogue(root, recall=recall_in_memory)[0], rules))


def check_days_of(root: Path) -> list[Problem]:
    """Check the project on a day, as scripts/check.py does."""
    return list(check_days(read_catalogue(root, recall=recall_in_memory)[0], date(2026, 11, 30)))


def check_retractions_of(root: Path) -> list[Problem]:
    return list(check_retractions(read_catalogue(root, recall=recall_in_memory)[0]))


def check_built(text: str) -> list[Problem]:
    """Check a page of a built site."""
    return check_pages({"example/index.html": HTML.format("An example", text)})


def check_pages(pages: dict[str, str]) -> list[Problem]:
    with tempfile.TemporaryDirectory() as folder:
        for name, text in {
            "help/index.html": HTML.format("Help", '<h2 id="call-now">Call now</h2>'),
            **pages,
        }.items():
            (Path(folder) / name).parent.mkdir(parents=True, exist_ok=True)
            (Path(folder) / name).write_text(text, encoding="utf-8")
        return check_site(Path(folder))


def check_finished(text: str) -> list[Problem]:
    """Finish a site of one page, with one reviewed script, as scripts/finish.py does."""
    files = {
        "index.html": HTML.format("An example", text).encode(),
        "assets/example.css": b"",
    }
    steps = [
        *HTML_STEPS,
        lambda files: check_inline_code(files, ["reviewed()"]),
        lambda files: check_markup(files, find_faults),
    ]
    return postprocess(files, steps)[1]


def check_style_sheet(text: str) -> list[Problem]:
    page = HTML.format(
        "An example", '<link rel="stylesheet" href="assets/example.css"><p class="truths">'
    )
    return postprocess(
        {"index.html": page.encode(), "assets/example.css": text.encode()}, HTML_STEPS
    )[1]


def check_sheet(text: str) -> list[Problem]:
    """Bring a sheet into the table of findings."""
    catalogue = read_catalogue(PROJECT, recall=recall_in_memory)[0]
    resource = catalogue.package.resources["findings"]
    sheet, problems = parse_sheet(text.encode(), "sheet.csv", resource.field_names)
    if sheet is None or problems:
        return problems
    return plan_import(sheet, resource, original("data/findings.csv"), "sheet.csv")[1]


def check_address_list(text: str) -> list[Problem]:
    catalogue = read_catalogue(PROJECT, recall=recall_in_memory)[0]
    return list(check_addresses(text, catalogue.rows("redirects"), catalogue.pages))


_CHECKS: dict[str, Callable[[str], list[Problem]]] = {
    "built": check_built,
    "built-page": lambda text: check_pages({"example/index.html": text}),
    "finished": check_finished,
    "style-sheet": check_style_sheet,
    "sheet": check_sheet,
    "addresses": check_address_list,
    "prose-rules": lambda text: parse_prose_rules(f"rules:\n{textwrap.indent(text, '  ')}\n", "")[
        1
    ],
    "reviewed-scripts": lambda text: parse_reviewed_scripts(text + "\n")[1],
}
_AFTER: dict[str, Callable[[Path], list[Problem]]] = {
    "prose": check_prose_of,
    "form": check_form_of,
    "house-style": check_house_style,
    "days": check_days_of,
    "retractions": check_retractions_of,
}
