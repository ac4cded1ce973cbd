"""Snapshots of a job, with words on them; and the one table of steps."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mvclient.ledger import Payment

STEP_TABLE: tuple[tuple[str, tuple[tuple[str, float], ...]], ...] = (
    ("music-generate", (("GenerateMusic", 50.0), ("GenerateMusicShot", 25.0), ("CalculatePrice", 3.0))),
    ("storyboard", (("ShotStructure", 15.0), ("CharacterCreate", 30.0), ("ImageGeneration", 80.0))),
    ("shot", (("OptimizePrompts", 25.0), ("VideoGeneration", 375.0))),
    ("editor", (("ResourceDownload", 30.0), ("IntelligentMerge", 30.0))),
)
"""The four steps, their sub-steps and each one's usual seconds, from the one documented run."""

MUSIC_STEP = "music-generate"
"""The step before the payment; every other known step needs it paid."""

_MOVING_WORDS = frozenset(
    {"completed", "failed", "running", "processing", "in_progress", "in-progress", "generating", "started"}
)
"""Status words that prove a sub-step has begun. A word we do not know proves nothing."""


@dataclass(frozen=True, slots=True)
class SubStep:
    """One of the small steps that a person can follow."""

    name: str
    """Giggle's name, such as `GenerateMusic`."""
    status: str = ""
    """Giggle's word, empty when it said none."""
    error: str = ""
    """Giggle's reason for a failure, inert text."""
    completed_at: str = ""
    """Giggle's own time stamp, `YYYY-MM-DD hh:mm:ss`, zone unknown."""

    @property
    def has_failed(self) -> bool:
        """Whether this sub-step stopped the job."""
        return self.status.casefold() == "failed" or bool(self.error)

    @property
    def is_done(self) -> bool:
        """Whether this sub-step is finished."""
        return not self.has_failed and (self.status.casefold() == "completed" or bool(self.completed_at))

    @property
    def has_moved(self) -> bool:
        """Whether this sub-step has surely begun."""
        return self.is_done or self.has_failed or self.status.casefold() in _MOVING_WORDS


@dataclass(frozen=True, slots=True)
class Step:
    """One of Giggle's four steps, the unit of a retry."""

    name: str
    """Giggle's name, such as `storyboard`."""
    retry_count: int = 0
    """How often it was retried."""
    sub_steps: tuple[SubStep, ...] = ()
    """In order; the known ones are always there."""

    @property
    def is_done(self) -> bool:
        """Whether every sub-step is finished."""
        return bool(self.sub_steps) and all(sub_step.is_done for sub_step in self.sub_steps)

    @property
    def failed_sub_step(self) -> SubStep | None:
        """The first sub-step that failed."""
        return next((sub_step for sub_step in self.sub_steps if sub_step.has_failed), None)


@dataclass(frozen=True, slots=True)
class Video:
    """The finished film. Its links are bearer secrets: they stay out of `repr` and pickles."""

    asset_id: str = ""
    """Giggle's id of the film."""
    download_url: str = field(default="", repr=False)
    """Saves the film; byte for byte as Giggle sent it. Expires."""
    signed_url: str = field(default="", repr=False)
    """Plays the film in a page; byte for byte as Giggle sent it. Expires."""
    thumbnail_url: str = field(default="", repr=False)
    """A still picture; may be signed too."""
    duration_s: float = 0.0
    """Seconds; 0 when Giggle did not say."""

    @property
    def play_url(self) -> str:
        """The link for a player."""
        return self.signed_url or self.download_url

    def as_wire(self) -> dict[str, Any]:
        """The `video_asset` of the documented envelope."""
        duration = int(self.duration_s) if self.duration_s.is_integer() else self.duration_s
        return {
            "asset_id": self.asset_id,
            "download_url": self.download_url,
            "thumbnail_url": self.thumbnail_url,
            "signed_url": self.signed_url,
            "duration": duration,
        }

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle without the links."""
        return (Video, (self.asset_id, "", "", "", self.duration_s))

    def __copy__(self) -> Video:
        """Itself: a snapshot is never changed."""
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Video:
        """Itself: a snapshot is never changed."""
        return self


@dataclass(frozen=True, slots=True)
class Progress:
    """One look at a job."""

    project_id: str
    """The project that was asked for."""
    status: str = ""
    """Giggle's word for the whole job; new words can appear."""
    pay_status: str = ""
    """Giggle's word for the payment."""
    current_step: str = ""
    """Giggle's word for where it is."""
    err_msg: str = ""
    """Giggle's reason for a failure, inert text."""
    shot_count: int = 0
    """Shots in the film; 0 when Giggle did not say."""
    steps: tuple[Step, ...] = ()
    """The known steps and sub-steps in order, new ones between their neighbours."""
    video: Video | None = None
    """The film, once there is something of it."""
    has_begun: bool = False
    """Whether the reply shows a status, a step or a task: the sign that a submit took."""
    payment: Payment | None = None
    """The ledger's row, in a watch."""
    was_there: bool = False
    """Whether the ledger has known the project since it was made, so that it holds every payment of it."""
    fraction: float = 0.0
    """0 to 1; never falls within one watch."""
    seconds_left: tuple[float, float] | None = None
    """An honest range in seconds, (low, high); never grows within one watch; None when there is nothing to say."""
    is_slow: bool = False
    """Whether the running sub-step takes much longer than usual."""
    unreachable_since: float | None = None
    """Epoch seconds since when Giggle could not be reached; the rest is then the last news."""
    paused_until: float | None = None
    """Epoch seconds until when Giggle asked us to be quiet."""
    observed_at: float = 0.0
    """Epoch seconds of the look."""
    uuid: str = ""
    """Giggle's id of the reply that told this, for its support."""

    @property
    def sub_steps(self) -> tuple[SubStep, ...]:
        """All sub-steps in order."""
        return tuple(sub_step for step in self.steps for sub_step in step.sub_steps)

    @property
    def is_completed(self) -> bool:
        """Whether Giggle says completed; the link can still be missing."""
        return self.status.casefold() == "completed"

    @property
    def is_finished(self) -> bool:
        """Whether the film is there: completed, with a link, whatever `err_msg` says."""
        return self.is_completed and self.video is not None and bool(self.video.download_url)

    @property
    def is_failed(self) -> bool:
        """Whether the job has failed: its status, its `err_msg` or any sub-step says so."""
        if self.is_finished:
            return False
        return self.status.casefold() == "failed" or bool(self.err_msg) or self.failed_sub_step is not None

    @property
    def failed_sub_step(self) -> SubStep | None:
        """The sub-step that failed, if Giggle named one."""
        return next((sub_step for sub_step in self.sub_steps if sub_step.has_failed), None)

    @property
    def failed_step(self) -> str | None:
        """The step to retry from: the one with the failed sub-step, else the current one, else the next one."""
        if not self.is_failed:
            return None
        for step in self.steps:
            if step.failed_sub_step is not None:
                return step.name
        known = {step.name for step in self.steps}
        if self.current_step in known:
            return self.current_step
        return next((step.name for step in self.steps if not step.is_done), self.current_step or None)

    @property
    def failure_reason(self) -> str:
        """Giggle's words for the failure, inert text; empty when it said none."""
        if not self.is_failed:
            return ""
        failed = self.failed_sub_step
        return self.err_msg or (failed.error if failed else "")

    @property
    def speaks_of_paying(self) -> bool:
        """Whether the current step is the payment."""
        return "pay" in self.current_step.casefold()

    @property
    def is_paid(self) -> bool:
        """Whether this look proves that the project is paid."""
        if self.pay_status.casefold() == "paid" or self.is_completed:
            return True
        return not self.speaks_of_paying and self._has_moved_past_the_music

    @property
    def _has_moved_past_the_music(self) -> bool:
        later = [step for step in self.steps if step.name != MUSIC_STEP and step.name in _KNOWN_STEPS]
        if any(sub_step.has_moved for step in later for sub_step in step.sub_steps):
            return True
        # While the payment is said to be pending, the name of a step alone proves nothing.
        return self.pay_status.casefold() != "pending" and self.current_step in {step.name for step in later}

    @property
    def payment_due(self) -> bool:
        """Whether Giggle waits for the payment."""
        return not self.is_paid and (self.pay_status.casefold() == "pending" or self.speaks_of_paying)

    @property
    def running(self) -> SubStep | None:
        """The sub-step being worked on; None before it began, while payment is due, when it failed, at the end."""
        if not self.has_begun or self.is_completed or self.is_failed or self.payment_due:
            return None
        for sub_step in self.sub_steps:
            if not sub_step.is_done and sub_step.has_moved:
                return sub_step
        return next((sub_step for sub_step in self.sub_steps if not sub_step.is_done), None)

    @property
    def price_credits(self) -> int | None:
        """What was paid, in credits (1 credit = 0.01 USD), once the receipt says so."""
        return self.payment.price_credits if self.payment is not None else None


_KNOWN_STEPS = frozenset(name for name, _ in STEP_TABLE)


def finite_number(value: object) -> float:
    """Read a number that may come as text or not at all; 0 when there is none."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return 0.0
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return 0.0
    return number if math.isfinite(number) else 0.0
