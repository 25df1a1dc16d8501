"""Wrong input through the real door: one strict build that shows every problem and fails."""

import logging
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from guide.checks.project_checks import read_and_check
from guide.content.loader import read_catalogue
from guide.core.problems import report
from tests.support.pages import without_rule_addresses
from tests.support.projects import FINDINGS, MOOD, PACKAGE, front_matter
from tests.support.real import ROOT

PLAIN = (  # with it, the theme fetches a script from another site
    "{name: mkdocs, highlightjs: false}"
)
SETTINGS = f"""\
site_name: Test
site_url: https://guide.example/
theme: {{name: mkdocs, highlightjs: false}}
hooks: ["{ROOT / "hooks" / "site_hooks.py"}"]
markdown_extensions: [attr_list, def_list, guide.extension]
plugins: []
validation:
  links: {{not_found: warn, anchors: warn, absolute_links: relative_to_docs, unrecognized_links: warn}}
"""
TOPIC = {
    "kind": "topic",
    "title": "Trust",
    "description": "How trust grows, in words that are long enough for a description of a page.",
    "phrase": "grow trust",
    "group": "Trust",
    "summary": "A summary that is long enough.",
    "serves": "People who want to trust.",
    "related": (
        "[{topic: nowhere, reason: because it would be nice to have}, {topic: trust, reason: this"
        " is the same page again}]"
    ),
    "safety": "false",
}


# What the links that the build makes lead to.
SUPPORT = {
    f"docs/{uri}": (
        front_matter(
            title=title,
            description=(
                f"{title} of this small project, in words that are long enough for the rule."
            ),
        )
        + text
    )
    for uri, title, text in (
        ("sources.md", "Sources", "![Sources](table:sources)\n"),
        ("glossary.md", "Glossary", "![Glossary](table:glossary)\n"),
        ("about/index.md", "About", "## What the status words mean\n"),
        ("evidence/science.md", "Findings", "![Findings](table:findings?section=science)\n"),
    )
}


def build(folder: Path) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "true", "GUIDE_TODAY": "2026-11-23"},
    )


def problems(done: subprocess.CompletedProcess) -> list[str]:
    text = without_rule_addresses(done.stdout + done.stderr)
    lines = [line.removeprefix("WARNING -  ") for line in text.split("\n")]
    return [line for line in lines if line.startswith(("docs/", "data/", "own/", "mkdocs.yml:"))]


@pytest.fixture
def broken(project) -> Path:
    return project(
        {
            "mkdocs.yml": SETTINGS,
            **SUPPORT,
            "data/findings.csv": (
                FINDINGS
                + 'ants-lonely,science,"Twice, and without a source.",1,,,,cow1999,,verified,\n'
            ),
            "data/mood.csv": MOOD + "2021,abc,,ant2020\n2022,34\n2023,34,,ant2020,extra\n",
            "docs/index.md": (
                front_matter(title="Home")
                + "[fell by 5.45%](finding:bees-fall), [so](finding:bees-fell), [@nobody2020],"
                " [grow mistrust].\n\n![Moods](table:moods)\n\n[gone](gone.md).\n\nAn"
                ' [anchor](other.md#gone).\n\n<a href="raw.html">raw</a> <a'
                ' href="#nowhere">anchor</a>\n\nOf bees, 40% hum.\n'
            ),
            "docs/other.md": front_matter(
                title="Other", kind="pgae", description="Another page of this project."
            )
            + "Text.\n",
            "docs/bare.md": "Note: this page has no front matter.\n",
            "docs/topics/trust.md": front_matter(**TOPIC) + "Text of the topic.\n",
            "docs/topics/twin.md": (
                front_matter(
                    **{
                        **TOPIC,
                        "title": "Twin",
                        "description": TOPIC["description"] + " Twice.",
                        "related": None,
                    }
                )
                + "Text of the twin.\n"
            ),
        }
    )


def test_every_problem_is_shown_in_one_run_and_the_build_fails(broken: Path) -> None:
    done = build(broken)
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    assert checked(broken) == problems(done)[:-3]
    assert problems(done) == [
        (
            'data/findings.csv:4:1: id is "ants-lonely", as in line 2 already. Give each row its'
            " own id."
        ),
        (
            'data/findings.csv:4:57: source is "cow1999", which no row of sources has as its key.'
            " There are these sources: ant2020, bee2021."
        ),
        'data/mood.csv:4:6: lonely_pct is "abc", which is not a number. Write digits, such as 34.',
        (
            "data/mood.csv:5:1: this row has 2 cells and the header has 4. Add what is missing; an"
            " empty cell still needs its comma."
        ),
        (
            "data/mood.csv:6:18: this row has 5 cells and the header has 4. "
            "Put a cell that holds a comma in quotation marks, or delete the extra cell."
        ),
        (
            "docs/bare.md:1:1: this page does not begin with front matter between two --- lines. "
            "Begin it with ---, then title, description, kind, reviewed and review_by, then ---."
        ),
        (
            'docs/index.md:8:1: the link says "5.45", but not so the finding "bees-fall", which has'
            " 5.54, 2021. Write the figure as the row has it, or correct the row."
        ),
        'docs/index.md:8:37: no finding is called "bees-fell". Did you mean "bees-fall"?',
        (
            'docs/index.md:8:62: no source has the key "nobody2020". There are these sources:'
            " ant2020, bee2021."
        ),
        (
            'docs/index.md:8:77: "grow mistrust" is neither the phrase of a topic nor a glossary'
            ' term. Did you mean "grow trust"? (plain square brackets are written \\[ and \\]).'
        ),
        'docs/index.md:10:1: no table is called "moods". Did you mean "mood"?',
        (
            'docs/index.md:12:1: the link to "gone.md" leads to no page or file. Did you mean'
            ' "/other.md"?'
        ),
        (
            'docs/index.md:18:10: "40%" is a percentage with no finding behind it. Put it into the'
            " words of a finding: link, or, if it claims nothing, write [it](number:example)."
        ),
        'docs/other.md:4:1: kind is "pgae", which is not a kind of page. Did you mean "page"?',
        (
            "docs/topics/trust.md:7:1: no other page links to this topic. Use [grow trust] in the"
            " text of two other pages at least."
        ),
        (
            'docs/topics/trust.md:11:12: no topic is called "nowhere". There are these topics:'
            " trust, twin."
        ),
        (
            'docs/topics/trust.md:11:72: the related topic "trust" is this page or named twice.'
            " Name another topic."
        ),
        'docs/topics/twin.md:2:1: the front matter has no related. Add a line "related: …".',
        (
            "docs/topics/twin.md:7:1: no other page links to this topic. Use [grow trust] in the"
            " text of two other pages at least."
        ),
        (
            'docs/topics/twin.md:7:1: the phrase "grow trust" is taken already, in'
            " docs/topics/trust.md line 7. Give each topic and each glossary term phrases of its"
            " own."
        ),
        # From the built HTML, where raw HTML is seen too.
        (
            'docs/index.md:14:4: the link to "other.md#gone" leads to no heading or id of that'
            " page. Use the # link beside the heading that you mean."
        ),
        (
            'docs/index.md:16:10: the link to "raw.html" leads to no page or file. Correct the'
            " address, or link to the page's .md file."
        ),
        (
            'docs/index.md:16:37: the link to "#nowhere" leads to no heading or id of that page.'
            " Use the # link beside the heading that you mean."
        ),
    ]


def checked(root: Path) -> list[str]:
    """Return what the check says of a project, without the count at its end."""
    found = read_and_check(
        root, today=date(2026, 11, 23), site_title="Test", site_url="https://guide.example/"
    )[1]
    return [without_rule_addresses(line) for line in report(found)[:-1]]


# Faults of every kind, each on a page of its own.
FORMS = {
    "list": "Three:\n- a\n- b\n",
    "nested": "- a\n  - b\n",
    "row": "| a | b |\n|---|---|\n| 1 | 2 | 3 |\n",
    "heading": "##Heading\n",
    "skipped": "#### Heading\n",
    "setext": "Words\n---\n",
    "open": "Words **open.\n",
    "footnote": "Words.[^1]\n",
    "bare": "See https://example.org/a.\n",
    "code": "    Words.\n",
    "empty": "",
    "div": "<div>\n\nWords.\n",
    "script": "<script>alert(1)</script>\n",
    "scheme": "[x](javascript:a)\n",
    "number": "Of them 24% agreed.\n",
    "figure": "Words ![x](table:mood) and words.\n",
    "component": "> **Practise: a walk**\n>\n> Words.\n",
    "hidden": "Words\u200b and words.\n",
}
NAV = "nav: [index.md, index.md, gone.md]\n"


@pytest.mark.slow
def test_the_check_says_what_the_build_says_of_thirty_faults(broken: Path) -> None:
    for name, text in FORMS.items():
        head = front_matter(
            title=f"Page {name}",
            description=f"The page {name}, in words that are long enough for the rule of sixty.",
        )
        (broken / f"docs/{name}.md").write_text(head + text, encoding="utf-8")
    (broken / "docs/cut.md").write_text(
        front_matter(title="Rule #1") + "Words.\n", encoding="utf-8"
    )
    (broken / "mkdocs.yml").write_text(SETTINGS + NAV, encoding="utf-8")
    said = problems(build(broken))
    expected = checked(broken)
    assert 30 < len(expected) < 50 and said[: len(expected)] == expected


def test_a_sound_project_builds(project) -> None:
    folder = project(
        {
            "mkdocs.yml": SETTINGS,
            **SUPPORT,
            "docs/index.md": (
                front_matter(title="Home") + "![Mood](table:mood)\n\n[phubbing][phubbing]\n"
            ),
        }
    )
    done = build(folder)
    assert (done.returncode, problems(done)) == (0, []), done.stdout + done.stderr
    assert "<caption" in (folder / "site" / "index.html").read_text(encoding="utf-8")


REDIRECTS = """\
  - name: redirects
    path: redirects.csv
    title: Redirects
    schema:
      primaryKey: old
      fields: [{name: old, type: string}, {name: new, type: string}, {name: date, type: date}]
"""


@pytest.mark.slow
def test_after_a_move_the_folder_for_reading_offline_builds(project) -> None:
    folder = project(
        {
            "mkdocs.yml": SETTINGS + "use_directory_urls: false\n",
            **SUPPORT,
            "data/datapackage.yaml": PACKAGE.replace("resources:\n", f"resources:\n{REDIRECTS}", 1),
            "data/redirects.csv": "old,new,date\n/topics/old/,/sources/,2026-11-23\n",
            "docs/index.md": front_matter(title="Home") + "Text.\n",
        }
    )
    done = build(folder)
    assert (done.returncode, problems(done)) == (0, []), done.stdout + done.stderr
    assert (folder / "site/sources.html").exists()
    assert not (folder / "site/topics/old").exists()  # its page is elsewhere in a folder


def test_markup_in_cells_and_front_matter_comes_out_as_text(project) -> None:
    evil = "<script>alert(1)</script><b>x</b>"
    folder = project(
        {
            "mkdocs.yml": SETTINGS.replace(
                PLAIN,
                f'{{name: material, font: false, custom_dir: "{ROOT / "overrides"}", logo: x.svg}}',
            ),
            "data/mood.csv": MOOD + f'2021,34,"{evil}",ant2020\n',
            "data/datapackage.yaml": PACKAGE.replace("caption: Mood by year", f'caption: "{evil}"'),
            "docs/index.md": (
                front_matter(
                    title=f'"{evil}"',
                    description=f'"{evil} and more words to make it long enough for the rule"',
                )
                + "![Mood](table:mood)\n"
            ),
        }
    )
    build(folder)
    html = (folder / "site" / "index.html").read_text(encoding="utf-8")
    assert "<script>alert(1)" not in html and "<b>x</b>" not in html
    assert html.count("&lt;script&gt;alert(1)") + html.count("&lt;script>alert(1)") >= 4


@pytest.mark.slow
def test_with_a_repository_pages_can_be_edited_and_nobody_is_asked(project) -> None:
    material = SETTINGS.replace(
        PLAIN, f'{{name: material, font: false, custom_dir: "{ROOT / "overrides"}", logo: x.svg}}'
    )
    page = front_matter(title="Home") + "[24%](finding:ants-lonely)\n\n![Mood](table:mood)\n"
    for address, count in (("", 0), ("https://git.example/someone/guide", 1)):
        folder = project(
            {
                "mkdocs.yml": material + f'extra: {{repository: "{address}"}}\n',
                **SUPPORT,
                "docs/index.md": page,
            }
        )
        build(folder)
        html = (folder / "site" / "index.html").read_text(encoding="utf-8")
        assert [
            html.count(words)
            for words in ("Edit this page", "Edit this data", "Report a problem with this claim")
        ] == [count] * 3
        assert (
            "md-source" not in html
            and "component=source" not in html
            and "__source" not in html.replace("guide-table__source", "")
        )


@pytest.mark.slow
def test_an_address_that_is_no_repository_ends_the_build_with_one_sentence(project) -> None:
    done = build(project({"mkdocs.yml": SETTINGS + "extra: {repository: somewhere}\n", **SUPPORT}))
    assert (done.returncode, done.stderr.strip().split("\n")[-1]) == (
        1,
        (
            'ERROR   -  REPO_URL is "somewhere", which is not the address of a repository. Write it'
            " as https://github.com/OWNER/NAME."
        ),
    )


@pytest.mark.slow
def test_a_lock_file_is_passed_over_and_said_once(project) -> None:
    root = project(
        {"mkdocs.yml": SETTINGS, **SUPPORT, "docs/index.md": front_matter(title="Home") + "Text.\n"}
    )
    (root / "docs/.#index.md").symlink_to("somebody@somewhere.1234:1700000000")
    (root / "docs/._index.md").write_bytes(b"\0\5\x16\7")
    (root / "docs/index.md~").write_text("What was.\n", encoding="utf-8")
    done = build(root)
    said = done.stdout + done.stderr
    assert (done.returncode, said.count("passed over")) == (0, 1), said
    assert (
        "INFO    -  3 files were passed over: docs/.#index.md, docs/._index.md, docs/index.md~.\n"
        in said
    )
    assert [path for path in (root / "site").rglob("*") if "index.md" in path.name] == []


def test_a_quiet_build_is_as_strict(project, caplog) -> None:
    index = front_matter(title="Home") + "[gone](gone.md)\n"
    root = project({"mkdocs.yml": SETTINGS, **SUPPORT, "docs/index.md": index})
    with caplog.at_level(logging.ERROR, "mkdocs"), pytest.raises(Abort, match="strict"):
        # as --quiet sets it
        mkdocs_build(load_config(str(root / "mkdocs.yml"), strict=True))


@pytest.mark.slow
def test_what_is_left_out_ends_the_strict_build_and_is_not_published(project) -> None:
    names = ("assets/notes.md.orig", "Index (1).md", "page.html", "assets/Photo.PNG")
    root = project(
        {
            "mkdocs.yml": SETTINGS,
            **SUPPORT,
            "docs/index.md": front_matter(title="Home") + "Text.\n",
            **{f"docs/{name}": "What is not meant.\n" for name in names},
        }
    )
    (root / "docs/secret.txt").symlink_to(root / "mkdocs.yml")
    done = build(root)
    assert done.returncode == 1
    assert sorted(line.partition(":")[0] for line in problems(done)) == sorted(
        f"docs/{name}" for name in (*names, "secret.txt")
    )
    published = [path.name for path in (root / "site").rglob("*") if path.is_file()]
    assert not {"notes.md.orig", "page.html", "Photo.PNG", "secret.txt"} & set(published)
    assert not any("Index" in name for name in published)


@pytest.mark.slow
def test_what_is_left_in_the_folder_of_the_theme_is_not_published(project) -> None:
    root = project(
        {
            "mkdocs.yml": SETTINGS.replace("name: mkdocs", "name: mkdocs, custom_dir: own"),
            **SUPPORT,
            "docs/index.md": front_matter(title="Home") + "Text.\n",
            "docs/assets/javascripts/mine.js": "mine()",
            "own/main.html.orig": "What is not meant.",
            "own/notes.txt~": "What is not meant.",
            "own/assets/own.css": "p {}",
        }
    )
    (root / "own/secret.txt").symlink_to(root / "mkdocs.yml")
    done = build(root)
    assert sorted(line.partition(":")[0] for line in problems(done)) == [
        "own/main.html.orig",
        "own/secret.txt",
    ]
    published = {path.name for path in (root / "site").rglob("*") if path.is_file()}
    assert published >= {"own.css", "mine.js"}
    assert not published & {"main.html.orig", "notes.txt~", "secret.txt"}


def test_what_cannot_be_read_ends_the_strict_build_in_its_sentence(project) -> None:
    root = project(
        {"mkdocs.yml": SETTINGS, **SUPPORT, "docs/index.md": front_matter(title="Home") + "Text.\n"}
    )
    (root / "docs/broken.md").symlink_to("nowhere.md")
    (root / "docs/broken.svg").symlink_to("nowhere.svg")
    os.mkfifo(root / "docs/pipe.md")
    (root / "docs/latin.md").write_bytes(front_matter(title="Caf\xe9").encode("latin-1"))
    done = build(root)
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    assert problems(done) == [
        (
            "docs/broken.md:1:1: this file cannot be read: it is a link to a file that is not"
            " there. Delete it, or put a file in its place that you can open."
        ),
        (
            "docs/broken.svg:1:1: this file cannot be read: it is a link to a file that is not"
            " there. Delete it, or put a file in its place that you can open."
        ),
        "docs/latin.md:1:1: this page is not saved as UTF-8. Save it again as UTF-8.",
        (
            "docs/pipe.md:1:1: this file cannot be read: it is no ordinary file. Delete it, or put"
            " a file in its place that you can open."
        ),
    ]


SLIPS = """\
[a](findings:y) ![b](foo:bar) <ftp://a.example/x> [c](sms:START) [d](C:\\x) [e](http://[x)

See ![f](table:mood) and

- item ![g](chart:mood)

[h][h1]

[h1]: javascript:1

<img src="data:x"> [i](index.md){: href="java&#115;cript:1" }
"""


@pytest.mark.slow
def test_dead_links_end_the_strict_build_in_the_sentences_of_the_check(
    project,
) -> None:
    root = project(
        {
            "mkdocs.yml": SETTINGS,
            **SUPPORT,
            "docs/index.md": front_matter(title="Home") + SLIPS,
            "data/mood.csv": MOOD + "2021,33,a ![x](table:mood) and [y](findings:z),ant2020\n",
        }
    )
    done = build(root)
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    checked = sorted(set(read_catalogue(root)[1]))
    assert problems(done) == [str(problem) for problem in checked]
    assert [
        (problem.path, problem.line, problem.column)
        for problem in checked
        if problem.rule != "unknown-chart"
    ] == [
        ("data/mood.csv", 4, 11),
        ("data/mood.csv", 4, 32),
        *(("docs/index.md", 8, column) for column in (1, 17, 31, 51, 66, 76)),
        *(("docs/index.md", *place) for place in ((10, 5), (12, 8), (16, 1), (18, 11), (18, 42))),
    ]


@pytest.mark.slow
def test_numbers_to_call_and_to_text_reach_the_reader_as_they_are(project) -> None:
    links = [
        "tel:+1-800-799-7233",
        "sms:88788?body=START",
        "sms:741741",
        "mailto:help@a.example?subject=Help%20me",
    ]
    body = " ".join(f"[words {number}]({link})" for number, link in enumerate(links))
    root = project(
        {
            "mkdocs.yml": SETTINGS,
            **SUPPORT,
            "docs/index.md": front_matter(title="Home") + body + "\n\n![Mood](table:mood)\n",
            "data/mood.csv": MOOD + "2021,33,Text [START](sms:88788?body=START),ant2020\n",
        }
    )
    done = build(root)
    assert done.returncode == 0, done.stdout + done.stderr
    html = (root / "site/index.html").read_text(encoding="utf-8")
    assert [link in html for link in (f'href="{link}"' for link in links)] == [True] * 4
    assert html.count('href="sms:88788?body=START"') == 2


@pytest.mark.slow
def test_a_misspelled_source_ends_the_build_of_the_guide_itself(
    tmp_path: Path,
) -> None:
    for name in ("data", "docs", "overrides", "hooks", "mkdocs.yml"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile
        copy(ROOT / name, tmp_path / name)
    path = tmp_path / "data/findings.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(",joel2020,", ",joel2O2O,", 1), encoding="utf-8")
    line = text[: text.index(",joel2020,")].count("\n") + 1
    done = build(tmp_path)
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    [said] = problems(done)
    assert said.startswith(f"data/findings.csv:{line}:")
    assert said.endswith(
        'source is "joel2O2O", which no row of sources has as its key. Did you mean "joel2020"?'
    )
