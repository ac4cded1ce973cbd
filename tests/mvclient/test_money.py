"""What is said of money follows from evidence, and is never false."""

import random
from dataclasses import replace

import pytest
from giggle_in_process import Died
from hostile_jobs import REQUEST, WATCH_S, JobInProcess
from hypothesis import given, settings
from hypothesis import strategies as st

from mvclient import JobFailed, MemoryLedger, MVError, NeverArrived, Payment, Progress
from mvclient.money import money_known, money_of, speaks_of_missing_credits, was_for_credits

RUNNING = Progress("p", "processing", has_begun=True)
DUE = replace(RUNNING, pay_status="pending")
PAID = replace(RUNNING, pay_status="paid")
FAILED = replace(RUNNING, status="failed")
NOT_BEGUN = Progress("p")


@pytest.mark.parametrize(
    ("row", "look", "was_there", "money"),
    [
        (None, None, False, "unknown"),
        (None, None, True, "nothing"),
        (None, NOT_BEGUN, False, "unknown"),
        (None, NOT_BEGUN, True, "nothing"),
        (None, RUNNING, False, "not_yet"),
        (None, RUNNING, True, "not_yet"),
        (None, FAILED, False, "nothing"),
        (None, DUE, True, "not_yet"),
        (None, DUE, False, "unknown"),  # a payment of another ledger may be out
        (None, PAID, False, "paid"),
        ("sending", DUE, True, "perhaps"),
        ("sending", PAID, True, "paid"),
        ("unconfirmed", DUE, True, "perhaps"),
        ("unconfirmed", None, False, "perhaps"),
        ("unconfirmed", FAILED, True, "perhaps"),
        ("refused", DUE, True, "not_yet"),
        ("refused", DUE, False, "unknown"),
        ("refused", FAILED, False, "nothing"),
        ("refused", None, True, "nothing"),
        ("refused", None, False, "unknown"),
        ("refused", PAID, True, "paid"),
        ("paid", DUE, True, "paid"),
        ("paid", None, False, "paid"),
    ],
)
def test_the_table_of_what_is_known(row, look, was_there, money):
    payment = None if row is None else Payment("p", row)
    assert money_known(payment, look, was_there=was_there) == money


@pytest.mark.parametrize(("doubt_before", "money"), [(True, "perhaps"), (None, "perhaps"), (False, "not_yet")])
def test_a_second_attempt_that_was_refused_does_not_settle_the_first(doubt_before, money):
    row = Payment("p", "refused", attempt=2, doubt_before=doubt_before)
    assert money_known(row, DUE, was_there=True) == money


def test_a_ledger_tells_whether_an_attempt_before_the_last_is_in_doubt(ledger):
    for attempt, state in enumerate(("refused", "refused", "unconfirmed", "refused"), start=1):
        ledger.reserve("p", attempt=attempt, at=1)
        ledger.settle("p", attempt=attempt, state=state, at=1)
        assert ledger.latest("p").doubt_before == (attempt == 4)


@pytest.mark.parametrize(
    ("error", "progress", "money"),
    [
        (MVError("x", money="paid"), None, "paid"),
        (MVError("x", money="nothing"), PAID, "paid"),
        (MVError("x", money="nothing"), replace(DUE, payment=Payment("p", "unconfirmed")), "perhaps"),
        (MVError("x", money="unknown"), None, "unknown"),
        (None, replace(DUE, was_there=True), "not_yet"),
        (None, None, "unknown"),
    ],
)
def test_an_error_and_a_snapshot_together_say_the_worst_that_either_knows(error, progress, money):
    assert money_of(error, progress) == money


@pytest.mark.parametrize(
    "words",
    [
        "Insufficient credits",
        "not enough credits in this account. Nothing was charged.",
        "your balance is too low",
        "Insufficient funds",
        "credit balance exhausted, please top up",
        "账户积分不足",
        "余额不足，请充值",
        "积分不够，未扣费",
        "credits were not deducted: the balance is too low",
    ],
)
def test_words_about_too_few_credits_are_known(words):
    assert speaks_of_missing_credits(words)
    assert was_for_credits(words)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "forbidden",
        "Insufficient permissions",
        "580 credits deducted, the film could not be started",
        "积分已扣除，系统异常",
        "payment of 580 credits was successful, but the order timed out",
        "this project is already paid",
        "system error",
        "credits charged twice? contact support",
    ],
)
def test_other_words_are_no_refusal_that_is_known(words):
    assert not speaks_of_missing_credits(words)


class ForgetfulJob(JobInProcess):
    """A hostile job whose ledger is away at times, or wiped with a restart, and whose every claim is compared."""

    def __init__(self, dice):
        super().__init__(dice)
        self.starts = 0
        self.claims = []
        self.ledger = LedgerAtTimes(dice)

    def _fault(self, operation):
        """Giggle does not speak of too few credits where the project is paid already."""
        fault = super()._fault(operation)
        is_paid = any(project.charges for project in self.truth.projects.values())
        return "lost" if fault == "no-credits" and is_paid else fault

    def client(self):
        """Another process at times: then it remembers nothing but what the ledger does."""
        if self.dice.random() < 0.15:
            self.starts += 1
        api = self.giggle.client(self.clock, self.ledger, key=f"key-{id(self)}-{self.starts}")
        object.__setattr__(api._calls, "max_wait_s", WATCH_S)
        return api

    def _round(self, project_id):
        """All processes are started again at times, and the ledger's file may be gone."""
        if self.dice.random() < 0.15:
            self.starts += 1
            self.ledger = LedgerAtTimes(self.dice)
        return super()._round(project_id)

    def _one_look(self, watch, project_id):
        try:
            look = next(watch)
        except (StopIteration, Died):
            return "over"
        except MVError as error:
            self._compare(money_of(error, error.progress), project_id, error)
            if isinstance(error, JobFailed):
                step = error.failed_step
                self._press(lambda api: api.retry(project_id, step))
            if isinstance(error, NeverArrived):
                self._press(lambda api: api.start(REQUEST, project_id=project_id))
            return "ended"
        self._compare(money_of(None, look), project_id, look)
        return "finished" if look.is_finished else "looking"

    def _compare(self, money, project_id, evidence):
        charges = self.truth.projects[project_id].charges
        self.claims.append(money)
        if money in ("nothing", "not_yet"):
            assert charges == 0, f"said {money}, charged {charges}: {evidence!r}"
        if money == "paid":
            assert charges, f"said paid, charged nothing: {evidence!r}"


class LedgerAtTimes(MemoryLedger):
    """A ledger that cannot be used at times."""

    def __init__(self, dice):
        super().__init__()
        self._dice = dice
        self._is_away = False

    def __getattribute__(self, name):
        if name in ("reserve", "release", "settle", "latest", "note_project", "note_submitted", "project"):
            if self._dice.random() < 0.03:
                self._is_away = not self._is_away
            if self._is_away:
                raise OSError("away")
        return super().__getattribute__(name)


@given(seed=st.integers(0, 10**9))
@settings(max_examples=150, deadline=None)
def test_no_claim_about_money_is_ever_false(seed):
    """Lost calls, lying gateways, stale looks, dying processes, a ledger that is away or wiped."""
    job = ForgetfulJob(random.Random(seed))
    job.run()


def test_the_claims_of_many_jobs_are_of_every_kind():
    """Or the test above would prove nothing."""
    claims = set()
    for seed in range(60):
        job = ForgetfulJob(random.Random(seed))
        job.run()
        claims |= set(job.claims)
    assert claims == {"nothing", "not_yet", "perhaps", "paid", "unknown"}
