"""What the cache gives back, and what it does when its file is lost, damaged, or written by
another build."""

import sqlite3
from pathlib import Path

import pytest

from incremental.store import BuildCache, prune_caches


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "pages.sqlite"


def opened(path: Path | None, **answers: str) -> BuildCache:
    """Open a cache in which the given questions have the given answers."""
    cache = BuildCache(path)
    cache.answer = answers.get
    return cache


def kept(path: Path, **answers: str) -> None:
    """Save one result that asked a and b."""
    cache = opened(path, **(answers or {"a": "1", "b": "2"}))
    cache.put("text", "page", "basis", {"a", "b"}, {"html": "<p>é</p>"})
    cache.save()


def test_a_result_comes_back_when_basis_and_answers_are_as_they_were(path):
    kept(path)
    assert opened(path, a="1", b="2").get("text", "page", "basis") == {"html": "<p>é</p>"}


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
    assert opened(path, **answers).get("text", "page", basis) is None


@pytest.mark.parametrize("text", ["", "<p>é ’ 😀</p>", "half a character: \ud800"])
def test_a_text_is_kept_beside_a_result_and_read_by_its_mark(path, text):
    cache = opened(path)
    mark = cache.put("html", "page", "basis", set(), [1], text)
    cache.save()
    again = opened(path)
    assert again.get_with_etag("html", "page", "basis") == ([1], mark)
    assert again.read_text("html", "page", mark) == text


def test_no_two_texts_have_one_mark(path):
    cache = opened(path)
    assert (
        len({cache.put("html", name, "basis", set(), 1, "the same") for name in ("a", "b", "a")})
        == 3
    )


def test_a_damaged_text_is_not_given_back(path):
    cache = opened(path)
    mark = cache.put("html", "page", "basis", set(), 1, "text")
    cache.save()
    change(path, "UPDATE results SET text = X'00'")
    again = opened(path)
    assert again.get_with_etag("html", "page", "basis") == (1, mark)
    assert again.read_text("html", "page", mark) is None


def test_what_asked_a_question_without_an_answer_is_not_kept(path):
    cache = opened(path, a="1")
    cache.put("text", "page", "basis", {"a", "b"}, 1)
    cache.save()
    assert opened(path, a="1", b="2").get("text", "page", "basis") is None


def test_what_a_build_does_not_use_is_forgotten(path):
    kept(path)
    cache = opened(path, a="1", b="2")
    cache.put("text", "another", "basis", set(), 1)
    cache.save()
    with sqlite3.connect(path) as file:
        assert file.execute("SELECT name FROM results").fetchall() == [("another",)]
        assert file.execute("SELECT question FROM questions").fetchall() == []
    file.close()


def test_what_a_build_uses_is_kept_on_and_answers_are_brought_up_to_date(path):
    kept(path)
    cache = opened(path, a="1", b="new")
    cache.put("text", "other", "basis", {"b"}, 2)
    assert cache.get("text", "page", "basis") is None
    cache.put("text", "page", "basis", {"a", "b"}, 3)
    cache.save()
    again = opened(path, a="1", b="new")
    assert [again.get("text", name, "basis") for name in ("page", "other")] == [3, 2]


@pytest.mark.parametrize(
    "damage", [b"", b"nothing of SQLite's", b"SQLite format 3\0" + b"\0" * 4096]
)
def test_a_damaged_file_is_begun_anew(path, damage):
    kept(path)
    path.write_bytes(damage)
    assert opened(path, a="1", b="2").get("text", "page", "basis") is None
    kept(path)
    assert opened(path, a="1", b="2").get("text", "page", "basis") == {"html": "<p>é</p>"}


def change(path: Path, statement: str) -> None:
    with sqlite3.connect(path) as file:
        file.execute(statement)
    file.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE results SET value = replace(value, 'p>', 'b>')",
        "UPDATE results SET value = 'x'",
        "UPDATE results SET value = NULL",
        "UPDATE results SET mark = 'x'",
        "UPDATE results SET mark = NULL",
        "UPDATE results SET checksum = NULL",
        "UPDATE results SET asked = '[]'",
        "UPDATE results SET asked = 'x'",
        "UPDATE results SET asked = '[9]'",
        "UPDATE results SET basis = 'other'",
        "UPDATE questions SET answer = 'x'",
        "UPDATE questions SET question = 'x'",
        "UPDATE about SET value = '0' WHERE name = 'format'",
        "DELETE FROM about",
        "DROP TABLE questions",
        "DROP TABLE results",
    ],
)
def test_a_changed_file_gives_nothing_back(path, statement):
    kept(path)
    change(path, statement)
    cache = opened(path, a="1", b="2")
    assert [cache.get("text", "page", basis) for basis in ("basis", "other")] == [None, None]
    cache.save()
    kept(path)
    assert opened(path, a="1", b="2").get("text", "page", "basis") == {"html": "<p>é</p>"}


def test_of_two_builds_at_once_the_first_to_end_is_kept(path):
    kept(path)
    first, second = opened(path, a="1", b="2"), opened(path, a="1", b="2")
    first.put("text", "page", "new", set(), "first")
    second.put("text", "page", "new", set(), "second")
    first.save()
    second.save()
    assert opened(path).get("text", "page", "new") == "first"


def test_a_folder_that_cannot_be_written_is_no_trouble(tmp_path):
    (tmp_path / "file").write_text("")
    cache = opened(tmp_path / "file" / "pages.sqlite")
    cache.put("text", "page", "basis", set(), 1)
    cache.save()
    assert cache.get("text", "page", "basis") is None


def test_without_a_path_nothing_is_remembered():
    cache = opened(None)
    cache.put("text", "page", "basis", set(), 1)
    cache.save()
    assert cache.get("text", "page", "basis") is None


def test_old_files_are_cleared(tmp_path):
    import os

    for number in range(6):
        path = tmp_path / f"{number}.sqlite"
        path.write_text("")
        os.utime(path, (number, number))
    prune_caches(tmp_path, 4)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "2.sqlite",
        "3.sqlite",
        "4.sqlite",
        "5.sqlite",
    ]
    prune_caches(tmp_path / "nowhere")
