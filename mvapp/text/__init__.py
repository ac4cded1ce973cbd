"""Every visible word of the app, once, in English and Chinese.

Each module of this package holds a dict `TEXTS` of `Words` by key; a key begins with the name of its module
("create.submit" stands in `create.py`). Modules are found by themselves: a new page brings its own file.
"""

import importlib
import pkgutil
import re
from functools import cache
from types import MappingProxyType

from mvapp.text.words import Words

__all__ = ["LANGUAGES", "Words", "catalogue", "inert", "say", "say_in"]

LANGUAGES = ("en", "zh")

_ASCII_PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
_ESCAPED = str.maketrans({mark: f"\\{mark}" for mark in _ASCII_PUNCTUATION})
# Addresses, e-mail addresses and :names: of icons come alive in the finished text, where no escape is left to see:
# a word joiner inside them, which takes no room, keeps them from being recognised.
_WORD_JOINER = "\u2060"
_COMES_ALIVE = re.compile(r":(?=\S)|@(?=\S)|www(?=\.)", re.IGNORECASE)


@cache
def catalogue() -> MappingProxyType[str, Words]:
    """All texts by key.

    Raises:
        ValueError: a key stands in two modules, or in a module that it does not name.
    """
    found: dict[str, Words] = {}
    for module in pkgutil.iter_modules(__path__):
        texts: dict[str, Words] = getattr(importlib.import_module(f"{__name__}.{module.name}"), "TEXTS", {})
        for key, words in texts.items():
            if key in found or not key.startswith(f"{module.name}."):
                raise ValueError(f"The text {key!r} stands twice or in the wrong file ({module.name}.py).")
            found[key] = words
    return MappingProxyType(found)


def say(key: str, **values: object) -> str:
    """The text of `key` in the visitor's language, with `values` put in for its placeholders.

    Values are put in as they are: wrap what a visitor or Giggle wrote in `inert` where the text is drawn as Markdown.

    Raises:
        KeyError: no such text, or a placeholder without a value.
    """
    from mvapp.session import language  # noqa: PLC0415 - session says its own words with this module

    return say_in(language(), key, **values)


def say_in(language: str, key: str, **values: object) -> str:
    """The same in a given language ("en" or "zh"), for code that runs outside a visitor's session."""
    words = catalogue()[key]
    return (words.zh if language == "zh" else words.en).format(**values)


def inert(text: str) -> str:
    """`text` so escaped that Markdown shows it letter by letter: no link, picture, HTML or colour comes alive."""
    return _COMES_ALIVE.sub(rf"\g<0>{_WORD_JOINER}", " ".join(text.split())).translate(_ESCAPED)
