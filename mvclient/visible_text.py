"""What a person sees of a text: whether there is anything at all, and a beginning that ends behind a whole sign."""

from __future__ import annotations

import unicodedata

_UNSEEN_KINDS = frozenset({"Cc", "Cf", "Cs", "Zs", "Zl", "Zp", "Mn", "Mc", "Me"})
"""Controls, joiners and marks of direction, spaces, and accents without a letter to stand on."""
_UNSEEN = frozenset("\u115f\u1160\u2800\u3164\uffa0\ufffc\U0001d159")
"""Hangul's fillers, the empty braille cell, a place for an object, a note without a head: letters and signs by kind."""
_KEPT_FREE = (range(0x2060, 0x2070), range(0xFFF0, 0xFFF9), range(0xE0000, 0xE1000))
"""Not given out yet, but by Unicode's word never to be seen."""

_JOINER, _VIRAMA_CLASS = "\u200d", 9
_MODIFIERS = frozenset(map(chr, range(0x1F3FB, 0x1F400)))
_FLAG_LETTERS = frozenset(map(chr, range(0x1F1E6, 0x1F200)))
_JAMO_THAT_FOLLOW = frozenset(map(chr, range(0x1160, 0x1200)))
_SPACING_VOWELS = frozenset("\u0e33\u0eb3\uff9e\uff9f")


def is_blank(text: str) -> bool:
    """Whether a text holds nothing to see, such as spaces, joiners, fillers, or accents alone."""
    return all(map(_is_unseen, text))


def has_unseen(text: str) -> bool:
    """Whether some character of a text cannot be seen; accents on letters can."""
    return any(_is_unseen(character) and unicodedata.category(character)[0] != "M" for character in text)


def beginning(text: str, longest: int) -> str:
    """At most `longest` characters of a text, without the beginnings of a sign that does not fit.

    Rather a sign less than half a one: not every letter that this keeps together with the next is one sign with it.
    """
    end = min(longest, len(text))
    while 0 < end < len(text) and _belongs(text[:end], text[end]):
        end -= 1
    return text[:end]


def quoted(words: str) -> str:
    """Somebody else's words to go on with inside a sentence, which has a full stop of its own; "" for none."""
    said = beginning(words, 300).rstrip(".。")
    return f': "{said}"' if said else ""


def _is_unseen(character: str) -> bool:
    return (
        unicodedata.category(character) in _UNSEEN_KINDS
        or character in _UNSEEN
        or any(ord(character) in block for block in _KEPT_FREE)
    )


def _belongs(before: str, character: str) -> bool:
    """Whether a character may be a part of the sign that `before` ends with."""
    if unicodedata.category(character)[0] == "M" or character in _MODIFIERS | _JAMO_THAT_FOLLOW | _SPACING_VOWELS:
        return True
    if unicodedata.category(character) == "Cf" or before[-1] == _JOINER:
        return True
    if unicodedata.combining(before[-1]) == _VIRAMA_CLASS:
        return True
    flag_letters = len(before) - len(before.rstrip("".join(_FLAG_LETTERS)))
    return character in _FLAG_LETTERS and flag_letters % 2 == 1
