"""The calls with their repeats: one method per row of the table of what may be repeated."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from mvclient.error_from_reply import error_from
from mvclient.estimate import Estimate
from mvclient.operations import CREATE, QUERY, RETRY, SUBMIT, Operation
from mvclient.progress import Progress
from mvclient.progress_from_reply import plain_text, read_progress
from mvclient.replies import Outcome, Reply
from mvclient.stopwatch import Stopwatch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mvclient.account import Account
    from mvclient.errors import MVError
    from mvclient.evidence import Evidence
    from mvclient.request import MVRequest
    from mvclient.transport import Transport

_Result = TypeVar("_Result")

SIGN_LOOKS = 3
SIGN_WAIT_S = 15.0
"""Three looks over 30 seconds tell whether a call whose answer was lost took."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the table of what may be repeated, for one call."""

    repeated_after: tuple[Outcome, ...]
    """The replies after which it is made again, `network_retries` times."""
    limits: int = 1
    """How often it is made again after a 429."""


_CREATE = _QUERY = Rule((Outcome.NOT_SENT, Outcome.UNSURE))
_QUERY_OF_A_KNOWN_PROJECT = Rule((Outcome.NOT_SENT, Outcome.UNSURE, Outcome.REFUSED))
_SUBMIT = Rule((Outcome.NOT_SENT,), limits=0)
_RETRY = Rule((Outcome.NOT_SENT,))


@dataclass(frozen=True, slots=True)
class Calls:
    """The calls of one account with one set of rules."""

    transport: Transport
    account: Account
    evidence: Evidence
    poll_interval_s: float
    max_wait_s: float
    network_retries: int
    retry_delay_s: float
    sleep: Callable[[float], float | None]
    clock: Callable[[], float]

    def timed(self) -> tuple[Calls, Stopwatch]:
        """The same calls with a stopwatch that counts all their sleeping."""
        stopwatch = Stopwatch(self.sleep)
        return replace(self, sleep=stopwatch.sleep), stopwatch

    def wait(self, seconds: float) -> None:
        """Sleep all of it, whoever is in a hurry."""
        while seconds > 0:
            slept_s = self.sleep(seconds)
            seconds -= seconds if slept_s is None else slept_s

    def wait_out_pause(self) -> None:
        """Be quiet as long as Giggle asked for, and on while it asked for more meanwhile."""
        while (left_s := self.account.pause_left_s(self.clock)) > 0:
            until = self.account.paused_until(self.clock)
            self.wait(left_s)
            self.account.end_pause(self.clock, until)

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

    def again(self, once: Callable[[], _Result | Reply], rule: Rule) -> _Result | Reply:
        """Make a call, and again as long as its rule allows."""
        failures = limited = 0
        while True:
            result = once()
            if not isinstance(result, Reply):
                return result
            if result.outcome is Outcome.LIMITED and limited < rule.limits:
                limited += 1
            elif failures < self.network_retries and result.outcome in rule.repeated_after:
                failures += 1
                self.sleep(self.retry_delay_s)
            else:
                return result

    def create(self, request: MVRequest) -> str:
        """Create a project; a lost answer leaves an unpaid, harmless orphan, so it may be repeated."""
        body = request.create_body()
        reply: Reply = self.again(lambda: self.send(CREATE, body), _CREATE)
        project_id = _project_id_of(reply)
        if not project_id:
            raise error_from(reply, CREATE)
        self.account.note_created(project_id)
        self.evidence.note(lambda ledger: ledger.note_project(project_id, is_made_here=True))
        return project_id

    def submit(self, project_id: str, request: MVRequest) -> Reply:
        """Submit a created project; after a lost answer look first, then once more for the same project.

        Returns the last answer: what Giggle said, or the lost one of a submit that took.
        """
        calls, stopwatch = self.timed()
        body = request.submit_body(project_id)
        lost_answers = 0
        # A loop of its own: before it is sent again there is a look, and what was lost before decides.
        while True:
            reply: Reply = calls.again(lambda: calls.send(SUBMIT, body), _SUBMIT)
            looks, is_last = 0, True
            match reply.outcome:
                case Outcome.LIMITED if stopwatch.elapsed_s < self.max_wait_s:
                    looks, is_last = 1, False
                case Outcome.UNSURE:
                    lost_answers += 1
                    looks, is_last = SIGN_LOOKS, lost_answers > 1
                case Outcome.REFUSED if lost_answers:
                    looks = 1  # refused, perhaps, because the lost one took
            if reply.outcome is Outcome.DONE or calls.shows_a_sign(project_id, reply, looks):
                self.evidence.note(lambda ledger: ledger.note_submitted(project_id))
                return reply
            if is_last:
                not_arrived = (Outcome.UNSURE,) if lost_answers else (Outcome.NOT_SENT, Outcome.MISCONFIGURED)
                has_arrived = False if reply.outcome in not_arrived else None
                raise self._submit_error(reply, project_id, has_arrived=has_arrived)

    def send_to(self, project_id: str, request: MVRequest) -> None:
        """Submit a project whose song never arrived, unless a look shows that it did."""
        look = self.query(project_id)
        if look.has_begun:
            self.evidence.note(lambda ledger: ledger.note_submitted(project_id))
        else:
            self.submit(project_id, request)

    def _submit_error(self, reply: Reply, project_id: str, *, has_arrived: bool | None = None) -> MVError:
        money = self.evidence.money(project_id)
        return error_from(reply, SUBMIT, project_id=project_id, money=money, has_arrived=has_arrived)

    def shows_a_sign(self, project_id: str, lost: Reply, looks: int) -> bool:
        """Look whether a submit took: a status, a step or a task is to be seen.

        Raises:
            MVError: nobody can look; then it says what was lost.
        """
        for look in self._looks(project_id, looks):
            if isinstance(look, Progress):
                if look.has_begun:
                    return True
            elif look.outcome is Outcome.KEY_REFUSED:
                raise self.query_error(look, project_id)
            elif look.outcome not in (Outcome.REFUSED, Outcome.LIMITED):  # these two show nothing of it
                raise self._submit_error(lost, project_id)
        return False

    def _looks(self, project_id: str, number: int) -> Iterator[Progress | Reply]:
        for made in range(number):
            if made:
                self.sleep(SIGN_WAIT_S)
            yield self.again(lambda: self.look(project_id), _QUERY)

    def retry(self, project_id: str, step: str) -> None:
        """Retry a step; after a lost answer, or a no, look whether it still stands failed."""
        fields: dict[str, object] = {"project_id": project_id, "current_step": step}
        reply: Reply = self.again(lambda: self.send(RETRY, fields), _RETRY)
        looks = {Outcome.UNSURE: SIGN_LOOKS, Outcome.REFUSED: 1}.get(reply.outcome, 0)
        if reply.outcome is not Outcome.DONE and not any(
            isinstance(look, Progress) and look.has_begun and (not look.is_failed or look.failed_step != step)
            for look in self._looks(project_id, looks)
        ):
            raise error_from(reply, RETRY, project_id=project_id, money=self.evidence.money(project_id))
        self.account.note_retry(project_id, self.clock)

    def query(self, project_id: str) -> Progress:
        """Look once, with the documented repeats; of a project that we know, an odd no counts as no answer."""
        rule = _QUERY_OF_A_KNOWN_PROJECT if self.evidence.knows(project_id) else _QUERY
        look = self.again(lambda: self.look(project_id), rule)
        if not isinstance(look, Progress):
            raise self.query_error(look, project_id)
        look = Estimate().applied_to(self.evidence.added_to(look), now=look.observed_at)
        if look.is_failed:
            self.account.note_failure(project_id, failure_mark(look))
        return look

    def look(self, project_id: str) -> Progress | Reply:
        """Make one query call, in its turn: a snapshot, or the reply that is none."""
        self.wait_out_pause()
        self.wait(self.account.turn_to_look_s(self.clock))
        reply = self.send(QUERY, {"project_id": project_id})
        if reply.outcome is not Outcome.DONE:
            return reply
        if not isinstance(reply.data, dict):
            return replace(reply, outcome=Outcome.UNSURE, detail="success without data")
        if self.account.note_seen(project_id):
            self.evidence.note(lambda ledger: ledger.note_project(project_id, is_made_here=False))
        clean = self.transport.without_secrets
        return read_progress(project_id, reply.data, observed_at=self.clock(), clean=clean, uuid=reply.uuid)

    def query_error(self, reply: Reply, project_id: str, progress: Progress | None = None) -> MVError:
        """The error of a look that failed."""
        money = self.evidence.money(project_id, progress)
        return error_from(reply, QUERY, project_id=project_id, money=money, progress=progress)


def failure_mark(progress: Progress) -> object:
    """Tell one failure from the next one of the same project."""
    failed = progress.failed_sub_step
    retries = tuple((step.name, step.retry_count) for step in progress.steps)
    return (progress.err_msg, failed.name if failed else "", failed.error if failed else "", retries)


def _project_id_of(reply: Reply) -> str:
    value = reply.data.get("project_id") if isinstance(reply.data, dict) else None
    is_id = reply.outcome is Outcome.DONE and isinstance(value, (str, int))
    return plain_text(value) if is_id else ""
