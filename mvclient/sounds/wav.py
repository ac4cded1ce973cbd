"""WAV: its length, and whether anything is to be heard."""

from __future__ import annotations

import array
import struct
import sys
from typing import IO

from mvclient.sounds.limits import SILENCE, damaged

_PCM, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE
_BLOCK_FRAMES = 2**16
_UNKNOWN = 0xFFFFFFFF


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
            return there / bytes_each_s, _is_silent(file, there, coding, bits)
        file.seek(at + length + length % 2)
    raise damaged()


def _is_silent(file: IO[bytes], there: int, coding: int, bits: int) -> bool:
    """Whether no sample is louder than silence; a song says no within its first blocks."""
    if (coding, bits) not in {(_PCM, 8), (_PCM, 16), (_PCM, 24), (_PCM, 32), (_FLOAT, 32)}:
        return False
    width = bits // 8
    while there > 0:
        block = file.read(min(there, _BLOCK_FRAMES * width))
        there -= len(block)
        block = block[: len(block) // width * width]
        if not block:
            break
        if not _peak(block, coding, width) <= SILENCE:  # what is no number is no silence
            return False
    return True


def _peak(block: bytes, coding: int, width: int) -> float:
    if width == 1:
        return max(max(block) - 128, 128 - min(block)) / 128
    if coding == _FLOAT:
        samples: array.array[int] | array.array[float] = array.array("f", block)
        whole = 1.0
    else:
        # The two highest bytes of a sample tell.
        telling = bytearray(len(block) // width * 2)
        telling[0::2], telling[1::2] = block[width - 2 :: width], block[width - 1 :: width]
        samples, whole = array.array("h", bytes(telling)), 32768.0
    if sys.byteorder == "big":
        samples.byteswap()
    highest, lowest = max(samples), min(samples)
    return max(highest, -lowest) / whole
