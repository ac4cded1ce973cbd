"""The frame drawn on the preview is the one the film has."""

import pytest
from hypothesis import given
from hypothesis.strategies import floats, integers, sampled_from

from mvapp.create.crop_preview import RATIOS, crop_box, keeps, place_of, suits
from mvapp.create.prepared_picture import PreparedPicture
from mvapp.studio.demo import sample_picture
from mvapp.studio.studios import DEMO, GIGGLE

SIDES = integers(1, 5000)
SHARES = floats(0, 1)


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


@given(width=integers(20, 5000), height=integers(20, 5000), aspect=sampled_from(sorted(RATIOS)), x=SHARES, y=SHARES)
def test_the_frame_has_in_it_what_the_film_begins_with(width, height, aspect, x, y):
    """The middle of the camera's first view; on the side that is free, as near to the frame's own as the edge lets."""
    shown = PreparedPicture("", b"", width, height)
    left, top, right, bottom = crop_box(width, height, aspect, place_of((x, y, x, y), shown, aspect))
    assert left - 1 <= x * width <= right + 1
    assert top - 1 <= y * height <= bottom + 1


def test_only_the_demo_studio_says_where_its_film_begins():
    picture = sample_picture("sample-beach")
    assert GIGGLE.opening_crop(picture, "9:16") is None
    left, top, right, bottom = DEMO.opening_crop(picture, "9:16")
    assert 0 <= left < right <= 1
    assert 0 <= top < bottom <= 1
