"""Words with their times, as players of songs read them: a time before each line, and maybe before each word."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from mvdemo.listening.sung import lines_to_sing, longest_s, short_lines, sung_line
from mvdemo.listening.tags import MOST_LETTERS
from mvdemo.music.lyrics import syllables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvdemo.music.song import SungLine

_CLOCK = r"(\d{1,3}):(\d{1,2})(?:[.:,](\d{1,3}))?"
_LEADING = re.compile(rf"\s{{0,9}}\[{_CLOCK}\]")
_INSIDE = re.compile(rf"[\[<]{_CLOCK}[\]>]")
_OFFSET = re.compile(r"\s{0,9}\[\s{0,9}offset\s{0,9}:\s{0,9}([+-]?\d{1,7})\s{0,9}\]", re.IGNORECASE)
_CREDIT = re.compile(
    r"\s{0,9}(?:作?[词詞曲]|填[词詞]|[编編]曲|[监監][制製]|[制製]作人?|演唱|原唱|歌手|混音|母[带帶]|[录錄]音|出品|[发發]行|"
    r"(?:lyrics|music|words|written|composed|produced|arranged) by)\s{0,9}[:：]",
    re.IGNORECASE,
)
"""Who made the song, as players show it before the first words."""


def timed_lines(text: str) -> tuple[SungLine, ...]:
    """The lines of a text that is LRC, at their times in the song's file; none if most of its lines have no time."""
    offset_s, letters, with_words = 0.0, 0, 0
    moments: dict[float, str] = {}
    for raw in short_lines(text):
        if offset := _OFFSET.match(raw):
            offset_s = int(offset[1]) / 1000
        times_s, words = _leading(raw)
        if times_s and _CREDIT.match(words):
            continue
        if lines_to_sing(words):
            with_words += 1
        else:
            words = ""
        # A refrain is written once, with all of its times: together they are no longer than a text may be.
        letters += len(times_s) * len(words)
        if letters > MOST_LETTERS:
            break
        for at_s in times_s:
            # Of two lines at the same time, the second says the first in another language.
            moments[at_s] = moments.get(at_s) or words
    if 2 * sum(map(bool, moments.values())) < with_words:
        return ()
    starts = sorted(moments)
    # An offset of more than nothing has the words come sooner.
    return tuple(
        line
        for start_s, end_s in pairwise([*starts, float("inf")])
        for line in _sung(moments[start_s], start_s - offset_s, end_s - offset_s, offset_s)
    )


def _leading(raw: str) -> tuple[list[float], str]:
    """The times that a line begins with, and its words."""
    times_s, at = [], 0
    while stamp := _LEADING.match(raw, at):
        times_s.append(_seconds(stamp))
        at = stamp.end()
    return times_s, raw[at:]


def _seconds(stamp: re.Match[str]) -> float:
    return 60 * int(stamp[1]) + int(stamp[2]) + float(f"0.{stamp[3] or 0}")


def _sung(words: str, start_s: float, next_s: float, offset_s: float) -> Iterator[SungLine]:
    """One line, or more where it is too long for one breath, between two times."""
    found = lines_to_sing(words)
    count = sum(len(line.syllables) for line in found)
    known = {0: start_s} | _inner(words, count, offset_s)
    known.setdefault(count, _end(known, count, next_s))
    if sorted(known.values()) != list(known.values()) or known[count] > next_s:
        known = {0: start_s, count: _end({0: start_s}, count, next_s)}
    times = np.interp(np.arange(count + 1), list(known), list(known.values()))
    first = 0
    for line in found:
        last = first + len(line.syllables)
        yield sung_line(line, [float(at) for at in times[first : last + 1]])
        first = last


def _end(known: dict[int, float], count: int, next_s: float) -> float:
    """When a line is over of which the first times are known."""
    last = max(known)
    return min(next_s, known[last] + longest_s(count - last))


def _inner(words: str, count: int, offset_s: float) -> dict[int, float]:
    """How many syllables come before each time inside a line, and that time."""
    known: dict[int, float] = {}
    before, at = 0, 0
    for stamp in _INSIDE.finditer(words):
        before = min(before + len(syllables(words[at : stamp.start()])), count)
        known[before] = _seconds(stamp) - offset_s
        at = stamp.end()
    return known
