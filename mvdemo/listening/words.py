"""The words of a song that was brought: read from its file, and put where they are sung."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mvdemo.listening.lrc import timed_lines
from mvdemo.listening.sung import evenly, lines_to_sing, longest_s, part_of
from mvdemo.listening.tags import lyrics_in
from mvdemo.listening.voice import sung_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from mvdemo.listening.form import Form
    from mvdemo.music.lyrics import Line
    from mvdemo.music.song import SungLine

_BREATH = 5.0
"""Syllables that the end of a line is as long as: lines of a verse take equally long, whatever their words."""
_FASTEST_S = 0.1
"""A syllable; words that need less are not this song's."""
_BEATS_A_BAR = 4


@dataclass(frozen=True)
class Words:
    """What a song's file says is sung; one of the two is empty, or both are."""

    timed: tuple[SungLine, ...] = ()
    """The lines with their times in the file, where it gives them."""
    plain: tuple[Line, ...] = ()
    """The lines alone."""


def words_of(path: Path) -> Words:
    """The words in the tags of a song's file; words with times rather than others. Never raises for what is in it."""
    texts = lyrics_in(path)
    if timed := next(filter(None, map(timed_lines, texts)), ()):
        return Words(timed=timed)
    return Words(plain=next(filter(None, map(lines_to_sing, texts)), ()))


def sung_lines(
    path: Path, form: Form, start_s: float, duration_s: float, check: Callable[[], None]
) -> tuple[SungLine, ...]:
    """The lines that are sung in a part of a song, at the times of that part."""
    words = words_of(path)
    lines = words.timed
    if words.plain:
        lines = tuple(
            spread(words.plain, sung_parts(path, form.beats, check), form.beats[form.downbeat :: _BEATS_A_BAR])
        )
    return tuple(part_of(lines, start_s, duration_s))


def spread(lines: tuple[Line, ...], parts: list[tuple[float, float]], bars: NDArray[np.float64]) -> Iterator[SungLine]:
    """Lines over the parts of a song that are sung, each as long as its syllables and a breath, on bars if near."""
    weights = np.array([len(line.syllables) + _BREATH for line in lines])
    lengths = np.array([end_s - start_s for start_s, end_s in parts])
    if lengths.sum() < _FASTEST_S * (weights - _BREATH).sum():
        return
    # A line belongs to the part in which its middle would be, so that none is sung on both sides of a break.
    middles = (weights.cumsum() - weights / 2) / weights.sum() * lengths.sum()
    homes = np.minimum(np.searchsorted(lengths.cumsum(), middles), len(parts) - 1)
    for home, (start_s, end_s) in enumerate(parts):
        own = np.flatnonzero(homes == home)
        edges = np.concatenate([[0.0], weights[own].cumsum()]) / max(weights[own].sum(), 1.0)
        times = _on_bars(start_s + edges * (end_s - start_s), bars)
        for index, begins_s, ends_s in zip(own, times[:-1], times[1:], strict=True):
            line = lines[index]
            yield evenly(line, float(begins_s), float(min(ends_s, begins_s + longest_s(len(line.syllables)))))


def _on_bars(times: NDArray[np.float64], bars: NDArray[np.float64]) -> NDArray[np.float64]:
    """Each time at its nearest bar, as long as they stay apart: most lines begin with one."""
    if not len(bars):
        return times
    moved: NDArray[np.float64] = bars[np.abs(times[:, None] - bars).argmin(axis=1)]
    return moved if (np.diff(moved) > 0).all() else times
