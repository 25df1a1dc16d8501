"""Which files of a folder stay for the next build, and that nothing else does."""

import os
from pathlib import Path

import pytest
from mkdocs import utils

from incremental.output import OutputFolder, unpatch
from incremental.store import BuildCache


@pytest.fixture(autouse=True)
def restored():
    yield
    unpatch()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "site" / "one").mkdir(parents=True)
    return tmp_path / "site"


class Build:
    """A build that writes to a folder, with what the builds before it have stored."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.cache = BuildCache(folder.parent / "cache.sqlite", lambda name: None)
        self.files = OutputFolder(str(folder), self.cache)
        utils.clean_directory(str(folder))

    def write(self, name: str, text: str) -> None:
        self.files.register_pending_write(str(self.folder / name), text)
        utils.write_file(text.encode(), str(self.folder / name))

    def reuse(self, name: str, etag: str) -> bool:
        return self.files.reuse(str(self.folder / name), etag)

    def end(self) -> None:
        self.files.finish()
        self.cache.save()


def build_once(folder: Path, **texts: str) -> None:
    """Build a site once: `one__index="a"` for one/index.html with the text and etag "a"."""
    build = Build(folder)
    for word, text in texts.items():
        build.write(f"{word.replace('__', '/')}.html", text)
    build.end()


def left(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_an_unknown_folder_is_emptied_but_for_hidden_files_at_its_top(folder: Path) -> None:
    for name in ("page.html", "one/index.html", ".nojekyll", "one/.hidden"):
        (folder / name).touch()
    Build(folder)
    assert left(folder) == [".nojekyll"]


def test_a_folder_that_is_not_there_is_no_trouble(tmp_path: Path) -> None:
    assert not Build(tmp_path / "none").reuse("page.html", "a")


def test_another_folder_is_emptied_as_mkdocs_does_it(folder: Path, tmp_path: Path) -> None:
    build_once(folder, page="a")
    Build(folder)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "file").touch()
    utils.clean_directory(str(tmp_path / "other"))
    assert left(tmp_path / "other") == [] and left(folder) == ["page.html"]


def test_what_nobody_has_touched_stays_and_is_taken_by_its_etag(folder: Path) -> None:
    build_once(folder, one__index="a", page="b")
    build = Build(folder)
    assert left(folder) == ["one", "one/index.html", "page.html"]
    assert not build.reuse("page.html", "another") and not build.reuse("two.html", "b")
    assert build.reuse("one/index.html", "a") and build.reuse("page.html", "b")
    build.end()
    assert left(folder) == ["one", "one/index.html", "page.html"]
    assert Build(folder).reuse("page.html", "b")


def test_what_is_not_taken_goes_with_the_folder_that_it_leaves_empty(folder: Path) -> None:
    build_once(folder, one__index="a", page="b")
    build = Build(folder)
    build.reuse("page.html", "b")
    build.end()
    assert left(folder) == ["page.html"]


def test_a_file_that_was_written_over_does_not_stay(folder: Path) -> None:
    build_once(folder, page="a")
    (folder / "page.html").write_text("b", encoding="utf-8")
    assert not Build(folder).reuse("page.html", "a") and left(folder) == []


def test_a_change_that_hides_in_size_and_time_is_seen(folder: Path) -> None:
    build_once(folder, page="a")
    times = (folder / "page.html").stat()
    (folder / "page.html").write_text("b", encoding="utf-8")
    os.utime(folder / "page.html", ns=(times.st_atime_ns, times.st_mtime_ns))
    Build(folder)
    assert left(folder) == []


def test_what_the_build_writes_in_the_place_of_an_old_page_stays(folder: Path) -> None:
    build_once(folder, page="a")
    build = Build(folder)
    (folder / "page.html").write_text("by hand", encoding="utf-8")
    build.end()
    assert left(folder) == ["page.html"] and not Build(folder).reuse("page.html", "a")


def test_nothing_behind_a_link_is_removed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious" / "file").touch()
    for place in (folder / "link", folder / "one" / "link"):
        place.symlink_to(tmp_path / "precious", target_is_directory=True)
    Build(folder)
    assert left(folder) == [] and (tmp_path / "precious" / "file").exists()
