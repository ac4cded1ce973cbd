"""The finished film: player, download, link, receipt."""

import re
from datetime import UTC, datetime
from typing import Final, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from mvapp import browser_widgets
from mvapp.connection import Connection
from mvapp.demo import demo_studio
from mvapp.graphemes import cut
from mvapp.job import Job
from mvapp.links import copyable
from mvapp.text import say
from mvapp.unseen import without_unseen
from mvclient import Payment, Video
from mvclient.visible_text import is_blank

__all__ = ["draw_actions", "draw_player", "draw_receipt", "film_name", "local_time", "price_words", "renew"]

_CREDITS_PER_DOLLAR: Final = 100
_LONGEST_FILE_NAME: Final = 60
_KEPT_BY_WINDOWS: Final = re.compile(
    r"(?:CON|PRN|AUX|NUL|CLOCK\$|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])\s*(?:\.|$)", re.IGNORECASE
)
"""Names of devices; what stands behind the first dot does not count there."""
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
    """Draw the film, and ask for fresh links when its link turns out to be dead.

    Returns:
        Whether the film can be played as far as anybody knows; false when a fresh link did not help either, and then
        nothing is drawn.
    """
    renewals = f"watch.renewals.{job.project_id}"
    if st.session_state.setdefault(renewals, 0) > 1:
        return False
    st.html(_STYLE.replace("RESERVED", _RESERVED.get(aspect, "")))
    film = demo_studio().film(job.project_id) if connection.is_demo else None
    with st.container(key="film"):
        # The address goes to the browser as it is; the demo studio's, on this machine's loopback, would mean nothing
        # to a visitor, so its film goes through Streamlit.
        st.video(str(film) if film is not None else video.play_url, alt=say("watch.film"))
        is_dead = browser_widgets.film_stopped("film", attempt=st.session_state[renewals])
    if is_dead and not connection.is_demo:
        st.session_state[renewals] += 1
        if st.session_state[renewals] == 1:
            job.look_again()
        st.rerun()
    return True


def renew(job: Job) -> None:
    """Ask for fresh links on a person's word."""
    st.session_state[f"watch.renewals.{job.project_id}"] = 1
    job.look_again()


def draw_actions(job: Job, video: Video, connection: Connection, name: str, *, is_main: bool) -> bool:
    """Download, copy the link, make another; true when another one is wanted.

    `is_main`: whether the download is the next thing to do.
    """
    kind: Literal["primary", "secondary"] = "primary" if is_main else "secondary"
    with st.container(horizontal=True, vertical_alignment="center", key="film_actions"):
        film = demo_studio().film(job.project_id) if connection.is_demo else None
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
            st.link_button(
                say("watch.download"), video.download_url or video.play_url, type=kind, icon=":material/download:"
            )
        browser_widgets.copy_button(
            say("watch.copy_link"),
            _page_address(job.project_id) if connection.is_demo else copyable(video.play_url),
            done=say("watch.copied"),
            failed=say("watch.copy_failed"),
            key="watch_copy",
        )
        return st.button(say("watch.another"), key="watch_another", icon=":material/replay:")


def draw_receipt(job: Job, connection: Connection) -> None:
    """What was paid, when, and the number to keep."""
    payment = job.progress.payment if job.progress is not None else None
    with st.expander(say("watch.receipt")):
        if payment is None or payment.state != "paid":
            st.markdown(say("watch.receipt_demo" if connection.is_demo else "watch.receipt_none"))
        else:
            # Without a time it was paid elsewhere, and a look showed it: what it cost, and when, is not known here.
            paid_at = f" · {local_time(payment.at)}" if payment.at else ""
            st.markdown(f"**{price_words(payment, is_demo=connection.is_demo)}**{paid_at}")
            if connection.is_demo:
                st.markdown(say("watch.receipt_demo"))
            elif not payment.order_id:
                st.markdown(say("watch.receipt_none"))
            if payment.order_id:
                st.markdown(say("watch.receipt_order"))
                st.code(payment.order_id, language=None, wrap_lines=True)
        st.markdown(say("watch.receipt_project"))
        st.code(job.project_id, language=None, wrap_lines=True)
        if not connection.is_demo:
            st.caption(say("watch.link_lasts"))


def price_words(payment: Payment, *, is_demo: bool) -> str:
    """What was paid, in credits and dollars."""
    price = payment.price_credits
    if price is None:
        return say("watch.paid_unknown")
    if is_demo:
        return say("watch.paid_demo", price=price)
    return say("watch.paid", price=price, dollars=f"{price / _CREDITS_PER_DOLLAR:.2f}")


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


def local_time(at: float) -> str:
    """A moment in the visitor's own time zone; `at`: epoch seconds. "" for one that no calendar holds."""
    try:
        zone = ZoneInfo(st.context.timezone or "UTC")
    except (
        ZoneInfoNotFoundError,
        ValueError,
        OSError,
    ):  # the last: "Europe" is a folder, and a browser says what it likes
        zone = ZoneInfo("UTC")
    try:
        return datetime.fromtimestamp(at, UTC).astimezone(zone).strftime("%Y-%m-%d %H:%M")
    except (ValueError, OverflowError, OSError):
        return ""
