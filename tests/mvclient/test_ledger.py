"""What every ledger must do: in memory, in a file, and the app's in SQL, alike."""

import pickle
import threading

import pytest

from mvapp.studio.ledger import SQLLedger
from mvclient import MemoryLedger, Payment, SQLiteLedger


@pytest.fixture(params=["memory", "file", "sqlite", "postgresql"])
def ledger(request, tmp_path):
    if request.param == "memory":
        return MemoryLedger()
    if request.param == "file":
        return SQLiteLedger(tmp_path / "deep" / "payments.sqlite3")
    if request.param == "sqlite":
        return SQLLedger(f"sqlite:///{tmp_path / 'payments.sqlite3'}")
    return SQLLedger(request.getfixturevalue("postgres").new_place())


def test_only_the_writer_of_a_row_may_pay(ledger):
    assert ledger.reserve("p", attempt=1, at=10.0) is True
    assert ledger.reserve("p", attempt=1, at=11.0) is False
    assert ledger.latest("p") == Payment("p", "sending", attempt=1, at=10.0)
    assert ledger.latest("q") is None


def test_a_released_row_is_free_again(ledger):
    ledger.reserve("p", attempt=1, at=10.0)
    ledger.release("p", attempt=1)
    assert ledger.latest("p") is None
    assert ledger.reserve("p", attempt=1, at=12.0) is True


def test_the_latest_row_is_the_one_of_the_highest_attempt(ledger):
    for attempt in (1, 2, 10, 9):
        ledger.reserve("p", attempt=attempt, at=1.0)
    assert ledger.latest("p").attempt == 10
    ledger.release("p", attempt=10)
    assert ledger.latest("p").attempt == 9


def test_a_receipt_is_kept_whole(ledger):
    ledger.reserve("p", attempt=1, at=1.0)
    ledger.settle("p", attempt=1, state="paid", order_id="o-1", price_credits=580, at=2.0)
    assert ledger.latest("p") == Payment("p", "paid", attempt=1, order_id="o-1", price_credits=580, at=2.0)


@pytest.mark.parametrize("later", ["sending", "refused", "unconfirmed"])
def test_a_paid_row_stays_paid(ledger, later):
    ledger.reserve("p", attempt=1, at=1.0)
    ledger.settle("p", attempt=1, state="paid", order_id="o-1", price_credits=580, at=2.0)
    ledger.settle("p", attempt=1, state=later, reason="too late", at=3.0)
    assert ledger.latest("p").state == "paid"
    assert ledger.latest("p").order_id == "o-1"


def test_an_unconfirmed_row_can_become_paid(ledger):
    ledger.reserve("p", attempt=1, at=1.0)
    ledger.settle("p", attempt=1, state="unconfirmed", at=2.0)
    ledger.settle("p", attempt=1, state="paid", at=3.0)
    assert ledger.latest("p").state == "paid"


def test_settling_a_row_that_is_not_there_makes_none(ledger):
    ledger.settle("p", attempt=1, state="paid", at=1.0)
    assert ledger.latest("p") is None


def test_a_receipt_that_comes_after_a_look_proved_the_payment_is_filled_in():
    """Another driver's look can be quicker than the answer to the pay call."""
    ledger = MemoryLedger()
    ledger.reserve("p", attempt=1, at=1.0)
    ledger.settle("p", attempt=1, state="paid", at=2.0)
    ledger.settle("p", attempt=1, state="paid", order_id="o-1", price_credits=580, at=3.0)
    assert (ledger.latest("p").order_id, ledger.latest("p").price_credits) == ("o-1", 580)


def test_of_many_threads_one_writes_the_row(ledger):
    won, begin = [], threading.Barrier(8)

    def race():
        begin.wait(10)
        won.extend(number for number in range(25) if ledger.reserve(f"p-{number}", attempt=1, at=1.0))

    racers = [threading.Thread(target=race) for _ in range(8)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join(60)
    assert sorted(won) == list(range(25))


def test_a_payment_can_be_pickled():
    payment = Payment("p", "paid", order_id="o-1", price_credits=580)
    assert pickle.loads(pickle.dumps(payment)) == payment  # noqa: S301 - our own
