"""Whatever a computer brings about ends in a sentence: files, disks, settings, consoles."""

import contextlib
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from guide.core.folder_lock import FolderLock
from guide.core.problems import UserError
from tests.support.commands import run_script
from tests.support.pages import without_rule_addresses
from tests.support.projects import front_matter
from tests.support.real import ROOT

RULES, WORDS = "data/prose/rules.yaml", "data/prose/words.txt"
SETTINGS = f"""\
site_name: Test
site_url: https://guide.example/
theme: {{name: mkdocs, highlightjs: false}}
hooks: ["{ROOT / "hooks" / "site_hooks.py"}"]
markdown_extensions: [attr_list, def_list, guide.extension]
plugins: []
extra: {{today: ""}}
"""
HOME = front_matter(title="Home") + "Text.\n"


@pytest.fixture
def root(project):
    return project({"docs/index.md": HOME, "mkdocs.yml": SETTINGS, RULES: "rules: []\n", WORDS: ""})


def replace(name: str, make: Callable[[Path], object]) -> Callable[[Path], None]:
    """Return what puts something else in the place of a file."""

    def change(root: Path) -> None:
        (root / name).unlink(missing_ok=True)
        make(root / name)

    return change


NO_FILE = "this file is missing, and the prose cannot be checked without it. Put it back."
GONE = "this file is missing. Put it back, or take it out of data/datapackage.yaml."
LINK = "this is a symbolic link, which may lead out of the project, so it is left out of the site."
FILES = {
    "rules-folder": (replace(RULES, Path.mkdir), f"{RULES}:1:1: {NO_FILE}"),
    "rules-pipe": (replace(RULES, os.mkfifo), f"{RULES}:1:1: {NO_FILE}"),
    "rules-endless": (replace(RULES, lambda path: path.symlink_to("/dev/zero")), NO_FILE),
    "words-pipe": (replace(WORDS, os.mkfifo), f"{WORDS}:1:1: {NO_FILE}"),
    "words-nowhere": (replace(WORDS, lambda path: path.symlink_to("x")), NO_FILE),
    "table-folder": (replace("data/mood.csv", Path.mkdir), f"data/mood.csv:1:1: {GONE}"),
    "table-pipe": (replace("data/mood.csv", os.mkfifo), f"data/mood.csv:1:1: {GONE}"),
    "table-link": (
        replace("data/mood.csv", lambda path: path.symlink_to("/dev/zero")),
        f"data/mood.csv:1:1: {LINK}",
    ),
    "descriptor-pipe": (
        replace("data/datapackage.yaml", os.mkfifo),
        "data/datapackage.yaml:1:1: the data package's descriptor is missing. Put it back.",
    ),
    "descriptor-loop": (
        replace("data/datapackage.yaml", lambda path: path.symlink_to(path.name)),
        "data/datapackage.yaml:1:1: the data package's descriptor is missing. Put it back.",
    ),
    "page-pipe": (
        replace("docs/index.md", os.mkfifo),
        "docs/index.md:1:1: this file cannot be read: it is no ordinary file.",
    ),
    "page-loop": (
        replace("docs/index.md", lambda path: path.symlink_to(path.name)),
        "docs/index.md:1:1: this file cannot be read: too many levels of symbolic links.",
    ),
    "page-bytes": (
        replace("docs/index.md", lambda path: path.write_bytes(b"\xed\xa0\x80")),
        "docs/index.md:1:1: this page is not saved as UTF-8. Save it again as UTF-8.",
    ),
    "table-utf-16": (
        replace("data/mood.csv", lambda path: path.write_bytes("a,b\n".encode("utf-16"))),
        "data/mood.csv:1:1: this file is not saved as UTF-8, but as UTF-16",
    ),
}


@pytest.mark.parametrize(("change", "expected"), FILES.values(), ids=FILES)
def test_a_file_that_is_none_is_named(root, change, expected):
    change(root)
    done = run_script("check", "--root", str(root))
    assert done.returncode == 1
    assert expected in without_rule_addresses(done.stdout) and done.stderr == ""


# What editors, spreadsheets, systems and version control leave beside a file.
LEFTOVERS = [
    *(".index.md.swp", "index.md~", "#index.md#", ".#index.md", "._index.md", ".DS_Store"),
    *(
        "Thumbs.db",
        "desktop.ini",
        ".~lock.mood.csv#",
        "~$mood.xlsx",
        "index.md.orig",
        "index.md.bak",
    ),
    *("index.md.rej", "4913", ".index.md.kate-swp", "index.md.tmp", ".write-1-a"),
]


def test_what_programs_leave_beside_a_page_ends_in_sentences(root):
    for name in LEFTOVERS:
        (root / "docs" / name).write_bytes(b"\0\xff")
    done = run_script("check", "--root", str(root))
    assert done.returncode in (0, 1) and "itself failed" not in done.stdout + done.stderr
    for line in without_rule_addresses(done.stdout).splitlines()[:-1]:
        assert "passed over" in line or line.startswith("docs/"), line


DAY = "which is not a day. Write year, month and day, such as 2026-11-23."
SECONDS = "which is not a number of seconds since 1970. Write digits, or unset it."
SITE = "which is not the address of a site. Write it as https://guide.example.org/"
VALUES = {
    "GUIDE_TODAY": {
        **{day: f'GUIDE_TODAY is "{day}", {DAY}' for day in ("tomorrow", "2026-02-30", "0", " ")},
        "": "",
    },
    "SOURCE_DATE_EPOCH": {
        **{text: f'SOURCE_DATE_EPOCH is "{text}", {SECONDS}' for text in ("abc", "1e9", "9" * 20)},
        "": "",
    },
    "SITE_URL": {
        url: f'SITE_URL is "{url}", {SITE}'
        for url in ("guide.example", "http://[", "javascript:a", "https://a b/", '"><b>', "")
    },
}


@pytest.mark.parametrize("name", VALUES)
def test_an_odd_value_of_a_setting_is_named_before_anything_is_built(root, monkeypatch, name):
    monkeypatch.chdir(root)
    monkeypatch.setenv("GUIDE_TODAY", "")
    for value, expected in VALUES[name].items():
        monkeypatch.setenv(name, value)
        if not expected:
            continue
        done = run_script("build")
        assert (done.returncode, done.stdout, done.stderr[: len(expected)]) == (1, "", expected)
        served = run_script("serve")
        assert (served.returncode, served.stderr[: len(expected)]) == (2, expected)
    assert not (root / "site").exists()


CONSOLES = [
    {"PYTHONIOENCODING": "ascii"},
    {"PYTHONIOENCODING": "cp1252"},
    {"PYTHONIOENCODING": "latin-1:strict"},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"LC_ALL": "xx_YY", "TZ": "Nowhere/No", "COLUMNS": "x", "TERM": "dumb", "NO_COLOR": "1"},
]


@pytest.mark.slow
@pytest.mark.parametrize("environment", CONSOLES, ids=lambda values: " ".join(values.values()))
def test_any_console_shows_what_is_wrong(root, environment):
    (root / "docs/index.md").write_text(f"{HOME}→ [24%](finding:日本) 😀\n", encoding="utf-8")
    command = [sys.executable, str(ROOT / "scripts/check.py"), "--root", str(root)]
    done = subprocess.run(
        command, capture_output=True, check=False, env={**os.environ, **environment}
    )
    assert done.returncode == 1 and b"Traceback" not in done.stderr + done.stdout
    assert b"docs/index.md:9:3: no finding is called" in done.stdout


NAMES = ["a b", "it's", 'a"b', "a$b", "a%20b", "é", "a&b", "a;b", "a#b", "[a]", "a{b}", "-x"]


def test_a_project_may_lie_in_a_folder_of_any_name(root):
    for name in NAMES:
        folder = root.parent / "names" / name
        shutil.copytree(root, folder)
        done = run_script("check", f"--root={folder}")
        assert (done.returncode, done.stderr) == (0, ""), (name, done.stdout)


def build(root: Path, *words: str, limit: int | None = None, **environment: str):
    """Run the strict build in a process of its own, with a limit to the size of files."""

    def set_limit() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", *words],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "true", **environment},
        preexec_fn=set_limit,
    )


@pytest.mark.slow
def test_a_site_that_cannot_be_written_ends_in_a_sentence(root):
    full = build(root, limit=1000)
    (root / "taken").write_text("")
    taken = build(root, "--site-dir", "taken")
    (root / "loop").symlink_to("loop")
    loop = build(root, "--site-dir", "loop")
    for done, expected in (
        (full, ": File too large."),
        (taken, "taken: Not a directory."),
        (loop, ": Too many levels of symbolic links."),
    ):
        assert done.returncode == 1 and "Traceback" not in done.stderr + done.stdout
        assert expected in done.stderr + done.stdout


@pytest.mark.slow
def test_an_empty_epoch_counts_as_none(root):
    done = build(root, SOURCE_DATE_EPOCH="", GUIDE_TODAY="")
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("GUIDE_TODAY", day) for day in ("tomorrow", "2026-02-30", "<<", "=")),
        *(("SITE_URL", url) for url in ("http://[", "", "2026-02-30", "https://a.example/?b")),
        *(("REPO_URL", url) for url in ("2026-02-30", "https://[/", "on")),
        *(("REPO_BRANCH", name) for name in ("a b", "=")),
        *(("GUIDE_REMEMBER", word) for word in ("2026-02-30", "maybe")),
    ],
)
def test_mkdocs_itself_names_an_odd_value_of_a_setting(root, name, value):
    more = {} if name.startswith("REPO_URL") else {"REPO_URL": "https://git.example/o/guide"}
    done = build(root, **{**more, name: value})
    assert done.returncode == 1 and "Traceback" not in done.stderr + done.stdout
    assert f'{name} is "{value}"' in done.stderr + done.stdout


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Have another process lock a folder, as a build does."""
    code = (
        "import sys; from pathlib import Path\n"
        "from guide.core.folder_lock import FolderLock\n"
        "file = FolderLock(Path(sys.argv[1])); print('locked', flush=True); input()"
    )
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    command = [sys.executable, "-c", code, str(folder)]
    with subprocess.Popen(command, **pipes, text=True) as other:
        assert other.stdout.readline() == "locked\n"
        yield
        other.kill()


@pytest.mark.slow
def test_two_builds_at_once_do_not_write_into_one_folder(root):
    sentence = f"Another build is writing into {root / 'site'}. Wait until it has ended, and"
    with locked(root / "site"):
        done = build(root)
        assert done.returncode == 1 and sentence in done.stderr + done.stdout
        finished = run_script("finish", str(root / "site"))
        assert finished.returncode == 1 and sentence in finished.stderr
        assert not (root / "site").exists()
    assert build(root).returncode == 0  # the lock has ended with its process


def test_a_folder_that_another_process_has_locked_is_refused(tmp_path):
    with locked(tmp_path), pytest.raises(UserError, match="Another build is writing into"):
        FolderLock(tmp_path)
    with FolderLock(tmp_path), FolderLock(tmp_path):
        pass  # one process may build again while it serves


@pytest.mark.parametrize(
    "command",
    [
        *("check", "check --fix", "due", "addresses --check", "external_links list x.html"),
        *("import_sheet x.csv mood", "new source", "move a.md b.md", "book", "report HEAD"),
    ],
)
def test_a_folder_without_a_guide_is_named(tmp_path, command):
    for folder in ("/nowhere", "/etc/hostname", str(tmp_path)):
        done = run_script(*command.split(), "--root", folder)
        assert done.returncode == 2
        assert f"{folder} holds no guide. Name the folder that has docs/" in done.stderr


COMMANDS = ("due", "addresses --check", "external_links list x.html")


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("name", ["data/datapackage.yaml", "data/mood.csv", "docs/index.md"])
def test_nothing_is_called_well_that_was_not_read(root, monkeypatch, command, name):
    monkeypatch.chdir(root)
    (root / name).write_bytes(b"\xff")
    done = run_script(*command.split(), "--root", ".")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"Not all could be read, so nothing is said of it. {name}:1:1: ")


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[]"])
def test_a_result_that_lychee_did_not_write_is_named(root, content):
    (root / "result.json").write_bytes(content)
    words = ("report", str(root / "result.json"), "--gone", str(root / "gone"))
    done = run_script("external_links", *words, "--root", str(root))
    assert done.returncode == 2 and "result.json is not what lychee writes." in done.stderr


def test_a_file_of_addresses_that_is_none_is_named(root):
    done = run_script("due", "--gone", "/dev/zero", "--root", str(root))
    assert (done.returncode, done.stderr) == (
        1,
        "/dev/zero is no file of addresses. Name the one that was written.\n",
    )
