"""Jobs by the hundred under a hostile mix of faults: none is charged twice, none is lost. `benchmarks` has more."""

from hostile_jobs import run_jobs_in_process, run_jobs_over_sockets


def assert_hostile_and_harmless(tally, jobs):
    assert tally.jobs == jobs
    assert tally.double_charges == 0
    assert tally.lost_ids == 0
    # It was hostile, and jobs came through all the same.
    assert tally.calls_faulted > 3 * jobs
    assert tally.charged > 0.3 * jobs
    assert tally.endings["finished"] > 0.2 * jobs


def test_sixty_jobs_over_sockets():
    assert_hostile_and_harmless(run_jobs_over_sockets(60, seed=1), 60)


def test_three_hundred_jobs_with_dying_drivers():
    assert_hostile_and_harmless(run_jobs_in_process(300, seed=2), 300)
