"""Check the tables that are said to be copies: the guide's own property `copies` of a resource.

    copies:
      resource: series
      fields: {value: value, period: period_label, source: source}

Each row has the values of a row of the other resource, in the columns that are named: those of the
copy, each with that of the other. A row with an empty cell in the first of them copies none.
"""

from collections.abc import Iterator

from guide.core.problems import Problem, quote
from guide.core.wording import join_words
from guide.data.package import Package, Resource
from guide.data.records import Record, Value


def check_copies(package: Package, records: dict[str, list[Record]]) -> Iterator[Problem]:
    """Yield a problem for each row of a copy that is not in the table that it is copied from.

    Rule: copy-differs. Resources that are not in `records` are passed over.
    """
    for resource in package.resources.values():
        if resource.copies and resource.copies["resource"] in records:
            yield from _check_rows(
                resource,
                package.resources[resource.copies["resource"]],
                records.get(resource.name, []),
                records[resource.copies["resource"]],
            )


def _check_rows(
    copy: Resource, original: Resource, rows: list[Record], originals: list[Record]
) -> Iterator[Problem]:
    pairs: dict[str, str] = copy.copies["fields"]
    own, others = list(pairs), list(pairs.values())
    if not all(name in original.field_names for name in others):
        return  # reported for the descriptor
    there = {_values(record, others) for record in originals}
    wrong = [
        record
        for record in rows
        if record[own[0]] is not None and _values(record, own) not in there
    ]
    # The rows of the original that have all values but one, by the number of that one.
    nearly = [
        {_without(_values(record, others), number): record for record in originals}
        for number in range(len(own) if wrong and len(own) > 1 else 0)
    ]
    for record in wrong:
        values = _values(record, own)
        for number, near in enumerate(nearly):
            if found := near.get(_without(values, number)):
                cell, other = record.cells[own[number]], found.cells[others[number]]
                yield record.problem(
                    own[number],
                    "copy-differs",
                    f"{own[number]} is {quote(cell.text)}, but {quote(other.text)} in"
                    f" {original.path}, from which this row is copied",
                    "Write the same in both tables",
                )
                break
        else:
            yield record.problem(
                own[0],
                "copy-differs",
                f"no row of {original.path}, from which this one is said to be copied, has its"
                f" {join_words(own)}",
                f"Add the row to {original.path}, or correct this one",
            )


def _values(record: Record, names: list[str]) -> tuple[Value, ...]:
    return tuple(record[name] for name in names)


def _without(values: tuple[Value, ...], number: int) -> tuple[Value, ...]:
    return values[:number] + values[number + 1 :]
