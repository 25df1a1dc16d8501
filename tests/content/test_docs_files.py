"""Which files of docs/ are read: those that MkDocs builds from and that can be read."""

import os
import re
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import get_files

from guide.checks.autofix import find_fixes
from guide.content.docs_files import find_docs, find_files, skipped_files_message
from guide.content.loader import read_catalogue
from guide.core.html_policy import find_active_svg
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
def test_the_files_are_those_of_mkdocs_without_leftovers(paths):
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), paths)
        config = MkDocsConfig()
        config.load_dict({"site_name": "x", "docs_dir": folder, "site_dir": folder + "-site"})
        theirs = {file.src_uri: file.inclusion.is_included() for file in get_files(config)}
        files = find_files(Path(folder))
    assert all(re.search(r"(?:^|/)#d\.md#|e\.md~", uri) for uri in files.leftovers)
    assert files.files == sorted(
        (uri for uri in theirs if theirs[uri] and uri not in files.leftovers),
        key=lambda uri: uri.split("/"),
    )
    assert {uri for uri in theirs if not theirs[uri]} <= {*files.hidden, *files.leftovers}
    assert {*files.files, *files.hidden, *files.leftovers} == set(theirs)
    assert (files.unreadable, files.refused) == ([], [])


def lock(docs: Path) -> None:
    """What is left in docs/ while an editor has a page open, and by a Mac."""
    (docs / ".#page.md").symlink_to("somebody@somewhere.1234:1700000000")
    (docs / "._page.md").write_bytes(b"\0\5\x16\7")
    (docs / ".trash").mkdir()
    (docs / ".trash/page.md").write_text("Not a page.\n", encoding="utf-8")
    (docs / "page.md~").write_text("Not a page.\n", encoding="utf-8")


def test_what_is_hidden_is_read_by_nothing_and_counted(project):
    root = project({**SOURCES_PAGE, "docs/page.md": front_matter() + "Text.\n"})
    lock(root / "docs")
    for name in ("._mood.csv", "mood (1).csv", "~$mood.xlsx"):
        (root / "data" / name).write_bytes(b"\0\5")
    catalogue, problems = read_catalogue(root)
    assert format_problems(problems) == []
    assert (sorted(catalogue.pages), catalogue.assets, catalogue.skipped) == (
        ["page.md", "sources.md"],
        frozenset(),
        (
            *("docs/.#page.md", "docs/._page.md", "docs/.trash/page.md", "docs/page.md~"),
            *("data/._mood.csv", "data/~$mood.xlsx", "data/mood (1).csv"),
        ),
    )
    assert list(find_fixes(root, catalogue.package)) == []
    assert not any(
        "/." in f"/{path}"
        for path in [
            *read_texts(root),
            *(Path(path).relative_to(root) for path, *_ in _fingerprint(root)),
        ]
    )
    assert dry_run(root, [], date(2026, 11, 23)) == []


HIDDEN = {
    "none": ([], ""),
    "one": ([".#a.md"], "1 file was passed over: .#a.md."),
    "many": (
        [".a", ".b", ".c", ".d", ".e"],
        "5 files were passed over: .a, .b, .c and 2 more.",
    ),
    "control-characters": (
        [".a\x1b[2J\n"],
        r"1 file was passed over: .a\x1b[2J\n.",
    ),
}


@pytest.mark.parametrize(("names", "line"), HIDDEN.values(), ids=HIDDEN)
def test_the_files_passed_over_are_said_in_one_line(names, line):
    assert skipped_files_message(names) == line


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
            "[linked-file] docs/x:1:1: this is a symbolic link, which may lead out of the project,"
            " so it is left out of the site. Put a copy of the file or folder in its place."
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
    assert dry_run(root, [], date(2026, 11, 23)) == []


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


LEFTOVERS = [
    *("x.md~", "~x.md", "#x.md#", "x.md.bak", "x.bak", "x.md.swp", "x.swo", "x.tmp", "Icon\r"),
    *("~$x.xlsx", "~WRL0001.tmp", "Thumbs.db", "ehthumbs.db", "desktop.ini", "Desktop.ini"),
    *("__pycache__", "__MACOSX", "x.png.part", "x.png.crdownload"),
    *("x.md___jb_tmp___", "x.md___jb_old___", "x.md.sb-1a2b3c4d-XyZ123", "node_modules"),
]
HIDDEN_NAMES = (".DS_Store", ".x.md.swp", ".#x.md", "._x.md", ".~lock.x.ods#", ".git")
# Copies that a system or a program for syncing makes, where somebody's words may be lost.
COPIES = (
    "x (1).md",
    "x copy.md",
    "Copy of x.md",
    "x - Copy.md",
    "x.sync-conflict-20261130-101500-ABCDEFG.md",
    "x (Jane's conflicted copy 2026-11-30).md",
    "x_BACKUP_123.md",
)
ODD_NAMES = ("X.md", "my notes.md", 'a"b}.md', "a;b.md", "é.md", "a%20b.md", "a\nb.md", "a&b.png")
DEVICES = ("con.md", "nul.txt", "aux", "com1.css", "lpt9.x.md", "x.")
KINDS = ("x.md.orig", "x.md.rej", "x.html", "x.markdown", "x.docx", "x.exe", "x", "x.py", "x.yml")


def test_only_what_is_meant_is_published(tmp_path):
    names = {
        *("page.md", "a/b-c_d.1.md", "assets/x.svg", "assets/deep/x.png", "robots.txt"),
        *LEFTOVERS,
        *HIDDEN_NAMES,
        *COPIES,
        *ODD_NAMES,
        *DEVICES,
        *KINDS,
    }
    for folder in ("", "assets", "deep/er"):
        for name in names:
            path = tmp_path / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("", encoding="utf-8")
    found = find_docs(tmp_path)
    last = {uri.rpartition("/")[2] for uri in found.files}
    assert last == {"page.md", "b-c_d.1.md", "x.svg", "x.png", "robots.txt"}
    assert {uri.rpartition("/")[2] for uri in found.leftovers} == set(LEFTOVERS)
    assert {uri.rpartition("/")[2] for uri in found.hidden} == set(HIDDEN_NAMES)
    rules = {
        rule: {uri.rpartition("/")[2] for uri, fault in found.refused if fault[0] == rule}
        for rule in ("file-name", "file-kind")
    }
    odd = {*COPIES, *ODD_NAMES, *DEVICES}
    assert rules == {"file-name": odd, "file-kind": set(KINDS)}
    assert len(found.refused) == 3 * (len(odd) + len(KINDS))


REFUSED = {
    "name": (
        "docs/Guide/My notes.md",
        '[file-name] docs/Guide/My notes.md:1:1: the name "Guide/My notes.md" has more in it than'
        " small letters, digits, dots, hyphens and underscores, so the file is left out of the"
        ' site. Rename it, such as "guide/my-notes.md", or delete it where it is a copy.',
    ),
    "capital": (
        "docs/Page.md",
        '[file-name] docs/Page.md:1:1: the name "Page.md" has more in it than small letters,'
        " digits, dots, hyphens and underscores, so the file is left out of the site. Rename it,"
        ' such as "page.md", or delete it where it is a copy.',
    ),
    "copy": (
        "docs/page (1).md",
        '[file-name] docs/page (1).md:1:1: the name "page (1).md" has more in it than small'
        " letters, digits, dots, hyphens and underscores, so the file is left out of the site."
        ' Rename it, such as "page-1.md", or delete it where it is a copy.',
    ),
    "device": (
        "docs/topics/con.md",
        '[file-name] docs/topics/con.md:1:1: Windows makes no file or folder called "con.md", so'
        " the file is left out of the site. Rename it.",
    ),
    "kind": (
        "docs/page.md.orig",
        '[file-kind] docs/page.md.orig:1:1: this file is a ".orig" file, which the guide does not'
        " publish. Delete it, or move it out of docs/. A page is written in a .md file.",
    ),
    "no-ending": (
        "docs/assets/picture",
        "[file-kind] docs/assets/picture:1:1: this file is without an ending such as .png, which"
        " the guide does not publish. Delete it, or move it out of docs/. A page is written in a"
        " .md file.",
    ),
}


@pytest.mark.parametrize(("name", "expected"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_is_not_published_is_said(project, name, expected):
    root = project({"docs/page.md": front_matter() + "Text.\n", name: "Not a page.\n"})
    assert problems_of(root) == [expected]


@pytest.mark.parametrize("name", ["docs/x.md", "docs/assets", "data/mood.csv"])
def test_a_link_is_refused_wherever_it_leads(project, tmp_path_factory, name):
    root = project({"docs/page.md": front_matter() + "Text.\n"})
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "x"
    if name == "docs/assets":
        elsewhere.mkdir()
        (elsewhere / "secret.png").write_text("secret", encoding="utf-8")
    else:
        elsewhere.write_text("secret\n", encoding="utf-8")
    (root / name).unlink(missing_ok=True)
    (root / name).symlink_to(elsewhere)
    catalogue, problems = read_catalogue(root)
    assert format_problems(problems) == [
        f"[linked-file] {name}:1:1: this is a symbolic link, which may lead out of the project, so"
        " it is left out of the site. Put a copy of the file or folder in its place."
    ]
    assert (sorted(catalogue.pages), catalogue.assets) == (["page.md"], frozenset())


@pytest.mark.parametrize(
    "name",
    ["docs/page.md", "docs/assets/x.css", "data/mood.csv", "data/datapackage.yaml", "mkdocs.yml"],
)
def test_marks_of_a_merge_conflict_are_refused(project, name):
    root = project({"docs/page.md": front_matter() + "Text.\n", "docs/assets/x.css": "a {}\n"})
    before = (root / name).read_text(encoding="utf-8") if (root / name).is_file() else ""
    line = before.count("\n") + 1
    (root / name).write_text(
        f"{before}<<<<<<< HEAD\none\n||||||| base\n=======\ntwo\n>>>>>>> other\n", encoding="utf-8"
    )
    assert [problem for problem in problems_of(root) if name in problem] == [
        f'[merge-conflict] {name}:{line}:1: "<<<<<<< HEAD" is a mark that Git leaves where two'
        " versions of a file did not fit together. Keep the lines that are right, and delete the"
        " marks: <<<<<<<, ======= and >>>>>>>."
    ]


def test_what_only_looks_like_a_mark_is_none(project):
    text = "A heading\n=======\n\na <<<<<<< b, >>>>>>>\n"
    problems = problems_of(project({"docs/page.md": front_matter() + text}))
    assert [line for line in problems if "merge-conflict" in line] == []


ACTIVE = (
    "<svg><script>a()</script></svg>",
    "<svg onload='a()'></svg>",
    "<svg><image href='https://a.example/x.png'/></svg>",
    "<svg><image href='data:image/png,x'/></svg>",
    "<svg><a href='https://a.example/'><path/></a></svg>",
    "<svg><use href='other.svg#a'/></svg>",
    "<svg><use xlink:href='//a.example/#a'/></svg>",
    "<svg><style>@import '//a.example'</style></svg>",
    "<svg><style>path{fill:u\\72l(//a.example)}</style></svg>",
    "<svg><style>path{fill:url( '//a.example')}</style></svg>",
    "<svg><path fill='URL(//a.example)'/></svg>",
    "<svg><path style='mask:url(//a.example#m)'/></svg>",
    "<svg><foreignObject><img src='x'/></foreignObject></svg>",
    "<svg><animate attributeName='href' to='javascript:a()'/></svg>",
    "<s:svg xmlns:s='http://www.w3.org/2000/svg'><s:script>a()</s:script></s:svg>",
    "<?xml-stylesheet href='//a.example'?><svg/>",
    "<!DOCTYPE svg [<!ENTITY a SYSTEM '//a.example'>]><svg>&a;</svg>",
    "<svg><![CDATA[x]]></svg>",
    "<html><script>a()</script></html>",
)
PASSIVE = (
    "<?xml version='1.0'?><!-- by hand --><svg viewBox='0 0 1 1'><title>x</title><path/></svg>",
    "<svg><defs><linearGradient id='a'><stop/></linearGradient></defs><path fill='url(#a)'/></svg>",
    "<svg><style>path{fill:url(#a)} @media (min-width: 1px){path{fill:#fff}}</style></svg>",
    "<svg><use href='#a'/><filter><feGaussianBlur/></filter></svg>",
)


def test_a_picture_that_runs_or_fetches_something_is_refused(project):
    assert [text for text in ACTIVE if not find_active_svg(text)] == []
    assert [find_active_svg(text) for text in PASSIVE] == [""] * len(PASSIVE)
    root = project({"docs/page.md": front_matter() + "Text.\n", "docs/assets/x.svg": ACTIVE[0]})
    (root / "docs/assets/y.svg").write_bytes("<svg/>".encode("utf-16"))
    assert problems_of(root) == [
        '[active-picture] docs/assets/x.svg:1:1: this picture has "<script>" in it, which may run'
        " code or fetch another file. Save it as a plain SVG, or as a .png.",
        '[active-picture] docs/assets/y.svg:1:1: this picture has "another encoding than UTF-8" in'
        " it, which may run code or fetch another file. Save it as a plain SVG, or as a .png.",
    ]
