"""Pictures as BT.709 planes: limited range, 4:2:0, eight bits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Bytes = NDArray[np.uint8]
Words = NDArray[np.uint16]
BLACK = 16
"""What black is in Y; planes of shots hold Y without it."""
WHITE = np.uint8(219)
"""What white is in Y without the black level."""

_RED, _GREEN, _BLUE = 0.2126, 0.7152, 0.0722
_Y_SCALE, _C_SCALE = 219 / 255, 224 / 255
_TO_Y = (_RED * _Y_SCALE, _GREEN * _Y_SCALE, _BLUE * _Y_SCALE, 0.5)  # Pillow cuts off, so half is added
_U, _V = _C_SCALE / (2 * (1 - _BLUE)), _C_SCALE / (2 * (1 - _RED))
_TO_U = (-_RED * _U, -_GREEN * _U, (1 - _BLUE) * _U, 128.5)
_TO_V = ((1 - _RED) * _V, -_GREEN * _V, -_BLUE * _V, 128.5)


def colour_of(rgb: tuple[int, int, int]) -> tuple[float, float, float]:
    """What light of a colour adds to Y, U and V."""
    red, green, blue = rgb
    return (
        red * _TO_Y[0] + green * _TO_Y[1] + blue * _TO_Y[2],
        red * _TO_U[0] + green * _TO_U[1] + blue * _TO_U[2],
        red * _TO_V[0] + green * _TO_V[1] + blue * _TO_V[2],
    )


@dataclass(frozen=True)
class Planes:
    """Y (height, width) without its black level; U and V of half the size, grey at 128."""

    y: Bytes
    u: Bytes
    v: Bytes


def to_planes(picture: Image.Image) -> Planes:
    """Convert an RGB picture of even width and height."""
    return Still.of(picture).planes()


@dataclass(frozen=True)
class Still:
    """A picture as three grey ones: Y without its black level, U and V of half the size."""

    y: Image.Image
    u: Image.Image
    v: Image.Image

    @classmethod
    def of(cls, picture: Image.Image) -> Still:
        """Convert an RGB picture; colours are converted once, whatever is cut out of it later."""
        small = picture.reduce(2)
        return cls(picture.convert("L", _TO_Y), small.convert("L", _TO_U), small.convert("L", _TO_V))

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.y.size

    def planes(self) -> Planes:
        """The pixels."""
        return Planes(np.asarray(self.y), np.asarray(self.u), np.asarray(self.v))

    def cut(self, box: tuple[float, float, float, float], size: tuple[int, int]) -> Planes:
        """A rectangle (left, top, right, bottom) scaled to an even size."""
        is_smaller = size[0] < box[2] - box[0]
        method = Image.Resampling.LANCZOS if is_smaller else Image.Resampling.BICUBIC
        half_size = (size[0] // 2, size[1] // 2)
        half = (box[0] / 2, box[1] / 2, min(box[2] / 2, self.u.width), min(box[3] / 2, self.u.height))
        return Planes(
            np.minimum(np.asarray(self.y.resize(size, method, box=box)), WHITE),  # sharp edges overshoot
            np.asarray(self.u.resize(half_size, Image.Resampling.BILINEAR, box=half)),
            np.asarray(self.v.resize(half_size, Image.Resampling.BILINEAR, box=half)),
        )


@dataclass
class Canvas:
    """One frame being made: whole planes with Y as it is encoded."""

    y: Bytes
    u: Bytes
    v: Bytes

    @classmethod
    def blank(cls, width: int, height: int) -> Canvas:
        """A black frame."""
        half = (height // 2, width // 2)
        return cls(
            np.full((height, width), BLACK, np.uint8), np.full(half, 128, np.uint8), np.full(half, 128, np.uint8)
        )

    @property
    def planes(self) -> tuple[Bytes, Bytes, Bytes]:
        """Y, U and V."""
        return self.y, self.u, self.v

    def black_rows(self, first: int, last: int) -> None:
        """Paint whole rows black; both numbers are even."""
        self.y[first:last] = BLACK
        self.u[first // 2 : last // 2] = 128
        self.v[first // 2 : last // 2] = 128
