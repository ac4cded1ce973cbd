"""The settings page's parts."""

from collections.abc import Mapping
from typing import Final
from uuid import uuid4

import streamlit as st

from mvapp import browser_storage, browser_widgets, session
from mvapp.configuration import setting
from mvapp.connection import GIGGLE_URL, Connection, current_connection, giggle_connection
from mvapp.text import say
from mvclient import ConfigurationError, KeyRefused, MissingKey, MVError, MVTrusteeAPI, RequestRefused

__all__ = ["draw", "key_verdict"]

_TROUBLES: Final = ("key", "credits", "unconfirmed", "step", "slow", "limit", "gone")
_VERDICT: Final = "settings.verdict"


def draw() -> None:
    """The whole page."""
    st.title(say("settings.title"), anchor=False)
    _draw_account()
    _draw_studio()
    _draw_language()
    _draw_when_done()
    _draw_kept()
    _draw_troubles()


def key_verdict(connection: Connection) -> str:
    """Whether Giggle takes the key: "good", "refused", "malformed" or "unsure"; asks for a project that does not exist.

    A look costs nothing, and one with a good key is refused for another reason than the key.
    """
    try:
        connection.api(network_retries=0).query(str(uuid4()))
    except KeyRefused:
        return "refused"
    except RequestRefused:
        return "good"
    except (ConfigurationError, MissingKey):
        return "malformed"
    except MVError:
        return "unsure"
    return "good"


def _draw_account() -> None:
    with st.container(border=True, key="settings_account"):
        st.header(say("settings.account"), anchor=False)
        st.markdown(say("settings.account_says"))
        with st.form("settings_key_form", border=False, clear_on_submit=True):
            # "new-password" keeps password managers from offering to store the key.
            typed = st.text_input(
                say("settings.key_label"), type="password", key="settings_key", autocomplete="new-password"
            )
            if st.form_submit_button(say("settings.key_save"), type="primary") and typed.strip():
                _take_key(typed)
                st.rerun()
        if session.api_key():
            st.caption(say("settings.key_session"))
        else:
            st.caption(say("settings.key_given" if setting("GIGGLE_API_KEY") else "settings.key_none"))
        _draw_key_actions(giggle_connection())
        _draw_verdict()


def _take_key(typed: str) -> None:
    """Use this key from here on, and ask Giggle about it at once; what cannot be a key is not taken."""
    try:
        MVTrusteeAPI(typed, base_url=GIGGLE_URL)
    except ConfigurationError:
        st.session_state[_VERDICT] = "not_taken"
        return
    session.remember_api_key(typed)
    session.set_chosen_studio("giggle")
    st.session_state.pop(_VERDICT, None)
    _check(giggle_connection())


def _check(connection: Connection | None) -> None:
    if connection is not None:
        with st.spinner(say("settings.key_checking")):
            st.session_state[_VERDICT] = key_verdict(connection)


def _draw_key_actions(connection: Connection | None) -> None:
    if connection is None:
        return
    with st.container(horizontal=True):
        if st.button(say("settings.key_check"), key="settings_check"):
            _check(connection)
        if session.api_key() and st.button(say("settings.key_forget"), key="settings_forget"):
            session.remember_api_key("")
            session.set_chosen_studio("")
            st.session_state.pop(_VERDICT, None)
            st.rerun()


def _draw_verdict() -> None:
    verdict = st.session_state.get(_VERDICT)
    if verdict == "good":
        st.success(say("settings.check_good"))
    elif verdict:
        st.warning(say(f"settings.check_{verdict}"))


def _draw_studio() -> None:
    with st.container(border=True, key="settings_studio_box"):
        st.header(say("settings.studio"), anchor=False)
        has_key = giggle_connection() is not None
        st.session_state["settings_studio"] = "demo" if current_connection().is_demo else "giggle"
        st.segmented_control(
            say("settings.studio"),
            ["giggle", "demo"],
            key="settings_studio",
            format_func=lambda studio: say(f"settings.studio_{studio}"),
            required=True,
            disabled=not has_key,
            label_visibility="collapsed",
            on_change=lambda: session.set_chosen_studio(st.session_state["settings_studio"]),
        )
        if not has_key:
            st.caption(say("settings.studio_no_key"))


def _draw_language() -> None:
    with st.container(border=True, key="settings_language_box"):
        st.header(say("settings.language"), anchor=False)
        st.session_state["settings_language"] = session.language()
        st.segmented_control(
            say("settings.language"),
            ["en", "zh"],
            key="settings_language",
            format_func=lambda language: say(f"settings.language_{language}"),
            required=True,
            label_visibility="collapsed",
            on_change=lambda: session.set_language(st.session_state["settings_language"]),
        )


def _draw_when_done() -> None:
    with st.container(border=True, key="settings_done_box"):
        st.header(say("settings.done"), anchor=False)
        kept = browser_storage.recall("preferences")
        wishes = dict(kept) if isinstance(kept, Mapping) else {}
        for wish in ("sound", "notify"):
            st.session_state[f"settings_{wish}"] = bool(wishes.get(wish))
            st.toggle(say(f"settings.done_{wish}"), key=f"settings_{wish}", on_change=_keep_wishes, args=(wishes, wish))
        st.caption(say("settings.done_allow" if wishes.get("notify") else "settings.done_says"))
        if wishes.get("notify"):
            browser_widgets.ring("permission", "", sound=False, notify=True, ask=True)


def _keep_wishes(wishes: dict[str, object], changed: str) -> None:
    browser_storage.remember("preferences", {**wishes, changed: st.session_state[f"settings_{changed}"]})


def _draw_kept() -> None:
    with st.expander(say("settings.kept")):
        for place in ("browser", "session", "server", "giggle"):
            st.markdown(say(f"settings.kept_{place}"))


def _draw_troubles() -> None:
    with st.expander(say("settings.trouble"), expanded=True):
        head = f"| {say('settings.trouble_what')} | {say('settings.trouble_do')} |\n|---|---|\n"
        rows = (f"| {say(f'settings.trouble_{one}')} | {say(f'settings.trouble_{one}_do')} |" for one in _TROUBLES)
        st.markdown(head + "\n".join(rows))
