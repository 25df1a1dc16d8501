"""Which files of a folder stay for the next build, and that nothing else does."""

import os
from pathlib import Path

import pytest

from incremental.output_dir import OutputDir


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "site" / "one").mkdir(parents=True)
    return tmp_path / "site"


def write(folder: Path, **marks: str) -> dict[str, list]:
    """Write files as a build does, `one__index` for one/index.html, and return what is known of
    them."""
    files = OutputDir(folder, {})
    for word, mark in marks.items():
        name = f"{word.replace('__', '/')}.html"
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(mark, encoding="utf-8")
        files.record_write(name, mark)
    return files.current


def left(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_an_unknown_folder_is_emptied_but_for_hidden_files_at_its_top(folder: Path) -> None:
    write(folder, one__index="a", page="b")
    for name in (".nojekyll", "one/.hidden"):
        (folder / name).touch()
    OutputDir(folder, {}).empty()
    assert left(folder) == [".nojekyll"]


def test_a_folder_that_is_not_there_is_no_trouble(tmp_path: Path) -> None:
    files = OutputDir(tmp_path / "none", {"page.html": ["a", 1, 2, 3, 4]})
    files.empty()
    assert not files.reuse("page.html", "a")


def test_what_nobody_has_touched_stays_and_is_taken_by_its_mark(folder: Path) -> None:
    known = write(folder, one__index="a", page="b")
    files = OutputDir(folder, known)
    files.empty()
    assert left(folder) == ["one", "one/index.html", "page.html"]
    assert not files.reuse("page.html", "another") and not files.reuse("two.html", "b")
    assert files.reuse("one/index.html", "a") and files.reuse("page.html", "b")
    files.delete_stale_files()
    assert files.current == known and left(folder) == ["one", "one/index.html", "page.html"]


def test_what_is_not_taken_goes_with_the_folder_that_it_leaves_empty(folder: Path) -> None:
    files = OutputDir(folder, write(folder, one__index="a", page="b"))
    files.empty()
    files.reuse("page.html", "b")
    files.delete_stale_files()
    assert left(folder) == ["page.html"]


def test_a_file_that_was_written_over_does_not_stay(folder: Path) -> None:
    known = write(folder, page="a")
    (folder / "page.html").write_text("b", encoding="utf-8")
    files = OutputDir(folder, known)
    files.empty()
    assert left(folder) == [] and not files.reuse("page.html", "a")


def test_a_change_that_hides_in_size_and_time_is_seen(folder: Path) -> None:
    known = write(folder, page="a")
    times = (folder / "page.html").stat()
    (folder / "page.html").write_text("b", encoding="utf-8")
    os.utime(folder / "page.html", ns=(times.st_atime_ns, times.st_mtime_ns))
    OutputDir(folder, known).empty()
    assert left(folder) == []


def test_what_the_build_writes_in_the_place_of_an_old_page_stays(folder: Path) -> None:
    files = OutputDir(folder, write(folder, page="a"))
    files.empty()
    (folder / "page.html").write_text("by hand", encoding="utf-8")
    files.delete_stale_files()
    assert left(folder) == ["page.html"] and files.current == {}


def test_nothing_behind_a_link_is_removed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious" / "file").touch()
    for place in (folder / "link", folder / "one" / "link"):
        place.symlink_to(tmp_path / "precious", target_is_directory=True)
    OutputDir(folder, {}).empty()
    assert left(folder) == [] and (tmp_path / "precious" / "file").exists()
