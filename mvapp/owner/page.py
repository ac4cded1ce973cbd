"""The owner's page's parts."""

import time
from contextlib import suppress

import streamlit as st

from mvapp.frame import navigation
from mvapp.studio import gate
from mvapp.studio.connection import owners_loan
from mvapp.studio.jobs import jobs
from mvapp.studio.lending import LentLedger
from mvapp.text import say
from mvclient import LedgerUnavailable

_MOST_DAYS = 30
_SWITCH = "owner_switch"


def draw() -> None:
    """The whole page; for the owner only."""
    st.title(say("owner.title"), anchor=False)
    visitor = gate.visitor()
    if visitor is None or not visitor.is_owner:
        st.markdown(say("owner.closed"))
        return
    if not visitor.name:
        st.caption(say("owner.at_the_desk"))
        return
    try:
        connection = owners_loan()
        ledger = connection.lent_ledger() if connection is not None else None
        if connection is None or ledger is None or connection.loan is None:
            return
        _draw_switch(ledger)
        _draw_spent(ledger)
        _draw_days(ledger)
        _draw_unsettled(ledger)
        st.caption(say("owner.running", count=jobs().number_at_work))
    except LedgerUnavailable:
        st.warning(say("owner.away"), icon=":material/lock_clock:")


def _draw_switch(ledger: LentLedger) -> None:
    st.session_state[_SWITCH] = ledger.is_stopped
    st.toggle(say("owner.switch"), key=_SWITCH, on_change=_take_switch, args=(ledger,))
    st.caption(say("owner.switch_says"))


def _take_switch(ledger: LentLedger) -> None:
    visitor = gate.visitor()
    if visitor is not None and visitor.is_owner:
        with suppress(LedgerUnavailable):  # which the page says anyway
            ledger.stop(is_on=bool(st.session_state[_SWITCH]))


def _draw_spent(ledger: LentLedger) -> None:
    spent, caps = ledger.spending("", at=time.time()), ledger.caps
    rows = (
        ("owner.today", "owner.credits", {"credits": spent.day_credits, "cap": caps.day_credits}),
        ("owner.in_all", "owner.credits", {"credits": spent.total_credits, "cap": caps.total_credits}),
        ("owner.videos_today", "owner.videos", {"videos": spent.day_videos, "cap": caps.day_videos}),
    )
    with st.container(horizontal=True):
        for label, words, values in rows:
            st.metric(say(label), say(words, **values), border=True)


def _draw_days(ledger: LentLedger) -> None:
    st.header(say("owner.days"), anchor=False)
    if days := ledger.days(_MOST_DAYS):
        columns = {say("owner.day"): "day", say("owner.day_videos"): "videos", say("owner.day_credits"): "credits"}
        st.table([{title: getattr(day, field) for title, field in columns.items()} for day in days])
    else:
        st.caption(say("owner.no_days"))


def _draw_unsettled(ledger: LentLedger) -> None:
    st.header(say("owner.unsettled"), anchor=False)
    unsettled = ledger.unsettled()
    st.caption(say("owner.unsettled_says" if unsettled else "owner.none_unsettled"))
    for project_id in unsettled:
        if st.button(project_id, key=f"owner_open_{project_id}", icon=":material/open_in_new:"):
            st.switch_page(navigation.WATCH, query_params={"project": project_id})
