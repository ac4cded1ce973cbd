"""Many people watching at once on one process: how long a tick of the progress takes, and what it costs.

    python benchmarks/watch_sessions.py [--sessions 200] [--seconds 45]

The sessions are real Streamlit sessions over real WebSockets, spoken by one light program; each opens `/watch` of a
running project, and its fragment ticks as a browser would tick it. The projects live on a demo studio in another
process, which the app takes for Giggle. A second round with one tenth of the sessions is the reference for the ratio.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from socket import socket

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from mvclient import MVRequest, MVTrusteeAPI

ROOT = Path(__file__).parent.parent
KEY = "benchmark-key"
PROJECTS = 20
LOST_S = 10.0
ARRIVALS_S = 10.0
SETTLED_S = 20.0  # by then a crowd has found its pace
EARLY = ForwardMsg.FINISHED_EARLY_FOR_RERUN


def free_port() -> int:
    """A port that nobody listens on."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str) -> None:
    """Wait until a server answers."""
    for _ in range(600):
        try:
            urllib.request.urlopen(url, timeout=1).close()  # noqa: S310 - our own loopback address
        except OSError as error:
            if getattr(error, "code", None) is not None:
                return
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"{url} did not come up")


def cpu_and_memory(pid: int) -> tuple[float, float]:
    """The CPU seconds used so far and the resident MiB of a process."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    cpu_s = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    rss = int(fields[21]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    return cpu_s, rss


class Visitor:
    """One session that watches one project and notes how long each tick took."""

    def __init__(self, address: str, project_id: str) -> None:
        self._address = address
        self._project_id = project_id
        self.ticks_s: list[float] = []
        self.opened_s = 0.0
        self.lost = 0
        self.has_opened = asyncio.Event()
        self._page_hash = ""
        self._fragment = ""
        self._interval_s = self._due_at = 0.0

    async def watch(self, over: asyncio.Event) -> None:
        """Open the page, then tick until it is over."""
        await asyncio.sleep(random.uniform(0, ARRIVALS_S))  # people do not arrive all at once
        async with connect(
            f"ws://{self._address}/_stcore/stream", subprotocols=["streamlit"], max_size=None, max_queue=None
        ) as ws:
            asked_at = time.perf_counter()
            await ws.send(self._rerun().SerializeToString())
            await self._read_to_the_end(ws)
            self.opened_s = time.perf_counter() - asked_at
            self.has_opened.set()
            while not over.is_set() and self._fragment:
                self._due_at += self._interval_s
                await self._read_meanwhile(ws, self._due_at - time.perf_counter())
                asked_at = self._due_at = max(self._due_at, time.perf_counter() - self._interval_s)
                await ws.send(self._rerun(self._page_hash, self._fragment).SerializeToString())
                try:
                    async with asyncio.timeout(LOST_S):
                        await self._read_to_the_end(ws)
                    self.ticks_s.append(time.perf_counter() - asked_at)
                except TimeoutError:
                    self.lost += 1  # never answered

    async def _read_meanwhile(self, ws: ClientConnection, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while True:
                    self._note(ForwardMsg.FromString(await ws.recv()))

    async def _read_to_the_end(self, ws: ClientConnection) -> None:
        while True:
            message = ForwardMsg.FromString(await ws.recv())
            self._note(message)
            # A run that asked for another one is not the end.
            if message.WhichOneof("type") == "script_finished" and message.script_finished != EARLY:
                return

    def _note(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._page_hash = message.new_session.page_script_hash
            if not message.metadata.run.fragment_ids:
                self._fragment = ""  # a full run names its fragments anew
        elif kind == "navigation":
            # The page that was run; `new_session` of a first visit still names the router.
            self._page_hash = message.navigation.page_script_hash
        elif kind == "auto_rerun":
            self._fragment, self._interval_s = message.auto_rerun.fragment_id, message.auto_rerun.interval
            self._due_at = time.perf_counter()  # a browser's timer counts from here, however long a tick takes

    def _rerun(self, page_hash: str = "", fragment: str = "") -> BackMsg:
        message = BackMsg()
        message.rerun_script.query_string = f"project={self._project_id}"
        message.rerun_script.page_name = "" if page_hash else "watch"
        message.rerun_script.page_script_hash = page_hash
        message.rerun_script.fragment_id = fragment
        message.rerun_script.is_auto_rerun = bool(fragment)
        message.rerun_script.context_info.locale = "en-US"
        message.rerun_script.context_info.url = f"http://{self._address}/watch"
        return message


async def crowd(address: str, pid: int, projects: list[str], sessions: int, seconds: float) -> tuple[float, float]:
    """Let a crowd watch and print its figures; return the p95 of a tick in ms and the share of a core."""
    over = asyncio.Event()
    visitors = [Visitor(address, projects[number % len(projects)]) for number in range(sessions)]
    gathering = asyncio.gather(*(visitor.watch(over) for visitor in visitors))
    await asyncio.gather(*(visitor.has_opened.wait() for visitor in visitors))
    await asyncio.sleep(SETTLED_S)
    for visitor in visitors:
        visitor.ticks_s.clear()  # from here on all are watching
    cpu_s, _ = cpu_and_memory(pid)
    began = time.perf_counter()
    await asyncio.sleep(seconds)
    used_s, rss = cpu_and_memory(pid)
    share = (used_s - cpu_s) / (time.perf_counter() - began)
    over.set()
    await gathering
    ticks_ms = sorted(1000 * tick for visitor in visitors for tick in visitor.ticks_s)
    p95 = ticks_ms[int(0.95 * len(ticks_ms))]
    print(
        f"{sessions:4} sessions: {len(ticks_ms)} ticks, p50 {statistics.median(ticks_ms):.0f} ms, p95 {p95:.0f} ms, "
        f"{100 * share:.0f} % of a core, {rss:.0f} MiB, opened in {max(v.opened_s for v in visitors):.2f} s at worst, "
        f"{sum(v.lost for v in visitors)} ticks dropped, load {os.getloadavg()[0]:.1f}"
    )
    return p95, share


def main() -> None:
    """Start a studio and the app, let the crowds watch, print the ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sessions", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=45.0)
    chosen = parser.parse_args()
    studio_port, app_port = free_port(), free_port()
    with tempfile.TemporaryDirectory() as folder:
        studio_url = f"http://127.0.0.1:{studio_port}"
        environment = {
            **os.environ,
            "GIGGLE_API_KEY": KEY,
            "GIGGLE_API_BASE": studio_url,
            "MV_LEDGER_URL": f"sqlite:///{folder}/ledger.sqlite3",
        }
        studio = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "mvdemo",
                "--port",
                str(studio_port),
                "--profile",
                "tiny",
                "--folder",
                f"{folder}/s",
            ],
            stdout=subprocess.DEVNULL,
        )
        app = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "streamlit",
                "run",
                "app.py",
                "--server.headless=true",
                "--server.address=127.0.0.1",  # the key is for who sits here
                f"--server.port={app_port}",
                "--server.fileWatcherType=none",
            ],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
        )
        try:
            wait_for(studio_url)
            wait_for(f"http://127.0.0.1:{app_port}/_stcore/health")
            api = MVTrusteeAPI(KEY, base_url=studio_url)
            song = MVRequest("Benchmark", "prompt", "16:9", prompt="quiet", reference_image="sample-city")
            # Nobody said yes to paying these, so they stay at work, waiting, as long as they are watched.
            projects = [api.start(song) for _ in range(PROJECTS)]
            address = f"127.0.0.1:{app_port}"
            few, _ = asyncio.run(crowd(address, app.pid, projects, max(1, chosen.sessions // 10), chosen.seconds))
            many, _ = asyncio.run(crowd(address, app.pid, projects, chosen.sessions, chosen.seconds))
            print(f"p95 of a tick: {many:.0f} ms; {many / few:.1f} x that of a tenth of the crowd")
        finally:
            app.terminate()
            studio.terminate()
            app.wait()
            studio.wait()


if __name__ == "__main__":
    main()
