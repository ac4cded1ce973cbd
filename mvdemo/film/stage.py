"""Room around a face that fills its picture: the picture goes on, blurred, where the screen shows more than it has."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PIL import Image, ImageFilter, ImageOps

from mvdemo.film.framing import Framing, Place, Room

if TYPE_CHECKING:
    from mvdemo.film.framing import Box

_TIGHT, _AT_EASE = 0.6, 0.5
"""A face that takes more of the largest window than the first gets room until it takes the second."""
_WORDS = Room(0.05, 0.3)
"""What stays free of a face for words."""


def with_room(
    picture: Image.Image, places: tuple[Place, ...], shape: tuple[int, int]
) -> tuple[Image.Image, tuple[Place, ...]]:
    """The picture, and its places in it, on a stage that is wide (or high) enough for each single face."""
    each = places[1:] or places
    tight = max((Framing(picture.size, shape, place, _WORDS).zoom_for(_TIGHT) for place in each if place.is_face), default=0)
    if tight <= 1:
        return picture, places
    grown = max(Framing(picture.size, shape, place, _WORDS).zoom_for(_AT_EASE) for place in each)
    wanted = shape[0] / shape[1]
    width, height = picture.size
    if width / height < wanted:
        size = (min(round(grown * width), round(height * wanted)), height)
    else:
        size = (width, min(round(grown * height), round(width / wanted)))
    at = ((size[0] - width) // 2, (size[1] - height) // 2)

    def moved(place: Place) -> Place:
        (left, top, right, bottom) = place.box or (0, 0, 0, 0)
        box: Box = (
            (left * width + at[0]) / size[0],
            (top * height + at[1]) / size[1],
            (right * width + at[0]) / size[0],
            (bottom * height + at[1]) / size[1],
        )
        x, y = (place.x * width + at[0]) / size[0], (place.y * height + at[1]) / size[1]
        return replace(place, x=x, y=y, box=box if place.box else None)

    return _surrounded(picture, size, at), tuple(map(moved, places))


def _surrounded(picture: Image.Image, size: tuple[int, int], at: tuple[int, int]) -> Image.Image:
    """The picture before a dark, blurred copy of itself; its two cut edges are soft."""
    small = (max(size[0] // 8, 2), max(size[1] // 8, 2))
    fill = ImageOps.fit(picture, small, Image.Resampling.BILINEAR).filter(ImageFilter.GaussianBlur(max(small) / 24))
    stage = fill.resize(size, Image.Resampling.BICUBIC).point([round(i * 0.62) for i in range(256)] * 3)
    width, height = picture.size
    soft = max(min(width, height) // 14, 2)
    mask = Image.new("L", (width, height), 255)
    ramp = Image.linear_gradient("L")
    if at[0]:
        left = ramp.rotate(90).resize((soft, height))
        mask.paste(left, (0, 0))
        mask.paste(ImageOps.mirror(left), (width - soft, 0))
    if at[1]:
        top = ramp.resize((width, soft))
        mask.paste(top, (0, 0))
        mask.paste(ImageOps.flip(top), (0, height - soft))
    stage.paste(picture, at, mask)
    return stage
