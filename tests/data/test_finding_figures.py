"""A finding's statement and its figures say the same."""

from dataclasses import replace

import pytest

from guide.content.loader import read_catalogue
from guide.data.csv_reader import Cell
from guide.data.finding_figures import VALUE_FIELDS, check_finding_figures, parse_figures
from guide.data.records import Record
from tests.support.catalogues import real_catalogue
from tests.support.pages import format_problems, problems_of
from tests.support.projects import FINDINGS, PACKAGE

COLUMNS = (*VALUE_FIELDS, "figures")
WITH_FIGURES = PACKAGE.replace(
    "        - {name: unit, type: string}\n",
    "        - {name: value_low, type: number}\n        - {name: value_high, type: number}\n"
    "        - {name: figures, type: string}\n        - {name: unit, type: string}\n",
    1,
)
HEADER = FINDINGS.partition("\n")[0].replace(",value,", ",value,value_low,value_high,figures,")


def row(statement: str, value="", low="", high="", figures="") -> Record:
    texts = dict(zip(("statement", *COLUMNS), (statement, value, low, high, figures), strict=True))
    cells = {name: Cell(text, 2, 1) for name, text in texts.items()}
    return Record("a.csv", {name: text or None for name, text in texts.items()}, cells)


def rules(record: Record) -> list[str]:
    return [problem.rule for problem in check_finding_figures([record])]


AGREE = {
    "digits": row("It was 24%.", "24"),
    "decimals": row("It was 0.40, not .1.", "0.4", figures="0.10"),
    "thousands": row("In 28,000 people.", "28000"),
    "word": row("Forty-five minutes, seven times.", "45", figures="7"),
    "negative": row("It fell (g = -0.2, \u22120.3 later).", "-0.20", figures="-0.3"),
    "range": row("From 2014-2023.", "", "2014", "2023"),
    "first-of-two": row("From 9.2 to 22.6.", "9.2", "9.2", "22.6"),
    "a-number-twice": row("17% here and 17% there.", "17", figures="17"),
    "joined-to-a-word": row("The CSI-16 of the 1950s.", figures="16 1950"),
    "without-figures": row("Some said so."),
}


@pytest.mark.parametrize("record", AGREE.values(), ids=AGREE)
def test_what_agrees_is_not_named(record):
    assert rules(record) == []


DISAGREE = {
    "another-value": (row("It was 24%.", "25"), ["figure-not-stated", "figure-not-recorded"]),
    "sign-of-the-value": (row("It was 24.", "-24"), ["figure-not-stated", "figure-not-recorded"]),
    "sign-in-the-text": (row("It was -24.", "24"), ["figure-not-stated", "figure-not-recorded"]),
    "only-in-the-text": (row("It was 24%, then 17%.", "24"), ["figure-not-recorded"]),
    "only-in-the-row": (row("It was low.", "24"), ["figure-not-stated"]),
    "another-word": (row("Seven people.", "8"), ["figure-not-stated"]),
    "end-of-a-range": (
        row("From 1 to 2.", "", "1", "3"),
        ["figure-not-stated", "figure-not-recorded"],
    ),
    "second-of-two": (row("From 13 to 23.", "23", "13", "23"), ["figure-not-first"]),
    "told-once": (row("17% here.", "17", figures="17"), ["figure-not-stated"]),
}


@pytest.mark.parametrize(("record", "expected"), DISAGREE.values(), ids=DISAGREE)
def test_what_disagrees_is_named(record, expected):
    assert rules(record) == expected


def with_digits_changed(text: str) -> list[str]:
    """Return a text with each of its digits changed in turn, and each number's sign."""
    digits = [
        text[:place] + str((int(character) + 1) % 10) + text[place + 1 :]
        for place, character in enumerate(text)
        if character.isdecimal()
    ]
    return digits + ([f"-{text}"] if text and text[0].isdecimal() else [])


def change(record: Record, column: str, text: str) -> Record:
    return replace(
        record,
        values={**record.values, column: text},
        cells={**record.cells, column: replace(record.cells[column], text=text)},
    )


def is_zero(text: str) -> bool:
    return not text.strip("-0.")


def test_every_change_of_a_digit_or_sign_in_a_row_is_named():
    findings = real_catalogue().findings.values()
    assert sum(len(parse_figures(row.cells["statement"].text)) for row in findings) > 300
    missed = [
        (finding["id"], column, text)
        for finding in findings
        for column in ("statement", *COLUMNS)
        for text in with_digits_changed(finding.cells[column].text)
        if not is_zero(text) and not rules(change(finding, column, text))
    ]
    assert missed == []


def test_the_messages(project):
    line = (
        'x,science,"Some 24% said so, and 9% in 2012.",25,,,2012,%,ants,2020,ant2020,,verified,\n'
    )
    root = project(
        {"data/datapackage.yaml": WITH_FIGURES, "data/findings.csv": f"{HEADER}\n{line}"}
    )
    catalogue, _ = read_catalogue(root)
    assert catalogue.findings["x"]["value"] == 25
    assert problems_of(root) == [
        "[figure-not-recorded] data/findings.csv:2:11: the statement says 24 and 9, which none of"
        " value, value_low, value_high and figures has. Write the same number in both, or add what"
        " is missing to figures.",
        "[figure-not-stated] data/findings.csv:2:47: value has 25, which the statement does not"
        " say. Write the same number in both; a number of people or studies goes into n or into the"
        " population.",
    ]


def test_the_message_about_the_order():
    found = format_problems(check_finding_figures([row("From 13 to 23.", "23", "13", "23")]))
    assert found == [
        "[figure-not-first] a.csv:2:1: value has 23, and the statement says 13 before it. Give the"
        " first of two compared figures as value, and say in unit what it is."
    ]
