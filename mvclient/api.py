"""`MVTrusteeAPI`: one short method per thing a caller wants, and one polling loop."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Any

from mvclient import key_check, paying_by_hand
from mvclient.account import account_of
from mvclient.errors import InvalidRequest, MissingKey, MVError, Problem
from mvclient.evidence import Evidence
from mvclient.film_file import save_film
from mvclient.repeats import Calls
from mvclient.replies import Outcome
from mvclient.request import MVRequest
from mvclient.transport import Transport
from mvclient.uploading import upload
from mvclient.watching import Watch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mvclient.ledger import Payment, PaymentLedger
    from mvclient.progress import Progress
    from mvclient.replies import Reply
    from mvclient.songs import SongSource
    from mvclient.uploading import Asset

DEFAULT_BASE_URL = "https://giggle.pro"


class MVTrusteeAPI:
    """Giggle's MV trustee API: a song idea or lyrics and a picture in, a music video out.

    Args:
        api_key: from giggle.pro, left sidebar, "API Key"; else the environment's `GIGGLE_API_KEY`.
        base_url: else the environment's `GIGGLE_API_BASE`, else https://giggle.pro.
        poll_interval_s: seconds between two looks of one watch; more when many watches share the key.
        max_wait_s: wall-clock seconds of one watch; after it the job goes on at Giggle.
        network_retries: how often a call that may be repeated is repeated.
        retry_delay_s: seconds between such repeats.
        ledger: who may pay; by default one in memory, shared by all objects of the same key in this process. A
            `SQLiteLedger` outlives the process.
        sleep: waits so many seconds; may return how many they were, when it was cut short.
        clock: epoch seconds, for time stamps. Waits are measured by what was slept and by real time besides, so that
            a clock that is wrong or jumps changes none of them.

    The environment's proxy and root certificates for https are read now, see `mvclient.lines`.

    Raises:
        MissingKey: there is no key.
        ConfigurationError: the key, the address, the proxy or the certificates can never work.
    """

    def __init__(
        self,
        api_key: str | None = None,
        *,
        base_url: str | None = None,
        poll_interval_s: float = 3.0,
        max_wait_s: float = 3600.0,
        network_retries: int = 5,
        retry_delay_s: float = 5.0,
        ledger: PaymentLedger | None = None,
        sleep: Callable[[float], float | None] = time.sleep,
        clock: Callable[[], float] = time.time,
        budget: str = "",
    ) -> None:
        key = (api_key or "").strip() or os.environ.get("GIGGLE_API_KEY", "").strip()
        if not key:
            raise MissingKey("There is no Giggle API key.")
        address = (base_url or os.environ.get("GIGGLE_API_BASE") or "").strip() or DEFAULT_BASE_URL
        transport = Transport(address, key)
        account = account_of(transport.base_url, key, budget)
        self._calls = Calls(
            transport,
            account,
            Evidence(account, account.ledger if ledger is None else ledger),
            poll_interval_s=poll_interval_s,
            max_wait_s=max_wait_s,
            network_retries=network_retries,
            retry_delay_s=retry_delay_s,
            sleep=sleep,
            clock=clock,
        )

    def __repr__(self) -> str:
        """Show the address, never the key."""
        return f"MVTrusteeAPI(base_url={self._calls.transport.base_url!r})"

    def start(
        self, request: MVRequest, *, project_id: str = "", on_created: Callable[[str], None] | None = None
    ) -> str:
        """Create and submit a project and return its id.

        Args:
            request: what to make.
            project_id: a project of an earlier start whose song never arrived (`NeverArrived`, or `has_arrived` is
                False): it is sent again to the same one, unless a look shows that it arrived after all.
            on_created: called with the project id the moment it is known, before the submit.

        Raises:
            MVError: with the `project_id` in it once there is one.
        """
        if project_id:
            project_id = _checked_project_id(project_id)
            self._calls.send_to(project_id, request)
            return project_id
        return self._started(request, on_created)[0]

    def _started(self, request: MVRequest, on_created: Callable[[str], None] | None) -> tuple[str, Reply]:
        project_id = self._calls.create(request)
        if on_created is not None:
            on_created(project_id)
        return project_id, self._calls.submit(project_id, request)

    def share_budget(self, sharers: int) -> None:
        """Take only one part in so many of the key's budget of looks, because as many processes look with it."""
        self._calls.account.sharers = max(1, sharers)

    def upload_asset(
        self, song: SongSource, *, name: str = "", on_progress: Callable[[int, int], None] | None = None
    ) -> Asset:
        """Send a song of one's own to Giggle, which costs nothing; its `asset_id` is a request's `music_asset_id`.

        Args:
            song: a path, the bytes, or a binary file that can be read from its beginning: MP3, M4A, WAV, FLAC or OGG.
            name: its name in Giggle's list; by default the file's.
            on_progress: hears in the caller's thread how many bytes went, and of how many. After a lost connection it
                begins again.

        Raises:
            SongError: it is no song that could be used; nothing was sent.
            MVError: it did not get there, also after the documented repeats.
        """
        return upload(self._calls, song, name=name, on_progress=on_progress)

    def save_film(
        self,
        project_id: str,
        place: str | os.PathLike[str],
        *,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> None:
        """Download the finished film of a project to a file, by a fresh link; a file that is there is replaced.

        Args:
            project_id: the project.
            place: where to; beside it, a file whose name ends in `.part` grows until the film is whole.
            on_progress: hears in the caller's thread how many bytes came, and of how many (0: not known).

        Raises:
            MVError: `FilmNotDelivered` while there is none; or it did not get here.
        """
        save_film(self._calls, _checked_project_id(project_id), place, on_progress)

    def check_key(self) -> None:
        """Ask Giggle whether it takes the key: one look that costs nothing, within 8 seconds and without repeats.

        During a pause that Giggle asked for nothing is sent.

        Raises:
            KeyRefused: it does not.
            RateLimited: it cannot be asked for another `retry_after_s`.
            MVError: it could not be asked, or what answered says nothing of the key.
        """
        key_check.check_key(self._calls)

    def query(self, project_id: str) -> Progress:
        """Look once at a project.

        Raises:
            MVError: the look failed, also after the documented repeats.
        """
        return self._calls.query(_checked_project_id(project_id))

    def watch(self, project_id: str, *, approve: Callable[[Progress], bool] | None = None) -> Iterator[Progress]:
        """Look at a project until its film is there, and pay when asked; by anyone with the key, after any restart.

        Args:
            project_id: the project.
            approve: asked before paying, with the snapshot; a false answer means "not yet" and it is asked again
                with the next look. Without it the payment is made by itself.

        Yields:
            Snapshots, the last one finished.

        Raises:
            MVError: with the last snapshot in `progress`: `JobFailed`, `PaymentRefused`, `PaymentUnconfirmed`,
                `StillRunning` after `max_wait_s`, `FilmNotDelivered`, …
        """
        return Watch(self._calls, _checked_project_id(project_id), approve).snapshots()

    def pay(self, project_id: str, *, again: bool = False) -> Payment:
        """Pay a project, at most once.

        Looks before it pays: a project seen as paid costs nothing more. `again=True` is a person's word to send
        another pay call after a refused or unconfirmed one; it may charge twice.

        Raises:
            MVError: `PaymentRefused`, `PaymentUnconfirmed`, `LedgerUnavailable`, …
        """
        return paying_by_hand.pay(self._calls, _checked_project_id(project_id), again=again)

    def retry(self, project_id: str, step: str) -> None:
        """Start a failed project again from `step` (see `Progress.failed_step`); what is done is kept.

        Raises:
            MVError: it was not taken, or nobody can know.
        """
        if not isinstance(step, str) or not step.strip():
            raise InvalidRequest([Problem("step", "blank", "step must name the step to retry from.")])
        self._calls.retry(_checked_project_id(project_id), step.strip())

    def create_and_submit(
        self,
        project_name: str,
        music_generate_type: str,
        aspect: str,
        reference_image: str = "",
        reference_image_url: str = "",
        scene_description: str = "",
        subtitle_enabled: bool = False,
        prompt: str = "",
        vocal_gender: str = "auto",
        instrumental: bool = False,
        lyrics: str = "",
        style: str = "",
        title: str = "",
        length: str = "full",
        music_asset_id: str = "",
    ) -> dict[str, Any]:
        """Create and submit a project and return the documented envelope, for success and for failure.

        Returns:
            `{"code": 200, "msg": "success", "uuid": …, "data": {"project_id": …}}` with Giggle's uuid and whatever else
            the submit said in `data`; or Giggle's code, a sentence, and `data` with the `project_id` as soon as there
            is one. See `MVRequest` for the arguments. Giggle's own takes `music_asset_id` where we have `length`: give
            both by keyword.
        """
        fields = {name: value for name, value in locals().items() if name != "self"}
        created: list[str] = []
        try:
            project_id, reply = self._started(MVRequest(**fields), created.append)
        except MVError as error:
            return _failure_envelope(error, created)
        # The answer of a submit that took can be lost, and with it what Giggle said.
        said = reply.data if reply.outcome is Outcome.DONE and isinstance(reply.data, dict) else {}
        return _success_envelope(reply, said | {"project_id": project_id})

    def execute_workflow(
        self,
        music_generate_type: str,
        aspect: str,
        project_name: str,
        reference_image: str = "",
        reference_image_url: str = "",
        scene_description: str = "",
        subtitle_enabled: bool = False,
        prompt: str = "",
        vocal_gender: str = "auto",
        instrumental: bool = False,
        lyrics: str = "",
        style: str = "",
        title: str = "",
        length: str = "full",
        music_asset_id: str = "",
        *,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> dict[str, Any]:
        """Create, submit, wait, pay and wait again; return the documented envelope, for success and for failure.

        Returns:
            `{"code": 200, "msg": "success", "uuid", "data": {"project_id", "download_url", "video_asset", "status":
            "completed"}}` with the uuid of the submit; or Giggle's code, a sentence, and `data` with the `project_id`
            as soon as there is one.
        """
        fields = {name: value for name, value in locals().items() if name not in ("self", "on_progress")}
        created: list[str] = []
        last: Progress | None = None
        try:
            project_id, reply = self._started(MVRequest(**fields), created.append)
            for last in self.watch(project_id):
                if on_progress is not None:
                    on_progress(last)
        except MVError as error:
            return _failure_envelope(error, created)
        assert last is not None  # noqa: S101 - a watch that ends without an error ends with a finished snapshot
        assert last.video is not None  # noqa: S101 - the same
        data = {
            "project_id": project_id,
            "download_url": last.video.download_url,
            "video_asset": last.video.as_wire(),
            "status": "completed",
        }
        return _success_envelope(reply, data)


def _success_envelope(reply: Reply, data: dict[str, Any]) -> dict[str, Any]:
    """Put `data` into the documented envelope, under the uuid of Giggle's own reply."""
    return {"code": 200, "msg": "success", "uuid": reply.uuid, "data": data}


def _failure_envelope(error: MVError, created: list[str]) -> dict[str, Any]:
    """Put an error into the documented envelope: never code 0 or 200, never without the project id."""
    text = error.code or str(error.http_status or "-1")
    code: int | str = int(text) if text.removeprefix("-").isdecimal() else text
    if code in (0, 200):
        code = -1
    project_id = error.project_id or (created[0] if created else "")
    return {
        "code": code,
        "msg": " ".join(part for part in (error.message, error.advice) if part),
        "uuid": error.uuid,
        "data": {"project_id": project_id} if project_id else None,
    }


def _checked_project_id(project_id: str) -> str:
    if not isinstance(project_id, str) or not project_id.strip():
        raise InvalidRequest([Problem("project_id", "blank", "project_id must not be blank.")])
    return project_id.strip()
