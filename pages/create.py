"""The create page: a song idea and a picture go in."""

import streamlit as st

from mvapp import sketch
from mvapp.browser import storage
from mvapp.create import (
    form,
    kept_picture,
    live_form,
    looks,
    picture_choice,
    sample_film,
    song_choice,
    song_form,
    start_panel,
)
from mvapp.frame import guard, navigation
from mvapp.studio.connection import current_connection
from mvapp.text import say

guard.through_the_router(navigation.CREATE)
start_panel.forward()
looks.dress()
form.open_form()
picture_choice.take_upload()
song_choice.take_uploads()
connection = current_connection()
start_panel.resume(connection)

live_form.listen()
above = st.container()
start_panel.start_panel(connection)  # before the form, so that the button is there first
with above:
    sample_film.headline()
    with st.container(key="create_form"):
        with st.container(key="create_song"):
            song_form.examples()
            song_form.song(connection.studio)
        with st.container(key="create_picture"):
            if storage.is_asked():
                sketch.draw("create")
                picture_choice.picture_choice(connection.studio)
            else:  # which picture it is, the browser's storage tells; the button is there sooner meanwhile
                st.skeleton(height=400)
        with st.container(key="create_rest"):
            song_form.rest()
    with st.container(key="create_next", horizontal=True, vertical_alignment="center"):
        st.caption(say("create.next_song" if form.current().brings_song else "create.next"))
        song_form.start_over()
        form.field(st.toggle, "ask_first", say("create.ask_first"), help=say("create.ask_first_help"))
live_form.scroll()
kept_picture.keep_in_step()
form.compare()
