"""Limit the size of what editors write, so that no check runs for minutes or fills the memory.

Each limit is many times what the guide has. Python-Markdown and libyaml take quadratic time for
some texts, and the length of a page's blocks is what bounds that.
"""

import re
from pathlib import Path

from guide.core.problems import Problem

TEXT_BYTES = 1_000_000  # of a page, the descriptor, and the rules for prose
TABLE_BYTES = 20_000_000
TABLE_ROWS, TABLE_COLUMNS, TABLE_CELLS = 50_000, 200, 1_000_000
SHOWN_ROWS = 1_000  # in one table of a page
CELL_CHARACTERS = 8_000
PAGE_CHARACTERS, PAGE_LINES = 100_000, 5_000
# A block is what stands between two blank lines.
BLOCK_CHARACTERS, BLOCK_BRACKETS = 8_000, 400
OPEN_TAGS = 100
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
# A tag or comment that the next one interrupts: parsers look for its end again and again.
_OPEN_TAG = re.compile(r"<[A-Za-z/!?][^<>]*(?=<|\Z)")


def check_file_size(path: Path, shown_path: str, limit: int) -> list[Problem]:
    """Return a problem for a file with more bytes than the limit; none where it cannot be asked."""
    try:
        size = path.stat().st_size if path.is_file() else 0
    except OSError:
        return []
    if size <= limit:
        return []
    what = f"this file has {size:,} bytes"
    return [too_large(shown_path, 1, what, f"Shorten or split it: at most {limit:,} bytes")]


def check_page_size(text: str, path: str) -> list[Problem]:
    """Return a problem for a page, or a block of it, that is too large to be converted in time."""
    lines = text.count("\n")
    if len(text) > PAGE_CHARACTERS or lines > PAGE_LINES:
        what = f"this page has {len(text):,} characters in {lines:,} lines"
        mend = f"Split it into pages of at most {PAGE_CHARACTERS:,} in {PAGE_LINES:,}"
        return [too_large(path, 1, what, mend)]
    ends = [match.span() for match in _BLANK_LINE.finditer(text)]
    start = 0
    for end, after in [*ends, (len(text), len(text))]:
        line = text.count("\n", 0, start) + 1
        if (brackets := text.count("[", start, end)) > BLOCK_BRACKETS:
            what = f'from here on, {brackets:,} "[" stand without a blank line'
            mend = f"Part them with blank lines, at most {BLOCK_BRACKETS}"
            return [too_large(path, line, what, mend)]
        if end - start > BLOCK_CHARACTERS:
            what = f"from here on, {end - start:,} characters stand without a blank line"
            mend = (
                f"Part them with blank lines, at most {BLOCK_CHARACTERS:,} characters apart; a long"
                " table belongs into data/"
            )
            return [too_large(path, line, what, mend)]
        start = after
    opened = [match.start() for match in _OPEN_TAG.finditer(text)]
    if len(opened) > OPEN_TAGS:
        line = text.count("\n", 0, opened[0]) + 1
        what = f"from here on, {len(opened):,} tags or comments are not closed"
        return [too_large(path, line, what, 'Close each "<" with ">", or write &lt; for the sign')]
    return []


def too_large(path: str, line: int, what: str, mend: str) -> Problem:
    """Return the problem of a file, or a part of it, that is too large."""
    return Problem(path, line, 1, "too-large", what, mend)
