"""Karaoke: a verse's line appears before it is sung and fills with gold; the chorus comes large, by syllables."""

from __future__ import annotations

import bisect
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mvdemo.film.fonts import drawable, font
from mvdemo.film.lettering import GOLD, WHITE, draw_line, wrapped
from mvdemo.film.sprite import Sprite
from mvdemo.music.lyrics import is_hanzi

if TYPE_CHECKING:
    from mvdemo.film.yuv import Canvas
    from mvdemo.music import Song
    from mvdemo.music.song import SungLine

LEAD_S = 0.45
"""How long before it is sung a line appears."""
_LINGER_S, _FADE_S = 0.5, 0.16
_HOP_S = 0.12
"""How long a syllable of the chorus takes to land."""


@dataclass(frozen=True)
class _Row:
    white: Sprite
    gold: Sprite
    left: int
    top: int
    times: tuple[float, ...]
    """When the fill reaches each of ``columns``."""
    columns: tuple[float, ...]
    is_large: bool = False
    """Whether its syllables come one by one."""

    def draw(self, canvas: Canvas, time_s: float, opacity: float) -> None:
        """Draw the row as far as it is sung at a time."""
        if self.is_large:
            self._draw_begun(canvas, time_s, opacity)
            return
        split = self.filled(time_s)
        self.gold.blend(canvas, self.left, self.top, opacity, (0, split))
        self.white.blend(canvas, self.left, self.top, opacity, (split, self.white.size[0]))

    def _draw_begun(self, canvas: Canvas, time_s: float, opacity: float) -> None:
        """Draw the syllables that have begun: the one that is sung drops in and is gold."""
        starts = self.times[::2]
        begun = bisect.bisect_right(starts, time_s)
        if begun == 0:
            return
        first = 0 if begun == 1 else int(self.columns[2 * begun - 2]) // 2 * 2
        last = int(self.columns[2 * begun]) // 2 * 2 if 2 * begun < len(self.columns) else self.white.size[0]
        self.white.blend(canvas, self.left, self.top, opacity, (0, first))
        landed = min((time_s - starts[begun - 1]) / _HOP_S, 1.0)
        hop = round((1 - landed) ** 2 * self.white.size[1] * 0.09) * 2
        is_sung = time_s < self.times[2 * begun - 1] + _HOP_S
        sprite = self.gold if is_sung else self.white
        sprite.blend(canvas, self.left, self.top - hop, opacity * (0.35 + 0.65 * landed), (first, last))

    def filled(self, time_s: float) -> int:
        """How many columns are filled, an even number."""
        if time_s <= self.times[0]:
            return 0
        index = bisect.bisect_right(self.times, time_s)
        if index >= len(self.times):
            return self.white.size[0]
        before, after = self.times[index - 1], self.times[index]
        part = (time_s - before) / max(after - before, 1e-6)
        return int(self.columns[index - 1] + part * (self.columns[index] - self.columns[index - 1])) // 2 * 2


@dataclass(frozen=True)
class _Caption:
    start_s: float
    end_s: float
    rows: tuple[_Row, ...]


class Subtitles:
    """The captions of a song on a screen of ``size``; none before ``after_s``, none from ``before_s`` on."""

    def __init__(self, song: Song, size: tuple[int, int], after_s: float = 0.0, before_s: float = math.inf) -> None:
        self._captions: list[_Caption] = []
        starts = [line.start_s for line in song.lines]
        drawn: dict[tuple[str, bool], list[tuple[Sprite, Sprite, tuple[float, ...], int, int]]] = {}
        for index, line in enumerate(song.lines):
            if not drawable(line.line.text):
                continue
            is_large = _is_in_chorus(song, line.notes[0].start_s + 0.1)
            start_s = max(line.notes[0].start_s - LEAD_S, after_s)
            limit = starts[index + 1] - LEAD_S if index + 1 < len(starts) else song.duration_s
            end_s = min(line.end_s + _LINGER_S, max(limit, line.end_s), before_s)
            if self._captions and self._captions[-1].end_s > start_s:
                start_s = max(min(self._captions[-1].end_s, line.notes[0].start_s), after_s)
            if start_s < end_s:
                self._captions.append(_Caption(start_s, end_s, _rows(line, size, drawn, is_large=is_large)))

    def draw(self, canvas: Canvas, time_s: float) -> None:
        """Draw the caption of a time, if there is one."""
        for caption in self._captions:
            if not caption.start_s <= time_s < caption.end_s:
                continue
            opacity = min(1.0, (time_s - caption.start_s) / _FADE_S, (caption.end_s - time_s) / _FADE_S)
            for row in caption.rows:
                row.draw(canvas, time_s, opacity)
            return


def _is_in_chorus(song: Song, time_s: float) -> bool:
    return any(part.name == "chorus" and part.start_s <= time_s < part.end_s for part in song.sections)


def _rows(
    line: SungLine,
    size: tuple[int, int],
    drawn: dict[tuple[str, bool], list[tuple[Sprite, Sprite, tuple[float, ...], int, int]]],
    *,
    is_large: bool,
) -> tuple[_Row, ...]:
    """Lay a line out in one or two rows and tie each sung syllable to its place in them."""
    width, height = size
    text = line.line.text
    if (text, is_large) not in drawn:
        drawn[text, is_large] = _drawn(text, size, is_large=is_large)
    parts = drawn[text, is_large]
    rows = []
    step = round(_pixels(size, is_large=is_large) * (1.18 if is_large else 1.32))
    base = round(height * (0.868 if width > height else 0.82 if is_large else 0.80)) - step * (len(parts) - 1)
    for number, (white, gold, stops, first, last) in enumerate(parts):
        times, columns = _fill(line, first, last, stops)
        left = (width - white.size[0]) // 4 * 2
        top = (base + number * step - white.size[1] // 2) // 2 * 2
        rows.append(_Row(white, gold, left, top, times, columns, is_large))
    return tuple(rows)


def _pixels(size: tuple[int, int], *, is_large: bool) -> int:
    """How large words are: those of the chorus can be read from the back of a room."""
    share = (0.105 if is_large else 0.058) if size[0] > size[1] else (0.118 if is_large else 0.064)
    return max(9, round(min(size) * share))


def _drawn(
    text: str, size: tuple[int, int], *, is_large: bool
) -> list[tuple[Sprite, Sprite, tuple[float, ...], int, int]]:
    width, height = size
    pixels = _pixels(size, is_large=is_large)
    room, most = width * 0.88, 3 if is_large and height > width else 2
    shown = drawable(text)
    parts = wrapped(shown, pixels, "bold", 0.02, room, most)
    while max(font(pixels, "bold").getlength(part) for part in parts) > room and pixels > 9:
        pixels -= 1
        parts = wrapped(shown, pixels, "bold", 0.02, room, most)
    found, at = [], 0
    for part in parts:
        white = draw_line(part, pixels, "bold", WHITE, tracking=0.02, shadow=1.0)
        gold = draw_line(part, pixels, "bold", GOLD, tracking=0.02, shadow=1.0)
        first, last = _span(text, part, at)
        at = last
        stops = _stops_in(text[first:last], part, white.stops)
        plain = Sprite.of(white.picture)
        found.append((plain, replace(Sprite.of(gold.picture), opacities=plain.opacities), stops, first, last))
    return found


def _span(text: str, part: str, at: int) -> tuple[int, int]:
    """Which letters of the whole line a row shows, even when some of them could not be drawn."""
    wanted = [letter for letter in part if not letter.isspace()]
    first, index = None, at
    for letter in wanted:
        found = text.find(letter, index)
        if found < 0:
            break
        first = found if first is None else first
        index = found + 1
    return (at if first is None else first), max(index, at + 1)


def _stops_in(text: str, part: str, stops: tuple[float, ...]) -> tuple[float, ...]:
    """A place in pixels for each letter of ``text`` (and its end), of which ``part`` was drawn."""
    places, index = [], 0
    for letter in text:
        while index < len(part) and part[index] != letter and part[index].isspace():
            index += 1
        places.append(stops[min(index, len(part))])
        if index < len(part) and part[index] == letter:
            index += 1
    return (*places, stops[len(part)])


def _fill(
    line: SungLine, first: int, last: int, stops: tuple[float, ...]
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    times: list[float] = []
    columns: list[float] = []
    for syllable, note in zip(line.line.syllables, line.notes, strict=True):
        if not first <= syllable.start < last:
            continue
        times += [
            note.start_s,
            note.start_s + note.duration_s * (0.9 if is_hanzi(line.line.text[syllable.start]) else 1.0),
        ]
        columns += [stops[syllable.start - first], stops[min(syllable.end, last) - first]]
    if not times:
        return (line.notes[0].start_s, line.end_s), (stops[0], stops[-1])
    ordered = [max(times[: index + 1]) for index in range(len(times))]
    return tuple(ordered), tuple(columns)
