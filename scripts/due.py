"""List what is due, as Markdown for one issue: python scripts/due.py --today 2026-11-23

Helplines in doubt or checked more than 180 days ago, pages past their day for review, findings whose source is gone.
Exit 0 when nothing is due (and nothing is printed), 1 when something is, 2 when the command itself fails.
"""

import argparse
import sys
from datetime import date
from pathlib import Path

from guide.asking import parse_day
from guide.catalogue import read_catalogue
from guide.due import report_due

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--today", type=parse_day, default=date.today(), help="the day, as 2026-11-23")
    parser.add_argument("--gone", type=Path, help="a file of web addresses that answer no more, one a line")
    parser.add_argument("--root", type=Path, default=ROOT, help="the project's folder")
    options = parser.parse_args()
    try:
        gone = options.gone.read_text(encoding="utf-8").split() if options.gone else []
        text = report_due(read_catalogue(options.root)[0], options.today, gone)
        print(text, end="")
        return 1 if text else 0
    except Exception as error:  # the editor is not to blame, and is told so in one line
        print(f"The list itself failed ({type(error).__name__}: {error}). Please report this.", file=sys.stderr)
        return 2


if __name__ == "__main__":
    raise SystemExit(main())
