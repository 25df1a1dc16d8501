"""Keep the list of published addresses, data/addresses.txt.

    python scripts/addresses.py --check

--write adds the address of every page; it is run when the guide is published, and removes nothing.
--check lists each address at which there is neither a page nor a redirect any more. Status 1: an
address has vanished.
"""

import argparse
from pathlib import Path

from guide.content.redirects import ADDRESSES, add_addresses, check_addresses, read_addresses
from guide.core.atomic_files import write_text
from guide.core.wording import format_count
from scripts._cli import project_folder, read_whole_catalogue, report_lines, run_main

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    kind = parser.add_mutually_exclusive_group(required=True)
    kind.add_argument("--write", action="store_true", help="add the address of every page")
    kind.add_argument("--check", action="store_true", help="name the addresses that have vanished")
    parser.add_argument("--root", type=project_folder, default=ROOT, help="the project's folder")
    options = parser.parse_args()
    return keep(options.root, options.write)


def keep(root: Path, write: bool) -> int:
    """Write or check the list, and return the exit status."""
    catalogue = read_whole_catalogue(root)
    path = root / ADDRESSES
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    if write:
        text = add_addresses(text, catalogue.pages)
        write_text(path, text)
    lines = report_lines(check_addresses(text, catalogue.rows("redirects"), catalogue.pages))
    count = format_count(len(read_addresses(text)), "published address", "published addresses")
    print("\n".join(lines) or f"{count}: each is a page or a redirect.")
    return 1 if lines else 0


if __name__ == "__main__":
    run_main(main)
