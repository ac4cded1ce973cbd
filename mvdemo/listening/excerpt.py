"""Which part of a song is shown: all of it, the beginning of a very long one, or its most exciting half minute."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mvdemo.listening.onsets import FRAME_S

if TYPE_CHECKING:
    from mvdemo.listening.form import Form
    from mvdemo.listening.onsets import Heard

_SPARE_S = 2.0
"""A song that is only so much longer than a taster is one by itself."""
_BEFORE_S = 0.06
"""A part begins so much before its bar, or it would lose the attack."""
_STILL = 0.02
"""A moment as quiet as this share of the song's usual one is silence before or after it."""
_EDGE_S = 1.0
"""Silence that a song may begin or end with."""
_BEATS_A_BAR = 4


def sounding(heard: Heard) -> tuple[float, float]:
    """From when to when there is more than silence, in seconds."""
    loud = np.expm1(heard.bands.mean(axis=1))
    audible = np.flatnonzero(loud > _STILL * float(loud.mean()))
    if not len(audible):
        return 0.0, len(loud) * FRAME_S
    start_s = max(audible[0] * FRAME_S - _EDGE_S, 0.0)
    return float(start_s), float(min(audible[-1] * FRAME_S + _EDGE_S, len(loud) * FRAME_S))


def most_exciting(form: Form, whole: tuple[float, float], length_s: float) -> tuple[float, float]:
    """The best part of about that length, from bar to bar; the whole song if it is hardly longer."""
    start_s, end_s = whole
    if end_s - start_s <= length_s + _SPARE_S:
        return whole
    beats = form.beats
    bars = np.arange(form.downbeat, len(beats), _BEATS_A_BAR)
    best, chosen = -np.inf, (start_s, start_s + length_s)
    for first in bars:
        begins_s = max(float(beats[first]) - _BEFORE_S, start_s)
        ends = bars[beats[bars] <= begins_s + length_s]
        if not len(ends) or ends[-1] <= first or begins_s + length_s > end_s + _SPARE_S:
            continue
        last = int(ends[-1])
        # A part that begins where the song itself turns to something new is worth a little more.
        score = float(form.excitement[first:last].mean()) + 0.1 * (int(first) in form.changes)
        if score > best + 1e-9:
            best, chosen = score, (begins_s, min(float(beats[last]), end_s))
    return chosen


def beginning(form: Form, whole: tuple[float, float], length_s: float) -> tuple[float, float]:
    """The whole song, or so much of it as is filmed at most, up to the end of a part or bar."""
    start_s, end_s = whole
    if end_s - start_s <= length_s:
        return whole
    bars = form.beats[form.downbeat :: _BEATS_A_BAR]
    changes = form.beats[list(form.changes)]
    latest_s = start_s + length_s
    for marks, least_s in ((changes, 0.85 * length_s), (bars, 0.5 * length_s)):
        fitting = marks[(marks <= latest_s) & (marks >= start_s + least_s)]
        if len(fitting):
            return start_s, float(fitting[-1])
    return start_s, latest_s
