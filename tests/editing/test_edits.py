"""Edits: shown as a difference, tried on a copy, written with the line ends of the file."""

from datetime import date

import pytest

from guide.core.problems import UserError
from guide.editing.edits import Edit, dry_run, format_diff, make_edits, read_texts, write_edits
from tests.support.projects import front_matter

TODAY = date(2026, 11, 23)


def test_edits_are_shown_as_a_difference_in_which_nothing_runs():
    edits = [
        Edit("a.md", "one\ntwo\nthree\nfour\n", "one\n2\x1b[2J\nthree\nfour\n"),
        Edit("b.md", None, "new\n"),
        Edit("c.md", "old\n", None),
    ]
    assert (
        format_diff(edits)
        == "--- a.md\n one\n-two\n+2\\x1b[2J\n three\n--- b.md is new\n+new\n \n--- c.md is deleted"
    )


def test_only_what_differs_is_an_edit(project):
    assert make_edits({"a": "1", "b": "2"}, {"a": "1", "b": "3", "c": None, "d": "4"}) == [
        Edit("b", "2", "3"),
        Edit("d", None, "4"),
    ]
    texts = read_texts(project({"docs/a.md": "\ufeffx\r\ny\n", "docs/bad.md": "x"}))
    assert texts["docs/a.md"] == "x\ny\n" and "data/findings.csv" in texts


def test_only_problems_that_were_not_there_before_are_told(project):
    root = project({"docs/a.md": front_matter() + "[@nobody]\n"})
    assert (
        dry_run(
            root, [Edit("docs/a.md", "", front_matter() + "\nOne line down: [@nobody]\n")], TODAY
        )
        == []
    )
    problems = dry_run(
        root,
        [
            Edit("docs/a.md", "", front_matter() + "[@nobody] [@noone]\n"),
            Edit("data/mood.csv", "", None),
        ],
        TODAY,
    )
    assert [problem.rule for problem in problems] == ["no-such-file", "unknown-source"]
    assert (root / "data/mood.csv").exists()


def test_edits_are_written_with_the_line_ends_they_have(tmp_path):
    (tmp_path / "gone.md").write_text("x")
    (tmp_path / "b.md").write_bytes(b"\xef\xbb\xbfone\r\ntwo\r\n")
    edits = [
        Edit("gone.md", "x", None),
        Edit("deep/er/a.md", None, "a\nb\n"),
        Edit("b.md", "one\ntwo\n", "one\n2\n"),
    ]
    write_edits(tmp_path, edits)
    assert (tmp_path / "deep/er/a.md").read_bytes() == b"a\nb\n"
    assert (tmp_path / "b.md").read_bytes() == b"one\n2\n"
    assert not (tmp_path / "gone.md").exists()


@pytest.mark.parametrize(
    ("edit", "content"),
    [
        (Edit("a.md", "as read\n", "new\n"), b"saved meanwhile\n"),
        (Edit("a.md", "as read\n", "new\n"), None),
        (Edit("a.md", "as read\n", None), b"saved meanwhile\n"),
        (Edit("a.md", None, "new\n"), b"made meanwhile\n"),
        (Edit("a.md", None, "new\n"), b"\xff\xfe not UTF-8"),
    ],
)
def test_what_was_saved_meanwhile_is_not_overwritten(tmp_path, edit, content):
    if content is not None:
        (tmp_path / "a.md").write_bytes(content)
    with pytest.raises(UserError, match=r"a\.md was changed meanwhile\. Run the command again"):
        write_edits(tmp_path, [Edit("b.md", None, "other\n"), edit])
    assert not (tmp_path / "b.md").exists()
    path = tmp_path / "a.md"
    assert (path.read_bytes() if path.exists() else None) == content


def test_a_day_in_the_future_is_told_before_it_is_written(project):
    root = project({"docs/a.md": front_matter() + "Text.\n"})
    edit = Edit("docs/a.md", "", front_matter(reviewed="2027-01-01") + "Text.\n")
    assert [problem.rule for problem in dry_run(root, [edit], TODAY)] == ["future-day"]
