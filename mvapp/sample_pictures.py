"""The three pictures of our own making, ready to be looked at and to be sent."""

from io import BytesIO
from typing import Final

import streamlit as st
from PIL import Image, ImageOps

from mvapp.demo import sample_picture
from mvapp.prepared_picture import PreparedPicture, prepare

__all__ = ["SAMPLES", "sample", "thumbnail"]

SAMPLES: Final = ("sample-beach", "sample-city", "sample-meadow")
_THUMBNAIL_PX: Final = (224, 126)


@st.cache_resource(show_spinner=False)
def sample(name: str) -> PreparedPicture:
    """One of `SAMPLES` as if it had been uploaded."""
    return prepare(sample_picture(name))


@st.cache_resource(show_spinner=False)
def thumbnail(name: str) -> bytes:
    """One of `SAMPLES` as a JPEG for a button."""
    written = BytesIO()
    with Image.open(BytesIO(sample(name).preview)) as picture:
        ImageOps.fit(picture, _THUMBNAIL_PX).save(written, "JPEG", quality=80)
    return written.getvalue()
