"""Replicas that share a database: each project is looked at by one of them, and goes on when that one dies."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from postgres_server import PostgresServer
from scripted_studio import snapshot

from mvapp.studio import news
from mvapp.studio.ledger import SQLLedger
from mvapp.studio.ledger_tables import WATCHES
from mvapp.studio.watches import Watches, shared_watches
from mvclient import LedgerUnavailable, Payment, Progress, Step, SubStep, Video

A, P = "account", "p1"


@pytest.fixture
def place(postgres: PostgresServer) -> str:
    return postgres.new_place()


@pytest.fixture
def replica(place: str, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Watches]:
    """Another process of the app, whose renewals come only when a test says so."""
    monkeypatch.setattr(Watches, "_keep_renewing", lambda _self: None)
    return lambda: Watches(SQLLedger(place))


def let_leases_end(watches: Watches, holder: Watches) -> None:
    """As the half minute after a kill -9."""
    with watches.engine.begin() as connection:
        connection.execute(sa.update(WATCHES).where(WATCHES.c.holder == holder._replica).values(until=0))


class Api:
    """Looks that a test hands out; notes how many were taken and the budget."""

    def __init__(self, *looks: Progress | Exception) -> None:
        self.looks = list(looks)
        self.taken = 0
        self.sharers = 0

    def watch(self, _project_id: str, *, approve: Callable[[Progress], bool]) -> Iterator[Progress]:
        while self.looks:
            look = self.looks.pop(0)
            self.taken += 1
            if isinstance(look, Exception):
                raise look
            yield look

    def share_budget(self, sharers: int) -> None:
        self.sharers = sharers


def looks_of(watches: Watches, api: Api, *, waits: int = 10**6, takes_over: bool = False) -> Iterator[Progress]:
    left = iter(range(waits))

    def wait(_seconds: float) -> None:
        next(left)  # a test that waits longer than it says has failed

    return watches.snapshots(api, A, P, approve=lambda _: False, wait=wait, takes_over=takes_over)  # type: ignore[arg-type]  # stands in for the client


RUNNING = snapshot(5)
FULL = Progress(
    P,
    status="processing",
    pay_status="paid",
    current_step="shot",
    shot_count=7,
    steps=(Step("new-step", 2, (SubStep("GenerateMusic", "completed", "", "2026-11-28 10:00:00"), SubStep("New"))),),
    video=Video("v", "https://x/secret", "https://x/secret", "https://x/secret", 3.0),
    has_begun=True,
    payment=Payment(P, "paid", order_id="o"),
    was_there=True,
    fraction=0.25,
    seconds_left=(10.0, 20.0),
    is_slow=True,
    unreachable_since=5.0,
    paused_until=6.0,
    observed_at=7.0,
)


def test_news_tell_all_of_a_look_but_its_links_and_its_payment() -> None:
    text = news.as_text(FULL)
    assert "secret" not in text
    told = news.from_text(P, text)
    assert told is not None
    assert told.video is None
    assert told.payment is None
    for name in set(Progress.__dataclass_fields__) - {"video", "payment"}:
        assert getattr(told, name) == getattr(FULL, name), name


@pytest.mark.parametrize("text", ["", "null", "[]", "{}", '{"steps": [1]}', '{"steps": [{"name": "x"}]}', "\x00"])
def test_news_that_nobody_can_read_are_none(text: str) -> None:
    assert news.from_text(P, text) is None


def test_news_of_a_newer_replica_are_read_as_far_as_they_are_known() -> None:
    told = news.from_text(P, '{"steps": [], "status": "processing", "mood": "good"}')
    assert told is not None
    assert told.status == "processing"


def test_one_replica_has_a_watch_until_it_gives_it_up(replica: Callable[[], Watches]) -> None:
    first, second = replica(), replica()
    assert first.take(A, P) is None
    assert first.take(A, P) is None
    assert second.take(A, P) == ""
    assert first.tell(A, P, RUNNING)
    assert second.take(A, P) == news.as_text(RUNNING)
    assert second.take("another account", P) is None
    first.give_up(A, P)
    assert second.take(A, P) is None
    assert first.take(A, P) is not None


def test_of_many_who_want_a_watch_at_once_one_has_it(replica: Callable[[], Watches]) -> None:
    replicas = [replica() for _ in range(8)]
    start, had = threading.Barrier(8), []

    def want(watches: Watches) -> None:
        start.wait()
        if watches.take(A, P) is None:
            had.append(watches)

    threads = [threading.Thread(target=want, args=(watches,)) for watches in replicas]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(had) == 1


def test_a_dead_replicas_watch_is_free_when_its_lease_is_over_and_it_learns_so(
    replica: Callable[[], Watches],
) -> None:
    dead, other = replica(), replica()
    dead.take(A, P)
    assert other.of_all(A) == ({P}, set())
    let_leases_end(other, dead)
    assert other.of_all(A) == (set(), {P})
    assert other.take(A, P) is None
    assert not dead.tell(A, P, RUNNING)
    assert other.of_all(A) == ({P}, set())


def test_a_renewal_keeps_what_is_held_and_gives_up_what_could_not_be_given_up(
    replica: Callable[[], Watches], postgres: PostgresServer
) -> None:
    first, second = replica(), replica()
    first.take(A, P)
    first.take(A, "p2")
    postgres.stop()
    try:
        with pytest.raises(LedgerUnavailable):
            first.give_up(A, "p2")
    finally:
        postgres.start()
    let_leases_end(second, first)
    first.renew()
    assert second.of_all(A) == ({P}, set())
    assert second.take(A, "p2") is None


def test_replicas_that_look_with_one_key_share_its_budget(replica: Callable[[], Watches]) -> None:
    first, second, third = replica(), replica(), replica()
    first.take(A, "a")
    second.take(A, "b")
    third.take("another account", "c")
    for one in (first, second, third):
        one.renew()
    api = Api(RUNNING, RUNNING)
    list(looks_of(first, api))
    assert api.sharers == 2
    assert (first._replicas[A], first._replicas["another account"]) == (2, 1)


def test_only_one_of_two_replicas_looks_and_the_other_shows_the_same(replica: Callable[[], Watches]) -> None:
    first, second = replica(), replica()
    api, idle = Api(RUNNING, FULL), Api()
    watching = looks_of(first, api)
    next(watching)
    reading = looks_of(second, idle, waits=3)
    next(watching)  # which tells of the look before
    assert next(reading).sub_steps == RUNNING.sub_steps
    with pytest.raises(StopIteration):
        next(watching)
    with pytest.raises(StopIteration):  # and the other one looks by itself at what is finished
        next(reading)
    assert idle.taken == 0


def test_what_another_replica_watches_is_shown_with_the_payment_that_the_ledger_knows(
    replica: Callable[[], Watches],
) -> None:
    first, second = replica(), replica()
    first.take(A, P)
    first.tell(A, P, RUNNING)
    first.reserve(P, attempt=1, at=1.0)
    told = next(looks_of(second, Api()))
    assert told.payment is not None
    assert told.payment.state == "sending"


def test_a_dead_replicas_project_is_looked_at_by_the_one_that_shows_it(replica: Callable[[], Watches]) -> None:
    dead, other = replica(), replica()
    next(looks := looks_of(dead, Api(RUNNING, RUNNING, RUNNING)))
    next(looks)
    api = Api(FULL)
    reading = looks_of(other, api, waits=5)
    assert next(reading).sub_steps == RUNNING.sub_steps
    let_leases_end(other, dead)
    assert next(reading) == FULL


def test_who_says_what_to_do_has_the_watch_and_the_other_one_shows_it(replica: Callable[[], Watches]) -> None:
    first, second = replica(), replica()
    api = Api(RUNNING, RUNNING, RUNNING)
    looks = looks_of(first, api, waits=1)
    next(looks)
    pressed = looks_of(second, Api(FULL, FULL), takes_over=True)
    assert next(pressed) == FULL
    next(pressed)
    told = next(looks)
    assert (api.taken, told.shot_count) == (1, FULL.shot_count)


def test_a_payment_on_its_way_ends_where_it_began(replica: Callable[[], Watches]) -> None:
    first, second = replica(), replica()
    sending = Progress(P, payment=Payment(P, "sending"))
    looks = looks_of(first, Api(sending, sending, RUNNING, RUNNING), waits=0)
    next(looks)
    second.take(A, P, by_force=True)
    assert next(looks) == sending
    assert next(looks) == RUNNING


def test_the_watch_of_what_failed_is_free_for_who_wants_to_see_it(replica: Callable[[], Watches]) -> None:
    first, second = replica(), replica()
    with pytest.raises(ValueError, match="failed"):
        list(looks_of(first, Api(RUNNING, ValueError("failed"))))
    assert second.take(A, P) is None


def test_while_the_database_is_away_each_replica_looks_for_itself(
    replica: Callable[[], Watches], postgres: PostgresServer
) -> None:
    first, second = replica(), replica()
    looks = looks_of(first, Api(RUNNING, RUNNING, FULL))
    next(looks)
    postgres.stop()
    try:
        assert next(looks) == RUNNING
        assert next(looks_of(second, Api(FULL))) == FULL
    finally:
        postgres.start()
    assert list(looks) == [FULL]


def test_a_ledger_in_a_file_has_no_replicas(tmp_path: Path) -> None:
    assert shared_watches(f"sqlite:///{tmp_path / 'payments.sqlite3'}") is None
