"""The one place for what a visitor's session remembers: every `st.session_state` key of the app stands here.

Widgets that belong to one page keep their own keys, prefixed with the page's name. A session dies with a reload, so
what must last is also in the URL (the project id) or in the visitor's browser (`browser.storage`).
"""

from datetime import UTC, datetime
from secrets import token_hex
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from mvapp.languages import best_for

LANGUAGE: Final = "mv.language"
LANGUAGE_IS_CHOSEN: Final = "mv.language_is_chosen"
API_KEY: Final = "mv.api_key"
STUDIO: Final = "mv.studio"
APP_HAS_RUN: Final = "mv.app_has_run"
WANTED_PAGE: Final = "mv.wanted_page"
PLACE: Final = "mv.place"  # the page of the last run, with its project, and whether the visitor came to it with it
PREFILL: Final = "mv.prefill"
RETURN_TO: Final = "mv.return_to"  # the project whose page sent this visitor to the settings
STORED: Final = "mv.stored"  # what the visitor's browser holds, as last seen
UNSAVED: Final = "mv.unsaved"  # what goes there with the next full run
SKETCHES: Final = "mv.sketches"
PSEUDONYM: Final = "mv.pseudonym"
PACES: Final = "mv.paces"
WAITED_FOR: Final = "mv.waited_for"  # the project that this visitor saw in the making

WAY_IN: Final = "mv.way_in"  # what this browser was let in with, see `studio.gate`

HAS_FILMS: Final = "mv.has_films"  # whether this visitor is known to have a video of their own

LANGUAGE_COOKIE: Final = "mv-studio-language"
WAY_IN_COOKIE: Final = "mv-studio-way-in"
FILMS_COOKIE: Final = "mv-studio-films"


def language() -> str:
    """The code of the visitor's language: chosen before, else what the browser asks for, else English."""
    if LANGUAGE not in st.session_state:
        wanted = st.context.cookies.get(LANGUAGE_COOKIE) or st.context.locale or ""
        st.session_state[LANGUAGE] = best_for(wanted)
    return str(st.session_state[LANGUAGE])


def set_language(language: str) -> None:
    """Speak this one from here on; the browser remembers it in a cookie, so that the first frame is right."""
    st.session_state[LANGUAGE] = best_for(language)
    st.session_state[LANGUAGE_IS_CHOSEN] = True


def way_in() -> str:
    """What this browser was let in with, in this session or before; "" for nothing."""
    return str(st.session_state.get(WAY_IN) or st.context.cookies.get(WAY_IN_COOKIE) or "")


def set_way_in(token: str) -> None:
    """Let this browser in from here on; it remembers it in a cookie."""
    st.session_state[WAY_IN] = token


def cookies() -> list[str]:
    """What the browser is to remember in cookies, because the first frame or the gate needs it."""
    wanted = {WAY_IN_COOKIE: st.session_state.get(WAY_IN), FILMS_COOKIE: st.session_state.get(HAS_FILMS)}
    if st.session_state.get(LANGUAGE_IS_CHOSEN):
        wanted[LANGUAGE_COOKIE] = language()
    return [f"{name}={value}" for name, value in wanted.items() if value]


def has_films() -> bool:
    """Whether this visitor has had a video on the list, in this session or before."""
    return HAS_FILMS in st.session_state or st.context.cookies.get(FILMS_COOKIE) == "1"


def note_films() -> None:
    """Remember that there is one: the browser keeps it in a cookie, so that the first frame is right."""
    st.session_state[HAS_FILMS] = "1"


def api_key() -> str:
    """The key typed into the settings page in this session, or ""."""
    return str(st.session_state.get(API_KEY, ""))


def remember_api_key(key: str) -> None:
    """Keep the key for this session only; "" forgets it."""
    st.session_state[API_KEY] = key.strip()


def pseudonym() -> str:
    """What others know this session by: the demo studio, for a fair line, and whoever counts those who wait."""
    return str(st.session_state.setdefault(PSEUDONYM, token_hex(8)))


def paces() -> dict[str, Any]:
    """How often this session has done what has a pace, see `studio.pace`."""
    found: dict[str, Any] = st.session_state.setdefault(PACES, {})
    return found


def chosen_studio() -> str:
    """Where new videos are made if the visitor chose: "demo" or "giggle"; "" when nothing was chosen."""
    return str(st.session_state.get(STUDIO, ""))


def set_chosen_studio(studio: str) -> None:
    """Make new videos in the "demo" studio or at "giggle" for the rest of this session."""
    st.session_state[STUDIO] = studio


def remember_return(project_id: str) -> None:
    """Have the settings page offer the way back to this video; "" when nobody wants back any more."""
    st.session_state[RETURN_TO] = project_id


def return_to() -> str:
    """The project id of the video that the visitor came from; "" when it was none."""
    return str(st.session_state.get(RETURN_TO, ""))


def prefill(values: dict[str, Any]) -> None:
    """Have the create page open with these form values the next time it is drawn."""
    st.session_state[PREFILL] = dict(values)


def take_prefill() -> dict[str, Any] | None:
    """The form values that wait for the create page, once; None when there are none."""
    values: dict[str, Any] | None = st.session_state.pop(PREFILL, None)
    return values


def arrive(place: str) -> None:
    """Note which page, of which project, this run draws; the router does."""
    before, _ = st.session_state.get(PLACE, ("", False))
    st.session_state[PLACE] = (place, place != before)


def has_just_come() -> bool:
    """Whether the visitor came to this page with this run: by a link, from another page, or by a reload."""
    _, is_new = st.session_state.get(PLACE, ("", False))
    return bool(is_new)


def local_time(at: float) -> str:
    """A moment in the visitor's own time zone; `at`: epoch seconds. "" for one that no calendar holds."""
    try:
        zone = ZoneInfo(st.context.timezone or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a browser says what it likes; "Europe" is a folder
        zone = ZoneInfo("UTC")
    try:
        return datetime.fromtimestamp(at, UTC).astimezone(zone).strftime("%Y-%m-%d %H:%M")
    except (ValueError, OverflowError, OSError):
        return ""
