"""The app where Streamlit Community Cloud would have it: 690 MB, half a core, twenty sessions that only look on.

    python benchmarks/community_cloud.py [--cores 0.5] [--megabytes 690]

Needs root and control groups that can be written to (the first or the second version); without them it runs unbounded,
and says so. It starts on an empty disk, as the Cloud does after a reboot: first answer, first page, one film with
the quality that the app chooses for such a machine; then the app is killed in the middle of a film and started again.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import tempfile
import time
from pathlib import Path

from attacker import App  # beside this file
from stranger import Stranger

GROUPS = Path("/sys/fs/cgroup")
NAME = f"mv-studio-{os.getpid()}"
IDLE = 20
LONGEST_S = 300.0


class Bounds:
    """A control group of our own; `note` says what of it could be had."""

    def __init__(self, cores: float, megabytes: int) -> None:
        memory, period = megabytes * 1_000_000, 100_000
        quota = round(cores * period)
        is_second = (GROUPS / "cgroup.controllers").exists()
        self._folders = [GROUPS / NAME] if is_second else [GROUPS / kind / NAME for kind in ("memory", "cpu")]
        wanted = (
            {"memory.max": memory, "memory.swap.max": 0, "cpu.max": f"{quota} {period}"}
            if is_second
            else {"memory.limit_in_bytes": memory, "cpu.cfs_period_us": period, "cpu.cfs_quota_us": quota}
        )
        had: set[str] = set()
        for folder in self._folders:
            with contextlib.suppress(OSError):
                folder.mkdir(exist_ok=True)
                for name, value in wanted.items():
                    with contextlib.suppress(OSError):
                        if (folder / name).exists():
                            (folder / name).write_text(str(value))
                            had.add(name)
        missing = [name for name in wanted if name not in had and name != "memory.swap.max"]
        self.note = f"without {', '.join(missing)}" if missing else f"{megabytes} MB, {cores:g} of a core"

    def enter(self) -> None:
        """Have this process, and all it starts, be within the bounds."""
        for folder in self._folders:
            with contextlib.suppress(OSError):
                (folder / "cgroup.procs").write_text(str(os.getpid()))

    def leave(self) -> None:
        """Have this process be outside of them again."""
        for folder in self._folders:
            with contextlib.suppress(OSError):
                (folder.parent / "cgroup.procs").write_text(str(os.getpid()))

    def remove(self) -> None:
        """Take the group away; nothing may be in it."""
        for folder in self._folders:
            with contextlib.suppress(OSError):
                folder.rmdir()


def started(bounds: Bounds, folder: Path) -> App:
    """The app within the bounds, as soon as it answers."""
    bounds.enter()
    try:
        return App(folder, "http://127.0.0.1:9", GIGGLE_API_KEY="", MV_DEMO_PROFILE="")
    finally:
        bounds.leave()


def begin_a_film(visitor: Stranger) -> str:
    """Have one of our songs made; returns the project's number."""
    visitor.open("new").look().press("create_example_seaside").press("create_submit")
    while "project=" not in visitor.query:
        visitor.look()
    return visitor.query.split("project=")[1].split("&")[0]


def seconds_until_the_film(visitor: Stranger) -> float:
    """How long it took; as if it had never come after five minutes."""
    began = time.perf_counter()
    while not visitor.look().says("Download"):
        if time.perf_counter() - began > LONGEST_S:
            return float("inf")
        time.sleep(0.5)
    return time.perf_counter() - began


def main() -> int:
    """One start, one film, one kill in the middle of another; 1 if it was ended by the bounds or a film never came."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cores", type=float, default=0.5)
    parser.add_argument("--megabytes", type=int, default=690)
    chosen = parser.parse_args()
    bounds = Bounds(chosen.cores, chosen.megabytes)
    print(bounds.note)
    with tempfile.TemporaryDirectory() as place:
        began = time.perf_counter()
        app = started(bounds, Path(place))
        answered_s = time.perf_counter() - began
        with contextlib.ExitStack() as idle:
            for _ in range(IDLE):
                idle.enter_context(Stranger(app.address)).open("new").look()
            visitor = idle.enter_context(Stranger(app.address))
            opened = time.perf_counter()
            visitor.open("new").look()
            page_s = time.perf_counter() - opened
            begin_a_film(visitor)
            film_s = seconds_until_the_film(visitor)
            print(
                f"answers after {answered_s:.1f} s, a page beside {IDLE} others {page_s:.2f} s, a film {film_s:.0f} s"
            )
            print(f"peak {app.peak_mib:.0f} MiB, {app.threads} threads")
            unfinished = begin_a_film(visitor)
        app.kill()
        app = started(bounds, Path(place))
        with Stranger(app.address) as visitor:
            visitor.open("watch", f"project={unfinished}")
            again_s = seconds_until_the_film(visitor)
        print(f"killed in the middle and started again: that film after {again_s:.0f} s")
        app.stop()
    bounds.remove()
    return int(max(film_s, again_s) == float("inf"))


if __name__ == "__main__":
    sys.exit(main())
