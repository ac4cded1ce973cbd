"""Starts Streamlit as `python -m streamlit` does, with a clock that a test can put forward.

Nothing in the app knows of it: how long a payment is waited for cannot be changed from outside. The seconds that the
clock is ahead stand in the file that `AHEAD_FILE` names; who waits for a time that has come by them is woken.
"""

import os
import threading
import time
from pathlib import Path

from streamlit.web.cli import main

LONGEST_NAP_S = 0.2

real_time, real_monotonic, real_wait = time.time, time.monotonic, threading.Event.wait
ahead = Path(os.environ["AHEAD_FILE"])
time.time = lambda: real_time() + float(ahead.read_text())
time.monotonic = lambda: real_monotonic() + float(ahead.read_text())


def wait(event: threading.Event, timeout: float | None = None) -> bool:
    """Wait for the event, but no longer than the clock says."""
    if timeout is None or timeout <= LONGEST_NAP_S:
        return real_wait(event, timeout)
    ends_at = time.monotonic() + timeout
    while (left_s := ends_at - time.monotonic()) > 0:
        if real_wait(event, min(left_s, LONGEST_NAP_S)):
            return True
    return event.is_set()


threading.Event.wait = wait

main()
