"""What the visitor's browser does for the finished film: play, go on on a fresh link, save, share, copy."""

from typing import Final

import streamlit as st

from mvapp.browser.script import source
from mvapp.text import say

_HTML: Final = '<input readonly hidden><p role="status"></p><span role="status"></span>'
_component = st.components.v2.component(
    "mv_studio_film",
    html=_HTML,
    css=source(__file__, "film_in_browser.css"),
    js=source(__file__, "film_in_browser.js"),
)


def draw(
    place: str,
    *,
    number: int,
    is_looking: bool,
    can_renew: bool,
    saved: str,
    copied: str,
    poster: str,
    file_name: str,
    is_news: bool,
) -> str:
    """Draw what the browser has to say about the film, below its buttons.

    Args:
        place: the key of the container that holds the player.
        number: how often fresh links were asked for; the same address may fail anew after each time.
        is_looking: whether the last ones asked for are still on their way.
        can_renew: whether links grow old at all.
        saved: the link that *Download* saves; "" when that button needs no help.
        copied: what *Copy link* copies.
        poster: what the film shows before it plays; "" for its first picture.
        file_name: what the film is called when it is shared.
        is_news: whether the visitor waited for it, and is told that it is there.

    Returns:
        Why the browser asks for fresh links: the film stopped ("dead"), could not be saved ("save"), or has a link that
        is "old"; "" when it does not ask.
    """
    words = {
        "renewing": say("watch.renewing"),
        "saving": say("watch.saving"),
        "cannotSave": say("watch.cannot_save"),
        "copied": say("watch.copied"),
        "byKeys": say("watch.copy_by_keys", keys="Ctrl+C"),
        "byMacKeys": say("watch.copy_by_keys", keys="⌘C"),
        "byHold": say("watch.copy_by_hold"),
        "link": say("watch.link"),
        "play": say("watch.play"),
        "ready": say("watch.ready"),
        "sharing": say("watch.sharing"),
        "shareAgain": say("watch.share_again"),
        "cannotShare": say("watch.cannot_share"),
    }
    data = {
        "place": f"st-key-{place}",
        "number": number,
        "isLooking": is_looking,
        "canRenew": can_renew,
        "saved": saved,
        "copied": copied,
        "poster": poster,
        "fileName": file_name,
        "isNews": is_news,
        "words": words,
    }
    told = _component(key=f"{place}_in_browser", data=data, on_told_change=_nothing).told
    # A wish that was answered meanwhile may arrive once more.
    return str(told["why"]) if told and told["number"] == number else ""


def _nothing() -> None:
    """A trigger of a component exists only with a callback."""
