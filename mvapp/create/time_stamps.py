"""Lyrics as karaoke sites and players give them, with a time at each line or word: LRC, SRT and WebVTT."""

import re
from typing import Final

_CLOCK: Final = r"(\d{1,3}):(\d{2}(?:[.:,]\d{1,3}){0,2})"
_STAMP: Final = re.compile(rf"[\[<【［]\s{{0,3}}{_CLOCK}\s{{0,3}}[\]>】］]")
_LEADING: Final = re.compile(rf"\s*(?!<){_STAMP.pattern}")
_MOST_TIMES: Final = 20
_CUE: Final = re.compile(rf"\s*{_CLOCK}\s+-->|WEBVTT")
_HEADER: Final = re.compile(
    r"\s*\[(?:ti|ar|al|au|lr|by|ed|re|ve|id|la|lang|language|offset|length|total|tool|encoding|hash|sign|qq|kana|#)"
    r"\s?[:：].*\]\s*",
    re.IGNORECASE,
)
_CREDIT: Final = re.compile(
    r"\s*(?:作?[词詞曲]|填[词詞]|[编編]曲|[监監][制製]|[制製]作人?|演唱|原唱|歌手|混音|母[带帶]|[录錄]音|出品|[发發]行|"
    r"(?:lyrics|music|words|written|composed|produced|arranged) by)\s?[:：]",
    re.IGNORECASE,
)
"""Who made it, as players show it before the first words; only in a line with a time of its own."""


def without_stamps(lyrics: str) -> str:
    """The lines in the order they are sung, one with several times each time; without times, headers and credits."""
    timed: list[tuple[float, list[str]]] = []
    lines: list[str] = []
    is_repeated = False
    for line in lyrics.splitlines():
        if _CUE.match(line):
            _take_back_number(lines)
            continue
        times_s, words = _times_s(line), _STAMP.sub("", line)
        if _HEADER.fullmatch(line) or (times_s and _CREDIT.match(words)):
            continue
        lines.append(line if words == line else re.sub(" {2,}", " ", words))
        if times_s:
            # What stands above a timed line, such as its section, goes where it goes.
            timed += [(at_s, lines) for at_s in times_s]
            lines = []
            is_repeated |= len(times_s) > 1
    if is_repeated:
        timed.sort(key=lambda one: one[0])
    return "\n".join([*(line for _, block in timed for line in block), *lines])


def has_times(lyrics: str) -> bool:
    """Whether lines begin with the times when they are sung, as in an `.lrc`."""
    return any(_times_s(line) for line in lyrics.splitlines())


def _times_s(line: str) -> list[float]:
    """The times at the beginning of a line, in seconds; in <…> stand those of single words."""
    found: list[float] = []
    position = 0
    while len(found) < _MOST_TIMES and (stamp := _LEADING.match(line, position)) is not None:
        found.append(60 * int(stamp[1]) + float(".".join(re.split("[.:,]", stamp[2])[:2])))
        position = stamp.end()
    return found


def _take_back_number(lines: list[str]) -> None:
    """Drop the number above a subtitle's time, and the empty line above that: it parts lines, not verses."""
    if lines and lines[-1].strip().isdecimal():
        lines.pop()
    while lines and not lines[-1].strip():
        lines.pop()
