"""The page of the visitor's own videos."""

from datetime import UTC, datetime
from functools import partial
from typing import Final
from urllib.parse import parse_qs, urlsplit

import streamlit as st

from mvapp import session, videos_list
from mvapp.browser import storage
from mvapp.browser.script import quoted, rules, source
from mvapp.frame import navigation, uploaders
from mvapp.text import inert, say
from mvapp.videos import poster, side_by_side
from mvapp.videos_list import VideoEntry

_FIRST_SHOWN: Final = 12
_MB: Final = 1024 * 1024
_SAID: Final = "videos.said"
_REMOVED: Final = "videos.removed"  # the last line that was taken off the list, until the visitor goes elsewhere


def draw() -> None:
    """The whole page."""
    rules(source(__file__, "looks.css"), import_button=quoted(say("videos.import_button")))
    too_big = say("videos.import_too_big", limit=videos_list.MAX_IMPORT_MB)
    uploaders.look_after({"videos_import": uploaders.Uploader(say("videos.import_button"), too_big)})
    st.title(say("videos.title"), anchor=False)
    if not storage.is_loaded():
        st.skeleton(height=120)
        return
    found = videos_list.entries()
    removed = _removed()
    lines = videos_list.in_order([*found, removed]) if removed is not None else found
    if lines:
        st.caption(say("videos.kept_here"))
        side_by_side.draw()
        _draw_wall(_searched(lines), removed)
    if not found:
        with st.container(border=True, key="videos_empty"):
            st.header(f":material/music_video: {say('videos.empty_title')}", anchor=False)
            st.markdown(say("videos.empty_says"))
            if st.button(say("videos.make_first"), key="videos_make_first", type="primary"):
                st.switch_page(navigation.CREATE)
    _draw_manage(found)


def _searched(lines: list[VideoEntry]) -> list[VideoEntry]:
    """The lines that have the words looked for in their name or song; a short list needs no looking."""
    if len(lines) <= _FIRST_SHOWN:
        return lines
    wanted = st.text_input(
        say("videos.search"),
        key="videos_search",
        type="search",
        live=True,
        placeholder=say("videos.search"),
        label_visibility="collapsed",
    ).casefold()
    found = [one for one in lines if all(word in videos_list.words_of(one) for word in wanted.split())]
    if not found:
        st.caption(say("videos.search_nothing"))
    return found


def _draw_wall(lines: list[VideoEntry], removed: VideoEntry | None) -> None:
    with st.container(key="videos_wall"):
        for entry in lines[: st.session_state.setdefault("videos.shown", _FIRST_SHOWN)]:
            if entry is removed:
                _draw_removed(entry)
            else:
                poster.draw(entry, _remove)
    if len(lines) > st.session_state["videos.shown"]:
        st.button(say("videos.show_more"), key="videos_show_more", on_click=_show_more)


def _removed() -> VideoEntry | None:
    """The line that can still be put back."""
    removed: VideoEntry | None = st.session_state.get(_REMOVED)
    if removed is not None and (session.has_just_come() or videos_list.entry(removed.project_id) is not None):
        del st.session_state[_REMOVED]
        return None
    return removed


def _draw_removed(entry: VideoEntry) -> None:
    with st.container(border=True, key="videos_removed", vertical_alignment="center"):
        st.markdown(say("videos.removed", name=inert(entry.name or say("videos.untitled"))))
        st.button(
            say("videos.put_back"),
            key="videos_put_back",
            icon=":material/undo:",
            on_click=videos_list.put_back,
            args=(entry,),
        )


def _remove(entry: VideoEntry) -> None:
    videos_list.remove(entry.project_id)
    st.session_state[_REMOVED] = entry


def _draw_manage(found: list[VideoEntry]) -> None:
    # Not inside: what is below folds itself together when the list above it grows.
    if said := st.session_state.pop(_SAID, ""):
        st.info(said)
    with st.expander(say("videos.manage")):
        with st.form("videos_add", border=False, clear_on_submit=True):
            project_id = st.text_input(say("videos.add_label"), key="videos_add_id").strip()
            if st.form_submit_button(say("videos.add_do")) and project_id:
                _add(project_id)
        if found:
            st.download_button(
                say("videos.export"),
                partial(videos_list.export_json, found),  # written when it is asked for: it holds all the lyrics
                file_name=f"mv-studio-{datetime.now(UTC):%Y-%m-%d}.json",
                mime="application/json",
                key="videos_export",
                icon=":material/download:",
                on_click="ignore",
            )
        # Of any type: then all that the browser itself can turn away, in words of its own, is a file that is too large.
        chosen = st.file_uploader(
            say("videos.import_label"), key="videos_import", max_upload_size=videos_list.MAX_IMPORT_MB
        )
        if chosen is not None and st.session_state.get("videos.imported") != chosen.file_id:
            st.session_state["videos.imported"] = chosen.file_id
            st.session_state[_SAID] = _imported(chosen.getvalue())
            st.rerun()


def _imported(contents: bytes) -> str:
    """Take over a list, and say what came of it."""
    if len(contents) > videos_list.MAX_IMPORT_MB * _MB:
        return say("videos.import_too_big", limit=videos_list.MAX_IMPORT_MB)
    try:
        came = videos_list.import_json(contents)
    except ValueError:
        return say("videos.import_wrong")
    counts = {"known": came.known, "unreadable": came.unreadable, "left_out": came.left_out}
    more = [
        say(f"videos.import_{what}", count=count, most=videos_list.MOST_VIDEOS)
        for what, count in counts.items()
        if count
    ]
    return " · ".join([say("videos.import_done", count=came.new), *more])


def _add(pasted: str) -> None:
    project_id = videos_list.usable_id(_number_in_address(pasted) or pasted)
    if project_id:
        videos_list.add(project_id)
    st.session_state[_SAID] = say("videos.add_done" if project_id else "videos.add_wrong")
    st.rerun()


def _number_in_address(pasted: str) -> str:
    """The project number in the address of a watch page, which is what one has at hand; "" when it is none."""
    try:
        return parse_qs(urlsplit(pasted).query).get("project", [""])[-1]
    except ValueError:  # "http://[" is no address
        return ""


def _show_more() -> None:
    st.session_state["videos.shown"] += _FIRST_SHOWN
