"""The one polling loop: what real replies do, payment, limits, the hour."""

import dataclasses
import itertools
import threading

import pytest
from fake_clock import FakeClock
from hostile_faults import KEY_REFUSED, LIMITED, REFUSED, UNSURE, data, envelope, processed

from mvclient import (
    FilmNotDelivered,
    JobFailed,
    KeyRefused,
    LedgerUnavailable,
    MemoryLedger,
    NoAnswer,
    PaymentRefused,
    PaymentUnconfirmed,
    RequestRefused,
    StillRunning,
)


@pytest.fixture
def ledger():
    return MemoryLedger()


@pytest.fixture
def api(make_api, ledger):
    return make_api(ledger=ledger)


@pytest.fixture
def project(giggle):
    return giggle.truth.project_waiting_for_payment()


def last_of(looks):
    *_, last = looks
    return last


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


def test_a_payment_never_approved_ends_with_the_hour_unpaid(giggle, clock, api, project):
    with pytest.raises(StillRunning) as caught:
        list(api.watch(project.project_id, approve=lambda _snapshot: False))
    assert clock.total_slept_s == 3600
    assert (project.charges, caught.value.money_moved) == (0, "no")
    assert caught.value.progress.payment_due


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


def test_a_payment_nobody_sees_is_unconfirmed_and_later_watches_only_look(giggle, clock, make_api, ledger, project):
    giggle.script("pay", UNSURE[0])
    with pytest.raises(PaymentUnconfirmed) as caught:
        list(make_api(ledger=ledger).watch(project.project_id))
    assert (clock.total_slept_s, caught.value.progress.payment_due) == (120, True)
    for _ in range(2):
        with pytest.raises(StillRunning) as caught:
            list(make_api(ledger=ledger, max_wait_s=300).watch(project.project_id))
        assert caught.value.money_moved == "unknown"
        assert caught.value.progress.payment.state == "unconfirmed"
    assert len(giggle.calls("pay")) == 1
    make_api(ledger=ledger).pay(project.project_id, again=True)
    assert last_of(make_api(ledger=ledger).watch(project.project_id)).is_finished
    assert (project.charges, len(giggle.calls("pay"))) == (1, 2)


@pytest.mark.parametrize("fault", [REFUSED[1], REFUSED[6], REFUSED[12]], ids=str)
def test_a_refused_payment_ends_the_watch_and_later_watches_only_look(giggle, make_api, ledger, project, fault):
    giggle.script("pay", fault)
    with pytest.raises(PaymentRefused):
        list(make_api(ledger=ledger).watch(project.project_id))
    with pytest.raises(StillRunning):
        list(make_api(ledger=ledger, max_wait_s=300).watch(project.project_id))
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


@pytest.mark.parametrize("fault", LIMITED, ids=str)
def test_429s_of_a_payment_only_delay_it(giggle, clock, api, project, fault):
    giggle.script("pay", *[fault] * 5)
    assert last_of(api.watch(project.project_id)).is_finished
    assert (project.charges, len(giggle.calls("pay"))) == (1, 6)
    assert 600 <= clock.total_slept_s <= 660


@pytest.mark.parametrize("fault", LIMITED, ids=str)
def test_429s_of_a_look_only_delay_it_and_are_seen_in_the_snapshots(giggle, clock, api, project, fault):
    looks = api.watch(project.project_id)
    next(looks)
    giggle.script("query", *[fault] * 3)
    snapshots = list(looks)
    paused = [snapshot for snapshot in snapshots if snapshot.paused_until is not None]
    assert len(paused) == 3
    assert all(snapshot.payment is not None for snapshot in paused)
    assert snapshots[-1].is_finished
    assert snapshots[-1].paused_until is None


def test_a_429_for_ever_ends_with_the_hour_still_running(giggle, clock, api, project):
    giggle.always("query", LIMITED[0])
    with pytest.raises(StillRunning):
        list(api.watch(project.project_id))
    assert clock.total_slept_s == 3600
    assert len(giggle.calls("query")) == 30


@pytest.mark.parametrize(
    ("header", "expected"),
    [("300", 300), ("30", 120), ("0", 120), ("86400", 600), ("soon", 120), ("-5", 120), ("200.5", 200.5)],
)
def test_retry_after_is_honoured_between_two_and_ten_minutes(giggle, clock, api, project, header, expected):
    giggle.script("query", envelope(429, status=429, Retry_After=header))
    api.query(project.project_id)
    assert clock.slept == [expected]


def test_retry_after_can_be_a_date(giggle, clock, api, project, monkeypatch):
    monkeypatch.setattr("mvclient.transport.time.time", lambda: 1_445_412_000.0)
    giggle.script("query", envelope(429, status=429, Retry_After="Wed, 21 Oct 2015 07:25:00 GMT"))
    api.query(project.project_id)
    assert clock.slept == [300]


def test_a_429_pauses_every_client_of_the_key_but_no_other_key(giggle, clock, make_api, project):
    giggle.truth.keys += ("another-key",)
    giggle.script("query", LIMITED[0])
    first, second, other = make_api(), make_api(), make_api(api_key="another-key")
    looks = first.watch(project.project_id, approve=lambda _snapshot: False)
    assert next(looks).paused_until == clock.now + 120
    other.query(project.project_id)
    assert clock.slept == []
    second.query(project.project_id)
    assert clock.slept == [120]


@pytest.mark.parametrize(("watches", "interval"), [(1, 3), (15, 3), (20, 4), (50, 10)])
def test_all_watches_of_a_key_share_five_polls_a_second(giggle, clock, make_api, watches, interval):
    running = []
    for _ in range(watches):
        looks = make_api().watch(giggle.truth.new_project().project_id)
        next(looks)
        running.append(looks)
    clock.slept.clear()
    next(running[0])
    assert clock.slept == [interval]
    for looks in running[1:]:
        looks.close()
    clock.slept.clear()
    next(running[0])
    assert clock.slept == [3]


def test_the_hour_ends_in_still_running_and_a_later_watch_goes_on(giggle, clock, make_api, ledger):
    project = giggle.truth.new_project(done=7, charges=1)
    stuck = giggle.truth.projects[project.project_id]
    stuck.move = lambda: None
    with pytest.raises(StillRunning) as caught:
        list(make_api(ledger=ledger).watch(project.project_id))
    assert clock.total_slept_s == 3600
    assert (caught.value.project_id, caught.value.money_moved) == (project.project_id, "yes")
    assert caught.value.progress.running.name == "VideoGeneration"
    del stuck.move
    assert last_of(make_api(ledger=ledger).watch(project.project_id)).is_finished


def test_a_clock_set_back_does_not_stretch_the_hour(giggle, clock, api, project):
    looks = api.watch(project.project_id, approve=lambda _snapshot: False)
    next(looks)
    clock.now -= 86_400
    with pytest.raises(StillRunning):
        list(looks)
    assert clock.total_slept_s == 3600


def test_max_wait_is_the_callers(giggle, clock, make_api, project):
    with pytest.raises(StillRunning, match="10 minutes"):
        list(make_api(max_wait_s=600).watch(project.project_id, approve=lambda _snapshot: False))
    assert clock.total_slept_s == 600


@pytest.mark.parametrize("looks", [1, 5, 19])
def test_a_link_may_come_within_a_minute_of_completed(giggle, api, looks):
    project = giggle.truth.new_project(done=10, charges=1, late_link_looks=looks)
    assert last_of(api.watch(project.project_id)).is_finished
    assert project.looks == looks + 1


def test_completed_without_a_link_for_a_minute_says_so(giggle, clock, api):
    project = giggle.truth.new_project(done=10, charges=1, late_link_looks=1000)
    with pytest.raises(FilmNotDelivered) as caught:
        list(api.watch(project.project_id))
    assert 60 <= clock.total_slept_s <= 63
    assert (caught.value.project_id, caught.value.money_moved) == (project.project_id, "yes")
    assert caught.value.progress.is_completed


FAILED = {"step": "VideoGeneration", "status": "failed"}
BROKEN = {"step": "VideoGeneration", "status": "running", "error": "out of memory"}


@pytest.mark.parametrize(
    ("reply", "step", "reason"),
    [
        ({"status": "failed", "current_step": "shot"}, "shot", ""),
        ({"status": "FAILED", "err_msg": "boom"}, "music-generate", "boom"),
        ({"status": "processing", "err_msg": "boom", "current_step": "storyboard"}, "storyboard", "boom"),
        ({"status": "completed", "err_msg": "boom", "video_asset": None}, None, "boom"),
        ({"steps": [{"step": "shot", "sub_steps": [FAILED]}]}, "shot", ""),
        ({"steps": [{"step": "shot", "sub_steps": [BROKEN]}]}, "shot", "out of memory"),
        ({"status": "failed", "steps": None, "video_asset": None}, "music-generate", ""),
        ({"status": "failed", "current_step": "paint", "steps": [{"step": "paint"}]}, "paint", ""),
    ],
)
def test_each_way_to_fail_ends_the_watch_with_the_step_to_retry(giggle, api, reply, step, reason):
    project = giggle.truth.new_project()
    giggle.script("query", data({"project_id": project.project_id, **reply}))
    with pytest.raises(JobFailed) as caught:
        list(api.watch(project.project_id))
    error = caught.value
    if step is not None:
        assert (error.failed_step, error.progress.failed_step) == (step, step)
    assert (error.giggle_message, error.project_id) == (reason, project.project_id)
    assert error.progress.is_failed
    assert not error.progress.is_finished


def test_completed_with_a_link_is_finished_whatever_err_msg_says(giggle, api):
    project = giggle.truth.new_project()
    link = "https://assets.giggle.pro/a.mp4?Signature=s"
    giggle.script("query", data({"status": "completed", "err_msg": "warning", "video_asset": {"download_url": link}}))
    (snapshot,) = api.watch(project.project_id)
    assert snapshot.is_finished
    assert not snapshot.is_failed


def test_a_known_job_is_looked_for_until_the_hour_while_giggle_is_away(giggle, clock, api, project):
    looks = api.watch(project.project_id)
    next(looks)
    last = next(looks)
    assert last.payment.state == "paid"
    away_since = clock.now + 3
    giggle.script("query", *[UNSURE[0]] * 20)
    snapshots = list(looks)
    away = [snapshot for snapshot in snapshots if snapshot.unreachable_since is not None]
    assert len(away) == 15
    assert {snapshot.unreachable_since for snapshot in away} == {away_since}
    assert all(snapshot.payment.state == "paid" for snapshot in away)
    assert clock.slept.count(30) == 15
    assert snapshots[-1].is_finished
    assert snapshots[-1].unreachable_since is None


def test_a_paid_job_is_looked_for_even_if_giggle_is_away_from_the_first_look_on(giggle, clock, make_api, ledger):
    project = giggle.truth.new_project(done=6, charges=1)
    ledger.reserve(project.project_id, attempt=1, at=0)
    ledger.settle(project.project_id, attempt=1, state="paid", at=0)
    giggle.always("query", UNSURE[0])
    with pytest.raises(StillRunning) as caught:
        list(make_api(ledger=ledger).watch(project.project_id))
    assert clock.total_slept_s == 3600
    assert caught.value.money_moved == "yes"


def test_a_project_nobody_knows_of_is_not_looked_for_for_an_hour(giggle, clock, api):
    giggle.always("query", UNSURE[0])
    with pytest.raises(NoAnswer):
        list(api.watch("never-heard-of"))
    assert clock.slept == [5] * 5


@pytest.mark.parametrize(("fault", "error"), [(KEY_REFUSED[0], KeyRefused), (REFUSED[0], RequestRefused)], ids=str)
def test_a_clear_no_ends_the_watch_with_the_last_snapshot(giggle, api, project, fault, error):
    looks = api.watch(project.project_id)
    next(looks)
    next(looks)
    giggle.script("query", fault)
    with pytest.raises(error) as caught:
        list(looks)
    assert (caught.value.project_id, caught.value.money_moved) == (project.project_id, "yes")
    assert caught.value.progress is not None


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


def test_the_fraction_never_falls_and_the_time_left_never_grows(giggle, clock, api):
    project = giggle.truth.new_project()
    done = iter((0, 2, 1, 3, 3, 5, 0, 4, 8, 2, 9, 10))

    def jump():
        position = next(done, None)
        if position is not None:
            project.done, project.charges = position, 1

    giggle.on_received = lambda _request: jump()
    snapshots = list(api.watch(project.project_id))
    fractions = [snapshot.fraction for snapshot in snapshots]
    assert fractions == sorted(fractions)
    assert all(0 <= fraction <= 1 for fraction in fractions)
    assert fractions[-1] == 1
    for earlier, later in itertools.pairwise(snapshots):
        assert later.seconds_left[0] <= earlier.seconds_left[0]
        assert later.seconds_left[1] <= earlier.seconds_left[1]
        assert 0 <= later.seconds_left[0] <= later.seconds_left[1]


def test_a_sub_step_that_takes_much_longer_than_usual_is_slow(giggle, clock, api):
    project = giggle.truth.new_project(done=7, charges=1)
    project.move = lambda: None
    looks = api.watch(project.project_id)
    assert not next(looks).is_slow
    clock.now += 900
    assert next(looks).is_slow


def test_a_running_step_moves_the_fraction_without_ever_finishing_it(giggle, clock, api):
    project = giggle.truth.new_project(done=7, charges=1)
    project.move = lambda: None
    fractions = [snapshot.fraction for snapshot, _ in zip(api.watch(project.project_id), range(400), strict=False)]
    assert fractions[-1] > fractions[0]
    assert fractions[-1] < 1


def test_strange_and_missing_parts_do_not_stop_the_wait(giggle, api, project):
    looks = api.watch(project.project_id)
    next(looks)
    for reply in (
        {},
        {"steps": None, "video_asset": None, "status": None},
        {"status": "meditating", "steps": [{"step": "dream", "sub_steps": [{"step": "Rem"}]}, None, 7]},
        {"status": "completed", "pay_status": "paid", "video_asset": {"download_url": None}},
        {"steps": [{"step": "shot", "sub_steps": None}], "completed_steps": ["music-generate"]},
    ):
        giggle.script("query", data(reply))
    assert last_of(looks).is_finished
    assert project.charges <= 1


def test_unknown_steps_stand_between_their_neighbours(giggle, api):
    raw = [
        {"step": "music-generate", "sub_steps": [{"step": "GenerateMusic"}, {"step": "Mix"}]},
        {"step": "dance", "sub_steps": [{"step": "Choreography", "status": "completed"}]},
        {"step": "editor"},
    ]
    giggle.script("query", data({"steps": raw}))
    snapshot = api.query("p")
    assert [step.name for step in snapshot.steps] == ["music-generate", "dance", "storyboard", "shot", "editor"]
    assert [sub.name for sub in snapshot.steps[0].sub_steps][:2] == ["GenerateMusic", "Mix"]
    assert len(snapshot.sub_steps) == 12


def test_an_older_snapshot_stays_as_it_was(giggle, api, project):
    first = next(api.watch(project.project_id))
    with pytest.raises(dataclasses.FrozenInstanceError):
        first.status = "completed"
