"""The frame drawn on the preview is the one the film has."""

import pytest
from hypothesis import given
from hypothesis.strategies import integers, sampled_from

from mvapp.create.crop_preview import RATIOS, crop_box, keeps, suits

SIDES = integers(1, 5000)


@given(width=SIDES, height=SIDES, aspect=sampled_from(sorted(RATIOS)))
def test_the_frame_lies_in_the_middle_touches_two_sides_and_has_the_films_shape(width, height, aspect):
    left, top, right, bottom = crop_box(width, height, aspect)
    assert 0 <= left < right <= width
    assert 0 <= top < bottom <= height
    assert right - left == width or bottom - top == height
    assert abs(left - (width - right)) <= 1
    assert abs(top - (height - bottom)) <= 1
    exact = (right - left) / RATIOS[aspect]
    assert abs(exact - (bottom - top)) <= 1 or abs((bottom - top) * RATIOS[aspect] - (right - left)) <= 1
    assert 0 < keeps(width, height, aspect) <= 1


@pytest.mark.parametrize(
    ("size", "aspect"),
    [((3000, 4000), "9:16"), ((4000, 3000), "16:9"), ((1000, 1000), "16:9"), ((1000, 1050), "16:9")],
)
def test_an_upright_picture_suits_an_upright_film(size, aspect):
    assert suits(*size) == aspect


@given(width=SIDES, height=SIDES, aspect=sampled_from(sorted(RATIOS)), at=integers(0, 100))
def test_a_moved_frame_has_the_same_shape_and_stays_on_the_picture(width, height, aspect, at):
    middle, moved = crop_box(width, height, aspect), crop_box(width, height, aspect, at)
    assert (moved[2] - moved[0], moved[3] - moved[1]) == (middle[2] - middle[0], middle[3] - middle[1])
    assert 0 <= moved[0] <= moved[2] <= width
    assert 0 <= moved[1] <= moved[3] <= height


@pytest.mark.parametrize(("at", "box"), [(0, (0, 0, 900, 506)), (100, (0, 894, 900, 1400))])
def test_a_frame_reaches_both_ends_of_the_side_that_is_free(at, box):
    assert crop_box(900, 1400, "16:9", at) == box
