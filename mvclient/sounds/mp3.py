"""MP3: nothing but frames, so they are counted."""

from __future__ import annotations

from typing import IO

from mvclient.sounds.kinds import refusal
from mvclient.sounds.limits import MAX_SECONDS, damaged

_RATES = (44_100, 48_000, 32_000)
_KILOBITS = {
    # (is it MPEG 1, layer): by the four bits
    (True, 1): (0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (True, 2): (0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (True, 3): (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (False, 1): (0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (False, 2): (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (False, 3): (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_SEARCHED_BYTES = 2**16
_MAX_GAPS = 16
"""A file made of gaps alone would be searched for minutes."""
_FRAMES_IN_A_ROW = 3
"""Two bytes look like a frame by chance; three frames, each at the end of the one before, do not."""


def seconds(file: IO[bytes], start: int) -> float:
    """How long it plays; what is longer than any song is not counted to its end."""
    at, played, frames, gaps = _first_frame(file, start), 0.0, 0, 0
    while at is not None and played <= MAX_SECONDS + 1:
        file.seek(at)
        frame = _frame(file.read(4))
        if frame is None:
            # A gap; or what stands behind the song, in which no frames are found.
            gaps += 1
            if gaps > _MAX_GAPS:
                raise damaged()
            at = _first_frame(file, at)
            continue
        length, lasts_s = frame
        at, played, frames = at + length, played + lasts_s, frames + 1
    if not frames:
        raise refusal("not_audio")
    return played


def _first_frame(file: IO[bytes], start: int) -> int | None:
    """Where the next frames in a row begin, near `start`."""
    file.seek(start)
    near = file.read(_SEARCHED_BYTES)
    at = -1
    while (at := near.find(b"\xff", at + 1)) >= 0:
        if _is_row(file, start + at):
            return start + at
    return None


def _is_row(file: IO[bytes], at: int) -> bool:
    for _ in range(_FRAMES_IN_A_ROW):
        file.seek(at)
        frame = _frame(file.read(4))
        if frame is None:
            return False
        at += frame[0]
    return True


def _frame(head: bytes) -> tuple[int, float] | None:
    """The bytes and seconds of the frame with this head; None if it is none."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return None
    version, layer = head[1] >> 3 & 3, 4 - (head[1] >> 1 & 3)
    bits, rate_number, padding = head[2] >> 4, head[2] >> 2 & 3, head[2] >> 1 & 1
    if version == 1 or layer == 4 or bits in (0, 15) or rate_number == 3:
        return None
    is_first = version == 3
    rate = _RATES[rate_number] // {3: 1, 2: 2, 0: 4}[version]
    bits_each_s = _KILOBITS[is_first, layer][bits] * 1000
    if layer == 1:
        return (12 * bits_each_s // rate + padding) * 4, 384 / rate
    samples = 1152 if layer == 2 or is_first else 576
    return samples // 8 * bits_each_s // rate + padding, samples / rate
