"""Write what others wrote into Markdown for GitHub, where it must stay text. Imports text.

Nothing of it may become a link, a picture, a mention of a person, another thread or HTML there.
"""

import re
from collections.abc import Sequence

from guide.text import count_of

# So many characters of a cell are shown.
_LENGTH = 240
# One row of a table: its cells, as plain text.
Entry = tuple[str, ...]


def table(columns: Sequence[str], entries: Sequence[Entry], rows: int) -> str:
    """Return a table in Markdown, cut after so many rows; where there is nothing to show, say so."""
    if not entries:
        return "No change."
    lines = [f"| {' | '.join(columns)} |", f"|{' --- |' * len(columns)}"]
    lines += [f"| {' | '.join(escape(cell) for cell in entry)} |" for entry in entries[:rows]]
    more = len(entries) - rows
    return "\n".join(lines) + (f"\n\n… and {count_of(more, 'more change')}." if more > 0 else "")


def escape(text: str) -> str:
    r"""Return text that Markdown shows as it is, on one line, cut where it is long.

    A zero-width space keeps @name and #12 from calling a person or another thread.

    >>> escape("[a](b) | *c*")
    '\\[a\\](b) \\| \\*c\\*'
    """
    flat = "".join(letter if letter.isprintable() else " " for letter in text)
    flat = " ".join(flat.split())
    flat = f"{flat[:_LENGTH]}…" if len(flat) > _LENGTH else flat
    flat = re.sub(r"([\\`*_\[\]|~$])", r"\\\1", flat).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    flat = re.sub(r"([@#])(?=\w)", "\\1\u200b", flat)
    return re.sub(r"(?i)\b(https?|ftp|www|mailto|gh)([:.-])", "\\1\u200b\\2", flat)


def code(text: object) -> str:
    """Return a name as Markdown shows code, in which nothing else is read.

    >>> code("bids-86-33")
    '`bids-86-33`'
    """
    return f"`{' '.join(str(text).replace('`', ' ').split())}`"
