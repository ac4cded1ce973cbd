"""What is known of a call: the envelope, and the column of the table of what may be repeated."""

from __future__ import annotations

import email.utils
import enum
import json
import re
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mvclient.money import speaks_of_missing_credits
from mvclient.progress_from_reply import plain_text
from mvclient.visible_text import beginning

if TYPE_CHECKING:
    from collections.abc import Callable


class Outcome(enum.Enum):
    """What is known of a call: the columns of the table of what may be repeated."""

    DONE = "code 0 or 200"
    REFUSED = "a clear no"
    KEY_REFUSED = "401"
    LIMITED = "429"
    NOT_SENT = "surely not sent"
    UNSURE = "no answer, half an answer, 5xx, or an unreadable 2xx"
    MISCONFIGURED = "can never be sent"


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of one call, without secrets but for `data`."""

    outcome: Outcome
    http_status: int | None = None
    code: str = ""
    msg: str = ""
    uuid: str = ""
    data: Any = field(default=None, repr=False)
    retry_after_s: float | None = None
    detail: str = ""
    """What happened on the way, in words, when there is no `msg`."""

    @property
    def is_known_refusal(self) -> bool:
        """Whether it is a no to a payment that means it: 401, 402, or words about too few credits."""
        says_402 = self.http_status == 402 or self.code == "402"  # noqa: PLR2004 - payment required
        is_about_credits = self.outcome is Outcome.REFUSED and (says_402 or speaks_of_missing_credits(self.msg))
        return self.outcome is Outcome.KEY_REFUSED or is_about_credits

    @property
    def is_odd(self) -> bool:
        """Whether it is a no that a look at a project we know does not mean: a firewall's page, a redirect, a slip."""
        return self.outcome in (Outcome.REFUSED, Outcome.KEY_REFUSED, Outcome.MISCONFIGURED)


def read_reply(
    status: int,
    body: bytes | None,
    *,
    retry_after: str | None,
    date: str | None = None,
    clean: Callable[[str], str],
) -> Reply:
    """Read an answer.

    Args:
        status: the HTTP status.
        body: the whole body; None when it broke off or was too long.
        retry_after: the header, if any.
        date: the header, if any; this machine's own date may be wrong.
        clean: takes secrets out of Giggle's words.
    """
    envelope = _parsed(body)
    code = _code(envelope.get("code")) if envelope is not None else ""
    outcome = _outcome(status, code, is_readable=envelope is not None)
    if envelope is None:
        return Reply(outcome, http_status=status, detail=f"HTTP {status}, unreadable")
    return Reply(
        outcome,
        http_status=status,
        code=clean(code),
        msg=clean(plain_text(envelope.get("msg"))),
        uuid=clean(plain_text(envelope.get("uuid"))),
        data=envelope.get("data"),
        retry_after_s=_retry_after_s(retry_after, date) if outcome is Outcome.LIMITED else None,
        detail=f"HTTP {status}",
    )


def file_outcome(status: int) -> Outcome:
    """What is known of a file at a signed address; `KEY_REFUSED`: its signature is not taken, or not any more."""
    if 200 <= status < 300:  # noqa: PLR2004 - successes
        return Outcome.DONE
    if status in (401, 403):
        return Outcome.KEY_REFUSED
    # Storage that asks to slow down says nothing of the key, so it is asked again like one in trouble.
    is_trouble = status >= 500 or status < 200 or status in (408, 425, 429)  # noqa: PLR2004 - the server's own trouble
    return Outcome.UNSURE if is_trouble else Outcome.REFUSED


def _outcome(status: int, code: str, *, is_readable: bool) -> Outcome:
    if status >= 500 or status < 200:  # noqa: PLR2004 - the server's own trouble, or no end yet
        return Outcome.UNSURE
    is_success_status = 200 <= status < 300  # noqa: PLR2004 - successes
    if is_success_status and not is_readable:
        return Outcome.UNSURE
    if status == 429 or code == "429":  # noqa: PLR2004 - too many requests
        return Outcome.LIMITED
    if status == 401 or code == "401":  # noqa: PLR2004 - no such key
        return Outcome.KEY_REFUSED
    if is_success_status and code in ("0", "200"):
        return Outcome.DONE
    return Outcome.REFUSED


def _code(value: object) -> str:
    """Giggle's code as text; `true`, null and missing are no code at all."""
    if isinstance(value, bool):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int):
        return str(value) if abs(value) < 10**9 else "?"
    return beginning(plain_text(value), 64)


def _parsed(body: bytes | None) -> dict[str, Any] | None:
    if body is None:
        return None
    try:
        envelope = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return envelope if isinstance(envelope, dict) else None


def _retry_after_s(value: str | None, date: str | None) -> float | None:
    if not value:
        return None
    if re.fullmatch(r"\s*\d{1,9}(\.\d*)?\s*", value):
        return float(value)
    until, now = _moment(value), _moment(date or "")
    return None if until is None else max(0.0, until - (time.time() if now is None else now))


def _moment(value: str) -> float | None:
    try:
        return email.utils.parsedate_to_datetime(value).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
