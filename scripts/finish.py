"""Post-process a built site for its host.

    python scripts/finish.py site [--compress] [--hosting FOLDER]

--compress puts precompressed .br and .gz variants beside each text file, --hosting writes what
nginx and Caddy are to include. --review shows the inline scripts that have not been reviewed,
whole; --accept puts those of the site on the list. Both leave the site as it is. Status 1: the site
has something that its host would not let browsers run or use.
"""

import argparse
import sys
from pathlib import Path

from guide.checks.site_links import find_faults
from guide.core.atomic_files import write_text
from guide.core.folder_lock import FolderLock
from guide.publish.csp import (
    REVIEWED,
    format_reviewed_scripts,
    normalize_script,
    parse_reviewed_scripts,
)
from guide.publish.inline_code import pages_by_script
from guide.publish.pipeline import (
    HTML_STEPS,
    Files,
    postprocess,
    read_files,
    site_policy,
    steps,
    validation_error,
    write_files,
)
from guide.publish.server_config import render_server_config
from scripts._cli import report_lines, run_main

ROOT = Path(__file__).resolve().parent.parent


def show_scripts(files: Files, reviewed: list[str]) -> int:
    """Print each new inline script, and each one of the list that the site no longer has."""
    pages_of = {normalize_script(script): pages for script, pages in pages_by_script(files).items()}
    for script in sorted(pages_of.keys() - set(reviewed)):
        pages = pages_of[script]
        print(f"NEW, on {len(pages)} pages, first on {pages[0]}:\n{script}\n")
    for script in sorted(set(reviewed) - pages_of.keys()):
        print(f"GONE:\n{script}\n")
    print(f"{len(pages_of)} inline scripts on the site, {len(reviewed)} on the list in {REVIEWED}.")
    return 0


def accept_scripts(files: Files) -> int:
    """Write the list of reviewed scripts anew, from the site."""
    scripts = list(pages_by_script(files))
    write_text(ROOT / REVIEWED, format_reviewed_scripts(scripts))
    print(
        f"{REVIEWED} has {len(scripts)} scripts now. Look at its difference before you commit it."
    )
    return 0


def main() -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "site", type=Path, nargs="?", default=ROOT / "site", help="the folder of the built site"
    )
    parser.add_argument(
        "--compress",
        action="store_true",
        help="put .br and .gz files beside each text file, for nginx and Caddy",
    )
    parser.add_argument(
        "--hosting",
        type=Path,
        metavar="FOLDER",
        help="write what the configurations of nginx and Caddy include",
    )
    parser.add_argument(
        "--review", action="store_true", help="show what inline scripts are new or gone, and stop"
    )
    parser.add_argument(
        "--accept",
        action="store_true",
        help="put the inline scripts of the site on the list, and stop",
    )
    options = parser.parse_args()
    with FolderLock(options.site):
        return finish(options)


def finish(options: argparse.Namespace) -> int:
    """Post-process the site, or show or accept its scripts; return the exit status."""
    before = read_files(options.site)
    if fault := validation_error(before):
        print(f"{options.site}: {fault}", file=sys.stderr)
        return 2
    reviewed, problems = parse_reviewed_scripts((ROOT / REVIEWED).read_text(encoding="utf-8"))
    if options.review or options.accept:
        pages = {
            path: content
            for path, content in postprocess(before, HTML_STEPS)[0].items()
            if path.endswith(".html")
        }
        return accept_scripts(pages) if options.accept else show_scripts(pages, reviewed)
    after, in_site = postprocess(
        before, [] if problems else steps(reviewed, find_faults, is_compressed=options.compress)
    )
    if problems := problems + in_site:
        print("\n".join(report_lines(problems)), file=sys.stderr)
        return 1
    write_files(options.site, before, after)
    if options.hosting:
        parts = render_server_config(after, site_policy(after))
        write_files(
            options.hosting, {}, {name: text.encode("utf-8") for name, text in parts.items()}
        )
    return 0


if __name__ == "__main__":
    run_main(main)
