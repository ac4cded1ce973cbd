"""The person's own picture, small, for the page that waits: from the request at hand, or from the studio."""

import binascii
from base64 import b64decode
from io import BytesIO
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from mvapp.studio.demo import SAMPLES, sample_preview
from mvapp.studio.job import Job
from mvapp.studio.studios import Studio

_LONGEST_PX: Final = 1280
_LINKS: Final = ("http://", "https://")


def preview_of(job: Job, studio: Studio) -> bytes | None:
    """A JPEG of the picture that the film is made of; None where it is a link, or nobody here has it any more."""
    if job.preview is None:
        original = _original(job, studio)
        job.preview = _small(original) if original else b""
    return job.preview or None


def _original(job: Job, studio: Studio) -> bytes | None:
    asked = job.request
    if asked is not None and asked.reference_image in SAMPLES:
        return sample_preview(asked.reference_image)
    if asked is not None and asked.reference_image_url and not asked.reference_image_url.lower().startswith(_LINKS):
        try:
            return b64decode(asked.reference_image_url)
        except binascii.Error:  # a request that could not be made
            return None
    return studio.picture(job.project_id)


def _small(original: bytes) -> bytes:
    try:
        with Image.open(BytesIO(original)) as opened:
            opened.draft("RGB", (_LONGEST_PX, _LONGEST_PX))
            small = ImageOps.contain(ImageOps.exif_transpose(opened), (_LONGEST_PX, _LONGEST_PX))
            written = BytesIO()
            small.convert("RGB").save(written, "JPEG", quality=84)
            return written.getvalue()
    except (UnidentifiedImageError, OSError, ValueError):
        return b""
