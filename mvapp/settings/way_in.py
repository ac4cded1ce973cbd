"""The way to the app's own key: signing in, a passcode, or the link in the owner's terminal."""

import time
from typing import Final

import streamlit as st

from mvapp.frame import navigation
from mvapp.studio import gate
from mvapp.studio.connection import Connection, Loan, giggle_connection, is_key_kept_back
from mvapp.text import inert, say
from mvclient import LedgerUnavailable

_FIELD: Final = "settings_passcode"
_WRONG: Final = "settings.passcode_wrong"


def draw() -> None:
    """The box about it; nothing where no key is lent."""
    connection = giggle_connection()
    if connection is not None and connection.loan is not None:
        with st.container(border=True, key="settings_way_in"):
            st.header(say("way_in.title"), anchor=False)
            st.markdown(say("way_in.inside"))
            _draw_left(connection, connection.loan)
            if connection.loan.is_owner:
                st.page_link(navigation.OWNER, label=say("way_in.to_owner"), icon=":material/monitoring:")
            if gate.ways().login and st.user.get("is_logged_in") is True:
                st.button(say("way_in.logout"), key="settings_logout", on_click=st.logout)
    elif is_key_kept_back():
        with st.container(border=True, key="settings_way_in"):
            st.header(say("way_in.title"), anchor=False)
            st.markdown(say("way_in.says"))
            _draw_ways(gate.ways())


def _draw_left(connection: Connection, loan: Loan) -> None:
    try:
        ledger = connection.lent_ledger()
        if ledger is None or ledger.is_stopped:
            st.caption(say("way_in.stopped"))
            return
        left = ledger.spending(loan.visitor, at=time.time()).videos_left(loan.caps)
    except LedgerUnavailable:
        return
    words = {0: "way_in.left_none", 1: "way_in.left_one"}.get(left, "way_in.left")
    st.caption(say(words, count=left))


def _draw_ways(ways: gate.Ways) -> None:
    if ways.login:
        _draw_login()
    if ways.passcode:
        _draw_passcode()
    if not ways.any:
        st.caption(say("way_in.by_link"))


def _draw_login() -> None:
    if st.user.get("is_logged_in") is not True:
        st.button(say("way_in.login"), key="settings_login", type="primary", on_click=st.login)
        return
    is_verified = st.user.get("email_verified") is True
    address = inert(str(st.user.get("email") or ""))
    st.caption(say("way_in.not_listed" if is_verified else "way_in.not_verified", address=address))
    st.button(say("way_in.logout"), key="settings_logout", on_click=st.logout)


def _draw_passcode() -> None:
    with st.form("settings_passcode_form", border=False):
        st.text_input(say("way_in.passcode"), type="password", key=_FIELD, autocomplete="off", max_chars=200)
        st.form_submit_button(say("way_in.enter"), on_click=_enter)
    if st.session_state.get(_WRONG):
        st.warning(say("way_in.resting" if gate.is_resting() else "way_in.wrong"))


def _enter() -> None:
    # What is typed stays, hidden: a slip is corrected rather than typed anew.
    typed = st.session_state[_FIELD]
    st.session_state[_WRONG] = bool(typed.strip()) and not gate.try_passcode(typed)
