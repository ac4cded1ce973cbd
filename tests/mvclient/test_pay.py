"""The pay row of the table: a row before the first byte, then only looking."""

import threading

import pytest
from hostile_faults import KEY_REFUSED, LIMITED, NOT_EVEN_READ, REFUSED, UNSURE, data, envelope, processed

from mvclient import (
    JobFailed,
    KeyRefused,
    LedgerUnavailable,
    MemoryLedger,
    NoAnswer,
    PaymentRefused,
    PaymentUnconfirmed,
    RateLimited,
    Unreachable,
)


@pytest.fixture
def project(giggle):
    return giggle.truth.project_waiting_for_payment()


@pytest.fixture
def ledger():
    return MemoryLedger()


@pytest.fixture
def api(make_api, ledger):
    return make_api(ledger=ledger)


def test_a_payment_keeps_its_receipt(giggle, clock, api, ledger, project):
    payment = api.pay(project.project_id)
    assert (payment.state, payment.order_id, payment.price_credits) == ("paid", "order-1", 580)
    assert (payment.attempt, payment.at) == (1, clock.now)
    assert ledger.latest(project.project_id) == payment
    assert giggle.counts() == {"query": 1, "pay": 1}


@pytest.mark.parametrize(
    ("price", "price_credits"), [("580", 580), (12.5, 13), (None, None), ("free", None), (0, None)]
)
def test_a_strange_price_is_no_reason_to_lose_the_payment(giggle, api, project, price, price_credits):
    giggle.truth.price = price
    payment = api.pay(project.project_id)
    assert (payment.state, payment.price_credits) == ("paid", price_credits)


def test_paying_twice_returns_the_first_receipt_without_a_call(giggle, api, project):
    first = api.pay(project.project_id)
    assert api.pay(project.project_id) == first
    assert giggle.counts() == {"query": 1, "pay": 1}


def test_a_project_seen_as_paid_costs_nothing_more(giggle, api, ledger):
    project = giggle.truth.new_project(done=5, charges=1)
    assert api.pay(project.project_id).state == "paid"
    assert giggle.counts() == {"query": 1}
    assert ledger.latest(project.project_id).state == "paid"


def test_a_failed_job_is_not_paid(giggle, api):
    project = giggle.truth.new_project(done=1, fails_at="GenerateMusicShot")
    with pytest.raises(JobFailed) as caught:
        api.pay(project.project_id)
    assert caught.value.failed_step == "music-generate"
    assert giggle.counts() == {"query": 1}


@pytest.mark.parametrize("value", [None, [], "ok", {}])
def test_success_without_a_receipt_is_paid_with_an_empty_receipt(giggle, api, ledger, project, value):
    giggle.script("pay", processed(data(value)))
    payment = api.pay(project.project_id)
    assert (payment.state, payment.order_id, payment.price_credits) == ("paid", "", None)
    assert ledger.latest(project.project_id).state == "paid"
    assert project.charges == 1


@pytest.mark.parametrize("fault", [*map(processed, UNSURE)], ids=str)
def test_a_lost_payment_that_took_is_settled_by_looking(giggle, clock, api, ledger, project, fault):
    giggle.script("pay", fault)
    project.stale_looks = 10
    assert api.pay(project.project_id).state == "paid"
    assert ledger.latest(project.project_id).state == "paid"
    assert (project.charges, len(giggle.calls("pay"))) == (1, 1)
    assert clock.slept == [3] * 10


@pytest.mark.parametrize("fault", [*NOT_EVEN_READ, *UNSURE], ids=str)
def test_a_lost_payment_that_nobody_sees_is_unconfirmed_after_two_minutes(giggle, clock, api, ledger, project, fault):
    giggle.script("pay", fault)
    with pytest.raises(PaymentUnconfirmed) as caught:
        api.pay(project.project_id)
    assert clock.total_slept_s == 120
    assert len(giggle.calls("pay")) == (0 if fault.is_before_reading else 1)
    assert ledger.latest(project.project_id).state == "unconfirmed"
    assert (caught.value.project_id, caught.value.money_moved) == (project.project_id, "unknown")
    assert caught.value.progress.payment_due


def test_looking_for_two_minutes_survives_a_giggle_that_is_away(giggle, clock, api, ledger, project):
    giggle.script("pay", processed(UNSURE[0]))
    giggle.on_processed["pay"] = lambda: giggle.script("query", *UNSURE[:8])
    assert api.pay(project.project_id).state == "paid"
    assert clock.slept == [3] * 8


def test_looking_for_two_minutes_waits_out_a_429(giggle, clock, api, project):
    giggle.script("pay", processed(UNSURE[0]))
    giggle.on_processed["pay"] = lambda: giggle.script("query", LIMITED[0])
    assert api.pay(project.project_id).state == "paid"
    assert 120 <= clock.total_slept_s <= 123


def test_an_unconfirmed_payment_is_only_paid_again_by_a_persons_word(giggle, clock, api, ledger, project):
    giggle.script("pay", UNSURE[0])
    for _ in range(3):
        with pytest.raises(PaymentUnconfirmed):
            api.pay(project.project_id)
    assert len(giggle.calls("pay")) == 1
    payment = api.pay(project.project_id, again=True)
    assert (payment.state, payment.attempt) == ("paid", 2)
    assert (project.charges, len(giggle.calls("pay"))) == (1, 2)


def test_paying_again_looks_first(giggle, api, ledger, project):
    giggle.script("pay", processed(UNSURE[0]))
    project.stale_looks = 50
    with pytest.raises(PaymentUnconfirmed):
        api.pay(project.project_id)
    project.stale_looks = 0
    assert api.pay(project.project_id, again=True).state == "paid"
    assert (project.charges, len(giggle.calls("pay"))) == (1, 1)


@pytest.mark.parametrize("refusals", [1, 5])
def test_a_refused_connection_takes_its_row_back_and_tries_again(giggle, clock, api, ledger, project, refusals):
    giggle.on_processed["query"] = lambda: giggle.shut_for_sleeps(clock, refusals)
    assert api.pay(project.project_id).state == "paid"
    assert clock.slept == [5] * refusals
    assert (project.charges, giggle.counts()) == (1, {"query": 1, "pay": 1})


def test_nobody_there_leaves_no_row_so_that_a_later_payment_is_free_to_go(giggle, clock, api, ledger, project):
    giggle.on_processed["query"] = giggle.shut_the_door
    with pytest.raises(Unreachable) as caught:
        api.pay(project.project_id)
    assert clock.slept == [5] * 5
    assert caught.value.money_moved == "no"
    assert ledger.latest(project.project_id) is None
    giggle.on_processed.clear()
    giggle.open_the_door()
    assert api.pay(project.project_id).state == "paid"


@pytest.mark.parametrize("fault", LIMITED, ids=str)
def test_a_429_pauses_looks_and_pays_once_more(giggle, clock, api, project, fault):
    giggle.script("pay", fault)
    assert api.pay(project.project_id).state == "paid"
    assert clock.slept == [120]
    assert [request.operation for request in giggle.received] == ["query", "pay", "query", "pay"]
    assert project.charges == 1


def test_a_429_that_took_all_the_same_is_seen(giggle, api, project):
    giggle.script("pay", processed(LIMITED[0]))
    assert api.pay(project.project_id).state == "paid"
    assert (project.charges, len(giggle.calls("pay"))) == (1, 1)


def test_a_second_429_is_reported_and_leaves_no_row(giggle, clock, api, ledger, project):
    giggle.always("pay", LIMITED[0])
    with pytest.raises(RateLimited) as caught:
        api.pay(project.project_id)
    assert (clock.slept, len(giggle.calls("pay"))) == ([120], 2)
    assert caught.value.project_id == project.project_id
    assert ledger.latest(project.project_id) is None


@pytest.mark.parametrize("fault", REFUSED, ids=str)
def test_a_refusal_looks_once_and_keeps_its_row(giggle, clock, api, ledger, project, fault):
    giggle.script("pay", fault)
    with pytest.raises(PaymentRefused) as caught:
        api.pay(project.project_id)
    assert [request.operation for request in giggle.received] == ["query", "pay", "query"]
    assert clock.slept == []
    assert ledger.latest(project.project_id).state == "refused"
    assert (caught.value.project_id, caught.value.money_moved) == (project.project_id, "no")


def test_a_refusal_carries_giggles_words_also_for_the_next_one_who_asks(giggle, api, project):
    giggle.script("pay", envelope("E402", "not enough credits"))
    for _ in range(2):
        with pytest.raises(PaymentRefused) as caught:
            api.pay(project.project_id)
        assert caught.value.giggle_message == "not enough credits"
    assert len(giggle.calls("pay")) == 1
    assert api.pay(project.project_id, again=True).state == "paid"
    assert project.charges == 1


@pytest.mark.parametrize("fault", [*map(processed, REFUSED)], ids=str)
def test_already_paid_can_come_as_an_error(giggle, api, ledger, project, fault):
    giggle.script("pay", fault)
    assert api.pay(project.project_id).state == "paid"
    assert ledger.latest(project.project_id).state == "paid"
    assert project.charges == 1


@pytest.mark.parametrize("fault", KEY_REFUSED, ids=str)
def test_a_refused_key_is_a_refused_payment(giggle, clock, api, ledger, project, fault):
    giggle.script("pay", fault)
    with pytest.raises(KeyRefused) as caught:
        api.pay(project.project_id)
    assert (len(giggle.calls("pay")), clock.slept) == (1, [])
    assert ledger.latest(project.project_id).state == "refused"
    assert caught.value.project_id == project.project_id


def test_a_wrong_certificate_or_address_takes_its_row_back(giggle, api, ledger, project, monkeypatch):
    from mvclient.replies import Outcome, Reply  # noqa: PLC0415

    transport = api._calls.transport
    honest = transport.send
    monkeypatch.setattr(
        transport,
        "send",
        lambda operation, fields: (
            Reply(Outcome.MISCONFIGURED, detail="x") if operation.name == "pay" else honest(operation, fields)
        ),
    )
    with pytest.raises(Exception, match="certificate"):
        api.pay(project.project_id)
    assert ledger.latest(project.project_id) is None
    assert giggle.counts() == {"query": 1}


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


def test_a_lost_answer_does_not_hide_behind_a_no_answer(giggle, api, project):
    """The error of a lost payment says that money may have moved, not that a call failed."""
    giggle.script("pay", UNSURE[0])
    giggle.on_processed["pay"] = lambda: giggle.always("query", UNSURE[0])
    with pytest.raises(PaymentUnconfirmed) as caught:
        api.pay(project.project_id)
    assert caught.value.money_moved == "unknown"
    assert not isinstance(caught.value, NoAnswer)
