"""The watch page of a finished film whose links end, by a clock that may be wrong, and are asked for anew."""

import threading
from dataclasses import replace
from time import time
from typing import Any

import pytest
from scripted_studio import PROJECT, ScriptedStudio, finished, snapshot, watched
from streamlit.testing.v1 import AppTest

from mvapp.studio.job import Job
from mvapp.studio.jobs import jobs
from mvapp.watch import film_in_browser
from mvclient import KeyRefused, Progress, Video


def film(ends_in_s: float, name: str) -> Progress:
    """The last snapshot of a good job, with a link that ends so far from now."""
    link = f"https://assets.example/{name}.mp4?Expires={int(time() + ends_in_s)}&Signature=s"
    return finished(video=Video("asset", link + "&response-content-disposition=attachment", link))


def looks(studio: ScriptedStudio) -> int:
    return studio.calls.count(("watch", PROJECT))


def looked_again(studio: ScriptedStudio) -> AppTest:
    """The page, drawn anew until fresh links were asked for."""
    app = watched(studio)
    for _ in range(100):
        if looks(studio) == 2:
            return app.run()
        app.run()
    raise AssertionError("Nobody asked for fresh links.")


def the_job() -> Job:
    (job,) = jobs()._jobs.values()
    return job


def played(app: AppTest) -> list[str]:
    return [player.proto.url.split("?")[0].rsplit("/", 1)[1] for player in app.get("video")]


def test_a_link_about_to_end_is_renewed_before_it_is_shown(studio: ScriptedStudio) -> None:
    """Nobody gets to see a link that is good for half a minute more."""
    studio.scripts = [[film(30, "old")], [film(3600, "fresh")]]
    app = looked_again(studio)
    the_job()._thread.join(10)
    app.run()
    assert played(app) == ["fresh.mp4"]


def test_while_fresh_links_are_on_their_way_the_old_one_is_not_shown(studio: ScriptedStudio) -> None:
    """The film's place is held until they come."""
    studio.scripts = [[film(30, "old")], [snapshot(9)]]  # this second look does not come to an end
    app = looked_again(studio)
    assert played(app) == []
    assert not app.get("link_button")


def test_fresh_links_that_do_not_come_soon_keep_no_film_away(
    studio: ScriptedStudio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a clock that is fast the link is good: it is tried."""
    monkeypatch.setattr("mvapp.watch.links._LONGEST_WAIT_S", 0.0)
    studio.scripts = [[film(-7200, "good after all")], [snapshot(9)]]
    app = looked_again(studio)
    assert played(app) == ["good after all.mp4"]


@pytest.mark.parametrize("hours_off", [-2, 2])
def test_a_clock_that_is_off_by_hours_hides_no_film_and_asks_at_most_once(
    studio: ScriptedStudio, hours_off: int
) -> None:
    """By a fast clock every link that Giggle gives has ended; then the browser is believed."""
    studio.play(film(3600 - 3600 * hours_off, "film"))
    app = watched(studio)
    for _ in range(5):
        the_job()._thread.join(10)
        app.run()
    assert played(app) == ["film.mp4"]
    assert looks(studio) <= 2


def test_a_studio_that_cannot_be_asked_takes_no_film_away(studio: ScriptedStudio) -> None:
    """Neither silence nor a refusal when fresh links are asked for."""
    silence = replace(snapshot(), status="", has_begun=False, unreachable_since=1.0)
    studio.scripts = [[film(3600, "film")], [silence, KeyRefused("no", progress=silence)]]
    app = watched(studio)
    the_job().look_again()
    the_job()._thread.join(10)
    app.run()
    assert looks(studio) == 2
    assert played(app) == ["film.mp4"]


def test_links_that_come_while_the_page_is_drawn_are_shown(
    studio: ScriptedStudio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page does not stay at the links that it began with."""
    studio.scripts = [[film(3600, "old")], [film(3600, "fresh")]]
    app = watched(studio)
    may_look = threading.Event()
    monkeypatch.setattr(the_job()._connection.__class__, "api", lambda self, **_: may_look.wait(10) and studio)
    drawn = film_in_browser.draw

    def draw_and_let_them_come(*args: Any, is_looking: bool, **kwargs: Any) -> str:
        if is_looking:
            may_look.set()
            the_job()._thread.join(10)
        return drawn(*args, is_looking=is_looking, **kwargs)

    monkeypatch.setattr(film_in_browser, "draw", draw_and_let_them_come)
    the_job().look_again()
    app.run()
    assert may_look.is_set()
    assert played(app) == ["fresh.mp4"]
