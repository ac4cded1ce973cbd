"""The moving camera: a window of a still's planes, sampled between its pixels.

Bilinear and separable, in 16-bit integers with steps of 1/256 pixel: no colour conversion and no shake. The
weights of rows and columns also carry the vignette and fades, which so cost nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mvdemo.film.yuv import BLACK, Bytes, Canvas, Planes, Words

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ONE = 256
"""White times this still fits 16 bits; with half of it the vignette would show its steps in a bright sky."""
_BAND = 92_160
"""Pixels sampled at a time."""


@dataclass(frozen=True)
class Window:
    """A rectangle of a still in its pixels; it may lie between pixels."""

    left: float
    top: float
    width: float
    height: float

    def scaled(self, factor: float) -> Window:
        """The window, larger or smaller around its middle."""
        width, height = self.width * factor, self.height * factor
        return Window(self.left + (self.width - width) / 2, self.top + (self.height - height) / 2, width, height)


@dataclass(frozen=True)
class _Axis:
    index: NDArray[np.intp]
    near: Words
    far: Words

    def part(self, which: slice) -> _Axis:
        return _Axis(self.index[which], self.near[which], self.far[which])


def _axis(
    start: float, length: float, count: int, limit: int, gain: NDArray[np.float32] | None, *, is_flipped: bool = False
) -> _Axis:
    at = start + (np.arange(count) + 0.5) * (length / count) - 0.5
    at = np.clip(at[::-1] if is_flipped else at, 0, limit - 1.001)
    index = at.astype(np.intp)
    part = at - index
    scale: NDArray[np.float32] | float = _ONE if gain is None else gain * np.float32(_ONE)
    far = np.rint(part * scale)
    near = np.rint(scale) - far
    return _Axis(index, near.astype(np.uint16), far.astype(np.uint16))


@dataclass(frozen=True)
class Light:
    """Gains of rows and columns (the vignette), and of the whole picture; their product is at most 1.08."""

    rows: NDArray[np.float32]
    columns: NDArray[np.float32]
    exposure: float = 1.0

    def exposed(self, exposure: float) -> Light:
        """The same vignette at another exposure."""
        return Light(self.rows, self.columns, exposure)


def vignette(width: int, height: int, strength: float) -> Light:
    """A light that falls off towards the edges."""

    def fall(count: int) -> NDArray[np.float32]:
        at = np.abs(np.linspace(-1, 1, count, dtype=np.float32))
        return (1 - np.float32(strength) * np.clip(at - 0.35, 0, 1) ** 2 / np.float32(0.42)).astype(np.float32)

    return Light(fall(height), fall(width))


class Lens:
    """Samples windows of stills; holds the memory for it, so one lens serves one thread."""

    def __init__(self) -> None:
        self._scratch = [np.empty(0, np.uint16) for _ in range(4)]

    def shoot(
        self, still: Planes, window: Window, canvas: Canvas, at: tuple[int, int, int, int], light: Light, *,
        shift: float = 0.0, weather: tuple[Bytes, Bytes] | None = None, is_flipped: bool = False, bar: int = 0,
    ) -> None:  # fmt: skip
        """Paint a window of a still into the rectangle ``at`` (left, top, width, height, all even) of the canvas.

        ``shift`` parts the two colour planes by so many pixels; ``weather`` is light to add (rain, snow) and the
        most that Y may have before it; the first and the last ``bar`` (even) rows of the canvas are left as they are.
        """
        left, top, width, height = at
        limit_y, limit_x = still.y.shape
        seen = slice(max(bar - top, 0), min(canvas.y.shape[0] - bar - top, height))
        if seen.stop <= seen.start:
            return
        gain = light.rows[top : top + height] * np.float32(light.exposure)
        rows = _axis(window.top, window.height, height, limit_y, gain).part(seen)
        columns = _axis(
            window.left, window.width, width, limit_x, light.columns[left : left + width], is_flipped=is_flipped
        )
        part = np.s_[top + seen.start : top + seen.stop, left : left + width]
        target = canvas.y[part]
        self._sample(still.y, rows, columns, BLACK, target)
        if weather is not None:
            np.minimum(target, weather[1][part], out=target)
            np.add(target, weather[0][part], out=target)
        dim = min(light.exposure, 1.0)  # colour goes with the light, or a dark picture would be garish
        half_gain = np.full(height // 2, dim, np.float32) if dim < 1 else None
        half_seen = slice(seen.start // 2, seen.stop // 2)
        half_rows = _axis(window.top / 2, window.height / 2, height // 2, limit_y // 2, half_gain).part(half_seen)
        for plane, whole, side in ((still.u, canvas.u, 0.5), (still.v, canvas.v, -0.5)):
            half = _axis(
                window.left / 2 + shift * side, window.width / 2, width // 2, limit_x // 2, None, is_flipped=is_flipped
            )
            target = whole[(top + seen.start) // 2 : (top + seen.stop) // 2, left // 2 : (left + width) // 2]
            self._sample(plane, half_rows, half, round(128 * (1 - dim)), target)

    def _block(self, index: int, rows: int, columns: int) -> Words:
        if self._scratch[index].size < rows * columns:
            self._scratch[index] = np.empty(rows * columns, np.uint16)
        return self._scratch[index][: rows * columns].reshape(rows, columns)

    def _sample(self, plane: Bytes, rows: _Axis, columns: _Axis, offset: int, target: Bytes) -> None:
        """Sample a plane, add ``offset`` and store; by bands of rows, so that the work stays in the cache."""
        first, last = int(columns.index.min()), int(columns.index.max()) + 2
        here = columns.index - first
        there = here + 1
        is_plain = bool((here[1:] - here[:-1] == 1).all())  # one to one: neighbours are slices
        rounding = np.uint16(_ONE // 2 + offset * _ONE)
        step = max(_BAND // len(here), 8)
        for start in range(0, len(rows.index), step):
            band = slice(start, min(start + step, len(rows.index)))
            upper, count = rows.index[band], band.stop - band.start
            above, below = self._block(0, count, last - first), self._block(1, count, last - first)
            np.multiply(plane[upper, first:last], rows.near[band, None], out=above)
            np.multiply(plane[upper + 1, first:last], rows.far[band, None], out=below)
            above += below
            above += _ONE // 2
            above >>= 8
            left, right = self._block(2, count, len(here)), self._block(3, count, len(here))
            if is_plain:
                np.multiply(above[:, :-1], columns.near, out=left)
                np.multiply(above[:, 1:], columns.far, out=right)
            else:
                np.take(above, here, axis=1, out=left, mode="clip")
                np.take(above, there, axis=1, out=right, mode="clip")
                left *= columns.near
                right *= columns.far
            left += right
            left += rounding
            left >>= 8
            target[band] = left
