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

_R, _G, _B = 0.2126, 0.7152, 0.0722


@dataclass(frozen=True)
class Planes:
    """Y (height, width) without its black level; U and V of half the size, grey at 128."""

    y: Bytes
    u: Bytes
    v: Bytes


def to_planes(picture: Image.Image) -> Planes:
    """Convert an RGB picture of even width and height."""
    rgb = np.asarray(picture, np.float32)
    red, green, blue = rgb[..., 0], rgb[..., 1], rgb[..., 2]
    luma = red * np.float32(_R) + green * np.float32(_G) + blue * np.float32(_B)
    small = luma.reshape(luma.shape[0] // 2, 2, -1, 2).mean(axis=(1, 3))
    u = (_halved(blue) - small) * np.float32(224 / 255 / (2 * (1 - _B)))
    v = (_halved(red) - small) * np.float32(224 / 255 / (2 * (1 - _R)))
    return Planes(
        np.rint(luma * np.float32(219 / 255)).astype(np.uint8),
        np.rint(u + 128).astype(np.uint8),
        np.rint(v + 128).astype(np.uint8),
    )


def _halved(channel: NDArray[np.float32]) -> NDArray[np.float32]:
    halved: NDArray[np.float32] = channel.reshape(channel.shape[0] // 2, 2, -1, 2).mean(axis=(1, 3))
    return halved


@dataclass
class Canvas:
    """One frame being made: whole planes with Y as it is encoded."""

    y: Bytes
    u: Bytes
    v: Bytes

    @classmethod
    def blank(cls, width: int, height: int) -> Canvas:
        """Return a black frame."""
        half = (height // 2, width // 2)
        return cls(np.full((height, width), BLACK, np.uint8), np.full(half, 128, np.uint8), np.full(half, 128, np.uint8))

    @property
    def planes(self) -> tuple[Bytes, Bytes, Bytes]:
        """Return Y, U and V."""
        return self.y, self.u, self.v

    def black_rows(self, first: int, last: int) -> None:
        """Paint whole rows black; both numbers are even."""
        self.y[first:last] = BLACK
        self.u[first // 2 : last // 2] = 128
        self.v[first // 2 : last // 2] = 128
