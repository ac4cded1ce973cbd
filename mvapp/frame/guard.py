"""Every page's first line: makes sure that `app.py` has run in this session.

Streamlit runs `pages/*.py` by itself, without the router, until some session of the process has called
`st.navigation`: for the first deep link on a fresh server, and for every open tab that reconnects after a restart.
"""

import streamlit as st

from mvapp import session


def through_the_router(page: str) -> None:
    """Send a visitor who got to `page` ("pages/watch.py") without the router through it, query and all."""
    if not st.session_state.get(session.APP_HAS_RUN):
        st.session_state[session.WANTED_PAGE] = page
        st.switch_page("app.py", query_params=st.query_params.to_dict())
