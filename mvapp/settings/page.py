"""The settings page's parts."""

from collections.abc import Callable, Mapping
from typing import Final

import streamlit as st

from mvapp import session, videos_list
from mvapp.browser import storage, widgets
from mvapp.frame import navigation, setup_notice
from mvapp.languages import LANGUAGES
from mvapp.settings import way_in
from mvapp.settings.key_check import KeyCheck
from mvapp.studio.connection import Connection, current_connection, giggle_connection
from mvapp.studio.jobs import jobs
from mvapp.text import say

_TROUBLES: Final = ("key", "credits", "unconfirmed", "step", "slow", "limit", "gone")
_CHECK: Final = "settings.check"
_TAKEN_UNCHECKED: Final = "settings.taken_unchecked"
_FIELD: Final = "settings_key"
_TICK_S: Final = 0.5


def draw() -> None:
    """The whole page."""
    _settle_check()
    st.title(say("settings.title"), anchor=False)
    way_in.draw()
    _draw_account()
    _draw_studio()
    _draw_language()
    _draw_when_done()
    _draw_kept()
    setup_notice.draw_rest(current_connection().studio.name)
    _draw_troubles()


def _draw_account() -> None:
    with st.container(border=True, key="settings_account"):
        st.header(say("settings.account"), anchor=False)
        st.markdown(say("settings.account_says"))
        # What is typed stays, hidden, until Giggle takes it: a slip is corrected rather than typed anew.
        with st.form("settings_key_form", border=False):
            # "new-password" keeps password managers from offering to store the key.
            st.text_input(say("settings.key_label"), type="password", key=_FIELD, autocomplete="new-password")
            st.form_submit_button(say("settings.key_save"), type="primary", on_click=_check_typed)
        if session.api_key():
            st.caption(say("settings.key_session"))
        else:
            st.caption(say("settings.key_none" if giggle_connection() is None else "settings.key_given"))
        _draw_key_actions(giggle_connection())
        _draw_check()
        _draw_way_back()


def _check() -> KeyCheck | None:
    check: KeyCheck | None = st.session_state.get(_CHECK)
    return check


def _check_typed() -> None:
    """Ask Giggle about the key that was typed; until the answer the one from before stays in use."""
    if typed := st.session_state[_FIELD].strip():
        _begin_check(giggle_connection(typed), is_new=True)


def _begin_check(connection: Connection | None, *, is_new: bool) -> None:
    if connection is not None:
        st.session_state[_CHECK] = KeyCheck(connection, is_new=is_new)


def _settle_check() -> None:
    """Take the new key once Giggle has accepted it; here only, so that no other page changes studios by itself."""
    check = _check()
    if check is not None and check.is_new and check.verdict == "good":
        check.is_new = False
        _take(check.connection.key)
        st.rerun()  # the line above the page says where videos are made


def _take(key: str) -> None:
    session.remember_api_key(key)
    session.set_chosen_studio("giggle")
    st.session_state[_FIELD] = ""


def _take_unchecked() -> None:
    check = st.session_state.pop(_CHECK, None)
    if check is not None:
        _take(check.connection.key)
        st.session_state[_TAKEN_UNCHECKED] = True


def _forget() -> None:
    session.remember_api_key("")
    st.session_state[_FIELD] = ""
    for name in (_CHECK, _TAKEN_UNCHECKED):
        st.session_state.pop(name, None)


def _draw_key_actions(connection: Connection | None) -> None:
    if connection is None or connection.loan is not None:  # whose key it is, checks it
        return
    with st.container(horizontal=True):
        st.button(
            say("settings.key_check"),
            key="settings_check",
            on_click=_begin_check,
            args=(connection,),
            kwargs={"is_new": False},
        )
        if session.api_key():
            st.button(say("settings.key_forget"), key="settings_forget", on_click=_forget)
    if session.api_key() and (count := _number_being_made(connection)):
        st.caption(say("settings.forget_while_making", count=count))


def _number_being_made(connection: Connection) -> int:
    known = (jobs().known(entry.project_id, connection) for entry in videos_list.entries())
    return sum(job is not None and not job.is_over for job in known)


def _draw_check() -> None:
    check = _check()
    if check is None:
        if st.session_state.get(_TAKEN_UNCHECKED):
            st.info(say("settings.key_unchecked"))
    elif check.verdict is None:
        _draw_running_check()
    elif check.verdict == "good" and check.is_new:
        st.rerun()  # the answer came while this very run was drawn, behind `_settle_check`
    elif check.verdict == "good":
        st.success(say("settings.check_good"))
    else:
        _draw_bad_verdict(check)


@st.fragment(run_every=_TICK_S)
def _draw_running_check() -> None:
    check = _check()
    if check is None or check.verdict is not None:
        st.rerun()
    st.status(say("settings.key_checking_new" if check.is_new else "settings.key_checking"), state="running")


def _draw_bad_verdict(check: KeyCheck) -> None:
    said = say(f"settings.{'new' if check.is_new else 'check'}_{check.verdict}", minutes=check.minutes_left)
    stays = check.is_new and giggle_connection() is not None
    st.warning(f"{said}\n\n{say('settings.earlier_stays')}" if stays else said)
    if check.is_new and check.verdict in ("busy", "unsure"):
        with st.container(horizontal=True):
            st.button(
                say("settings.key_again"),
                key="settings_key_again",
                on_click=_begin_check,
                args=(check.connection,),
                kwargs={"is_new": True},
            )
            st.button(say("settings.key_anyway"), key="settings_key_anyway", on_click=_take_unchecked)


def _draw_way_back() -> None:
    """To the video whose page sent the visitor here; the next thing to do once the key is right."""
    project_id, check = session.return_to(), _check()
    is_right = check is not None and check.verdict == "good"
    if project_id and st.button(
        say("settings.back_to_video"),
        key="settings_back",
        icon=":material/movie:",
        type="primary" if is_right else "secondary",
    ):
        session.remember_return("")
        st.switch_page(navigation.WATCH, query_params={"project": project_id})


def _draw_studio() -> None:
    with st.container(border=True, key="settings_studio_box"):
        st.header(say("settings.studio"), anchor=False)
        has_key = giggle_connection() is not None
        st.session_state["settings_studio"] = current_connection().studio.name
        st.segmented_control(
            say("settings.studio"),
            ["giggle", "demo"],
            key="settings_studio",
            format_func=lambda studio: say(f"settings.studio_{studio}"),
            required=True,
            disabled=not has_key,
            label_visibility="collapsed",
            on_change=_take_choice,
            args=("settings_studio", session.set_chosen_studio),
        )
        if not has_key:
            st.caption(say("settings.studio_no_key"))


def _draw_language() -> None:
    with st.container(border=True, key="settings_language_box"):
        st.header(say("settings.language"), anchor=False)
        st.session_state["settings_language"] = session.language()
        st.segmented_control(
            say("settings.language"),
            list(LANGUAGES),
            key="settings_language",
            format_func=lambda code: LANGUAGES[code].name,
            required=True,
            label_visibility="collapsed",
            on_change=_take_choice,
            args=("settings_language", session.set_language),
        )


def _take_choice(key: str, take: Callable[[str], None]) -> None:
    """Nothing is chosen, says a busy browser that has not drawn what was."""
    if (chosen := st.session_state[key]) is not None:
        take(chosen)


def _draw_when_done() -> None:
    with st.container(border=True, key="settings_done_box"):
        st.header(say("settings.done"), anchor=False)
        kept = storage.recall("preferences")
        wishes = dict(kept) if isinstance(kept, Mapping) else {}
        for wish in ("sound", "notify"):
            st.session_state[f"settings_{wish}"] = bool(wishes.get(wish))
            st.toggle(say(f"settings.done_{wish}"), key=f"settings_{wish}", on_change=_keep_wishes, args=(wishes, wish))
        st.caption(say("settings.done_allow" if wishes.get("notify") else "settings.done_says"))
        if wishes.get("notify"):
            widgets.ring("permission", "", sound=False, notify=True, ask=True)


def _keep_wishes(wishes: dict[str, object], changed: str) -> None:
    storage.remember("preferences", {**wishes, changed: st.session_state[f"settings_{changed}"]})


def _draw_kept() -> None:
    with st.expander(say("settings.kept")):
        for place in ("browser", "session", "server", "giggle"):
            st.markdown(say(f"settings.kept_{place}"))


def _draw_troubles() -> None:
    with st.expander(say("settings.trouble"), expanded=True):
        head = f"| {say('settings.trouble_what')} | {say('settings.trouble_do')} |\n|---|---|\n"
        rows = (f"| {say(f'settings.trouble_{one}')} | {say(f'settings.trouble_{one}_do')} |" for one in _TROUBLES)
        st.markdown(head + "\n".join(rows))
