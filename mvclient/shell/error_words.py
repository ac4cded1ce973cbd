"""An error in words for whoever sits at a shell; the client's own speak of Python."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mvclient.errors import (
    FilmNotDelivered,
    JobFailed,
    KeyRefused,
    LedgerUnavailable,
    MissingKey,
    NeverArrived,
    PaymentRefused,
    PaymentUnconfirmed,
    RequestRefused,
    StillRunning,
    Unreachable,
)
from mvclient.progress import MUSIC_STEP
from mvclient.shell.places import is_on_this_machine
from mvclient.shell.step_names import step_name
from mvclient.visible_text import quoted

if TYPE_CHECKING:
    from mvclient.errors import MVError
    from mvclient.shell.going_on import NextCommand

_NO_PROJECT: Final = "404"
_OF_THE_SONG: Final = re.compile(r"\b(song|audio|sound|file)\b|歌|音频", re.IGNORECASE)

_ADVICE: Final = (
    (MissingKey, "Log in at https://giggle.pro, open API Key (API 密钥) on the left, and set it as GIGGLE_API_KEY."),
    (KeyRefused, "Check GIGGLE_API_KEY; the key may be mistyped or expired."),
    (PaymentUnconfirmed, "Check the orders at giggle.pro. Only {again} may charge a second time."),
    (PaymentRefused, "Check the credits at giggle.pro, then: {again} && {watch}"),
    (JobFailed, "To go on from the failed step: {retry}"),
    (NeverArrived, "Nothing was made of it. Send it again: {make}"),
    (StillRunning, "Nothing is lost. To go on: {watch}"),
    (FilmNotDelivered, "Look again later: {query}"),
    (LedgerUnavailable, "Make the ledger writable again, or name another file with --ledger."),
)  # fmt: skip
"""What to do next, in commands."""


def message_of(error: MVError) -> str:
    """What happened."""
    if _is_no_project(error):
        return f"There is no project {error.project_id}; look at the number."
    if isinstance(error, JobFailed) and error.operation == "watch":
        failed = error.progress.failed_sub_step if error.progress is not None else None
        where = f' at "{step_name(failed.name)}"' if failed is not None else ""
        return f"The job failed{where}{quoted(error.giggle_message)}."
    return error.message


def advice_of(error: MVError, go_on: NextCommand) -> str:
    """What to do next."""
    if _is_no_project(error):
        return ""
    if isinstance(error, Unreachable) and is_on_this_machine():
        return "Is the demo studio running? It is started, in a terminal of its own, by: python -m mvdemo"
    number = error.project_id
    if isinstance(error, JobFailed) and error.failed_step == MUSIC_STEP and _OF_THE_SONG.search(error.giggle_message):
        # The same file fails for the same reason as often as it is tried.
        return f"Bring another song: mv-studio make … --song FILE. To try this one again: {go_on.retry(number)}"
    told = next((advice for kind, advice in _ADVICE if isinstance(error, kind)), "")
    if not told:
        return error.advice
    return told.format(
        again=go_on.pay(number, "--again"),
        watch=go_on.watch(number),
        retry=go_on.retry(number),
        make=go_on.make_again(number),
        query=go_on.query(number),
    )


def _is_no_project(error: MVError) -> bool:
    is_of_one = bool(error.project_id) and error.operation in ("query", "pay", "retry", "submit")
    return isinstance(error, RequestRefused) and error.code == _NO_PROJECT and is_of_one
