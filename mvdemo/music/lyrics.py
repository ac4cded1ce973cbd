"""Lines and syllables of a lyric in any script."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_SECTION = re.compile(r"^\s*[\[【［〔](?P<square>[^\]】］〕]*)[\]】］〕]\s*:?\s*(?P<rest>.*)$")
_NAMED = re.compile(
    r"^\s*[(（]?\s*(?:verse|chorus|hook|refrain|bridge|intro|outro|pre-?chorus|interlude|"
    r"主歌|副歌|前奏|间奏|尾奏|桥段|导歌)\s*\d*\s*[)）]?\s*[:：]?\s*$",
    re.IGNORECASE,
)
_CHORUS = re.compile(r"(?<!pre-)(?<!pre)(?:chorus|hook|refrain|副歌)", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d")
_VOWELS = frozenset("aeiouyаеёиоуыэюяαεηιουω")
_SINGLE_BLOCKS = (
    ("\u3400", "\u4dbf"),
    ("\u4e00", "\u9fff"),
    ("\uf900", "\ufaff"),
    ("\U00020000", "\U000323af"),
    ("\uac00", "\ud7af"),
    ("\u3040", "\u30ff"),
)
_CONSONANTS = {
    letter: kind
    for kind, letters in {"hiss": "szcxjq", "burst": "tkpdbg", "breath": "fhv", "hum": "mnlrwy"}.items()
    for letter in letters
}
_OF_HANZI = ("burst", "hiss", "hum", "burst", "breath", "hiss", "hum")
"""Their sounds are not written down anywhere here: any will do, the same for the same hanzi."""
LONGEST_LINE = 18
"""Syllables one sung line may hold; longer ones are split."""


@dataclass(frozen=True)
class Syllable:
    """One sung sound and the letters ``start`` to ``end`` of its line that it stands for."""

    start: int
    end: int
    vowel: str
    consonant: str = ""
    """What is heard before the vowel: hiss, burst, breath, hum or nothing."""


@dataclass(frozen=True)
class Line:
    """One line as it is sung and shown."""

    text: str
    syllables: tuple[Syllable, ...]
    is_chorus: bool = False


def is_hanzi(letter: str) -> bool:
    """Tell whether a letter is sung as one syllable by itself (hanzi, kana, hangul)."""
    return any(first <= letter <= last for first, last in _SINGLE_BLOCKS)


def is_chinese(text: str) -> bool:
    """Tell whether a text reads as Chinese: a hanzi weighs as much as two Latin letters."""
    hanzi = sum(map(is_hanzi, text))
    others = sum(letter.isalpha() for letter in text) - hanzi
    return hanzi > 0 and hanzi * 2 >= others


def syllables(text: str) -> tuple[Syllable, ...]:
    """Split one line into its syllables."""
    found: list[Syllable] = []
    for match in _WORD.finditer(text):
        run = match.start()
        while run < match.end():
            if is_hanzi(text[run]):
                number = ord(text[run])
                found.append(Syllable(run, run + 1, "aoeiu"[number % 5], _OF_HANZI[number % 7]))
                run += 1
                continue
            stop = run
            while stop < match.end() and not is_hanzi(text[stop]):
                stop += 1
            found.extend(_word_syllables(text[run:stop], run))
            run = stop
    return tuple(found)


def _word_syllables(word: str, offset: int) -> list[Syllable]:
    plain = "".join(unicodedata.normalize("NFD", letter)[0] for letter in word.lower())
    if plain.isdigit():
        return [Syllable(offset, offset + len(word), "aeiou"[int(unicodedata.digit(plain[0], 0)) % 5])]
    groups = [match.span() for match in re.finditer(f"[{''.join(_VOWELS)}]+", plain)]
    silent_e = len(groups) > 1 and word[-1] in "eE" and groups[-1][0] == len(plain) - 1
    if silent_e and not plain.endswith("le"):
        groups.pop()
    if not groups:
        groups = [(0, len(plain))]
    bounds = [0, *((groups[i][1] + groups[i + 1][0]) // 2 for i in range(len(groups) - 1)), len(word)]
    vowels = [plain[first] if plain[first] in "aeiou" else "i" for first, _ in groups]
    return [
        Syllable(offset + bounds[i], offset + bounds[i + 1], vowel, _CONSONANTS.get(plain[bounds[i]], ""))
        for i, vowel in enumerate(vowels)
    ]


def lines(lyrics: str) -> tuple[Line, ...]:
    """The lines that can be sung; section tags mark the chorus and are never sung."""
    found: list[Line] = []
    in_chorus = False
    composed = unicodedata.normalize("NFC", lyrics)
    for raw in composed.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        text = " ".join(raw.split())
        tag = _SECTION.match(text)
        if tag:
            in_chorus = bool(_CHORUS.search(tag["square"]))
            text = tag["rest"].strip()
        elif _NAMED.match(text):
            in_chorus = bool(_CHORUS.search(text))
            continue
        found.extend(Line(part, syllables(part), in_chorus) for part in _parts(text))
    return tuple(found)


def phrases(prompt: str) -> tuple[Line, ...]:
    """Lines to hum for a description: its phrases, so that another wording has another tune."""
    return lines(re.sub(r"[,.;:!?，。；：！？、\[\]【】]+", "\n", prompt))


def _parts(text: str) -> list[str]:
    """Split a line that is too long to be sung in one breath near its middle, at a gap if it has one."""
    count = len(syllables(text))
    if count == 0:
        return []
    if count <= LONGEST_LINE:
        return [text]
    middle = len(text) / 2
    gaps = [match.end() for match in re.finditer(r"[\s,.;!?，。；！？、]+", text) if match.end() < len(text)]
    near = [gap for gap in gaps if 0.25 < gap / len(text) < 0.75]
    cut = min(near, key=lambda gap: abs(gap - middle)) if near else syllables(text)[count // 2].start
    if cut <= 0 or cut >= len(text):
        return [text]
    return [*_parts(text[:cut].strip()), *_parts(text[cut:].strip())]
