"""`main`: from a command line to an exit code."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mvclient import payment_errors, quiet_start
from mvclient.api import MVTrusteeAPI
from mvclient.errors import LedgerUnavailable, MVError
from mvclient.shell import arguments, asking
from mvclient.shell.exits import DONE, FAILED, LATER, STOPPED, WRONG, Refused, exit_of
from mvclient.shell.going_on import NextCommand
from mvclient.shell.places import is_on_this_machine, open_ledger
from mvclient.shell.request import check_song, request_from
from mvclient.shell.step_names import step_name
from mvclient.shell.telling import Bar, Lines, note, sentences

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence
    from typing import NoReturn

    from mvclient.progress import Progress
    from mvclient.sqlite_ledger import SQLiteLedger


def run() -> NoReturn:
    """Run as a program; what ends it politely is taken like Ctrl+C."""

    def stop(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    quiet_start.has_begun()
    sys.exit(main())


def main(said: Sequence[str] | None = None, **options: Any) -> int:  # noqa: ANN401 - MVTrusteeAPI's own
    """Do what a command line says; return the exit code.

    Args:
        said: the arguments; by default the program's.
        options: for `MVTrusteeAPI`.
    """
    asked = arguments.read(said)
    is_for_programs = asked.json or asked.pretty or not sys.stdout.isatty()
    go_on = NextCommand(getattr(asked, "save", None) or "", asked.ledger)
    run = _Run(asked, Lines(go_on, is_pretty=asked.pretty) if is_for_programs else Bar(go_on), options, go_on)
    try:
        return _COMMANDS[asked.command](run)
    except MVError as error:
        run.project_id = error.project_id or run.project_id
        run.tell.error(error)
        return exit_of(error)
    except Refused as no:
        note(str(no))
        return no.code
    except BrokenPipeError:  # whoever read the lines has had enough
        sys.stdout = open(os.devnull, "w", encoding="ascii")  # noqa: PTH123, SIM115 - for what is still to be flushed
        note(run.how_to_go_on())
        return STOPPED
    except KeyboardInterrupt:
        with contextlib.suppress(OSError):
            sys.stdout.write("\n" if sys.stdout.isatty() else "")
        note(run.how_to_go_on())
        return STOPPED


@dataclass
class _Run:
    """One command at work."""

    asked: argparse.Namespace
    tell: Lines | Bar
    options: dict[str, Any]
    go_on: NextCommand
    project_id: str = ""
    _ledger: list[SQLiteLedger] = field(default_factory=list)

    @property
    def ledger(self) -> SQLiteLedger:
        """The payment ledger, opened when it is first asked for."""
        if not self._ledger:
            self._ledger.append(open_ledger(self.asked.ledger))
        return self._ledger[0]

    def api(self, *, has_ledger: bool = True) -> MVTrusteeAPI:
        """A client with the person's key."""
        options = {"poll_interval_s": getattr(self.asked, "interval", 3.0), **self.options}
        return MVTrusteeAPI(asking.the_key(), ledger=self.ledger if has_ledger else None, **options)

    def how_to_go_on(self) -> str:
        """Tell what a stop means, and how to go on."""
        if not self.project_id:
            return "Stopped before there was a project. Nothing was charged."
        return (
            f"Stopped watching. The job goes on at Giggle, and nothing is lost. "
            f"To go on: {self.go_on.watch(self.project_id)}"
        )


def _make(run: _Run) -> int:
    _check_place(run.asked.save)
    api = run.api()
    _send(run, api, ask_first=run.asked.ask)
    if run.asked.no_wait:
        return _left_alone(run, asks_first=run.asked.ask)
    if not run.asked.ask and isinstance(run.tell, Bar) and not is_on_this_machine():
        note(f"{asking.COST} It is paid by itself; --ask asks first.")
    return _watched(run, api)


def _start(run: _Run) -> int:
    # Who only starts it has not said that it may be paid.
    _send(run, run.api(), ask_first=True)
    return _left_alone(run, asks_first=True)


def _left_alone(run: _Run, *, asks_first: bool) -> int:
    """Tell how a film that nobody waits for goes on: it stops at the payment."""
    how = "which asks before it pays" if asks_first else "which pays by itself"
    note(f"Nothing is paid until you go on, {how}: {run.go_on.watch(run.project_id)}")
    return DONE


def _send(run: _Run, api: MVTrusteeAPI, *, ask_first: bool) -> None:
    request = request_from(run.asked, lambda song: api.upload_asset(song, on_progress=run.tell.sent).asset_id)

    def made(project_id: str) -> None:
        run.project_id = project_id
        run.ledger.remember_wish(project_id, ask_first=ask_first)
        run.tell.number(project_id)

    if run.asked.project_id:
        made(run.asked.project_id)
    api.start(request, project_id=run.asked.project_id, on_created=made)


def _watch(run: _Run) -> int:
    _check_place(run.asked.save)
    run.project_id = run.asked.project_id
    return _watched(run, run.api())


def _watched(run: _Run, api: MVTrusteeAPI) -> int:
    was_paid: bool | None = None
    for progress in api.watch(run.project_id, approve=_approval(run)):
        payment = progress.payment
        is_paid = payment is not None and payment.state == "paid"
        if payment is not None and is_paid and was_paid is False:
            run.tell.paid(payment)
        was_paid = is_paid
        run.tell.look(progress)
        trouble = payment_errors.of_a_look(progress)
        if trouble is not None:  # the client would look on until somebody pays elsewhere
            raise trouble
    return _saved(run, api)


def _approval(run: _Run) -> Callable[[Progress], bool] | None:
    """Whom to ask before paying: nobody where the person said so here, or when the project was made."""
    if run.asked.pay or (not run.asked.ask and run.ledger.wish(run.project_id) is False):
        return None
    to_pay = run.go_on.watch(run.project_id, "--pay")
    return lambda progress: asking.may_pay(progress, to_pay)


def _saved(run: _Run, api: MVTrusteeAPI) -> int:
    if run.asked.save:
        api.save_film(run.project_id, run.asked.save, on_progress=run.tell.sent)
        run.tell.done(f"Saved as {run.asked.save}", project_id=run.project_id, saved=run.asked.save)
    return DONE


def _check_place(file: str | None) -> None:
    """Refuse a place that a film cannot be saved to before there is one."""
    if not file:
        return
    place = Path(file)
    if place.exists():
        raise Refused(f"There is a file already: {file}", WRONG)
    if not place.absolute().parent.is_dir() or not os.access(place.absolute().parent, os.W_OK):
        raise Refused(f"Nothing can be saved there: {file}", WRONG)


def _query(run: _Run) -> int:
    if run.asked.poll:
        return _watch(run)
    _check_place(run.asked.save)
    run.project_id = run.asked.project_id
    api = _looking_api(run)
    progress = api.query(run.project_id)
    run.tell.look(progress)
    if progress.is_finished:
        return _saved(run, api)
    if isinstance(run.tell, Bar):
        sys.stdout.write("\n")
        trouble = payment_errors.of_a_look(progress)
        if trouble is not None:
            note(sentences(trouble, run.go_on))
    if run.asked.save and not progress.is_failed:
        note(f"There is nothing to save yet. To wait for it: {run.go_on.watch(run.project_id)}")
        return LATER
    return FAILED if progress.is_failed else DONE


def _looking_api(run: _Run) -> MVTrusteeAPI:
    """A client to look with; where the ledger cannot be used, less is known of the money."""
    try:
        return run.api()
    except (LedgerUnavailable, Refused):
        return run.api(has_ledger=False)


def _pay(run: _Run) -> int:
    run.project_id = run.asked.project_id
    api = run.api()
    before = run.ledger.latest(run.project_id)
    begun_at = run.options.get("clock", time.time)()
    payment = api.pay(run.project_id, again=run.asked.again)
    # A payment that only a look proved keeps the time of whoever sent it, or has none.
    is_charged_now = (before is None or before.state != "paid") and payment.at >= begun_at
    run.tell.receipt(payment, is_charged_now=is_charged_now)
    return DONE


def _retry(run: _Run) -> int:
    _check_place(run.asked.save)
    run.project_id = run.asked.project_id
    api = run.api()
    step = run.asked.current_step or api.query(run.project_id).failed_step
    if not step:
        raise Refused(f"Project {run.project_id} has not failed. To go on: {run.go_on.watch(run.project_id)}", WRONG)
    api.retry(run.project_id, step)
    run.tell.done(f'Started again from "{step_name(step)}".', project_id=run.project_id, retried=step)
    if run.asked.no_wait:
        note(f"To wait for it: {run.go_on.watch(run.project_id)}")
        return DONE
    return _watched(run, api)


def _upload(run: _Run) -> int:
    check_song(run.asked.song)
    run.tell.asset(run.api(has_ledger=False).upload_asset(run.asked.song, on_progress=run.tell.sent))
    return DONE


def _keys(run: _Run) -> int:
    run.api(has_ledger=False).check_key()
    run.tell.done("Giggle takes this key.", key="taken")
    return DONE


_COMMANDS: dict[str, Callable[[_Run], int]] = {
    "make": _make,
    "start": _start,
    "watch": _watch,
    "query": _query,
    "pay": _pay,
    "retry": _retry,
    "upload": _upload,
    "keys": _keys,
}
