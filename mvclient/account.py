"""What all `MVTrusteeAPI` objects of one key in this process share: the pauses, the poll budget, the ledger."""

from __future__ import annotations

import hashlib
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mvclient.ledger import MemoryLedger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

POLLS_PER_SECOND = 5.0
"""The budget of one key, shared by all its running watches."""
MIN_PAUSE_S = 120.0
MAX_PAUSE_S = 600.0


class Account:
    """One key at one address: who watches, when to be quiet, what was retried. Holds a hash of the key only."""

    def __init__(self) -> None:
        self.ledger = MemoryLedger()
        self._lock = threading.Lock()
        self._watches = 0
        # Times of different clocks cannot be compared: an injected clock has its own pauses.
        self._paused_until: dict[Callable[[], float], float] = {}
        self._created: set[str] = set()
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

    def poll_interval_s(self, wanted_s: float) -> float:
        """Return the seconds between two polls of one watch, so that all together keep the budget."""
        return max(wanted_s, self._watches / POLLS_PER_SECOND)

    def pause(self, clock: Callable[[], float], retry_after_s: float | None) -> float:
        """Note a 429 and return until when (in the clock's time) everything of this key is quiet."""
        seconds = min(max(retry_after_s or 0.0, MIN_PAUSE_S), MAX_PAUSE_S)
        with self._lock:
            until = max(self._paused_until.get(clock, 0.0), clock() + seconds)
            self._paused_until[clock] = until
        return until

    def pause_left_s(self, clock: Callable[[], float]) -> float:
        """Return the seconds of quiet that are left."""
        with self._lock:
            until = self._paused_until.get(clock)
            if until is None:
                return 0.0
            left = until - clock()
            if left <= 0:
                del self._paused_until[clock]
        # A clock that was set back must not stretch a pause.
        return min(max(left, 0.0), MAX_PAUSE_S)

    def note_created(self, project_id: str) -> None:
        """Remember that this process created the project, so that it is known to exist and to have cost nothing yet."""
        with self._lock:
            self._created.add(project_id)

    def has_created(self, project_id: str) -> bool:
        """Whether this process created the project."""
        return project_id in self._created

    def note_failure(self, project_id: str, failure: object) -> None:
        """Remember how a project failed, so that after a retry the old failure is known as old."""
        with self._lock:
            self._failures[project_id] = failure

    def note_retry(self, project_id: str, at: float) -> None:
        """Remember when a retry took."""
        with self._lock:
            self._retries[project_id] = (at, self._failures.pop(project_id, None))

    def last_retry(self, project_id: str) -> tuple[float, object] | None:
        """Return when the project was retried and the failure before it."""
        with self._lock:
            return self._retries.get(project_id)

    def forget_retry(self, project_id: str) -> None:
        """Believe every failure again."""
        with self._lock:
            self._retries.pop(project_id, None)


_accounts: dict[tuple[str, str], Account] = {}
_accounts_lock = threading.Lock()


def account_of(base_url: str, key: str) -> Account:
    """Return the one account of this key at this address in this process."""
    name = (base_url, hashlib.sha256(key.encode()).hexdigest())
    with _accounts_lock:
        return _accounts.setdefault(name, Account())
