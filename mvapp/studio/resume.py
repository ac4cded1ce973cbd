"""After a restart: what was begun with the owner's key goes on by itself, whether or not anybody opens its page."""

import logging
import threading
import time
from functools import cache
from typing import Final

from mvapp.studio.connection import Connection, owners_loan
from mvapp.studio.jobs import jobs
from mvclient import LedgerUnavailable

_LONGEST_S: Final = 3 * 86_400.0
"""A film that did not come within days is for a person to look at."""
_RETRY_S: Final = 30.0
_log = logging.getLogger(__name__)


def go_on() -> None:
    """Begin it, once in a process; the first visitor of any page brings it about."""
    connection = owners_loan()
    if connection is not None:
        _begin(connection)


@cache
def _begin(connection: Connection) -> None:
    threading.Thread(target=_follow_all, args=(connection,), name="mv-resume", daemon=True).start()


def _follow_all(connection: Connection) -> None:
    while True:
        try:
            ledger = connection.lent_ledger()
            unfinished = ledger.unfinished(since=time.time() - _LONGEST_S) if ledger is not None else []
        except LedgerUnavailable:
            time.sleep(_RETRY_S)
            continue
        for project_id in unfinished:
            jobs().follow(project_id, connection)
        if unfinished:
            _log.info("Going on with %d projects after a restart.", len(unfinished))
        return
