"""Which kind a file is, by its first bytes; and what to do with those that cannot be used."""

from __future__ import annotations

import re

from mvclient.errors import SongError

HEAD_BYTES = 64
"""What is needed of a file to tell its kind."""

_KINDS = tuple(
    (re.compile(pattern, re.DOTALL), kind)
    for pattern, kind in (
        (rb"(?:RIFF|RF64|BW64)....WAVE", "wav"),
        (rb"fLaC", "flac"),
        (rb"OggS", "ogg"),
        (rb"....ftyp(?:M4P |aax |aaxc)", "protected"),
        (rb"....ftyp(?:qt  )", "video"),
        (rb"....ftyp", "m4a"),
        (rb"\xff[\xf0\xf1\xf8\xf9]", "aac"),
        (rb"\xff[\xe2-\xff]", "mp3"),
        (rb"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "wma"),
        (rb"FORM....AIF[FC]", "aiff"),
        (rb"MThd", "midi"),
        (rb"caff|MAC |wvpk|DSD |#!AMR|\.snd", "rare"),
        (rb"\x1aE\xdf\xa3|RIFF....AVI |\0\0\x01[\xb3\xba]|FLV\x01|....(?:moov|mdat|wide)", "video"),
    )
)
_SENTENCES = {
    "protected": "This song is locked by its shop (DRM), so nobody else can open it; use a file without copy "
    "protection.",
    "video": "This is a video; save its sound alone as MP3 or M4A.",
    "aac": "This is a bare AAC stream; save the song as M4A or MP3.",
    "wma": "This is a Windows Media file (WMA); save the song as MP3 or M4A.",
    "aiff": "This is an AIFF file; save the song as WAV, FLAC or MP3.",
    "midi": "This is a MIDI file: it has notes, but no sound. Record it as MP3 or WAV.",
    "rare": "This kind of sound file is not taken; save the song as MP3, M4A, WAV, FLAC or OGG.",
    "not_audio": "This is not a song. Use an MP3, M4A, WAV, FLAC or OGG file.",
}


def kind_of(head: bytes) -> str:
    """One of `mp3`, `m4a`, `wav`, `flac`, `ogg`, by the bytes behind an ID3 tag, if there is one.

    Raises:
        SongError: it is of another kind; its `reason` names a kind that we know, or is `not_audio`.
    """
    kind = next((kind for pattern, kind in _KINDS if pattern.match(head)), "not_audio")
    if kind in _SENTENCES:
        raise refusal(kind)
    return kind


def refusal(kind: str) -> SongError:
    """The error for a file of a kind that is not taken."""
    return SongError(_SENTENCES[kind], reason=kind)
