"""Cells that a spreadsheet would run."""

import pytest

from guide.data.spreadsheet_damage import is_formula


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", '=HYPERLINK("https://a.example")']
)
def test_what_owasp_names_starts_a_formula_in_text(text):
    assert is_formula(text, False)


@pytest.mark.parametrize("text", ["-5.54", "-0", "5.54", "34", "-0.20", ""])
def test_a_plain_number_is_allowed_in_a_column_of_numbers(text):
    assert not is_formula(text, True)


@pytest.mark.parametrize(
    "text", ["-2+3", "-5.", "--5", "+5", "=5", "-1-cmd|' /C calc'!A0", "-", "-5\n", "\t-5", "@5"]
)
def test_a_sum_is_a_formula_in_a_column_of_numbers_too(text):
    assert is_formula(text, True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "24% of ants",
        "a = b",
        "r = -0.2; p = 0.01",
        "well-known",
        "me@ants.example",
        "'=1+1",
        "“=”",
        "−5",
        " =1",
    ],
)
def test_other_text_is_only_text(text):
    assert not is_formula(text, False)


@pytest.mark.parametrize("text", ["a;=1+1", "a;-1", "a\t@b"])
def test_what_follows_a_separator_is_a_cell_of_its_own_to_some(text):
    assert is_formula(text, False)
