"""How often strangers may do what is cheap once and dear a hundred times: each of them, and all together."""

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Final, Literal

from mvapp import session

Deed = Literal["start", "sketch", "picture", "song", "foreign_number"]


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


_A_MINUTE: Final = 60.0
_EACH: Final[dict[Deed, int]] = {"start": 10, "sketch": 6, "picture": 15, "song": 5, "foreign_number": 10}
_ALL: Final[dict[Deed, Pace]] = {
    "start": Pace(120, _A_MINUTE),
    "sketch": Pace(30, _A_MINUTE),
    "picture": Pace(150, _A_MINUTE),  # one at a time is made ready in a process
    "song": Pace(15, _A_MINUTE),  # the same, and it takes seconds of a core
    "foreign_number": Pace(10, _A_MINUTE),  # looks with the owner's key at numbers that nobody began here
}


def allows(deed: Deed) -> bool:
    """Whether this session may do it now; one that has had its share takes nothing from the others'."""
    own: Pace = session.paces().setdefault(deed, Pace(_EACH[deed], _A_MINUTE))
    return own.allows() and _ALL[deed].allows()
