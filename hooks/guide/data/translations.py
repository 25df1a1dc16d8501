"""Translate rows into another language, and check the translation against the rows.

A resource such as helplines-es has the words of helplines in Spanish: a row for each row there, by
its id. What is the same in every language, such as a phone number, has no column in it. The column
`english` holds a digest of the words that were translated, so that a change of theirs is noticed.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from guide.core.memo import digest
from guide.core.problems import Problem, quote
from guide.core.wording import join_words
from guide.data.package import Package
from guide.data.records import Record

# The languages of pages, beside English, with the name that each has in English.
LANGUAGES = {"es": "Spanish"}
_KEY, _DIGEST = "id", "english"
# What a translation leaves as it is: the target of a link, an address, a number.
_UNTRANSLATED = re.compile(r"\]\([^()\s]*\)|[\w.+-]+@[\w.-]+\w|\b(?:[a-z0-9-]+\.)+[a-z]{2,}\b|\d+")
# Letters alone: a spreadsheet takes eight digits, or 12e45678, for a number.
_LETTERS = str.maketrans("0123456789", "ghijklmnop")


def words_digest(words: Iterable[object]) -> str:
    """Return the digest of the words of a row, in eight letters.

    >>> words_digest(["Women", None]) == words_digest(["Women", ""])
    True
    """
    return digest(*(str(word or "") for word in words))[:8].translate(_LETTERS)


def translate_rows(rows: Iterable[Record], translations: Iterable[Record]) -> list[Record]:
    """Return rows with the words of their translations; a row without one stays as it is."""
    words = {
        row[_KEY]: {name: row[name] for name in _columns(row)}
        for row in translations
        if _KEY in row.values
    }
    return [replace(row, values=row.values | words.get(row.values.get(_KEY), {})) for row in rows]


def check_translations(package: Package, records: dict[str, list[Record]]) -> Iterator[Problem]:
    """Yield the problems of every resource that translates another.

    They are a row that is not translated, a cell whose numbers, addresses or links differ, or that
    is empty where the other is not, and a row whose English has changed since.
    """
    for name in package.resources:
        for language, language_name in LANGUAGES.items():
            base = name.removesuffix(f"-{language}")
            if base != name and base in records and name in records:
                yield from _check_rows(records[base], records[name], language_name)


def _columns(row: Record) -> list[str]:
    return [name for name in row.values if name not in (_KEY, _DIGEST)]


def _check_rows(rows: list[Record], translations: list[Record], language: str) -> Iterator[Problem]:
    by_key = {row.values.get(_KEY): row for row in translations}
    for row in rows:
        if not row.values.get(_KEY):
            continue  # reported as a row without its key
        translation = by_key.get(row[_KEY])
        if translation is None:
            yield row.problem(
                _KEY,
                "not-translated",
                f"{quote(row[_KEY])} has no row in {language}",
                f"Add it to {translations[0].path if translations else 'the translation'}",
            )
        else:
            yield from _check_words(row, translation, language)


def _check_words(row: Record, translation: Record, language: str) -> Iterator[Problem]:
    columns = [name for name in _columns(translation) if name in row.values]
    for name in columns:
        english, words = row.cells[name].text, translation.cells[name].text
        if bool(english.strip()) != bool(words.strip()):
            here, there = ("here", "in English") if english.strip() else ("in English", "here")
            yield translation.problem(
                name,
                "translation-differs",
                f"{name} of {quote(row[_KEY])} is empty {here}, and not {there}",
                f"Write it in {language}" if here == "here" else "Empty it here too",
            )
            continue
        kept, shown = (Counter(_UNTRANSLATED.findall(text)) for text in (english, words))
        for state, items in (("lacks", kept - shown), ("has besides", shown - kept)):
            if items:
                yield translation.problem(
                    name,
                    "translation-differs",
                    f"{name} of {quote(row[_KEY])} {state}"
                    f" {join_words([quote(item) for item in sorted(items.elements())])}",
                    "Numbers, addresses and links are the same in every language",
                )
    if _DIGEST in translation.values and columns:
        current = words_digest(row.cells[name].text for name in columns)
        if translation.cells[_DIGEST].text != current:
            yield translation.problem(
                _DIGEST,
                "translation-outdated",
                f"the English of {quote(row[_KEY])} has changed since it was translated",
                f"Read both, translate what is new, then write {current} here",
            )
