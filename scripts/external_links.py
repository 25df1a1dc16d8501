"""Check the links to other sites, with lychee.

    make check-external-links

`list FILE` writes a page with every address, for lychee to follow. `report RESULT --gone FILE`
reads lychee's report, prints what a person should look at as Markdown, and writes the addresses
that no longer exist, one a line, for due.py.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from guide.checks.external_links import (
    LinkPlace,
    archived_addresses,
    find_links,
    gone_addresses,
    list_links,
    read_answers,
    read_archived_copies,
    report_links,
)
from guide.content.catalogue import Catalogue
from guide.core.wording import format_count
from scripts._cli import project_folder, read_whole_catalogue, run_main

ROOT = Path(__file__).resolve().parent.parent
# Templates that may contain an address, below the project's folder.
TEMPLATES = ("overrides", "hooks/guide/templates")


def find(root: Path, catalogue: Catalogue) -> dict[str, list[LinkPlace]]:
    """Return every address of the project with its places."""
    paths = sorted(path for folder in TEMPLATES for path in (root / folder).rglob("*.html"))
    texts = {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in paths}
    return find_links(catalogue, texts)


def list_to(root: Path, target: Path) -> int:
    """Write the page of all addresses, and print how many there are; return the exit status."""
    places = find(root, read_whole_catalogue(root))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(list_links(places), encoding="utf-8", newline="")
    print(f"{format_count(len(places), 'address', 'addresses')} to follow", file=sys.stderr)
    return 0


def report(root: Path, result: Path, gone: Path) -> int:
    """Print the report of lychee's result, and write the file of addresses that are gone.

    Returns the exit status.
    """
    try:
        lychee: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
        if not isinstance(lychee, dict):
            raise ValueError
    except ValueError:  # no JSON, no UTF-8, or something else
        print(f"{result} is not what lychee writes. Run it again.", file=sys.stderr)
        return 2
    catalogue = read_whole_catalogue(root)
    places = find(root, catalogue)
    if not lychee.get("total"):
        print(f"lychee followed no link: {result} says nothing of any.", file=sys.stderr)
        return 2
    answers = read_answers(lychee, places)
    gone.write_text(
        "".join(f"{address}\n" for address in gone_addresses(answers)), encoding="utf-8", newline=""
    )
    print(
        report_links(
            answers, places, read_archived_copies(lychee, places), archived_addresses(catalogue)
        ),
        end="",
    )
    return 0


def main() -> int:
    """Run the command; return its exit status."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--root", type=project_folder, default=ROOT, help="the project's folder")
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    lister = commands.add_parser("list", parents=[common], help="write the addresses for lychee")
    lister.add_argument("file", type=Path, help="the page to write")
    reporter = commands.add_parser("report", parents=[common], help="say what lychee found")
    reporter.add_argument("result", type=Path, help="what lychee wrote, as JSON")
    reporter.add_argument(
        "--gone", type=Path, required=True, help="the file for the addresses that are no more"
    )
    options = parser.parse_args()
    if options.command == "list":
        return list_to(options.root, options.file)
    return report(options.root, options.result, options.gone)


if __name__ == "__main__":
    run_main(main)
