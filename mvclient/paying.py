"""The one payment of a project: a row before the first byte, then only looking."""

from __future__ import annotations

import contextlib
import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mvclient import payment_errors
from mvclient.error_from_reply import error_from
from mvclient.errors import LedgerUnavailable, MVError, PaymentNotAllowed
from mvclient.estimate import Estimate
from mvclient.ledger import Payment, PaymentState
from mvclient.money import was_for_credits
from mvclient.operations import PAY
from mvclient.progress import Progress, finite_number
from mvclient.progress_from_reply import plain_text, read_progress
from mvclient.replies import Outcome, Reply

if TYPE_CHECKING:
    from collections.abc import Generator

    from mvclient.errors import PaymentRefused, PaymentUnconfirmed
    from mvclient.money import Money
    from mvclient.repeats import Calls
    from mvclient.stopwatch import Stopwatch

SETTLE_WAIT_S = 120.0
"""How long a payment whose answer was lost is settled by looking."""

_NOTHING_DONE = (Outcome.NOT_SENT, Outcome.MISCONFIGURED, Outcome.LIMITED)


class Payer:
    """Pays one project; its generators yield the snapshots that were seen meanwhile."""

    def __init__(self, calls: Calls, project_id: str, stopwatch: Stopwatch) -> None:
        self._calls = calls
        self._ledger = calls.evidence.ledger
        self._project_id = project_id
        self._stopwatch = stopwatch
        self._estimate = Estimate()
        self.last: Progress | None = None

    def paying(self, *, attempt: int, is_patient: bool) -> Generator[Progress, None, Payment | None]:
        """Pay with one row of the ledger.

        Args:
            attempt: the row.
            is_patient: inside a watch: a 429 only delays, and what surely was not sent is left to the next look.

        Returns:
            The payment; None when nothing was sent because another one holds the row or, with patience, because
            Giggle cannot be reached or asked for a pause.
        """
        calls, project_id = self._calls, self._project_id
        failures, was_limited = 0, False
        while True:
            yield self._known(payment=self._row("sending", attempt))
            if not self._take_the_row(attempt):
                return None
            reply = calls.send_now(PAY, {"project_id": project_id})
            if reply.outcome not in _NOTHING_DONE:
                return (yield from self._answered(reply, attempt))
            # After a 429 too the row goes: the pause is longer than anyone settles a row by looking.
            self._release(attempt)
            match reply.outcome:
                case Outcome.NOT_SENT if failures < calls.network_retries:
                    failures += 1
                    calls.sleep(calls.retry_delay_s)
                case Outcome.NOT_SENT | Outcome.LIMITED if is_patient:
                    return None
                case Outcome.LIMITED if not was_limited:
                    was_limited = True
                    self.last = calls.query(project_id)
                    if self.last.is_paid:
                        return self.note_paid()
                case _:
                    raise self._error(reply)

    def _answered(self, reply: Reply, attempt: int) -> Generator[Progress, None, Payment]:
        self._calls.account.note_sent(self._row("sending", attempt))
        if reply.outcome is Outcome.DONE:
            return self._settle_done(reply, attempt)
        if reply.is_known_refusal:
            return self._after_refusal(reply, attempt)
        # Whatever else came may come from a gateway, with the payment taken behind it.
        return (yield from self.settled_by_looking(attempt, is_final=True))

    def settled_by_looking(
        self, attempt: int, *, is_final: bool, wait_s: float = SETTLE_WAIT_S
    ) -> Generator[Progress, None, Payment]:
        """Look at least once and for up to `wait_s` whether the payment took; never pay.

        Raises:
            PaymentRefused: if `is_final` and the row's own driver was told so meanwhile.
            PaymentUnconfirmed: if `is_final` and nobody can tell; the row says so from then on.
        """
        calls = self._calls
        begun_s, silent_since = self._stopwatch.elapsed_s, 0.0
        while True:
            row, _ = calls.evidence.of(self._project_id)
            if row is not None and row.attempt >= attempt and row.state in ("paid", "refused"):
                # Another driver got the answer: its row says more than a look.
                if row.state == "refused" and is_final:
                    raise self.refused(row)
                return row
            look = calls.look(self._project_id)
            if not isinstance(look, Progress):
                silent_since = silent_since or calls.clock()
                yield self._silence(look, silent_since)
            else:
                silent_since = 0.0
                self.last = look = self._estimate.applied_to(
                    calls.evidence.added_to(look), now=calls.account.now(calls.clock)
                )
                if look.is_paid:
                    return self.note_paid()
                yield look
                if look.is_failed:
                    break
            left_s = wait_s - (self._stopwatch.elapsed_s - begun_s)
            if left_s <= 0:
                break
            calls.sleep(min(left_s, calls.account.poll_interval_s(calls.poll_interval_s)))
        payment = self._settle(self._row("unconfirmed", attempt))
        if is_final:
            raise self.unconfirmed()
        return payment

    def _silence(self, reply: Reply, since: float) -> Progress:
        """The last news, marked with why there is no newer one."""
        calls = self._calls
        if reply.outcome is Outcome.LIMITED:
            return self._known(paused_until=calls.clock() + calls.account.pause_left_s(calls.clock))
        return self._known(unreachable_since=since)

    def _known(self, **news: Any) -> Progress:  # noqa: ANN401 - the fields of Progress
        """The last news, with this changed."""
        calls = self._calls
        nothing = read_progress(self._project_id, {}, observed_at=calls.clock(), clean=str)
        return replace(self.last or calls.evidence.added_to(nothing), **news)

    def note_paid(self) -> Payment:
        """Write into the ledger that a look proved the payment, so that no stale look can pay it again."""
        project_id = self._project_id
        try:
            row = self._ledger.latest(project_id)
            # When it was paid, only who sent the payment knows: a look may come days later.
            attempt, at = (row.attempt, row.at) if row is not None else (1, 0.0)
            if row is None:
                self._ledger.reserve(project_id, attempt=attempt, at=at)
            if row is None or row.state != "paid":
                self._ledger.settle(project_id, attempt=attempt, state="paid", at=at)
            row = self._ledger.latest(project_id)
        except Exception:  # noqa: BLE001 - it is paid, whatever a ledger says
            row = None
        return row or Payment(project_id, "paid")

    def refused(self, row: Payment) -> PaymentRefused:
        """The error for a payment that Giggle refused earlier."""
        return payment_errors.refused(row, self._calls.evidence.money(self._project_id, self.last), self.last)

    def unconfirmed(self) -> PaymentUnconfirmed:
        """The error for a payment that nobody could settle."""
        return payment_errors.unconfirmed(self._project_id, self.last)

    def _after_refusal(self, reply: Reply, attempt: int) -> Payment:
        """Look once, because "already paid" can come as an error; else the row waits for a person."""
        money: Money | None = None
        with contextlib.suppress(MVError):
            self.last = self._calls.query(self._project_id)
            if self.last.is_paid:
                return self.note_paid()
            # Who had taken another payment of it would have named that instead.
            money = "not_yet" if attempt == 1 else None
        self._settle(replace(self._row("refused", attempt), reason=_reason(reply)))
        raise self._error(reply, money)

    def _error(self, reply: Reply, money: Money | None = None) -> MVError:
        money = money or self._calls.evidence.money(self._project_id, self.last)
        return error_from(reply, PAY, project_id=self._project_id, money=money, progress=self.last)

    def _take_the_row(self, attempt: int) -> bool:
        """Wait out any pause and write the row; a row whose call still waits would be taken for a lost one."""
        for _ in range(2):
            self._calls.wait_out_pause()
            if not self._reserve(attempt):
                return False
            if self._calls.account.pause_left_s(self._calls.clock) <= 0:
                return True
            self._release(attempt)
        # An injected sleep that does not move the clock would wait here for ever.
        return self._reserve(attempt)

    def _reserve(self, attempt: int) -> bool:
        calls = self._calls
        try:
            return self._ledger.reserve(self._project_id, attempt=attempt, at=calls.clock()) is True
        except PaymentNotAllowed as no:
            raise PaymentNotAllowed(
                no.message,
                reason=no.reason,
                operation="pay",
                project_id=self._project_id,
                money=calls.evidence.money(self._project_id, self.last),
                progress=self.last,
            ) from None
        except Exception as error:  # noqa: BLE001 - a ledger of the caller's may raise anything
            reason = type(error).__name__
        raise LedgerUnavailable(
            f"The payment ledger cannot be written ({reason}), so nothing is paid now.",
            operation="pay",
            project_id=self._project_id,
            money=calls.evidence.money(self._project_id, self.last),
            progress=self.last,
        )

    def _release(self, attempt: int) -> None:
        # If the ledger fails here the row stays, and the next one settles it by looking.
        with contextlib.suppress(Exception):
            self._ledger.release(self._project_id, attempt=attempt)

    def _settle_done(self, reply: Reply, attempt: int) -> Payment:
        receipt = reply.data if isinstance(reply.data, dict) else {}
        price = finite_number(receipt.get("price"))
        return self._settle(
            replace(
                self._row("paid", attempt),
                order_id=self._calls.transport.without_secrets(plain_text(receipt.get("order_id"))),
                price_credits=math.ceil(price) if price > 0 else None,
            )
        )

    def _row(self, state: PaymentState, attempt: int) -> Payment:
        return Payment(self._project_id, state, attempt=attempt, at=self._calls.clock())

    def _settle(self, payment: Payment) -> Payment:
        # If the ledger fails here the row stays "sending", and the next one settles it by looking.
        with contextlib.suppress(Exception):
            self._ledger.settle(
                payment.project_id,
                attempt=payment.attempt,
                state=payment.state,
                order_id=payment.order_id,
                price_credits=payment.price_credits,
                reason=payment.reason,
                at=payment.at,
            )
        if self.last is not None:
            self.last = replace(self.last, payment=payment)
        return payment


def _reason(reply: Reply) -> str:
    """Giggle's words; where they do not tell what was refused, with the number that does."""
    if reply.outcome is Outcome.KEY_REFUSED or was_for_credits(reply.msg):
        return reply.msg or reply.detail
    return f"402: {reply.msg or reply.detail}"
