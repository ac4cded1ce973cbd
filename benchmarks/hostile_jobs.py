"""Ten thousand jobs under a hostile mix of faults: double charges and lost project ids, which must be zero.

    python benchmarks/hostile_jobs.py [jobs]

The plain reference in the same run is a driver without a ledger that looks, pays when payment is due, and takes an
answer that did not come as "not paid yet".
"""

import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "mvclient"))

from fake_clock import FakeClock
from hostile_jobs import JobInProcess, run_jobs_in_process

from mvclient import MVError
from mvclient.operations import PAY
from mvclient.progress import Progress
from mvclient.replies import Outcome


def plain_double_charges(jobs: int, seed: int) -> tuple[int, int]:
    """Pay the plain way; returns the charged and the doubly charged projects."""
    charged = doubled = 0
    dice = random.Random(seed)
    for _ in range(jobs):
        job = JobInProcess(random.Random(dice.random()))
        project = job.truth.project_waiting_for_payment(stale_looks=job.dice.choice([0, 0, 1, 2, 15, 60, 500]))
        calls = job.giggle.client(FakeClock(), None, key=f"plain-{id(job)}")._calls  # noqa: SLF001 - its parts
        for _ in range(30):
            try:
                look = calls.look(project.project_id)
                if isinstance(look, Progress) and look.is_paid:
                    break
                is_due = isinstance(look, Progress) and look.payment_due
                if is_due and calls.send(PAY, {"project_id": project.project_id}).outcome is Outcome.DONE:
                    break
            except (MVError, BaseException) as error:
                if isinstance(error, KeyboardInterrupt):
                    raise
        charged += project.charges > 0
        doubled += project.charges > 1
    return charged, doubled


def main() -> None:
    """Run and print."""
    jobs = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    began = time.perf_counter()
    tally = run_jobs_in_process(jobs, seed=20_260_217)
    took_s = time.perf_counter() - began
    charged, doubled = plain_double_charges(jobs, seed=20_260_217)
    print(
        f"{tally.jobs} jobs in {took_s:.0f} s, {tally.calls_faulted} calls faulted, {tally.pay_calls} pay calls arrived"
    )
    print("endings:", ", ".join(f"{count} {ending}" for ending, count in tally.endings.most_common()))
    print(f"mvclient: {tally.charged} charged, {tally.double_charges} charged twice, {tally.lost_ids} project ids lost")
    print(
        f"look, then pay again while due: {charged} charged, {doubled} charged twice ({doubled / max(charged, 1):.0%})"
    )
    sys.exit(1 if tally.double_charges or tally.lost_ids else 0)


if __name__ == "__main__":
    main()
