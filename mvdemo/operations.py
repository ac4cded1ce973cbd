"""The five operations of the API: fields in, the envelope's `data` out, Refusal for a no."""

from __future__ import annotations

import uuid
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from mvdemo import making
from mvdemo.calls import Calls
from mvdemo.faults import magic
from mvdemo.intake import Fields, read_creation, read_picture, read_sketch, read_submission
from mvdemo.project import CONFLICT, Project
from mvdemo.refusal import Refusal
from mvdemo.snapshot import query_data
from mvdemo.steps import PRICE_CREDITS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mvdemo.links import Links
    from mvdemo.projects import Limits, Projects
    from mvdemo.uploads import Uploads
    from mvdemo.workshop import Workshop

ADVANCES = ("timed", "per-query", "at-once")

SKETCH_KEY = "sketch"
"""Projects created with this key, or one that begins with it and "-", are free sketches, for clients that cannot send
a field of ours."""

NOT_ENOUGH_CREDITS = 402
TOO_MANY = 429
BUSY_RETRY_S = 120


class Operations:
    """What the API does to the projects; blocks while it works, so call it from a thread."""

    def __init__(
        self,
        projects: Projects,
        workshop: Workshop,
        links: Links,
        uploads: Uploads,
        *,
        advance: str,
        limits: Limits,
        clock: Callable[[], float],
    ) -> None:
        self._projects = projects
        self._workshop = workshop
        self._links = links
        self._uploads = uploads
        self._advance = advance
        self._limits = limits
        self._clock = clock
        self.calls = Calls()

    def create(self, fields: Fields, key: str) -> dict[str, Any]:
        """Make a project."""
        creation = read_creation(fields)
        if key == SKETCH_KEY or key.startswith(f"{SKETCH_KEY}-"):
            creation = replace(creation, is_sketch=True)
        project = self._projects.create(creation)
        self._make_room_for(project.project_id)
        self.calls.note(project.project_id, "create")
        return {"project_id": project.project_id}

    def submit(self, fields: Fields, key: str) -> dict[str, Any]:
        """Take the song and the picture, and start the work."""
        project = self._named(fields, "submit")
        if project.submission is not None:
            raise Refusal("This project was already submitted.", code=CONFLICT)
        submission, picture = read_submission(fields), read_picture(fields)
        is_sketch = read_sketch(fields)
        song = self._uploads.song(submission.music_asset_id, key) if submission.music_asset_id else None
        self._check_line(key)
        if isinstance(picture, bytes):
            self._projects.keep_picture(project.project_id, picture)
        if song is not None:
            self._projects.keep_song(project.project_id, song)
        sample = picture if isinstance(picture, str) else ""
        at = self._clock()
        mark = "" if isinstance(picture, str) else sha256(picture).hexdigest()[:16]
        self._projects.submit(
            project.project_id,
            lambda now: now.submitted(submission, sample=sample, picture_mark=mark, is_sketch=is_sketch, at=at),
        )
        self._make_room_for(project.project_id)
        self._go_on(project.project_id, key)
        # Giggle's own script spreads this object into its answer: null would end it here.
        return {"project_id": project.project_id}

    def query(self, project_id: str, base_url: str) -> dict[str, Any]:
        """Tell how a project stands; in the mode per-query, after one more sub-step."""
        if not project_id:
            raise Refusal("project_id is required.")
        project = self._projects.get(project_id)
        self.calls.note(project_id, "query")
        if self._advance == "per-query" and project.can_move:
            self._workshop.take(project_id, sub_steps=1).done.wait()
            project = self._projects.get(project_id)
        return query_data(project, self._links, base_url)

    def pay(self, fields: Fields, key: str) -> dict[str, Any]:
        """Charge the film, once, when it is due."""
        project_id = self._named(fields, "pay").project_id
        order_id, at = f"demo-order-{uuid.uuid4().hex}", self._clock()
        refused = ""

        def charge(now: Project) -> Project:
            nonlocal refused
            now.check_payable()
            if magic.is_called(magic.NO_CREDITS, now):
                refused = magic.told(magic.NO_CREDITS, now)
                return replace(now, magic_done=(*now.magic_done, magic.NO_CREDITS.name))
            return now.paid(order_id, at=at)

        self._projects.update(project_id, charge)
        if refused:
            raise Refusal(refused, code=NOT_ENOUGH_CREDITS)
        self._go_on(project_id, key)
        return {"order_id": order_id, "price": PRICE_CREDITS}

    def retry(self, fields: Fields, key: str) -> dict[str, Any]:
        """Try a failed step again."""
        project_id = self._named(fields, "retry").project_id
        step = fields.get("current_step")
        if not isinstance(step, str) or not step:
            raise Refusal("current_step is required: the name of the failed step.")
        at = self._clock()
        self._projects.update(project_id, lambda now: now.retried(step, at=at))
        self._go_on(project_id, key)
        return {"project_id": project_id, "current_step": step}

    def forget(self, project_id: str) -> None:
        """Stop work on a project and delete it with its files."""
        self._workshop.cancel(project_id)
        self._projects.remove(project_id)
        self.calls.forget(project_id)

    def picture(self, project_id: str) -> bytes | None:
        """The picture that a film is made of, a caller's own or a sample; None once it is not needed any more."""
        project = self._projects.find(project_id)
        if project is None or project.submission is None or project.is_completed:
            return None
        if project.sample:
            from mvdemo.film import samples  # noqa: PLC0415 - NumPy only when a picture is made

            return samples.picture(project.sample)
        try:
            return self._projects.picture(project_id)
        except OSError:  # tidied away meanwhile
            return None

    def shots(self, project_id: str) -> making.Shots | None:
        """How far the filming is, None before and after."""
        is_known = self._projects.find(project_id) is not None
        return making.shots(self._projects.film_folder(project_id)) if is_known else None

    def made(self, project_id: str, name: str) -> Path | None:
        """A file for who waits: the song, its lines, a still; None while there is none."""
        is_one = name in {making.SONG_NAME, making.LINES_NAME} or making.is_still(name)
        if not is_one or self._projects.find(project_id) is None:
            return None
        path = self._projects.film_folder(project_id) / name
        return path if path.is_file() else None

    def resume(self) -> None:
        """Go on with what a former run of the studio left unfinished."""
        if self._advance == "per-query":
            return
        for project in sorted(self._projects.all(), key=lambda project: project.updated_at):
            if project.can_move:
                self._workshop.take(project.project_id, has_begun=project.has_begun)

    def _named(self, fields: Fields, operation: str) -> Project:
        project_id = fields.get("project_id")
        if not isinstance(project_id, str) or not project_id:
            raise Refusal("project_id is required.")
        project = self._projects.get(project_id)
        self.calls.note(project_id, operation)
        return project

    def _make_room_for(self, new_id: str) -> None:
        for removed in self._projects.make_room(
            lambda project_id: project_id == new_id or self._workshop.has(project_id)
        ):
            self.forget(removed)

    def _check_line(self, key: str) -> None:
        if self._workshop.waiting >= self._limits.waiting:
            told = "The demo studio is busy: too many films are waiting. Try again in a few minutes."
        elif self._workshop.waiting_of(_customer(key)) >= self._limits.waiting_each:
            told = "So many films of yours are waiting already. Try again when one of them is done."
        else:
            return
        retry = {"Retry-After": str(BUSY_RETRY_S)}
        raise Refusal(told, code=TOO_MANY, http_status=TOO_MANY, headers=retry)

    def _go_on(self, project_id: str, key: str) -> None:
        if self._advance == "per-query":
            return
        has_begun = self._projects.get(project_id).has_begun
        errand = self._workshop.take(project_id, customer=_customer(key), has_begun=has_begun)
        if self._advance == "at-once":
            errand.done.wait()


def _customer(key: str) -> str:
    """Whose work it is, without the key: any will do here, and some people's are real ones."""
    return sha256(key.encode()).hexdigest()[:16]
