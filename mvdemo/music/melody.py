"""The sung tune: one note a syllable, lines of equal length alike, strong beats on chord tones."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import TYPE_CHECKING

from mvdemo.music.harmony import SCALES, Chord
from mvdemo.music.lyrics import Line, Syllable, lines, phrases
from mvdemo.music.song import Section, Sung, SungLine

if TYPE_CHECKING:
    from mvdemo.music.brief import Brief
    from mvdemo.music.styles import Style

LOWEST, HIGHEST = 62, 76
"""The tune's range for a female voice; a male one sings an octave lower (50 to 64)."""
_LONG_BAR_S = 2.5
_PLAIN = Line("", tuple(Syllable(0, 0, vowel) for vowel in "aoaeaoa"))


def sing(
    brief: Brief,
    style: Style,
    sections: tuple[Section, ...],
    chords: tuple[Chord, ...],
    bar_s: float,
    tonic: int,
    scale: str,
    *,
    is_male: bool,
) -> tuple[SungLine, ...]:
    """Lay the lyric (or the phrases of the description) over verse and chorus and give it a tune."""
    words = lines(brief.lyrics) or phrases(brief.prompt) or (_PLAIN,)
    verse_words = tuple(line for line in words if not line.is_chorus) or words
    chorus_words = tuple(line for line in words if line.is_chorus)
    slot_bars = 1 if bar_s > _LONG_BAR_S else 2
    sung: list[SungLine] = []
    position = 0
    for section in sections:
        if section.name not in {"verse", "chorus"}:
            continue
        source = chorus_words if section.name == "chorus" and chorus_words else verse_words
        if section.name == "chorus" and chorus_words:
            position = 0
        for slot in range(max(section.bars // slot_bars, 1)):
            line = source[position % len(source)]
            position += 1
            start_s = section.start_s + slot * slot_bars * bar_s
            seconds = min(slot_bars * bar_s, section.end_s - start_s)
            rhythm = _rhythm(len(line.syllables), seconds, bar_s, style)
            contour = _contour(brief, len(line.syllables), is_chorus=section.name == "chorus")
            sung.append(_line(line, start_s, rhythm, contour, chords, bar_s, tonic, scale, is_male=is_male))
    return tuple(sung)


def _rhythm(count: int, seconds: float, bar_s: float, style: Style) -> list[tuple[float, float]]:
    """Start and length of each syllable in seconds from the line's start, with a breath at its end."""
    eighth_s = bar_s / 8
    steps = round(seconds / eighth_s)
    unit_s, positions = eighth_s, steps - 1
    if count > positions - 1 or (style.sixteenths and count > positions * 0.6):
        unit_s, positions = eighth_s / 2, steps * 2 - 2
    while count > positions - 1:  # a very full line: finer still
        unit_s, positions = unit_s / 2, positions * 2
    span = min(positions - 1, max(round(count * min(positions / count, 2.0)), count))
    starts = [int(index * span / count) for index in range(count)]
    room = span + max(1, (positions - span) // 2)
    swing_s = style.swing * bar_s / 16 if unit_s < eighth_s else 0.0
    times = [start * unit_s + (swing_s if start % 2 else 0.0) for start in starts]
    return [(start, (end - start) * 0.96) for start, end in pairwise([*times, room * unit_s])]


def _contour(brief: Brief, count: int, *, is_chorus: bool) -> list[int]:
    """Steps of the scale around the line's middle; one contour for all lines of this length."""
    chance = random.Random(brief.seed(f"contour {count} {is_chorus}"))
    level = chance.choice((-1, 0, 0, 1))
    contour = []
    arch = chance.choice((1, 1, -1))
    for index in range(count):
        contour.append(level + round(arch * 2 * (1 - abs(2 * index / max(count - 1, 1) - 1))))
        level += chance.choice((-2, -1, -1, 0, 0, 1, 1, 2))
        level = max(-3, min(3, level))
    return [step + (2 if is_chorus else 0) for step in contour]  # a third higher


def _line(
    line: Line,
    start_s: float,
    rhythm: list[tuple[float, float]],
    contour: list[int],
    chords: tuple[Chord, ...],
    bar_s: float,
    tonic: int,
    scale: str,
    *,
    is_male: bool,
) -> SungLine:
    ladder = [pitch for pitch in range(LOWEST, HIGHEST + 1) if (pitch - tonic) % 12 in SCALES[scale]]
    middle = len(ladder) // 2 - 1
    beat_s = bar_s / 4
    notes: list[Sung] = []
    for index, (syllable, (offset_s, seconds), step) in enumerate(zip(line.syllables, rhythm, contour, strict=True)):
        time_s = start_s + offset_s
        pitch = ladder[max(0, min(len(ladder) - 1, middle + step))]
        chord = next((one for one in chords if time_s < one.end_s - 1e-6), chords[-1])
        is_strong = abs(time_s / beat_s - round(time_s / beat_s)) < 0.02 and round(time_s / beat_s) % 2 == 0
        if is_strong or index == len(contour) - 1 or seconds > beat_s:
            pitch = _chord_tone(pitch, chord, notes[-1].pitch + 12 * is_male if notes else None, contour, index)
        notes.append(Sung(time_s, seconds, pitch - 12 if is_male else pitch, syllable.vowel, index == 0))
    return SungLine(line, start_s, notes[-1].start_s + notes[-1].duration_s, tuple(notes))


def _chord_tone(pitch: int, chord: Chord, last: int | None, contour: list[int], index: int) -> int:
    """A chord tone near the pitch; where the contour moves, the tune moves too."""
    tones = [tone for tone in range(LOWEST, HIGHEST + 1) if tone % 12 in chord.tones]
    best = min(tones, key=lambda tone: (abs(tone - pitch), tone))
    moves = index > 0 and contour[index] != contour[index - 1]
    if best != last or not moves:
        return best
    others = [tone for tone in tones if (tone > best) == (contour[index] > contour[index - 1]) and tone != best]
    return min(others or tones, key=lambda tone: abs(tone - best))
