"""Build the guide with the successors of MkDocs, and compare the results for a reader.

    make portable

Builds with MkDocs, ProperDocs and Zensical in .cache/portable/, checks the links of each, and
compares page by page. Differences that are expected, and why, are listed in
scripts/portability/portable.yaml. Status 1: a difference is unexplained, or an explanation no
longer needed; 2: a build fails.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from guide.checks.site_links import check_site
from guide.content.loader import read_catalogue
from guide.core.problems import UserError
from guide.core.wording import format_count
from scripts._cli import report_lines, run_main
from scripts.portability.built_page import Parts
from scripts.portability.built_site import read_built_site
from scripts.portability.comparison import (
    Difference,
    Explanation,
    compare_sites,
    read_explanations,
    show_differences,
    split_explained,
)
from scripts.portability.stage import complete, day_of, stage
from scripts.portability.staging import read_settings

ROOT = Path(__file__).resolve().parents[2]
EXPLANATIONS = "scripts/portability/portable.yaml"
GENERATORS = ("properdocs", "zensical")


def run(program: str, *words: str, folder: Path, environment: Mapping[str, str]) -> None:
    """Run a program of this Python environment; raise UserError with its output when it fails."""
    command = [str(Path(sys.executable).parent / program), *words]
    process = subprocess.run(
        command, cwd=folder, env=dict(environment), capture_output=True, text=True, check=False
    )
    if process.returncode:
        raise UserError(f"{program} failed:\n{process.stdout}{process.stderr}")


def build(generator: str, work: Path, environment: Mapping[str, str]) -> Path:
    """Build the guide with a generator and return the folder of the site."""
    site = work / generator
    if generator != "zensical":
        run(
            generator,
            "build",
            "--strict",
            "--quiet",
            "--site-dir",
            str(site),
            folder=ROOT,
            environment=environment,
        )
        return site
    shutil.rmtree(site, ignore_errors=True)
    if lines := stage(ROOT, site, environment):
        raise UserError("\n".join(lines))
    run(generator, "build", "--clean", "--strict", folder=site, environment=environment)
    complete(ROOT, site / "site", environment)
    return site / "site"


def show(
    generator: str,
    site: Mapping[str, Parts],
    differences: list[Difference],
    explanations: list[Explanation],
) -> bool:
    """Print how a generator's site differs from that of MkDocs.

    Returns whether each difference is explained, and no explanation is stale.
    """
    unexplained, explained = split_explained(differences, explanations)
    for line in show_differences(unexplained):
        print(line)
    for explanation, matches in explained.items():
        count = (
            format_count(len(matches), "line")
            if matches
            else "stale: no such difference is there any more. Delete the explanation"
        )
        print(
            f"{EXPLANATIONS}:{explanation.line}: {explanation.part}: {count}."
            f" {explanation.reason if matches else ''}".rstrip()
        )
    stale = [explanation for explanation, matches in explained.items() if not matches]
    print(
        f"{generator}: {format_count(len(site), 'page or file', 'pages and files')} compared,"
        f" {format_count(len(differences), 'line differs', 'lines differ')},"
        f" {len(unexplained)} of them unexplained."
    )
    return not unexplained and not stale


def check_links(generator: str, folder: Path) -> bool:
    """Print the broken links of a site; return whether there are none."""
    lines = report_lines(check_site(folder, read_catalogue(ROOT)[0]))
    print("\n".join(lines) or f"{generator}: every internal link and anchor leads somewhere.")
    return not lines


def compare(
    generators: list[str], work: Path, environment: Mapping[str, str]
) -> tuple[bool, dict[str, list[Difference]]]:
    """Build, check and compare; return whether all is well, and the differences by generator."""
    explanations = read_explanations(
        (ROOT / EXPLANATIONS).read_text(encoding="utf-8"), EXPLANATIONS
    )
    reference, is_well = read_built_site(build("mkdocs", work, environment)), True
    differences: dict[str, list[Difference]] = {}
    for generator in generators:
        folder = build(generator, work, environment)
        site = read_built_site(folder)
        differences[generator] = compare_sites(reference, site)
        is_well &= check_links(generator, folder)
        is_well &= show(generator, site, differences[generator], explanations.get(generator, []))
    return is_well, differences


def main() -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "generators",
        nargs="*",
        choices=[[], *GENERATORS],
        metavar="GENERATOR",
        help="properdocs, zensical; both unless named",
    )
    parser.add_argument(
        "--work", type=Path, default=ROOT / ".cache" / "portable", help="the folder to build in"
    )
    parser.add_argument(
        "--json", type=Path, help="a file to write every difference to, explained or not"
    )
    options = parser.parse_args()
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "true"}
    # All three build for one day, also across midnight, and none uses the cache of another.
    settings = read_settings((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), environment)
    environment |= {
        "GUIDE_TODAY": day_of(settings, environment).isoformat(),
        "GUIDE_REMEMBER": "false",
    }
    is_well, by_generator = compare(
        options.generators or list(GENERATORS), options.work.resolve(), environment
    )
    if options.json:
        rows = {
            name: [asdict(item) for item in differences]
            for name, differences in by_generator.items()
        }
        options.json.write_text(
            json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
    return 0 if is_well else 1


if __name__ == "__main__":
    run_main(main, refused=2)
