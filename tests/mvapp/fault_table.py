"""Every fault at every call: the card, what it says of the money, and whether its way out leads to one paid film.

A job as the app runs it, over real sockets, with the truth at the server beside it; only the sleeping is not real.
`tools/fault_table.py` prints it.
"""

import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from fake_clock import FakeClock
from hostile_faults import answers, envelope, processed, redirect
from hostile_giggle import Fault, HostileGiggle, Line

from mvapp import cards
from mvapp.studio.job import Job
from mvapp.studio.jobs import Jobs
from mvapp.studio.ledger import SQLLedger, payment_ledger
from mvapp.studio.studios import GIGGLE
from mvclient import MVError, MVRequest, MVTrusteeAPI, operations
from mvclient.money import money_of

REQUEST = MVRequest("A song", "prompt", "16:9", prompt="a quiet morning", reference_image="asset-7")
PATIENCE = 70
"""Sleeps after which a job that is still at it counts as waiting: two minutes of looks and more."""
MOST_PRESSES = 6


def _hang(line: Line, _reply: bytes) -> None:
    line.closing.wait(5)


def _drip(line: Line, reply: bytes) -> None:
    line.drip(reply)


def _half(line: Line, reply: bytes) -> None:
    line.write(reply[: len(reply) // 2])
    line.close()


FAULTS: dict[str, Fault] = {
    "401": envelope(401, "invalid API key", status=401),
    "402": envelope("E402", "insufficient credits", status=402),
    "403 page": answers(403, "<html>Forbidden by the firewall</html>"),
    "429 short": envelope(429, "slow down", status=429, Retry_After="2"),
    "429 long": envelope(429, "slow down", status=429, Retry_After="3600"),
    "code 500": envelope(500, "system error"),
    "code -1": envelope("-1", "no"),
    "HTTP 500": answers(500, "oops"),
    "502 page": answers(502, "<html>bad gateway</html>"),
    "reset": Fault("reset", lambda line, _reply: line.reset()),
    "hang": Fault("hang", _hang),
    "drip": Fault("drip", _drip),
    "half": Fault("half", _half),
    "unreadable": answers(200, b"\x80\x81\x82"),
    "null data": answers(200, '{"code": 200, "msg": "success", "uuid": "u", "data": null}'),
    "redirect": redirect(307, "/elsewhere"),
    "huge": answers(200, b'{"code": 200, "data": "' + b"x" * (5 * 2**20) + b'"}'),
}
OPERATIONS = ("create", "submit", "look unpaid", "look waiting", "look paid", "pay", "retry")
CLEAR_NOS = {"401", "402", "429 short", "429 long"}
"""Known refusals come before anything was done: a server that charges behind them is beyond every rule."""
SUCCESSES = {"null data"}
"""And so is one that says yes and does nothing."""
SLOW = {"hang", "drip"}


def cells() -> Iterator[tuple[str, str, bool]]:
    """All fields of the table: fault, operation, and whether the call did its work behind the fault."""
    for fault in FAULTS:
        for operation in OPERATIONS:
            if operation.startswith("look") or fault not in SUCCESSES:
                yield fault, operation, False
            if not operation.startswith("look") and fault not in CLEAR_NOS:
                yield fault, operation, True


@dataclass(frozen=True)
class Cell:
    """What came of one fault at one call."""

    fault: str
    operation: str
    is_processed: bool
    cards: tuple[str, ...]
    """The card that the fault brought, and each one on the way out; empty when the job went on by itself."""
    claims: tuple[str, ...]
    charges: tuple[int, ...]
    """How often the project was really charged when each claim was made."""
    ends_with_a_film: bool
    charges_in_all: int
    """Over all projects that came of the one wish."""

    @property
    def false_claims(self) -> list[str]:
        """Claims that the truth beside them belies."""
        return [
            f"{card}: {claim}, charged {charged}"
            for card, claim, charged in zip(self.cards, self.claims, self.charges, strict=True)
            if (claim in ("nothing", "not_yet") and charged) or (claim == "paid" and not charged)
        ]


class Stage:
    """One person's job, and all the sleeping it does."""

    def __init__(self, giggle: HostileGiggle, ledger_url: str, *, patience: int) -> None:
        self.giggle = giggle
        self.ledger_url = ledger_url
        self.studio = GIGGLE
        self.account = "one"
        self.loan = None
        self.clock = FakeClock()
        self.jobs = Jobs()
        self.presses = 0
        self.error: MVError | None = None
        """What the create page would show."""
        self._patience = patience
        self._naps = 0
        self._waits = threading.Event()
        self._goes_on = threading.Event()

    def api(self, **_: Any) -> MVTrusteeAPI:
        return MVTrusteeAPI(
            self.giggle.key,
            base_url=self.giggle.base_url,
            ledger=self.ledger(),
            sleep=self._sleep,
            clock=self.clock,
        )

    def ledger(self) -> SQLLedger:
        return payment_ledger(self.ledger_url)

    def shared_watches(self) -> None:
        """Nobody shares it."""

    def lent_ledger(self) -> None:
        return None

    def project_of(self, _token: str) -> str:
        return ""

    def _sleep(self, seconds: float) -> None:
        self.clock.sleep(seconds)
        self._naps += 1
        if self._naps >= self._patience:
            self._waits.set()
            self._goes_on.wait(30)

    @property
    def job(self) -> Job | None:
        return next(reversed(self.jobs._jobs.values()), None)

    def do(self, act: Callable[[], object]) -> None:
        """Press something, and wait until the job has ended or only waits."""
        self._naps = 0
        self._waits.clear()
        act()
        self._goes_on.set()
        for _ in range(3000):
            job = self.job
            if self._waits.wait(0.01) or (job is not None and job.is_over) or (job is None and self.error):
                break
        self._goes_on.clear()

    def start(self, *, ask_first: bool) -> None:
        self.error = None
        self.presses += 1
        submission = self.jobs.submit(REQUEST, self, ask_first=ask_first, token=f"press-{self.presses}")
        submission._is_done.wait(60)
        self.error = submission.error

    def situation(self) -> str:
        job = self.job
        if job is None:
            return cards.situation_of(self.error, None, studio=GIGGLE)
        return cards.situation_of(
            job.error,
            job.progress,
            studio=GIGGLE,
            asks_to_pay=job.asks_to_pay,
            was_seen=job.was_seen,
            is_paused=job.pause_left_s > 0,
        )

    def claim(self) -> str:
        job = self.job
        return money_of(self.error if job is None else job.error, None if job is None else job.progress)

    def charged(self) -> int:
        job = self.job
        project = self.giggle.truth.projects.get(job.project_id if job is not None else "")
        return project.charges if project is not None else 0

    @property
    def has_film(self) -> bool:
        job = self.job
        return job is not None and job.progress is not None and job.progress.is_finished


@contextlib.contextmanager
def short_deadlines(*, total_s: float) -> Iterator[None]:
    """Let a call that hangs be given up soon."""
    every = (operations.CREATE, operations.SUBMIT, operations.QUERY, operations.PAY, operations.RETRY)
    kept = [operation.deadline for operation in every]
    for operation in every:
        object.__setattr__(operation, "deadline", replace(operation.deadline, total_s=total_s))
    yield
    for operation, deadline in zip(every, kept, strict=True):
        object.__setattr__(operation, "deadline", deadline)


def play(fault: str, operation: str, is_processed: bool, ledger_url: str) -> Cell:
    """Let one fault last until its card is there, heal it, and take the ways out until there is a film."""
    with HostileGiggle() as giggle, contextlib.ExitStack() as stack:
        if fault in SLOW:
            stack.enter_context(short_deadlines(total_s=0.4))
        stage = Stage(giggle, ledger_url, patience=9 if fault in SLOW and "look" in operation else PATIENCE)
        call = operation.partition(" ")[0].replace("look", "query")
        what = processed(FAULTS[fault]) if is_processed else FAULTS[fault]
        _bring_about(stage, operation, lambda: giggle.always(call, what))
        seen, claims, charges = [], [], []
        for _ in range(MOST_PRESSES):
            if stage.has_film:
                break
            situation = stage.situation()
            seen.append(situation)
            claims.append(stage.claim())
            charges.append(stage.charged())
            giggle._always.clear()
            stage.do(_way_out(stage, situation, seen))
        return Cell(
            fault,
            operation,
            is_processed,
            tuple(seen),
            tuple(claims),
            tuple(charges),
            stage.has_film,
            sum(giggle.truth.charges.values()),
        )


def _bring_about(stage: Stage, operation: str, arm: Callable[[], None]) -> None:
    """Bring the job to where the fault is to strike, and let it strike."""
    giggle = stage.giggle
    if operation in ("create", "submit", "pay"):
        arm()
        stage.do(lambda: stage.start(ask_first=False))
        return
    if operation == "retry":
        giggle.truth.template = {"fails_at": "VideoGeneration"}
        stage.do(lambda: stage.start(ask_first=False))
        job = stage.job
        assert job is not None
        assert stage.situation() == "step_failed"
        arm()
        stage.do(lambda: job.retry("shot"))
        return
    looks = {"look unpaid": 2, "look waiting": 8, "look paid": 8}[operation]

    def count() -> None:
        (project,) = giggle.truth.projects.values()
        if project.looks >= looks:
            giggle.on_processed.clear()
            arm()

    giggle.on_processed["query"] = count
    stage.do(lambda: stage.start(ask_first=operation == "look waiting"))


def _way_out(stage: Stage, situation: str, seen: list[str]) -> Callable[[], object]:
    """What a person presses: the card's first action, or the next one where that leads out of the app or nowhere."""
    job = stage.job
    card = cards.CATALOGUE.get(situation)
    if card is None or not card.primary:
        return lambda: None  # it goes on by itself
    actions: dict[str, Callable[[], object]] = {
        "try_again": lambda: stage.start(ask_first=False),
        "change_it": lambda: stage.start(ask_first=False),
    }
    if job is not None:
        step = job.progress.failed_step if job.progress is not None else None
        actions |= {
            "pay": job.approve,
            "pay_unknown": job.approve,
            "go_on": job.pay_again,
            "pay_again": job.pay_again,
            "send_again": job.send_again,
            "check_again": job.look_again,
            "look_again": job.look_again,
            "try_now": job.look_again,
            # The key turns out to be good; the page of the video looks again when it is opened.
            "check_key": lambda: stage.jobs.open(job.project_id, stage),
        }
        if job.error is not None and job.error.operation in ("create", "submit") and situation != "never_arrived":
            actions["look_again"] = lambda: stage.jobs.open(job.project_id, stage)
        if step:
            actions["retry"] = lambda: job.retry(step)
    else:
        actions |= {"check_key": lambda: stage.start(ask_first=False)}
    ways = [action for action in (card.primary, *card.others) if action in actions]
    assert ways, f"{situation} has no way out here"
    return actions[ways[min(seen.count(situation) - 1, len(ways) - 1)]]


def as_markdown(table: list[Cell]) -> str:
    """The table for a person: a row a fault, a column an operation."""
    head = f"| fault | {' | '.join(OPERATIONS)} |\n|{'---|' * (len(OPERATIONS) + 1)}\n"
    rows = []
    for fault in FAULTS:
        texts = []
        for operation in OPERATIONS:
            found = [cell for cell in table if (cell.fault, cell.operation) == (fault, operation)]
            texts.append("<br>".join(_told(cell) for cell in found))
        rows.append(f"| {fault} | {' | '.join(texts)} |")
    return head + "\n".join(rows)


def _told(cell: Cell) -> str:
    phase = "taken: " if cell.is_processed else ""
    steps = " → ".join(
        f"{card or 'no card'} *{claim}* ({charged})"
        for card, claim, charged in zip(cell.cards, cell.claims, cell.charges, strict=True)
    )
    is_right = cell.ends_with_a_film and not cell.false_claims and cell.charges_in_all == 1
    return f"{phase}{steps or 'goes on by itself'} → {'film' if is_right else '**WRONG**'}"
