"""What was begun with the owner's key goes on by itself after a restart, and when another replica of the app dies."""

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
_EVERY_S: Final = 15.0
_log = logging.getLogger(__name__)


def go_on() -> None:
    """Begin it, once in a process: as the server starts, or with the first visitor."""
    connection = owners_loan()
    if connection is not None:
        _begin(connection)


@cache
def _begin(connection: Connection) -> None:
    threading.Thread(target=_go_on, args=(connection,), name="mv-resume", daemon=True).start()


def _go_on(connection: Connection) -> None:
    has_begun = False
    while True:
        try:
            unfinished = _left_alone(connection, after_a_restart=not has_begun)
        except LedgerUnavailable:
            unfinished = None
        if unfinished is not None:
            has_begun = True
            for project_id in unfinished:
                jobs().open(project_id, connection)
            if unfinished:
                _log.info("Going on with %d projects that nobody watched any more.", len(unfinished))
            if connection.shared_watches() is None:
                return
        time.sleep(_EVERY_S)


def _left_alone(connection: Connection, *, after_a_restart: bool) -> list[str]:
    """The projects that nobody watches: after a restart all that are not finished, later those whose replica died."""
    ledger, watches = connection.lent_ledger(), connection.shared_watches()
    unfinished = ledger.unfinished(since=time.time() - _LONGEST_S) if ledger is not None else []
    if watches is None:
        return unfinished
    live, abandoned = watches.of_all(connection.account)
    return [one for one in unfinished if one in abandoned or (after_a_restart and one not in live)]
