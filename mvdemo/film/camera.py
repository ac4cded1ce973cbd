"""From a planned shot to stills and the path of the camera over them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from mvdemo.film.framing import Framing, Place, Room
from mvdemo.film.warp import Window

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mvdemo.film.shots import Shot
    from mvdemo.film.yuv import Planes, Still

_MARGIN = 4
"""Pixels a still has around what the camera shows, for the parting of colours."""


@dataclass(frozen=True)
class Panel:
    """A rectangle of the screen that shows a still through a moving window."""

    still: Planes
    at: tuple[int, int, int, int]
    """Left, top, width, height on screen, all even."""
    start: Window
    end: Window
    is_flipped: bool = False

    def window(self, progress: float, punch: float) -> Window:
        """The window at a progress from 0 to 1; ``punch`` zooms in by that share."""
        eased = 0.55 * progress + 0.45 * progress * progress * (3 - 2 * progress)

        def between(first: float, second: float) -> float:
            return first + (second - first) * eased

        window = Window(
            between(self.start.left, self.end.left),
            between(self.start.top, self.end.top),
            between(self.start.width, self.end.width),
            between(self.start.height, self.end.height),
        )
        return window.scaled(1 - punch) if punch else window


@dataclass(frozen=True)
class Scenery:
    """What can be filmed: the graded picture, its places of interest and, for odd formats, a framed card of it."""

    picture: Still
    card: Still | None
    places: tuple[Place, ...]

    chorus: Still | None = None
    """The picture in the chorus's light."""

    def of(self, section: str) -> Still:
        """The picture as a section of the song shows it."""
        return self.chorus if self.chorus and section == "chorus" else self.picture

    @property
    def brightness(self) -> float:
        """The mean of Y, 0 to 1."""
        return float(np.asarray(self.picture.y.resize((16, 16))).mean() / 219)


@dataclass(frozen=True)
class View:
    """A rectangle of the screen, and where in a picture the camera that fills it starts and ends."""

    still: Still
    at: tuple[int, int, int, int]
    start: Window
    end: Window
    is_flipped: bool = False


# Where a move starts and where it ends: at least this share of the largest window, the subject at most this share of
# its height, the camera off it by so many windows. Two signs stand for the longest pan that the picture has room for.
_Look = tuple[float, float, float, float]
_MOVES: dict[str, tuple[_Look, _Look]] = {
    "wide": ((0.88, 0.5, 0, 0.07), (1.0, 0.46, 0, 0.07)),  # room below for the title
    "push": ((0.92, 0.4, 0, 0), (0.6, 0.54, 0, 0)),
    "pull": ((0.56, 0.56, 0, 0), (0.94, 0.38, 0, 0)),
    "left": ((0.64, 0.46, 1, 0), (0.64, 0.46, -1, 0)),
    "right": ((0.64, 0.46, -1, 0), (0.64, 0.46, 1, 0)),
    "up": ((0.62, 0.46, 0, 1), (0.62, 0.46, 0, -1)),
    "down": ((0.62, 0.46, 0, -1), (0.62, 0.46, 0, 1)),
    "close": ((0.5, 0.46, 0.02, 0), (0.42, 0.54, -0.02, 0)),
    "detail": ((0.36, 0.62, -0.05, 0), (0.4, 0.56, 0.03, 0)),
    "drift": ((0.84, 0.42, -0.06, 0), (0.74, 0.48, 0.06, 0)),
}
_TOGETHER = frozenset({"wide", "drift"})
"""Moves that show a group that is wider than the screen as a card."""
_NEAR_A_FACE = 0.62
"""A face is sharp where it is small: the camera may come that much nearer than to anything else."""


def views(shot: Shot, scenery: Scenery, size: tuple[int, int]) -> tuple[View, ...]:
    """What a shot shows where on a screen of ``size``."""
    width, height = size
    place = scenery.places[shot.focus % len(scenery.places)]
    picture = scenery.of(shot.section)
    whole = (0, 0, width, height)
    each = scenery.places[1:]
    is_crowded = bool(each) and Framing(picture.size, size, place, shot.room).is_crowded
    if scenery.card is not None and (shot.move == "card" or (is_crowded and shot.move in _TOGETHER)):
        return (View(scenery.card, whole, *_card_path(scenery.card, size)),)
    if shot.move == "triptych" and (panels := _triptych(picture, scenery.places, size)):
        return panels
    if shot.move == "mirror" and not place.is_face:
        return _mirror(picture, place, size)
    if is_crowded:  # not all of them at once: one by one
        place = each[shot.first % len(each)]
    return (View(picture, whole, *path(shot.move, Framing(picture.size, size, place, shot.room))),)


def set_up(shot: Shot, scenery: Scenery, size: tuple[int, int]) -> tuple[Panel, ...]:
    """The panels of a shot on a screen of ``size``."""
    return tuple(_panel(view) for view in views(shot, scenery, size))


def path(move: str, framing: Framing) -> tuple[Window, Window]:
    """Where the camera starts and ends; the place of interest stays inside on the way."""
    (picture_width, picture_height), (width, height) = framing.picture, framing.largest
    # A picture much wider (or higher) than the screen has room for a longer pan.
    across = min(max((picture_width / width - 1) * 0.4, 0.2), 0.42)
    down = min(max((picture_height / height - 1) * 0.4, 0.17), 0.4)
    # A screen that shows little of the picture is close already.
    restraint = min((width * height / (picture_width * picture_height)) ** 0.7 * 1.05, 1.0)
    is_face = framing.place.is_face

    def look(zoom: float, fill: float, dx: float, dy: float) -> Window:
        is_near = zoom < 0.55
        zoom = zoom**restraint * (_NEAR_A_FACE if is_face and is_near else 1)
        # What is no face may be gone into: only as a whole it need not be seen in a detail.
        kept = fill if is_face else 0.0 if is_near else fill + 0.3
        is_pan = abs(dx) == 1, abs(dy) == 1
        return (framing.near if is_near else framing).window(
            zoom, kept, dx * across if is_pan[0] else dx, dy * down if is_pan[1] else dy
        )

    start, end = (look(*ends) for ends in _MOVES.get(move, _MOVES["drift"]))
    if _is_still(start, end):
        fill = 0.6 if framing.box else 0.0
        start, end = framing.window(1.0, fill), framing.window(0.84, fill)
    if _is_still(start, end):
        end = replace(framing, room=Room(0, 0)).window(0.93 * start.width / width, 0.98)
    return start, end


def headroom(shots: Iterable[Shot], scenery: Scenery, size: tuple[int, int]) -> float:
    """The share of the screen's height, above as below, that no face comes into in any of some shots."""
    place = scenery.places[0]
    core = place.core or place.box
    if not place.is_face or core is None:
        return 1.0
    rooms = [1.0]
    for view in (view for shot in shots for view in views(shot, scenery, size) if view.still is not scenery.card):
        _, height = view.still.size
        for window in (view.start, view.end):
            top, bottom = ((core[side] * height - window.top) / window.height for side in (1, 3))
            rooms += [top, 1 - bottom]
    return max(min(rooms) - 0.01, 0.0)


def _is_still(start: Window, end: Window) -> bool:
    """Whether nobody would see the camera move."""
    size = max(start.width, end.width)
    moved = max(abs(start.left - end.left), abs(start.top - end.top), abs(start.width - end.width))
    return moved < 0.035 * size


def _card_path(card: Still, size: tuple[int, int]) -> tuple[Window, Window]:
    middle = Framing(card.size, size, Place(0.5, 0.5))
    return middle.window(1.0), middle.window(0.89)


def _panel(view: View) -> Panel:
    """Cut out what the camera will see, at about one still pixel to one screen pixel where it is closest."""
    picture, at, start, end = view.still, view.at, view.start, view.end
    left, top = min(start.left, end.left), min(start.top, end.top)
    right = max(start.left + start.width, end.left + end.width)
    bottom = max(start.top + start.height, end.top + end.height)
    scale = at[2] / min(start.width, end.width)
    inner = (max(round((right - left) * scale), 2), max(round((bottom - top) * scale), 2))
    pad = _MARGIN / scale
    width, height = picture.size
    box = (max(left - pad, 0.0), max(top - pad, 0.0), min(right + pad, width), min(bottom + pad, height))
    cut_size = (
        _even(round((box[2] - box[0]) * inner[0] / (right - left))),
        _even(round((box[3] - box[1]) * inner[1] / (bottom - top))),
    )
    across, down = cut_size[0] / (box[2] - box[0]), cut_size[1] / (box[3] - box[1])

    is_pan = abs(start.width - end.width) < 1e-6

    def moved(window: Window) -> Window:
        # A pan is shown at exactly one pixel to one pixel (less than one off): much quicker to sample.
        shown = (at[2], at[3]) if is_pan else (window.width * across, window.height * down)
        return Window((window.left - box[0]) * across, (window.top - box[1]) * down, *shown)

    return Panel(picture.cut(box, cut_size), at, moved(start), moved(end), view.is_flipped)


def _even(number: int) -> int:
    return max(number + number % 2, 4)


def _triptych(picture: Still, every: tuple[Place, ...], size: tuple[int, int]) -> tuple[View, ...]:
    """Three looks at once, side by side (one above the other on a phone), each moving its own way.

    Empty where a third of the screen is too little for a face.
    """
    width, height = size
    is_tall = height > width
    long = height if is_tall else width
    gap = max(2, long // 320 * 2)
    each = (long - 2 * gap) // 6 * 2
    looks = []
    for index in range(3):
        start = index * (each + gap)
        length = long - start if index == 2 else each
        at = (0, start, width, length) if is_tall else (start, 0, length, height)
        if len(every) > 2:
            place, zoom = every[(1, 0, 2)[index]], 0.66
        else:  # one subject: near, whole, nearer
            place, zoom = every[0], (0.72, 1.0, 0.56)[index]
        if place.is_face and len(every) > 1:  # the first is all of them
            place = every[1 + index % (len(every) - 1)]
        framing = Framing(picture.size, at[2:], place)
        fill = (0.5, 0.4, 0.6)[index] if place.is_face else 0.0
        if fill and framing.zoom_for(0.8) > 1:
            return ()
        ends = [framing.window(zoom * part, fill * near) for part, near in ((0.88, 1.1), (1.0, 1.0))]
        looks.append(View(picture, at, ends[index % 2], ends[1 - index % 2]))
    return tuple(looks)


def _mirror(picture: Still, place: Place, size: tuple[int, int]) -> tuple[View, ...]:
    """The picture and its mirror image, meeting in the middle (a reflection in water on a phone)."""
    width, height = size
    half = width // 4 * 2
    rectangles = ((0, 0, half, height), (half, 0, width - half, height))
    framing = Framing(picture.size, rectangles[0][2:], place)
    ends = framing.window(0.95), framing.window(0.8)
    return tuple(View(picture, at, *ends, is_flipped=bool(index)) for index, at in enumerate(rectangles))
