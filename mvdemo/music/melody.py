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
_LEAST_FOR_PICKUP = 4
_UNSTRESSED = frozenset(
    {"a", "an", "the", "and", "or", "but", "so", "to", "of", "in", "on", "at", "for", "from", "with", "as", "if", "i",
     "we", "you", "he", "she", "it", "they", "my", "your", "our", "his", "her", "is", "are", "was", "that", "when"}
)  # fmt: skip
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
            is_chorus = section.name == "chorus"
            free_s = start_s - sung[-1].end_s if sung else start_s - bar_s / 2
            if is_chorus and not slot:  # captions tell the chorus by its first note
                free_s = 0.0
            rhythm = _rhythm(brief, line, seconds, free_s, bar_s, style, is_chorus=is_chorus)
            contour = _contour(brief, len(line.syllables), is_chorus=is_chorus)
            sung.append(_line(line, start_s, rhythm, contour, chords, bar_s, tonic, scale, is_male=is_male))
    return tuple(sung)


def _rhythm(
    brief: Brief, line: Line, seconds: float, free_s: float, bar_s: float, style: Style, *, is_chorus: bool
) -> list[tuple[float, float]]:
    """Start and length of each syllable in seconds from the line's bar, with a breath at its end.

    Lines of equal length share a rhythm. An unstressed first syllable is sung before the bar, if ``free_s`` is enough.
    """
    count = len(line.syllables)
    chance = random.Random(brief.seed(f"rhythm {count} {is_chorus}"))
    eighth_s = bar_s / 8
    likes_pickups = chance.random() < 0.4
    first_word = line.text.split(maxsplit=1)[0].casefold() if line.text.isascii() and line.text else ""
    has_pickup = (
        count >= _LEAST_FOR_PICKUP
        and free_s > eighth_s * 1.05
        and (first_word in _UNSTRESSED if first_word else likes_pickups)
    )
    count -= has_pickup
    steps = round(seconds / eighth_s)
    unit_s, positions = eighth_s, steps - 1
    if count > positions - 1 or (style.sixteenths and count > positions * 0.6):
        unit_s, positions = eighth_s / 2, steps * 2 - 2
    while count > positions - 1:  # a very full line: finer still
        unit_s, positions = unit_s / 2, positions * 2
    span = min(positions - 1, max(round(count * min(positions / count, 2.0)), count))
    starts = _places(count, span, max(round(2 * eighth_s / unit_s), 1), chance)
    room = span + max(1, (positions - span) // 2)
    if room - 1 > starts[-1] and room * unit_s > seconds - 2 * eighth_s:  # leaves the next line its pickup
        room -= 1
    swing_s = style.swing * bar_s / 16 if unit_s < eighth_s else 0.0
    late_s = min(0.014, unit_s / 16)  # a singer is a little behind the band
    times = [start * unit_s + (swing_s if start % 2 else 0.0) + chance.uniform(0, late_s) for start in starts]
    sung = [(start, (end - start) * 0.96) for start, end in pairwise([*times, room * unit_s])]
    return [(-eighth_s, (times[0] + eighth_s) * 0.92), *sung] if has_pickup else sung


def _places(count: int, span: int, a_beat: int, chance: random.Random) -> list[int]:
    """Which of ``span`` places are sung: spread out, drawn to the beats or, in half of the lines, off them."""
    pull = chance.choice((0.6, 0.6, -0.3, -0.5))
    places = [0]
    for index in range(1, count):
        even = int(index * span / count)
        last = span - (count - index)
        near = [place for place in (even - 1, even, even + 1) if places[-1] < place <= last]
        places.append(
            max(near, key=lambda place: pull * (place % a_beat == 0) + chance.uniform(0, 0.8))
            if near
            else min(places[-1] + 1, span - 1)
        )
    return places


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
    return [step + (3 if is_chorus else -1) for step in contour]  # a good third higher


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
        is_strong = abs(time_s / beat_s - round(time_s / beat_s)) < 0.06 and round(time_s / beat_s) % 2 == 0
        if is_strong or index == len(contour) - 1 or seconds > beat_s:
            pitch = _chord_tone(pitch, chord, notes[-1].pitch + 12 * is_male if notes else None, contour, index)
        pitch -= 12 * is_male
        notes.append(Sung(time_s, seconds, pitch, syllable.vowel, index == 0, syllable.consonant))
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
