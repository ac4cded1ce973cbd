"""The app as a person starts it: its own process, its own data folder, its own port; and what a person does in it."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import ClassVar

from playwright.sync_api import Locator, Page, TimeoutError, expect  # noqa: A004 - Playwright's own name

ROOT = Path(__file__).parents[2]
READY = re.compile(r"Local URL|You can now view")
PATIENCE_MS = 60_000  # three browsers, three apps and their films may share two slow cores


class App:
    """One `streamlit run app.py`; `stop` and `start` again make a restart on the same port and data."""

    streamlit: tuple[str, ...] = ("-m", "streamlit")
    listens_on = "127.0.0.1"
    started: ClassVar[list["App"]] = []

    def __init__(self, data: Path, **environment: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("GIGGLE_", "MV_"))}
        self._environment = {
            **clean,
            "MV_DATA_DIR": str(data),
            "MV_DEMO_PROFILE": "tiny",
            "MV_DEMO_STEP_S": "0.3",
            "PYTHONUNBUFFERED": "1",
            **environment,
        }
        self.log: list[str] = []
        self._blamed = 0
        self.started.append(self)

    def crashes(self) -> str:
        """What it has said of pages that broke since this was asked last; "" when none did."""
        said, self._blamed = self.log[self._blamed :], len(self.log)
        broken = next((line for line, words in enumerate(said) if "Traceback" in words), None)
        return "" if broken is None else "".join(said[max(0, broken - 2) :])

    def start(self) -> "App":
        """Start it and wait until it listens."""
        options = ["--server.headless=true", f"--server.port={self.port}", f"--server.address={self.listens_on}"]
        self._process = subprocess.Popen(
            [sys.executable, *self.streamlit, "run", "app.py", *options, "--server.fileWatcherType=none"],
            cwd=ROOT,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._is_ready = threading.Event()
        self._reader = threading.Thread(target=self._read, args=(self._process,), daemon=True)
        self._reader.start()
        if not self._is_ready.wait(2 * PATIENCE_MS / 1000):
            self.stop()
            raise AssertionError("The app did not start:\n" + "".join(self.log))
        return self

    def stop(self) -> None:
        """End it as a power cut would, so that nothing is put in order first."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait(10)
        self._reader.join(10)

    def _read(self, process: subprocess.Popen[str]) -> None:
        """Keep what it says, all the time: a full pipe would hold the app up."""
        assert process.stdout is not None
        with process.stdout as said:
            for line in said:
                self.log.append(line)
                if READY.search(line):
                    self._is_ready.set()


def open_page(page: Page, address: str) -> None:
    """Go there and wait until the browser's storage has been read and the page has been drawn with it."""
    page.goto(address)
    page.wait_for_function("window.mvStudioStorage?.isHeard", timeout=PATIENCE_MS)
    settle(page)


def settle(page: Page) -> None:
    """Wait until the app has drawn what the last action asked for."""
    page.wait_for_selector('.stApp[data-test-script-state="notRunning"]', timeout=PATIENCE_MS)


def in_place(page: Page, key: str) -> Locator:
    """The container or widget with this key."""
    return page.locator(f".st-key-{key}")


def describe_a_song(page: Page, words: str, *, name: str = "") -> None:
    """Fill the form in the mode that describes the music, with a sample picture."""
    fill(page, "create_prompt", words)
    if name:
        name_it(page, name)
    in_place(page, "create_samples").get_by_role("button").first.click()
    expect(in_place(page, "create_frame").locator("img")).to_be_visible()


def name_it(page: Page, name: str) -> None:
    """Give the video a name, which is folded away."""
    field = in_place(page, "create_project_name").locator("input")
    if not field.is_visible():
        page.locator(".st-key-create_more summary").last.click()
    fill(page, "create_project_name", name)


def fill(page: Page, key: str, words: str) -> None:
    """Type into a field and leave it."""
    field = in_place(page, key).locator("textarea, input").first
    field.fill(words)
    field.blur()
    settle(page)


def send(page: Page) -> str:
    """Press the button and return the project id from the address."""
    in_place(page, "create_submit").get_by_role("button").click()
    try:
        page.wait_for_url("**/watch?project=*", timeout=PATIENCE_MS)
    except TimeoutError as error:
        raise AssertionError(f"Still on {page.url}:\n{page.locator('body').aria_snapshot()}") from error
    return page.url.split("project=")[1]


def film_of(page: Page) -> Locator:
    """The finished film, once it has a picture."""
    film = in_place(page, "film").locator("video")
    expect(film).to_be_visible(timeout=PATIENCE_MS)
    page.wait_for_function("document.querySelector('.st-key-film video')?.videoWidth > 0", timeout=PATIENCE_MS)
    return film


def play(page: Page) -> None:
    """Play the film until it has moved."""
    page.evaluate("() => { const v = document.querySelector('.st-key-film video'); v.muted = true; v.play(); }")
    page.wait_for_function("document.querySelector('.st-key-film video')?.currentTime > 0.3", timeout=PATIENCE_MS)
