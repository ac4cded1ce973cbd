"""Loudness and true peak of a sound, as ITU-R BS.1770-4 defines them."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from .parallel import in_pairs
from .spectrum import Complexes, Floats, good_length

_SILENCE = -120.0


def integrated_loudness(sound: Floats, sample_rate: int) -> float:
    """Return the gated loudness of (channels, samples) in LUFS; silence is -120."""
    block, hop = int(0.4 * sample_rate), int(0.1 * sample_rate)
    energy = np.sum(in_pairs(lambda channel: _weighted(channel, sample_rate) ** 2, sound), axis=0)
    hops = energy[: len(energy) // hop * hop].reshape(-1, hop).sum(axis=1, dtype=np.float64)
    per_block = block // hop
    if len(hops) < per_block:
        return _decibels(float(np.mean(energy)))
    sums = np.convolve(hops, np.ones(per_block), "valid") / block
    audible = sums[sums > 10 ** ((-70 + 0.691) / 10)]
    if not len(audible):
        return _SILENCE
    gated = audible[audible > audible.mean() / 10]
    return _decibels(float(gated.mean()))


def _decibels(mean_square: float) -> float:
    return float(-0.691 + 10 * np.log10(mean_square)) if mean_square > 1e-12 else _SILENCE


def _weighted(channel: Floats, sample_rate: int) -> Floats:
    """Apply the two filters of the K weighting in the frequency domain."""
    size = good_length(len(channel) + sample_rate // 4)
    spectrum = np.fft.rfft(channel, size)
    spectrum *= _weighting(size, sample_rate)
    return np.fft.irfft(spectrum, size)[: len(channel)].astype(np.float32)


@lru_cache(maxsize=2)
def _weighting(size: int, sample_rate: int) -> Complexes:
    z = np.exp(-2j * np.pi * np.fft.rfftfreq(size)).astype(np.complex64)
    response: Complexes = np.ones(len(z), np.complex64)
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
    return response


def _interpolator() -> list[Floats]:
    """Return the three filters for the samples between the samples: a windowed sinc of 24 taps."""
    taps = np.arange(-12, 12)
    phases = []
    for part in (0.25, 0.5, 0.75):
        at = taps + part
        phases.append((np.sinc(at) * np.cos(np.pi * at / 24.5) ** 2).astype(np.float32))
    return phases


_PHASES = _interpolator()


def peak_curve(sound: Floats) -> Floats:
    """Return for each sample the largest magnitude around it on any channel, also between samples."""
    curve: Floats = np.max(in_pairs(_channel_peaks, sound), axis=0)
    return curve


def _channel_peaks(channel: Floats) -> Floats:
    highest = np.abs(channel)
    for taps in _PHASES:
        between = np.abs(np.convolve(channel, taps, "full")[12 : 12 + len(channel)])
        np.maximum(highest, between, out=highest)
        np.maximum(highest[1:], between[:-1], out=highest[1:])
    return highest


def true_peak(sound: Floats) -> float:
    """Return the true peak of (channels, samples) in dBTP."""
    return float(20 * np.log10(max(float(peak_curve(sound).max()), 1e-6)))
