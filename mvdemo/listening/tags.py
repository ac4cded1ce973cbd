"""The words that a song's file carries in its tags, as whoever filled them in wrote them."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import av

from mvdemo.listening.decoding import opened

if TYPE_CHECKING:
    from pathlib import Path

MOST_LETTERS = 20_000
"""No song has more; what is beyond is not read."""
_NAME = re.compile(r"(?:(?:un)?sync(?:ed|hroni[sz]ed)?[ _-]?)?lyrics(?:-.{0,80})?", re.IGNORECASE | re.DOTALL)
"""Of a Vorbis comment, of ID3 with its language behind it, of MP4."""


def lyrics_in(path: Path) -> tuple[str, ...]:
    """Each text that a tag of the file gives as its lyrics; none of a file without, or that is no song."""
    try:
        with opened(path) as file:
            tags = [file.metadata, *(stream.metadata for stream in file.streams.audio)]
            found = [_readable(text) for tag in tags for name, text in tag.items() if _NAME.fullmatch(name)]
    except (av.FFmpegError, ValueError):
        return ()
    return tuple(dict.fromkeys(text for text in found if text))


def _readable(text: str) -> str:
    """A text without what is no letter, and with the end of the last whole line where it is too long."""
    if len(text) > MOST_LETTERS:
        text = text[:MOST_LETTERS].rpartition("\n")[0]
    lines = text.splitlines()  # of any system, before what else controls a screen is dropped
    return "\n".join("".join(map(_shown, line)) for line in lines).strip()


def _shown(letter: str) -> str:
    if letter == "\t":
        return " "
    return "" if letter in "\ufeff\ufffd" or unicodedata.category(letter) in {"Cc", "Cs"} else letter
