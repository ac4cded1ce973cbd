"""The words that go along with a visitor's own song, in its file's tags: as an `.lrc` where they have times."""

import re
from typing import Final

from mvapp.create.lyrics import count, sung_lines
from mvapp.create.time_stamps import has_times
from mvapp.studio.own_songs import OwnSong

_CUE: Final = re.compile(r"-->")
_OFFSET: Final = re.compile(r"^\s*\[offset\s?[:：]\s?([+-]?\d{1,7})\s?\][^\S\n]*\n?", re.IGNORECASE | re.MULTILINE)
_SUNG: Final = 0.35
"""Of the loudest moment as it is drawn: an intro or an ending that is quieter is hardly sung."""


def is_timed(lyrics: str) -> bool:
    """Whether the lines say when they are sung, as in an `.lrc`."""
    return not _CUE.search(lyrics) and has_times(lyrics)


def words_to_send(lyrics: str, song: OwnSong, part: tuple[float, float] | None) -> str:
    """The words as they stand in the tags of what is sent; "" for none.

    Args:
        lyrics: as typed, or from a file.
        song: whose they are.
        part: from when to when it is sent, in seconds; None for all of it. Without times nobody knows which lines are
            sung there: as many are taken as if all were sung evenly from where the song grows loud.
    """
    if not count(lyrics).lines:
        return ""
    if is_timed(lyrics):
        lyrics = "\n".join(lyrics.splitlines())
        return _from(lyrics, part[0]) if part is not None else lyrics
    lines = sung_lines(lyrics)
    return "\n".join(_within(lines, song, part) if part is not None else lines)


def _from(lyrics: str, start_s: float) -> str:
    """The same with times that count from a later moment: a positive offset has the words come earlier."""
    told = _OFFSET.search(lyrics)
    offset_ms = (int(told[1]) if told else 0) + round(1000 * start_s)
    return f"[offset:{offset_ms:+d}]\n" + _OFFSET.sub("", lyrics)


def _within(lines: list[str], song: OwnSong, part: tuple[float, float]) -> list[str]:
    loud = [place for place, bar in enumerate(song.loudness) if bar >= 100 * _SUNG] or [0]
    bar_s = song.seconds / len(song.loudness)
    start_s, end_s = loud[0] * bar_s, (loud[-1] + 1) * bar_s
    weights = [count(line).words for line in lines]
    kept, before = [], 0
    for line, weight in zip(lines, weights, strict=True):
        middle_s = start_s + (end_s - start_s) * (before + weight / 2) / sum(weights)
        before += weight
        if part[0] <= middle_s < part[1]:
            kept.append(line)
    return kept
