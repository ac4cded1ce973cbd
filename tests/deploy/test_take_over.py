"""Two replicas and one PostgreSQL: a video is watched by one of them, and whatever dies, it is made and paid once."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import psycopg
import pytest
from counting_giggle import CountingGiggle, eventually
from stranger import Stranger

from mvapp.studio.studios import GIGGLE

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
        guest.open("settings").look()
        guest.type("settings_passcode", PASSCODE).press("FormSubmitter:settings_passcode_form-Come in")
        guest.open("new").look().press("create_example_seaside").press("create_submit")
        while "project=" not in guest.query:
            guest.look()
        return guest.query.split("project=")[1].split("&")[0]


def let_leases_end(running: Any) -> None:
    """As half a minute later."""
    with psycopg.connect(running.ledger_url.replace("postgresql+psycopg", "postgresql"), autocommit=True) as database:
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
