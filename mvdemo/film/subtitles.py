"""Karaoke: each line appears a little before it is sung and fills with gold as it is sung."""

from __future__ import annotations

import bisect
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mvdemo.film.fonts import drawable, font
from mvdemo.film.lettering import GOLD, WHITE, draw_line, wrapped
from mvdemo.film.sprite import Sprite
from mvdemo.music.lyrics import is_hanzi

if TYPE_CHECKING:
    from mvdemo.film.yuv import Canvas
    from mvdemo.music import Song
    from mvdemo.music.song import SungLine

_LEAD_S, _LINGER_S, _FADE_S = 0.45, 0.5, 0.16


@dataclass(frozen=True)
class _Row:
    white: Sprite
    gold: Sprite
    left: int
    top: int
    times: tuple[float, ...]
    """When the fill reaches each of ``columns``."""
    columns: tuple[float, ...]

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
    """The captions of a song on a screen of ``size``."""

    def __init__(self, song: Song, size: tuple[int, int]) -> None:
        self._captions: list[_Caption] = []
        starts = [line.start_s for line in song.lines]
        drawn: dict[str, list[tuple[Sprite, Sprite, tuple[float, ...], int, int]]] = {}
        for index, line in enumerate(song.lines):
            if not drawable(line.line.text):
                continue
            start_s = max(line.notes[0].start_s - _LEAD_S, 0)
            limit = starts[index + 1] - _LEAD_S if index + 1 < len(starts) else song.duration_s
            end_s = min(line.end_s + _LINGER_S, max(limit, line.end_s))
            if self._captions and self._captions[-1].end_s > start_s:
                start_s = min(self._captions[-1].end_s, line.notes[0].start_s)
            self._captions.append(_Caption(start_s, end_s, _rows(line, size, drawn)))

    def draw(self, canvas: Canvas, time_s: float) -> None:
        """Draw the caption of a time, if there is one."""
        for caption in self._captions:
            if not caption.start_s <= time_s < caption.end_s:
                continue
            opacity = min(1.0, (time_s - caption.start_s) / _FADE_S, (caption.end_s - time_s) / _FADE_S)
            for row in caption.rows:
                split = row.filled(time_s)
                row.gold.blend(canvas, row.left, row.top, opacity, (0, split))
                row.white.blend(canvas, row.left, row.top, opacity, (split, row.white.size[0]))
            return


def _rows(
    line: SungLine, size: tuple[int, int], drawn: dict[str, list[tuple[Sprite, Sprite, tuple[float, ...], int, int]]]
) -> tuple[_Row, ...]:
    """Lay a line out in one or two rows and tie each sung syllable to its place in them."""
    width, height = size
    text = line.line.text
    if text not in drawn:
        drawn[text] = _drawn(text, size)
    parts = drawn[text]
    rows = []
    step = round(min(width, height) * (0.058 if width > height else 0.064) * 1.32)
    base = round(height * (0.868 if width > height else 0.80)) - step * (len(parts) - 1)
    for number, (white, gold, stops, first, last) in enumerate(parts):
        times, columns = _fill(line, first, last, stops)
        left = (width - white.size[0]) // 4 * 2
        top = (base + number * step - white.size[1] // 2) // 2 * 2
        rows.append(_Row(white, gold, left, top, times, columns))
    return tuple(rows)


def _drawn(text: str, size: tuple[int, int]) -> list[tuple[Sprite, Sprite, tuple[float, ...], int, int]]:
    width, height = size
    pixels = max(9, round(min(width, height) * (0.058 if width > height else 0.064)))
    room = width * 0.88
    shown = drawable(text)
    parts = wrapped(shown, pixels, "bold", 0.02, room)
    while max(font(pixels, "bold").getlength(part) for part in parts) > room and pixels > 9:
        pixels -= 1
        parts = wrapped(shown, pixels, "bold", 0.02, room)
    found, at = [], 0
    for part in parts:
        white = draw_line(part, pixels, "bold", WHITE, tracking=0.02, shadow=1.0)
        gold = draw_line(part, pixels, "bold", GOLD, tracking=0.02, shadow=1.0)
        first, last = _span(text, part, at)
        at = last
        stops = _stops_in(text[first:last], part, white.stops)
        found.append((Sprite.of(white.picture), Sprite.of(gold.picture), stops, first, last))
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
