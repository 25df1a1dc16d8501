"""Transliterate letters to those from a to z, by which names are filed and sorted.

The Unicode Character Database names each letter by how it sounds: Ł is LATIN CAPITAL LETTER L WITH
STROKE, Ж is CYRILLIC CAPITAL LETTER ZHE. https://www.unicode.org/reports/tr44/
"""

import re
import unicodedata
from functools import cache

# The name of a letter, without the words for its form.
_NAME = re.compile(
    r"(?:LETTER|LIGATURE|CHOSEONG) "
    r"(?:(?:DOTLESS|FINAL|LONG|OPEN|REVERSED|SHARP|SHORT|SMALL|TURNED) )*([A-Z]+)"
)
# Letters that are not called by what they begin with.
_OTHER_NAMES = {"ETH": "d", "ENG": "n", "EZH": "z", "THORN": "th", "SCHWA": "e"}
_CALLED_BY_THEIR_END = re.compile("E[FLMNRS]")
_WHOLE = {"AE", "OE", "IJ"}


def latin_letters(text: str) -> str:
    """Return a text in the letters a to z; a letter without a sound of its own becomes "~".

    What is no letter stays as it is. "~" comes after z, as ideographs do.

    >>> latin_letters("Łaguna, Đorđević, Ægisdottir, Жук, 張")
    'laguna, dordevic, aegisdottir, zuk, ~'
    """
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text)
    return "".join(_latin_letter(letter) for letter in plain if not unicodedata.combining(letter))


@cache
def _latin_letter(letter: str) -> str:
    """Return one letter of `latin_letters`. Cached: there are as many as alphabets have."""
    if letter.isascii() or not letter.isalpha():
        return letter.lower()
    match = _NAME.search(unicodedata.name(letter, ""))
    if match is None:
        return "~"
    name = match[1]
    if name in _OTHER_NAMES:
        return _OTHER_NAMES[name]
    if name in _WHOLE:
        return name.lower()
    return name[1 if _CALLED_BY_THEIR_END.fullmatch(name) else 0].lower()
