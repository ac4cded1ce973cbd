"""Paying on a person's word."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from mvclient.errors import JobFailed
from mvclient.paying import Payer

if TYPE_CHECKING:
    from collections.abc import Generator

    from mvclient.ledger import Payment
    from mvclient.progress import Progress
    from mvclient.repeats import Calls

_Result = TypeVar("_Result")


def pay(calls: Calls, project_id: str, *, again: bool) -> Payment:
    """Pay on a person's word; see `MVTrusteeAPI.pay`."""
    calls, stopwatch = calls.timed()
    payer = Payer(calls, project_id, stopwatch)
    row = calls.evidence.payment(project_id)
    if row is not None and row.state == "paid":
        return row
    progress = calls.query(project_id)
    payer.last = progress
    if progress.is_paid:
        return payer.note_paid()
    if progress.is_failed:
        raise JobFailed(
            "The job has failed, so it is not paid.",
            failed_step=progress.failed_step or "",
            operation="pay",
            project_id=project_id,
            giggle_message=progress.failure_reason,
            money=calls.evidence.money(project_id, progress),
            progress=progress,
        )
    if row is not None and row.state == "sending":
        row = _drained(payer.settled_by_looking(row.attempt, is_final=not again))
        if row.state == "paid":
            return row
    if row is not None and not again:
        raise payer.refused(row) if row.state == "refused" else payer.unconfirmed()
    payment = _drained(payer.paying(attempt=row.attempt + 1 if row is not None else 1, is_patient=False))
    if payment is None:
        # Another one wrote the row first and pays: see what comes of it.
        row = calls.evidence.payment(project_id)
        payment = _drained(payer.settled_by_looking(row.attempt if row else 1, is_final=True))
    return payment


def _drained(looks: Generator[Progress, None, _Result]) -> _Result:
    while True:
        try:
            next(looks)
        except StopIteration as end:
            result: _Result = end.value
            return result
