"""Scales, chords and how chords are led into each other. Pitches are MIDI numbers."""

from __future__ import annotations

from dataclasses import dataclass

SCALES: dict[str, tuple[int, ...]] = {
    "major": (0, 2, 4, 5, 7, 9, 11),
    "minor": (0, 2, 3, 5, 7, 8, 10),
    "major_pentatonic": (0, 2, 4, 7, 9),
    "minor_pentatonic": (0, 3, 5, 7, 10),
    "gong": (0, 2, 4, 7, 9),
}


@dataclass(frozen=True)
class Chord:
    """One chord of the song with the time it sounds."""

    start_s: float
    end_s: float
    root: int
    """Pitch class of the root, 0 to 11."""
    tones: tuple[int, ...]
    """Pitch classes, the root first."""


def chord_tones(tonic: int, scale: str, degree: int, *, sevenths: bool, is_open: bool) -> tuple[int, ...]:
    """Stack thirds on a degree of a seven-note scale; an open chord has a second instead of its third."""
    steps = SCALES[scale]
    stack = (0, 1, 4) if is_open else (0, 2, 4, 6) if sevenths else (0, 2, 4)
    return tuple((tonic + steps[(degree + step) % 7]) % 12 for step in stack)


def voice(tones: tuple[int, ...], previous: tuple[int, ...], centre: int) -> tuple[int, ...]:
    """Pitches for a chord near ``centre`` that move little from the chord before."""
    candidates = []
    for inversion in range(len(tones)):
        order = tones[inversion:] + tones[:inversion]
        for lowest in range(centre - 14, centre + 3):
            if lowest % 12 != order[0]:
                continue
            pitches = [lowest]
            for tone in order[1:]:
                pitches.append(pitches[-1] + ((tone - pitches[-1]) % 12 or 12))
            candidates.append(tuple(pitches))

    def cost(pitches: tuple[int, ...]) -> float:
        middle = abs(sum(pitches) / len(pitches) - centre)
        if len(previous) != len(pitches):
            return middle
        return sum(abs(a - b) for a, b in zip(pitches, previous, strict=True)) + middle * 0.7

    return min(candidates, key=cost)
