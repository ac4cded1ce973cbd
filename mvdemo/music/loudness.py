"""Loudness and true peak of a sound, as ITU-R BS.1770-4 defines them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from mvdemo.music.parallel import in_pairs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mvdemo.music.spectrum import Floats

_SILENCE = -120.0


def integrated_loudness(sound: Floats, sample_rate: int) -> float:
    """The gated loudness of (channels, samples) in LUFS; silence is -120.

    The weighting is applied to the spectrum of each tenth of a second, which agrees with the standard's filters within
    a few hundredths of a decibel and takes a quarter of the time.
    """
    hop = int(0.1 * sample_rate)
    usable = sound[:, : sound.shape[1] // hop * hop].reshape(sound.shape[0], -1, hop)
    if not usable.shape[1]:
        return _SILENCE
    hops = np.sum(in_pairs(lambda channel: _weighted_energy(channel, sample_rate), usable), axis=0)
    per_block = min(4, len(hops))
    sums = np.convolve(hops, np.ones(per_block), "valid") / (per_block * hop)
    audible = sums[sums > 10 ** ((-70 + 0.691) / 10)]
    if not len(audible):
        return _SILENCE
    gated = audible[audible > audible.mean() / 10]
    return _decibels(float(gated.mean()))


def _decibels(mean_square: float) -> float:
    return float(-0.691 + 10 * np.log10(mean_square)) if mean_square > 1e-12 else _SILENCE


def _weighted_energy(pieces: Floats, sample_rate: int) -> NDArray[np.float64]:
    """The energy of each piece (rows) after the two filters of the K weighting."""
    size = pieces.shape[1]
    spectra = np.fft.rfft(pieces)
    power = spectra.real**2 + spectra.imag**2
    energy: NDArray[np.float64] = (power @ _weighting(size, sample_rate)).astype(np.float64) * (2 / size)
    return energy


@lru_cache(maxsize=2)
def _weighting(size: int, sample_rate: int) -> Floats:
    """The power gain of the K weighting at each frequency of a Fourier transform."""
    z = np.exp(-2j * np.pi * np.fft.rfftfreq(size)).astype(np.complex64)
    response = np.ones(len(z), np.complex64)
    for kind, centre, quality in (
        ("shelf", 1681.9744509555319, 0.7071752369554193),
        ("high", 38.13547087613982, 0.5003270373253953),
    ):
        k = np.tan(np.pi * centre / sample_rate)
        a0 = 1 + k / quality + k * k
        a = (2 * (k * k - 1) / a0, (1 - k / quality + k * k) / a0)
        if kind == "shelf":
            high = 10 ** (3.99984385397 / 20)
            band = high**0.499666774155
            b = (
                (high + band * k / quality + k * k) / a0,
                2 * (k * k - high) / a0,
                (high - band * k / quality + k * k) / a0,
            )
        else:
            b = (1.0, -2.0, 1.0)
        response *= (b[0] + b[1] * z + b[2] * z * z) / (1 + a[0] * z + a[1] * z * z)
    gain: Floats = (np.abs(response) ** 2).astype(np.float32)
    return gain


_REACH, _BLOCK, _AT_ONCE = 12, 32, 4096


@lru_cache(maxsize=1)
def _between() -> Floats:
    """What turns the samples of a block, and 12 on either side, into those at each quarter between them.

    Windowed sincs of 24 taps, for a whole block in one matrix: a product of matrices is quicker than convolutions.
    """
    columns = []
    for part in (0.25, 0.5, 0.75):
        tap = np.arange(_BLOCK) + _REACH - np.arange(_BLOCK + 2 * _REACH)[:, None]
        at = tap + part
        columns.append(np.where(np.abs(tap + 0.5) < _REACH, np.sinc(at) * np.cos(np.pi * at / 24.5) ** 2, 0.0))
    return np.concatenate(columns, axis=1).astype(np.float32)


def peak_curve(sound: Floats) -> Floats:
    """For each sample the largest magnitude around it on any channel, also between samples."""
    curve: Floats = np.max([_channel_peaks(channel) for channel in sound], axis=0)
    return curve


def _channel_peaks(channel: Floats) -> Floats:
    padded = np.pad(channel, (_REACH, _REACH + -len(channel) % _BLOCK))
    windows = np.lib.stride_tricks.sliding_window_view(padded, _BLOCK + 2 * _REACH)[::_BLOCK]
    between = np.empty((len(windows), _BLOCK), np.float32)
    for first in range(0, len(windows), _AT_ONCE):
        quarters = np.ascontiguousarray(windows[first : first + _AT_ONCE]) @ _between()
        np.abs(quarters, out=quarters)
        between[first : first + _AT_ONCE] = quarters.reshape(-1, 3, _BLOCK).max(axis=1)
    after = between.reshape(-1)[: len(channel)]  # what lies between a sample and the next belongs to both
    highest = np.maximum(np.abs(channel), after)
    np.maximum(highest[1:], after[:-1], out=highest[1:])
    return highest


def true_peak(sound: Floats) -> float:
    """The true peak of (channels, samples) in dBTP."""
    return float(20 * np.log10(max(float(peak_curve(sound).max()), 1e-6)))
