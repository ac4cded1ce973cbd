"""The one table of faults that can be armed, and what each needs to be told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from mvdemo.steps import PENDING, SUB_STEPS

if TYPE_CHECKING:
    from collections.abc import Callable

CALLS: Final = ("create", "submit", "query", "pay", "retry")
UPLOADING: Final = ("presign", "register")
OPERATIONS: Final = (*CALLS, *UPLOADING, "upload", "asset", "work")
"""The five calls, the three of a song that is brought (upload is the PUT), the fetching of a film or thumbnail, and
the work of the studio itself."""

REQUIRED: Final = object()
MOST_DELAY_S: Final = 600.0
MIB: Final = 1024 * 1024
MOST_SIZE: Final = 64 * MIB
PAGE_STATUSES: Final = tuple(status for status in range(200, 600) if status not in (204, 205, 304))
"""All but those whose answer has no body."""


@dataclass(frozen=True)
class Parameter:
    """One thing a kind of fault is told; `default` is REQUIRED where it must be."""

    name: str
    accepts: Callable[[Any], bool]
    values: str
    default: Any = REQUIRED


@dataclass(frozen=True)
class Kind:
    """One kind of fault; with `fits`, it waits for a query whose `data` it can spoil."""

    name: str
    operations: tuple[str, ...]
    effect: str
    parameters: tuple[Parameter, ...] = ()
    fits: Callable[[dict[str, Any]], bool] | None = None


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_seconds(value: object) -> bool:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return is_number and 0 <= value <= MOST_DELAY_S  # type: ignore[operator]  # a number by now


def _is_size(value: object) -> bool:
    return _is_count(value) and value <= MOST_SIZE  # type: ignore[operator]  # a number by now


def _is_one_of(*choices: object) -> Callable[[object], bool]:
    return lambda value: not isinstance(value, bool) and value in choices


def _is_header(value: object) -> bool:
    return _is_count(value) or (isinstance(value, str) and value.isascii() and value.isprintable())


def _is_due(data: dict[str, Any]) -> bool:
    return data.get("pay_status") == PENDING


def _is_completed(data: dict[str, Any]) -> bool:
    return data.get("status") == "completed"


def _processed(default: bool) -> Parameter:
    return Parameter("processed", _is_flag, "true or false", default)


ENVELOPED: Final = (*CALLS, *UPLOADING)
ANSWERED: Final = (*ENVELOPED, "upload", "asset")

KINDS: Final[dict[str, Kind]] = {
    kind.name: kind
    for kind in (
        Kind(
            "status",
            ANSWERED,
            "answers with an HTTP error",
            (
                Parameter("status", _is_one_of(*range(400, 600)), "400 to 599"),
                Parameter("retry_after", _is_header, "seconds or a date, for the header Retry-After", ""),
                Parameter("msg", _is_text, "text", "The demo studio was told to fail."),
                _processed(default=False),
            ),
        ),
        Kind(
            "envelope",
            ENVELOPED,
            "answers with HTTP 200 and this code and msg; when processed, with the real data",
            (
                Parameter("code", lambda _value: True, "any JSON"),
                Parameter("msg", _is_text, "text", "The demo studio was told to say no."),
                _processed(default=False),
            ),
        ),
        Kind(
            "late",
            ANSWERED,
            "processes the call and answers after a while",
            (Parameter("seconds", _is_seconds, "0 to 600"),),
        ),
        Kind("drop", ANSWERED, "closes the connection without an answer", (_processed(default=True),)),
        Kind("reset", ANSWERED, "breaks the connection off (RST) without an answer", (_processed(default=True),)),
        Kind(
            "hang",
            ANSWERED,
            "says nothing for a while, then closes the connection",
            (Parameter("seconds", _is_seconds, "0 to 600", MOST_DELAY_S), _processed(default=True)),
        ),
        Kind("half", ANSWERED, "closes the connection in the middle of the answer", (_processed(default=True),)),
        Kind(
            "drip",
            ANSWERED,
            "sends the head of the answer at once and spreads its body over a while; a web page when not processed",
            (Parameter("seconds", _is_seconds, "0 to 600"), _processed(default=True)),
        ),
        Kind(
            "huge",
            ANSWERED,
            "answers with blanks behind the answer up to this size; behind a web page when not processed",
            (Parameter("size", _is_size, "bytes, up to 64 MiB", 5 * MIB), _processed(default=True)),
        ),
        Kind("unreadable", ANSWERED, "answers with HTTP 200 and bytes that mean nothing", (_processed(default=True),)),
        Kind(
            "html",
            ANSWERED,
            "answers with a web page, as a gateway or a firewall does",
            (Parameter("status", _is_one_of(*PAGE_STATUSES), "200 to 599", 200), _processed(default=True)),
        ),
        Kind("empty", ANSWERED, "answers with HTTP 200 and nothing", (_processed(default=True),)),
        Kind("null-data", ENVELOPED, "answers success with data null", (_processed(default=True),)),
        Kind(
            "redirect",
            ANSWERED,
            "sends the caller elsewhere",
            (
                Parameter("location", _is_header, "an address", "/elsewhere"),
                Parameter("status", _is_one_of(301, 302, 303, 307, 308), "301, 302, 303, 307 or 308", 307),
                _processed(default=False),
            ),
        ),
        Kind("stale", ("query",), "answers as it did at the look before, without looking"),
        Kind("no-link", ("query",), "completed, but the film is not handed over yet", fits=_is_completed),
        Kind("pay-in-step", ("query",), "a payment due shows in current_step only", fits=_is_due),
        Kind("null-steps", ("query",), "steps is null"),
        Kind(
            "bare",
            ("query",),
            "leaves out or empties all that may be: error, completed_at, completed_steps, shot_count, "
            "duration, and video_asset before the end",
        ),
        Kind("new-words", ("query",), "adds a step, a sub-step and status words nobody knows"),
        Kind(
            "changed",
            ("query",),
            "puts these fields into data",
            (Parameter("fields", lambda value: isinstance(value, dict), "an object"),),
        ),
        Kind(
            "step-fails",
            ("work",),
            "a sub-step fails with this error",
            (
                Parameter("sub_step", _is_one_of(*SUB_STEPS), "one of the ten sub-steps"),
                Parameter("error", lambda value: _is_text(value) and bool(value), "text", "Told to fail."),
            ),
        ),
    )
}
