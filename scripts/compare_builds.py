"""Compare the finished site of this checkout with that of a commit.

    python scripts/compare_builds.py BASE

Builds both for one day and lists each file that differs: a refactoring changes nothing that is
published. Status 1: a file differs.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from guide.core.problems import UserError
from scripts._cli import run_main

ROOT = Path(__file__).resolve().parent.parent


def run(*command: str | Path, folder: Path, environment: dict[str, str]) -> None:
    """Run a command in a folder. Raises UserError with what it printed when it fails."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise UserError(f"{command[0]} failed in {folder}:\n{done.stdout}{done.stderr}")


def build(folder: Path, target: Path, day: str) -> dict[str, bytes]:
    """Return the files of the finished site of a checkout, built for a day without a cache."""
    environment = {
        **os.environ,
        "GUIDE_TODAY": day,
        "GUIDE_REMEMBER": "false",
        "NO_MKDOCS_2_WARNING": "true",
        # Before what is installed, which may be another checkout.
        "PYTHONPATH": os.pathsep.join((str(folder / "hooks"), str(folder))),
    }
    python = sys.executable
    options = ("build", "--strict", "--quiet", "--site-dir", target)
    run(python, "-m", "mkdocs", *options, folder=folder, environment=environment)
    run(python, "scripts/finish.py", target, folder=folder, environment=environment)
    return {
        path.relative_to(target).as_posix(): path.read_bytes()
        for path in sorted(target.rglob("*"))
        if path.is_file()
    }


def find_differences(before: dict[str, bytes], after: dict[str, bytes]) -> Iterator[str]:
    """Yield a line for each file that was added, removed or changed.

    >>> list(find_differences({"a": b"1", "b": b"2"}, {"b": b"3", "c": b"4"}))
    ['removed a', 'changed b', 'added c']
    """
    for name in sorted(before.keys() | after.keys()):
        if name not in after:
            yield f"removed {name}"
        elif name not in before:
            yield f"added {name}"
        elif before[name] != after[name]:
            yield f"changed {name}"


def main() -> int:
    """Build both sites and print how they differ."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("base", metavar="BASE", help="the commit to compare with")
    base = parser.parse_args().base
    day = datetime.now(UTC).date().isoformat()
    environment = dict(os.environ)
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        checkout = work / "base"
        add = ("git", "worktree", "add", "--quiet", "--detach", checkout, base)
        run(*add, folder=ROOT, environment=environment)
        try:
            before = build(checkout, work / "before", day)
        finally:
            remove = ("git", "worktree", "remove", "--force", checkout)
            run(*remove, folder=ROOT, environment=environment)
        after = build(ROOT, work / "after", day)
    lines = list(find_differences(before, after))
    print("\n".join(lines) or f"{len(after)} files: all the same to the byte.")
    return 1 if lines else 0


if __name__ == "__main__":
    run_main(main, refused=2)
