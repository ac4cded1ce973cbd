"""Lines with their times, as a composed song has them, of a song of which nobody knows the notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mvdemo.music.lyrics import Line, lines
from mvdemo.music.song import Sung, SungLine
from mvdemo.music.sung_text import sung_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_PITCH = 0
"""Nobody sings it once more."""
_LONGEST, _LONGEST_RAW = 200, 1000
"""Letters, without and with all that is not sung; what is longer is no line of a song, and costs time."""
_LEAST_S, _LEAST_SYLLABLE_S = 0.3, 0.05
"""What is gone sooner cannot be read, and was not sung."""
_BREATH_S, _SYLLABLE_S = 2.0, 0.5


def lines_to_sing(text: str) -> tuple[Line, ...]:
    """The lines of a text that are sung: no sections, chords or times."""
    short = "\n".join(short_lines(text))
    return tuple(line for line in lines(sung_text(short)) if len(line.text) <= _LONGEST)


def short_lines(text: str) -> list[str]:
    """The lines of a text as they are, without those that are too long to be of a song."""
    return [line for line in text.splitlines() if len(line) <= _LONGEST_RAW]


def longest_s(syllables: int) -> float:
    """How long a line of so many syllables lasts at most, also before a break."""
    return _BREATH_S + _SYLLABLE_S * syllables


def sung_line(line: Line, times: Sequence[float]) -> SungLine:
    """A line whose syllables begin at these times in seconds, of which the last one is its end."""
    notes = tuple(
        Sung(start, end - start, _PITCH, syllable.vowel, index == 0, syllable.consonant)
        for index, (syllable, start, end) in enumerate(zip(line.syllables, times[:-1], times[1:], strict=True))
    )
    return SungLine(line, times[0], times[-1], notes)


def evenly(line: Line, start_s: float, end_s: float) -> SungLine:
    """A line whose syllables are equally long."""
    return sung_line(line, [float(at) for at in np.linspace(start_s, end_s, len(line.syllables) + 1)])


def part_of(sung: Iterable[SungLine], start_s: float, duration_s: float) -> Iterator[SungLine]:
    """The lines of a part of the song, at the times of that part; those that are more outside than in are left out."""
    for line in sung:
        whole_s = line.end_s - line.start_s
        times = np.array([*(note.start_s for note in line.notes), line.end_s]) - start_s
        inside = np.clip(times, 0.0, duration_s)
        inside_s = float(inside[-1] - inside[0])
        least_s = max(_LEAST_S, _LEAST_SYLLABLE_S * len(line.notes))
        if whole_s < least_s or inside_s < max(whole_s / 2, _LEAST_S):
            continue
        yield sung_line(line.line, [float(at) for at in inside])
