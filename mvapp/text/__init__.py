"""Every visible word of the app, once, in every language of `mvapp.languages`.

Each module of this package holds a dict `TEXTS` of `Words` by key; a key begins with the name of its module
("create.submit" stands in `create.py`).
"""

import re
from collections import ChainMap
from collections.abc import Mapping
from functools import cache
from typing import Final

from mvapp import session
from mvapp.languages import DEFAULT
from mvapp.text import app, cards, create, owner, problems, settings, steps, uploads, videos, watch, way_in
from mvapp.text.words import Words

__all__ = ["MODULES", "Words", "catalogue", "inert", "say", "say_at", "say_in"]

MODULES: Final = (app, cards, create, owner, problems, settings, steps, uploads, videos, watch, way_in)

_ASCII_PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
_ESCAPED = str.maketrans({mark: f"\\{mark}" for mark in _ASCII_PUNCTUATION})
# Addresses, e-mail addresses and :names: of icons come alive in the finished text, where no escape is left to see:
# a word joiner inside them, which takes no room, keeps them from being recognised.
_WORD_JOINER = "\u2060"
_COMES_ALIVE = re.compile(r":(?=\S)|@(?=\S)|www(?=\.)", re.IGNORECASE)


@cache
def catalogue() -> Mapping[str, Words]:
    """All texts by key."""
    return ChainMap(*(module.TEXTS for module in MODULES))


def say(key: str, **values: object) -> str:
    """The text of `key` in the visitor's language, with `values` put in for its placeholders.

    Values are put in as they are: wrap what a visitor or Giggle wrote in `inert` where the text is drawn as Markdown.

    Raises:
        KeyError: no such text, or a placeholder without a value.
    """
    return say_in(session.language(), key, **values)


def say_at(studio: str, key: str, **values: object) -> str:
    """The text of `key` in the words for one studio, which its name at the end of a key marks; else that of `key`."""
    own = f"{key}_{studio}"
    return say(own if own in catalogue() else key, **values)


def say_in(language: str, key: str, **values: object) -> str:
    """The same in the language with this code, for code that runs outside a visitor's session."""
    words = catalogue()[key]
    return str(getattr(words, language) or getattr(words, DEFAULT)).format(**values)


def inert(text: str) -> str:
    """`text` so escaped that Markdown shows it letter by letter: no link, picture, HTML or colour comes alive."""
    return _COMES_ALIVE.sub(rf"\g<0>{_WORD_JOINER}", " ".join(text.split())).translate(_ESCAPED)
