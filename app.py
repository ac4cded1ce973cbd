"""The router: language, navigation, the frame around every page."""

import streamlit as st

from mvapp import browser_storage, frame, navigation, theme
from mvapp.text import say

st.set_page_config(page_title=say("app.name"), page_icon=frame.ICON, layout="wide")
browser_storage.receive()
page = navigation.open_page()
theme.dress(page.url_path)
frame.draw_top()
page.run()
if browser_storage.is_asked():  # what is far down waits for the second run, so that the page is there sooner
    frame.draw_bottom()
browser_storage.mount()
