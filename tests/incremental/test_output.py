"""Which pages of the last build are moved back into the site's folder, and what is left there."""

from pathlib import Path

import pytest
from mkdocs import utils

from guide.core.memo import digest
from incremental.output import UNCHANGED, OutputFolder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    site = tmp_path / "site"
    for name, text in {"page.html": "é", "one/index.html": "b", "one/a.css": "c"}.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, encoding="utf-8")
    return site


@pytest.fixture
def output(folder: Path):
    """Return the folder as a build has it that has just emptied it."""
    output = OutputFolder(str(folder))
    utils.clean_directory(str(folder))
    yield output
    output.finish()


def visible(folder: Path) -> list[str]:
    names = (path.relative_to(folder).as_posix() for path in folder.rglob("*"))
    return sorted(name for name in names if not name.startswith(".last-build"))


def test_a_page_with_the_same_text_is_moved_back_as_it_was(folder: Path):
    before = (folder / "page.html").stat()
    output = OutputFolder(str(folder))
    utils.clean_directory(str(folder))
    assert visible(folder) == []
    assert output.move_back(str(folder / "page.html"), digest("é"))
    output.finish()
    after = (folder / "page.html").stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)
    assert sorted(path.name for path in folder.iterdir()) == ["page.html"]


def test_another_text_or_place_is_not_moved_back(folder: Path, output: OutputFolder):
    assert not output.move_back(str(folder / "page.html"), digest("another"))
    assert not output.move_back(str(folder / "two.html"), digest("b"))
    assert output.move_back(str(folder / "one" / "index.html"), digest("b"))
    assert not output.move_back(str(folder / "one" / "index.html"), digest("b"))
    assert visible(folder) == ["one", "one/index.html"]


def test_what_is_no_text_is_not_moved_back(folder: Path):
    (folder / "page.html").write_bytes(b"\xff")
    output = OutputFolder(str(folder))
    utils.clean_directory(str(folder))
    assert not output.move_back(str(folder / "page.html"), digest(""))
    output.finish()


def test_a_file_in_the_way_stays(folder: Path, output: OutputFolder):
    (folder / "one").write_text("by a hook", encoding="utf-8")
    assert not output.move_back(str(folder / "one" / "index.html"), digest("b"))
    assert visible(folder) == ["one"]


def test_only_what_changed_is_written(folder: Path, output: OutputFolder):
    utils.write_file(UNCHANGED.encode("utf-8", errors="xmlcharrefreplace"), str(folder / "a.html"))
    utils.write_file(b"unchanged", str(folder / "b.html"))
    assert visible(folder) == ["b.html"]


def test_hidden_files_at_the_top_stay_and_those_of_a_killed_build_go(folder: Path):
    for name in (".nojekyll", ".last-build/0"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).touch()
    output = OutputFolder(str(folder))
    utils.clean_directory(str(folder))
    output.finish()
    assert [path.name for path in folder.iterdir()] == [".nojekyll"]


def test_a_folder_that_is_not_there_is_no_trouble(tmp_path: Path):
    output = OutputFolder(str(tmp_path / "none"))
    utils.clean_directory(str(tmp_path / "none"))
    output.finish()
    assert not (tmp_path / "none").exists()


def test_another_folder_is_emptied_as_mkdocs_does_it(tmp_path: Path, output: OutputFolder):
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "page.html").touch()
    utils.clean_directory(str(tmp_path / "other"))
    assert list((tmp_path / "other").iterdir()) == []


def test_a_link_is_not_moved_and_what_is_behind_it_stays(folder: Path, tmp_path: Path):
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious" / "file.html").write_text("b", encoding="utf-8")
    (folder / "link").symlink_to(tmp_path / "precious", target_is_directory=True)
    (folder / "one" / "index.html").unlink()
    (folder / "one" / "index.html").symlink_to(tmp_path / "precious" / "file.html")
    output = OutputFolder(str(folder))
    utils.clean_directory(str(folder))
    assert not output.move_back(str(folder / "one" / "index.html"), digest("b"))
    output.finish()
    # MkDocs, too, leaves a link to a folder where it is.
    assert visible(folder) == ["link"] and (tmp_path / "precious" / "file.html").exists()
