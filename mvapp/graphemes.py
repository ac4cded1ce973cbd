"""Texts counted and cut as people see them: a family, a flag, a letter with its accents is one sign and stays whole."""

import regex

_GRAPHEME = regex.compile(r"\X")


def length(text: str) -> int:
    """How many signs a person sees; what a limit of Giggle's counts is `len`."""
    return sum(1 for _ in _GRAPHEME.finditer(text))


def cut(text: str, longest: int) -> str:
    """The beginning of a text: as many whole signs as fit into `longest` characters (code points).

    The limit is not one of signs, because a single sign can have marks without end.
    """
    if len(text) <= longest:
        return text
    end = 0
    for sign in _GRAPHEME.finditer(text):
        if sign.end() > longest:
            break
        end = sign.end()
    return text[:end]
