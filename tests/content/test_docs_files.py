"""Which files of docs/ are read: those that MkDocs builds from and that can be read."""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import get_files

from guide.checks.autofix import find_fixes
from guide.content.docs_files import find_files, hidden_files_message
from guide.content.loader import read_catalogue
from guide.editing.edits import dry_run, read_texts
from guide.rendering.extension import _fingerprint
from tests.support.pages import SOURCES_PAGE, format_problems, problems_of
from tests.support.projects import front_matter

PART = st.sampled_from(
    [
        "a",
        "b.md",
        "templates",
        ".git",
        ".#a.md",
        "._b.md",
        "_c.md",
        "#d.md#",
        "e.md~",
        "..f",
        "g h.svg",
        "x.md",
    ]
)
PATHS = st.sets(st.lists(PART, min_size=1, max_size=4).map(tuple), max_size=12)


def write(root: Path, paths: set[tuple[str, ...]]) -> None:
    """Write a file at each path that is not a folder by then, nor lies below a file."""
    for parts in sorted(paths):
        path = root.joinpath(*parts)
        if not path.exists() and not any(above.is_file() for above in path.parents):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()


@given(PATHS)
def test_the_files_are_those_that_mkdocs_includes(paths):
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), paths)
        config = MkDocsConfig()
        config.load_dict({"site_name": "x", "docs_dir": folder, "site_dir": folder + "-site"})
        theirs = {file.src_uri: file.inclusion.is_included() for file in get_files(config)}
        files = find_files(Path(folder))
    assert files.files == sorted(
        (uri for uri in theirs if theirs[uri]), key=lambda uri: uri.split("/")
    )
    assert sorted(files.hidden) == sorted(uri for uri in theirs if not theirs[uri])
    assert files.unreadable == []


def lock(docs: Path) -> None:
    """What is left in docs/ while an editor has a page open, and by a Mac."""
    (docs / ".#page.md").symlink_to("somebody@somewhere.1234:1700000000")
    (docs / "._page.md").write_bytes(b"\0\5\x16\7")
    (docs / ".trash").mkdir()
    (docs / ".trash/page.md").write_text("Not a page.\n", encoding="utf-8")


def test_what_is_hidden_is_read_by_nothing_and_counted(project):
    root = project({**SOURCES_PAGE, "docs/page.md": front_matter() + "Text.\n"})
    lock(root / "docs")
    (root / "data/._mood.csv").write_bytes(b"\0\5")
    catalogue, problems = read_catalogue(root)
    assert format_problems(problems) == []
    assert (sorted(catalogue.pages), catalogue.hidden) == (
        ["page.md", "sources.md"],
        (".#page.md", "._page.md", ".trash/page.md"),
    )
    assert list(find_fixes(root, catalogue.package)) == []
    assert not any(
        "/." in f"/{path}"
        for path in [
            *read_texts(root),
            *(Path(path).relative_to(root) for path, *_ in _fingerprint(root)),
        ]
    )
    assert dry_run(root, []) == []


HIDDEN = {
    "none": ([], ""),
    "one": ([".#a.md"], "1 hidden file in docs/ was passed over: .#a.md."),
    "many": (
        [".a", ".b", ".c", ".d", ".e"],
        "5 hidden files in docs/ were passed over: .a, .b, .c and 2 more.",
    ),
    "control-characters": (
        [".a\x1b[2J\n"],
        r"1 hidden file in docs/ was passed over: .a\x1b[2J\n.",
    ),
}


@pytest.mark.parametrize(("names", "line"), HIDDEN.values(), ids=HIDDEN)
def test_the_hidden_files_are_said_in_one_line(names, line):
    assert hidden_files_message(names, "docs") == line


UNREADABLE = {
    "broken-link": (
        lambda docs: (docs / "x.md").symlink_to("nowhere.md"),
        [
            "[unreadable-file] docs/x.md:1:1: this file cannot be read: it is a link to a file that"
            " is not there. Delete it, or put a file in its place that you can open."
        ],
    ),
    "broken-link-to-a-picture": (
        lambda docs: (docs / "x.svg").symlink_to("nowhere.svg"),
        [
            "[unreadable-file] docs/x.svg:1:1: this file cannot be read: it is a link to a file"
            " that is not there. Delete it, or put a file in its place that you can open."
        ],
    ),
    "pipe": (
        lambda docs: os.mkfifo(docs / "x.md"),
        [
            "[unreadable-file] docs/x.md:1:1: this file cannot be read: it is no ordinary file. "
            "Delete it, or put a file in its place that you can open."
        ],
    ),
    "loop": (
        lambda docs: (docs / "x").symlink_to("."),
        [
            "[unreadable-file] docs/x:1:1: this file cannot be read: it is a link to a folder that"
            " it lies in. Delete it, or put a file in its place that you can open."
        ],
    ),
    "name-in-bytes": (
        lambda docs: Path(os.fsdecode(bytes(docs) + b"/\xff.md")).touch(),
        [
            r"[unreadable-file] docs/\udcff.md:1:1: this file cannot be read: its name is not in"
            r" UTF-8. "
            "Delete it, or put a file in its place that you can open."
        ],
    ),
    "folder-called-as-a-page": (lambda docs: (docs / "x.md").mkdir(), []),
}


@pytest.mark.parametrize(("make", "expected"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_is_said_and_hangs_nothing(project, make, expected):
    root = project({"docs/page.md": front_matter() + "Text.\n"})
    make(root / "docs")
    assert problems_of(root) == expected
    assert dry_run(root, []) == []


def test_a_file_that_may_not_be_opened_is_said(project, monkeypatch):
    root = project({"docs/page.md": front_matter() + "Text.\n"})
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # root may open everything
    assert problems_of(root) == [
        "[unreadable-file] docs/page.md:1:1: this file cannot be read: you may not read it. "
        "Delete it, or put a file in its place that you can open."
    ]


def test_a_page_that_vanishes_while_it_is_read_is_said(project, monkeypatch):
    root = project({"docs/page.md": front_matter() + "Text.\n"})
    read = Path.read_text

    def vanish(path: Path, *args, **options):
        if path.name == "page.md":
            path.unlink(missing_ok=True)
        return read(path, *args, **options)

    monkeypatch.setattr(Path, "read_text", vanish)
    assert problems_of(root) == [
        "[unreadable-file] docs/page.md:1:1: this file cannot be read: no such file or directory. "
        "Delete it, or put a file in its place that you can open."
    ]


def test_a_pipe_in_the_place_of_a_table_hangs_nothing(project):
    root = project({"data/mood.csv": None, "docs/page.md": front_matter() + "Text.\n"})
    os.mkfifo(root / "data/mood.csv")
    assert problems_of(root) == [
        "[no-such-file] data/mood.csv:1:1: this file is missing. Put it back, or take it out of"
        " data/datapackage.yaml."
    ]
