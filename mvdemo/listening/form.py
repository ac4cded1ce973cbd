"""The form of a song: which beat a bar begins with, where its parts change, and how exciting each of them is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mvdemo.listening.onsets import FRAME_S, RATE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mvdemo.listening.onsets import Heard
    from mvdemo.music.spectrum import Floats

_BEATS_A_BAR = 4
_QUICK = 150.0
"""Beats a minute from which on every second one is taken for the beat: a film cannot follow them all."""
_CHORD, _LOW_HZ, _HIGH_HZ = 8192, 60.0, 1800.0
"""Samples, long enough to tell notes apart, and what of them belongs to a chord."""
_ATTACK_S = 0.03
"""After a beat, the noise of its drums."""
_WIDE = 16
"""Beats before and after a change that are compared: four bars."""
_LEAST = 16
"""Beats that a part has at least."""
_CHORUS_SHARE = 0.45
"""As much of a song is its chorus at most."""
_LEAST_LIFT = 0.25
"""How much more exciting than the rest a part must be to be one, besides the most exciting of all."""


@dataclass(frozen=True)
class Form:
    """Where a song is how exciting."""

    beats: NDArray[np.float64]
    """Seconds."""
    downbeat: int
    """The first beat that begins a bar."""
    changes: tuple[int, ...]
    """The beats at which a part begins; the first is the first beat of all."""
    is_chorus: tuple[bool, ...]
    """For each part, whether it is one of the most exciting."""
    excitement: NDArray[np.float64]
    """For each beat; 0 is usual, 1 is much."""


def form_of(sound: Floats, heard: Heard, beats: NDArray[np.float64]) -> Form:
    """Find the form of a song and what was heard in it; there are at least four beats."""
    beats = _walked(heard, beats)
    bands = _by_beat(heard.bands, beats)
    downbeat = _downbeat(sound, heard, beats)
    excitement = _excitement(heard, beats, bands)
    changes = _changes(bands, downbeat)
    ends = (*changes[1:], len(beats))
    means = [float(excitement[first:last].mean()) for first, last in zip(changes, ends, strict=True)]
    lengths = [last - first for first, last in zip(changes, ends, strict=True)]
    return Form(beats, downbeat, changes, _choruses(means, lengths), excitement)


def _walked(heard: Heard, beats: NDArray[np.float64]) -> NDArray[np.float64]:
    """The beats at a speed that one would walk to."""
    while len(beats) > 2 * _BEATS_A_BAR and 60 / float(np.median(np.diff(beats))) > _QUICK:
        at = heard.onsets[_frames(beats, len(heard.onsets))]
        beats = beats[int(at[1::2].mean() > at[::2].mean()) :: 2]
    return beats


def _frames(times: NDArray[np.float64], count: int) -> NDArray[np.int64]:
    return np.clip(np.round(times / FRAME_S).astype(np.int64), 0, count - 1)


def _by_beat(rows: NDArray[np.float32], beats: NDArray[np.float64]) -> NDArray[np.float64]:
    """The mean of what is heard from each beat to the next."""
    first = _frames(beats, len(rows))
    last = np.append(first[1:], min(first[-1] + max(first[-1] - first[-2], 1), len(rows)))
    sums = np.concatenate([np.zeros((1, *rows.shape[1:])), np.cumsum(rows, axis=0, dtype=np.float64)])
    lengths = np.maximum(last - first, 1)
    mean: NDArray[np.float64] = (sums[np.maximum(last, first + 1)] - sums[first]) / lengths.reshape(
        -1, *[1] * (rows.ndim - 1)
    )
    return mean


def _downbeat(sound: Floats, heard: Heard, beats: NDArray[np.float64]) -> int:
    """Chords change where bars begin, and the bass drum is struck."""
    chords = _chords(sound, beats)
    pairs = chords[:-1] + chords[1:]
    pairs /= np.maximum(np.linalg.norm(pairs, axis=1, keepdims=True), 1e-9)
    turns = np.zeros(len(beats))
    turns[2:-1] = 1 - (pairs[:-2] * pairs[2:]).sum(axis=1)
    thumps = heard.thumps[_frames(beats, len(heard.thumps))]
    score = turns / max(float(turns.mean()), 1e-9) + 0.4 * thumps / max(float(thumps.mean()), 1e-9)
    means = [float(score[phase::_BEATS_A_BAR].mean()) for phase in range(min(_BEATS_A_BAR, len(beats)))]
    return int(np.argmax(means))


def _chords(sound: Floats, beats: NDArray[np.float64]) -> NDArray[np.float64]:
    """(beats, 12): how much of each note of the scale sounds after a beat."""
    hertz = np.fft.rfftfreq(_CHORD, 1 / RATE)
    tones = (hertz > _LOW_HZ) & (hertz < _HIGH_HZ)
    notes = np.round(12 * np.log2(hertz[tones] / 440)).astype(np.int64) % 12
    shape = np.hanning(_CHORD).astype(np.float32)
    chords = np.empty((len(beats), 12))
    for number, time_s in enumerate(beats):
        start = round((time_s + _ATTACK_S) * RATE)
        piece = sound[start : start + _CHORD]
        spectrum = np.abs(np.fft.rfft(np.pad(piece, (0, _CHORD - len(piece))) * shape))[tones]
        chord = np.bincount(notes, np.sqrt(spectrum), 12)
        chord -= chord.mean()
        chords[number] = chord / max(float(np.linalg.norm(chord)), 1e-9)
    return chords


def _excitement(heard: Heard, beats: NDArray[np.float64], bands: NDArray[np.float64]) -> NDArray[np.float64]:
    """Loud, busy and bright."""
    loud = bands.mean(axis=1)
    busy = _by_beat(heard.rises, beats)
    bright = bands[:, bands.shape[1] * 2 // 3 :].mean(axis=1) - loud
    mixed = _standing_out(loud) + 0.7 * _standing_out(busy) + 0.4 * _standing_out(bright)
    width = min(2 * _BEATS_A_BAR, len(mixed))
    padded = np.pad(mixed, (width // 2, width - 1 - width // 2), mode="edge")
    smooth: NDArray[np.float64] = np.convolve(padded, np.full(width, 1 / width), "valid") / 2.1
    return smooth


def _standing_out(values: NDArray[np.float64]) -> NDArray[np.float64]:
    spread = max(float(values.std()), 0.05 * abs(float(values.mean())), 1e-9)
    standing: NDArray[np.float64] = np.clip((values - np.median(values)) / spread, -2, 2)
    return standing


def _changes(bands: NDArray[np.float64], downbeat: int) -> tuple[int, ...]:
    """The bars at which the four bars after are least like the four before."""
    count = len(bands)
    candidates = np.arange(downbeat + _BEATS_A_BAR, count - _BEATS_A_BAR, _BEATS_A_BAR)
    if not len(candidates):
        return (0,)
    sums = np.concatenate([np.zeros((1, bands.shape[1])), np.cumsum(bands, axis=0)])

    def mean(first: NDArray[np.int64], last: NDArray[np.int64]) -> NDArray[np.float64]:
        part: NDArray[np.float64] = (sums[last] - sums[first]) / (last - first)[:, None]
        return part

    before = mean(np.maximum(candidates - _WIDE, 0), candidates)
    after = mean(candidates, np.minimum(candidates + _WIDE, count))
    novelty = np.abs(after - before).mean(axis=1)
    least = 1.2 * float(np.median(novelty))
    chosen: list[int] = []
    for index in np.argsort(-novelty):
        at = int(candidates[index])
        if novelty[index] <= least:
            break
        if at >= _LEAST and count - at >= _LEAST and all(abs(at - other) >= _LEAST for other in chosen):
            chosen.append(at)
    return (0, *sorted(chosen))


def _choruses(means: list[float], lengths: list[int]) -> tuple[bool, ...]:
    order = sorted(range(len(means)), key=lambda part: -means[part])
    total, taken, usual = sum(lengths), 0, float(np.average(means, weights=lengths))
    chosen = {order[0]} if len(means) > 1 else set()
    taken = sum(lengths[part] for part in chosen)
    for part in order[1:]:
        if means[part] - usual < _LEAST_LIFT or taken + lengths[part] > _CHORUS_SHARE * total:
            break
        chosen.add(part)
        taken += lengths[part]
    return tuple(part in chosen for part in range(len(means)))
