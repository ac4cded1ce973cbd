"""Drum patterns: sixteen sixteenths a bar, louder where the letter is a capital."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvdemo.music.arrangement import has_breath
from mvdemo.music.song import Hit, Section

if TYPE_CHECKING:
    import random

    from mvdemo.music.styles import Style

_GROOVES: dict[str, dict[str, dict[str, str]]] = {
    "pop": {
        "verse": {
            "kick": "X.....x.X.......",
            "snare": "....X.......X...",
            "hat": "x.x.x.x.x.x.x.x.",
        },
        "chorus": {
            "kick": "X..x..x.X..x....",
            "snare": "....X.......X..x",
            "hat": "x.xxx.x.x.xxx.x.",
            "clap": "....X.......X...",
            "shaker": "xxxxxxxxxxxxxxxx",
        },
    },
    "ballad": {
        "verse": {
            "kick": "X...............",
            "rim": "........X.......",
            "shaker": "x...x...x...x...",
        },
        "chorus": {
            "kick": "X.........x.....",
            "soft_snare": "........X.......",
            "hat": "x...x...x...x...",
            "tom": "..............x.",
        },
    },
    "four": {
        "verse": {
            "kick": "X...X...X...X...",
            "clap": "....X.......X...",
            "hat": "..X...X...X...X.",
        },
        "chorus": {
            "kick": "X...X...X...X...",
            "clap": "....X.......X...",
            "open_hat": "..X...X...X...X.",
            "hat": "x.xxx.xxx.xxx.xx",
        },
    },
    "hiphop": {
        "verse": {
            "kick": "X......x..X.....",
            "snare": "....X.......X...",
            "hat": "x.x.x.x.x.x.x.x.",
        },
        "chorus": {
            "kick": "X..x...x..X..x..",
            "snare": "....X.......X...",
            "hat": "x.xxx.x.xxx.x.xx",
            "clap": "....X.......X...",
        },
    },
    "rock": {
        "verse": {
            "kick": "X.......X.x.....",
            "snare": "....X.......X...",
            "hat": "X.x.X.x.X.x.X.x.",
        },
        "chorus": {
            "kick": "X..x..X.X.x...x.",
            "snare": "....X.......X...",
            "ride": "X.x.X.x.X.x.X.x.",
        },
    },
    "lofi": {
        "verse": {
            "kick": "X......x..x.....",
            "rim": "....X.......X...",
            "hat": "x.x.x.x.x.x.x.x.",
        },
        "chorus": {
            "kick": "X......x.xx.....",
            "soft_snare": "....X.......X...",
            "hat": "x.x.x.xxx.x.x.x.",
            "shaker": "..x...x...x...x.",
        },
    },
    "folk": {
        "verse": {
            "kick": "X.......x.......",
            "shaker": "x.x.X.x.x.x.X.x.",
        },
        "chorus": {
            "kick": "X.....x.X.......",
            "clap": "....X.......X...",
            "shaker": "x.x.X.x.x.x.X.x.",
            "tom": "..............x.",
        },
    },
    "chinese": {
        "verse": {
            "wood": "X.......x...x...",
            "boom": "X...............",
        },
        "chorus": {
            "boom": "X.........x.....",
            "tom": "........x.....x.",
            "wood": "X...x...x...x...",
            "gong": "................",
        },
    },
    "jazz": {
        "verse": {
            "ride": "X...X..xX...X..x",
            "hat": "....x.......x...",
            "kick": "X.......x.......",
        },
        "chorus": {
            "ride": "X...X..xX...X..x",
            "rim": "....X.......X...",
            "kick": "X.....x.x......x",
            "soft_snare": "..........x.....",
        },
    },
    "funk": {
        "verse": {
            "kick": "X.....x...x.....",
            "snare": "....X..x.x..X...",
            "hat": "x.xxx.xxx.xxx.xx",
        },
        "chorus": {
            "kick": "X..x..x...x..x..",
            "snare": "....X..x.x..X..x",
            "hat": "x.xxx.xxx.xxx.xx",
            "clap": "....X.......X...",
        },
    },
    "epic": {
        "verse": {
            "taiko": "X.......x.......",
            "tom": "............x.x.",
        },
        "chorus": {
            "taiko": "X..x..X.X..x..X.",
            "tom": "..x.x.....x.x.xx",
            "soft_snare": "....x.......x...",
        },
    },
    "toy": {
        "verse": {
            "kick": "X.......X.......",
            "wood": "....X.......X...",
        },
        "chorus": {
            "kick": "X.......X.......",
            "clap": "....X.......X...",
            "shaker": "x.x.x.x.x.x.x.x.",
            "wood": "....x.......x.x.",
        },
    },
}
_FILLS: dict[str, tuple[dict[str, str], ...]] = {
    # the last half of a bar; whatever the groove plays there from the first of these strokes on is left out
    "pop": ({"snare": "....x.xX"}, {"snare": "x..x..XX", "tom": "..x..x.."}, {"tom": "....xxXX"}),
    "ballad": ({"tom": "....x.XX"}, {"soft_snare": "....x.x.", "tom": ".....x.X"}),
    "four": ({"clap": "x...x.xX"}, {"snare": "x.x.xxXX"}),
    "hiphop": ({"snare": "....xxXx"}, {"hat": "xxxxxxxx", "snare": "......XX"}),
    "rock": ({"snare": "x.x.xxXX"}, {"tom": "x.xxX.XX", "snare": ".x..x..."}),
    "lofi": ({"rim": "....x.xx"}, {"soft_snare": "...x..Xx"}),
    "folk": ({"tom": "....x.XX"}, {"clap": "....X.XX"}),
    "chinese": ({"tom": "x.x.xxXX"}, {"wood": "....xxxX", "boom": "......X."}),
    "jazz": ({"soft_snare": "...x.xXX"}, {"tom": "...x..X.", "rim": "....x..X"}),
    "funk": ({"snare": "..x.xxXx"}, {"tom": "....x.XX", "snare": "x..x...."}),
    "epic": ({"taiko": "x.x.xxXX", "tom": ".x.x...."}, {"tom": "x.xxxxXX"}),
    "toy": ({"wood": "....x.XX"}, {"clap": "....X.X.", "wood": ".....x.X"}),
}
_LOW = frozenset({"kick", "boom", "taiko"})
_TIMES = frozenset({"hat", "shaker", "ride", "wood"})
_CRASHES = {"chinese": "gong"}
_LOOSE_S = {"kick": 0.0015, "boom": 0.002, "taiko": 0.002, "hat": 0.004, "shaker": 0.005, "ride": 0.004}
"""How far a stroke may be from its place, either way; what is not here, 3 ms."""
_LAID_BACK_S = {"hiphop": 0.008, "lofi": 0.01, "funk": 0.006, "jazz": 0.005}
"""How much the snare is behind."""
_BACKBEAT = frozenset({"snare", "soft_snare", "rim", "clap"})
_MACHINE = "four"
SWELL_S = 1.4
"""How long the cymbal that leads into the chorus takes to rise."""


def drum_hits(style: Style, sections: tuple[Section, ...], bar_s: float, chance: random.Random) -> tuple[Hit, ...]:
    """Every stroke of the song, in time order, the off sixteenths swung as the style asks.

    The drums rest for a bar before the chorus and fill the ends of the sections and the chorus's middle.
    """
    groove = {
        name: {drum: _varied(drum, steps, chance) for drum, steps in pattern.items()}
        for name, pattern in _GROOVES[style.groove].items()
    }
    fills = _FILLS[style.groove]
    hits: list[Hit] = []
    for number, section in enumerate(sections):
        pattern = groove["chorus" if section.name == "chorus" else "verse"]
        breathes = has_breath(sections, number)
        for index in range(section.bars):
            bar = section.start_s + index * bar_s
            left = section.bars - index
            if section.name == "outro" and left == 1:
                hits.extend(_last_stroke(style, groove, bar))
                continue
            if breathes and left == 1:
                continue
            is_bare = section.name == "intro" and index < section.bars / 2
            has_fill = left == (2 if breathes else 1) and section.name != "outro" and not (is_bare and left > 1)
            has_fill = has_fill or (section.name == "chorus" and section.bars >= 4 and left == section.bars // 2 + 1)
            fill = chance.choice(fills) if has_fill else {}
            first = 16 - max((len(steps.lstrip(".")) for steps in fill.values()), default=0)
            for drum, steps in pattern.items():
                if is_bare and drum not in _TIMES:
                    continue
                played = steps[:first] + "." * (16 - first)
                hits.extend(_strokes(style, drum, played, bar, bar_s, section.energy, chance))
            for drum, steps in fill.items():
                hits.extend(_strokes(style, drum, "." * 8 + steps, bar, bar_s, 1.0, chance))
        if section.name == "chorus":
            crash = _CRASHES.get(style.groove, "crash")
            hits.append(Hit(section.start_s, crash, 0.5 + style.energy / 2))
            if section.start_s > SWELL_S:
                hits.append(Hit(section.start_s - SWELL_S, "swell", 0.5 + style.energy / 2))
    return tuple(sorted(hits, key=lambda hit: (hit.start_s, hit.drum)))


def _varied(drum: str, steps: str, chance: random.Random) -> str:
    """The weak strokes of low drums and woods fall elsewhere in each song, the strong ones never do."""
    weak = [place for place, mark in enumerate(steps) if mark == "x"]
    if drum not in _LOW | {"wood", "tom"} or len(weak) > 3:
        return steps
    free = [place for place in (3, 6, 7, 8, 10, 11, 14) if steps[place] != "X"]
    places = set(chance.sample(free, len(weak)))
    return "".join("X" if mark == "X" else "x" if place in places else "." for place, mark in enumerate(steps))


def _strokes(
    style: Style, drum: str, steps: str, bar: float, bar_s: float, energy: float, chance: random.Random
) -> list[Hit]:
    """One drum's strokes in a bar: softer where less is going on, the beat accented, none quite in its place."""
    machine = 0.5 if style.groove == _MACHINE else 1.0
    loose_s = _LOOSE_S.get(drum, 0.003) * machine
    behind_s = _LAID_BACK_S.get(style.groove, 0.0) * (drum in _BACKBEAT)
    hits = []
    for step, mark in enumerate(steps):
        if mark == ".":
            continue
        accent = 1.0 if mark == "X" else 0.62 if step % 4 == 0 else 0.5
        loud = accent * (0.7 + 0.3 * energy) * chance.uniform(0.88, 1.0)
        off_s = behind_s + max(-2.5, min(2.5, chance.gauss(0, 1))) * loose_s
        hits.append(Hit(max(bar + _time(step, bar_s, style) + off_s, 0.0), drum, loud))
    return hits


def _time(step: int, bar_s: float, style: Style) -> float:
    sixteenth_s = bar_s / 16
    if style.groove == "jazz" and step % 4 == 3:
        return (step - 1 / 3) * sixteenth_s  # a triplet's last third
    return (step + (style.swing if step % 2 else 0.0)) * sixteenth_s


def _last_stroke(style: Style, groove: dict[str, dict[str, str]], bar: float) -> list[Hit]:
    low = next((drum for drum in groove["chorus"] if drum in _LOW), "kick")
    return [Hit(bar, low, 0.9), Hit(bar, _CRASHES.get(style.groove, "crash"), 0.4 + style.energy / 2)]
