"""What a run of the watch page is built on."""

from dataclasses import dataclass
from typing import Final

from mvapp import cards
from mvapp.studio.connection import Connection
from mvapp.studio.job import Job

_MINUTE_S: Final = 60.0
_SAID_BY_A_DECISION: Final = cards.DECISIONS | {"over_an_hour"}


@dataclass(frozen=True)
class Moment:
    """What a run of the page was built on; when it changes, the page is drawn anew."""

    situation: str
    aside: str
    """What stands in the way behind a decision of the person; "" for nothing."""
    is_over: bool
    is_finished: bool
    is_known: bool = True
    has_song: bool = False
    """Whether it can be heard already."""
    pause_minutes: int = 0


def moment_of(job: Job, connection: Connection) -> Moment:
    """What the page has to say and show now."""
    progress = job.progress
    if job.is_cancelled and job.is_over:
        return Moment("cancelled", "", is_over=True, is_finished=False)
    decision = cards.decision_of(job.error, progress, asks_to_pay=job.asks_to_pay)
    hindrance = cards.hindrance_of(
        job.error,
        progress,
        studio=connection.studio,
        was_seen=job.was_seen,
        is_paused=job.pause_left_s > 0,
        has_own_song=job.has_own_song,
    )
    is_finished = progress is not None and progress.is_finished
    pause_minutes = max(1, round(job.pause_left_s / _MINUTE_S)) if job.pause_left_s > 0 else 0
    return Moment(
        decision or hindrance,
        hindrance if decision and hindrance not in _SAID_BY_A_DECISION else "",
        job.is_over,
        is_finished,
        progress is not None,
        # Before anything is known the studio may still be starting: the page does not wait for it.
        progress is not None and not job.is_over and connection.studio.song(job.project_id) is not None,
        pause_minutes,
    )
