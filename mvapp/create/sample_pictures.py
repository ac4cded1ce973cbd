"""The three pictures of our own making: to look at, and to be sent."""

import threading
from functools import cache
from io import BytesIO
from typing import Final

from PIL import Image, ImageOps

from mvapp.create.prepared_picture import PreparedPicture
from mvapp.studio.demo import sample_picture, sample_preview
from mvclient.images import picture_as_base64

_THUMBNAIL_PX: Final = (224, 140)

_drawing = threading.Lock()
_drawn: dict[str, str] = {}
_begun: set[str] = set()


@cache
def sample(name: str) -> PreparedPicture:
    """One of `SAMPLES` to look at; what is sent of it is its name, or `sample_base64`."""
    preview = sample_preview(name)
    with Image.open(BytesIO(preview)) as picture:
        return PreparedPicture("", preview, *picture.size)


def sample_base64(name: str) -> str:
    """One of `SAMPLES` as raw Base64, for a studio that does not know its name; takes seconds the first time."""
    with _drawing:
        if name not in _drawn:
            _drawn[name] = picture_as_base64(sample_picture(name))
        return _drawn[name]


def get_ready(name: str) -> None:
    """Begin to draw one of `SAMPLES`, so that it is there when the button is pressed."""
    if name not in _begun:
        _begun.add(name)
        threading.Thread(target=sample_base64, args=(name,), name="mv-sample", daemon=True).start()


@cache
def thumbnail(name: str) -> bytes:
    """One of `SAMPLES` as a JPEG for a button."""
    written = BytesIO()
    with Image.open(BytesIO(sample(name).preview)) as picture:
        ImageOps.fit(picture, _THUMBNAIL_PX).save(written, "JPEG", quality=80)
    return written.getvalue()
