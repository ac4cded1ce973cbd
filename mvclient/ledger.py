"""Who may pay, at most once."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol, cast, runtime_checkable

PaymentState = Literal["sending", "paid", "refused", "unconfirmed"]


@dataclass(frozen=True, slots=True)
class Payment:
    """One row of the ledger: an attempt to pay a project, and its receipt."""

    project_id: str
    """The project."""
    state: PaymentState
    """`sending` until the answer is clear; `refused` and `unconfirmed` wait for a person."""
    attempt: int = 1
    """1 for the first; each further one was a person's word."""
    order_id: str = ""
    """Giggle's order, empty when only a look proved the payment."""
    price_credits: int | None = None
    """Credits, 1 credit = 0.01 USD; None when Giggle did not say."""
    reason: str = ""
    """Giggle's words for a refusal, inert text."""
    at: float = 0.0
    """Epoch seconds of the last change of state; 0 when only a look proved a payment that was not sent from here."""
    doubt_before: bool | None = field(default=None, compare=False)
    """Whether an earlier attempt may have been charged; None when the ledger does not tell."""

    @property
    def is_in_doubt(self) -> bool:
        """Whether this attempt or one before it may have been charged, for all that is written here."""
        return self.state in ("sending", "unconfirmed") or (self.attempt > 1 and self.doubt_before is not False)


@dataclass(frozen=True, slots=True)
class ProjectRecord:
    """What a ledger knows of a project beside its payments."""

    is_made_here: bool
    """Whether it was written down when the project was made, so that no payment of ours can be missing."""
    is_submitted: bool = False
    """Whether Giggle said that it took the song."""


class PaymentLedger(Protocol):
    """Durable rows `(project_id, attempt)`; only the writer of a row may send its pay call.

    Every method may raise anything; then nothing is paid.
    """

    def reserve(self, project_id: str, *, attempt: int, at: float) -> bool:
        """Insert the row as `sending` in one atomic step; True only for the one who wrote it."""

    def release(self, project_id: str, *, attempt: int) -> None:
        """Remove the row, because its call surely was not sent."""

    def settle(
        self,
        project_id: str,
        *,
        attempt: int,
        state: PaymentState,
        order_id: str = "",
        price_credits: int | None = None,
        reason: str = "",
        at: float,
    ) -> None:
        """Write the outcome into the row; a row that is `paid` stays so, only its missing receipt is filled in."""

    def latest(self, project_id: str) -> Payment | None:
        """The row of the highest attempt."""


@runtime_checkable
class ProjectLedger(Protocol):
    """What a ledger may keep besides; without it only this process remembers which projects it made.

    Every method may raise anything; then nothing is known.
    """

    def note_project(self, project_id: str, *, is_made_here: bool) -> None:
        """Write down a project that was made or seen; the first word stands."""

    def note_submitted(self, project_id: str) -> None:
        """Write down that Giggle took the song of a project."""

    def project(self, project_id: str) -> ProjectRecord | None:
        """What is known of the project."""


class MemoryLedger:
    """A ledger for one process: safe between threads, forgotten with it; `SQLiteLedger` outlives it."""

    def __init__(self) -> None:
        self._rows: dict[str, dict[int, Payment]] = {}
        self._projects: dict[str, ProjectRecord] = {}
        self._lock = threading.Lock()

    def reserve(self, project_id: str, *, attempt: int, at: float) -> bool:
        """Insert the row as `sending`; True only for the one who wrote it."""
        with self._lock:
            row = Payment(project_id, "sending", attempt=attempt, at=at)
            return self._rows.setdefault(project_id, {}).setdefault(attempt, row) is row

    def release(self, project_id: str, *, attempt: int) -> None:
        """Remove the row, because its call surely was not sent."""
        with self._lock:
            self._rows.get(project_id, {}).pop(attempt, None)

    def settle(
        self,
        project_id: str,
        *,
        attempt: int,
        state: str,
        order_id: str = "",
        price_credits: int | None = None,
        reason: str = "",
        at: float,
    ) -> None:
        """Write the outcome into the row; a row that is `paid` stays so, only its missing receipt is filled in."""
        with self._lock:
            row = self._rows.get(project_id, {}).get(attempt)
            if row is None or (row.state == "paid" and (state != "paid" or row.order_id)):
                return
            self._rows[project_id][attempt] = replace(
                row,
                state=cast("PaymentState", state),
                order_id=order_id,
                price_credits=price_credits,
                reason=reason,
                at=at,
            )

    def latest(self, project_id: str) -> Payment | None:
        """The row of the highest attempt."""
        with self._lock:
            rows = self._rows.get(project_id, {})
            if not rows:
                return None
            *before, last = (rows[attempt] for attempt in sorted(rows))
            return replace(last, doubt_before=any(row.state != "refused" for row in before))

    def note_project(self, project_id: str, *, is_made_here: bool) -> None:
        """Write down a project that was made or seen; the first word stands."""
        with self._lock:
            self._projects.setdefault(project_id, ProjectRecord(is_made_here))

    def note_submitted(self, project_id: str) -> None:
        """Write down that Giggle took the song of a project."""
        with self._lock:
            known = self._projects.get(project_id, ProjectRecord(is_made_here=False))
            self._projects[project_id] = replace(known, is_submitted=True)

    def project(self, project_id: str) -> ProjectRecord | None:
        """What is known of the project."""
        return self._projects.get(project_id)
