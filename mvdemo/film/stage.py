"""Room around a face that fills its picture: the picture goes on, blurred, where the screen shows more than it has."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PIL import Image, ImageFilter, ImageOps

from mvdemo.film.framing import Framing, Place, Room

if TYPE_CHECKING:
    from mvdemo.film.framing import Box

_TIGHT, _AT_EASE = 0.62, 0.56
"""A face that takes more of the largest window than the first gets room until it takes the second."""
_EYES = 0.36
"""How far down the stage the eyes are best: room is rather left below, for words."""
_WORDS = Room(0.05, 0.3)
"""What stays free of a face for words."""


def with_room(
    picture: Image.Image, places: tuple[Place, ...], shape: tuple[int, int]
) -> tuple[Image.Image, tuple[Place, ...]]:
    """The picture, and its places in it, on a stage that is wide (or high) enough for each single face."""
    framings = [Framing(picture.size, shape, place, _WORDS) for place in places[1:] or places if place.is_face]
    if max((framing.zoom_for(_TIGHT) for framing in framings), default=0) <= 1:
        return picture, places
    grown = max(framing.zoom_for(_AT_EASE) for framing in framings)
    width, height = picture.size
    size = (max(round(grown * framings[0].largest[0]), width), max(round(grown * framings[0].largest[1]), height))
    middle = (places[0].x * width, places[0].y * height)
    at = (_laid(size[0], width, 0.5 * size[0] - middle[0]), _laid(size[1], height, _EYES * size[1] - middle[1]))

    def moved(place: Place) -> Place:
        def across(x: float) -> float:
            return (x * width + at[0]) / size[0]

        def down(y: float) -> float:
            return (y * height + at[1]) / size[1]

        def laid(box: Box | None) -> Box | None:
            return box and (across(box[0]), down(box[1]), across(box[2]), down(box[3]))

        return replace(place, x=across(place.x), y=down(place.y), box=laid(place.box), core=laid(place.core))

    return _surrounded(picture, size, at), tuple(map(moved, places))


def _laid(stage: int, picture: int, wanted: float) -> int:
    """Where the picture begins on the stage, an even number."""
    return round(min(max(wanted, 0), stage - picture) / 2) * 2


def _surrounded(picture: Image.Image, size: tuple[int, int], at: tuple[int, int]) -> Image.Image:
    """The picture before a dark, blurred copy of itself; edges that do not meet the stage's are soft."""
    small = (max(size[0] // 8, 2), max(size[1] // 8, 2))
    fill = ImageOps.fit(picture, small, Image.Resampling.BILINEAR).filter(ImageFilter.GaussianBlur(max(small) / 24))
    stage = fill.resize(size, Image.Resampling.BICUBIC).point([round(i * 0.62) for i in range(256)] * 3)
    width, height = picture.size
    soft = max(min(width, height) // 14, 2)
    mask = Image.new("L", (width, height), 255)
    ramp = Image.linear_gradient("L")
    across, down = ramp.rotate(90).resize((soft, height)), ramp.resize((width, soft))
    edges = (
        (at[0], across, (0, 0)),
        (size[0] - width - at[0], ImageOps.mirror(across), (width - soft, 0)),
        (at[1], down, (0, 0)),
        (size[1] - height - at[1], ImageOps.flip(down), (0, height - soft)),
    )
    for room, edge, corner in edges:
        if room > 0:
            mask.paste(edge, corner)
    stage.paste(picture, at, mask)
    return stage
