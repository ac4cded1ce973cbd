"""Lyrics as a songwriter looks at them: lines, words, sections, and how long they take to sing."""

import re
import unicodedata
from dataclasses import dataclass

import regex

from mvapp.create.section_marks import with_plain_sections
from mvapp.create.time_stamps import without_stamps
from mvapp.graphemes import length
from mvclient.visible_text import is_blank

SECTIONS = ("Intro", "Verse", "Pre-Chorus", "Chorus", "Bridge", "Outro")
"""The tags that music models read, in the order of a song; never translated."""

LONGEST_SONG_S = 240.0
"""A full song is rarely longer; what is beyond may be left out."""
TASTER_S = 30.0

# A word is letters with their marks, whatever holds them together: an apostrophe, a hyphen, a joiner of Persian.
_CHARACTER = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Bopomofo}ー]\p{M}*")
_LETTERS = rf"(?:(?!{_CHARACTER.pattern})[\p{{L}}\p{{N}}][\p{{M}}\u00ad\u200c\u200d\u2060]*)+"
_WORD = regex.compile(rf"{_CHARACTER.pattern}|{_LETTERS}(?:['’‘＇‐‑·״׳-]{_LETTERS})*")
_TAG = re.compile(r"\s*[\[【［〔][^\[\]【】［］〔〕]{1,40}[\]】］〕]\s*")
_ALPHABET = regex.compile(r"[\p{Latin}\p{Greek}\p{Cyrillic}]")
_VOWELS = re.compile(r"[aeiouyæœøıαεηιουωаеиоуыэюяіє]+")

_MOST_PASSES = 9
"""What stood around something that went, such as a time, may have to go as well."""
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
    for line in tidy(lyrics).splitlines():
        found = _WORD.findall(_TAG.sub(" ", line))
        if not found:
            sections += _TAG.fullmatch(line) is not None
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


def sung_lines(lyrics: str) -> list[str]:
    """The lines that have words to sing, without the sections and times that may stand in them."""
    lines = (" ".join(_TAG.sub(" ", line).split()) for line in tidy(lyrics).splitlines())
    return [line for line in lines if _WORD.search(line)]


def tidy(lyrics: str) -> str:
    """The words to sing, as they are sent: without times, and with each section as `[Chorus]` on its own line."""
    for _ in range(_MOST_PASSES):
        before, lyrics = lyrics, with_plain_sections(without_stamps(tidy_lines(lyrics)))
        if lyrics == before:
            break
    return lyrics


def tidy_lines(text: str) -> str:
    """The same words without the marks of where they were copied from: Windows line ends, tabs, split accents."""
    text = unicodedata.normalize("NFC", text)
    lines = [line.replace("\u00a0", " ").replace("\t", " ").strip(" \ufeff") for line in text.splitlines()]
    shown = "\n".join("" if is_blank(line) else line.strip() for line in lines)
    return re.sub(r"\n{3,}", "\n\n", shown).strip()


def with_section(lyrics: str, section: str) -> str:
    """The lyrics with a new `[section]` at their end, ready to be written under."""
    before = lyrics.rstrip()
    return f"{before}\n\n[{section}]\n" if before else f"[{section}]\n"


def _syllables(word: str) -> int:
    """A syllable for each character, for each group of vowels, or for two signs where vowels are not written apart."""
    if _CHARACTER.match(word):
        return 1
    if not _ALPHABET.match(word):
        return (length(word) + 1) // 2
    vowels = len(_VOWELS.findall(regex.sub(r"\p{M}", "", unicodedata.normalize("NFD", word.lower()))))
    if word.lower().endswith("e") and not word.lower().endswith("le"):
        vowels -= 1
    return max(1, vowels)
