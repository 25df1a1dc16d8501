"""Check the internal links, anchors, ids and titles of a built site.

    python scripts/check_links.py site

Status 1: one of them is wrong.
"""

import argparse
import sys
from pathlib import Path

from guide.checks.site_links import check_site
from guide.content.loader import read_catalogue
from guide.core.wording import format_count
from scripts._cli import add_format, print_problems, run_main, site_url

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "site", type=Path, nargs="?", default=ROOT / "site", help="the folder of the built site"
    )
    add_format(parser)
    options = parser.parse_args()
    site = options.site
    pages = len(list(site.rglob("*.html")))
    if pages == 0:
        print(f"{site} holds no HTML page. Build the site first: make site", file=sys.stderr)
        return 2
    # The site's address is that of the build.
    catalogue, _ = read_catalogue(ROOT, site_url=site_url())
    sound = (
        f"{format_count(pages, 'page')} checked: every internal link and anchor leads somewhere."
    )
    return print_problems(check_site(site, catalogue), options.format, sound)


if __name__ == "__main__":
    run_main(main)
