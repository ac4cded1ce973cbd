"""The looks that theme options cannot express: a small cinema, dark as ink or light as warm paper, one accent.

Colours, fonts and radii are in `.streamlit/config.toml`; `theme.css` has only what that has no words for. Its rules are
scoped to `.st-key-…`, except the few for what Streamlit draws around every page. A page's own looks are in its room.
"""

from typing import Final

import streamlit as st

from mvapp.browser.script import rules, run, source
from mvapp.frame import page_links
from mvapp.languages import LANGUAGES
from mvapp.session import language
from mvapp.text import say

_THEIRS: Final = {
    "Fullscreen": "fullscreen",
    "Close fullscreen": "close_fullscreen",
    "progress": "progress",
    "Video player": "player",
    "file upload": "upload",
    "Show password": "show_password",
    "Hide password": "hide_password",
    "help": "help",
    "skip": "skip",
}
"""What Streamlit calls things, and our own names for them in `text`."""


def first_rules() -> str:
    """The looks that are the same on every page and in every language; the server sends them with the first byte."""
    return source(__file__, "theme.css") + source(__file__, "uploaders.css")


def dress(page: str) -> None:
    """Give every page its looks; once in each run, before anything is drawn.

    Args:
        page: the last part of the address of the page that is drawn; "" for the first page.
    """
    light, dark = (st.get_option(f"theme.{kind}.primaryColor") or "currentColor" for kind in ("light", "dark"))
    rules(first_rules(), accent=f"light-dark({light}, {dark})")
    with st.container(key="theme_scripts"):
        # For screen readers, and for the right shapes of Chinese characters.
        run("document.documentElement.lang = given;", LANGUAGES[language()].html)
        # Community Cloud shows the app in a frame and lays a badge over its lower right corner.
        run("document.documentElement.classList.toggle('mv-framed', parent !== window);")
        run(source(__file__, "history.js"))
        run(source(__file__, "translation.js"))
        page_links.mark(page)
        words = {theirs: say(f"app.theirs_{key}") for theirs, key in _THEIRS.items()}
        run(source(__file__, "their_words.js"), words)
