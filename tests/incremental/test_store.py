"""What the cache gives back, and what it does when its file is lost, damaged, or written by
another build."""

import sqlite3
from pathlib import Path

import pytest

from incremental.store import BuildCache


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "pages.sqlite"


def opened(path: Path, **fingerprints: str) -> BuildCache:
    """Open a cache in which the given dependencies have the given fingerprints."""
    return BuildCache(path, fingerprints.get)


def value_of(cache: BuildCache, name: str = "page", input_hash: str = "basis") -> object:
    result = cache.get(("text", name), input_hash)
    return result and result[0]


def kept(path: Path, **answers: str) -> None:
    """Save one result that asked a and b."""
    cache = opened(path, **(answers or {"a": "1", "b": "2"}))
    cache.put(("text", "page"), "basis", {"a", "b"}, {"html": "<p>é</p>"})
    cache.save()


def test_a_result_comes_back_when_basis_and_answers_are_as_they_were(path):
    kept(path)
    assert value_of(opened(path, a="1", b="2")) == {"html": "<p>é</p>"}


@pytest.mark.parametrize(
    ("basis", "answers"),
    [
        ("other", {"a": "1", "b": "2"}),
        ("basis", {"a": "1", "b": "3"}),
        ("basis", {"a": "1"}),
    ],
)
def test_a_result_is_not_given_back_when_anything_differs(path, basis, answers):
    kept(path)
    assert value_of(opened(path, **answers), input_hash=basis) is None


@pytest.mark.parametrize("text", ["", "<p>é ’ 😀</p>", "half a character: \ud800"])
def test_a_text_is_kept_beside_a_result_and_read_by_its_etag(path, text):
    cache = opened(path)
    cache.put(("html", "page"), "basis", set(), [1], text)
    cache.save()
    again = opened(path)
    value, etag = again.get(("html", "page"), "basis")
    assert value == [1] and again.read_text(("html", "page"), etag) == text


def test_a_damaged_text_is_not_given_back(path):
    cache = opened(path)
    cache.put(("html", "page"), "basis", set(), 1, "text")
    cache.save()
    for data in ("X'00'", "X'FF'", "NULL", "'text'"):
        change(path, f"UPDATE results_5 SET text = {data}")
        again = opened(path)
        value, etag = again.get(("html", "page"), "basis")
        assert value == 1 and again.read_text(("html", "page"), etag) is None


def test_what_asked_a_question_without_an_answer_is_not_kept(path):
    cache = opened(path, a="1")
    cache.put(("text", "page"), "basis", {"a", "b"}, 1)
    cache.save()
    assert value_of(opened(path, a="1", b="2")) is None


def test_what_a_build_does_not_use_is_forgotten(path):
    kept(path)
    cache = opened(path, a="1", b="2")
    cache.put(("text", "another"), "basis", set(), 1)
    cache.save()
    with sqlite3.connect(path) as file:
        assert file.execute("SELECT name FROM results_5").fetchall() == [("another",)]
    file.close()


def test_what_a_build_uses_is_kept_on_and_answers_are_brought_up_to_date(path):
    kept(path)
    cache = opened(path, a="1", b="new")
    cache.put(("text", "other"), "basis", {"b"}, 2)
    assert value_of(cache) is None
    cache.put(("text", "page"), "basis", {"a", "b"}, 3)
    cache.save()
    again = opened(path, a="1", b="new")
    assert [value_of(again, name) for name in ("page", "other")] == [3, 2]


@pytest.mark.parametrize(
    "damage", [b"", b"nothing of SQLite's", b"SQLite format 3\0" + b"\0" * 4096]
)
def test_a_damaged_file_is_begun_anew(path, damage):
    kept(path)
    path.write_bytes(damage)
    assert value_of(opened(path, a="1", b="2")) is None
    kept(path)
    assert value_of(opened(path, a="1", b="2")) == {"html": "<p>é</p>"}


def change(path: Path, statement: str) -> None:
    with sqlite3.connect(path) as file:
        file.execute(statement)
    file.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE results_5 SET value = replace(value, 'p>', 'b>')",
        "UPDATE results_5 SET value = 'x'",
        "UPDATE results_5 SET value = NULL",
        "UPDATE results_5 SET etag = 'x'",
        "UPDATE results_5 SET etag = NULL",
        "UPDATE results_5 SET input_hash = NULL",
        "UPDATE results_5 SET checksum = NULL",
        "UPDATE results_5 SET dependencies = '{}'",
        "UPDATE results_5 SET dependencies = 'x'",
        "UPDATE results_5 SET input_hash = 'other'",
        "ALTER TABLE results_5 RENAME TO results_4",
        "ALTER TABLE results_5 DROP COLUMN text",
        "DROP TABLE results_5",
    ],
)
def test_a_changed_file_gives_nothing_back(path, statement):
    kept(path)
    change(path, statement)
    cache = opened(path, a="1", b="2")
    assert [value_of(cache, input_hash=basis) for basis in ("basis", "other")] == [None, None]
    cache.save()
    kept(path)
    assert value_of(opened(path, a="1", b="2")) == {"html": "<p>é</p>"}


def test_of_two_builds_at_once_the_last_to_end_is_kept(path):
    kept(path)
    first, second = opened(path, a="1", b="2"), opened(path, a="1", b="2")
    first.put(("text", "page"), "new", set(), "first")
    second.put(("text", "page"), "new", set(), "second")
    first.save()
    second.save()
    assert value_of(opened(path), input_hash="new") == "second"


def test_while_another_program_writes_nothing_is_saved(path, monkeypatch):
    kept(path)
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *a, **k: connect(*a, **{**k, "timeout": 0}))
    cache, other = opened(path, a="1", b="2"), connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    cache.put(("text", "page"), "new", set(), "new")
    cache.save()
    other.close()
    assert value_of(opened(path, a="1", b="2")) == {"html": "<p>é</p>"}


def test_a_folder_that_cannot_be_written_is_no_trouble(tmp_path):
    (tmp_path / "file").write_text("")
    cache = opened(tmp_path / "file" / "pages.sqlite")
    cache.put(("text", "page"), "basis", set(), 1)
    cache.save()
    assert value_of(cache) is None
