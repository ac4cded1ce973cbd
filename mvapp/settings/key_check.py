"""One question to Giggle whether it takes a key, asked in a thread, so that the page can be used meanwhile."""

import math
import threading
import time
from typing import Literal

from mvapp.studio.connection import Connection
from mvapp.studio.studios import GIGGLE
from mvclient import ConfigurationError, KeyRefused, MissingKey, MVTrusteeAPI, RateLimited

Verdict = Literal["good", "refused", "busy", "unsure", "malformed", "address"]


class KeyCheck:
    """A check of a connection's key; it is over within seconds, whatever Giggle or the network do."""

    def __init__(self, connection: Connection, *, is_new: bool) -> None:
        self.connection = connection
        self.is_new = is_new
        """Whether the key was just typed, and is in use only after this."""
        self.verdict: Verdict | None = None
        self._pause_ends_at = 0.0
        try:
            api = MVTrusteeAPI(connection.key, base_url=connection.studio.base_url)
        except (ConfigurationError, MissingKey):
            self.verdict = "address" if _can_be_a_key(connection.key) else "malformed"
            return
        self._thread = threading.Thread(target=self._ask, args=(api,), name="mv-key-check", daemon=True)
        try:
            self._thread.start()
        except RuntimeError:  # no thread left on this machine
            self.verdict = "unsure"

    @property
    def minutes_left(self) -> int:
        """Of the pause that Giggle asked for."""
        return max(1, math.ceil((self._pause_ends_at - time.monotonic()) / 60))

    def _ask(self, api: MVTrusteeAPI) -> None:
        try:
            api.check_key()
        except KeyRefused:
            self.verdict = "refused"
        except RateLimited as limited:
            self._pause_ends_at = time.monotonic() + limited.retry_after_s
            self.verdict = "busy"
        except Exception:  # noqa: BLE001 - whatever it was: the page must not wait for a verdict for ever
            self.verdict = "unsure"
        else:
            self.verdict = "good"


def _can_be_a_key(text: str) -> bool:
    try:
        MVTrusteeAPI(text, base_url=GIGGLE.base_url)
    except (ConfigurationError, MissingKey):
        return False
    return True
