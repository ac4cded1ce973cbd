"""What the app's own key has cost, for whoever runs the app."""

from mvapp.frame import navigation
from mvapp.frame.guard import through_the_router
from mvapp.owner import page

through_the_router(navigation.OWNER)

page.draw()
