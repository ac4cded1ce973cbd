"""Any picture becomes a film, and what matters in it stays on screen."""

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw

from mvdemo.film import DRAFT, TINY, FilmOrder, PictureUnusable, Production, samples
from mvdemo.film.encoder import new_frame
from mvdemo.film.frames import Painter
from mvdemo.film.picture import interests, open_picture
from mvdemo.film.warp import Lens, Light, Window, vignette
from mvdemo.film.yuv import Canvas, Still, to_planes


def encoded(picture, kind="PNG", **options):
    data = io.BytesIO()
    picture.save(data, kind, **options)
    return data.getvalue()


def gradient(width, height):
    down, across = np.mgrid[0:height, 0:width]
    return Image.fromarray(
        np.stack([across * 255 // max(width, 2), down * 255 // max(height, 2), (across + down) % 256], 2).astype(
            np.uint8
        )
    )


def order(picture, aspect="16:9"):
    return FilmOrder("prompt", aspect, picture, name="Odd", prompt="upbeat pop", scene="")


# Made when a test asks: the huge one alone takes a second.
PICTURES = {
    "one pixel": lambda: encoded(Image.new("RGB", (1, 1), (200, 80, 60))),
    "tiny": lambda: encoded(gradient(40, 30)),
    "one row": lambda: encoded(gradient(900, 1)),
    "one column": lambda: encoded(gradient(1, 900)),
    "portrait": lambda: encoded(gradient(300, 800), "JPEG"),
    "panorama": lambda: encoded(gradient(1800, 200), "JPEG"),
    "huge": lambda: encoded(gradient(6000, 4000), "JPEG", quality=60),
    "odd sizes": lambda: encoded(gradient(641, 363)),
    "grey": lambda: encoded(gradient(400, 300).convert("L"), "JPEG"),
    "16-bit grey": lambda: encoded(Image.fromarray((np.arange(120000).reshape(300, 400) % 65536).astype(np.uint16))),
    "one-bit": lambda: encoded(gradient(400, 300).convert("1")),
    "palette": lambda: encoded(gradient(400, 300).convert("P")),
    "cmyk": lambda: encoded(gradient(400, 300).convert("CMYK"), "JPEG"),
    "transparent": lambda: encoded(Image.new("RGBA", (400, 300), (0, 0, 0, 0))),
    "half transparent palette": lambda: encoded(gradient(400, 300).convert("P"), transparency=3),
    "webp with alpha": lambda: encoded(gradient(400, 300).convert("RGBA"), "WEBP"),
    "white": lambda: encoded(Image.new("RGB", (400, 300), "white")),
    "black": lambda: encoded(Image.new("RGB", (400, 300), "black")),
}


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("aspect", ["16:9", "9:16"])
def test_every_picture_can_be_filmed_in_both_formats(tmp_path, name, aspect):
    direction = Production(order(PICTURES[name](), aspect), tmp_path, profile=TINY).direction
    painter = Painter(direction)
    _, canvas = new_frame(direction.size)
    for shot in direction.shots:
        painter.paint((shot.first + shot.last) // 2, canvas)
    assert canvas.y.shape == ((144, 256) if aspect == "16:9" else (256, 144))
    assert canvas.y.min() >= 14
    assert canvas.y.max() <= 246


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a picture",
        b"<svg/>",
        PICTURES["portrait"]()[:200],
        PICTURES["palette"]()[:-400],
        b"GIF89a" + bytes(40),
    ],
    ids=["empty", "words", "svg", "cut header", "cut png", "gif"],
)
def test_what_is_no_whole_picture_is_refused_in_words(tmp_path, data):
    with pytest.raises(PictureUnusable, match="picture"):
        Production(order(data), tmp_path, profile=TINY).run("CharacterCreate")


def test_a_photo_is_turned_upright():
    marked = Image.new("RGB", (200, 100), "black")
    marked.paste((255, 255, 255), (0, 0, 40, 40))
    exif = Image.Exif()
    exif[0x0112] = 6
    upright = open_picture(encoded(marked, "JPEG", exif=exif), 400)
    assert upright.size == (100, 200)
    assert upright.getpixel((80, 20))[0] > 200


def test_a_transparent_picture_is_laid_over_a_backdrop_that_sets_it_off():
    for ink in ((20, 20, 60, 255), (250, 240, 200, 255)):
        logo = Image.new("RGBA", (300, 300), (0, 0, 0, 0))
        ImageDraw.Draw(logo).ellipse((90, 90, 210, 210), fill=ink)
        opened = open_picture(encoded(logo), 400)
        corner, middle = (sum(opened.getpixel(at)) for at in ((20, 150), (150, 150)))
        assert abs(corner - middle) > 180


def portrait_of(width, height, x, y, radius):
    """Draw a plain scene with one face-like thing in it; nothing else is of that colour."""
    picture = Image.new("RGB", (width, height), (86, 112, 140))
    pen = ImageDraw.Draw(picture)
    for step in range(0, height, 8):
        pen.line((0, step, width, step), fill=(70 + step * 30 // height, 100, 130), width=8)
    pen.ellipse((x - radius * 1.2, y - radius * 1.4, x + radius * 1.2, y + radius * 1.3), fill=(45, 32, 28))
    pen.ellipse((x - radius, y - radius * 1.2, x + radius, y + radius * 1.2), fill=(224, 172, 142))
    return picture


@pytest.mark.parametrize(
    ("size", "place"),
    [
        ((1600, 900), (400, 330)),
        ((1600, 900), (1250, 400)),
        ((900, 1600), (450, 480)),
        ((900, 1600), (300, 700)),
        ((2000, 600), (1500, 250)),
        ((1000, 1000), (500, 350)),
    ],
)
@pytest.mark.parametrize("aspect", ["16:9", "9:16"])
def test_a_face_stays_in_frame(tmp_path, size, place, aspect):
    """In at least nine of ten frames, though nobody told where it is."""
    picture = portrait_of(*size, *place, min(size) // 9)
    found = interests(picture)[0]
    assert abs(found.x * size[0] - place[0]) < size[0] * 0.1
    assert abs(found.y * size[1] - place[1]) < size[1] * 0.1
    direction = Production(order(encoded(picture, "JPEG"), aspect), tmp_path, profile=DRAFT).direction
    painter = Painter(direction)
    _, canvas = new_frame(direction.size)
    seen = total = 0
    for number in range(24, direction.frame_count - 48, 5):
        painter.paint(number, canvas)
        skin = (canvas.v.astype(int) - canvas.u.astype(int) > 22) & (canvas.y[::2, ::2] > 90)
        seen += np.count_nonzero(skin) > 12
        total += 1
    assert seen / total >= 0.9


def test_a_pan_moves_by_parts_of_a_pixel_without_shaking():
    """Where the light is on screen, measured over 40 steps of 0.13 pixels, strays from a line by under 0.03."""
    across = np.arange(400)
    bump = (40 + 150 * np.exp(-(((across - 200) / 6.0) ** 2))).astype(np.uint8)
    still = to_planes(Image.fromarray(np.repeat(np.repeat(bump[None, :, None], 3, axis=2), 200, axis=0)))
    lens, canvas = Lens(), Canvas.blank(256, 144)
    light = Light(np.ones(144, np.float32), np.ones(256, np.float32))
    places = []
    for step in range(40):
        lens.shoot(still, Window(70 + step * 0.13, 20, 256, 144), canvas, (0, 0, 256, 144), light)
        row = np.maximum(canvas.y[70].astype(float) - canvas.y[70].min() - 12, 0)
        places.append((row * np.arange(256)).sum() / row.sum())
    steps = np.arange(40)
    line = np.polyval(np.polyfit(steps, places, 1), steps)
    assert np.polyfit(steps, places, 1)[0] == pytest.approx(-0.13, abs=0.002)
    assert np.abs(places - line).max() < 0.03
    assert np.std(places - line) < 0.012


def test_the_vignette_has_no_steps_in_a_bright_sky():
    """Beside one another, rows and columns differ by one level at most, or a plain sky would show a grid."""
    sky, canvas = to_planes(Image.new("RGB", (1280, 720), "white")), Canvas.blank(1280, 720)
    Lens().shoot(sky, Window(0, 0, 1280, 720), canvas, (0, 0, 1280, 720), vignette(1280, 720, 0.4).exposed(1.05))
    levels = canvas.y.astype(int)
    assert levels.max() - levels.min() > 100
    assert max(np.abs(np.diff(levels, axis=axis)).max() for axis in (0, 1)) <= 1


def test_sharp_edges_neither_overshoot_nor_wrap_to_black():
    """Scaled by a filter that rings, white beside black stays white, even when a beat brightens it."""
    sharp = Image.fromarray(
        np.repeat((np.indices((600, 1000)).sum(axis=0) // 37 % 2 * 255)[..., None], 3, 2).astype("u1")
    )
    light = Light(np.ones(144, np.float32), np.ones(256, np.float32), 1.08)
    for width, height in ((400, 240), (1800, 1080)):
        still, canvas = Still.of(sharp).cut((0, 0, 1000, 600), (width, height)), Canvas.blank(256, 144)
        Lens().shoot(still, Window(3.3, 2.7, 380, 214), canvas, (0, 0, 256, 144), light)
        assert still.y.max() == 219
        assert canvas.y.min() >= 16
        assert 250 <= canvas.y.max() <= 16 + 219 * 1.08


def test_what_a_letterbox_hides_is_not_filmed_and_the_rest_is_the_same():
    still = to_planes(gradient(640, 480))
    light = vignette(256, 144, 0.3)
    whole, barred = Canvas.blank(256, 144), Canvas.blank(256, 144)
    for at in ((0, 0, 256, 48), (0, 50, 256, 94)):
        Lens().shoot(still, Window(70.3, 20.6, 300, 200), whole, at, light)
        Lens().shoot(still, Window(70.3, 20.6, 300, 200), barred, at, light, bar=18)
    whole.black_rows(0, 18)
    whole.black_rows(126, 144)
    assert all(np.array_equal(*pair) for pair in zip(whole.planes, barred.planes, strict=True))
    Lens().shoot(still, Window(0, 0, 256, 20), barred, (0, 0, 256, 16), light, bar=18)
    assert np.array_equal(whole.y, barred.y)


def test_colours_survive_the_way_to_bt709():
    for colour in ((255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255), (12, 200, 130)):
        planes = to_planes(Image.new("RGB", (8, 8), colour))
        y, u, v = (float(plane[2, 2]) for plane in (planes.y, planes.u, planes.v))
        y, u, v = y / 219, (u - 128) / 224, (v - 128) / 224
        red, blue = y + 1.5748 * v, y + 1.8556 * u
        green = (y - 0.2126 * red - 0.0722 * blue) / 0.7152
        assert (red * 255, green * 255, blue * 255) == pytest.approx(colour, abs=3.6)


@pytest.mark.parametrize("name", samples.NAMES)
def test_the_samples_are_large_rich_pictures_of_our_own(name):
    data = samples.picture(name)
    assert data[:3] == b"\xff\xd8\xff"
    picture = Image.open(io.BytesIO(data))
    assert picture.size == (1600, 1000)
    values = np.asarray(picture, np.float32)
    assert values.std() > 40
    assert (values.min(axis=2) > 252).mean() < 0.02, "blown out"
    assert (values.max(axis=2) < 4).mean() < 0.02, "drowned"
    assert samples.picture(name) is data


def test_an_unknown_sample_is_a_key_error():
    with pytest.raises(KeyError):
        samples.picture("sample-moon")
