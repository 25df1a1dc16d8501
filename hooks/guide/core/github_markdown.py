"""Write what others wrote into Markdown for GitHub, where it must stay text. Imports text.

Nothing of it may become a link, a picture, a mention of a person, another thread or HTML there.
"""

import re
from collections.abc import Sequence
from os.path import commonprefix

from guide.core.wording import count_of

# So many characters of a cell are shown.
_LENGTH = 240
# One row of a table: its cells, as plain text.
Entry = tuple[str, ...]


def table(columns: Sequence[str], entries: Sequence[Entry], rows: int) -> str:
    """Return a table in Markdown, cut after so many rows."""
    lines = [f"| {' | '.join(columns)} |", f"|{' --- |' * len(columns)}"]
    lines += [f"| {' | '.join(escape(cell) for cell in entry)} |" for entry in entries[:rows]]
    more = len(entries) - rows
    return "\n".join(lines) + (f"\n\n… and {count_of(more, 'more change')}." if more > 0 else "")


def narrow(was: str, now: str, around: int = 60) -> tuple[str, str]:
    """Return two long texts cut to where they differ, with some words around it, so that the difference is seen.

    >>> narrow("one two three four five", "one two three 4 five", around=6)
    ('… three four five', '… three 4 five')
    """
    if max(len(was), len(now)) <= 2 * around:
        return was, now
    start = len(commonprefix((was, now)))
    end = min(len(commonprefix((was[::-1], now[::-1]))), len(was) - start, len(now) - start)
    first = was.rfind(" ", 0, max(start - around, 0)) + 1
    last = was.find(" ", len(was) - end + around)
    rest = len(was) - last if last >= 0 else 0
    before, after = "… " if first else "", " …" if rest else ""
    return (
        f"{before}{was[first : len(was) - rest]}{after}",
        f"{before}{now[first : len(now) - rest]}{after}",
    )


def escape(text: str) -> str:
    r"""Return text that Markdown shows as it is, on one line, cut where it is long.

    A zero-width space keeps @name and #12 from calling a person or another thread.

    >>> escape("[a](b) | *c*")
    '\\[a\\](b) \\| \\*c\\*'
    """
    flat = "".join(letter if letter.isprintable() else " " for letter in text)
    flat = " ".join(flat.split())
    flat = f"{flat[:_LENGTH]}…" if len(flat) > _LENGTH else flat
    flat = (
        re.sub(r"([\\`*_\[\]|~$])", r"\\\1", flat)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
    )
    flat = re.sub(r"([@#])(?=\w)", "\\1\u200b", flat)
    return re.sub(r"(?i)\b(https?|ftp|www|mailto|gh)([:.-])", "\\1\u200b\\2", flat)


def code(text: object) -> str:
    """Return a name as Markdown shows code, in which nothing else is read.

    >>> code("bids-86-33")
    '`bids-86-33`'
    """
    return f"`{' '.join(str(text).replace('`', ' ').split())}`"
