"""Levels, sidechain, room and echo: from stems to one stereo mix."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mvdemo.music.spectrum import Complexes, Floats, good_length

if TYPE_CHECKING:
    from mvdemo.music.song import Song

LEVELS_DB: dict[str, float] = {
    "drums": -17.0, "voice": -17.5, "lead": -18.5, "bass": -20.0, "keys": -23.0, "arpeggio": -27.0, "pad": -26.0,
}  # fmt: skip
"""RMS of each stem where it sounds."""
_SENDS = {"drums": 0.12, "voice": 0.5, "lead": 0.5, "bass": 0.0, "keys": 0.45, "arpeggio": 0.5, "pad": 0.5}
_PUMP = {"pad": 1.0, "bass": 0.55, "keys": 0.5, "arpeggio": 0.6}
_NARROWED = {"pad": 0.62, "keys": 0.7, "arpeggio": 0.75}
_LOUD_DRUMS = {"four": 1.0, "rock": 1.0, "hiphop": 1.5, "ballad": -4.0, "folk": -4.0, "chinese": -3.0, "jazz": -5.0,
               "lofi": -2.0, "toy": -3.0, "epic": -1.0}  # fmt: skip


def level(stem: Floats) -> float:
    """The RMS in dB of the parts of a stem that sound; silence is -120."""
    hop = 4096
    usable = stem[:, : stem.shape[1] // hop * hop].reshape(2, -1, hop)
    energy = np.mean(usable * usable, axis=(0, 2)) if usable.size else np.array([float(np.mean(stem**2))])
    loudest = float(energy.max(initial=0.0))
    if loudest < 1e-12:
        return -120.0
    return float(10 * np.log10(energy[energy > loudest / 300].mean()))


def levelled(song: Song, name: str, stem: Floats) -> Floats:
    """Scale a stem to the level its name asks for, in place, and duck it under the kick drum."""
    now = level(stem)
    if now <= -119:
        return stem
    wanted = LEVELS_DB[name] + (_LOUD_DRUMS.get(song.style.groove, 0.0) if name == "drums" else 0.0)
    stem *= np.float32(10 ** ((wanted - now) / 20))
    if width := _NARROWED.get(name):  # a mono telephone must lose nothing
        middle = (stem[0] + stem[1]) * np.float32((1 - width) / 2)
        stem *= np.float32(width)
        stem += middle
    depth = _PUMP.get(name, 0.0) * song.style.energy * 0.6
    if depth:
        stem *= _ducking(song, stem.shape[1], depth)
    return stem


def _ducking(song: Song, samples: int, depth: float) -> Floats:
    gain = np.ones(samples, np.float32)
    rate = samples / song.duration_s
    length = int(min(song.beat_s * 0.9, 0.38) * rate)
    ramp = np.linspace(0, 1, length, dtype=np.float32)
    dip = 1 - np.float32(depth) * (1 - ramp * ramp * (3 - 2 * ramp))
    soft = min(length, int(0.004 * rate))
    dip[:soft] = np.maximum(dip[:soft], np.linspace(1, dip[soft - 1], soft, dtype=np.float32))
    for kick in song.kicks:
        start = round(kick * rate)
        part = gain[start : start + length]
        np.minimum(part, dip[: len(part)], out=part)
    return gain


def mix(song: Song, stems: dict[str, Floats], sample_rate: int) -> Floats:
    """Add the levelled stems, their room and echo; nothing below 28 Hz is left.

    The stems are used up: each is let go of as soon as it is in the mix, or they were half of what a film needs.
    """
    samples = round(song.duration_s * sample_rate)
    dry = np.zeros((2, samples), np.float32)
    wet = np.zeros((2, samples), np.float32)
    echo_step = round(song.beat_s * 0.75 * sample_rate)
    for name in list(stems):
        stem = stems.pop(name)
        dry += stem
        send = _SENDS[name] * song.style.reverb * 1.6
        if send:
            wet += stem * np.float32(send)
        if name in {"voice", "lead", "arpeggio"} and 0 < echo_step < samples // 3:
            for turn, gain in ((1, 0.2), (2, 0.09)):  # the echo changes sides
                side = stem[::-1] if turn % 2 else stem
                part = side[:, : samples - turn * echo_step] * np.float32(gain)
                dry[:, turn * echo_step :] += part
    size = good_length(samples + sample_rate)
    hertz = np.fft.rfftfreq(size, 1 / sample_rate).astype(np.float32)
    clean = 1 / np.sqrt(1 + (28 / np.maximum(hertz, 0.01)) ** 6)
    air = 1 + 0.35 * hertz**2 / (hertz**2 + 9000.0**2)
    tone: Floats = (clean * air).astype(np.float32)
    room = _room(song, sample_rate, size, hertz)

    def finish(side: int) -> Floats:
        spectrum = np.fft.rfft(wet[side], size) * room[side]
        spectrum += np.fft.rfft(dry[side], size)
        spectrum *= tone
        return np.fft.irfft(spectrum, size)[:samples].astype(np.float32)

    # One after the other: both at once need 80 MB more for a fifth of a second.
    mixed = np.stack([finish(0), finish(1)])
    fade = min(int(0.35 * sample_rate), samples // 4)
    mixed[:, -fade:] *= np.linspace(1, 0, fade, dtype=np.float32) ** 2
    return mixed


def _room(song: Song, sample_rate: int, size: int, hertz: Floats) -> list[Complexes]:
    """The spectra of a room's two sides: noise that dies away, dark and free of rumble."""
    decay_s = 0.8 + 2.0 * song.style.reverb
    length = int(min(decay_s * 1.1, song.duration_s / 2) * sample_rate)
    chance = np.random.default_rng(20250101)
    time = np.arange(length, dtype=np.float32) / np.float32(sample_rate)
    fall = np.exp2(time * np.float32(-10 / decay_s)) * np.clip(time * 60, 0, 1)
    colour = (hertz**2 / (hertz**2 + 180.0**2)) / (1 + (hertz / 5200) ** 2)
    early = int(0.018 * sample_rate)
    sides = []
    for _ in range(2):
        sound = chance.standard_normal(length).astype(np.float32) * fall
        sound *= np.float32(1 / max(float(np.sqrt(np.sum(sound**2))), 1e-9))
        spectrum = np.fft.rfft(np.concatenate([np.zeros(early, np.float32), sound]), size)
        sides.append((spectrum * colour * np.float32(1.6)).astype(np.complex64))
    return sides
