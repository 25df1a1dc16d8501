"""Find control and formatting characters, which are invisible and must not be in a text.

They steer a terminal, the direction of writing or a program (https://trojansource.codes), or come
in with text that is pasted. Line breaks and tabs are allowed. So are joiners (U+200C, U+200D): some
scripts and emoji are written with them.
"""

import html
import re
from collections.abc import Iterator

from guide.core.problems import Problem, quote

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff"
    "\ud800-\uf8ff\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)
# A character reference of HTML, such as &#27; &#x202e; and &rlm;
_REFERENCE = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z]+);")


def find_hidden_character(text: str) -> re.Match[str] | None:
    """Find the first control or formatting character of a text.

    >>> find_hidden_character("a" + chr(0x202E)).start()
    1
    >>> find_hidden_character("a joiner: " + chr(0x200D))
    """
    return _INVISIBLE.search(text)


def check_hidden_characters(text: str, path: str) -> Iterator[Problem]:
    """Yield a problem for the first control or formatting character in each line of a file.

    It may be written as a character reference of HTML, which becomes one on the page.
    """
    if find_hidden_character(text) is None and "&" not in text:
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if hidden := find_hidden_character(line) or _find_reference(line):
            yield Problem(
                path,
                number,
                hidden.start() + 1,
                "control-character",
                f"this line holds a character that cannot be seen, {quote(hidden[0])}",
                "Delete it; such characters come in with text that is pasted",
            )


def _find_reference(line: str) -> re.Match[str] | None:
    """Find the first character reference of a hidden character; a soft hyphen is none here."""
    references = _REFERENCE.finditer(line) if "&" in line else ()
    return next((found for found in references if _is_hidden(found[0])), None)


def _is_hidden(reference: str) -> bool:
    if reference.startswith("&#"):
        digits = reference[2:-1]
        number = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
        # Python gives another character for some numbers, as browsers do, or none.
        text = chr(number) if number < 0x110000 else "\uffff"
    else:
        text = html.unescape(reference)
    return text != "\u00ad" and bool(_INVISIBLE.search(text))
