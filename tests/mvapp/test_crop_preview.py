"""The frame drawn on the preview is the one the film has."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis.strategies import integers, sampled_from
from PIL import Image

from mvapp.create.crop_preview import RATIOS, crop_box, crop_preview, keeps, suits

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


@pytest.mark.parametrize("aspect", sorted(RATIOS))
def test_what_falls_outside_is_dimmed_and_what_stays_is_not(aspect):
    written = BytesIO()
    Image.new("RGB", (600, 600), "white").save(written, "JPEG")
    with Image.open(BytesIO(crop_preview(written.getvalue(), aspect))) as shown:
        shown.load()
    assert shown.size == (720, 720)
    assert min(shown.getpixel((360, 360))) > 240
    outside = (360, 20) if aspect == "16:9" else (20, 360)
    assert max(shown.getpixel(outside)) < 110


def test_a_picture_of_the_films_shape_is_shown_without_a_frame():
    written = BytesIO()
    Image.new("RGB", (1600, 900), "white").save(written, "JPEG")
    with Image.open(BytesIO(crop_preview(written.getvalue(), "16:9"))) as shown:
        assert min(shown.getpixel((0, 0))) > 240
