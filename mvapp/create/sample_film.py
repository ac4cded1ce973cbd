"""What comes out, shown to whoever has no film yet: ten seconds of the demo studio's work (`tools/sample_film.py`)."""

from base64 import b64encode
from functools import cache
from pathlib import Path
from typing import Final

import streamlit as st

from mvapp import session, videos_list
from mvapp.browser.script import run, source
from mvapp.languages import DEFAULT
from mvapp.text import say

_HERE: Final = Path(__file__).with_name("first_films")


def film(language: str) -> Path:
    """The film whose words are in this language; of no other size than 640 by 360."""
    return _HERE / f"first-film-{language}.mp4"


def poster(language: str) -> Path:
    """A still of it."""
    return _HERE / f"first-film-{language}.webp"


def headline() -> None:
    """What this is; for a newcomer in one line more, and in ten seconds of film."""
    with st.container(key="create_hero"):
        st.title(say("create.headline"), anchor=False)
        if not videos_list.is_newcomer():
            return
        language = session.language() if film(session.language()).exists() else DEFAULT
        with st.container(key="create_sample_film"):
            # Plays by a script: `autoplay` would ask nobody whether things may move.
            st.video(str(film(language)), alt=say("create.sample_film"), muted=True, loop=True)
        with st.container(key="create_promise"):
            st.markdown(say("create.promise"))
            st.button(say("create.with_sound"), key="create_with_sound", icon=":material/volume_up:")
        with st.container(key="create_film_script"):
            run(source(__file__, "sample_film.js"), {"poster": _address(poster(language))})


@cache
def _address(picture: Path) -> str:
    return f"data:image/webp;base64,{b64encode(picture.read_bytes()).decode()}"
