"""Below a file that was chosen: another one instead, or none."""

from collections.abc import Callable

import streamlit as st

from mvapp.text import say


def change_row(kind: str, *, uploader: Callable[[], object], key: str, remove: Callable[[], None]) -> None:
    """The two buttons.

    Args:
        kind: "picture" or "song", for the words.
        uploader: draws the one for another file.
        key: of the container around that.
        remove: takes the file away.
    """
    with st.container(key=f"create_change_{kind}", horizontal=True, vertical_alignment="center"):
        with st.container(key=key, width="content"):
            uploader()
        st.button(
            say(f"create.{kind}_remove"),
            key=f"create_{kind}_remove",
            type="tertiary",
            icon=":material/delete:",
            on_click=remove,
        )
