"""Measure the time from saving a file to the served page, ours beside plain MkDocs.

    python scripts/bench/bench_serve.py --topics 30 1000

Both guides have the same pages (see bench_project.py) and are served as `mkdocs serve` does it. In
turn, one cell of a table is saved, in the CSV of ours and in the Markdown table of the plain page,
and the page is requested until it shows the new figure; so for a finding, a source, a phrase and a
sentence. MkDocs looks for changes every half second and then waits a tenth for more of them, in
both alike. CPU is that of the server from the save to
the page; it is read from /proc, so this runs on Linux only.
"""

import argparse
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from guide.core.problems import UserError
from scripts._cli import run_main
from scripts.bench.bench_build import FIRST_NUMBER
from scripts.bench.bench_project import EDITS, Edit, Topic, environment, write_guide, write_plain

TIMEOUT_SECONDS = 120


@dataclass(frozen=True)
class Save:
    """The cost of one save: seconds until the page was served, and seconds of CPU."""

    wall: float
    cpu: float


class Served:
    """One guide that is being served."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self._page = f"http://127.0.0.1:{port}/topics/{Topic(0).slug}/"
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "mkdocs",
                "serve",
                "--no-strict",
                "--quiet",
                "--dev-addr",
                f"127.0.0.1:{port}",
            ],
            cwd=folder,
            env=environment(),
        )

    def wait(self, text: str) -> None:
        """Request the page until it contains a text."""
        end = time.monotonic() + TIMEOUT_SECONDS
        while time.monotonic() < end and self._process.poll() is None:
            try:
                with urllib.request.urlopen(self._page, timeout=TIMEOUT_SECONDS) as answer:
                    if text in answer.read().decode():
                        return
            except OSError:
                pass  # the server has not started yet
            time.sleep(0.02)
        raise UserError(f"{self._page} does not show {text!r}")

    def save(self, edit: Edit, number: int) -> Save:
        """Save an edit, and wait until it is served."""
        cpu, start = self._cpu(), time.monotonic()
        self.wait(edit(self._folder, number))
        return Save(time.monotonic() - start, self._cpu() - cpu)

    def _cpu(self) -> float:
        fields = (
            Path(f"/proc/{self._process.pid}/stat")
            .read_text(encoding="ascii")
            .rpartition(")")[2]
            .split()
        )
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self) -> None:
        """End the server."""
        self._process.terminate()
        self._process.wait()


def main() -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--topics", type=int, nargs="+", default=[30, 1000])
    parser.add_argument("--saves", type=int, default=3, help="how often each kind is saved")
    options = parser.parse_args()
    print(
        "\n".join(report([(topics, measure(topics, options.saves)) for topics in options.topics]))
    )
    return 0


def measure(topics: int, saves: int) -> dict[str, dict[str, list[Save]]]:
    """Return the saves of each kind in both guides, but for the first, which also fills caches."""
    with tempfile.TemporaryDirectory() as name:
        ours, plain = Path(name) / "ours", Path(name) / "plain"
        write_guide(ours, topics)
        write_plain(plain, topics)
        served = {"ours": Served(ours), "plain": Served(plain)}
        try:
            for guide in served.values():
                guide.wait("<table")
                guide.save(EDITS["sentence"][0], FIRST_NUMBER)
            results: dict[str, dict[str, list[Save]]] = {}
            for kind, edits in EDITS.items():
                both = dict(zip(served, edits, strict=True))
                saved = results[kind] = {name: [] for name in served}
                for number in range(FIRST_NUMBER + 1, FIRST_NUMBER + 1 + saves):
                    for name, guide in served.items():
                        saved[name].append(guide.save(both[name], number))
            return results
        finally:
            for guide in served.values():
                guide.stop()


def report(rows: list[tuple[int, dict[str, dict[str, list[Save]]]]]) -> Iterator[str]:
    """Yield the lines of the result, as a Markdown table of medians."""
    yield (
        "| topics | saved | save to page: plain | ours | ours / plain | CPU of a save: plain | ours"
        " | ours / plain |"
    )
    yield "|---:|---|---:|---:|---:|---:|---:|---:|"
    for topics, results in rows:
        for kind, saved in results.items():
            cells = []
            for figure in ("wall", "cpu"):
                plain, ours = (
                    statistics.median(getattr(save, figure) for save in saved[name])
                    for name in ("plain", "ours")
                )
                cells += [f"{plain:.2f} s", f"{ours:.2f} s", f"{ours / plain:.2f}"]
            yield f"| {topics:,} | one {kind} | " + " | ".join(cells) + " |"


if __name__ == "__main__":
    run_main(main, refused=2)
