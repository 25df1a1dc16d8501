"""Edits: shown as a difference, tried on a copy, written with the line ends of the file."""

from guide.editing.edits import Edit, dry_run, format_diff, make_edits, read_texts, write_edits
from tests.support.projects import front_matter


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
        dry_run(root, [Edit("docs/a.md", "", front_matter() + "\nOne line down: [@nobody]\n")])
        == []
    )
    problems = dry_run(
        root,
        [
            Edit("docs/a.md", "", front_matter() + "[@nobody] [@noone]\n"),
            Edit("data/mood.csv", "", None),
        ],
    )
    assert [problem.rule for problem in problems] == ["no-such-file", "unknown-source"]
    assert (root / "data/mood.csv").exists()


def test_edits_are_written_with_the_line_ends_they_have(tmp_path):
    write_edits(tmp_path, [Edit("gone.md", "x", None), Edit("deep/er/a.md", None, "a\nb\n")])
    assert (tmp_path / "deep/er/a.md").read_bytes() == b"a\nb\n"
