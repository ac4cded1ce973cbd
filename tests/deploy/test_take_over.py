"""Two replicas and one PostgreSQL: a video is watched by one of them, and whatever dies, it is made and paid once."""

import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType
from typing import Any

import psycopg
import pytest
from counting_giggle import CountingGiggle, eventually
from stranger import Stranger

from mvapp.studio.studios import GIGGLE
from mvapp.text import say_in

KEY, PASSCODE = "owners-key-that-nobody-may-see", "a stage in Vienna 2026"


@pytest.fixture
def giggle(tmp_path: Path) -> Iterator[CountingGiggle]:
    giggle = CountingGiggle(tmp_path / "giggle", step_s=1.0)
    yield giggle
    giggle.stop()


@pytest.fixture
def running(replicas: ModuleType, giggle: CountingGiggle) -> Iterator[Any]:
    settings = {"GIGGLE_API_KEY": KEY, "GIGGLE_API_BASE": giggle.studio.base_url, "MV_PASSCODE": PASSCODE}
    try:
        several = replicas.Replicas(2, port=0, environment={**settings, "MV_DEMO_PROFILE": "tiny"})
    except replicas.NotInstalled as error:
        if os.environ.get("CI") == "true":
            pytest.fail(str(error))
        pytest.skip(str(error))
    with several:
        yield several


def guest_at(url: str) -> Stranger:
    return Stranger(url.removeprefix("http://"))


def begin(url: str) -> str:
    """A guest comes in, has a video made, and goes; returns its number."""
    with guest_at(url) as guest:
        guest.come_in(PASSCODE)
        guest.open("new").look().press("create_example_seaside").press("create_submit")
        while "project=" not in guest.query:
            guest.look()
        return guest.query.split("project=")[1].split("&")[0]


def ledger(running: Any, *, commits: bool = True) -> psycopg.Connection[Any]:
    return psycopg.connect(running.ledger_url.replace("postgresql+psycopg", "postgresql"), autocommit=commits)


def let_leases_end(running: Any) -> None:
    """As half a minute later."""
    with ledger(running) as database:
        database.execute("UPDATE watches SET until = 0")


def test_the_video_of_a_replica_that_dies_is_paid_and_made_by_the_other_though_nobody_opens_a_page(
    giggle: CountingGiggle, running: Any
) -> None:
    project_id = begin(running.replica_urls[0])
    running.kill(0)
    assert giggle.charges() == 0
    let_leases_end(running)
    assert eventually(lambda: giggle.charges() == 1)
    assert eventually(giggle.is_done)
    running.start(0)
    with guest_at(running.replica_urls[0]) as somebody:
        assert eventually(lambda: somebody.open("watch", f"project={project_id}").look().says("Download"))
    assert giggle.charges() == 1


def test_a_replica_that_dies_at_any_point_of_a_payment_leaves_nothing_to_be_paid_twice(
    giggle: CountingGiggle, running: Any
) -> None:
    """Before the claim, after it, on the way, before the answer, before it is written down: the other one goes on."""
    giggle.arm("pay", "hang", processed=False)
    giggle.arm("pay", "hang", processed=True)
    giggle.arm("pay", "late", seconds=20)
    here = running.replica_urls[0]
    for _ in range(3):
        begin(here)
    assert eventually(lambda: len(giggle.hit()) == 3)
    never_arrived, not_answered, not_written = giggle.hit()
    assert eventually(lambda: giggle.charged()[not_written] == 1)
    with ledger(running, commits=False) as lock, ledger(running) as looking:
        lock.execute("LOCK TABLE payments IN SHARE MODE")  # who writes waits, who reads does not
        not_claimed = begin(here)

        def held_up() -> int:
            waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'payments'::regclass"
            return int(looking.execute(waiting).fetchone()[0])  # type: ignore[index]  # a count is a row

        assert eventually(lambda: held_up() == 2), "one that would write what was answered, one that would claim"
        running.kill(0)
        lock.rollback()
    paid = {never_arrived: 0, not_answered: 1, not_written: 1, not_claimed: 0}
    assert giggle.charged() == paid
    let_leases_end(running)
    assert eventually(lambda: giggle.charged() == {**paid, not_claimed: 1})
    assert eventually(lambda: sum(project["status"] == "completed" for project in giggle.projects()) == 3)
    looks = giggle.looks()
    assert eventually(lambda: giggle.looks() > looks + 1), "it is looked at, until a person is asked"
    assert giggle.charged() == {**paid, not_claimed: 1}


def with_an_own_key(url: str) -> Stranger:
    """A visitor who pays for themselves."""
    visitor = guest_at(url).__enter__()
    visitor.open("settings").look()
    visitor.type("settings_key", "a-visitors-own-key")
    visitor.press(f"FormSubmitter:settings_key_form-{say_in('en', 'settings.key_save')}")
    assert eventually(lambda: visitor.look().says(say_in("en", "settings.key_session")))
    return visitor


def test_eight_windows_at_two_replicas_that_pay_at_the_same_moment_pay_once(
    giggle: CountingGiggle, running: Any
) -> None:
    giggle.arm("pay", "envelope", code=402, msg="Insufficient credits")
    visitors = [with_an_own_key(running.replica_urls[number % 2]) for number in range(8)]
    visitors[0].open("new").look().press("create_example_seaside").press("create_submit")
    assert eventually(lambda: "project=" in visitors[0].look().query)
    for visitor in visitors:
        card = say_in("en", "cards.no_credits.title")
        assert eventually(lambda: visitor.open("watch", visitors[0].query).look().says(card))  # noqa: B023 - at once
    together = threading.Barrier(8)

    def pay(visitor: Stranger) -> None:
        together.wait()
        visitor.press("card_go_on")

    with ThreadPoolExecutor(8) as hands:
        list(hands.map(pay, visitors))
    assert eventually(giggle.is_done)
    assert giggle.charges() == 1
    for visitor in visitors:
        assert eventually(lambda: visitor.look().says("Download"))  # noqa: B023 - at once
        visitor.__exit__()


def test_two_replicas_that_show_a_video_ask_giggle_as_often_as_one(giggle: CountingGiggle, running: Any) -> None:
    project_id = begin(running.replica_urls[0])
    with guest_at(running.replica_urls[1]) as other:
        assert eventually(lambda: other.open("watch", f"project={project_id}").look().says("Writing the song"))
        looks, began = giggle.looks(), time.monotonic()
        while not giggle.is_done():
            other.look()
        took_s = time.monotonic() - began
        assert giggle.looks() - looks <= took_s / GIGGLE.polls_every_s + 3, (
            "one look each three seconds, and a few beside"
        )
        assert eventually(lambda: other.look().says("Download"))
    assert giggle.charges() == 1


def test_a_database_that_is_away_when_the_payment_is_due_loses_nothing(giggle: CountingGiggle, running: Any) -> None:
    begin(running.replica_urls[0])
    running.stop_database()
    assert eventually(lambda: giggle.projects()[0]["pay_status"] == "pending")
    looks = giggle.looks()
    assert eventually(lambda: giggle.looks() > looks + 1)
    assert giggle.charges() == 0, "without a ledger nothing is paid"
    running.start_database()
    assert eventually(lambda: giggle.charges() == 1)
    assert eventually(giggle.is_done)
