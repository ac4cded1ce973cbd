"""The router: language, navigation, the frame around every page."""

import streamlit as st

from mvapp import browser_storage, frame, navigation
from mvapp.text import say

st.set_page_config(page_title=say("app.name"), page_icon=":material/movie:", layout="wide")
browser_storage.receive()
page = navigation.open_page()
frame.draw_top()
page.run()
frame.draw_bottom()
browser_storage.mount()
