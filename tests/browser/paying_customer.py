"""What a paying customer deals with: a demo studio in Giggle's place, and the app with a key and a movable clock."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import requests
from playwright.sync_api import Page
from running_app import PATIENCE_MS, App

from mvclient import MVRequest, MVTrusteeAPI
from mvdemo import DemoStudio

KEY = "gk-test-0123456789abcdef"
_TICK_MS = 50


class Giggle:
    """The stand-in, with a clock that can be moved and its own truth about charges."""

    def __init__(self, folder: Path) -> None:
        self.ahead_s = 0.0
        self.studio = DemoStudio(folder, profile="tiny", step_s=0.3, clock=lambda: time.time() + self.ahead_s)
        self.studio.start()

    def start(self, words: str) -> str:
        """Have a video begun by the same key somewhere else, which the app has never heard of; returns its number."""
        request = MVRequest(words, "prompt", "16:9", prompt=words, reference_image="sample-beach")
        return self._api().start(request)

    def film(self, words: str) -> str:
        """Have a video made to the end by the same key somewhere else; returns its number."""
        project_id = self.start(words)
        assert list(self._api().watch(project_id))[-1].is_finished
        return project_id

    def charges(self, project_id: str) -> int:
        """How often this project was paid."""
        return int(self._truth(project_id)["charges"])

    def calls(self, operation: str, project_id: str) -> int:
        """How many calls of this kind came through for this project."""
        return int(self._truth(project_id)["calls"][operation])

    def _api(self) -> MVTrusteeAPI:
        return MVTrusteeAPI(KEY, base_url=self.studio.base_url, poll_interval_s=0.2)

    def _truth(self, project_id: str) -> dict[str, Any]:
        told = requests.get(f"{self.studio.base_url}/_demo/projects", timeout=10).json()["projects"]
        return next(project for project in told if project["project_id"] == project_id)

    def arm(self, **fault: Any) -> int:
        """Have something go wrong; returns the fault's number."""
        return int(self.studio.faults.arm(fault)["number"])

    def spoilt(self, fault: int) -> int:
        """How many calls this fault has spoilt."""
        return next(int(armed["used"]) for armed in self.studio.faults.all() if armed["number"] == fault)

    def calm(self) -> None:
        """Have nothing go wrong any more."""
        self.studio.faults.clear()


class CustomersApp(App):
    """The app with a key, logging all it can, on a clock that can be put forward."""

    def __init__(self, folder: Path, giggle: Giggle) -> None:
        self._ahead = folder / "ahead_s"
        self._ahead.write_text("0")
        super().__init__(
            folder,
            GIGGLE_API_KEY=KEY,
            GIGGLE_API_BASE=giggle.studio.base_url,
            STREAMLIT_LOGGER_LEVEL="debug",
            AHEAD_FILE=str(self._ahead),
        )

    streamlit = (str(Path(__file__).with_name("app_with_a_clock.py")),)

    def put_forward(self, seconds: float) -> None:
        """Let so much time pass for the app, at once."""
        moved = self._ahead.with_suffix(".new")
        moved.write_text(str(float(self._ahead.read_text()) + seconds))
        moved.replace(self._ahead)


def wait_until(page: Page, holds: Callable[[], bool]) -> None:
    """Wait for what no page shows."""
    for _ in range(PATIENCE_MS // _TICK_MS):
        if holds():
            return
        page.wait_for_timeout(_TICK_MS)
    raise AssertionError(f"It did not come about. The page shows:\n{page.locator('body').aria_snapshot()}")
