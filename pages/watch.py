"""One video, from the first note to the finished film; its project id stands in the address."""

import streamlit as st

from mvapp import browser_widgets, navigation, watch_view
from mvapp.connection import connection_for
from mvapp.guard import through_the_router

through_the_router(navigation.WATCH)

project_id = st.query_params.get("project", "").strip()
connection = connection_for(project_id)
if not project_id:
    watch_view.draw_nothing_chosen()
elif connection is None:
    watch_view.draw_no_key(project_id)
else:
    watch_view.draw_job(project_id, connection)
browser_widgets.to_the_top(project_id)
