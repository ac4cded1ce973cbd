"""How often strangers may do what is cheap once and dear a hundred times."""

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Final


class Pace:
    """So many times within so many seconds, by whomever."""

    def __init__(self, most: int, within_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._within_s, self._clock = most, within_s, clock
        self._lock = threading.Lock()
        self._times: deque[float] = deque()

    def allows(self) -> bool:
        """Whether it may be done now; then this time counts."""
        with self._lock:
            now = self._clock()
            while self._times and now - self._times[0] > self._within_s:
                self._times.popleft()
            if len(self._times) >= self._most:
                return False
            self._times.append(now)
            return True


FOREIGN_NUMBERS: Final = Pace(10, 60.0)
"""Looks at project numbers that nobody began here, with the owner's key."""
SKETCHES: Final = Pace(30, 60.0)
"""Sketches, of all visitors."""
