"""Rows that others left, drivers that pay at once, and ledgers that break: nothing is paid twice, or at all."""

import threading

import pytest

from mvclient import (
    LedgerUnavailable,
    MemoryLedger,
    PaymentRefused,
    PaymentUnconfirmed,
)


@pytest.fixture
def project(giggle):
    return giggle.truth.project_waiting_for_payment()


def test_a_row_left_by_a_dead_process_is_settled_by_looking(giggle, clock, api, ledger, project):
    ledger.reserve(project.project_id, attempt=1, at=0)
    with pytest.raises(PaymentUnconfirmed):
        api.pay(project.project_id)
    assert "pay" not in giggle.counts()
    assert clock.total_slept_s == 120
    assert ledger.latest(project.project_id).state == "unconfirmed"


def test_a_row_left_by_a_dead_process_whose_payment_took_becomes_paid(giggle, api, ledger, project):
    ledger.reserve(project.project_id, attempt=1, at=0)
    giggle.truth.answer("pay", {"project_id": project.project_id}, giggle.key)
    project.stale_looks = 3
    assert api.pay(project.project_id).state == "paid"
    assert "pay" not in giggle.counts()


def test_a_persons_word_over_a_dead_processs_row_looks_for_two_minutes_first(giggle, clock, api, ledger, project):
    ledger.reserve(project.project_id, attempt=1, at=0)
    assert api.pay(project.project_id, again=True).attempt == 2
    assert clock.total_slept_s == 120
    assert project.charges == 1


def test_of_two_who_pay_at_once_one_sends_and_the_other_gets_the_same_receipt(giggle, make_api, ledger, project):
    """Also while every look is still stale: the ledger's receipt is proof enough."""
    answers, asked = {}, threading.Barrier(2, timeout=10)
    both_have_looked = threading.Barrier(2, timeout=10)

    def drive(name):
        asked.wait()
        answers[name] = api_of[name].pay(project.project_id)

    looks = []

    def hold_the_first_looks(request):
        if request.operation == "query" and len(looks) < 2:
            looks.append(request)
            both_have_looked.wait()

    giggle.on_received = hold_the_first_looks
    project.stale_looks = 1000
    api_of = {name: make_api(ledger=ledger) for name in "ab"}
    drivers = [threading.Thread(target=drive, args=(name,)) for name in api_of]
    for driver in drivers:
        driver.start()
    for driver in drivers:
        driver.join(20)
    assert project.charges == 1
    assert answers["a"] == answers["b"]
    assert answers["a"].order_id == "order-1"


def test_a_row_refused_for_another_driver_is_refused_for_this_one_too(giggle, clock, api, ledger, project):
    """A looker must not turn another's clear refusal into "unconfirmed"."""
    ledger.reserve(project.project_id, attempt=1, at=0)
    clock.on_sleep.append(
        lambda: ledger.settle(project.project_id, attempt=1, state="refused", reason="no credits", at=1)
    )
    with pytest.raises(PaymentRefused) as caught:
        api.pay(project.project_id)
    assert caught.value.giggle_message == "no credits"
    assert ledger.latest(project.project_id).state == "refused"
    assert caught.value.progress.payment.state == "refused"


def test_a_pause_that_begins_between_the_row_and_the_call_does_not_hold_the_row(giggle, clock, make_api, project):
    """Nobody may look for two minutes at a row whose call still waits, take it for lost, and pay again."""

    class PausingLedger(MemoryLedger):
        def reserve(self, project_id, *, attempt, at):
            if not paused:
                paused.append(True)
                api._calls.account.pause(clock, None)
            return super().reserve(project_id, attempt=attempt, at=at)

    paused, rows_while_sleeping = [], []
    ledger = PausingLedger()
    api = make_api(ledger=ledger)
    clock.on_sleep.append(lambda: rows_while_sleeping.append(ledger.latest(project.project_id)))
    assert api.pay(project.project_id).state == "paid"
    assert rows_while_sleeping == [None]


class BrokenLedger(MemoryLedger):
    """A ledger whose disk fails in some of its methods."""

    def __init__(self, *broken):
        super().__init__()
        self.broken = broken

    def _maybe(self, name):
        if name in self.broken:
            raise OSError(f"the disk is full: {name}")

    def reserve(self, *args, **kwargs):
        self._maybe("reserve")
        return super().reserve(*args, **kwargs)

    def release(self, *args, **kwargs):
        self._maybe("release")
        return super().release(*args, **kwargs)

    def settle(self, *args, **kwargs):
        self._maybe("settle")
        return super().settle(*args, **kwargs)

    def latest(self, *args, **kwargs):
        self._maybe("latest")
        return super().latest(*args, **kwargs)


@pytest.mark.parametrize("broken", ["reserve", "latest"])
@pytest.mark.parametrize("again", [False, True])
def test_without_a_ledger_nothing_is_paid(giggle, make_api, project, broken, again):
    api = make_api(ledger=BrokenLedger(broken))
    with pytest.raises(LedgerUnavailable) as caught:
        api.pay(project.project_id, again=again)
    assert caught.value.project_id == project.project_id
    assert "disk" not in str(caught.value)
    with pytest.raises(LedgerUnavailable):
        list(api.watch(project.project_id))
    assert "pay" not in giggle.counts()


@pytest.mark.parametrize("answer", [None, "yes", 1, 0, False])
def test_only_a_plain_true_of_the_ledger_lets_anyone_pay(giggle, make_api, project, answer):
    ledger = MemoryLedger()
    ledger.reserve = lambda *args, **kwargs: answer
    with pytest.raises(PaymentUnconfirmed):
        make_api(ledger=ledger).pay(project.project_id)
    assert "pay" not in giggle.counts()


def test_a_ledger_that_cannot_write_the_outcome_still_returns_it_and_pays_nothing_twice(giggle, make_api, project):
    ledger = BrokenLedger("settle")
    assert make_api(ledger=ledger).pay(project.project_id).order_id == "order-1"
    assert ledger.latest(project.project_id).state == "sending"
    project.stale_looks = 1000
    with pytest.raises(PaymentUnconfirmed):
        make_api(ledger=ledger).pay(project.project_id)
    assert project.charges == 1


def test_a_ledger_that_cannot_take_back_a_row_stops_the_payment_instead_of_sending_it_twice(
    giggle, clock, make_api, project
):
    giggle.on_processed["query"] = lambda: giggle.on_processed.clear() or giggle.shut_for_sleeps(clock, 1)
    with pytest.raises(PaymentUnconfirmed):
        make_api(ledger=BrokenLedger("release")).pay(project.project_id)
    assert project.charges == 0
