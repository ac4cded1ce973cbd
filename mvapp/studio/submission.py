"""A request on its way to a studio, as the page that sent it sees it."""

import threading

from mvclient import MVError


class Submission:
    """A request on its way: `project_id` is there as soon as the studio has given one, before the picture is sent."""

    def __init__(self) -> None:
        self.project_id = ""
        self.error: MVError | None = None
        self.uploaded: float | None = None
        """How much of the visitor's own song has gone to the studio, 0 to 1; None when there is none to send."""
        self._has_project = threading.Event()
        self._is_done = threading.Event()

    @property
    def is_done(self) -> bool:
        """Whether the studio has taken the request, or `error` says why not."""
        return self._is_done.is_set()

    def wait_for_project(self, timeout_s: float) -> str:
        """The project id once there is one; "" when the time is up or the request came to nothing."""
        self._has_project.wait(timeout_s)
        return self.project_id

    def created(self, project_id: str) -> None:
        """Told by the client the moment the project exists."""
        self.project_id = project_id
        self._has_project.set()

    def finished(self, error: MVError | None = None) -> None:
        """Told by the job when the request was taken or had to be given up."""
        self.error = error
        self._is_done.set()
        self._has_project.set()
