"""The key, the studio, the language, and plain words about what is kept and what to do when something goes wrong."""

from mvapp import navigation, settings_view
from mvapp.guard import through_the_router

through_the_router(navigation.SETTINGS)

settings_view.draw()
