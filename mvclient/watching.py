"""The only polling loop: from a project id to the finished film."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mvclient.errors import FilmNotDelivered, JobFailed, NeverArrived, StillRunning
from mvclient.estimate import Estimate
from mvclient.paying import SETTLE_WAIT_S, Payer
from mvclient.progress import Progress
from mvclient.progress_from_reply import read_progress
from mvclient.repeats import SIGN_LOOKS, SIGN_WAIT_S, Calls, failure_mark
from mvclient.replies import Outcome, Reply
from mvclient.visible_text import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from mvclient.errors import MVError
    from mvclient.ledger import Payment

LINK_WAIT_S = 60.0
"""`status` can be completed some polls before the link is there."""
UNREACHABLE_INTERVAL_S = 30.0
"""How often to look while Giggle cannot be reached."""
OLD_FAILURE_S = 30.0
"""How long after a retry the old failure is not believed."""
ODD_ANSWERS_S = 120.0
"""How long nothing but odd answers to the looks at a project we know are not believed."""
DECISION_INTERVAL_S = 30.0
"""How often to look while nothing goes on without a person's word."""


class Watch:
    """One watch of one project; see `MVTrusteeAPI.watch`."""

    def __init__(self, calls: Calls, project_id: str, approve: Callable[[Progress], bool] | None) -> None:
        self._calls, self._stopwatch = calls.timed()
        self._project_id = project_id
        self._approve = approve
        self._estimate = Estimate()
        self._payer = Payer(self._calls, project_id, self._stopwatch)
        self._last: Progress | None = None
        self._payment: Payment | None = self._calls.evidence.of(project_id)[0]
        self._is_paid = False
        self._needs_a_person = False
        self._decided_s = 0.0
        self._looks_without_a_sign = 0
        self._completed_at_s: float | None = None
        self._others_payment_at_s: float | None = None

    def snapshots(self) -> Generator[Progress, None, None]:
        """Yield each look until the film is there."""
        with self._calls.account.watching():
            while True:
                progress = yield from self._next_look()
                self._needs_a_person = False
                if progress.is_finished:
                    yield progress
                    return
                if progress.is_failed:
                    self._judge_failure(progress)
                else:
                    yield progress
                    film = self._late_film(progress)
                    if film is not None:
                        yield film
                        return
                    if progress.payment_due and not self._is_paid:
                        yield from self._pay_once(progress)
                    self._judge_beginning(progress)
                self._check_the_hour()
                self._sleep(self._interval_s())

    def _interval_s(self) -> float:
        calls = self._calls
        if self._needs_a_person:
            return max(DECISION_INTERVAL_S, calls.poll_interval_s)
        if self._looks_without_a_sign and not self._is_submitted():
            return SIGN_WAIT_S
        return calls.account.poll_interval_s(calls.poll_interval_s)

    def _next_look(self) -> Generator[Progress, None, Progress]:
        """Look until there is a snapshot; yield what is known while Giggle is silent, talks oddly or wants silence."""
        calls = self._calls
        failures, unreachable_since = 0, 0.0
        odd_since_s: float | None = None
        while True:
            pause_s = calls.account.pause_left_s(calls.clock)
            if pause_s > 0:
                yield replace(self._known(), paused_until=calls.clock() + pause_s)
                if pause_s < self._left_s():
                    calls.wait_out_pause()
                else:
                    self._sleep(pause_s)
                self._check_the_hour()
            look = calls.look(self._project_id)
            if isinstance(look, Progress):
                return self._seen(look)
            if look.outcome is Outcome.LIMITED:
                self._check_the_hour()
                continue
            is_known = self._last is not None or self._payment is not None or calls.evidence.knows(self._project_id)
            now_s = self._stopwatch.elapsed_s
            odd_since_s = (now_s if odd_since_s is None else odd_since_s) if look.is_odd else None
            if odd_since_s is not None and (not is_known or now_s - odd_since_s >= ODD_ANSWERS_S):
                raise self._odd_end(look)
            failures += 1
            unreachable_since = unreachable_since or calls.clock()
            if failures <= calls.network_retries:
                self._sleep(calls.retry_delay_s)
                continue
            if not is_known:
                # Nothing at all is known of this project: an address or id that never answers is no job.
                raise calls.query_error(look, self._project_id)
            yield replace(self._known(), unreachable_since=unreachable_since)
            self._check_the_hour()
            self._sleep(UNREACHABLE_INTERVAL_S)

    def _seen(self, look: Progress) -> Progress:
        if look.is_paid and not self._is_paid:
            self._is_paid = True
            self._payment = self._payer.note_paid()
        self._last = self._shown(self._recorded(look))
        self._payer.last = self._last
        return self._last

    def _shown(self, look: Progress) -> Progress:
        now = self._calls.account.now(self._calls.clock)
        return self._estimate.applied_to(replace(look, payment=self._payment), now=now)

    def _known(self) -> Progress:
        """The last news, or an empty snapshot."""
        nothing = read_progress(self._project_id, {}, observed_at=self._calls.clock(), clean=str)
        return self._recorded(self._last or nothing)

    def _recorded(self, look: Progress) -> Progress:
        """The snapshot with what the ledger knows by now: another one may have paid meanwhile."""
        look = self._calls.evidence.added_to(look)
        is_settled = self._payment is not None and self._payment.state == "paid"
        if not is_settled and (look.payment is not None or look.was_there):
            self._payment = look.payment
        return replace(look, payment=self._payment)

    def _is_submitted(self) -> bool:
        """Whether the song is known to have arrived, or nothing is known of its sending here."""
        record = self._calls.evidence.record(self._project_id)
        return record is None or not record.is_made_here or record.is_submitted

    def _judge_beginning(self, progress: Progress) -> None:
        """Raise when the song of a project made here was never taken, and looks show nothing of it either."""
        self._looks_without_a_sign = 0 if progress.has_begun else self._looks_without_a_sign + 1
        if self._looks_without_a_sign >= SIGN_LOOKS and not self._is_submitted():
            raise self._never_arrived()

    def _odd_end(self, look: Reply) -> MVError:
        """The error for odd answers that did not end; some refuse to show a project without a song."""
        was_shown = self._last is not None and self._last.has_begun
        if look.outcome is Outcome.REFUSED and not was_shown and not self._is_submitted():
            return self._never_arrived()
        return self._calls.query_error(look, self._project_id, self._last)

    def _never_arrived(self) -> NeverArrived:
        return NeverArrived(
            "The project was made, but its song did not get to Giggle.",
            operation="watch",
            project_id=self._project_id,
            money=self._calls.evidence.money(self._project_id, self._last),
            has_arrived=False,
            progress=self._last,
        )

    def _judge_failure(self, progress: Progress) -> None:
        """Raise for a failure, unless it is the old one that a retry has just taken back."""
        account = self._calls.account
        mark = failure_mark(progress)
        retried = account.last_retry(self._project_id, self._calls.clock)
        if retried is not None:
            since_retry_s, old_mark = retried
            if since_retry_s < OLD_FAILURE_S and old_mark in (None, mark):
                return
            account.forget_retry(self._project_id)
        account.note_failure(self._project_id, mark)
        failed = progress.failed_sub_step
        reason = progress.failure_reason
        where = f" at {failed.name}" if failed is not None else ""
        raise JobFailed(
            f"The job failed{where}{quoted(reason)}.",
            failed_step=progress.failed_step or "",
            operation="watch",
            project_id=self._project_id,
            giggle_message=reason,
            money=self._calls.evidence.money(self._project_id, progress),
            progress=progress,
        )

    def _late_film(self, progress: Progress) -> Progress | None:
        """Wait a minute for the link of a completed job; then take what plays, or say so."""
        if not progress.is_completed:
            self._completed_at_s = None
            return None
        now_s = self._stopwatch.elapsed_s
        if self._completed_at_s is None:
            self._completed_at_s = now_s
        if now_s - self._completed_at_s < LINK_WAIT_S:
            return None
        if progress.video is not None and progress.video.signed_url:
            video = replace(progress.video, download_url=progress.video.signed_url)
            return self._shown(replace(progress, video=video))
        raise FilmNotDelivered(
            "The job is completed, but Giggle has not handed over the film yet.",
            operation="watch",
            project_id=self._project_id,
            money="paid",
            progress=progress,
        )

    def _pay_once(self, progress: Progress) -> Generator[Progress, None, None]:
        """Pay if nobody has yet and a person allows it; otherwise only look."""
        if self._payment is not None and self._payment.state == "paid":
            return  # a stale look
        row = self._payment = self._calls.evidence.payment(self._project_id)
        if row is None:
            self._others_payment_at_s = None
            if self._approve is not None and not self._approve(progress):
                self._needs_a_person = True
                return
            payment = yield from self._shown_looks(self._payer.paying(attempt=1, is_patient=True))
            self._payment = payment
            self._last = self._recorded(progress)  # where nothing was sent, another one may have paid
            yield self._last
        elif row.state == "sending":
            # Another one is paying right now, or died while paying: two minutes of looking tell.
            now_s = self._stopwatch.elapsed_s
            if self._others_payment_at_s is None:
                self._others_payment_at_s = now_s
            if now_s - self._others_payment_at_s >= SETTLE_WAIT_S:
                yield from self._shown_looks(self._payer.settled_by_looking(row.attempt, is_final=True, wait_s=0.0))
        else:
            self._needs_a_person = row.state != "paid"

    def _shown_looks(
        self, looks: Generator[Progress, None, Payment | None]
    ) -> Generator[Progress, None, Payment | None]:
        while True:
            try:
                look = next(looks)
            except StopIteration as end:
                payment: Payment | None = end.value
                return payment
            # While the answer is out, the snapshots carry the row, so that nobody reads "nothing was charged".
            self._payment = look.payment or self._payment
            shown = self._shown(look)
            if shown.unreachable_since is None and shown.paused_until is None:
                self._last = shown
            yield shown

    def _sleep(self, seconds: float) -> None:
        """Sleep, but not past the hour, which stands still while a person is waited for."""
        slept_s = self._stopwatch.sleep(min(seconds, max(0.0, self._left_s())))
        if self._needs_a_person:
            self._decided_s += slept_s

    def _left_s(self) -> float:
        return self._calls.max_wait_s + self._decided_s - self._stopwatch.elapsed_s

    def _check_the_hour(self) -> None:
        if self._left_s() <= 0:
            raise self._still_running()

    def _still_running(self) -> MVError:
        return StillRunning(
            f"The job is still running after {self._calls.max_wait_s / 60:.0f} minutes.",
            operation="watch",
            project_id=self._project_id,
            money=self._calls.evidence.money(self._project_id, self._last),
            progress=self._last,
        )
