"""From a `Reply` that is not a success to the error a person can act on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mvclient.account import MAX_PAUSE_S, MIN_PAUSE_S
from mvclient.errors import (
    ConfigurationError,
    KeyRefused,
    MVError,
    NoAnswer,
    PaymentRefused,
    RateLimited,
    RequestRefused,
    Unreachable,
    UnreadableReply,
    UntrustedConnection,
)
from mvclient.replies import Outcome, Reply
from mvclient.visible_text import beginning

if TYPE_CHECKING:
    from mvclient.money import Money
    from mvclient.operations import Operation
    from mvclient.progress import Progress

_PURPOSES = {
    "create": "create the project",
    "submit": "submit the song",
    "query": "look at the project",
    "pay": "pay for the project",
    "retry": "retry the step",
}
_CERTIFICATE_TROUBLE = ("SSLError", "SSLCertVerificationError")


def error_from(
    reply: Reply,
    operation: Operation,
    *,
    project_id: str = "",
    money: Money = "nothing",
    has_arrived: bool | None = None,
    progress: Progress | None = None,
) -> MVError:
    """Return the error for a reply that is no success."""
    purpose = _PURPOSES[operation.name]
    fields: dict[str, Any] = {
        "operation": operation.name,
        "project_id": project_id,
        "http_status": reply.http_status,
        "code": reply.code,
        "uuid": reply.uuid,
        "giggle_message": reply.msg,
        "money": money,
        "has_arrived": has_arrived,
        "progress": progress,
    }
    said = _said(reply)
    match reply.outcome:
        case Outcome.KEY_REFUSED:
            return KeyRefused(f"Giggle does not know this API key, so it did not {purpose}{said}.", **fields)
        case Outcome.LIMITED:
            seconds = min(max(reply.retry_after_s or 0.0, MIN_PAUSE_S), MAX_PAUSE_S)
            return RateLimited(
                f"Giggle asks to slow down and did not {purpose}{said}.", retry_after_s=seconds, **fields
            )
        case Outcome.NOT_SENT:
            return Unreachable(f"Giggle could not be reached to {purpose} ({reply.detail}).", **fields)
        case Outcome.MISCONFIGURED if reply.detail.startswith(_CERTIFICATE_TROUBLE):
            return UntrustedConnection(
                f"Whoever answered could not prove to be Giggle, so nothing was sent to {purpose} ({reply.detail}).",
                **fields,
            )
        case Outcome.MISCONFIGURED:
            return ConfigurationError(
                f"The address of the API or its certificate is wrong; could not {purpose} ({reply.detail}).",
                **fields,
            )
        case Outcome.UNSURE if reply.http_status is None:
            return NoAnswer(f"Giggle gave no whole answer when asked to {purpose} ({reply.detail}).", **fields)
        case Outcome.UNSURE if reply.http_status is not None and reply.http_status >= 500:  # noqa: PLR2004 - its own trouble
            return NoAnswer(f"Giggle has trouble and could not {purpose} ({reply.detail}){said}.", **fields)
        case Outcome.UNSURE | Outcome.DONE:
            return UnreadableReply(
                f"Giggle's answer when asked to {purpose} cannot be used ({reply.detail}).", **fields
            )
        case _:
            refused = PaymentRefused if operation.name == "pay" else RequestRefused
            return refused(f"Giggle refused to {purpose}{said or f' ({reply.detail})'}.", **fields)


def _said(reply: Reply) -> str:
    """Quote Giggle's words inside a sentence."""
    words = beginning(" ".join(reply.msg.split()), 300).rstrip(".")
    code = f" (code {reply.code})" if reply.code and reply.outcome is Outcome.REFUSED else ""
    return f': "{words}"{code}' if words else code
