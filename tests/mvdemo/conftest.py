"""A studio with a stand-in renderer and a clock of its own, and a caller that speaks plain HTTP."""

import base64
import io
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from PIL import Image

from mvdemo import DemoStudio
from mvdemo.told import Told

PATHS = {
    "create": "/api/v1/project/create",
    "submit": "/api/v1/trustee_mode/mv/submit",
    "query": "/api/v1/trustee_mode/mv/query",
    "pay": "/api/v1/trustee_mode/mv/pay",
    "retry": "/api/v1/trustee_mode/mv/retry",
    "presign": "/api/v1/asset/get-presigned-url",
    "register": "/api/v1/asset/register",
}
LOOKS = 5_000
"""Far more queries than any test needs before it gives up."""


class Clock:
    """Time that only passes when a test, or the studio's own pause, says so."""

    def __init__(self) -> None:
        self.now = 1_771_335_347.0

    def __call__(self) -> float:
        return self.now

    def pause(self, event: threading.Event, seconds: float) -> bool:
        self.now += seconds
        return event.is_set()


class Film:
    """A renderer that only writes two small files, and can be held at a sub-step or made to fail."""

    def __init__(self, reel: "Reel", folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self.reel = reel
        self.film = folder / "film.mp4"
        self.thumbnail = folder / "thumbnail.jpg"
        self.duration_s = 26.5
        self.shot_count = 14

    def run(self, stage: str, *, on_fraction: Callable[[float], None], cancelled: threading.Event) -> None:
        self.reel.ran.append((self.film.parent.parent.name, stage))
        on_fraction(0.5)
        self.reel.began.set()
        gate = self.reel.gates.get(stage)
        while gate is not None and not gate.wait(0.01):
            if cancelled.is_set():
                raise RuntimeError("cancelled")
        if stage in self.reel.broken:
            raise ValueError(f"{self.film} is secret")
        if stage in self.reel.told:
            raise Told(self.reel.told[stage])
        if stage == "VideoGeneration":
            self.film.with_name("footage.mp4").write_bytes(bytes(100))
        if stage == "IntelligentMerge":
            self.film.write_bytes(bytes(range(250)) * 20)
            self.thumbnail.write_bytes(b"thumbnail")


class Reel:
    """Everything the stand-in renderer did, and what it is told to do."""

    def __init__(self) -> None:
        self.ran: list[tuple[str, str]] = []
        self.gates: dict[str, threading.Event] = {}
        self.broken: set[str] = set()
        self.told: dict[str, str] = {}
        self.began = threading.Event()
        self.orders: list[Any] = []

    def produce(self, project: Any, projects: Any) -> Film:
        self.orders.append(project)
        return Film(self, projects.film_folder(project.project_id))

    def hold(self, stage: str) -> threading.Event:
        self.gates[stage] = threading.Event()
        return self.gates[stage]

    def stages(self, project_id: str) -> list[str]:
        return [stage for ran, stage in self.ran if ran == project_id]


class Caller:
    """Plain calls to one studio, as any program would make them."""

    def __init__(self, base_url: str, key: str = "any-key") -> None:
        self.base_url = base_url
        self.headers = {"x-auth": key}

    def call(self, operation: str, **fields: Any) -> dict[str, Any]:
        """One call; returns the envelope."""
        url = self.base_url + PATHS[operation]
        if operation == "query":
            return requests.get(url, params=fields, headers=self.headers, timeout=60).json()
        return requests.post(url, json=fields, headers=self.headers, timeout=60).json()

    def create(self, **changes: Any) -> str:
        fields = {"name": "Seaside", "type": "mv", "aspect": "16:9", "mode": "trustee"} | changes
        reply = self.call("create", **fields)
        assert reply["code"] == 200, reply
        return reply["data"]["project_id"]

    def submit(self, project_id: str, /, **changes: Any) -> dict[str, Any]:
        fields = {
            "project_id": project_id,
            "music_generate_type": "prompt",
            "aspect": "16:9",
            "prompt": "upbeat pop",
            "reference_image": "sample-beach",
        } | changes
        return self.call("submit", **{name: value for name, value in fields.items() if value is not ...})

    def placed(self, content_type: str = "audio/mpeg") -> dict[str, Any]:
        """Where a song can be put."""
        reply = self.call("presign", file_name="song.mp3", content_type=content_type, is_public=True)
        assert reply["code"] == 200, reply
        return reply["data"]

    def put(self, url: str, content: Any, content_type: str = "audio/mpeg") -> requests.Response:
        return requests.put(url, data=content, headers={"Content-Type": content_type}, timeout=60)

    def brought(self, content: Any = b"a song", content_type: str = "audio/mpeg") -> str:
        """The asset of a song that was put and registered."""
        place = self.placed(content_type)
        assert self.put(place["signed_url"], content, content_type).status_code == 200
        return self.call("register", object_key=place["object_key"], name="My song.mp3")["data"]["asset_id"]

    def submit_song(self, project_id: str, asset_id: str, **changes: Any) -> dict[str, Any]:
        song = {"music_generate_type": "upload", "music_asset_id": asset_id, "prompt": ...}
        return self.submit(project_id, **(song | changes))

    def started(self, **changes: Any) -> str:
        """A submitted project; `changes` are fields of its create call."""
        project_id = self.create(**changes)
        reply = self.submit(project_id)
        assert reply["code"] == 200, reply
        return project_id

    def look(self, project_id: str) -> dict[str, Any]:
        reply = self.call("query", project_id=project_id)
        assert reply["code"] == 200, reply
        return reply["data"]

    def look_until(self, project_id: str, is_there: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        for _ in range(LOOKS):
            data = self.look(project_id)
            if is_there(data):
                return data
        raise AssertionError(f"never came: {data}")

    def sub_steps(self, project_id: str) -> dict[str, dict[str, Any]]:
        """The sub-steps of one look, by name."""
        return {sub["step"]: sub for step in self.look(project_id)["steps"] for sub in step["sub_steps"]}

    def statuses(self, project_id: str) -> list[str]:
        """The status words of the ten sub-steps, in order."""
        return [sub["status"] for sub in self.sub_steps(project_id).values()]

    def finished(self, **changes: Any) -> str:
        """A paid and finished project."""
        project_id = self.started(**changes)
        self.look_until(project_id, lambda data: data["pay_status"] == "pending")
        assert self.call("pay", project_id=project_id)["code"] == 200
        self.look_until(project_id, lambda data: data["status"] == "completed")
        return project_id

    def arm(self, operation: str, kind: str, **told: Any) -> dict[str, Any]:
        fault = {"operation": operation, "kind": kind} | told
        reply = requests.post(self.base_url + "/_demo/faults", json=fault, timeout=60)
        assert reply.status_code == 201, reply.text
        return reply.json()

    def faults(self) -> list[dict[str, Any]]:
        return requests.get(self.base_url + "/_demo/faults", timeout=60).json()["faults"]

    def truth(self, project_id: str) -> dict[str, Any]:
        projects = requests.get(self.base_url + "/_demo/projects", timeout=60).json()["projects"]
        return next(project for project in projects if project["project_id"] == project_id)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def reel() -> Reel:
    return Reel()


@pytest.fixture
def open_studio(tmp_path: Path, clock: Clock, reel: Reel) -> Iterator[Callable[..., DemoStudio]]:
    """Opens studios with the stand-in renderer and the test's clock, and closes them afterwards."""
    studios = []

    def opened(**options: Any) -> DemoStudio:
        settings = {"folder": tmp_path / "studio", "advance": "at-once", "producer": reel.produce}
        settings |= {"clock": clock, "pause": clock.pause} | options
        studio = DemoStudio(**settings)
        studios.append(studio.start())
        return studio

    yield opened
    for gate in reel.gates.values():
        gate.set()
    for studio in studios:
        studio.stop()


@pytest.fixture
def studio(open_studio: Callable[..., DemoStudio]) -> DemoStudio:
    """A studio that does everything at once."""
    return open_studio()


@pytest.fixture
def caller(studio: DemoStudio) -> Caller:
    return Caller(studio.base_url)


@pytest.fixture(scope="session")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Caller]:
    """A caller at one studio for all tests that only want to be turned away."""
    reel = Reel()
    with DemoStudio(tmp_path_factory.mktemp("door"), advance="at-once", producer=reel.produce) as studio:
        yield Caller(studio.base_url)


@pytest.fixture
def caller_for() -> type[Caller]:
    """Callers for other studios than the usual one."""
    return Caller


@pytest.fixture
def raw_base64() -> Callable[..., str]:
    """Makes a picture of a size and kind, as raw Base64."""

    def made(size: tuple[int, int] = (64, 48), kind: str = "PNG", mode: str = "RGB") -> str:
        file = io.BytesIO()
        Image.new(mode, size, "teal" if mode == "RGB" else 0).save(file, kind)
        return base64.b64encode(file.getvalue()).decode()

    return made
