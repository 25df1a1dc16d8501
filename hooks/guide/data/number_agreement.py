"""Check that the words of a link say what the row of their finding says.

The numbers of the words, each with its sign and unit, are looked up in the row: in `value`,
`value_low` and `value_high` with the row's `unit`, and in the row's texts. The rules:

- A percentage agrees only with a percentage, percentage points with points, and a time with the
  same unit of time. A number without a unit agrees with any but a percentage.
- A number with a sign agrees with one of that sign; a number below zero is said with a minus or a
  word of loss ("fell", "lower"). Words of a rise ("rose", "grew") disagree with
  a row that tells of a fall, and the other way around.
- Without a word before it, a number is that of the row.
- "About" (around, roughly): the row's number rounds to it, and is within a tenth of it.
- "Over" (more than, at least, above): the row's number is up to a quarter above it. The number
  itself agrees with "at least", or where the row says "over" or "+" too.
- "Nearly" (almost, under, less than, up to): the row's number is up to a fifth below it. The number
  itself agrees with "up to" and "at most", or where the row says so too.
- A fraction or a ratio ("a third", "one in four") agrees with the same share, in whatever words,
  and with a percentage as near to it as `frequency_tolerance` says, or that rounds to so many in a
  hundred; "over" and "nearly" as above.
- "Twice", "doubled", "threefold": the row has that multiple.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from guide.core.numerals import find_numerals, normalize_text
from guide.core.problems import quote
from guide.data.records import Record

_TEXT_FIELDS = ("statement", "unit", "contrast", "population", "n", "period", "caveat")
_VALUE_FIELDS = ("value", "value_low", "value_high")

_NUMBER = re.compile(r"(?<![\w.])\d+(?:,\d{3})*(?:\.\d+)?")
_ABOUT = r"(?:about|around|roughly|approximately|some|circa|~|≈)"
_OVER = r"(?:over|more than|above|at least|>|≥)"
_UNDER = r"(?:nearly|almost|just under|under|close to|fewer than|less than|below|up to|at most|<|≤)"
_HEDGE = re.compile(
    rf"(?:(?P<about>{_ABOUT})|(?P<over>{_OVER})|(?P<under>{_UNDER}))(?: about)?(?: an?)? ?$"
)
_INCLUSIVE = re.compile(r"(?:at least|up to|at most|≥|≤)(?: about)?(?: an?)? ?$")
_MORE_AFTER = re.compile(r" ?(?:\+|%? or (?:more|over)|%? and over)")
_SIGN = re.compile(r"(?:(?P<minus>−|(?<![\w\d])-|minus )|(?P<plus>(?<![\w\d])\+)) ?$")
_TIME_UNITS = ("second", "minute", "hour", "day", "week", "month", "year", "decade")
_UNIT = re.compile(
    r"[ -]?(?:(?P<points>percentage[ -]points?|points?\b|pp\b)"
    r"|(?P<percent>%|per ?cent\b|per-cent\b|pct\b)(?:age)?(?P<percent_points>[ -]points?\b)?"
    rf"|(?P<time>{'|'.join(_TIME_UNITS)})s?\b)"
)
_TO = r" ?(?:-|–|—|to|and|or) ?"
_PART_OF_WHOLE = re.compile(
    r"[ -](?:(?:[\w']+ )?(?:in|out of|of every|of each|in every)|of)[ -](?:an? )?"
)
_TIMES = re.compile(r" times\b|[- ]?fold\b| ?[x×](?!\w)")
_PARTS = {
    "half": 2,
    "halves": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "twentieth": 20,
}
_FRACTION = re.compile(
    rf"\b(?:(?P<some>an?)[ -])?(?P<part>{'|'.join(_PARTS)})(?P<plural>s?)\b(?![ -]\w+ing\b)"
)
_MULTIPLE = re.compile(
    r"\b(?:(?P<two>twice|double[sd]?|doubling)|(?P<three>tripled?)|(?P<half>halved))\b"
    r"|\b(?P<fold>two|three|four|five|six|seven|eight|nine|ten)[ -]?fold\b"
)
_FOLDS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_RISE = re.compile(r"\b(?:rose|risen|rises|rising|grew|grown|increased?|climbed|jumped)\b")
# Words by which a number without a minus is said of a loss.
_LOSS = re.compile(
    r"\b(?:fall|fell|drop|declin|decreas|sank|shrank|shrunk|shrink|los[et]|loss|lower|less|fewer"
    r"|smaller|worse|down\b|reduc|cut|below|under\b|behind|negative|inverse)"
)
_FALL = re.compile(
    r"\b(?:fell|fallen|falls|falling|dropped|declined?|decreased?|sank|shrank|shrunk)\b"
)


@dataclass(frozen=True)
class Quantity:
    """A number of a text with its unit ("" for none), its words, and the hedge before it.

    unit: percent, points, share (of 1), times, or a unit of time. sign: -1, 1, or 0 where none is
    written. hedge: about, over, under or "". inclusive: the hedge includes the number itself.
    is_one: it is the word "one" alone, which is seldom a number. with_unit: the words and the unit.
    parts: the two numbers of a ratio.
    """

    value: float
    unit: str
    words: str
    sign: int = 0
    hedge: str = ""
    inclusive: bool = False
    is_one: bool = False
    with_unit: str = ""
    parts: tuple[float, ...] = ()


def find_numbers(text: str) -> list[str]:
    """Extract the numbers of a text as digits without separators, in their order.

    >>> find_numbers("5.54% of 28,000 people")
    ['5.54', '28000']
    """
    return [match.replace(",", "") for match in _NUMBER.findall(text)]


def find_quantities(text: str) -> list[Quantity]:
    """Extract the numbers of a text in digits or words, each with its unit, sign and hedge.

    >>> [(item.value, item.unit, item.hedge) for item in find_quantities("nearly 1 in 4, or 24%")]
    [(0.25, 'share', 'under'), (24.0, 'percent', '')]
    """
    plain = normalize_text(text).text
    numerals = [item for item in find_numerals(plain) if not item.is_clock]
    found: list[tuple[int, Quantity]] = []
    index = 0
    taken: list[tuple[int, int]] = []
    while index < len(numerals):
        first = numerals[index]
        second = numerals[index + 1] if index + 1 < len(numerals) else None
        between = plain[first.end : second.start] if second else ""
        after = _FRACTION.match(plain, first.end + 1) if first.end < len(plain) else None
        if after and not after["some"] and first.value < _PARTS[after["part"]]:
            share = first.value / _PARTS[after["part"]]
            found.append(_quantity(plain, first.start, after.end(), share, "share"))
            taken.append((first.start, after.end()))
            index += 1
            continue
        if (
            second
            and _PART_OF_WHOLE.fullmatch(between)
            and 0 < first.value <= second.value
            and not 1800 <= second.value <= 2100
            and not _UNIT.match(plain, second.end)
        ):
            start, ratio = _quantity(
                plain, first.start, second.end, first.value / second.value, "share"
            )
            found.append((start, replace(ratio, parts=(first.value, second.value))))
            index += 2
            continue
        unit, unit_end = _read_unit(plain, first.end)
        if not unit and second and re.fullmatch(_TO, between):
            unit, _ = _read_unit(plain, second.end)  # 24 to 30%
        times = _TIMES.match(plain, first.end)
        if times and not unit:
            unit, unit_end = "times", times.end()
        start, quantity = _quantity(plain, first.start, first.end, first.value, unit, unit_end)
        is_one = first.is_word and first.value == 1 and not unit
        found.append((start, replace(quantity, is_one=is_one)))
        index += 1
    for match in _FRACTION.finditer(plain):
        if match["part"] != "half" and (not match["some"] or match["plural"]):
            continue
        if re.match(r" (?:an? )?(?:million|billion|thousand|hundred|dozen)", plain[match.end() :]):
            continue
        if any(start <= match.start() < end for start, end in taken):
            continue
        value = 1 / _PARTS[match["part"]]
        found.append(_quantity(plain, *match.span(), value, "share"))
    for match in _MULTIPLE.finditer(plain):
        value = (
            float(_FOLDS.index(match["fold"]) + 1)
            if match["fold"]
            else 2.0
            if match["two"]
            else 3.0
            if match["three"]
            else 0.5
        )
        found.append(_quantity(plain, *match.span(), value, "times"))
    return [quantity for _, quantity in sorted(found, key=lambda item: item[0])]


def _read_unit(text: str, index: int) -> tuple[str, int]:
    match = _UNIT.match(text, index)
    if not match:
        return "", index
    if match["points"] or match["percent_points"]:
        return "points", match.end()
    return match["time"] or "percent", match.end()


def _quantity(
    text: str, start: int, end: int, value: float, unit: str, unit_end: int = 0
) -> tuple[int, Quantity]:
    """Return a quantity with its place, sign and hedge; `unit_end` is where its unit ends."""
    words = text[start:end]
    before = text[max(0, start - 30) : start]
    sign = 0
    if match := _SIGN.search(before):
        sign = -1 if match["minus"] else 1
        words = match[0].strip() + (" " if match[0].startswith("minus") else "") + words
        before = before[: match.start()]
    hedge = _HEDGE.search(before)
    name = hedge.lastgroup or "" if hedge else ""
    inclusive = bool(_INCLUSIVE.search(before))
    if not name and _MORE_AFTER.match(text, end):
        name = "over"
    if hedge:
        words = before[hedge.start() :] + words
    with_unit = words + text[end:unit_end] if unit_end > end else words
    return start, Quantity(value, unit, words, sign, name, inclusive, with_unit=with_unit)


def find_disagreements(text: str, finding: Record) -> list[str]:
    """List the numbers of a link's text that the finding's row does not have, each as it says it.

    Where the numbers agree, a word of a rise or a fall that the row contradicts is listed.
    """
    row = list(_row_quantities(finding))
    is_loss = bool(_LOSS.search(text.lower()))
    numbers = {quantity.value for quantity in row}
    wrong = [
        quantity.with_unit if quantity.value in numbers else quantity.words
        for quantity in find_quantities(text)
        if not quantity.is_one
        and not any(_agrees(quantity, other, is_loss=is_loss) for other in row)
        and not (quantity.parts and numbers.issuperset(quantity.parts))
    ]
    return wrong or _contradicted_direction(text, finding)


def check_agreement(text: str, finding: Record) -> Iterator[tuple[str, str]]:
    """Yield what is wrong, and how to fix it, for each number of a link's text against its row.

    Problem: number-disagrees.
    """
    cells = {name: cell.text for name, cell in finding.cells.items()}
    numbers = find_numbers(" ".join(cells.get(name, "") for name in (*_VALUE_FIELDS, "statement")))
    unit = cells.get("unit", "")
    shown = ", ".join(dict.fromkeys(numbers))
    has = f"which has {shown}" if shown else "whose row has no number"
    for number in find_disagreements(text, finding):
        # The unit is said where it is what differs.
        is_there = unit and any(item in number for item in numbers)
        yield (
            f"the link says {quote(number)}, but not so the finding {quote(finding['id'])}, {has}"
            + (f" ({unit})" if is_there else ""),
            "Write the figure as the row has it, or correct the row",
        )


def _row_quantities(finding: Record) -> Iterator[Quantity]:
    """Yield the quantities of a row: its values with their unit, and those of its texts."""
    unit = normalize_text(
        finding.cells["unit"].text if "unit" in finding.cells else ""
    ).text.strip()
    name, _ = _read_unit(unit, 0)
    if not name and re.search(r"\bpoints?\b", unit):
        name = "points"
    is_ratio = "measures" in finding.cells and finding.cells["measures"].text == "ratio"
    hedge = (
        "under"
        if re.search(r"\balmost\b|\bnearly\b|\bat most\b", unit)
        else ("over" if re.search(r"\bor more\b|\bat least\b", unit) else "")
    )
    for field in _VALUE_FIELDS:
        cell = finding.cells[field].text if field in finding.cells else ""
        try:
            value = float(cell)
        except ValueError:
            continue
        sign = -1 if value < 0 else 0
        yield Quantity(abs(value), name, cell, sign, hedge)
        scale = re.match(r"(million|billion|thousand)\b", unit)
        if scale:
            factor = {"thousand": 1e3, "million": 1e6, "billion": 1e9}[scale[1]]
            yield Quantity(abs(value) * factor, "", cell, sign, hedge)
        if is_ratio or re.match(r"times\b", unit):
            yield Quantity(abs(value), "times", cell, sign, hedge)
    for field in _TEXT_FIELDS:
        if field in finding.cells:
            yield from find_quantities(finding.cells[field].text)


def _agrees(said: Quantity, row: Quantity, *, is_loss: bool) -> bool:
    """Test whether a quantity of a link's text agrees with one of the row.

    `is_loss`: the text has a word that stands for a minus.
    """
    if said.sign and said.sign != (row.sign or 1):
        return False
    if row.sign < 0 and not said.sign and not is_loss:
        return False
    if said.unit == "share" and row.unit == "percent":
        return _share_agrees(said, row.value)
    if said.unit == "percent" and row.unit == "share":
        return not said.hedge and abs(said.value - 100 * row.value) < 1e-9
    if said.unit != row.unit and not (said.unit == "" and row.unit != "percent"):
        return False
    if abs(said.value - row.value) <= 1e-9 * max(1.0, said.value):
        if said.hedge in ("over", "under"):
            # "Over four weeks" may also be during them.
            during = said.hedge == "over" and said.unit in _TIME_UNITS
            return said.inclusive or row.hedge == said.hedge or during
        return True
    if said.hedge == "about":
        return abs(said.value - row.value) <= min(_last_digit(said.value) / 2, said.value / 10)
    return _is_beyond(said, row.value)


def _share_agrees(said: Quantity, percent: float) -> bool:
    share = 100 * said.value
    if said.hedge in ("over", "under"):
        return _is_beyond(replace(said, value=share), percent) or (
            said.inclusive and abs(share - percent) < 1e-9
        )
    if said.parts[1:] == (100.0,) and said.parts[0] == round(percent):
        return True
    return abs(share - percent) <= frequency_tolerance(percent)


def _is_beyond(said: Quantity, value: float) -> bool:
    """Test a number after "over" or "nearly"."""
    if said.hedge == "over":
        return said.value < value <= 1.25 * said.value
    return said.hedge == "under" and 0.8 * said.value <= value < said.value


def _last_digit(value: float) -> float:
    """Return the unit of a number's last digit that is not zero.

    >>> _last_digit(20.0), _last_digit(0.45)
    (10.0, 0.01)
    """
    digits = f"{value:.6f}".rstrip("0").rstrip(".")
    if "." in digits:
        return float(10.0 ** -len(digits.partition(".")[2]))
    return float(10.0 ** (len(digits) - len(digits.rstrip("0"))))


def frequency_tolerance(percent: float) -> float:
    """Return how far, in points, a fraction in words may be from a percentage.

    Two percentage points, and below 20 percent a tenth of the percentage.
    """
    return min(2.0, percent / 10)


def _contradicted_direction(text: str, finding: Record) -> list[str]:
    statement = finding.cells["statement"].text if "statement" in finding.cells else ""
    value = finding.cells["value"].text if "value" in finding.cells else ""
    for said, other in ((_RISE, _FALL), (_FALL, _RISE)):
        word = said.search(text.lower())
        if not word or other.search(text.lower()) or said.search(statement.lower()):
            continue
        if other.search(statement.lower()) or (said is _RISE and value.startswith(("-", "−"))):
            return [word[0]]
    return []
