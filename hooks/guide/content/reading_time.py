"""Estimate the reading time of a page."""

import math
import re

from guide.content.pages import Page
from guide.core.wording import format_count

# Silent reading of English prose: 238 words a minute on average in a review of 190 studies
# (Brysbaert, 2019); rounded down, for readers who are tired.
WORDS_PER_MINUTE = 230
# The kinds of page that are read from top to bottom. Pages of help have no reading time.
_KINDS = ("section", "topic")

# Markup that is not prose, in the order of removal. A text without the first string needs no search
# for the pattern.
_NOT_PROSE = (
    ("```", re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)),
    ("<!--", re.compile(r"<!--.*?-->", re.DOTALL)),
    # a table or a chart on a line of its own
    ("![", re.compile(r"^[ ]{0,3}!\[[^\]\n]*\]\([^)\n]*\)[ ]*$", re.MULTILINE)),
    ("](", re.compile(r"\]\([^)\n]*\)")),  # the address of a link
    ("][", re.compile(r"\]\[[^\]\n]*\]")),
    ("[@", re.compile(r"\[@[^\]\n]*\]")),  # a citation
)
_WORD = re.compile(r"[^\W_](?:[\w'’.,%-]*\w)?")


def count_words(markdown: str) -> int:
    """Count the words that a reader sees of Markdown: no addresses, citations, tables or code.

    >>> count_words("It [fell by 5.54%](finding:six-seconds) [@ant2020], **not** so long-ago.")
    7
    """
    for sign, pattern in _NOT_PROSE:
        if sign in markdown:
            markdown = pattern.sub(" ", markdown)
    return len(_WORD.findall(markdown))


def reading_minutes(words: int) -> int:
    """Return the minutes that a number of words takes to read, rounded up; at least one.

    >>> reading_minutes(230), reading_minutes(231), reading_minutes(0)
    (1, 2, 1)
    """
    return max(1, math.ceil(words / WORDS_PER_MINUTE))


def reading_time(page: Page) -> str:
    """Return the reading time of a section or topic, such as "6 minutes to read", or else ""."""
    if page.kind not in _KINDS:
        return ""
    return f"{format_count(reading_minutes(count_words(page.body)), 'minute')} to read"
