"""List what is due, as Markdown for one issue.

    python scripts/due.py --today 2026-11-23

Helplines in doubt, checked more than 180 days ago or known from an old page, pages past their day
for review, findings whose source is gone or was retracted, and what is still to be read. Status 1:
something is due; otherwise nothing is printed.
"""

import argparse
from datetime import date
from pathlib import Path

from guide.core.problems import UserError
from guide.editing.due_report import report_due
from guide.editing.prompts import day_argument
from scripts._cli import project_folder, read_whole_catalogue, run_main

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--today", type=day_argument, default=date.today(), help="the day, as 2026-11-23"
    )
    parser.add_argument(
        "--gone", type=Path, help="a file of web addresses that answer no more, one a line"
    )
    parser.add_argument("--root", type=project_folder, default=ROOT, help="the project's folder")
    options = parser.parse_args()
    if options.gone and options.gone.exists() and not options.gone.is_file():
        raise UserError(f"{options.gone} is no file of addresses. Name the one that was written")
    gone = options.gone.read_text(encoding="utf-8").split() if options.gone else []
    text = report_due(read_whole_catalogue(options.root), options.today, gone)
    print(text, end="")
    return 1 if text else 0


if __name__ == "__main__":
    run_main(main)
