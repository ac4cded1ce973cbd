"""Jobs: one watcher a project, one project a press, rebuilt from an id, dropped when long over."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from scripted_studio import PROJECT, ScriptedStudio, finished, settle, snapshot

from mvapp.studio.connection import Connection
from mvapp.studio.job import Job
from mvapp.studio.jobs import Jobs
from mvapp.studio.ledger import payment_ledger
from mvapp.studio.studios import DEMO, GiggleStudio
from mvclient import (
    JobFailed,
    KeyRefused,
    LedgerUnavailable,
    MVError,
    MVRequest,
    NoAnswer,
    Payment,
    Progress,
    RequestRefused,
    StillRunning,
)

REQUEST = MVRequest("Song", "prompt", "16:9", prompt="pop", reference_image="sample-beach")
DUE = snapshot(3, pay_status="pending")


@pytest.fixture
def connection(tmp_path) -> Connection:
    return Connection(GiggleStudio("https://giggle.example"), "key", f"sqlite:///{tmp_path / 'ledger.sqlite3'}")


def test_submitting_gives_the_id_and_then_the_film(studio: ScriptedStudio, connection: Connection) -> None:
    studio.play(snapshot(1), finished())
    jobs = Jobs()
    submission = jobs.submit(REQUEST, connection, ask_first=False, token="t")
    assert submission.wait_for_project(10) == PROJECT
    job = jobs.follow(PROJECT, connection)
    settle(job, studio)
    assert submission.is_done
    assert submission.error is None
    assert job.progress is not None
    assert job.progress.is_finished
    assert job.request is None, "the picture is let go of with the film"
    assert studio.calls == [("start", "Song"), ("watch", PROJECT)]


def test_with_a_ledger_that_goes_away_after_create_the_song_is_sent_and_the_wish_is_kept(
    studio: ScriptedStudio, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of the press is lost: what could not be written down is, before anything is paid."""
    ledger = payment_ledger(connection.ledger_url)
    remember, tries = ledger.remember_wish, iter([LedgerUnavailable("away")])

    def remember_wish(project_id: str, *, ask_first: bool) -> None:
        if error := next(tries, None):
            raise error
        remember(project_id, ask_first=ask_first)

    monkeypatch.setattr(ledger, "remember_wish", remember_wish)
    studio.play(DUE)
    submission = Jobs().submit(REQUEST, connection, ask_first=False, token="t")
    assert submission.wait_for_project(10) == PROJECT
    assert studio.played.wait(10)
    assert submission.error is None
    assert studio.calls[0] == ("start", "Song")
    assert ("pay", PROJECT) in studio.calls, "who did not want to be asked is not"
    assert ledger.started("t") == PROJECT


def test_a_double_click_makes_one_project(studio: ScriptedStudio, connection: Connection) -> None:
    studio.play(finished())
    jobs = Jobs()
    presses: list[object] = []
    clicks = [
        threading.Thread(target=lambda: presses.append(jobs.submit(REQUEST, connection, ask_first=False, token="same")))
        for _ in range(8)
    ]
    for click in clicks:
        click.start()
    for click in clicks:
        click.join()
    settle(jobs.follow(PROJECT, connection), studio)
    assert len(set(presses)) == 1
    assert studio.calls.count(("start", "Song")) == 1


def test_many_tabs_share_one_watcher(studio: ScriptedStudio, connection: Connection) -> None:
    studio.play(snapshot(2))
    jobs = Jobs()
    watchers = {id(jobs.follow(PROJECT, connection)) for _ in range(20)}
    settle(jobs.follow(PROJECT, connection), studio)
    assert len(watchers) == 1
    assert studio.calls == [("watch", PROJECT)]


def test_another_account_has_its_own_watcher(studio: ScriptedStudio, connection: Connection) -> None:
    studio.play(finished())
    other = Connection(connection.studio, "other key", connection.ledger_url)
    jobs = Jobs()
    assert jobs.follow(PROJECT, connection) is not jobs.follow(PROJECT, other)
    assert "other key" not in repr(other)
    assert other.account not in {connection.account, "other key"}


def test_a_request_that_is_refused_keeps_its_project_id(studio: ScriptedStudio, connection: Connection) -> None:
    studio.start_error = RequestRefused("no", operation="submit", project_id=PROJECT)
    jobs = Jobs()
    submission = jobs.submit(REQUEST, connection, ask_first=False, token="t")
    job = jobs.follow(submission.wait_for_project(10), connection)
    job._thread.join(10)
    assert submission.error is studio.start_error
    assert job.error is studio.start_error
    assert ("watch", PROJECT) not in studio.calls


def test_a_refused_key_wakes_whoever_waits_for_the_project(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Connection, **_: object) -> None:
        raise KeyRefused("no")

    monkeypatch.setattr(Connection, "api", refuse)
    submission = Jobs().submit(REQUEST, connection, ask_first=False, token="t")
    assert submission.wait_for_project(10) == ""
    assert isinstance(submission.error, KeyRefused)
    assert submission.is_done


@pytest.mark.parametrize(("said", "pays"), [(None, False), (True, False), (False, True)])
def test_after_a_restart_only_who_said_so_pays_by_itself(
    studio: ScriptedStudio, connection: Connection, said: bool | None, pays: bool
) -> None:
    """The wish is in the ledger; a project it never heard of waits for a yes."""
    if said is not None:
        payment_ledger(connection.ledger_url).remember_wish(PROJECT, ask_first=said)
    studio.play(DUE)
    job = Jobs().follow(PROJECT, connection)
    settle(job, studio)
    assert (("pay", PROJECT) in studio.calls) is pays
    assert job.asks_to_pay is not pays


def test_the_demo_studio_needs_no_yes(studio: ScriptedStudio, connection: Connection) -> None:
    demo = Connection(DEMO, "demo", connection.ledger_url)
    studio.play(DUE)
    job = Jobs().follow(PROJECT, demo)
    settle(job, studio)
    assert ("pay", PROJECT) in studio.calls


def test_a_retry_happens_once_however_often_it_is_pressed(studio: ScriptedStudio, connection: Connection) -> None:
    failed = snapshot(7, failed="x", status="failed")
    studio.scripts = [[failed, JobFailed("no", progress=failed)], [snapshot(7)]]
    job = Jobs().follow(PROJECT, connection)
    settle(job, studio)
    assert job.is_over
    for _ in range(5):
        job.retry("shot")
    settle(job, studio)
    assert studio.calls.count(("retry", "shot")) == 1
    assert not job.is_over


def test_what_is_pressed_while_it_runs_is_done_next(
    studio: ScriptedStudio, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A payment on a person's word interrupts the looking, and the looking goes on afterwards."""

    class Impatient(ScriptedStudio):
        def watch(self, project_id, *, approve=None):
            self.calls.append(("watch", project_id))
            yield DUE
            self.played.set()
            while len(self.calls) < 3:
                sleep(5)
                yield DUE
            yield finished()

    impatient = Impatient()
    waits: list[float] = []
    job = Jobs().follow(PROJECT, connection)  # of the other studio, ended by its script
    studio.play(finished())

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        job._wait(seconds)

    job._thread.join(10)
    monkeypatch.setattr(Connection, "api", lambda _self, **_: impatient)
    job.look_again()
    assert impatient.played.wait(10)
    job.pay_again()
    job.pay_again()
    job._thread.join(10)
    assert impatient.calls == [("watch", PROJECT), ("pay again", PROJECT), ("watch", PROJECT)]
    assert job.is_over


def test_a_bug_is_an_error_on_the_page_and_no_secret_in_the_log(
    connection: Connection, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def explode(self: Connection, **_: object) -> None:
        raise ZeroDivisionError("key https://assets.example/film?Signature=s")

    monkeypatch.setattr(Connection, "api", explode)
    job = Jobs().follow(PROJECT, connection)
    job._thread.join(10)
    assert job.is_over
    assert job.error is not None
    assert "Signature" not in caplog.text + str(job.error)
    assert "ZeroDivisionError" in caplog.text


def test_what_is_long_over_is_dropped(studio: ScriptedStudio, connection: Connection) -> None:
    studio.play(finished())
    now = [1000.0]
    jobs = Jobs(clock=lambda: now[0])
    for number in range(600):
        jobs.follow(f"p-{number}", connection)._thread.join(10)
    jobs.follow("one more", connection)._thread.join(10)
    assert len(jobs) <= 501, "only so many finished ones are kept at all"
    now[0] += 1801
    jobs.follow("the last", connection)._thread.join(10)
    assert len(jobs) == 1


def test_one_that_goes_on_is_never_dropped(studio: ScriptedStudio, connection: Connection) -> None:
    studio.play(snapshot(2))
    now = [1000.0]
    jobs = Jobs(clock=lambda: now[0])
    job = jobs.follow(PROJECT, connection)
    now[0] += 1e6
    assert jobs.follow(PROJECT, connection) is job


def test_a_press_while_the_job_sleeps_is_done_at_once(connection: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits out the half minute between two looks: the sleep of the job ends with the press."""
    job = Job(connection, project_id=PROJECT)
    sleeps = threading.Event()
    looks: list[str] = []

    class Sleeper:
        def watch(self, project_id: str, *, approve: object) -> Iterator[Progress]:
            looks.append(project_id)
            if len(looks) > 3:
                yield finished()
                return
            yield snapshot(2)
            sleeps.set()
            assert job._wait(60.0) < 60.0
            yield snapshot(3)

        def retry(self, project_id: str, step: str) -> None:
            looks.append(f"retry {step}")

    monkeypatch.setattr(Connection, "api", lambda _self, **_: Sleeper())
    job.look_again()
    assert sleeps.wait(10)
    sleeps.clear()
    began_at = time.monotonic()
    job.retry("shot")
    assert sleeps.wait(10)
    assert looks == [PROJECT, "retry shot", PROJECT]
    job.look_again()
    assert job._thread is not None
    job._thread.join(10)
    assert not job._thread.is_alive()
    assert time.monotonic() - began_at < 30


def test_a_yes_to_the_payment_is_done_at_once(connection: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    """A look every half minute would let a person wait who has just said yes."""
    job = Job(connection, project_id=PROJECT)
    asked: list[bool] = []
    sleeps = threading.Event()

    class Waiting:
        def watch(self, project_id: str, *, approve: Callable[[Progress], bool]) -> Iterator[Progress]:
            yield DUE
            asked.append(approve(DUE))
            sleeps.set()
            if not asked[-1]:
                assert job._wait(60.0) < 60.0
                yield DUE
                return
            yield finished()

    monkeypatch.setattr(Connection, "api", lambda _self, **_: Waiting())
    job.look_again()
    assert sleeps.wait(10)
    assert job.asks_to_pay
    job.approve()
    assert job._thread is not None
    job._thread.join(10)
    assert asked == [False, True]
    assert not job.asks_to_pay


@pytest.mark.parametrize(
    "error",
    [
        KeyRefused("no", operation="query"),
        RequestRefused("no", operation="query"),
        JobFailed("no", progress=snapshot(7, failed="x")),
        StillRunning("long"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_ended_badly_is_looked_at_again_when_its_page_is_opened(
    studio: ScriptedStudio, connection: Connection, error: MVError
) -> None:
    """A look is free, and what stood in the way may have healed elsewhere. Until it is seen, nothing else is said."""
    studio.scripts = [[snapshot(3), error], [finished()]]
    jobs = Jobs()
    job = jobs.follow(PROJECT, connection)
    settle(job, studio)
    assert job.is_over
    assert job.error is error
    assert jobs.follow(PROJECT, connection) is job
    assert job.is_over, "a page that is only redrawn does not look again"
    assert jobs.open(PROJECT, connection) is job
    settle(job, studio)
    assert job.error is None
    assert job.progress is not None
    assert job.progress.is_finished


def test_a_finished_film_is_not_looked_at_again_when_its_page_is_opened(
    studio: ScriptedStudio, connection: Connection
) -> None:
    studio.play(finished())
    jobs = Jobs()
    settle(jobs.follow(PROJECT, connection), studio)
    jobs.open(PROJECT, connection)
    assert studio.calls == [("watch", PROJECT)]


def test_a_ledger_that_was_away_ends_no_job(
    studio: ScriptedStudio, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It goes on by itself when the ledger is back, and says meanwhile what is the matter."""
    monkeypatch.setattr("mvapp.studio.job.LEDGER_INTERVAL_S", 0.01)
    said: list[MVError | None] = []
    away = LedgerUnavailable("away", progress=DUE)
    studio.scripts = [[DUE, away], [DUE, away], [finished()]]
    job = Job(connection, project_id=PROJECT)
    wait = job._wait
    monkeypatch.setattr(job, "_wait", lambda seconds: said.append(job.error) or wait(seconds))
    job.look_again()
    assert job._thread is not None
    job._thread.join(20)
    assert said == [away, away]
    assert job.error is None
    assert job.progress is not None
    assert job.progress.is_finished


def test_what_never_arrived_is_sent_again_with_its_picture_to_the_same_project(
    studio: ScriptedStudio, connection: Connection
) -> None:
    studio.start_error = NoAnswer("lost", operation="submit", project_id=PROJECT, has_arrived=False)
    jobs = Jobs()
    submission = jobs.submit(REQUEST, connection, ask_first=False, token="t")
    submission._is_done.wait(10)
    job = jobs.known(PROJECT, connection)
    assert job is not None
    assert job._thread is not None
    job._thread.join(10)
    assert job.error is submission.error is studio.start_error
    assert job.can_send_again
    studio.start_error = None
    studio.play(finished())
    job.send_again()
    settle(job, studio)
    assert studio.calls == [("start", "Song"), ("start again", "Song"), ("watch", PROJECT)]


def test_silence_after_an_opened_page_takes_nothing_away_that_was_seen(
    studio: ScriptedStudio, connection: Connection
) -> None:
    """A new watch knows nothing yet; what the old one saw, and that it is paid, stays on the page."""
    nothing = replace(snapshot(), status="", steps=(), has_begun=False, unreachable_since=1.0)
    seen = snapshot(7, pay_status="paid", payment=Payment(PROJECT, "paid"))
    studio.scripts = [[seen, StillRunning("long")], [nothing, StillRunning("long")]]
    jobs = Jobs()
    job = jobs.follow(PROJECT, connection)
    settle(job, studio)
    jobs.open(PROJECT, connection)
    settle(job, studio)
    assert job.progress is not None
    assert job.progress.steps == seen.steps
    assert job.progress.is_paid
    assert job.progress.unreachable_since == 1.0
