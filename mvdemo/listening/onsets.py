"""What can be heard at each moment: how loud each band is, and how suddenly it became so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from mvdemo.music.spectrum import Floats

RATE = 22050
"""Samples a second of what is listened to: one channel."""
HOP = 128
FRAME_S = HOP / RATE
_WINDOW = 1024
_BANDS = 28
_LOWEST, _HIGHEST = 30.0, 10_000.0
_LAG = 3
"""Frames back, against which a rise is measured: about the length of an attack."""
_AT_ONCE = 4096
LATENCY_S = 0.0


@dataclass(frozen=True)
class Heard:
    """A row for each moment of `FRAME_S` seconds."""

    bands: Floats
    """(moments, bands): the loudness of each, logarithmic, from low to high."""
    onsets: Floats
    """How much began at a moment: 0 where nothing did, 1 for a usual onset."""
    rises: Floats
    """The same as it is, loud where much happens."""
    thumps: Floats
    """As `onsets` for the lowest bands, where a bass drum is."""


def listened(sound: Floats) -> Heard:
    """Listen to a song of one channel at `RATE`."""
    count = 1 + len(sound) // HOP
    padded = np.pad(sound, (_WINDOW // 2, _WINDOW))
    windows = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::HOP][:count]
    weights, shape = _bank(), np.hanning(_WINDOW).astype(np.float32)
    bands = np.empty((count, _BANDS), np.float32)
    for start in range(0, count, _AT_ONCE):
        spectra = np.abs(np.fft.rfft(windows[start : start + _AT_ONCE] * shape).astype(np.complex64))
        bands[start : start + _AT_ONCE] = spectra @ weights
    # As loud as the whole is: a quiet master has the same beats as a loud one.
    bands /= max(float(np.sqrt(np.mean(bands**2))), 1e-9)
    bands = np.log1p(20 * bands)
    rises = np.zeros_like(bands)
    # Against the loudest of a band's neighbours, so that a voice that glides from band to band begins nothing.
    before = np.maximum(bands, np.maximum(np.roll(bands, 1, 1), np.roll(bands, -1, 1)))
    before[:, 0] = np.maximum(bands[:, 0], bands[:, 1])
    before[:, -1] = np.maximum(bands[:, -1], bands[:, -2])
    rises[_LAG:] = np.maximum(bands[_LAG:] - before[:-_LAG], 0)
    whole = rises.mean(axis=1)
    return Heard(bands, _evened(whole), whole, _evened(rises[:, :4].mean(axis=1)))


def _bank() -> Floats:
    """(frequencies, bands): triangles that overlap by half, evenly spaced as an ear hears."""
    hertz = np.fft.rfftfreq(_WINDOW, 1 / RATE)
    ends = 700 * (10 ** (np.linspace(_mel(_LOWEST), _mel(_HIGHEST), _BANDS + 2) / 2595) - 1)
    # The lowest bands are narrower than what a window can tell apart.
    ends = np.maximum(ends, np.arange(_BANDS + 2) * 1.0 * RATE / _WINDOW)
    up = (hertz[:, None] - ends[:-2]) / (ends[1:-1] - ends[:-2])
    down = (ends[2:] - hertz[:, None]) / (ends[2:] - ends[1:-1])
    weights = np.maximum(np.minimum(up, down), 0)
    bank: Floats = (weights / np.maximum(weights.sum(axis=0), 1e-9)).astype(np.float32)
    return bank


def _mel(hertz: float) -> float:
    return float(2595 * np.log10(1 + hertz / 700))


def _evened(flux: Floats) -> Floats:
    """Onsets stand out from what is around them, in quiet parts as in loud ones."""
    floor = _mean(flux, round(0.5 / FRAME_S))
    sharp = np.maximum(flux - floor, 0)
    usual = np.sqrt(_mean(sharp**2, round(8 / FRAME_S)))
    evened: Floats = (sharp / np.maximum(usual, 0.1 * max(float(usual.max()), 1e-9))).astype(np.float32)
    return evened


def _mean(values: Floats, width: int) -> Floats:
    """The mean of what is around each value, at the ends of what is there."""
    half = width // 2
    sums = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    at = np.arange(len(values))
    first, last = np.maximum(at - half, 0), np.minimum(at + half + 1, len(values))
    mean: Floats = ((sums[last] - sums[first]) / (last - first)).astype(np.float32)
    return mean
