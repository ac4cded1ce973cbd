"""Bass, pad, keys and arpeggio: what accompanies the tune."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvdemo.music.harmony import Chord, voice
from mvdemo.music.song import Note, Section

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

    from mvdemo.music.styles import Style

_BASS: dict[str, tuple[tuple[float, float, int], ...]] = {
    # (start, length, step) in beats; step 0 is the root, 1 the fifth above, 2 the octave
    "long": ((0.0, 3.9, 0),),
    "eighths": tuple((i / 2, 0.45, 2 if i == 7 else 0) for i in range(8)),
    "offbeat": tuple((i + 0.5, 0.42, 0) for i in range(4)),
    "sub": ((0.0, 1.4, 0), (1.75, 0.7, 0), (2.5, 1.3, 0)),
    "fifths": ((0.0, 1.8, 0), (2.0, 1.8, 1)),
    "syncopated": ((0.0, 0.7, 0), (0.75, 0.2, 0), (1.5, 0.45, 2), (2.0, 0.4, 0), (2.75, 0.6, 1), (3.5, 0.4, 2)),
}
_KEYS: dict[str, tuple[tuple[float, float, float], ...]] = {
    # (start, length, loudness) of the whole chord, in beats
    "push": ((0.0, 1.4, 0.9), (1.5, 0.9, 0.7), (2.5, 0.9, 0.8), (3.5, 0.4, 0.6)),
    "offbeat": tuple((i + 0.5, 0.3, 0.8) for i in range(4)),
    "stabs": ((0.0, 0.3, 0.8), (0.75, 0.25, 0.55), (2.5, 0.35, 0.75), (3.25, 0.25, 0.5)),
    "chug": tuple((i / 2, 0.26 if i % 4 else 0.44, 1.0 if i % 4 == 0 else 0.6) for i in range(8)),
    "lazy": ((0.03, 1.8, 0.8), (2.55, 1.3, 0.65)),
    "comping": ((0.0, 0.6, 0.7), (1.67, 0.3, 0.6), (2.67, 0.9, 0.75)),
}
_BROKEN: dict[str, tuple[tuple[float, int], ...]] = {
    # (start in beats, which tone of the chord from below)
    "broken": ((0.0, 0), (0.5, 1), (1.0, 2), (1.5, 3), (2.0, 4), (2.5, 3), (3.0, 2), (3.5, 1)),
    "picking": ((0.0, 0), (0.5, 2), (1.0, 1), (1.5, 3), (2.0, 0), (2.5, 2), (3.0, 1), (3.25, 3), (3.5, 2)),
    "ostinato": tuple((i / 2, (0, 2, 1, 2)[i % 4]) for i in range(8)),
}


def _bars(section: Section, bar_s: float) -> Iterator[float]:
    return (section.start_s + index * bar_s for index in range(section.bars))


def _at(chords: tuple[Chord, ...], time_s: float) -> Chord:
    return next((chord for chord in chords if time_s < chord.end_s - 1e-6), chords[-1])


def _bass_pitch(chord: Chord, step: int) -> int:
    root = 33 + (chord.root - 33) % 12  # A1 to G sharp 2
    if step == 1:
        fifth = next((tone for tone in chord.tones if (tone - chord.root) % 12 in {6, 7, 8}), chord.root)
        return root + (fifth - root) % 12
    return root + (12 if step > 1 else 0)


def bass_notes(
    style: Style, sections: tuple[Section, ...], chords: tuple[Chord, ...], bar_s: float, ring_out_s: float
) -> tuple[Note, ...]:
    """The bass line; it leaves the intro's first half free and ends on a long root."""
    beat_s, notes = bar_s / 4, []
    for section in sections:
        for index, bar in enumerate(_bars(section, bar_s)):
            if section.name == "intro" and index < section.bars / 2:
                continue
            if section.name == "outro" and index == section.bars - 1:
                pitch = _bass_pitch(_at(chords, bar), 0)
                notes.append(Note(bar, bar_s + ring_out_s * 0.6, pitch, 0.9))
            elif style.bass == "walking":
                notes.extend(_walk(chords, bar, beat_s))
            else:
                for start, length, step in _BASS[style.bass]:
                    chord = _at(chords, bar + start * beat_s)
                    longest = chord.end_s - bar - start * beat_s
                    seconds = min(length * beat_s, longest)
                    is_new = abs(chord.start_s - bar - start * beat_s) < 1e-6  # a chord is begun on its root
                    notes.append(Note(bar + start * beat_s, seconds, _bass_pitch(chord, 0 if is_new else step), 0.9))
                    if style.bass == "long" and chord.end_s < bar + bar_s - 1e-6:
                        other = _at(chords, chord.end_s)
                        notes.append(Note(chord.end_s, bar + bar_s - chord.end_s, _bass_pitch(other, 0), 0.9))
    return tuple(notes)


def _walk(chords: tuple[Chord, ...], bar: float, beat_s: float) -> Iterator[Note]:
    chord, after = _at(chords, bar), _at(chords, bar + 4 * beat_s)
    root, goal = _bass_pitch(chord, 0), _bass_pitch(after, 0)
    third = root + (chord.tones[1] - chord.root) % 12
    line = (root, third, _bass_pitch(chord, 1), goal + (1 if goal <= root else -1))
    for beat, pitch in enumerate(line):
        yield Note(bar + beat * beat_s, beat_s * 0.92, pitch, 0.9 if beat % 2 == 0 else 0.75)


def pad_notes(
    style: Style, sections: tuple[Section, ...], chords: tuple[Chord, ...], ring_out_s: float
) -> tuple[Note, ...]:
    """Held chords, each led smoothly from the one before; the last one rings out."""
    if style.pad == "none":
        return ()
    notes: list[Note] = []
    previous: tuple[int, ...] = ()
    end_s = sections[-1].end_s
    for chord in chords:
        previous = voice(chord.tones, previous, 60)
        is_last = chord.end_s > end_s - 1e-6
        seconds = chord.end_s - chord.start_s + (ring_out_s * 0.5 if is_last else 0.0)
        notes.extend(Note(chord.start_s, seconds, pitch, 0.8) for pitch in previous)
    return tuple(notes)


def key_notes(
    style: Style,
    sections: tuple[Section, ...],
    chords: tuple[Chord, ...],
    bar_s: float,
    ring_out_s: float,
    chance: random.Random,
) -> tuple[Note, ...]:
    """The chordal instrument: struck, strummed, broken or picked by the style's pattern."""
    beat_s = bar_s / 4
    notes: list[Note] = []
    previous: tuple[int, ...] = ()
    for section in sections:
        for index, bar in enumerate(_bars(section, bar_s)):
            if section.name == "outro" and index == section.bars - 1:
                previous = voice(_at(chords, bar).tones, previous, 62)
                strum = 0.03 if style.keys in {"acoustic", "guzheng"} else 0.008
                notes.extend(
                    Note(bar + i * strum, bar_s + ring_out_s * 0.7, pitch, 0.8) for i, pitch in enumerate(previous)
                )
                continue
            for start, length, loudness, which in _pattern(style, index):
                time_s = bar + start * beat_s
                chord = _at(chords, time_s)
                previous = voice(chord.tones, previous, 57 if style.keys == "guitar" else 62)
                velocity = loudness * chance.uniform(0.9, 1.0)
                for i, pitch in enumerate(_chosen(style, chord, previous, which)):
                    strum = i * (0.012 if style.keys == "acoustic" else 0.004)
                    notes.append(Note(time_s + strum, length * beat_s, pitch, velocity))
    return tuple(notes)


def _pattern(style: Style, index: int) -> Iterator[tuple[float, float, float, int]]:
    """Yield start, length in beats, loudness and which tone (-1: all) for one bar."""
    if style.keys_pattern == "runs":
        for i in range(8):
            if (i + index) % 8 not in {3, 6}:
                yield i / 2, 1.6, 0.85 if i % 4 == 0 else 0.6, (0, 2, 4, 5, 6, 5, 4, 2)[(i + 3 * (index % 2)) % 8]
        return
    if style.keys_pattern in _BROKEN:
        for start, which in _BROKEN[style.keys_pattern]:
            length = 0.4 if style.keys_pattern == "ostinato" else 1.5
            yield start, length, 0.85 if start % 2 == 0 else 0.62, which
        return
    for start, length, loudness in _KEYS[style.keys_pattern]:
        yield start, length, loudness, -1


def _chosen(style: Style, chord: Chord, voiced: tuple[int, ...], which: int) -> tuple[int, ...]:
    if style.keys == "guitar":  # power chords: thirds turn to mud in the distortion
        root = 40 + (chord.root - 40) % 12
        return (root, root + 7, root + 12)
    if which < 0:
        return voiced
    ladder = [pitch + octave for octave in (-12, 0, 12, 24) for pitch in voiced]
    first = len(voiced) if style.keys in {"bell", "guzheng"} else 1
    return (ladder[min(first + which, len(ladder) - 1)],)


def run_notes(
    style: Style, sections: tuple[Section, ...], chords: tuple[Chord, ...], bar_s: float, chance: random.Random
) -> tuple[Note, ...]:
    """The sixteenths that lift the chorus, where the style has an arpeggio."""
    if not style.arpeggio:
        return ()
    order = chance.choice(((0, 1, 2, 3, 2, 1), (0, 2, 1, 3), (3, 2, 1, 0), (0, 1, 2, 1, 3, 2)))
    notes: list[Note] = []
    step_s = bar_s / 16
    for section in sections:
        if section.name == "outro" or (section.name == "verse" and style.energy < 0.9):
            continue
        previous: tuple[int, ...] = ()
        for bar in _bars(section, bar_s):
            for step in range(16):
                if section.name == "intro" and step % 2:
                    continue
                time_s = bar + step * step_s
                previous = voice(_at(chords, time_s).tones, previous, 72)
                ladder = (*previous, previous[0] + 12)
                accent = 0.9 if step % 4 == 0 else 0.6
                notes.append(Note(time_s, step_s * 0.9, ladder[order[step % len(order)] % len(ladder)], accent))
    return tuple(notes)
