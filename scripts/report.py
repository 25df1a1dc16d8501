"""Report in readers' words what a change does, as Markdown for a pull request.

    python scripts/report.py origin/main

BASE is the commit or branch to compare the project's folder with.
"""

import argparse
import io
import subprocess
import tarfile
import tempfile
from pathlib import Path

from guide.checks.project_checks import read_and_check
from guide.content.loader import read_catalogue
from guide.core.problems import UserError
from guide.core.wording import format_count
from guide.editing.change_report import report_changes
from scripts._cli import project_folder, run_main

ROOT = Path(__file__).resolve().parent.parent


def run_git(root: Path, *words: str) -> bytes:
    """Return what a git command prints; raise UserError when it fails."""
    process = subprocess.run(["git", *words], cwd=root, capture_output=True, check=False)
    if process.returncode:
        raise UserError(process.stderr.decode("utf-8", "replace").strip().partition("\n")[0])
    return process.stdout


def unpack(root: Path, base: str, folder: Path) -> None:
    """Write the files of a commit into a folder, without touching the project's own folder."""
    try:
        words = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{base}^{{commit}}")
        commit = run_git(root, *words).decode().strip()
    except UserError:
        raise UserError(
            f'there is no commit or branch "{base}" here. '
            "Check its name, or fetch it first: git fetch origin"
        ) from None
    with tarfile.open(
        fileobj=io.BytesIO(run_git(root, "archive", "--format=tar", commit))
    ) as archive:
        archive.extractall(folder, filter="data")


def report(root: Path, base: str) -> None:
    """Print the report, with a note where the data or pages of the change have problems."""
    with tempfile.TemporaryDirectory() as folder:
        unpack(root, base, Path(folder))
        (Path(folder) / "docs").mkdir(exist_ok=True)
        before = read_catalogue(Path(folder))[0]
    after, problems = read_and_check(root)
    print(report_changes(before, after), end="")
    if problems:
        print(
            f"\nThe checks find {format_count(len(set(problems)), 'problem')} in this change, "
            "so this list may not be whole. Run `make check`."
        )


def main() -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "base", metavar="BASE", help="the commit or branch before the change, such as origin/main"
    )
    parser.add_argument("--root", type=project_folder, default=ROOT, help="the project's folder")
    options = parser.parse_args()
    report(options.root, options.base)
    return 0


if __name__ == "__main__":
    run_main(main, refusal="No report: ", refused=2)
