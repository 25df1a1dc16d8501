"""Measure builds of guides of growing size, ours cold and warm, beside plain MkDocs.

    python scripts/bench/bench_build.py

For each number of topics, with a table for each ten: plain MkDocs with the same pages, written by
hand; ours without a cache; and ours after one cell of a CSV, one finding, one source, one phrase
and one sentence has changed. CPU is that of the whole process, user and system; with --repeat, the
least of several runs in turn. The growth exponent is the slope between two sizes: 1 means that
twice the topics take twice the time.
"""

import argparse
import math
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from guide.core.problems import UserError
from scripts._cli import run_main
from scripts.bench.bench_project import EDITS, environment, write_guide, write_plain

# Edits are numbered from here: numbers that are nowhere else on the page.
FIRST_NUMBER = 400


@dataclass(frozen=True)
class Run:
    """The cost of one build: `cpu` in seconds, `memory` is its peak in bytes."""

    cpu: float
    memory: int


def main() -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--topics", type=int, nargs="+", default=[30, 300, 3000])
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    rows = [(topics, measure(topics, options.repeat)) for topics in options.topics]
    print("\n".join(report(rows)))
    return 0


def measure(topics: int, repeat: int) -> dict[str, Run]:
    """Return the least CPU and memory of each kind of build."""
    runs: dict[str, list[Run]] = {kind: [] for kind in ("plain", "cold", *EDITS)}
    with tempfile.TemporaryDirectory() as name:
        ours, plain = Path(name) / "ours", Path(name) / "plain"
        write_guide(ours, topics)
        write_plain(plain, topics)
        for number in range(repeat):
            runs["plain"].append(build(plain))
            shutil.rmtree(ours / ".cache", ignore_errors=True)
            runs["cold"].append(build(ours))
            for kind, (edit, _) in EDITS.items():
                edit(ours, FIRST_NUMBER + number)
                runs[kind].append(build(ours))
    return {
        kind: Run(min(run.cpu for run in repeats), min(run.memory for run in repeats))
        for kind, repeats in runs.items()
    }


def build(folder: Path) -> Run:
    """Build a site in a process of its own."""
    return build_command(folder, [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"])


def build_command(folder: Path, command: list[str]) -> Run:
    """Run a command that builds the site in a folder, and measure it."""
    process = subprocess.Popen(command, cwd=folder, env=environment())
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = status  # wait4 has collected the process
    if status:
        raise UserError(f"The build in {folder} failed")
    return Run(
        used.ru_utime + used.ru_stime, used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    )


def report(rows: list[tuple[int, dict[str, Run]]]) -> Iterator[str]:
    """Yield the lines of the result, as a Markdown table."""
    yield "| topics | build | CPU | times plain | peak memory |"
    yield "|---:|---|---:|---:|---:|"
    for topics, runs in rows:
        for kind, run in runs.items():
            name = f"warm: one {kind}" if kind in EDITS else kind
            yield (
                f"| {topics:,} | {name} | {run.cpu:.2f} s | {run.cpu / runs['plain'].cpu:.2f} |"
                f" {run.memory / 2**20:.0f} MiB |"
            )
    for (few, before), (many, after) in pairwise(rows):
        slopes = {
            kind: math.log(after[kind].cpu / before[kind].cpu) / math.log(many / few)
            for kind in before
        }
        yield f"Growth exponent from {few:,} to {many:,} topics: " + ", ".join(
            f"{kind} {slope:.2f}" for kind, slope in slopes.items()
        )


if __name__ == "__main__":
    run_main(main, refused=2)
