"""Whatever is edited, in whatever order, the site is that of a build without the cache.

Hypothesis edits, adds, removes, renames and reverts rows, pages, phrases, front matter, files and
settings of a small project, and builds it after each step. Most steps leave mistakes behind, and
what is reported of them must be the same, too.
"""

import csv
import io
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)

from tests.support.projects import front_matter
from tests.support.saved_guide import DATA, PAGES, SETTINGS, WORDS, Guide

TABLES = ("sources", "findings", "glossary", "mood", "corrections", "helplines")
URIS = (
    "index.md",
    "chart.md",
    "other.md",
    "help.md",
    "guide/one.md",
    "topics/trust.md",
    "topics/kind.md",
    "topics/calm.md",
    "new.md",
    "topics/new.md",
)
# What a cell, a sentence and a key of front matter are set to: much of it is named elsewhere.
CELLS = (
    "",
    "34",
    "abc",
    "2021",
    "ants-lonely",
    "bees-fall",
    "ant2020",
    "bee2021",
    "science",
    "verified",
    "secondary",
    "kindness",
    "Only a few [@ant2020].",
    "topics/trust.md",
)
SENTENCES = (
    "A sentence.",
    "[grow trust]",
    "[kindness]",
    "[phubbed]",
    "[@ant2020]",
    "![Mood](table:mood)",
    "![Mood](chart:mood-line)",
    "[fell by 5.54%](finding:bees-fall)",
    "[Gap](/other.md#gap)",
    "## Gap",
    "[New](/new.md)",
    "![All](table:findings)",
    "[Plain](/extra.css)",
    "<b>raw</b>",
)
KEYS = {
    "title": ("Kind", "Trust", "A & B"),
    "description": (f"One {WORDS}", f"Two {WORDS}"),
    "phrase": ("grow trust", "kindness", "be calm"),
    "summary": ("A summary that is long enough", "Another summary that is long enough"),
    "safety": ("true", "false"),
    "reviewed": ("2026-11-20", "2026-11-23"),
    "review_by": ("2026-11-23", "2027-11-23"),
    "icon": ("material/lifebuoy", "material/heart"),
    "synonyms": ("[phone snub]", "[silent treatment]"),
    "search": ("{boost: 2}", "{exclude: true}"),
}
OPTIONS = (
    ("site_name: Test", "site_name: Tested"),
    ("[attr_list, def_list", "[smarty, attr_list, def_list"),
    ("navigation.footer", "navigation.top"),
    ("plugins: [search]", "plugins: [search: {separator: x}]"),
    ("plugins: [search]", "plugins: []"),
    ("extra: {", 'extra: {sponsored: {url: "https://x.example/", text: y}, '),
    (
        "validation:",
        "nav: [index.md, Them: topics/trust.md, Rest: [other.md, help.md]]\nvalidation:",
    ),
)
numbers = st.integers(0, 30)


class Edits(RuleBasedStateMachine):
    """One project, and the states of it that a step can go back to."""

    template: Path

    @initialize()
    def begin(self) -> None:
        self.monkeypatch = pytest.MonkeyPatch()
        self.root = self.template.with_name("project")
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.copytree(self.template, self.root)
        self.guide = Guide(self.root, self.monkeypatch)
        self.past: list[dict[Path, bytes]] = []
        self.guide.build(remember=True)

    def teardown(self) -> None:
        self.monkeypatch.undo()

    def sources(self) -> dict[Path, bytes]:
        """Return the files that editors write."""
        paths = [self.root / "mkdocs.yml"]
        paths += [path for name in ("data", "docs") for path in (self.root / name).rglob("*")]
        return {path: path.read_bytes() for path in paths if path.is_file()}

    def check(self, before: dict[Path, bytes]) -> None:
        """Build with the cache and without it, and compare; not where nothing has changed."""
        if before == self.sources():
            return
        self.past.append(before)
        warm, cold = self.guide.build(remember=True), self.guide.build(remember=False)
        assert sorted(warm.files) == sorted(cold.files)
        assert [path for path in cold.files if warm.files[path] != cold.files[path]] == []
        assert warm.warnings == cold.warnings

    @rule(table=st.sampled_from(TABLES), row=numbers, column=numbers, text=st.sampled_from(CELLS))
    def edit_cell(self, table: str, row: int, column: int, text: str) -> None:
        rows, before = self.rows(table), self.sources()
        cells = rows[1 + row % (len(rows) - 1)] if len(rows) > 1 else []
        if cells:
            cells[column % len(cells)] = text
        self.write_rows(table, rows, before)

    @rule(table=st.sampled_from(TABLES), row=numbers, place=numbers)
    def copy_row(self, table: str, row: int, place: int) -> None:
        rows, before = self.rows(table), self.sources()
        if len(rows) > 1:
            copied = list(rows[1 + row % (len(rows) - 1)])
            copied[0] = {"mood": "2005"}.get(table, f"{copied[0]}-too")
            rows.insert(1 + place % len(rows), copied)
        self.write_rows(table, rows, before)

    @rule(table=st.sampled_from(TABLES), row=numbers)
    def remove_row(self, table: str, row: int) -> None:
        rows, before = self.rows(table), self.sources()
        if len(rows) > 1:
            del rows[1 + row % (len(rows) - 1)]
        self.write_rows(table, rows, before)

    def rows(self, table: str) -> list[list[str]]:
        text = (self.root / f"data/{table}.csv").read_text(encoding="utf-8")
        return list(csv.reader(io.StringIO(text)))

    def write_rows(self, table: str, rows: list[list[str]], before: dict[Path, bytes]) -> None:
        with (self.root / f"data/{table}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
        self.check(before)

    @rule(uri=st.sampled_from(URIS), text=st.sampled_from(SENTENCES), is_first=st.booleans())
    def add_sentence(self, uri: str, text: str, is_first: bool) -> None:
        path, before = self.root / "docs" / uri, self.sources()
        if path.exists():
            header, end, body = path.read_text(encoding="utf-8").rpartition("---\n")
            body = f"\n{text}\n{body}" if is_first else f"{body}\n{text}\n"
            path.write_text(header + end + body, encoding="utf-8")
        self.check(before)

    @rule(uri=st.sampled_from(URIS), key=st.sampled_from(sorted(KEYS)), choice=numbers)
    def edit_front_matter(self, uri: str, key: str, choice: int) -> None:
        path, before = self.root / "docs" / uri, self.sources()
        if path.exists():
            lines = path.read_text(encoding="utf-8").split("\n")
            lines = [lines[0], *(line for line in lines[1:] if not line.startswith(f"{key}:"))]
            if value := (*KEYS[key], "")[choice % (len(KEYS[key]) + 1)]:
                lines.insert(1, f"{key}: {value}")
            path.write_text("\n".join(lines), encoding="utf-8")
        self.check(before)

    @rule(uri=st.sampled_from(URIS))
    def add_page(self, uri: str) -> None:
        path, before = self.root / "docs" / uri, self.sources()
        if not path.exists():
            text = front_matter(title="New", description=f"New {WORDS}") + "[grow trust]\n"
            path.write_text(PAGES.get(f"docs/{uri}", text), encoding="utf-8")
        self.check(before)

    @rule(old=st.sampled_from(URIS), new=st.sampled_from(URIS))
    def rename_page(self, old: str, new: str) -> None:
        before = self.sources()
        if (self.root / "docs" / old).exists() and not (self.root / "docs" / new).exists():
            self.guide.move(f"docs/{old}", f"docs/{new}")
        self.check(before)

    @rule(uri=st.sampled_from(URIS))
    def remove_page(self, uri: str) -> None:
        before = self.sources()
        (self.root / "docs" / uri).unlink(missing_ok=True)
        self.check(before)

    @rule(name=st.sampled_from(["extra.css", "robots.txt", "new/index.html"]))
    def add_or_remove_file(self, name: str) -> None:
        path, before = self.root / "docs" / name, self.sources()
        if path.exists():
            path.unlink()
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_text("By hand.\n", encoding="utf-8")
        self.check(before)

    @rule(option=st.sampled_from(OPTIONS), is_back=st.booleans())
    def edit_settings(self, option: tuple[str, str], is_back: bool) -> None:
        path, before = self.root / "mkdocs.yml", self.sources()
        text, (old, new) = path.read_text(encoding="utf-8"), option
        if is_back:
            old, new = new, old
        elif new in text:
            return
        path.write_text(text.replace(old, new), encoding="utf-8")
        self.check(before)

    @rule(state=numbers)
    def revert(self, state: int) -> None:
        before = self.sources()
        if self.past:
            then = self.past[state % len(self.past)]
            for path in before.keys() - then.keys():
                path.unlink()
            for path, data in then.items():
                path.write_bytes(data)
        self.check(before)


def run(template: Path, number: int, examples: int, steps: int) -> None:
    machine = seed(number)(type("SeededEdits", (Edits,), {"template": template}))
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            phases=[Phase.generate],  # to shrink a failure would take hundreds of builds
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.fixture
def template(project, tmp_path: Path, monkeypatch) -> Path:
    folder = tmp_path / "template"
    shutil.copytree(project({"mkdocs.yml": SETTINGS, **DATA, **PAGES}), folder)
    Guide.prepared(folder, monkeypatch)
    return folder


def test_a_few_random_edits_leave_nothing_stale(template: Path):
    run(template, 1, examples=1, steps=5)


@pytest.mark.slow
@pytest.mark.parametrize(
    "number", [2, 3, *(pytest.param(one, marks=pytest.mark.nightly) for one in range(4, 10))]
)
def test_random_edits_leave_nothing_stale(template: Path, number: int):
    run(template, number, examples=4, steps=8)
