"""How long the film is to be."""

import streamlit as st

from mvapp.create import form
from mvapp.text import say


def length_choice() -> None:
    """The whole song, or half a minute."""
    form.field(
        st.segmented_control,
        "length",
        say("create.length"),
        format_func=lambda value: say(f"create.length_{value}"),
    )
