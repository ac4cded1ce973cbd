"""A clock that moves only when somebody sleeps on it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class FakeClock:
    """Hand it over as `clock=clock, sleep=clock.sleep`; `slept` lists what was waited for."""

    def __init__(self, now: float = 1_750_000_000.0) -> None:
        self.now = now
        self.slept: list[float] = []
        self.on_sleep: list[Callable[[], None]] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        assert seconds >= 0, "nobody can sleep backwards"
        self.slept.append(seconds)
        self.now += seconds
        for do in list(self.on_sleep):
            do()

    @property
    def total_slept_s(self) -> float:
        return sum(self.slept)
