"""Create a topic page, or a row of sources or findings, that passes the checks.

    python scripts/new.py topic|source|finding

It asks at a terminal for what is not an argument. The change is shown, then tried on a copy, and
written only when you agree. Status 1: an answer is wrong.
"""

import argparse
import sys
from datetime import date
from pathlib import Path

from guide.content.catalogue import Catalogue
from guide.content.loader import read_catalogue
from guide.core.problems import UserError
from guide.editing.edits import Edit, dry_run, format_diff, make_edits, read_texts, write_edits
from guide.editing.new_rows import insert_row, row_questions
from guide.editing.new_topics import (
    NAV,
    add_link,
    add_to_nav,
    page_uri,
    render_topic_page,
    topic_questions,
)
from guide.editing.prompts import Question, answer_all, confirm, day_argument
from scripts._cli import project_folder, report_lines, run_main

ROOT = Path(__file__).resolve().parent.parent
TABLES = {"source": "sources", "finding": "findings"}


def make_topic(
    root: Path, catalogue: Catalogue, answers: dict[str, str], today: date
) -> list[Edit]:
    """Return the edits for a new topic: its page, the navigation, and two pages that link to it."""
    texts = read_texts(root)
    uri = f"topics/{answers['slug']}.md"
    changed = {f"docs/{uri}": render_topic_page(answers, today, "help.md" in catalogue.pages)}
    if NAV in texts:
        changed[NAV] = add_to_nav(texts[NAV], uri, answers["group"])
    for name in ("linked_from_1", "linked_from_2"):
        path = catalogue.pages[page_uri(answers[name])].path
        changed[path] = add_link(changed.get(path, texts[path]), answers["phrase"])
    return make_edits(texts, {**changed})


def make_row(root: Path, catalogue: Catalogue, kind: str, answers: dict[str, str]) -> list[Edit]:
    """Return the edit for a new row of a source or a finding."""
    resource = catalogue.package.resources[TABLES[kind]]
    path = f"data/{resource.path}"
    texts = read_texts(root)
    return make_edits(
        texts, {path: insert_row(texts.get(path, ""), resource, answers, group_column="section")}
    )


def find_questions(catalogue: Catalogue, kind: str, today: date) -> list[Question]:
    """Return the questions that a topic or a row needs answers to."""
    if kind == "topic":
        return topic_questions(catalogue)
    if TABLES[kind] not in catalogue.package.resources:
        raise UserError(
            f"data/datapackage.yaml describes no {TABLES[kind]}. Run make check and mend what it"
            " names"
        )
    return row_questions(catalogue, catalogue.package.resources[TABLES[kind]], today)


def new(
    root: Path, catalogue: Catalogue, questions: list[Question], options: argparse.Namespace
) -> int:
    """Ask, show, try and write; return the exit status."""
    ask = input if sys.stdin.isatty() else None
    answers = answer_all(questions, vars(options), ask)
    if options.kind == "topic":
        edits = make_topic(root, catalogue, answers, options.today)
    else:
        edits = make_row(root, catalogue, options.kind, answers)
    print(format_diff(edits))
    problems = dry_run(root, edits, options.today)
    if problems:
        print(
            "\nThis would not pass the checks, so nothing is written:",
            *report_lines(problems),
            sep="\n",
        )
        return 1
    if not confirm("\nWrite this?", options.yes, ask):
        print("\nNothing is written. To write it, answer y, or run the command again with --yes.")
        return 0
    write_edits(root, edits)
    print(f"\nWritten: {', '.join(edit.path for edit in edits)}")
    return 0


def base_parser(*, add_help: bool = True) -> argparse.ArgumentParser:
    """Return a parser of the arguments that every kind has."""
    parser = argparse.ArgumentParser(
        description=__doc__.splitlines()[0], allow_abbrev=False, add_help=add_help
    )
    parser.add_argument("kind", choices=("topic", *TABLES), help="what to make")
    parser.add_argument("--root", type=project_folder, default=ROOT, help="the project's folder")
    parser.add_argument(
        "--today", type=day_argument, default=date.today(), help="the day, as 2026-11-23"
    )
    parser.add_argument("--yes", action="store_true", help="write without asking")
    return parser


def main() -> int:
    """Run the command; return its exit status."""
    first = base_parser(add_help=False)
    if not {"topic", *TABLES} & set(sys.argv[1:]):
        first.add_argument(
            "-h", "--help", action="help", help="show this; after the word, also what to tell"
        )
    # The questions depend on the kind and the catalogue, so the arguments are parsed twice.
    options = first.parse_known_args()[0]
    catalogue, _ = read_catalogue(options.root)
    questions = find_questions(catalogue, options.kind, options.today)
    parser = base_parser()
    for question in questions:
        parser.add_argument(
            question.option, dest=question.name, help=question.prompt.replace("%", "%%")
        )
    return new(options.root, catalogue, questions, parser.parse_args())


if __name__ == "__main__":
    run_main(main, refusal="Nothing is written.\n")
