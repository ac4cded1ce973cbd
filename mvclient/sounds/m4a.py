"""M4A: boxes in boxes, of which one describes the sound, its length and its lock."""

from __future__ import annotations

import struct
from typing import IO, TYPE_CHECKING

from mvclient.sounds.kinds import refusal
from mvclient.sounds.limits import damaged

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAX_MOOV_BYTES = 32 * 2**20
"""A picture of the cover lies in it."""
_LOCKED = frozenset({b"drms", b"enca", b"drmi", b"encv", b"aavd"})
_STILLS = frozenset({b"jpeg", b"mjpg", b"mjpa", b"png ", b"gif "})
_MAX_BOXES = 10_000


def seconds(file: IO[bytes], size: int) -> float | None:
    """How long it says that it is; None when it does not say."""
    moov = _moov(file, size)
    lengths, has_film = [], False
    for track in _named(moov, b"trak"):
        media = _first(track, b"mdia")
        coding = _coding(media)
        if coding in _LOCKED:
            raise refusal("protected")
        kind = bytes(_first(media, b"hdlr")[8:12])
        if kind == b"soun":
            lengths.append(_length(_first(media, b"mdhd")))
        elif kind == b"vide" and coding not in _STILLS:
            has_film = True
    if has_film:
        raise refusal("video")
    if not lengths:
        raise refusal("not_audio")
    return max(lengths) or None


def _moov(file: IO[bytes], size: int) -> memoryview:
    """The box that describes the tracks; all boxes must end where the file does, or before."""
    at, found = 0, memoryview(b"")
    for _ in range(_MAX_BOXES):
        file.seek(at)
        head = file.read(16)
        if len(head) < 8:
            break
        length, header = int.from_bytes(head[:4], "big"), 8
        if length == 1:
            length, header = int.from_bytes(head[8:], "big"), 16
        elif length == 0:
            length = size - at
        if length < header or at + length > size or (head[4:8] == b"moov" and length > _MAX_MOOV_BYTES):
            raise damaged()
        if head[4:8] == b"moov":
            file.seek(at + header)
            found = memoryview(file.read(length - header))
        at += length
    if not found:
        raise damaged()
    return found


def _boxes(inside: memoryview) -> Iterator[tuple[bytes, memoryview]]:
    at = 0
    while at + 8 <= len(inside):
        length = int.from_bytes(inside[at : at + 4], "big")
        if length < 8 or at + length > len(inside):
            return
        yield bytes(inside[at + 4 : at + 8]), inside[at + 8 : at + length]
        at += length


def _named(inside: memoryview, name: bytes) -> list[memoryview]:
    return [contents for found, contents in _boxes(inside) if found == name]


def _first(inside: memoryview, name: bytes) -> memoryview:
    return next(iter(_named(inside, name)), memoryview(b""))


def _coding(media: memoryview) -> bytes:
    """The name of the first description of samples."""
    described = _first(_first(_first(media, b"minf"), b"stbl"), b"stsd")
    return next((name for name, _ in _boxes(described[8:])), b"")


def _length(header: memoryview) -> float:
    """The seconds of a track, 0 when its header does not tell."""
    form, at = (">II", 12) if bytes(header[:1]) == b"\0" else (">IQ", 20)
    if len(header) < at + struct.calcsize(form):
        raise damaged()
    scale, length = struct.unpack_from(form, header, at)
    is_unknown = length in (2**32 - 1, 2**64 - 1)
    return 0.0 if is_unknown or not scale else length / scale
