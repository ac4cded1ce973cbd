"""FLAC: its length stands in its first block."""

from __future__ import annotations

from typing import IO

from mvclient.sounds.limits import damaged


def seconds(file: IO[bytes], start: int) -> float | None:
    """How long it says that it is; None when it does not say."""
    file.seek(start)
    head = file.read(42)
    if len(head) < 42 or head[4] & 0x7F != 0:
        raise damaged()
    facts = int.from_bytes(head[18:26], "big")
    rate, samples = facts >> 44, facts & (2**36 - 1)
    if not rate:
        raise damaged()
    return samples / rate if samples else None
