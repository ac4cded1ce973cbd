"""The uploaders in the visitor's language: Streamlit's own names and errors are English only, and vague."""

from collections.abc import Mapping
from typing import NamedTuple

import streamlit as st

from mvapp.browser.script import run, source
from mvapp.text import say

_CAUSES = ("remove", "one_only", "busy", "refused", "broken_off", "no_connection")


class Uploader(NamedTuple):
    """What one says, and offers."""

    name: str
    """On its button."""
    too_big: str
    """Said of a file that is too large."""
    accept: str = ""
    """What the file chooser offers, as HTML writes it; "" for everything. Not the uploader's own `type=`: that goes by
    the file's name only, and breaks the page when the name is forged."""


def look_after(uploaders: Mapping[str, Uploader]) -> None:
    """Give uploaders their names, kinds of files and errors, also those that are drawn later.

    Args:
        uploaders: by the key of the container or uploader.
    """
    causes = {cause: say(f"uploads.{cause}") for cause in _CAUSES}
    theirs = {key: {**causes, **one._asdict()} for key, one in uploaders.items()}
    with st.container(key="uploaders_script"):
        run(source(__file__, "uploaders.js"), theirs)
