"""One job, as a frozen snapshot: where it stands, and every change of state it can go through."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from mvdemo.refusal import Refusal, quoted
from mvdemo.steps import (
    COMPLETED,
    FAILED,
    PAID,
    PENDING,
    PRICED_BY,
    PROCESSING,
    QUEUED,
    STEP_OF,
    STEPS,
    SUB_STEPS,
)

if TYPE_CHECKING:
    from mvdemo.intake import Submission

CONFLICT = 409


@dataclass(frozen=True)
class SubStep:
    """One of the ten; `completed_at` is epoch seconds, 0 while it is not done."""

    name: str
    status: str = PENDING
    error: str = ""
    completed_at: float = 0.0


def fresh_sub_steps() -> tuple[SubStep, ...]:
    """The ten sub-steps of a job that has not begun."""
    return tuple(SubStep(name) for name in SUB_STEPS)


@dataclass(frozen=True)
class Project:
    """What is known about one job; times are epoch seconds, `pay_state` is "", "pending" or "paid"."""

    project_id: str
    asset_id: str
    name: str
    length: str
    is_sketch: bool
    created_at: float
    updated_at: float
    submission: Submission | None = None
    sample: str = ""
    picture_mark: str = ""
    """Tells one picture of a caller's own from another, also when it is long deleted."""
    take: int = 1
    """The so-many-th film of the very same wishes."""
    sub_steps: tuple[SubStep, ...] = field(default_factory=fresh_sub_steps)
    retry_counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(STEPS, 0))
    pay_state: str = ""
    order_id: str = ""
    charges: int = 0
    magic_done: tuple[str, ...] = ()
    duration_s: float = 0.0
    shot_count: int = 0
    origin: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)
    """As it was read from disk, with whatever another version of the studio keeps there."""

    @property
    def status(self) -> str:
        """The word of the API: "" before the submit, then processing, completed or failed."""
        if self.submission is None:
            return ""
        if self.failed_sub_step is not None:
            return FAILED
        return COMPLETED if self.is_completed else PROCESSING

    @property
    def is_completed(self) -> bool:
        """Whether all ten sub-steps are done."""
        return self.sub_steps[-1].status == COMPLETED

    @property
    def failed_sub_step(self) -> SubStep | None:
        """The sub-step that failed and has not been tried again."""
        return next((sub_step for sub_step in self.sub_steps if sub_step.status == FAILED), None)

    @property
    def next_sub_step(self) -> str:
        """The first sub-step that is not done, "" when all are."""
        return next((sub.name for sub in self.sub_steps if sub.status != COMPLETED), "")

    @property
    def has_begun(self) -> bool:
        """Whether the studio has made anything of it, so that somebody may already look at it."""
        return self.sub_steps[0].status == COMPLETED

    @property
    def can_move(self) -> bool:
        """Whether there is work to do now: submitted, not failed, not waiting for a payment, not done."""
        return self.status == PROCESSING and self.pay_state != PENDING

    @property
    def title(self) -> str:
        """The song's title, or the project's name where the mode has no title."""
        return (self.submission.title if self.submission else "") or self.name

    @property
    def wishes(self) -> tuple[Any, ...]:
        """All that was asked for: projects that agree in it are takes of one film."""
        return self.submission, self.name, self.length, self.is_sketch, self.sample, self.picture_mark

    def submitted(
        self, submission: Submission, *, sample: str, picture_mark: str, is_sketch: bool, at: float
    ) -> Project:
        """The song and the picture are here; one of `sample` and `picture_mark` is empty."""
        if self.submission is not None:
            raise Refusal("This project was already submitted.", code=CONFLICT)
        sketch = self.is_sketch or is_sketch
        taken = replace(
            self, submission=submission, sample=sample, picture_mark=picture_mark, is_sketch=sketch, updated_at=at
        )
        return _queued(taken)

    def begun(self, name: str, *, at: float) -> Project:
        """Work on a sub-step starts."""
        return _with(self, name, at=at, status=PROCESSING, error="")

    def interrupted(self) -> Project:
        """The studio closed during a sub-step; its work will be done again."""
        busy = next((sub.name for sub in self.sub_steps if sub.status == PROCESSING), "")
        return _with(self, busy, status=QUEUED) if busy else self

    def finished(self, name: str, *, at: float) -> Project:
        """A sub-step is done; after the price a film waits for its payment, a sketch goes on."""
        done = _with(self, name, at=at, status=COMPLETED, completed_at=at)
        if name == PRICED_BY and not self.is_sketch:
            return replace(done, pay_state=PENDING)
        return done if done.is_completed else _queued(done)

    def failed(self, name: str, error: str, *, at: float) -> Project:
        """A sub-step did not work out."""
        return _with(self, name, at=at, status=FAILED, error=error)

    def check_payable(self) -> None:
        """Raise Refusal unless a payment is due now."""
        if self.is_sketch:
            raise Refusal("A sketch is free: there is nothing to pay.", code=CONFLICT)
        if self.pay_state == PAID:
            raise Refusal("This project is already paid.", code=CONFLICT)
        if self.failed_sub_step is not None:
            raise Refusal("This project has failed: retry the failed step before paying.", code=CONFLICT)
        if self.pay_state != PENDING:
            raise Refusal("No payment is due yet: the price is not known before the music.", code=CONFLICT)

    def paid(self, order_id: str, *, at: float) -> Project:
        """The film is paid and goes on."""
        self.check_payable()
        charged = replace(self, pay_state=PAID, order_id=order_id, charges=self.charges + 1, updated_at=at)
        return _queued(charged)

    def retried(self, step: str, *, at: float) -> Project:
        """The failed step is tried again; what is done stays done."""
        failure = self.failed_sub_step
        if failure is None:
            raise Refusal("Nothing to retry: this project has not failed.", code=CONFLICT)
        failed_step = STEP_OF[failure.name]
        # The sub-step's own name is unmistakable too, so it is taken as well.
        if step not in (failed_step, failure.name):
            raise Refusal(f'The failed step is "{failed_step}"; {quoted(step)} cannot be retried.', code=CONFLICT)
        counts = {**self.retry_counts, failed_step: self.retry_counts[failed_step] + 1}
        return _with(replace(self, retry_counts=counts), failure.name, at=at, status=QUEUED, error="")


def _queued(project: Project) -> Project:
    return _with(project, project.next_sub_step, status=QUEUED)


def _with(project: Project, name: str, *, at: float | None = None, **changes: Any) -> Project:  # noqa: ANN401 - the fields of a sub-step
    sub_steps = tuple(replace(sub, **changes) if sub.name == name else sub for sub in project.sub_steps)
    return replace(project, sub_steps=sub_steps, updated_at=project.updated_at if at is None else at)
