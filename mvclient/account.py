"""What all `MVTrusteeAPI` objects of one key in this process share: the pauses, the poll budget, the ledger."""

from __future__ import annotations

import hashlib
import threading
import time
from collections import deque
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mvclient.ledger import MemoryLedger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mvclient.ledger import Payment

POLLS_PER_SECOND = 5
"""The budget of one key, shared by all its running watches."""
MIN_PAUSE_S = 120.0
MAX_PAUSE_S = 600.0


def pause_s(retry_after_s: float | None) -> float:
    """How long to be quiet after a 429."""
    return min(max(retry_after_s or 0.0, MIN_PAUSE_S), MAX_PAUSE_S)


class _SteadyTime:
    """Seconds that only go forward, whatever becomes of the clock they are read from."""

    def __init__(self, clock: Callable[[], float]) -> None:
        # This machine's time of day may be set at any moment, by a network that comes up or a machine that wakes.
        self._clock = time.monotonic if clock is time.time else clock
        self._last = self._clock()
        self._lost_s = 0.0

    def now(self) -> float:
        reading = self._clock()
        self._lost_s += max(0.0, self._last - reading)
        self._last = reading
        return reading + self._lost_s


class Account:
    """One key at one address: who watches, when to be quiet, what was retried. Holds a hash of the key only."""

    def __init__(self) -> None:
        self.ledger = MemoryLedger()
        self._lock = threading.Lock()
        self._watches = 0
        self.sharers = 1
        """Processes that look with this key, each with its part of the budget."""
        # Times of different clocks cannot be compared: an injected clock has its own pauses and its own budget.
        self._times: dict[Callable[[], float], _SteadyTime] = {}
        self._paused_until: dict[Callable[[], float], float] = {}
        self._last_looks: dict[Callable[[], float], deque[float]] = {}
        self._created: set[str] = set()
        self._seen: set[str] = set()
        self._sent: dict[str, Payment] = {}
        self._failures: dict[str, object] = {}
        self._retries: dict[str, tuple[float, object]] = {}

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Count one more running watch."""
        with self._lock:
            self._watches += 1
        try:
            yield
        finally:
            with self._lock:
                self._watches -= 1

    def now(self, clock: Callable[[], float]) -> float:
        """Seconds that only go forward; of no meaning but beside each other."""
        with self._lock:
            return self._now(clock)

    def _now(self, clock: Callable[[], float]) -> float:
        return self._times.setdefault(clock, _SteadyTime(clock)).now()

    def poll_interval_s(self, wanted_s: float) -> float:
        """The seconds between two polls of one watch, so that all together keep the budget."""
        return max(wanted_s, self._watches * self.sharers / POLLS_PER_SECOND)

    def turn_to_look_s(self, clock: Callable[[], float]) -> float:
        """Take the next turn to look and return the seconds until it comes: the budget holds from the first look on."""
        with self._lock:
            now = self._now(clock)
            last = self._last_looks.setdefault(clock, deque(maxlen=POLLS_PER_SECOND))
            turn = max(now, last[0] + self.sharers) if len(last) == POLLS_PER_SECOND else now
            last.append(turn)
        return turn - now

    def pause(self, clock: Callable[[], float], retry_after_s: float | None) -> None:
        """Note a 429: everything of this key is quiet for a while."""
        with self._lock:
            until = self._now(clock) + pause_s(retry_after_s)
            self._paused_until[clock] = max(self._paused_until.get(clock, 0.0), until)

    def pause_left_s(self, clock: Callable[[], float]) -> float:
        """The seconds of quiet that are left."""
        with self._lock:
            until = self._paused_until.get(clock)
            if until is None:
                return 0.0
            left = until - self._now(clock)
            if left <= 0:
                del self._paused_until[clock]
        return max(left, 0.0)

    def end_pause(self, clock: Callable[[], float], until: float) -> None:
        """End the pause that was slept out, whatever its clock says, unless Giggle asked for more meanwhile."""
        with self._lock:
            if self._paused_until.get(clock) == until:
                del self._paused_until[clock]

    def paused_until(self, clock: Callable[[], float]) -> float:
        """The end of the pause, in the time of `now`; 0 when there is none."""
        with self._lock:
            return self._paused_until.get(clock, 0.0)

    def note_created(self, project_id: str) -> None:
        """Remember that this process created the project, so that it is known to exist and to have cost nothing yet."""
        with self._lock:
            self._created.add(project_id)

    def has_created(self, project_id: str) -> bool:
        """Whether this process created the project."""
        return project_id in self._created

    def note_seen(self, project_id: str) -> bool:
        """Remember that Giggle knows the project; whether that is news."""
        with self._lock:
            is_news = project_id not in self._seen
            self._seen.add(project_id)
        return is_news

    def knows(self, project_id: str) -> bool:
        """Whether this process created the project or was ever shown it."""
        return project_id in self._created or project_id in self._seen

    def note_sent(self, payment: Payment) -> None:
        """Remember a payment call that left this process, for when the ledger cannot be read."""
        with self._lock:
            self._sent[payment.project_id] = payment

    def sent(self, project_id: str) -> Payment | None:
        """The payment call of this project that left this process, if there was one."""
        return self._sent.get(project_id)

    def note_failure(self, project_id: str, failure: object) -> None:
        """Remember how a project failed, so that after a retry the old failure is known as old."""
        with self._lock:
            self._failures[project_id] = failure

    def note_retry(self, project_id: str, clock: Callable[[], float]) -> None:
        """Remember when a retry took."""
        with self._lock:
            self._retries[project_id] = (self._now(clock), self._failures.pop(project_id, None))

    def last_retry(self, project_id: str, clock: Callable[[], float]) -> tuple[float, object] | None:
        """How many seconds ago the project was retried and the failure before it."""
        with self._lock:
            retried = self._retries.get(project_id)
            return None if retried is None else (self._now(clock) - retried[0], retried[1])

    def forget_retry(self, project_id: str) -> None:
        """Believe every failure again."""
        with self._lock:
            self._retries.pop(project_id, None)


_accounts: dict[tuple[str, str, str], Account] = {}
_accounts_lock = threading.Lock()


def account_of(base_url: str, key: str, budget: str = "") -> Account:
    """The one account of this key at this address in this process, for each budget."""
    name = (base_url, hashlib.sha256(key.encode()).hexdigest(), budget)
    with _accounts_lock:
        return _accounts.setdefault(name, Account())
