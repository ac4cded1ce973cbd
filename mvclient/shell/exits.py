"""What the exit codes mean: one table, for programs and for `--help`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mvclient.errors import (
    InvalidRequest,
    KeyRefused,
    MissingKey,
    PaymentError,
    PictureError,
    RateLimited,
    SongError,
    StillRunning,
    TransportError,
    UntrustedConnection,
)

if TYPE_CHECKING:
    from mvclient.errors import MVError

DONE, FAILED, WRONG, KEY, LINE, PAYMENT, LATER, STOPPED = 0, 1, 2, 3, 4, 5, 6, 130

MEANINGS: Final = {
    DONE: "what was asked is done; the film is there",
    FAILED: "it failed: Giggle refused it, a step of the job failed, or a setting is wrong",
    WRONG: "the command, the picture or the song is wrong; nothing was sent",
    KEY: "there is no key, or Giggle does not take it",
    LINE: "Giggle could not be reached, or its answer got lost; try again",
    PAYMENT: "the payment waits for you: it was refused, not confirmed, not wanted, or the ledger cannot be used",
    LATER: "still running: after an hour, or nothing to save yet; or Giggle asks to slow down: watch again later",
    STOPPED: "stopped by Ctrl+C; the job goes on, and so can you",
}
_BY_ERROR: Final = (
    ((InvalidRequest, PictureError, SongError), WRONG),
    ((MissingKey, KeyRefused), KEY),
    ((TransportError, UntrustedConnection), LINE),
    ((PaymentError,), PAYMENT),
    ((StillRunning, RateLimited), LATER),
)


def exit_of(error: MVError) -> int:
    """The exit code of an error."""
    return next((code for kinds, code in _BY_ERROR if isinstance(error, kinds)), FAILED)


class Refused(Exception):
    """What ends a command and is not the client's to say: a sentence and its exit code."""

    def __init__(self, sentence: str, code: int) -> None:
        super().__init__(sentence)
        self.code = code
