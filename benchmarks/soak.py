"""Ten minutes of videos made on three replicas while Giggle, the network and the database do their worst.

    python benchmarks/soak.py [--minutes 10] [--replicas 3] [--faults-percent 2]

A demo studio stands for Giggle, with each kind of fault in so many of a hundred calls. Guests come by the passcode,
begin a video each few seconds, and look at their pages. A third of the way through a replica is killed and started
again; at two thirds the database is away for a minute. Then the faults stop, and everything has the time that it needs.

Prints memory, threads and open files of each replica at every minute, and the truth at the studio: videos begun, made,
charged. Fails if one was charged twice, or is neither made nor waits for a person's word.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any, Final

import psycopg
import requests

from mvdemo import DemoStudio

ROOT: Final = Path(__file__).parent.parent
sys.path += [str(Path(__file__).parent), str(ROOT / "tests" / "browser"), str(ROOT / "deploy")]
from attacker import BROKEN, KEY, PASSCODE  # noqa: E402 - the same app
from replicas import Replicas  # noqa: E402 - where users have it
from stranger import Stranger  # noqa: E402 - where the tests have it

NO_LIMITS: Final = {
    **dict.fromkeys(("MV_DAY_VIDEOS", "MV_VISITOR_DAY_VIDEOS"), "1000"),
    **dict.fromkeys(("MV_DAY_CREDITS", "MV_VISITOR_DAY_CREDITS", "MV_TOTAL_CREDITS"), "1000000"),
}
CALLS: Final = ("create", "submit", "query", "pay", "retry")
FAULTS: Final[dict[str, dict[str, Any]]] = {
    "status": {"status": 503},
    "late": {"seconds": 5},
    "drop": {},
    "reset": {},
    "half": {},
    "html": {"status": 502},
    "unreadable": {},
    "empty": {},
    "null-data": {},
}
OF_LOOKS: Final[dict[str, dict[str, Any]]] = {"stale": {}, "null-steps": {}, "bare": {}, "new-words": {}, "no-link": {}}
OTHER_STATUSES: Final = ({"status": 429, "retry_after": "2"}, {"status": 500}, {"status": 504, "processed": True})
SETTLED: Final = ("completed", "failed")


class Weather:
    """Keeps each kind of fault armed, so that it hits so many of a hundred calls."""

    def __init__(self, giggle: str, percent: float) -> None:
        self._desk = f"{giggle}/_demo/faults"
        self._percent = percent
        self._chance = random.Random(2026)
        self._over = threading.Event()
        self._armed: dict[int, dict[str, Any]] = {}
        self.hits: Counter[str] = Counter()
        wishes = [(call, kind, more) for call in CALLS for kind, more in FAULTS.items()]
        wishes += [(call, "status", more) for call in CALLS for more in OTHER_STATUSES]
        wishes += [("query", kind, more) for kind, more in OF_LOOKS.items()]
        for operation, kind, more in wishes:
            self._arm({"operation": operation, "kind": kind, **more})
        self._thread = threading.Thread(target=self._blow, daemon=True)
        self._thread.start()

    def _arm(self, fault: dict[str, Any]) -> None:
        skip = min(int(self._chance.expovariate(self._percent / 100)), 10_000)
        told = requests.post(self._desk, json={**fault, "skip": skip}, timeout=30)
        told.raise_for_status()
        self._armed[told.json()["number"]] = fault

    def _blow(self) -> None:
        while not self._over.wait(0.5):
            for fault in requests.get(self._desk, timeout=30).json()["faults"]:
                if fault["is_spent"] and (again := self._armed.pop(fault["number"], None)):
                    self.hits[fault["operation"]] += 1
                    self._arm(again)

    def end(self) -> None:
        """Nothing goes wrong from now on."""
        self._over.set()
        self._thread.join()
        requests.delete(self._desk, timeout=30).raise_for_status()


class Guests:
    """Come one after the other, have a video made, look at it a few times, and go."""

    def __init__(self, urls: list[str], every_s: float) -> None:
        self._urls, self._every_s = urls, every_s
        self.over = threading.Event()
        self.begun: list[str] = []
        self.left: list[tuple[str, str]] = []
        """Where those were who went without a video: their address, and what their page said last."""
        self._crowd: list[threading.Thread] = []

    def come(self) -> None:
        """Until it is over."""
        number = 0
        while not self.over.wait(self._every_s):
            url = self._urls[number % len(self._urls)]
            guest = threading.Thread(target=self._visit, args=(url,), daemon=True)
            guest.start()
            self._crowd.append(guest)
            number += 1

    def leave(self) -> None:
        """Wait until the last has gone."""
        self.over.set()
        for guest in self._crowd:
            guest.join(60)

    def _visit(self, url: str) -> None:
        try:
            guest = Stranger(url.removeprefix("http://"))
        except BROKEN as error:
            self.left.append(("", f"{type(error).__name__} at the door"))
            return
        try:
            with guest:
                guest.come_in(PASSCODE)
                guest.open("new").look().press("create_example_seaside").press("create_submit")
                end = time.monotonic() + 30
                while "project=" not in guest.query and time.monotonic() < end:
                    guest.look()
                    self.over.wait(1)
                if "project=" not in guest.query:
                    self.left.append((guest.query, said_by(guest)))
                    return
                self.begun.append(guest.query.split("project=")[1].split("&")[0])
                for _ in range(5):
                    self.over.wait(3)
                    guest.look()
        except BROKEN as error:
            self.left.append((guest.query, f"{type(error).__name__} after: {said_by(guest)}"))


def said_by(page: Stranger) -> str:
    """What a person can read there, without what stands around every page."""
    return " | ".join(word for word in page.words if not word.startswith("<"))[:300]


def state_of(pid: int | None) -> str:
    """Memory, threads and open files of a process."""
    if pid is None:
        return "dead"
    status = Path(f"/proc/{pid}/status").read_text()
    mib = int(status.split("VmRSS:")[1].split()[0]) / 1024
    threads = int(status.split("Threads:")[1].split()[0])
    return f"{mib:.0f} MiB {threads} threads {len(list(Path(f'/proc/{pid}/fd').iterdir()))} files"


def projects_at(giggle: str) -> list[dict[str, Any]]:
    """The truth."""
    return list(requests.get(f"{giggle}/_demo/projects", timeout=30).json()["projects"])


def words_about(url: str, project_id: str) -> str:
    """What the page of a video says to who comes by its link."""
    with contextlib.suppress(*BROKEN), Stranger(url.removeprefix("http://")) as somebody:
        return said_by(somebody.open("watch", f"project={project_id}").look().look())
    return "(no page)"


def found_again(url: str, query: str) -> bool:
    """Whether who comes back to the address of a press is led to its video."""
    with contextlib.suppress(*BROKEN), Stranger(url.removeprefix("http://")) as guest:
        guest.come_in(PASSCODE)
        guest.open("new", query)
        for _ in range(20):  # who has no browser that tells what it keeps is led on after some seconds
            if "project=" in guest.look().query:
                return True
            time.sleep(1)
    return False


def main() -> int:
    """Do it all; 1 if something was charged twice or lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--replicas", type=int, default=3)
    parser.add_argument("--faults-percent", type=float, default=2.0, help="of each kind, in a hundred calls")
    parser.add_argument("--every", type=float, default=6.0, help="seconds between two guests (default %(default)s)")
    parser.add_argument("--rest", type=float, default=240.0, help="seconds for what is left at the end")
    chosen = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        DemoStudio(Path(folder) / "giggle", profile="tiny", step_s=1.0) as giggle,
    ):
        settings = {"GIGGLE_API_KEY": KEY, "GIGGLE_API_BASE": giggle.base_url, "MV_PASSCODE": PASSCODE}
        settings |= {"MV_DEMO_PROFILE": "tiny", **NO_LIMITS}
        with Replicas(chosen.replicas, port=0, environment=settings) as running:
            return soak(chosen, running, giggle.base_url)


def soak(chosen: argparse.Namespace, running: Replicas, giggle: str) -> int:
    """What happens between the start and the end of the replicas."""
    began = time.monotonic()
    weather = Weather(giggle, chosen.faults_percent)
    guests = Guests(running.replica_urls, chosen.every)
    coming = threading.Thread(target=guests.come, daemon=True)
    coming.start()
    moments = {
        chosen.minutes / 3: ("one replica killed and started again", lambda: (running.kill(0), running.start(0))),
        chosen.minutes * 2 / 3: ("the database stopped", running.stop_database),
        min(chosen.minutes * 2 / 3 + 1, chosen.minutes): ("the database started again", running.start_database),
    }
    minute = 0.0
    while minute < chosen.minutes:
        minute += 1
        for at in sorted(moments):
            if at <= minute:
                time.sleep(max(0.0, began + at * 60 - time.monotonic()))
                name, do = moments.pop(at)
                do()
                print(f"{at:5.1f} min: {name}", flush=True)
        time.sleep(max(0.0, began + minute * 60 - time.monotonic()))
        print(f"{minute:5.1f} min: {len(guests.begun)} begun; {'; '.join(map(state_of, running.pids))}", flush=True)
    coming_over(guests, coming)
    weather.end()
    hits = ", ".join(f"{count} of {call}" for call, count in sorted(weather.hits.items()))
    print(f"faults that hit: {hits}")
    return verdict(running, giggle, guests, time.monotonic() + chosen.rest)


def coming_over(guests: Guests, coming: threading.Thread) -> None:
    """Nobody comes any more."""
    guests.over.set()
    coming.join()
    guests.leave()


def verdict(running: Replicas, giggle: str, guests: Guests, until: float) -> int:
    """Wait for the rest, and compare what was begun with what came of it."""
    paid_states = "SELECT project_id, state, reason FROM payments"
    while time.monotonic() < until:
        truth = {one["project_id"]: one for one in projects_at(giggle)}
        if all(truth[project_id]["status"] in SETTLED for project_id in guests.begun):
            break
        time.sleep(2)
    with psycopg.connect(running.ledger_url.replace("postgresql+psycopg", "postgresql")) as database:
        payments = {project_id: (state, reason) for project_id, state, reason in database.execute(paid_states)}
    states = Counter(truth[project_id]["status"] for project_id in guests.begun)
    twice = [project_id for project_id, one in truth.items() if one["charges"] > 1]
    print(f"begun {len(guests.begun)} ({', '.join(f'{count} {state}' for state, count in states.items())})")
    known = set(guests.begun)
    paid = [name for name, one in truth.items() if one["charges"] and name not in known]
    print(f"  {len(guests.left)} guests went without a video; {len(paid)} videos were paid that nobody had seen begin")
    back = sum(found_again(running.replica_urls[0], query) for query, _words in guests.left if query)
    print(f"    {back} of them find it at the address where they were; what the others read:")
    for words, count in Counter(words for _query, words in guests.left).most_common(12):
        print(f"    {count} x {words}")
    print(f"  charges: {sum(one['charges'] for one in truth.values())}, twice: {len(twice)}")
    lost = 0
    for project_id in guests.begun:
        one = truth[project_id]
        if one["status"] == "completed":
            continue
        words = words_about(running.replica_urls[-1], project_id)
        state, reason = payments.get(project_id, ("no row", ""))
        asks = state == "unconfirmed"  # then the page of who began it does
        lost += not asks
        print(
            f"  {project_id}: {one['status']}, {one['pay_status']}, {one['charges']} charges; ledger {state} {reason}"
        )
        print(f"    {'waits for a word' if asks else 'LOST'}: {words}")
    print(f"at the end: {'; '.join(map(state_of, running.pids))}")
    return int(bool(twice or lost))


if __name__ == "__main__":
    sys.exit(main())
