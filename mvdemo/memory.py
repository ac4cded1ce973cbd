"""What a film needed of the memory goes back to the system: a small container counts what we keep, not what we use."""

from __future__ import annotations

import ctypes
import gc
import time
from functools import cache
from typing import Final

_M_MMAP_THRESHOLD: Final = -3
_M_ARENA_MAX: Final = -8
_ARENAS: Final = 1
"""glibc gives eight to each core, and each of them keeps what one thread has freed: 40 MB of a film."""
_OWN_MAPPING_BYTES: Final = 4 * 2**20
"""Blocks as large as this go back the moment they are freed; glibc would put even larger ones between others."""

_COLLECTED_EVERY_S: Final = 10.0
_collected_at_s = -_COLLECTED_EVERY_S


def keep_small() -> None:
    """Have one heap for all threads; where there is no glibc, nothing."""
    if (mallopt := getattr(_libc(), "mallopt", None)) is not None:
        mallopt(_M_ARENA_MAX, _ARENAS)
        mallopt(_M_MMAP_THRESHOLD, _OWN_MAPPING_BYTES)


def give_back() -> None:
    """Let go of what is free; takes some hundredths of a second, and some tenths once in a while."""
    global _collected_at_s  # noqa: PLW0603 - one process has one heap
    if time.monotonic() - _collected_at_s > _COLLECTED_EVERY_S:
        gc.collect()
        _collected_at_s = time.monotonic()
    if (trim := getattr(_libc(), "malloc_trim", None)) is not None:
        trim(0)


@cache
def _libc() -> ctypes.CDLL | None:
    """The C library that runs us; None on a system that has none of that kind."""
    try:
        return ctypes.CDLL(None)
    except (OSError, TypeError):
        return None
