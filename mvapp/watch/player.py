"""The finished film: player, download, link, receipt."""

import re
from typing import Final, Literal

import streamlit as st

from mvapp import session
from mvapp.graphemes import cut
from mvapp.studio.connection import Connection
from mvapp.studio.job import Job
from mvapp.studio.studios import Studio
from mvapp.text import say, say_at
from mvapp.unseen import without_unseen
from mvapp.watch import film_in_browser
from mvapp.watch.links import Renewals, copyable
from mvclient import Payment, Video
from mvclient.visible_text import is_blank

_CREDITS_PER_DOLLAR: Final = 100
_LONGEST_FILE_NAME: Final = 60
_KEPT_BY_WINDOWS: Final = re.compile(
    r"(?:CON|PRN|AUX|NUL|CLOCK\$|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])\s*(?:\.|$)", re.IGNORECASE
)
"""Names of devices; what stands behind the first dot does not count there."""
_PLACE: Final = "film"
_SAVES: Final = "response-content-disposition=attachment"
"""In a link that the browser saves instead of playing."""
_TICK_S: Final = 0.5
"""While fresh links are on their way."""
# The film keeps its own shape, whatever was asked for: as wide as there is room, as tall as the window at most, so
# that a portrait film fits one phone screen. The reserved shape keeps the page from jumping while it loads.
_STYLE: Final = """<style>
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


def draw_actions(job: Job, video: Video, connection: Connection, name: str, *, is_main: bool, is_looking: bool) -> bool:
    """Download, copy the link, make another.

    Args:
        job: the film's job.
        video: the film's links.
        connection: where it was made.
        name: what the visitor calls it.
        is_main: whether the download is the next thing to do.
        is_looking: whether fresh links were on their way when `video` was taken; what has come meanwhile is drawn next.

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
        st.button(say("watch.copy_link"), key="watch_copy", icon=":material/link:")
        wants_another = st.button(say("watch.another"), key="watch_another", icon=":material/replay:")
    why = film_in_browser.draw(
        _PLACE,
        number=renewals().number,
        is_looking=is_looking,
        can_renew=connection.studio.has_public_links,
        saved=saved if film is None and _SAVES in saved else "",
        copied=copyable(video.play_url) if connection.studio.has_public_links else _page_address(job.project_id),
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


def draw_receipt(job: Job, connection: Connection) -> None:
    """What was paid, when, and the number to keep."""
    payment = job.progress.payment if job.progress is not None else None
    with st.expander(say("watch.receipt")):
        if payment is None or payment.state != "paid":
            st.markdown(say_at(connection.studio.name, "watch.receipt_none"))
        else:
            # Without a time it was paid elsewhere, and a look showed it: what it cost, and when, is not known here.
            paid_at = f" · {session.local_time(payment.at)}" if payment.at else ""
            st.markdown(f"**{price_words(payment, connection.studio)}**{paid_at}")
            if not (payment.order_id and connection.studio.charges):
                st.markdown(say_at(connection.studio.name, "watch.receipt_none"))
            if payment.order_id:
                st.markdown(say("watch.receipt_order"))
                st.code(payment.order_id, language=None, wrap_lines=True)
        st.markdown(say("watch.receipt_project"))
        st.code(job.project_id, language=None, wrap_lines=True)
        if connection.studio.has_public_links:
            st.caption(say("watch.link_lasts"))


def price_words(payment: Payment, studio: Studio) -> str:
    """What was paid, in credits and dollars."""
    price = payment.price_credits
    if price is None:
        return say("watch.paid_unknown")
    return say_at(studio.name, "watch.paid", price=price, dollars=f"{price / _CREDITS_PER_DOLLAR:.2f}")


def film_name(name: str) -> str:
    """A file name that every system takes, from what the visitor calls the video."""
    clean = " ".join(re.sub(r'[<>:"/\\|?*]+', " ", without_unseen(name)).split()).lstrip(" .")
    # Sixty characters are at most 240 bytes, and no system takes fewer than 255.
    clean = cut(clean, _LONGEST_FILE_NAME).rstrip(" .")
    if is_blank(clean):
        clean = "music video"
    return f"{'_' if _KEPT_BY_WINDOWS.match(clean) else ''}{clean}.mp4"


def _page_address(project_id: str) -> str:
    base = (st.context.url or "").split("?")[0]
    return (
        f"{base}?project={project_id}" if base.endswith("/watch") else f"{base.rstrip('/')}/watch?project={project_id}"
    )
