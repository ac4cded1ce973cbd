"""One video, from the first note to the finished film; its project id stands in the address."""

import streamlit as st

from mvapp.browser import widgets
from mvapp.frame import navigation
from mvapp.frame.guard import through_the_router
from mvapp.studio.connection import LONGEST_PROJECT_ID, connection_for
from mvapp.watch import page

through_the_router(navigation.WATCH)

project_id = st.query_params.get("project", "").strip()
connection = connection_for(project_id)
if not project_id or len(project_id) > LONGEST_PROJECT_ID:
    page.draw_nothing_chosen()
elif connection is None:
    page.draw_no_key(project_id)
else:
    page.draw_job(project_id, connection)
widgets.to_the_top(project_id)
