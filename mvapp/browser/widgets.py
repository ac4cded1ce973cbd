"""Small things that only the visitor's browser can do: show the page from its top, ring."""

import streamlit as st

from mvapp.browser.script import source

_top = st.components.v2.component("mv_studio_top", js=source(__file__, "top.js"))

_ring = st.components.v2.component("mv_studio_ring", js=source(__file__, "ring.js"))


def to_the_top(name: str) -> None:
    """Show the page from its top when it is opened, once for each `name`: Streamlit keeps the last page's place."""
    _top(key="to_the_top", data={"name": name})


def ring(name: str, text: str, *, sound: bool, notify: bool, ask: bool = False) -> None:
    """Play a chime, show a notification, or both; once for each `name`.

    No notification is shown to who has the page before their eyes. `ask`: get the permission only.
    """
    _ring(key=f"ring_{name}", data={"id": name, "text": text, "sound": sound, "notify": notify, "ask": ask})
