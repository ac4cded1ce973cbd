"""`python -m mvclient`: music videos from the command line."""

from __future__ import annotations

from mvclient.shell import run

run()
