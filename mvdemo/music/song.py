"""A composed song as lists of what sounds when; everything on screen is driven by them too."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mvdemo.music.harmony import Chord
    from mvdemo.music.lyrics import Line
    from mvdemo.music.styles import Style


@dataclass(frozen=True)
class Note:
    """One note of an instrument; pitch is a MIDI number, velocity 0 to 1."""

    start_s: float
    duration_s: float
    pitch: int
    velocity: float


@dataclass(frozen=True)
class Hit:
    """One stroke of the drum kit."""

    start_s: float
    drum: str
    velocity: float


@dataclass(frozen=True)
class Sung:
    """One syllable of the voice."""

    start_s: float
    duration_s: float
    pitch: int
    vowel: str
    is_onset: bool
    """Whether it starts a line, which takes a softer attack."""
    consonant: str = ""
    """What is heard before its vowel: hiss, burst, breath, hum or nothing."""


@dataclass(frozen=True)
class SungLine:
    """One line with the time each of its syllables is sung."""

    line: Line
    start_s: float
    """Where its first bar starts; a pickup is sung before that."""
    end_s: float
    notes: tuple[Sung, ...]


@dataclass(frozen=True)
class Section:
    """A part of the form: intro, verse, chorus or outro."""

    name: str
    start_s: float
    end_s: float
    bars: int
    energy: float = 1.0
    """How much is going on, from 0 to 1; the chorus is 1."""


@dataclass(frozen=True)
class Song:
    """Everything a renderer needs; all times in seconds from the first sample."""

    style: Style
    seed: int
    tempo: float
    tonic: int
    scale: str
    melody_scale: str
    sections: tuple[Section, ...]
    bars: tuple[float, ...]
    """Where each bar starts, and where the last one ends."""
    beats: tuple[float, ...]
    chords: tuple[Chord, ...]
    hits: tuple[Hit, ...]
    parts: dict[str, tuple[Note, ...]] = field(repr=False)
    """Notes by part: bass, pad, keys, arpeggio, lead."""
    lines: tuple[SungLine, ...]
    voice: str
    """``female``, ``male`` or ``none``."""
    duration_s: float

    @property
    def beat_s(self) -> float:
        """Seconds a beat."""
        return 60 / self.tempo

    @property
    def kicks(self) -> tuple[float, ...]:
        """When the low drum is struck."""
        return tuple(hit.start_s for hit in self.hits if hit.drum in {"kick", "boom", "taiko"})

    def section(self, name: str) -> Section:
        """The part of that name, or the longest one where a very short song has none such."""
        named = [section for section in self.sections if section.name == name]
        return named[0] if named else max(self.sections, key=lambda section: section.end_s - section.start_s)

    def chord_at(self, time_s: float) -> Chord:
        """The chord that sounds at a time."""
        return next((chord for chord in self.chords if time_s < chord.end_s - 1e-6), self.chords[-1])
