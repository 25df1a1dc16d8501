"""Find control and formatting characters, which are invisible and must not be in a text.

They steer a terminal, the direction of writing or a program (https://trojansource.codes), or come
in with text that is pasted. Line breaks and tabs are allowed. So are joiners (U+200C, U+200D): some
scripts and emoji are written with them.
"""

import re
from collections.abc import Iterator

from guide.core.problems import Problem, quote

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff"
    "\ud800-\uf8ff\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)


def find_hidden_character(text: str) -> re.Match[str] | None:
    """Find the first control or formatting character of a text.

    >>> find_hidden_character("a" + chr(0x202E)).start()
    1
    >>> find_hidden_character("a joiner: " + chr(0x200D))
    """
    return _INVISIBLE.search(text)


def check_hidden_characters(text: str, path: str) -> Iterator[Problem]:
    """Yield a problem for the first control or formatting character in each line of a file."""
    if find_hidden_character(text) is None:
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if hidden := find_hidden_character(line):
            yield Problem(
                path,
                number,
                hidden.start() + 1,
                "control-character",
                f"this line holds a character that cannot be seen, {quote(hidden[0])}",
                "Delete it; such characters come in with text that is pasted",
            )
