"""Where nothing is sung on screen: a row of bars that plays along, and the phrases of the idea, two bars each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mvdemo.film.lettering import WHITE, draw_block
from mvdemo.film.sprite import Sprite
from mvdemo.music.lyrics import phrases

if TYPE_CHECKING:
    from mvdemo.film.yuv import Canvas
    from mvdemo.music import Song

_BARS = 27
_HIGHEST, _LIGHT = 0.075, 150
_RINGING_S = 0.28
_LOWEST_PITCH, _PITCHES = 31, 62
_FADE_S = 0.45


@dataclass(frozen=True)
class _Phrase:
    sprite: Sprite
    start_s: float
    end_s: float


class Pulse:
    """Bars and phrases of one film on a screen of ``size``, between two times."""

    def __init__(self, song: Song, size: tuple[int, int], between: tuple[float, float], idea: str) -> None:
        self._size, (self._start_s, self._end_s) = size, between
        sounds = [
            (note.start_s, (note.pitch - _LOWEST_PITCH) / _PITCHES, note.velocity)
            for name in ("bass", "pad", "keys", "arpeggio")
            for note in song.parts.get(name, ())
        ]
        sounds += [(at, 0.04, 1.0) for at in song.kicks]
        sounds += [(hit.start_s, 0.92, 0.7 * hit.velocity) for hit in song.hits if "hat" in hit.drum]
        rows = np.array(sorted(sounds), np.float32).reshape(-1, 3)
        self._onsets, self._velocities = rows[:, 0], rows[:, 2]
        # From the middle outwards: low notes in the middle, high ones at both ends.
        self._places = np.clip(rows[:, 1] * (_BARS // 2 + 1), 0, _BARS // 2).astype(int)
        self._phrases = _phrases(song, size, between, idea)

    def draw(self, canvas: Canvas, time_s: float) -> None:
        """Draw what belongs to a time."""
        shown = min(1.0, (time_s - self._start_s) / _FADE_S, (self._end_s - time_s) / _FADE_S)
        if shown <= 0:
            return
        self._draw_bars(canvas, time_s, shown)
        width, height = self._size
        for phrase in self._phrases:
            opacity = min(1.0, (time_s - phrase.start_s) / _FADE_S, (phrase.end_s - time_s) / _FADE_S)
            if opacity > 0:
                left, at = (width - phrase.sprite.size[0]) // 4 * 2, 0.8 if width > height else 0.76
                phrase.sprite.blend(canvas, left, round((height * at - phrase.sprite.size[1] / 2) / 2) * 2, opacity)

    def _draw_bars(self, canvas: Canvas, time_s: float, shown: float) -> None:
        width, height = self._size
        first, last = np.searchsorted(self._onsets, (time_s - 6 * _RINGING_S, time_s))
        levels = np.zeros(_BARS // 2 + 1, np.float32)
        ringing = self._velocities[first:last] * np.exp((self._onsets[first:last] - time_s) / _RINGING_S)
        np.maximum.at(levels, self._places[first:last], ringing)
        # A note also stirs its neighbours, and a soft one is still seen.
        beside = np.maximum(np.append(levels[1:], 0), np.append(0, levels[:-1])) * np.float32(0.4)
        levels = np.sqrt(np.maximum(levels, beside))
        step = max(min(self._size) // 60 * 2, 4)
        base, thick = round(height * (0.93 if width > height else 0.86)), max(step * 2 // 5, 2)
        light = np.uint8(round(_LIGHT * shown))
        for index in range(-(_BARS // 2), _BARS // 2 + 1):
            high = max(round(height * _HIGHEST * min(float(levels[abs(index)]), 1.0) / 2), 1)
            left = width // 2 + index * step - thick // 2
            part = canvas.y[base - high : base + high, left : left + thick]
            np.minimum(part, np.uint8(235) - light, out=part)
            part += light


def _phrases(song: Song, size: tuple[int, int], between: tuple[float, float], idea: str) -> tuple[_Phrase, ...]:
    """Each phrase of the idea for two bars, in turn; a pause of two bars where there are few."""
    texts = list(dict.fromkeys(line.text.strip() for line in phrases(idea)))
    slots = [
        (start, end)
        for start, end in zip(song.bars[:-2:2], song.bars[2::2], strict=False)
        if start >= between[0] - 0.1 and end <= between[1] + 0.1
    ]
    if len(slots) > 2 * len(texts):
        slots = slots[::2]
    width, height = size
    pixels = max(9, round(min(size) * (0.072 if width > height else 0.076)))
    drawn = {
        text: Sprite.of(draw_block(text, pixels, "regular", WHITE, round(width * 0.8), tracking=0.08, shadow=1.0))
        for text in texts[: len(slots)]
    }
    return tuple(
        _Phrase(drawn[texts[index % len(texts)]], start, end) for index, (start, end) in enumerate(slots) if texts
    )
