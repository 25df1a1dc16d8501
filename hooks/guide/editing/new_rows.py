"""Create a table row that passes the checks.

Pure: takes an editor's answers, returns questions and the new text of the CSV.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date

from guide.content.catalogue import Catalogue
from guide.core.latin_letters import latin_letters
from guide.core.problems import UserError, quote, suggest
from guide.core.wording import slugify
from guide.data.csv_reader import Cell, parse_csv, write_csv
from guide.data.finding_figures import FIGURES, VALUE_FIELDS, missing_figures, parse_figures
from guide.data.package import Field, Resource, first_name
from guide.data.records import parse_cell
from guide.editing.prompts import Answers, Question


def row_questions(catalogue: Catalogue, resource: Resource, today: date) -> list[Question]:
    """Return a question for each column of a table.

    The key comes last: its default answer is made from the other answers.
    """
    fields = sorted(resource.fields, key=lambda item: item.name in resource.primary_key)
    return [_row_question(catalogue, resource, item, today) for item in fields]


def _row_question(catalogue: Catalogue, resource: Resource, item: Field, today: date) -> Question:
    words = f"{item.title or item.name}: {' '.join(item.description.split())}".rstrip(": ")
    if item.constraints.get("enum"):
        words += f" One of: {', '.join(str(word) for word in item.constraints['enum'])}"
    return Question(
        item.name,
        words,
        lambda text, _: _cell_message(catalogue, resource, item, text),
        bool(item.constraints.get("required")),
        _default_answer(resource, item, today),
    )


def _cell_message(catalogue: Catalogue, resource: Resource, item: Field, text: str) -> str:
    """Return the problems of one cell of a new row as one text, or "" when there are none."""
    problems = parse_cell(Cell(text, 1, 1), item, resource.path)[1]
    return " ".join(problem.message for problem in problems) or _key_message(
        catalogue, resource, item, text
    )


def _key_message(catalogue: Catalogue, resource: Resource, item: Field, text: str) -> str:
    """Return why a key is taken already, or a foreign key has no row; "" when neither is so."""
    taken = {row.cells[item.name].text for row in catalogue.rows(resource.name)}
    if resource.primary_key == (item.name,) and text in taken:
        return f"{quote(text)} is there already. Choose another name"
    for key in resource.foreign_keys:
        target, name = (
            key["reference"].get("resource") or resource.name,
            first_name(key["reference"]["fields"]),
        )
        target_keys = {str(row[name]) for row in catalogue.rows(target)}
        if first_name(key["fields"]) == item.name and target_keys and text not in target_keys:
            return (
                f"no row of {target} has {quote(text)} as its {name}."
                f" {suggest(text, target_keys, target)}"
            )
    return ""


def _default_answer(resource: Resource, item: Field, today: date) -> Callable[[Answers], str]:
    """Return what makes a column's default answer, such as today for `checked_on`."""
    if item.name == "checked_on":
        return lambda _: today.isoformat()
    if item.name == FIGURES:
        return _other_figures
    if (item.name,) == resource.primary_key and resource.name == "sources":
        return _source_key
    if (item.name,) == resource.primary_key:
        return lambda answers: "-".join(slugify(answers.get("statement", "")).split("-")[:5])
    return lambda _: ""


def _other_figures(answers: Answers) -> str:
    """Return the numbers of a statement that the answers for its value do not have."""
    values = [number for name in VALUE_FIELDS for number in parse_figures(answers.get(name, ""))]
    return " ".join(missing_figures(answers.get("statement", ""), values))


def _source_key(answers: Answers) -> str:
    """Return the default key of a source: the first author's name and the year.

    >>> _source_key({"authors": "Łaguna, M.; Bee, B.", "year": "2024"})
    'laguna2024'
    """
    name = re.split(r"[,;]", answers.get("authors", ""))[0]
    return re.sub(r"[^a-z0-9]", "", latin_letters(name)) + answers.get("year", "")


def insert_row(text: str, resource: Resource, values: Answers, group_column: str = "") -> str:
    """Return a CSV with one more row; all other lines stay as they are.

    The row goes to its position in the order of `sorted_by`, else after the last row with the same
    value in the column `group_column`, else to the end. UserError where the table cannot be read.
    """
    table, problems = parse_csv(text.removeprefix("\ufeff"), f"data/{resource.path}")
    if table is None or problems or [cell.text for cell in table.header] != resource.field_names:
        raise UserError(
            f"data/{resource.path} cannot be read as it is. Run make check, mend what it names, try"
            " again"
        )
    lines = text.split("\n")
    end = len(lines) - 1 if lines[-1] == "" else len(lines)
    starts = [row[0].line - 1 for row in table.rows]
    position = _insert_position(
        [[cell.text for cell in row] for row in table.rows], resource, values, group_column
    )
    at = end if position is None or position >= len(starts) else starts[position]
    new = format_row([values.get(name, "") for name in resource.field_names])
    return "\n".join([*lines[:at], *new.split("\n"), *lines[at:end], ""])


def _insert_position(
    rows: list[list[str]], resource: Resource, values: Answers, group_column: str
) -> int | None:
    """Return the index of the row before which a new one is inserted, or None for the end."""
    names = resource.field_names
    if resource.sorted_by in names:
        column = names.index(resource.sorted_by)
        return next(
            (
                index
                for index, row in enumerate(rows)
                if row[column] > values.get(resource.sorted_by, "")
            ),
            None,
        )
    if group_column in names:
        column = names.index(group_column)
        same = [index for index, row in enumerate(rows) if row[column] == values.get(group_column)]
        return same[-1] + 1 if same else None
    return None


def format_row(cells: Iterable[str]) -> str:
    """Return one line of CSV in the form of the project, without its line end."""
    return write_csv([cells]).removesuffix("\n")
