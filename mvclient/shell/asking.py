"""Asking the person at the terminal: for the key, and before money is spent."""

from __future__ import annotations

import getpass
import os
import sys
from typing import TYPE_CHECKING

from mvclient.shell.exits import PAYMENT, Refused

if TYPE_CHECKING:
    from mvclient.progress import Progress

COST = "A film usually costs about 580 credits (5.80 USD)."


def the_key() -> str:
    """The key from GIGGLE_API_KEY or, on a terminal, from the person, unseen; "" where nobody can be asked."""
    key = os.environ.get("GIGGLE_API_KEY", "").strip()
    if key or not sys.stdin.isatty():
        return key
    return getpass.getpass("Giggle API key (giggle.pro, left sidebar, API Key): ").strip()


def may_pay(progress: Progress, to_pay: str) -> bool:
    """Ask the person, once: a no ends the command instead of being asked again at the next look.

    `to_pay` is the command that pays and goes on.
    """
    doubt = "" if progress.was_there else " Whether it was paid before is not known here."
    sys.stderr.write(f"\n{COST}{doubt} Pay for project {progress.project_id} now? [y/N] ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().lower() in ("y", "yes"):
        return True
    raise Refused(f"Not paid. The song is kept; to pay and go on: {to_pay}", PAYMENT)
