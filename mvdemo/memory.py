"""What a film needed of the memory goes back to the system: a small container counts what we keep, not what we use."""

from __future__ import annotations

import ctypes
import gc
from functools import cache
from typing import Final

_M_ARENA_MAX: Final = -8
_ARENAS: Final = 2
"""glibc gives eight to each core, and each of them keeps what one thread has freed."""


def keep_small() -> None:
    """Have as few heaps as there are threads that make a film; where there is no glibc, nothing."""
    if (mallopt := getattr(_libc(), "mallopt", None)) is not None:
        mallopt(_M_ARENA_MAX, _ARENAS)


def give_back() -> None:
    """Let go of what is free; takes some hundredths of a second."""
    gc.collect()
    if (trim := getattr(_libc(), "malloc_trim", None)) is not None:
        trim(0)


@cache
def _libc() -> ctypes.CDLL | None:
    """The C library that runs us; None on a system that has none of that kind."""
    try:
        return ctypes.CDLL(None)
    except (OSError, TypeError):
        return None
