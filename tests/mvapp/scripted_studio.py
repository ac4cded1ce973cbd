"""A studio played by a script, snapshots for it, and pages opened through app.py as a visitor does."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from streamlit.testing.v1 import AppTest

from mvapp import session
from mvapp.studio.job import Job
from mvapp.studio.jobs import jobs
from mvclient import LedgerUnavailable, MVError, MVRequest, Payment, Progress, Step, SubStep, Video
from mvclient.progress import STEP_TABLE

ROOT = Path(__file__).parents[2]
PROJECT = "65cf262d-0000-4000-8000-000000000001"
FILM = "https://assets.example/film.mp4?Policy=p&Key-Pair-Id=k&Signature=s~1"


def snapshot(done: int = 0, *, failed: str = "", **fields: object) -> Progress:
    """A snapshot with the first `done` sub-steps finished; `failed` puts that reason on the next one."""
    is_due = fields.get("pay_status") == "pending"  # then nothing moves
    steps, number = [], 0
    for step, names in STEP_TABLE:
        sub_steps = []
        for name, _ in names:
            number += 1
            if number <= done:
                sub_steps.append(SubStep(name, "completed", "", f"2026-02-17 13:{35 + number}:47"))
            elif number == done + 1 and failed:
                sub_steps.append(SubStep(name, "failed", failed))
            else:
                sub_steps.append(SubStep(name, "processing" if number == done + 1 and not is_due else "pending"))
        steps.append(Step(step, 0, tuple(sub_steps)))
    known = Progress(
        PROJECT, "processing", steps=tuple(steps), has_begun=True, fraction=done / 10, observed_at=1e9, was_there=True
    )
    return replace(known, **fields)


def finished(**fields: object) -> Progress:
    """The last snapshot of a good job."""
    paid = Payment(PROJECT, "paid", order_id="order-1", price_credits=580, at=1_760_000_000.0)
    video = Video("asset", FILM + "&response-content-disposition=attachment", FILM, duration_s=26)
    known = snapshot(10, status="completed", pay_status="paid", video=video, payment=paid, fraction=1.0)
    return replace(known, **fields)


class ScriptedStudio:
    """An API object that plays one script for each watch; the last script is played again and again."""

    def __init__(self) -> None:
        self.scripts: list[list[Progress | MVError]] = [[]]
        self.holds = False
        self.start_error: MVError | None = None
        self.pay_error: MVError | None = None
        self.retry_error: MVError | None = None
        self.calls: list[tuple[str, ...]] = []
        self.played = threading.Event()
        self.released = threading.Event()

    def play(self, *items: Progress | MVError) -> None:
        """The script of the next watches."""
        self.scripts = [list(items)]

    def start(
        self, request: MVRequest, *, project_id: str = "", on_created: Callable[[str], None] | None = None
    ) -> str:
        self.calls.append(("start again" if project_id else "start", request.project_name))
        if on_created is not None:
            on_created(PROJECT)
        if self.start_error is not None:
            raise self.start_error
        return PROJECT

    def watch(self, project_id: str, *, approve: Callable[[Progress], bool] | None = None) -> Iterator[Progress]:
        self.calls.append(("watch", project_id))
        script = self.scripts.pop(0) if len(self.scripts) > 1 else self.scripts[0]
        self.holds = not isinstance(script[-1], MVError) and not script[-1].is_finished
        for item in script:
            if isinstance(item, MVError):
                self.holds = isinstance(item, LedgerUnavailable)  # which ends no job
                self.played.set()
                raise item
            if item.payment_due and item.payment is None and approve is not None and approve(item):
                self.calls.append(("pay", project_id))
            yield item
        self.played.set()
        if self.holds:
            self.released.wait(20)

    def pay(self, project_id: str, *, again: bool = False) -> Payment:
        self.calls.append(("pay again" if again else "pay", project_id))
        if self.pay_error is not None:
            raise self.pay_error
        return Payment(project_id, "paid")

    def retry(self, project_id: str, step: str) -> None:
        self.calls.append(("retry", step))
        if self.retry_error is not None:
            raise self.retry_error

    def query(self, project_id: str) -> Progress:
        self.calls.append(("query", project_id))
        if self.start_error is not None:
            raise self.start_error
        return snapshot()


def settle(job: Job, studio: ScriptedStudio) -> None:
    """Wait until the script has been played: the job's thread has ended, or waits for the test to end."""
    assert studio.played.wait(10)
    studio.played.clear()
    if not studio.holds and job._thread is not None:
        job._thread.join(10)


def open_page(page: str, *, language: str = "en", **query: str) -> AppTest:
    """Open a page as a visitor does, through app.py."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=20)
    app.session_state[session.LANGUAGE] = language
    for name, value in query.items():
        app.query_params[name] = value
    app.session_state[session.WANTED_PAGE] = page
    app.run()
    assert not app.exception
    return app


def watched(studio: ScriptedStudio, *, language: str = "en") -> AppTest:
    """The watch page of the scripted project, once the script has been played."""
    app = open_page("pages/watch.py", language=language, project=PROJECT)
    (job,) = jobs()._jobs.values()
    settle(job, studio)
    app.run()
    assert not app.exception
    return app


def words(app: AppTest) -> str:
    """Everything that a person can read on the page, one piece a line."""
    kinds = ("title", "header", "markdown", "caption", "text", "code", "info", "warning", "success")
    found = [element.value for kind in kinds for element in app.get(kind)]
    return "\n".join([*found, *(button.label for button in app.button)])
