"""A process killed at any point around the payment costs nobody a second charge, and its project goes on."""

import contextlib
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hostile_faults import UNSURE
from looks import some_of

from mvapp.studio.ledger import SQLLedger
from mvclient import PaymentUnconfirmed, StillRunning

PROGRAM = Path(__file__).with_name("paying_process.py")
POINTS = {
    # the point: (the row it leaves, how often Giggle has charged by then)
    "before reserve": (None, 0),
    "after reserve": ("sending", 0),
    "while Giggle reads": ("sending", 0),
    "when Giggle has charged": ("sending", 1),
    "before settle": ("sending", 1),
    "after settle": ("paid", 1),
    "before release": ("sending", 0),
    "after release": (None, 0),
}


@pytest.fixture
def killed_project(giggle, ledger_url, point):
    """A project whose driver was killed at `point`."""
    project = giggle.truth.project_waiting_for_payment()
    arguments = [sys.executable, str(PROGRAM), giggle.base_url, giggle.key, ledger_url, project.project_id, point]
    process = subprocess.Popen(arguments)

    def kill(*_args):
        process.kill()
        process.wait(10)

    if point == "while Giggle reads":
        giggle.on_received = lambda request: kill() if request.operation == "pay" else None
        giggle.script("pay", UNSURE[0])  # read and then forgotten
    elif point == "when Giggle has charged":
        giggle.on_processed["pay"] = kill
    elif point.endswith("release"):
        giggle.on_processed["query"] = giggle.shut_the_door
    assert process.wait(60) == -signal.SIGKILL
    if point.endswith("release"):
        giggle.on_processed.clear()
        giggle.open_the_door()
    return project


@pytest.mark.parametrize("point", POINTS)
def test_after_a_kill_the_row_says_what_is_known_and_nobody_pays_twice(
    giggle, make_api, ledger_url, killed_project, point
):
    state, charges = POINTS[point]
    ledger = SQLLedger(ledger_url)
    row = ledger.latest(killed_project.project_id)
    assert (row.state if row else None, killed_project.charges) == (state, charges)
    pays_before = len(giggle.calls("pay"))
    watch = make_api(ledger=ledger).watch(killed_project.project_id)
    if charges or state is None:
        *_, last = watch
        assert last.is_finished
        assert killed_project.charges == 1
    else:
        with pytest.raises(PaymentUnconfirmed):
            list(watch)
        assert killed_project.charges == 0
        assert make_api(ledger=ledger).pay(killed_project.project_id, again=True).state == "paid"
        assert killed_project.charges == 1
    assert len(giggle.calls("pay")) - pays_before == (0 if charges else 1)


@pytest.mark.parametrize("point", ["when Giggle has charged", "before settle", "after settle"])
def test_behind_stale_looks_the_next_driver_still_does_not_pay(giggle, make_api, ledger_url, killed_project, point):
    killed_project.stale_looks = 10_000
    for _ in range(2):
        with contextlib.suppress(PaymentUnconfirmed, StillRunning):
            some_of(make_api(ledger=SQLLedger(ledger_url), max_wait_s=200).watch(killed_project.project_id), 200)
    assert (killed_project.charges, len(giggle.calls("pay"))) == (1, 1)
