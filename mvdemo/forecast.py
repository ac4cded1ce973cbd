"""How far a film is and how much longer it will take, from how long this machine took for the ones before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

FILMING = "VideoGeneration"
WRITING = "GenerateMusic"
FIRST_WRITING_S = 2.0
FIRST_FILMING_S = 30.0
"""Seconds the first filming in this process may take; no machine is known before it has filmed."""
_FIRST_SPREAD = (0.3, 2.5)
_FILMING_OF_MUSIC = 6.5
"""How much longer than its song a film takes, while nothing else is known of a machine."""
_SPREAD = (0.7, 1.5)
"""How far the real work can be from what was foreseen: the machine has other things to do, too."""
_EARLY_SPREAD = 0.6
"""How much more than that at the beginning, when the speed of a moment stands for the whole."""
_SLACK_S = 4.0
_ENOUGH = 0.1
"""From this share of the work on, its own speed tells more than other films."""
_SURE = 0.3
"""From this share on, nothing else is asked."""


@dataclass(frozen=True)
class TimeLeft:
    """A range of seconds that never grows, and whether the film has turned out to need more than that."""

    low_s: float
    high_s: float
    is_slow: bool = False
    fraction: float = 0.0
    """How much of the whole wait is over, 0 to 1, by the same estimate; it never falls."""


@dataclass(frozen=True)
class Work:
    """The sub-step on the bench: since when, and how much of it is done (0 to 1)."""

    elapsed_s: float
    fraction: float


class Forecast:
    """What the workshop has seen and said; one caller at a time."""

    def __init__(self, filming_share: float = 1.0) -> None:
        """`filming_share`: how long the first filming is likely to take, of what it takes in full quality."""
        self._first_filming_s = FIRST_FILMING_S * filming_share
        self._filming_of_music = _FILMING_OF_MUSIC * filming_share
        self._took_s: dict[str, float] = {}
        self._said: dict[str, TimeLeft] = {}
        self._spent_s: dict[str, float] = {}

    def spend(self, project_id: str, seconds: float) -> None:
        """Note how long a project was on the bench; its waiting for others, or for a person, does not count."""
        self._spent_s[project_id] = self._spent_s.get(project_id, 0.0) + seconds

    def learn(self, sub_step: str, took_s: float) -> None:
        """Remember how long the work of a sub-step took."""
        self._took_s[sub_step] = took_s

    def forget(self, project_id: str) -> None:
        """Nothing more is to be said of this project, or it begins anew after a failure."""
        self._said.pop(project_id, None)
        self._spent_s.pop(project_id, None)

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
        low_s, likely_s, high_s = 0.0, 0.0, _SLACK_S
        writing_s = self._writing_s(rest[0], work)
        for number, sub_step in enumerate(rest):
            here = work if number == 0 else Work(0.0, 0.0)
            low, likely, high = self._work_left(sub_step, here, writing_s)
            still_shown_s = max(least_s - here.elapsed_s, 0.0)
            low_s += max(low, still_shown_s)
            likely_s += max(likely, still_shown_s)
            high_s += max(high, still_shown_s)
        over_s = self._spent_s.get(project_id, 0.0) + work.elapsed_s
        return self._narrowed(project_id, low_s, high_s, over_s / max(over_s + likely_s, 1e-6))

    def _writing_s(self, sub_step: str, work: Work) -> float:
        """How long a song takes: what is known of this machine before its first film."""
        if sub_step == WRITING and WRITING not in self._took_s:
            own_s = work.elapsed_s / work.fraction if work.fraction >= _ENOUGH else 0.0
            return max(FIRST_WRITING_S, work.elapsed_s, own_s)
        return self._took_s.get(WRITING, FIRST_WRITING_S)

    def _work_left(self, sub_step: str, work: Work, writing_s: float) -> tuple[float, float, float]:
        """At least, most likely, at most."""
        low, likely, high = self._foreseen(sub_step, work, writing_s)
        if work.fraction <= 0:
            return low, likely, high
        to_do = 1.0 - min(work.fraction, 1.0)
        own_s = work.elapsed_s / work.fraction * to_do
        trust = min(work.fraction / _SURE, 1.0)  # little by little, or the bar would leap
        likely = own_s * trust + likely * (1.0 - trust)
        if work.fraction < _ENOUGH:
            return low, likely, high
        return own_s * _SPREAD[0], likely, own_s * (_SPREAD[1] + _EARLY_SPREAD * to_do)

    def _foreseen(self, sub_step: str, work: Work, writing_s: float) -> tuple[float, float, float]:
        """The same by other films, or by the song where there were none."""
        is_new = sub_step == FILMING and FILMING not in self._took_s
        usual_s = self._first_filming_s if is_new else self._took_s.get(sub_step, 0.0)
        left_s = max(usual_s - work.elapsed_s, 0.0)
        low, high = _FIRST_SPREAD if is_new else _SPREAD
        likely_s = left_s
        if is_new:
            likely_s = writing_s * self._filming_of_music - work.elapsed_s
        elif sub_step == WRITING:
            likely_s = writing_s - work.elapsed_s
        return left_s * low, max(likely_s, left_s * low), left_s * high

    def _narrowed(self, project_id: str, low_s: float, high_s: float, fraction: float) -> TimeLeft:
        before = self._said.get(project_id)
        is_slow = before is not None and low_s > before.high_s
        if before is not None:
            low_s, high_s = min(low_s, before.low_s), min(high_s, before.high_s)
            fraction = max(fraction, before.fraction)
        self._said[project_id] = TimeLeft(low_s, high_s, is_slow, fraction)
        return self._said[project_id]
