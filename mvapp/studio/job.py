"""One video being made: a daemon thread that submits, watches, retries and pays, whoever is looking.

Nothing here touches Streamlit: the thread outlives the tab that started it. Pages read `progress`, `error` and
`is_over`, which are replaced, never changed, so a reader needs no lock.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from mvclient import (
    ConfigurationError,
    GiggleError,
    InvalidRequest,
    LedgerUnavailable,
    MissingKey,
    MVError,
    MVRequest,
    MVTrusteeAPI,
    PaymentNotAllowed,
    PictureError,
    Progress,
    SongError,
    Unreachable,
    Video,
)
from mvclient.operations import UPLOAD_OPERATIONS

if TYPE_CHECKING:
    from mvapp.studio.connection import Connection
    from mvapp.studio.own_songs import SongToSend
    from mvapp.studio.submission import Submission

_log = logging.getLogger(__name__)

Clock = Callable[[], float]

LEDGER_INTERVAL_S = 15.0
"""How often a job whose payments cannot be written down sees whether they can be again."""
REFUSAL_INTERVAL_S = 60.0
"""How often a job that the owner's caps or switch keep from paying sees whether it may."""
_PASSING = frozenset({"stopped", "visitor_day", "day"})

Action = Callable[[MVTrusteeAPI], object]


class Job:
    """The one watcher of one project in this process."""

    def __init__(self, connection: Connection, *, project_id: str = "", clock: Clock = time.time) -> None:
        self.project_id = project_id
        self.progress: Progress | None = None
        self.error: MVError | None = None
        """What stands in the way; it stays until a look shows better."""
        self.doing = ""
        """What the thread is at, beyond looking: "sending", "retrying", "paying" or ""."""
        self.asks_to_pay = False
        """Whether it waits for the person's yes to the payment."""
        self.first_step_s: float | None = None
        """How long the first sub-step took, where this process saw the request leave."""
        self.request: MVRequest | None = None
        """What was asked for, while it is being made; for a sketch of it."""
        self.song: SongToSend | None = None
        """The visitor's own song that goes with it."""
        self.has_own_song = False
        """Whether nobody writes a song for it; after a restart the page knows, by the form that it was made from."""
        self.preview: bytes | None = None
        """A small copy of its picture, as a JPEG, for who waits; made by the page that draws it first."""
        self.is_cancelled = False
        """Whether the person had its making stopped."""
        self.over_since: float | None = None
        self._pause_ends_at: float | None = None
        self._sent_at: float | None = None
        self._connection = connection
        self._clock = clock
        self._is_approved = False
        self._submission: Submission | None = None
        self._hurry = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._next: tuple[Action | None] | None = None
        self._start: tuple[str, bool] | None = None
        self._takes_over = False

    @property
    def is_over(self) -> bool:
        """Whether the thread has ended: finished, failed or given up; `look_again` and its like start it anew."""
        return self.over_since is not None

    @property
    def video(self) -> Video | None:
        """What is known by now of its film."""
        return self.progress.video if self.progress is not None else None

    @property
    def was_seen(self) -> bool:
        """Whether there is anything to show of the project: its studio told of it, or it was sent from here."""
        progress = self.progress
        return self.request is not None or (
            progress is not None
            and (progress.has_begun or progress.payment is not None or not _is_kept_waiting(progress))
        )

    @property
    def pause_left_s(self) -> float:
        """Seconds until the pause that the studio asked for is over; 0 when there is none."""
        ends_at = self._pause_ends_at
        return 0.0 if ends_at is None else max(0.0, ends_at - time.monotonic())

    @property
    def activity(self) -> str:
        """What the thread is at, as `doing`, and "looking" while it looks again at what had ended."""
        return self.doing or ("looking" if self.error is not None and not self.is_over else "")

    @property
    def can_send_again(self) -> bool:
        """Whether what was asked for is still here, picture and all."""
        return self.request is not None

    def seconds_until(self, at: float) -> float:
        """How far away a moment is; `at`: epoch seconds."""
        return at - self._clock()

    def submit(
        self,
        request: MVRequest,
        submission: Submission,
        on_created: Callable[[str], None],
        *,
        token: str,
        song: SongToSend | None = None,
    ) -> None:
        """Send the request, after the song that goes with it, then watch what becomes of it.

        Args:
            request: what to make.
            submission: is told how far it is.
            on_created: called with the project's id.
            token: names the press of the button.
            song: the visitor's own.
        """
        self.request, self.song, self.has_own_song = request, song, song is not None
        self._sent_at = time.monotonic()

        self._submission = submission

        def send(api: MVTrusteeAPI) -> None:
            lent = self._connection.lent_ledger()
            if lent is not None and self._connection.loan is not None:
                lent.begin_video(token, self._connection.loan.visitor, at=self._clock())
            try:
                api.start(self._with_song(api, request, submission), on_created=on_created)
            except MVError as error:
                if lent is not None and _came_to_nothing(error):
                    lent.give_back_video(token)
                raise
            submission.finished()

        self._begin(send, "sending")

    def _with_song(self, api: MVTrusteeAPI, request: MVRequest, submission: Submission) -> MVRequest:
        """The request with the id that the studio gives the visitor's own song, once it has it."""
        if self.song is None:
            return request

        def tell(sent_bytes: int, size_bytes: int) -> None:
            submission.uploaded = sent_bytes / max(1, size_bytes)

        submission.uploaded = 0.0
        with self.song.file() as (path, name):
            asset = api.upload_asset(path, name=name, on_progress=tell)
        self.request = replace(request, music_asset_id=asset.asset_id)
        return self.request

    def remember_start(self, token: str, *, ask_first: bool) -> None:
        """Write down which press of the button this is, and whether the person wants to be asked before it is paid.

        With a ledger that is away the song is sent all the same; this is written before anything is paid.
        """
        self._start = (token, ask_first)
        with suppress(LedgerUnavailable):
            self._write_start()

    def look_again(self) -> None:
        """Look now and watch on, with fresh links."""
        self._begin(None, "")

    def approve(self) -> None:
        """The person's yes to the payment of this project; the next look pays."""
        self._is_approved = True
        self.asks_to_pay = False
        self._takes_over = True
        self._begin(None, "")

    def send_again(self) -> None:
        """Send what never arrived, to the same project, then watch on."""
        request = self.request
        assert request is not None  # noqa: S101 - see `can_send_again`
        self._begin(lambda api: api.start(request, project_id=self.project_id), "sending")

    def retry(self, step: str) -> None:
        """Have the studio take up again the step that failed, then watch on."""
        self._begin(lambda api: api.retry(self.project_id, step), "retrying")

    def pay_again(self) -> None:
        """Pay on a person's word after a payment that was refused or could not be confirmed, then watch on."""
        self._is_approved = True
        self.asks_to_pay = False
        self._begin(lambda api: api.pay(self.project_id, again=True), "paying")

    def cancel(self) -> None:
        """Have the studio stop the making of it, for good; only where that costs nobody anything."""

        def stop(_api: MVTrusteeAPI) -> None:
            self._connection.studio.cancel(self.project_id)
            self.is_cancelled = True

        self._begin(stop, "cancelling", is_last=True)

    def _begin(self, first: Action | None, doing: str, *, is_last: bool = False) -> None:
        """Do this in the thread, next; a second press while the first is under way is the same press.

        What `is_last` waits for the one under way, and nothing comes after it.
        """
        with self._lock:
            if self._thread is not None and not self.is_over:
                if not self.doing or is_last:
                    self.doing = doing
                    self._next = (first,)
                    self._hurry.set()
                return
            self.over_since, self.doing = None, doing
            self._thread = threading.Thread(target=self._work, args=(first,), name="mv-job", daemon=True)
            self._thread.start()

    def _work(self, first: Action | None) -> None:
        todo: tuple[Action | None] | None = (first,)
        while todo is not None:
            error = self._work_once(todo[0])
            if self._submission is not None and not self._submission.is_done:
                self._submission.finished(error)
            pause_s = _goes_on_in_s(error) if self.project_id else None
            goes_on = pause_s is not None
            if pause_s is not None:
                self.error, self.doing = error, ""
                self._wait(pause_s)
            with self._lock:
                todo, self._next = self._next, None
                if todo is None and goes_on:
                    todo = (None,)
                elif todo is None:
                    self.error, self.doing = error, ""
                    self.over_since = self._clock()

    def _work_once(self, first: Action | None) -> MVError | None:
        """Do one thing, then watch until the end, or until there is something else to do; return what went wrong."""
        try:
            api = self._connection.api(sleep=self._wait)
            if first is not None:
                self._takes_over = True
                first(api)
            if self.is_cancelled:
                self.request = self.preview = self.song = None
                return None
            self.doing = ""
            for progress in self._looks(api):
                self._note(progress)
                if self._next is not None:
                    break
        except MVError as reason:
            if reason.progress is not None:
                self._note(reason.progress)
            return reason
        except Exception as bug:  # noqa: BLE001 - a job that dies unseen would leave the page waiting for ever
            # Only its kind: the text of a foreign error may hold a key or a link.
            _log.error("A job ended with an unexpected %s.", type(bug).__name__)
            return MVError("Something unexpected went wrong in the app.", project_id=self.project_id)
        return None

    def _looks(self, api: MVTrusteeAPI) -> Iterator[Progress]:
        takes_over, self._takes_over = self._takes_over, False
        watches = self._connection.shared_watches()
        if watches is None:
            return api.watch(self.project_id, approve=self._may_pay)
        return watches.snapshots(
            api,
            self._connection.account,
            self.project_id,
            approve=self._may_pay,
            wait=self._wait,
            takes_over=takes_over,
        )

    def _note(self, progress: Progress) -> None:
        first_is_done = bool(progress.sub_steps) and progress.sub_steps[0].is_done
        if first_is_done and self.first_step_s is None and self._sent_at is not None:
            self.first_step_s = time.monotonic() - self._sent_at
        known = self.progress
        if known is not None and known.has_begun and not progress.has_begun and _is_kept_waiting(progress):
            # Silence is no news: what was seen before stays, with what the ledger says by now.
            progress = replace(
                known,
                payment=progress.payment or known.payment,
                unreachable_since=progress.unreachable_since,
                paused_until=progress.paused_until,
            )
        if known is None or not known.is_finished or progress.is_finished:
            self.progress = progress  # a studio that cannot be asked takes no film away
        self._pause_ends_at = None
        if progress.paused_until is not None:
            self._pause_ends_at = time.monotonic() + max(0.0, progress.paused_until - self._clock())
        elif progress.unreachable_since is None:
            self.error = None  # seen with our own eyes
        if progress.is_paid:
            self.asks_to_pay = False
        if progress.is_finished:
            self._note_over()
            self.request = self.preview = self.song = None  # a picture of a megabyte that nobody needs any more

    def _note_over(self) -> None:
        with suppress(LedgerUnavailable):  # then it is looked at once more after a restart, and no more
            if (lent := self._connection.lent_ledger()) is not None:
                lent.note_over(self.project_id)

    def _wait(self, seconds: float) -> float:
        began_at = time.monotonic()
        if self._hurry.wait(seconds):
            self._hurry.clear()
        return time.monotonic() - began_at

    def _may_pay(self, _progress: Progress) -> bool:
        if not self._is_approved:
            self._is_approved = self._asked_to_pay_by_itself()
        self.asks_to_pay = not self._is_approved
        return self._is_approved

    def _write_start(self) -> None:
        if self._start is not None:
            token, ask_first = self._start
            ledger = self._connection.ledger()
            if (lent := self._connection.lent_ledger()) is not None:
                lent.note_begun(token, self.project_id)
            ledger.remember_wish(self.project_id, ask_first=ask_first)
            ledger.remember_start(token, self.project_id)
            self._start = None

    def _asked_to_pay_by_itself(self) -> bool:
        self._write_start()
        wish = self._connection.ledger().wish(self.project_id)
        # Nobody said of a project this ledger never heard of that it may be paid without asking.
        return not self._connection.studio.charges if wish is None else not wish


def _goes_on_in_s(error: MVError | None) -> float | None:
    """When to look again at what ends by itself; None for what does not."""
    if isinstance(error, LedgerUnavailable):
        return LEDGER_INTERVAL_S
    if isinstance(error, PaymentNotAllowed) and error.reason in _PASSING:
        return REFUSAL_INTERVAL_S
    return None


def _is_kept_waiting(progress: Progress) -> bool:
    return progress.paused_until is not None or progress.unreachable_since is not None


def _came_to_nothing(error: MVError) -> bool:
    """Whether no project can have come of it: it was not sent, or Giggle said no to the making of it."""
    nothing = (InvalidRequest, PictureError, SongError, MissingKey, ConfigurationError, Unreachable, GiggleError)
    is_song = error.operation in UPLOAD_OPERATIONS  # which costs nothing, and comes before there is a project
    return not error.project_id and (is_song or isinstance(error, nothing))
