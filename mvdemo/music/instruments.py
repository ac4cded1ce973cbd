"""The instruments: each plays one note, (pitch, held samples, sample rate) → stereo samples at an RMS near 1."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mvdemo.music.oscillators import (
    Instrument,
    decay,
    gate,
    harmonics,
    hertz,
    organ_table,
    play,
    play_bent,
    pluck,
    saw_table,
    square_table,
    table,
)

if TYPE_CHECKING:
    from mvdemo.music.spectrum import Floats


def _wide(cutoff: float, attack_s: float, release_s: float, cents: tuple[float, ...]) -> Instrument:
    """Several detuned saws a side."""

    def note(pitch: int, held: int, sample_rate: int) -> Floats:
        frequency = hertz(pitch)
        samples = held + int(release_s * sample_rate)
        cycle = saw_table(frequency, cutoff, sample_rate)
        shape = gate(samples, held, sample_rate, attack_s, release_s) / np.float32(len(cents) ** 0.5)
        sides = []
        for side in (1, -1):
            total = np.zeros(samples, np.float32)
            for index, cent in enumerate(cents):
                bent = frequency * 2 ** (side * cent / 1200)
                total += play(cycle, bent, samples, sample_rate, phase=0.37 * index + 0.19 * side + pitch * 0.11)
            sides.append(total * shape)
        return np.stack(sides)

    return note


def _struck(bright_life_s: float, body_life_s: float, knock: float) -> Instrument:
    """A piano-like string pair: bright at the hammer, mellow after."""

    def note(pitch: int, held: int, sample_rate: int) -> Floats:
        frequency = hertz(pitch)
        samples = held + int(0.35 * sample_rate)
        n = harmonics(frequency, sample_rate, 13000)
        bright = table(np.exp(-n * frequency / 2400) + 0.2 / n)
        body = table(np.exp(-n * 1.1))
        life = body_life_s * 2 ** ((60 - pitch) / 18)
        shape = gate(samples, held, sample_rate, 0.002, 0.3)
        attack = decay(samples, sample_rate, bright_life_s) * shape * 1.3
        sustain = decay(samples, sample_rate, life) * shape
        sides = [
            play(bright, frequency * 2 ** (cent / 1200), samples, sample_rate) * attack
            + play(body, frequency * 2 ** (cent / 1200), samples, sample_rate) * sustain
            for cent in (1.3, -1.3)
        ]
        length = min(samples, sample_rate // 40)
        noise = np.random.default_rng(pitch).standard_normal(length).astype(np.float32)
        noise = np.convolve(noise, np.full(24, 1 / 24, np.float32), "same") * decay(length, sample_rate, 0.004)
        for side in sides:
            side[:length] += noise * np.float32(knock)
        return np.stack(sides)

    return note


def _tines(pitch: int, held: int, sample_rate: int) -> Floats:
    """Play an electric piano: a sine bent by a sine that fades, with a slow tremolo across the sides."""
    frequency = hertz(pitch)
    samples = held + int(0.3 * sample_rate)
    time = np.arange(samples, dtype=np.float32) / np.float32(sample_rate)
    angle = (np.arange(samples, dtype=np.float64) * (frequency / sample_rate) % 1.0 * (2 * np.pi)).astype(np.float32)
    shine = np.sin(angle * 14 % np.float32(2 * np.pi)) * decay(samples, sample_rate, 0.06) * np.float32(0.25)
    bend = np.sin(angle) * (decay(samples, sample_rate, 0.35) * np.float32(1.4))
    tone = (
        np.sin(angle + bend + shine) * decay(samples, sample_rate, 0.9) * gate(samples, held, sample_rate, 0.003, 0.25)
    )
    sway = np.sin(time * np.float32(2 * np.pi * 4.2)) * np.float32(0.22)
    return np.stack([tone * (1 + sway), tone * (1 - sway)]) * np.float32(1.4)


def _string(brightness: float, ring_s: float, vibrato_cents: float = 0.0) -> Instrument:
    """A plucked string."""

    def note(pitch: int, held: int, sample_rate: int) -> Floats:
        samples = max(held, int(0.25 * sample_rate)) + int(ring_s * sample_rate)
        tone = pluck(hertz(pitch), samples, sample_rate, brightness, 1000 + pitch)
        if vibrato_cents:
            tone = _waver(tone, sample_rate, hertz(pitch), vibrato_cents)
        tone = tone * gate(samples, samples - int(ring_s * sample_rate), sample_rate, 0.004, ring_s)
        late = np.zeros_like(tone)
        shift = sample_rate // 1800
        late[shift:] = tone[:-shift]
        side = (pitch % 5 - 2) * 0.12
        return np.stack([tone * (1 - side), late * (1 + side)]) * np.float32(2.2)

    return note


def _waver(tone: Floats, sample_rate: int, frequency: float, cents: float) -> Floats:
    """Bend a finished note to and fro, later more than sooner, as a finger on the string does."""
    time = np.arange(len(tone), dtype=np.float64) / sample_rate
    depth = (2 ** (cents / 1200) - 1) / (2 * np.pi * 5.2) * sample_rate * np.clip(time * 2.5 - 0.4, 0, 1)
    position = np.clip(np.arange(len(tone)) + depth * np.sin(2 * np.pi * 5.2 * time + frequency), 0, len(tone) - 2)
    whole = position.astype(np.int64)
    part = (position - whole).astype(np.float32)
    return tone[whole] * (1 - part) + tone[whole + 1] * part


def _blown(
    strengths: tuple[float, ...], breath: float, vibrato_cents: float, attack_s: float, scoop: float
) -> Instrument:
    """A wind or bowed voice: vibrato that comes late, a scoop into the note and some breath."""

    def note(pitch: int, held: int, sample_rate: int) -> Floats:
        frequency = hertz(pitch)
        samples = held + int(0.12 * sample_rate)
        time = np.arange(samples, dtype=np.float32) / np.float32(sample_rate)
        late = np.clip(time * 3 - 0.6, 0, 1)
        cents = vibrato_cents * late * np.sin(time * np.float32(2 * np.pi * 5.3)) - scoop * np.exp(-time * 28)
        bent = frequency * np.exp2(cents / 1200)
        # Blown harder towards the middle of a long note: louder and brighter, as breath and bow are.
        swell = np.float32(0.45) + np.float32(0.55) * np.sin(np.pi * np.clip(time * (sample_rate / max(held, 1)), 0, 1))
        if held < sample_rate // 4:
            swell = np.float32(0.8) * decay(samples, sample_rate, 0.3)
        n = np.arange(1, len(strengths) + 1, dtype=np.float32)
        bright, dark = np.array(strengths, np.float32), np.array(strengths, np.float32) * n**-1.1
        tone = play_bent(table(bright), bent, sample_rate) * swell + play_bent(table(dark), bent, sample_rate) * (
            1 - swell
        )
        tone *= np.float32(0.55) + np.float32(0.45) * swell
        if breath:
            noise = np.random.default_rng(pitch).standard_normal(samples).astype(np.float32)
            tone = tone + np.diff(noise, prepend=noise[:1]) * np.float32(breath)
        tone = tone * gate(samples, held, sample_rate, attack_s, 0.11) * np.float32(0.9)
        return np.stack([tone * 1.05, tone * 0.95])

    return note


def _bell(pitch: int, held: int, sample_rate: int) -> Floats:
    """Play a small bell: three partials that are no harmonics."""
    del held  # a bell rings as long as it likes
    frequency, samples = hertz(pitch), int(1.6 * sample_rate)
    sine = organ_table((1.0,))
    tone = sum(
        play(sine, frequency * ratio, samples, sample_rate) * decay(samples, sample_rate, life) * np.float32(loud)
        for ratio, loud, life in ((1.0, 1.0, 0.35), (2.76, 0.35, 0.14), (5.4, 0.15, 0.05))
        if frequency * ratio < sample_rate * 0.45
    )
    shaped = np.asarray(tone, np.float32) * gate(samples, samples, sample_rate, 0.001, 0.2)
    return np.stack([shaped * 0.9, shaped * 1.1])


def _bass(cutoff: float, sub: float, life_s: float, release_s: float = 0.06) -> Instrument:
    """A bass: a dark saw that closes and a sine below it; both sides alike, as a bass should be."""

    def note(pitch: int, held: int, sample_rate: int) -> Floats:
        frequency = hertz(pitch)
        samples = held + int(release_s * sample_rate)
        bright = play(saw_table(frequency, cutoff, sample_rate), frequency, samples, sample_rate)
        dark = play(organ_table((1.0, 0.25)), frequency, samples, sample_rate)
        closing = decay(samples, sample_rate, 0.12)
        tone = bright * (closing * np.float32(1 - sub)) + dark * np.float32(0.5 + sub)
        tone = tone * decay(samples, sample_rate, life_s) * gate(samples, held, sample_rate, 0.004, release_s)
        return np.stack([tone, tone])

    return note


def _beep(pitch: int, held: int, sample_rate: int) -> Floats:
    """Play a hollow synthesiser lead."""
    frequency = hertz(pitch)
    samples = held + int(0.15 * sample_rate)
    shape = gate(samples, held, sample_rate, 0.006, 0.12)
    cycle = square_table(frequency, 3200, sample_rate)
    return np.stack([play(cycle, frequency * 2 ** (c / 1200), samples, sample_rate) * shape for c in (4, -4)])


def _short_saw(pitch: int, held: int, sample_rate: int) -> Floats:
    """Play a short bright synthesiser note that closes quickly."""
    frequency = hertz(pitch)
    samples = held + int(0.12 * sample_rate)
    shape = gate(samples, held, sample_rate, 0.002, 0.1)
    bright = decay(samples, sample_rate, 0.05) * shape
    dark = decay(samples, sample_rate, 0.15) * shape
    sides = []
    for cent in (7, -7):
        bent = frequency * 2 ** (cent / 1200)
        sides.append(
            play(saw_table(frequency, 5000, sample_rate), bent, samples, sample_rate) * bright
            + play(saw_table(frequency, 1200, sample_rate), bent, samples, sample_rate) * dark
        )
    return np.stack(sides)


INSTRUMENTS: dict[str, Instrument] = {
    "supersaw": _wide(3800, 0.12, 0.5, (-14.0, -5.0, 3.0, 11.0)),
    "strings": _wide(3000, 0.28, 0.7, (-11.0, 2.0, 9.0)),
    "strings_short": _wide(3600, 0.02, 0.16, (-9.0, 1.0, 8.0)),
    "dark": _wide(900, 0.2, 0.5, (-8.0, 6.0)),
    "warm": _wide(1500, 0.2, 0.5, (-7.0, 0.0, 7.0)),
    "open": _wide(1300, 0.35, 0.8, (-6.0, 6.0)),
    "organ": _wide(900, 0.05, 0.25, (-4.0, 4.0)),
    "stab": _wide(4500, 0.004, 0.1, (-15.0, -4.0, 5.0, 13.0)),
    "piano": _struck(0.09, 0.55, 1.2),
    "epiano": _tines,
    "acoustic": _string(0.65, 0.4),
    "guitar": _string(0.8, 0.03),
    "guzheng": _string(0.8, 0.9, vibrato_cents=14),
    "pluck": _string(0.75, 0.3),
    "saw": _short_saw,
    "bell": _bell,
    "square": _beep,
    "flute": _blown((1.0, 0.32, 0.14, 0.05, 0.02), 0.05, 14, 0.05, 25),
    "whistle": _blown((1.0, 0.08, 0.03), 0.04, 16, 0.03, 35),
    "erhu": _blown((1.0, 0.75, 0.9, 0.55, 0.4, 0.35, 0.2, 0.12, 0.08), 0.03, 30, 0.06, 60),
    "sax": _blown((1.0, 0.8, 0.55, 0.5, 0.3, 0.22, 0.15, 0.1, 0.05), 0.04, 18, 0.035, 50),
    "horn": _blown((1.0, 0.7, 0.4, 0.22, 0.1, 0.05), 0.01, 7, 0.07, 12),
    "guitar_lead": _blown((1.0, 0.9, 0.7, 0.6, 0.5, 0.42, 0.35, 0.28, 0.22, 0.18, 0.12), 0.0, 24, 0.01, 40),
    "bass": _bass(900, 0.5, 1.2),
    "bass_bright": _bass(1800, 0.3, 0.8),
    "bass_sub": _bass(400, 1.2, 0.9, release_s=0.15),
    "bass_upright": _bass(600, 0.6, 0.35),
}
