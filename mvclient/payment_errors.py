"""A payment that waits for a person, as an error: by whoever tried to pay, and by whoever only looks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mvclient.errors import PaymentRefused, PaymentUnconfirmed
from mvclient.money import money_known
from mvclient.visible_text import quoted

if TYPE_CHECKING:
    from mvclient.errors import PaymentError
    from mvclient.ledger import Payment
    from mvclient.money import Money
    from mvclient.progress import Progress


def refused(row: Payment, money: Money, progress: Progress | None) -> PaymentRefused:
    """The error for a payment that Giggle refused earlier."""
    return PaymentRefused(
        f"Giggle refused the payment{quoted(row.reason)}.",
        operation="pay",
        project_id=row.project_id,
        giggle_message=row.reason,
        money=money,
        progress=progress and replace(progress, payment=row),
    )


def unconfirmed(project_id: str, progress: Progress | None) -> PaymentUnconfirmed:
    """The error for a payment that nobody could settle."""
    return PaymentUnconfirmed(
        "The payment could not be confirmed, and it is not paid again by itself.",
        operation="pay",
        project_id=project_id,
        money="perhaps",
        progress=progress,
    )


def of_a_look(progress: Progress) -> PaymentError | None:
    """The error of a payment that a look shows waiting for a person; None while it needs none."""
    row = progress.payment
    if row is None or not progress.payment_due:
        return None
    if row.state == "refused":
        return refused(row, money_known(row, progress, was_there=progress.was_there), progress)
    return unconfirmed(progress.project_id, progress) if row.state == "unconfirmed" else None
