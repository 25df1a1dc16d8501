"""The files of overrides/: only templates and what is meant is taken."""

import pytest

from guide.content.theme_files import check_overrides, find_overrides
from tests.support.pages import format_problems

MEANT = ("main.html", "partials/nav.html", "assets/x.css", ".icons/guide/x.svg")
WRONG = {
    "main.html.orig": 'file-kind] overrides/main.html.orig:1:1: this file is a ".orig" file, which'
    " the guide does not publish. Delete it, or move it out of this folder.",
    "Main (1).html": 'file-name] overrides/Main (1).html:1:1: the name "Main (1).html" has more in'
    " it than small letters, digits, dots, hyphens and underscores, so the file is left out of the"
    ' site. Rename it, such as "main-1.html", or delete it where it is a copy.',
    "partials/x.html": 'merge-conflict] overrides/partials/x.html:2:1: ">>>>>>> main" is a mark'
    " that Git leaves where two versions of a file did not fit together. Keep the lines that are"
    " right, and delete the marks: <<<<<<<, ======= and >>>>>>>.",
}


@pytest.fixture
def folder(tmp_path):
    for name in MEANT:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("a\n", encoding="utf-8")
    return tmp_path


def test_what_is_meant_has_no_problem(folder):
    (folder / "main.html~").write_text("a\n", encoding="utf-8")
    assert list(check_overrides(folder, "overrides")) == []
    assert find_overrides(folder).files == ["assets/x.css", "main.html", "partials/nav.html"]


@pytest.mark.parametrize("name", WRONG)
def test_what_is_not_meant_is_refused(folder, name):
    (folder / name).write_text("a\n>>>>>>> main\n", encoding="utf-8")
    assert format_problems(check_overrides(folder, "overrides")) == [f"[{WRONG[name]}"]


def test_a_link_that_leads_elsewhere_is_refused(folder):
    (folder / "assets/y.css").symlink_to("/etc/hostname")
    assert format_problems(check_overrides(folder, "overrides")) == [
        "[linked-file] overrides/assets/y.css:1:1: this is a symbolic link, which may lead out of"
        " the project, so it is left out of the site. Put a copy of the file or folder in its"
        " place."
    ]
