"""Two films beside each other: the first is chosen on its own poster, the second on any other; one plays at a time."""

from typing import Final

import streamlit as st

from mvapp import videos_list
from mvapp.browser import widgets
from mvapp.browser.script import run, source
from mvapp.studio.connection import connection_for
from mvapp.studio.jobs import jobs
from mvapp.text import inert, say
from mvapp.videos_list import VideoEntry

_CHOSEN: Final = "videos.beside"
_TWO: Final = 2


def draw() -> None:
    """The two films, or who is asked for the second; nothing as long as nobody wants to compare."""
    chosen = _chosen()
    if not chosen:
        return
    with st.container(key="videos_beside"):
        if len(chosen) < _TWO:
            st.markdown(say("videos.compare_choose", name=_name(chosen[0])))
        else:
            with st.container(key="videos_pair"):
                for entry in chosen:
                    with st.container(gap="xsmall"):
                        st.markdown(f"**{_name(entry)}**")
                        _draw_film(entry)
            run(source(__file__, "side_by_side.js"))
            widgets.to_the_top("+".join(entry.project_id for entry in chosen))
        st.button(say("videos.compare_end"), key="videos_compare_end", icon=":material/close:", on_click=_end)


def offer(entry: VideoEntry) -> bool:
    """On another poster than the first one: lay this film beside it; false where there is nothing to offer."""
    chosen = _chosen()
    if len(chosen) != 1 or entry.project_id == chosen[0].project_id or entry.state != "ready":
        return False
    _button(entry, say("videos.compare_with"), f"video_beside_{entry.project_id}")
    return True


def offer_first(entry: VideoEntry) -> None:
    """Among the rest of what can be done with a film: compare it."""
    if entry.state == "ready":
        _button(entry, say("videos.compare"), f"video_compare_{entry.project_id}")


def _button(entry: VideoEntry, label: str, key: str) -> None:
    st.button(label, key=key, icon=":material/compare:", on_click=_choose, args=(entry.project_id,))


def _choose(project_id: str) -> None:
    before = st.session_state.get(_CHOSEN, [])
    st.session_state[_CHOSEN] = [*before, project_id] if len(before) == 1 and before != [project_id] else [project_id]


def _end() -> None:
    del st.session_state[_CHOSEN]


def _chosen() -> list[VideoEntry]:
    """Those chosen that are still on the list."""
    entries = (videos_list.entry(project_id) for project_id in st.session_state.get(_CHOSEN, ()))
    return [entry for entry in entries if entry is not None]


def _name(entry: VideoEntry) -> str:
    return inert(entry.name or say("videos.untitled"))


def _draw_film(entry: VideoEntry) -> None:
    connection = connection_for(entry.project_id)
    film = str(connection.studio.film(entry.project_id) or "") if connection is not None else ""
    if connection is not None and not film and connection.studio.has_public_links:
        video = jobs().follow(entry.project_id, connection).video
        film = video.play_url if video is not None else ""
    if film:
        st.video(film, alt=say("videos.film", name=entry.name or say("videos.untitled")))
    else:
        st.caption(say("videos.compare_nothing"))
