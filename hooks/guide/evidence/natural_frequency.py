"""Format a percentage of people as a natural frequency: "about 1 in 4".

The rule, so that the same percentage always reads the same:

- The fraction with the smallest denominator that is near enough is chosen, out of halves, thirds,
  quarters, fifths, 1 in 6 to 1 in 9, tenths and twentieths; else the rounded number in 100. Near
  enough is within two percentage points, and below 20 percent within a tenth of the percentage.
  The words of a link to a finding are held to the same (guide.data.number_agreement).
- Below 1 percent it is "fewer than 1 in 100"; above 99 it is "more than 99 in 100".

People understand "1 in 7" sooner than "14.3%":
https://service-manual.nhs.uk/content/numbers-measurements-dates-time
"""

from guide.data.number_agreement import frequency_tolerance

# As (part, whole), smallest whole first.
_FRACTIONS = (
    (1, 2),
    (1, 3),
    (2, 3),
    (1, 4),
    (3, 4),
    (1, 5),
    (2, 5),
    (3, 5),
    (4, 5),
    (1, 6),
    (1, 7),
    (1, 8),
    (1, 9),
    *((part, 10) for part in (1, 3, 7, 9)),
    *((part, 20) for part in range(1, 20, 2)),
)


def natural_frequency(percent: float) -> str:
    """Format a percentage (0 to 100) of people in words.

    >>> natural_frequency(24), natural_frequency(71), natural_frequency(6.6), natural_frequency(0.4)
    ('about 1 in 4', 'about 7 in 10', 'about 7 in 100', 'fewer than 1 in 100')
    """
    if percent < 1:
        return "fewer than 1 in 100"
    if percent > 99:
        return "more than 99 in 100"
    tolerance = frequency_tolerance(percent)
    near = [
        (part, whole)
        for part, whole in _FRACTIONS
        if abs(100 * part / whole - percent) <= tolerance
    ]
    part, whole = near[0] if near else (round(percent), 100)
    return f"about {part} in {whole}"
