"""What of a picture the film starts with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvdemo.film.camera import path
from mvdemo.film.framing import Framing
from mvdemo.film.picture import is_too_small, open_picture, places
from mvdemo.film.profile import SHOW
from mvdemo.film.shots import room_in
from mvdemo.film.stage import with_room

if TYPE_CHECKING:
    from mvdemo.film.framing import Box

_LONGEST = 960


def opening_crop(picture: bytes, aspect: str) -> Box:
    """The part of a picture that fills the screen first: left, top, right, bottom, in shares of the picture.

    All of it where the film shows it in a frame or on a stage that is larger. Raises PictureUnusable for no picture.
    """
    opened = open_picture(picture, _LONGEST)
    if is_too_small(opened):
        return 0.0, 0.0, 1.0, 1.0
    size, found = SHOW.size(is_portrait=aspect == "9:16"), places(opened)
    staged, moved = with_room(opened, found, size)
    framing = Framing(staged.size, size, moved[0], room_in("intro"))
    if framing.is_crowded and len(moved) > 1:
        return 0.0, 0.0, 1.0, 1.0
    start, _ = path("wide", framing)
    left = start.left - (moved[0].x * staged.width - found[0].x * opened.width)
    top = start.top - (moved[0].y * staged.height - found[0].y * opened.height)
    return (
        max(left / opened.width, 0.0),
        max(top / opened.height, 0.0),
        min((left + start.width) / opened.width, 1.0),
        min((top + start.height) / opened.height, 1.0),
    )
