"""The router: language, navigation, the frame around every page. Imported, it is the server that runs it."""

import streamlit as st

from mvapp.browser import storage
from mvapp.frame import bar, navigation, theme
from mvapp.server import serving
from mvapp.studio import gate, machine, resume
from mvapp.text import say

if __name__ == "__main__":
    st.set_page_config(page_title=say("app.name"), page_icon=bar.ICON, layout="wide")
    storage.receive()
    gate.take_link()
    gate.tell_the_owner()  # this and the next: where something else than the line below serves the file
    resume.go_on()
    page = navigation.open_page()
    theme.dress(page.url_path)
    bar.draw_top()
    page.run()
    if storage.is_asked():  # what is far down waits for the second run, so that the page is there sooner
        bar.draw_bottom()
    storage.mount()
else:  # `streamlit run` sees this line without running the file, and serves what it makes
    machine.share_one_heap()
    app = st.App(__file__, lifespan=serving.lifespan, middleware=serving.MIDDLEWARE)
