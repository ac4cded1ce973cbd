"""How one song of a style is set: who plays what, and what each section leaves out, so that there is a way to go up."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import random

    from mvdemo.music.song import Note, Section
    from mvdemo.music.styles import Style

ENERGY = {"intro": 0.3, "verse": 0.45, "chorus": 1.0, "outro": 0.5}
"""How much is going on in a section."""
_CHOICES: dict[str, dict[str, tuple[str, ...]]] = {
    "pop": {
        "bass": ("eighths", "syncopated"), "pad": ("supersaw", "warm"), "keys": ("piano", "epiano"),
        "keys_pattern": ("push", "stabs", "broken"), "lead": ("bell", "square", "flute"),
        "arpeggio": ("pluck", "bell", "saw"),
    },
    "ballad": {
        "bass": ("long", "fifths"), "pad": ("strings", "warm"), "keys": ("piano", "piano", "epiano"),
        "keys_pattern": ("broken", "picking", "lazy"), "lead": ("flute", "horn"),
    },
    "electronic": {
        "bass": ("offbeat", "eighths"), "keys": ("stab", "saw"), "keys_pattern": ("offbeat", "stabs", "push"),
        "lead": ("square", "bell"), "arpeggio": ("saw", "pluck", "square"),
    },
    "hip-hop": {
        "bass": ("sub", "syncopated"), "pad": ("dark", "strings"), "keys": ("epiano", "piano", "bell"),
        "keys_pattern": ("stabs", "lazy", "broken"), "lead": ("bell", "flute", "pluck"),
    },
    "rock": {"bass": ("eighths", "syncopated"), "pad": ("organ", "strings"), "keys_pattern": ("chug", "push")},
    "lo-fi": {
        "bass": ("long", "sub"), "pad": ("dark", "warm"), "keys": ("epiano", "piano"),
        "keys_pattern": ("lazy", "comping", "broken"), "lead": ("pluck", "flute", "bell"),
    },
    "folk": {
        "bass": ("fifths", "long"), "pad": ("warm", "strings"), "keys_pattern": ("picking", "broken", "push"),
        "lead": ("whistle", "flute"),
    },
    "chinese": {"bass": ("fifths", "long"), "keys_pattern": ("runs", "picking", "broken"), "lead": ("erhu", "flute")},
    "jazz": {
        "keys": ("epiano", "piano"), "keys_pattern": ("comping", "lazy", "stabs"), "lead": ("sax", "flute"),
    },
    "r&b": {
        "bass": ("syncopated", "sub"), "pad": ("warm", "strings"), "keys": ("epiano", "piano"),
        "keys_pattern": ("stabs", "comping", "push"), "lead": ("sax", "bell"),
    },
    "cinematic": {
        "bass": ("long", "eighths"), "keys": ("strings_short", "piano"), "keys_pattern": ("ostinato", "broken"),
        "lead": ("horn", "flute"),
    },
    "children": {
        "bass": ("fifths", "offbeat"), "keys": ("bell", "pluck", "piano"), "keys_pattern": ("broken", "offbeat"),
        "lead": ("whistle", "flute", "bell"),
    },
}  # fmt: skip
_OPENINGS = (frozenset({"keys", "pad"}), frozenset({"bass", "keys"}), frozenset({"pad", "arpeggio", "keys"}),
             frozenset({"bass", "pad", "arpeggio"}))  # fmt: skip
_LATE_S = {"bass": 0.006, "keys": 0.01, "lead": 0.012}
"""How much behind the beat each may be; sixteenths and pads are played by a machine or have no edge."""
_MACHINE = "four"


def chosen(style: Style, chance: random.Random) -> Style:
    """A style with one of its instruments and figures for each part."""
    choices: dict[str, Any] = {name: chance.choice(options) for name, options in _CHOICES[style.name].items()}
    return replace(style, **choices)


def has_breath(sections: tuple[Section, ...], index: int) -> bool:
    """Whether the drums are silent in the last bar of a section: the one before a chorus, if it has another bar."""
    following = sections[index + 1].name if index + 1 < len(sections) else ""
    return following == "chorus" and sections[index].bars > 1


def arrange(
    style: Style, parts: dict[str, tuple[Note, ...]], sections: tuple[Section, ...], bar_s: float, chance: random.Random
) -> dict[str, tuple[Note, ...]]:
    """Leave out, soften, double and loosen what the parts play, section by section."""
    opening = chance.choice(_OPENINGS) | {"lead"}
    if style.pad == "none":
        opening |= {"keys"}
    rests = chance.choice(("pad", "keys")) if style.pad != "none" else "none"
    doubled = chance.choice(("keys", "pad") if style.pad != "none" else ("keys",))
    everyone_stops = chance.random() < 0.5
    machine = 0.2 if style.groove == _MACHINE else 1.0
    arranged: dict[str, tuple[Note, ...]] = {}
    for part, notes in parts.items():
        found: list[Note] = []
        late: dict[float, float] = {}
        for note in notes:
            index = next((i for i, one in enumerate(sections) if note.start_s < one.end_s - 0.02), len(sections) - 1)
            section = sections[index]
            at_bar = (note.start_s - section.start_s) / bar_s + 1e-6
            if section.name == "intro" and part not in opening:
                continue
            if section.name == "verse" and part == rests and at_bar < section.bars / 2:
                continue
            in_breath = has_breath(sections, index) and at_bar > section.bars - 0.75
            if everyone_stops and in_breath and part not in {"pad", "lead"}:
                continue
            behind = late.setdefault(note.start_s, chance.uniform(0, _LATE_S.get(part, 0.0) * machine))
            velocity = note.velocity * (0.62 + 0.38 * section.energy)
            found.append(replace(note, start_s=note.start_s + behind, velocity=velocity))
            if section.name == "chorus" and part == doubled:
                found.append(replace(found[-1], pitch=note.pitch + 12, velocity=velocity * 0.5))
        arranged[part] = tuple(found)
    return arranged
