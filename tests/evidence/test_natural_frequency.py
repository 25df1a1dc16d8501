import pytest

from guide.evidence.natural_frequency import natural_frequency


@pytest.mark.parametrize(
    ("percent", "expected"),
    [
        (0, "fewer than 1 in 100"),
        (0.99, "fewer than 1 in 100"),
        (1, "about 1 in 100"),
        (5, "about 1 in 20"),
        (10, "about 1 in 10"),
        (14.3, "about 1 in 7"),
        (24, "about 1 in 4"),
        (33, "about 1 in 3"),
        (50, "about 1 in 2"),
        (66, "about 2 in 3"),
        (71, "about 7 in 10"),
        (75, "about 3 in 4"),
        (95, "about 19 in 20"),
        (99, "about 99 in 100"),
        (99.5, "more than 99 in 100"),
    ],
)
def test_a_percentage_in_people(percent, expected):
    assert natural_frequency(percent) == expected


def test_the_words_are_never_far_from_the_percentage():
    for percent in (tenths / 10 for tenths in range(10, 991)):
        part, whole = (
            int(word) for word in natural_frequency(percent).removeprefix("about ").split(" in ")
        )
        reach = 0.5 if whole == 100 else min(2.0, percent / 10)
        assert abs(100 * part / whole - percent) <= reach + 1e-9, percent
