"""429, the poll budget, the hour, the late link and a Giggle that is away."""

import email.utils

import pytest
from hostile_faults import LIMITED, UNSURE, envelope
from looks import last_of

from mvclient import (
    FilmNotDelivered,
    NoAnswer,
    PaymentUnconfirmed,
    StillRunning,
)


@pytest.fixture
def project(giggle):
    return giggle.truth.project_waiting_for_payment()


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


@pytest.fixture
def stuck(giggle):
    """A paid project that never gets any further."""
    project = giggle.truth.new_project(done=7, charges=1)
    project.move = lambda: None
    return project


@pytest.mark.parametrize("jump_s", [-86_400, -7200, 7200, 86_400])
def test_a_date_that_jumps_neither_stretches_the_hour_nor_ends_it(giggle, clock, api, stuck, jump_s):
    looks = api.watch(stuck.project_id)
    next(looks)
    clock.now += jump_s
    with pytest.raises(StillRunning):
        list(looks)
    assert clock.total_slept_s == 3600


@pytest.mark.parametrize("jump_s", [-7200, 7200])
def test_a_date_that_jumps_does_not_change_the_two_minutes_of_a_lost_payment(giggle, clock, api, project, jump_s):
    giggle.script("pay", UNSURE[0])
    giggle.on_processed["pay"] = lambda: setattr(clock, "now", clock.now + jump_s)
    with pytest.raises(PaymentUnconfirmed):
        list(api.watch(project.project_id))
    assert clock.total_slept_s == 120


@pytest.mark.parametrize("jump_s", [-7200, -3600])
def test_a_clock_set_back_does_not_stretch_a_pause(giggle, clock, api, project, jump_s):
    giggle.script("query", LIMITED[0])
    clock.on_sleep.append(lambda: clock.on_sleep.clear() or setattr(clock, "now", clock.now + jump_s))
    next(looks := api.watch(project.project_id))
    next(looks)
    assert clock.total_slept_s <= 123


def test_a_retry_after_by_the_servers_own_date_is_not_read_by_ours(giggle, clock, api, project):
    """Our date may be hours wrong; the reply says what time it is there."""
    moment = email.utils.formatdate(1_000_000_150, usegmt=True)
    now = email.utils.formatdate(1_000_000_000, usegmt=True)
    giggle.script("query", envelope(429, status=429, Retry_After=moment, Date=now))
    next(looks := api.watch(project.project_id))
    next(looks)
    assert clock.slept == [150]


def test_max_wait_is_the_callers(giggle, clock, make_api, stuck):
    with pytest.raises(StillRunning, match="10 minutes"):
        list(make_api(max_wait_s=600).watch(stuck.project_id))
    assert clock.total_slept_s == 600


def test_the_budget_of_five_looks_a_second_holds_from_the_first_second_on(giggle, clock, make_api):
    """A restart with many watchers: their first looks take turns."""
    at = []
    giggle.on_processed["query"] = lambda: at.append(clock.now)
    for _ in range(40):
        next(make_api().watch(giggle.truth.new_project().project_id))
    assert max(sum(1 for other in at if moment <= other < moment + 0.999) for moment in at) <= 5


def test_a_press_in_a_pause_is_not_sent_before_its_end(giggle, clock, make_api, project):
    """A sleep that is cut short, as by a press of a button, does not end the pause."""
    giggle.script("query", LIMITED[0])

    def hurried(seconds):
        clock.sleep(min(seconds, 1.0))
        return min(seconds, 1.0)

    begun_at = clock.now
    at = []
    giggle.on_processed["query"] = lambda: at.append(clock.now)
    assert last_of(make_api(sleep=hurried).watch(project.project_id)).is_finished
    assert at[0] == begun_at
    assert at[1] >= begun_at + 120


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


def test_a_known_job_is_looked_for_until_the_hour_while_giggle_is_away(giggle, clock, api, project):
    looks = api.watch(project.project_id)
    next(looks)
    assert [look.payment.state for look in (next(looks), next(looks))] == ["sending", "paid"]
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
