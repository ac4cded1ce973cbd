"""Levels, sidechain, room and echo: from stems to one stereo mix."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mvdemo.music.spectrum import Complexes, Floats, good_length

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from mvdemo.music.song import Song

LEVELS_DB: dict[str, float] = {
    "drums": -17.0, "voice": -17.5, "lead": -18.5, "bass": -20.0, "keys": -23.0, "arpeggio": -27.0, "pad": -26.0,
}  # fmt: skip
"""RMS of each stem where it sounds."""
_SENDS = {"drums": 0.12, "voice": 0.5, "lead": 0.5, "bass": 0.0, "keys": 0.45, "arpeggio": 0.5, "pad": 0.5}
_RANGE_DB = {"drums": 5.0, "bass": 4.0, "pad": 8.0, "keys": 5.0, "arpeggio": 8.0, "voice": 2.5, "lead": 2.5}
"""How much quieter a stem would be where nothing at all is going on than in the chorus."""
_PUMP = {"pad": 1.0, "bass": 0.55, "keys": 0.5, "arpeggio": 0.6}
_WIDTHS = {"pad": (0.25, 0.85), "keys": (0.35, 0.85), "arpeggio": (0.4, 0.95)}
"""How wide a stem stands where nothing is going on, and in the chorus."""
_RAMP_S = 0.05
_FADE_IN_S = 0.003
_PRESENCE_HZ, _AIR_HZ = (2000.0, 6000.0), (6000.0, 20000.0)
_PRESENCE_DB, _AIR_DB = (-14.0, -10.0), (-20.0, -17.5)
"""The share of these bands that a song is turned towards: in the calmest style, and in the liveliest."""
_MOST_TURN_DB = 10.0
_CLEAN_BELOW_HZ = 400.0
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
    """Shape a stem by sections, scale it to the level its name asks for, and duck it under the kick drum; in place."""
    _shape(song, name, stem)
    now = level(stem)
    if now <= -119:
        return stem
    wanted = LEVELS_DB[name] + (_LOUD_DRUMS.get(song.style.groove, 0.0) if name == "drums" else 0.0)
    stem *= np.float32(10 ** ((wanted - now) / 20))
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


def _shape(song: Song, name: str, stem: Floats) -> None:
    """Quieter and narrower where less is going on."""
    rate = stem.shape[1] / song.duration_s
    ramp = int(_RAMP_S * rate)
    before: tuple[float, float] | None = None
    for section in song.sections:
        gain = 10 ** ((section.energy - 1) * _RANGE_DB[name] / 20)
        narrow, wide = _WIDTHS.get(name, (1.0, 1.0))
        now = (gain, narrow + (wide - narrow) * section.energy)
        start, stop = round(section.start_s * rate), round(section.end_s * rate)
        if before is not None:
            length = min(ramp, stop - start)
            ramps = (np.linspace(*pair, length) for pair in zip(before, now, strict=True))
            _set(stem[:, start : start + length], *ramps)
            start += length
        _set(stem[:, start:stop], *now)
        before = now


def _set(part: Floats, gain: float | NDArray[np.float64], width: float | NDArray[np.float64]) -> None:
    own = np.asarray(gain * (1 + width) / 2, np.float32)
    if np.all(np.asarray(width) == 1.0):
        part *= own
        return
    other = part[::-1] * np.asarray(gain * (1 - width) / 2, np.float32)  # a mono telephone must lose nothing
    part *= own
    part += other


class Desk:
    """Takes the levelled stems one after the other and mixes them, with their room and echo."""

    def __init__(self, song: Song, sample_rate: int) -> None:
        self._song, self._sample_rate = song, sample_rate
        self._samples = round(song.duration_s * sample_rate)
        self._dry = np.zeros((2, self._samples), np.float32)
        self._wet = [np.zeros(self._samples, np.float32) for _ in range(2)]

    def add(self, name: str, stem: Floats) -> None:
        """Add a stem."""
        song, echo_step = self._song, round(self._song.beat_s * 0.75 * self._sample_rate)
        self._dry += stem
        if send := _SENDS[name] * song.style.reverb * 1.6:
            for side in (0, 1):
                self._wet[side] += stem[side] * np.float32(send)
        if name in {"voice", "lead", "arpeggio"} and 0 < echo_step < self._samples // 3:
            for turn, gain in ((1, 0.2), (2, 0.09)):  # the echo changes sides
                turned = stem[::-1] if turn % 2 else stem
                self._dry[:, turn * echo_step :] += turned[:, : self._samples - turn * echo_step] * np.float32(gain)

    def mixed(self) -> Floats:
        """The mix; nothing below 28 Hz is left. The desk is used up."""
        song, samples, sample_rate = self._song, self._samples, self._sample_rate
        size = good_length(samples + sample_rate)
        hertz = np.fft.rfftfreq(size, 1 / sample_rate).astype(np.float32)
        spectra: list[Complexes] = []
        # One side after the other, and nothing longer than it is needed: both at once need 80 MB more.
        for side, room in enumerate(_room(song, sample_rate, size, hertz)):
            both = np.fft.rfft(self._wet.pop(0), size)
            both *= room
            both += np.fft.rfft(self._dry[side], size)
            spectra.append(both.astype(np.complex64, copy=False))
            del both, room
        mixed = self._dry
        tone = _tone(song, spectra, hertz)
        for side in (0, 1):
            spectrum = spectra.pop(0)
            spectrum *= tone
            mixed[side] = np.fft.irfft(spectrum, size)[:samples]
        fade = min(int(0.35 * sample_rate), samples // 4)
        mixed[:, -fade:] *= np.linspace(1, 0, fade, dtype=np.float32) ** 2
        start = int(_FADE_IN_S * sample_rate)  # a first sample at full strength is what an encoder overshoots most
        mixed[:, :start] *= np.linspace(0, 1, start, dtype=np.float32)
        return mixed


def _tone(song: Song, spectra: Sequence[Complexes], hertz: Floats) -> Floats:
    """The gain of each frequency: clean below, with as much presence and air as the style should have."""
    bin_hz = float(hertz[1])

    def energy(low: float, high: float) -> float:
        first, last = int(low / bin_hz), int(high / bin_hz)
        return float(sum(np.vdot(part, part).real for part in (one[first:last] for one in spectra)))

    presence, air, rest = energy(*_PRESENCE_HZ), energy(*_AIR_HZ), energy(30.0, _PRESENCE_HZ[0])
    calm, lively = 1 - song.style.energy, song.style.energy
    wanted = [10 ** ((calm * low + lively * high) / 10) for low, high in (_PRESENCE_DB, _AIR_DB)]
    turns = []
    for share, now in zip(wanted, (presence, air), strict=True):
        turn = 10 * np.log10(max(share * rest / (1 - sum(wanted)), 1e-12) / max(now, 1e-12))
        turns.append(float(np.clip(turn, -_MOST_TURN_DB / 3, _MOST_TURN_DB)))
    bends = np.geomspace(1200.0, 7500.0, 64)
    nodes = np.log([1200.0, 2400.0, 5000.0, 7500.0])
    decibels = np.interp(np.log(bends), nodes, (0.0, turns[0], turns[0], turns[1]))
    tone: Floats = np.interp(hertz, bends, 10 ** (decibels / 20)).astype(np.float32)
    low = int(_CLEAN_BELOW_HZ / bin_hz)
    tone[:low] = 1 / np.sqrt(1 + (28 / np.maximum(hertz[:low], 0.01)) ** 6)
    return tone


def _room(song: Song, sample_rate: int, size: int, hertz: Floats) -> Iterator[Complexes]:
    """Yield the spectra of a room's two sides: noise that dies away, dark and free of rumble."""
    decay_s = 0.8 + 2.0 * song.style.reverb
    length = int(min(decay_s * 1.1, song.duration_s / 2) * sample_rate)
    chance = np.random.default_rng(20250101)
    time = np.arange(length, dtype=np.float32) / np.float32(sample_rate)
    fall = np.exp2(time * np.float32(-10 / decay_s)) * np.clip(time * 60, 0, 1)
    colour = (hertz**2 / (hertz**2 + 180.0**2)) / (1 + (hertz / 5200) ** 2)
    early = int(0.018 * sample_rate)
    for _ in range(2):
        sound = chance.standard_normal(length, np.float32) * fall
        sound *= np.float32(1.6 / max(float(np.sqrt(np.sum(sound**2))), 1e-9))
        spectrum = np.fft.rfft(np.concatenate([np.zeros(early, np.float32), sound]), size)
        spectrum *= colour
        yield spectrum.astype(np.complex64, copy=False)
