"""Import a spreadsheet's rows into a table of data/.

    python scripts/import_sheet.py sheet.csv findings

Rows are matched by their key. Rows and columns that the sheet does not have stay as they are. Every
change to a cell is listed, then what differs in the table, and it is written only when you agree.
Status 1: something is wrong with the sheet.
"""

import argparse
import sys
from datetime import date
from pathlib import Path

from guide.content.loader import read_catalogue
from guide.core.problems import Problem, UserError, suggest
from guide.core.wording import format_count
from guide.data.package import Resource
from guide.data.row_diff import describe_rows
from guide.editing.edits import Edit, dry_run, escape_controls, make_edits, read_texts, write_edits
from guide.editing.prompts import confirm, day_argument
from guide.editing.sheet_import import Import, plan_import
from guide.editing.sheet_reader import read_sheet
from scripts._cli import project_folder, report_lines, run_main

ROOT = Path(__file__).resolve().parent.parent


def find_resource(root: Path, name: str) -> Resource:
    """Return the table with this name or file; raise UserError where there is none."""
    resources = read_catalogue(root)[0].package.resources
    by_path = {resource.path: resource for resource in resources.values()}
    resource = resources.get(name) or by_path.get(Path(name).name)
    if resource is None:
        raise UserError(f'there is no table called "{name}". {suggest(name, resources, "tables")}')
    return resource


def read_import(
    options: argparse.Namespace, resource: Resource, text: str
) -> tuple[Import | None, list[Problem]]:
    """Read the sheet; return the planned import (None where it cannot be), and the problems."""
    sheet, problems = read_sheet(
        options.file, options.file.name, resource.field_names, options.sheet
    )
    if sheet is None or problems:
        return None, problems
    return plan_import(sheet, resource, text, options.file.name, take_out=options.take_out)


def show(plan: Import, take_out: bool) -> None:
    """Print notes on reading the sheet, each normalized cell, and what differs in the table."""
    for note in plan.notes:
        print(escape_controls(f"note: {note}"))
    for change in plan.changes:
        print(f"brought into form: {change}")
    if plan.absent and not take_out:
        names = ", ".join([*plan.absent[:8], *(["…"] if plan.absent[8:] else [])])
        print(
            escape_controls(
                f"not in the sheet, and kept: {format_count(len(plan.absent), 'row')} ({names}). "
                "To take them out of the table, add --take-out."
            )
        )
    print(*(escape_controls(line) for line in describe_rows(plan.rows)), sep="\n")


def bring_in(root: Path, options: argparse.Namespace) -> int:
    """Read, show, try and write; return the exit status."""
    resource = find_resource(root, options.resource)
    path, texts = f"data/{resource.path}", read_texts(root)
    plan, problems = read_import(options, resource, texts.get(path, ""))
    if plan is None:
        print(*report_lines(problems), sep="\n")
        print(
            "Places are the row of the sheet and the number of the cell in it. Nothing is written."
        )
        return 1
    show(plan, options.take_out)
    if not plan.rows:
        print(f"{path} says all of this already; nothing is to be written.")
        return 0
    edits = make_edits(texts, {path: plan.text})
    return finish(root, path, plan, edits, today=options.today, yes=options.yes)


def finish(
    root: Path, path: str, plan: Import, edits: list[Edit], *, today: date, yes: bool
) -> int:
    """Try the edits, ask, and write them."""
    problems = dry_run(root, edits, today)
    if problems:
        print("\nThe project would not pass the checks with these rows, so nothing is written:")
        print(*report_lines(problems), sep="\n")
        return 1
    ask = input if sys.stdin.isatty() else None
    if not confirm(f"\nWrite {format_count(len(plan.rows), 'change')} into {path}?", yes, ask):
        print("\nNothing is written. To write it, answer y, or run the command again with --yes.")
        return 0
    write_edits(root, edits)
    print(f"\nWritten: {path}, {format_count(len(plan.rows), 'row')} changed.")
    return 0


def main() -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path, help="the spreadsheet's export: .csv, .tsv or .xlsx")
    parser.add_argument("resource", help="the table, such as findings or data/findings.csv")
    parser.add_argument(
        "--sheet", default="", help="the name of the sheet, where a workbook has several"
    )
    parser.add_argument(
        "--take-out", action="store_true", help="take out the rows that the sheet does not have"
    )
    parser.add_argument("--root", type=project_folder, default=ROOT, help="the project's folder")
    parser.add_argument(
        "--today", type=day_argument, default=date.today(), help="the day, as 2026-11-23"
    )
    parser.add_argument("--yes", action="store_true", help="write without asking")
    options = parser.parse_args()
    return bring_in(options.root, options)


if __name__ == "__main__":
    run_main(main, refusal="Nothing is written: ")
