"""Where values stand beside their points."""

from guide.rendering.label_places import Box, place_labels

FRAME = Box(0, 0, 200, 100)


def test_a_value_stands_above_its_point_where_nothing_is():
    assert place_labels([(100, 50, "24%")], [], [], FRAME) == [(0.0, -15.0)]


def test_a_value_stands_below_a_point_at_the_top():
    assert place_labels([(100, 10, "24%")], [], [], FRAME) == [(0.0, 16.0)]


def test_a_value_does_not_cover_a_line():
    ((_, dy),) = place_labels([(100, 50, "24%")], [], [(80, 20, 120, 50)], FRAME)
    assert dy == 16.0


def test_the_first_value_has_its_place_and_the_next_another():
    first, second = place_labels([(100, 50, "24%"), (110, 50, "25%")], [], [], FRAME)
    assert (first, second) == ((0.0, -15.0), (0.0, 16.0))


def test_a_value_without_room_is_left_out():
    words = [(100, 50, "24%")] * 5
    assert place_labels(words, [], [], FRAME)[-1] is None


def test_a_line_through_a_box_crosses_it():
    box = Box.around(50, 50, 20, 20)
    assert box.is_crossed((0, 50, 100, 50)) and not box.is_crossed((0, 0, 100, 0))
