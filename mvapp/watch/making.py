"""A film in the making: what goes on, its screen, its song, and what there is to do meanwhile."""

from dataclasses import dataclass
from typing import Final

import streamlit as st

from mvapp import cards, session, sketch, videos_list
from mvapp.studio.connection import Connection
from mvapp.studio.job import Job
from mvapp.studio.jobs import jobs
from mvapp.text import say
from mvapp.watch import crowd, receipt
from mvapp.watch.moment import Moment, moment_of
from mvapp.watch.progress_view import draw_progress, percent_done
from mvapp.watch.screen import Screen

_FIRST_TICK_S: Final = 0.4
"""Until the first look has come back."""


@dataclass(frozen=True)
class DrawnEvery:
    """The seconds between two drawings, as they are and as they were with nobody else here."""

    every_s: float
    pleasant_s: float


def draw(job: Job, connection: Connection, now: Moment, name: str, aspect: str) -> None:
    """What goes on, and what there is to see, hear and do meanwhile."""
    entry = videos_list.entry(job.project_id)
    job.has_own_song |= entry is not None and entry.form.get("music_generate_type") == "upload"
    if not now.is_over or (job.progress is not None and job.progress.steps and not job.is_cancelled):
        pleasant_s = connection.studio.draws_every_s if now.is_known else _FIRST_TICK_S
        often = DrawnEvery(crowd.note_me().interval_s(pleasant_s), pleasant_s)
        screen = None if now.is_over else Screen.of(job, connection.studio, aspect)
        live = st.fragment(_draw_live, run_every=None if now.is_over else often.every_s)
        live(job.project_id, connection, now, name, often, screen)
    if not now.is_over and now.situation != "not_seen_yet":
        if connection.studio.plays_early:
            _draw_song(job, connection, now)
        with st.container(key="wait_foot", horizontal=True, vertical_alignment="center"):
            waits = now.situation in cards.DECISIONS
            st.markdown(say("watch.waits_for_you" if waits else "watch.safe_to_close"), width="stretch")
            if connection.studio.cancels and entry is not None:  # whoever else has the link looks on
                _draw_cancel(job)
        if connection.studio.charges:
            _draw_sketch(job)


def _draw_live(
    project_id: str, connection: Connection, drawn: Moment, name: str, often: DrawnEvery, screen: Screen | None
) -> None:
    if not connection.still_holds or (not drawn.is_over and crowd.note_me().is_off(often.every_s, often.pleasant_s)):
        st.rerun()
    job = jobs().follow(project_id, connection)
    if not drawn.is_over and moment_of(job, connection) != drawn:
        st.rerun()
    if drawn.situation == "not_seen_yet":
        return  # a bar at 0 % would say that there is such a video
    foreseen = connection.studio.foreseen(job.progress) if job.progress is not None else None
    if not drawn.is_over:
        st.set_page_config(page_title=f"{percent_done(foreseen)} % · {name}")
    draw_progress(job, foreseen, screen, studio=connection.studio)
    payment = foreseen.payment if foreseen is not None and connection.studio.charges else None
    if payment is not None and payment.state == "paid":
        st.caption(receipt.price_words(payment))


def _draw_song(job: Job, connection: Connection, now: Moment) -> None:
    """The song, as soon as it is written; its place is kept until then."""
    song = connection.studio.song(job.project_id) if now.has_song else None
    with st.container(key="wait_song", gap="xsmall"):
        of_whom = "_own" if job.has_own_song else ""
        key = f"watch.song{of_whom}_plays" if song is not None else f"watch.song{of_whom}_comes"
        st.caption(f":material/music_note: {say(key)}")
        if song is not None:
            st.audio(str(song), format="audio/mp4")


def _draw_cancel(job: Job) -> None:
    with st.popover(say("watch.cancel"), key="watch_cancel", icon=":material/close:", width="content"):
        st.markdown(say("watch.cancel_says"))
        st.button(say("watch.cancel_do"), key="watch_cancel_do", icon=":material/stop_circle:", on_click=job.cancel)


def _draw_sketch(job: Job) -> None:
    request = job.request
    if job.project_id not in st.session_state.get(session.SKETCHES, {}) and request is None:
        return
    with st.container(border=True, key="sketch_offer"):
        st.header(say("watch.sketch_title"), anchor=False)
        if not sketch.draw(job.project_id) and request is not None:
            st.markdown(say("watch.sketch_offer"))
            if st.button(say("watch.sketch_button"), key="watch_sketch", icon=":material/draw:"):
                sketch.begin(request, place=job.project_id, song=job.song)
                st.rerun()
