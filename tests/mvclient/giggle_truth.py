"""What really happened at Giggle: projects, submits, charges and retries, whatever the caller was told.

Written from the documentation of the API alone; nothing here knows the client.
"""

import threading
import uuid
from dataclasses import dataclass, field
from typing import Any

STEPS = {
    "music-generate": ("GenerateMusic", "GenerateMusicShot", "CalculatePrice"),
    "storyboard": ("ShotStructure", "CharacterCreate", "ImageGeneration"),
    "shot": ("OptimizePrompts", "VideoGeneration"),
    "editor": ("ResourceDownload", "IntelligentMerge"),
}
SUB_STEPS = tuple(sub for subs in STEPS.values() for sub in subs)
MUSIC_SUB_STEPS = 3
SIGNATURE = "Sig~nature-7aZ_q"
SUCCESS = 200


@dataclass
class Project:
    """One project and what it has cost."""

    project_id: str
    create_body: dict[str, Any] = field(default_factory=dict)
    submit_bodies: list[dict[str, Any]] = field(default_factory=list)
    charges: int = 0
    retries: list[str] = field(default_factory=list)
    looks: int = 0
    done: int = 0
    """How many of the ten sub-steps are finished."""
    completed_looks: int = 0
    completed_at_look: int | None = None
    fails_at: str = ""
    """The sub-step that stops the job; a retry takes it away."""
    error: str = "the model is overloaded"
    late_link_looks: int = 0
    """How many completed looks come without a link."""
    stale_looks: int = 0
    """How many looks still show what was before the last call that changed something."""
    old_view: dict[str, Any] | None = None

    @property
    def is_submitted(self) -> bool:
        return bool(self.submit_bodies)

    @property
    def is_paid(self) -> bool:
        return self.charges > 0

    @property
    def is_completed(self) -> bool:
        return self.is_submitted and self.done == len(SUB_STEPS)

    @property
    def has_failed(self) -> bool:
        return self.is_submitted and not self.is_completed and SUB_STEPS[self.done] == self.fails_at

    def move(self) -> None:
        """One look further."""
        if not self.is_submitted or self.is_completed or self.has_failed:
            return
        if self.done < MUSIC_SUB_STEPS or self.is_paid:
            self.done += 1

    def view(self) -> dict[str, Any]:
        """`data` of a query."""
        if not self.is_submitted:
            return {"project_id": self.project_id, "video_asset": None, "steps": None, "status": "", "pay_status": ""}
        waits_for_payment = self.done == MUSIC_SUB_STEPS and not self.is_paid
        steps, position, current = [], 0, "editor"
        for name, subs in STEPS.items():
            raw_subs = []
            for sub in subs:
                raw_subs.append(self._sub_step(sub, position))
                if position == self.done:
                    current = name
                position += 1
            steps.append({"step": name, "retry_count": self.retries.count(name), "sub_steps": raw_subs})
        return {
            "project_id": self.project_id,
            "video_asset": self._video() if self.is_completed else None,
            "shot_count": 12 if self.is_completed else 0,
            "current_step": "pay" if waits_for_payment else current,
            "completed_steps": "",
            "pay_status": "paid" if self.is_paid else ("pending" if waits_for_payment else ""),
            "status": "failed" if self.has_failed else ("completed" if self.is_completed else "processing"),
            "err_msg": "",
            "steps": steps,
        }

    def _sub_step(self, name: str, position: int) -> dict[str, Any]:
        if position < self.done:
            return {"step": name, "status": "completed", "error": "", "completed_at": "2026-02-17 13:35:47"}
        if position == self.done and self.has_failed:
            return {"step": name, "status": "failed", "error": self.error}
        if position == self.done and not (self.done == MUSIC_SUB_STEPS and not self.is_paid):
            return {"step": name, "status": "processing"}
        return {"step": name, "status": "pending"}

    def _video(self) -> dict[str, Any]:
        query = f"Policy=eyJ_&Key-Pair-Id=K2&Signature={SIGNATURE}"
        link = f"https://assets.giggle.pro/private/{self.project_id}.mp4?{query}"
        is_there = self.completed_looks > self.late_link_looks
        return {
            "asset_id": "asset-1",
            "download_url": f"{link}&response-content-disposition=attachment" if is_there else "",
            "thumbnail_url": f"https://assets.giggle.pro/private/{self.project_id}.jpg?{query}" if is_there else None,
            "signed_url": link if is_there else None,
            "duration": 31.5,
        }


@dataclass(frozen=True)
class Answer:
    """An HTTP answer before anything happens to it on the way."""

    status: int
    envelope: Any


class GiggleTruth:
    """All projects of one hostile Giggle; every method may be called from several threads."""

    def __init__(self, keys: tuple[str, ...] = ()) -> None:
        self.keys = keys
        self.projects: dict[str, Project] = {}
        self.refuses_second_payment = False
        self.knows_unsubmitted = True
        """Whether a query of a project that was only created is answered."""
        self.price: Any = 580
        self.storage_url = ""
        """Where files are put: another host than the API's."""
        self.places: dict[str, str] = {}
        """What may be put where: the kind of file, by the whole target of the call."""
        self.files: dict[str, bytes] = {}
        """What was put, by its object key."""
        self.assets: dict[str, str] = {}
        """The registered ones: object key by asset id."""
        self.registers_twice = True
        """Whether what is registered already can be registered again."""
        self.template: dict[str, Any] = {}
        """What new projects are like: fields of `Project`."""
        self._lock = threading.RLock()

    def new_project(self, **fields: Any) -> Project:
        """Make a project without any call, submitted unless said otherwise."""
        fields = {"submit_bodies": [{}], **self.template, **fields}
        project = Project(fields.pop("project_id", None) or str(uuid.uuid4()), **fields)
        with self._lock:
            self.projects[project.project_id] = project
        return project

    def project_waiting_for_payment(self, **fields: Any) -> Project:
        return self.new_project(done=MUSIC_SUB_STEPS, **fields)

    def answer(self, operation: str, fields: dict[str, Any], key: str) -> Answer:
        """Process one call."""
        if not key or (self.keys and key not in self.keys):
            return Answer(401, {"code": 401, "msg": "invalid API key", "uuid": "u-401", "data": None})
        with self._lock:
            return self._answer(operation, fields)

    def put(self, target: str, content_type: str, body: bytes) -> Answer:
        """Keep a file that was put to a signed address: anybody may who has it."""
        with self._lock:
            if self.places.get(target) != content_type:
                return Answer(403, "<Error><Code>AccessDenied</Code></Error>")
            self.files[target.partition("?")[0].rpartition("/")[2]] = body
            return Answer(204, "")

    def _asset(self, operation: str, fields: dict[str, Any]) -> Answer:
        if operation == "presign":
            object_key = uuid.uuid4().hex
            signed_url = f"{self.storage_url}/{object_key}?Expires=1&Signature={SIGNATURE}%7E"
            self.places["/" + signed_url.split("/", 3)[3]] = fields["content_type"]
            return success({"object_key": object_key, "signed_url": signed_url})
        object_key = fields["object_key"]
        known = next((asset for asset, key in self.assets.items() if key == object_key), None)
        if object_key not in self.files or (known and not self.registers_twice):
            return refusal("no such file, or registered already")
        asset_id = known or f"asset-{len(self.assets) + 1}"
        self.assets[asset_id] = object_key
        link = f"{self.storage_url}/{object_key}?Signature={SIGNATURE}"
        return success({"asset_id": asset_id, "name": fields["name"], "type": "audio", "file_url": link})

    def _answer(self, operation: str, fields: dict[str, Any]) -> Answer:
        if operation in ("presign", "register"):
            return self._asset(operation, fields)
        if operation == "create":
            project = self.new_project(create_body=fields, submit_bodies=[])
            return success({"project_id": project.project_id})
        project = self.projects.get(fields.get("project_id", ""))
        if project is None:
            return refusal("project not found")
        if operation == "query":
            return self._query(project)
        project.old_view = project.view()
        if operation == "submit":
            project.submit_bodies.append(fields)
            return success(None)
        if operation == "pay":
            if project.is_paid and self.refuses_second_payment:
                return refusal("already paid")
            project.charges += 1
            return success({"order_id": f"order-{project.charges}", "price": self.price})
        project.retries.append(fields["current_step"])
        project.fails_at = ""
        return success(None)

    def _query(self, project: Project) -> Answer:
        project.looks += 1
        if project.stale_looks > 0 and project.old_view is not None:
            project.stale_looks -= 1
            return success(project.old_view)
        if not project.is_submitted and not self.knows_unsubmitted:
            return refusal("project has no task")
        if project.is_completed:
            project.completed_looks += 1
            if project.completed_at_look is None:
                project.completed_at_look = project.looks
        view = project.view()
        project.move()
        return success(view)

    @property
    def charges(self) -> dict[str, int]:
        with self._lock:
            return {project_id: project.charges for project_id, project in self.projects.items()}


def success(data: Any) -> Answer:
    return Answer(200, {"code": SUCCESS, "msg": "success", "uuid": "u-ok", "data": data})


def refusal(msg: str, code: Any = "-1") -> Answer:
    return Answer(200, {"code": code, "msg": msg, "uuid": "u-no", "data": None})
