"""The moving camera: a window of a still's planes, sampled between its pixels.

Bilinear and separable, in 16-bit integers with steps of 1/128 pixel: no colour conversion and no shake. The
weights of rows and columns also carry the vignette and fades, which so cost nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .yuv import BLACK, Bytes, Canvas, Planes, Words

_ONE = 128


@dataclass(frozen=True)
class Window:
    """A rectangle of a still in its pixels; it may lie between pixels."""

    left: float
    top: float
    width: float
    height: float

    def scaled(self, factor: float) -> Window:
        """Return the window, larger or smaller around its middle."""
        width, height = self.width * factor, self.height * factor
        return Window(
            self.left + (self.width - width) / 2, self.top + (self.height - height) / 2, width, height
        )


@dataclass(frozen=True)
class _Axis:
    index: NDArray[np.intp]
    near: Words
    far: Words


def _axis(start: float, length: float, count: int, limit: int, gain: NDArray[np.float32] | None) -> _Axis:
    at = start + (np.arange(count) + 0.5) * (length / count) - 0.5
    at = np.clip(at, 0, limit - 1.001)
    index = at.astype(np.intp)
    part = at - index
    scale: NDArray[np.float32] | float = _ONE if gain is None else gain * np.float32(_ONE)
    far = np.rint(part * scale)
    near = np.rint(scale) - far
    return _Axis(index, near.astype(np.uint16), far.astype(np.uint16))


def _sample(plane: Bytes, rows: _Axis, columns: _Axis) -> Words:
    first, last = int(columns.index[0]), int(columns.index[-1]) + 2
    lines = np.multiply(plane[rows.index, first:last], rows.near[:, None], dtype=np.uint16)
    lines += np.multiply(plane[rows.index + 1, first:last], rows.far[:, None], dtype=np.uint16)
    lines += _ONE // 2
    lines >>= 7
    at = columns.index - first
    left = lines[:, at]
    left *= columns.near
    right = lines[:, at + 1]
    right *= columns.far
    left += right
    left += _ONE // 2
    left >>= 7
    return left


@dataclass(frozen=True)
class Light:
    """Gains of rows and columns, at most 1.1: vignette times exposure."""

    rows: NDArray[np.float32]
    columns: NDArray[np.float32]


def vignette(width: int, height: int, strength: float) -> Light:
    """Return a light that falls off towards the edges."""

    def fall(count: int) -> NDArray[np.float32]:
        at = np.abs(np.linspace(-1, 1, count, dtype=np.float32))
        return (1 - np.float32(strength) * np.clip(at - 0.35, 0, 1) ** 2 / np.float32(0.42)).astype(np.float32)

    return Light(fall(height), fall(width))


def shoot(
    still: Planes, window: Window, canvas: Canvas, at: tuple[int, int, int, int], light: Light, *,
    shift: float = 0.0, layer: Bytes | None = None, is_flipped: bool = False,
) -> None:  # fmt: skip
    """Paint a window of a still into the rectangle ``at`` (left, top, width, height, all even) of the canvas.

    ``shift`` parts the two colour planes by so many pixels; ``layer`` is light added on top (rain, snow).
    """
    left, top, width, height = at
    limit_y, limit_x = still.y.shape
    rows = _axis(window.top, window.height, height, limit_y, light.rows[top : top + height])
    columns = _axis(window.left, window.width, width, limit_x, light.columns[left : left + width])
    luma = _sample(still.y, rows, columns)
    if is_flipped:
        luma = luma[:, ::-1]
    if layer is not None:
        luma += layer[top : top + height, left : left + width]
        np.minimum(luma, 219, out=luma)
    luma += BLACK
    canvas.y[top : top + height, left : left + width] = luma
    half_rows = _axis(window.top / 2, window.height / 2, height // 2, limit_y // 2, None)
    for plane, target, side in ((still.u, canvas.u, 0.5), (still.v, canvas.v, -0.5)):
        half_columns = _axis(window.left / 2 + shift * side, window.width / 2, width // 2, limit_x // 2, None)
        chroma = _sample(plane, half_rows, half_columns)
        target[top // 2 : (top + height) // 2, left // 2 : (left + width) // 2] = chroma[:, ::-1] if is_flipped else chroma
