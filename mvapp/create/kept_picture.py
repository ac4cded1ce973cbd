"""The visitor's own picture, kept by the visitor's own browser, so that it outlives a reload.

localStorage is too small for it: it lies in IndexedDB, prepared and without metadata as it is sent, one at a time,
under a random name that also stands in the draft. It comes back once, when the draft names a picture that this session
does not have, as a trigger: a state value would be sent again with every click. Whoever sends it may have changed it,
so it is looked at as any other picture is.
"""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from mvapp.browser.script import source
from mvapp.create import form
from mvapp.create.prepared_picture import take_up
from mvclient import PictureError

MAX_CHARACTERS: Final = 8_000_000
"""Of Base64: more than any prepared picture has, and a third of what Streamlit takes from a browser at once."""
_KEY: Final = "mv_studio_picture"
_KEPT: Final = "create.picture_kept"  # the name of the picture that the browser is known to hold
_MISSING: Final = "create.picture_missing"  # the name of the one that it does not
_IS_NEW: Final = "create.picture_is_new"


_component = st.components.v2.component(_KEY, js=source(__file__, "kept_picture.js"))


def is_awaited() -> bool:
    """Whether the browser has been asked for the picture of the draft and has not answered yet."""
    return "ask" in _task()


def keep_in_step() -> None:
    """Have the browser keep the picture that is in the form, ask it for the one that should be, or forget the last."""
    if _task():
        _talk()


@st.fragment
def _talk() -> None:
    if st.session_state.pop(_IS_NEW, False):
        st.rerun()
    if task := _task():
        _component(key=_KEY, data=task, on_kept_change=_note_kept, on_found_change=_take_found, height=0)


def _task() -> dict[str, str]:
    wanted, kept, picture = form.current().upload, st.session_state.get(_KEPT, ""), form.picture()
    if wanted == kept and (picture is not None or not wanted):
        return {}
    if not wanted:
        return {"drop": kept}
    if picture is None:
        return {"ask": wanted} if st.session_state.get(_MISSING) != wanted else {}
    if len(picture.base64) > MAX_CHARACTERS:
        return {"drop": kept} if kept else {}
    return {"keep": wanted, "base64": picture.base64}


def _note_kept() -> None:
    st.session_state[_KEPT] = st.session_state[_KEY].kept["name"]


def _take_found() -> None:
    found = st.session_state[_KEY].found
    wanted = form.current().upload
    if not isinstance(found, Mapping) or found.get("name") != wanted:
        return
    st.session_state[_IS_NEW] = True
    st.session_state[_MISSING] = wanted
    base64 = found.get("base64")
    if not isinstance(base64, str) or not 0 < len(base64) <= MAX_CHARACTERS:
        return
    try:
        form.set_picture(take_up(base64, wanted))
    except PictureError:  # not what was put there
        return
    st.session_state[_KEPT] = wanted
