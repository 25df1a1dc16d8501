"""Check that a finding's statement and its figures say the same.

The numbers of a statement are those of value, value_low, value_high and figures, each as often as
it is written, signs included; so neither can be changed without the other. Other columns, such as
the limit, do not count.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal

from guide.core.problems import Problem
from guide.core.wording import join_words
from guide.data.records import Record

VALUE_FIELDS = ("value", "value_low", "value_high")
FIGURES = "figures"
# A hyphen after a letter or a digit is no sign: "CSI-16", "2014-2023".
_NUMBER = re.compile(
    r"(?:(?<!\w)[-\u2212])?(?:(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?|(?<!\d)\.\d+)"
)
_UNITS = [
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_WORDS = {word: number for number, word in enumerate(_UNITS)} | {
    f"{ten}{hyphen}{unit}": 20 + 10 * place + number
    for place, ten in enumerate(_TENS)
    for number, (hyphen, unit) in enumerate([("", ""), *(("-", one) for one in _UNITS[1:10])])
}
_WORDS["twice"] = 2
_WORD = re.compile(rf"\b(?:{'|'.join(sorted(_WORDS, key=len, reverse=True))})\b", re.IGNORECASE)


def parse_figures(text: str) -> list[str]:
    """Extract the numbers of a text in their order, with their signs and without separators.

    >>> parse_figures("From 2014-2023 scores fell by 5.54% (d = -.22) in 28,000 people")
    ['2014', '2023', '5.54', '-.22', '28000']
    """
    return [number.replace(",", "").replace("\u2212", "-") for number in _NUMBER.findall(text)]


def missing_figures(statement: str, values: Iterable[str]) -> list[str]:
    """List the numbers of a statement beside the values, as the column figures has them.

    >>> missing_figures("It was 24% in 2020 and 17% in 2023", ["24"])
    ['2020', '17', '2023']
    """
    left = Counter(Decimal(value) for value in dict.fromkeys(map(Decimal, values)))
    missing = []
    for number in parse_figures(statement):
        if left[Decimal(number)]:
            left[Decimal(number)] -= 1
        else:
            missing.append(number)
    return missing


def check_finding_figures(findings: Iterable[Record]) -> Iterator[Problem]:
    """Yield a problem for each number that a finding's statement or its columns have alone.

    A number of a column may be a word in the statement: 7 as "seven". A row with a cell that could
    not be read is passed over, since that is reported.
    """
    for finding in findings:
        if FIGURES in finding.values and all(
            finding[name] is not None or (name != "statement" and not finding.cells[name].text)
            for name in ("statement", *VALUE_FIELDS)
        ):
            yield from _check_finding(finding)


def _check_finding(finding: Record) -> Iterator[Problem]:
    statement = str(finding["statement"])
    stated = Counter(map(Decimal, parse_figures(statement)))
    words = Counter(Decimal(_WORDS[word.lower()]) for word in _WORD.findall(statement))
    repeated: list[Decimal] = []  # of two compared figures, the first is value too
    for column in (*VALUE_FIELDS, FIGURES):
        for number in parse_figures(finding.cells[column].text):
            value = Decimal(number)
            if column != FIGURES and value in repeated:
                repeated.remove(value)
                continue
            if column == "value":
                repeated.append(value)
            pool = stated if stated[value] else words
            if pool[value]:
                pool[value] -= 1
                continue
            yield finding.problem(
                column,
                "figure-not-stated",
                f"{column} has {number}, which the statement does not say",
                "Write the same number in both; a number of people or studies goes into n or into"
                " the population",
            )
    yield from _check_order(finding, statement)
    extra = [f"{number}" for number in stated.elements()]
    if extra:
        yield finding.problem(
            "statement",
            "figure-not-recorded",
            f"the statement says {join_words(extra)}, which none of value, value_low, value_high"
            " and figures has",
            "Write the same number in both, or add what is missing to figures",
        )


def _check_order(finding: Record, statement: str) -> Iterator[Problem]:
    """Yield a problem where value is the second of the two figures that a statement compares."""
    value, low, high = (
        next(map(Decimal, parse_figures(finding.cells[name].text)), None) for name in VALUE_FIELDS
    )
    other = high if value == low else low if value == high else None
    numbers = [*map(Decimal, parse_figures(statement))]
    if value is None or other is None or not {value, other} <= {*numbers}:
        return
    if numbers.index(other) < numbers.index(value):
        yield finding.problem(
            "value",
            "figure-not-first",
            f"value has {finding.cells['value'].text}, and the statement says {other} before it",
            "Give the first of two compared figures as value, and say in unit what it is",
        )
