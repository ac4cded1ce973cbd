"""Fourier helpers for long sounds: good lengths and single precision keep them quick."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable

Floats = NDArray[np.float32]
Complexes = NDArray[np.complex64]


@lru_cache(maxsize=256)
def good_length(least: int) -> int:
    """The smallest even 2^a 3^b 5^c that is not below ``least``; other lengths can be ten times slower."""
    best = 1 << max(least - 1, 1).bit_length()
    fives = 1
    while fives < best:
        threes = fives
        while threes < best:
            twos = max(-(-least // threes) - 1, 1)
            best = min(best, threes << twos.bit_length())
            threes *= 3
        fives *= 5
    return best


def filtered(sound: Floats, sample_rate: int, gain: Callable[[Floats], Floats]) -> Floats:
    """A sound with each frequency (in Hz) multiplied by ``gain``; zero phase."""
    samples = sound.shape[-1]
    size = good_length(samples + sample_rate // 20)
    hertz = np.fft.rfftfreq(size, 1 / sample_rate).astype(np.float32)
    spectrum = np.fft.rfft(sound, size).astype(np.complex64) * gain(hertz)
    return np.fft.irfft(spectrum, size)[..., :samples].astype(np.float32)


def lowpass(cutoff: float, order: int = 4) -> Callable[[Floats], Floats]:
    """A gain that lets low frequencies pass."""
    return lambda hertz: (1 / np.sqrt(1 + (hertz / cutoff) ** order)).astype(np.float32)


def highpass(cutoff: float, order: int = 4) -> Callable[[Floats], Floats]:
    """A gain that lets high frequencies pass and no constant part."""
    return lambda hertz: (1 / np.sqrt(1 + (cutoff / np.maximum(hertz, 1e-3)) ** order)).astype(np.float32)


def bandpass(low: float, high: float, order: int = 4) -> Callable[[Floats], Floats]:
    """A gain that lets a band pass."""
    below, above = lowpass(high, order), highpass(low, order)
    return lambda hertz: below(hertz) * above(hertz)
