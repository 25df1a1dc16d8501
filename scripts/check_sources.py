"""Ask the registers of works about every source, and propose what to change.

    CHECK_SOURCES_MAIL=you@example.org python scripts/check_sources.py, or make check-sources

Crossref, DataCite and OpenAlex are asked for each DOI of data/sources.csv. The report goes to
standard output and, with the sheet of the registers' words and the text of the issue on
retractions, into the folder of --out. Status 1: there is something to look at; 2: nothing could be
asked, or the rows were refused. Never part of a build.
"""

import argparse
import os
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from guide.content.catalogue import Catalogue
from guide.content.loader import read_catalogue
from guide.core.atomic_files import write_text
from guide.core.problems import UserError, quote
from guide.core.wording import format_count
from guide.data.records import Record
from guide.editing.edits import dry_run, make_edits, read_texts, write_edits
from guide.editing.prompts import day_argument
from guide.editing.register_answers import Work
from guide.editing.source_checks import (
    PATH,
    SourceCheck,
    check_source,
    new_retractions,
    render_rows,
    render_sources,
)
from guide.editing.source_report import (
    SourcesReport,
    findings_of,
    render_report,
    render_retractions,
    render_sheet,
)
from guide.editing.source_search import (
    REVIEW_DESIGNS,
    arxiv_doi,
    find_doi,
    find_reviews,
    needs_doi,
)
from scripts._cli import project_folder, report_lines, run_main
from scripts.sources.fetching import Fetcher
from scripts.sources.registers import ADDRESSES, Registers

ROOT = Path(__file__).resolve().parent.parent
MAIL, KEY = "CHECK_SOURCES_MAIL", "OPENALEX_API_KEY"
_MAIL_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+", re.ASCII)


@dataclass(frozen=True)
class Question:
    """What is asked in one run: which sources, about which day, and what beside their DOIs."""

    keys: Sequence[str]
    day: date
    has_searches: bool
    is_full: bool


def ask(catalogue: Catalogue, registers: Registers, question: Question) -> SourcesReport:
    """Ask about each source, one after the other, and return what the registers have."""
    known_dois = {str(source["doi"]).lower() for source in catalogue.sources.values()}
    checks: list[SourceCheck] = []
    dois: dict[str, str] = {}
    reviews: dict[str, list[Work]] = {}
    for key in question.keys:
        source = catalogue.sources[key]
        if source["doi"]:
            check = check_source(source, registers.ask_for(str(source["doi"])), question.day)
            if check is None:
                continue
            checks.append(check)
            if question.has_searches and _is_review(catalogue, key):
                reviews[key] = find_reviews(source, _citing(registers, check), known_dois)
        elif question.has_searches and needs_doi(source):
            doi = find_doi(source, _candidates(registers, source))
            if doi and doi not in known_dois | set(dois.values()):
                dois[key] = doi
    return SourcesReport(question.day, checks, dois, reviews, registers.failures, question.is_full)


def _candidates(registers: Registers, source: Record) -> list[Work]:
    """Return works that may be a source without a DOI."""
    if doi := arxiv_doi(source):
        return [work for work in registers.ask_for(doi).values() if work]
    return registers.search(source)


def _is_review(catalogue: Catalogue, key: str) -> bool:
    """Say whether a finding rests on a source as on a review of studies."""
    return any(
        catalogue.findings[name].values.get("design") in REVIEW_DESIGNS
        for name in findings_of(catalogue, key)
    )


def _citing(registers: Registers, check: SourceCheck) -> list[Work]:
    year = check.source["year"]
    work = next((work for work in check.works if work.id), None)
    return registers.citing_reviews(work, year) if work and isinstance(year, int) else []


def write(root: Path, catalogue: Catalogue, report: SourcesReport) -> None:
    """Write the new rows into the data, unless the checks find something new that is wrong."""
    before = read_texts(root)
    columns = catalogue.package.resources["sources"].field_names
    after: dict[str, str | None] = {
        PATH: render_rows(report.checks, catalogue.rows("source-checks"), catalogue.sources)
    }
    if report.dois:
        rows = catalogue.rows("sources")
        after["data/sources.csv"] = render_sources(rows, columns, report.dois)
    edits = make_edits(before, after)
    problems = [
        problem for problem in dry_run(root, edits, report.day) if problem.severity == "error"
    ]
    if problems:
        lines = "\n".join(report_lines(problems))
        raise UserError(f"the checks find something wrong in the new rows:\n{lines}")
    write_edits(root, edits)
    names = ", ".join(edit.path for edit in edits)
    print(f"Written: {names}" if edits else "Nothing is new in the data.", file=sys.stderr)


def run(options: argparse.Namespace) -> int:
    """Ask, report, and write what was asked for; return the exit status."""
    catalogue, _ = read_catalogue(options.root)
    registers = _make_registers(options)
    keys = options.only or list(catalogue.sources)
    for key in keys:
        if key not in catalogue.sources:
            raise UserError(f"no source has the key {quote(key)}. Look in data/sources.csv")
    if options.write and "source-checks" not in catalogue.records:
        raise UserError(f"{PATH} cannot be read. Run scripts/check.py, which says why")
    question = Question(keys, options.today, not options.only_dois, options.all)
    report = ask(catalogue, registers, question)
    if not report.checks and registers.failures:
        reasons = "; ".join(f"{name}: {why}" for name, (_, why) in registers.failures.items())
        print(f"No register answered. {reasons}.", file=sys.stderr)
        return 2
    retractions = new_retractions(report.checks, catalogue.rows("source-checks"))
    text = render_report(catalogue, report)
    options.out.mkdir(parents=True, exist_ok=True)
    write_text(options.out / "report.md", text)
    write_text(options.out / "retractions.md", render_retractions(catalogue, retractions))
    write_text(options.out / "sources.csv", render_sheet(report.checks))
    print(text, end="")
    if options.write:
        write(options.root, catalogue, report)
    failed = sum(number for number, _ in registers.failures.values())
    if failed:
        print(f"{format_count(failed, 'question')} had no answer.", file=sys.stderr)
    is_quiet = all(check.outcome == "agrees" and not check.newer for check in report.checks)
    return int(not is_quiet or bool(report.dois or any(report.reviews.values()) or failed))


def _make_registers(options: argparse.Namespace) -> Registers:
    mail = os.environ.get(MAIL, "")
    if not _MAIL_ADDRESS.fullmatch(mail):
        raise UserError(
            f"{MAIL} is {quote(mail)}, which is no address of mail. Set it to yours: the registers "
            "ask for one, so that they can write to whoever asks too much"
        )
    key = os.environ.get(KEY, "")
    agent = f"strengthening-emotional-bonds (mailto:{mail})"
    cache = options.out / "answers"
    fetcher = Fetcher(agent, cache, options.interval, 86_400 * options.cache_days)
    return Registers(fetcher, mail, key, dict(ADDRESSES) | dict(options.register))


def _register_argument(text: str) -> tuple[str, str]:
    """Return the name and the address of a register that an argument gives another address."""
    name, _, address = text.partition("=")
    if name not in ADDRESSES or not re.fullmatch(r"https?://[^\s/?#]+", address):
        names = ", ".join(ADDRESSES)
        raise argparse.ArgumentTypeError(f"write NAME=https://host, where NAME is one of {names}")
    return name, address


def _seconds(text: str) -> float:
    if not re.fullmatch(r"[0-9]{1,4}(\.[0-9]+)?", text):
        raise argparse.ArgumentTypeError("write a number, such as 1 or 0.5")
    return float(text)


def main() -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("only", nargs="*", metavar="KEY", help="ask about these sources alone")
    parser.add_argument("--write", action="store_true", help="write the new rows into data/")
    parser.add_argument(
        "--only-dois", action="store_true", help="search for no missing DOIs and newer reviews"
    )
    parser.add_argument("--all", action="store_true", help="list also what the data has already")
    parser.add_argument("--out", type=Path, help="the folder for what is written beside the data")
    parser.add_argument(
        "--today", type=day_argument, default=date.today(), help="the day, as 2026-11-23"
    )
    parser.add_argument(
        "--interval", type=_seconds, default=1.0, help="seconds between two requests to one host"
    )
    parser.add_argument(
        "--cache-days", type=_seconds, default=6.0, help="days for which an answer is kept"
    )
    parser.add_argument(
        "--register",
        type=_register_argument,
        action="append",
        default=[],
        metavar="NAME=ADDRESS",
        help="ask a register at another address",
    )
    parser.add_argument("--root", type=project_folder, default=ROOT, help="the project's folder")
    options = parser.parse_args()
    options.out = options.out or options.root / ".cache/sources"
    return run(options)


if __name__ == "__main__":
    run_main(main, refused=2)
