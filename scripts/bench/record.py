"""Run a benchmark, and write its result with the date into hooks/docs/performance.md.

    python scripts/bench/record.py build --topics 30 1000

The first word names the benchmark, `build` for bench_build.py; the others go to it. Its result
replaces what is between `<!-- record: build -->` and `<!-- /record -->`. Status 2: the benchmark
fails, and nothing is written.
"""

import argparse
import os
import platform
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

from guide.core.problems import UserError
from guide.core.wording import format_date
from scripts._cli import run_main

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "hooks" / "docs" / "performance.md"
BENCHMARKS = ("build", "serve", "site", "load")


def main() -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("benchmark", choices=BENCHMARKS)
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="what the benchmark takes")
    options = parser.parse_args()
    machine = describe_machine()
    command = [f"bench_{options.benchmark}.py", *options.arguments]
    output = run_benchmark(*command)
    heading = f"*{format_date(date.today())}; {machine}. `{' '.join(command)}`*"
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(
        replace_result(text, options.benchmark, f"{heading}\n\n{format_result(output)}"),
        encoding="utf-8",
    )
    print(output)
    return 0


def run_benchmark(name: str, *arguments: str) -> str:
    """Return what a benchmark prints; raise UserError when it fails."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "bench" / name), *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode or not done.stdout.strip():
        raise UserError(f"{name} failed, so nothing is written")
    return done.stdout.strip()


def describe_machine() -> str:
    """Return the number of cores, the system and the load, as words for the page."""
    return (
        f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python"
        f" {platform.python_version()}, load {os.getloadavg()[0]:.1f} before"
    )


def format_result(output: str) -> str:
    r"""Format a benchmark's output as Markdown: its table, then other lines as a list.

    Output without a table is shown as it is, in a code block.

    >>> format_result("| a |\n|---|\n| 1 |\n  a note")
    '| a |\n|---|\n| 1 |\n\n- a note'
    """
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    table = [line for line in lines if line.startswith("|")]
    if not table:
        return f"```text\n{output}\n```"
    notes = [f"- {line}" for line in lines if not line.startswith("|")]
    return "\n".join([*table, *(["", *notes] if notes else [])])


def replace_result(page: str, name: str, result: str) -> str:
    """Replace the result of one benchmark in the text of the page.

    Raises UserError where the page has not exactly one place for it.
    """
    pattern = re.compile(
        rf"(<!-- record: {re.escape(name)} -->\n).*?(?=<!-- /record -->)", re.DOTALL
    )
    replaced, count = pattern.subn(lambda match: f"{match[1]}{result}\n", page)
    if count != 1:
        raise UserError(f"{PAGE.name} has {count} places for the result of {name}, not one")
    return replaced


if __name__ == "__main__":
    run_main(main, refused=2)
