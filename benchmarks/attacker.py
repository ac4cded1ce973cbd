"""Everything a stranger can do to an app with the owner's key, at once, while somebody else just wants to look at it.

    python benchmarks/attacker.py [--sessions 40] [--presses 200]

Bare sockets and Streamlit's own messages, as `tests/browser/stranger.py` speaks them. What Giggle was asked and charged
is counted at a demo studio in Giggle's place; an innocent visitor opens the first page again and again meanwhile.
Prints what was spent (it has to be nothing), what leaked, and how long the innocent one waited, beside the same without
an attack.
"""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from socket import socket
from typing import TYPE_CHECKING, Any

import requests
from websockets.exceptions import WebSocketException

from mvdemo import DemoStudio

ROOT = Path(__file__).parent.parent
sys.path.append(str(ROOT / "tests" / "browser"))
from stranger import Stranger  # noqa: E402 - where the tests have it

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing import Queue
    from multiprocessing.synchronize import Event

KEY = "owners-key-that-nobody-may-see"
PASSCODE = "a stage in Vienna 2026"
CANARIES = (KEY, PASSCODE, "Signature=")
BROKEN = (OSError, TimeoutError, WebSocketException, KeyError, requests.RequestException)


class App:
    """The app as it stands on a network, and what is known of it."""

    def __init__(self, folder: Path, giggle: str, **settings: str) -> None:
        with socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        self.address = f"127.0.0.1:{port}"
        self.log = folder / "app.log"
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("GIGGLE_", "MV_"))}
        own = {"GIGGLE_API_KEY": KEY, "GIGGLE_API_BASE": giggle, "MV_DATA_DIR": str(folder), "MV_DEMO_PROFILE": "tiny"}
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true"]
        command += [f"--server.port={port}", "--server.address=0.0.0.0", "--server.fileWatcherType=none"]
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                command, cwd=ROOT, env={**clean, **own, **settings}, stdout=log, stderr=log
            )
        while not self._answers():
            time.sleep(0.1)

    def _answers(self) -> bool:
        with contextlib.suppress(OSError):
            return requests.get(f"http://{self.address}/_stcore/health", timeout=1).ok
        return False

    @property
    def peak_mib(self) -> float:
        """The most memory it ever had."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) / 1024

    @property
    def threads(self) -> int:
        """How many there are now."""
        return int(Path(f"/proc/{self._process.pid}/status").read_text().split("Threads:")[1].split()[0])

    def kill(self) -> None:
        """End it as a power cut would."""
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait()


def innocent(address: str, over: Event, waited: Queue[float]) -> None:
    """Open the first page once a second, as a new visitor, and time it; in a process that no attacker holds up."""
    while not over.wait(1.0):
        began = time.perf_counter()
        try:
            requests.get(f"http://{address}/", timeout=30)
            with Stranger(address) as visitor:
                visitor.open("new")
        except BROKEN:
            waited.put(30.0)
        else:
            waited.put(time.perf_counter() - began)


def press_all_that_spends(address: str, presses: int, cookie: str) -> None:
    """Make a video, again and again, in one session."""
    with Stranger(address, headers={"Cookie": cookie, "X-Forwarded-For": "127.0.0.1"}) as stranger:
        stranger.open("new").look().press("create_example_seaside")
        for _ in range(presses):
            stranger.open("new").look().press("create_submit")


def sketch(address: str, presses: int) -> None:
    """Have sketches made, again and again."""
    with Stranger(address) as stranger:
        stranger.open("new").look().press("create_example_seaside")
        for _ in range(presses):
            stranger.press("create_sketch")


def guess_passcodes(address: str, tries: int) -> None:
    """Try passcodes."""
    with Stranger(address) as stranger:
        for number in range(tries):
            stranger.come_in(f"a wrong passcode {number}")


def ask_for_numbers(address: str, real: str, times: int) -> None:
    """Open pages of made-up projects, and of one that is somebody else's."""
    with Stranger(address) as stranger:
        for number in range(times):
            stranger.open("watch", f"project={real if number % 10 == 0 else f'made-up-{number}'}").look()
            for key in ("watch_pay", "card_pay", "card_retry"):
                with contextlib.suppress(KeyError):
                    stranger.press(key)


def upload(address: str, megabytes: int, times: int) -> None:
    """Send files that nobody asked for, and too large ones, with and without a session."""
    body = bytes(megabytes * 1024 * 1024)
    for number in range(times):
        with contextlib.suppress(*BROKEN):
            requests.put(f"http://{address}/_stcore/upload_file/nobody/{number}", data=body, timeout=20)


def attack(address: str, real: str, *, sessions: int, presses: int) -> list[threading.Thread]:
    """Start everything at once."""
    day = int(time.time() // 86400)
    forged = ("open.00", f"owner.x.{day}.00", f"pass.x.{day}.00")
    cookies = ["", *(f"mv-studio-way-in={token}" for token in forged)]
    deeds: list[Callable[[], Any]] = []
    for number in range(sessions):
        cookie = cookies[number % len(cookies)]
        deeds.append(lambda cookie=cookie: press_all_that_spends(address, presses, cookie))
    deeds += [lambda: sketch(address, 25)] * 10
    deeds += [lambda: guess_passcodes(address, 50)] * 2
    deeds += [lambda: ask_for_numbers(address, real, 40)] * 5
    deeds += [lambda: upload(address, 60, 10), lambda: upload(address, 70, 5)] * 2

    def doing(deed: Callable[[], Any]) -> None:
        with contextlib.suppress(*BROKEN):
            deed()

    crowd = [threading.Thread(target=doing, args=(deed,), daemon=True) for deed in deeds]
    for one in crowd:
        one.start()
    return crowd


def told(waited_s: list[float]) -> str:
    """The figures of the innocent one."""
    ordered = sorted(waited_s)
    return (
        f"{len(ordered)} first pages, median {statistics.median(ordered):.2f} s, "
        f"p95 {ordered[int(0.95 * (len(ordered) - 1))]:.2f} s, worst {ordered[-1]:.2f} s"
    )


def watched(address: str, during: Callable[[], object]) -> list[float]:
    """How long an innocent visitor waited meanwhile."""
    spawning = multiprocessing.get_context("spawn")
    over, waited = spawning.Event(), spawning.Queue()
    visitor = spawning.Process(target=innocent, args=(address, over, waited))
    visitor.start()
    during()
    over.set()
    visitor.join()
    return [waited.get() for _ in range(waited.qsize())]


def main() -> int:
    """Attack an app without a way in, then one with a passcode; 1 if anything was spent or leaked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sessions", type=int, default=40)
    parser.add_argument("--presses", type=int, default=200)
    parser.add_argument("--longest", type=float, default=120.0, help="seconds of each attack (default %(default)s)")
    chosen = parser.parse_args()
    failed = False
    for name, settings in {"no way in": {}, "a passcode": {"MV_PASSCODE": PASSCODE}}.items():
        with tempfile.TemporaryDirectory() as folder, DemoStudio(Path(folder) / "giggle", profile="tiny") as giggle:
            app = App(Path(folder), giggle.base_url, **settings)
            try:
                quiet = watched(app.address, lambda: time.sleep(15.0))
                crowd = attack(app.address, "demo-unknown", sessions=chosen.sessions, presses=chosen.presses)
                end = time.monotonic() + chosen.longest

                def wait_for_all(crowd: list[threading.Thread] = crowd, end: float = end) -> None:
                    for one in crowd:
                        one.join(max(0.0, end - time.monotonic()))

                busy = watched(app.address, wait_for_all)
                projects = requests.get(f"{giggle.base_url}/_demo/projects", timeout=10).json()["projects"]
                log = app.log.read_text(errors="replace")
                leaks = [canary for canary in CANARIES if canary in log]
                charges = sum(one["charges"] for one in projects)
                print(f"{name}: {len(projects)} projects and {charges} charges at Giggle")
                print(f"  in the log: {', '.join(leaks) or 'no secret'}; {log.count('Traceback')} tracebacks")
                print(f"  alone:  {told(quiet)}")
                print(f"  beside: {told(busy)}; peak {app.peak_mib:.0f} MiB, {app.threads} threads at the end")
                failed |= bool(projects or leaks)
            finally:
                app.stop()
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
