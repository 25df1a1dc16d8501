"""The editors' commands on a small project: what they say, what they write, and how they end."""

import subprocess
import sys
from pathlib import Path

import pytest

from guide.checks.autofix import check_form
from guide.content.loader import read_catalogue
from guide.core.problems import report
from tests.support.commands import SCRIPTS, run_script
from tests.support.pages import SOURCES_PAGE
from tests.support.projects import PACKAGE, front_matter

LONG = "that is long enough to be useful to all the people who read it."
REDIRECTS = """\
  - name: redirects
    path: redirects.csv
    title: Redirects
    sorted_by: old
    schema:
      primaryKey: old
      fields: [{name: old}, {name: new}, {name: date, type: date}]
tables:
"""


def page(title: str, body: str) -> str:
    return front_matter(title=title, description=f"A description of {title} {LONG}") + body


def topic(name: str, related: list[str]) -> str:
    entries = "".join(
        f"  - topic: {slug}\n    reason: a reason that is long enough\n" for slug in related
    )
    return (
        f"---\ntitle: {name.title()}\ndescription: A description of {name} {LONG}\nkind:"
        f" topic\nphrase: about {name}\ngroup: Trust\nsummary: A summary that is long"
        f" enough.\nserves: Whoever reads this page.\nrelated:\n{entries}safety: false\nreviewed:"
        f" 2026-11-23\nreview_by: 2027-11-23\n---\n\nAll [about {related[0]}] and [about"
        f" {related[1]}].\n"
    )


FILES = {
    **SOURCES_PAGE,
    "data/datapackage.yaml": PACKAGE.replace("tables:\n", REDIRECTS),
    "data/redirects.csv": "old,new,date\n",
    "docs/topics/ants.md": topic("ants", ["bees", "cows"]),
    "docs/topics/bees.md": topic("bees", ["ants", "cows"]),
    "docs/topics/cows.md": topic("cows", ["ants", "bees"]),
    "docs/page.md": page("Plain", "See [ants](topics/ants.md).\n"),
    "mkdocs.yml": (
        "nav:\n  - page.md\n  - Topics:\n      - Trust:\n          - topics/ants.md\n          -"
        " topics/bees.md\n          - topics/cows.md\n"
    ),
}
TOPIC = {
    "title": "Dogs",
    "phrase": "about dogs",
    "group": "Trust",
    "description": f"A description of dogs {LONG}",
    "summary": "A summary that is long enough.",
    "serves": "Whoever reads this page.",
    "related-1": "ants",
    "reason-1": "a reason that is long enough",
    "related-2": "bees",
    "reason-2": "a reason that is long enough",
    "linked-from-1": "page.md",
    "linked-from-2": "topics/cows.md",
}


def run(root: Path, script: str, *words: str) -> subprocess.CompletedProcess:
    """Run one command on a project, with nobody at the terminal."""
    return run_script(script, *words, "--root", str(root))


def options(values: dict[str, str]) -> list[str]:
    return [f"--{name}={value}" for name, value in values.items()]


def state(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and ".git" not in path.parts
    }


def all_problems(root: Path) -> list[str]:
    catalogue, problems = read_catalogue(root)
    return report([*problems, *check_form(root, catalogue.package)])


@pytest.fixture
def root(project) -> Path:
    folder = project(FILES)
    run(folder, "addresses", "--write")
    assert all_problems(folder) == []
    return folder


def test_a_new_topic_is_shown_then_written_and_passes(root):
    before = state(root)
    shown = run(root, "new", "topic", *options(TOPIC), "--today", "2026-11-23")
    assert (
        shown.returncode == 0
        and "--- docs/topics/dogs.md is new\n+---\n+title: Dogs\n" in shown.stdout
    )
    assert "+See also: [about dogs]." in shown.stdout and shown.stdout.endswith(
        "run the command again with --yes.\n"
    )
    assert state(root) == before
    done = run(root, "new", "topic", *options(TOPIC), "--today", "2026-11-23", "--yes")
    assert done.returncode == 0 and done.stdout.endswith(
        "Written: docs/page.md, docs/topics/cows.md, docs/topics/dogs.md, mkdocs.yml\n"
    )
    assert all_problems(root) == []
    assert "          - topics/cows.md\n          - topics/dogs.md\n" in (
        root / "mkdocs.yml"
    ).read_text(encoding="utf-8")


def test_what_is_missing_for_a_topic_is_told_all_at_once(root):
    before = state(root)
    done = run(root, "new", "topic", "--title", "Dogs", "--related-1", "zebra", "--yes")
    assert done.returncode == 1 and done.stderr.startswith(
        "Nothing is written.\n--phrase: this is needed (Link phrase"
    )
    assert (
        '--related-1: no topic is called "zebra". There are these topics: ants, bees, cows'
        in done.stderr
        and state(root) == before
    )


def test_a_new_source_and_a_finding_that_rests_on_it(root):
    done = run(
        root,
        "new",
        "source",
        "--authors",
        "Ape, A.",
        "--year",
        "2022",
        "--title",
        "On apes, again",
        "--container",
        "",
        "--yes",
    )
    assert done.returncode == 0 and '+ape2022,"Ape, A.",2022,"On apes, again",,,' in done.stdout
    values = {
        "id": "apes-calm",
        "section": "science",
        "statement": "Apes are calm.",
        "value": "-5.5",
        "source": "ape2022",
        "status": "secondary",
    }
    done = run(root, "new", "finding", *options(values), "--yes")
    assert done.returncode == 0 and (root / "data/findings.csv").read_text(
        encoding="utf-8"
    ).endswith("apes-calm,science,Apes are calm.,-5.5,,,,ape2022,,secondary,\n")
    assert all_problems(root) == []


def test_a_finding_without_its_source_is_not_written(root):
    done = run(
        root,
        "new",
        "finding",
        "--id",
        "apes-calm",
        "--source",
        "ape2022",
        "--status",
        "sure",
        "--yes",
    )
    assert done.returncode == 1
    assert (
        '--source: no row of sources has "ape2022" as its key' in done.stderr
        and '--status: status is "sure"' in done.stderr
    )


def test_what_the_checks_would_find_is_not_written(root):
    before = state(root)
    done = run(
        root,
        "new",
        "topic",
        *options(
            {
                **TOPIC,
                "phrase": "about dogs",
                "linked-from-2": "sources.md",
                "title": "Sources",
                "slug": "sources",
            }
        ),
        "--yes",
    )
    assert (
        done.returncode == 1
        and "--title: docs/sources.md has the same title" in done.stderr
        and state(root) == before
    )


@pytest.mark.parametrize("words", [("topic", "--help"), ("--help",), ("finding", "--help")])
def test_new_explains_itself(root, words):
    done = run(root, "new", *words)
    assert done.returncode == 0 and "usage:" in done.stdout


def test_a_page_moves_with_all_that_leads_to_it(root):
    before = state(root)
    shown = run(root, "move", "topics/ants.md", "topics/red-ants.md", "--today", "2026-11-24")
    assert shown.returncode == 0 and "Nothing is written." in shown.stdout and state(root) == before
    done = run(
        root, "move", "docs/topics/ants.md", "topics/red-ants", "--today", "2026-11-24", "--yes"
    )
    assert (
        done.returncode == 0
        and "Moved docs/topics/ants.md to docs/topics/red-ants.md." in done.stdout
    )
    assert all_problems(root) == [] and run(root, "addresses", "--check").returncode == 0
    assert (root / "data/redirects.csv").read_text(
        encoding="utf-8"
    ) == "old,new,date\n/topics/ants/,/topics/red-ants/,2026-11-24\n"
    assert "[ants](topics/red-ants.md)" in (root / "docs/page.md").read_text(encoding="utf-8")


def test_a_move_says_what_it_cannot_do_and_what_it_leaves(root):
    done = run(root, "move", "topics/ant.md", "topics/red.md", "--yes")
    assert (done.returncode, done.stderr) == (
        1,
        (
            'Nothing is written: there is no page "topics/ant.md" below docs/. Did you mean'
            ' "topics/ants.md"?\n'
        ),
    )
    (root / "README.md").write_text("See docs/topics/ants.md.\n", encoding="utf-8")
    done = run(root, "move", "topics/ants.md", "topics/red.md")
    assert "look at each: README.md:1" in done.stdout


def test_a_vanished_address_is_named(root):
    (root / "docs/page.md").unlink()
    done = run(root, "addresses", "--check")
    assert done.returncode == 1 and done.stdout.startswith(
        'data/addresses.txt:1:1: the published address "/page/" leads nowhere now.'
    )
    (root / "data/redirects.csv").write_text(
        "old,new,date\n/page/,/sources/,2026-11-23\n", encoding="utf-8"
    )
    done = run(root, "addresses", "--check")
    assert (done.returncode, done.stdout) == (
        0,
        "5 published addresses: each is a page or a redirect.\n",
    )


def test_a_sheet_is_shown_then_brought_in(root, tmp_path):
    sheet = tmp_path / "moods.csv"
    sheet.write_bytes(b"Year;Lonely;source\r\n2010;21,5;ant2020\r\n2024;40;bee2021\r\n")
    before = state(root)
    shown = run(root, "import_sheet", str(sheet), "mood")
    assert shown.returncode == 0 and state(root) == before
    assert (
        shown.stdout
        == 'note: read as separated by semicolons\nnote: the heading "Year" is read as the column'
        ' year\nnote: the heading "Lonely" is read as the column lonely_pct\nnote: the sheet has'
        " no column note: rows that are there keep what they have, new rows get nothing\nbrought"
        ' into form: row 2, lonely_pct: "21,5" → "21.5" (decimal point, no separator of'
        " thousands)\nnot in the sheet, and kept: 1 row (2020). To take them out of the table,"
        " add --take-out.\nchanged: 2010\n    lonely_pct: 21 → 21.5\nnew row: 2024\n    year:"
        " 2024\n    lonely_pct: 40\n    source: bee2021\n\nNothing is written. To write it,"
        " answer y, or run the command again with --yes.\n"
    )
    done = run(root, "import_sheet", str(sheet), "data/mood.csv", "--yes", "--take-out")
    assert (
        done.returncode == 0
        and (root / "data/mood.csv").read_text(encoding="utf-8")
        == "year,lonely_pct,note,source\n2010,21.5,,ant2020\n2024,40,,bee2021\n"
    )
    assert run(root, "import_sheet", str(sheet), "mood", "--yes").stdout.endswith(
        "data/mood.csv says all of this already; nothing is to be written.\n"
    )


@pytest.mark.parametrize(
    ("text", "resource", "status", "words"),
    [
        (
            "year,lonely_pct\n2010,5-Jan\n",
            "mood",
            1,
            (
                'moods.csv:2:2: lonely_pct is "5-Jan", which looks like a date that a spreadsheet'
                " made of something else"
            ),
        ),
        (
            "key,title\nant2020,On ants\n",
            "sauces",
            1,
            'Nothing is written: there is no table called "sauces". Did you mean "sources"?',
        ),
        (
            "key,title\nant2020,On ants\n",
            "sources",
            1,
            "The project would not pass the checks with these rows, so nothing is written:",
        ),
    ],
)
def test_a_sheet_that_cannot_come_in_is_refused(root, tmp_path, text, resource, status, words):
    (tmp_path / "moods.csv").write_text(text, encoding="utf-8")
    before = state(root)
    done = run(root, "import_sheet", str(tmp_path / "moods.csv"), resource, "--yes", "--take-out")
    assert (done.returncode, words in done.stdout + done.stderr) == (status, True), (
        done.stdout + done.stderr
    )
    assert state(root) == before


def git(root: Path, *words: str) -> None:
    subprocess.run(
        [
            "git",
            "-c",
            "user.name=Test",
            "-c",
            "user.email=test@example.org",
            "-c",
            "commit.gpgsign=false",
            *words,
        ],
        cwd=root,
        check=True,
        capture_output=True,
    )


def test_the_report_compares_with_a_commit_and_leaves_it_alone(root):
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "-m", "first")
    (root / "data/mood.csv").write_text(
        "year,lonely_pct,note,source\n2010,22,,ant2020\n2020,34,a [@bee2021] note,bee2021\n",
        encoding="utf-8",
    )
    before = state(root)
    done = run(root, "report", "main")
    assert (
        done.returncode == 0
        and "| Mood: 2010 | Lonely | 21 | 22 | no page |" in done.stdout
        and state(root) == before
    )
    assert (
        subprocess.run(
            ["git", "worktree", "list"], cwd=root, capture_output=True, text=True, check=True
        ).stdout.count("\n")
        == 1
    )
    (root / "docs/page.md").write_text(FILES["docs/page.md"] + "[@nobody]\n", encoding="utf-8")
    assert "The checks find 1 problem in this change" in run(root, "report", "HEAD").stdout


@pytest.mark.parametrize("base", ["no-such-branch", "main:docs"])
def test_a_report_on_no_commit_says_so(root, base):
    git(root, "init", "--quiet", "--initial-branch=main")
    done = run(root, "report", base)
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr
        == f'No report: there is no commit or branch "{base}" here. Check its name, or fetch it'
        " first: git fetch origin.\n"
    )


def test_what_is_due_is_listed_as_markdown(root):
    assert (
        run(root, "due", "--today", "2027-11-23").returncode,
        run(root, "due", "--today", "2027-11-23").stdout,
    ) == (0, "")
    done = run(root, "due", "--today", "2027-11-24")
    assert done.returncode == 1 and done.stdout.startswith(
        "5 things to look at, as of November 24, 2027.\n\n## Pages to review\n\n- [ ] **Plain**"
        " (`docs/page.md`)"
    )
    (root / "gone.txt").write_text("https://bees.example/\n", encoding="utf-8")
    assert (
        "- [ ] `bees-fall`"
        in run(root, "due", "--today", "2026-11-24", "--gone", str(root / "gone.txt")).stdout
    )


@pytest.mark.parametrize("script", ["due", "move", "new"])
def test_a_day_that_is_none_is_named(root, script):
    done = run(
        root,
        script,
        *{"due": (), "move": ("a.md", "b.md"), "new": ("source",)}[script],
        "--today",
        "23 Nov",
    )
    assert (
        done.returncode == 2
        and '"23 Nov" is not a day. Write year, month and day, such as 2026-11-23' in done.stderr
    )


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("check", ()),
        ("due", ("--gone", "no-such-file")),
        ("import_sheet", ("x.csv", "mood")),
        ("new", ("source",)),
        ("addresses", ("--check",)),
        ("move", ("a.md", "b.md")),
        ("report", ("main",)),
    ],
)
def test_no_command_shows_a_traceback(tmp_path, script, words):
    command = [
        sys.executable,
        str(SCRIPTS / f"{script}.py"),
        *words,
        "--root",
        str(tmp_path / "no"),
    ]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        encoding="utf-8",
    )
    assert done.returncode in (0, 1, 2) and "Traceback" not in done.stderr + done.stdout
