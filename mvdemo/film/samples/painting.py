"""A small paint box: gradients, glows, soft noise and smooth shapes on float pictures (rows, columns, RGB, 0 to 1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

if TYPE_CHECKING:
    from collections.abc import Sequence

Floats = NDArray[np.float32]
Colour = tuple[float, float, float]
WIDTH, HEIGHT = 1600, 1000
_FINE = 2
"""Shapes are drawn this much larger and scaled down, which smooths their edges."""

# Views that repeat one column and one row: as whole pictures they were 13 MB for good, and 38 while they were made.
_DOWN = np.broadcast_to(np.arange(HEIGHT, dtype=np.float32)[:, None], (HEIGHT, WIDTH))
_ACROSS = np.broadcast_to(np.arange(WIDTH, dtype=np.float32), (HEIGHT, WIDTH))
_BAND = 100


def rgb(code: str) -> Colour:
    """A colour written as six hexadecimal digits."""
    return tuple(int(code[index : index + 2], 16) / 255 for index in (0, 2, 4))  # type: ignore[return-value]  # three


def gradient(stops: Sequence[tuple[float, str]]) -> Floats:
    """A picture that changes from top to bottom; a stop is a height (0 to 1) and a colour."""
    at = np.linspace(0, 1, HEIGHT)
    places = [place for place, _ in stops]
    columns = [np.interp(at, places, [rgb(code)[channel] for _, code in stops]) for channel in range(3)]
    rows = np.stack(columns, axis=1).astype(np.float32)
    return np.repeat(rows[:, None, :], WIDTH, axis=1)


def distance(x: float, y: float, squash: float = 1.0) -> Floats:
    """The distance of every pixel from a point, in heights of the picture."""
    far: Floats = np.hypot(_ACROSS - x * WIDTH, (_DOWN - y * HEIGHT) * np.float32(squash)) / np.float32(HEIGHT)
    return far


def add_glow(
    picture: Floats, x: float, y: float, radius: float, colour: str, strength: float, squash: float = 1.0
) -> None:
    """Add light around a point, in place; ``radius`` is in heights of the picture."""
    reach = radius * 3.2 * HEIGHT
    rows = slice(max(int(y * HEIGHT - reach / squash), 0), max(int(y * HEIGHT + reach / squash), 0))
    columns = slice(max(int(x * WIDTH - reach), 0), max(int(x * WIDTH + reach), 0))
    far = np.hypot(_ACROSS[rows, columns] - x * WIDTH, (_DOWN[rows, columns] - y * HEIGHT) * np.float32(squash))
    light = np.exp(-((far / np.float32(radius * HEIGHT)) ** 2)) * np.float32(strength)
    picture[rows, columns] += light[..., None] * np.array(rgb(colour), np.float32)


def noise(seed: int, cells: tuple[int, int], octaves: int = 4, gain: float = 0.5) -> Floats:
    """Soft noise from 0 to 1; ``cells`` are bumps across and down in the coarsest octave."""
    chance = np.random.default_rng(seed)
    total = np.zeros((HEIGHT, WIDTH), np.float32)
    weight = 1.0
    for octave in range(octaves):
        size = (cells[0] * 2**octave, cells[1] * 2**octave)
        grid = Image.fromarray(chance.random((size[1] + 3, size[0] + 3), dtype=np.float32))
        total += np.asarray(
            grid.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC, box=(1, 1, size[0] + 1, size[1] + 1))
        ) * np.float32(weight)
        weight *= gain
    low, high = float(total.min()), float(total.max())
    return (total - low) / (high - low)


class Shape:
    """A smooth mask drawn in coordinates from 0 to 1."""

    def __init__(self) -> None:
        self._mask = Image.new("L", (WIDTH * _FINE, HEIGHT * _FINE))
        self._pen = ImageDraw.Draw(self._mask)

    def _at(self, points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
        return [(x * WIDTH * _FINE, y * HEIGHT * _FINE) for x, y in points]

    def polygon(self, points: Sequence[tuple[float, float]], light: int = 255) -> Shape:
        """Fill a polygon."""
        self._pen.polygon(self._at(points), fill=light)
        return self

    def line(self, points: Sequence[tuple[float, float]], width: float, light: int = 255) -> Shape:
        """Draw a line of a width in thousandths of the picture's height, its ends and bends round."""
        thick = width * HEIGHT * _FINE / 1000
        self._pen.line(self._at(points), fill=light, width=max(round(thick), 1), joint="curve")
        for x, y in self._at(points):
            self._pen.ellipse((x - thick / 2, y - thick / 2, x + thick / 2, y + thick / 2), fill=light)
        return self

    def disc(self, x: float, y: float, radius: float, light: int = 255, squash: float = 1.0) -> Shape:
        """Fill a disc; ``radius`` is in heights of the picture."""
        r = radius * HEIGHT * _FINE
        ((cx, cy),) = self._at([(x, y)])
        self._pen.ellipse((cx - r, cy - r * squash, cx + r, cy + r * squash), fill=light)
        return self

    def box(self, left: float, top: float, right: float, bottom: float, light: int = 255) -> Shape:
        """Fill a rectangle."""
        (x0, y0), (x1, y1) = self._at([(left, top), (right, bottom)])
        self._pen.rectangle((x0, y0, x1, y1), fill=light)
        return self

    def mask(self, blur: float = 0.0) -> Floats:
        """The mask, 0 to 1; ``blur`` is in thousandths of the picture's height."""
        small = self._mask.resize((WIDTH, HEIGHT), Image.Resampling.BOX)
        if blur:
            small = small.filter(ImageFilter.GaussianBlur(blur * HEIGHT / 1000))
        return np.asarray(small, np.float32) / np.float32(255)


def paint(picture: Floats, mask: Floats, colour: Floats | str, opacity: float = 1.0) -> None:
    """Lay a colour (or a whole picture) over the picture where the mask is, in place."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not len(rows):
        return
    part = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    over = np.array(rgb(colour), np.float32) if isinstance(colour, str) else colour[part]
    picture[part] += (over - picture[part]) * (mask[part] * np.float32(opacity))[..., None]


def ridge(seed: int, base: float, height: float, bumps: int, octaves: int = 4) -> list[tuple[float, float]]:
    """The outline of hills as a polygon down to the bottom of the picture."""
    chance = np.random.default_rng(seed)
    x = np.linspace(-0.02, 1.02, 400)
    y = np.zeros_like(x)
    weight = 1.0
    for octave in range(octaves):
        count = bumps * 2**octave + 3
        knots = chance.random(count)
        at = (x + 0.02) / 1.04 * (count - 2)
        whole = at.astype(int)
        part = at - whole
        part = part * part * (3 - 2 * part)
        y += (knots[whole] * (1 - part) + knots[np.minimum(whole + 1, count - 1)] * part) * weight
        weight *= 0.42
    y = (y - y.min()) / (y.max() - y.min())
    return [*zip(x, base - y * height, strict=True), (1.02, 1.02), (-0.02, 1.02)]


def finished(picture: Floats, seed: int, *, bloom: float, lift: float) -> Image.Image:
    """The picture as eight bits: lights bloom and roll off, corners darken, grain hides the steps."""
    bands = [slice(top, top + _BAND) for top in range(0, HEIGHT, _BAND)]  # or this step would need the most memory
    bright = [(np.clip(np.clip(picture[rows], 0, 1.6) - 0.62, 0, 1) * 255).astype(np.uint8) for rows in bands]
    lights = Image.fromarray(np.concatenate(bright)).reduce(4)
    soft = np.asarray(lights.filter(ImageFilter.GaussianBlur(14)).resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC))
    chance = np.random.default_rng(seed)
    done = []
    for rows in bands:
        clipped = np.clip(picture[rows], 0, 1.6) + soft[rows].astype(np.float32) / np.float32(255) * np.float32(
            bloom * 2
        )
        far = np.hypot((_ACROSS[rows] / WIDTH - 0.5) * 1.25, _DOWN[rows] / HEIGHT - 0.5)
        corners = 1 - 0.3 * np.clip(far - 0.38, 0, 1) ** 1.3 * 2
        toned = 1 - np.exp(-clipped * corners[..., None] * lift)
        toned = (toned / (1 - np.exp(-lift * 1.15))) ** 1.12
        dots = chance.standard_normal((len(clipped), WIDTH, 1)).astype(np.float32)
        done.append((np.clip(toned + dots * 0.011, 0, 1) * 255).astype(np.uint8))
    return Image.fromarray(np.concatenate(done))
