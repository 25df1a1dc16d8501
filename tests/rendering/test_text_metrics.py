"""How wide words are, and where lines of them are broken."""

import pytest

from guide.rendering.text_metrics import break_lines, measure


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 50, []),
        ("two people on a sofa", 80, ["two people", "on a sofa"]),
        ("two people on a sofa", 500, ["two people on a sofa"]),
        ("wwwww", 25, ["ww", "ww", "w"]),
        ("a wwwww b", 25, ["a", "ww", "ww", "w", "b"]),
        ("w", 1, ["w"]),
    ],
    ids=["nothing", "two-lines", "one-line", "long-word", "long-word-between", "no-room"],
)
def test_lines_are_no_wider_than_their_room(text, width, lines):
    assert break_lines(text, width) == lines


def test_bold_and_full_width_letters_are_wider():
    assert measure("close") < measure("close", bold=True)
    assert measure("ab") < measure("\u4e2d\u6587")


def test_words_are_measured_at_least_as_wide_as_the_widest_common_font():
    # Advances of DejaVu Sans in hundredths of an em, read from the font.
    widths = {"a": 61, "i": 28, "m": 97, "W": 99, "0": 64, "%": 95, ".": 32, "\u2020": 50, "e": 62}
    assert [letter for letter, width in widths.items() if measure(letter, size=100) < width] == []
