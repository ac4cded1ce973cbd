"""How the camera frames what matters: windows of the screen's shape that keep it whole and free of words."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mvdemo.film.warp import Window

MOST_BLOWN_UP = 2.4
_SMALL_ZOOM = 0.62
"""A picture of few pixels may be blown up further than that, down to this zoom: soft is better than dead."""
_SIDE = 0.03
_WIDER = 1.35
"""A face may take that much more of the width than of the height."""
_WIDEST = 0.86

Box = tuple[float, float, float, float]
"""Left, top, right and bottom in shares of a picture."""


@dataclass(frozen=True)
class Place:
    """Something worth looking at; ``x`` and ``y`` are shares of the picture's width and height."""

    x: float
    y: float
    """Its middle; of a face the eyes."""
    weight: float = 1.0
    box: Box | None = None
    """What has to stay whole, if it is known."""
    core: Box | None = None
    """What even a close shot leaves whole: of a head its face."""
    is_face: bool = False


@dataclass(frozen=True)
class Room:
    """What words and bars take of the screen's height, above and below."""

    above: float = 0.04
    below: float = 0.06


PLAIN = Room()
"""Nothing but the mark."""


@dataclass(frozen=True)
class Framing:
    """A place of a picture of ``picture`` pixels on a screen (or a part of one) of ``shape`` pixels."""

    picture: tuple[int, int]
    shape: tuple[int, int]
    place: Place
    room: Room = PLAIN

    @property
    def largest(self) -> tuple[float, float]:
        """The largest window inside the picture."""
        scale = min(self.picture[0] / self.shape[0], self.picture[1] / self.shape[1])
        return self.shape[0] * scale, self.shape[1] * scale

    @property
    def box(self) -> Box | None:
        """What has to stay whole, in pixels of the picture."""
        if self.place.box is None:
            return None
        (left, top, right, bottom), (width, height) = self.place.box, self.picture
        return left * width, top * height, right * width, bottom * height

    @property
    def is_crowded(self) -> bool:
        """Whether the faces do not all fit on the screen."""
        return self.place.is_face and self.zoom_for(0.9) > 1

    @property
    def near(self) -> Framing:
        """The same for a close shot."""
        return replace(self, place=replace(self.place, box=self.place.core)) if self.place.core else self

    def zoom_for(self, fill: float) -> float:
        """The zoom at which the place takes ``fill`` of the height and is clear of words; above 1 it does not fit."""
        if self.box is None:
            return 0.0
        (left, top, right, bottom), (width, height) = self.box, self.largest
        high = min(fill, 1 - self.room.above - self.room.below)
        return max((bottom - top) / (high * height), (right - left) / (min(fill * _WIDER, _WIDEST) * width))

    def window(self, zoom: float, fill: float = 0.0, dx: float = 0.0, dy: float = 0.0) -> Window:
        """A window of at least a share ``zoom`` of the largest, in which the place takes at most ``fill``.

        ``dx`` and ``dy`` move the camera off the place, in shares of the window, as far as it stays whole.
        """
        (picture_width, picture_height), (width, height) = self.picture, self.largest
        finest = self.shape[0] / width / MOST_BLOWN_UP
        if fill:
            zoom = max(zoom, self.zoom_for(fill))
        zoom = min(1.0, max(zoom, min(finest, _SMALL_ZOOM)))
        width, height = width * zoom, height * zoom
        x, y = self.place.x * picture_width, self.place.y * picture_height
        left = x + (dx - 0.5) * width
        top = y + (dy - (1 / 3 if self.place.is_face else 0.5)) * height
        if fill and self.box:
            box_left, box_top, box_right, box_bottom = self.box
            above, below = self.room.above * height, (1 - self.room.below) * height
            left = _between(left, box_right - (1 - _SIDE) * width, box_left - _SIDE * width)
            top = _between(top, box_bottom - below, box_top - above)
        left = min(max(left, 0.0), picture_width - width)
        top = min(max(top, 0.0), picture_height - height)
        return Window(left, top, width, height)


def _between(value: float, least: float, most: float) -> float:
    """A value held between two; halfway where they contradict each other."""
    return (least + most) / 2 if least > most else min(max(value, least), most)
