"""Escape untrusted text for GitHub's Markdown.

Nothing in it may become a link, an image, a mention of a person, a reference to a thread, or HTML.
"""

import re
from collections.abc import Sequence
from urllib.parse import quote

from guide.core.wording import collapse_whitespace, format_count

# The number of characters of a cell that are shown.
_CELL_LIMIT = 240
# Of the characters of a URL (RFC 3986), those that have no meaning in Markdown's angle brackets.
_URL_CHARACTERS = ":/?#@!$&'()*+,;=%~"
# One row of a table: its cells, as plain text.
Entry = tuple[str, ...]


def table(columns: Sequence[str], entries: Sequence[Entry], rows: int) -> str:
    """Return a Markdown table of the first `rows` entries, with a count of the others."""
    lines = [f"| {' | '.join(columns)} |", f"|{' --- |' * len(columns)}"]
    lines += [f"| {' | '.join(escape(cell) for cell in entry)} |" for entry in entries[:rows]]
    more = len(entries) - rows
    return "\n".join(lines) + (
        f"\n\n… and {format_count(more, 'more change')}." if more > 0 else ""
    )


def diff_excerpt(was: str, now: str, around: int = 60) -> tuple[str, str]:
    """Return the excerpts of two texts where they differ, with about `around` characters beside it.

    Texts that are short anyway are returned whole.

    >>> diff_excerpt("one two three four five", "one two three 4 five", around=6)
    ('… three four five', '… three 4 five')
    """
    if max(len(was), len(now)) <= 2 * around:
        return was, now
    start = _common_prefix_length(was, now)
    suffix = _common_prefix_length(was[::-1], now[::-1])
    end = min(suffix, len(was) - start, len(now) - start)
    first = was.rfind(" ", 0, max(start - around, 0)) + 1
    last = was.find(" ", len(was) - end + around)
    rest = len(was) - last if last >= 0 else 0
    before, after = "… " if first else "", " …" if rest else ""
    return (
        f"{before}{was[first : len(was) - rest]}{after}",
        f"{before}{now[first : len(now) - rest]}{after}",
    )


def _common_prefix_length(first: str, second: str) -> int:
    pairs = zip(first, second, strict=False)
    shorter = min(len(first), len(second))
    return next((index for index, (a, b) in enumerate(pairs) if a != b), shorter)


def escape(text: str) -> str:
    r"""Escape text so that Markdown shows it unchanged, on one line and truncated where it is long.

    A zero-width space keeps @name and #12 from mentioning a person or another thread.

    >>> escape("[a](b) | *c*")
    '\\[a\\](b) \\| \\*c\\*'
    """
    flat = "".join(letter if letter.isprintable() else " " for letter in text)
    flat = collapse_whitespace(flat)
    flat = f"{flat[:_CELL_LIMIT]}…" if len(flat) > _CELL_LIMIT else flat
    flat = (
        re.sub(r"([\\`*_\[\]|~$])", r"\\\1", flat)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
    )
    flat = re.sub(r"([@#])(?=\w)", "\\1\u200b", flat)
    return re.sub(r"(?i)\b(https?|ftp|www|mailto|gh)([:.-])", "\\1\u200b\\2", flat)


def code(text: object) -> str:
    """Return a name as a code span of Markdown, in which nothing else is interpreted.

    >>> code("bids-86-33")
    '`bids-86-33`'
    """
    shown = "".join(
        letter if letter.isprintable() and letter != "`" else " " for letter in str(text)
    )
    return f"`{collapse_whitespace(shown)}`"


def autolink(address: str) -> str:
    """Return an address as a link of Markdown that shows itself; what could end it is encoded.

    >>> autolink("https://a.example/b?c=%20> [d](e)")
    '<https://a.example/b?c=%20%3E%20%5Bd%5D(e)>'
    """
    return f"<{quote(address, safe=_URL_CHARACTERS)}>"
