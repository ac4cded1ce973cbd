"""How much longer a film will take, from how long this machine took for the ones before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

FILMING = "VideoGeneration"
FIRST_FILMING_S = 30.0
"""Seconds the first filming in this process may take; no machine is known before it has filmed."""
_FIRST_SPREAD = (0.3, 2.5)
_SPREAD = (0.7, 1.5)
"""How far the real work can be from what was foreseen: the machine has other things to do, too."""
_EARLY_SPREAD = 0.6
"""How much more than that at the beginning, when the speed of a moment stands for the whole."""
_SLACK_S = 4.0
_ENOUGH = 0.1
"""From this share of the work on, its own speed tells more than other films."""


@dataclass(frozen=True)
class TimeLeft:
    """A range of seconds that never grows, and whether the film has turned out to need more than that."""

    low_s: float
    high_s: float
    is_slow: bool = False


@dataclass(frozen=True)
class Work:
    """The sub-step on the bench: since when, and how much of it is done (0 to 1)."""

    elapsed_s: float
    fraction: float


class Forecast:
    """What the workshop has seen and said; one caller at a time."""

    def __init__(self) -> None:
        self._took_s: dict[str, float] = {}
        self._said: dict[str, TimeLeft] = {}

    def learn(self, sub_step: str, took_s: float) -> None:
        """Remember how long the work of a sub-step took."""
        self._took_s[sub_step] = took_s

    def forget(self, project_id: str) -> None:
        """Nothing more is to be said of this project, or it begins anew after a failure."""
        self._said.pop(project_id, None)

    def said(self, project_id: str) -> TimeLeft | None:
        """What was foreseen last."""
        return self._said.get(project_id)

    def left(self, project_id: str, rest: Sequence[str], work: Work, *, least_s: float) -> TimeLeft:
        """Foresee the end of a film.

        Args:
            project_id: whose.
            rest: the sub-steps that are not done; the first one is on the bench.
            work: how far that one is.
            least_s: the seconds that a sub-step takes at least.
        """
        low_s, high_s = 0.0, _SLACK_S
        for number, sub_step in enumerate(rest):
            here = work if number == 0 else Work(0.0, 0.0)
            low, high = self._work_left(sub_step, here)
            still_shown_s = max(least_s - here.elapsed_s, 0.0)
            low_s += max(low, still_shown_s)
            high_s += max(high, still_shown_s)
        return self._narrowed(project_id, low_s, high_s)

    def _work_left(self, sub_step: str, work: Work) -> tuple[float, float]:
        if work.fraction >= _ENOUGH:
            to_do = 1.0 - min(work.fraction, 1.0)
            left_s = work.elapsed_s / work.fraction * to_do
            spread = (_SPREAD[0], _SPREAD[1] + _EARLY_SPREAD * to_do)
        else:
            is_new = sub_step == FILMING and FILMING not in self._took_s
            spread = _FIRST_SPREAD if is_new else _SPREAD
            usual_s = FIRST_FILMING_S if is_new else self._took_s.get(sub_step, 0.0)
            left_s = max(usual_s - work.elapsed_s, 0.0)
        return left_s * spread[0], left_s * spread[1]

    def _narrowed(self, project_id: str, low_s: float, high_s: float) -> TimeLeft:
        before = self._said.get(project_id)
        is_slow = before is not None and low_s > before.high_s
        if before is not None:
            low_s, high_s = min(low_s, before.low_s), min(high_s, before.high_s)
        self._said[project_id] = TimeLeft(low_s, high_s, is_slow)
        return self._said[project_id]
