"""scripts/serve.py: the port on which the guide is served, and how the command ends."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace
from urllib.request import urlopen

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from mkdocs.livereload import LiveReloadServer

from guide.core.problems import UserError
from scripts import serve as command
from site_hooks import on_serve

ROOT = Path(__file__).resolve().parents[2]


def taken(stack: ExitStack, port: int = 0) -> int:
    """Listen on a port, as another program would, and return it."""
    other = stack.enter_context(socket.socket())
    other.bind(("127.0.0.1", port))
    other.listen()
    return other.getsockname()[1]


@pytest.fixture
def served(monkeypatch) -> list[int]:
    """The ports on which MkDocs was asked to serve."""
    ports: list[int] = []
    monkeypatch.setattr(command, "serve", ports.append)
    monkeypatch.delenv("PORT", raising=False)
    return ports


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The folder of a project of one page, without the guide's theme and hooks."""
    files = {
        "mkdocs.yml": "site_name: Small\ntheme: {name: null, custom_dir: theme}\n",
        "docs/index.md": "# Hello\n",
        "theme/main.html": "{{ page.content }}",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_a_free_port_is_taken_as_it_is_and_nothing_is_said(served, capsys) -> None:
    with ExitStack() as stack:
        port = taken(stack)
    assert command.main([str(port)]) == 0
    assert (served, capsys.readouterr()) == ([port], ("", ""))


@pytest.mark.parametrize("number", [1, 2, 5])
def test_of_ports_that_are_taken_the_next_free_one_is_taken_and_named(
    served, capsys, number
) -> None:
    with ExitStack() as stack:
        first = taken(stack)
        for port in range(first + 1, first + number):
            if command.is_free(port):
                taken(stack, port)
        assert command.main([str(first)]) == 0
        assert served[0] >= first + number and command.is_free(served[0])
        assert not any(command.is_free(port) for port in range(first, served[0]))
    output = capsys.readouterr()
    assert (
        output.out
        == f"Port {first} is taken by another program. The guide is at http://127.0.0.1:{served[0]}"
        " instead.\n"
    )
    assert output.err == ""


@pytest.mark.parametrize("where", ["", "0.0.0.0"])
def test_a_program_that_listens_everywhere_has_the_port_too(where) -> None:
    with socket.socket() as other:
        other.bind((where, 0))
        other.listen()
        assert not command.is_free(other.getsockname()[1])


def test_where_all_are_taken_it_says_so(served, capsys, monkeypatch) -> None:
    monkeypatch.setattr(command, "FURTHER", 0)
    with ExitStack() as stack:
        port = taken(stack)
        with pytest.raises(UserError) as refusal:
            command.main([str(port)])
    sentence = refusal.value.sentence
    assert (served, capsys.readouterr()) == ([], ("", ""))
    assert (
        sentence.startswith(f"The ports {port} to {port} are all taken by other programs. ")
        and "make serve PORT=" in sentence
    )


@given(st.one_of(st.text(), st.integers().map(str), st.from_regex(r"[0-9]{1,8}", fullmatch=True)))
@example("0")
@example("65536")
@example("99999")
@example("-1")
@example("8_000")
@example("8000.0")
@example("٨٠٠٠")
@example("9" * 5000)
@example("http://127.0.0.1:8000")
def test_whatever_is_given_is_a_port_or_is_refused_in_a_sentence(text: str) -> None:
    if not text.strip() or (re.fullmatch("[0-9]{1,5}", text.strip()) and 1 <= int(text) <= 65535):
        assert command.read_port(text) == int(text.strip() or 8000)
    else:
        with pytest.raises(UserError, match=r"make serve PORT=") as refusal:
            command.read_port(text)
        assert text.strip() in str(refusal.value)


@pytest.mark.parametrize("last", [65535, 65530])
def test_no_port_after_the_highest_is_tried(last, monkeypatch) -> None:
    tried = []
    monkeypatch.setattr(command, "is_free", lambda port: tried.append(port))
    with pytest.raises(UserError):
        command.find_port(last)
    assert tried == list(range(last, 65536))


def test_a_port_that_the_system_keeps_is_refused_in_a_sentence(served, monkeypatch) -> None:
    def bind(_self, _address) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(command.socket, "socket", type("Kept", (socket.socket,), {"bind": bind}))
    with pytest.raises(UserError) as refusal:
        command.main(["80"])
    assert (served, str(refusal.value)) == (
        [],
        (
            "The system does not let this command use port 80 (Permission denied). "
            "Use a number from 1024 to 65535: make serve PORT=8010"
        ),
    )


def test_a_port_that_is_taken_while_mkdocs_starts_is_said(small, monkeypatch) -> None:
    with ExitStack() as stack:
        port = taken(stack)
        monkeypatch.setattr(command, "find_port", lambda wanted: wanted)
        monkeypatch.chdir(small)
        with pytest.raises(
            UserError,
            match=(
                f"^Another program took port {port} while the guide was starting. Run make serve"
                " again"
            ),
        ):
            command.main([str(port)])


def run(port: str, **kwargs: object) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, str(ROOT / "scripts/serve.py")],
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "PORT": port, "NO_MKDOCS_2_WARNING": "true"},
        **kwargs,
    )


@pytest.mark.parametrize("port", ["abc", "0", "99999", "-1", "80 90", 'a"b', "$(id)"])
def test_a_wrong_port_from_make_ends_in_one_line_and_2(port) -> None:
    with run(port) as process:
        output, _ = process.communicate(timeout=60)
    assert (process.returncode, output) == (
        2,
        f'"{port}" is not a port. Use a whole number from 1024 to 65535: make serve PORT=8010.\n',
    )


def test_it_serves_where_it_says_and_control_c_ends_it_without_a_traceback(small: Path) -> None:
    with ExitStack() as stack:
        port = taken(stack)
        process = stack.enter_context(run(str(port), cwd=small))
        lines = [process.stdout.readline()]
        while lines[-1] and "Serving on" not in lines[-1]:
            lines.append(process.stdout.readline())
        address = re.search(r"The guide is at (\S+) instead", lines[0])[1]
        assert lines[0].startswith(f"Port {port} is taken") and address in lines[-1]
        with urlopen(address) as answer:
            assert "Hello" in answer.read().decode()
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=60)
    assert process.returncode == 0 and "Traceback" not in "".join(lines) + rest


def test_control_c_before_mkdocs_has_begun_is_quiet(monkeypatch, capsys) -> None:
    def stop(_port: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "serve", stop)
    assert command.main(["8000"]) == 0
    assert "Traceback" not in capsys.readouterr().err


def test_a_folder_that_was_moved_away_and_back_is_watched_on(tmp_path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (tmp_path / "mkdocs.yml").write_text("")
    (docs / "a.md").write_text("a")
    config = SimpleNamespace(docs_dir=str(docs), config_file_path=str(tmp_path / "mkdocs.yml"))
    with LiveReloadServer(
        lambda: None, "127.0.0.1", 0, str(tmp_path), polling_interval=0.05
    ) as server:
        server.watch(str(docs))
        server.watch(config.config_file_path)
        on_serve(server, config=config)
        server.observer.start()
        time.sleep(0.2)
        docs.rename(tmp_path / "away")
        time.sleep(0.3)
        (tmp_path / "away" / "a.md").write_text("other words")
        (tmp_path / "away").rename(docs)
        deadline = time.monotonic() + 5
        while not server._want_rebuild and time.monotonic() < deadline:
            time.sleep(0.05)
        server.observer.stop()
        assert server._want_rebuild
