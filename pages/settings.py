"""The key, the studio, the language, and plain words about what is kept and what to do when something goes wrong."""

from mvapp.frame import navigation
from mvapp.frame.guard import through_the_router
from mvapp.settings import page

through_the_router(navigation.SETTINGS)

page.draw()
