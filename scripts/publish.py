"""Add the book and the offline zip to the built site, before it is post-processed.

    python scripts/publish.py site dist

scripts/finish.py must see these files, since it writes the headers of each, and compresses last.
"""

import argparse
import sys
from pathlib import Path

from guide.publish.offered_files import DOWNLOAD_FORMATS, PAGE, offer_files
from guide.publish.pipeline import HEADERS
from scripts._cli import run_main

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "site",
        type=Path,
        nargs="?",
        default=ROOT / "site",
        help="the folder of the built site, not yet finished",
    )
    parser.add_argument(
        "dist", type=Path, nargs="?", default=ROOT / "dist", help="the folder of the files to offer"
    )
    options = parser.parse_args()
    page = options.site / PAGE
    files = [
        path for ending, *_ in DOWNLOAD_FORMATS for path in sorted(options.dist.glob(f"*{ending}"))
    ]
    if not page.is_file() or len(files) < len(DOWNLOAD_FORMATS):
        print(
            "The site or its files are not there. Make all of them: make publish", file=sys.stderr
        )
        return 2
    if (options.site / HEADERS).exists():
        print(f"{options.site} is finished already. Make it anew: make publish", file=sys.stderr)
        return 2
    html = offer_files(
        page.read_text(encoding="utf-8"), {path.name: path.stat().st_size for path in files}
    )
    for path in files:
        (page.parent / path.name).write_bytes(path.read_bytes())
    page.write_text(html, encoding="utf-8", newline="")
    print(f"{page.parent}: {', '.join(path.name for path in files)}")
    return 0


if __name__ == "__main__":
    run_main(main)
