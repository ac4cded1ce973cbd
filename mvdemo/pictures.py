"""A caller's picture: readable, whole, and no larger than a film needs."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps

from mvdemo.refusal import Refusal

LONGEST_SIDE = 2560
"""Pixels: twice a film frame, room enough for a close shot."""

MOST_PIXELS = {"JPEG": 120_000_000, "PNG": 40_000_000, "WEBP": 40_000_000}
"""A JPEG can be decoded small; the others cost their full size in memory."""

MOST_SCANS = 100
"""A progressive JPEG of a thousand scans keeps a core busy for a minute."""


def checked_picture(content: bytes) -> bytes:
    """The same file, or a smaller copy of a very large one; raises Refusal for no whole picture."""
    not_a_picture = Refusal("reference_image_url does not hold a whole JPEG, PNG or WebP picture.")
    try:
        with warnings.catch_warnings():
            # The sizes are judged below, with a sentence instead of a warning.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return _checked(content)
    except Refusal:
        raise
    except Image.DecompressionBombError:
        raise _too_many_pixels() from None
    except Exception:  # noqa: BLE001 - Pillow's readers raise whatever a broken file provokes
        raise not_a_picture from None


def _checked(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content), formats=tuple(MOST_PIXELS)) as picture:
        kind = str(picture.format)
        if picture.width * picture.height > MOST_PIXELS.get(kind, MOST_PIXELS["PNG"]):
            raise _too_many_pixels()
        if kind == "JPEG" and content.count(b"\xff\xda") > MOST_SCANS:
            raise Refusal("The picture is built from too many scans; save it again as an ordinary JPEG.")
        is_large = max(picture.size) > LONGEST_SIDE
        picture.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
        picture.load()
        if not is_large:
            return content
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        small = io.BytesIO()
        upright = ImageOps.exif_transpose(picture)
        if kind == "JPEG":
            upright.convert("RGB").save(small, "JPEG", quality=92)
        else:
            upright.save(small, "PNG")
        return small.getvalue()


def _too_many_pixels() -> Refusal:
    return Refusal("The picture has too many pixels for the demo studio; make it smaller.")
