"""Any picture file to clean RGB of a workable size, and where one looks in it."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageFilter, ImageOps

from mvdemo.film.faces import find_faces
from mvdemo.film.framing import Place

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mvdemo.film.faces import Face
    from mvdemo.film.framing import Box

LARGEST_PIXELS = 200_000_000
_PART_OF_IT, _A_LANDSCAPE = 0.5, 0.72
_SMALLEST = 96
"""A side shorter than this is shown as a card on a backdrop, not blown up."""


class PictureUnusable(ValueError):
    """The bytes are no picture that can be filmed."""


def open_picture(data: bytes, longest: int) -> Image.Image:
    """A picture as RGB, upright, its longer side at most ``longest``.

    Raises PictureUnusable for anything that is not a whole JPEG, PNG or WebP of a sane size.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # our own limit is checked below
            picture = Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP", "MPO"))
            is_huge = picture.width * picture.height > LARGEST_PIXELS
            if not is_huge:
                picture.draft("RGB", (longest, longest))
                orientation = picture.getexif().get(0x0112, 1)
                picture.load()
    except Exception as problem:  # noqa: BLE001 - a decoder may raise anything on bytes from strangers
        raise PictureUnusable(f"the picture cannot be read: {type(problem).__name__}") from None
    if is_huge:
        raise PictureUnusable("the picture is too large")
    upright = _eight_bits(picture)
    upright.thumbnail((longest, longest), Image.Resampling.LANCZOS, reducing_gap=3.0)
    has_alpha = upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info
    upright = _upright(upright.convert("RGBA") if has_alpha else upright.convert("RGB"), orientation)
    return _on_backdrop(upright) if has_alpha else upright


def _eight_bits(picture: Image.Image) -> Image.Image:
    if not picture.mode.startswith(("I", "F")):
        return picture
    values = np.asarray(picture, np.float32)
    top = 65535.0 if values.max(initial=0) > 255 else 255.0
    return Image.fromarray(np.clip(values * (255 / top), 0, 255).astype(np.uint8))


def _upright(picture: Image.Image, orientation: int) -> Image.Image:
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }  # fmt: skip
    return picture.transpose(turns[orientation]) if orientation in turns else picture


def _on_backdrop(picture: Image.Image) -> Image.Image:
    """Lay a transparent picture over a soft gradient of its own colour."""
    small = np.asarray(picture.resize((32, 32), Image.Resampling.BOX), np.float32)
    weight = small[..., 3:] / 255
    mean = (small[..., :3] * weight).sum(axis=(0, 1)) / max(float(weight.sum()), 1e-6)
    is_dark = float(mean @ (0.2126, 0.7152, 0.0722)) < 110 and float(weight.sum()) > 1
    light = np.array((236, 232, 224) if is_dark else (70, 78, 96), np.float32)
    base = light * 0.75 + mean * 0.25
    fall = np.linspace(1.12, 0.72, 64, dtype=np.float32)[:, None, None]
    gradient = Image.fromarray(np.clip(np.broadcast_to(base * fall, (64, 8, 3)), 0, 255).astype(np.uint8))
    backdrop = gradient.resize(picture.size, Image.Resampling.BICUBIC).convert("RGBA")
    backdrop.alpha_composite(picture)
    return backdrop.convert("RGB")


def is_too_small(picture: Image.Image) -> bool:
    """Tell whether a picture has too few pixels to fill a screen."""
    return min(picture.size) < _SMALLEST


def interest_map(picture: Image.Image) -> NDArray[np.float32]:
    """How much each place of a small copy draws the eye, 0 to 1, shape (rows, columns).

    Contrast of light and colour against the surroundings, skin tones, and a liking for the middle.
    """
    scale = 96 / max(picture.size)
    size = (max(round(picture.width * scale), 8), max(round(picture.height * scale), 8))
    small = picture.resize(size, Image.Resampling.BOX)
    lab = np.asarray(small.convert("LAB"), np.float32)
    lab[..., 1:] = np.where(lab[..., 1:] > 127, lab[..., 1:] - 256, lab[..., 1:])
    near, far = _blurred(lab, 1.5), _blurred(lab, 16.0)
    contrast = np.sqrt((((near - far) * np.array((0.6, 1.3, 1.3), np.float32)) ** 2).sum(axis=2))
    detail = np.abs(lab - _blurred(lab, 2.0))[..., 0]
    detail = _blurred(np.repeat(detail[..., None], 3, axis=2), 3.0)[..., 0]
    skin = _blurred(np.repeat(_skin(small)[..., None], 3, axis=2), 2.0)[..., 0]
    rows, columns = contrast.shape
    down, across = np.mgrid[0:rows, 0:columns].astype(np.float32)
    prior = np.exp(
        -(((across / max(columns - 1, 1) - 0.5) / 0.42) ** 2 + ((down / max(rows - 1, 1) - 0.46) / 0.42) ** 2) / 2
    )
    drawn = (_scaled(contrast) + 0.4 * _scaled(detail) + 0.9 * skin) * (0.3 + prior)
    return _scaled(drawn)


def _scaled(values: NDArray[np.float32]) -> NDArray[np.float32]:
    top = float(values.max(initial=0))
    return (values / top).astype(np.float32) if top > 1e-6 else np.zeros_like(values)


def _skin(small: Image.Image) -> NDArray[np.float32]:
    blue, red = (np.asarray(small.convert("YCbCr"), np.float32)[..., i] for i in (1, 2))
    likely = np.exp(-(((blue - 106) / 13) ** 2 + ((red - 152) / 11) ** 2) / 2)
    return likely.astype(np.float32)


def _blurred(values: NDArray[np.float32], radius: float) -> NDArray[np.float32]:
    channels = [_running_means(values[..., i], radius) for i in range(values.shape[2])]
    return np.stack(channels, axis=2)


def _running_means(values: NDArray[np.float32], radius: float) -> NDArray[np.float32]:
    """Blur with three running means each way, which is near a Gaussian."""
    width = max(1, round(radius * 0.9)) * 2 + 1
    for axis in (0, 1):
        for _ in range(3):
            pad = [(0, 0), (0, 0)]
            pad[axis] = (width // 2 + 1, width // 2)
            total = np.cumsum(np.pad(values, pad, mode="edge"), axis=axis, dtype=np.float64)
            upper = np.take(total, np.arange(width, total.shape[axis]), axis=axis)
            lower = np.take(total, np.arange(total.shape[axis] - width), axis=axis)
            values = ((upper - lower) / width).astype(np.float32)
    return values


def places(picture: Image.Image) -> tuple[Place, ...]:
    """What the film looks at: all faces together, then each; else what draws the eye, the strongest first."""
    if is_too_small(picture):
        return (Place(0.5, 0.5),)
    faces = find_faces(picture)
    if not faces:
        return interests(picture)
    each = tuple(_head(face) for face in faces)
    return each if len(each) == 1 else (_together(each), *each)


def _head(face: Face) -> Place:
    """A face with its hair and some air around it."""
    box, core = face.with_air(0.14, 0.3, 0.1), face.with_air(0.05, 0.06, 0.04)
    return Place((face.left + face.right) / 2, face.eyes, box=box, core=core, is_face=True)


def _together(each: tuple[Place, ...]) -> Place:
    boxes = [place.box for place in each if place.box]
    left, top = (min(box[side] for box in boxes) for side in (0, 1))
    right, bottom = (max(box[side] for box in boxes) for side in (2, 3))
    return Place(
        (left + right) / 2, sum(place.y for place in each) / len(each), box=(left, top, right, bottom), is_face=True
    )


def interests(picture: Image.Image, count: int = 3) -> tuple[Place, ...]:
    """The places that draw the eye most, strongest first, apart from each other; of the first also how far it goes."""
    drawn = interest_map(picture)
    seen = drawn.copy()
    rows, columns = seen.shape
    down, across = np.mgrid[0:rows, 0:columns].astype(np.float32)
    found: list[Place] = []
    for _ in range(count):
        row, column = divmod(int(seen.argmax()), columns)
        weight = float(seen[row, column])
        if found and weight < 0.45:
            break
        near = np.exp(-((down - row) ** 2 + (across - column) ** 2) / (2 * 7.0**2)) * seen
        total = float(near.sum())
        y, x = (float((down * near).sum()) / total, float((across * near).sum()) / total) if total else (row, column)
        box = None if found or not weight else _extent(drawn, row, column)  # a picture of one colour has nothing in it
        found.append(Place((x + 0.5) / columns, (y + 0.5) / rows, weight, box))
        seen *= 1 - np.exp(-((down - row) ** 2 + (across - column) ** 2) / (2 * 17.0**2))
    return tuple(found)


def _extent(drawn: NDArray[np.float32], row: int, column: int) -> Box | None:
    """How far the thing at a place goes: what around it draws the eye nearly as much; None for a whole landscape."""
    bright = drawn > _PART_OF_IT * drawn[row, column]
    reached = np.zeros_like(bright)
    reached[row, column] = True
    for _ in range(max(drawn.shape)):
        grown = reached.copy()
        grown[1:] |= reached[:-1]
        grown[:-1] |= reached[1:]
        grown[:, 1:] |= reached[:, :-1]
        grown[:, :-1] |= reached[:, 1:]
        grown &= bright
        if (grown == reached).all():
            break
        reached = grown
    (rows, columns), (down, across) = drawn.shape, np.nonzero(reached)
    box = (across.min() / columns, down.min() / rows, (across.max() + 1) / columns, (down.max() + 1) / rows)
    return None if max(box[2] - box[0], box[3] - box[1]) > _A_LANDSCAPE else tuple(map(float, box))  # type: ignore[return-value]  # four of them


def backdrop_card(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """A screen of ``size`` that shows the whole picture, framed, before a blurred copy of itself."""
    width, height = size
    fill = ImageOps.fit(picture, (max(width // 8, 2), max(height // 8, 2)), Image.Resampling.BILINEAR)
    fill = fill.filter(ImageFilter.GaussianBlur(max(width, height) / 8 / 22)).resize(size, Image.Resampling.BICUBIC)
    screen = fill.point([round(i * 0.6) for i in range(256)] * 3)
    room = (width * 0.84, height * 0.84)
    scale = min(room[0] / picture.width, room[1] / picture.height)
    if is_too_small(picture):
        scale = min(scale, max(height * 0.34 / picture.height, 3.0))
    card = picture.resize(
        (max(round(picture.width * scale), 2), max(round(picture.height * scale), 2)), Image.Resampling.LANCZOS
    )
    # On a phone it hangs a little high, so that words have room below.
    left, top = (width - card.width) // 2, round((height - card.height) * (0.5 if width > height else 0.4))
    shadow = Image.new("L", (width // 4, height // 4))
    shadow.paste(
        190, (left // 4, (top + height // 60) // 4, (left + card.width) // 4, (top + height // 60 + card.height) // 4)
    )
    shadow = shadow.filter(ImageFilter.GaussianBlur(height / 110)).resize(size, Image.Resampling.BILINEAR)
    screen.paste((6, 6, 10), mask=shadow)
    border = max(round(height / 240), 1)
    screen.paste((244, 240, 232), (left - border, top - border, left + card.width + border, top + card.height + border))
    screen.paste(card, (left, top))
    return screen
