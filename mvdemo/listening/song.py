"""A song that was brought, heard through once: the same lists that a composed one has, and its sound."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from mvdemo.listening.beats import beat_times, tempo_curve
from mvdemo.listening.ceiling import kept_below
from mvdemo.listening.decoding import decoded
from mvdemo.listening.excerpt import beginning, most_exciting, sounding
from mvdemo.listening.form import Form, form_of
from mvdemo.listening.onsets import FRAME_S, RATE, Heard, listened
from mvdemo.listening.words import sung_lines
from mvdemo.music.song import Hit, Section, Song
from mvdemo.music.styles import STYLES
from mvdemo.told import Told

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from mvdemo.music.spectrum import Floats

TASTER_S = 30.0
_SHORTEST_S = 2.0
_QUIET = 10 ** (-60 / 20)
"""Of full scale: below, nobody hears anything."""
_FRAMES_A_S = 12
"""Sound and picture end together: a whole number of frames at 12, so also at 24, a second."""
_OPENING_S, _CLOSING_S = 3.2, 3.6
"""At least so long is the one shot under the title, and the one under the end card."""
_THUMP = 0.45
"""A bass drum is so loud at least, of the loudest ones."""
_KICK_GAP_S = 0.16
_BEATS_A_BAR = 4
_FADE_IN_S, _FADE_OUT_S = 0.04, 1.5


@dataclass(frozen=True)
class Wish:
    """How much of a song is to be filmed, and how its sound will be encoded."""

    is_taster: bool
    longest_s: float
    """Of a film of the whole song."""
    sample_rate: int
    bit_rate: int


@dataclass(frozen=True)
class Hearing:
    """What was heard."""

    song: Song
    start_s: float
    """Where in the file the song of the film begins."""


def hear(path: Path, wish: Wish, check: Callable[[], None]) -> Hearing:
    """Listen to a file and choose what is filmed; raises Told for what is no song, silent, or too long."""
    audible = _audible(path, check)
    heard = listened(audible)
    check()
    found = beat_times(heard.onsets, tempo_curve(heard.onsets))
    if len(found) <= _BEATS_A_BAR:  # too short to have a pulse
        found = np.arange(0.0, len(heard.onsets) * FRAME_S, 0.5)
    form = form_of(audible, heard, found)
    choose = most_exciting if wish.is_taster else beginning
    longest_s = min(TASTER_S, wish.longest_s) if wish.is_taster else wish.longest_s
    start_s, end_s = choose(form, sounding(heard), longest_s)
    duration_s = max(round((end_s - start_s) * _FRAMES_A_S), _FRAMES_A_S) / _FRAMES_A_S
    song = _song(heard, form, start_s, duration_s)
    return Hearing(replace(song, lines=sung_lines(path, form, start_s, duration_s, check)), start_s)


def sound_of(path: Path, hearing: Hearing, wish: Wish, check: Callable[[], None]) -> Floats:
    """The chosen part, (2, samples), as loud as it came but for peaks that would be too high."""
    first = round(hearing.start_s * wish.sample_rate)
    sound = np.zeros((2, round(hearing.song.duration_s * wish.sample_rate)), np.float32)
    at = 0
    is_cut = False
    for piece in decoded(path, wish.sample_rate, "stereo", check):
        begin, end = max(at - first, 0), min(at - first + piece.shape[1], sound.shape[1])
        if begin < end:
            sound[:, begin:end] = piece[:, begin + first - at : end + first - at]
        at += piece.shape[1]
        is_cut = at - first > sound.shape[1] + wish.sample_rate / 2
        if is_cut:
            break
    np.nan_to_num(sound, copy=False)
    _fade(sound, wish.sample_rate, is_late=first > 0, is_cut=is_cut)
    kept_below(sound, wish.sample_rate, wish.bit_rate, check)
    return sound


def _audible(path: Path, check: Callable[[], None]) -> Floats:
    sound = np.concatenate([piece[0] for piece in decoded(path, RATE, "mono", check)])
    np.nan_to_num(sound, copy=False)
    if len(sound) < _SHORTEST_S * RATE:
        raise Told(f"The song is shorter than {_SHORTEST_S:.0f} seconds. Bring a longer one.")
    if float(np.abs(sound).max()) < _QUIET:
        raise Told("Nothing is to be heard in this song: the whole file is silent.")
    return sound


def _fade(sound: Floats, sample_rate: int, *, is_late: bool, is_cut: bool) -> None:
    for is_wanted, length_s, turn in ((is_late, _FADE_IN_S, 1), (is_cut, _FADE_OUT_S, -1)):
        if is_wanted:
            length = min(round(length_s * sample_rate), sound.shape[1])
            sound[:, ::turn][:, :length] *= np.sin(np.linspace(0, np.pi / 2, length)).astype(np.float32) ** 2


def _song(heard: Heard, form: Form, start_s: float, duration_s: float) -> Song:
    """The chosen part as a song; what only a composer needs is empty."""
    inside = (form.beats >= start_s - 1e-6) & (form.beats < start_s + duration_s - 0.1)
    beats = form.beats[inside] - start_s
    first = int(np.argmax(inside))
    downbeats = [index for index in range(len(beats)) if (first + index - form.downbeat) % _BEATS_A_BAR == 0]
    bars = [float(beats[index]) for index in downbeats] or [0.0]
    ends_s = max(bars[-1], duration_s - _CLOSING_S) if duration_s > 2 * _CLOSING_S else duration_s
    energy = _energy(heard, form)
    kicks = _kicks(heard) - start_s
    return Song(
        style=replace(STYLES[0], name="heard", energy=energy),
        seed=0,
        tempo=60 / float(np.median(np.diff(form.beats))),
        tonic=0,
        scale="",
        melody_scale="",
        sections=_sections(form, start_s, duration_s, bars),
        bars=(*bars, max(ends_s, bars[-1])),
        beats=tuple(map(float, beats)),
        chords=(),
        hits=tuple(Hit(float(at), "kick", 1.0) for at in kicks if 0 <= at < duration_s),
        parts={},
        lines=(),
        voice="none",
        duration_s=duration_s,
    )


def _sections(form: Form, start_s: float, duration_s: float, bars: list[float]) -> tuple[Section, ...]:
    """One shot under the title, the song's own parts, and one shot under the end card."""
    opens_s = next((bar for bar in bars if bar >= _OPENING_S), None)
    closes_s = next((bar for bar in reversed(bars) if bar <= duration_s - _CLOSING_S), None)
    if opens_s is None or closes_s is None or closes_s <= opens_s:
        return (Section("chorus", 0.0, duration_s, len(bars)),)
    parts = [("intro", 0.0), *_parts(form, start_s, opens_s, closes_s), ("outro", closes_s)]
    ends = [at for _, at in parts[1:]] + [duration_s]
    return tuple(
        Section(name, at, end, sum(at - 1e-6 <= bar < end - 1e-6 for bar in bars))
        for (name, at), end in zip(parts, ends, strict=True)
    )


def _parts(form: Form, start_s: float, opens_s: float, closes_s: float) -> list[tuple[str, float]]:
    parts: list[tuple[str, float]] = []
    for beat, is_chorus in zip(form.changes, form.is_chorus, strict=True):
        at = max(float(form.beats[beat]) - start_s, opens_s)
        name = "chorus" if is_chorus else "verse"
        if at >= closes_s:
            break
        if parts and at <= parts[-1][1]:
            parts.pop()
        if not parts or parts[-1][0] != name:
            parts.append((name, at))
    return parts or [("verse", opens_s)]


def _energy(heard: Heard, form: Form) -> float:
    """From 0, dissolves and slow moves, to 1, hard cuts: fitted to the styles of the studio's own songs."""
    tempo = 60 / float(np.median(np.diff(form.beats)))
    loud = float(heard.bands.mean())
    bright = float(heard.bands[:, heard.bands.shape[1] * 2 // 3 :].mean()) - loud
    return float(np.clip(0.42 + 7.1 * float(heard.rises.mean()) + 0.0032 * tempo + 0.4 * bright, 0.2, 1.0))


def _kicks(heard: Heard) -> NDArray[np.float64]:
    """When a bass drum, or what stands for one, is struck."""
    inner = heard.thumps[1:-1]
    tops = np.flatnonzero((inner >= heard.thumps[:-2]) & (inner > heard.thumps[2:])) + 1
    if not len(tops):
        return np.empty(0)
    loud = tops[heard.thumps[tops] > _THUMP * float(np.percentile(heard.thumps[tops], 97))]
    kicks: list[float] = []
    for at in loud * FRAME_S:
        if not kicks or at - kicks[-1] >= _KICK_GAP_S:
            kicks.append(float(at))
    return np.array(kicks)
