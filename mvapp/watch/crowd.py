"""How often a page that waits is drawn: as often as is pleasant, and more rarely the more people wait at once."""

import threading
import time
from collections.abc import Callable
from typing import Final

import streamlit as st

from mvapp import session

_DRAWN_A_SECOND: Final = 38.0
"""So many progress views a process draws with less than 0.45 of a core (`benchmarks/watch_sessions.py`)."""
_GONE_AFTER_S: Final = 30.0
_MISSED: Final = 3.0
"""Or after so many of the drawings that are due, where those are rare."""
_NOTABLE: Final = 2.0


class Crowd:
    """Who waits; safe between threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._seen: dict[str, float] = {}
        self._counted_at = 0.0

    def note(self, visitor: str) -> None:
        """Note that this visitor's page was drawn just now."""
        now = self._clock()
        with self._lock:
            self._seen[visitor] = now
            if now - self._counted_at > 1.0:
                self._counted_at = now
                gone_after_s = max(_GONE_AFTER_S, _MISSED * len(self._seen) / _DRAWN_A_SECOND)
                self._seen = {one: at for one, at in self._seen.items() if now - at < gone_after_s}

    def interval_s(self, pleasant_s: float) -> float:
        """The seconds between two drawings of one page."""
        return max(pleasant_s, len(self._seen) / _DRAWN_A_SECOND)

    def is_off(self, drawn_every_s: float, pleasant_s: float) -> bool:
        """Whether a page that is drawn so often should be drawn notably more often or more rarely."""
        wanted_s = self.interval_s(pleasant_s)
        return not drawn_every_s / _NOTABLE <= wanted_s <= drawn_every_s * _NOTABLE


@st.cache_resource(show_spinner=False)
def crowd() -> Crowd:
    """Who waits at this process."""
    return Crowd()


def note_me() -> Crowd:
    """Note that this session's page is drawn just now."""
    found: Crowd = crowd()
    found.note(session.pseudonym())
    return found
