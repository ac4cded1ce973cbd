"""The create page: a song idea and a picture go in."""

import streamlit as st

from mvapp import (
    browser_storage,
    drafts,
    guard,
    kept_picture,
    live_form,
    navigation,
    picture_choice,
    sketch,
    song_form,
    start_panel,
)
from mvapp.connection import current_connection
from mvapp.text import say

guard.through_the_router(navigation.CREATE)
start_panel.forward()
drafts.open_form()
picture_choice.take_upload()
connection = current_connection()
start_panel.resume(connection)

live_form.listen()
form = st.container()
start_panel.start_panel(connection)  # before the form above it, so that the button is there first
with form:
    left, right = st.columns([7, 5], gap="large")
    with left, st.container(key="create_song"):
        st.title(say("create.headline"), anchor=False)
        song_form.examples()
        song_form.song()
        song_form.more()
    with right, st.container(key="create_picture"):
        if browser_storage.is_asked():
            sketch.draw("create")
            picture_choice.picture_choice(is_demo=connection.is_demo)
        else:  # which picture it is, the browser's storage tells; the button is there sooner meanwhile
            st.skeleton(height=400)
    with st.container(key="create_next", horizontal=True, vertical_alignment="center"):
        st.caption(say("create.next"))
        song_form.start_over()
        drafts.field(st.toggle, "ask_first", say("create.ask_first"), help=say("create.ask_first_help"))
live_form.scroll()
kept_picture.keep_in_step()
drafts.compare()
