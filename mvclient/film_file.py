"""A finished film, from its link to a file of one's own."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from mvclient.error_from_reply import error_from
from mvclient.errors import ConfigurationError, FilmNotDelivered, UnreadableReply
from mvclient.lines import plain_address
from mvclient.operations import get_file
from mvclient.replies import Outcome

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

    from mvclient.repeats import Calls

_FRESH_LINKS = 2
"""How often a link that does not open is asked for again: it may have run out."""


def save_film(
    calls: Calls, project_id: str, place: str | os.PathLike[str], on_progress: Callable[[int, int], None] | None
) -> None:
    """Download a film; see `MVTrusteeAPI.save_film`."""
    whole = Path(place)
    part = whole.with_name(f"{whole.name}.part")
    failures = refusals = 0
    try:
        while True:
            link = _link(calls, project_id)
            with part.open("wb") as file:
                reply = calls.transport.fetch(link, file, on_progress or (lambda _got, _of: None))
            match reply.outcome:
                case Outcome.DONE:
                    part.replace(whole)
                    return
                case Outcome.KEY_REFUSED if refusals < _FRESH_LINKS:
                    refusals += 1
                case Outcome.NOT_SENT | Outcome.UNSURE if failures < calls.network_retries:
                    failures += 1
                    calls.sleep(calls.retry_delay_s)
                case _:
                    break
        if reply.outcome is not Outcome.MISCONFIGURED:
            raise error_from(reply, get_file(), project_id=project_id, money=calls.evidence.money(project_id))
    except OSError:
        pass
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
    raise ConfigurationError(
        f"The film cannot be written to {whole}.",
        advice="Choose another place; the film stays at Giggle.",
        operation="save",
        project_id=project_id,
        money="paid",
    )


def _link(calls: Calls, project_id: str) -> str:
    """A fresh link that saves the film."""
    look = calls.query(project_id)
    if not look.is_finished or look.video is None:
        raise FilmNotDelivered(
            "The film is not there yet.",
            operation="save",
            project_id=project_id,
            money=calls.evidence.money(project_id, look),
            progress=look,
        )
    link = plain_address(look.video.download_url, calls.transport.base_url)
    if link:
        return link
    raise UnreadableReply(
        "Giggle's link to the film is none that can be opened here.",
        operation="save",
        project_id=project_id,
        money=calls.evidence.money(project_id, look),
        progress=look,
    )
