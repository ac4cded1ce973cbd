"""A hand for the create form in the browser: keeps what is typed there, and hands it over when the typing pauses.

Each text goes into the browser's own storage under its key, at every keystroke, so that a page that is reloaded or
closed right then loses nothing. Streamlit hears of a text when its field is left; counters would stand still until
then, so after a pause this does what Ctrl+Enter does. It also brings a part of the page into view when asked.
"""

from typing import Final

import streamlit as st

from mvapp.browser import storage
from mvapp.browser.script import run, source
from mvapp.create import form
from mvapp.create.draft import CHOICES, TEXTS

_TARGET: Final = "create.view_target"
_PAUSE_MS: Final = 700
_LONGEST_KEPT: Final = 25_000
"""Somewhat more than a field holds; a picture that was pasted as text is not kept here."""


def bring_into_view(key: str) -> None:
    """Have the browser scroll to the container `key`, or to the first whose key begins with it, after this run."""
    number, _key = st.session_state.get(_TARGET, (0, ""))
    st.session_state[_TARGET] = (number + 1, key)


def listen() -> None:
    """Draw nothing, listen; before the first field of the form, so that no key escapes."""
    given = {
        "names": TEXTS,
        "keptAs": storage.PREFIX + form.KEPT_AS,
        "cookie": form.MODE_COOKIE,
        "usualMode": CHOICES["music_generate_type"][0],
        "longest": _LONGEST_KEPT,
        "pauseMs": _PAUSE_MS,
    }
    with st.container(key="create_listens"):
        run(source(__file__, "live_form.js"), given)


def scroll() -> None:
    """Bring into view what was asked for; below everything else of the form."""
    number, key = st.session_state.get(_TARGET, (0, ""))
    with st.container(key="create_scrolls"):
        run(source(__file__, "scroll.js"), {"number": number, "selector": f'[class*="st-key-{key}"]'})
