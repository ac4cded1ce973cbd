"""How long a wait has taken."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Stopwatch:
    """Measures a wait by what was slept, and by the real time between where the sleeping is real.

    This machine's date may be wrong, and may jump: no wait depends on it.
    """

    def __init__(self, sleep: Callable[[float], float | None]) -> None:
        self._sleep = sleep
        self._started_at = time.monotonic()
        self._slept_s = 0.0
        self._really_slept_s = 0.0

    @property
    def elapsed_s(self) -> float:
        """Seconds since the start."""
        if self._really_slept_s < self._slept_s / 2 or not self._slept_s:
            return self._slept_s  # an injected sleep: its seconds are no real ones
        return self._slept_s + max(0.0, time.monotonic() - self._started_at - self._really_slept_s)

    def sleep(self, seconds: float) -> float:
        """Sleep, count it, and return how long it was: a sleep may say that it was cut short, and may take longer."""
        if seconds <= 0:
            return 0.0
        began_at = time.monotonic()
        told = self._sleep(seconds)
        really_s = time.monotonic() - began_at
        slept_s = max(seconds, really_s) if told is None or isinstance(told, bool) else float(told)
        self._really_slept_s += really_s
        self._slept_s += slept_s
        return slept_s
