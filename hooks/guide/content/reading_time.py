"""Tell how long a page takes to read. Imports page, text."""

import math
import re

from guide.content.pages import Page
from guide.core.wording import count_of

# Silent reading of English prose: 238 words a minute on average in a review of 190 studies
# (Brysbaert, 2019); rounded down, for readers who are tired.
WORDS_PER_MINUTE = 230
# The kinds of page that are read from top to bottom; nobody who needs help is told how long that
# takes.
_KINDS = ("section", "topic")

# What is no prose, in the order in which it is taken out. Each begins with a sign that is quickly
# looked for.
_NOT_PROSE = (
    ("```", re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)),
    ("<!--", re.compile(r"<!--.*?-->", re.DOTALL)),
    (
        "![",
        re.compile(r"^[ ]{0,3}!\[[^\]\n]*\]\([^)\n]*\)[ ]*$", re.MULTILINE),
    ),  # a table or a chart on a line of its own
    ("](", re.compile(r"\]\([^)\n]*\)")),  # where a link leads
    ("][", re.compile(r"\]\[[^\]\n]*\]")),
    ("[@", re.compile(r"\[@[^\]\n]*\]")),  # a citation
)
_WORD = re.compile(r"[^\W_](?:[\w'’.,%-]*\w)?")


def count_words(markdown: str) -> int:
    """Return the number of words that a reader meets in Markdown: no addresses, citations, tables or code.

    >>> count_words("It [fell by 5.54%](finding:six-seconds) [@ant2020], **not** so long-ago.")
    7
    """
    for sign, pattern in _NOT_PROSE:
        if sign in markdown:
            markdown = pattern.sub(" ", markdown)
    return len(_WORD.findall(markdown))


def reading_minutes(words: int) -> int:
    """Return the minutes that a number of words takes, rounded up; one at least.

    >>> reading_minutes(230), reading_minutes(231), reading_minutes(0)
    (1, 2, 1)
    """
    return max(1, math.ceil(words / WORDS_PER_MINUTE))


def reading_time(page: Page) -> str:
    """Return the reading time of a section or a topic, such as "6 minutes to read"; of other pages, nothing."""
    if page.kind not in _KINDS:
        return ""
    return f"{count_of(reading_minutes(count_words(page.body)), 'minute')} to read"
