"""From note lists to stems: one stereo sound for each group of instruments."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from mvdemo.music.instruments import INSTRUMENTS
from mvdemo.music.kit import PLACES, stroke_at
from mvdemo.music.oscillators import force_of, struck
from mvdemo.music.singing import render_voice
from mvdemo.music.spectrum import Floats, bandpass, filtered

if TYPE_CHECKING:
    from collections.abc import Callable

    from mvdemo.music.song import Note, Song

STEMS = ("drums", "bass", "pad", "keys", "arpeggio", "lead", "voice")
_BASS_SOUND = {"eighths": "bass_bright", "offbeat": "bass_bright", "sub": "bass_sub", "walking": "bass_upright"}


def render_stem(song: Song, stem: str, sample_rate: int, check: Callable[[], None]) -> Floats:
    """One stem of a song as (2, samples); ``check`` is called often and may raise to stop."""
    if stem == "drums":
        return _drums(song, sample_rate, check)
    if stem == "voice":
        return render_voice(song, sample_rate, check)
    sound = {
        "bass": _BASS_SOUND.get(song.style.bass, "bass"),
        "pad": song.style.pad,
        "keys": song.style.keys,
        "arpeggio": song.style.arpeggio,
        "lead": song.style.lead,
    }[stem]
    notes = song.parts.get(stem, ())
    total = _notes(notes, sound, song, sample_rate, check)
    if sound in {"guitar", "guitar_lead"} and notes:
        total = _amplifier(total, sample_rate, 4.5 if sound == "guitar" else 4.0)
    return total


def _silence(song: Song, sample_rate: int) -> Floats:
    return np.zeros((2, round(song.duration_s * sample_rate)), np.float32)


def _drums(song: Song, sample_rate: int, check: Callable[[], None]) -> Floats:
    total = _silence(song, sample_rate)
    for hit in song.hits:
        sound = stroke_at(hit.drum, sample_rate, force_of(hit.velocity))
        start = round(hit.start_s * sample_rate)
        length = min(len(sound), total.shape[1] - start)
        place = PLACES.get(hit.drum, 0.0)
        for side, gain in ((0, 1 - max(place, 0)), (1, 1 + min(place, 0))):
            total[side, start : start + length] += sound[:length] * np.float32(gain * hit.velocity)
    check()
    return total


def _notes(notes: tuple[Note, ...], sound: str, song: Song, sample_rate: int, check: Callable[[], None]) -> Floats:
    total = _silence(song, sample_rate)
    # Notes that sound alike one after the other: each sound is made once, and is there only as long as it is needed.
    alike = sorted(notes, key=lambda note: (note.pitch, round(note.duration_s * sample_rate) // 64, note.start_s))
    for (pitch, held), group in groupby(alike, lambda note: (note.pitch, round(note.duration_s * sample_rate) // 64)):
        check()
        made: dict[int, Floats] = {1: INSTRUMENTS[sound](pitch, held * 64, sample_rate)}
        for note in group:
            force = force_of(note.velocity)
            if force not in made:
                made[force] = struck(made[1], force)
            start = round(note.start_s * sample_rate)
            length = min(made[force].shape[1], total.shape[1] - start)
            total[:, start : start + length] += made[force][:, :length] * np.float32(note.velocity)
    return total


def _amplifier(sound: Floats, sample_rate: int, drive: float) -> Floats:
    """Overdrive a guitar and send it through a cabinet."""
    level = np.float32(drive / max(float(np.sqrt(np.vdot(sound, sound) / sound.size)) * 4, 1e-6))
    for side in sound:  # one after the other and in place: both at once were what a rock song needed most memory for
        np.tanh(side * level, out=side)
        side[:] = filtered(side, sample_rate, bandpass(90, 4200))
    return sound
