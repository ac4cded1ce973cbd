"""Where the beats are: how fast they come at each time, then the best way through the onsets at that speed.

With NumPy alone, since the libraries for it cost more than the film: librosa is half a gigabyte on disk and in memory,
and no better at what `benchmarks/beats.py` measures; aubio comes as source only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mvdemo.listening.onsets import FRAME_S, LATENCY_S

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mvdemo.music.spectrum import Floats

_SLOWEST, _FASTEST, _USUAL = 45.0, 220.0, 112.0
_TEMPI = np.geomspace(_SLOWEST, _FASTEST, 240)
_OCTAVES = 0.85
"""How far from the usual tempo one still seems likely."""
_WINDOW_S, _STEP_S = 10.0, 1.0
_CHANGE = 25.0
"""How unlikely a tempo is to change from one second to the next."""
_TIGHT = 120.0
"""How unlikely a beat is to come too early or late."""


def tempo_curve(onsets: Floats) -> NDArray[np.float64]:
    """Beats a minute, at each second."""
    scores = np.array([_scores(piece) for piece in _windows(onsets)])
    best = scores[0]
    ways = []
    jumps = _CHANGE * np.abs(np.log2(_TEMPI[:, None] / _TEMPI[None, :]))
    for score in scores[1:]:
        reached = best[None, :] - jumps
        ways.append(reached.argmax(axis=1))
        best = reached.max(axis=1) + score
    at = int(best.argmax())
    path = [at]
    for way in reversed(ways):
        at = int(way[at])
        path.append(at)
    return _TEMPI[path[::-1]]


def _windows(onsets: Floats) -> list[Floats]:
    width, step = round(_WINDOW_S / FRAME_S), _STEP_S / FRAME_S
    count = max(round(len(onsets) / step), 1)
    padded = np.pad(onsets, (width // 2, width))
    return [padded[round(number * step) : round(number * step) + width] for number in range(count)]


def _scores(piece: Floats) -> NDArray[np.float64]:
    """How well each tempo explains what is heard in a few seconds."""
    size = 1 << (2 * len(piece) - 1).bit_length()
    spectrum = np.fft.rfft(piece - piece.mean(), size)
    alike = np.fft.irfft(np.abs(spectrum) ** 2, size)[: len(piece)]
    alike = alike / max(float(alike[0]), 1e-9)
    period = 60 / _TEMPI / FRAME_S
    lags = np.arange(len(alike))
    score = sum(np.interp(period * times, lags, alike) * weight for times, weight in _COMB)
    prior = -0.5 * (np.log2(_TEMPI / _USUAL) / _OCTAVES) ** 2
    return np.asarray(4 * score + 0.6 * prior, np.float64)


_COMB = ((1, 1.0), (2, 0.7), (3, 0.3), (4, 0.7), (0.5, 0.3))


def beat_times(onsets: Floats, tempi: NDArray[np.float64]) -> NDArray[np.float64]:
    """When each beat is, in seconds."""
    count = len(onsets)
    periods = 60 / np.interp(np.arange(count) * FRAME_S, np.arange(len(tempi)) * _STEP_S, tempi) / FRAME_S
    strength = _softened(onsets)
    reached = np.zeros(count)
    before = np.full(count, -1)
    for now in range(count):
        period = periods[now]
        first, last = now - round(period * 1.6), now - round(period * 0.6)
        if last <= 0:
            reached[now] = strength[now]
            continue
        first = max(first, 0)
        gaps = now - np.arange(first, last)
        scores = reached[first:last] - _TIGHT * np.log(gaps / period) ** 2
        best = int(scores.argmax())
        reached[now] = strength[now] + scores[best]
        before[now] = first + best
    tail = max(count - round(periods[-1]), 0)
    at = tail + int(reached[tail:].argmax())
    found = [at]
    while before[at] >= 0:
        at = int(before[at])
        found.append(at)
    return _between(strength, np.array(found[::-1])) * FRAME_S + LATENCY_S


def _softened(onsets: Floats) -> Floats:
    width = round(0.02 / FRAME_S)
    shape = np.hanning(2 * width + 3)[1:-1]
    soft: Floats = np.convolve(onsets, shape / shape.max(), "same").astype(np.float32)
    return soft


def _between(strength: Floats, frames: NDArray[np.int64]) -> NDArray[np.float64]:
    """Each beat at the top of the curve through its frame and the two beside it."""
    inside = np.clip(frames, 1, max(len(strength) - 2, 1))
    left, top, right = (strength[inside + step].astype(np.float64) for step in (-1, 0, 1))
    bend = np.minimum(left - 2 * top + right, -1e-9)
    between: NDArray[np.float64] = np.clip(0.5 * (left - right) / bend, -0.5, 0.5) + frames
    return between
