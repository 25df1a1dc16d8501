"""Check data, front matter and prose without a build.

    python scripts/check.py, or make check

Status 1: the content has a problem. Warnings are shown and do not change the status.
"""

import argparse
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from guide.checks.autofix import check_form, find_fixes
from guide.checks.project_checks import read_and_check
from guide.checks.prose import check_prose
from guide.checks.prose_rules import check_columns, read_prose_rules
from guide.checks.rendered_pages import check_rendered
from guide.checks.site_links import without_reported
from guide.content.day_checks import check_days
from guide.content.docs_files import skipped_files_message
from guide.content.loader import read_catalogue
from guide.content.navigation import SETTINGS
from guide.content.retractions import check_retractions
from guide.core.atomic_files import write_text
from guide.core.days import build_day
from guide.core.problems import Problem
from scripts._cli import add_format, print_problems, project_folder, run_main
from scripts._settings import check_settings

ROOT = Path(__file__).resolve().parent.parent


def fix(root: Path, file: TextIO) -> None:
    """Fix the form of every file that needs it, and print which into `file`."""
    catalogue, _ = read_catalogue(root)
    for path, _, fixed in find_fixes(root, catalogue.package):
        write_text(path, fixed)
        print(f"mended {path.relative_to(root)}", file=file)


def find_problems(root: Path) -> tuple[list[Problem], str, str]:
    """Return all problems, a text on what was checked, and one on the files that were skipped.

    The problems are those of data, pages, form, prose and settings.
    """
    catalogue, problems = read_and_check(root)
    rules, in_rules = read_prose_rules(root)
    today = build_day(os.environ.get("GUIDE_TODAY"), os.environ, datetime.now(UTC))
    problems += [*check_days(catalogue, today), *check_columns(rules, catalogue.package)]
    problems += check_retractions(catalogue)
    problems += [*in_rules, *check_form(root, catalogue.package), *check_prose(catalogue, rules)]
    problems += check_settings(root / SETTINGS)
    problems += list(without_reported(check_rendered(catalogue), problems))
    checked = f"{len(catalogue.pages)} pages and {len(catalogue.records)} tables checked"
    return problems, checked, skipped_files_message(catalogue.skipped)


def check(root: Path, form: str) -> int:
    """Print all problems in the form of --format; return the exit status."""
    problems, checked, skipped = find_problems(root)
    return print_problems(problems, form, f"{checked}: nothing is wrong.", skipped)


def main() -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_format(parser)
    parser.add_argument(
        "--fix", action="store_true", help="first mend line ends, spaces, quotes and order"
    )
    parser.add_argument("--root", type=project_folder, default=ROOT, help="the project's folder")
    options = parser.parse_args()
    if options.fix:
        fix(options.root, sys.stderr if options.format == "json" else sys.stdout)
    return check(options.root, options.format)


if __name__ == "__main__":
    run_main(main)
