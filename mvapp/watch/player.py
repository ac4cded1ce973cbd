"""The finished film: player, download, link."""

from typing import Final, Literal
from urllib.parse import urlsplit

import streamlit as st

from mvapp.browser import media
from mvapp.studio.connection import Connection
from mvapp.studio.job import Job
from mvapp.text import say
from mvapp.watch import film_in_browser, keepsakes
from mvapp.watch.film_name import film_name
from mvapp.watch.links import Renewals, copyable
from mvclient import Video

_PLACE: Final = "film"
_SAVES: Final = "response-content-disposition=attachment"
"""In a link that the browser saves instead of playing."""
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_TICK_S: Final = 0.5
"""While fresh links are on their way."""
# The film keeps its own shape, whatever was asked for: as wide as there is room, as tall as the window at most, so
# that a portrait film fits one phone screen. The reserved shape keeps the page from jumping while it loads.
_STYLE: Final = """<style>
.st-key-film :has(> video) { position: relative; }
.mv-play { position: absolute; inset: 0; margin: auto; width: 5.5rem; height: 5.5rem; border: 0; border-radius: 50%;
  background: rgb(12 9 8 / .72); color: #fff8ee; cursor: pointer; display: grid; place-items: center; padding: 0; }
.mv-play:hover { background: rgb(12 9 8 / .88); }
.mv-play:focus-visible { outline: 3px solid #fff8ee; outline-offset: 3px; box-shadow: 0 0 0 6px #0c0908; }
.mv-play[hidden] { display: none; }
.mv-play svg { width: 2.6rem; height: 2.6rem; margin-left: .3rem; fill: currentColor; }
@media (forced-colors: active) { .mv-play { border: 3px solid ButtonText; } }
html:not(.mv-shares) .st-key-watch_share { display: none; }
.st-key-film video { --tallest: min(58dvh, 44rem); display: block; width: auto !important; max-width: 100%;
  height: auto !important; max-height: var(--tallest); margin-inline: auto; border-radius: 0.9rem; background: #000;
  RESERVED }
@media (max-width: 640px) { .st-key-film video { --tallest: 74dvh; } }
</style>"""
_RESERVED: Final = {
    "16:9": "aspect-ratio: 16 / 9; width: min(100%, var(--tallest) * 16 / 9) !important;",
    "9:16": "aspect-ratio: 9 / 16; width: min(100%, var(--tallest) * 9 / 16) !important;",
}


def draw_player(job: Job, video: Video, connection: Connection, aspect: str) -> bool:
    """Draw the film.

    Returns:
        Whether it can be played as far as anybody knows; false when a fresh link did not help either, and then nothing
        is drawn.
    """
    if renewals().are_in_vain:
        return False
    renewals().was_shown = True
    st.html(_STYLE.replace("RESERVED", _RESERVED.get(aspect, "")))
    film = connection.studio.film(job.project_id)
    with st.container(key=_PLACE):
        # The address goes to the browser as it is; the demo studio's, on this machine's loopback, would mean nothing
        # to a visitor, so its film goes through Streamlit.
        st.video(str(film) if film is not None else video.play_url, alt=say("watch.film"))
    return True


def renewals() -> Renewals:
    """How the links of the film on this page were renewed in this session."""
    found: Renewals = st.session_state.setdefault(f"watch.renewals.{st.query_params.get('project', '')}", Renewals())
    return found


def renew(job: Job) -> None:
    """Ask for fresh links; the film stays where it is meanwhile."""
    renewals().ask()
    job.look_again()


def draw_actions(
    job: Job, video: Video, connection: Connection, name: str, *, is_main: bool, is_looking: bool, is_news: bool
) -> bool:
    """Download, share, copy the link, make another.

    Args:
        job: the film's job.
        video: the film's links.
        connection: where it was made.
        name: what the visitor calls it.
        is_main: whether the download is the next thing to do.
        is_looking: whether fresh links were on their way when `video` was taken; what has come meanwhile is drawn next.
        is_news: whether the visitor waited for the film, so that its coming is told.

    Returns:
        Whether another one is wanted.
    """
    kind: Literal["primary", "secondary"] = "primary" if is_main else "secondary"
    film = connection.studio.film(job.project_id)
    saved = video.download_url or video.play_url
    with st.container(horizontal=True, vertical_alignment="center", key="film_actions"):
        if film is not None:
            st.download_button(
                say("watch.download"),
                film.read_bytes,
                file_name=film_name(name),
                mime="video/mp4",
                key="watch_download",
                type=kind,
                icon=":material/download:",
                on_click="ignore",
            )
        else:
            st.link_button(say("watch.download"), saved, key="watch_download", type=kind, icon=":material/download:")
        keepsakes.draw(job, video, connection, name)
        if is_main:
            st.button(say("watch.share"), key="watch_share", icon=":material/ios_share:")
        if connection.studio.has_public_links or not _is_for_this_machine():
            st.button(say("watch.copy_link"), key="watch_copy", icon=":material/link:")
        wants_another = st.button(say("watch.another"), key="watch_another", icon=":material/replay:")
    why = film_in_browser.draw(
        _PLACE,
        number=renewals().number,
        is_looking=is_looking,
        can_renew=connection.studio.has_public_links,
        saved=saved if film is None and _SAVES in saved else "",
        copied=copyable(video.play_url) if connection.studio.has_public_links else _page_address(job.project_id),
        poster=_poster(job, video, connection),
        file_name=film_name(name),
        is_news=is_news,
    )
    if why == "dead" and renewals().are_fresh:
        renewals().give_up()
        st.rerun()
    elif why:
        renew(job)
        st.rerun()
    if is_looking:
        _draw_anew_with_fresh_links(job)
    return wants_another


def wait_for_links(job: Job) -> bool:
    """Hold the film's place while fresh links are on their way; false when there is nothing to wait for."""
    if job.is_over or not renewals().are_worth_waiting_for:
        return False
    st.skeleton(height=360)
    _draw_anew_with_fresh_links(job)
    return True


@st.fragment(run_every=_TICK_S)
def _draw_anew_with_fresh_links(job: Job) -> None:
    if job.is_over or not (renewals().was_shown or renewals().are_worth_waiting_for):
        st.rerun()


def _poster(job: Job, video: Video, connection: Connection) -> str:
    """What the film shows before it plays; "" for its first picture."""
    still = connection.studio.thumbnail(job.project_id)
    if still is not None:
        return media.address(still, "poster")
    return video.thumbnail_url if connection.studio.has_public_links else ""


def _is_for_this_machine() -> bool:
    """Whether the page's own address leads nobody else here."""
    return (urlsplit(st.context.url or "").hostname or "") in _LOOPBACK


def _page_address(project_id: str) -> str:
    base = (st.context.url or "").split("?")[0]
    return (
        f"{base}?project={project_id}" if base.endswith("/watch") else f"{base.rstrip('/')}/watch?project={project_id}"
    )
