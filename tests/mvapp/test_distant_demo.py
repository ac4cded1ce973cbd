"""One demo studio for several replicas of the app: films, places in line and times come over the wire."""

import logging
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st

from mvapp.studio import demo, distant_demo
from mvapp.studio.demo import demo_studio
from mvapp.studio.distant_demo import DistantStudio
from mvclient import MVRequest, MVTrusteeAPI
from mvdemo import DemoStudio

SKETCH = MVRequest("Rain", "prompt", "16:9", prompt="rain", reference_image="sample-beach")


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[DemoStudio]:
    with DemoStudio(tmp_path / "elsewhere", profile="tiny", step_s=0.0) as studio:
        yield studio


@pytest.fixture
def distant(elsewhere: DemoStudio) -> DistantStudio:
    return DistantStudio(elsewhere.base_url + "/", "demo")


def made(studio: DemoStudio) -> str:
    api = MVTrusteeAPI("sketch-test", base_url=studio.base_url, poll_interval_s=0.1)
    project_id = api.start(SKETCH)
    for _ in api.watch(project_id):
        pass
    return project_id


def test_a_film_that_one_replica_had_made_is_found_from_another_one(
    elsewhere: DemoStudio, distant: DistantStudio
) -> None:
    project_id = made(elsewhere)
    film, still, original = distant.film(project_id), distant.thumbnail(project_id), elsewhere.film(project_id)
    assert film is not None
    assert still is not None
    assert original is not None
    assert film.read_bytes() == original.read_bytes()
    assert still.read_bytes()[:2] == b"\xff\xd8"


def test_a_film_that_was_fetched_needs_no_studio_any_more(elsewhere: DemoStudio, distant: DistantStudio) -> None:
    project_id = made(elsewhere)
    film = distant.film(project_id)
    elsewhere.stop()
    assert distant.film(project_id) == film


def test_the_oldest_films_make_room_and_come_back_when_they_are_looked_at(
    elsewhere: DemoStudio, distant: DistantStudio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(distant_demo, "_MOST_FILMS", 1)
    first, second = made(elsewhere), made(elsewhere)
    gone = distant.film(first)
    assert gone is not None
    assert distant.film(second) is not None
    assert not gone.exists()
    assert distant.film(first) == gone
    assert gone.exists()


@pytest.mark.parametrize("project_id", ["demo-unknown", "demo-../../etc/passwd", "", "65cf262d-0000"])
def test_no_film_for_what_is_no_finished_project(distant: DistantStudio, project_id: str) -> None:
    assert distant.film(project_id) is None
    assert distant.thumbnail(project_id) is None


def test_the_line_and_the_time_are_told_as_by_a_studio_on_this_machine(tmp_path: Path) -> None:
    with DemoStudio(tmp_path / "slow", profile="tiny", step_s=60.0) as studio:
        distant = DistantStudio(studio.base_url, "demo")
        api = MVTrusteeAPI("sketch-test", base_url=studio.base_url)
        first, second = api.start(SKETCH), api.start(SKETCH)
        assert (distant.queue_position(first), distant.queue_position(second)) == (0, 1)
        told = distant.time_left(first)
        while told is None:  # until it lies on the bench
            told = distant.time_left(first)
        here = studio.time_left(first)
        assert here is not None
        assert told.high_s == pytest.approx(here.high_s, abs=5.0)
        assert distant.time_left(second) is None
        distant.cancel(first)
        assert distant.queue_position(second) == 0


def test_a_studio_that_is_away_holds_no_page_up_for_long(elsewhere: DemoStudio, distant: DistantStudio) -> None:
    elsewhere.stop()
    assert distant.time_left("demo-1") is None
    began = time.monotonic()
    for _ in range(50):
        assert distant.time_left("demo-1") is None
        assert distant.queue_position("demo-1") == 0
    assert time.monotonic() - began < 1.0, "fifty more questions were not asked"
    assert distant.film("demo-1") is None
    distant.cancel("demo-1")


def test_a_link_to_a_film_that_breaks_is_in_no_log(
    elsewhere: DemoStudio, distant: DistantStudio, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, "urllib3")
    project_id = made(elsewhere)
    original = elsewhere.film(project_id)
    assert original is not None
    original.unlink()
    assert distant.film(project_id) is None
    assert "Signature" not in caplog.text


def test_the_setting_decides_which_studio_it_is(elsewhere: DemoStudio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MV_DEMO_STUDIO", elsewhere.base_url)
    assert isinstance(demo_studio(), DistantStudio)
    assert demo_studio() is demo_studio()
    st.cache_resource.clear()
    monkeypatch.setenv("MV_DEMO_STUDIO", "no address")
    monkeypatch.setattr(demo, "_running_studio", lambda: elsewhere)
    assert demo_studio() is elsewhere
