"""How often strangers may do what is cheap once and dear a hundred times: each of them, and all together."""

import heapq
import itertools
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Final, Literal

from mvapp import session

Deed = Literal["start", "sketch", "picture", "foreign_number"]


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
_EACH: Final[dict[Deed, int]] = {"start": 10, "sketch": 6, "picture": 15, "foreign_number": 10}
_ALL: Final[dict[Deed, Pace]] = {
    "start": Pace(120, _A_MINUTE),
    "sketch": Pace(30, _A_MINUTE),
    "picture": Pace(150, _A_MINUTE),  # one at a time is made ready in a process
    "foreign_number": Pace(10, _A_MINUTE),  # looks with the owner's key at numbers that nobody began here
}


def allows(deed: Deed) -> bool:
    """Whether this session may do it now; one that has had its share takes nothing from the others'."""
    own: Pace = session.paces().setdefault(deed, Pace(_EACH[deed], _A_MINUTE))
    return own.allows() and _ALL[deed].allows()


_AT_ONCE: Final = 4
"""Pages drawn at a time: Python draws one at a time whatever we do, and fifty at once are all late."""
_OFTEN, _LATELY_S = 10, 10.0
_PATIENCE_S: Final = 1.0
_LESS_PATIENCE_S: Final = 5.0


class Turns:
    """Who is drawn next when more is asked for than can be drawn: first who has asked least of late."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._changed = threading.Condition()
        self._drawing = 0
        self._waiting: list[tuple[int, int]] = []
        self._numbers = itertools.count()

    @contextmanager
    def turn(self, own: deque[float]) -> Iterator[None]:
        """Wait for a turn, and have it; `own`: when this session was drawn before, which is noted.

        Nobody waits for ever: a page that waits for something itself holds its turn, and nobody up.
        """
        now = self._clock()
        own.append(now)
        while now - own[0] > _LATELY_S:
            own.popleft()
        patience_s = _PATIENCE_S if len(own) <= _OFTEN else _LESS_PATIENCE_S
        with self._changed:
            place = (len(own), next(self._numbers))
            heapq.heappush(self._waiting, place)
            self._changed.wait_for(lambda: self._drawing < _AT_ONCE and self._waiting[0] == place, patience_s)
            self._waiting.remove(place)
            heapq.heapify(self._waiting)
            self._drawing += 1
            self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                self._drawing -= 1
                self._changed.notify_all()


_turns: Final = Turns()


def turn() -> AbstractContextManager[None]:
    """This session's turn to be drawn."""
    return _turns.turn(session.runs())
