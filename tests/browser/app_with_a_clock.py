"""Starts Streamlit as `python -m streamlit` does, with a clock that a test can put forward.

Nothing in the app knows of it: how long a payment is waited for cannot be changed from outside. The seconds that the
clock is ahead stand in the file that `AHEAD_FILE` names.
"""

import os
import time
from pathlib import Path

from streamlit.web.cli import main

real_time, real_monotonic = time.time, time.monotonic
ahead = Path(os.environ["AHEAD_FILE"])
time.time = lambda: real_time() + float(ahead.read_text())
time.monotonic = lambda: real_monotonic() + float(ahead.read_text())

main()
