"""Cheap things in bulk: each session has its share of a minute, and all of them have theirs."""

import threading
from collections import deque

import pytest

from mvapp import session
from mvapp.studio import pace
from mvapp.studio.pace import Pace, Turns


class Crowd:
    """Sessions, of which one at a time does something."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 0.0
        self._own: dict[str, dict[str, object]] = {}
        self._who = ""
        monkeypatch.setattr(session, "paces", lambda: self._own.setdefault(self._who, {}))
        monkeypatch.setattr(pace, "Pace", lambda most, within_s: Pace(most, within_s, lambda: self.now))
        monkeypatch.setattr(pace, "_ALL", {"start": Pace(25, 60.0, lambda: self.now)})

    def starts(self, who: str, times: int) -> int:
        """How many of so many presses were heard."""
        self._who = who
        return sum(pace.allows("start") for _ in range(times))


@pytest.fixture
def crowd(monkeypatch: pytest.MonkeyPatch) -> Crowd:
    return Crowd(monkeypatch)


def test_one_session_has_its_share_of_a_minute_and_the_next_minute_another(crowd: Crowd) -> None:
    assert crowd.starts("anna", 200) == 10
    crowd.now = 61.0
    assert crowd.starts("anna", 200) == 10


def test_presses_that_were_not_heard_take_nothing_from_others(crowd: Crowd) -> None:
    crowd.starts("anna", 10_000)
    assert crowd.starts("ben", 10) == 10


def test_all_sessions_together_have_a_share_too(crowd: Crowd) -> None:
    assert sum(crowd.starts(str(number), 5) for number in range(40)) == 25


class Page:
    """A page that is drawn in a thread of its own until it is let go; notes when its turn came."""

    def __init__(self, turns: Turns, own: deque[float], drawn: list[str], name: str) -> None:
        self._is_done = threading.Event()
        self.has_begun = threading.Event()
        self._thread = threading.Thread(target=self._draw, args=(turns, own, drawn, name))
        self._thread.start()

    def _draw(self, turns: Turns, own: deque[float], drawn: list[str], name: str) -> None:
        with turns.turn(own):
            drawn.append(name)
            self.has_begun.set()
            assert self._is_done.wait(30)

    def finish(self) -> None:
        self._is_done.set()
        self._thread.join(30)


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "_PATIENCE_S", 30.0)
    monkeypatch.setattr(pace, "_LESS_PATIENCE_S", 30.0)


def wait_until(turns: Turns, waiting: int) -> None:
    while len(turns._waiting) < waiting:
        pass


def test_when_more_is_asked_for_than_can_be_drawn_who_asked_least_is_next(patient: None) -> None:
    turns, drawn = Turns(lambda: 1.0), []
    busy = [Page(turns, deque(), drawn, "busy") for _ in range(pace._AT_ONCE)]
    for page in busy:
        assert page.has_begun.wait(10)
    storm = Page(turns, deque([1.0] * 50), drawn, "storm")
    wait_until(turns, 1)
    anna = Page(turns, deque(), drawn, "anna")
    wait_until(turns, 2)
    busy.pop().finish()
    assert anna.has_begun.wait(10)
    assert not storm.has_begun.is_set()
    anna.finish()
    assert storm.has_begun.wait(10)
    for page in (*busy, storm):
        page.finish()
    assert drawn[-2:] == ["anna", "storm"]


def test_pages_that_wait_themselves_hold_nobody_up_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "_PATIENCE_S", 0.0)
    turns, drawn = Turns(), []
    pages = [Page(turns, deque(), drawn, "page") for _ in range(3 * pace._AT_ONCE)]
    for page in pages:
        assert page.has_begun.wait(10)
    for page in pages:
        page.finish()


def test_a_page_that_breaks_gives_its_turn_back(patient: None) -> None:
    turns = Turns()
    for _ in range(3 * pace._AT_ONCE):
        with pytest.raises(ValueError, match="broken"), turns.turn(deque()):
            raise ValueError("broken")
    assert (turns._drawing, turns._waiting) == (0, [])
