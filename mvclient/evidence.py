"""What the ledger, and where it cannot be read this process, know of a project."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mvclient.errors import LedgerUnavailable
from mvclient.ledger import ProjectLedger, ProjectRecord
from mvclient.money import money_known

if TYPE_CHECKING:
    from collections.abc import Callable

    from mvclient.account import Account
    from mvclient.ledger import Payment, PaymentLedger
    from mvclient.money import Money
    from mvclient.progress import Progress


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of the projects of one account; a ledger that fails makes it less."""

    account: Account
    ledger: PaymentLedger

    def payment(self, project_id: str) -> Payment | None:
        """The ledger's row.

        Raises:
            LedgerUnavailable: it cannot be read.
        """
        try:
            return self.ledger.latest(project_id)
        except Exception as error:  # noqa: BLE001 - a ledger of the caller's may raise anything
            reason = type(error).__name__
        raise LedgerUnavailable(
            f"The payment ledger cannot be read ({reason}), so nothing is paid.",
            operation="pay",
            project_id=project_id,
            money=self.money(project_id),
        )

    def record(self, project_id: str) -> ProjectRecord | None:
        """What is known of the project beside its payments; None where the ledger cannot be read."""
        if isinstance(self.ledger, ProjectLedger):
            with contextlib.suppress(Exception):  # a ledger of the caller's may raise anything
                return self.ledger.project(project_id)
            return None
        return ProjectRecord(is_made_here=True) if self.account.has_created(project_id) else None

    def knows(self, project_id: str) -> bool:
        """Whether the project was ever seen or made here, so that an odd answer is not believed at once."""
        return self.account.knows(project_id) or self.record(project_id) is not None

    def of(self, project_id: str) -> tuple[Payment | None, bool]:
        """The ledger's row, and whether it has known the project since it was made, as one word.

        Where the ledger cannot be read: what this process itself sent.
        """
        try:
            row = self.ledger.latest(project_id)
        except Exception:  # noqa: BLE001 - a ledger of the caller's may raise anything
            return self.account.sent(project_id), False
        record = self.record(project_id)
        return row, record is not None and record.is_made_here

    def added_to(self, progress: Progress) -> Progress:
        """The snapshot with what the ledger knows."""
        row, was_there = self.of(progress.project_id)
        return replace(progress, payment=row, was_there=was_there)

    def money(self, project_id: str, progress: Progress | None = None) -> Money:
        """Tell what is known of the project's money."""
        row, was_there = self.of(project_id)
        return money_known(row, progress, was_there=was_there)

    def note(self, write: Callable[[ProjectLedger], None]) -> None:
        """Write, if the ledger can; what it misses makes us say less of the project later, and nothing else."""
        if isinstance(self.ledger, ProjectLedger):
            with contextlib.suppress(Exception):
                write(self.ledger)
