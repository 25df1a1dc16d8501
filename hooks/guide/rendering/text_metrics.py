"""Measure words of a drawing, so that they are broken into lines and never touch.

The page's font is the reader's own. Measured is DejaVu Sans, the widest that systems have as a
default, so that words fit in every other.
"""

from unicodedata import east_asian_width

FONT_SIZE = 14
# The height of a line.
LINE = 17
# The advance of letters in hundredths of an em; of other letters, and what bold adds.
_ADVANCES = {
    28: "'ijl",
    30: "IJ",
    33: " ,.’‘",
    36: "/:;\\|f-",
    41: "()[]t!r",
    52: '"*_`sz“”–†',
    57: "?cLFk",
    62: "vxyPTYaoeé",
    65: "ESbdghnpqu$0123456789{}Kü",
    70: "AVBRXZC",
    77: "HNUDG&",
    84: "OQw#+<=>^~M≥−×",
    100: "%mW@—…",
}
_WIDTHS = {letter: width for width, letters in _ADVANCES.items() for letter in letters}
_OTHER, _FULL_WIDTH, _BOLD = 75, 105, 1.13


def measure(text: str, *, bold: bool = False, size: float = FONT_SIZE) -> float:
    """Return how wide a line of words is at most, in units.

    >>> measure("ill") < measure("low") < measure("low", bold=True)
    True
    """
    width = sum(_WIDTHS.get(letter) or _other_width(letter) for letter in text)
    return width * size / 100 * (_BOLD if bold else 1)


def _other_width(letter: str) -> int:
    return _FULL_WIDTH if east_asian_width(letter) in "FW" else _OTHER


def break_lines(
    text: str, width: float, *, bold: bool = False, size: float = FONT_SIZE
) -> list[str]:
    """Break a text into lines that are no wider than `width`; a word that is wider is cut.

    >>> break_lines("two people on a sofa", 80)
    ['two people', 'on a sofa']
    """
    lines: list[str] = []
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and measure(joined, bold=bold, size=size) <= width:
            lines[-1] = joined
        elif measure(word, bold=bold, size=size) <= width:
            lines.append(word)
        else:
            lines += _cut(word, width, bold=bold, size=size)
    return lines


def _cut(word: str, width: float, *, bold: bool, size: float) -> list[str]:
    """Cut a word into parts that are no wider than `width`, of one letter at least."""
    parts = [""]
    for letter in word:
        if parts[-1] and measure(parts[-1] + letter, bold=bold, size=size) > width:
            parts.append("")
        parts[-1] += letter
    return parts
