"""Lyrics as a songwriter looks at them: lines, words, sections, and how long they take to sing."""

import re
from dataclasses import dataclass

__all__ = ["SECTIONS", "LyricsCount", "clock", "count", "tidy", "with_section"]

SECTIONS = ("Intro", "Verse", "Pre-Chorus", "Chorus", "Bridge", "Outro")
"""The tags that music models read, in the order of a song; never translated."""

LONGEST_SONG_S = 240.0
"""A full song is rarely longer; what is beyond may be left out."""
TASTER_S = 30.0

_HANZI = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7af"
_WORD = re.compile(rf"[{_HANZI}]|[^\W_{_HANZI}]+(?:['’-][^\W_{_HANZI}]+)*")
_CHARACTER = re.compile(f"[{_HANZI}]")
_TAG = re.compile(r"^\s*[\[【［].{1,40}[\]】］]\s*$")
_VOWELS = re.compile(r"[aeiouyàâäéèêëîïôöùûüæœáíóúñ]+", re.IGNORECASE)

_SYLLABLES_A_SECOND = 2.7
_SHORTEST_LINE_S = 2.4
_BREATH_S = 0.5
_BETWEEN_SECTIONS_S = 4.0
_BEGINNING_AND_END_S = 12.0


@dataclass(frozen=True)
class LyricsCount:
    """What there is to sing."""

    lines: int
    """Lines with words in them; section tags are not sung."""
    words: int
    """Words; in Chinese, characters."""
    is_chinese: bool
    """Whether most of the words are characters."""
    seconds: tuple[float, float]
    """About how long the song runs with these words, shortest and longest guess; (0, 0) without words."""
    lines_in_taster: int
    """How many lines fit into thirty seconds."""

    @property
    def is_overlong(self) -> bool:
        """Whether the end of it may not make it into a full-length song."""
        return self.seconds[0] > LONGEST_SONG_S


def count(lyrics: str) -> LyricsCount:
    """Count lines and words and estimate the singing time."""
    lines = words = characters = sections = in_taster = 0
    total_s = sung_s = 0.0
    for line in lyrics.splitlines():
        if _TAG.match(line):
            sections += 1
            continue
        found = _WORD.findall(line)
        if not found:
            continue
        lines += 1
        words += len(found)
        characters += sum(1 for word in found if _CHARACTER.match(word))
        sung_s += max(_SHORTEST_LINE_S, sum(map(_syllables, found)) / _SYLLABLES_A_SECOND) + _BREATH_S
        in_taster += sung_s <= TASTER_S
    if lines:
        total_s = sung_s + _BEGINNING_AND_END_S + _BETWEEN_SECTIONS_S * max(0, sections - 1)
    return LyricsCount(lines, words, characters * 2 > words, (total_s * 0.85, total_s * 1.2), in_taster)


def clock(seconds: float) -> str:
    """Seconds as a person reads a song's length, to the next five seconds: "2:35"."""
    rounded = 5 * round(seconds / 5)
    return f"{rounded // 60}:{rounded % 60:02d}"


def tidy(lyrics: str) -> str:
    """The same words without the marks of where they were copied from: Windows line ends, tabs, blank pages."""
    lines = [line.replace("\u00a0", " ").replace("\t", " ").strip() for line in lyrics.strip("\ufeff").splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def with_section(lyrics: str, section: str) -> str:
    """The lyrics with a new `[section]` at their end, ready to be written under."""
    before = lyrics.rstrip()
    return f"{before}\n\n[{section}]\n" if before else f"[{section}]\n"


def _syllables(word: str) -> int:
    """A syllable for each character, a syllable for each group of vowels."""
    if _CHARACTER.match(word):
        return 1
    vowels = len(_VOWELS.findall(word))
    if word.lower().endswith("e") and not word.lower().endswith("le"):
        vowels -= 1
    return max(1, vowels)
