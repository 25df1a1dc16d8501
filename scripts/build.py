"""Build the site with MkDocs, strictly, with one sentence in place of a traceback.

    python scripts/build.py, or make site, which also finishes it

What MkDocs reads of the environment before it calls the guide is checked first. Status 1: the
content has a problem; 2: the site could not be written.
"""

import argparse
import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from guide.core.days import build_day
from guide.core.problems import UserError
from guide.core.urls import site_url_fault
from scripts._cli import hide_folder, run_main


def check_environment(environment: Mapping[str, str]) -> None:
    """Raise UserError where the day or the address to build for is none."""
    build_day(environment.get("GUIDE_TODAY"), environment, datetime.now(UTC))
    address = environment.get("SITE_URL")
    if address is not None and (fault := site_url_fault(address)):
        raise UserError(fault)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--config-file", default="mkdocs.yml", help="the settings of MkDocs")
    parser.add_argument("--site-dir", help="the folder to write to")
    options = parser.parse_args(arguments)
    check_environment(os.environ)
    from mkdocs.__main__ import cli

    site_dir = ["--site-dir", options.site_dir] if options.site_dir else []
    cli(["build", "--strict", "--config-file", options.config_file, *site_dir], prog_name="mkdocs")
    return 0


if __name__ == "__main__":
    hide_folder(__file__)
    run_main(main)
