"""What is said while it goes on: a bar on a terminal, a line of JSON for each look in a pipe."""

from __future__ import annotations

import json
import shutil
import sys
from typing import TYPE_CHECKING, Any

from mvclient.money import money_known
from mvclient.shell.error_words import advice_of, message_of
from mvclient.shell.step_names import step_name

if TYPE_CHECKING:
    from mvclient.errors import MVError
    from mvclient.ledger import Payment
    from mvclient.progress import Progress
    from mvclient.shell.going_on import NextCommand
    from mvclient.uploading import Asset

_BAR_CELLS = 24
_WORDS_OF_A_PAYMENT = {
    "sending": "The payment is on its way.",
    "refused": "The song is ready; Giggle refused the payment.",
    "unconfirmed": "The song is ready; the payment could not be confirmed.",
}


def inert(text: str) -> str:
    """Somebody else's words, without what a terminal would obey."""
    return "".join(character if character.isprintable() else " " for character in text)


def note(sentence: str) -> None:
    """Say something to the person, beside what a program reads."""
    sys.stderr.write(f"{inert(sentence)}\n")
    sys.stderr.flush()


def sentences(error: MVError, go_on: NextCommand) -> str:
    """What happened, what to do next, and the project's number, so that no printout loses it."""
    told = " ".join(part for part in (message_of(error), advice_of(error, go_on)) if part)
    is_told = not error.project_id or error.project_id in told
    return told if is_told else f"{told} (project {error.project_id})"


class Lines:
    """JSON, for programs."""

    def __init__(self, go_on: NextCommand, *, is_pretty: bool) -> None:
        self._go_on = go_on
        self._indent = 2 if is_pretty else None

    def number(self, project_id: str) -> None:
        """Tell the number as soon as there is one: it is all that is needed to go on."""
        self._say({"project_id": project_id})

    def look(self, progress: Progress) -> None:
        """Tell how it stands."""
        self._say(as_json(progress))

    def sent(self, _sent: int, _of: int) -> None:
        """Tell nothing: how much went is for people."""

    def asset(self, asset: Asset) -> None:
        """Tell the id of a song."""
        self._say({"asset_id": asset.asset_id, "name": asset.name, "type": asset.type})

    def receipt(self, payment: Payment, *, is_charged_now: bool) -> None:
        """Tell what came of a payment."""
        facts = {"project_id": payment.project_id, "payment": _payment_as_json(payment)}
        self._say({**facts, "is_charged_now": is_charged_now})

    def paid(self, _payment: Payment) -> None:
        """Tell nothing: each look has the receipt."""

    def done(self, sentence: str, **facts: Any) -> None:  # noqa: ANN401 - JSON
        """Tell what was done."""
        del sentence
        self._say(facts)

    def error(self, error: MVError) -> None:
        """Tell what went wrong, to programs and to people."""
        self._say(
            {
                "error": {
                    "kind": type(error).__name__,
                    "message": message_of(error),
                    "advice": advice_of(error, self._go_on),
                    "operation": error.operation,
                    "project_id": error.project_id,
                    "code": error.code,
                    "uuid": error.uuid,
                    "money": error.money,
                }
            }
        )
        note(sentences(error, self._go_on))

    def _say(self, facts: dict[str, Any]) -> None:
        # In plain ASCII: what reads it may have any encoding.
        sys.stdout.write(json.dumps(facts, indent=self._indent) + "\n")
        sys.stdout.flush()


class Bar:
    """A bar on a terminal, for people."""

    def __init__(self, go_on: NextCommand) -> None:
        self._go_on = go_on
        self._is_drawn = False

    def number(self, project_id: str) -> None:
        """Tell the number as soon as there is one: it is all that is needed to go on."""
        self._line(f"Project {project_id}")

    def look(self, progress: Progress) -> None:
        """Draw how far it is."""
        self._draw(progress.fraction, in_words(progress))
        if progress.is_finished and progress.video is not None:
            self._line("The film is ready.")
            self._line(progress.video.download_url.replace("~", "%7E"))  # chat programs cut a link there

    def sent(self, sent: int, of: int) -> None:
        """Draw how much of a file went."""
        self._draw(sent / of if of else 0.0, f"{sent / 2**20:.1f} of {of / 2**20:.1f} MB")
        if sent >= of:
            self._line("")

    def asset(self, asset: Asset) -> None:
        """Tell the id of a song, and what it is for."""
        self._line(asset.asset_id)
        note(f"This is the song's id. To make a film of it: mv-studio make … --music-asset-id {asset.asset_id}")

    def receipt(self, payment: Payment, *, is_charged_now: bool) -> None:
        """Tell what came of a payment."""
        if is_charged_now:
            self.paid(payment)
        else:
            self._line(f"Project {payment.project_id} was already paid{_price(payment)}; nothing was charged now.")

    def paid(self, payment: Payment) -> None:
        """Tell that a payment was taken just now."""
        self._line(f"Paid{_price(payment)}." if payment.state == "paid" else f"The payment is {payment.state}.")

    def done(self, sentence: str, **_facts: Any) -> None:  # noqa: ANN401 - JSON
        """Tell what was done."""
        self._line(sentence)

    def error(self, error: MVError) -> None:
        """Tell what went wrong."""
        self.clear()
        note(sentences(error, self._go_on))

    def clear(self) -> None:
        """Leave the bar's line free."""
        if self._is_drawn:
            sys.stdout.write("\r\x1b[K")
            sys.stdout.flush()
        self._is_drawn = False

    def _line(self, text: str) -> None:
        self.clear()
        if text:
            sys.stdout.write(inert(text) + "\n")
            sys.stdout.flush()

    def _draw(self, fraction: float, words: str) -> None:
        full = round(fraction * _BAR_CELLS)
        text = f"{'█' * full}{'░' * (_BAR_CELLS - full)} {fraction:4.0%}  {inert(words)}"
        width = shutil.get_terminal_size().columns - 1
        encoding = sys.stdout.encoding or "ascii"
        shown = text[:width].encode(encoding, "replace").decode(encoding)
        sys.stdout.write(f"\r{shown}\x1b[K")
        sys.stdout.flush()
        self._is_drawn = True


def _price(payment: Payment) -> str:
    """What a payment was, as far as it is known, to stand behind "paid"."""
    price = f": {payment.price_credits} credits" if payment.price_credits is not None else ""
    return price + (f" (order {payment.order_id})" if payment.order_id else "")


def in_words(progress: Progress) -> str:
    """A few words about a look."""
    if progress.unreachable_since is not None:
        return "Giggle cannot be reached just now; the job goes on there."
    if progress.paused_until is not None:
        return "Giggle asks for a pause."
    if progress.payment_due:
        state = progress.payment.state if progress.payment is not None else ""
        return _WORDS_OF_A_PAYMENT.get(state, "The song is ready; a payment is due.")
    if progress.is_failed:
        failed = progress.failed_sub_step
        where = failed.name if failed is not None else progress.failed_step or progress.current_step
        return f"Failed: {step_name(where)}. {progress.failure_reason}"
    name = step_name(progress.running.name) if progress.running else progress.status
    if progress.seconds_left is None or progress.is_finished:
        return name
    return f"{name}, about {max(1, round(progress.seconds_left[1] / 60))} min left"


def as_json(progress: Progress) -> dict[str, Any]:
    """A look as one object: what a program needs to decide, and the links once the film is there."""
    return {
        "project_id": progress.project_id,
        "status": progress.status,
        "pay_status": progress.pay_status,
        "current_step": progress.current_step,
        "running": progress.running.name if progress.running else "",
        "sub_steps": {
            sub_step.name: "completed" if sub_step.is_done else sub_step.status for sub_step in progress.sub_steps
        },
        "fraction": round(progress.fraction, 4),
        "seconds_left": progress.seconds_left,
        "payment_due": progress.payment_due,
        "payment": _payment_as_json(progress.payment),
        "money": money_known(progress.payment, progress, was_there=progress.was_there),
        "failed_step": progress.failed_step or "",
        "err_msg": progress.failure_reason,
        "unreachable_since": progress.unreachable_since,
        "paused_until": progress.paused_until,
        "is_finished": progress.is_finished,
        "video_asset": progress.video.as_wire() if progress.video is not None and progress.is_finished else None,
    }


def _payment_as_json(payment: Payment | None) -> dict[str, Any] | None:
    if payment is None:
        return None
    return {
        "state": payment.state,
        "attempt": payment.attempt,
        "order_id": payment.order_id,
        "price_credits": payment.price_credits,
        "reason": payment.reason,
    }
