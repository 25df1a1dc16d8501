"""scripts/check.py as an editor and CI run it: what it prints, what it fixes, how it ends."""

import json
import re
import shutil
import sys
from pathlib import Path

import pytest

from scripts import check as script
from scripts._cli import run_main
from tests.support.commands import run_script
from tests.support.pages import SOURCES_PAGE, without_rule_addresses
from tests.support.projects import FINDINGS, MOOD, front_matter

ROOT = Path(__file__).resolve().parents[2]
SOUND = {**SOURCES_PAGE, "docs/page.md": front_matter() + "Text.\n"}


def check(root: Path, *options: str) -> tuple[int, str, str]:
    """Return the exit status and what was printed and said of faults."""
    if not (root / "data/prose").exists():
        shutil.copytree(ROOT / "data/prose", root / "data/prose")
        rules = root / "data/prose/rules.yaml"
        columns = "columns: {findings: [statement], glossary: [definition], mood: [note]}\n"
        text = re.sub(r"^columns:\n(?:  .*\n)+", columns, rules.read_text("utf-8"), flags=re.M)
        rules.write_text(text, encoding="utf-8")
    done = run_script("check", "--root", str(root), *options)
    return done.returncode, without_rule_addresses(done.stdout), done.stderr


def test_nothing_wrong_is_said_and_ends_with_0(project):
    assert check(project(SOUND)) == (0, "2 pages and 4 tables checked: nothing is wrong.\n", "")


def test_all_is_said_in_one_run_and_ends_with_1(project):
    root = project(
        {
            **SOUND,
            "docs/page.md": (
                front_matter() + "A miracle relationshp: [5%](finding:ants-lonly).\n\nx \n"
            ),
            "data/mood.csv": MOOD + "2021,abc,,ant2020\n",
        }
    )
    assert check(root) == (
        1,
        """\
data/mood.csv:4:6: lonely_pct is "abc", which is not a number. Write digits, such as 34.
docs/page.md:8:3: "miracle" promises more than a study can show. Say what was found, \
in whom, and how large it was.
docs/page.md:8:24: no finding is called "ants-lonly". Did you mean "ants-lonely"?
docs/page.md:10:2: from here on, the file is not in the form of the project (line ends, spaces, \
quotes, order). \
Run make fix, which mends it.
docs/page.md:8:11: warning: "relationshp" is not in the dictionary. Did you mean "relationship"? \
If it is right, add it to \
data/prose/words.txt.
4 problems and 1 warning found
""",
        "",
    )


def test_warnings_alone_hold_nothing_up(project):
    status, output, _ = check(
        project({**SOUND, "docs/page.md": front_matter() + "Say it it again and agian.\n"})
    )
    assert (status, output.split("\n")[-2]) == (0, "2 warnings found")


def test_for_github_each_is_an_annotation_at_its_place(project):
    root = project(
        {
            **SOUND,
            "docs/page.md": front_matter() + "Say it it now.\n",
            "data/mood.csv": MOOD + "2021,50%,,ant2020\n",
        }
    )
    assert check(root, "--format", "github") == (
        1,
        """\
::error file=data/mood.csv,line=4,col=6,title=not-number::lonely_pct is "50%25", \
which is not a number. Write digits, such as 34.
::warning file=docs/page.md,line=8,col=5,title=repeated-word::"it it" says a word \
twice. Delete one of the two.
data/mood.csv:4:6: lonely_pct is "50%", which is not a number. Write digits, such as 34.
docs/page.md:8:5: warning: "it it" says a word twice. Delete one of the two.
1 problem and 1 warning found
""",
        "",
    )


WRONG = {**SOUND, "docs/page.md": front_matter() + "Say it it to a [bee](finding:b-fall).\n"}


def test_a_message_ends_with_the_address_of_its_rule(project, monkeypatch):
    root = project(WRONG)
    check(root)  # brings the rules of prose
    addresses = {}
    for site_url in ("", "https://bonds.example/guide/"):
        monkeypatch.setenv("SITE_URL", site_url)
        output = run_script("check", "--root", str(root), "--format", "github").stdout
        addresses[site_url] = re.findall(r"\(see (\S+)\)$", output, re.MULTILINE)
    assert addresses[""] == ["/about/rules/#unknown-finding", "/about/rules/#repeated-word"] * 2
    assert (
        addresses["https://bonds.example/guide/"]
        == [
            "https://bonds.example/guide/about/rules/#unknown-finding",
            "https://bonds.example/guide/about/rules/#repeated-word",
        ]
        * 2
    )


def test_json_is_all_that_is_printed_and_has_every_problem(project, monkeypatch):
    monkeypatch.setenv("SITE_URL", "https://bonds.example/")
    root = project({**WRONG, "docs/.hidden.md": "x"})
    status, output, note = check(root, "--format", "json")
    assert (status, json.loads(output)) == (
        1,
        {
            "version": 1,
            "errors": 1,
            "warnings": 1,
            "problems": [
                {
                    "path": "docs/page.md",
                    "line": 8,
                    "column": 16,
                    "rule": "unknown-finding",
                    "severity": "error",
                    "message": ('no finding is called "b-fall". Did you mean "bees-fall"?'),
                    "what": 'no finding is called "b-fall".',
                    "fix": 'Did you mean "bees-fall"?',
                    "url": "https://bonds.example/about/rules/#unknown-finding",
                },
                {
                    "path": "docs/page.md",
                    "line": 8,
                    "column": 5,
                    "rule": "repeated-word",
                    "severity": "warning",
                    "message": '"it it" says a word twice. Delete one of the two.',
                    "what": '"it it" says a word twice.',
                    "fix": "Delete one of the two.",
                    "url": "https://bonds.example/about/rules/#repeated-word",
                },
            ],
        },
    )
    assert "docs/.hidden.md" in note


def test_json_of_a_sound_project_is_an_empty_list(project):
    status, output, _ = check(project(SOUND), "--format", "json")
    assert (status, json.loads(output)["problems"]) == (0, [])


MESSY = (
    b'\xef\xbb\xbfid,section,statement,value,unit,population,period,source,design,status,caveat\r\n"bees-fall","science","Bees\xe2\x80\x99'
    b' scores fell.",5.54,% change,bees,2021,bee2021,rct,verified,\r\nants-lonely,science,"Ants,'
    b' 24%.",24,%,ants,2020,ant2020,rct,verified,\r\n'
)
MENDED = """\
id,section,statement,value,unit,population,period,source,design,status,caveat
ants-lonely,science,"Ants, 24%.",24,%,ants,2020,ant2020,rct,verified,
bees-fall,science,Bees’ scores fell.,5.54,% change,bees,2021,bee2021,rct,verified,
"""


def test_fix_mends_the_form_of_files_and_nothing_else(project):
    root = project(SOUND)
    descriptor = root / "data/datapackage.yaml"
    described = descriptor.read_text(encoding="utf-8").replace(
        "title: Findings\n", "title: Findings\n    sorted_by: id\n"
    )
    descriptor.write_text(described, encoding="utf-8")
    (root / "data/findings.csv").write_bytes(MESSY)
    page = (
        front_matter()
        .replace("title: A page\n", "")
        .replace("kind: page\n", "kind: page\ntitle: A page\n")
    )
    (root / "docs/page.md").write_bytes((page + "One. \n\n\n").replace("\n", "\r\n").encode())

    status, output, _ = check(root, "--fix")
    assert (status, output) == (
        0,
        (
            "mended data/findings.csv\nmended docs/page.md\n2 pages and 4 tables checked: nothing"
            " is wrong.\n"
        ),
    )
    assert (root / "data/findings.csv").read_bytes() == MENDED.encode()
    assert (root / "docs/page.md").read_bytes() == (front_matter() + "One.\n").encode()
    assert check(root, "--fix")[1] == "2 pages and 4 tables checked: nothing is wrong.\n"


@pytest.mark.parametrize(
    "text",
    [FINDINGS + 'x,science,"open', "", FINDINGS.replace(",", ";")],
    ids=["open-quote", "empty", "semicolons"],
)
def test_fix_leaves_a_file_that_it_cannot_read_as_it_is(project, text):
    root = project({**SOUND, "data/findings.csv": text})
    assert check(root, "--fix")[0] == 1
    assert (root / "data/findings.csv").read_text(encoding="utf-8") == text


def test_a_fault_of_its_own_ends_with_2_and_one_line(project, monkeypatch, capsys):
    monkeypatch.setattr(script, "check_prose", lambda *_: 1 / 0)
    monkeypatch.setattr(sys, "argv", ["check.py", "--root", str(project(SOUND))])
    with pytest.raises(SystemExit) as end:
        run_main(script.main)
    assert end.value.code == 2
    assert capsys.readouterr() == (
        "",
        "The command itself failed (ZeroDivisionError: division by zero). Please report this.\n",
    )


def test_hidden_files_are_counted_in_one_line_and_hold_nothing_up(project):
    root = project(SOUND)
    (root / "docs/.#page.md").symlink_to("somebody@somewhere.1234:1700000000")
    (root / "docs/._page.md").write_bytes(b"\0\5\x16\7")
    assert check(root) == (
        0,
        (
            "2 files were passed over: docs/.#page.md, docs/._page.md.\n"
            "2 pages and 4 tables checked: nothing is wrong.\n"
        ),
        "",
    )
