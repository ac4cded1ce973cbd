"""From words to a song: tempo, key, form, chords and the parts."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

from mvdemo.music import arrangement
from mvdemo.music.accompaniment import bass_notes, key_notes, pad_notes, run_notes
from mvdemo.music.drums import drum_hits
from mvdemo.music.harmony import Chord, chord_tones
from mvdemo.music.melody import sing
from mvdemo.music.song import Note, Section, Song
from mvdemo.music.styles import Style, choose_mode, choose_style, choose_tempo, mentions

if TYPE_CHECKING:
    from mvdemo.music.brief import Brief

RING_OUT_S = 2.5
_FORMS = {
    1: (0, 0, 1, 0),
    2: (0, 1, 1, 0),
    3: (0, 1, 1, 1),
    4: (1, 1, 1, 1),
    5: (1, 1, 2, 1),
    6: (1, 2, 2, 1),
    7: (1, 2, 3, 1),
    8: (1, 2, 4, 1),
    9: (1, 3, 4, 1),
    10: (1, 4, 4, 1),
    11: (2, 4, 4, 1),
    12: (2, 4, 4, 2),
    13: (2, 4, 6, 1),
    14: (2, 4, 6, 2),
    15: (2, 4, 8, 1),
    16: (2, 4, 8, 2),
    17: (4, 4, 8, 1),
    18: (4, 4, 8, 2),
}
_FEMALE = ("female", "woman", "girl", "soprano", "女声", "女生", "女孩", "姑娘")
_MALE = ("male", "man", "boy", "tenor", "baritone", "男声", "男生", "男孩")
_OTHER_SCALE = {
    "major": (((0, 4, 5, 3), (0, 5, 3, 4)), ((3, 4, 5, 0), (5, 3, 0, 4))),
    "minor": (((0, 5, 2, 6), (0, 3, 5, 6)), ((5, 6, 0, 2), (3, 5, 0, 6))),
}


def compose(brief: Brief) -> Song:
    """Compose a song for the words; equal words give an equal song."""
    settings = random.Random(brief.seed("arrangement"))
    style = arrangement.chosen(choose_style(brief), settings)
    tune = random.Random(brief.seed("tune"))
    tune.random()  # where the tempo once came from: the first take stays what it was
    # As fast in every take, and so as long in every part: a form can say beforehand how many lines will be sung.
    first_take = replace(brief, take=1, is_taster=False)
    tempo = choose_tempo(style, brief, random.Random(first_take.seed("tune")).random())
    tonic = tune.randrange(12)
    scale, melody_scale = choose_mode(style, brief)
    bar_s = 240 / tempo
    count = min(max(round(brief.body_s / bar_s), 2), max(_FORMS))
    sections = _sections(count, bar_s)
    body_s = count * bar_s
    bars = tuple(index * bar_s for index in range(count + 1))
    beats = tuple(index * bar_s / 4 for index in range(count * 4))
    chords = _chords(style, tune, sections, tonic, scale, bar_s)
    ring_out_s = min(RING_OUT_S, body_s / 4)
    parts: dict[str, tuple[Note, ...]] = {
        "bass": bass_notes(style, sections, chords, bar_s, ring_out_s),
        "pad": pad_notes(style, sections, chords, ring_out_s),
        "keys": key_notes(style, sections, chords, bar_s, ring_out_s, random.Random(brief.seed("keys"))),
        "arpeggio": run_notes(style, sections, chords, bar_s, random.Random(brief.seed("arpeggio"))),
    }
    voice = _voice(brief, tune)
    lines = sing(brief, style, sections, chords, bar_s, tonic, melody_scale, is_male=voice == "male")
    if brief.instrumental:
        octave = 12 if voice == "male" else 0
        parts["lead"] = tuple(
            Note(note.start_s, note.duration_s, note.pitch + octave, 0.8) for line in lines for note in line.notes
        )
    parts = arrangement.arrange(style, parts, sections, bar_s, settings)
    duration_s = _to_frames(body_s + ring_out_s)
    return Song(
        style=style,
        seed=brief.seed("sound"),
        tempo=tempo,
        tonic=tonic,
        scale=scale,
        melody_scale=melody_scale,
        sections=(*sections[:-1], replace(sections[-1], end_s=duration_s)),
        bars=bars,
        beats=beats,
        chords=chords,
        hits=drum_hits(style, sections, bar_s, random.Random(brief.seed("drums"))),
        parts=parts,
        lines=lines,
        voice="none" if brief.instrumental else voice,
        duration_s=duration_s,
    )


def _to_frames(seconds: float) -> float:
    """Round up to a whole number of frames at 12 (so also 24) a second: sound and picture end together."""
    return -(-seconds * 12 // 1) / 12


def _voice(brief: Brief, tune: random.Random) -> str:
    draw = tune.random()  # drawn always, so that asking for a voice changes nothing else
    if brief.vocal_gender in {"female", "male"}:
        return brief.vocal_gender
    words = f"{brief.style} {brief.prompt}"
    female, male = mentions(words, _FEMALE), mentions(words, _MALE)
    if female != male:
        return "female" if female > male else "male"
    return "female" if draw < 0.6 else "male"


def _sections(count: int, bar_s: float) -> tuple[Section, ...]:
    sections, first = [], 0
    for name, bars in zip(("intro", "verse", "chorus", "outro"), _FORMS[count], strict=True):
        if bars:
            energy = arrangement.ENERGY[name]
            sections.append(Section(name, first * bar_s, (first + bars) * bar_s, bars, energy))
            first += bars
    return tuple(sections)


def _chords(
    style: Style, tune: random.Random, sections: tuple[Section, ...], tonic: int, scale: str, bar_s: float
) -> tuple[Chord, ...]:
    verses, choruses = (style.verse, style.chorus) if scale == style.scale else _OTHER_SCALE[scale]
    verse, chorus = tune.choice(verses), tune.choice(choruses)
    chords: list[Chord] = []
    for section in sections:
        progression = chorus if section.name == "chorus" else verse
        # A short section still hears its whole progression: two chords a bar.
        per_bar = 2 if section.bars % 4 == 2 and bar_s > 2.4 and section.name != "intro" else 1
        if section.name == "outro":
            progression, per_bar = (0, 0, 0, 0), 1
        for index in range(section.bars * per_bar):
            degree = progression[index % 4]
            start_s = section.start_s + index * bar_s / per_bar
            tones = chord_tones(tonic, scale, degree, sevenths=style.sevenths, is_open=style.pad == "open")
            chords.append(Chord(start_s, start_s + bar_s / per_bar, tones[0], tones))
    return tuple(chords)
