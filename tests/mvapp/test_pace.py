"""Cheap things in bulk: each session has its share of a minute, and all of them have theirs."""

import pytest

from mvapp import session
from mvapp.studio import pace
from mvapp.studio.pace import Pace


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
