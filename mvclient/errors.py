"""Everything that can go wrong, as one tree.

::

    MVError
    ├── InvalidRequest       the request was wrong; nothing was sent (also a ValueError)
    ├── PictureError         the picture cannot be used; nothing was sent (also a ValueError)
    ├── SongError            the song's file cannot be used; nothing was sent (also a ValueError)
    ├── MissingKey           no API key was given
    ├── ConfigurationError   a wrong address or key; nothing was sent
    │   └── UntrustedConnection  whoever answered could not prove to be Giggle; nothing was sent
    ├── TransportError       the way to Giggle
    │   ├── Unreachable      surely nothing was sent
    │   ├── NoAnswer         sent perhaps; no whole answer came, so nobody can know
    │   └── UnreadableReply  an answer came that nobody can read
    ├── GiggleError          Giggle answered, and the answer is no
    │   ├── KeyRefused       401: Giggle does not know this key
    │   ├── RateLimited      429: Giggle asks to slow down
    │   └── RequestRefused   any other refusal
    ├── PaymentError         the one payment of a project
    │   ├── PaymentRefused      Giggle did not take the payment
    │   ├── PaymentUnconfirmed  two minutes of looking did not settle it; a person decides
    │   ├── PaymentNotAllowed   the ledger's owner does not allow it, or not now; nothing is paid
    │   └── LedgerUnavailable   the ledger cannot be written, so nothing is paid
    └── JobError             the job itself
        ├── JobFailed        a step failed; what is done is kept
        ├── NeverArrived     the project is there, but its song did not get to Giggle
        ├── StillRunning     the hour is over, the job is not; watch it again later
        └── FilmNotDelivered completed, but no link came within a minute

Each error carries what a person needs to act: see the fields of `MVError`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from mvclient.money import MONEY_MOVED, OF_MONEY_MOVED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mvclient.money import Money
    from mvclient.progress import Progress

MoneyMoved = Literal["no", "yes", "unknown"]


class MVError(Exception):
    """Something went wrong, in one sentence, with what to do next.

    Attributes:
        message: what happened, for a person.
        advice: what to do next, for a person.
        operation: `create`, `submit`, `query`, `pay`, `retry`, `presign`, `put_file`, `register`, `watch`, `save`
            or empty.
        project_id: the project it is about, empty before there is one.
        http_status: the HTTP status, None when no answer came.
        code: Giggle's own code as text, empty when there was none.
        uuid: Giggle's id of the reply, for its support.
        giggle_message: Giggle's own words, without secrets; show them as inert text.
        money: what is known of the project's money so far, see `mvclient.money`.
        money_moved: the same in three words: `no`, `yes` or `unknown`.
        has_arrived: whether the song got to Giggle, where that was asked; None where it was not, or nobody can know.
        progress: the last snapshot seen, if any.
    """

    advice = ""

    def __init__(
        self,
        message: str,
        *,
        advice: str | None = None,
        operation: str = "",
        project_id: str = "",
        http_status: int | None = None,
        code: str = "",
        uuid: str = "",
        giggle_message: str = "",
        money_moved: MoneyMoved = "no",
        money: Money | None = None,
        has_arrived: bool | None = None,
        progress: Progress | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        if advice is not None:
            self.advice = advice
        self.operation = operation
        self.project_id = project_id
        self.http_status = http_status
        self.code = code
        self.uuid = uuid
        self.giggle_message = giggle_message
        self.money: Money = money or OF_MONEY_MOVED[money_moved]
        self.has_arrived = has_arrived
        self.progress = progress

    @property
    def money_moved(self) -> MoneyMoved:
        """Whether the project has cost anything so far."""
        return MONEY_MOVED[self.money]

    def __str__(self) -> str:
        """The message, the advice and the project id, so that no printout loses the project."""
        parts = [self.message, self.advice]
        if self.project_id:
            parts.append(f"(project {self.project_id})")
        return " ".join(part for part in parts if part)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle by fields; `Progress` leaves its links behind by itself."""
        return (_rebuild, (type(self), self.__dict__.copy()))


def _rebuild(cls: type[MVError], fields: dict[str, Any]) -> MVError:
    error = cls.__new__(cls)
    error.args = (fields["message"],)
    error.__dict__.update(fields)
    return error


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a request."""

    field: str
    """The name of the `MVRequest` field."""
    reason: str
    """A stable word for programs: `blank`, `too_long`, `not_a_choice`, `no_picture`, `two_pictures`,
    `data_prefix`, `not_an_asset_id`, `not_a_picture`, `damaged`, `not_a_link`, `not_text`, `not_a_yes_or_no`, …"""
    message: str
    """One English sentence for a person."""


class InvalidRequest(MVError, ValueError):
    """The request is wrong; all its problems are in `problems`, and nothing was sent."""

    advice = "Nothing was sent, so this cost nothing."

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(problem.message for problem in self.problems))


class PictureError(MVError, ValueError):
    """The picture cannot be used.

    `reason` is a stable word: `too_large`, `not_a_picture`, `damaged`, `unreadable`, `too_complex`, or the kind of a
    file that is not taken: `heic`, `jpeg_xl`, `jpeg_2000`, `tiff`, `psd`, `ico`, `svg`, `pdf`, `video`.
    """

    advice = "Choose another picture. Nothing was sent."

    def __init__(self, message: str, *, reason: str) -> None:
        super().__init__(message)
        self.reason = reason


class SongError(MVError, ValueError):
    """The file of one's own song cannot be used.

    `reason` is a stable word: `not_audio`, `too_large`, `too_long`, `silent`, `protected`, `damaged`, `unreadable`, or
    the kind of a file that is not taken: `video`, `aac`, `wma`, `aiff`, `midi`, `rare`.
    """

    advice = "Choose another song. Nothing was sent."

    def __init__(self, message: str, *, reason: str) -> None:
        super().__init__(message)
        self.reason = reason


class MissingKey(MVError):
    """No API key was given."""

    advice = (
        'Log in at https://giggle.pro, open "API Key" (API 密钥) in the left sidebar, and pass the key as '
        "api_key=… or set the environment variable GIGGLE_API_KEY."
    )


class ConfigurationError(MVError):
    """An address, key or certificate that can never work; nothing was sent."""

    advice = "Correct the setting. This call was not sent, so it cost nothing."


class UntrustedConnection(ConfigurationError):
    """Whoever answered could not prove to be Giggle; nothing was sent.

    Mostly it is the network: a sign-in page of a hotel or a train, or a company's own certificate.
    """

    advice = (
        "Nothing was sent. Sign in to the network or change it; behind a company's own certificate, name its file in "
        "REQUESTS_CA_BUNDLE."
    )


class TransportError(MVError):
    """The way to Giggle failed."""


class Unreachable(TransportError):
    """Giggle could not be reached; surely nothing was sent."""

    advice = "Check the internet connection and try again."


class NoAnswer(TransportError):
    """No whole answer came; whether Giggle acted cannot be known."""

    advice = "Keep the project number and look again in some minutes."


class UnreadableReply(TransportError):
    """An answer came that nobody can read."""

    advice = "Keep the project number and look again in some minutes."


class GiggleError(MVError):
    """Giggle answered, and the answer is no."""


class KeyRefused(GiggleError):
    """Giggle does not know this key."""

    advice = "Check the API key; it may be mistyped or expired."


class RateLimited(GiggleError):
    """Giggle asks to slow down; `retry_after_s` is the pause in seconds."""

    advice = "Wait some minutes and try again."

    def __init__(self, message: str, *, retry_after_s: float, **fields: Any) -> None:  # noqa: ANN401 - MVError's own
        super().__init__(message, **fields)
        self.retry_after_s = retry_after_s


class RequestRefused(GiggleError):
    """Giggle refused the call."""

    advice = "Giggle's reason says what to change; the same call again will not help."


class PaymentError(MVError):
    """Something about the one payment of a project."""


class PaymentRefused(PaymentError):
    """Giggle did not take the payment; nothing is paid again without a person's word."""

    advice = "Check the credits at giggle.pro, then pay again on purpose: pay(project_id, again=True)."


class PaymentUnconfirmed(PaymentError):
    """Nobody can tell whether the payment was taken; nothing is paid again without a person's word."""

    advice = (
        "Look again later, or check the orders at giggle.pro. Only pay(project_id, again=True) pays again, "
        "and may charge twice."
    )


class LedgerUnavailable(PaymentError):
    """The payment ledger cannot be read or written, so nothing is paid."""

    advice = "Make the ledger writable again; then watch the project again."


class PaymentNotAllowed(PaymentError):
    """The ledger's owner does not allow this payment, or not now; its `reserve` may raise this, and nothing is paid."""

    advice = "Ask whoever runs the ledger; watching the project again tries again."

    def __init__(self, message: str, *, reason: str = "", **fields: Any) -> None:  # noqa: ANN401 - MVError's own
        super().__init__(message, **fields)
        self.reason = reason
        """The owner's word for it, for programs."""


class JobError(MVError):
    """Something about the job itself."""


class JobFailed(JobError):
    """A step of the job failed; what is done is kept.

    `failed_step` is the step to hand to `retry`, empty when Giggle named none.
    """

    advice = "Retry from the failed step: retry(project_id, step), then watch(project_id)."

    def __init__(self, message: str, *, failed_step: str = "", **fields: Any) -> None:  # noqa: ANN401 - MVError's own
        super().__init__(message, **fields)
        self.failed_step = failed_step


class NeverArrived(JobError):
    """The project is there, but its song did not get to Giggle: looks show nothing of it."""

    advice = "Nothing was made of it. Send it again: start(request, project_id=…)."


class StillRunning(JobError):
    """The waiting time is over, the job is not."""

    advice = "Nothing is lost: watch(project_id) goes on later."


class FilmNotDelivered(JobError):
    """Completed, but no link to the film came within a minute."""

    advice = "Look again later with query(project_id); if it stays so, contact Giggle's support."
