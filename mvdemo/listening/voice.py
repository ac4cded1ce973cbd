"""Where a song is sung, found by what both sides have in common between the lowest and the highest sound of a voice."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from mvdemo.listening.decoding import decoded

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from mvdemo.music.spectrum import Floats

_RATE = 8000
_LOW_HZ, _HIGH_HZ = 300.0, 3500.0
_USUAL, _RANGE_DB = 80, 10.0
"""What is so much softer than the song where it is loud counts as silent, or a very soft intro would hide a break."""
_LEAST_DB = 4.0
"""So much louder is what is sung, or else the song is sung all through."""
_TURNS = 20
_BEATS_A_BAR = 4


def sung_parts(path: Path, beats: NDArray[np.float64], check: Callable[[], None]) -> list[tuple[float, float]]:
    """From when to when a song is sung, in seconds of its file; all of it where nothing tells one part from another.

    A singer stands in the middle, and most of what accompanies does not: what left and right do alike, multiplied, is
    a voice more often than what is loud. Of a song of one channel, it is what is loud.
    """
    sound = np.concatenate(list(decoded(path, _RATE, "stereo", check)), axis=1)
    ends = np.append(beats, 2 * beats[-1] - beats[-2])
    levels = np.array([_middle_db(sound, start_s, end_s) for start_s, end_s in pairwise(ends)])
    is_sung = levels > _border_db(levels)
    for first, last in _runs(~is_sung):
        if last - first < _BEATS_A_BAR and first > 0 and last < len(is_sung):
            is_sung[first:last] = True  # a breath
    for first, last in _runs(is_sung):
        if last - first < _BEATS_A_BAR:
            is_sung[first:last] = False  # a drum
    return [(float(ends[first]), float(ends[last])) for first, last in _runs(is_sung)] or [
        (float(ends[0]), float(ends[-1]))
    ]


def _middle_db(sound: Floats, start_s: float, end_s: float) -> float:
    """How loud what both sides have in common is, in a voice's range."""
    piece = sound[:, round(start_s * _RATE) : round(end_s * _RATE)]
    size = piece.shape[1]
    if size == 0:
        return -120.0
    left, right = np.fft.rfft(piece * np.hanning(size))
    hertz = np.fft.rfftfreq(size, 1 / _RATE)
    voice = (hertz > _LOW_HZ) & (hertz < _HIGH_HZ)
    alike = float((left[voice] * right[voice].conj()).real.sum()) / size**2
    return float(10 * np.log10(max(alike, 1e-12)))


def _border_db(levels: NDArray[np.float64]) -> float:
    """What is louder is sung: half way between the usual loud moment and the usual soft one."""
    heard = np.maximum(levels, np.percentile(levels, _USUAL) - _RANGE_DB)
    border, apart = float(heard.mean()), 0.0
    for _ in range(_TURNS):
        loud, soft = heard[heard > border], heard[heard <= border]
        if not len(loud) or not len(soft):
            break
        apart = float(loud.mean() - soft.mean())
        border = float(loud.mean() + soft.mean()) / 2
    return border if apart >= _LEAST_DB else -np.inf


def _runs(where: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The first index of each run of True, and the one behind its last."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], where, [False]]).astype(np.int8)))
    return [(int(first), int(last)) for first, last in zip(edges[::2], edges[1::2], strict=True)]
