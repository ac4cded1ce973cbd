"""The pages and the frame around them."""

import streamlit as st
from streamlit.navigation.page import Page

from mvapp import session
from mvapp.text import say

CREATE = "pages/create.py"
WATCH = "pages/watch.py"
VIDEOS = "pages/videos.py"
SETTINGS = "pages/settings.py"
OWNER = "pages/owner.py"


def open_page() -> Page:
    """Declare the pages and return the one to run, after forwarding a visitor whom a page sent back to the router."""
    pages = [
        # A default page whose url_path were its file's stem would be run without the router on a cold server.
        st.Page(CREATE, title=say("app.create"), icon=":material/auto_awesome:", default=True, url_path="new"),
        st.Page(WATCH, title=say("app.watch"), icon=":material/movie:", url_path="watch", visibility="hidden"),
        st.Page(VIDEOS, title=say("app.videos"), icon=":material/video_library:", url_path="videos"),
        st.Page(SETTINGS, title=say("app.settings"), icon=":material/tune:", url_path="settings"),
        st.Page(OWNER, title=say("owner.title"), icon=":material/monitoring:", url_path="owner", visibility="hidden"),
    ]
    # Streamlit's own bar costs a reload a sixth of its time, and on a phone folds away behind an arrow without a name.
    page = st.navigation(pages, position="hidden")
    st.session_state[session.APP_HAS_RUN] = True
    if wanted := st.session_state.pop(session.WANTED_PAGE, ""):
        st.switch_page(wanted, query_params=st.query_params.to_dict())
    session.arrive(f"{page.url_path}?{st.query_params.get('project', '')}")
    return page
