"""How far a job is and how long it will still take, as honestly as ten sub-steps allow."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from mvclient.progress import STEP_TABLE

if TYPE_CHECKING:
    from mvclient.progress import Progress

_USUAL_S = {sub: seconds for _, subs in STEP_TABLE for sub, seconds in subs}
_OWN_WEIGHT_S = 10.0
"""How many usual seconds of evidence the documented run counts for against what this watch saw."""
_LOW, _HIGH, _SLACK_S = 0.5, 1.15, 15.0
"""The range around the estimate; Giggle's "3 to 10 minutes" at the start of a job."""
_SLOW_FACTOR = 2.0


class Estimate:
    """Turns the looks of one watch into a fraction that never falls and a range that never grows."""

    def __init__(self) -> None:
        self._fraction = 0.0
        self._left: tuple[float, float] | None = None
        self._running = ""
        self._running_since = 0.0
        self._done: set[str] | None = None
        self._usual_seen_s = 0.0
        self._real_seen_s = 0.0

    def applied_to(self, progress: Progress, *, now: float) -> Progress:
        """The snapshot with `fraction`, `seconds_left` and `is_slow` filled in.

        `now`: seconds on a clock that only goes forward; this machine's time of day may jump.
        """
        self._learn(progress, now)
        if progress.is_finished:
            self._fraction = 1.0
            return replace(progress, fraction=1.0, seconds_left=(0.0, 0.0))
        total = sum(_USUAL_S.get(sub.name, 0.0) for sub in progress.sub_steps)
        done = sum(_USUAL_S.get(sub.name, 0.0) for sub in progress.sub_steps if sub.is_done)
        running = progress.running
        factor = self._speed_factor()
        running_left_s = 0.0
        is_slow = False
        if running is not None and running.name in _USUAL_S:
            usual = _USUAL_S[running.name]
            elapsed = max(0.0, now - self._running_since)
            expected = max(1.0, usual * factor)
            share = 0.95 * (1.0 - math.exp(-elapsed / expected))
            running_left_s = max(expected * (1.0 - share) * 0.9, 0.1 * expected)
            is_slow = elapsed > max(_SLOW_FACTOR * usual, _SLOW_FACTOR * expected)
            waiting_s = (total - done - usual) * factor
            done += usual * share
        else:
            waiting_s = (total - done) * factor
        self._fraction = max(self._fraction, min(done / total if total else 0.0, 0.99))
        left = None if progress.is_failed or not progress.has_begun else self._narrowed(running_left_s + waiting_s)
        return replace(progress, fraction=self._fraction, seconds_left=left, is_slow=is_slow)

    def _learn(self, progress: Progress, now: float) -> None:
        running = progress.running
        name = running.name if running is not None else ""
        done = {sub.name for sub in progress.sub_steps if sub.is_done}
        if self._done is not None and self._running and name != self._running and self._running in done:
            self._usual_seen_s += sum(_USUAL_S.get(sub, 0.0) for sub in done - self._done)
            self._real_seen_s += max(0.0, now - self._running_since)
        if name != self._running or self._done is None:
            self._running, self._running_since = name, now
        self._done = done

    def _speed_factor(self) -> float:
        factor = (_OWN_WEIGHT_S + self._real_seen_s) / (_OWN_WEIGHT_S + self._usual_seen_s)
        return min(max(factor, 0.02), 3.0)

    def _narrowed(self, seconds: float) -> tuple[float, float]:
        low, high = seconds * _LOW, seconds * _HIGH + _SLACK_S
        if self._left is not None:
            low, high = min(low, self._left[0]), min(high, self._left[1])
        self._left = (low, high)
        return self._left
