"""Write the two sites that the benchmarks compare: a guide of ours, and the same for plain MkDocs.

Both sites have the same theme, navigation, text and tables. What our build adds to a topic (whom it
serves, related topics, where it is mentioned, the evidence entries, how to cite it) is written into
the plain page as Markdown, so that both have pages of much the same content.
"""

import json
import os
import re
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

ROOT = Path(__file__).resolve().parents[2]
FINDINGS, SOURCES, TERMS = 300, 100, 30
# A topic of the guide has about 900 words in six parts.
PARTS, SENTENCES = 6, 12
_NOUNS = [
    "trust",
    "care",
    "time",
    "patience",
    "warmth",
    "doubt",
    "distance",
    "repair",
    "talk",
    "silence",
    "closeness",
    "honesty",
    "humor",
    "worry",
    "relief",
    "habit",
]
_VERBS = [
    "grows",
    "fades",
    "returns",
    "matters",
    "helps",
    "hurts",
    "changes",
    "waits",
    "holds",
    "opens",
    "closes",
    "begins",
    "ends",
    "deepens",
    "softens",
    "steadies",
]
_ENDS = (
    "when both people name it",
    "after a long day apart",
    "where nobody keeps score",
    "once the phone is put away",
    "if each of you is heard",
    "in small and ordinary moments",
    "as soon as someone asks",
    "without any great words",
)
_COLUMNS = ("group", "share_low", "share_high", "note", "source")


@dataclass(frozen=True)
class Topic:
    """One topic page by its number."""

    number: int

    @property
    def slug(self) -> str:
        """The last part of its address."""
        return f"topic-{spell(self.number)}"

    @property
    def title(self) -> str:
        """The title of the page."""
        return f"Topic {spell(self.number)}"

    @property
    def phrase(self) -> str:
        """The phrase that other pages link to it by."""
        return f"grow {spell(self.number)}"


def spell(number: int) -> str:
    """Return a number in letters, since figures in the prose would have to be findings.

    >>> spell(0), spell(703)
    ('aaa', 'bbb')
    """
    return "".join(chr(ord("a") + number // 26**place % 26) for place in (2, 1, 0))


def environment() -> dict[str, str]:
    """Return the environment of the builds: Python caches bytecode in it, as it does by default.

    Packages are compiled when they are installed. Without a bytecode cache, only the guide's own
    code would be compiled anew each time.
    """
    return {
        name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
    } | {"NO_MKDOCS_2_WARNING": "true"}


def write_guide(folder: Path, topics: int) -> None:
    """Write a guide of ours: pages, data, settings, and the project's hooks, theme and assets."""
    pages = [Topic(number) for number in range(topics)]
    tables = range(topics // 10)
    _write(folder, "mkdocs.yml", _settings(pages, ours=True))
    # Without the project's 404 page, which leads to pages of the real guide.
    shutil.copytree(
        ROOT / "overrides", folder / "overrides", ignore=shutil.ignore_patterns("404.html")
    )
    shutil.copytree(ROOT / "docs" / "assets", folder / "docs" / "assets")
    _write(folder, "data/datapackage.yaml", _descriptor(tables))
    _write(
        folder,
        "data/sources.csv",
        _csv(
            ("key", "authors", "year", "title", "container", "doi", "url"),
            map(_source, range(SOURCES)),
        ),
    )
    _write(
        folder,
        "data/findings.csv",
        _csv(
            (
                "id",
                "section",
                "statement",
                "value",
                "unit",
                "population",
                "period",
                "source",
                "design",
                "status",
                "caveat",
            ),
            map(_finding, range(FINDINGS)),
        ),
    )
    _write(
        folder,
        "data/glossary.csv",
        _csv(
            ("id", "term", "phrases", "definition", "finding", "see_also"), map(_term, range(TERMS))
        ),
    )
    for number in tables:
        _write(folder, f"data/{table_name(number)}.csv", _csv(_COLUMNS, _rows(number)))
    for page in pages:
        _write(folder, f"docs/topics/{page.slug}.md", _our_topic(page, topics))
    for uri, title, text in _OUR_PAGES:
        _write(folder, f"docs/{uri}", _front_matter(title) + text)


def write_plain(folder: Path, topics: int) -> None:
    """Write the same pages for MkDocs without hooks: what our build adds is in the Markdown."""
    pages = [Topic(number) for number in range(topics)]
    _write(folder, "mkdocs.yml", _settings(pages, ours=False))
    shutil.copytree(ROOT / "docs" / "assets", folder / "docs" / "assets")
    for page in pages:
        _write(folder, f"docs/topics/{page.slug}.md", _plain_topic(page, topics))
    for uri, title, text in _plain_pages(topics):
        _write(folder, f"docs/{uri}", _front_matter(title) + text)


def table_name(number: int) -> str:
    """Return the name of a table by its number."""
    return f"table-{spell(number)}"


# An edit of a guide: it writes something that is nowhere else in it, by a number, and returns how
# the page of the first topic shows it.
Edit: TypeAlias = Callable[[Path, int], str]


def _edit_cell(folder: Path, number: int) -> str:
    _replace(folder / "data" / f"{table_name(0)}.csv", r"^Group A,\d+", f"Group A,{number}")
    return f">{number}<"


def _edit_finding(folder: Path, number: int) -> str:
    _replace(folder / "data" / "findings.csv", "One survey.*", f"One survey {_word(number)}")
    return _word(number)


def _edit_source(folder: Path, number: int) -> str:
    _replace(folder / "data" / "sources.csv", r'C\.",\d+', f'C.",{1000 + number}')
    return f", {1000 + number}"


def _edit_phrase(folder: Path, number: int) -> str:
    _replace(_topic_file(folder, 1), "^phrase: .*", f"phrase: grow {_word(number)}")
    return _edit_links(folder, number)


def _edit_sentence(folder: Path, number: int) -> str:
    path = _topic_file(folder, 0)
    text = path.read_text(encoding="utf-8").partition("\nThis is ")[0]
    path.write_text(f"{text}\nThis is {_word(number)}.\n", encoding="utf-8")
    return f"This is {_word(number)}."


def _edit_typed_cell(folder: Path, number: int) -> str:
    _replace(_topic_file(folder, 0), r"^\| Group A \| \d+", f"| Group A | {number}")
    return f">{number}<"


def _edit_typed_finding(folder: Path, number: int) -> str:
    _replace(_topic_file(folder, 0), "One survey.*", f"One survey {_word(number)}")
    return _word(number)


def _edit_typed_source(folder: Path, number: int) -> str:
    _replace(_topic_file(folder, 0), r"Nameaaa & Other, \d+", f"Nameaaa & Other, {1000 + number}")
    return f", {1000 + number}"


def _edit_links(folder: Path, number: int) -> str:
    """Change the words of the two links to the second topic."""
    topics = len(list((folder / "docs" / "topics").glob("topic-*.md")))
    for user, before in ((0, "See also "), ((1 - 7) % topics, " and ")):
        path = _topic_file(folder, user)
        _replace(path, rf"{before}\[grow [a-z ]+\]", f"{before}[grow {_word(number)}]")
    return f">grow {_word(number)}<"


# By what is changed, in a guide of ours and in the plain one: a cell of a table on one page; a
# finding that is on one page in a hundred; a source that is on one in twenty, and on one page of
# the plain guide; the phrase of a topic, which two pages use; a sentence of a page.
EDITS: dict[str, tuple[Edit, Edit]] = {
    "cell": (_edit_cell, _edit_typed_cell),
    "finding": (_edit_finding, _edit_typed_finding),
    "source": (_edit_source, _edit_typed_source),
    "phrase": (_edit_phrase, _edit_links),
    "sentence": (_edit_sentence, _edit_sentence),
}


def _topic_file(folder: Path, number: int) -> Path:
    return folder / "docs" / "topics" / f"{Topic(number).slug}.md"


def _word(number: int) -> str:
    """Return words that no page has."""
    return f"edited {spell(number)}"


def _replace(path: Path, pattern: str, new: str) -> None:
    """Replace the first match of a pattern in a file, which must have one."""
    text = path.read_text(encoding="utf-8")
    edited, count = re.subn(pattern, new, text, count=1, flags=re.MULTILINE)
    assert count, f"{path} has nothing like {pattern}"
    path.write_text(edited, encoding="utf-8")


def _write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _settings(pages: list[Topic], *, ours: bool) -> str:
    extensions = [
        "abbr",
        "attr_list",
        "def_list",
        "sane_lists",
        "smarty",
        {"tables": {"use_align_attribute": True}},
        {"toc": {"permalink": "#", "toc_depth": 3}},
        *(["guide.extension"] if ours else []),
    ]
    groups = [
        {f"Topics {spell(start)}": [f"topics/{page.slug}.md" for page in pages[start : start + 30]]}
        for start in range(0, len(pages), 30)
    ]
    theme: dict[str, Any] = {
        "name": "material",
        "font": False,
        "features": [
            "navigation.footer",
            "navigation.indexes",
            "navigation.path",
            "navigation.prune",
            "navigation.top",
            "toc.follow",
        ],
    }
    settings: dict[str, Any] = {
        "site_name": "Benchmark",
        "site_url": "http://127.0.0.1:8000/",
        "theme": {
            **theme,
            **({"custom_dir": "overrides", "icon": {"logo": "guide/bond"}} if ours else {}),
        },
        "markdown_extensions": extensions,
        "plugins": ["search"],
        "validation": {
            "links": {
                "anchors": "warn",
                "absolute_links": "relative_to_docs",
                "unrecognized_links": "warn",
            }
        },
        "nav": [
            "index.md",
            *groups,
            {"Evidence": ["evidence/science.md", "sources.md", "glossary.md"]},
            "help.md",
            "browsing-safely.md",
            {"About": ["about/index.md", "about/corrections.md", "evidence/claims.md"]},
        ],
        **({"hooks": [str(ROOT / "hooks" / "site_hooks.py")], "watch": ["data"]} if ours else {}),
    }
    return json.dumps(settings, indent=1)  # JSON is YAML too


def _csv(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    return "\n".join(",".join(row) for row in (header, *rows)) + "\n"


def _source(number: int) -> tuple[str, ...]:
    return (
        f"key{number}",
        f'"Name{spell(number)}, A. B.; Other, C."',
        str(1990 + number % 35),
        f"On {_NOUNS[number % 16]} {spell(number)}",
        "Journal of Bonds",
        "",
        f"https://source.example/{number}",
    )


def _finding(number: int) -> tuple[str, ...]:
    return (
        f"finding-{number}",
        "science",
        f"{number + 1}% of adults said that {_NOUNS[number % 16]} {_VERBS[number % 15]}",
        str(number + 1),
        "% of adults",
        "adults in one country",
        "2020",
        f"key{number % SOURCES}",
        "cross-sectional",
        "verified",
        "One survey",
    )


def _term(number: int) -> tuple[str, ...]:
    return (
        f"term-{number}",
        f"Term {spell(number)}",
        f"say {spell(number)}",
        f"What people mean by {_NOUNS[number % 16]}",
        f"finding-{number}",
        "",
    )


def _rows(number: int) -> list[tuple[str, ...]]:
    return [
        (
            f"Group {letter}",
            str(10 + row + number % 50),
            str(70 + row),
            f"asked about {_NOUNS[(number + row) % 16]}",
            f"key{(number + row) % SOURCES}",
        )
        for row, letter in enumerate("ABCDEFGH")
    ]


def _descriptor(tables: range) -> str:
    def fields(*names: str, **more: dict[str, Any]) -> list[dict[str, Any]]:
        return [
            {
                "name": name,
                "type": "string",
                "title": name.replace("_", " ").capitalize(),
                **more.get(name, {}),
            }
            for name in names
        ]

    to_source = [{"fields": "source", "reference": {"resource": "sources", "fields": "key"}}]
    resources = [
        {
            "name": "sources",
            "path": "sources.csv",
            "title": "Sources",
            "schema": {
                "primaryKey": "key",
                "fields": fields(
                    "key",
                    "authors",
                    "year",
                    "title",
                    "container",
                    "doi",
                    "url",
                    year={"type": "year"},
                ),
            },
        },
        {
            "name": "findings",
            "path": "findings.csv",
            "title": "Findings",
            "schema": {
                "primaryKey": "id",
                "foreignKeys": to_source,
                "fields": fields(
                    "id",
                    "section",
                    "statement",
                    "value",
                    "unit",
                    "population",
                    "period",
                    "source",
                    "design",
                    "status",
                    "caveat",
                    value={"type": "number"},
                ),
            },
        },
        {
            "name": "glossary",
            "path": "glossary.csv",
            "title": "Glossary",
            "schema": {
                "primaryKey": "id",
                "fields": fields("id", "term", "phrases", "definition", "finding", "see_also"),
            },
        },
        *(
            {
                "name": table_name(number),
                "path": f"{table_name(number)}.csv",
                "title": f"Table {spell(number)}",
                "schema": {
                    "primaryKey": "group",
                    "foreignKeys": to_source,
                    "fields": fields(
                        *_COLUMNS,
                        share_low={"type": "number", "unit": "%"},
                        share_high={"type": "number", "unit": "%"},
                        note={"markup": "inline"},
                    ),
                },
            }
            for number in tables
        ),
    ]
    shown = [
        {"name": "sources", "template": "bibliography"},
        {"name": "findings", "template": "findings"},
        {"name": "glossary", "template": "definitions"},
        *(
            {
                "name": table_name(number),
                "caption": f"Table {spell(number)}",
                "row_header": "group",
                "notes": ["Shares of all who answered."],
            }
            for number in tables
        ),
    ]
    return json.dumps(
        {
            "name": "benchmark",
            "title": "Benchmark",
            "version": "1.0.0",
            "created": "2026-11-23",
            "licenses": [{"name": "CC-BY-4.0"}],
            "resources": resources,
            "tables": shown,
        },
        indent=1,
    )


def _front_matter(title: str, **more: object) -> str:
    values = {
        "title": title,
        "description": (
            f"{title}: a page of the benchmark, described in as many words as the rule asks for."
        ),
        "kind": "page",
        "reviewed": "2026-11-23",
        "review_by": "2027-11-23",
        **more,
    }
    return (
        "---\n"
        + "\n".join(f"{key}: {json.dumps(value)}" for key, value in values.items())
        + "\n---\n\n"
    )


_OUR_PAGES = (
    ("index.md", "Home", "Welcome.\n"),
    ("evidence/science.md", "All findings", "![All findings](table:findings)\n"),
    ("sources.md", "All sources", "![All sources](table:sources)\n"),
    ("glossary.md", "Glossary", "![Glossary](table:glossary)\n"),
    (
        "about/index.md",
        "About",
        "## How strong a finding is\n\nThe ring says it.\n\n## What the status words mean\n\nHow a"
        " finding was checked.\n",
    ),
    ("about/corrections.md", "Corrections", "No correction so far.\n"),
    ("evidence/claims.md", "Claims", "None so far.\n"),
    ("help.md", "Help", "Whom to call.\n"),
    ("browsing-safely.md", "Browsing safely", "How to leave no traces.\n"),
)


def _sentence(seed: int) -> str:
    noun, verb = _NOUNS[seed % 16], _VERBS[seed // 3 % 16]
    return (
        f"{noun.capitalize()} {verb} {_ENDS[seed // 7 % 8]}, and so does {_NOUNS[seed // 5 % 16]}."
    )


def _near(page: Topic, topics: int, step: int) -> Topic:
    return Topic((page.number + step) % topics)


def _text(page: Topic, topics: int, links: list[str], table: str) -> str:
    """Return the parts of a topic: two of the links in each, and the table in the second."""
    parts = []
    for part in range(PARTS):
        sentences = [_sentence(page.number * 31 + part * 17 + place) for place in range(SENTENCES)]
        sentences[2:2], sentences[8:8] = (
            links[part * 2 : part * 2 + 1],
            links[part * 2 + 1 : part * 2 + 2],
        )
        lines = "\n".join(
            f"- **{_NOUNS[(page.number + part + item) % 16].capitalize()}**: {_ENDS[item]}"
            for item in range(3)
        )
        parts.append(
            "## Part"
            f" {spell(part)}\n\n{' '.join(sentences[:7])}\n\n{' '.join(sentences[7:])}\n\n{lines}\n"
            + (f"\n{table}\n" if part == 1 and table else "")
        )
    return "\n".join(parts)


def _findings_of(page: Topic) -> list[int]:
    return [(page.number * 3 + place) % FINDINGS for place in range(3)]


def _our_topic(page: Topic, topics: int) -> str:
    links = [
        f"See also [{_near(page, topics, 1).phrase}] and [{_near(page, topics, 7).phrase}].",
        f"Some [say {spell(page.number % TERMS)}] for this.",
    ]
    links += [
        f"A survey found that [{number + 1}% of adults said so](finding:finding-{number})."
        for number in _findings_of(page)
    ]
    links += [f"Others agree [@key{(page.number + place) % SOURCES}]." for place in range(2)]
    table = (
        f"![Table](table:{table_name(page.number // 10)})"
        if page.number % 10 == 0 and page.number // 10 < topics // 10
        else ""
    )
    related = [
        {"topic": _near(page, topics, step).slug, "reason": "because the one leads to the other"}
        for step in (1, 7)
    ]
    return _front_matter(
        page.title,
        kind="topic",
        phrase=page.phrase,
        group="Trust",
        summary=f"{page.title} in a line or two.",
        safety=False,
        serves=f"People who want to know about {page.title}.",
        related=related,
    ) + _text(page, topics, links, table)


def _cite(number: int) -> str:
    return f"Name{spell(number)} & Other, {1990 + number % 35}"


def _plain_topic(page: Topic, topics: int) -> str:
    def link(topic: Topic, words: str) -> str:
        return f"[{words}]({topic.slug}.md)"

    near = [_near(page, topics, step) for step in (1, 7)]
    links = [
        f"See also {link(near[0], near[0].phrase)} and {link(near[1], near[1].phrase)}.",
        (
            f"Some [say {spell(page.number % TERMS)}](../glossary.md#term-{page.number % TERMS})"
            " for this."
        ),
    ]
    links += [
        f"A survey found that [{number + 1}% of adults said so](#evidence-{number}) *verified*."
        for number in _findings_of(page)
    ]
    links += [
        f"Others agree ([{_cite(number)}](../sources.md#key{number}))."
        for number in ((page.number + place) % SOURCES for place in range(2))
    ]
    table = (
        _typed_table(page.number // 10)
        if page.number % 10 == 0 and page.number // 10 < topics // 10
        else ""
    )
    mentions = sorted({(page.number - step) % topics for step in (1, 7)})
    end = [
        "## Related topics\n",
        *(f"- {link(topic, topic.title)}: because the one leads to the other" for topic in near),
        "\n## Also mentioned in\n",
        *(f"- {link(Topic(number), Topic(number).title)}" for number in mentions),
        "\n## Evidence on this page\n",
        *map(_typed_finding, _findings_of(page)),
        (
            "\nLast reviewed November 23, 2026.\n\nCite this page: Benchmark. (2026, November 23)."
            f" {page.title}. <http://127.0.0.1:8000/topics/{page.slug}/>\n"
        ),
    ]
    return (
        _front_matter(page.title)
        + f"**Is this page for you?** People who want to know about {page.title}.\n\n"
        + _text(page, topics, links, table)
        + "\n".join(end)
    )


def _typed_table(number: int) -> str:
    head = "| Group | Share low (%) | Share high (%) | Note | Source |\n|---|---:|---:|---|---|\n"
    rows = [
        f"| {group} | {low} | {high} | {note} | [{_cite(int(key[3:]))}](../sources.md#{key}) |"
        for group, low, high, note, key in _rows(number)
    ]
    return (
        f"Table {spell(number)}\n\n{head}" + "\n".join(rows) + "\n\nShares of all who answered.\n"
    )


def _typed_finding(number: int, more: str = "") -> str:
    facts = (
        f"Value: {number + 1}% of adults",
        "In whom: adults in one country",
        "When: 2020",
        "Kind of study: Survey at one time",
        "How it was checked: We read the abstract",
        "Limit: One survey",
        f"Source: [{_cite(number % SOURCES)}](/sources.md#key{number % SOURCES})",
    )
    statement = f"{number + 1}% of adults said that {_NOUNS[number % 16]} {_VERBS[number % 15]}"
    return (
        f"#### verified: {statement} {{ #evidence-{number} }}\n\n"
        + "\n".join(f"- {fact}" for fact in facts)
        + f"\n{more}\n"
    )


def _plain_pages(topics: int) -> list[tuple[str, str, str]]:
    uses: dict[int, list[Topic]] = {}
    for number in range(topics):
        for finding in _findings_of(Topic(number)):
            uses.setdefault(finding, []).append(Topic(number))

    def used(number: int) -> str:
        return "- Used on: " + ", ".join(
            f"[{page.title}](/topics/{page.slug}.md)" for page in uses.get(number, [])
        )

    typed = {
        "evidence/science.md": "\n".join(
            _typed_finding(number, used(number)) for number in range(FINDINGS)
        ),
        "sources.md": "\n".join(
            f'- <span id="key{number}"></span>Name{spell(number)}, A. B. & Other, C.'
            f" ({1990 + number % 35}). On {_NOUNS[number % 16]} {spell(number)}. *Journal of"
            f" Bonds*. [source.example](https://source.example/{number})"
            for number in range(SOURCES)
        ),
        "glossary.md": "\n".join(
            f'<span id="term-{number}"></span>Term {spell(number)}\n:   What people mean by'
            f" {_NOUNS[number % 16]}. [The evidence](evidence/science.md#evidence-{number}).\n"
            for number in range(TERMS)
        ),
    }
    return [(uri, title, typed.get(uri, text)) for uri, title, text in _OUR_PAGES]
