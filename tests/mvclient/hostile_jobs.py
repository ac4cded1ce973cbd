"""Many jobs under a hostile mix of faults: lost calls, stale looks, dying drivers, two at a time.

`run_jobs` counts what must be zero (double charges, lost project ids) and how the jobs ended.
"""

from __future__ import annotations

import abc
import random
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fake_clock import FakeClock
from giggle_in_process import AFTER, BEFORE, DEATHS, ODD_ANSWERS, Died, GiggleInProcess
from hostile_faults import KEY_REFUSED, KNOWN_REFUSALS, LIMITED, NOT_EVEN_READ, ODD, UNSURE, both_phases
from hostile_giggle import HostileGiggle

from mvclient import JobFailed, MemoryLedger, MVError, MVRequest, MVTrusteeAPI, NeverArrived, PaymentRefused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from giggle_truth import GiggleTruth

    from mvclient import Progress

FAULT_SHARES = {"create": 0.4, "submit": 0.5, "query": 0.25, "pay": 0.82, "retry": 0.5}
"""How many of the calls of each operation are faulted."""
REQUEST = MVRequest("A song", "prompt", "16:9", prompt="p", reference_image="asset")
ROUNDS = 5
WATCH_S = 300.0


@dataclass
class Tally:
    """What came of all the jobs."""

    jobs: int = 0
    calls_faulted: int = 0
    pay_calls: int = 0
    charged: int = 0
    double_charges: int = 0
    lost_ids: int = 0
    endings: Counter[str] = field(default_factory=Counter)


class HostileJob(abc.ABC):
    """One person's job from the button to the end, with everything that goes wrong on the way."""

    def __init__(self, dice: random.Random, truth: GiggleTruth) -> None:
        self.dice = dice
        self.truth = truth
        self.clock = FakeClock()
        self.ledger = MemoryLedger()
        self.known: set[str] = set()
        self.errors_without_id = 0

    @abc.abstractmethod
    def client(self) -> MVTrusteeAPI:
        """A new client of this job's account."""

    def run(self) -> str:
        """How it ended, in one word."""
        self.truth.template = {
            "fails_at": self.dice.choice(["", "", "", "GenerateMusic", "VideoGeneration", "IntelligentMerge"]),
            "late_link_looks": self.dice.choice([0, 0, 3]),
            "stale_looks": 0,
        }
        project_id = self._submitted()
        if not project_id:
            return "not created"
        ending = "nothing"
        for _ in range(ROUNDS):
            project = self.truth.projects[project_id]
            project.done = max(project.done, 2)
            project.stale_looks = self.dice.choice([0, 0, 0, 1, 2, 15, 30, 60])
            ending = self._round(project_id)
            if ending == "finished":
                break
        return ending

    def _submitted(self) -> str:
        for _ in range(3):
            told: list[str] = []
            try:
                self.client().start(REQUEST, on_created=told.append)
            except Died:
                pass  # the list of videos was written when the id was told
            except MVError as error:
                if error.project_id:
                    self.known.add(error.project_id)
            self.known.update(told)
            if told:
                return told[0]
        return ""

    def _round(self, project_id: str) -> str:
        """One or two drivers, each as another process, watch for a while by turns."""
        watches = [self.client().watch(project_id) for _ in range(self.dice.choice([1, 1, 2]))]
        patience = self.dice.choice([5, 10, 25])
        ending = "left"
        for _ in range(patience):
            watch = self.dice.choice(watches)
            ending = self._one_look(watch, project_id)
            if ending != "looking":
                return ending
        return "left"

    def _one_look(self, watch: Iterator[Progress], project_id: str) -> str:
        try:
            return "finished" if next(watch).is_finished else "looking"
        except Died:
            return "died"
        except StopIteration:
            return "over"
        except JobFailed as error:
            step = error.failed_step
            self._press(lambda api: api.retry(project_id, step))
            return "failed"
        except NeverArrived:
            self._press(lambda api: api.start(REQUEST, project_id=project_id))
            return "never arrived"
        except PaymentRefused:
            # "Go on", which no card warns of: it must not charge twice. After an unconfirmed one, whose card warns,
            # this person never pays again.
            self._press(lambda api: api.pay(project_id, again=True))
            return "refused"
        except MVError as error:
            self.errors_without_id += error.project_id != project_id
            return type(error).__name__

    def _press(self, button: Callable[[MVTrusteeAPI], object]) -> None:
        try:
            button(self.client())
        except (MVError, Died):
            return


class JobInProcess(HostileJob):
    """A job at a Giggle without sockets; its drivers die as well."""

    def __init__(self, dice: random.Random) -> None:
        self.faulted = 0
        self.giggle = GiggleInProcess(self._fault)
        super().__init__(dice, self.giggle.truth)

    def _fault(self, operation: str) -> str | None:
        if self.dice.random() >= FAULT_SHARES[operation]:
            return None
        self.faulted += 1
        faults = (*BEFORE, *AFTER, *DEATHS)
        if operation == "query":
            faults = ("not-sent", "lost", "lost-after", "trouble", "limited", "dies-after", *ODD_ANSWERS)
        return self.dice.choice(faults)

    def client(self) -> MVTrusteeAPI:
        api = self.giggle.client(self.clock, self.ledger, key=f"key-{id(self)}")
        object.__setattr__(api._calls, "max_wait_s", WATCH_S)
        return api


class JobOverSockets(HostileJob):
    """A job at a Giggle on a real socket."""

    LOST = tuple(fault for fault in UNSURE if fault.name not in ("too-long", "gzip-bomb", "deep", "deep-dict"))
    FAULTS = (*both_phases((*LOST, *ODD)), *NOT_EVEN_READ, *LIMITED, *KEY_REFUSED, *KNOWN_REFUSALS)
    """A 429 is a clear "not now", and so are too few credits: they never come after the work was done."""
    FAULTS_OF_A_LOOK = (*both_phases((*LOST, *ODD, LIMITED[0])), *NOT_EVEN_READ)

    def __init__(self, dice: random.Random, giggle: HostileGiggle) -> None:
        super().__init__(dice, giggle.truth)
        self.giggle = giggle
        self.faulted = 0
        giggle.choose_fault = self._fault

    def _fault(self, operation: str):
        if self.dice.random() >= FAULT_SHARES.get(operation, 0):
            return None
        self.faulted += 1
        return self.dice.choice(self.FAULTS_OF_A_LOOK if operation == "query" else self.FAULTS)

    def client(self) -> MVTrusteeAPI:
        return MVTrusteeAPI(
            self.giggle.key,
            base_url=self.giggle.base_url,
            ledger=self.ledger,
            sleep=self.clock.sleep,
            clock=self.clock,
            max_wait_s=WATCH_S,
        )


def run_jobs_in_process(jobs: int, seed: int) -> Tally:
    """Run jobs without sockets, each at a Giggle of its own."""
    tally, dice = Tally(), random.Random(seed)
    for _ in range(jobs):
        job = JobInProcess(random.Random(dice.random()))
        _count(tally, job, job.run())
        tally.calls_faulted += job.faulted
        tally.pay_calls += job.giggle.pays_received
    return tally


def run_jobs_over_sockets(jobs: int, seed: int) -> Tally:
    """Run jobs over real connections, one after the other."""
    tally, dice = Tally(), random.Random(seed)
    with HostileGiggle() as giggle:
        for _ in range(jobs):
            giggle.truth.projects.clear()
            job = JobOverSockets(random.Random(dice.random()), giggle)
            _count(tally, job, job.run())
            tally.calls_faulted += job.faulted
        tally.pay_calls = len(giggle.calls("pay"))
    return tally


def _count(tally: Tally, job: HostileJob, ending: str) -> None:
    tally.jobs += 1
    tally.endings[ending] += 1
    tally.lost_ids += job.errors_without_id
    for project in job.truth.projects.values():
        tally.charged += project.charges > 0
        tally.double_charges += project.charges > 1
        tally.lost_ids += project.is_submitted and project.project_id not in job.known
