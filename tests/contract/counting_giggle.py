"""A studio that stands for Giggle and knows the truth: what was begun there, looked at and charged."""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import requests

from mvdemo import DemoStudio

_BETWEEN_LOOKS = threading.Event()


class CountingGiggle:
    """A running studio of its own; `stop` ends it."""

    def __init__(self, folder: Path, *, step_s: float = 0.0) -> None:
        self.studio = DemoStudio(folder, profile="tiny", step_s=step_s).start()

    def stop(self) -> None:
        self.studio.stop()

    def projects(self) -> list[dict[str, Any]]:
        answer = requests.get(f"{self.studio.base_url}/_demo/projects", timeout=10)
        return list(answer.json()["projects"])

    def arm(self, operation: str, kind: str, **more: Any) -> None:
        """Have the next such call go wrong."""
        self.studio.faults.arm({"operation": operation, "kind": kind, **more})

    def hit(self) -> list[str]:
        """The projects that faults have met, in the order of arming."""
        return [fault["used_by"][0] for fault in self.studio.faults.all() if fault["used_by"]]

    def charged(self) -> dict[str, int]:
        """How often each project was charged."""
        return {project["project_id"]: int(project["charges"]) for project in self.projects()}

    def charges(self) -> int:
        return sum(self.charged().values())

    def looks(self) -> int:
        return sum(int(project["calls"].get("query", 0)) for project in self.projects())

    def is_done(self) -> bool:
        return all(project["status"] == "completed" for project in self.projects())


def eventually(holds: Callable[[], bool], within_s: float = 60.0) -> bool:
    """Whether it comes true in time, of programs that have clocks of their own."""
    end = time.monotonic() + within_s
    while not holds():
        if time.monotonic() > end:
            return False
        _BETWEEN_LOOKS.wait(0.1)
    return True
