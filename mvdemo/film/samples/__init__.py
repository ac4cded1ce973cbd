"""Three pictures of our own making, drawn by code: examples in the app and the demo studio's assets."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import TYPE_CHECKING

from mvdemo.film.samples import beach, city, meadow
from mvdemo.memory import give_back

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL import Image

_PICTURES: dict[str, Callable[[], Image.Image]] = {
    "sample-beach": beach.draw,
    "sample-city": city.draw,
    "sample-meadow": meadow.draw,
}
NAMES: tuple[str, ...] = tuple(_PICTURES)


@lru_cache(maxsize=len(_PICTURES))
def picture(name: str) -> bytes:
    """One of NAMES as a JPEG file of 1600 x 1000 pixels; KeyError for any other name."""
    encoded = io.BytesIO()
    _PICTURES[name]().save(encoded, "JPEG", quality=92)
    give_back()
    return encoded.getvalue()
