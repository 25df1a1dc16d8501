"""Hostile text under every key of front matter, at any depth: on the built page it is text."""

import json

import pytest
import yaml

from guide.content.pages import parse_page
from tests.support.hostile import HOSTILE, PLAIN, elements
from tests.support.projects import front_matter
from tests.support.real import ROOT
from tests.support.saved_guide import DATA, PAGES, SETTINGS, WORDS, Guide

# These hold a day, a number or a word of a list; anything else in them is refused.
CLOSED = {
    "lang",
    "translations",
    "en",
    "es",
    "kind",
    "number",
    "truth_grade",
    "group",
    "needs",
    "safety",
    "reviewed",
    "review_by",
    "topic",
}


def pages(words: str) -> dict[str, str]:
    """Return pages of each kind, with words under every key that takes some."""

    def text(value: str) -> str:
        return json.dumps(value + words)

    every = {
        "description": text(f"On this page {WORDS}"),
        "synonyms": f"[{text('phone snub')}, {text('else')}]",
    }
    summary = text("A summary that is long enough")
    section = {
        "kind": "section",
        "truth": text("The first of the truths"),
        "truth_grade": "fair",
        "summary": summary,
        "safety": "true",
        "safety_line": text("This page is for people who feel safe"),
    }

    def topic(title: str, phrase: str, *others: str) -> str:
        related = [
            f"{{topic: {name}, reason: {text('because it would be nice to have')}}}"
            for name in others
        ]
        return front_matter(
            title=text(title),
            kind="topic",
            phrase=json.dumps(phrase),
            group="Trust",
            summary=summary,
            serves=text("People who want to trust others"),
            needs="[rebuilding-trust]",
            related=f"[{', '.join(related)}]",
            safety="true",
            safety_line=text("This page is for people who feel safe"),
            **every,
        )

    body = "[grow trust], [kindness] and [calm down]. ![Topics](table:topics)\n"
    home = {"kind": "home", "translations": "{es: other.md}"}
    other = {"lang": "es", "translations": "{en: index.md}"}
    return {
        "docs/index.md": front_matter(title=text("Home"), **home, **every) + body,
        "docs/other.md": front_matter(title=text("Other"), **other, **every) + "## Gap\n\n" + body,
        "docs/guide/one.md": front_matter(title=text("One"), number=1, **section, **every) + body,
        "docs/guide/two.md": front_matter(title=text("Two"), number=2, **section, **every) + body,
        "docs/topics/trust.md": topic("Trust", "grow trust", "kind", "calm") + body,
        "docs/topics/kind.md": topic("Kind", "kindness", "trust", "calm") + body,
        "docs/topics/calm.md": topic("Calm", "calm down", "trust", "kind") + body,
    }


def keys(value: object) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*map(keys, value.values()))
    return set().union(*map(keys, value)) if isinstance(value, list) else set()


def test_every_key_is_tried():
    schema = yaml.safe_load((ROOT / "hooks/guide/schemas/front_matter.yaml").read_text("utf-8"))
    known = {*schema["order"], "topic", "reason", "en", "es"}
    tried = [parse_page(text, "page.md", "docs/page.md")[0].meta for text in pages("").values()]
    assert keys(tried) | {"phrase"} == known
    free = {key for meta in tried for key in keys(meta)} - CLOSED - {"phrase"}
    assert all(f"{key}:" in pages("xq")["docs/topics/trust.md"] or key == "truth" for key in free)


@pytest.mark.slow
def test_front_matter_becomes_no_markup(project, monkeypatch):
    guide = Guide.prepared(project({"mkdocs.yml": SETTINGS, **DATA, **PAGES}), monkeypatch)
    built = []
    for words in (PLAIN, HOSTILE):
        for name, text in pages(words).items():
            guide.write(name, text)
        built.append(guide.build(remember=False).files)
    htmls = [name for name in built[0] if name.endswith(".html")]
    assert sum(built[0][name].count(PLAIN.encode()) for name in htmls) > 100
    assert {name for name in htmls if elements(built[0][name]) != elements(built[1][name])} == set()
    found = json.loads(built[1]["search/search_index.json"])["docs"]
    assert [entry for entry in found if "<script" in json.dumps(entry)] == []
