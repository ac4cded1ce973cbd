"""The visitor's own list of videos, from the visitor's own browser."""

from mvapp.frame import navigation
from mvapp.frame.guard import through_the_router
from mvapp.videos import page

through_the_router(navigation.VIDEOS)

page.draw()
