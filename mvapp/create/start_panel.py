"""The bar at the foot of the create page: what it costs, the button, and what happens once it is pressed."""

import time
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Final

import streamlit as st

from mvapp import cards, session, sketch, videos_list
from mvapp.browser import storage
from mvapp.create import form, form_problems, live_form, song_choice
from mvapp.create.draft import Draft, project_name
from mvapp.create.request_from_form import request_from_form
from mvapp.frame import navigation
from mvapp.studio import pace
from mvapp.studio.connection import Connection, current_connection
from mvapp.studio.jobs import jobs
from mvapp.studio.studios import DEMO, Studio
from mvapp.studio.submission import Submission
from mvapp.text import say, say_at
from mvclient import InvalidRequest, MVError, MVRequest

_START: Final = "create.start"
_RESUMED: Final = "create.resumed"
_QUERY: Final = "start"
_ERROR: Final = "create.error"
_GO: Final = "create.go"
_TICK_S: Final = 0.3
_LONG_ENOUGH_S: Final = 1.5
_LONGEST_STORAGE_S: Final = 5.0
_SLOW_S: Final = 8.0
"""From here on a person wonders: a studio that cannot be reached is tried for half a minute, a busy one for two."""


@dataclass(frozen=True)
class _Start:
    """A request on its way."""

    submission: Submission
    draft: Draft | None
    """What was asked for; None after a reload, when the browser's storage tells it."""
    at: float = field(default_factory=time.monotonic)


def forward() -> None:
    """Go where a card's button asked to go; before anything is drawn."""
    if target := st.session_state.pop(_GO, None):
        page, query = target
        st.switch_page(page, query_params=query)


def resume(connection: Connection) -> None:
    """Take up a press of the button that a reload or a restart has interrupted; its token stands in the address."""
    token = st.query_params.get(_QUERY, "")
    if not token or _START in st.session_state:
        return
    seen: set[str] = st.session_state.setdefault(_RESUMED, set())
    submission = jobs().submission(token, connection) if token not in seen else None
    seen.add(token)
    if submission is None or (submission.is_done and not submission.project_id):
        del st.query_params[_QUERY]  # came to nothing, or the visitor came back to the form
        return
    st.session_state[_START] = _Start(submission, None)


def start_panel(connection: Connection) -> None:
    """Draw the bar."""
    start: _Start | None = st.session_state.get(_START)
    with st.container(key="create_bar"):
        if (error := st.session_state.get(_ERROR)) is not None:
            _card(error, connection.studio)
        if start is not None:
            _sending(start)
            return
        problems = form_problems.here()
        with st.container(key="create_bar_row", horizontal=True, vertical_alignment="center", gap="small"):
            with st.container(key="create_bar_words", gap=None):
                if problems:
                    st.markdown(f":red[:material/error: {problems}]")
                elif error is None:
                    st.markdown(_cost(connection.studio))
            st.button(
                say("create.sketch"), key="create_sketch", icon=":material/draw:", on_click=_sketch, width="content"
            )
            st.button(
                say("create.submit"),
                key="create_submit",
                type="primary" if error is None else "secondary",  # the card's own action is the one to take
                icon=":material/movie:",
                on_click=_start,
                width="content",
            )


def _cost(studio: Studio) -> str:
    return say_at(studio.name, "create.cost_asked" if studio.charges and form.current().ask_first else "create.cost")


def _request(*, knows_samples: bool, fetches_links: bool, takes_songs: bool) -> MVRequest | None:
    """The request, or None with its problems beside their fields."""
    form_problems.clear()
    draft = form.current()
    try:
        return request_from_form(
            draft,
            form.picture(),
            unnamed=say("create.name_unnamed"),
            knows_samples=knows_samples,
            fetches_links=fetches_links,
            has_song=form.song() is not None,
            takes_songs=takes_songs,
        )
    except InvalidRequest as error:
        form_problems.note_all(error.problems)
        live_form.bring_into_view("create_problem_")
        return None


def _start() -> None:
    """Send the form once, however often the button is pressed."""
    if _START in st.session_state:
        return
    st.session_state.pop(_ERROR, None)
    connection = current_connection()
    studio = connection.studio
    request = _request(
        knows_samples=studio.knows_samples, fetches_links=studio.fetches_links, takes_songs=studio.takes_songs
    )
    if request is None:
        return
    if not pace.allows("start"):
        st.toast(say("create.too_many_starts"), icon=":material/hourglass_top:")
        return
    draft = form.current()
    token = token_hex(16)
    # In the address before anything is sent: whoever reloads now finds this very request again.
    st.query_params[_QUERY] = token
    st.session_state.setdefault(_RESUMED, set()).add(token)
    song = song_choice.to_send(studio)
    submission = jobs().submit(request, connection, ask_first=draft.ask_first, token=token, song=song)
    st.session_state[_START] = _Start(submission, draft)


def _sketch() -> None:
    # A link or one of Giggle's own pictures is fine for a sketch: a sample stands in for it.
    request = _request(knows_samples=True, fetches_links=True, takes_songs=True)
    if request is not None:
        sketch.begin(request, place="create", song=song_choice.to_send(DEMO))
        live_form.bring_into_view("sketch_create")


@st.fragment(run_every=_TICK_S)
def _sending(start: _Start) -> None:
    """Look every moment whether the studio has taken the request; then go and watch."""
    submission = start.submission
    if submission.error is not None:
        del st.session_state[_START]
        st.session_state[_ERROR] = submission.error
        st.rerun()
    waited_s = time.monotonic() - start.at
    knows_draft = start.draft is not None or storage.is_loaded() or waited_s > _LONGEST_STORAGE_S
    if knows_draft and (submission.is_done or (submission.project_id and waited_s > _LONG_ENOUGH_S)):
        del st.session_state[_START]
        draft = start.draft or form.current()
        videos_list.add(submission.project_id, name=project_name(draft), aspect=draft.aspect, form=draft.to_values())
        st.switch_page(navigation.WATCH, query_params={"project": submission.project_id})
    uploaded = submission.uploaded if submission.uploaded != 1 and not submission.project_id else None
    if uploaded is not None:
        st.progress(uploaded, text=say("create.sending_song", percent=int(100 * uploaded)))
        return
    words = say("create.sending_slowly" if waited_s > _SLOW_S else "create.sending")
    st.progress(min(0.9, 0.15 + waited_s / 10), text=words)


def _card(error: MVError, studio: Studio) -> None:
    situation = cards.situation_of(error, None, studio=studio, has_own_song=form.current().brings_song)
    cards.draw(
        situation,
        {
            "change_it": _dismiss,
            "look_again": _look_again,
            "send_again": _send_again,
            "try_again": _start,
            "try_now": _look_again,
            "check_key": _to_settings,
            "connect": _to_settings,
            "come_in": _to_settings,
            "own_key": _to_settings,
            "use_demo": _use_demo,
            "open_videos": _to_videos,
        },
        error=error,
        studio=studio,
        # Who changes the form begins anew and does not need the old number.
        project_id="" if cards.CATALOGUE[situation].primary == "change_it" else error.project_id,
    )


def _look_again() -> None:
    """See what became of a request that the studio may have taken; send it once more only if it never got there."""
    error: MVError = st.session_state[_ERROR]
    if not error.project_id:
        _start()
        return
    draft = form.current()
    videos_list.add(error.project_id, name=project_name(draft), aspect=draft.aspect, form=draft.to_values())
    _dismiss()
    st.session_state[_GO] = (navigation.WATCH, {"project": error.project_id})


def _send_again() -> None:
    """Send the same song to the project that waits for it; without its picture at hand, the form as it stands."""
    error: MVError = st.session_state[_ERROR]
    job = jobs().known(error.project_id, current_connection())
    if job is None or not job.can_send_again:
        _start()
        return
    job.send_again()
    _look_again()


def _dismiss() -> None:
    st.session_state.pop(_ERROR, None)


def _use_demo() -> None:
    session.set_chosen_studio("demo")
    _dismiss()


def _to_settings() -> None:
    st.session_state[_GO] = (navigation.SETTINGS, {})


def _to_videos() -> None:
    st.session_state[_GO] = (navigation.VIDEOS, {})
