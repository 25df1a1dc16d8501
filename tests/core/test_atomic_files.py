"""Writing files: a failure or a crash at any step leaves the old files or the new."""

import errno
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guide.core.atomic_files import write_files, write_text

OLD = {"a.md": b"old a", "b.csv": b"old b", "gone.md": b"old gone"}
NEW = {"a.md": b"new a", "b.csv": b"new b" * 1000, "deep/er/c.md": b"new c", "gone.md": None}
STEPS = ("fsync", "replace", "unlink", "mkdir")


def make_old(folder: Path) -> None:
    for name, content in OLD.items():
        (folder / name).write_bytes(content)


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def write_new(folder: Path) -> None:
    write_files({folder / name: content for name, content in NEW.items()})


def fail_at(monkeypatch: pytest.MonkeyPatch, number: int, end) -> list[str]:
    """Let the call with this number, of all that change the disk, end in `end`."""
    calls: list[str] = []

    def wrapped(name, call):
        def step(*words, **named):
            calls.append(name)
            return end() if len(calls) == number else call(*words, **named)

        return step

    for name in STEPS:
        monkeypatch.setattr(os, name, wrapped(name, getattr(os, name)))
    return calls


def fail(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_all_is_written_and_nothing_else_is_left(tmp_path, monkeypatch):
    make_old(tmp_path)
    calls = fail_at(monkeypatch, 0, fail)
    write_new(tmp_path)
    new = {name: content for name, content in NEW.items() if content is not None}
    assert files_of(tmp_path) == new
    assert set(calls) == set(STEPS)  # that is where the tests below let it fail


def interrupt(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("end", [fail, interrupt])
def test_a_failure_at_any_step_leaves_everything_as_it_was(tmp_path, end):
    make_old(tmp_path)
    for number in range(1, 30):
        with pytest.MonkeyPatch.context() as patch:
            calls = fail_at(patch, number, end)
            try:
                write_new(tmp_path)
            except (OSError, KeyboardInterrupt):
                assert files_of(tmp_path) == OLD, (number, calls)
                assert not (tmp_path / "deep").exists()
                continue
        assert number > 8  # every step was tried
        return


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork, to end a process for real")
def test_a_crash_at_any_step_leaves_each_file_old_or_new(tmp_path):
    for number in range(1, 12):
        folder = tmp_path / str(number)
        folder.mkdir()
        make_old(folder)
        child = os.fork()
        if child == 0:
            fail_at(pytest.MonkeyPatch(), number, lambda: os._exit(0))
            write_new(folder)
            os._exit(0)
        os.waitpid(child, 0)
        files = files_of(folder)
        for name in OLD | NEW:
            assert files.get(name) in (OLD.get(name), NEW.get(name)), (number, name)
        assert all(name in OLD | NEW or Path(name).name.startswith(".write-") for name in files)


@settings(max_examples=25)
@given(st.text(max_size=40))
def test_a_text_is_written_with_the_line_ends_it_has(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("text") / "a.md"
    text = text.encode("utf-8", "replace").decode("utf-8")
    write_text(path, text)
    assert path.read_bytes().decode("utf-8") == text


def test_a_link_stays_a_link_and_permissions_stay(tmp_path):
    target, link = tmp_path / "target.md", tmp_path / "link.md"
    target.write_text("old")
    target.chmod(0o640)
    link.symlink_to(target)
    write_text(link, "new")
    assert link.is_symlink() and target.read_text() == "new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write all")
def test_a_file_that_may_not_be_written_is_not_replaced(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("old")
    path.chmod(0o444)
    with pytest.raises(PermissionError):
        write_text(path, "new")
    assert path.read_text() == "old"


def test_a_name_as_long_as_can_be_is_written(tmp_path):
    path = tmp_path / ("a" * 255)
    write_text(path, "new")
    assert files_of(tmp_path) == {path.name: b"new"}


def test_a_folder_in_the_place_of_a_file_is_named(tmp_path):
    (tmp_path / "a.md").mkdir()
    with pytest.raises(IsADirectoryError, match=r"a\.md"):
        write_text(tmp_path / "a.md", "new")
