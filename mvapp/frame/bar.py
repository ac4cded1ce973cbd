"""What stands around every page: the way to the others and the language above, a word about the demo below."""

from pathlib import Path
from typing import Final, Literal

import streamlit as st

from mvapp import session
from mvapp.frame import navigation, setup_notice
from mvapp.languages import LANGUAGES
from mvapp.studio.connection import LONGEST_PROJECT_ID, connection_for, current_connection, is_key_kept_back
from mvapp.studio.studios import GIGGLE, Studio
from mvapp.text import say, say_at

# A file of our own: Streamlit has the browser fetch a Material icon for the tab from another company's server.
ICON: Final = str(Path(__file__).with_name("icon.svg"))


def draw_top() -> None:
    """The line above every page: the pages, where videos are made, and the other language; below it what stops them."""
    with st.container(key="frame_top", horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        with st.container(key="frame_pages", horizontal=True, gap="small", width="content"):
            st.page_link(navigation.CREATE, label=say("app.create"))
            st.page_link(navigation.VIDEOS, label=say("app.videos"))
            st.page_link(navigation.SETTINGS, label=say("app.settings"))
        studio = _studio()
        color: Literal["primary", "gray"] = "gray" if studio.charges else "primary"
        st.badge(say_at(studio.name, "app.mark"), icon=f":material/{studio.icon}:", color=color)
        following = _following_language()
        st.button(
            LANGUAGES[following].name,
            key="frame_language",
            type="tertiary",
            on_click=session.set_language,
            args=(following,),
        )
    with st.container():  # there with and without a notice: a line more above the player would mount it anew
        setup_notice.draw(studio.name)


def draw_bottom() -> None:
    """In the demo studio, what that means and the way out of it."""
    if not _studio().charges:
        with st.container(key="frame_bottom"):
            st.caption(say("app.footer"))
            label = say("way_in.footer" if is_key_kept_back() else "app.footer_connect")
            st.page_link(navigation.SETTINGS, label=label, icon=":material/key:")


def _studio() -> Studio:
    """The one that this page is about."""
    watched = st.query_params.get("project", "")
    is_one = 0 < len(watched) <= LONGEST_PROJECT_ID
    connection = connection_for(watched) if is_one else current_connection()
    return connection.studio if connection is not None else GIGGLE


def _following_language() -> str:
    """The one that a click on the button leads to."""
    codes = list(LANGUAGES)
    return codes[(codes.index(session.language()) + 1) % len(codes)]
