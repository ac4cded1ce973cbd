"""From a `Reply` that is not a success to the error a person can act on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mvclient.account import pause_s
from mvclient.errors import (
    ConfigurationError,
    KeyRefused,
    MVError,
    NoAnswer,
    PaymentRefused,
    RateLimited,
    RequestRefused,
    TransportError,
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
    "presign": "take the song",
    "put_file": "store the song",
    "register": "keep the song",
    "save": "hand over the film",
}
_OF_UPLOADS = "Nothing was charged. Send the song again in some minutes."
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
    """The error for a reply that is no success."""
    fields: dict[str, Any] = {}
    if reply.outcome is Outcome.LIMITED:
        fields["retry_after_s"] = pause_s(reply.retry_after_s)
    kind, sentence = _kind_and_sentence(reply, operation)
    if operation.name in ("presign", "put_file", "register") and issubclass(kind, TransportError):
        fields["advice"] = _OF_UPLOADS  # there is no project yet to keep the number of
    return kind(
        sentence,
        operation=operation.name,
        project_id=project_id,
        http_status=reply.http_status,
        code=reply.code,
        uuid=reply.uuid,
        giggle_message=reply.msg,
        money=money,
        has_arrived=has_arrived,
        progress=progress,
        **fields,
    )


def _kind_and_sentence(reply: Reply, operation: Operation) -> tuple[type[MVError], str]:
    purpose, said, detail = _PURPOSES[operation.name], _said(reply), reply.detail
    match reply.outcome:
        case Outcome.KEY_REFUSED:
            return KeyRefused, f"Giggle does not know this API key, so it did not {purpose}{said}."
        case Outcome.LIMITED:
            return RateLimited, f"Giggle asks to slow down and did not {purpose}{said}."
        case Outcome.NOT_SENT:
            return Unreachable, f"Giggle could not be reached to {purpose} ({detail})."
        case Outcome.MISCONFIGURED if detail.startswith(_CERTIFICATE_TROUBLE):
            who = "Whoever answered could not prove to be Giggle"
            return UntrustedConnection, f"{who}, so nothing was sent to {purpose} ({detail})."
        case Outcome.MISCONFIGURED:
            wrong = "The address of the API or its certificate is wrong"
            return ConfigurationError, f"{wrong}; could not {purpose} ({detail})."
        case Outcome.UNSURE if reply.http_status is None:
            return NoAnswer, f"Giggle gave no whole answer when asked to {purpose} ({detail})."
        case Outcome.UNSURE if reply.http_status is not None and reply.http_status >= 500:  # noqa: PLR2004 - its own trouble
            return NoAnswer, f"Giggle has trouble and could not {purpose} ({detail}){said}."
        case Outcome.UNSURE | Outcome.DONE:
            return UnreadableReply, f"Giggle's answer when asked to {purpose} cannot be used ({detail})."
        case _:
            kind = PaymentRefused if operation.name == "pay" else RequestRefused
            return kind, f"Giggle refused to {purpose}{said or f' ({detail})'}."


def _said(reply: Reply) -> str:
    """Quote Giggle's words inside a sentence."""
    words = beginning(" ".join(reply.msg.split()), 300).rstrip(".")
    code = f" (code {reply.code})" if reply.code and reply.outcome is Outcome.REFUSED else ""
    return f': "{words}"{code}' if words else code
