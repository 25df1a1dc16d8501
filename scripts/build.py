"""Build the site with MkDocs, strictly, with one sentence in place of a traceback.

    python scripts/build.py, or make site, which also finishes it

What MkDocs reads of the environment before it calls the guide is checked first. Status 1: the
content has a problem; 2: the site could not be written.
"""

import argparse
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from guide.content.navigation import check_settings_form
from guide.core.days import build_day
from guide.core.environment import apply_environment
from guide.core.problems import Problem
from scripts._cli import hide_folder, report_lines, run_main
from scripts._settings import check_settings


def check_environment(environment: Mapping[str, str]) -> None:
    """Raise UserError where a variable has a value that the build cannot use."""
    build_day(environment.get("GUIDE_TODAY"), environment, datetime.now(UTC))
    apply_environment({}, environment)


def run_mkdocs(words: list[str], settings: Path) -> int:
    """Run a command of MkDocs; where the settings are wrong, print their problems.

    Their form is checked first, as MkDocs takes some slips without a word. Returns the exit status.
    """
    if in_form := list(check_settings_form(settings)):
        return _refuse(in_form)
    from mkdocs.__main__ import cli

    try:
        cli(words, prog_name="mkdocs")
    except (Exception, SystemExit) as error:
        is_done = isinstance(error, SystemExit) and not error.code
        problems = [] if is_done or isinstance(error, OSError) else list(check_settings(settings))
        if not problems:
            raise
        return _refuse(problems)
    return 0


def _refuse(problems: Iterable[Problem]) -> int:
    print(*report_lines(problems), sep="\n", file=sys.stderr)
    return 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--config-file", default="mkdocs.yml", help="the settings of MkDocs")
    parser.add_argument("--site-dir", help="the folder to write to")
    options = parser.parse_args(arguments)
    check_environment(os.environ)
    site_dir = ["--site-dir", options.site_dir] if options.site_dir else []
    words = ["build", "--strict", "--config-file", options.config_file, *site_dir]
    return run_mkdocs(words, Path(options.config_file))


if __name__ == "__main__":
    hide_folder(__file__)
    run_main(main)
