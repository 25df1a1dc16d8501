"""Export the project for a generator without hooks, such as Zensical.

    python scripts/portability/stage.py FOLDER

Export, build in FOLDER with `zensical build --clean`, then run `python scripts/portability/stage.py
FOLDER --built`, which adds to the built site what can only be added then. Unchanged files are not
written again, so that a running `zensical serve` sees only what has changed. The day of the build
is that of GUIDE_TODAY or SOURCE_DATE_EPOCH, else today. Status 1: the content has a problem.
"""

import argparse
import os
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from guide.checks.project_checks import read_and_check
from guide.content.catalogue import Catalogue
from guide.content.docs_files import find_docs
from guide.core.days import build_day
from guide.core.environment import apply_environment
from guide.core.problems import report
from guide.exports.generated_files import generate_files
from scripts._cli import run_main
from scripts.portability.staging import (
    Settings,
    add_words_to_search,
    read_settings,
    stage_settings,
    stage_titles,
)

ROOT = Path(__file__).resolve().parents[2]
# The folders that are copied; all else in the exported folder is the generator's.
COPIED = ("docs", "overrides")
# A patch of Material's search. Zensical has another search, which finds nothing with this file.
LEFT_OUT = ("overrides/partials/search.html",)


def day_of(settings: Settings, environment: Mapping[str, str]) -> date:
    """Return the day for which to build, as the hooks choose it."""
    return build_day((settings.get("extra") or {}).get("today"), environment, datetime.now(UTC))


def read_project(
    root: Path, environment: Mapping[str, str]
) -> tuple[Settings, Catalogue, list[str]]:
    """Return the settings, the catalogue, and the problems of the content as lines."""
    settings = read_settings((root / "mkdocs.yml").read_text(encoding="utf-8"), environment)
    apply_environment(settings, environment)
    catalogue, problems = read_and_check(
        root,
        today=day_of(settings, environment),
        site_title=settings["site_name"],
        site_url=settings.get("site_url") or "",
    )
    return settings, catalogue, report(problems, catalogue.site_url)


def staged_files(root: Path, settings: Settings, catalogue: Catalogue) -> dict[str, bytes]:
    """Return the content of every file to write, by its path."""
    today = catalogue.today
    assert today is not None  # read_project reads the catalogue for a day

    def read(name: str) -> bytes | None:
        path = root / "data" / name
        return path.read_bytes() if path.is_file() else None

    theme = (
        path.relative_to(root).as_posix()
        for path in sorted((root / "overrides").rglob("*"))
        if path.is_file()
    )
    names = [*(f"docs/{uri}" for uri in find_docs(root / "docs").files), *theme]
    copied = {name: (root / name).read_bytes() for name in names}
    titles = {path: text.encode() for path, text in stage_titles(catalogue).items()}
    generated = {f"docs/{uri}": content for uri, content in generate_files(catalogue, read).items()}
    copied = {path: content for path, content in copied.items() if path not in LEFT_OUT}
    return {
        **copied,
        **titles,
        **generated,
        "mkdocs.yml": stage_settings(settings, str(root), today.isoformat()).encode(),
    }


def write(files: Mapping[str, bytes], folder: Path) -> None:
    """Write these files, except unchanged ones, and delete all others in the copied folders."""
    for path in [item for name in COPIED for item in (folder / name).rglob("*") if item.is_file()]:
        if path.relative_to(folder).as_posix() not in files:
            path.unlink()
    for uri, content in files.items():
        path = folder / uri
        if not path.is_file() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def stage(root: Path, folder: Path, environment: Mapping[str, str]) -> list[str]:
    """Write the exported project into a folder; return the problems of the content as lines."""
    settings, catalogue, lines = read_project(root, environment)
    write(staged_files(root, settings, catalogue), folder)
    return lines


def complete(root: Path, site: Path, environment: Mapping[str, str]) -> list[str]:
    """Add search synonyms to the built site; return the problems of the content as lines."""
    _, catalogue, lines = read_project(root, environment)
    index = site / "search.json"
    index.write_text(
        add_words_to_search(index.read_text(encoding="utf-8"), catalogue), encoding="utf-8"
    )
    return lines


def main() -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="where to write")
    parser.add_argument(
        "--built",
        action="store_true",
        help="the folder has been built: add to its site what is missing there",
    )
    parser.add_argument("--root", type=Path, default=ROOT, help="the project's folder")
    options = parser.parse_args()
    root = options.root.resolve()
    lines = (
        complete(root, options.folder / "site", dict(os.environ))
        if options.built
        else stage(root, options.folder, dict(os.environ))
    )
    print("\n".join(lines) or f"{options.folder} is {'complete' if options.built else 'staged'}.")
    return 1 if lines else 0


if __name__ == "__main__":
    run_main(main)
