"""Drum patterns: sixteen sixteenths a bar, louder where the letter is a capital."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
_LIVELY = 0.5


def drum_hits(style: Style, sections: tuple[Section, ...], bar_s: float, chance: random.Random) -> tuple[Hit, ...]:
    """Every stroke of the song, in time order, the off sixteenths swung as the style asks."""
    groove = _GROOVES[style.groove]
    hits: list[Hit] = []
    for section in sections:
        for index in range(section.bars):
            bar = section.start_s + index * bar_s
            is_last = index == section.bars - 1
            if section.name == "outro" and is_last:
                hits.extend(_last_stroke(style, groove, bar))
                continue
            pattern = groove["chorus" if section.name == "chorus" else "verse"]
            for drum, steps in pattern.items():
                if (
                    section.name == "intro"
                    and index < section.bars / 2
                    and drum not in {"hat", "shaker", "ride", "wood"}
                ):
                    continue
                has_fill = is_last and section.name in {"verse", "intro"} and style.energy > _LIVELY
                for step, mark in enumerate(steps):
                    if mark == "." or (has_fill and step >= 12 and drum in {"snare", "hat", "kick"}):
                        continue
                    loud = (1.0 if mark == "X" else 0.6) * chance.uniform(0.92, 1.0)
                    hits.append(Hit(bar + _time(step, bar_s, style), drum, loud))
                if has_fill and drum == "snare":
                    hits.extend(
                        Hit(bar + step * bar_s / 16, "snare" if step < 14 else "tom", 0.55 + 0.12 * (step - 12))
                        for step in range(12, 16)
                    )
        if section.name == "chorus":
            hits.append(Hit(section.start_s, "gong" if style.groove == "chinese" else "crash", 0.5 + style.energy / 2))
    return tuple(sorted(hits, key=lambda hit: (hit.start_s, hit.drum)))


def _time(step: int, bar_s: float, style: Style) -> float:
    sixteenth_s = bar_s / 16
    if style.groove == "jazz" and step % 4 == 3:
        return (step - 1 / 3) * sixteenth_s  # a triplet's last third
    return (step + (style.swing if step % 2 else 0.0)) * sixteenth_s


def _last_stroke(style: Style, groove: dict[str, dict[str, str]], bar: float) -> list[Hit]:
    low = next((drum for drum in ("kick", "boom", "taiko") if drum in groove["chorus"]), "kick")
    return [Hit(bar, low, 0.9), Hit(bar, "gong" if style.groove == "chinese" else "crash", 0.4 + style.energy / 2)]
