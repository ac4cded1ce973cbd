"""WAV: its length, and whether anything is to be heard."""

from __future__ import annotations

import struct
from typing import IO

from mvclient.sounds.limits import MAX_SECONDS, damaged

_PCM, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE
_BLOCK_FRAMES = 2**16
_UNKNOWN = 0xFFFFFFFF
_SIGNED = b"\x00\xff"
_QUIET = {
    (_PCM, 8): b"\x7f\x80",
    **dict.fromkeys(((_PCM, bits) for bits in (16, 24, 32)), _SIGNED),
    # Sign and exponent: below two to the minus seventh.
    (_FLOAT, 32): bytes(byte for byte in range(256) if byte & 0x7F < 60),
}
"""By coding and bits, the highest bytes of samples that nobody hears: 42 dB below the loudest there can be."""


def measured(file: IO[bytes], size: int) -> tuple[float | None, bool]:
    """Its seconds, and whether it is silent as far as that can be told without a decoder."""
    rate = frame_bytes = bits = coding = 0
    file.seek(12)
    while len(head := file.read(8)) == 8:
        name, length = struct.unpack("<4sI", head)
        at = file.tell()
        if name == b"fmt ":
            described = file.read(min(length, 40))
            if len(described) < 16:
                raise damaged()
            coding, _, rate, bytes_each_s, frame_bytes, bits = struct.unpack("<HHIIHH", described[:16])
            if coding == _EXTENSIBLE and len(described) >= 26:
                coding = struct.unpack("<H", described[24:26])[0]
            if not rate or not frame_bytes or not bytes_each_s:
                raise damaged()
        elif name == b"data":
            if not frame_bytes:
                raise damaged()
            # A recorder that was switched off, and a stream, leave a length that is not the file's.
            there = size - at if length in (0, _UNKNOWN) else min(length, size - at)
            seconds = there / bytes_each_s
            return seconds, seconds <= MAX_SECONDS and _is_silent(file, there, coding, bits)
        file.seek(at + length + length % 2)
    raise damaged()


def _is_silent(file: IO[bytes], there: int, coding: int, bits: int) -> bool:
    """Whether no sample is louder than silence; a song says no within its first blocks."""
    quiet, width = _QUIET.get((coding, bits)), bits // 8
    if quiet is None:
        return False
    while there >= width:
        block = file.read(min(there - there % width, _BLOCK_FRAMES * width))
        if not block:
            break
        if block[width - 1 :: width].translate(None, quiet):
            return False
        there -= len(block)
    return True
