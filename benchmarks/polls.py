"""Polls spent, and the delay between "completed" at the server and the snapshot at the caller.

    python benchmarks/polls.py [jobs]

Ours, for 1 to 200 watches that share a key, against plain polling every 3 s in the same simulated jobs. Time is
simulated; the client is the real one above its gate.
"""

import contextlib
import itertools
import random
import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "mvclient"))

from fake_clock import FakeClock
from giggle_in_process import GiggleInProcess
from giggle_truth import MUSIC_SUB_STEPS, Project

from mvclient import MemoryLedger
from mvclient.operations import QUERY, Operation
from mvclient.replies import Reply

# Seconds of the ten sub-steps in the one documented run.
USUAL_S = (50, 25, 3, 15, 30, 80, 25, 375, 30, 30)


class TimedGiggle(GiggleInProcess):
    """Projects that move on by the clock."""

    def __init__(self, clock: FakeClock, dice: random.Random) -> None:
        super().__init__()
        self.clock = clock
        speed = dice.uniform(0.3, 1.0)
        self.lengths = [seconds * speed * dice.uniform(0.8, 1.2) for seconds in USUAL_S]
        self.began = clock.now
        self.paid_at: float | None = None
        self.looks = 0

    def project(self) -> Project:
        """A submitted project that does not move by looks."""
        project = self.truth.new_project()
        project.move = lambda: None
        return project

    @property
    def completed_at(self) -> float:
        """When the film is there, once it is paid."""
        return (self.paid_at or 0.0) + sum(self.lengths[MUSIC_SUB_STEPS:])

    def send(self, operation: Operation, fields: dict[str, object]) -> Reply:
        """Move to now, then answer."""
        (project,) = self.truth.projects.values()
        self.looks += operation is QUERY
        ends = list(itertools.accumulate(self.lengths[:MUSIC_SUB_STEPS], initial=self.began))[1:]
        if self.paid_at is not None:
            ends += list(itertools.accumulate(self.lengths[MUSIC_SUB_STEPS:], initial=self.paid_at))[1:]
        project.done = sum(end <= self.clock.now for end in ends)
        if operation.name == "pay":
            self.paid_at = self.clock.now
        return super().send(operation, fields)


def ours(dice: random.Random, watches: int) -> tuple[int, float]:
    """Watch one job while `watches - 1` others share the key; returns its polls and its delay."""
    clock = FakeClock()
    giggle = TimedGiggle(clock, dice)
    api = giggle.client(clock, MemoryLedger(), key="one-key")
    project = giggle.project()
    clock.now += dice.uniform(0, 3)
    with contextlib.ExitStack() as others:
        for _ in range(watches - 1):
            others.enter_context(api._calls.account.watching())  # noqa: SLF001 - the others' part of the budget
        for progress in api.watch(project.project_id):
            if progress.is_finished:
                return giggle.looks, progress.observed_at - giggle.completed_at
    raise AssertionError("a watch ends finished")


def plain(dice: random.Random) -> tuple[int, float]:
    """Poll every 3 s and pay when asked."""
    clock = FakeClock()
    giggle = TimedGiggle(clock, dice)
    project = giggle.project()
    clock.now += dice.uniform(0, 3)
    fields: dict[str, object] = {"project_id": project.project_id}
    api = giggle.client(clock, None, key="plain")
    while True:
        progress = api._calls.look(project.project_id)  # noqa: SLF001 - one look without any rules
        if progress.is_finished:
            return giggle.looks, clock.now - giggle.completed_at
        if progress.payment_due:
            giggle.send(Operation("pay", "POST", "", QUERY.deadline), fields)
        clock.sleep(3)


def main() -> None:
    """Simulate and print."""
    jobs = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    print(f"{'':14} {'polls/job':>9} {'polls/s of the key':>19} {'delay mean':>11} {'worst':>8}   ours : plain")
    dice = random.Random(1)
    reference = [plain(dice) for _ in range(jobs)]
    polls, delay = statistics.mean(p for p, _ in reference), statistics.mean(d for _, d in reference)
    worst = max(d for _, d in reference)
    print(f"{'plain, any N':14} {polls:9.0f} {'N / 3':>19} {delay:9.1f} s {worst:6.1f} s")
    for watches in (1, 15, 50, 200):
        dice = random.Random(1)
        results = [ours(dice, watches) for _ in range(jobs)]
        our_polls, our_delay = statistics.mean(p for p, _ in results), statistics.mean(d for _, d in results)
        interval = max(3.0, watches / 5)
        print(
            f"{f'ours, N = {watches}':14} {our_polls:9.0f} {watches / interval:19.1f} {our_delay:9.1f} s "
            f"{max(d for _, d in results):6.1f} s   polls {our_polls / polls:.2f}, delay {our_delay / delay:.2f}"
        )


if __name__ == "__main__":
    main()
