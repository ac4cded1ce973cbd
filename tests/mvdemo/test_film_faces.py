"""Faces stay whole, clear of words and bars. Most tests lay them where they want; those of the detector ask it."""

import importlib.util
import io
import sys

import pytest
from PIL import Image, ImageDraw

from mvdemo.film import DRAFT, FilmOrder, Production, opening_crop, picture
from mvdemo.film.camera import Panel, views
from mvdemo.film.faces import Face, find_faces
from mvdemo.film.framing import Framing, Place, Room
from mvdemo.film.picture import places

LYRICS = "[Verse]\nWalking down the empty street\nThe lights are calling me\n[Chorus]\nWe rise, we rise again"
PHOTOS = {
    "upright": ((600, 900), (0.35, 0.15, 0.68, 0.45)),
    "selfie": ((600, 800), (0.2, 0.2, 0.8, 0.85)),
    "square": ((700, 700), (0.4, 0.25, 0.6, 0.5)),
    "at the side": ((1200, 750), (0.78, 0.2, 0.92, 0.45)),
    "filling": ((1000, 620), (0.3, 0.1, 0.62, 0.85)),
    "at the top": ((800, 1000), (0.4, 0.01, 0.66, 0.3)),
}
"""The size of a photograph, and where a face lies in it."""


def face(left, top, right, bottom):
    return Face(left, top, right, bottom, top + 0.4 * (bottom - top))


def jpeg(size):
    data = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(data, "JPEG")
    return data.getvalue()


@pytest.fixture
def laid(monkeypatch):
    """Lay faces into whatever picture comes next."""

    def lay(*boxes):
        monkeypatch.setattr(picture, "find_faces", lambda _: tuple(face(*box) for box in boxes))

    return lay


def production(size, aspect, folder, style="pop"):
    order = FilmOrder("custom", aspect, jpeg(size), title="Hi", lyrics=LYRICS, style=style, subtitles=True)
    return Production(order, folder, profile=DRAFT)


def seen(made, box):
    """Yield for five moments of each shot, without the cards, the face's rectangle in shares of its panel."""
    (staged, moved), original = made._stage, made._picture
    first = places(original)[0]
    off = moved[0].x * staged.width - first.x * original.width, moved[0].y * staged.height - first.y * original.height
    left, right = (box[side] * original.width + off[0] for side in (0, 2))
    top, bottom = (box[side] * original.height + off[1] for side in (1, 3))
    direction = made.direction
    for shot in direction.shots:
        for view in views(shot, direction.scenery, direction.size):
            if view.still is direction.scenery.card:
                continue
            for progress in (0, 0.25, 0.5, 0.75, 1):
                window = Panel(None, view.at, view.start, view.end).window(progress, 0.022)
                across = [(x - window.left) / window.width for x in (left, right)]
                down = [(y - window.top) / window.height for y in (top, bottom)]
                yield shot, progress, (across[0], down[0], across[1], down[1])


@pytest.mark.parametrize("name", PHOTOS)
@pytest.mark.parametrize(("aspect", "style"), [("16:9", "pop"), ("9:16", "ballad")])
def test_a_face_is_whole_in_every_shot_and_clear_of_words_and_bars(tmp_path, laid, name, aspect, style):
    size, box = PHOTOS[name]
    laid(box)
    made = production(size, aspect, tmp_path, style)
    direction, found = made.direction, list(seen(made, box))
    assert len(found) > 20
    under_words = 0
    for shot, progress, (left, top, right, bottom) in found:
        assert min(left, top) >= -0.012, (shot, progress)
        assert max(right, bottom) <= 1.012, (shot, progress)
        assert bottom - top > 0.1, "and of a size that can be recognised"
        if shot.move == "triptych":
            continue
        bar = direction.overlays.bar((shot.first + progress * (shot.last - shot.first - 1)) / direction.fps)
        assert top >= bar / direction.size[1] - 0.025, shot
        assert bottom <= 1 - bar / direction.size[1] + 0.025, shot
        under_words += bottom > 1 - shot.room.below + 0.02
    assert under_words <= 0.05 * len(found)
    assert not any(shot.move == "mirror" for shot in direction.shots)


def test_eyes_are_on_the_upper_third_where_the_picture_lets_them():
    place = Place(0.5, 0.5, box=(0.45, 0.4, 0.55, 0.62), is_face=True)
    window = Framing((1600, 900), (1280, 720), place, Room(0.05, 0.3)).window(0.6, 0.5)
    assert (450 - window.top) / window.height == pytest.approx(1 / 3, abs=0.02)


def test_a_group_is_shown_together_and_one_by_one(tmp_path, laid):
    laid((0.1, 0.3, 0.2, 0.5), (0.4, 0.25, 0.5, 0.45), (0.75, 0.3, 0.85, 0.5))
    for aspect in ("16:9", "9:16"):
        direction = production((1500, 800), aspect, tmp_path).direction
        scenery = direction.scenery
        wide = near = 0
        middles = set()
        for shot in direction.shots:
            for view in views(shot, scenery, direction.size):
                share = view.end.width / scenery.picture.size[0]
                is_card = view.still is scenery.card
                wide += is_card or share > 0.76
                if not is_card and share < 0.7:
                    near += 1
                    middles.add(round((view.end.left + view.end.width / 2) / scenery.picture.size[0] * 3))
        assert wide >= 2
        assert near >= 4
        assert len(middles) >= 2, "more than one of them"


@pytest.mark.parametrize("name", ["square", "selfie"])
def test_the_crop_on_the_create_page_is_what_the_film_starts_from(tmp_path, laid, name):
    size, box = PHOTOS[name]
    laid(box)
    for aspect in ("16:9", "9:16"):
        left, top, right, bottom = opening_crop(jpeg(size), aspect)
        assert 0 <= left <= box[0] < box[2] <= right <= 1
        assert 0 <= top <= box[1] < box[3] <= bottom <= 1
        made = production(size, aspect, tmp_path)
        shot, _, (across, down, *_) = next(seen(made, (left, top, right, bottom)))
        assert shot.first == 0
        assert across == pytest.approx(max(across, 0), abs=0.03), "at the edge of the screen, or on a stage inside it"
        assert down == pytest.approx(max(down, 0), abs=0.03)


def test_a_subject_that_is_no_face_is_whole_in_the_wide_shots(tmp_path):
    thing = Image.new("RGB", (1200, 800), (60, 90, 110))
    ImageDraw.Draw(thing).ellipse((700, 330, 900, 560), fill=(230, 120, 40))
    found = places(thing)[0]
    assert found.box == pytest.approx((0.58, 0.41, 0.75, 0.7), abs=0.07)
    for aspect in ((1280, 720), (720, 1280)):
        window = Framing(thing.size, aspect, found).window(0.6, 0.8)
        assert window.left <= 700 <= window.left + window.width - 200
        assert window.top <= 330 <= window.top + window.height - 230


def test_without_a_detector_the_film_goes_by_what_draws_the_eye(monkeypatch):
    drawn = Image.new("RGB", (400, 300), (90, 110, 140))
    ImageDraw.Draw(drawn).ellipse((180, 100, 240, 180), fill=(224, 172, 142))
    monkeypatch.setitem(sys.modules, "cv2", None)
    assert find_faces(drawn) == ()
    assert places(drawn)[0].x == pytest.approx(0.525, abs=0.06)
    monkeypatch.undo()
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    assert find_faces(drawn) == ()


def drawn_head(size, x, y, radius):
    """A head drawn well enough for the detector."""
    head = Image.new("RGB", size, (150, 165, 180))
    pen = ImageDraw.Draw(head)

    def oval(dx, dy, wide, high, colour):
        across, down = x + dx * radius, y + dy * radius
        pen.ellipse(
            (across - wide * radius, down - high * radius, across + wide * radius, down + high * radius), colour
        )

    oval(0, 2.9, 1.9, 1.5, (60, 80, 120))
    oval(0, 1.2, 0.45, 0.8, (190, 135, 105))
    oval(0, -0.2, 1.08, 1.35, (50, 35, 28))
    oval(0, 0.05, 0.9, 1.2, (222, 172, 142))
    for side in (-1, 1):
        oval(side * 0.38, -0.15, 0.2, 0.1, (250, 248, 244))
        oval(side * 0.38, -0.15, 0.09, 0.1, (60, 40, 30))
        oval(side * 0.38, -0.38, 0.24, 0.05, (70, 48, 36))
        oval(side * 0.1, 0.34, 0.05, 0.04, (150, 95, 75))
    oval(0, 0.2, 0.09, 0.2, (205, 150, 122))
    oval(0, 0.66, 0.34, 0.1, (176, 80, 78))
    return head


@pytest.mark.parametrize(("size", "x", "y", "radius"), [((900, 600), 300, 250, 90), ((500, 900), 300, 300, 120)])
def test_the_detector_finds_a_face_and_its_eyes(size, x, y, radius):
    found = find_faces(drawn_head(size, x, y, radius))
    assert len(found) == 1
    assert found[0].left < x / size[0] < found[0].right
    assert found[0].top < y / size[1] < found[0].bottom
    assert found[0].eyes * size[1] == pytest.approx(y - 0.15 * radius, abs=0.3 * radius)


def test_the_detector_sees_no_face_in_a_plain_thing():
    thing = Image.new("RGB", (600, 400), (60, 90, 110))
    ImageDraw.Draw(thing).ellipse((200, 130, 400, 260), fill=(230, 120, 40))
    assert find_faces(thing) == ()


def test_a_picture_of_one_colour_has_one_place_and_no_edges():
    (found, *_) = places(Image.new("RGB", (320, 240), "teal"))
    assert (found.box, found.is_face) == (None, False)
