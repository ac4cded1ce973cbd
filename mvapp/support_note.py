"""A note for whoever helps: which project, what happened, Giggle's own ids of its replies. No key, no link."""

import re
import time
from datetime import UTC, datetime
from typing import Final

import streamlit as st

from mvapp.giggle_words import shown
from mvapp.studio.studios import Studio
from mvapp.text import say
from mvclient import MVError, Progress

_QUERY: Final = re.compile(r"(https?://[^\s?]+)\?\S+", re.IGNORECASE)
"""In an address that may be signed; what stands before it tells enough."""


def offer(happened: str, error: MVError | None, progress: Progress | None, *, studio: Studio, project_id: str) -> None:
    """Draw the button that saves it; the arguments of `written`."""
    known = project_id or (progress.project_id if progress is not None else "")
    st.download_button(
        say("cards.note"),
        written(happened, error, progress, studio=studio, project_id=known, now=time.time()),
        file_name="mv-studio-support-note.txt",
        mime="text/plain",
        key="card_note",
        icon=":material/contact_support:",
        type="tertiary",
        on_click="ignore",
    )


def written(
    happened: str, error: MVError | None, progress: Progress | None, *, studio: Studio, project_id: str, now: float
) -> str:
    """The note, its labels as programs spell them: the person who helps may read another language.

    Args:
        happened: what the page said, in the visitor's words.
        error: what stands in the way.
        progress: the last look.
        studio: who makes it.
        project_id: whose trouble it is; "" to take what `error` knows.
        now: epoch seconds.
    """
    look = progress or (error.progress if error is not None else None)
    payment = look.payment if look is not None and studio.charges else None
    failed = look.failed_sub_step if look is not None else None
    facts = {
        "time": f"{datetime.fromtimestamp(now, UTC):%Y-%m-%d %H:%M:%S} UTC",
        "studio": studio.name,
        "project": project_id or (error.project_id if error is not None else ""),
        "happened": happened,
        "kind": type(error).__name__ if error is not None else "",
        "call": error.operation if error is not None else "",
        "http status": error.http_status if error is not None else None,
        "code": error.code if error is not None else "",
        "request uuid": error.uuid if error is not None else "",
        "last look uuid": look.uuid if look is not None else "",
        "status": " / ".join(filter(None, (look.status, look.current_step, look.pay_status))) if look else "",
        "failed step": failed.name if failed is not None else "",
        "said": (error.giggle_message if error is not None else "") or (look.failure_reason if look else ""),
        "payment": payment.state if payment is not None else "",
        "order": payment.order_id if payment is not None else "",
    }
    told = (f"{name}: {_plain(str(value))}" for name, value in facts.items() if value not in ("", None))
    return "\n".join([say("cards.note_head"), *told]) + "\n"


def _plain(text: str) -> str:
    return shown(_QUERY.sub(r"\1?…", text))
