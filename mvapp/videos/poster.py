"""One video on the wall: its poster, its name, what became of it, and what can be done with it."""

from collections.abc import Callable

import streamlit as st

from mvapp import session, videos_list
from mvapp.frame import navigation
from mvapp.studio.connection import Connection, connection_for
from mvapp.studio.jobs import jobs
from mvapp.text import inert, say
from mvapp.videos import side_by_side
from mvapp.videos_list import VideoEntry


def draw(entry: VideoEntry, remove: Callable[[VideoEntry], None]) -> None:
    """Draw it; `remove` takes it off the list."""
    connection = connection_for(entry.project_id)
    name = entry.name or say("videos.untitled")
    with st.container(border=True, key=f"video_{entry.project_id}", gap="xsmall"):
        _draw_still(entry, connection, name)
        st.markdown(f"**{inert(name)}**")
        when = session.local_time(entry.created_at) if entry.created_at else ""
        demo = say("videos.demo") if connection is not None and not connection.studio.charges else ""
        st.caption(" · ".join(part for part in (_state(entry, connection), when, entry.aspect, demo) if part))
        with st.container(horizontal=True, gap="xsmall"):
            if not side_by_side.offer(entry) and st.button(say("videos.open"), key=f"video_open_{entry.project_id}"):
                st.switch_page(navigation.WATCH, query_params={"project": entry.project_id})
            with st.popover(say("videos.more"), key=f"video_more_{entry.project_id}"):
                _draw_more(entry, remove)


def _draw_still(entry: VideoEntry, connection: Connection | None, name: str) -> None:
    """A still of the film: the demo studio's from its file, Giggle's by a fresh link."""
    picture: str | None = None
    if connection is not None and entry.state == "ready":
        if (path := connection.studio.thumbnail(entry.project_id)) is not None:
            picture = str(path)
        elif connection.studio.has_public_links and (video := jobs().follow(entry.project_id, connection).video):
            # A finished project is looked at once in a thread; the page shows what is known by now and does not wait.
            picture = video.thumbnail_url or None
    with st.container(key=f"videos_still_{entry.project_id}"):
        if picture is None:
            st.markdown(":material/movie:")
        else:
            st.image(picture, width="stretch", alt=say("videos.thumbnail", name=name))


def _state(entry: VideoEntry, connection: Connection | None) -> str:
    if connection is None:
        return say("videos.state_away")
    known = jobs().known(entry.project_id, connection)
    if known is not None and known.progress is not None:
        if known.progress.is_finished:
            videos_list.note_state(entry.project_id, "ready")
            return say("videos.state_ready")
        if known.is_over and known.progress.is_failed:
            return say("videos.state_failed")
    return say(f"videos.state_{entry.state}")


def _draw_more(entry: VideoEntry, remove: Callable[[VideoEntry], None]) -> None:
    if entry.form and st.button(say("videos.reuse"), key=f"video_reuse_{entry.project_id}", icon=":material/replay:"):
        session.prefill(dict(entry.form))
        st.switch_page(navigation.CREATE)
    with st.form(f"video_rename_{entry.project_id}", border=False):
        name = st.text_input(say("videos.rename"), entry.name, max_chars=120, key=f"video_name_{entry.project_id}")
        if st.form_submit_button(say("videos.rename_do")):
            videos_list.rename(entry.project_id, name)
            st.rerun()
    side_by_side.offer_first(entry)
    st.markdown(say("videos.project"))
    st.code(entry.project_id, language=None, wrap_lines=True)
    st.button(
        say("videos.remove"),
        key=f"video_remove_{entry.project_id}",
        icon=":material/delete:",
        help=say("videos.remove_says"),
        on_click=remove,
        args=(entry,),
    )
