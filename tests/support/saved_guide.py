"""A small project with every kind of page, which a test saves to and builds in its own process."""

import logging
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from tests.support.projects import PACKAGE, front_matter
from tests.support.real import ROOT

SETTINGS = f"""\
site_name: Test
site_url: https://guide.example/
theme: {{name: material, font: false, custom_dir: overrides, features: [navigation.prune, navigation.footer]}}
hooks: ["{ROOT / "hooks" / "site_hooks.py"}"]
markdown_extensions: [attr_list, def_list, tables, toc, guide.extension]
plugins: [search]
extra: {{today: !ENV [GUIDE_TODAY, "2026-11-24"], remember: !ENV [GUIDE_REMEMBER, true]}}
validation:
  links: {{not_found: warn, anchors: warn, absolute_links: relative_to_docs, unrecognized_links: warn}}
"""
MORE = """\
  - name: corrections
    path: corrections.csv
    title: Corrections
    schema:
      fields:
        - {name: id, type: string}
        - {name: date, type: date}
        - {name: page, type: string}
        - {name: what_was_wrong, type: string}
        - {name: what_it_says_now, type: string}
        - {name: reason, type: string}
  - name: helplines
    path: helplines.csv
    title: Helplines
    schema:
      fields:
        - {name: country, type: string}
        - {name: service, type: string}
        - {name: kind, type: string}
        - {name: for_whom, type: string}
        - {name: phone, type: string}
        - {name: text_or_chat, type: string}
        - {name: url, type: string}
        - {name: hours, type: string}
        - {name: languages, type: string}
        - {name: checked_on, type: date}
"""
DATA = {
    "data/datapackage.yaml": (
        PACKAGE.replace("tables:\n", MORE + "tables:\n")
        + "  - {name: sections, template: sections}\n  - {name: datasets, template:"
        " datasets}\n  - {name: practices, template: practices}\ncharts:\n  - {name: mood-line, kind: line, title: Lonely, description: The"
        " share, resource: mood, x: year, y: lonely_pct}\n"
    ),
    "data/corrections.csv": (
        "id,date,page,what_was_wrong,what_it_says_now,reason\nc1,2026-11-01,topics/trust.md,This,That,So\n"
    ),
    "data/helplines.csv": (
        "country,service,kind,for_whom,phone,text_or_chat,url,hours,languages,checked_on\n"
        "Oz,Line,abuse,all,123,,,always,English,2026-11-01\n"
    ),
}
PRACTICE = """
> **Practice: one promise**
>
> - **Time:** one minute
> - **Evidence:** Ours.
> - **Not for you if:** you are afraid. See [help](../help.md).
>
> 1. Choose a promise.
> 2. Keep it.
"""
WORDS = "in words that are long enough for the description of a page"


def topic(title: str, phrase: str, text: str, *related: str, **more: object) -> str:
    entries = ", ".join(
        f"{{topic: {name}, reason: because it would be nice to have}}" for name in related
    )
    return (
        front_matter(
            kind="topic",
            title=title,
            description=f"{title} {WORDS}",
            phrase=phrase,
            group="Trust",
            summary=f"A summary of {title} that is long enough",
            serves="People who want to trust others",
            related=f"[{entries}]",
            safety="true",
            synonyms="[phone snub]",
            **more,
        )
        + text
    )


PAGES = {
    "docs/index.md": (
        front_matter(title="Home", kind="home", description=f"Home {WORDS}")
        + "![Mood](table:mood)\n\n[grow trust], [lonely](finding:ants-lonely) [@bee2021].\n"
    ),
    "docs/chart.md": (
        front_matter(title="Chart", description=f"Chart {WORDS}")
        + "![Mood](chart:mood-line)\n\nA [gap](other.md#gap).\n"
    ),
    "docs/other.md": (
        front_matter(title="Other", description=f"Other {WORDS}")
        + "## Gap\n\nA paragraph, [kindness], phubbed: [phubbed].\n"
    ),
    "docs/guide/one.md": (
        front_matter(
            kind="section",
            number=1,
            truth="The first of the truths",
            title="One",
            safety="false",
            summary="A summary that is long enough",
            description=f"One {WORDS}",
        )
        + "[grow trust]\n"
    ),
    "docs/guide/two.md": (
        front_matter(
            kind="section",
            number=2,
            truth="The second of the truths",
            title="Two",
            safety="false",
            summary="A summary that is long enough",
            description=f"Two {WORDS}",
        )
        + "Plain [kindness].\n"
        + PRACTICE
    ),
    "docs/topics/trust.md": topic(
        "Trust", "grow trust", "## Steps\n\n[fell by 5.54%](finding:bees-fall).\n", "kind", "calm"
    ),
    "docs/topics/kind.md": topic("Kind", "kindness", "Text, and [grow trust].\n", "trust", "calm"),
    "docs/topics/calm.md": topic(
        "Calm",
        "calm down",
        "[Steps](trust.md#steps) and a [gone](gone.md) link.\n",
        "trust",
        "kind",
    ),
    "docs/sources.md": (
        front_matter(title="Sources", description=f"Sources {WORDS}")
        + "![Sources](table:sources)\n"
    ),
    "docs/glossary.md": (
        front_matter(title="Glossary", description=f"Glossary {WORDS}")
        + "![Glossary](table:glossary)\n"
    ),
    "docs/help.md": front_matter(title="Help", description=f"Help {WORDS}") + "Help.\n",
    "docs/data.md": (
        front_matter(title="Data", description=f"Data {WORDS}")
        + "![Data](table:datasets)\n\n![Sections](table:sections)\n"
    ),
    "docs/practices.md": (
        front_matter(title="Practices", description=f"Practices {WORDS}")
        + "![Practices](table:practices)\n"
    ),
    "docs/evidence/science.md": (
        front_matter(title="Findings", description=f"Findings {WORDS}")
        + "![F](table:findings?section=science)\n"
    ),
    "docs/about/index.md": (
        front_matter(title="About", description=f"About {WORDS}")
        + "## What the status words mean\n"
    ),
}


@dataclass
class Built:
    files: dict[str, bytes]
    warnings: list[str]
    made: set[tuple[str, str]]


class Guide:
    """A project that is built and saved to."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root, self.monkeypatch = root, monkeypatch

    @classmethod
    def prepared(cls, folder: Path, monkeypatch: pytest.MonkeyPatch) -> "Guide":
        """Give a project the templates of the guide, and the day of its settings."""
        shutil.copytree(ROOT / "overrides", folder / "overrides")
        monkeypatch.delenv("GUIDE_TODAY", raising=False)
        return cls(folder, monkeypatch)

    def build(self, *, remember: bool) -> Built:
        self.monkeypatch.setenv("GUIDE_REMEMBER", str(remember).lower())
        site = self.root / ("site" if remember else "cold")
        config = load_config(str(self.root / "mkdocs.yml"), site_dir=str(site), strict=False)
        warnings: list[str] = []
        listener = logging.Handler(logging.WARNING)
        listener.emit = lambda record: warnings.append(record.getMessage())
        logging.getLogger("mkdocs").addHandler(listener)
        try:
            build(config)
        finally:
            logging.getLogger("mkdocs").removeHandler(listener)
        files = {
            path.relative_to(site).as_posix(): path.read_bytes()
            for path in site.rglob("*")
            if path.is_file()
        }
        return Built(files, warnings, config.incremental.cache.made if remember else set())

    def save(self, name: str, old: str, new: str) -> None:
        path = self.root / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def move(self, old: str, new: str) -> None:
        (self.root / old).rename(self.root / new)

    def write(self, name: str, text: str) -> None:
        (self.root / name).write_text(text, encoding="utf-8")

    def delete(self, name: str) -> None:
        (self.root / name).unlink()
