"""Sound made of one-cycle tables and sines; every function returns float32 samples."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from mvdemo.music.spectrum import Floats

TABLE_BITS = 12
_TABLE = 1 << TABLE_BITS


def hertz(pitch: float) -> float:
    """The frequency of a MIDI pitch."""
    return float(440.0 * 2.0 ** ((pitch - 69) / 12))


def table(strengths: Floats) -> Floats:
    """One cycle with these strengths of harmonics 1, 2, …, scaled to an RMS of 1."""
    spectrum = np.zeros(_TABLE // 2 + 1, np.complex64)
    count = min(len(strengths), _TABLE // 2 - 1)
    spectrum[1 : count + 1] = -1j * strengths[:count]
    cycle = np.fft.irfft(spectrum)
    return (cycle / max(float(np.sqrt(np.mean(cycle**2))), 1e-9)).astype(np.float32)


def harmonics(frequency: float, sample_rate: int, highest: float = 16000.0) -> Floats:
    """The numbers 1, 2, … of the harmonics of a frequency that can be heard and represented."""
    count = max(1, int(min(highest, sample_rate * 0.45) / frequency))
    return np.arange(1, count + 1, dtype=np.float32)


@lru_cache(maxsize=512)
def saw_table(frequency: float, cutoff: float, sample_rate: int) -> Floats:
    """A sawtooth cycle, darkened above ``cutoff`` Hz."""
    n = harmonics(frequency, sample_rate)
    return table(1 / n / (1 + (n * frequency / cutoff) ** 2))


@lru_cache(maxsize=256)
def square_table(frequency: float, cutoff: float, sample_rate: int) -> Floats:
    """A square cycle, darkened above ``cutoff`` Hz."""
    n = harmonics(frequency, sample_rate)
    return table((n % 2) / n / (1 + (n * frequency / cutoff) ** 2))


@lru_cache(maxsize=64)
def organ_table(drawbars: tuple[float, ...]) -> Floats:
    """A cycle of the first few harmonics."""
    return table(np.array(drawbars, np.float32))


def play(cycle: Floats, frequency: float, samples: int, sample_rate: int, phase: float = 0.0) -> Floats:
    """Repeat a cycle at a fixed frequency."""
    step = np.uint32(round(frequency / sample_rate * 2**32))
    start = np.uint32(int(phase % 1 * 2**32))
    position = np.arange(samples, dtype=np.uint32)
    position *= step
    position += start
    position >>= np.uint32(32 - TABLE_BITS)
    played: Floats = cycle[position]
    return played


def play_bent(cycle: Floats, frequencies: Floats, sample_rate: int, phase: float = 0.0) -> Floats:
    """Repeat a cycle at a frequency given for each sample."""
    position = np.cumsum(frequencies, dtype=np.float64)
    position *= _TABLE / sample_rate
    position += phase * _TABLE
    played: Floats = cycle[position.astype(np.int64) & (_TABLE - 1)]
    return played


def decay(samples: int, sample_rate: int, half_life_s: float) -> Floats:
    """A gain that halves every ``half_life_s`` seconds."""
    gain: Floats = np.exp2(np.arange(samples, dtype=np.float32) * np.float32(-1 / (half_life_s * sample_rate)))
    return gain


def gate(samples: int, held: int, sample_rate: int, attack_s: float, release_s: float) -> Floats:
    """A gain that rises, holds for ``held`` samples and dies away smoothly."""
    gain = np.ones(samples, np.float32)
    rise = min(max(int(attack_s * sample_rate), 8), samples)
    gain[:rise] = 0.5 - 0.5 * np.cos(np.linspace(0, np.pi, rise, dtype=np.float32))
    fall = min(max(int(release_s * sample_rate), 8), samples)
    start = min(max(held, 0), samples - fall)
    gain[start : start + fall] *= 0.5 + 0.5 * np.cos(np.linspace(0, np.pi, fall, dtype=np.float32))
    gain[start + fall :] = 0
    return gain


SOFT, HARD = 0.58, 0.86
"""Up to and from this velocity a sound is another one, not only another loudness."""


def force_of(velocity: float) -> int:
    """0 for a soft stroke, 2 for a hard one, 1 for what lies between."""
    return int(velocity > SOFT) + int(velocity > HARD)


def struck(sound: Floats, force: int) -> Floats:
    """A sound as it is when played softly (darker), hard (brighter) or, as it came, between the two."""
    if force == 1:
        return sound
    dull = sound.copy()
    for shift in (3, 5):  # two short means: what is above 4 kHz fades
        dull[..., shift:] = (dull[..., shift:] + dull[..., :-shift]) * np.float32(0.5)
    share = np.float32(0.7 if force == 0 else -0.4)
    return np.asarray(sound * (1 - share) + dull * share, np.float32)


def pluck(frequency: float, samples: int, sample_rate: int, brightness: float, seed: int) -> Floats:
    """A plucked string: noise that goes round a delay line and loses its edge (Karplus and Strong)."""
    period = max(int(sample_rate / frequency), 4)
    made = int(samples * period * frequency / sample_rate) + 2 * period + 8
    rounds = made // period + 1
    noise = np.random.default_rng(seed).uniform(-1, 1, period).astype(np.float32)
    for _ in range(max(0, round((1 - brightness) * 6))):
        noise = (noise + np.roll(noise, 1)) * np.float32(0.5)
    noise -= noise.mean()
    string = np.empty((rounds, period), np.float32)
    string[0] = noise / max(float(np.abs(noise).max()), 1e-6)
    loss = np.float32(0.5 * 0.5 ** (1 / (frequency * (0.9 if frequency < 300 else 0.5))))
    for index in range(1, rounds):
        above, row = string[index - 1], string[index]
        np.add(above[1:], above[:-1], out=row[1:])
        row[0] = above[0] + (string[index - 2][-1] if index > 1 else above[-1])
        row *= loss
    flat = string.reshape(-1)
    exact = sample_rate / (period + 0.5)  # what the delay line really sounds at
    position = np.arange(samples, dtype=np.float64) * (frequency / exact)
    whole = position.astype(np.int64)
    part = (position - whole).astype(np.float32)
    whole = np.minimum(whole, len(flat) - 2)
    tuned: Floats = flat[whole] * (1 - part) + flat[whole + 1] * part
    return tuned


Instrument = Callable[[int, int, int], Floats]
"""(MIDI pitch, held samples, sample rate) → samples of shape (2, n)."""
