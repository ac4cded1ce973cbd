"""The calls with their repeats: one method per row of the table of what may be repeated."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mvclient.errors import KeyRefused, LedgerUnavailable, MoneyMoved, MVError, RateLimited, RequestRefused
from mvclient.estimate import Estimate
from mvclient.failures import error_from
from mvclient.operations import CREATE, QUERY, RETRY, SUBMIT, Operation
from mvclient.replies import Outcome, Reply
from mvclient.reply_reading import plain_text, read_progress

if TYPE_CHECKING:
    from collections.abc import Callable

    from mvclient.account import Account
    from mvclient.ledger import Payment, PaymentLedger
    from mvclient.progress import Progress
    from mvclient.request import MVRequest
    from mvclient.transport import Transport

SIGN_LOOKS = 3
SIGN_WAIT_S = 15.0
"""Three looks over 30 seconds tell whether a call whose answer was lost took."""

_MAYBE_LATER = (Outcome.NOT_SENT, Outcome.UNSURE)


class Stopwatch:
    """Measures a wait by the clock and by what was slept, whichever is more: a clock can be set back."""

    def __init__(self, sleep: Callable[[float], None], clock: Callable[[], float]) -> None:
        self._sleep = sleep
        self._clock = clock
        self._started_at = clock()
        self._slept_s = 0.0

    @property
    def elapsed_s(self) -> float:
        """Seconds since the start."""
        return max(self._clock() - self._started_at, self._slept_s)

    def sleep(self, seconds: float) -> None:
        """Sleep and count it."""
        if seconds > 0:
            self._sleep(seconds)
            self._slept_s += seconds


@dataclass(frozen=True, slots=True)
class Calls:
    """The calls of one account with one set of rules."""

    transport: Transport
    account: Account
    ledger: PaymentLedger
    poll_interval_s: float
    max_wait_s: float
    network_retries: int
    retry_delay_s: float
    sleep: Callable[[float], None]
    clock: Callable[[], float]

    def timed(self) -> tuple[Calls, Stopwatch]:
        """Return the same calls with a stopwatch that counts all their sleeping."""
        stopwatch = Stopwatch(self.sleep, self.clock)
        return replace(self, sleep=stopwatch.sleep), stopwatch

    def wait_out_pause(self) -> None:
        """Be quiet as long as Giggle asked for."""
        left = self.account.pause_left_s(self.clock)
        if left > 0:
            self.sleep(left)

    def send(self, operation: Operation, fields: dict[str, object]) -> Reply:
        """Make one call, after any pause; a 429 starts the next pause."""
        self.wait_out_pause()
        return self.send_now(operation, fields)

    def send_now(self, operation: Operation, fields: dict[str, object]) -> Reply:
        """Make one call at once; a 429 starts the next pause."""
        reply = self.transport.send(operation, fields)
        if reply.outcome is Outcome.LIMITED:
            self.account.pause(self.clock, reply.retry_after_s)
        return reply

    def create(self, request: MVRequest) -> str:
        """Create a project; a lost answer leaves an unpaid, harmless orphan, so it may be repeated."""
        failures, was_limited = 0, False
        while True:
            reply = self.send(CREATE, request.create_body())
            if reply.outcome is Outcome.DONE:
                project_id = _project_id_of(reply)
                if project_id:
                    self.account.note_created(project_id)
                    return project_id
                raise error_from(reply, CREATE)
            if reply.outcome in _MAYBE_LATER and failures < self.network_retries:
                failures += 1
                self.sleep(self.retry_delay_s)
            elif reply.outcome is Outcome.LIMITED and not was_limited:
                was_limited = True
            else:
                raise error_from(reply, CREATE)

    def submit(self, project_id: str, request: MVRequest) -> Reply:
        """Submit a created project; after a lost answer look first, then once more for the same project.

        Returns the last answer: what Giggle said, or the lost one of a submit that took.
        """
        calls, stopwatch = self.timed()
        return calls._submit(project_id, request, stopwatch)  # noqa: SLF001 - its own, with the stopwatch

    def _submit(self, project_id: str, request: MVRequest, stopwatch: Stopwatch) -> Reply:
        body = request.submit_body(project_id)
        failures, lost_answers = 0, 0
        while True:
            reply = self.send(SUBMIT, body)
            error = error_from(reply, SUBMIT, project_id=project_id)
            match reply.outcome:
                case Outcome.DONE:
                    return reply
                case Outcome.NOT_SENT if failures < self.network_retries:
                    failures += 1
                    self.sleep(self.retry_delay_s)
                case Outcome.LIMITED if stopwatch.elapsed_s < self.max_wait_s:
                    self.wait_out_pause()
                    if self._shows_a_sign(project_id, error, looks=1):
                        return reply
                case Outcome.UNSURE:
                    lost_answers += 1
                    if self._shows_a_sign(project_id, error):
                        return reply
                    if lost_answers > 1:
                        raise error
                case Outcome.REFUSED if lost_answers and self._shows_a_sign(project_id, error, looks=1):
                    return reply  # refused because the lost one took
                case _:
                    raise error

    def _shows_a_sign(self, project_id: str, lost: MVError, looks: int = SIGN_LOOKS) -> bool:
        """Look whether a submit took: a status, a step or a task is to be seen."""
        for look in range(looks):
            if look:
                self.sleep(SIGN_WAIT_S)
            try:
                if self.query(project_id).has_begun:
                    return True
            except (RequestRefused, RateLimited):
                continue  # nothing to be seen of it
            except KeyRefused:
                raise
            except MVError:
                break  # nobody can look: say what was lost
        else:
            return False
        raise lost

    def retry(self, project_id: str, step: str) -> None:
        """Retry a step; after a lost answer look whether it still stands failed."""
        failures, was_limited = 0, False
        while True:
            reply = self.send(RETRY, {"project_id": project_id, "current_step": step})
            if reply.outcome is Outcome.DONE:
                break
            if reply.outcome is Outcome.NOT_SENT and failures < self.network_retries:
                failures += 1
                self.sleep(self.retry_delay_s)
            elif reply.outcome is Outcome.LIMITED and not was_limited:
                was_limited = True
            elif reply.outcome is Outcome.UNSURE and self._no_longer_failed(project_id, step):
                break
            else:
                raise error_from(reply, RETRY, project_id=project_id, money_moved=self.money_moved(project_id))
        self.account.note_retry(project_id, self.clock())

    def _no_longer_failed(self, project_id: str, step: str) -> bool:
        for look in range(SIGN_LOOKS):
            if look:
                self.sleep(SIGN_WAIT_S)
            try:
                progress = self.query(project_id)
            except MVError:
                continue
            if not progress.is_failed or progress.failed_step != step:
                return True
        return False

    def query(self, project_id: str) -> Progress:
        """Look once, with the documented repeats."""
        failures, was_limited = 0, False
        while True:
            look = self.look(project_id)
            if not isinstance(look, Reply):
                look = Estimate().applied_to(replace(look, payment=self.payment_if_readable(project_id)))
                if look.is_failed:
                    self.account.note_failure(project_id, failure_mark(look))
                return look
            if look.outcome in _MAYBE_LATER and failures < self.network_retries:
                failures += 1
                self.sleep(self.retry_delay_s)
            elif look.outcome is Outcome.LIMITED and not was_limited:
                was_limited = True
            else:
                raise self.query_error(look, project_id)

    def look(self, project_id: str) -> Progress | Reply:
        """Make one query call: a snapshot, or the reply that is none."""
        reply = self.send(QUERY, {"project_id": project_id})
        if reply.outcome is not Outcome.DONE:
            return reply
        if not isinstance(reply.data, dict):
            return replace(reply, outcome=Outcome.UNSURE, detail="success without data")
        return read_progress(project_id, reply.data, observed_at=self.clock(), clean=self.transport.without_secrets)

    def query_error(self, reply: Reply, project_id: str, progress: Progress | None = None) -> MVError:
        """Return the error of a look that failed."""
        money = self.money_moved(project_id, progress)
        return error_from(reply, QUERY, project_id=project_id, money_moved=money, progress=progress)

    def payment(self, project_id: str) -> Payment | None:
        """Return the ledger's row.

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
            money_moved="unknown",
        )

    def payment_if_readable(self, project_id: str) -> Payment | None:
        """Return the ledger's row for showing; a look needs no ledger."""
        try:
            return self.payment(project_id)
        except LedgerUnavailable:
            return None

    def money_moved(self, project_id: str, progress: Progress | None = None) -> MoneyMoved:
        """Tell whether the project has cost anything so far."""
        row = self.payment_if_readable(project_id)
        if (row is not None and row.state == "paid") or (progress is not None and progress.is_paid):
            return "yes"
        if row is not None:
            # A second attempt was a person's word after a first one that nobody could settle.
            return "no" if row.state == "refused" and row.attempt == 1 else "unknown"
        return "no" if progress is not None or self.account.has_created(project_id) else "unknown"


def failure_mark(progress: Progress) -> object:
    """Tell one failure from the next one of the same project."""
    failed = progress.failed_sub_step
    retries = tuple((step.name, step.retry_count) for step in progress.steps)
    return (progress.err_msg, failed.name if failed else "", failed.error if failed else "", retries)


def _project_id_of(reply: Reply) -> str:
    value = reply.data.get("project_id") if isinstance(reply.data, dict) else None
    return plain_text(value) if isinstance(value, (str, int)) else ""
