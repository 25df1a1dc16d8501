"""scripts/_cli.py: how a command ends, whatever happens in it."""

import ast
import runpy
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from guide.core.problems import UserError
from scripts._cli import run_main

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (ROOT / "scripts").rglob("*.py")
    if "__main__" in path.read_text(encoding="utf-8")
)


def end(main: Callable[[], int], **options: object) -> int:
    """Run a command and return its exit status."""
    with pytest.raises(SystemExit) as exit_:
        run_main(main, **options)
    return exit_.value.code


def raising(error: BaseException) -> Callable[[], int]:
    """Return a command that prints a line and then fails."""

    def main() -> int:
        print("begun")
        raise error

    return main


def unreadable() -> int:
    return len(b"\xe4".decode("utf-8"))


@pytest.mark.parametrize("status", [0, 1, 2])
def test_the_status_is_that_of_the_command(status, capsys):
    assert end(lambda: print("done") or status) == status
    assert capsys.readouterr() == ("done\n", "")


@pytest.mark.parametrize(
    ("error", "options", "status", "message"),
    [
        (UserError("no such table"), {}, 1, "no such table.\n"),
        (UserError("Which one?"), {}, 1, "Which one?\n"),
        (
            UserError("no such table"),
            {"refusal": "Nothing is written: "},
            1,
            "Nothing is written: no such table.\n",
        ),
        (UserError("no such commit"), {"refused": 2}, 2, "no such commit.\n"),
        (EOFError(), {}, 1, "\nStopped.\n"),
        (KeyboardInterrupt(), {}, 1, "\nStopped.\n"),
        (KeyboardInterrupt(), {"refused": 2}, 1, "\nStopped.\n"),
        (EOFError(), {"refusal": "Nothing is written: "}, 1, "\nNothing is written.\n"),
        (KeyboardInterrupt(), {"refusal": "Nothing is written.\n"}, 1, "\nNothing is written.\n"),
        (BrokenPipeError(), {}, 0, ""),
        (FileNotFoundError(2, "No such file", "a.csv"), {}, 2, "a.csv: No such file.\n"),
        (PermissionError(13, "Denied", Path("b.md")), {}, 2, "b.md: Denied.\n"),
        (OSError(28, "No space"), {}, 2, "A file could not be read or written: No space.\n"),
        (OSError("odd"), {}, 2, "A file could not be read or written: odd.\n"),
        (
            KeyError("index.md"),
            {},
            2,
            "The command itself failed (KeyError: 'index.md'). Please report this.\n",
        ),
        (
            RecursionError("too deep"),
            {"refusal": "No report: ", "refused": 1},
            2,
            "The command itself failed (RecursionError: too deep). Please report this.\n",
        ),
    ],
)
def test_an_exception_ends_with_a_status_and_a_sentence(error, options, status, message, capsys):
    assert end(raising(error), **options) == status
    assert capsys.readouterr() == ("begun\n", message)


def test_a_file_that_is_not_utf_8_is_no_fault_of_the_command(capsys):
    assert end(unreadable) == 2
    message = capsys.readouterr().err
    assert message.startswith("A file is not text in UTF-8 (")
    assert message.endswith("). Save it as UTF-8.\n") and message.count("\n") == 1


@pytest.mark.parametrize("status", [0, 2])
def test_an_exit_of_argparse_stays_as_it_is(status):
    assert end(raising(SystemExit(status))) == status


def run(body: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    """Run a command in a process of its own; its body may be several statements."""
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    code = f"import sys\nfrom scripts._cli import run_main\ndef main():\n{lines}\nrun_main(main)\n"
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        check=False,
        **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options},
    )


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("utf-8", "é → 😀".encode()),
        ("cp1252", b"\xe9 \\u2192 \\U0001f600"),
        ("ascii", b"\\xe9 \\u2192 \\U0001f600"),
    ],
)
def test_what_a_console_cannot_show_is_escaped(encoding, shown, stream, monkeypatch):
    monkeypatch.setenv("PYTHONIOENCODING", encoding)
    done = run(f"print('é → 😀', file=sys.{stream})\nreturn 1")
    assert (done.returncode, getattr(done, stream).strip()) == (1, shown)


def test_a_refusal_in_another_encoding_is_still_said(monkeypatch):
    monkeypatch.setenv("PYTHONIOENCODING", "cp1252")
    done = run("raise FileNotFoundError(2, 'none', '→.csv')")
    assert (done.returncode, done.stderr.strip()) == (2, b"\\u2192.csv: none.")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("print('x' * 100_000)\nreturn 1", 0),
        ("for _ in range(100_000): print('line')\nreturn 0", 0),
        ("print('one line')\nreturn 1", 0),
        ("print('help')\nraise SystemExit(0)", 0),
        ("print('usage')\nraise SystemExit(2)", 2),
        ("print('begun')\nraise KeyError('x')", 2),
    ],
)
def test_a_closed_pipe_is_no_complaint(body, status, monkeypatch):
    monkeypatch.delenv("PYTHONUNBUFFERED", raising=False)
    with subprocess.Popen(["true"], stdin=subprocess.PIPE) as reader:
        reader.wait()
        done = run(body, stdout=reader.stdin)
    assert done.returncode == status
    assert b"Traceback" not in done.stderr and b"BrokenPipe" not in done.stderr


def test_a_closed_pipe_of_errors_leaves_the_status():
    with subprocess.Popen(["true"], stdin=subprocess.PIPE) as reader:
        reader.wait()
        assert run("raise KeyError('x')", stderr=reader.stdin).returncode == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_said():
    with open("/dev/full", "wb") as full:
        done = run("print('line')\nreturn 0", stdout=full)
    assert done.returncode == 2
    assert done.stderr.startswith(b"A file could not be read or written: No space left")


def test_every_command_ends_through_run_main():
    others = []
    for name in COMMANDS:
        last = ast.parse((ROOT / name).read_text(encoding="utf-8")).body[-1]
        calls = [ast.unparse(statement).partition(",")[0] for statement in last.body]
        if calls[-1].rstrip(")") != "run_main(main":
            others.append(name)
    assert others == [] and len(COMMANDS) > 15


@pytest.fixture
def call(monkeypatch, capsys):
    """Return a function that runs a script and returns its status and what it printed."""

    def run_script(name: str, *arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", [name, *arguments])
        monkeypatch.setattr(sys, "path", [str((ROOT / name).parent), *sys.path])
        with pytest.raises(SystemExit) as exit_:
            runpy.run_path(str(ROOT / name), run_name="__main__")
        return exit_.value.code, *capsys.readouterr()

    return run_script


def test_every_command_explains_itself(call):
    failed = []
    for name in COMMANDS:
        status, out, err = call(name, "--help")
        if status or not out.startswith("usage: ") or err:
            failed.append(name)
    assert failed == []


@pytest.mark.parametrize(
    ("command", "status", "message"),
    [
        ("check_links.py nowhere", 2, "nowhere holds no HTML page."),
        ("offline.py --built nowhere", 2, "nowhere holds no pages."),
        ("finish.py nowhere", 2, "nowhere: The folder holds no page."),
        ("publish.py nowhere nowhere", 2, "The site or its files are not there."),
        ("external_links.py report nowhere --gone x", 2, "nowhere: No such file or directory."),
        ("due.py --gone nowhere", 2, "nowhere: No such file or directory."),
        ("due.py --today 2026-13-01", 2, '"2026-13-01" is not a day.'),
        ("move.py a.md b.md --today yesterday", 2, '"yesterday" is not a day.'),
        ("report.py HEAD --root nowhere", 2, "nowhere holds no guide."),
        ("serve.py http", 2, '"http" is not a port.'),
        ("portability/stage.py x --root nowhere", 2, "nowhere/mkdocs.yml: No such file"),
    ],
)
def test_a_wrong_argument_is_said_in_a_sentence(
    call, command, status, message, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    name, *arguments = command.split()
    ended, _, err = call(f"scripts/{name}", *arguments)
    assert ended == status and message in err
    assert list(tmp_path.iterdir()) == []
