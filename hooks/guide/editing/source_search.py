"""Search the registers for what a source lacks: its DOI, and newer reviews of the same question.

A DOI is proposed only where one work alone has the title, the first author and the year. Reviews
are listed for a person to read; nothing of them goes into the data.
"""

import re
from collections.abc import Collection, Iterable

from guide.data.records import Record
from guide.editing.register_answers import Work
from guide.editing.source_comparison import compare_source, is_same_title, split_words

# What may have a DOI; of the others, news and web pages have none.
KINDS_WITH_DOI = ("journal", "book", "report")
# The designs of findings whose sources a newer review may supersede.
REVIEW_DESIGNS = ("meta-analysis", "systematic-review", "narrative-review")
MOST_REVIEWS = 3
_REVIEW_TITLE = re.compile(
    r"\b(?:meta-?analy|(?:scoping|systematic(?:ally)?|umbrella) review|overview of reviews)",
    re.IGNORECASE,
)
_ARXIV_ADDRESS = re.compile(r"https?://arxiv\.org/abs/([0-9]{4}\.[0-9]{4,5})(?:v[0-9]+)?")
_FEWEST_SHARED_WORDS = 2
_SHORTEST_WORD = 4
# Words that say how a study was done and not what it asked.
_COMMON_WORD = re.compile(
    "(?:meta)?analy(?:ses|sis|tic)|meta|about|across|also|among|approach|associations?|based|between"
    "|effects?|evidence|findings|from|future|into|literature|longitudinal|model|more|outcomes|past"
    "|research|results|reviews?|role|stud(?:y|ies)|synthesis|systematic|than|that|their|theory|this"
    "|towards?|umbrella|what|when|which|with|years"
)


def needs_doi(source: Record) -> bool:
    """Say whether a source has no DOI and is of a kind that may have one."""
    return not source["doi"] and source.values.get("type", "journal") in KINDS_WITH_DOI


def arxiv_doi(source: Record) -> str:
    """Return the DOI that DataCite has for a preprint at arXiv, or "" where a source is none.

    https://info.arxiv.org/help/doi.html
    """
    number = _ARXIV_ADDRESS.fullmatch(str(source["url"] or ""))
    return f"10.48550/arxiv.{number[1]}" if number else ""


def find_doi(source: Record, candidates: Iterable[Work]) -> str:
    """Return the DOI of the one candidate that is the source, or "" where none or several are."""
    dois = {
        work.doi
        for work in candidates
        if work.doi
        and all((work.titles, work.authors, work.years))
        and source["year"] in work.years
        # A short title without its subtitle is too little to know a work by.
        and any(is_same_title(str(source["title"]), title) for title in work.titles)
        and not compare_source(source, [work])
    }
    return dois.pop() if len(dois) == 1 else ""


def find_reviews(
    source: Record, candidates: Iterable[Work], known_dois: Collection[str] = ()
) -> list[Work]:
    """Return newer reviews that share words of their titles with a source, the closest first.

    A work whose DOI is known already is left out.
    """
    own = topic_words(str(source["title"] or ""))
    year = source["year"]
    since = year if isinstance(year, int) else 0
    ranked = []
    for work in candidates:
        shared = len(own & topic_words(work.title))
        is_newer = max(work.years, default=0) > since
        is_review = work.kind == "review" or _REVIEW_TITLE.search(work.title)
        if is_review and is_newer and shared >= _FEWEST_SHARED_WORDS and work.doi not in known_dois:
            ranked.append((-shared, -max(work.years), work.title, work))
    ranked.sort(key=lambda item: item[:3])
    return [work for *_, work in ranked[:MOST_REVIEWS]]


def topic_words(title: str) -> set[str]:
    """Return the words of a title that say what it is about.

    >>> sorted(topic_words("Bids and trust: A meta-analysis of couples"))
    ['bids', 'couples', 'trust']
    """
    return {
        word
        for word in split_words(title)
        if len(word) >= _SHORTEST_WORD and not _COMMON_WORD.fullmatch(word)
    }
