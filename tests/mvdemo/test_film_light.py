"""Light: pictures are exposed before they are graded, the chorus has a look of its own, and light moves."""

import itertools

import numpy as np
import pytest
from PIL import Image

from mvdemo.film.framing import MOST_BLOWN_UP, Framing, Place
from mvdemo.film.grade import choose_shine, chorus_grade, exposed, graded
from mvdemo.film.light import _KINDS, MovingLight
from mvdemo.film.looks import GRADES, SHINES, STORM
from mvdemo.film.weather import Weather
from mvdemo.film.yuv import Canvas
from mvdemo.music import Brief, compose

SONG = compose(Brief(style="electronic", lyrics="[Verse]\nla la la\n[Chorus]\nla la"))
SIZE = (384, 216)


def scene(darkest, brightest):
    """A plain scene whose values go from one to the other, with some colour."""
    values = np.linspace(darkest, brightest, 96)[:, None] * np.ones(96)
    return Image.fromarray(np.stack([values, values * 0.9, values * 0.8], 2).astype(np.uint8))


def mean(picture):
    return float(np.asarray(picture.convert("L"), np.float32).mean())


@pytest.mark.parametrize("grade", GRADES, ids=lambda grade: grade.name)
def test_a_dark_photo_is_a_night_and_a_bright_one_keeps_its_lights(grade):
    dark, bright = (graded(exposed(scene(*ends)), grade) for ends in ((0, 45), (210, 255)))
    assert 50 < mean(dark) < 140
    assert mean(bright) < 205
    assert np.asarray(dark.convert("L")).std() > 12, "with shapes in it"


def test_a_face_in_the_dark_is_exposed_for():
    backlit = np.full((100, 100, 3), 200, np.uint8)
    backlit[20:60, 30:60] = (40, 30, 25)
    box = (0.3, 0.2, 0.6, 0.6)
    lit = exposed(Image.fromarray(backlit), [box])
    assert mean(lit.crop((32, 22, 58, 58))) > 1.15 * mean(Image.fromarray(backlit).crop((32, 22, 58, 58)))


@pytest.mark.parametrize("value", [0, 255])
def test_a_picture_of_one_colour_is_no_trouble(value):
    assert exposed(Image.new("RGB", (64, 64), (value,) * 3)).size == (64, 64)


def test_every_look_has_a_light_of_its_own_and_a_storm_has_lightning():
    assert set(SHINES) == {grade.name for grade in GRADES}
    rain = next(grade for grade in GRADES if grade.name == "rain")
    for words in ("a storm over the city", "雷雨夜"):
        assert choose_shine(rain, words) is STORM
    assert choose_shine(rain, "a rainy street") is not STORM


@pytest.mark.parametrize("grade", GRADES, ids=lambda grade: grade.name)
def test_the_chorus_has_other_colours_than_the_verse(grade):
    picture = scene(30, 220)
    verse, chorus = (
        np.asarray(graded(picture, look).convert("YCbCr"), np.float32).mean(axis=(0, 1))
        for look in (grade, chorus_grade(grade, SHINES[grade.name]))
    )
    assert np.linalg.norm((verse - chorus)[1:]) > (0.4 if grade.name == "monochrome" else 2)


def lit(light, time_s, exposure=1.0):
    canvas = Canvas.blank(*SIZE)
    canvas.y[:] = 100
    light.shine(canvas, time_s, exposure)
    return np.stack([canvas.y[::2, ::2], canvas.u, canvas.v]).astype(np.int16)


@pytest.mark.parametrize("shine", [*SHINES.values(), STORM], ids=lambda shine: f"{shine.kind}{shine.colours[0]}")
def test_light_moves_is_brightest_in_the_chorus_and_goes_with_the_picture(shine):
    light = MovingLight(shine, SONG, SIZE, 1)
    verse, chorus = SONG.section("verse"), SONG.section("chorus")

    def brightest(section):
        times = np.arange(section.start_s, section.end_s - 0.1, 1 / 12)
        return max(lit(light, time)[0].mean() for time in times)

    assert 100 < brightest(verse) <= brightest(chorus) < 190
    frames = [lit(light, time) for time in np.arange(chorus.start_s, chorus.start_s + 4, 0.25)]
    assert sum(np.abs(a - b).mean() > 0.05 for a, b in itertools.pairwise(frames)) > 3
    assert (lit(light, chorus.start_s + 0.02, 0.0) == lit(light, -100.0, 0.0)).all(), "none over black"


def test_lightning_stays_far_below_three_flashes_a_second():
    light = MovingLight(STORM, SONG, SIZE, 3)
    assert len(light._flashes) > 3
    assert min(after - before for before, after in itertools.pairwise(light._flashes)) > 1


def test_each_kind_of_light_is_used():
    assert {shine.kind for shine in [*SHINES.values(), STORM]} == set(_KINDS)


def test_weather_ends_with_the_picture():
    weather = Weather("snow", SIZE, 1)
    full, half = (int(weather.at(3.0, strength)[0].sum()) for strength in (1.0, 0.5))
    assert half == pytest.approx(full / 2, rel=0.05)
    assert weather.at(3.0, 0.0) is None


def test_small_pictures_move_too():
    """One of few pixels is blown up further than a large one, so that there is somewhere to go."""
    for width in (120, 300, 451):
        framing = Framing((width, width * 2 // 3), (1280, 720), Place(0.5, 0.5))
        near, far = framing.window(0.4), framing.window(1.0)
        assert near.width < 0.65 * far.width
    large = Framing((1920, 1200), (1280, 720), Place(0.5, 0.5)).window(0.1)
    assert 1280 / large.width == pytest.approx(MOST_BLOWN_UP)
