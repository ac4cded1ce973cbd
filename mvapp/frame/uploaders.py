"""The uploaders in the visitor's language: Streamlit's own names and errors are English only, and vague."""

import streamlit as st

from mvapp.browser.script import run, source
from mvapp.text import say

_CAUSES = ("remove", "one_only", "busy", "refused", "broken_off", "no_connection")


def look_after(uploaders: dict[str, str], *, too_big: str, accept: str = "") -> None:
    """Give uploaders their names, kinds of files and errors, also those that are drawn later.

    Args:
        uploaders: what the button of each says, by the key of the container or uploader.
        too_big: what is said of a file that is too large.
        accept: what the file chooser offers, as HTML writes it; "" for everything. Not the uploader's own `type=`: that
            goes by the file's name only, and breaks the page when the name is forged.
    """
    causes = {cause: say(f"uploads.{cause}") for cause in _CAUSES}
    theirs = {key: {**causes, "too_big": too_big, "accept": accept, "name": name} for key, name in uploaders.items()}
    with st.container(key="uploaders_script"):
        run(source(__file__, "uploaders.js"), theirs)
