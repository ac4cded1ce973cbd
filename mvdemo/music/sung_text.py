"""Lyrics as people paste them: without time stamps and chords, which are neither sung nor shown."""

from __future__ import annotations

import re

_STAMP = re.compile(r"[\[<(]\s*\d{1,3}:\d{1,2}(?:[.:,]\d{1,3})?\s*[\]>)]")
_LRC_TAG = re.compile(r"^\s*\[(?:ar|al|ti|au|by|re|ve|offset|length|la)\s*:[^\]]*\]\s*$", re.IGNORECASE)
_CHORD = (
    r"(?>[A-G][#b♯♭]?(?:maj|min|dim|aug|sus|add|m|M|°|ø|\+)?\d{0,2}(?:sus\d|add\d|[#b]\d)?(?:/[A-G][#b♯♭]?)?|N\.?C\.?)"
)
_INLINE = re.compile(rf"\[{_CHORD}\]")
# What is between chords could also be a part of one: nothing is tried twice, or a long line would take hours.
_CHORDS = re.compile(rf"^[\s|:%/.\-–—x×\d]*+{_CHORD}(?:[\s|:%/.,\-–—x×\d]++{_CHORD})*+[\s|:%/.\-–—x×\d]*$")
_CHORD_MARKS = re.compile(r"[|\d#♯♭/]|\b[A-G](?:m|maj|sus|dim|aug)")


def sung_text(lyrics: str) -> str:
    """The same lyrics without stamps like [00:12.3], chords like [Am] and lines of chords like | Am | G |."""
    kept = []
    for line in lyrics.splitlines():
        text = _INLINE.sub("", _STAMP.sub("", line))
        if _LRC_TAG.match(text) or _is_chords(text):
            continue
        kept.append(text)
    return "\n".join(kept)


def _is_chords(line: str) -> bool:
    """Whether a line is chords alone; a lone "A" or "Go" may be sung, two chords or a bar line are not."""
    if not _CHORDS.match(line):
        return False
    return bool(_CHORD_MARKS.search(line)) or len(line.split()) > 1
