"""Compare a row of sources.csv with a register: title, first author, year, journal.

Two spellings of one thing agree: capitals, accents, dashes, quotation marks, a subtitle that is
left out, a particle of a name. Anything else differs, and a person decides who is right.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from guide.core.latin_letters import latin_letters
from guide.data.records import Record
from guide.editing.register_answers import Work, plain_title

_APOSTROPHES = re.compile("['\u2018\u2019\u02bc\u02bb`\u00b4]")
_SUBTITLE = re.compile(r"\s*(?:[:?.]|\s[-\u2013\u2014]\s|\u2014)\s*")
# A title this short may be the beginning of any other one.
_FEWEST_TITLE_WORDS = 3
_PARTICLE = re.compile("al|bin|d[aeiou]|dal|del|della|den|der|dos|el|l[ae]|les|te[nr]|van|von|zu")
# What may follow the name of a journal in the column `container`, beside what has a digit in it.
_AFTER_JOURNAL = re.compile("article|issue|no|online|pp|preprint|suppl(?:ement)?|vol(?:ume)?")


@dataclass(frozen=True)
class Difference:
    """One part of a source in which no register agrees with the row.

    part: a column of sources.csv. row: its cell. theirs: what `register` has.
    """

    part: str
    row: str
    theirs: str
    register: str


def split_words(text: str) -> tuple[str, ...]:
    """Split a text into its words, each in the letters a to z where it can be written in them.

    >>> split_words("Don\u2019t \u201cLøv\u201d: Sub-Title & more")
    ('dont', 'lov', 'sub', 'title', 'and', 'more')
    """
    text = _APOSTROPHES.sub("", text).replace("&", " and ")
    plain = latin_letters(text)
    if "~" in plain:  # a letter without a sound of its own: keep what tells words apart
        plain = unicodedata.normalize("NFKD", text).casefold()
    return tuple(re.findall(r"[^\W_]+", plain))


def is_same_title(first: str, second: str) -> bool:
    """Say whether two titles are of one work; either may be without its subtitle.

    >>> is_same_title("Bids and trust: A meta-analysis", "BIDS AND TRUST")
    True
    >>> is_same_title("Bids and trust in couples", "Bids and trust in friends")
    False
    """
    first, second = plain_title(first), plain_title(second)
    if _is_same_text(first, second):
        return True
    return _is_title_of(first, second) or _is_title_of(second, first)


def _is_title_of(short: str, long: str) -> bool:
    """Say whether a text is the other one without its subtitle."""
    return len(split_words(short)) >= _FEWEST_TITLE_WORDS and any(
        _is_same_text(short, long[: mark.start()]) for mark in _SUBTITLE.finditer(long)
    )


def _is_same_text(first: str, second: str) -> bool:
    return "".join(split_words(first)) == "".join(split_words(second))


def is_same_author(first: str, second: str) -> bool:
    """Say whether two names have one family name; a name may be "Family, I." or as printed.

    >>> is_same_author("van IJzendoorn, M. H.", "Marinus H. van IJzendoorn")
    True
    >>> is_same_author("IJzendoorn, M. H.", "Van IJzendoorn, Marinus")
    True
    >>> is_same_author("Barelds, D. P. H.", "Barelds-Dijkstra, P.")
    False
    """
    if _is_same_text(first, second):
        return True
    one, other = _family_names(first), _family_names(second)
    return bool(one & other)


def _family_names(name: str) -> set[str]:
    """Return what the family name of a name may be, without its particles."""
    family, comma, _ = name.partition(",")
    words = [word for word in split_words(family) if not _PARTICLE.fullmatch(word)]
    if not words:
        return {"".join(split_words(family))} - {""}
    if comma:
        return {"".join(words)}
    return {"".join(words[start:]) for start in range(len(words))}


def is_same_journal(container: str, journal: str) -> bool:
    """Say whether a cell of `container`, which may go on with volume and pages, names a journal.

    >>> is_same_journal("Journal of Marriage and the Family 60(1)", "Journal of Marriage & Family")
    True
    >>> is_same_journal("Emotion Review 5", "Emotion")
    False
    """
    words = _journal_words(container)
    names = {_journal_words(journal), _journal_words(re.split(r"[:(]", journal)[0])} - {()}
    return (
        any(
            words[: len(name)] == name and all(map(_may_follow, words[len(name) :]))
            for name in names
        )
        or _journal_words(re.split(r"[:(,;]", container)[0]) in names
    )


def _journal_words(text: str) -> tuple[str, ...]:
    return tuple(word for word in split_words(text) if word != "the")


def _may_follow(word: str) -> bool:
    return bool(_AFTER_JOURNAL.fullmatch(word)) or any(letter.isdigit() for letter in word)


def compare_source(source: Record, works: Sequence[Work]) -> list[Difference]:
    """Return the parts of a source in which registers have something else, and none agrees.

    What a row or a register does not have is not compared.
    """
    authors = source.items("authors", ";")
    cells: tuple[
        tuple[str, str, Callable[[Work], tuple[str, ...]], Callable[[str, str], bool]], ...
    ]
    cells = (
        ("title", str(source["title"] or ""), lambda work: work.titles, is_same_title),
        ("authors", authors[0] if authors else "", lambda work: work.authors[:1], is_same_author),
        (
            "year",
            str(source["year"] or ""),
            lambda work: tuple(map(str, work.years)),
            lambda row, theirs: row == theirs,
        ),
        ("container", str(source["container"] or ""), lambda work: work.journals, is_same_journal),
        (
            "doi",
            str(source["doi"] or ""),
            # OpenAlex files all versions of a work as one, under the DOI of any of them.
            lambda work: (work.doi,) if work.register != "OpenAlex" and work.doi else (),
            lambda row, theirs: row.lower() == theirs.lower(),
        ),
    )
    differences = []
    for part, row, find, is_same in cells:
        theirs = [(work.register, value) for work in works for value in find(work)]
        if row and theirs and not any(is_same(row, value) for _, value in theirs):
            differences.append(Difference(part, row, theirs[0][1], theirs[0][0]))
    return differences
