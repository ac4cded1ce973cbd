"""The pay row of the table: a row before the first byte, then only looking."""

import pytest
from hostile_faults import (
    KEY_REFUSED,
    KNOWN_REFUSALS,
    LIMITED,
    NOT_EVEN_READ,
    ODD,
    REFUSED,
    UNSURE,
    data,
    envelope,
    processed,
)

from mvclient import (
    JobFailed,
    KeyRefused,
    NoAnswer,
    PaymentRefused,
    PaymentUnconfirmed,
    RateLimited,
    Unreachable,
)


@pytest.fixture
def project(giggle):
    return giggle.truth.project_waiting_for_payment()


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


@pytest.mark.parametrize("fault", [*map(processed, UNSURE + ODD)], ids=str)
def test_a_lost_payment_that_took_is_settled_by_looking(giggle, clock, api, ledger, project, fault):
    giggle.script("pay", fault)
    project.stale_looks = 10
    assert api.pay(project.project_id).state == "paid"
    assert ledger.latest(project.project_id).state == "paid"
    assert (project.charges, len(giggle.calls("pay"))) == (1, 1)
    assert clock.slept == [3] * 10


@pytest.mark.parametrize("fault", [*NOT_EVEN_READ, *UNSURE, *ODD], ids=str)
def test_a_lost_payment_that_nobody_sees_is_unconfirmed_after_two_minutes(giggle, clock, api, ledger, project, fault):
    giggle.script("pay", fault)
    with pytest.raises(PaymentUnconfirmed) as caught:
        api.pay(project.project_id)
    assert clock.total_slept_s == 120
    assert len(giggle.calls("pay")) == (0 if fault.is_before_reading else 1)
    assert ledger.latest(project.project_id).state == "unconfirmed"
    assert (caught.value.project_id, caught.value.money_moved) == (project.project_id, "unknown")
    assert caught.value.progress.payment_due
    assert caught.value.progress.fraction > 0  # the song that is done still counts


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
    assert (caught.value.money, caught.value.money_moved) == ("unknown", "unknown")  # begun elsewhere
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


@pytest.mark.parametrize("fault", KNOWN_REFUSALS, ids=str)
def test_a_known_refusal_looks_once_and_keeps_its_row(giggle, clock, api, ledger, project, fault):
    giggle.script("pay", fault)
    with pytest.raises(PaymentRefused) as caught:
        api.pay(project.project_id)
    assert [request.operation for request in giggle.received] == ["query", "pay", "query"]
    assert clock.slept == []
    assert ledger.latest(project.project_id).state == "refused"
    assert (caught.value.project_id, caught.value.money_moved) == (project.project_id, "no")


@pytest.mark.parametrize("fault", ODD, ids=str)
def test_a_payment_taken_behind_an_odd_no_and_shown_late_is_not_sent_again(giggle, clock, api, ledger, project, fault):
    """A gateway's no came after the payment was taken, and the looks show it only 90 seconds later."""
    giggle.script("pay", processed(fault))
    project.stale_looks = 30
    assert api.pay(project.project_id).state == "paid"
    assert api.pay(project.project_id, again=True).state == "paid"
    assert (project.charges, len(giggle.calls("pay"))) == (1, 1)
    assert clock.total_slept_s == 90


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
    from mvclient.replies import Outcome, Reply  # noqa: PLC0415 - this test's only

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


def test_a_lost_answer_does_not_hide_behind_a_no_answer(giggle, api, project):
    """The error of a lost payment says that money may have moved, not that a call failed."""
    giggle.script("pay", UNSURE[0])
    giggle.on_processed["pay"] = lambda: giggle.always("query", UNSURE[0])
    with pytest.raises(PaymentUnconfirmed) as caught:
        api.pay(project.project_id)
    assert caught.value.money_moved == "unknown"
    assert not isinstance(caught.value, NoAnswer)
