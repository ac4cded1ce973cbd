"""Light that moves over the picture: leaks, beams, ripples, headlights, flares, neon on the kick, lightning.

One soft shape a film, drawn once at a quarter of the size, slid along and dimmed with the song: a millisecond a frame.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mvdemo.film.yuv import colour_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mvdemo.film.looks import Shine
    from mvdemo.film.yuv import Bytes, Canvas
    from mvdemo.music import Song

    Field = NDArray[np.float32]

_STEP = 4
"""Pixels of the screen a pixel of the shape stands for."""
_FLASH_S = 0.22
_BARS_BETWEEN_FLASHES = 3
"""Far below the three flashes a second that some people must not see."""


@dataclass(frozen=True)
class _Kind:
    speed: float
    """Screen widths a second."""
    verse: float
    chorus: float
    """How bright it is at most in each, 0 to 1."""
    pulse: str
    """What it follows: breath (two bars), kick or flash."""


_KINDS = {
    "leak": _Kind(0.055, 0.2, 0.36, "breath"),
    "beams": _Kind(0.02, 0.16, 0.28, "breath"),
    "ripples": _Kind(0.04, 0.1, 0.17, "breath"),
    "headlights": _Kind(0.2, 0.2, 0.32, "breath"),
    "flare": _Kind(0.05, 0.14, 0.42, "kick"),
    "neon": _Kind(0.0, 0.16, 0.42, "kick"),
    "lightning": _Kind(0.0, 0.34, 0.4, "flash"),
}


class MovingLight:
    """The light of one film on a screen of ``size``."""

    def __init__(self, shine: Shine, song: Song, size: tuple[int, int], seed: int) -> None:
        self._kind = _KINDS[shine.kind]
        self._colours = tuple(colour_of(colour) for colour in shine.colours)
        self._shape = _shape(shine.kind, size[0] // _STEP, size[1] // _STEP, np.random.default_rng(seed))
        self._width = size[0] // _STEP
        self._kicks, self._bars = np.array(song.kicks), song.bars
        self._chorus = song.section("chorus")
        self._flashes = _flash_times(song, seed)

    def shine(self, canvas: Canvas, time_s: float, exposure: float) -> None:
        """Add the light of a time to a whole frame; ``exposure`` dims it along with the picture."""
        strength, turn = self._strength(time_s)
        strength *= min(exposure, 1.0)
        if strength < 0.01:
            return
        start = int(time_s * self._kind.speed * self._width) % self._width
        if self._kind.pulse == "kick" and not self._kind.speed and turn % 2:
            start = self._width  # the other side's turn
        field = self._shape[:, start : start + self._width] * np.float32(strength)
        for plane, amount, step in zip(canvas.planes, self._colours[turn % len(self._colours)], (4, 2, 2), strict=True):
            _add(plane, field, amount, step)

    def _strength(self, time_s: float) -> tuple[float, int]:
        """How bright it is, 0 to 1, and the number of the pulse."""
        is_chorus = self._chorus.start_s <= time_s < self._chorus.end_s
        most = self._kind.chorus if is_chorus else self._kind.verse
        if self._kind.pulse == "flash":
            since = [time_s - at for at in self._flashes if 0 <= time_s - at < 4 * _FLASH_S]
            return (most * float(np.exp(-since[-1] / _FLASH_S)) if since else 0.0), 0
        if self._kind.pulse == "kick":
            index = int(np.searchsorted(self._kicks, time_s + 1e-6)) - 1
            if index < 0:
                return 0.0, 0
            return most * (0.3 + 0.7 * float(np.exp(-(time_s - self._kicks[index]) / 0.24))), index
        bar_s = self._bars[1] - self._bars[0]
        wave = 0.5 - 0.5 * np.cos(np.pi * (time_s / bar_s))
        return most * float(0.35 + 0.65 * wave), int(time_s // (2 * bar_s))


def _add(plane: Bytes, field: NDArray[np.float32], amount: float, step: int) -> None:
    """Add ``amount`` times the field, each of whose pixels covers ``step`` by ``step`` of the plane."""
    rows, columns = field.shape
    light = np.repeat(np.rint(field * np.float32(abs(amount))).astype(np.uint8), step, axis=1)[:, None]
    blocks = plane[: rows * step, : columns * step].reshape(rows, step, columns * step)
    if amount >= 0:
        np.minimum(blocks, np.uint8(240) - light, out=blocks)
        np.add(blocks, light, out=blocks)
    else:
        np.maximum(blocks, np.uint8(16) + light, out=blocks)
        np.subtract(blocks, light, out=blocks)


def _flash_times(song: Song, seed: int) -> tuple[float, ...]:
    """Lightning strikes with the chorus, and now and then on a bar."""
    chance, chorus = random.Random(seed), song.section("chorus").start_s
    bars = [at for at in song.bars[1:-1] if abs(at - chorus) > 0.1][::_BARS_BETWEEN_FLASHES]
    return tuple(sorted([chorus, *(at + chance.choice((0.0, song.beat_s * 2)) for at in bars)]))


def _shape(kind: str, width: int, height: int, chance: np.random.Generator) -> NDArray[np.float32]:
    """The shape, 0 to 1, two screens wide; a sliding one goes round without a seam."""
    down, across = np.mgrid[0:height, 0 : 2 * width].astype(np.float32)
    x, y = across / width, down / max(height - 1, 1)  # x goes from 0 to 2
    shape = np.zeros((height, 2 * width), np.float32)

    def blob(at_x: float, at_y: float, wide: float, high: float) -> Field:
        near = np.abs((x - at_x + 0.5) % 1.0 - 0.5)
        blurred: Field = np.exp(-((near / wide) ** 2) - ((y - at_y) / high) ** 2).astype(np.float32)
        return blurred

    if kind == "leak":
        for at_x, size in ((0.05, 0.26), (0.6, 0.2)):
            shape += blob(at_x, float(chance.uniform(-0.1, 0.3)), size, 0.7) * np.float32(size / 0.26)
    elif kind == "beams":
        slant = (x + 0.35 * y) % 1.0
        for at, wide in zip((0.1, 0.3, 0.48, 0.75), chance.uniform(0.025, 0.06, 4), strict=True):
            shape += np.exp(-((((slant - at + 0.5) % 1 - 0.5) / (wide * (0.6 + 0.8 * y))) ** 2)).astype(np.float32)
        shape *= 1.1 - y
    elif kind == "ripples":
        wave = np.sin(2 * np.pi * (3 * x + 0.35 * np.sin(2 * np.pi * (2 * x + 1.7 * y)) + 2.2 * y))
        other = np.sin(2 * np.pi * (2 * x - 3.1 * y + 0.3 * np.sin(2 * np.pi * (x + 2.3 * y))))
        shape += np.clip(1 - np.abs(wave + other) * 0.9, 0, 1) ** 2 * (0.25 + 0.75 * y)
    elif kind == "headlights":
        shape += blob(0.5, 0.62, 0.09, 0.5) + 0.5 * blob(0.62, 0.62, 0.05, 0.4)
    elif kind == "flare":
        shape += blob(0.3, 0.3, 0.6, 0.012) + 0.8 * blob(0.3, 0.3, 0.07, 0.12) + 0.25 * blob(0.7, 0.62, 0.05, 0.09)
    elif kind == "neon":  # the first screen is lit from the left, the second from the right
        shape += np.exp(-((np.where(x < 1, x, 2 - x) / 0.34) ** 2)) * (0.6 + 0.4 * np.cos((y - 0.4) * 2.2))
    else:  # lightning: the sky, brightest at one place of it
        shape += (1.05 - 0.6 * y) * (0.7 + 0.3 * blob(float(chance.uniform(0.2, 0.8)), 0.0, 0.3, 0.8))
    return np.clip(shape, 0, 1).astype(np.float32)
