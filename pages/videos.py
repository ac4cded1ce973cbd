"""The visitor's own list of videos, from the visitor's own browser."""

from mvapp import navigation, videos_view
from mvapp.guard import through_the_router

through_the_router(navigation.VIDEOS)

videos_view.draw()
