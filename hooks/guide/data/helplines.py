"""Validate the helplines beyond what their Table Schema can express."""

from collections.abc import Iterable, Iterator

from guide.core.problems import Problem, quote
from guide.data.records import Record


def check_helplines(rows: Iterable[Record]) -> Iterator[Problem]:
    """Yield a problem for each country without an emergency number.

    A reader in danger looks for it under their country. A list of directories is no country.
    """
    countries: dict[object, list[Record]] = {}
    for row in rows:
        if "kind" in row.values and row.values.get("country"):
            countries.setdefault(row["country"], []).append(row)
    for country, lines in countries.items():
        is_list = all(line["kind"] == "directory" for line in lines)
        # By their text: that a phone cannot be dialed is reported at its cell.
        if not is_list and not any(
            line["kind"] == "emergency" and line.cells["phone"].text for line in lines
        ):
            yield lines[0].problem(
                "country",
                "no-emergency-number",
                f"no row of {quote(country)} has the kind emergency and a phone",
                "Add the emergency number first, or put its row back",
            )
