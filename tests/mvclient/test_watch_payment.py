"""A watch pays once: alone, beside other drivers, behind stale looks, whatever became of the call."""

import threading

import pytest
from fake_clock import FakeClock
from hostile_faults import KEY_REFUSED, KNOWN_REFUSALS, ODD, UNSURE, envelope, processed
from looks import last_of, some_of

from mvclient import (
    KeyRefused,
    LedgerUnavailable,
    MemoryLedger,
    PaymentRefused,
    PaymentUnconfirmed,
    RequestRefused,
    StillRunning,
)


@pytest.fixture
def project(giggle):
    return giggle.truth.project_waiting_for_payment()


def test_a_watch_pays_once_and_ends_with_the_film(giggle, clock, api):
    project = giggle.truth.new_project()
    snapshots = list(api.watch(project.project_id))
    assert [snapshot.is_finished for snapshot in snapshots] == [False] * (len(snapshots) - 1) + [True]
    assert snapshots[-1].video.download_url.endswith("&response-content-disposition=attachment")
    assert snapshots[-1].payment.price_credits == snapshots[-1].price_credits == 580
    assert (project.charges, len(giggle.calls("pay"))) == (1, 1)
    assert set(clock.slept) == {3}


def test_a_finished_job_is_one_look(giggle, clock, api):
    project = giggle.truth.new_project(done=10, charges=1)
    assert len(list(api.watch(project.project_id))) == 1
    assert clock.slept == []


def test_approve_is_given_the_snapshot_and_false_means_not_yet(giggle, clock, api, project):
    asked = []

    def approve(snapshot):
        asked.append(snapshot)
        return len(asked) == 4

    assert last_of(api.watch(project.project_id, approve=approve)).is_finished
    assert len(asked) == 4
    assert all(snapshot.payment_due for snapshot in asked)
    assert project.charges == 1


def test_while_a_yes_is_waited_for_the_hour_stands_still_and_looks_are_rarer(giggle, clock, api, project):
    asked = []
    watch = api.watch(project.project_id, approve=lambda snapshot: asked.append(snapshot) or len(asked) > 500)
    assert all(snapshot.payment_due for snapshot in some_of(watch, 500))
    assert clock.slept == [30] * 499
    assert project.charges == 0
    assert last_of(watch).is_finished
    assert project.charges == 1


def test_the_hour_goes_on_once_the_person_has_decided(giggle, clock, make_api, project):
    """What was waited for does not count, everything else does."""
    asked = []
    api = make_api(max_wait_s=600)
    watch = api.watch(project.project_id, approve=lambda snapshot: asked.append(snapshot) or len(asked) > 100)
    list(some_of(watch, 100))
    project.move = lambda: None
    with pytest.raises(StillRunning):
        list(watch)
    assert clock.total_slept_s == 100 * 30 + 600


def test_a_project_seen_as_paid_is_not_paid(giggle, api, ledger):
    project = giggle.truth.new_project(done=4, charges=1)
    asked = []
    assert last_of(api.watch(project.project_id, approve=asked.append)).is_finished
    assert (asked, project.charges) == ([], 1)
    assert ledger.latest(project.project_id).state == "paid"


def test_stale_looks_after_the_payment_pay_nothing(giggle, api, project):
    project.stale_looks = 100
    assert last_of(api.watch(project.project_id)).is_finished
    assert (project.charges, len(giggle.calls("pay"))) == (1, 1)


def test_a_watch_that_has_the_receipt_needs_no_ledger_to_go_on(giggle, make_api, project):
    """The answer was clear; that the ledger broke meanwhile does not end a paid job."""

    class Breaking(MemoryLedger):
        def settle(self, *args, **kwargs):
            super().settle(*args, **kwargs)
            self.latest = self.reserve = self.settle = self._broken

        def _broken(self, *args, **kwargs):
            raise OSError

    project.stale_looks = 60
    assert last_of(make_api(ledger=Breaking()).watch(project.project_id)).is_finished
    assert project.charges == 1


@pytest.mark.parametrize("fault", [*map(processed, UNSURE)], ids=str)
def test_a_lost_payment_that_took_does_not_stop_the_watch(giggle, api, project, fault):
    giggle.script("pay", fault)
    project.stale_looks = 5
    assert last_of(api.watch(project.project_id)).is_finished
    assert (project.charges, len(giggle.calls("pay"))) == (1, 1)


@pytest.mark.parametrize("silence", [UNSURE[0], envelope(429)], ids=["no answer", "429"])
def test_silence_after_a_lost_payment_is_told_with_the_row_that_waits(giggle, api, project, silence):
    """Nobody may read "nothing was charged" out of a snapshot while the payment's answer is out."""
    giggle.script("pay", processed(UNSURE[0]))
    snapshots = []
    for snapshot in api.watch(project.project_id):
        if snapshot.payment_due and not snapshots:
            giggle.script("query", silence)
        snapshots.append(snapshot)
    quiet = [snapshot for snapshot in snapshots if snapshot.unreachable_since or snapshot.paused_until]
    assert quiet
    assert {snapshot.payment.state for snapshot in quiet} <= {"sending", "paid"}
    assert snapshots[-1].is_finished
    assert snapshots[-1].unreachable_since is snapshots[-1].paused_until is None
    assert project.charges == 1


def test_a_payment_nobody_sees_is_unconfirmed_and_later_watches_only_look(giggle, clock, make_api, ledger, project):
    giggle.script("pay", UNSURE[0])
    with pytest.raises(PaymentUnconfirmed) as caught:
        list(make_api(ledger=ledger).watch(project.project_id))
    assert caught.value.progress.fraction > 0
    assert (clock.total_slept_s, caught.value.progress.payment_due) == (120, True)
    for _ in range(2):
        looks = some_of(make_api(ledger=ledger, max_wait_s=300).watch(project.project_id), 50)
        assert {look.payment.state for look in looks} == {"unconfirmed"}
    assert len(giggle.calls("pay")) == 1
    make_api(ledger=ledger).pay(project.project_id, again=True)
    assert last_of(make_api(ledger=ledger).watch(project.project_id)).is_finished
    assert (project.charges, len(giggle.calls("pay"))) == (1, 2)


@pytest.mark.parametrize("fault", KNOWN_REFUSALS, ids=str)
def test_a_refused_payment_ends_the_watch_and_later_watches_only_look(giggle, make_api, ledger, project, fault):
    giggle.script("pay", fault)
    with pytest.raises(PaymentRefused):
        list(make_api(ledger=ledger).watch(project.project_id))
    looks = some_of(make_api(ledger=ledger, max_wait_s=300).watch(project.project_id), 50)
    assert {look.payment.state for look in looks} == {"refused"}
    assert len(giggle.calls("pay")) == 1
    make_api(ledger=ledger).pay(project.project_id, again=True)
    assert last_of(make_api(ledger=ledger).watch(project.project_id)).is_finished
    assert project.charges == 1


def test_a_watch_of_a_refused_payment_goes_on_once_a_person_has_paid_elsewhere(giggle, make_api, ledger, project):
    giggle.script("pay", envelope("E402", "no credits"))
    with pytest.raises(PaymentRefused):
        list(make_api(ledger=ledger).watch(project.project_id))
    looks = make_api(ledger=ledger).watch(project.project_id)
    assert next(looks).payment.state == "refused"
    make_api(ledger=ledger).pay(project.project_id, again=True)
    last = last_of(looks)
    assert (last.is_finished, last.payment.order_id, project.charges) == (True, "order-1", 1)


def test_a_payment_that_cannot_be_sent_waits_for_giggle_to_come_back(giggle, clock, api, project):
    """In a watch the job goes on; the row is taken back, and the payment is sent when there is somebody."""
    giggle.on_processed["query"] = lambda: giggle.on_processed.clear() or giggle.shut_for_sleeps(clock, 12)
    assert last_of(api.watch(project.project_id)).is_finished
    assert (project.charges, len(giggle.calls("pay"))) == (1, 1)


ODD_LOOKS = [*ODD, *KNOWN_REFUSALS, *KEY_REFUSED]


@pytest.mark.parametrize("fault", ODD_LOOKS, ids=str)
def test_one_odd_answer_to_a_look_never_ends_the_watch_of_a_project_that_was_seen(giggle, api, project, fault):
    looks = api.watch(project.project_id)
    next(looks)
    giggle.script("query", fault)
    assert last_of(looks).is_finished
    assert project.charges == 1


@pytest.mark.parametrize("fault", [ODD[0], ODD[-3], KEY_REFUSED[0]], ids=str)
def test_two_minutes_of_nothing_but_odd_answers_are_told_with_the_last_snapshot(giggle, clock, api, project, fault):
    looks = api.watch(project.project_id)
    for _ in range(4):
        next(looks)
    assert project.charges == 1
    begun_s = clock.total_slept_s
    giggle.always("query", fault)
    with pytest.raises((KeyRefused, RequestRefused)) as caught:
        list(looks)
    assert 120 <= clock.total_slept_s - begun_s <= 150
    assert (caught.value.project_id, caught.value.money) == (project.project_id, "paid")
    assert caught.value.progress is not None


def test_odd_answers_with_silence_between_them_are_no_two_minutes_of_them(giggle, clock, api, project):
    looks = api.watch(project.project_id)
    next(looks)
    giggle.script("query", *[ODD[0], UNSURE[0]] * 20)
    assert last_of(looks).is_finished
    assert clock.total_slept_s > 240


@pytest.mark.parametrize(("fault", "error"), [(KEY_REFUSED[0], KeyRefused), (ODD[0], RequestRefused)], ids=str)
def test_a_strangers_number_is_given_up_with_the_first_odd_answer(giggle, clock, api, fault, error):
    giggle.script("query", fault)
    with pytest.raises(error):
        list(api.watch("a-strangers-number"))
    assert clock.slept == []


def test_a_project_made_here_is_known_before_it_was_ever_seen(giggle, make_api, ledger, request_):
    """Also by the next process, which has the ledger."""
    giggle.truth.keys += ("another-start",)
    project_id = make_api(ledger=ledger).start(request_)
    giggle.script("query", ODD[0])
    assert last_of(make_api(ledger=ledger, api_key="another-start").watch(project_id)).is_finished


def test_another_drivers_row_is_looked_at_for_two_minutes_and_then_unconfirmed(giggle, clock, api, ledger, project):
    ledger.reserve(project.project_id, attempt=1, at=0)
    with pytest.raises(PaymentUnconfirmed):
        list(api.watch(project.project_id))
    assert 120 <= clock.total_slept_s <= 123
    assert "pay" not in giggle.counts()
    assert ledger.latest(project.project_id).state == "unconfirmed"


def test_another_drivers_row_that_becomes_paid_lets_the_watch_go_on(giggle, clock, api, ledger, project):
    ledger.reserve(project.project_id, attempt=1, at=0)
    looks = api.watch(project.project_id)
    for _ in range(5):
        next(looks)
    giggle.truth.answer("pay", {"project_id": project.project_id}, giggle.key)
    assert last_of(looks).is_finished
    assert project.charges == 1
    assert ledger.latest(project.project_id).state == "paid"


def test_another_drivers_row_that_is_taken_back_is_free_again(giggle, api, ledger, project):
    ledger.reserve(project.project_id, attempt=1, at=0)
    looks = api.watch(project.project_id)
    for _ in range(5):
        next(looks)
    ledger.release(project.project_id, attempt=1)
    assert last_of(looks).is_finished
    assert project.charges == 1


def test_watches_of_one_project_by_turns_pay_once(giggle, make_api, ledger, project):
    project.stale_looks = 7
    running = [make_api(ledger=ledger).watch(project.project_id) for _ in range(4)]
    while running:
        for looks in list(running):
            if next(looks).is_finished:
                running.remove(looks)
    assert (project.charges, len(giggle.calls("pay"))) == (1, 1)


def test_six_threads_that_watch_the_same_projects_pay_each_once(giggle, make_api, ledger):
    projects = [giggle.truth.project_waiting_for_payment(stale_looks=4) for _ in range(10)]
    begin, finished = threading.Barrier(6), []

    def drive():
        own_clock = FakeClock()
        begin.wait(10)
        for project in projects:
            driver = make_api(ledger=ledger, clock=own_clock, sleep=own_clock.sleep)
            finished.extend(driver.watch(project.project_id))

    drivers = [threading.Thread(target=drive) for _ in range(6)]
    for driver in drivers:
        driver.start()
    for driver in drivers:
        driver.join(60)
    assert [project.charges for project in projects] == [1] * 10
    assert sum(snapshot.is_finished for snapshot in finished) == 60


def test_clients_without_a_ledger_of_their_own_share_one_per_key(giggle, make_api, project):
    project.stale_looks = 7
    running = [make_api().watch(project.project_id) for _ in range(3)]
    while running:
        for looks in list(running):
            if next(looks).is_finished:
                running.remove(looks)
    assert project.charges == 1


def test_an_unreadable_ledger_ends_a_watch_only_when_there_is_something_to_pay(giggle, make_api):
    ledger = MemoryLedger()
    ledger.latest = lambda project_id: 1 / 0
    finished = giggle.truth.new_project(done=10, charges=1)
    assert last_of(make_api(ledger=ledger).watch(finished.project_id)).is_finished
    with pytest.raises(LedgerUnavailable):
        list(make_api(ledger=ledger).watch(giggle.truth.new_project().project_id))
    assert "pay" not in giggle.counts()
