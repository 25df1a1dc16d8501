"""Know the text that a spreadsheet would run instead of show. Imports nothing of the guide.

OWASP, CSV Injection (https://owasp.org/www-community/attacks/CSV_Injection): a program that opens a CSV takes a cell
that begins with = + - @, a tab, a carriage return or a line feed for a formula. A formula can send the reader's other
cells away or start a program. It also tells to mind the separators: where semicolons part the cells, as in much of
Europe, "a;=1+1" is two cells, and the second is a formula.
"""

import re

_START = re.compile(r"[=+\-@\t\r\n]")
_AFTER_SEPARATOR = re.compile(r"[;\t][=+\-@]")
# A number in digits, negative or not, runs nothing; "-2+3" would.
_PLAIN_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def formula_start(text: str, is_number: bool) -> bool:
    """Say whether a spreadsheet would read a cell, or what follows a semicolon in it, as a formula.

    `is_number` tells that the column holds numbers: a plain negative number is allowed there, and only there.

    >>> formula_start("=1+1", False), formula_start("-5.54", True), formula_start("-5.54", False)
    (True, False, True)
    """
    if is_number and _PLAIN_NUMBER.fullmatch(text):
        return False
    return bool(_START.match(text) or _AFTER_SEPARATOR.search(text))
