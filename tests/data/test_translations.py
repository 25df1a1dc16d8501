"""The words of a row in another language: its numbers stay, and changed English is noticed."""

import csv
import io

import pytest

from guide.data.csv_reader import parse_csv, write_csv
from guide.data.records import make_records
from guide.data.translations import check_translations, translate_rows, words_digest
from tests.support.catalogues import real_catalogue
from tests.support.pages import format_problems
from tests.support.real import ROOT

PATH = "data/helplines_es.csv"
LINES, SPANISH = (
    [*csv.DictReader(io.StringIO((ROOT / "data" / name).read_text(encoding="utf-8")))]
    for name in ("helplines.csv", "helplines_es.csv")
)
CRISIS = next(index for index, row in enumerate(LINES) if row["id"] == "us-988-lifeline")


def records_of(name, rows):
    resource = real_catalogue().package.resources[name]
    path = f"data/{resource.path}"
    text = write_csv([resource.field_names, *(row.values() for row in rows)])
    records, problems = make_records(parse_csv(text, path)[0], resource, path)
    assert problems == []
    return records


def problems_of(lines, spanish):
    records = {
        "helplines": records_of("helplines", lines),
        "helplines-es": records_of("helplines-es", spanish),
    }
    return format_problems(check_translations(real_catalogue().package, records))


def changed(rows, **cells):
    return [row | cells if index == CRISIS else row for index, row in enumerate(rows)]


def test_the_guide_has_every_helpline_in_spanish():
    assert len(LINES) > 40
    assert problems_of(LINES, SPANISH) == []


def test_a_row_without_its_translation_is_named():
    rows = SPANISH[:CRISIS] + SPANISH[CRISIS + 1 :]
    assert problems_of(LINES, rows) == [
        f'[not-translated] data/helplines.csv:{CRISIS + 2}:1: "us-988-lifeline" has no row in'
        f" Spanish. Add it to {PATH}."
    ]


MISDIALED = ['lacks "988"', 'has besides "998"']
KEEP = "Numbers, addresses and links are the same in every language."


@pytest.mark.parametrize(
    ("column", "words", "message"),
    [
        ("text_or_chat", "Texto al 998; chat en 988lifeline.org", MISDIALED),
        ("text_or_chat", "Texto al 988", ['lacks "988lifeline.org"']),
        ("text_or_chat", "[988](sms:988); 988lifeline.org", ['has besides "](sms:988)"']),
        ("languages", "Español; intérpretes en 24 idiomas", ['lacks "240"', 'has besides "24"']),
        ("hours", "Todos los días", ['lacks "24"']),
    ],
    ids=["number", "host", "link", "digits", "hours"],
)  # fmt: skip
def test_a_translation_keeps_numbers_addresses_and_links(column, words, message):
    found = problems_of(LINES, changed(SPANISH, **{column: words}))
    assert sorted(problem.split(": ", 1)[1] for problem in found) == sorted(
        f'{column} of "us-988-lifeline" {text}. {KEEP}' for text in message
    )
    assert all(
        problem.startswith(f"[translation-differs] {PATH}:{CRISIS + 2}:") for problem in found
    )


def test_a_cell_is_empty_in_both_languages_or_in_none():
    there = 'phone_note of "us-988-lifeline" is empty in English, and not here'
    here = 'languages of "us-988-lifeline" is empty here, and not in English'
    found = problems_of(LINES, changed(SPANISH, phone_note="Gratis", languages=""))
    assert [problem.split(": ", 1)[1] for problem in found] == [
        f"{there}. Empty it here too.",
        f"{here}. Write it in Spanish.",
    ]


def test_a_change_of_the_english_is_noticed():
    lines = changed(LINES, for_whom="Anyone at all")
    columns = [name for name in SPANISH[0] if name not in ("id", "english")]
    letters = words_digest(lines[CRISIS][name] for name in columns)
    row = write_csv([[*SPANISH[CRISIS].values()]]).strip()
    column = len(row.rpartition(",")[0]) + 2
    assert problems_of(lines, SPANISH) == [
        f"[translation-outdated] {PATH}:{CRISIS + 2}:{column}: the English of"
        ' "us-988-lifeline" has changed since it was translated. Read both, translate what is new,'
        f" then write {letters} here."
    ]
    assert problems_of(lines, changed(SPANISH, english=letters)) == []


def test_an_english_cell_that_is_emptied_is_noticed():
    rules = {
        problem.split("]")[0] for problem in problems_of(changed(LINES, languages=""), SPANISH)
    }
    assert rules == {"[translation-differs", "[translation-outdated"}


def test_a_changed_phone_needs_no_translation():
    assert problems_of(changed(LINES, phone="989"), SPANISH) == []


def test_a_translated_row_keeps_its_phone_and_has_the_other_words():
    lines, spanish = records_of("helplines", LINES), records_of("helplines-es", SPANISH)
    first, second = translate_rows(lines[:2], spanish[:1])
    assert (first["phone"], first["country"], first["url"]) == (
        "911",
        "Estados Unidos",
        LINES[0]["url"],
    )
    assert second is not lines[1]
    assert second.values == lines[1].values
