"""A wordless voice: harmonics under the formants of sung vowels, gliding from note to note."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from mvdemo.music.oscillators import decay, gate, harmonics, hertz, play_bent, table
from mvdemo.music.spectrum import Floats, bandpass, filtered

if TYPE_CHECKING:
    from collections.abc import Callable

    from mvdemo.music.song import Song, Sung, SungLine

# Centre in Hz, strength and width in Hz of the formants of sung vowels.
_FORMANTS: dict[str, dict[str, tuple[tuple[float, float, float], ...]]] = {
    "female": {
        "a": ((850, 1.0, 110), (1220, 0.5, 120), (2810, 0.12, 170), (3900, 0.06, 250)),
        "e": ((600, 1.0, 90), (2000, 0.28, 130), (2850, 0.16, 170), (3900, 0.06, 250)),
        "i": ((400, 1.0, 90), (2350, 0.16, 140), (3050, 0.12, 180), (3900, 0.05, 250)),
        "o": ((480, 1.0, 90), (850, 0.55, 100), (2750, 0.08, 170), (3900, 0.04, 250)),
        "u": ((390, 1.0, 80), (750, 0.3, 90), (2700, 0.05, 170), (3900, 0.03, 250)),
    },
    "male": {
        "a": ((660, 1.0, 90), (1120, 0.55, 100), (2550, 0.2, 150), (3200, 0.1, 200)),
        "e": ((460, 1.0, 80), (1720, 0.35, 110), (2450, 0.22, 150), (3200, 0.1, 200)),
        "i": ((310, 1.0, 70), (1900, 0.22, 110), (2550, 0.16, 150), (3200, 0.1, 200)),
        "o": ((420, 1.0, 80), (800, 0.6, 90), (2450, 0.12, 150), (3200, 0.06, 200)),
        "u": ((340, 1.0, 70), (680, 0.35, 80), (2400, 0.07, 150), (3200, 0.04, 200)),
    },
}
# How a consonant sounds: from and to Hz, seconds, and loudness against the voice.
_CONSONANTS: dict[str, tuple[float, float, float, float]] = {
    "hiss": (4500, 11000, 0.085, 0.16),
    "burst": (2000, 8000, 0.03, 0.3),
    "breath": (1500, 6500, 0.07, 0.09),
}
_HUM = "hum"
_BACKING = 0.34
"""How loud the two voices are that sing other tones of the chord in the chorus."""
_GLIDE_S = 0.055
_TAIL_S = 0.16


@lru_cache(maxsize=256)
def _vowel(voice: str, vowel: str, pitch: int, sample_rate: int) -> Floats:
    """One cycle of a vowel at a pitch: a glottal slope under its formants."""
    frequency = hertz(pitch)
    n = harmonics(frequency, sample_rate, 9000)
    at = n * frequency
    envelope = np.zeros_like(at)
    for centre, strength, width in _FORMANTS[voice][vowel]:
        envelope += strength / (1 + ((at - centre) / (width * 1.3)) ** 2)
    return table((envelope + 0.02) * n**-0.7)


def render_voice(song: Song, sample_rate: int, check: Callable[[], None]) -> Floats:
    """Sing all lines; returns (2, samples), silent for an instrumental."""
    total = np.zeros((2, round(song.duration_s * sample_rate)), np.float32)
    if song.voice == "none":
        return total
    chorus = song.section("chorus")
    for line in song.lines:
        check()
        has_backing = chorus.name == "chorus" and chorus.start_s - 1e-6 <= line.start_s < chorus.end_s
        for notes in _breaths(line):
            _sing(total, notes, song, sample_rate, has_backing=has_backing)
    return total


def _breaths(line: SungLine) -> list[tuple[Sung, ...]]:
    """Split a line where there is a rest inside it."""
    groups: list[list[Sung]] = []
    for note in line.notes:
        last = groups[-1][-1] if groups else None
        if last and note.start_s - last.start_s - last.duration_s < 0.12:
            groups[-1].append(note)
        else:
            groups.append([note])
    return [tuple(group) for group in groups]


def _sing(total: Floats, notes: tuple[Sung, ...], song: Song, sample_rate: int, *, has_backing: bool) -> None:
    first = round(notes[0].start_s * sample_rate)
    held = round((notes[-1].start_s + notes[-1].duration_s) * sample_rate) - first
    samples = min(held + int(_TAIL_S * sample_rate), total.shape[1] - first)
    if samples <= 0:
        return
    pitch, loudness = _curves(notes, first, samples, sample_rate)
    shape = gate(samples, held, sample_rate, 0.045, _TAIL_S) * loudness
    noise = np.random.default_rng(first).standard_normal(samples).astype(np.float32)
    breath = filtered(noise, sample_rate, bandpass(2500, 9000)) * shape * np.float32(0.04)
    frequencies = _hertz(pitch)
    middle = _vowels(notes, frequencies, song.voice, first, sample_rate) * shape + breath
    for side, cents in ((0, 7.0), (1, -7.0)):  # a double on either side, a little out of tune, for width
        if has_backing:
            sung = tuple(replace(note, pitch=_second_voice(song, note, is_above=side == 1)) for note in notes)
            tune, strength = _hertz(_curves(sung, first, samples, sample_rate)[0]), _BACKING
        else:
            sung, tune, strength = notes, frequencies, 0.28
        double = _vowels(sung, tune * np.float32(2 ** (cents / 1200)), song.voice, first, sample_rate)
        total[side, first : first + samples] += middle + double * shape * np.float32(strength)
    for note in notes:
        _pronounce(total, note, sample_rate)


def _hertz(pitch: Floats) -> Floats:
    return np.asarray(np.float32(440) * np.exp2((pitch - np.float32(69)) / 12), np.float32)


def _second_voice(song: Song, note: Sung, *, is_above: bool) -> int:
    """Another tone of the chord, a third to a sixth away."""
    tones = song.chord_at(note.start_s).tones
    near = [note.pitch + step * (1 if is_above else -1) for step in range(3, 10)]
    return next((pitch for pitch in near if pitch % 12 in tones), near[0])


def _pronounce(total: Floats, note: Sung, sample_rate: int) -> None:
    """A consonant, which ends where its vowel begins."""
    if note.consonant not in _CONSONANTS:
        return
    sound, gain = _consonant(note.consonant, sample_rate), np.float32(0.85 if note.is_onset else 0.7)
    start = round(note.start_s * sample_rate) - len(sound) * 3 // 4
    if start >= 0 and start + len(sound) <= total.shape[1]:
        total[:, start : start + len(sound)] += sound * gain


@lru_cache(maxsize=8)
def _consonant(kind: str, sample_rate: int) -> Floats:
    low, high, seconds, strength = _CONSONANTS[kind]
    samples = int(seconds * sample_rate)
    noise = np.random.default_rng(len(kind)).standard_normal(samples).astype(np.float32)
    band = filtered(noise, sample_rate, bandpass(low, high))
    shape = decay(samples, sample_rate, 0.009) if kind == "burst" else np.hanning(samples).astype(np.float32)
    return np.asarray(band / np.float32(max(float(band.std()), 1e-6)) * shape * np.float32(strength), np.float32)


def _curves(notes: tuple[Sung, ...], first: int, samples: int, sample_rate: int) -> tuple[Floats, Floats]:
    """Pitch (MIDI) and loudness for each sample: glides, a late vibrato and a dip at each syllable."""
    pitch = np.full(samples, notes[-1].pitch, np.float32)
    loudness = np.ones(samples, np.float32)
    wave = np.sin(np.arange(samples, dtype=np.float32) * np.float32(2 * np.pi * 5.4 / sample_rate))
    glide = int(_GLIDE_S * sample_rate)
    before = notes[0].pitch - 0.6  # scooped into from a little below
    for note in notes:
        start = max(round(note.start_s * sample_rate) - first, 0)
        stop = min(round((note.start_s + note.duration_s) * sample_rate) - first + glide, samples)
        if start >= samples:
            break
        length = stop - start
        ramp = np.clip(np.arange(length, dtype=np.float32) / glide, 0, 1)
        pitch[start:stop] = before + (note.pitch - before) * (ramp * ramp * (3 - 2 * ramp))
        swell = np.clip((np.arange(length, dtype=np.float32) / sample_rate - 0.28) * 4, 0, 1)
        pitch[start:stop] += wave[start:stop] * swell * np.float32(0.22)
        dip = min(length, int(0.09 * sample_rate))
        depth, life_s = (0.5, 0.045) if note.consonant == _HUM else (0.8 if note.consonant else 0.62, 0.022)
        loudness[start : start + dip] *= 1 - depth * decay(dip, sample_rate, life_s)
        before = note.pitch
    return pitch, loudness


def _vowels(notes: tuple[Sung, ...], frequencies: Floats, voice: str, first: int, sample_rate: int) -> Floats:
    """Play each note's vowel with one running phase, faded into the next vowel."""
    samples = len(frequencies)
    sound = np.zeros(samples, np.float32)
    phase = np.cumsum(frequencies, dtype=np.float64) / sample_rate
    fade = int(0.045 * sample_rate)
    for index, note in enumerate(notes):
        start = max(round(note.start_s * sample_rate) - first - (fade if index else 0), 0)
        following = notes[index + 1] if index + 1 < len(notes) else None
        stop = min(round(following.start_s * sample_rate) - first, samples) if following else samples
        if stop <= start:
            continue
        cycle = _vowel(voice, note.vowel, note.pitch, sample_rate)
        part = play_bent(cycle, frequencies[start:stop], sample_rate, phase=float(phase[start] % 1))
        if index:
            rise = min(fade, len(part))
            part[:rise] *= np.linspace(0, 1, rise, dtype=np.float32)
        if following:
            fall = min(fade, len(part))
            part[-fall:] *= np.linspace(1, 0, fall, dtype=np.float32)
        sound[start:stop] += part
    return sound
