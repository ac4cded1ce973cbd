"""What was paid for a film, when, and the numbers to keep: on the page, and as a text to take along."""

from typing import Final

import streamlit as st

from mvapp import session
from mvapp.studio.connection import Connection
from mvapp.studio.job import Job
from mvapp.text import say, say_at
from mvclient import Payment

_CREDITS_PER_DOLLAR: Final = 100


def draw(job: Job, connection: Connection) -> None:
    """The receipt, folded away."""
    payment = _payment(job, connection)
    with st.expander(say("watch.receipt")):
        if payment is not None:
            st.markdown(f"**{price_words(payment)}**{_paid_at(payment)}")
        if payment is None or not payment.order_id:
            st.markdown(say_at(connection.studio.name, "watch.receipt_none"))
        else:
            st.markdown(say("watch.receipt_order"))
            st.code(payment.order_id, language=None, wrap_lines=True)
        st.markdown(say("watch.receipt_project"))
        st.code(job.project_id, language=None, wrap_lines=True)
        if connection.studio.has_public_links:
            st.caption(say("watch.link_lasts"))


def as_text(job: Job, connection: Connection, name: str, made_at: float) -> str:
    """The same as plain text; `made_at`: epoch seconds of the start, 0 when nobody here knows."""
    payment = _payment(job, connection)
    lines = [f"{say('app.name')} · {say('watch.receipt')}", name]
    if made_at:
        lines.append(session.local_time(made_at))
    lines.append(f"{say('watch.receipt_project')}: {job.project_id}")
    if payment is not None:
        lines.append(price_words(payment) + _paid_at(payment))
    if payment is not None and payment.order_id:
        lines.append(f"{say('watch.receipt_order')}: {payment.order_id}")
    else:
        lines.append(say_at(connection.studio.name, "watch.receipt_none"))
    return "\n".join(lines) + "\n"


def price_words(payment: Payment) -> str:
    """What was paid, in credits and dollars."""
    price = payment.price_credits
    if price is None:
        return say("watch.paid_unknown")
    return say("watch.paid", price=price, dollars=f"{price / _CREDITS_PER_DOLLAR:.2f}")


def _payment(job: Job, connection: Connection) -> Payment | None:
    """What was paid, where anything costs anything."""
    payment = job.progress.payment if job.progress is not None and connection.studio.charges else None
    return payment if payment is not None and payment.state == "paid" else None


def _paid_at(payment: Payment) -> str:
    # Without a time it was paid elsewhere, and a look showed it: what it cost, and when, is not known here.
    return f" · {session.local_time(payment.at)}" if payment.at else ""
