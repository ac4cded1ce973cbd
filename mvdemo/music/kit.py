"""The drum kit: each drum is one recorded stroke, made of sines and filtered noise."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from mvdemo.music.drums import SWELL_S
from mvdemo.music.oscillators import decay, struck
from mvdemo.music.spectrum import Floats, bandpass, filtered, highpass

if TYPE_CHECKING:
    from collections.abc import Callable


def _noise(seconds: float, sample_rate: int, seed: int) -> Floats:
    return np.random.default_rng(seed).standard_normal(int(seconds * sample_rate)).astype(np.float32)


def _swept(seconds: float, sample_rate: int, low: float, high: float, sweep_s: float, life_s: float) -> Floats:
    """A sine that falls from ``high`` to ``low`` Hz."""
    samples = int(seconds * sample_rate)
    frequency = low + (high - low) * decay(samples, sample_rate, sweep_s)
    angle = np.cumsum(frequency, dtype=np.float64) * (2 * np.pi / sample_rate)
    tone = np.sin(angle).astype(np.float32) * decay(samples, sample_rate, life_s)
    fade = min(samples, sample_rate // 50)
    tone[-fade:] *= np.linspace(1, 0, fade, dtype=np.float32)
    return tone


def _hiss(
    seconds: float, sample_rate: int, low: float, high: float, life_s: float, seed: int, attack_s: float = 0.0
) -> Floats:
    samples = int(seconds * sample_rate)
    band = filtered(_noise(seconds, sample_rate, seed), sample_rate, bandpass(low, high))
    tone = band / np.float32(max(float(band.std()), 1e-6)) * decay(samples, sample_rate, life_s)
    if attack_s:
        rise = int(attack_s * sample_rate)
        tone[:rise] *= np.linspace(0, 1, rise, dtype=np.float32)
    fade = min(samples, sample_rate // 50)
    tone[-fade:] *= np.linspace(1, 0, fade, dtype=np.float32)
    return tone


def _mix(*sounds: Floats) -> Floats:
    total = np.zeros(max(map(len, sounds)), np.float32)
    for sound in sounds:
        total[: len(sound)] += sound
    return total


def _clap(rate: int) -> Floats:
    burst = _hiss(0.2, rate, 900, 3500, 0.03, 5)
    total = np.zeros(len(burst) + rate // 25, np.float32)
    for index, delay_s in enumerate((0.0, 0.011, 0.023)):
        start = int(delay_s * rate)
        short = burst[: int(0.012 * rate)] if index < 2 else burst
        total[start : start + len(short)] += short
    return total * np.float32(0.22)


_DRUMS: dict[str, Callable[[int], Floats]] = {
    "kick": lambda rate: _mix(
        _swept(0.4, rate, 48, 190, 0.018, 0.085), _hiss(0.02, rate, 1500, 6000, 0.003, 1) * np.float32(0.12)
    ),
    "boom": lambda rate: _mix(
        _swept(1.1, rate, 55, 95, 0.05, 0.22), _hiss(0.1, rate, 120, 700, 0.02, 2) * np.float32(0.12)
    ),
    "taiko": lambda rate: _mix(
        _swept(0.9, rate, 62, 120, 0.035, 0.16), _hiss(0.12, rate, 200, 1600, 0.02, 3) * np.float32(0.18)
    ),
    "tom": lambda rate: _mix(
        _swept(0.45, rate, 105, 170, 0.04, 0.09), _hiss(0.08, rate, 300, 1800, 0.012, 4) * np.float32(0.1)
    ),
    "snare": lambda rate: _mix(
        _swept(0.2, rate, 185, 260, 0.02, 0.035) * np.float32(0.5),
        _hiss(0.28, rate, 1400, 9500, 0.045, 6) * np.float32(0.2),
    ),
    "soft_snare": lambda rate: _mix(
        _swept(0.2, rate, 180, 220, 0.02, 0.03) * np.float32(0.35),
        _hiss(0.35, rate, 1200, 6500, 0.06, 7, attack_s=0.004) * np.float32(0.12),
    ),
    "rim": lambda rate: _mix(
        _swept(0.08, rate, 820, 900, 0.01, 0.009) * np.float32(0.35),
        _hiss(0.05, rate, 1800, 6000, 0.006, 8) * np.float32(0.12),
    ),
    "clap": _clap,
    "hat": lambda rate: _hiss(0.1, rate, 7000, 15500, 0.016, 9) * np.float32(0.085),
    "open_hat": lambda rate: _hiss(0.32, rate, 6500, 15000, 0.075, 10) * np.float32(0.075),
    "ride": lambda rate: _mix(
        _hiss(0.5, rate, 5000, 13500, 0.11, 11) * np.float32(0.05),
        _swept(0.3, rate, 3150, 3160, 0.1, 0.06) * np.float32(0.03),
    ),
    "shaker": lambda rate: _hiss(0.11, rate, 5500, 13000, 0.025, 12, attack_s=0.018) * np.float32(0.06),
    "wood": lambda rate: _swept(0.14, rate, 760, 840, 0.01, 0.018) * np.float32(0.3),
    "crash": lambda rate: filtered(
        _hiss(2.2, rate, 3000, 15000, 0.42, 13, attack_s=0.003), rate, highpass(2500)
    ) * np.float32(0.085),
    "swell": lambda rate: np.ascontiguousarray(
        _hiss(SWELL_S, rate, 2500, 14000, 0.3, 15, attack_s=0.01)[::-1] * np.float32(0.045)
    ),
    "gong": lambda rate: _mix(
        *(
            _swept(2.6, rate, low, low * 1.02, 0.3, life) * np.float32(loud)
            for low, life, loud in ((98, 0.7, 0.2), (162, 0.55, 0.14), (243, 0.4, 0.12), (371, 0.3, 0.07))
        ),
        _hiss(2.2, rate, 1200, 7000, 0.3, 14, attack_s=0.05) * np.float32(0.03),
    ),
}  # fmt: skip

PLACES: dict[str, float] = {
    "hat": 0.25, "open_hat": 0.25, "ride": -0.3, "shaker": -0.35, "tom": 0.2, "rim": -0.12, "wood": 0.3, "clap": 0.05,
}  # fmt: skip
"""Where a drum stands: -1 left, 0 middle, 1 right."""


def stroke(drum: str, sample_rate: int) -> Floats:
    """One stroke of a drum at full strength, mono."""
    return stroke_at(drum, sample_rate, 1)


@lru_cache(maxsize=64)
def stroke_at(drum: str, sample_rate: int, force: int) -> Floats:
    """One stroke as it sounds when it is struck softly (0), as usual (1) or hard (2), at full strength, mono."""
    sound = struck(_DRUMS[drum](sample_rate) if force == 1 else stroke_at(drum, sample_rate, 1), force)
    sound.setflags(write=False)
    return sound
