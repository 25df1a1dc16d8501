"""Move a page, with the links that lead to it and a redirect.

    python scripts/move.py topics/old.md topics/new.md

The change is shown, then tried on a copy, and written only when you agree. Status 1: the page
cannot move.
"""

import argparse
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from guide.content.docs_files import find_docs
from guide.content.loader import read_catalogue
from guide.editing.edits import dry_run, format_diff, make_edits, read_texts, write_edits
from guide.editing.new_topics import page_uri
from guide.editing.page_moves import Move, find_leftovers, plan_move
from guide.editing.prompts import confirm, day_argument
from scripts._cli import project_folder, report_lines, run_main

ROOT = Path(__file__).resolve().parent.parent
# Other files that may name a page, in text or in code, which cannot be rewritten with certainty.
ELSEWHERE = (
    "*.md",
    "mkdocs.yml",
    "data/*.yaml",
    "data/*.md",
    "hooks/**/*.py",
    "hooks/**/*.html",
    "hooks/**/*.md",
    "overrides/**/*.html",
    "tests/**/*.py",
    "scripts/*.py",
)


def read_elsewhere(root: Path, changed: dict[str, str | None]) -> Iterator[tuple[str, str]]:
    """Yield (path, new text) of each file that may still name the old address."""
    paths = {path for pattern in ELSEWHERE for path in root.glob(pattern) if path.is_file()}
    for path in sorted(paths | {root / "docs" / uri for uri in find_docs(root / "docs").pages}):
        name = path.relative_to(root).as_posix()
        text = (
            changed[name] if name in changed else path.read_text(encoding="utf-8", errors="replace")
        )
        if text is not None:
            yield name, text


def move(root: Path, wanted: Move, options: argparse.Namespace) -> int:
    """Show, try and write; return the exit status."""
    catalogue, _ = read_catalogue(root)
    texts = read_texts(root)
    changed = plan_move(catalogue, texts, wanted, options.today)
    edits = make_edits(texts, changed)
    print(format_diff(edits))
    problems = dry_run(root, edits, options.today)
    if problems:
        print(
            "\nThis would not pass the checks, so nothing is written:",
            *report_lines(problems),
            sep="\n",
        )
        return 1
    leftovers = find_leftovers(read_elsewhere(root, changed), wanted)
    if leftovers:
        print(
            "\nThe old address still stands here, in words or in code; look at each:"
            f" {', '.join(leftovers)}"
        )
    if not confirm("\nMove the page?", options.yes, input if sys.stdin.isatty() else None):
        print(
            "\nNothing is written. To move the page, answer y, or run the command again with --yes."
        )
        return 0
    write_edits(root, edits)
    print(
        f"\nMoved docs/{wanted.old} to docs/{wanted.new}. Readers of the old address are sent to"
        " the new one."
    )
    return 0


def main() -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("old", help="the page as it is, such as topics/old.md")
    parser.add_argument("new", help="where it is to be, such as topics/new.md")
    parser.add_argument("--root", type=project_folder, default=ROOT, help="the project's folder")
    parser.add_argument(
        "--today", type=day_argument, default=date.today(), help="the day, as 2026-11-23"
    )
    parser.add_argument("--yes", action="store_true", help="write without asking")
    options = parser.parse_args()
    return move(options.root, Move(page_uri(options.old), page_uri(options.new)), options)


if __name__ == "__main__":
    run_main(main, refusal="Nothing is written: ")
