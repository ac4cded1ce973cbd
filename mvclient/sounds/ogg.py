"""OGG: Vorbis, Opus and FLAC in pages, of which the last one tells the length."""

from __future__ import annotations

from typing import IO

from mvclient.sounds.kinds import refusal
from mvclient.sounds.limits import damaged

_LAST_BYTES = 2**17
"""The largest page has 65,307."""
_NOT_ENDED = 2**64 - 1


def seconds(file: IO[bytes], size: int) -> float | None:
    """How long it is; None when its end does not tell."""
    file.seek(0)
    streams = _streams(file.read(4096))
    if any(packet.startswith((b"\x80theora", b"BBCD")) for packet in streams.values()):
        raise refusal("video")
    serial, rate, skipped = _sound_of(streams)
    file.seek(max(0, size - _LAST_BYTES))
    end = file.read(_LAST_BYTES)
    at = len(end)
    while (at := end.rfind(b"OggS", 0, at)) >= 0:
        page = end[at : at + 18]
        if len(page) == 18:
            samples, of = int.from_bytes(page[6:14], "little"), int.from_bytes(page[14:18], "little")
            if of == serial and samples != _NOT_ENDED:
                return max(0, samples - skipped) / rate
    return None


def _streams(head: bytes) -> dict[int, bytes]:
    """The first packet of each stream that begins at the beginning, by its number."""
    found: dict[int, bytes] = {}
    at = 0
    while head[at : at + 4] == b"OggS" and len(head) >= at + 27 and head[at + 5] & 2:
        pieces = head[at + 26]
        packet = at + 27 + pieces
        length = sum(head[at + 27 : packet])
        found[int.from_bytes(head[at + 14 : at + 18], "little")] = head[packet : packet + length]
        at = packet + length
    return found


def _sound_of(streams: dict[int, bytes]) -> tuple[int, int, int]:
    """The number of the first stream of sound, its samples a second, and how many of them are not heard."""
    for serial, packet in streams.items():
        if packet.startswith(b"\x01vorbis") and len(packet) >= 16:
            rate, skipped = int.from_bytes(packet[12:16], "little"), 0
        elif packet.startswith(b"OpusHead") and len(packet) >= 12:
            rate, skipped = 48_000, int.from_bytes(packet[10:12], "little")
        elif packet.startswith(b"\x7fFLAC") and len(packet) >= 30:
            rate, skipped = int.from_bytes(packet[27:30], "big") >> 4, 0
        else:
            continue
        if rate:
            return serial, rate, skipped
    if streams:
        raise refusal("rare")
    raise damaged()
