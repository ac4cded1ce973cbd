"""Rain, snow, petals, dust and stars: light added on top of the picture, in layers that drift."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

if TYPE_CHECKING:
    from mvdemo.film.yuv import Bytes


@dataclass(frozen=True)
class _Kind:
    count: int
    """Particles on a 1280 x 720 screen."""
    size: tuple[float, float]
    """Radius (or length of a streak) in pixels at 720 lines."""
    light: tuple[int, int]
    fall: float
    """Screen heights a second."""
    drift: float
    blur: float
    shape: str


_KINDS: dict[str, tuple[_Kind, ...]] = {
    "rain": (
        _Kind(260, (16, 34), (14, 32), 1.5, -0.10, 0.6, "streak"),
        _Kind(90, (40, 78), (22, 44), 2.3, -0.16, 1.1, "streak"),
    ),
    "snow": (
        _Kind(190, (1.1, 2.4), (60, 130), 0.10, 0.02, 0.7, "disc"),
        _Kind(42, (3.0, 6.5), (55, 100), 0.19, 0.035, 2.2, "disc"),
    ),
    "petals": (_Kind(46, (3.0, 6.5), (55, 105), 0.13, 0.07, 1.0, "petal"),),
    "dust": (_Kind(60, (1.0, 2.6), (26, 60), -0.035, 0.018, 1.2, "disc"),),
    "stars": (_Kind(90, (0.8, 2.0), (60, 150), -0.012, 0.006, 0.8, "disc"),),
    "bokeh": (_Kind(20, (14, 34), (12, 26), -0.03, 0.014, 3.0, "disc"),),
}


@dataclass(frozen=True)
class _Layer:
    tile: Bytes
    """Twice the screen each way, so that any window of it is a plain slice."""
    fall: float
    drift: float


class Weather:
    """What falls or floats through the whole film; the same seed gives the same weather."""

    def __init__(self, name: str, size: tuple[int, int], seed: int) -> None:
        self._width, self._height = size
        self._layers = [
            _Layer(_tile(kind, size, seed + index), kind.fall, kind.drift)
            for index, kind in enumerate(_KINDS.get(name, ()))
        ]
        self._light = np.empty((size[1], size[0]), np.uint8)
        self._room = np.empty_like(self._light)

    def at(self, time_s: float, strength: float = 1.0) -> tuple[Bytes, Bytes] | None:
        """The light to add at a time and the most that Y may have before it; None in fair weather, or in the dark.

        Both arrays are used again for the next time.
        """
        if not self._layers or strength <= 0:
            return None
        views = []
        for layer in self._layers:
            top = round(-time_s * layer.fall * self._height) % self._height
            left = round(-time_s * layer.drift * self._height) % self._width
            views.append(layer.tile[top : top + self._height, left : left + self._width])
        np.add(views[0], views[1], out=self._light) if len(views) > 1 else np.copyto(self._light, views[0])
        if strength < 1:
            np.multiply(self._light, strength, out=self._light, casting="unsafe")
        np.subtract(np.uint8(235), self._light, out=self._room)
        return self._light, self._room


def _tile(kind: _Kind, size: tuple[int, int], seed: int) -> Bytes:
    width, height = size
    scale = min(size) / 720
    chance = np.random.default_rng(seed)
    count = max(3, round(kind.count * (width * height) / (1280 * 720) / max(scale, 0.3) ** 2))
    picture = Image.new("L", size)
    pen = ImageDraw.Draw(picture)
    for _ in range(count):
        x, y = chance.uniform(0, width), chance.uniform(0, height)
        radius = chance.uniform(*kind.size) * scale
        light = int(chance.uniform(*kind.light))
        turn = chance.uniform(0, np.pi)
        for dx in (-width, 0, width):
            for dy in (-height, 0, height):
                if -radius * 2 <= x + dx <= width + radius * 2 and -radius * 2 <= y + dy <= height + radius * 2:
                    _draw(pen, kind, x + dx, y + dy, radius, light, turn)
    wrapped = Image.new("L", (width * 2, height * 2))
    for dx in (0, width):
        for dy in (0, height):
            wrapped.paste(picture, (dx, dy))
    soft = wrapped.filter(ImageFilter.GaussianBlur(kind.blur * scale)) if kind.blur * scale > 0.2 else wrapped
    return np.asarray(soft).copy()


def _draw(pen: ImageDraw.ImageDraw, kind: _Kind, x: float, y: float, radius: float, light: int, turn: float) -> None:
    if kind.shape == "streak":
        slant = kind.drift / kind.fall * radius
        pen.line((x, y, x + slant, y + radius), fill=light, width=1)
        return
    across = radius * (abs(np.cos(turn)) * 0.6 + 0.4) if kind.shape == "petal" else radius
    pen.ellipse((x - across, y - radius, x + across, y + radius), fill=light)
