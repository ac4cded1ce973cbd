"""The three pictures of our own making: to look at, and to be sent."""

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final

import streamlit as st
from PIL import Image, ImageOps

from mvapp.demo import sample_picture
from mvapp.prepared_picture import PreparedPicture
from mvclient.images import reference_image

__all__ = ["PREVIEWS", "SAMPLES", "sample", "sample_base64", "thumbnail"]

SAMPLES: Final = ("sample-beach", "sample-city", "sample-meadow")
PREVIEWS: Final = Path(__file__).parent / "previews"
_THUMBNAIL_PX: Final = (224, 140)


@cache
def sample(name: str) -> PreparedPicture:
    """One of `SAMPLES` to look at; what is sent of it is its name, or `sample_base64`."""
    preview = (PREVIEWS / f"{name}.jpg").read_bytes()
    with Image.open(BytesIO(preview)) as picture:
        return PreparedPicture("", preview, *picture.size)


@st.cache_resource(show_spinner=False)
def sample_base64(name: str) -> str:
    """One of `SAMPLES` as raw Base64, for a studio that does not know its name; takes seconds the first time."""
    return reference_image(sample_picture(name))


@cache
def thumbnail(name: str) -> bytes:
    """One of `SAMPLES` as a JPEG for a button."""
    written = BytesIO()
    with Image.open(BytesIO(sample(name).preview)) as picture:
        ImageOps.fit(picture, _THUMBNAIL_PX).save(written, "JPEG", quality=80)
    return written.getvalue()
