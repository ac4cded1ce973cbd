"""From a planned shot to stills and the path of the camera over them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mvdemo.film.warp import Window

if TYPE_CHECKING:
    from mvdemo.film.picture import Interest
    from mvdemo.film.shots import Shot
    from mvdemo.film.yuv import Planes, Still

_MARGIN = 4
"""Pixels a still has around what the camera shows, for the parting of colours."""
_MOST_BLOWN_UP = 2.4


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
    places: tuple[Interest, ...]

    @property
    def brightness(self) -> float:
        """The mean of Y, 0 to 1."""
        return float(np.asarray(self.picture.y.resize((16, 16))).mean() / 219)


def set_up(shot: Shot, scenery: Scenery, size: tuple[int, int]) -> tuple[Panel, ...]:
    """The panels of a shot on a screen of ``size``."""
    width, height = size
    if shot.move == "card" and scenery.card is not None:
        return (_panel(scenery.card, (0, 0, width, height), *_card_path(scenery.card, size)),)
    if shot.move == "triptych":
        return _triptych(scenery, size)
    if shot.move == "mirror":
        return _mirror(scenery, size)
    place = scenery.places[shot.focus % len(scenery.places)]
    start, end = _path(shot.move, scenery.picture.size, size, place)
    return (_panel(scenery.picture, (0, 0, width, height), start, end),)


def _largest(picture: tuple[int, int], shape: tuple[int, int]) -> tuple[float, float]:
    """The largest window of the screen's shape inside a picture."""
    scale = min(picture[0] / shape[0], picture[1] / shape[1])
    return shape[0] * scale, shape[1] * scale


def _window(picture: tuple[int, int], shape: tuple[int, int], zoom: float, x: float, y: float) -> Window:
    """A window of a share ``zoom`` of the largest one, its middle near (x, y), inside the picture."""
    width, height = _largest(picture, shape)
    zoom = min(1.0, max(zoom, shape[0] / width / _MOST_BLOWN_UP))
    width, height = width * zoom, height * zoom
    left = min(max(x * picture[0] - width / 2, 0), picture[0] - width)
    top = min(max(y * picture[1] - height / 2, 0), picture[1] - height)
    return Window(left, top, width, height)


def _path(move: str, picture: tuple[int, int], shape: tuple[int, int], place: Interest) -> tuple[Window, Window]:
    """Where the camera starts and ends; the place of interest stays inside on the way."""
    width, height = _largest(picture, shape)
    # A picture much wider (or higher) than the screen has room for a longer pan.
    across = min(max((picture[0] / width - 1) * 0.4, 0.2), 0.42)
    down = min(max((picture[1] / height - 1) * 0.4, 0.17), 0.4)

    # A screen that shows little of the picture is close already.
    restraint = min((width * height / (picture[0] * picture[1])) ** 0.7 * 1.05, 1.0)

    def window(zoom: float, dx: float = 0.0, dy: float = 0.0) -> Window:
        zoom **= restraint
        x = place.x + dx * width / picture[0] * zoom
        y = place.y + dy * height / picture[1] * zoom
        return _window(picture, shape, zoom, x, y)

    paths = {
        "wide": (window(0.88, dy=0.07), window(1.0, dy=0.07)),  # room below for the title
        "push": (window(0.92), window(0.66)),
        "pull": (window(0.6), window(0.96)),
        "left": (window(0.68, dx=across), window(0.68, dx=-across)),
        "right": (window(0.68, dx=-across), window(0.68, dx=across)),
        "up": (window(0.66, dy=down), window(0.66, dy=-down)),
        "down": (window(0.66, dy=-down), window(0.66, dy=down)),
        "close": (window(0.52), window(0.44)),
        "detail": (window(0.38), window(0.42)),
        "drift": (window(0.84, dx=-0.06), window(0.76, dx=0.06)),
    }
    return paths[move]


def _card_path(card: Still, size: tuple[int, int]) -> tuple[Window, Window]:
    return _window(card.size, size, 1.0, 0.5, 0.5), _window(card.size, size, 0.93, 0.5, 0.5)


def _panel(picture: Still, at: tuple[int, int, int, int], start: Window, end: Window) -> Panel:
    """Cut out what the camera will see, at about one still pixel to one screen pixel where it is closest."""
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

    return Panel(picture.cut(box, cut_size), at, moved(start), moved(end))


def _even(number: int) -> int:
    return max(number + number % 2, 4)


def _triptych(scenery: Scenery, size: tuple[int, int]) -> tuple[Panel, ...]:
    """Three looks at once, side by side (one above the other on a phone), each moving its own way."""
    width, height = size
    is_tall = height > width
    long = height if is_tall else width
    gap = max(2, long // 320 * 2)
    each = (long - 2 * gap) // 6 * 2
    panels = []
    for index in range(3):
        start = index * (each + gap)
        length = long - start if index == 2 else each
        at = (0, start, width, length) if is_tall else (start, 0, length, height)
        if len(scenery.places) > 2:
            place, zoom = scenery.places[(1, 0, 2)[index]], 0.66
        else:  # one subject: near, whole, nearer
            place, zoom = scenery.places[0], (0.72, 1.0, 0.56)[index]
        ends = (zoom, zoom * 0.88) if index % 2 else (zoom * 0.88, zoom)
        first, last = (_window(scenery.picture.size, at[2:], end, place.x, place.y) for end in ends)
        panels.append(_panel(scenery.picture, at, first, last))
    return tuple(panels)


def _mirror(scenery: Scenery, size: tuple[int, int]) -> tuple[Panel, ...]:
    """The picture and its mirror image, meeting in the middle (a reflection in water on a phone)."""
    width, height = size
    half = width // 4 * 2
    place = scenery.places[0]
    rectangles = ((0, 0, half, height), (half, 0, width - half, height))
    first = _window(scenery.picture.size, rectangles[0][2:], 0.95, place.x, place.y)
    second = _window(scenery.picture.size, rectangles[0][2:], 0.8, place.x, place.y)
    left = _panel(scenery.picture, rectangles[0], first, second)
    return left, Panel(left.still, rectangles[1], left.start, left.end, is_flipped=True)
