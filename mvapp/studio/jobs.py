"""All videos being made in this process: one watcher per account and project, whatever the number of tabs.

The registry is a cache of the truth at the studio: any of it can be dropped and built again from a project id.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

import streamlit as st

from mvapp.studio.connection import Connection
from mvapp.studio.job import Job
from mvapp.studio.own_songs import SongToSend
from mvapp.studio.submission import Submission
from mvclient import MVRequest

_KEPT_AFTER_THE_END_S = 1800.0
_MOST_KEPT_AFTER_THE_END = 500
_MOST_FORM_TOKENS = 1000


class Jobs:
    """The jobs of one process; every method may be called from any session."""

    def __init__(self, *, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._jobs: dict[tuple[str, str], Job] = {}
        self._submissions: OrderedDict[str, Submission] = OrderedDict()

    def submit(
        self,
        request: MVRequest,
        connection: Connection,
        *,
        ask_first: bool,
        token: str,
        song: SongToSend | None = None,
    ) -> Submission:
        """Send the request in a thread of its own; the same form token gives the same submission.

        Args:
            request: what to make.
            connection: where to make it.
            ask_first: whether to wait for the person's yes before paying.
            token: names this press of the button, so that a double click makes one project.
            song: the visitor's own, which is sent first; the request's `music_asset_id` is a stand-in until then.
        """
        with self._lock:
            if (known := self._submissions.get(token)) is not None:
                return known
            submission = self._submissions[token] = Submission()
            while len(self._submissions) > _MOST_FORM_TOKENS:
                self._submissions.popitem(last=False)
        job = Job(connection, clock=self._clock)

        def on_created(project_id: str) -> None:
            job.project_id = project_id
            with self._lock:
                self._jobs[connection.account, project_id] = job
            submission.created(project_id)
            job.remember_start(token, ask_first=ask_first)

        job.submit(request, submission, on_created, token=token, song=song)
        return submission

    def submission(self, token: str, connection: Connection) -> Submission | None:
        """What came of a press of the button, in this process or before it was restarted; None when nobody knows."""
        with self._lock:
            known = self._submissions.get(token)
        if known is not None:
            return known
        project_id = connection.project_of(token)
        if not project_id:
            return None
        submission = Submission()
        submission.created(project_id)
        submission.finished()
        return submission

    def follow(self, project_id: str, connection: Connection) -> Job:
        """The watcher of this project, started if there is none."""
        with self._lock:
            job = self._jobs.get((connection.account, project_id))
            if job is not None:
                return job
            self._drop_what_is_long_over()
            job = self._jobs[connection.account, project_id] = Job(connection, project_id=project_id, clock=self._clock)
        job.look_again()
        return job

    def open(self, project_id: str, connection: Connection) -> Job:
        """The watcher of a project whose page is opened: what ended badly is looked at again, for a look is free."""
        job = self.follow(project_id, connection)
        if job.is_over and job.error is not None:
            job.look_again()
        return job

    def known(self, project_id: str, connection: Connection) -> Job | None:
        """The watcher of this project if there is one; starts nothing."""
        return self._jobs.get((connection.account, project_id))

    @property
    def number_at_work(self) -> int:
        """How many projects are watched now."""
        return sum(not job.is_over for job in list(self._jobs.values()))

    def __len__(self) -> int:
        return len(self._jobs)

    def _drop_what_is_long_over(self) -> None:
        over = sorted((job.over_since, place) for place, job in self._jobs.items() if job.over_since is not None)
        oldest_kept = self._clock() - _KEPT_AFTER_THE_END_S
        too_many = len(over) - _MOST_KEPT_AFTER_THE_END
        for number, (since, place) in enumerate(over):
            if since < oldest_kept or number < too_many:
                del self._jobs[place]


@st.cache_resource(show_spinner=False)
def jobs() -> Jobs:
    """The jobs of this process."""
    return Jobs()
